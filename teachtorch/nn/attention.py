"""MultiheadAttention: the layer that lets every step look at every other.

The formula is in ``_attention.py``. The chapter on attention builds it up
from one query and a handful of keys.
"""

from __future__ import annotations

from typing import Any

from .._creation import empty
from .._tensor import Tensor
from . import functional as F
from . import init
from ._attention import float_mask
from .linear import Linear
from .module import Module
from .parameter import Parameter


class NonDynamicallyQuantizableLinear(Linear):
    """A Linear layer: PyTorch prints this name for an attention's output."""


class MultiheadAttention(Module):
    r"""Attends with several heads, each to its own part of the features.

    With the projected queries, keys and values of head j,

    .. math::

        \text{head}_j = \mathrm{softmax}(Q_j K_j^\top / \sqrt{d}) V_j, \qquad
        y = [\text{head}_1, \ldots, \text{head}_h]\, W_o^\top + b_o

    Args:
        embed_dim: size of queries and of the output.
        num_heads: h; each head has d = ``embed_dim / num_heads`` features.
        dropout: how probable it is to drop an attention weight.
        bias: whether the projections have biases.
        add_bias_kv: add one learned key and value behind the others.
        add_zero_attn: add a key and a value of zeros behind the others.
        kdim: size of keys, if not ``embed_dim``.
        vdim: size of values, if not ``embed_dim``.
        batch_first: inputs are ``(batch, steps, size)``.
        device: where the parameters are: the CPU.
        dtype: of the parameters.

    Shape:
        - query: ``(steps, batch, embed_dim)``, key and value:
          ``(source steps, batch, size)``; all three without the batch, too.
        - output: as the query; weights: ``(batch, steps, source steps)``.

    Vaswani et al. (2017), https://arxiv.org/abs/1706.03762. See
    :class:`torch.nn.MultiheadAttention`.

    >>> attention = nn.MultiheadAttention(8, 2)
    >>> x = torch.zeros(5, 3, 8)
    >>> output, weights = attention(x, x, x)
    >>> output.shape, weights.shape
    (torch.Size([5, 3, 8]), torch.Size([3, 5, 5]))
    """

    def __init__(
        self,
        embed_dim: int,
        num_heads: int,
        dropout: float = 0.0,
        bias: bool = True,
        add_bias_kv: bool = False,
        add_zero_attn: bool = False,
        kdim: int | None = None,
        vdim: int | None = None,
        batch_first: bool = False,
        device: Any = None,
        dtype: Any = None,
    ) -> None:
        if embed_dim <= 0 or num_heads <= 0:
            raise ValueError(
                "embed_dim and num_heads must be greater than 0, got "
                f"embed_dim={embed_dim} and num_heads={num_heads} instead"
            )
        super().__init__()
        self.embed_dim = embed_dim
        self.kdim = embed_dim if kdim is None else kdim
        self.vdim = embed_dim if vdim is None else vdim
        self._qkv_same_embed_dim = self.kdim == self.vdim == embed_dim
        self.num_heads = num_heads
        self.dropout = dropout
        self.batch_first = batch_first
        self.head_dim = embed_dim // num_heads
        if self.head_dim * num_heads != embed_dim:
            raise AssertionError("embed_dim must be divisible by num_heads")
        options = {"device": device, "dtype": dtype}
        self._add_projections(bias, options)
        self.out_proj = NonDynamicallyQuantizableLinear(
            embed_dim, embed_dim, bias, **options
        )
        self.bias_k = self.bias_v = None
        if add_bias_kv:
            self.bias_k = Parameter(empty((1, 1, embed_dim), **options))
            self.bias_v = Parameter(empty((1, 1, embed_dim), **options))
        self.add_zero_attn = add_zero_attn
        self._reset_parameters()

    def _add_projections(self, bias: bool, options: dict) -> None:
        n = self.embed_dim
        shapes: dict[str, tuple | None] = {
            "q_proj_weight": (n, n),
            "k_proj_weight": (n, self.kdim),
            "v_proj_weight": (n, self.vdim),
            "in_proj_weight": None,
        }
        if self._qkv_same_embed_dim:
            # One above the other, so that one product computes all three.
            shapes = {"in_proj_weight": (3 * n, n)} | dict.fromkeys(
                ["q_proj_weight", "k_proj_weight", "v_proj_weight"]
            )
        shapes["in_proj_bias"] = (3 * n,) if bias else None
        for name, shape in shapes.items():
            if shape is None:
                self.register_parameter(name, None)
            else:
                setattr(self, name, Parameter(empty(shape, **options)))

    def _reset_parameters(self) -> None:
        if self._qkv_same_embed_dim:
            init.xavier_uniform_(self.in_proj_weight)
        else:
            init.xavier_uniform_(self.q_proj_weight)
            init.xavier_uniform_(self.k_proj_weight)
            init.xavier_uniform_(self.v_proj_weight)
        if self.in_proj_bias is not None:
            init.constant_(self.in_proj_bias, 0.0)
            init.constant_(self.out_proj.bias, 0.0)
        if self.bias_k is not None:
            init.xavier_normal_(self.bias_k)
        if self.bias_v is not None:
            init.xavier_normal_(self.bias_v)

    def forward(
        self,
        query: Tensor,
        key: Tensor,
        value: Tensor,
        key_padding_mask: Tensor | None = None,
        need_weights: bool = True,
        attn_mask: Tensor | None = None,
        average_attn_weights: bool = True,
        is_causal: bool = False,
    ) -> tuple[Tensor, Tensor | None]:
        """Looks up queries among keys and gives mixtures of values.

        Args:
            query: what each step asks for.
            key: what each source step offers.
            value: what it answers.
            key_padding_mask: ``(batch, source steps)``, true at padding, or
                numbers to be added to the scores.
            need_weights: give the attention weights too.
            attn_mask: ``(steps, source steps)``, or one for each head of each
                example; true where not to look, or numbers to be added.
            average_attn_weights: give the mean of the heads' weights, not
                ``(batch, heads, steps, source steps)``.
            is_causal: a hint that ``attn_mask`` hides the future.
        """
        dtype = query.dtype
        key_padding_mask = float_mask(
            key_padding_mask, "key_padding_mask", dtype, attn_mask, "attn_mask"
        )
        attn_mask = float_mask(attn_mask, "attn_mask", dtype)
        swap = self.batch_first and query.ndim == 3
        if swap:
            query, key, value = _swap_batch(query, key, value)
        output, weights = F.multi_head_attention_forward(
            query,
            key,
            value,
            self.embed_dim,
            self.num_heads,
            self.in_proj_weight,
            self.in_proj_bias,
            self.bias_k,
            self.bias_v,
            self.add_zero_attn,
            self.dropout,
            self.out_proj.weight,
            self.out_proj.bias,
            training=self.training,
            key_padding_mask=key_padding_mask,
            need_weights=need_weights,
            attn_mask=attn_mask,
            use_separate_proj_weight=not self._qkv_same_embed_dim,
            q_proj_weight=self.q_proj_weight,
            k_proj_weight=self.k_proj_weight,
            v_proj_weight=self.v_proj_weight,
            average_attn_weights=average_attn_weights,
            is_causal=is_causal,
        )
        if swap:
            output = output.transpose(1, 0)
        return output, weights


def _swap_batch(query: Tensor, key: Tensor, value: Tensor) -> tuple:
    """Puts steps first; inputs that are one Tensor stay one."""
    swapped: dict[int, Tensor] = {}
    for x in (query, key, value):
        if id(x) not in swapped:
            swapped[id(x)] = x.transpose(1, 0)
    return tuple(swapped[id(x)] for x in (query, key, value))
