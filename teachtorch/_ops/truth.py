"""Whether all, or any, elements are nonzero, and how many are."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .._tensor import Tensor, wrap
from .dims import canonical_dims
from .reduction import Dims, reduced_dims


def all(input: Tensor, dim: Dims = None, keepdim: bool = False) -> Tensor:
    """Tells whether all elements are nonzero. See :func:`torch.all`."""
    return _reduced(np.all, input, dim, keepdim)


def any(input: Tensor, dim: Dims = None, keepdim: bool = False) -> Tensor:
    """Tells whether any element is nonzero. See :func:`torch.any`."""
    return _reduced(np.any, input, dim, keepdim)


def _reduced(test: Callable, input: Tensor, dim: Dims, keepdim: bool) -> Tensor:
    array = input._array
    reduced_dims(None, 0, keepdim)
    dims = None if dim is None else canonical_dims(dim, array.ndim)
    found = np.asarray(test(array, dims, keepdims=keepdim))
    # Before there were bool tensors, uint8 was the type of truth values.
    return wrap(found.astype(np.uint8) if array.dtype == np.uint8 else found)


def count_nonzero(input: Tensor, dim: Dims = None) -> Tensor:
    """Counts nonzero elements. See :func:`torch.count_nonzero`."""
    dims = reduced_dims(dim, input._array.ndim)
    return wrap(np.asarray(np.count_nonzero(input._array, dims)))
