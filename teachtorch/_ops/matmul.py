"""Products of vectors and matrices.

``matmul`` sorts operands by their dimensions and hands them to the product of
two matrices, of two batches of matrices, of matrix and vector, or of two
vectors. Each has a derivative that is again a product.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from .._tensor import Tensor, wrap
from ..autograd.function import Op
from .copying import contiguous
from .dims import broadcast_shape
from .expand import expand
from .operands import not_implemented
from .shape import SqueezeResult, UnsafeView, View, reshape, unsqueeze
from .signatures import refuse_wrong, signatures_of
from .transpose import T, transpose


class Mm(Op):
    """C = A B, so ∂A = ∂C Bᵀ and ∂B = Aᵀ ∂C.

    A primitive because the n·k·m products that it sums are never stored.
    """

    @staticmethod
    def forward(ctx: Any, a: Tensor, b: Tensor) -> Tensor:
        need_a, need_b = ctx.edges
        ctx.save_for_backward(a if need_b else None, b if need_a else None)
        return wrap(a._array @ b._array)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        a, b = ctx.saved_tensors
        need_a, need_b = ctx.edges
        return (
            grad @ b.mT if need_a else None,
            a.mT @ grad if need_b else None,
        )


class Bmm(Mm):
    """Cₙ = Aₙ Bₙ for each n, so ∂Aₙ = ∂Cₙ Bₙᵀ and ∂Bₙ = Aₙᵀ ∂Cₙ.

    A primitive because the n·k·m products that it sums are never stored.
    """


class Mv(Op):
    """y = A x, so ∂A = ∂y xᵀ and ∂x = Aᵀ ∂y.

    A primitive because Mm would need x as a matrix of one column.
    """

    @staticmethod
    def forward(ctx: Any, a: Tensor, x: Tensor) -> Tensor:
        ctx.save_for_backward(a, x)
        return wrap(a._array @ x._array)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        a, x = ctx.saved_tensors
        need_a, need_x = ctx.edges
        return (
            grad[:, None] * x if need_a else None,
            a.mT @ grad if need_x else None,
        )


class Dot(Op):
    """s = Σ xᵢ yᵢ, so ∂x = ∂s·y and ∂y = ∂s·x.

    A primitive because the products that it sums are never stored.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, y: Tensor) -> Tensor:
        ctx.save_for_backward(x, y)
        return wrap(np.asarray(x._array @ y._array))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        x, y = ctx.saved_tensors
        return grad * y, grad * x


def same_dtype(a: Tensor, b: Tensor, kernel: str = "addmm_impl_cpu_") -> None:
    """Refuses matrices of different dtypes, and truth values."""
    _refuse_bool(a, kernel)
    if a._array.dtype != b._array.dtype:
        x, y = (_c_name(v) for v in (a, b))
        raise RuntimeError(
            f"expected m1 and m2 to have the same dtype, but got: {x} != {y}"
        )


def _refuse_bool(a: Tensor, kernel: str) -> None:
    if a._array.dtype.char == "?":
        raise not_implemented(kernel, a.dtype)


def _same_dtype_in_batches(a: Tensor, b: Tensor) -> None:
    if a._array.dtype != b._array.dtype:
        raise RuntimeError(
            f"expected scalar type {a.dtype.kind} but found {b.dtype.kind}\n"
            f"Convert one of them: the second by .to({a.dtype}), say."
        )
    _refuse_bool(a, "bmm")


def _c_name(x: Tensor) -> str:
    """Gives the C++ type that PyTorch names in errors about dtypes."""
    return {
        "int64": "long int",
        "int32": "int",
        "int16": "short",
        "int8": "signed char",
        "uint8": "unsigned char",
        "float32": "float",
        "float64": "double",
        "float16": "c10::Half",
        "bool": "bool",
    }[x.dtype.name]


def fit(a: Tensor, b: Tensor) -> None:
    """Refuses matrices whose inner sizes differ."""
    if a._array.shape[-1] != b._array.shape[-2]:
        (n, k), (m, p) = a._array.shape[-2:], b._array.shape[-2:]
        raise RuntimeError(
            f"mat1 and mat2 shapes cannot be multiplied ({n}x{k} and {m}x{p})\n"
            f"The inner sizes must be equal: {k} columns against {m} rows."
        )


def mm(input: Tensor, mat2: Tensor) -> Tensor:
    """Multiplies two matrices. See :func:`torch.mm`.

    Shape:
        - input: (n, k); mat2: (k, m); output: (n, m).
    """
    try:
        matrices = input._array.ndim, mat2._array.ndim
    except AttributeError:
        refuse_wrong("mm", (mat2,), {}, signatures_of("mm", True))
        raise
    if matrices != (2, 2):
        which = "mat2" if matrices[0] == 2 else "self"
        raise RuntimeError(f"{which} must be a matrix")
    fit(input, mat2)
    same_dtype(input, mat2)
    return Mm.apply(input, mat2)


def bmm(input: Tensor, mat2: Tensor) -> Tensor:
    """Multiplies two batches of matrices. See :func:`torch.bmm`.

    Shape:
        - input: (N, n, k); mat2: (N, k, m); output: (N, n, m).
    """
    for which, x in (("batch1", input), ("batch2", mat2)):
        if x._array.ndim != 3:
            raise RuntimeError(f"{which} must be a 3D tensor")
    fit_batches(input, mat2)
    return Bmm.apply(input, mat2)


def fit_batches(batch1: Tensor, batch2: Tensor) -> None:
    """Refuses batches of matrices that cannot be multiplied."""
    a, b = batch1._array.shape, batch2._array.shape
    if a[0] != b[0] or a[2] != b[1]:
        raise RuntimeError(
            "Expected size for first two dimensions of batch2 tensor to be: "
            f"[{a[0]}, {a[2]}] but got: [{b[0]}, {b[1]}]."
        )
    _same_dtype_in_batches(batch1, batch2)


def mv(input: Tensor, vec: Tensor) -> Tensor:
    """Multiplies a matrix and a vector. See :func:`torch.mv`."""
    fit_vector(input, vec, None)
    return Mv.apply(input, vec)


def fit_vector(mat: Tensor, vec: Tensor, summand: Tensor | None) -> None:
    """Refuses a matrix and a vector (and a summand) that do not fit."""
    given = 1 if summand is None else summand._array.ndim
    if mat._array.ndim != 2 or vec._array.ndim != 1:
        raise RuntimeError(
            f"vector + matrix @ vector expected, got {given}, "
            f"{mat._array.ndim}, {vec._array.ndim}"
        )
    n, k = mat._array.shape
    size = n if summand is None else summand._array.size
    if k != vec._array.size or size not in (1, n):
        raise RuntimeError(
            f"size mismatch, got input ({size}), mat ({n}x{k}), vec "
            f"({vec._array.size})"
        )
    first = vec if summand is None else summand
    if not mat._array.dtype == vec._array.dtype == first._array.dtype:
        raise RuntimeError(
            "addmv input tensors must have the same dtype, but got "
            f"{first.dtype.kind}, {mat.dtype.kind}, and {vec.dtype.kind}"
        )
    _refuse_bool(mat, "addmv_impl_cpu")


def dot(input: Tensor, tensor: Tensor) -> Tensor:
    """Sums the products of two vectors. See :func:`torch.dot`."""
    _check_dot(input, tensor)
    return Dot.apply(input, tensor)


def _check_dot(input: Tensor, tensor: Tensor) -> None:
    a, b = input._array, tensor._array
    if a.ndim != 1 or b.ndim != 1:
        raise RuntimeError(
            f"1D tensors expected, but got {a.ndim}D and {b.ndim}D tensors"
        )
    if a.dtype != b.dtype:
        raise RuntimeError(
            "dot : expected both vectors to have same dtype, but found "
            f"{input.dtype.kind} and {tensor.dtype.kind}"
        )
    if a.size != b.size:
        raise RuntimeError(
            "inconsistent tensor size, expected tensor "
            f"[{a.size}] and src [{b.size}] to have the same number of "
            f"elements, but got {a.size} and {b.size} elements respectively"
        )
    _refuse_bool(input, "dot")


class Vdot(Dot):
    """s = Σ xᵢ yᵢ for real numbers, so ∂x = ∂s·y and ∂y = ∂s·x.

    A primitive because PyTorch's graph shows it apart from Dot.
    """


def vdot(input: Tensor, other: Tensor) -> Tensor:
    """Sums the products of two vectors. See :func:`torch.vdot`."""
    _check_dot(input, other)
    return Vdot.apply(input, other)


def inner(input: Tensor, other: Tensor) -> Tensor:
    """Sums products over the last dim of both. See :func:`torch.inner`."""
    a, b = input._array.shape, other._array.shape
    if not a or not b:
        return input * other
    if a[-1] != b[-1]:
        raise RuntimeError(
            "inner() the last dimension must match on both input tensors but "
            f"got shapes {list(a)} and {list(b)}"
        )
    rows, others = reshape(input, -1, a[-1]), reshape(other, -1, b[-1])
    return View.apply(mm(rows, T.apply(others)), (*a[:-1], *b[:-1]))


def outer(input: Tensor, vec2: Tensor) -> Tensor:
    """Multiplies every element of one vector by every one of the other.

    See :func:`torch.outer`.
    """
    for x, name in ((input, "self"), (vec2, "vec2")):
        if x._array.ndim != 1:
            raise RuntimeError(
                f"outer: Expected 1-D argument {name}, but got "
                f"{x._array.ndim}-D"
            )
    return reshape(input, -1, 1) * vec2


def matmul(input: Tensor, other: Tensor) -> Tensor:
    """Multiplies as ``@`` does: vectors, matrices, and batches of matrices.

    Two vectors give their dot product, a matrix and a vector give a vector;
    with more dimensions, the last two are matrices and the others broadcast.

    See :func:`torch.matmul`.
    """
    try:
        a, b = input._array.ndim, other._array.ndim
    except AttributeError:
        refuse_wrong("matmul", (other,), {}, signatures_of("matmul", True))
        raise
    if a == 0 or b == 0:
        raise RuntimeError(
            "both arguments to matmul need to be at least 1D, but they are "
            f"{a}D and {b}D"
        )
    if a == 1 and b == 1:
        return dot(input, other)
    if a == 2 and b == 2:
        return mm(input, other)
    if a == 2 and b == 1:
        return mv(input, other)
    if a == 1 and b == 2:
        return _drop(mm(unsqueeze(input, 0), other), 0)
    if a == 1:
        _same_dtype_in_batches(input, other)
        return _each_row(transpose(other, -1, -2), input)
    if b == 1:
        return _each_row(input, other)
    return _batched(input, other)


def _drop(x: Tensor, dim: int) -> Tensor:
    """Drops the dim that made a matrix of a vector."""
    return SqueezeResult.apply(x, (dim % x._array.ndim,))


def _each_row(rows: Tensor, vec: Tensor) -> Tensor:
    """Multiplies all rows of a batch of matrices with one vector."""
    *batch, n, k = rows._array.shape
    if k != vec._array.size:
        # PyTorch's words for the product that this one is folded into
        fit_vector(reshape(rows, -1, k), vec, None)
    product = mv(reshape(rows, -1, k), vec)
    return UnsafeView.apply(product, (*batch, n))


def _batched(input: Tensor, other: Tensor) -> Tensor:
    """Multiplies batches of matrices whose batch dims broadcast."""
    _fit_batched(input, other)
    a, b = input._array.shape, other._array.shape
    if len(b) == 2:  # one matrix for all: fold the batch into the rows
        flat = mm(reshape(input, -1, a[-1]), other)
        return UnsafeView.apply(flat, (*a[:-1], b[-1]))
    if len(a) == 2:  # likewise, with both sides transposed
        flipped = _batched(transpose(other, -1, -2), T.apply(input))
        return contiguous(transpose(flipped, -1, -2))
    _same_dtype_in_batches(input, other)
    batch = broadcast_shape(a[:-2], b[:-2])
    left = reshape(expand(input, *batch, *a[-2:]), -1, *a[-2:])
    right = reshape(expand(other, *batch, *b[-2:]), -1, *b[-2:])
    product = Bmm.apply(left, right)
    return UnsafeView.apply(product, (*batch, a[-2], b[-1]))


def _fit_batched(a: Tensor, b: Tensor) -> None:
    if a._array.shape[-1] == b._array.shape[-2]:
        return
    if b._array.ndim == 2:
        fit(reshape(a, -1, a._array.shape[-1]), b)
    batch = math.prod(broadcast_shape(a._array.shape[:-2], b._array.shape[:-2]))
    raise RuntimeError(
        "Expected size for first two dimensions of batch2 tensor to be: "
        f"[{batch}, {a._array.shape[-1]}] but got: [{batch}, "
        f"{b._array.shape[-2]}]."
    )
