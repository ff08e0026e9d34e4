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
)["nn"]


@pytest.mark.parametrize(
    ("code", "i"),
    [
        pytest.param(code, i, id=f"{i}-{code.splitlines()[-1][:50]}")
        for i, code in enumerate(CASES["nn"])
    ],
)
def test_does_what_pytorch_does(code: str, i: int) -> None:
    recorded_code, expected = RECORDED[i]
    assert recorded_code == code, "record_nn.py must be run again"
    assert outcome(torch, code) == expected
