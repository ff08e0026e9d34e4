"""Recurrent layers and packed sequences against PyTorch.

The cases are in ``sequence_cases.py``; ``record_sequences.py`` recorded what
PyTorch makes of them: outputs and every gradient, in float64, with the masks
of dropout. The operations that compute a whole sequence are also held to the
step-by-step formulas, and their derivatives to differences.
"""

from __future__ import annotations

import copy
import json
from pathlib import Path

import numpy as np
import pytest
from sequence_cases import LAYERS, PROGRAMS, result, run_layer

import teachtorch as torch
from teachtorch import nn
from teachtorch._ops import recurrent, recurrent_steps
from teachtorch.autograd import gradcheck, gradgradcheck

GOLDEN = Path(__file__).parent / "golden"
ARRAYS = np.load(GOLDEN / "sequences.npz")
NOTES = json.loads((GOLDEN / "sequences.json").read_text())


def check_layer(group: str, i: int, case: tuple) -> None:
    """Compares one layer case with its recording."""
    *recorded, shapes, lengths = NOTES[group][i]
    assert recorded == list(case), "record_sequences.py must be run again"
    found = run_layer(torch, *case)
    assert found["shapes"] == shapes
    grads = found["grads"]
    assert {name: len(g) for name, g in grads.items()} == lengths
    numbers = [*found["outputs"], *(grads[name] for name in lengths)]
    names = [*(f"output {j}" for j in range(len(shapes))), *lengths]
    expected = ARRAYS[f"{group}{i}"]
    for name, y in zip(names, numbers):
        want, expected = expected[: len(y)], expected[len(y) :]
        tolerance = (1e-11, 1e-13) if name not in lengths else (1e-9, 1e-12)
        np.testing.assert_allclose(y, want, *tolerance, err_msg=name)
    assert len(expected) == 0


@pytest.mark.parametrize(
    ("i", "case"),
    [
        pytest.param(i, case, id=f"{i}-{case[0]}-{case[1][:40]}")
        for i, case in enumerate(LAYERS["recurrent"])
    ],
)
def test_outputs_and_gradients(i: int, case: tuple) -> None:
    check_layer("recurrent", i, case)


@pytest.mark.parametrize(
    ("code", "i"),
    [
        pytest.param(code, i, id=f"{i}-{code.splitlines()[-1][:50]}")
        for i, code in enumerate(PROGRAMS["rnn"])
    ],
)
def test_does_what_pytorch_does(code: str, i: int) -> None:
    recorded_code, expected = NOTES["programs"]["rnn"][i]
    assert recorded_code == code, "record_sequences.py must be run again"
    assert result(torch, code) == expected


# ---- The operations of a whole sequence -------------------------------------

OPERATIONS = {
    "rnn": (recurrent.RNNSequence, recurrent_steps.rnn_step, 1, 1),
    "relu": (recurrent.ReLUSequence, recurrent_steps.rnn_step, 1, 1),
    "gru": (recurrent.GRUSequence, recurrent_steps.gru_step, 3, 1),
    "lstm": (recurrent.LSTMSequence, recurrent_steps.lstm_step, 4, 2),
    "projected": (recurrent.LSTMSequence, recurrent_steps.lstm_step, 4, 2),
}
LENGTHS = {"equal": [2, 2, 2], "packed": [3, 2, 1]}


def arguments(kind: str, lengths: list[int], seed: int = 0) -> tuple:
    """Makes rows, state and weights of small random numbers."""
    gates, states = OPERATIONS[kind][2:]
    torch.manual_seed(seed)

    def leaf(*shape: int) -> torch.Tensor:
        return torch.randn(*shape, dtype=torch.float64).requires_grad_()

    batch, size, inputs = max(lengths), 3, 2
    out = 2 if kind == "projected" else size
    x = leaf(sum(lengths), inputs)
    weights = [leaf(gates * size, inputs), leaf(gates * size, out)]
    weights += [leaf(gates * size), leaf(gates * size)]
    weights.append(leaf(out, size) if kind == "projected" else None)
    return x, weights, [leaf(batch, out), leaf(batch, size)][:states]


def in_one(
    kind: str, steps: list, x: torch.Tensor, *rest: torch.Tensor
) -> tuple:
    """Applies the operation to flat arguments."""
    states = OPERATIONS[kind][3]
    weights, state = list(rest[:-states]), rest[-states:]
    if len(weights) == 4:
        weights.append(None)
    operation = OPERATIONS[kind][0]
    return operation.apply(x, *weights, steps, "StackBackward0", *state)


def by_steps(
    kind: str, steps: list, x: torch.Tensor, *rest: torch.Tensor
) -> tuple:
    """Computes the same with the formula of one step."""
    states = OPERATIONS[kind][3]
    weights, state = rest[:-states], rest[-states:]
    if kind == "relu":
        weights = (*weights, "relu")
    step = OPERATIONS[kind][1]
    return recurrent_steps.sequence(step, x, state, steps, *weights)


CASES = [
    (kind, lengths, reverse)
    for kind in OPERATIONS
    for lengths in LENGTHS
    for reverse in (False, True)
]


def flat(kind: str, lengths: str, reverse: bool) -> tuple:
    x, weights, state = arguments(kind, LENGTHS[lengths])
    weights = [w for w in weights if w is not None]
    steps = recurrent.steps_of(LENGTHS[lengths], reverse)
    return steps, (x, *weights, *state)


@pytest.mark.parametrize(("kind", "lengths", "reverse"), CASES)
def test_one_operation_is_its_steps(
    kind: str, lengths: str, reverse: bool
) -> None:
    steps, given = flat(kind, lengths, reverse)
    ours = in_one(kind, steps, *given)
    plain = by_steps(kind, steps, *given)
    weights = [torch.randn_like(y) for y in plain]
    assert len(ours) == len(plain)
    for a, b in zip(ours, plain):
        torch.testing.assert_close(a, b, rtol=1e-13, atol=1e-14)
    for part in range(len(ours)):
        a = torch.autograd.grad(ours[part], given, weights[part], True)
        b = torch.autograd.grad(
            plain[part], given, weights[part], True, allow_unused=True
        )
        for left, right in zip(a, b):
            right = torch.zeros_like(left) if right is None else right
            torch.testing.assert_close(left, right, rtol=1e-12, atol=1e-13)


@pytest.mark.parametrize(("kind", "lengths", "reverse"), CASES)
def test_derivatives_by_differences(
    kind: str, lengths: str, reverse: bool
) -> None:
    steps, given = flat(kind, lengths, reverse)
    assert gradcheck(lambda *xs: in_one(kind, steps, *xs), given)


@pytest.mark.parametrize("kind", OPERATIONS)
def test_second_derivatives_by_differences(kind: str) -> None:
    steps, given = flat(kind, "packed", False)
    assert gradgradcheck(lambda *xs: in_one(kind, steps, *xs), given)


@pytest.mark.parametrize("kind", ["RNN", "GRU", "LSTM"])
def test_second_derivatives_where_an_input_depends_on_a_weight(
    kind: str,
) -> None:
    """What flows behind the layer must not be counted twice."""
    torch.manual_seed(1)
    layer = getattr(nn, kind)(3, 3, dtype=torch.float64)
    x = torch.randn(2, 1, 3, dtype=torch.float64)

    def loss() -> torch.Tensor:
        # The weight of the input is also part of the input.
        made = x * layer.weight_ih_l0[:3].sum() + layer.bias_ih_l0[:3]
        return (layer(made)[0] ** 3).sum()

    weight = layer.weight_ih_l0
    (first,) = torch.autograd.grad(loss(), weight, create_graph=True)
    (plain,) = torch.autograd.grad(loss(), weight)
    torch.testing.assert_close(first, plain, rtol=1e-10, atol=1e-12)
    (second,) = torch.autograd.grad((first**2).sum(), weight)
    step, difference = 1e-6, torch.zeros_like(weight)
    for i in range(weight.shape[0]):
        for j in range(weight.shape[1]):
            values = []
            for sign in (1, -1):
                with torch.no_grad():
                    weight[i, j] += sign * step
                (g,) = torch.autograd.grad(loss(), weight)
                values.append((g**2).sum())
                with torch.no_grad():
                    weight[i, j] -= sign * step
            difference[i, j] = (values[0] - values[1]) / (2 * step)
    torch.testing.assert_close(second, difference, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("kind", ["RNN", "GRU", "LSTM"])
@pytest.mark.parametrize("options", [{}, {"num_layers": 2, "bias": False}])
def test_gradcheck_of_the_layers(kind: str, options: dict) -> None:
    torch.manual_seed(0)
    options = {**options, "bidirectional": True, "dtype": torch.float64}
    layer = getattr(nn, kind)(2, 3, **options)
    x = torch.randn(3, 2, 2, dtype=torch.float64, requires_grad=True)
    names = [name for name, _ in layer.named_parameters()]

    def function(x: torch.Tensor, *weights: torch.Tensor) -> torch.Tensor:
        parts = dict(zip(names, weights))
        return torch.func.functional_call(layer, parts, (x,))[0]

    assert gradcheck(function, (x, *layer.parameters()), nondet_tol=1e-12)


def test_a_layer_keeps_working_after_copying_and_saving() -> None:
    torch.manual_seed(0)
    layer = nn.LSTM(3, 4, 2)
    x = torch.randn(5, 2, 3)
    other = nn.LSTM(3, 4, 2)
    other.load_state_dict(layer.state_dict())
    for twin in (copy.deepcopy(layer), other):
        assert torch.equal(twin(x)[0], layer(x)[0])
        twin.double()
        assert twin(x.double())[0].dtype is torch.float64


@pytest.mark.parametrize("kind", ["RNN", "GRU", "LSTM"])
def test_frozen_weights_change_nothing_for_the_others(kind: str) -> None:
    layer = getattr(nn, kind)(2, 3)
    x = torch.randn(4, 1, 2)
    layer(x)[0].sum().backward()
    expected = {name: p.grad for name, p in layer.named_parameters()}
    for frozen in expected:
        layer.requires_grad_(True).zero_grad()
        layer.get_parameter(frozen).requires_grad_(False)
        layer(x)[0].sum().backward()
        for name, p in layer.named_parameters():
            if name == frozen:
                assert p.grad is None
            else:
                assert torch.equal(p.grad, expected[name])


def test_writing_to_the_output_is_harmless() -> None:
    layer = nn.GRU(2, 3)
    x = torch.randn(4, 1, 2)
    expected = torch.autograd.grad(layer(x)[0].sum(), layer.weight_hh_l0)[0]
    output = layer(x)[0]
    total = output.sum()
    output.detach().zero_()
    found = torch.autograd.grad(total, layer.weight_hh_l0)[0]
    assert torch.equal(found, expected)


def test_a_changed_weight_is_noticed() -> None:
    layer = nn.LSTM(2, 3)
    loss = layer(torch.randn(4, 1, 2))[0].sum()
    with torch.no_grad():
        layer.weight_hh_l0.mul_(2)
    with pytest.raises(RuntimeError, match="modified by an inplace operation"):
        loss.backward()


def test_backward_twice_needs_a_retained_graph() -> None:
    layer = nn.GRU(2, 3)
    loss = layer(torch.randn(4, 1, 2))[0].sum()
    loss.backward(retain_graph=True)
    first = layer.weight_ih_l0.grad.clone()
    loss.backward()
    torch.testing.assert_close(layer.weight_ih_l0.grad, 2 * first)
    with pytest.raises(RuntimeError, match="a second time"):
        loss.backward()
