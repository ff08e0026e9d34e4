"""Every name, called in every way: results and refusals are PyTorch's.

The calls are in ``surface_rows.py``; what PyTorch does with them is recorded
in ``golden/surface.json``.
"""

from __future__ import annotations

import json
import math
import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from surface_rows import (
    NOT_REFUSED,
    OTHER_WORDS,
    outcome,
    right_calls,
    wrong_calls,
)

import teachtorch as torch

GOLDEN = Path(__file__).parent / "golden" / "surface.json"
RECORDED = json.loads(GOLDEN.read_text(encoding="utf-8"))


def same(a: Any, b: Any) -> bool:
    """Compares results: numbers up to rounding, all else exactly."""
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, float) and isinstance(b, float):
        near = math.isclose(a, b, rel_tol=2e-5, abs_tol=2e-5)
        return near or (math.isnan(a) and math.isnan(b))
    return type(a) is type(b) and a == b


def by_name(calls: Iterable[str]) -> dict[str, list[str]]:
    """Sorts calls by what they call, so that each name is one test."""
    found: dict[str, list[str]] = {}
    for call in calls:
        before, _, name = call.split("(")[0].rpartition(".")
        place = "torch" if before.startswith("torch") else "Tensor"
        found.setdefault(f"{place}.{name}", []).append(call)
    return found


RIGHT = by_name(RECORDED["right"])
WRONG = by_name(RECORDED["wrong"])


def found(call: str) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return outcome(torch, call)


@pytest.mark.parametrize("name", RIGHT)
def test_right_calls(name: str) -> None:
    for call in RIGHT[name]:
        assert same(found(call), RECORDED["right"][call]), call


@pytest.mark.parametrize("name", WRONG)
def test_wrong_calls(name: str) -> None:
    for call in WRONG[name]:
        if call in OTHER_WORDS:  # refused all the same
            assert isinstance(found(call), str), call
        elif call in NOT_REFUSED:
            assert not isinstance(found(call), str), call
        else:
            assert found(call) == RECORDED["wrong"][call], call


def test_every_call_is_recorded() -> None:
    assert set(right_calls(torch)) == set(RECORDED["right"])
    assert set(RECORDED["wrong"]) <= set(wrong_calls(torch))
    assert {*OTHER_WORDS, *NOT_REFUSED} <= set(RECORDED["wrong"])
