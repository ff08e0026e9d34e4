"""``torch.nn.functional``: layers and losses as plain functions.

A module keeps parameters and calls one of these; you may call them too. Most
live in ``_ops``, with their derivatives; the ones that draw random numbers in
``_random_functional.py``. Here are the ones made of other operations.
"""

# ruff: noqa: F401

from __future__ import annotations

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
from .._ops.average_pooling import (
    adaptive_avg_pool1d,
    adaptive_avg_pool2d,
    avg_pool1d,
    avg_pool2d,
    avg_pool3d,
)
from .._ops.conv import conv1d, conv2d, conv3d
from .._ops.conv_transpose import (
    conv_transpose1d,
    conv_transpose2d,
    conv_transpose3d,
)
from .._ops.cross_entropy import cross_entropy, nll_loss
from .._ops.embedding import embedding, one_hot
from .._ops.addmm import addmm
from .._ops.matmul import matmul, mm
from .._ops.loss import huber_loss, kl_div, l1_loss, mse_loss, smooth_l1_loss
from .._ops.loss_binary import (
    binary_cross_entropy,
    binary_cross_entropy_with_logits,
)
from .._ops.normalization import batch_norm, layer_norm
from .._ops.padding import pad
from .._ops.pointwise import sigmoid, tanh
from .._ops.pooling import max_pool1d, max_pool2d, max_pool3d
from .._ops.reduce import vector_norm
from .._ops.softmax import log_softmax, softmax, softmin
from .._tensor import Tensor
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
        raise RuntimeError(
            f"mat2 must be a matrix, got {weight.ndim}-D tensor"
        )
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


def pairwise_distance(
    x1: Tensor,
    x2: Tensor,
    p: float = 2.0,
    eps: float = 1e-6,
    keepdim: bool = False,
) -> Tensor:
    """Computes the p-norm of x1 - x2 + eps along the last dimension.

    See :func:`torch.nn.functional.pairwise_distance`.
    """
    return vector_norm(x1 - x2 + eps, p, -1, keepdim=keepdim)


def cosine_similarity(
    x1: Tensor, x2: Tensor, dim: int = 1, eps: float = 1e-8
) -> Tensor:
    """Computes the cosine of the angle between vectors along ``dim``.

    See :func:`torch.nn.functional.cosine_similarity`.
    """
    unit1, unit2 = (
        x / vector_norm(x, 2, dim, keepdim=True).clamp(min=eps)
        for x in (x1, x2)
    )
    return (unit1 * unit2).sum(dim)
