"""Everything that prints, prints as PyTorch prints it.

``golden/repr_cases.json`` holds tensors, modules, optimizers and small facts;
``golden/printing_cases.json`` holds tensors drawn at random with all options
(see ``record_printing.py``). Both were recorded from PyTorch.
"""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

import teachtorch
from teachtorch import _tensor_str

GOLDEN = Path(__file__).with_name("golden")

# Where teachtorch differs, and why. These tests must fail: one that passes says
# that its line here has become untrue.
DIFFERENT = {
    "repr-372": "a class prints the package it lives in: teachtorch.nn...",
    "repr-533": "a class prints the package it lives in: teachtorch.nn...",
}


def _marks(case: dict) -> list:
    if case["id"] in DIFFERENT:
        reason = DIFFERENT[case["id"]]
        return [pytest.mark.xfail(reason=reason, strict=True)]
    return []


def _cases(file: str, marks: Callable[[dict], list]) -> list:
    cases = json.loads((GOLDEN / file).read_text())["cases"]
    return [
        pytest.param(
            case["code"], case["expected"], id=case["id"], marks=marks(case)
        )
        for case in cases
    ]


def _all_cases(marks: Callable[[dict], list]) -> list:
    files = "repr_cases.json", "printing_cases.json"
    return [case for file in files for case in _cases(file, marks)]


@pytest.fixture(autouse=True)
def _usual_state():
    yield
    teachtorch.set_printoptions(profile="default")
    teachtorch.set_default_dtype(teachtorch.float32)


# Some cases warn as they should, of what is not the matter here.
@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize(("code", "expected"), _all_cases(_marks))
def test_prints_as_recorded(code: str, expected: str) -> None:
    names = {"torch": teachtorch}
    exec(code, names)
    assert repr(names["out"]) == expected


@pytest.mark.torch
@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize(("code", "expected"), _all_cases(lambda case: []))
def test_recording_is_what_torch_prints(code: str, expected: str) -> None:
    torch = pytest.importorskip("torch")
    names = {"torch": torch}
    try:
        exec(code, names)
        assert repr(names["out"]) == expected
    finally:
        torch.set_printoptions(profile="default")
        torch.set_default_dtype(torch.float32)


def test_str_is_repr() -> None:
    x = teachtorch.ones(2, 2)
    assert str(x) == repr(x) == f"{x}"


def test_large_tensor_prints_without_reading_it() -> None:
    # Strides of zero make 4 * 10**15 elements out of one.
    one = teachtorch.tensor([1.5])
    large = one.expand(2_000_000, 2_000_000_000)
    tracemalloc.start()
    text = repr(large)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert text.startswith("tensor([[1.5000, 1.5000, 1.5000,  ..., 1.5000")
    assert text.count("\n") == 6
    assert peak < 1_000_000


def test_an_empty_vector_shows_no_size_even_without_edges() -> None:
    teachtorch.set_printoptions(edgeitems=0)
    assert repr(teachtorch.zeros(0)) == "tensor([])"
    assert repr(teachtorch.zeros(0, 2)) == "tensor([], size=(0, 2))"
    assert repr(teachtorch.ones(2)) == "tensor([1., 1.], size=(2,))"


def test_options_come_back_after_an_error() -> None:
    before = _tensor_str.get_printoptions()
    with (
        pytest.raises(ZeroDivisionError),
        _tensor_str.printoptions(precision=1, sci_mode=True),
    ):
        1 / 0  # noqa: B018
    assert _tensor_str.get_printoptions() == before


def test_options_are_a_copy() -> None:
    _tensor_str.get_printoptions()["precision"] = 1
    assert _tensor_str.get_printoptions()["precision"] == 4


def test_bad_precision_is_found_when_printing() -> None:
    teachtorch.set_printoptions(precision=-1)
    with pytest.raises(ValueError, match="Format specifier missing precision"):
        repr(teachtorch.tensor([1.5]))


def test_printing_leaves_the_values_alone() -> None:
    array = np.array([3.0, np.nan, -0.0], dtype=np.float32)
    x = teachtorch.tensor(array)
    repr(x)
    assert np.array_equal(x.numpy(), array, equal_nan=True)
