"""Parameter and Buffer: tensors that a module keeps track of.

Assigning a ``Parameter`` to an attribute of a module is what registers it:
``module.parameters()`` then finds it, and an optimizer can train it. A
``Buffer`` is saved and moved with the module too, but not trained. The
chapter "Modules" explains both.

An ``UninitializedParameter`` or ``UninitializedBuffer`` has no shape yet: the
lazy layers (``lazy.py``) hold such until they see their first input.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np

from .. import _dtype
from .._creation import empty
from .._size import Size
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


# What one may do with a tensor that has no shape yet.
_CONVERSIONS = "to half float double char short int long cpu cuda".split()
_ANSWERED = "size copy_ is_complex is_floating_point get_device".split()
_OWN = "materialize share_memory_".split()


class UninitializedTensorMixin(Tensor):
    """What a parameter and a buffer without a shape have in common.

    They have a dtype and can be converted. Everything else that is asked of
    them is refused until ``materialize`` gives them memory.
    """

    cls_to_become: type

    def materialize(
        self, shape: Sequence[int], device: Any = None, dtype: Any = None
    ) -> None:
        """Gets memory, with no values yet, and becomes an ordinary tensor.

        Args:
            shape: of the tensor.
            device: where it is: the CPU.
            dtype: by default the one that it has had so far.
        """
        values = empty(shape, device=device, dtype=dtype or self.dtype)
        self.__class__ = self.cls_to_become
        self.data = values

    # Operations read the array of a tensor: here they are stopped.
    @property  # type: ignore[override]
    def _array(self) -> np.ndarray:
        raise self._refusal("an operation")

    @_array.setter
    def _array(self, value: np.ndarray) -> None:
        Tensor._array.__set__(self, value)  # type: ignore[attr-defined]

    @property
    def data(self) -> Tensor:
        """The empty tensor that stands for the one to come."""
        return wrap(super()._array)

    @data.setter
    def data(self, value: Tensor) -> None:
        self._array = value.data._array

    @property
    def dtype(self) -> _dtype.dtype:
        """The kind of number that it will store."""
        return self.data.dtype

    @property
    def ndim(self) -> int:
        """The number of dimensions of that empty tensor: 1."""
        return self.data.ndim

    @property
    def shape(self) -> Size:
        """Is refused: it is not known yet."""
        raise RuntimeError(
            "Can't access the shape of an uninitialized parameter or buffer. "
            "This error usually happens in `load_state_dict` when trying to "
            "load an uninitialized parameter into an initialized one. Call "
            "`forward` to initialize the parameters before accessing their "
            "attributes."
        )

    def __getattribute__(self, name: str) -> Any:
        if name in _CONVERSIONS:
            return partial(self._converted, name)
        if name in _ANSWERED:
            return getattr(self.data, name)
        value = super().__getattribute__(name)
        if callable(value) and name[0] != "_" and name not in _OWN:
            if name != "cls_to_become":
                raise self._refusal(
                    f"<method '{name}' of 'torch._C.TensorBase' objects>"
                )
        return value

    def _converted(self, name: str, *args: Any, **kwargs: Any) -> Tensor:
        converted = getattr(self.data, name)(*args, **kwargs)
        return self if converted.dtype is self.dtype else converted

    def _refusal(self, what: str) -> ValueError:
        return ValueError(
            f"Attempted to use an uninitialized parameter in {what}. This "
            "error happens when you are using a `LazyModule` or explicitly "
            f"manipulating `torch.nn.parameter.{type(self).__name__}` objects. "
            "When using LazyModules Call `forward` with a dummy batch to "
            "initialize the parameters before calling torch functions"
        )

    def share_memory_(self) -> Tensor:
        """Is refused: there is no memory yet."""
        raise RuntimeError(
            "Can't share memory on an uninitialized parameter or buffer. Call "
            "`forward` to initialize the parameters before calling "
            "`module.share_memory()`."
        )

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"

    def __reduce_ex__(self, protocol: Any) -> tuple:
        return type(self), (self.requires_grad,)


def is_lazy(param: Any) -> bool:
    """Says whether ``param`` is a parameter or a buffer without a shape."""
    return isinstance(param, UninitializedTensorMixin)


class UninitializedParameter(UninitializedTensorMixin, Parameter):
    """A parameter whose shape is not known yet.

    Args:
        requires_grad: whether gradients are wanted.
        device: where it will be: the CPU.
        dtype: of the parameter to come.

    >>> weight = UninitializedParameter()
    >>> weight
    <UninitializedParameter>
    >>> weight.materialize((2, 3))
    >>> weight.shape, weight.requires_grad
    (torch.Size([2, 3]), True)
    """

    cls_to_become = Parameter

    def __new__(
        cls, requires_grad: bool = True, device: Any = None, dtype: Any = None
    ) -> UninitializedParameter:
        data = empty(0, device=device, dtype=dtype)
        parameter: Any = Parameter(data, requires_grad)
        parameter.__class__ = cls
        return parameter

    def __deepcopy__(self, memo: dict) -> UninitializedParameter:
        if id(self) not in memo:
            memo[id(self)] = type(self)(self.requires_grad, dtype=self.dtype)
        return memo[id(self)]

    def __repr__(self, **kwargs: Any) -> str:
        return UninitializedTensorMixin.__repr__(self)


class UninitializedBuffer(UninitializedTensorMixin):
    """A buffer whose shape is not known yet.

    Args:
        requires_grad: whether gradients are wanted.
        device: where it will be: the CPU.
        dtype: of the buffer to come.
        persistent: whether ``state_dict`` includes it.
    """

    cls_to_become = Tensor

    def __new__(
        cls,
        requires_grad: bool = False,
        device: Any = None,
        dtype: Any = None,
        persistent: bool = True,
    ) -> UninitializedBuffer:
        buffer: Any = Buffer(
            empty(0, device=device, dtype=dtype), persistent=persistent
        )
        buffer.requires_grad_(requires_grad)
        buffer.__class__ = cls
        return buffer

    def _converted(self, name: str, *args: Any, **kwargs: Any) -> Tensor:
        converted = super()._converted(name, *args, **kwargs)
        return type(self)(dtype=converted.dtype, persistent=self.persistent)
