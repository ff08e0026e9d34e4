"""The Tensor: a NumPy array that can remember how it was made.

This file holds the array and how Python sees it. What a tensor remembers (its
place in the graph, its gradient, its version) is in ``autograd/history.py``.
What a tensor can *do* is in ``_ops``: every operation is a function there, and
``_ops/methods.py`` makes methods of them.

The chapters "Tensors" and "Autograd" explain both halves.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from . import _dtype
from ._device import cpu, device
from ._size import Size
from .autograd.history import History, check_inplace


class Tensor(History):
    """An array with a dtype, a device and, if it requires grad, a history.

    ``Tensor(2, 3)`` makes an uninitialised 2 by 3 tensor and ``Tensor([2, 3])``
    one that holds 2 and 3, as PyTorch's oldest constructor does; prefer
    ``teachtorch.empty`` and ``teachtorch.tensor``.

    Attributes:
        grad: the gradient that backward passes have added up, or None.
        requires_grad: whether operations on this tensor are recorded.
        grad_fn: the node of the graph that made it, or None for a leaf.
    """

    __slots__ = ()

    # NumPy must ask us first in ``array * tensor``.
    __array_priority__ = 1000

    if TYPE_CHECKING:  # what _ops/methods.py binds when the package loads
        T: Tensor
        mT: Tensor

        def __getattr__(self, name: str) -> Any: ...
        def __getitem__(self, index: Any) -> Tensor: ...
        def __setitem__(self, index: Any, value: Any) -> None: ...
        def __iter__(self) -> Iterator[Tensor]: ...
        def _binary(self, other: Any) -> Tensor: ...
        def _unary(self) -> Tensor: ...

        __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _binary
        __truediv__ = __rtruediv__ = __floordiv__ = __mod__ = _binary
        __pow__ = __rpow__ = __matmul__ = __and__ = __or__ = __xor__ = _binary
        __lt__ = __le__ = __gt__ = __ge__ = _binary
        __eq__ = __ne__ = _binary  # type: ignore[assignment]
        __iadd__ = __isub__ = __imul__ = __itruediv__ = _binary
        __neg__ = __pos__ = __invert__ = __abs__ = _unary

    def __new__(cls, *data: Any, **kwargs: Any) -> Tensor:
        from ._creation import legacy_tensor

        return legacy_tensor(cls, data, **kwargs)

    # -- the array ----------------------------------------------------------

    @property
    def dtype(self) -> _dtype.dtype:
        """The kind of number stored."""
        return _dtype.from_numpy(self._array.dtype)

    @property
    def device(self) -> device:
        """Where the tensor lives: always the CPU here."""
        return cpu

    @property
    def shape(self) -> Size:
        """The size of each dimension."""
        # Not Size(...), which would look at every element once more.
        return tuple.__new__(Size, self._array.shape)

    @property
    def ndim(self) -> int:
        """The number of dimensions."""
        return self._array.ndim

    @property
    def data(self) -> Tensor:
        """The same memory without history *and* without version counting.

        Writing through ``.data`` is invisible to autograd: a later backward
        pass may be silently wrong. ``detach()`` is the safe spelling.
        """
        return wrap(self._array)

    @data.setter
    def data(self, value: Tensor) -> None:
        if not isinstance(value, Tensor):
            raise TypeError(
                "Variable data has to be a tensor, but got "
                f"{type(value).__name__}"
            )
        self._array = value._array

    def detach(self) -> Tensor:
        """Gives the same memory without history. Writes are still counted."""
        result = wrap(self._array)
        result._version_counter = self._version_counter
        return result

    def _like(self, array: np.ndarray) -> Tensor:
        """Wraps an array: ``wrap``, for files that cannot import it."""
        return wrap(array)

    # -- Python's protocols -------------------------------------------------

    def __repr__(self) -> str:
        from ._tensor_str import tensor_str

        return tensor_str(self)

    def __format__(self, spec: str) -> str:
        from ._tensor_str import tensor_format

        return tensor_format(self, spec)

    def __hash__(self) -> int:
        return id(self)

    def __len__(self) -> int:
        if self._array.ndim == 0:
            raise TypeError("len() of a 0-d tensor")
        return len(self._array)

    def __bool__(self) -> bool:
        if self._array.size != 1:
            n = "more than one value" if self._array.size else "no values"
            raise RuntimeError(
                f"Boolean value of Tensor with {n} is ambiguous\n"
                "Say which is meant: x.any() or x.all(); to choose element by "
                "element, torch.where(x, a, b)."
            )
        return bool(self._array.item())

    def item(self) -> Any:
        """Gives the only element as a Python number.

        Raises:
            RuntimeError: if there is not exactly one element.
        """
        if self._array.size != 1:
            raise RuntimeError(
                f"a Tensor with {self._array.size} elements cannot be "
                "converted to Scalar\n"
                "item() is for one number: x[0].item(), x.sum().item(), or "
                "x.tolist() for all of them."
            )
        return self._array.item()

    def __float__(self) -> float:
        return float(self._only_element())

    def __int__(self) -> int:
        return int(self._only_element())

    def __complex__(self) -> complex:
        return complex(self._only_element())

    def _only_element(self) -> Any:
        if self._array.size != 1:
            raise ValueError(
                "only one element tensors can be converted to Python scalars"
            )
        return self._array.item()

    def __index__(self) -> int:
        if self._array.dtype.kind == "f" or self._array.size != 1:
            raise TypeError(
                "only integer tensors of a single element can be converted to "
                "an index"
            )
        return int(self._array.item())

    def tolist(self) -> Any:
        """Gives the elements as nested lists of Python numbers."""
        return self._array.tolist()

    def numpy(self, *, force: bool = False) -> np.ndarray:
        """Gives a NumPy array on the same memory.

        Args:
            force: detach first, instead of refusing, if this requires grad.
        """
        if self.requires_grad and not force:
            raise RuntimeError(
                "Can't call numpy() on Tensor that requires grad. Use "
                "tensor.detach().numpy() instead."
            )
        return self._array

    def __array__(
        self, dtype: Any = None, copy: bool | None = None
    ) -> np.ndarray:
        array = self.numpy()
        if dtype is not None:
            return array.astype(dtype, copy=bool(copy))
        return array.copy() if copy else array

    def __deepcopy__(self, memo: dict) -> Tensor:
        if self._edge is not None:
            raise RuntimeError(
                "Only Tensors created explicitly by the user (graph leaves) "
                "support the deepcopy protocol at the moment.  If you were "
                "attempting to deepcopy a module, this may be because of a "
                "torch.nn.utils.weight_norm usage, see "
                "https://github.com/pytorch/pytorch/pull/103001"
            )
        if id(self) in memo:
            return memo[id(self)]
        result = wrap(self._array.copy(), type(self))
        result._requires_grad = self._requires_grad
        memo[id(self)] = result
        if self._grad is not None:
            result._grad = self._grad.__deepcopy__(memo)
        return result

    def __reduce_ex__(self, protocol: Any) -> tuple:
        # The history stays behind: what is read back is a leaf.
        rebuilt = type(self), self._array, self._requires_grad
        users = {k: v for k, v in vars(self).items() if k[0] != "_"}
        return _rebuild, rebuilt, users or None


def wrap(array: np.ndarray, cls: type = Tensor) -> Tensor:
    """Makes a Tensor around an array, without copying it."""
    tensor: Tensor = object.__new__(cls)
    tensor._array = array
    tensor._base = tensor._edge = None
    tensor._requires_grad = False
    tensor._version_counter = [0]
    return tensor


def _rebuild(cls: type, array: np.ndarray, requires_grad: bool) -> Tensor:
    tensor = wrap(array, cls)
    tensor._requires_grad = requires_grad
    return tensor


def make_view(array: np.ndarray, of: Tensor) -> Tensor:
    """Wraps an array that shares memory with ``of``: a view of its base."""
    tensor = wrap(array)
    if of._base is None:
        tensor._base = of
    else:
        tensor._base = of._base
        if of._of_several:
            tensor._of_several = True
    tensor._version_counter = of._version_counter
    tensor._view_version = of._version_counter[0]
    return tensor


__all__ = ["Tensor", "check_inplace", "make_view", "wrap"]
