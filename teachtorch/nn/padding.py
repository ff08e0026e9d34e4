"""Padding layers: something is put around sequences, images or volumes.

They differ in what, and in how many dimensions. Amounts are one number for all
sides, or ``(left, right, top, bottom, front, back)`` as far as there are.
"""

from __future__ import annotations

from .._tensor import Tensor
from . import functional as F
from .module import Module

Amounts = int | tuple[int, ...]


class _PadNd(Module):
    """What all paddings share: amounts for the last ``_dims`` dimensions."""

    _dims: int
    _mode: str

    def __init__(self, padding: Amounts) -> None:
        super().__init__()
        if isinstance(padding, int):
            padding = (padding,) * (2 * self._dims)
        self.padding = tuple(padding)

    def forward(self, input: Tensor) -> Tensor:
        return F.pad(input, self.padding, self._mode)

    def extra_repr(self) -> str:
        return f"{self.padding}"


# -- a constant ---------------------------------------------------------------


class _ConstantPadNd(_PadNd):
    """Puts a constant around.

    Args:
        padding: how much.
        value: the constant.
    """

    value: float

    def __init__(self, padding: Amounts, value: float) -> None:
        super().__init__(padding)
        self.value = value

    def forward(self, input: Tensor) -> Tensor:
        return F.pad(input, self.padding, "constant", self.value)

    def extra_repr(self) -> str:
        return f"padding={self.padding}, value={self.value}"


class ConstantPad1d(_ConstantPadNd):
    """Puts a constant before and after sequences.

    ``(*, L)``; each side grows by what is put before and after it.
    """

    _dims = 1


class ConstantPad2d(_ConstantPadNd):
    """Puts a constant around images.

    ``(*, H, W)``; each side grows by what is put before and after it.

    >>> from teachtorch import ones
    >>> ConstantPad2d((1, 0, 0, 1), 3.5)(ones(1, 1, 2))
    tensor([[[3.5000, 1.0000, 1.0000],
             [3.5000, 3.5000, 3.5000]]])
    """

    _dims = 2


class ConstantPad3d(_ConstantPadNd):
    """Puts a constant around volumes.

    ``(*, D, H, W)``; each side grows by what is put before and after it.
    """

    _dims = 3


class ZeroPad1d(ConstantPad1d):
    """Puts zeros before and after sequences.

    ``(*, L)``; each side grows by what is put before and after it.
    """

    def __init__(self, padding: Amounts) -> None:
        super().__init__(padding, 0.0)

    def extra_repr(self) -> str:
        return f"{self.padding}"


class ZeroPad2d(ConstantPad2d):
    """Puts zeros around images.

    ``(*, H, W)``; each side grows by what is put before and after it.
    """

    def __init__(self, padding: Amounts) -> None:
        super().__init__(padding, 0.0)

    def extra_repr(self) -> str:
        return f"{self.padding}"


class ZeroPad3d(ConstantPad3d):
    """Puts zeros around volumes.

    ``(*, D, H, W)``; each side grows by what is put before and after it.
    """

    def __init__(self, padding: Amounts) -> None:
        super().__init__(padding, 0.0)

    def extra_repr(self) -> str:
        return f"{self.padding}"


# -- the inside, mirrored -----------------------------------------------------


class ReflectionPad1d(_PadNd):
    """Mirrors sequences at their first and last element.

    ``(N, C, L)`` or ``(C, L)``; each side grows by what is put before and
    after it.
    """

    _dims, _mode = 1, "reflect"


class ReflectionPad2d(_PadNd):
    """Mirrors images at their border, without repeating the border.

    ``(N, C, H, W)`` or ``(C, H, W)``; each side grows by what is put before
    and after it.

    >>> from teachtorch import arange
    >>> ReflectionPad2d((2, 0, 0, 0))(arange(3.0).reshape(1, 1, 3))
    tensor([[[2., 1., 0., 1., 2.]]])
    """

    _dims, _mode = 2, "reflect"


class ReflectionPad3d(_PadNd):
    """Mirrors volumes at their border.

    ``(N, C, D, H, W)`` or ``(C, D, H, W)``; each side grows by what is put
    before and after it.
    """

    _dims, _mode = 3, "reflect"


# -- the border, repeated -----------------------------------------------------


class ReplicationPad1d(_PadNd):
    """Repeats the first and the last element of sequences.

    ``(N, C, L)`` or ``(C, L)``; each side grows by what is put before and
    after it.
    """

    _dims, _mode = 1, "replicate"


class ReplicationPad2d(_PadNd):
    """Repeats the border of images.

    ``(N, C, H, W)`` or ``(C, H, W)``; each side grows by what is put before
    and after it.
    """

    _dims, _mode = 2, "replicate"


class ReplicationPad3d(_PadNd):
    """Repeats the border of volumes.

    ``(N, C, D, H, W)`` or ``(C, D, H, W)``; each side grows by what is put
    before and after it.
    """

    _dims, _mode = 3, "replicate"


# -- the other end ------------------------------------------------------------


class _CircularPadNd(_PadNd):
    """Goes on with the other end, as on a ring."""

    _mode = "circular"

    def forward(self, input: Tensor) -> Tensor:
        if input.dim() not in (self._dims + 1, self._dims + 2):
            raise ValueError(
                f"expected {self._dims + 1}D or {self._dims + 2}D input (got "
                f"{input.dim()}D input)"
            )
        return super().forward(input)


class CircularPad1d(_CircularPadNd):
    """Goes on with the other end of sequences, as on a ring.

    ``(N, C, L)`` or ``(C, L)``; each side grows by what is put before and
    after it.
    """

    _dims = 1


class CircularPad2d(_CircularPadNd):
    """Goes on with the other side of images.

    ``(N, C, H, W)`` or ``(C, H, W)``; each side grows by what is put before
    and after it.
    """

    _dims = 2


class CircularPad3d(_CircularPadNd):
    """Goes on with the other side of volumes.

    ``(N, C, D, H, W)`` or ``(C, D, H, W)``; each side grows by what is put
    before and after it.
    """

    _dims = 3
