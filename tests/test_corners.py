"""Corners against PyTorch: what is printed, refused and warned of.

The lines are in ``corner_cases.py``, PyTorch's recorded answers in
``golden/corner_cases.json``.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from corner_cases import CASES
from nn_cases import outcome

import teachtorch as torch

RECORDED = json.loads(
    (Path(__file__).parent / "golden" / "corner_cases.json").read_text("utf-8")
)


@pytest.mark.parametrize(
    ("i", "code"), list(enumerate(CASES)), ids=lambda v: str(v)[:60]
)
def test_does_what_pytorch_does(i: int, code: str) -> None:
    recorded_code, expected = RECORDED[i]
    assert recorded_code == code, "record_corners.py must be run again"
    assert outcome(torch, code) == expected
