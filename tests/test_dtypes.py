"""Every operation on every dtype, special numbers included, as PyTorch.

The expressions are in ``dtype_rows.py``. Result dtypes, whole numbers, truth
values, signs of zero and refusals must be equal; functions that both
libraries approximate may differ by two units in the last place.
"""

from __future__ import annotations

import json
import warnings
from pathlib import Path

import numpy as np
import pytest
from dtype_rows import DTYPES, EXPRESSIONS, outcome

import teachtorch as torch

GOLDEN = Path(__file__).parent / "golden" / "dtypes.npz"
with np.load(GOLDEN) as archive:
    ARRAYS = {name: archive[name] for name in archive.files}
NOTES = json.loads(str(ARRAYS.pop("notes")))
NUMBER = {key: i for i, key in enumerate(NOTES, 1)}

# max(−0, 0) may be either zero: in PyTorch it depends on the position.
ANY_ZERO = {"torch.relu(x)"}


def assert_same(found: np.ndarray, wanted: np.ndarray, close: bool) -> None:
    assert found.shape == wanted.shape
    if wanted.dtype.kind != "f":
        np.testing.assert_array_equal(found, wanted)
        return
    np.testing.assert_array_equal(np.isnan(found), np.isnan(wanted))
    known = ~np.isnan(wanted)
    found, wanted = found[known], wanted[known]
    np.testing.assert_array_equal(np.isinf(found), np.isinf(wanted))
    np.testing.assert_array_equal(np.signbit(found), np.signbit(wanted))
    if close:
        finite = np.isfinite(wanted)
        found, wanted = found[finite], wanted[finite]
        limit = 2 * np.spacing(np.abs(wanted))
        assert (np.abs(found - wanted) <= limit).all(), (found, wanted)
    else:
        np.testing.assert_array_equal(found, wanted)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_as_recorded(expression: str, dtype: str) -> None:
    key = f"{expression} {dtype}"
    assert key in NOTES, "record_dtypes.py must be run again"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        found = outcome(torch, expression, dtype)
    if isinstance(NOTES[key], str):
        assert found == NOTES[key]
        return
    assert not isinstance(found, str), found
    assert [name for name, _ in found] == NOTES[key]
    for i, (_, values) in enumerate(found):
        wanted = ARRAYS[f"{NUMBER[key]}.{i}"]
        if expression in ANY_ZERO:
            values, wanted = values + 0, wanted + 0  # −0 + 0 is 0
        assert_same(values, wanted, EXPRESSIONS[expression])
