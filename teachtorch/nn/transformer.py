"""The whole transformer: an encoder reads, a decoder writes.

Begin with ``attention.py``, then ``transformer_encoder.py`` and
``transformer_decoder.py``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .. import _dtype
from .._tensor import Tensor
from . import functional as F
from . import init
from .module import Module
from .normalization import LayerNorm
from .transformer_decoder import TransformerDecoder, TransformerDecoderLayer
from .transformer_encoder import (
    TransformerEncoder,
    TransformerEncoderLayer,
    square_subsequent_mask,
)


class Transformer(Module):
    """An encoder of the source and a decoder of the target.

    Source ``(S, N, d_model)`` and target ``(T, N, d_model)``, batch first if
    asked for, or without N; the output has the target's shape.

    Every parameter with more than one dimension starts with
    ``xavier_uniform_``.

    Args:
        d_model: size of every step.
        nhead: how many heads each attention has.
        num_encoder_layers: how many layers the encoder has.
        num_decoder_layers: how many layers the decoder has.
        dim_feedforward: size of the networks' hidden layers.
        dropout: how probable it is to drop.
        activation: ``"relu"``, ``"gelu"`` or a function.
        custom_encoder: an encoder of your own.
        custom_decoder: a decoder of your own.
        layer_norm_eps: keeps the division of the norms safe.
        batch_first: inputs are ``(batch, steps, d_model)``.
        norm_first: norm before attention and network, not behind.
        bias: whether the linear layers and the norms have biases.
        device: where the parameters are: the CPU.
        dtype: of the parameters.

    Vaswani et al. (2017), https://arxiv.org/abs/1706.03762. See
    :class:`torch.nn.Transformer`.
    """

    def __init__(
        self,
        d_model: int = 512,
        nhead: int = 8,
        num_encoder_layers: int = 6,
        num_decoder_layers: int = 6,
        dim_feedforward: int = 2048,
        dropout: float = 0.1,
        activation: str | Callable = F.relu,
        custom_encoder: Any = None,
        custom_decoder: Any = None,
        layer_norm_eps: float = 1e-5,
        batch_first: bool = False,
        norm_first: bool = False,
        bias: bool = True,
        device: Any = None,
        dtype: Any = None,
    ) -> None:
        super().__init__()
        layer_options = (
            *(d_model, nhead, dim_feedforward, dropout, activation),
            *(layer_norm_eps, batch_first, norm_first, bias, device, dtype),
        )
        norm_options = (d_model, layer_norm_eps, True, bias, device, dtype)
        if custom_encoder is not None:
            self.encoder = custom_encoder
        else:
            encoder_layer = TransformerEncoderLayer(*layer_options)
            self.encoder = TransformerEncoder(
                encoder_layer, num_encoder_layers, LayerNorm(*norm_options)
            )
        if custom_decoder is not None:
            self.decoder = custom_decoder
        else:
            decoder_layer = TransformerDecoderLayer(*layer_options)
            self.decoder = TransformerDecoder(
                decoder_layer, num_decoder_layers, LayerNorm(*norm_options)
            )
        for p in self.parameters():
            if p.ndim > 1:
                init.xavier_uniform_(p)
        self.d_model = d_model
        self.nhead = nhead
        self.batch_first = batch_first

    def forward(
        self,
        src: Tensor,
        tgt: Tensor,
        src_mask: Tensor | None = None,
        tgt_mask: Tensor | None = None,
        memory_mask: Tensor | None = None,
        src_key_padding_mask: Tensor | None = None,
        tgt_key_padding_mask: Tensor | None = None,
        memory_key_padding_mask: Tensor | None = None,
        src_is_causal: bool | None = None,
        tgt_is_causal: bool | None = None,
        memory_is_causal: bool = False,
    ) -> Tensor:
        """Decodes the target with the source as memory.

        Args:
            src: the source.
            tgt: the target.
            src_mask: which of the source's steps may look at which.
            tgt_mask: which of the target's steps may look at which.
            memory_mask: which of the target's may look at which source step.
            src_key_padding_mask: which of the source's steps are padding.
            tgt_key_padding_mask: which of the target's steps are padding.
            memory_key_padding_mask: which source steps the target may not see.
            src_is_causal: whether ``src_mask`` hides the future; None: look.
            tgt_is_causal: whether ``tgt_mask`` hides the future; None: look.
            memory_is_causal: a hint that ``memory_mask`` does.
        """
        batch_dim = 0 if self.batch_first else 1
        if src.ndim == 3 and src.shape[batch_dim] != tgt.shape[batch_dim]:
            raise RuntimeError("the batch number of src and tgt must be equal")
        if src.shape[-1] != self.d_model or tgt.shape[-1] != self.d_model:
            raise RuntimeError(
                "the feature number of src and tgt must be equal to d_model"
            )
        memory = self.encoder(
            src,
            mask=src_mask,
            src_key_padding_mask=src_key_padding_mask,
            is_causal=src_is_causal,
        )
        return self.decoder(
            tgt,
            memory,
            tgt_mask=tgt_mask,
            memory_mask=memory_mask,
            tgt_key_padding_mask=tgt_key_padding_mask,
            memory_key_padding_mask=memory_key_padding_mask,
            tgt_is_causal=tgt_is_causal,
            memory_is_causal=memory_is_causal,
        )

    @staticmethod
    def generate_square_subsequent_mask(
        sz: int, device: Any = None, dtype: _dtype.dtype | None = None
    ) -> Tensor:
        """Gives the mask that hides the future: −∞ above the diagonal.

        >>> nn.Transformer.generate_square_subsequent_mask(2)
        tensor([[0., -inf],
                [0., 0.]])
        """
        return square_subsequent_mask(sz, device, dtype)
