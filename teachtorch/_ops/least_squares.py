"""Least squares: the x that makes ‖A x − b‖ smallest."""

from __future__ import annotations

from typing import Any

import numpy as np

from .._tensor import Tensor, wrap
from .decompositions import svdvals
from .inverse import pinv
from .matmul import matmul
from .results import named_result

DRIVERS = ("gels", "gelsy", "gelsd", "gelss")


def lstsq(
    A: Tensor, B: Tensor, rcond: float | None = None, *, driver: Any = None
) -> Any:
    """Solves ‖A x − b‖ → min; gives solution, residuals, rank and more.

    The solution is the pseudo-inverse of ``A`` times ``B``, and gets its
    derivative from there. Singular values below ``rcond`` times the largest
    count as 0. The ``driver`` names the LAPACK routine that PyTorch would
    call; here it only decides which of the other results are filled in.

    See :func:`torch.linalg.lstsq`.
    """
    _check(A, B, driver)
    driver = driver or "gelsy"
    m, n = A._array.shape[-2:]
    is_vector = B._array.ndim == A._array.ndim - 1
    if rcond is None:
        rcond = float(np.finfo(A._array.dtype).eps) * max(m, n)
    right = B.unsqueeze(-1) if is_vector else B
    x = matmul(pinv(A, rtol=rcond), right)
    s = svdvals(A.detach())._array
    bound = s.max(-1, keepdims=True, initial=0) * rcond
    rank = np.asarray((s > bound).sum(-1))
    residuals = wrap(np.empty(0, A._array.dtype))
    if m > n and driver != "gelsy" and (rank == n).all():
        residuals = (matmul(A, x) - right).square().sum(-2)
        residuals = residuals.squeeze(-1) if is_vector else residuals
    nothing = np.empty(0, A._array.dtype)
    return named_result(
        "linalg_lstsq",
        x.squeeze(-1) if is_vector else x,
        residuals,
        wrap(np.empty(0, np.int64) if driver == "gels" else rank),
        wrap(s if driver in ("gelsd", "gelss") else nothing),
    )


def _check(A: Tensor, B: Tensor, driver: Any) -> None:
    a, b = A._array, B._array
    if a.ndim < 2:
        raise RuntimeError(
            "torch.linalg.lstsq: input must have at least 2 dimensions."
        )
    if b.ndim < 1:
        raise RuntimeError(
            "torch.linalg.lstsq: other must have at least 1 dimension."
        )
    if a.dtype != b.dtype:
        raise RuntimeError(
            "torch.linalg.lstsq: Expected input and other to have the same "
            f"dtype, but got input's dtype {A.dtype.kind} and other's dtype "
            f"{B.dtype.kind}"
        )
    if not 0 <= a.ndim - b.ndim <= 1:
        raise RuntimeError(
            "torch.linalg.lstsq: input.dim() must be greater or equal to "
            "other.dim() and (input.dim() - other.dim()) <= 1"
        )
    if b.shape[-1 if a.ndim > b.ndim else -2] != a.shape[-2]:
        which = "size(-1)" if a.ndim > b.ndim else "size(-2)"
        raise RuntimeError(
            f"torch.linalg.lstsq: input.size(-2) should match other.{which}"
        )
    if driver is not None and driver not in DRIVERS:
        raise RuntimeError(
            "torch.linalg.lstsq: parameter `driver` should be one of (gels, "
            "gelsy, gelsd, gelss)"
        )
