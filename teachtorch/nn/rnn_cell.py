"""Recurrent cells: one step of an RNN, an LSTM or a GRU.

For loops that you write yourself. The layers of ``rnn.py`` compute the same,
many steps at a time; the formulas are in ``_ops/recurrent_steps.py``.
"""

from __future__ import annotations

import math
from typing import Any

from .._creation import empty, zeros
from .._ops.recurrent_steps import gru_step, lstm_step, rnn_step
from .._tensor import Tensor
from . import init
from .module import Module
from .parameter import Parameter


class RNNCellBase(Module):
    """What the cells share: weights, all uniform on ±1/√hidden_size."""

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        bias: bool,
        num_chunks: int,
        device: Any = None,
        dtype: Any = None,
    ) -> None:
        super().__init__()
        options = {"device": device, "dtype": dtype}
        self.input_size = input_size
        self.hidden_size = hidden_size
        self.bias = bias
        rows = num_chunks * hidden_size
        self.weight_ih = Parameter(empty((rows, input_size), **options))
        self.weight_hh = Parameter(empty((rows, hidden_size), **options))
        if bias:
            self.bias_ih = Parameter(empty(rows, **options))
            self.bias_hh = Parameter(empty(rows, **options))
        else:
            self.register_parameter("bias_ih", None)
            self.register_parameter("bias_hh", None)
        self.reset_parameters()

    def reset_parameters(self) -> None:
        bound = 1 / math.sqrt(self.hidden_size) if self.hidden_size > 0 else 0
        for weight in self.parameters():
            init.uniform_(weight, -bound, bound)

    def _step(
        self,
        step: Any,
        input: Tensor,
        hx: tuple | None,
        states: int,
        *more: Any,
    ) -> tuple:
        """Takes the step, with a batch of one if there is none."""
        name = type(self).__name__
        if input.ndim not in (1, 2):
            raise ValueError(
                f"{name}: Expected input to be 1D or 2D, got {input.ndim}D "
                "instead"
            )
        batched = input.ndim == 2
        x = input if batched else input.unsqueeze(0)
        if hx is None:
            state = zeros(len(x), self.hidden_size, dtype=x.dtype)
            hx = (state,) * states
        else:
            for i, h in enumerate(hx):
                if h.ndim not in (1, 2):
                    which = "hidden" if states == 1 else f"hx[{i}]"
                    raise ValueError(
                        f"{name}: Expected {which} to be 1D or 2D, got "
                        f"{h.ndim}D instead"
                    )
            hx = hx if batched else tuple(h.unsqueeze(0) for h in hx)
        self._check(x, hx)
        weights = self.weight_ih, self.weight_hh, self.bias_ih, self.bias_hh
        new = step(x, hx, *weights, *more)
        return new if batched else tuple(h.squeeze(0) for h in new)

    def _check(self, x: Tensor, hx: tuple) -> None:
        if x.shape[1] != self.input_size:
            raise RuntimeError(
                f"input has inconsistent input_size: got {x.shape[1]} expected "
                f"{self.input_size}"
            )
        for i, h in enumerate(hx):
            if len(h) != len(x):
                raise RuntimeError(
                    f"Input batch size {len(x)} doesn't match hidden{i} batch "
                    f"size {len(h)}"
                )
            if h.shape[1] != self.hidden_size:
                raise RuntimeError(
                    f"hidden{i} has inconsistent hidden_size: got "
                    f"{h.shape[1]}, expected {self.hidden_size}"
                )

    def extra_repr(self) -> str:
        text = f"{self.input_size}, {self.hidden_size}"
        if self.bias is not True:
            text += f", bias={self.bias}"
        if getattr(self, "nonlinearity", "tanh") != "tanh":
            text += f", nonlinearity={self.nonlinearity}"
        return text


class RNNCell(RNNCellBase):
    """h' = tanh(x W_ihᵀ + b_ih + h W_hhᵀ + b_hh).

    Args:
        input_size: size of x.
        hidden_size: size of h.
        bias: whether there are b_ih and b_hh.
        nonlinearity: ``"tanh"`` or ``"relu"``.
        device: where the parameters are: the CPU.
        dtype: of the parameters.

    Shape:
        - input: ``(batch, input_size)``; h, h': ``(batch, hidden_size)``; all
          without the batch, too.

    See :class:`torch.nn.RNNCell`.
    """

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        bias: bool = True,
        nonlinearity: str = "tanh",
        device: Any = None,
        dtype: Any = None,
    ) -> None:
        super().__init__(input_size, hidden_size, bias, 1, device, dtype)
        self.nonlinearity = nonlinearity

    def forward(self, input: Tensor, hx: Tensor | None = None) -> Tensor:
        if self.nonlinearity not in ("tanh", "relu"):
            raise RuntimeError(f"Unknown nonlinearity: {self.nonlinearity}")
        state = None if hx is None else (hx,)
        return self._step(rnn_step, input, state, 1, self.nonlinearity)[0]


class LSTMCell(RNNCellBase):
    """c' = σ(f)·c + σ(i)·tanh(g) and h' = σ(o)·tanh(c').

    i, f, g and o are the four parts of x W_ihᵀ + b_ih + h W_hhᵀ + b_hh. The
    state is the pair (h, c). Arguments and shapes are those of
    :class:`RNNCell`. See :class:`torch.nn.LSTMCell`.
    """

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        bias: bool = True,
        device: Any = None,
        dtype: Any = None,
    ) -> None:
        super().__init__(input_size, hidden_size, bias, 4, device, dtype)

    def forward(
        self, input: Tensor, hx: tuple[Tensor, Tensor] | None = None
    ) -> tuple[Tensor, Tensor]:
        if isinstance(hx, Tensor):
            raise TypeError(
                "lstm_cell(): argument 'hx' (position 2) must be tuple of "
                "Tensors, not Tensor"
            )
        h, c = self._step(lstm_step, input, hx, 2)
        return h, c


class GRUCell(RNNCellBase):
    """h' = (1 − z)·n + z·h, with n = tanh(nₓ + r·nₕ).

    r = σ(rₓ + rₕ) and z = σ(zₓ + zₕ), where rₓ, zₓ, nₓ are the three parts of
    x W_ihᵀ + b_ih and rₕ, zₕ, nₕ those of h W_hhᵀ + b_hh. Arguments and shapes
    are those of :class:`RNNCell`. See :class:`torch.nn.GRUCell`.
    """

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        bias: bool = True,
        device: Any = None,
        dtype: Any = None,
    ) -> None:
        super().__init__(input_size, hidden_size, bias, 3, device, dtype)

    def forward(self, input: Tensor, hx: Tensor | None = None) -> Tensor:
        state = None if hx is None else (hx,)
        return self._step(gru_step, input, state, 1)[0]
