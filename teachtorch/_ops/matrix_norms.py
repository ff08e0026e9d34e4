"""Norms of vectors and matrices as torch.linalg has them, and multi_dot."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from .._dtype import dtype as DType
from .._tensor import Tensor
from .decompositions import svdvals
from .dims import canonical_dim
from .matmul import matmul
from .norms import vector_norm
from .operands import cast
from .shape import View, unsqueeze
from .transpose import movedim


def norm(
    A: Tensor,
    ord: Any = None,
    dim: Any = None,
    keepdim: bool = False,
    *,
    dtype: DType | None = None,
) -> Tensor:
    """Computes the norm of a vector or a matrix.

    With ``ord`` and no ``dim``, one dimension makes a vector and two a
    matrix; without ``ord`` it is the 2-norm of all elements. See
    :func:`torch.linalg.norm`.
    """
    ndim = A._array.ndim
    if ord is None:
        return vector_norm(A, 2, dim, keepdim, dtype=dtype)
    if dim is None and ndim not in (1, 2):
        raise RuntimeError(
            "linalg.norm: If dim is not specified but ord is, the input must "
            f"be 1D or 2D. Got {ndim}D."
        )
    several = isinstance(dim, (tuple, list)) and len(dim) == 2
    if isinstance(ord, str) or several or (dim is None and ndim == 2):
        plane = (-2, -1) if dim is None else dim
        return matrix_norm(A, ord, plane, keepdim, dtype=dtype)
    return vector_norm(A, ord, dim, keepdim, dtype=dtype)


def matrix_norm(
    A: Tensor,
    ord: Any = "fro",
    dim: Sequence[int] = (-2, -1),
    keepdim: bool = False,
    *,
    dtype: DType | None = None,
) -> Tensor:
    """Computes norms of matrices: "fro", "nuc", ±inf, ±1 or ±2.

    See :func:`torch.linalg.matrix_norm`.
    """
    if A._array.ndim < 2:
        raise RuntimeError(
            "linalg.matrix_norm: The input tensor A must have at least 2 "
            "dimensions."
        )
    if len(dim) != 2:
        raise RuntimeError(
            "linalg.matrix_norm: dim must be a 2-tuple. Got "
            f"{' '.join(map(str, dim))}"
        )
    rows, columns = (canonical_dim(d, A._array.ndim) for d in dim)
    if rows == columns:
        raise RuntimeError(
            f"linalg.matrix_norm: dims must be different. Got {tuple(dim)}"
        )
    if ord not in ("fro", "nuc", 1, -1, 2, -2, math.inf, -math.inf):
        raise RuntimeError(f"linalg.matrix_norm: Order {ord} not supported.")
    x = A if dtype is None else cast(A, dtype)
    if ord == "fro":
        return vector_norm(x, 2, (rows, columns), keepdim)
    if ord in ("nuc", 2, -2):
        return _of_singular_values(x, ord, rows, columns, keepdim)
    # The largest (smallest) sum of absolute values of a column, or a row.
    along, over = (rows, columns) if abs(ord) == 1 else (columns, rows)
    sums = vector_norm(x, 1, along, keepdim)
    if not keepdim and over > along:
        over -= 1
    if ord > 0:
        return sums.amax(over, keepdim)
    return sums.amin(over, keepdim)


def _of_singular_values(
    x: Tensor, ord: Any, rows: int, columns: int, keepdim: bool
) -> Tensor:
    s: Any = svdvals(movedim(x, (rows, columns), (-2, -1)))
    if ord == "nuc":
        result = s.sum(-1)
    else:
        result = s.amax(-1) if ord > 0 else s.amin(-1)
    if keepdim:
        for d in sorted((rows, columns)):
            result = unsqueeze(result, d)
    return result


# ---------------------------------------------------------------------------
# A product of many matrices
# ---------------------------------------------------------------------------


def multi_dot(tensors: Sequence[Tensor]) -> Tensor:
    """Multiplies several matrices in the order that takes least work.

    The first and the last may be vectors. See
    :func:`torch.linalg.multi_dot`.
    """
    xs = list(tensors)
    if len(xs) < 2:
        raise RuntimeError(
            f"multi_dot(): expected at least 2 tensors but got {len(xs)}"
        )
    for i, x in enumerate(xs):
        ends = {0: "first", len(xs) - 1: "last"}
        if i in ends and x._array.ndim not in (1, 2):
            raise RuntimeError(
                f"multi_dot(): the {ends[i]} tensor must be 1D or 2D but got "
                f"{x._array.ndim}D"
            )
        if i not in ends and x._array.ndim != 2:
            raise RuntimeError(
                f"multi_dot(): tensor {i} must be 2D but got {x._array.ndim}D"
            )
    shape = xs[0]._array.shape[:-1] + xs[-1]._array.shape[1:]
    first, last = xs[0], xs[-1]
    if first._array.ndim == 1:
        xs[0] = unsqueeze(first, 0)
    if last._array.ndim == 1:
        xs[-1] = unsqueeze(last, 1)
    for i, (x, y) in enumerate(zip(xs, xs[1:])):
        if x._array.shape[1] != y._array.shape[0]:
            raise RuntimeError(
                f"multi_dot(): tensors {i} and {i + 1} with shapes "
                f"{list(tensors[i].shape)} and {list(tensors[i + 1].shape)} "
                "cannot be multiplied"
            )
    return View.apply(_product(xs, _best_cuts(xs), 0, len(xs) - 1), shape)


def _best_cuts(xs: list[Tensor]) -> dict[tuple[int, int], int]:
    """Finds where to cut each stretch of the product, shortest first."""
    n = len(xs)
    sizes = [x._array.shape[0] for x in xs] + [xs[-1]._array.shape[1]]
    work = {(i, i): 0 for i in range(n)}
    cuts = {}
    for length in range(1, n):
        for i in range(n - length):
            j = i + length
            costs = [
                work[i, k]
                + work[k + 1, j]
                + sizes[i] * sizes[k + 1] * sizes[j + 1]
                for k in range(i, j)
            ]
            work[i, j] = min(costs)
            cuts[i, j] = i + costs.index(work[i, j])
    return cuts


def _product(xs: list[Tensor], cuts: dict, i: int, j: int) -> Tensor:
    if i == j:
        return xs[i]
    k = cuts[i, j]
    return matmul(_product(xs, cuts, i, k), _product(xs, cuts, k + 1, j))
