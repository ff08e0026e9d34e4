"""Whole slices along a dim, by number: index_select and its writers."""

from __future__ import annotations

from .. import _dtype
from .._tensor import Tensor
from .dims import canonical_dim
from .picking import Index


class IndexSelect(Index):
    """y = slices of x picked along a dim; ∂x adds ∂y up in those slices."""


def index_select(input: Tensor, dim: int, index: Tensor) -> Tensor:
    """Picks slices along ``dim``. See :func:`torch.index_select`."""
    array = input._array
    d = canonical_dim(dim, array.ndim)
    if index.dtype not in (_dtype.int64, _dtype.int32):
        raise RuntimeError(
            "index_select(): Expected dtype int32 or int64 for index"
        )
    picks = index._array
    if ((picks < 0) | (picks >= array.shape[d])).any():
        raise IndexError("index out of range in self")
    return IndexSelect.apply(input, (slice(None),) * d + (picks,))
