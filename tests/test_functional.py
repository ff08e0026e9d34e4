"""``nn.functional`` against PyTorch: values, derivatives, graphs, refusals.

The rows are in ``nn_rows.py``, the small programs in ``nn_cases.py``;
``record_nn.py`` recorded what PyTorch makes of them.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from nn_cases import CASES, outcome
from nn_rows import ROWS
from op_rows import answer, make_inputs, weights

import teachtorch as torch

GOLDEN = Path(__file__).parent / "golden"
RECORDED = np.load(GOLDEN / "nn.npz")
NOTES = {note["key"]: note for note in json.loads(str(RECORDED["notes"]))}
CASES_RECORDED = json.loads((GOLDEN / "nn_cases.json").read_text())

ALL = [
    pytest.param(f"row{i}", row, id=f"{i}-{row[0][20:60]}")
    for i, row in enumerate(ROWS)
]


@pytest.mark.parametrize(("key", "row"), ALL)
def test_as_recorded(key: str, row: tuple) -> None:
    note = NOTES[key]
    assert note["expression"] == row[0], "record_nn.py must be run again"
    found = answer(torch, row)
    assert found["dtype"] == note["dtype"]
    expected = RECORDED[f"{key}.value"]
    assert found["value"].shape == expected.shape
    np.testing.assert_allclose(found["value"], expected, 1e-11, 1e-12)
    parts = ["grads"] if "no_second" in note else ["grads", "seconds"]
    for part in parts:
        assert len(found.get(part, [])) == len(note[part])
        for j, recorded in enumerate(note[part]):
            if not recorded:
                assert found[part][j] is None
                continue
            want = RECORDED[f"{key}.{part}{j}"]
            assert found[part][j].shape == want.shape
            np.testing.assert_allclose(
                found[part][j], want, 1e-8, 1e-10, err_msg=f"{part} {j}"
            )


# Where PyTorch has no second derivative, there is none here, or a right one.
@pytest.mark.parametrize(
    ("key", "row"),
    [p for p in ALL if "no_second" in NOTES[p.values[0]]],
)
def test_second_derivative_that_pytorch_refuses(key: str, row: tuple) -> None:
    found = answer(torch, row)
    if "no_second" in found:
        assert found["no_second"] == NOTES[key]["no_second"]
        return
    xs = {
        name: torch.tensor(a).requires_grad_()
        for name, a in make_inputs(row).items()
    }

    def function(*values: torch.Tensor) -> torch.Tensor:
        scope = dict(zip(xs, values)) | {"torch": torch}
        return eval(row[0], scope)

    assert torch.autograd.gradgradcheck(function, tuple(xs.values()))


@pytest.mark.parametrize(("key", "row"), ALL)
def test_grad_fn_has_pytorchs_name(key: str, row: tuple) -> None:
    assert answer(torch, row)["grad_fn"] == NOTES[key]["grad_fn"]


# Batch and layer normalisation use what they computed going forward in an
# ordinary pass, and compute it anew in one that is recorded.
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
@pytest.mark.parametrize(("key", "row"), ALL)
def test_both_readings_of_a_formula_agree(
    key: str, row: tuple, dtype: torch.dtype
) -> None:
    expression = row[0].replace(".double()", f".to({dtype})")
    if "_pool" in expression and expression.endswith("[1]"):
        return  # integers: nothing to differentiate
    results = []
    for create_graph in (False, True):
        xs = {
            name: torch.tensor(a, dtype=dtype).requires_grad_()
            for name, a in make_inputs(row).items()
        }
        y = eval(expression, {"torch": torch, **xs})
        assert y.dtype is dtype
        w = torch.tensor(weights(tuple(y.shape), 1), dtype=dtype)
        grads = torch.autograd.grad(
            (y * w).sum(),
            list(xs.values()),
            create_graph=create_graph,
            allow_unused=True,
        )
        results.append(
            [None if g is None else g.detach().numpy() for g in grads]
        )
    for plain, recorded in zip(*results):
        if plain is None:
            assert recorded is None
            continue
        assert plain.dtype == recorded.dtype == dtype.numpy
        if "_norm(" in expression:
            few = 1e-4 if dtype is torch.float32 else 1e-12
            np.testing.assert_allclose(plain, recorded, few, few)
        else:
            np.testing.assert_array_equal(plain, recorded)


@pytest.mark.parametrize(
    ("code", "i"),
    [
        pytest.param(code, i, id=f"{i}-{code.splitlines()[-1][:50]}")
        for i, code in enumerate(CASES["functional"])
    ],
)
def test_says_what_pytorch_says(code: str, i: int) -> None:
    recorded_code, expected = CASES_RECORDED["functional"][i]
    assert recorded_code == code, "record_nn.py must be run again"
    assert outcome(torch, code) == expected
