"""Attention as a function: softmax(Q Kᵀ / √d + M) V.

``_multi_head.py`` makes queries, keys and values and runs several heads side
by side; the layer that owns the weights is in ``attention.py``.
"""

from __future__ import annotations

import math
import warnings

from .. import _dtype
from .._creation import ones, zeros_like
from .._ops.matmul import matmul
from .._ops.softmax import softmax
from .._tensor import Tensor
from ._random_functional import dropout


def scaled_dot_product_attention(
    query: Tensor,
    key: Tensor,
    value: Tensor,
    attn_mask: Tensor | None = None,
    dropout_p: float = 0.0,
    is_causal: bool = False,
    scale: float | None = None,
    enable_gqa: bool = False,
) -> Tensor:
    r"""Computes :math:`\mathrm{softmax}(s\,Q K^\top + M)\,V`.

    Each query is compared with all keys; the softmax of the comparisons says
    how much of each value goes into the answer.

    Args:
        query: Q, ``(..., steps, size)``.
        key: K, ``(..., source steps, size)``.
        value: V, ``(..., source steps, value size)``.
        attn_mask: M, added to the comparisons; or true where a query may look
            at a key. Must broadcast to ``(..., steps, source steps)``.
        dropout_p: how probable it is to drop a weight.
        is_causal: let query i see keys up to i only.
        scale: s; by default 1/√size, which keeps the variance of the
            comparisons that of the entries.
        enable_gqa: keys and values have fewer heads (dim -3), each for several
            of the queries'.

    A query that may look at nothing gets 0. Vaswani et al. (2017),
    https://arxiv.org/abs/1706.03762. See
    :func:`torch.nn.functional.scaled_dot_product_attention`.

    >>> x = torch.eye(2)
    >>> F.scaled_dot_product_attention(x, x, x, is_causal=True)
    tensor([[1.0000, 0.0000],
            [0.3302, 0.6698]])
    """
    _check_sizes(query, key, value, attn_mask, is_causal)
    if enable_gqa:
        groups = query.shape[-3] // key.shape[-3]
        key = key.repeat_interleave(groups, -3)
        value = value.repeat_interleave(groups, -3)
    if is_causal:
        shape = query.shape[-2], key.shape[-2]
        attn_mask = ones(shape, dtype=_dtype.bool_).tril()
    if attn_mask is not None and attn_mask.dtype is _dtype.bool_:
        attn_mask = minus_infinity_where(~attn_mask, query.dtype)
    if scale is None:
        scale = 1 / math.sqrt(query.shape[-1])
    scores = matmul(query * scale, key.mT)
    if attn_mask is None:
        weights = softmax(scores, -1)
    else:
        scores = scores + attn_mask
        # Where all is hidden, softmax would be 0/0, and its gradient too.
        nothing = (scores == -math.inf).all(-1, keepdim=True)
        weights = softmax(scores.masked_fill(nothing, 0.0), -1)
        weights = weights.masked_fill(nothing, 0.0)
    return matmul(dropout(weights, dropout_p), value)


def _check_sizes(
    query: Tensor,
    key: Tensor,
    value: Tensor,
    attn_mask: Tensor | None,
    is_causal: bool,
) -> None:
    if query.dtype is not key.dtype or query.dtype is not value.dtype:
        raise RuntimeError(
            "Expected query, key, and value to have the same dtype, but got "
            f"query.dtype: {query.dtype.kind.lower()} key.dtype: "
            f"{key.dtype.kind.lower()} and value.dtype: "
            f"{value.dtype.kind.lower()} instead."
        )
    if min(query.ndim, key.ndim, value.ndim) < 2:
        raise RuntimeError(
            "Expected query, key, and value to all be  at least 2 "
            f"dimensional, but got query.dim: {query.ndim} key.dim: "
            f"{key.ndim} and value.dim: {value.ndim} instead."
        )
    if attn_mask is None:
        return
    if is_causal:
        raise RuntimeError(
            "_scaled_dot_product_attention: Explicit attn_mask should not be "
            "set when is_causal=True"
        )
    if attn_mask.dtype not in (_dtype.bool_, query.dtype, _dtype.float32):
        raise RuntimeError(
            "Expected attn_mask dtype to be bool or float or to match query "
            f"dtype, but got attn_mask.dtype: {attn_mask.dtype.kind.lower()} "
            f"and  query.dtype: {query.dtype.kind.lower()} instead."
        )


def minus_infinity_where(mask: Tensor, dtype: _dtype.dtype) -> Tensor:
    """Gives −∞ where a mask is true and 0 elsewhere: for adding to scores."""
    return zeros_like(mask, dtype=dtype).masked_fill(mask, -math.inf)


def float_mask(
    mask: Tensor | None,
    mask_name: str,
    dtype: _dtype.dtype,
    other: Tensor | None = None,
    other_name: str = "",
) -> Tensor | None:
    """Makes a mask that is true where not to look one that can be added.

    Args:
        mask: bool or floating point; the latter is given back as it is.
        mask_name: what messages call it.
        dtype: of the result.
        other: another mask, which should have the same dtype.
        other_name: what messages call that.
    """
    if mask is None:
        return None
    floating = mask.dtype.is_floating_point
    if mask.dtype is not _dtype.bool_ and not floating:
        raise AssertionError(
            f"only bool and floating types of {mask_name} are supported"
        )
    if other is not None and mask.dtype is not other.dtype:
        warnings.warn(
            f"Support for mismatched {mask_name} and {other_name} is "
            "deprecated. Use same type for both instead.",
            stacklevel=3,
        )
    return mask if floating else minus_infinity_where(mask, dtype)
