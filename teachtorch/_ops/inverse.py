"""Solving linear equations: inverse, determinant, solve, pseudo-inverse.

NumPy's LAPACK does the work. When a matrix has no inverse it only says so;
``_first_zero_pivot`` finds out where the elimination stops, as PyTorch tells.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .._tensor import Tensor, wrap
from ..autograd.function import Op
from ..autograd.grad_mode import mode
from .dims import broadcast_shape
from .expand import expand
from .results import named_result
from .where import Where


class LinAlgError(RuntimeError):
    """A matrix has no inverse, or no such factorization."""


LinAlgError.__name__ = LinAlgError.__qualname__ = "_LinAlgError"


def check_matrix(name: str, x: Tensor, square: bool = True) -> None:
    """Refuses what is not a (square) matrix of floats, or a batch of them."""
    shape = x._array.shape
    if len(shape) < 2:
        raise RuntimeError(
            f"linalg.{name}: The input tensor A must have at least 2 "
            "dimensions."
        )
    if square and shape[-1] != shape[-2]:
        raise RuntimeError(
            f"linalg.{name}: A must be batches of square matrices, but they "
            f"are {shape[-2]} by {shape[-1]} matrices"
        )
    if x._array.dtype.kind != "f":
        raise RuntimeError(
            f"linalg.{name}: Expected a floating point or complex tensor as "
            f"input. Got {x.dtype.kind}"
        )
    if x._array.dtype.itemsize == 2:
        raise RuntimeError(
            f"linalg.{name}: Low precision dtypes not supported. Got "
            f"{x.dtype.kind}"
        )


def constant_like(array: np.ndarray) -> Any:
    """Gives a constant in the reading that the formula is being read in."""
    return wrap(array) if mode.enabled else array


def eye_like(x: Any) -> Any:
    """Gives an identity matrix of the size and dtype of the last two dims."""
    dtype = x._array.dtype if isinstance(x, Tensor) else x.dtype
    return constant_like(np.eye(x.shape[-1], dtype=dtype))


def column_major(matrices: np.ndarray) -> np.ndarray:
    """Lays matrices out column by column, as LAPACK leaves them."""
    turned = np.ascontiguousarray(np.swapaxes(matrices, -1, -2))
    return np.swapaxes(turned, -1, -2)


def batch_of(array: np.ndarray, broken: Any) -> tuple[int, str]:
    """Finds the first matrix that is broken, and how to name it."""
    matrices = array.reshape(-1, *array.shape[-2:])
    for i, matrix in enumerate(matrices):
        if broken(matrix):
            return i, f"(Batch element {i}): " if array.ndim > 2 else ""
    raise AssertionError("one of them is broken")


# ---------------------------------------------------------------------------
# Inverse
# ---------------------------------------------------------------------------


class LinalgInvEx(Op):
    """Y = A⁻¹, so ∂A = −Yᵀ ∂Y Yᵀ.

    A primitive because elimination, step by step, would record n³ products.
    """

    @staticmethod
    def forward(ctx: Any, a: Tensor) -> Tensor:
        try:
            y = wrap(column_major(np.linalg.inv(a._array)))
        except np.linalg.LinAlgError:
            raise _singular(a._array) from None
        ctx.save_for_backward(y)
        return y

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        (y,) = ctx.saved_tensors
        return -(y.mT @ grad @ y.mT)


def _singular(array: np.ndarray) -> LinAlgError:
    i, which = batch_of(array, lambda a: _first_zero_pivot(a) is not None)
    pivot = _first_zero_pivot(array.reshape(-1, *array.shape[-2:])[i])
    return LinAlgError(
        f"linalg.inv: {which}The diagonal element {pivot} is zero, the "
        "inversion could not be completed because the input matrix is singular."
    )


def _first_zero_pivot(matrix: np.ndarray) -> int | None:
    """Eliminates with row exchanges; gives the first step without a pivot."""
    rest = matrix.copy()
    for step in range(1, len(matrix) + 1):
        row = int(np.argmax(abs(rest[:, 0])))
        if rest[row, 0] == 0:
            return step
        rest[[0, row]] = rest[[row, 0]]
        below = rest[1:, :1] / rest[0, 0]
        rest = rest[1:, 1:] - below * rest[0, 1:]
    return None


def inv(A: Tensor) -> Tensor:
    """Inverts matrices. See :func:`torch.linalg.inv`."""
    check_matrix("inv", A)
    return LinalgInvEx.apply(A)


# ---------------------------------------------------------------------------
# Determinant
# ---------------------------------------------------------------------------


class LinalgDet(Op):
    """d = det A, so ∂A = ∂d·(cofactors of A), which is ∂d·d·A⁻ᵀ.

    The cofactors exist where A⁻¹ does not. (There PyTorch gives 0, because it
    multiplies by d = 0.)

    A primitive because elimination, step by step, would record n³ products.
    """

    @staticmethod
    def forward(ctx: Any, a: Tensor) -> Tensor:
        d = wrap(np.asarray(np.linalg.det(a._array)))
        ctx.save_for_backward(a, d)
        return d

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        a, d = ctx.saved_tensors
        array = a._array if isinstance(a, Tensor) else a
        if np.all(np.linalg.det(array)):
            scaled = (grad * d)[..., None, None]
            return scaled * LinalgInvEx.of(a).mT
        return grad[..., None, None] * constant_like(_cofactors(array))


def _cofactors(array: np.ndarray) -> np.ndarray:
    """Computes det(A) A⁻ᵀ by singular values, which exists for every A."""
    u, s, vh = np.linalg.svd(array)
    n = s.shape[-1]
    others = np.repeat(s[..., None, :], n, -2)
    others[..., np.arange(n), np.arange(n)] = 1
    sign = np.linalg.det(u) * np.linalg.det(vh)
    scaled = u * others.prod(-1)[..., None, :]
    return sign[..., None, None] * (scaled @ vh)


class LinalgSlogdet(Op):
    """l = log |det A|, so ∂A = ∂l·A⁻ᵀ.

    A primitive because det A overflows long before its logarithm does.
    """

    @staticmethod
    def forward(ctx: Any, a: Tensor) -> tuple:
        ctx.save_for_backward(a)
        sign, logarithm = np.linalg.slogdet(a._array)
        return wrap(np.asarray(sign)), wrap(np.asarray(logarithm))

    @staticmethod
    def backward(ctx: Any, _: Any, grad: Any) -> Any:
        (a,) = ctx.saved_tensors
        if grad is None:
            return None
        return grad[..., None, None] * LinalgInvEx.of(a).mT


def det(A: Tensor) -> Tensor:
    """Computes determinants. See :func:`torch.linalg.det`."""
    check_matrix("det", A)
    return LinalgDet.apply(A)


def slogdet(A: Tensor) -> Any:
    """Gives sign and logarithm of determinants.

    See :func:`torch.linalg.slogdet`.
    """
    check_matrix("slogdet", A)
    return named_result("linalg_slogdet", *LinalgSlogdet.apply(A))


def old_slogdet(input: Tensor) -> Any:
    """Does what ``linalg.slogdet`` does. See :func:`torch.slogdet`."""
    return named_result("slogdet", *slogdet(input))


def logdet(input: Tensor) -> Tensor:
    """Gives the logarithm of determinants: nan for negative ones.

    See :func:`torch.logdet`.
    """
    check_matrix("det", input)
    sign, logarithm = LinalgSlogdet.apply(input)
    nan = wrap(np.full_like(logarithm._array, np.nan))
    negative = wrap(np.asarray(sign._array == -1))
    return Where.apply(negative, nan, logarithm)


# ---------------------------------------------------------------------------
# Equations
# ---------------------------------------------------------------------------


class LinalgSolveEx(Op):
    """X = A⁻¹ B, so ∂B = A⁻ᵀ ∂X and ∂A = −∂B Xᵀ.

    A primitive because A⁻¹ B is slower than solving, and less exact.
    """

    @staticmethod
    def forward(ctx: Any, a: Tensor, b: Tensor) -> Tensor:
        try:
            x = wrap(column_major(np.linalg.solve(a._array, b._array)))
        except np.linalg.LinAlgError:
            which = ""
            if a._array.ndim > 2:
                _, which = batch_of(
                    a._array, lambda m: _first_zero_pivot(m) is not None
                )
            raise LinAlgError(
                f"torch.linalg.solve: {which}The solver failed because the "
                "input matrix is singular."
            ) from None
        ctx.save_for_backward(a, x)
        return x

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        a, x = ctx.saved_tensors
        grad_b = LinalgSolveEx.of(a.mT, grad)
        return -(grad_b @ x.mT) if ctx.edges[0] else None, grad_b


def solve(A: Tensor, B: Tensor, *, left: bool = True) -> Tensor:
    """Solves A X = B (or X A = B). See :func:`torch.linalg.solve`."""
    check_matrix("solve", A)
    if A._array.dtype != B._array.dtype:
        raise RuntimeError(
            "linalg.solve: Expected A and B to have the same dtype, but found "
            f"A of type {A.dtype.kind} and B of type {B.dtype.kind} instead"
        )
    a, b = A._array.shape, B._array.shape
    vector = len(b) == 1 or (len(a) - 1 == len(b) and b == a[:-1])
    columns = B.unsqueeze(-1) if vector else B
    shape = columns._array.shape
    if shape[-2 if left else -1] != a[-1]:
        raise RuntimeError(
            "linalg.solve: Incompatible shapes of A and B for the equation "
            f"{'AX = B' if left else 'XA = B'} ({a[-2]}x{a[-1]} and "
            f"{shape[-2]}x{shape[-1]})"
        )
    if vector and not left:
        raise RuntimeError(
            "linalg.solve: Vector broadcasting of the left hand side is not "
            "supported for left=False. In this case linalg.solve is equivalent "
            "to B / A.squeeze(-1)"
        )
    batch = broadcast_shape(a[:-2], shape[:-2])
    wide = _expanded(A, (*batch, *a[-2:]))
    right = _expanded(columns, (*batch, *shape[-2:]))
    if not left:
        return LinalgSolveEx.apply(wide.mT, right.mT).mT
    x = LinalgSolveEx.apply(wide, right)
    return _SolvedVector.apply(x) if vector else x


def _expanded(x: Tensor, shape: tuple) -> Tensor:
    return x if x._array.shape == shape else expand(x, shape)


class _SolvedVector(Op):
    """y = the only column of a solution X, so ∂X = ∂y as a column.

    A primitive because PyTorch's graph does not show the column's dim.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor) -> Tensor:
        return wrap(x._array[..., 0])

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return grad[..., None]

    def name(self) -> str:
        return "LinalgSolveExBackward0"


# ---------------------------------------------------------------------------
# Pseudo-inverse and powers
# ---------------------------------------------------------------------------


def svd_of_array(array: np.ndarray, full: bool) -> tuple:
    """Factors an array, and refuses nan and inf in PyTorch's words."""
    try:
        return np.linalg.svd(array, full_matrices=full)
    except np.linalg.LinAlgError:
        raise LinAlgError(
            "linalg.svd: The algorithm failed to converge because the input "
            "matrix contained non-finite values."
        ) from None


class LinalgPinv(Op):
    """Y = A⁺, so ∂A = −Yᵀ∂Y Yᵀ + (I − A Y)∂Yᵀ Y Yᵀ + YᵀY ∂Yᵀ(I − Y A).

    Golub and Pereyra (1973), https://doi.org/10.1137/0710036.

    A primitive because this needs no derivative of singular vectors, which may
    not exist.
    """

    @staticmethod
    def forward(ctx: Any, a: Tensor, rtol: float, atol: float) -> Tensor:
        u, s, vh = svd_of_array(a._array, False)
        largest = s.max(-1, keepdims=True, initial=0)
        kept = s > np.maximum(atol, rtol * largest)
        inverted = np.where(kept, 1 / np.where(kept, s, 1), 0).astype(s.dtype)
        y = wrap(np.swapaxes(vh, -1, -2) * inverted[..., None, :] @ u.mT)
        ctx.save_for_backward(a, y)
        return y

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        a, y = ctx.saved_tensors
        k = grad.mT
        ky = k @ y
        kyy = ky @ y.mT
        grad_a = -(y @ ky).mT + kyy - a @ y @ kyy
        return grad_a + y.mT @ y @ (k - ky @ a), None, None


def pinv(
    A: Tensor,
    *,
    atol: float | None = None,
    rtol: float | None = None,
    hermitian: bool = False,
) -> Tensor:
    """Computes pseudo-inverses. See :func:`torch.linalg.pinv`.

    Singular values below ``max(atol, rtol * largest)`` count as 0.
    """
    shape = list(A._array.shape)
    if len(shape) < 2 or A._array.dtype.name not in ("float32", "float64"):
        raise RuntimeError(
            f"linalg.pinv({A.dtype.kind}{{{shape}}}): expected a tensor with 2 "
            "or more dimensions of float, double, cfloat or cdouble types"
        )
    if rtol is None:
        eps = float(np.finfo(A._array.dtype).eps)
        rtol = 0.0 if atol else max(shape[-2:]) * eps
    return LinalgPinv.apply(A, rtol, atol or 0.0)


def pinverse(input: Tensor, rcond: float = 1e-15) -> Tensor:
    """Computes pseudo-inverses. See :func:`torch.pinverse`."""
    return pinv(input, rtol=rcond)


def matrix_power(input: Tensor, n: int) -> Tensor:
    """Multiplies a square matrix with itself, by repeated squaring.

    See :func:`torch.linalg.matrix_power`.
    """
    check_matrix("matrix_power", input)
    if n == 0:
        identity = np.eye(input._array.shape[-1], dtype=input._array.dtype)
        return wrap(np.broadcast_to(identity, input._array.shape).copy())
    if n == 1:
        return input.clone()
    x = inv(input) if n < 0 else input
    result, n = None, abs(n)
    while n:
        if n & 1:
            result = x if result is None else result @ x
        n >>= 1
        if n:
            x = x @ x
    assert result is not None
    return result
