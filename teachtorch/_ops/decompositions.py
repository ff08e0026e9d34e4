"""Matrices taken apart: Cholesky, QR, eigenvalues, singular values.

Signs of eigenvectors and singular vectors are not determined by the matrix;
LAPACK picks some, and another LAPACK may pick others. The derivatives follow
Seeger et al. (2017), https://arxiv.org/abs/1710.08717, and, for singular
values, Townsend (2016), https://j-towns.github.io/papers/svd-derivative.pdf.
"""

from __future__ import annotations

import warnings
from typing import Any, Literal

import numpy as np

from .._tensor import Tensor, wrap
from ..autograd.function import Op
from .diagonals import OnDiagonal, Tril
from .inverse import (
    LinAlgError,
    LinalgInvEx,
    batch_of,
    check_matrix,
    column_major,
    constant_like,
    eye_like,
    svd_of_array,
)
from .joining import Cat
from .results import named_result

# ---------------------------------------------------------------------------
# Cholesky
# ---------------------------------------------------------------------------


class LinalgCholeskyEx(Op):
    """A = L Lᵀ, so ∂A = ½ L⁻ᵀ (P + Pᵀ) L⁻¹ with P the lower half of Lᵀ ∂L."""

    @staticmethod
    def forward(ctx: Any, a: Tensor, upper: bool) -> Tensor:
        ctx.upper = upper
        try:
            lower = column_major(np.linalg.cholesky(a._array))
            factor = wrap(np.swapaxes(lower, -1, -2) if upper else lower)
        except np.linalg.LinAlgError:
            raise _not_positive(a._array) from None
        ctx.save_for_backward(factor)
        return factor

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        (factor,) = ctx.saved_tensors
        if ctx.upper:  # A = Uᵀ U: the same with L = Uᵀ
            factor, grad = factor.mT, grad.mT
        inner = factor.mT @ grad
        # The diagonal occurs in both halves, so each gets half of it.
        half = Tril.of(inner, 0) + Tril.of(inner, -1).mT
        inverse = LinalgInvEx.of(factor)
        return 0.5 * (inverse.mT @ half @ inverse), None


def _not_positive(array: np.ndarray) -> LinAlgError:
    def minor(matrix: np.ndarray) -> int | None:
        for n in range(1, len(matrix) + 1):
            try:
                np.linalg.cholesky(matrix[:n, :n])
            except np.linalg.LinAlgError:
                return n
        return None

    i, which = batch_of(array, lambda a: minor(a) is not None)
    order = minor(array.reshape(-1, *array.shape[-2:])[i])
    return LinAlgError(
        f"linalg.cholesky: {which}The factorization could not be completed "
        "because the input is not positive-definite (the leading minor of "
        f"order {order} is not positive-definite)."
    )


def cholesky(A: Tensor, *, upper: bool = False) -> Tensor:
    """Factors A = L Lᵀ with L lower triangular (or A = Uᵀ U).

    See :func:`torch.linalg.cholesky`.
    """
    check_matrix("cholesky", A)
    return LinalgCholeskyEx.apply(A, upper)


def old_cholesky(input: Tensor, upper: bool = False) -> Tensor:
    """Does what ``linalg.cholesky`` does, under its old name.

    See :func:`torch.cholesky`.
    """
    warnings.warn(
        "torch.cholesky is deprecated in favor of torch.linalg.cholesky and "
        "will be removed in a future PyTorch release.",
        stacklevel=2,
    )
    return cholesky(input, upper=upper)


# ---------------------------------------------------------------------------
# QR
# ---------------------------------------------------------------------------


class LinalgQr(Op):
    """A = Q R, so ∂A = (∂Q + Q copyltu(R ∂Rᵀ − ∂Qᵀ Q)) R⁻ᵀ.

    ``copyltu`` copies the lower triangle over the upper one. A wide A is
    taken as [X Y]: X = Q U is square, and Y = Q V adds to ∂Q.
    """

    @staticmethod
    def forward(ctx: Any, a: Tensor, mode: str) -> tuple:
        ctx.called, ctx.dtype = mode, a._array.dtype
        q, r = np.linalg.qr(
            a._array, "complete" if mode == "complete" else "reduced"
        )
        if mode == "r":
            q = np.empty(0, q.dtype)
        results = (
            wrap(column_major(q) if mode != "r" else q),
            wrap(column_major(r)),
        )
        ctx.save_for_backward(a, *results)
        return results

    @staticmethod
    def backward(ctx: Any, grad_q: Any, grad_r: Any) -> Any:
        a, q, r = ctx.saved_tensors
        _check_differentiable(ctx.called, a.shape)
        zeros = [np.zeros(shape, ctx.dtype) for shape in ctx.shapes]
        if grad_q is None:
            grad_q = constant_like(zeros[0])
        if grad_r is None:
            grad_r = constant_like(zeros[1])
        m = a.shape[-2]
        if m >= a.shape[-1]:
            return _of_tall(q, r, grad_q, grad_r), None
        wide = grad_r[..., m:]
        grad_q = grad_q + a[..., m:] @ wide.mT
        left = _of_tall(q, r[..., :m], grad_q, grad_r[..., :m])
        return Cat.of(left.ndim - 1, left, q @ wide), None


def _of_tall(q: Any, r: Any, grad_q: Any, grad_r: Any) -> Any:
    inner = r @ grad_r.mT - grad_q.mT @ q
    symmetric = Tril.of(inner, 0) + Tril.of(inner, -1).mT
    return (grad_q + q @ symmetric) @ LinalgInvEx.of(r).mT


def _check_differentiable(mode: str, shape: tuple) -> None:
    if mode == "r":
        raise RuntimeError(
            "The derivative of linalg.qr depends on Q, which is not computed "
            "when mode='r'. Please use linalg.qr(A, mode='reduced') if you are "
            "going to differentiate through linalg.qr."
        )
    if mode == "complete" and shape[-2] > shape[-1]:
        raise RuntimeError(
            "The QR decomposition is not differentiable when mode='complete' "
            "and nrows > ncols."
        )


def qr(A: Tensor, mode: str = "reduced") -> Any:
    """Factors A = Q R, with Q orthogonal and R upper triangular.

    See :func:`torch.linalg.qr`.
    """
    check_matrix("qr", A, square=False)
    if mode not in ("reduced", "complete", "r"):
        raise RuntimeError(
            f"qr received unrecognized mode '{mode}' but expected one of "
            "'reduced' (default), 'r', or 'complete'"
        )
    return named_result("linalg_qr", *LinalgQr.apply(A, mode))


# ---------------------------------------------------------------------------
# Eigenvalues of symmetric matrices
# ---------------------------------------------------------------------------


class LinalgEigh(Op):
    """A = V Λ Vᵀ, so ∂A = V (∂Λ + (Vᵀ ∂V) / E) Vᵀ with Eᵢⱼ = λⱼ − λᵢ."""

    @staticmethod
    def forward(ctx: Any, a: Tensor, uplo: Literal["L", "U"]) -> tuple:
        values, vectors = np.linalg.eigh(a._array, uplo)
        results = wrap(values), wrap(column_major(vectors))
        ctx.save_for_backward(*results)
        return results

    @staticmethod
    def backward(ctx: Any, grad_values: Any, grad_vectors: Any) -> Any:
        values, vectors = ctx.saved_tensors
        inner = 0.0
        if grad_values is not None:
            inner = _diagonal_matrix(grad_values)
        if grad_vectors is not None:
            apart = values[..., None, :] - values[..., :, None]
            eye = eye_like(vectors)
            turned = vectors.mT @ grad_vectors
            inner = inner + (turned / (apart + eye)) * (1.0 - eye)
        return vectors @ inner @ vectors.mT, None


def _diagonal_matrix(x: Any) -> Any:
    n, last = x.shape[-1], x.ndim
    return OnDiagonal.of(x, (*x.shape, n), 0, last - 1, last)


def _check_uplo(UPLO: str) -> str:
    if UPLO.upper() not in ("L", "U"):
        raise RuntimeError(
            f"Expected UPLO argument to be 'L' or 'U', but got {UPLO}"
        )
    return UPLO.upper()


def eigh(A: Tensor, UPLO: str = "L") -> Any:
    """Finds eigenvalues, in order, and eigenvectors of symmetric matrices.

    Only the lower (or upper) triangle is read. See
    :func:`torch.linalg.eigh`.
    """
    check_matrix("eigh", A)
    return named_result("linalg_eigh", *LinalgEigh.apply(A, _check_uplo(UPLO)))


def eigvalsh(A: Tensor, UPLO: str = "L") -> Tensor:
    """Finds the eigenvalues of symmetric matrices.

    See :func:`torch.linalg.eigvalsh`.
    """
    check_matrix("eigh", A)
    return LinalgEigh.apply(A, _check_uplo(UPLO))[0]


# ---------------------------------------------------------------------------
# Singular values
# ---------------------------------------------------------------------------


class LinalgSvd(Op):
    """A = U S Vᵀ, so ∂A = U ∂S Vᵀ for singular values alone.

    With skew(X) = X − Xᵀ and Eᵢⱼ = sⱼ² − sᵢ², the vectors add
    U ((skew(Uᵀ∂U)/E) S + S (skew(Vᵀ∂V)/E)) Vᵀ, and for a matrix that is not
    square what ∂U and ∂V hold outside the space that U and V span.
    """

    @staticmethod
    def forward(ctx: Any, a: Tensor, full: bool) -> tuple:
        u, s, vh = svd_of_array(a._array, full)
        results = wrap(column_major(u)), wrap(s), wrap(column_major(vh))
        ctx.save_for_backward(*results)
        return results

    @staticmethod
    def backward(ctx: Any, grad_u: Any, grad_s: Any, grad_vh: Any) -> Any:
        u, s, vh = ctx.saved_tensors
        k = s.shape[-1]
        u, vh = u[..., :, :k], vh[..., :k, :]
        inner = 0.0 if grad_s is None else _diagonal_matrix(grad_s)
        if grad_u is None and grad_vh is None:
            return u @ inner @ vh, None
        square = s * s
        eye = constant_like(np.eye(k, dtype=dtype_of(s)))
        apart = square[..., None, :] - square[..., :, None] + eye
        outside = 0.0
        if grad_u is not None:
            grad_u = grad_u[..., :, :k]
            turned = u.mT @ grad_u
            inner = inner + (turned - turned.mT) / apart * s[..., None, :]
            rest = (grad_u - u @ turned) / s[..., None, :]
            outside = outside + rest @ vh
        if grad_vh is not None:
            grad_v = grad_vh[..., :k, :].mT
            turned = vh @ grad_v
            inner = inner + s[..., :, None] * ((turned - turned.mT) / apart)
            rest = (grad_v - vh.mT @ turned) / s[..., None, :]
            outside = outside + u @ rest.mT
        return u @ inner @ vh + outside, None


def dtype_of(x: Any) -> np.dtype:
    """Gives the NumPy dtype in either reading."""
    return x._array.dtype if isinstance(x, Tensor) else x.dtype


def svd(A: Tensor, full_matrices: bool = True) -> Any:
    """Factors A = U S Vᵀ. See :func:`torch.linalg.svd`."""
    check_matrix("svd", A, square=False)
    return named_result("linalg_svd", *LinalgSvd.apply(A, full_matrices))


def svdvals(A: Tensor) -> Tensor:
    """Finds the singular values, largest first.

    See :func:`torch.linalg.svdvals`.
    """
    check_matrix("svd", A, square=False)
    return LinalgSvd.apply(A, False)[1]


def matrix_rank(
    A: Tensor,
    tol: Tensor | float | None = None,
    hermitian: bool = False,
    *,
    atol: Tensor | float | None = None,
    rtol: Tensor | float | None = None,
) -> Tensor:
    """Counts the singular values that are not negligible.

    Those are that do not exceed ``max(atol, rtol * largest)``. ``tol`` is an
    old name of ``atol``. See :func:`torch.linalg.matrix_rank`.
    """
    check_matrix("matrix_rank", A, square=False)
    s = svdvals(A.detach())._array
    atol = tol if atol is None else atol
    if rtol is None:
        eps = float(np.finfo(s.dtype).eps)
        rtol = 0.0 if atol is not None else eps * max(A._array.shape[-2:])
    least, share = (
        x._array[..., None] if isinstance(x, Tensor) else x
        for x in (0.0 if atol is None else atol, rtol)
    )
    negligible = np.maximum(least, s.max(-1, keepdims=True, initial=0) * share)
    return wrap(np.asarray((s > negligible).sum(-1)))
