"""Operations that ``torch`` and ``Tensor`` spell otherwise than elsewhere.

``torch.softmax`` takes other arguments than ``nn.functional.softmax``, and the
methods ``where`` and ``split`` other ones than the functions.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .._dtype import dtype as DType
from .._tensor import Tensor
from . import softmax as softmaxes
from . import splitting
from . import where as choices
from .dims import as_int


def softmax(input: Tensor, dim: int, dtype: DType | None = None) -> Tensor:
    """Turns numbers into positive ones that add up to 1 along ``dim``.

    See :func:`torch.softmax`.
    """
    return softmaxes.softmax(input, as_int(dim, "dim"), dtype=dtype)


def log_softmax(input: Tensor, dim: int, dtype: DType | None = None) -> Tensor:
    """Computes the logarithm of the softmax. See :func:`torch.log_softmax`."""
    return softmaxes.log_softmax(input, as_int(dim, "dim"), dtype=dtype)


def where_method(input: Tensor, condition: Tensor, other: Any) -> Tensor:
    """Keeps elements where ``condition`` holds, else takes ``other``'s.

    See :meth:`torch.Tensor.where`.
    """
    return choices.where(condition, input, other)


def split_method(
    self: Tensor, split_size: int | Sequence[int], dim: int = 0
) -> tuple:
    """Cuts a tensor into parts of one size, or of the sizes given.

    See :meth:`torch.Tensor.split`.
    """
    return splitting.split(self, split_size, dim)


split_method.__name__ = split_method.__qualname__ = "Tensor.split"
