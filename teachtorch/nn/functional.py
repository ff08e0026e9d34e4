"""``torch.nn.functional``: layers and losses as plain functions.

A module keeps parameters and calls one of these; you may call them too. Most
live in ``_ops``, with their derivatives; the ones that draw random numbers in
``_random_functional.py``. Here are the ones made of other operations.
"""

# ruff: noqa: F401

from __future__ import annotations

import warnings
from collections.abc import Sequence

from .._ops.activation import (
    hardshrink,
    hardsigmoid,
    hardswish,
    hardtanh,
    hardtanh_,
    leaky_relu,
    leaky_relu_,
    prelu,
    relu,
    relu6,
    relu_,
    softshrink,
    threshold,
    threshold_,
)
from .._ops.activation_smooth import (
    celu,
    celu_,
    elu,
    elu_,
    gelu,
    glu,
    logsigmoid,
    mish,
    selu,
    selu_,
    silu,
    softplus,
    softsign,
    tanhshrink,
)
from .._ops.adaptive_pooling import (
    adaptive_avg_pool1d,
    adaptive_avg_pool2d,
    adaptive_avg_pool3d,
    adaptive_max_pool1d,
    adaptive_max_pool2d,
    adaptive_max_pool3d,
)
from .._ops.addmm import addmm
from .._ops.average_pooling import (
    avg_pool1d,
    avg_pool2d,
    avg_pool3d,
    lp_pool1d,
    lp_pool2d,
    lp_pool3d,
)
from .._ops.conv import conv1d, conv2d, conv3d
from .._ops.conv_transpose import (
    conv_transpose1d,
    conv_transpose2d,
    conv_transpose3d,
)
from .._ops.cross_entropy import cross_entropy, nll_loss
from .._ops.ctc import ctc_loss
from .._ops.distances import cosine_similarity, pairwise_distance
from .._ops.embedding import embedding, one_hot
from .._ops.embedding_bag import embedding_bag
from .._ops.grid_sampling import affine_grid, grid_sample
from .._ops.group_normalization import group_norm, instance_norm
from .._ops.hyperbolic import tanh
from .._ops.interpolation import interpolate
from .._ops.logistic import sigmoid
from .._ops.loss import huber_loss, kl_div, l1_loss, mse_loss, smooth_l1_loss
from .._ops.loss_binary import (
    binary_cross_entropy,
    binary_cross_entropy_with_logits,
)
from .._ops.loss_likelihood import gaussian_nll_loss, poisson_nll_loss
from .._ops.loss_margin import (
    cosine_embedding_loss,
    hinge_embedding_loss,
    margin_ranking_loss,
    multilabel_soft_margin_loss,
    soft_margin_loss,
    triplet_margin_loss,
    triplet_margin_with_distance_loss,
)
from .._ops.loss_multi_margin import multi_margin_loss, multilabel_margin_loss
from .._ops.matmul import matmul, mm
from .._ops.normalization import batch_norm, layer_norm
from .._ops.norms import vector_norm
from .._ops.padding import pad
from .._ops.pooling import max_pool1d, max_pool2d, max_pool3d
from .._ops.scale_normalization import local_response_norm, rms_norm
from .._ops.shuffling import channel_shuffle, pixel_shuffle, pixel_unshuffle
from .._ops.softmax import log_softmax, softmax, softmin
from .._ops.unpooling import max_unpool1d, max_unpool2d, max_unpool3d
from .._ops.windows import fold, unfold
from .._tensor import Tensor
from ._attention import scaled_dot_product_attention
from ._multi_head import multi_head_attention_forward
from ._random_functional import (
    alpha_dropout,
    dropout,
    dropout1d,
    dropout2d,
    dropout3d,
    feature_alpha_dropout,
    gumbel_softmax,
    rrelu,
    rrelu_,
)

# -- linear -------------------------------------------------------------------


def linear(input: Tensor, weight: Tensor, bias: Tensor | None = None) -> Tensor:
    r"""Computes :math:`x W^\top + b` over the last dimension.

    Args:
        input: x, of shape ``(*, in_features)``.
        weight: W, of shape ``(out_features, in_features)``.
        bias: b, of shape ``(out_features,)``.

    See :func:`torch.nn.functional.linear`.

    >>> from teachtorch import ones
    >>> linear(ones(2, 3), ones(1, 3))
    tensor([[3.],
            [3.]])
    """
    if not isinstance(input, Tensor):
        raise TypeError(
            "linear(): argument 'input' (position 1) must be Tensor, not "
            f"{type(input).__name__}"
        )
    if input.ndim == 2 and weight.ndim == 2:
        if bias is None:
            return mm(input, weight.t())
        return addmm(bias, input, weight.t())
    if input.ndim == 0:
        raise RuntimeError(
            "both arguments to linear need to be at least 1D, but they are "
            f"0D and {weight.ndim}D"
        )
    if bias is None:
        return matmul(input, weight.t())
    if weight.ndim != 2:
        raise RuntimeError(f"mat2 must be a matrix, got {weight.ndim}-D tensor")
    if input.is_contiguous():
        # All dimensions but the last make one batch.
        rows = addmm(bias, input.view(-1, input.shape[-1]), weight.t())
        return rows.view(*input.shape[:-1], weight.shape[0])
    return matmul(input, weight.t()) + bias


def bilinear(
    input1: Tensor,
    input2: Tensor,
    weight: Tensor,
    bias: Tensor | None = None,
) -> Tensor:
    r"""Computes :math:`x_1^\top W_o x_2 + b_o` for each output o.

    See :func:`torch.nn.functional.bilinear`.
    """
    for dim, (n, m) in enumerate(zip(input1.shape[:-1], input2.shape[:-1])):
        if n != m:
            raise RuntimeError(
                "bilinear(): input batch dimensions do not match at dim "
                f"{dim}: got {n} and {m}"
            )
    for which, x in ((1, input1), (2, input2)):
        if x.shape[-1] != weight.shape[which]:
            raise RuntimeError(
                f"bilinear(): input{which} size does not match weight size: "
                f"got {x.shape[-1]} but expected {weight.shape[which]}"
            )
    outputs, n, m = weight.shape
    x1 = input1.reshape(-1, 1, n)
    x2 = input2.reshape(-1, m, 1)
    # For each output a (batch, m) matrix x₁ᵀW, times x₂ row by row.
    left = matmul(x1, weight.permute(1, 0, 2).reshape(n, outputs * m))
    y = matmul(left.reshape(-1, outputs, m), x2)
    y = y.reshape(*input1.shape[:-1], outputs)
    return y if bias is None else y + bias


# -- distances ----------------------------------------------------------------


def normalize(
    input: Tensor,
    p: float = 2.0,
    dim: int | tuple[int, ...] = 1,
    eps: float = 1e-12,
    out: Tensor | None = None,
) -> Tensor:
    """Divides by the p-norm along ``dim``, or by ``eps`` if that is larger.

    See :func:`torch.nn.functional.normalize`.
    """
    norm = vector_norm(input, p, dim, keepdim=True)
    result = input / norm.clamp(min=eps).expand_as(input)
    return result if out is None else out.copy_(result)


# -- deprecated names ---------------------------------------------------------


def upsample(
    input: Tensor,
    size: int | Sequence[int] | None = None,
    scale_factor: float | Sequence[float] | None = None,
    mode: str = "nearest",
    align_corners: bool | None = None,
) -> Tensor:
    """Is the old name of :func:`interpolate`."""
    _warn_deprecated("upsample")
    return interpolate(input, size, scale_factor, mode, align_corners)


def upsample_nearest(
    input: Tensor,
    size: int | Sequence[int] | None = None,
    scale_factor: float | Sequence[float] | None = None,
) -> Tensor:
    """Is :func:`interpolate` with ``mode="nearest"``."""
    _warn_deprecated("upsample_nearest")
    return interpolate(input, size, scale_factor, "nearest")


def upsample_bilinear(
    input: Tensor,
    size: int | Sequence[int] | None = None,
    scale_factor: float | Sequence[float] | None = None,
) -> Tensor:
    """Is :func:`interpolate` with ``mode="bilinear"``, corners aligned."""
    _warn_deprecated("upsample_bilinear")
    return interpolate(input, size, scale_factor, "bilinear", True)


def _warn_deprecated(name: str) -> None:
    warnings.warn(
        f"`nn.functional.{name}` is deprecated. Use "
        "`nn.functional.interpolate` instead.",
        stacklevel=3,
    )
