"""Every operation against PyTorch: values, first and second derivatives.

The rows are in ``op_rows.py``, PyTorch's recorded answers in
``golden/ops_<group>.npz``. Each row is also checked against differences of
values, and its two readings (arrays, Tensors) against each other.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from op_rows import GROUPS, answer, make_inputs, weights

import teachtorch as torch

GOLDEN: dict[str, np.ndarray] = {}
NOTES: dict[str, dict] = {}
for group in GROUPS:
    path = Path(__file__).parent / "golden" / f"ops_{group}.npz"
    with np.load(path) as archive:
        GOLDEN |= {name: archive[name] for name in archive.files}
    notes = json.loads(str(GOLDEN.pop("notes")))
    assert len(notes) == len(GROUPS[group]), "record_ops.py must be run again"
    NOTES |= {note["key"]: note for note in notes}

CASES = {
    group: [(f"{group}{i}", row) for i, row in enumerate(rows)]
    for group, rows in GROUPS.items()
}
IN_PLACE = CASES.pop("inplace")
ALL = [case for cases in CASES.values() for case in cases]


def ids(case: object) -> str:
    return case[0] if isinstance(case, tuple) else str(case)


@pytest.mark.parametrize(
    ("key", "row"),
    ALL + IN_PLACE,
    ids=lambda v: v if isinstance(v, str) else ids(v),
)
def test_as_recorded(key: str, row: tuple) -> None:
    note = NOTES[key]
    assert note["expression"] == row[0], "record_ops.py must be run again"
    found = answer(torch, row, in_place=key.startswith("inplace"))
    assert found["dtype"] == note["dtype"]
    expected = GOLDEN[f"{key}.value"]
    assert found["value"].shape == expected.shape
    np.testing.assert_allclose(found["value"], expected, 1e-12, 1e-12)
    assert found.get("refusal") == note.get("refusal")
    for part in ("grads", "seconds"):
        assert len(found.get(part, [])) == len(note[part])
        for j, recorded in enumerate(note[part]):
            if not recorded:
                assert found[part][j] is None
                continue
            want = GOLDEN[f"{key}.{part}{j}"]
            assert found[part][j].shape == want.shape
            np.testing.assert_allclose(
                found[part][j], want, 1e-9, 1e-11, err_msg=f"{part} {j}"
            )


@pytest.mark.parametrize(
    ("key", "row"), ALL, ids=lambda v: v if isinstance(v, str) else ids(v)
)
def test_grad_fn_has_pytorchs_name(key: str, row: tuple) -> None:
    assert answer(torch, row)["grad_fn"] == NOTES[key]["grad_fn"]


def at_a_kink(row: tuple) -> bool:
    """Ties and steps: there differences of values mean nothing."""
    words = (
        "floor",
        "ceil",
        "round",
        "trunc",
        "frac",
        "sign",
        "fmod",
        "remainder",
        "logit(",  # nan outside of (0, 1)
        "0.0 **",  # nan in second derivatives, as in PyTorch
        "* 500",
        "nan_to_num(1",
        "float",  # float32 is too coarse for differences
        "1.acosh",
    )
    specs = [f" {spec} " for spec in row[1].values()]
    empty = any(" 0 " in spec for spec in specs)
    ties = any(" t " in spec for spec in specs)
    return empty or ties or any(word in row[0] for word in words)


SMOOTH = [case for case in ALL if not at_a_kink(case[1])]


@pytest.mark.parametrize(
    ("key", "row"), SMOOTH, ids=lambda v: v if isinstance(v, str) else ids(v)
)
def test_derivatives_by_differences(key: str, row: tuple) -> None:
    arrays = make_inputs(row)
    xs = tuple(torch.tensor(a, requires_grad=True) for a in arrays.values())

    def function(*given: torch.Tensor) -> torch.Tensor:
        return eval(row[0], {"torch": torch, **dict(zip(arrays, given))})

    assert torch.autograd.gradcheck(function, xs)
    assert torch.autograd.gradgradcheck(function, xs)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
@pytest.mark.parametrize(
    ("key", "row"), ALL, ids=lambda v: v if isinstance(v, str) else ids(v)
)
def test_both_readings_of_a_formula_agree(
    key: str, row: tuple, dtype: torch.dtype
) -> None:
    """Arrays in an ordinary pass, Tensors under create_graph: same bits."""
    arrays = make_inputs(row)
    results = []
    for create_graph in (False, True):
        xs = {
            k: torch.tensor(a, dtype=dtype).requires_grad_()
            for k, a in arrays.items()
        }
        y = eval(row[0], {"torch": torch, **xs})
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
        np.testing.assert_array_equal(plain, recorded)
