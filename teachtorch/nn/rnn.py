"""Recurrent layers: RNN, LSTM and GRU.

A recurrent layer reads a sequence step by step and carries a state from each
step to the next. One step is written out in ``_ops/recurrent_steps.py``; the
cells of ``rnn_cell.py`` do just one. Here a whole sequence goes through
several layers, in one or two directions: ``rnn_base.py`` has what the three
kinds share, and here is what differs.
"""

from __future__ import annotations

from typing import Any

from .._ops.recurrent import (
    GRUSequence,
    LSTMSequence,
    ReLUSequence,
    RNNSequence,
)
from .._tensor import Tensor
from .rnn_base import RNNBase

_ONLY_LSTM = "proj_size argument is only supported for LSTM, not RNN or GRU"


class RNN(RNNBase):
    r"""h' = tanh(x W_ihᵀ + b_ih + h W_hhᵀ + b_hh) at every step.

    Args:
        input_size: size of x, the input of a step.
        hidden_size: size of h, the state and the output of a step.
        num_layers: how many layers, each reading what the one before wrote.
        nonlinearity: ``"tanh"`` or ``"relu"``.
        bias: whether there are b_ih and b_hh.
        batch_first: input and output are ``(batch, steps, size)``.
        dropout: how probable it is to drop an output between two layers.
        bidirectional: read backwards too; the outputs are put side by side.
        device: where the parameters are: the CPU.
        dtype: of the parameters.

    Shape:
        - input: ``(steps, batch, input_size)``, or without the batch, or a
          :class:`~teachtorch.nn.utils.rnn.PackedSequence`.
        - hx and the last state: ``(layers · directions, batch, hidden_size)``.
        - output: as the input, of size ``directions · hidden_size``.

    Elman (1990), https://doi.org/10.1207/s15516709cog1402_1. See
    :class:`torch.nn.RNN`.

    >>> output, last = nn.RNN(3, 5)(torch.zeros(7, 2, 3))
    >>> output.shape, last.shape
    (torch.Size([7, 2, 5]), torch.Size([1, 2, 5]))
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if "proj_size" in kwargs:
            raise ValueError(_ONLY_LSTM)
        if len(args) > 3:
            self.nonlinearity = args[3]
            args = args[:3] + args[4:]
        else:
            self.nonlinearity = kwargs.pop("nonlinearity", "tanh")
        if self.nonlinearity not in ("tanh", "relu"):
            raise ValueError(
                f"Unknown nonlinearity '{self.nonlinearity}'. Select from "
                "'tanh' or 'relu'."
            )
        super().__init__(f"RNN_{self.nonlinearity.upper()}", *args, **kwargs)

    @property
    def operation(self) -> Any:
        """What computes a sequence."""
        return RNNSequence if self.nonlinearity == "tanh" else ReLUSequence


class LSTM(RNNBase):
    r"""A state c that changes slowly, guarded by gates.

    At every step, with the four parts i, f, g, o of
    x W_ihᵀ + b_ih + h W_hhᵀ + b_hh: c' = σ(f)·c + σ(i)·tanh(g) and
    h' = σ(o)·tanh(c'). The gradient flows through c by mere multiplication
    with σ(f), so it can last over many steps.

    Args:
        input_size: size of x, the input of a step.
        hidden_size: size of c, and of h, the output of a step.
        num_layers: how many layers, each reading what the one before wrote.
        bias: whether there are b_ih and b_hh.
        batch_first: input and output are ``(batch, steps, size)``.
        dropout: how probable it is to drop an output between two layers.
        bidirectional: read backwards too; the outputs are put side by side.
        proj_size: if not 0, h' is multiplied by W_hrᵀ to this size.
        device: where the parameters are: the CPU.
        dtype: of the parameters.

    Shape:
        - input, output: as for :class:`RNN`.
        - hx and the last state: a pair (h, c), each as for :class:`RNN`.

    Hochreiter and Schmidhuber (1997), https://doi.org/10.1162/neco.1997.9.8.1735;
    the forget gate is from Gers et al. (2000). See :class:`torch.nn.LSTM`.

    >>> output, (h, c) = nn.LSTM(3, 5, num_layers=2)(torch.zeros(7, 2, 3))
    >>> output.shape, h.shape, c.shape
    (torch.Size([7, 2, 5]), torch.Size([2, 2, 5]), torch.Size([2, 2, 5]))
    """

    gates = 4
    operation = LSTMSequence

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__("LSTM", *args, **kwargs)

    def _split(self, hx: Any) -> tuple:
        return hx[0], hx[1]

    def _join(self, states: tuple) -> Any:
        return states

    def _state_sizes(self) -> list[int]:
        return [self.proj_size or self.hidden_size, self.hidden_size]

    def _dimensions_error(self, kind: str, expected: int, found: str) -> str:
        return (
            f"For {kind} input, hx and cx should also be {expected}-D but got "
            f"({found}) tensors"
        )

    def _batch_first(self, output: Tensor) -> Tensor:
        return output.transpose(0, 1)

    def _label(self, x: Tensor) -> str:
        single = x.dtype.name == "float32"
        if single and x.ndim == 3 and not self.proj_size:
            return "MkldnnRnnLayerBackward0"
        return super()._label(x)


class GRU(RNNBase):
    r"""h' = (1 − z)·n + z·h: at every step, keep a part z of the state.

    r = σ(rₓ + rₕ), z = σ(zₓ + zₕ) and n = tanh(nₓ + r·nₕ), where rₓ, zₓ, nₓ are
    the three parts of x W_ihᵀ + b_ih and rₕ, zₕ, nₕ those of h W_hhᵀ + b_hh.

    Args:
        input_size: size of x, the input of a step.
        hidden_size: size of h, the state and the output of a step.
        num_layers: how many layers, each reading what the one before wrote.
        bias: whether there are b_ih and b_hh.
        batch_first: input and output are ``(batch, steps, size)``.
        dropout: how probable it is to drop an output between two layers.
        bidirectional: read backwards too; the outputs are put side by side.
        device: where the parameters are: the CPU.
        dtype: of the parameters.

    Shape: as for :class:`RNN`.

    Cho et al. (2014), https://arxiv.org/abs/1406.1078, but r is applied after
    the product with W_hh, as in PyTorch. See :class:`torch.nn.GRU`.
    """

    gates = 3
    operation = GRUSequence

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if "proj_size" in kwargs:
            raise ValueError(_ONLY_LSTM)
        super().__init__("GRU", *args, **kwargs)
