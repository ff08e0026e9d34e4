"""Bad calls are refused as PyTorch refuses them: same type, same first line.

The calls are in ``refusals.py``. A student who looks an error up must find
PyTorch's words; and no bad call may end in NumPy's words, or in an answer.
"""

from __future__ import annotations

import json
import warnings
from pathlib import Path

import pytest
from refusals import FAMILIES, refusal

import teachtorch as torch

GOLDEN = Path(__file__).parent / "golden" / "refusals.json"
RECORDED = json.loads(GOLDEN.read_text(encoding="utf-8"))
CALLS = [call for calls in FAMILIES.values() for call in calls]


@pytest.mark.parametrize("call", CALLS)
def test_refused_as_recorded(call: str) -> None:
    assert call in RECORDED, "record_refusals.py must be run again"
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        # As teachtorch itself asks for, whatever the test runner says.
        warnings.filterwarnings(
            "ignore", category=RuntimeWarning, module=r"teachtorch\b"
        )
        assert refusal(torch, call) == RECORDED[call]


def test_no_call_is_listed_twice() -> None:
    assert len(set(CALLS)) == len(CALLS)
    assert set(CALLS) == set(RECORDED)
