"""Batch and layer normalisation: mean 0 and variance 1, then scaled back.

Both subtract a mean and divide by a standard deviation; they differ in what
the mean is over. Batch normalisation: over the batch, for each channel. Layer
normalisation: over the features, for each example.

An ordinary backward pass uses the mean and the standard deviation that were
computed going forward. A pass that is itself recorded must not: they depend
on x, which a second derivative has to see. So there they are computed anew.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from .._tensor import Tensor, wrap
from ..autograd.function import Op
from ..autograd.grad_mode import mode

# ---------------------------------------------------------------------------
# Over the batch
# ---------------------------------------------------------------------------


def _channel_sums(x: Any, y: Any = None) -> Any:
    """Sums x, or x·y, over all but the channels; keeps the dimensions."""
    shape = (1, x.shape[1], *(1 for _ in x.shape[2:]))
    if isinstance(x, Tensor):
        product = x if y is None else x * y
        return product.sum((0, *range(2, x.ndim))).reshape(shape)
    n, channels = x.shape[:2]
    # einsum adds up without an array of products, and faster than sum.
    if y is None:
        sums = np.einsum("ncl->c", x.reshape(n, channels, -1))
    else:
        rows = (a.reshape(n, channels, -1) for a in (x, y))
        sums = np.einsum("ncl,ncl->c", *rows)
    return sums.reshape(shape)


class NativeBatchNorm(Op):
    """y = γ·h + β with h = (x − μ)·r, r = 1/√(σ² + ε) for each channel, so ∂x =
    r·(g − mean g − h·mean(g·h)) with g = γ·∂y, ∂γ = Σ ∂y·h and ∂β = Σ ∂y.

    The means are over a channel. In evaluation μ and σ² are constants, not the
    batch's own, and carry no gradient: ∂x = r·g.

    A primitive because it keeps x alone, where the composition keeps three
    tensors.
    """

    inputs = 3

    @staticmethod
    def forward(
        ctx: Any,
        x: Tensor,
        weight: Tensor | None,
        bias: Tensor | None,
        mean: np.ndarray,
        var: np.ndarray,
        training: bool,
        eps: float,
    ) -> Tensor:
        ctx.save_for_backward(x, weight)
        ctx.eps, ctx.training = eps, training
        a = x._array
        shape = (1, -1, *(1 for _ in a.shape[2:]))
        ctx.mean = mean.reshape(shape)
        ctx.r = (1 / np.sqrt(var + a.dtype.type(eps))).reshape(shape)
        scale = ctx.r
        if weight is not None:
            scale = scale * weight._array.reshape(shape)
        y = a - ctx.mean
        y *= scale
        if bias is not None:
            y += bias._array.reshape(shape)
        return wrap(y)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        x, weight = ctx.saved_tensors
        need_x, need_weight, need_bias = ctx.edges[:3]
        mean, r = statistics_again(ctx, x, _channel_sums)
        n = math.prod(x.shape) / x.shape[1]
        centred = x - mean
        grad_sum = _channel_sums(grad)
        product_sum = _channel_sums(grad, centred)
        grad_x = grad_weight = grad_bias = None
        if need_x:
            grad_x = grad
            if ctx.training:
                correction = centred * (r * r * product_sum / n)
                grad_x = grad - grad_sum / n - correction
            scale = r if weight is None else r * weight.reshape(mean.shape)
            grad_x = grad_x * scale
        if need_weight:
            grad_weight = (product_sum * r).reshape(weight.shape)
        if need_bias:
            grad_bias = grad_sum.reshape((x.shape[1],))
        return grad_x, grad_weight, grad_bias, None, None, None, None


def statistics_again(ctx: Any, x: Any, sums: Any) -> tuple:
    """Gives the mean and r; computed from x if this pass is recorded."""
    if not mode.enabled:
        return ctx.mean, ctx.r
    if not ctx.training:
        return wrap(ctx.mean), wrap(ctx.r)
    n = math.prod(x.shape) / math.prod(ctx.mean.shape)
    mean = sums(x) / n
    centred = x - mean
    return mean, (sums(centred, centred) / n + ctx.eps) ** -0.5


def batch_statistics(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Computes the mean and the (biased) variance of each channel."""
    n = x.size // x.shape[1]
    mean = _channel_sums(x) / n
    centred = x - mean
    return mean.ravel(), _channel_sums(centred, centred).ravel() / n


def batch_norm(
    input: Tensor,
    running_mean: Tensor | None,
    running_var: Tensor | None,
    weight: Tensor | None = None,
    bias: Tensor | None = None,
    training: bool = False,
    momentum: float = 0.1,
    eps: float = 1e-5,
) -> Tensor:
    """Normalises each channel, by the batch's statistics or by given ones.

    Args:
        input: ``(N, C, ...)``.
        running_mean: used outside of training; in training it is moved
            towards the batch's mean, in place.
        running_var: the same for the (unbiased) variance.
        weight: γ, ``(C,)``.
        bias: β, ``(C,)``.
        training: whether to use the batch's own statistics.
        momentum: how far the running ones are moved.
        eps: added to the variance, against division by zero.

    See :func:`torch.nn.functional.batch_norm`; Ioffe and Szegedy (2015),
    https://arxiv.org/abs/1502.03167.
    """
    if training:
        check_batch_size(input.shape)
    _check_batch_norm(input, running_mean, running_var, weight, bias, training)
    if input._array.size == 0:
        return _without_elements(input, weight, bias)
    if not training:
        assert running_mean is not None and running_var is not None
        mean, var = running_mean._array, running_var._array
        return NativeBatchNorm.apply(input, weight, bias, mean, var, False, eps)
    mean, var = batch_statistics(input._array)
    if running_mean is not None and running_var is not None:
        n = input.numel() // input.shape[1]
        for running, batch in (
            (running_mean, mean),
            (running_var, var * (n / (n - 1))),
        ):
            running._array[...] += (batch - running._array) * momentum
            running._bump()
    return NativeBatchNorm.apply(input, weight, bias, mean, var, True, eps)


def _without_elements(
    input: Tensor, weight: Tensor | None, bias: Tensor | None
) -> Tensor:
    """Gives the same shape; the parameters' gradients will be 0."""
    y: Any = input.clone()
    if weight is not None:
        y = y * weight[0]
    return y if bias is None else y + bias[0]


def check_parameter_dtypes(input: Tensor, *given: Tensor | None) -> None:
    """Refuses parameters of another dtype; float32 goes with float16."""
    wanted = input._array.dtype
    parameters = [x._array.dtype for x in given if x is not None]
    if all(dtype == wanted for dtype in parameters):
        return
    if parameters[0] == wanted:
        other = next(
            x for x in given if x is not None and x._array.dtype != wanted
        )
        raise RuntimeError(
            f"expected scalar type {input.dtype.kind} but found "
            f"{other.dtype.kind}"
        )
    if any(dtype != np.float32 for dtype in parameters):
        raise RuntimeError(
            "mixed dtype (CPU): expect parameter to have scalar type of Float"
        )
    if wanted != np.float16:
        raise RuntimeError(
            "mixed dtype (CPU): all inputs must share same datatype."
        )


def check_batch_size(size: Sequence[int]) -> None:
    """Refuses a batch with one number per channel: its variance is 0.

    Raises:
        ValueError: if there is one.
    """
    count = size[0] if len(size) < 3 else math.prod((size[0], *size[2:]))
    if count == 1:
        raise ValueError(
            "Expected more than 1 value per channel when training, got input "
            f"size {size!r}\nOne number has no variance: use a larger batch, "
            "or module.eval()."
        )


def _check_batch_norm(
    input: Tensor,
    running_mean: Tensor | None,
    running_var: Tensor | None,
    weight: Tensor | None,
    bias: Tensor | None,
    training: bool,
) -> None:
    if input.ndim < 2:
        if running_mean is not None:
            raise RuntimeError(
                "running_mean should contain 0 elements not "
                f"{running_mean.numel()}"
            )
        raise IndexError(
            "Dimension out of range (expected to be in range of "
            f"[{-max(input.ndim, 1)}, {max(input.ndim, 1) - 1}], but got 1)"
        )
    channels = input.shape[1]
    given = (
        ("running_mean", running_mean),
        ("running_var", running_var),
        ("weight", weight),
        ("bias", bias),
    )
    for name, x in given:
        if x is None and not training and name.startswith("running"):
            raise RuntimeError(f"{name} must be defined in evaluation mode")
        if x is not None and x.numel() != channels:
            raise RuntimeError(
                f"{name} should contain {channels} elements not {x.numel()}"
            )
    if input._array.dtype.kind != "f":
        raise NotImplementedError(
            f"\"batch_norm\" not implemented for '{input.dtype.kind}'"
        )
    check_parameter_dtypes(input, weight, bias, running_mean, running_var)


# ---------------------------------------------------------------------------
# Over the features
# ---------------------------------------------------------------------------


class NativeLayerNorm(Op):
    """y = γ·h + β with h = (x − μ)·r for each row, so ∂x = r·(g − mean g −
    h·mean(g·h)) with g = γ·∂y, ∂γ = Σ ∂y·h and ∂β = Σ ∂y.

    The means are over the D numbers of a row.

    A primitive because it keeps x alone, where the composition keeps three
    tensors.
    """

    inputs = 3

    @staticmethod
    def forward(
        ctx: Any,
        x: Tensor,
        weight: Tensor | None,
        bias: Tensor | None,
        dims: int,
        eps: float,
    ) -> Tensor:
        ctx.save_for_backward(x, weight)
        ctx.dims, ctx.eps, ctx.training = dims, eps, True
        a = x._array
        n = math.prod(a.shape[-dims:])
        ctx.mean = row_sums(a, None, dims) / n
        y = a - ctx.mean
        var = row_sums(y, y, dims) / n
        ctx.r = 1 / np.sqrt(var + a.dtype.type(eps))
        y *= ctx.r
        if weight is not None:
            y *= weight._array
        if bias is not None:
            y += bias._array
        return wrap(y)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        x, weight = ctx.saved_tensors
        need_x, need_weight, need_bias = ctx.edges[:3]
        dims = ctx.dims

        def sums(a: Any, b: Any = None) -> Any:
            return row_sums(a, b, dims)

        mean, r = statistics_again(ctx, x, sums)
        h = (x - mean) * r
        n = math.prod(x.shape[x.ndim - dims :])
        batch = tuple(range(x.ndim - dims))
        grad_x = grad_weight = grad_bias = None
        if need_x:
            g = grad if weight is None else grad * weight
            grad_x = r * (g - sums(g) / n - h * (sums(g, h) / n))
        if need_weight:
            grad_weight = (grad * h).sum(batch) if batch else grad * h
        if need_bias:
            grad_bias = grad.sum(batch) if batch else grad
        return grad_x, grad_weight, grad_bias, None, None


def row_sums(x: Any, y: Any, dims: int) -> Any:
    """Sums x, or x·y, over the last dims; keeps them, with size 1."""
    shape = (*x.shape[: x.ndim - dims], *(1,) * dims)
    if isinstance(x, Tensor):
        product = x if y is None else x * y
        return product.sum(tuple(range(x.ndim - dims, x.ndim))).reshape(shape)
    rows = math.prod(shape), math.prod(x.shape[x.ndim - dims :])
    if y is None:
        sums = np.einsum("nd->n", x.reshape(rows))
    else:
        sums = np.einsum("nd,nd->n", x.reshape(rows), y.reshape(rows))
    return sums.reshape(shape)


def layer_norm(
    input: Tensor,
    normalized_shape: Sequence[int],
    weight: Tensor | None = None,
    bias: Tensor | None = None,
    eps: float = 1e-5,
) -> Tensor:
    """Normalises over the last dimensions, for each example by itself.

    Args:
        input: ``(*, *normalized_shape)``.
        normalized_shape: over which dimensions, given by their sizes.
        weight: γ, of shape ``normalized_shape``.
        bias: β, of the same shape.
        eps: added to the variance, against division by zero.

    See :func:`torch.nn.functional.layer_norm`; Ba et al. (2016),
    https://arxiv.org/abs/1607.06450.
    """
    shape = tuple(normalized_shape)
    affine = {"weight": weight, "bias": bias}
    check_normalized_shape(input, shape, affine, ", ")
    check_parameter_dtypes(input, weight, bias)
    if input._array.dtype.kind != "f":
        raise NotImplementedError(
            f"\"LayerNormKernelImpl\" not implemented for '{input.dtype.kind}'"
        )
    return NativeLayerNorm.apply(input, weight, bias, len(shape), eps)


def check_normalized_shape(
    input: Tensor,
    normalized_shape: Sequence[int],
    affine: dict[str, Tensor | None],
    comma: str,
) -> None:
    """Refuses what does not end with these sizes, or is not of this shape."""
    shape = tuple(normalized_shape)
    if len(shape) == 0:
        raise RuntimeError(
            "Expected normalized_shape to be at least 1-dimensional, i.e., "
            "containing at least one element, but got normalized_shape = []"
        )
    for name, x in affine.items():
        if x is not None and tuple(x.shape) != shape:
            raise RuntimeError(
                f"Expected {name} to be of same shape as normalized_shape, but "
                f"got {name} of shape {list(x.shape)} and normalized_shape = "
                f"{list(shape)}"
            )
    if tuple(input.shape[-len(shape) :]) != shape:
        wanted = ", ".join(str(n) for n in shape)
        raise RuntimeError(
            f"Given normalized_shape={list(shape)}, expected input with shape "
            f"[*{comma}{wanted}], but got input of size{list(input.shape)}"
        )
