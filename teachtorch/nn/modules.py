"""``torch.nn.modules``: where PyTorch keeps the classes of ``torch.nn``.

Here they are in ``teachtorch/nn`` itself. This gives them the longer name
too, so that ``nn.modules.module.register_module_forward_hook`` is found.
"""

from __future__ import annotations

from . import (
    activation,
    container,
    conv,
    dropout,
    linear,
    loss,
    module,
    normalization,
    pooling,
    sparse,
)
from .container import ModuleDict, ModuleList, Sequential
from .module import Module

__all__ = [
    "Module",
    "ModuleDict",
    "ModuleList",
    "Sequential",
    "activation",
    "container",
    "conv",
    "dropout",
    "linear",
    "loss",
    "module",
    "normalization",
    "pooling",
    "sparse",
]
