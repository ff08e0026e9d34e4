"""Reductions: sums, means, extremes, and other numbers made of many.

A primitive here keeps every reduced dimension with size 1; whether the caller
sees those is decided once, in ``_finish``. Gradients of a reduction are spread
over what was reduced by ``expand``.
"""

from __future__ import annotations

import builtins
import math
from typing import Any

import numpy as np

from .. import _dtype
from .._dtype import dtype as DType
from .._tensor import Tensor, wrap
from ..autograd.function import Op
from .arithmetic import cast
from .pointwise import Where, masked
from .results import named_result
from .dims import canonical_dim, canonical_dims
from .expand import Expand
from .joining import Stack

Dims = int | tuple[int, ...] | list[int] | None

# ---------------------------------------------------------------------------
# Sum and mean
# ---------------------------------------------------------------------------


class Sum(Op):
    """y = Σ xᵢ, so ∂xᵢ = ∂y: each element gets its sum's gradient."""

    @staticmethod
    def forward(
        ctx: Any, x: Tensor, dims: tuple[int, ...] | None, keepdim: bool
    ) -> Tensor:
        ctx.shape, ctx.dims = x._array.shape, dims
        total = np.add.reduce(x._array, dims, keepdims=keepdim)
        return wrap(np.asarray(total))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        grad = _with_kept(grad, ctx.shape, ctx.dims)
        return Expand.of(grad, ctx.shape), None, None

    def name(self) -> str:
        return "SumBackward0" if self.dims is None else "SumBackward1"


class Mean(Op):
    """y = Σ xᵢ / n, so ∂xᵢ = ∂y/n."""

    @staticmethod
    def forward(
        ctx: Any, x: Tensor, dims: tuple[int, ...] | None, keepdim: bool
    ) -> Tensor:
        ctx.shape, ctx.dims = x._array.shape, dims
        ctx.n = count(x._array.shape, dims)
        total = np.add.reduce(x._array, dims, keepdims=keepdim)
        return wrap(np.asarray(total / np.array(ctx.n, x._array.dtype)))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        grad = _with_kept(grad, ctx.shape, ctx.dims) / ctx.n
        return Expand.of(grad, ctx.shape), None, None

    def name(self) -> str:
        return "MeanBackward0" if self.dims is None else "MeanBackward1"


def count(shape: tuple, dims: tuple[int, ...] | None) -> int:
    """Gives how many elements are reduced to one."""
    return math.prod(shape if dims is None else (shape[d] for d in dims))


def _with_kept(grad: Any, shape: tuple, dims: tuple[int, ...] | None) -> Any:
    """Gives the reduced dimensions back to a gradient, with size 1."""
    if dims is None:
        return grad.reshape((1,) * len(shape))
    return grad.reshape(
        tuple(1 if i in dims else n for i, n in enumerate(shape))
    )


def _all_or(dim: Dims, ndim: int) -> tuple[int, ...] | None:
    """Gives canonical dims, or None for all (also for an empty tuple)."""
    if dim is None or dim == () or dim == []:
        return None
    return canonical_dims(dim, ndim)


def sum(
    input: Tensor,
    dim: Dims = None,
    keepdim: bool = False,
    *,
    dtype: DType | None = None,
) -> Tensor:
    """Computes the sum over ``dim``, or over everything.

    Integers and bools are summed as int64. See :func:`torch.sum`.

    >>> sum(Tensor([[1, 2], [3, 4]]), dim=0)
    tensor([4., 6.])
    """
    if dtype is None and input._array.dtype.kind != "f":
        dtype = _dtype.int64
    x = input if dtype is None else cast(input, dtype)
    dims = _all_or(dim, x._array.ndim)
    return Sum.apply(x, dims, keepdim)


def mean(
    input: Tensor,
    dim: Dims = None,
    keepdim: bool = False,
    *,
    dtype: DType | None = None,
) -> Tensor:
    """Computes the mean over ``dim``, or over everything.

    Raises:
        RuntimeError: for integers, unless a floating ``dtype`` is given.

    See :func:`torch.mean`.
    """
    x = input if dtype is None else cast(input, dtype)
    if x._array.dtype.kind != "f":
        if dtype is not None:
            raise RuntimeError(
                "mean(): could not infer output dtype. Optional dtype must be "
                "either a floating point or complex dtype. Got: "
                f"{x.dtype.kind}"
            )
        raise RuntimeError(
            "mean(): could not infer output dtype. Input dtype must be either "
            f"a floating point or complex dtype. Got: {x.dtype.kind}\n"
            "Integers have no mean that is an integer: convert first, for "
            "example x.float().mean()."
        )
    dims = _all_or(dim, x._array.ndim)
    return Mean.apply(x, dims, keepdim)


# ---------------------------------------------------------------------------
# Products
# ---------------------------------------------------------------------------


class Prod(Op):
    """y = Π xᵢ, so ∂xᵢ = ∂y · (product of the others)."""

    @staticmethod
    def forward(
        ctx: Any, x: Tensor, dim: int | None, keepdim: bool
    ) -> Tensor:
        ctx.save_for_backward(x)
        ctx.dim = dim
        product = np.multiply.reduce(x._array, dim, keepdims=keepdim)
        return wrap(np.asarray(product))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        (x,) = ctx.saved_tensors
        shape = x.shape
        flat = x.reshape(-1) if ctx.dim is None else x
        dim = ctx.dim or 0
        # Not y/xᵢ, which fails at 0, but (product before) · (product after).
        n = flat.shape[dim]
        parts = [flat[_at(flat.ndim, dim, i)] for i in range(n)]
        before, after = [parts[0] * 0 + 1], [parts[0] * 0 + 1]
        for i in range(n - 1):
            before.append(before[-1] * parts[i])
            after.append(after[-1] * parts[n - 1 - i])
        grad = grad.reshape(parts[0].shape)
        others = (grad * (b * a) for b, a in zip(before, reversed(after)))
        return Stack.of(dim, *others).reshape(shape), None, None

    def name(self) -> str:
        return "ProdBackward0" if self.dim is None else "ProdBackward1"


def _at(ndim: int, dim: int, i: int) -> tuple:
    return tuple(i if d == dim else slice(None) for d in range(ndim))


def prod(
    input: Tensor,
    dim: int | None = None,
    keepdim: bool = False,
    *,
    dtype: DType | None = None,
) -> Tensor:
    """Computes the product over ``dim``, or over everything.

    See :func:`torch.prod`.
    """
    if dtype is None and input._array.dtype.kind != "f":
        dtype = _dtype.int64
    x = input if dtype is None else cast(input, dtype)
    d = None if dim is None else canonical_dim(dim, x._array.ndim)
    if x._array.ndim == 0:
        d = None
    return Prod.apply(x, d, keepdim)


# ---------------------------------------------------------------------------
# Spread
# ---------------------------------------------------------------------------


class Var(Op):
    """y = Σ (xᵢ − x̄)² / (n − c), so ∂xᵢ = ∂y·2(xᵢ − x̄)/(n − c)."""

    @staticmethod
    def forward(
        ctx: Any,
        x: Tensor,
        dims: tuple | None,
        correction: float,
        keepdim: bool,
    ) -> Tensor:
        ctx.save_for_backward(x)
        ctx.dims = dims
        n = count(x._array.shape, dims)
        ctx.n = builtins.max(n - correction, 0)
        array = x._array
        centred = array - np.mean(array, dims, keepdims=True)
        total = np.add.reduce(centred * centred, dims, keepdims=keepdim)
        return wrap(np.asarray(total / array.dtype.type(ctx.n)))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        (x,) = ctx.saved_tensors
        dims = ctx.dims if ctx.dims is not None else tuple(range(x.ndim))
        centred = x - _with_kept(x.mean(dims), x.shape, dims)
        slope = 2 / ctx.n if ctx.n else math.nan
        grad = _with_kept(grad, x.shape, dims) * slope
        return grad * centred, None, None, None


def var(
    input: Tensor,
    dim: Any = None,
    unbiased: bool | None = None,
    keepdim: bool = False,
    *,
    correction: float | None = None,
) -> Tensor:
    """Computes the variance over ``dim``, or over everything.

    ``correction`` is subtracted from the number of elements: 1 by default
    (Bessel's correction, ``unbiased=True``), 0 for the plain mean of squares.

    See :func:`torch.var`.
    """
    if isinstance(dim, bool):  # the old call var(unbiased)
        dim, unbiased = None, dim
    if input._array.dtype.kind != "f":
        raise RuntimeError(
            "std and var only support floating point and complex dtypes"
        )
    if correction is None:
        correction = 1 if unbiased is None else int(unbiased)
    dims = _all_or(dim, input._array.ndim)
    return Var.apply(input, dims, correction, keepdim)


class Std(Op):
    """y = √var, so ∂xᵢ = ∂y·(xᵢ − x̄)/((n − c)·y), and 0 where y = 0."""

    @staticmethod
    def forward(
        ctx: Any,
        x: Tensor,
        dims: tuple | None,
        correction: float,
        keepdim: bool,
    ) -> Tensor:
        y = Var.forward(ctx, x, dims, correction, keepdim)
        y = wrap(np.asarray(np.sqrt(y._array)))
        ctx.save_for_backward(x, y)
        return y

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        x, y = ctx.saved_tensors
        dims = ctx.dims if ctx.dims is not None else tuple(range(x.ndim))
        centred = x - _with_kept(x.mean(dims), x.shape, dims)
        scale = Where.of(y == 0, 0.0, grad / (y * ctx.n))
        return _with_kept(scale, x.shape, dims) * centred, None, None, None


def std(
    input: Tensor,
    dim: Any = None,
    unbiased: bool | None = None,
    keepdim: bool = False,
    *,
    correction: float | None = None,
) -> Tensor:
    """Computes the standard deviation, the root of :func:`var`.

    See :func:`torch.std`.
    """
    if isinstance(dim, bool):
        dim, unbiased = None, dim
    if input._array.dtype.kind != "f":
        raise RuntimeError(
            "std and var only support floating point and complex dtypes"
        )
    if correction is None:
        correction = 1 if unbiased is None else int(unbiased)
    dims = _all_or(dim, input._array.ndim)
    return Std.apply(input, dims, correction, keepdim)


# ---------------------------------------------------------------------------
# Extremes
# ---------------------------------------------------------------------------


class Amax(Op):
    """y = max xᵢ over dims; all elements that equal it share ∂y evenly."""

    ufunc = np.maximum

    @classmethod
    def forward(  # type: ignore[override]
        cls, ctx: Any, x: Tensor, dims: tuple | None, keepdim: bool
    ) -> Tensor:
        y = cls.ufunc.reduce(x._array, dims, keepdims=keepdim)
        y = wrap(np.asarray(y))
        ctx.save_for_backward(x, y)
        ctx.dims = dims
        return y

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        x, y = ctx.saved_tensors
        top = _with_kept(y, x.shape, ctx.dims)
        equal = (x == top) | ((x != x) & (top != top))  # nan equals nan here
        dims = ctx.dims if ctx.dims is not None else tuple(range(x.ndim))
        ties = _with_kept(equal.sum(dims), x.shape, dims)
        share = _with_kept(grad, x.shape, ctx.dims) / ToCopyLike.of(ties, y)
        return masked(Expand.of(share, x.shape), equal), None, None


class Amin(Amax):
    """y = min xᵢ over dims; all elements that equal it share ∂y evenly."""

    ufunc = np.minimum


class MaxAll(Amax):
    """y = max xᵢ of all; all elements that equal it share ∂y evenly."""

    def name(self) -> str:
        return "MaxBackward1"


class MinAll(Amin):
    """y = min xᵢ of all; all elements that equal it share ∂y evenly."""

    def name(self) -> str:
        return "MinBackward1"


class ToCopyLike(Op):
    """y = x in the dtype of another tensor; counts have no gradient."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, like: Tensor) -> Tensor:
        return wrap(x._array.astype(like._array.dtype))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return None, None


class Max(Op):
    """y = max xᵢ over one dim, with its first index, which alone gets ∂y."""

    arg = np.argmax

    @classmethod
    def forward(  # type: ignore[override]
        cls, ctx: Any, x: Tensor, dim: int, keepdim: bool
    ) -> tuple:
        indices = np.asarray(cls.arg(x._array, dim, keepdims=True))
        values = np.take_along_axis(x._array, indices, dim)
        ctx.shape, ctx.dim, ctx.indices = x._array.shape, dim, wrap(indices)
        if not keepdim:
            values, indices = values.squeeze(dim), indices.squeeze(dim)
        return wrap(values), wrap(indices)

    @staticmethod
    def backward(ctx: Any, grad: Any, _: Any) -> Any:
        from .gather import scatter_of

        grad = _with_kept(grad, ctx.shape, (ctx.dim,))
        return scatter_of(grad, ctx.dim, ctx.indices, ctx.shape), None, None


class Min(Max):
    """y = min xᵢ over one dim, with its first index, which alone gets ∂y."""

    arg = np.argmin


def _extreme(
    name: str, op: type[Op], input: Tensor, dim: int, keepdim: bool
) -> Any:
    d = canonical_dim(dim, input._array.ndim)
    if input._array.ndim == 0:
        input, keepdim = input.reshape(1), False  # type: ignore[attr-defined]
    if input._array.shape[d] == 0:
        raise IndexError(
            f"{name}(): Expected reduction dim {d} to have non-zero size."
        )
    return named_result(name, *op.apply(input, d, keepdim))


def max(input: Tensor, dim: Any = None, keepdim: bool = False) -> Any:
    """Finds the largest element, or the largest along ``dim`` and its index.

    Over everything, equal maxima share the gradient; along a dim the first
    one is found and gets it all. With a second tensor: ``maximum``.

    See :func:`torch.max`.
    """
    if isinstance(dim, Tensor):
        from .pointwise import maximum

        return maximum(input, dim)
    if dim is None:
        _refuse_empty("max", input)
        return MaxAll.apply(input, None, False)
    return _extreme("max", Max, input, dim, keepdim)


def min(input: Tensor, dim: Any = None, keepdim: bool = False) -> Any:
    """Finds the smallest element, or the smallest along ``dim`` and its index.

    See :func:`max` and :func:`torch.min`.
    """
    if isinstance(dim, Tensor):
        from .pointwise import minimum

        return minimum(input, dim)
    if dim is None:
        _refuse_empty("min", input)
        return MinAll.apply(input, None, False)
    return _extreme("min", Min, input, dim, keepdim)


def amax(input: Tensor, dim: Dims = (), keepdim: bool = False) -> Tensor:
    """Finds the largest elements over ``dim``; ties share the gradient.

    See :func:`torch.amax`.
    """
    dims = _all_or(dim, input._array.ndim)
    return Amax.apply(input, dims, keepdim)


def amin(input: Tensor, dim: Dims = (), keepdim: bool = False) -> Tensor:
    """Finds the smallest elements over ``dim``; ties share the gradient.

    See :func:`torch.amin`.
    """
    dims = _all_or(dim, input._array.ndim)
    return Amin.apply(input, dims, keepdim)


def argmax(
    input: Tensor, dim: int | None = None, keepdim: bool = False
) -> Tensor:
    """Finds where the largest element is: the first place, if several.

    See :func:`torch.argmax`.
    """
    return _arg("argmax", np.argmax, input, dim, keepdim)


def argmin(
    input: Tensor, dim: int | None = None, keepdim: bool = False
) -> Tensor:
    """Finds where the smallest element is: the first place, if several.

    See :func:`torch.argmin`.
    """
    return _arg("argmin", np.argmin, input, dim, keepdim)


def _arg(
    name: str, find: Any, input: Tensor, dim: int | None, keepdim: bool
) -> Tensor:
    array = input._array
    if dim is None:
        if array.size == 0:
            raise IndexError(
                f"{name}(): Expected reduction dim to be specified for "
                "input.numel() == 0. Specify the reduction dim with the 'dim' "
                "argument."
            )
        found = np.asarray(find(array))
        if keepdim:
            found = found.reshape((1,) * array.ndim)
        return wrap(found)
    d = canonical_dim(dim, array.ndim)
    if array.ndim == 0:
        return wrap(np.zeros((), np.int64))
    if array.shape[d] == 0:
        raise IndexError(
            f"{name}(): Expected reduction dim {d} to have non-zero size."
        )
    return wrap(np.asarray(find(array, d, keepdims=keepdim)))


def _refuse_empty(name: str, input: Tensor) -> None:
    if input._array.size == 0:
        raise RuntimeError(
            f"{name}(): Expected reduction dim to be specified for "
            "input.numel() == 0. Specify the reduction dim with the 'dim' "
            "argument."
        )


# ---------------------------------------------------------------------------
# Logic and counting
# ---------------------------------------------------------------------------


def all(input: Tensor, dim: Dims = None, keepdim: bool = False) -> Tensor:
    """Tells whether all elements are nonzero. See :func:`torch.all`."""
    dims = _all_or(dim, input._array.ndim)
    return wrap(np.asarray(np.all(input._array, dims, keepdims=keepdim)))


def any(input: Tensor, dim: Dims = None, keepdim: bool = False) -> Tensor:
    """Tells whether any element is nonzero. See :func:`torch.any`."""
    dims = _all_or(dim, input._array.ndim)
    return wrap(np.asarray(np.any(input._array, dims, keepdims=keepdim)))


def count_nonzero(input: Tensor, dim: Dims = None) -> Tensor:
    """Counts nonzero elements. See :func:`torch.count_nonzero`."""
    dims = _all_or(dim, input._array.ndim)
    return wrap(np.asarray(np.count_nonzero(input._array, dims)))


# ---------------------------------------------------------------------------
# Norms and log-sum-exp
# ---------------------------------------------------------------------------


class LinalgVectorNorm(Op):
    """y = (Σ |xᵢ|ᵖ)^(1/p), so ∂xᵢ = ∂y·xᵢ·|xᵢ|ᵖ⁻²/yᵖ⁻¹, and 0 where y = 0."""

    @staticmethod
    def forward(
        ctx: Any, x: Tensor, p: float, dims: tuple | None, keepdim: bool
    ) -> Tensor:
        a = np.abs(x._array)
        if p == 2:
            y = np.sqrt(np.add.reduce(a * a, dims, keepdims=keepdim))
        elif p == 1:
            y = np.add.reduce(a, dims, keepdims=keepdim)
        elif p == math.inf:
            y = np.maximum.reduce(a, dims, keepdims=keepdim)
        elif p == -math.inf:
            y = np.minimum.reduce(a, dims, keepdims=keepdim)
        elif p == 0:
            y = np.count_nonzero(a, dims, keepdims=keepdim)
        else:
            y = np.add.reduce(a**p, dims, keepdims=keepdim) ** (1 / p)
        result = wrap(np.asarray(y).astype(x._array.dtype, copy=False))
        ctx.save_for_backward(x, result)
        ctx.p, ctx.dims = p, dims
        return result

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        from .pointwise import Abs, Sign

        x, y = ctx.saved_tensors
        p = ctx.p
        grad = _with_kept(grad, x.shape, ctx.dims)
        y = _with_kept(y, x.shape, ctx.dims)
        if p == 0:
            return x * 0, None, None, None
        if p == 1:
            return grad * Sign.of(x), None, None, None
        if p == 2:
            return x * Where.of(y == 0, 0.0, grad / y), None, None, None
        size = Abs.of(x)
        if p in (math.inf, -math.inf):
            equal = size == y
            dims = ctx.dims if ctx.dims is not None else tuple(range(x.ndim))
            ties = _with_kept(equal.sum(dims), x.shape, dims)
            share = Sign.of(x) * (grad / ToCopyLike.of(ties, y))
            return masked(share, equal), None, None, None
        slope = Sign.of(x) * size ** (p - 1)
        if p < 1:
            slope = Where.of(x == 0, 0.0, slope)
        return slope * Where.of(y == 0, 0.0, grad / y ** (p - 1)), None, None, None


def vector_norm(
    x: Tensor,
    ord: float = 2,
    dim: Dims = None,
    keepdim: bool = False,
    *,
    dtype: DType | None = None,
) -> Tensor:
    """Computes the p-norm of vectors. See :func:`torch.linalg.vector_norm`."""
    if dtype is not None:
        x = cast(x, dtype)
    if x._array.dtype.kind != "f":
        raise RuntimeError(
            "linalg.vector_norm: Expected a floating point or complex tensor "
            f"as input. Got {x.dtype.kind}"
        )
    dims = _all_or(dim, x._array.ndim)
    return LinalgVectorNorm.apply(x, ord, dims, keepdim)


def norm(
    input: Tensor,
    p: Any = "fro",
    dim: Dims = None,
    keepdim: bool = False,
    dtype: DType | None = None,
) -> Tensor:
    """Computes the norm of all elements or over ``dim``, 2-norm by default.

    See :func:`torch.norm`.
    """
    order = 2.0 if p == "fro" or p is None else float(p)
    return vector_norm(input, order, dim, keepdim, dtype=dtype)


class Logsumexp(Op):
    """y = log Σ exp(xᵢ), so ∂xᵢ = ∂y·exp(xᵢ − y), the softmax of x."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, dims: tuple, keepdim: bool) -> Tensor:
        # Shift by the maximum so that exp cannot overflow; but not by an
        # infinite one, because inf − inf would turn the answer into nan.
        array = x._array
        top = np.max(array, dims, keepdims=True, initial=-np.inf)
        top = np.where(np.isfinite(top), top, array.dtype.type(0))
        total = np.add.reduce(np.exp(array - top), dims, keepdims=True)
        y = np.log(total) + top
        ctx.dims = dims
        result = wrap(np.asarray(y if keepdim else y.squeeze(dims)))
        ctx.save_for_backward(x, result)
        return result

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        from .pointwise import Exp

        x, y = ctx.saved_tensors
        y = _with_kept(y, x.shape, ctx.dims)
        softmax = Exp.of(x - y)
        return _with_kept(grad, x.shape, ctx.dims) * softmax, None, None


def logsumexp(input: Tensor, dim: Dims, keepdim: bool = False) -> Tensor:
    """Computes log Σ exp(x) over ``dim`` without overflow.

    See :func:`torch.logsumexp`. The shift is analysed in Blanchard, Higham and
    Higham (2021), https://doi.org/10.1093/imanum/draa038.
    """
    if input._array.dtype.kind != "f":
        input = cast(input, _dtype.get_default_dtype())
    dims = canonical_dims(dim, input._array.ndim)  # type: ignore[arg-type]
    return Logsumexp.apply(input, dims, keepdim)


# ---------------------------------------------------------------------------
# Running totals
# ---------------------------------------------------------------------------


class Cumsum(Op):
    """yᵢ = x₁ + … + xᵢ, so ∂xᵢ = ∂yᵢ + ∂yᵢ₊₁ + … ."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, dim: int) -> Tensor:
        ctx.dim = dim
        return wrap(np.cumsum(x._array, dim, dtype=x._array.dtype))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        from .flipping import Flip

        flipped = Flip.of(grad, (ctx.dim,))
        return Flip.of(Cumsum.of(flipped, ctx.dim), (ctx.dim,)), None


def cumsum(
    input: Tensor, dim: int, *, dtype: DType | None = None
) -> Tensor:
    """Computes running totals along ``dim``. See :func:`torch.cumsum`."""
    if dtype is None and input._array.dtype.kind != "f":
        dtype = _dtype.int64
    x = input if dtype is None else cast(input, dtype)
    if x._array.ndim == 0:
        canonical_dim(dim, 0)
        return x.clone()  # type: ignore[attr-defined]
    return Cumsum.apply(x, canonical_dim(dim, x._array.ndim))
