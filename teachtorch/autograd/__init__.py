"""Automatic differentiation: ``backward``, ``grad``, and your own Functions.

Read ``graph.py`` (the engine) and ``function.py`` (the contract of an
operation) first; ``history.py`` is what a tensor remembers, ``views.py`` and
``inplace.py`` are about memory that several tensors share.
"""

from . import functional, graph
from .anomaly_mode import detect_anomaly, set_detect_anomaly
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
from .saved import saved_tensors_hooks
from .variable import Variable

# PyTorch has it in this module.
graph.saved_tensors_hooks = saved_tensors_hooks  # type: ignore[attr-defined]

__all__ = [
    "Function",
    "Variable",
    "backward",
    "detect_anomaly",
    "enable_grad",
    "functional",
    "grad",
    "gradcheck",
    "gradgradcheck",
    "graph",
    "inference_mode",
    "is_grad_enabled",
    "no_grad",
    "set_detect_anomaly",
    "set_grad_enabled",
]
