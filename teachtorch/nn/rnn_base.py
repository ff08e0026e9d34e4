"""What the recurrent layers share: weights, checks, and the walk through.

The three layers themselves are in ``rnn.py``.
"""

from __future__ import annotations

import math
import warnings
from typing import Any

from .._creation import empty, zeros
from .._ops.joining import cat, stack
from .._ops.recurrent import RNNSequence, steps_of, transpose_sequence
from .._tensor import Tensor
from . import functional as F
from . import init
from .module import Module
from .parameter import Parameter
from .utils.rnn import PackedSequence


class RNNBase(Module):
    """What the recurrent layers share: weights, checks, and the walk through.

    Layer k owns ``weight_ih_l{k}`` (for its input), ``weight_hh_l{k}`` (for
    the state), their biases and, in an LSTM with projection,
    ``weight_hr_l{k}``; the second direction's names end in ``_reverse``. All
    start uniform on ±1/√hidden_size.
    """

    # Overridden: how many gates a step has, and what computes a sequence.
    gates = 1
    operation: Any = RNNSequence

    def __init__(
        self,
        mode: str,
        input_size: int,
        hidden_size: int,
        num_layers: int = 1,
        bias: bool = True,
        batch_first: bool = False,
        dropout: float = 0.0,
        bidirectional: bool = False,
        proj_size: int = 0,
        device: Any = None,
        dtype: Any = None,
    ) -> None:
        super().__init__()
        self.mode = mode
        self.input_size = input_size
        self.hidden_size = hidden_size
        self.num_layers = num_layers
        self.bias = bias
        self.batch_first = batch_first
        self.dropout = float(dropout)
        self.bidirectional = bidirectional
        self.proj_size = proj_size
        _check_options(self, dropout)
        self._all_weights: list[list[str]] = []
        for layer in range(num_layers):
            for suffix in ("", "_reverse") if bidirectional else ("",):
                self._add_weights(layer, suffix, device, dtype)
        self.reset_parameters()

    def _add_weights(
        self, layer: int, suffix: str, device: Any, dtype: Any
    ) -> None:
        rows = self.gates * self.hidden_size
        state_size = self.proj_size or self.hidden_size
        directions = 2 if self.bidirectional else 1
        inputs = self.input_size if layer == 0 else state_size * directions
        shapes: dict[str, tuple] = {
            "weight_ih": (rows, inputs),
            "weight_hh": (rows, state_size),
        }
        if self.bias:
            shapes |= {"bias_ih": (rows,), "bias_hh": (rows,)}
        if self.proj_size:
            shapes["weight_hr"] = (self.proj_size, self.hidden_size)
        names = [f"{name}_l{layer}{suffix}" for name in shapes]
        for name, shape in zip(names, shapes.values()):
            weight = empty(shape, device=device, dtype=dtype)
            setattr(self, name, Parameter(weight))
        self._all_weights.append(names)

    def reset_parameters(self) -> None:
        bound = 1 / math.sqrt(self.hidden_size)
        for weight in self.parameters():
            init.uniform_(weight, -bound, bound)

    @property
    def all_weights(self) -> list[list[Parameter]]:
        """The parameters of each layer and direction."""
        return [
            [getattr(self, name) for name in names]
            for names in self._all_weights
        ]

    def flatten_parameters(self) -> None:
        """Does nothing: what it is for happens on GPUs."""

    def forward(self, input: Any, hx: Any = None) -> tuple[Any, Any]:
        """Reads sequences, from the state ``hx`` or from zeros."""
        if isinstance(input, PackedSequence):
            return self._forward_packed(input, hx)
        if input.dim() not in (2, 3):
            word = "tensor " if self.mode.startswith("RNN") else ""
            raise ValueError(
                f"{type(self).__name__}: Expected input to be 2D or 3D, got "
                f"{input.dim()}D {word}instead"
            )
        batched = input.dim() == 3
        batch_dim = 0 if self.batch_first else 1
        states = None if hx is None else self._split(hx)
        if states is not None:
            self._check_dimensions(states, batched)
        if not batched:
            input = input.unsqueeze(batch_dim)
            if states is not None:
                states = tuple(h.unsqueeze(1) for h in states)
        self._check_input(input, 3)
        batch = input.shape[batch_dim]
        states = self._check_states(states, batch, input)
        x = input.transpose(0, 1) if self.batch_first else input
        if x.shape[0] == 0:
            raise RuntimeError(
                "Expected sequence length to be larger than 0 in RNN"
            )
        output, last = self._run(x, states, [batch] * x.shape[0])
        if self.batch_first:
            output = self._batch_first(output)
        if not batched:
            output = output.squeeze(batch_dim)
            last = tuple(h.squeeze(1) for h in last)
        return output, self._join(last)

    def _forward_packed(
        self, input: PackedSequence, hx: Any
    ) -> tuple[PackedSequence, Any]:
        data, batch_sizes, order, back = input
        states = None if hx is None else self._split(hx)
        if states is not None and order is not None:
            states = tuple(h.index_select(1, order) for h in states)
        self._check_input(data, 2)
        lengths = batch_sizes.tolist()
        states = self._check_states(states, lengths[0], data)
        output, last = self._run(data, states, lengths)
        if back is not None:
            last = tuple(h.index_select(1, back) for h in last)
        packed = PackedSequence(output, batch_sizes, order, back)
        return packed, self._join(last)

    def _run(
        self, x: Tensor, states: tuple, lengths: list[int]
    ) -> tuple[Tensor, tuple]:
        """Goes through the layers, each in one or two directions."""
        directions = 2 if self.bidirectional else 1
        last = []
        for layer in range(self.num_layers):
            if layer and self.dropout and self.training:
                x = F.dropout(x, self.dropout)
            outputs = []
            for reverse in range(directions):
                k = layer * directions + reverse
                output, *state = self.operation.apply(
                    x,
                    *self._weights(k),
                    steps_of(lengths, bool(reverse)),
                    self._label(x),
                    *(s[k] for s in states),
                )
                outputs.append(output)
                last.append(state)
            x = outputs[0] if directions == 1 else cat(outputs, -1)
        return x, tuple(stack(state) for state in zip(*last))

    def _weights(self, k: int) -> list:
        """Gives W_ih, W_hh, b_ih, b_hh, W_hr of one layer and direction."""
        weights = [getattr(self, name) for name in self._all_weights[k]]
        if not self.bias:
            weights[2:2] = [None, None]
        return weights if self.proj_size else [*weights, None]

    def _label(self, x: Tensor) -> str:
        """Names the node as PyTorch's: joined steps, packed or not."""
        return "StackBackward0" if x.ndim == 3 else "CatBackward0"

    def _batch_first(self, output: Tensor) -> Tensor:
        return transpose_sequence(output)

    # -- the state: one Tensor, or two in an LSTM ------------------------------

    def _split(self, hx: Any) -> tuple:
        return (hx,)

    def _join(self, states: tuple) -> Any:
        return states[0]

    def _state_sizes(self) -> list[int]:
        return [self.hidden_size]

    # -- checks ----------------------------------------------------------------

    def _check_input(self, x: Tensor, dimensions: int) -> None:
        weight = self.weight_ih_l0
        if x.dtype is not weight.dtype:
            raise ValueError(
                f"RNN input dtype ({x.dtype}) does not match weight dtype "
                f"({weight.dtype}). Convert input: input.to({weight.dtype}), "
                f"or convert model: model.to({x.dtype})"
            )
        if x.dim() != dimensions:
            raise RuntimeError(
                f"input must have {dimensions} dimensions, got {x.ndim}"
            )
        if x.shape[-1] != self.input_size:
            raise RuntimeError(
                "input.size(-1) must be equal to input_size. Expected "
                f"{self.input_size}, got {x.shape[-1]}"
            )

    def _check_dimensions(self, states: tuple, batched: bool) -> None:
        expected = 3 if batched else 2
        if any(h.dim() != expected for h in states):
            kind = "batched 3-D" if batched else "unbatched 2-D"
            found = ", ".join(f"{h.dim()}-D" for h in states)
            raise RuntimeError(self._dimensions_error(kind, expected, found))

    def _dimensions_error(self, kind: str, expected: int, found: str) -> str:
        return (
            f"For {kind} input, hx should also be {expected}-D but got {found} "
            "tensor"
        )

    def _check_states(
        self, states: tuple | None, batch: int, x: Tensor
    ) -> tuple:
        """Gives the first states: those given, if they fit, or zeros."""
        count = self.num_layers * (2 if self.bidirectional else 1)
        shapes = [(count, batch, size) for size in self._state_sizes()]
        if states is None:
            return tuple(zeros(shape, dtype=x.dtype) for shape in shapes)
        for i, (h, shape) in enumerate(zip(states, shapes)):
            if h.shape != shape:
                which = f"hidden[{i}]" if len(shapes) > 1 else "hidden"
                raise RuntimeError(
                    f"Expected {which} size {shape}, got {list(h.shape)}"
                )
            if h.dtype is not x.dtype:
                raise RuntimeError(
                    "mat1 and mat2 must have the same dtype, but got "
                    f"{h.dtype.kind} and {x.dtype.kind}\n"
                    f"The state is {h.dtype}, the input {x.dtype}."
                )
        return states

    def extra_repr(self) -> str:
        text = f"{self.input_size}, {self.hidden_size}"
        usual = {
            "proj_size": 0,
            "num_layers": 1,
            "bias": True,
            "batch_first": False,
            "dropout": 0,
            "bidirectional": False,
        }
        for name, value in usual.items():
            if getattr(self, name) != value:
                text += f", {name}={getattr(self, name)}"
        return text


def _check_options(layer: RNNBase, dropout: Any) -> None:
    number = isinstance(dropout, int | float) and not isinstance(dropout, bool)
    if not number or not 0 <= dropout <= 1:
        raise ValueError(
            "dropout should be a number in range [0, 1] representing the "
            "probability of an element being zeroed"
        )
    if dropout > 0 and layer.num_layers == 1:
        warnings.warn(
            "dropout option adds dropout after all but last recurrent layer, "
            "so non-zero dropout expects num_layers greater than 1, but got "
            f"dropout={dropout} and num_layers={layer.num_layers}",
            stacklevel=4,
        )
    kinds: dict[str, Any] = {
        "bias": bool,
        "batch_first": bool,
        "input_size": int,
        "hidden_size": int,
    }
    for name, kind in kinds.items():
        value = getattr(layer, name)
        if not isinstance(value, kind):
            raise TypeError(
                f"{name} should be of type {kind.__name__}, got: "
                f"{type(value).__name__}"
            )
        if kind is int and value <= 0:
            raise ValueError(f"{name} must be greater than zero")
    if layer.num_layers <= 0:
        raise ValueError("num_layers must be greater than zero")
    if layer.proj_size < 0:
        raise ValueError(
            "proj_size should be a positive integer or zero to disable "
            "projections"
        )
    if layer.proj_size >= layer.hidden_size:
        raise ValueError("proj_size has to be smaller than hidden_size")
