"""Automatic differentiation: ``backward``, ``grad``, and your own Functions.

Read ``graph.py`` (the engine) and ``function.py`` (the contract of an
operation) first; ``history.py`` is what a tensor remembers, ``views.py`` and
``inplace.py`` are about memory that several tensors share.
"""

from . import functional
from .function import Function
from .grad_mode import (
    enable_grad,
    inference_mode,
    is_grad_enabled,
    no_grad,
    set_grad_enabled,
)
from .gradcheck import gradcheck, gradgradcheck
from .passes import backward, grad
from .variable import Variable

__all__ = [
    "Function",
    "Variable",
    "backward",
    "enable_grad",
    "functional",
    "grad",
    "gradcheck",
    "gradgradcheck",
    "inference_mode",
    "is_grad_enabled",
    "no_grad",
    "set_grad_enabled",
]
