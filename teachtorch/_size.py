"""The shape of a tensor: a tuple that knows how many elements it stands for."""

from __future__ import annotations

import math
from typing import Any


class Size(tuple):
    """A shape, as ``torch.Size``: a tuple of ints with ``numel``.

    >>> Size([2, 3]).numel()
    6
    >>> Size([2, 3])
    torch.Size([2, 3])
    """

    __slots__ = ()

    def __new__(cls, sizes: Any = ()) -> Size:
        result = tuple.__new__(cls, sizes)
        for i, n in enumerate(result):
            if type(n) is not int and not hasattr(n, "__index__"):
                raise TypeError(
                    "torch.Size() takes an iterable of 'int' (item "
                    f"{i} is '{type(n).__name__}')"
                )
        return result

    def numel(self) -> int:
        """Gives the number of elements: the product of the sizes."""
        return math.prod(self)

    def __getitem__(self, index):
        result = tuple.__getitem__(self, index)
        return Size(result) if isinstance(index, slice) else result

    def __add__(self, other: tuple) -> Size:
        return Size(tuple.__add__(self, other))

    def __mul__(self, times) -> Size:
        return Size(tuple.__mul__(self, times))

    __rmul__ = __mul__

    def __repr__(self) -> str:
        return f"torch.Size({list(self)})"

    def __reduce__(self) -> tuple:
        return Size, (tuple(self),)
