"""Parameter and Buffer: tensors that a module keeps track of.

Assigning a ``Parameter`` to an attribute of a module is what registers it:
``module.parameters()`` then finds it, and an optimizer can train it. A
``Buffer`` is saved and moved with the module too, but not trained. The
chapter "Modules" explains both.
"""

from __future__ import annotations

from typing import Any

from .._creation import empty
from .._tensor import Tensor, wrap


class Parameter(Tensor):
    """A tensor that a module trains.

    Args:
        data: the initial value; the parameter shares its memory.
        requires_grad: whether gradients are wanted. True even if the
            parameter is made inside ``no_grad``.

    >>> from teachtorch import nn, ones
    >>> layer = nn.Module()
    >>> layer.scale = Parameter(ones(2))
    >>> list(layer.parameters())
    [Parameter containing:
    tensor([1., 1.], requires_grad=True)]
    """

    def __new__(
        cls, data: Tensor | None = None, requires_grad: bool = True
    ) -> Parameter:
        if data is None:
            data = empty(0)
        value = data.detach()
        if requires_grad and not value.dtype.is_floating_point:
            raise RuntimeError(
                "Only Tensors of floating point and complex dtype can require "
                "gradients\nUse a Buffer for integers, or requires_grad=False."
            )
        parameter: Any = wrap(value._array, cls)
        parameter._version_counter = value._version_counter
        parameter.requires_grad_(requires_grad)
        return parameter

    def __deepcopy__(self, memo: dict) -> Parameter:
        # As PyTorch does it: the copy starts without a gradient.
        if id(self) not in memo:
            copy = type(self)(wrap(self._array.copy()), self.requires_grad)
            memo[id(self)] = copy
        return memo[id(self)]

    def __repr__(self, **kwargs: Any) -> str:
        return "Parameter containing:\n" + super().__repr__(**kwargs)


class _IsBuffer(type):
    """Makes ``isinstance(x, Buffer)`` ask whether x is marked as a buffer."""

    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, Tensor) and getattr(
            instance, "_is_buffer", False
        )


class Buffer(Tensor, metaclass=_IsBuffer):
    """A tensor that belongs to a module's state but is not trained.

    What comes out is an ordinary Tensor with a mark on it.

    Args:
        data: the value; the buffer shares its memory.
        persistent: whether ``state_dict`` includes it.
    """

    def __new__(
        cls, data: Tensor | None = None, *, persistent: bool = True
    ) -> Buffer:
        if data is None:
            data = empty(0)
        buffer: Any = data.detach().requires_grad_(data.requires_grad)
        buffer.persistent = persistent
        buffer._is_buffer = True
        return buffer
