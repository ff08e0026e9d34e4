"""The programs of PyTorch's tutorials run as they are, and print the same.

The programs in ``tutorials/`` say ``import torch``; ``python -m teachtorch``
answers for it. Words and shapes must be PyTorch's to the letter, and numbers
to a relative 1e-3 over the first hundred steps, 1e-2 after them: two matrix
libraries round differently, and training magnifies that.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
PRINTED = json.loads((HERE / "golden" / "tutorials.json").read_text("utf-8"))
STEP = re.compile(r"(?:Iteration t = +)?(\d+) ")
NUMBER = re.compile(r"[-+]?\d+\.\d*(?:e[-+]?\d+)?")


def test_every_program_is_recorded() -> None:
    programs = {path.stem for path in (HERE / "tutorials").glob("*.py")}
    assert programs == set(PRINTED)
    assert len(programs) == 20


@pytest.mark.parametrize("name", sorted(PRINTED))
def test_program_prints_as_under_pytorch(name: str) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "teachtorch", f"tests/tutorials/{name}.py"],
        capture_output=True,
        text=True,
        cwd=HERE.parent,
    )
    assert run.returncode == 0, run.stderr
    assert_same_text(run.stdout, PRINTED[name])


def assert_same_text(found: str, expected: str) -> None:
    """Compares texts: numbers with a tolerance, all else to the letter."""
    lines = found.splitlines()
    relative, absolute = 1e-3, 1e-8
    for line, want in zip(lines, expected.splitlines(), strict=True):
        assert collapse(line) == collapse(want)
        step = STEP.match(want)
        if step and int(step[1]) >= 99:
            relative = 1e-2
        if step and int(step[1]) >= 999:
            # RMSprop never settles: its parameters keep jumping by about lr.
            absolute = 2e-3
        numbers = NUMBER.findall(line), NUMBER.findall(want)
        for a, b in zip(*numbers, strict=True):
            # One unit of the last digit printed, up to four, may differ; and
            # 1e-8 is what float32 leaves of a parameter that should be 0.
            digits = len(b.partition(".")[2].partition("e")[0])
            allowed = relative * abs(float(b)) + absolute
            if digits <= 4:
                allowed += 1.01 * 10.0**-digits
            assert abs(float(a) - float(b)) <= allowed, (line, want)


def collapse(line: str) -> str:
    return re.sub(r"\s+", " ", NUMBER.sub("#", line)).strip()


def test_the_comparison_can_fail() -> None:
    assert_same_text("loss 1.0000 at 3", "loss 1.0005 at 3")
    for wrong in ("loss 1.0000 at 4", "lose 1.0000 at 3", "loss 1.0500 at 3"):
        with pytest.raises(AssertionError):
            assert_same_text(wrong, "loss 1.0000 at 3")
