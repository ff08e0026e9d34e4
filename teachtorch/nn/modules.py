"""``torch.nn.modules``: where PyTorch keeps the classes of ``torch.nn``.

Here they are in ``teachtorch/nn`` itself. This gives them the longer name
too, so that ``nn.modules.module.register_module_forward_hook`` is found.
"""

from __future__ import annotations

from . import (
    activation,
    batchnorm,
    container,
    conv,
    distance,
    dropout,
    fold,
    instancenorm,
    lazy,
    linear,
    loss,
    module,
    normalization,
    padding,
    pixelshuffle,
    pooling,
    rnn,
    sparse,
    transformer,
    upsampling,
)
from .container import ModuleDict, ModuleList, Sequential
from .module import Module

__all__ = [
    "Module",
    "ModuleDict",
    "ModuleList",
    "Sequential",
    "activation",
    "upsampling",
    "pixelshuffle",
    "padding",
    "instancenorm",
    "fold",
    "distance",
    "batchnorm",
    "container",
    "conv",
    "dropout",
    "lazy",
    "linear",
    "loss",
    "module",
    "normalization",
    "pooling",
    "rnn",
    "sparse",
    "transformer",
]
