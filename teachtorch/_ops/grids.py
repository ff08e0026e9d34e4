"""Grids: every choice of one element from each of several vectors."""

from __future__ import annotations

import itertools
import warnings
from typing import Any

import numpy as np

from .._tensor import Tensor, wrap
from .expand import expand
from .joining import stack, tensor_list
from .shape import View


def meshgrid(*tensors: Any, indexing: str | None = None) -> tuple:
    """Makes grids of coordinates from vectors. See :func:`torch.meshgrid`."""
    if len(tensors) == 1 and isinstance(tensors[0], (list, tuple)):
        tensors = tuple(tensors[0])
    xs = tensor_list("meshgrid", tensors)
    if indexing is None:
        warnings.warn(
            "torch.meshgrid: in an upcoming release, it will be required to "
            "pass the indexing argument.",
            stacklevel=2,
        )
        indexing = "ij"
    if indexing not in ("ij", "xy"):
        raise RuntimeError(
            'torch.meshgrid: indexing must be one of "xy" or "ij", but '
            f"received: {indexing}"
        )
    for x in xs:
        if x._array.ndim > 1:
            raise RuntimeError(
                "torch.meshgrid: Expected 0D or 1D tensor in the tensor list "
                f"but got: {x}"
            )
        if x._array.dtype != xs[0]._array.dtype:
            raise RuntimeError(
                "meshgrid expects all tensors to have the same dtype"
            )
    # Each vector runs along a dim of its own; "xy" exchanges the first two.
    own = list(range(len(xs)))
    if indexing == "xy" and len(xs) > 1:
        own[:2] = 1, 0
    shape = [1] * len(xs)
    for x, d in zip(xs, own):
        shape[d] = x._array.size
    return tuple(
        expand(
            View.apply(
                x, tuple(n if d == k else 1 for k, n in enumerate(shape))
            ),
            tuple(shape),
        )
        for x, d in zip(xs, own)
    )


def cartesian_prod(*tensors: Tensor) -> Tensor:
    """Makes a row of every choice of one element from each vector.

    See :func:`torch.cartesian_prod`.
    """
    xs = tensor_list("cartesian_prod", tensors)
    for x in xs:
        if x._array.ndim != 1:
            raise RuntimeError(
                f"Expect a 1D vector, but got shape {list(x._array.shape)}"
            )
    if len(xs) == 1:
        return xs[0]
    if any(x._array.dtype != xs[0]._array.dtype for x in xs):
        raise RuntimeError(
            "meshgrid expects all tensors to have the same dtype"
        )
    grids = np.meshgrid(*(np.arange(len(x)) for x in xs), indexing="ij")
    columns = [x[wrap(g.ravel())] for x, g in zip(xs, grids)]
    return stack(columns, 1)


def combinations(
    input: Tensor, r: int = 2, with_replacement: bool = False
) -> Tensor:
    """Makes a row of every choice of ``r`` elements of a vector.

    See :func:`torch.combinations`.
    """
    if input._array.ndim != 1:
        raise RuntimeError(
            f"Expect a 1D vector, but got shape {list(input._array.shape)}"
        )
    if r < 0:
        raise RuntimeError(f"Expect a non-negative number, but got {r}")
    if r == 0:
        return wrap(np.empty(0, input._array.dtype))
    choose = (
        itertools.combinations_with_replacement
        if with_replacement
        else itertools.combinations
    )
    rows = list(choose(range(len(input)), r))
    places = np.array(rows, np.int64).reshape(-1, r)
    columns = [input[wrap(column)] for column in places.T]
    return stack(columns, 1)
