"""Pruning: setting the smallest parameters to zero, and keeping them there.

A pruned tensor ``weight`` becomes the parameter ``weight_orig`` and the buffer
``weight_mask``; before each call of the module, ``weight`` is their product.
So the gradient of what was pruned is zero too, and ``remove`` makes the
pruning permanent.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ..._tensor import Tensor, wrap
from ...random import rand
from ..module import Module
from ..parameter import Parameter


class _Masking:
    """Multiplies a module's tensor by its mask, before each call."""

    def __init__(self, name: str) -> None:
        self.name = name

    def product(self, module: Module) -> Tensor:
        mask = getattr(module, self.name + "_mask")
        original = getattr(module, self.name + "_orig")
        return mask.to(original.dtype) * original

    def __call__(self, module: Module, inputs: Any) -> None:
        setattr(module, self.name, self.product(module))


def l1_unstructured(
    module: Module,
    name: str,
    amount: int | float,
    importance_scores: Tensor | None = None,
) -> Module:
    """Prunes the elements of smallest absolute value.

    Args:
        module: whose tensor.
        name: its name, such as ``"weight"``.
        amount: how many elements, or which part of them, from 0 to 1.
        importance_scores: go by these instead of the elements' values.

    See :func:`torch.nn.utils.prune.l1_unstructured`.
    """
    x = getattr(module, name)
    scores = np.abs(
        (x if importance_scores is None else importance_scores)._array
    )
    return _prune(module, name, amount, scores)


def random_unstructured(
    module: Module, name: str, amount: int | float
) -> Module:
    """Prunes elements at random.

    See :func:`torch.nn.utils.prune.random_unstructured`.
    """
    left = _mask_of(module, name) != 0
    scores = np.zeros(left.shape)
    scores[left] = -rand(int(left.sum()))._array
    return _prune(module, name, amount, scores)


def custom_from_mask(module: Module, name: str, mask: Tensor) -> Module:
    """Prunes the elements at which a mask is 0.

    See :func:`torch.nn.utils.prune.custom_from_mask`.
    """
    return _apply(module, name, mask._array)


def _prune(
    module: Module, name: str, amount: int | float, scores: np.ndarray
) -> Module:
    """Prunes the elements of the lowest scores, of those that are left."""
    left = _mask_of(module, name)
    places = np.flatnonzero(left)
    count = _count(amount, places.size)
    lowest = np.argsort(scores.ravel()[places], kind="stable")[:count]
    mask = left.copy()
    mask.reshape(-1)[places[lowest]] = 0
    return _apply(module, name, mask)


def _mask_of(module: Module, name: str) -> np.ndarray:
    """Gives the mask of a module's tensor: all ones, if it is not pruned."""
    mask = getattr(module, name + "_mask", None)
    if mask is None:
        return np.ones(getattr(module, name).shape, np.float32)
    return mask._array


def _count(amount: int | float, size: int) -> int:
    part = isinstance(amount, float)
    if amount < 0 or (part and amount > 1):
        raise ValueError(
            f"amount={amount} should either be a float in the range [0, 1] or "
            "a non-negative integer"
        )
    if part:
        return round(amount * size)
    if amount > size:
        raise ValueError(
            f"amount={amount} should be smaller than the number of parameters "
            f"to prune={size}"
        )
    return int(amount)


def _apply(module: Module, name: str, mask: np.ndarray) -> Module:
    """Gives a module's tensor a mask, or a narrower one."""
    if name not in module._parameters and not _masking(module, name):
        raise AttributeError(
            f"'{type(module).__name__}' object has no attribute '{name}'"
        )
    if name in module._parameters:
        original: Parameter = getattr(module, name)
        delattr(module, name)
        module.register_parameter(name + "_orig", original)
        ones = np.ones_like(original._array)
        module.register_buffer(name + "_mask", wrap(ones))
        module.register_forward_pre_hook(_Masking(name))
    old = getattr(module, name + "_mask")
    both = (old._array * mask).astype(old._array.dtype)
    module.register_buffer(name + "_mask", wrap(both))
    hook = _masking(module, name)
    assert hook is not None
    hook(module, ())
    return module


def _masking(module: Module, name: str) -> _Masking | None:
    for hook in module._forward_pre_hooks.values():
        if isinstance(hook, _Masking) and hook.name == name:
            return hook
    return None


def is_pruned(module: Module) -> bool:
    """Tells whether this module, or one below it, is pruned."""
    return any(
        isinstance(hook, _Masking)
        for part in module.modules()
        for hook in part._forward_pre_hooks.values()
    )


def remove(module: Module, name: str) -> Module:
    """Makes the pruning of a tensor permanent: a parameter with zeros.

    See :func:`torch.nn.utils.prune.remove`.
    """
    hook = _masking(module, name)
    if hook is None:
        raise ValueError(
            f"Parameter '{name}' of module {module} has to be pruned before "
            "pruning can be removed"
        )
    value = hook.product(module).detach()
    for key, other in list(module._forward_pre_hooks.items()):
        if other is hook:
            del module._forward_pre_hooks[key]
    original: Parameter = getattr(module, name + "_orig")
    original.data = value
    if hasattr(module, name):
        delattr(module, name)
    del module._parameters[name + "_orig"]
    del module._buffers[name + "_mask"]
    module.register_parameter(name, original)
    return module
