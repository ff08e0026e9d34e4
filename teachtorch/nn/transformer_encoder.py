"""The transformer's encoder: attention and a small network, in turn.

Around each of the two there is a residual connection and a layer norm; with
``norm_first`` the norm comes before, which trains more easily.
"""

from __future__ import annotations

import copy
import warnings
from collections.abc import Callable
from typing import Any

from .. import _dtype
from .._creation import arange, full
from .._tensor import Tensor
from ..autograd.grad_mode import is_grad_enabled
from . import functional as F
from ._attention import float_mask
from .activation import GELU, ReLU
from .attention import MultiheadAttention
from .container import ModuleList
from .dropout import Dropout
from .linear import Linear
from .module import Module
from .normalization import LayerNorm


class TransformerEncoderLayer(Module):
    """x = norm(x + attention(x)), then x = norm(x + network(x)).

    The network is linear2(activation(linear1(x))), with dropout inside;
    dropout also acts on each result before it is added.

    Args:
        d_model: size of every step.
        nhead: how many heads the attention has.
        dim_feedforward: size of the network's hidden layer.
        dropout: how probable it is to drop.
        activation: ``"relu"``, ``"gelu"`` or a function.
        layer_norm_eps: keeps the division of the norms safe.
        batch_first: inputs are ``(batch, steps, d_model)``.
        norm_first: x = x + attention(norm(x)) and so on instead.
        bias: whether the linear layers and the norms have biases.
        device: where the parameters are: the CPU.
        dtype: of the parameters.

    Vaswani et al. (2017), https://arxiv.org/abs/1706.03762; ``norm_first``:
    Xiong et al. (2020), https://arxiv.org/abs/2002.04745. See
    :class:`torch.nn.TransformerEncoderLayer`.

    >>> layer = nn.TransformerEncoderLayer(d_model=8, nhead=2)
    >>> layer(torch.zeros(5, 3, 8)).shape
    torch.Size([5, 3, 8])
    """

    def __init__(
        self,
        d_model: int,
        nhead: int,
        dim_feedforward: int = 2048,
        dropout: float = 0.1,
        activation: str | Callable = F.relu,
        layer_norm_eps: float = 1e-5,
        batch_first: bool = False,
        norm_first: bool = False,
        bias: bool = True,
        device: Any = None,
        dtype: Any = None,
    ) -> None:
        super().__init__()
        options = {"bias": bias, "device": device, "dtype": dtype}
        self.self_attn = MultiheadAttention(
            d_model, nhead, dropout=dropout, batch_first=batch_first, **options
        )
        self.linear1 = Linear(d_model, dim_feedforward, **options)
        self.dropout = Dropout(dropout)
        self.linear2 = Linear(dim_feedforward, d_model, **options)
        self.norm_first = norm_first
        self.norm1 = LayerNorm(d_model, eps=layer_norm_eps, **options)
        self.norm2 = LayerNorm(d_model, eps=layer_norm_eps, **options)
        self.dropout1 = Dropout(dropout)
        self.dropout2 = Dropout(dropout)
        self.activation = activation_function(activation)

    def forward(
        self,
        src: Tensor,
        src_mask: Tensor | None = None,
        src_key_padding_mask: Tensor | None = None,
        is_causal: bool = False,
    ) -> Tensor:
        """Passes steps through the layer.

        Args:
            src: the steps.
            src_mask: which step may look at which; see
                :class:`~teachtorch.nn.MultiheadAttention`.
            src_key_padding_mask: which steps are padding.
            is_causal: a hint that ``src_mask`` hides the future.
        """
        padding = float_mask(
            src_key_padding_mask,
            "src_key_padding_mask",
            src.dtype,
            src_mask,
            "src_mask",
        )
        mask = float_mask(src_mask, "src_mask", src.dtype)
        x = src
        if self.norm_first:
            x = x + self._sa_block(self.norm1(x), mask, padding, is_causal)
            return x + self._ff_block(self.norm2(x))
        x = self.norm1(x + self._sa_block(x, mask, padding, is_causal))
        return self.norm2(x + self._ff_block(x))

    def _sa_block(
        self,
        x: Tensor,
        attn_mask: Tensor | None,
        key_padding_mask: Tensor | None,
        is_causal: bool = False,
    ) -> Tensor:
        x, _ = self.self_attn(
            x,
            x,
            x,
            attn_mask=attn_mask,
            key_padding_mask=key_padding_mask,
            need_weights=False,
            is_causal=is_causal,
        )
        return self.dropout1(x)

    def _ff_block(self, x: Tensor) -> Tensor:
        hidden = self.dropout(self.activation(self.linear1(x)))
        return self.dropout2(self.linear2(hidden))


class TransformerEncoder(Module):
    """Copies of one layer, one after the other.

    Source ``(S, N, d_model)``; the output has the same shape.

    All copies start with the same weights.

    Args:
        encoder_layer: the layer to copy.
        num_layers: how many copies.
        norm: applied at the end, if given.
        enable_nested_tensor: whether evaluation without gradients may skip
            padding, as PyTorch does; its steps then come out as zeros.
        mask_check: whether to make sure that padding stands at the end.

    See :class:`torch.nn.TransformerEncoder`.
    """

    def __init__(
        self,
        encoder_layer: Module,
        num_layers: int,
        norm: Module | None = None,
        enable_nested_tensor: bool = True,
        mask_check: bool = True,
    ) -> None:
        super().__init__()
        self.layers = clones(encoder_layer, num_layers)
        self.num_layers = num_layers
        self.norm = norm
        self.enable_nested_tensor = enable_nested_tensor
        self.use_nested_tensor = enable_nested_tensor
        self.mask_check = mask_check
        reason = _why_padding_is_computed(encoder_layer)
        if enable_nested_tensor and reason:
            warnings.warn(
                "enable_nested_tensor is True, but self.use_nested_tensor is "
                f"False because {reason}",
                stacklevel=2,
            )
            self.use_nested_tensor = False

    def forward(
        self,
        src: Tensor,
        mask: Tensor | None = None,
        src_key_padding_mask: Tensor | None = None,
        is_causal: bool | None = None,
    ) -> Tensor:
        """Passes steps through all layers; see the layer for the arguments."""
        padding = float_mask(
            src_key_padding_mask,
            "src_key_padding_mask",
            src.dtype,
            mask,
            "mask",
        )
        mask = float_mask(mask, "mask", src.dtype)
        steps = sequence_length(src, self.layers[0].self_attn.batch_first)
        is_causal = is_causal_mask(mask, is_causal, steps)
        x = src
        for layer in self.layers:
            x = layer(
                x,
                src_mask=mask,
                src_key_padding_mask=padding,
                is_causal=is_causal,
            )
        if padding is not None and self._skips_padding(src, mask, padding):
            x = x.masked_fill((padding != 0)[..., None], 0.0)
        return x if self.norm is None else self.norm(x)

    def _skips_padding(
        self, src: Tensor, mask: Tensor | None, padding: Tensor
    ) -> bool:
        """Tells whether PyTorch would not compute the padding's steps."""
        if not self.use_nested_tensor or mask is not None or src.ndim != 3:
            return False
        first = self.layers[0]
        learning = src.requires_grad or any(
            p.requires_grad for p in first.parameters()
        )
        if first.training or (is_grad_enabled() and learning):
            return False
        if not self.mask_check:
            return True
        real = padding == 0
        lengths = real.sum(1, keepdim=True)
        at_the_end = real == (arange(real.shape[1]) < lengths)
        return bool(at_the_end.all())


def _why_padding_is_computed(layer: Module) -> str:
    """Names what keeps PyTorch from skipping padding, if anything does."""
    name = "encoder_layer"
    if not isinstance(layer, TransformerEncoderLayer):
        return f"{name} was not TransformerEncoderLayer"
    attention = layer.self_attn
    quick = layer.activation in (F.relu, F.gelu) or isinstance(
        layer.activation, ReLU | GELU
    )
    reasons = {
        "norm_first was True": layer.norm_first,
        "self_attn.batch_first was not True"
        "(use batch_first for better inference performance)": (
            not attention.batch_first
        ),
        "self_attn._qkv_same_embed_dim was not True": (
            not attention._qkv_same_embed_dim
        ),
        "self_attn was passed bias=False": attention.in_proj_bias is None,
        "activation_relu_or_gelu was not True": not quick,
        "norm1.eps was not equal to encoder_layer.norm2.eps": (
            layer.norm1.eps != layer.norm2.eps
        ),
        "self_attn.num_heads is odd": attention.num_heads % 2 == 1,
    }
    return next(
        (f"{name}.{why}" for why, is_so in reasons.items() if is_so), ""
    )


# -- shared with the decoder --------------------------------------------------


def activation_function(activation: str | Callable) -> Callable:
    """Gives the function for a name; a function is given back."""
    if not isinstance(activation, str):
        return activation
    if activation == "relu":
        return F.relu
    if activation == "gelu":
        return F.gelu
    raise RuntimeError(f"activation should be relu/gelu, not {activation}")


def clones(layer: Module, count: int) -> ModuleList:
    """Copies a layer, weights included."""
    return ModuleList([copy.deepcopy(layer) for _ in range(count)])


def square_subsequent_mask(
    size: int, device: Any = None, dtype: _dtype.dtype | None = None
) -> Tensor:
    """Gives the mask that hides the future: −∞ above the diagonal, else 0."""
    mask = full((size, size), float("-inf"), device=device, dtype=dtype)
    return mask.triu(diagonal=1)


def sequence_length(x: Tensor, batch_first: bool) -> int:
    """Gives the number of steps of an input with or without a batch."""
    return x.shape[1] if x.ndim == 3 and batch_first else x.shape[0]


def is_causal_mask(
    mask: Tensor | None, is_causal: bool | None, size: int
) -> bool:
    """Tells whether a mask hides the future, if the caller did not say."""
    if is_causal is not None or mask is None:
        return is_causal is True
    expected = square_subsequent_mask(size, dtype=mask.dtype)
    return mask.shape == expected.shape and bool((mask == expected).all())
