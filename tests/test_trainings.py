"""Fifty steps of training follow PyTorch's losses, from the same seed."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from trainings import TRAININGS, train

import teachtorch as torch

RECORDED = json.loads(
    (Path(__file__).parent / "golden" / "trainings.json").read_text()
)
# In float32 the two round differently, and training amplifies it: the largest
# relative difference was 2e-6, against 1e-14 in float64.
TOLERANCE = {"float64": 1e-10, "float32": 2e-5}


@pytest.mark.parametrize("dtype", TOLERANCE)
@pytest.mark.parametrize("name", TRAININGS)
def test_follows_pytorchs_losses(name: str, dtype: str) -> None:
    losses = train(torch, name, dtype)
    expected = RECORDED[f"{name} {dtype}"]
    np.testing.assert_allclose(losses, expected, TOLERANCE[dtype])
    # A training that does nothing would agree, too.
    assert losses[-1] < 0.7 * losses[0]
