"""Schedulers against PyTorch: thirty steps, saving, refusals and warnings.

The questions are in ``optim_cases.py``; ``record_optim.py`` recorded PyTorch's
answers.
"""

from __future__ import annotations

import json
import warnings
from pathlib import Path

import numpy as np
import pytest
from nn_cases import outcome
from optim_cases import SCHEDULER_PROGRAMS, SCHEDULES, follow, now, two_groups
from test_optim import close

import teachtorch as torch

RECORDED = json.loads(
    (Path(__file__).parent / "golden" / "optim_cases.json").read_text()
)


@pytest.mark.parametrize("kind", ["SGD", "Adam"])
@pytest.mark.parametrize("i", range(len(SCHEDULES)), ids=SCHEDULES.__getitem__)
def test_rates_and_state_are_pytorchs(i: int, kind: str) -> None:
    code, expected = RECORDED["schedules"][kind][i]
    assert code == SCHEDULES[i], "record_optim.py must be run again"
    found = follow(torch, code, kind)
    np.testing.assert_allclose(found["rates"], expected["rates"], 1e-12, 1e-15)
    close(json.loads(json.dumps(found)), expected)
    assert found["keys"] == expected["keys"]


@pytest.mark.parametrize("code", SCHEDULES)
def test_goes_on_from_a_saved_state(code: str) -> None:
    """Ten steps, saved, ten more: as twenty in one go."""
    in_one_go = two_groups(torch, "SGD")
    interrupted = two_groups(torch, "SGD")
    resumed = two_groups(torch, "SGD")

    def make(optimizer: torch.optim.Optimizer) -> object:
        scope = {"s": torch.optim.lr_scheduler, "o": optimizer}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            return eval(code, scope)

    def step(scheduler: object, count: int) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            for t in range(count):
                measured = [1.0 + t] if "Plateau" in code else []
                scheduler.optimizer.step()
                scheduler.step(*measured)

    whole = make(in_one_go)
    step(whole, 10)
    first = make(interrupted)
    step(first, 10)
    second = make(resumed)
    second.load_state_dict(first.state_dict())
    resumed.load_state_dict(interrupted.state_dict())
    step(whole, 5)
    step(second, 5)
    assert now(resumed) == now(in_one_go)
    assert second.get_last_lr() == whole.get_last_lr()


@pytest.mark.parametrize(
    ("code", "i"),
    [
        pytest.param(code, i, id=f"{i}-{code.splitlines()[-1][:50]}")
        for i, code in enumerate(SCHEDULER_PROGRAMS)
    ],
)
def test_does_what_pytorch_does(code: str, i: int) -> None:
    recorded_code, expected = RECORDED["scheduler_programs"][i]
    assert recorded_code == code, "record_optim.py must be run again"
    assert outcome(torch, code) == expected


def test_every_schedule_is_tried() -> None:
    tried = " ".join(SCHEDULES)
    names = set(torch.optim.lr_scheduler.__all__) - {"LRScheduler"}
    assert not [name for name in names if name not in tried]
