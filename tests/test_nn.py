"""Layers: first weights, output, print-out, refusals; and short trainings.

Each small program of ``nn_cases.py`` has the outcome that PyTorch had when
``record_nn.py`` recorded it.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from nn_cases import CASES, outcome

import teachtorch as torch

RECORDED = json.loads(
    (Path(__file__).parent / "golden" / "nn_cases.json").read_text()
)


@pytest.mark.parametrize(
    ("code", "group", "i"),
    [
        pytest.param(code, group, i, id=f"{i}-{code.splitlines()[-1][:50]}")
        for group in ("nn", "lazy")
        for i, code in enumerate(CASES[group])
    ],
)
def test_does_what_pytorch_does(code: str, group: str, i: int) -> None:
    recorded_code, expected = RECORDED[group][i]
    assert recorded_code == code, "record_nn.py must be run again"
    assert outcome(torch, code) == expected
