"""Attention with several heads: around the formula of ``_attention.py``.

Queries, keys and values are made of the inputs, cut into heads, masked, and
the heads' answers put together again. The layer that owns the weights is in
``attention.py``.
"""

from __future__ import annotations

import math

from .._creation import zeros
from .._ops.joining import cat
from .._ops.matmul import matmul
from .._ops.padding import pad
from .._ops.softmax import softmax
from .._tensor import Tensor
from ._attention import float_mask, scaled_dot_product_attention
from ._random_functional import dropout


def multi_head_attention_forward(
    query: Tensor,
    key: Tensor,
    value: Tensor,
    embed_dim_to_check: int,
    num_heads: int,
    in_proj_weight: Tensor | None,
    in_proj_bias: Tensor | None,
    bias_k: Tensor | None,
    bias_v: Tensor | None,
    add_zero_attn: bool,
    dropout_p: float,
    out_proj_weight: Tensor,
    out_proj_bias: Tensor | None,
    training: bool = True,
    key_padding_mask: Tensor | None = None,
    need_weights: bool = True,
    attn_mask: Tensor | None = None,
    use_separate_proj_weight: bool = False,
    q_proj_weight: Tensor | None = None,
    k_proj_weight: Tensor | None = None,
    v_proj_weight: Tensor | None = None,
    static_k: Tensor | None = None,
    static_v: Tensor | None = None,
    average_attn_weights: bool = True,
    is_causal: bool = False,
) -> tuple[Tensor, Tensor | None]:
    """Attends with several heads, each to its own part of the features.

    :class:`~teachtorch.nn.MultiheadAttention` explains the arguments and owns
    the weights.

    Returns:
        the output, ``(steps, batch, features)``, and the attention weights or
        None.

    See :func:`torch.nn.functional.multi_head_attention_forward`.
    """
    batched = _check_dimensions(
        query, key, value, key_padding_mask, attn_mask, num_heads
    )
    if not batched:
        query, key, value = (x.unsqueeze(1) for x in (query, key, value))
        if key_padding_mask is not None:
            key_padding_mask = key_padding_mask.unsqueeze(0)
    dtype = query.dtype
    key_padding_mask = float_mask(
        key_padding_mask, "key_padding_mask", dtype, attn_mask, "attn_mask"
    )
    if is_causal and attn_mask is None:
        raise RuntimeError(
            "Need attn_mask if specifying the is_causal hint. You may use the "
            "Transformer module method `generate_square_subsequent_mask` to "
            "create this mask."
        )
    is_causal = is_causal and key_padding_mask is None and not need_weights
    attn_mask = None if is_causal else float_mask(attn_mask, "attn_mask", dtype)
    _check_shapes(
        query,
        key,
        value,
        embed_dim_to_check,
        num_heads,
        use_separate_proj_weight,
    )
    weights = (
        (q_proj_weight, k_proj_weight, v_proj_weight)
        if use_separate_proj_weight
        else (in_proj_weight,) * 3
    )
    if use_separate_proj_weight:
        _check_weights(query, key, value, weights)
    q, k, v = _project(query, key, value, weights, in_proj_bias)
    steps, batch, _ = query.shape
    attn_mask = _shape_mask(attn_mask, steps, len(k), batch, num_heads)
    if bias_k is not None and bias_v is not None:
        k = cat([k, bias_k.expand(1, batch, -1)])
        v = cat([v, bias_v.expand(1, batch, -1)])
    q, k, v = (_split_heads(x, num_heads, batch) for x in (q, k, v))
    k = k if static_k is None else _static(static_k, "static_k", k)
    v = v if static_v is None else _static(static_v, "static_v", v)
    if key_padding_mask is not None:
        added = int(bias_k is not None and bias_v is not None)
        _check_padding(key_padding_mask, batch, k.shape[2] - added)
    if add_zero_attn:
        nothing = zeros((batch, num_heads, 1, k.shape[-1]), dtype=dtype)
        k, v = cat([k, nothing], 2), cat([v, nothing], 2)
    mask = _join_masks(attn_mask, key_padding_mask, k.shape[2])
    p = dropout_p if training else 0.0
    heads, shares = _attend(q, k, v, mask, p, is_causal, need_weights)
    # (batch, heads, steps, size) to rows of all heads side by side.
    rows = heads.permute(2, 0, 1, 3).reshape(steps * batch, -1)
    output = _linear(rows, out_proj_weight, out_proj_bias)
    output = output.view(steps, batch, -1)
    if shares is not None and average_attn_weights:
        shares = shares.mean(1)
    if not batched:
        output = output.squeeze(1)
        shares = None if shares is None else shares.squeeze(0)
    return output, shares


def _linear(x: Tensor, weight: Tensor, bias: Tensor | None) -> Tensor:
    from .functional import linear  # it re-exports what is in this file

    return linear(x, weight, bias)


def _attend(
    q: Tensor,
    k: Tensor,
    v: Tensor,
    mask: Tensor | None,
    p: float,
    is_causal: bool,
    need_weights: bool,
) -> tuple[Tensor, Tensor | None]:
    """Computes the heads' answers, and their attention weights if needed."""
    if not need_weights:
        heads = scaled_dot_product_attention(q, k, v, mask, p, is_causal)
        return heads, None
    scores = matmul(q * math.sqrt(1 / q.shape[-1]), k.mT)
    shares = softmax(scores if mask is None else scores + mask, -1)
    shares = dropout(shares, p)
    return matmul(shares, v), shares


def _project(
    query: Tensor,
    key: Tensor,
    value: Tensor,
    weights: tuple,
    bias: Tensor | None,
) -> tuple:
    """Multiplies the inputs by their weights, those that are one at once."""
    size = query.shape[-1]
    biases = (None,) * 3 if bias is None else bias.chunk(3)
    packed = weights[0]
    if packed is not weights[1]:
        inputs = query, key, value
        return tuple(map(_linear, inputs, weights, biases))
    if key is not value:
        inputs = query, key, value
        return tuple(map(_linear, inputs, packed.chunk(3), biases))
    if query is key:
        return _linear(query, packed, bias).chunk(3, -1)
    both = None if bias is None else bias[size:]
    k_and_v = _linear(key, packed[size:], both)
    return _linear(query, packed[:size], biases[0]), *k_and_v.chunk(2, -1)


def _split_heads(x: Tensor, heads: int, batch: int) -> Tensor:
    """Makes (batch, heads, steps, size) of (steps, batch, features).

    Raises:
        RuntimeError: if it has another batch than the queries.
    """
    steps = len(x)
    if x.shape[1] != batch:
        wanted = [steps, batch * heads, x.shape[-1] // heads]
        raise RuntimeError(
            f"shape '{wanted}' is invalid for input of size {x.numel()}"
        )
    return x.reshape(steps, batch, heads, -1).permute(1, 2, 0, 3)


def _static(given: Tensor, name: str, computed: Tensor) -> Tensor:
    """Shapes keys or values that are given instead of computed."""
    batch, heads, _, size = computed.shape
    for dim, expected in ((0, batch * heads), (2, size)):
        if given.shape[dim] != expected:
            raise AssertionError(
                f"expecting {name}.size({dim}) of {expected}, but got "
                f"{given.shape[dim]}"
            )
    return given.view(batch, heads, -1, size)


def _shape_mask(
    mask: Tensor | None, steps: int, source: int, batch: int, heads: int
) -> Tensor | None:
    """Makes a mask of two or three dims one of four."""
    if mask is None:
        return None
    expected: tuple = (steps, source)
    if mask.ndim == 3:
        expected = (batch * heads, steps, source)
    if mask.shape != expected:
        raise RuntimeError(
            f"The shape of the {mask.ndim}D attn_mask is {mask.shape}, but "
            f"should be {expected}."
        )
    lead = (1, 1) if mask.ndim == 2 else (batch, heads)
    return mask.view(*lead, steps, source)


def _join_masks(
    attn_mask: Tensor | None, padding: Tensor | None, source: int
) -> Tensor | None:
    """Adds up both masks; keys that were added behind are never masked."""

    def widen(mask: Tensor) -> Tensor:
        return pad(mask, (0, source - mask.shape[-1]))

    if padding is not None:
        padding = widen(padding[:, None, None])
    if attn_mask is None:
        return padding
    attn_mask = widen(attn_mask)
    return attn_mask if padding is None else attn_mask + padding


def _check_dimensions(
    query: Tensor,
    key: Tensor,
    value: Tensor,
    padding: Tensor | None,
    mask: Tensor | None,
    heads: int,
) -> bool:
    """Refuses inputs that do not fit together; tells if there is a batch."""
    n = query.ndim
    if n not in (2, 3):
        raise AssertionError(
            "query should be unbatched 2D or batched 3D tensor but received "
            f"{n}-D query tensor"
        )
    start = f"For {'un' * (n == 2)}batched ({n}-D) `query`, expected "
    if key.ndim != n or value.ndim != n:
        raise AssertionError(
            f"{start}`key` and `value` to be {n}-D but found {key.ndim}-D and "
            f"{value.ndim}-D tensors respectively"
        )
    if padding is not None and padding.ndim != n - 1:
        raise AssertionError(
            f"{start}`key_padding_mask` to be `None` or {n - 1}-D but found "
            f"{padding.ndim}-D tensor instead"
        )
    if mask is not None and mask.ndim not in (2, 3):
        raise AssertionError(
            f"{start}`attn_mask` to be `None`, 2-D or 3-D but found "
            f"{mask.ndim}-D tensor instead"
        )
    if n == 2 and mask is not None and mask.ndim == 3:
        expected = (heads, len(query), len(key))
        if mask.shape != expected:
            raise AssertionError(
                f"Expected `attn_mask` shape to be {expected} but got "
                f"{mask.shape}"
            )
    return n == 3


def _check_padding(padding: Tensor, *expected: int) -> None:
    for dim, n in enumerate(expected):
        if padding.shape[dim] != n:
            raise AssertionError(
                f"Expected key_padded_mask.shape[{dim}] to be {n}, but got "
                f"{padding.shape[dim]}"
            )


def _check_weights(
    query: Tensor, key: Tensor, value: Tensor, weights: tuple
) -> None:
    """Refuses inputs of another size than their own weights expect."""
    size = query.shape[-1]
    for name, x, weight in zip(
        ("query", "key", "value"), (query, key, value), weights
    ):
        if weight.shape != (size, x.shape[-1]):
            raise AssertionError(
                f"expecting {name} weights shape of {(size, x.shape[-1])}, but "
                f"got {weight.shape}"
            )


def _check_shapes(
    query: Tensor,
    key: Tensor,
    value: Tensor,
    size: int,
    heads: int,
    separate: bool,
) -> None:
    found = query.shape[-1]
    if found != size:
        raise AssertionError(
            f"was expecting embedding dimension of {size}, but got {found}"
        )
    if size % heads:
        raise AssertionError(
            f"embed_dim {size} not divisible by num_heads {heads}"
        )
    if separate and key.shape[:2] != value.shape[:2]:
        raise AssertionError(
            f"key's sequence and batch dims {key.shape[:2]} do not match "
            f"value's {value.shape[:2]}"
        )
    if not separate and key.shape != value.shape:
        raise AssertionError(
            f"key shape {key.shape} does not match value shape {value.shape}"
        )
