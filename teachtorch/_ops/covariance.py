"""How variables vary together: cov and corrcoef; and vander's powers."""

from __future__ import annotations

import warnings

import numpy as np

from .._tensor import Tensor, wrap
from .bounds import clamp
from .diagonals import diag
from .flipping import flip
from .joining import cat
from .matmul import mm
from .powers import sqrt


def cov(
    input: Tensor,
    *,
    correction: int = 1,
    fweights: Tensor | None = None,
    aweights: Tensor | None = None,
) -> Tensor:
    """Computes the covariances of the rows: Σ (x − x̄)(y − ȳ) / (n − 1).

    Args:
        input: one row for each variable, one column for each observation.
        correction: what is taken off n.
        fweights: how often each observation occurred: integers.
        aweights: how important each observation is: floats.

    See :func:`torch.cov`.
    """
    if input._array.ndim > 2:
        raise RuntimeError(
            "cov(): expected input to have two or fewer dimensions but got an "
            f"input with {input._array.ndim} dimensions"
        )
    if input._array.dtype.kind == "b":
        raise RuntimeError("cov(): bool dtype is not supported for input")
    rows = input.view(1, -1) if input._array.ndim < 2 else input
    n = rows._array.shape[1]
    weights = _weights(n, fweights, aweights)
    total = wrap(np.array(n)) if weights is None else weights.sum()
    if weights is not None and not total:
        raise RuntimeError("cov(): weights sum to zero, can't be normalized")
    mean = (rows if weights is None else rows * weights).sum(1) / total
    if weights is not None and aweights is not None and correction:
        divisor = total - correction * (weights * aweights).sum() / total
    else:
        divisor = total - correction
    if divisor <= 0:
        warnings.warn(
            "cov(): degrees of freedom is <= 0. Correction should be strictly "
            "less than the number of observations.",
            stacklevel=2,
        )
        divisor = divisor * 0
    centred = rows - mean.unsqueeze(1)
    other = centred if weights is None else centred * weights
    return (mm(centred, other.t()) / divisor).squeeze()


def _weights(
    n: int, fweights: Tensor | None, aweights: Tensor | None
) -> Tensor | None:
    """Checks the weights of the observations and multiplies them."""
    kinds = (("fweights", fweights, "iu"), ("aweights", aweights, "f"))
    for name, w, kind in kinds:
        if w is None:
            continue
        if w._array.ndim > 1:
            raise RuntimeError(
                f"cov(): expected {name} to have one or fewer dimensions but "
                f"got {name} with {w._array.ndim} dimensions"
            )
        if w._array.dtype.kind not in kind:
            what = "integral" if kind == "iu" else "floating point"
            raise RuntimeError(
                f"cov(): expected {name} to have {what} dtype but got {name} "
                f"with {w.dtype.kind} dtype"
            )
        if w._array.size != n:
            raise RuntimeError(
                f"cov(): expected {name} to have the same numel as there are "
                f"observations in the input but got {w._array.size} != {n}"
            )
        if w._array.min(initial=0) < 0:
            raise RuntimeError(f"cov(): {name} cannot be negative")
    if fweights is None or aweights is None:
        return aweights if fweights is None else fweights
    return fweights * aweights


def corrcoef(input: Tensor) -> Tensor:
    """Computes the correlations of the rows: their covariances, divided by
    the standard deviations.

    See :func:`torch.corrcoef`.
    """
    if input._array.ndim > 2:
        raise RuntimeError(
            "corrcoef(): expected input to have two or fewer dimensions but "
            f"got an input with {input._array.ndim} dimensions"
        )
    c = cov(input)
    if c._array.ndim == 0:
        return c / c
    deviation = sqrt(diag(c))
    scaled = c / deviation.view(-1, 1) / deviation.view(1, -1)
    return clamp(scaled, -1, 1)


def linalg_vander(x: Tensor, *, N: int | None = None) -> Tensor:
    """Makes a row 1, x, x², … of every element. See
    :func:`torch.linalg.vander`.
    """
    shape = x._array.shape
    n = shape[-1] if N is None and shape else N
    if n is None or n <= 1:
        raise RuntimeError("N must be greater than 1.")
    powers = x.unsqueeze(-1).expand(*shape, n - 1).cumprod(-1)
    ones = np.ones((*shape, 1), powers._array.dtype)
    return cat([wrap(ones), powers], -1)


def vander(x: Tensor, N: int | None = None, increasing: bool = False) -> Tensor:
    """Makes a row …, x², x, 1 of every element of a vector.

    See :func:`torch.vander`.
    """
    if x._array.ndim != 1:
        raise RuntimeError("x must be a one-dimensional tensor.")
    n = x._array.size if N is None else N
    if n < 0:
        raise RuntimeError("N must be non-negative.")
    if n <= 1:
        result = wrap(np.ones((x._array.size, n), x._array.dtype))
    else:
        result = linalg_vander(x, N=n)
    return result if increasing else flip(result, -1)
