"""Every layer, its options and its inputs against PyTorch.

The rows are in ``module_rows.py``; ``record_modules.py`` recorded what PyTorch
makes of them: print-out, ``state_dict``, outputs, gradients, buffers, errors.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from module_rows import ROWS, answer, prepare, tensors

import teachtorch as torch
from teachtorch import nn

GOLDEN = Path(__file__).parent / "golden"
NOTES = json.loads((GOLDEN / "modules.json").read_text())
RECORDED = np.load(GOLDEN / "modules.npz")
NUMBERS = np.split(RECORDED["numbers"], RECORDED["ends"][:-1])


def different(layer: str, inputs: tuple[str, ...]) -> str | None:
    """Says why an answer is another than PyTorch's, if it is.

    Such a row must fail, or be taken out of here.
    """
    if "EmbeddingBag" in layer and "scale_grad_by_freq" in layer:
        if "max" not in layer.replace("max_norm", ""):
            return "PyTorch divides a row's gradient by another row's count"
    if "HuberLoss" in layer and "arange(6)" in inputs[-1]:
        return "PyTorch refuses integer targets, but only going backward"
    return None


def test_the_rows_are_the_recorded_ones() -> None:
    rows = [(layer, tuple(inputs)) for layer, inputs, _ in NOTES]
    assert rows == ROWS, "record_modules.py must be run again"


def test_there_are_no_rows_twice() -> None:
    assert len(set(ROWS)) == len(ROWS)


def test_every_layer_has_a_row() -> None:
    tried = {layer.split("(")[0].split(".")[1] for layer, _ in ROWS}
    containers = {
        "Module", "Sequential", "ModuleList", "ModuleDict", "ParameterList",
        "ParameterDict", "RNNBase", "RNNCellBase",
    }  # fmt: skip
    layers = {
        name
        for name, x in vars(nn).items()
        if isinstance(x, type) and issubclass(x, nn.Module)
    }
    assert layers - tried - containers == set()


@pytest.mark.parametrize(
    "i",
    [
        pytest.param(
            i,
            id=f"{i}-{layer[3:40]}-{'; '.join(inputs)[:40]}",
            marks=[
                pytest.mark.xfail(reason=reason, strict=True)
                for reason in [different(layer, inputs)]
                if reason
            ],
        )
        for i, (layer, inputs) in enumerate(ROWS)
    ],
)
def test_as_recorded(i: int) -> None:
    found, numbers = answer(torch, ROWS[i])
    assert found == NOTES[i][2]
    np.testing.assert_allclose(numbers, NUMBERS[i], 1e-9, 1e-11)


# Options by which a gradient is meant to be another than the derivative.
NOT_THE_DERIVATIVE = (
    "inplace",
    "padding_idx",
    "max_norm",
    "scale_grad_by_freq",
)
# These take long; ``test_transformer.py`` checks smaller ones.
LONG = ("Transformer(", "TransformerEncoder(", "TransformerDecoder(")


def rows_to_check() -> list[int]:
    """Lists a row for each layer: the first that works, and the last."""
    rows: dict[str, list[int]] = {}
    for i, (layer, inputs, notes) in enumerate(NOTES):
        if (
            "float64" in str(notes.get("training"))
            and "error" not in notes
            and " 0" not in str((inputs, notes["training"]))  # not empty
            and np.isfinite(NUMBERS[i]).all()
            and not any(part in layer for part in NOT_THE_DERIVATIVE + LONG)
        ):
            rows.setdefault(layer.split("(")[0], []).append(i)
    return sorted({i for found in rows.values() for i in (found[0], found[-1])})


@pytest.mark.parametrize(
    "i",
    [pytest.param(i, id=f"{i}-{ROWS[i][0][3:50]}") for i in rows_to_check()],
)
@pytest.mark.filterwarnings("ignore::UserWarning", "ignore::FutureWarning")
def test_gradcheck(i: int) -> None:
    """Checks the derivatives in the inputs and parameters by differences."""
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64)
    try:
        layer, arguments, leaves = prepare(torch, ROWS[i])
        if "Lazy" in ROWS[i][0]:
            layer(*arguments)  # then it has parameters
        names = [name for name, _ in layer.named_parameters()]
        buffers = {name: b.clone() for name, b in layer.named_buffers()}

        def function(*xs: torch.Tensor) -> tuple:
            torch.manual_seed(1)  # the same masks each time
            given = iter(xs)
            call = [
                next(given) if x in ids else a
                for a, x in zip(arguments, map(id, arguments))
            ]
            parts = dict(zip(names, given))
            parts |= {name: b.clone() for name, b in buffers.items()}
            if isinstance(layer, nn.CTCLoss):
                # Its gradient takes for granted where the input comes from.
                call[0] = call[0].log_softmax(-1)
            y = torch.func.functional_call(layer, parts, tuple(call))
            return tuple(t for t in tensors(torch, y) if t.requires_grad)

        ids = {id(x) for x in leaves}
        wanted = (*leaves, *layer.parameters())
        xs = tuple(x for x in wanted if x.requires_grad)
        if xs and function(*xs):
            assert torch.autograd.gradcheck(function, xs)
    finally:
        torch.set_default_dtype(before)
