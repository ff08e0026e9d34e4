"""Optimizers against PyTorch: every combination of options, step for step.

The questions are in ``optim_cases.py``; ``record_optim.py`` recorded PyTorch's
answers. The losses of twenty steps and the last parameters must agree to
1e-12, in float64.
"""

from __future__ import annotations

import io
import json
import math
from pathlib import Path

import numpy as np
import pytest
from nn_cases import outcome
from optim_cases import (
    GRID,
    PROGRAMS,
    SWA_PROGRAMS,
    combinations,
    plain,
    state_after_five_steps,
    state_given_to_another,
    train,
)

import teachtorch as torch

GOLDEN = Path(__file__).parent / "golden"
TRAININGS = np.load(GOLDEN / "optim.npz")
RECORDED = json.loads((GOLDEN / "optim_cases.json").read_text())


@pytest.mark.parametrize("name", GRID)
def test_trains_as_pytorch_does(name: str) -> None:
    for i, options in enumerate(combinations(name)):
        found = train(torch, name, options)
        refusal = RECORDED["refused"][name][i]
        if refusal is not None:
            assert found == refusal
            continue
        np.testing.assert_allclose(
            found, TRAININGS[name][i], 1e-12, 1e-12, err_msg=str(options)
        )


def test_every_optimizer_is_tried() -> None:
    assert {*GRID, "Optimizer", "lr_scheduler"} == set(torch.optim.__all__)


@pytest.mark.parametrize("name", GRID)
def test_the_loss_falls(name: str) -> None:
    """Guards the comparison: trainings that do nothing would agree too."""
    down = [
        row[0] - row[19]
        for row, options in zip(TRAININGS[name], combinations(name))
        if not options.get("maximize") and not np.isnan(row[0])
    ]
    assert min(down) > 0
    assert len(np.unique(TRAININGS[name][:, -4])) > 1


def close(found: object, expected: object) -> None:
    """Compares nested states: numbers to 1e-12, the rest exactly."""
    if isinstance(expected, dict):
        assert set(found) == set(expected)
        for key in expected:
            close(found[key], expected[key])
    elif isinstance(expected, list):
        assert len(found) == len(expected)
        for a, b in zip(found, expected):
            close(a, b)
    elif isinstance(expected, float) and math.isfinite(expected):
        assert found == pytest.approx(expected, rel=1e-12, abs=1e-14)
    else:
        assert found == expected


@pytest.mark.parametrize("name", GRID)
def test_state_dict_holds_what_pytorchs_holds(name: str) -> None:
    close(state_after_five_steps(torch, name)[1], RECORDED["states"][name])


def rebuilt(value: object) -> object:
    """Makes the Tensors again that ``plain`` took apart."""
    if isinstance(value, dict):
        if set(value) == {"tensor", "dtype"}:
            dtype = getattr(torch, value["dtype"].removeprefix("torch."))
            return torch.tensor(value["tensor"], dtype=dtype)
        return {k: rebuilt(v) for k, v in value.items()}
    return [rebuilt(v) for v in value] if isinstance(value, list) else value


@pytest.mark.parametrize("name", GRID)
def test_goes_on_from_pytorchs_state_dict(name: str) -> None:
    optimizer, _, step = state_after_five_steps(torch, name)
    state = rebuilt(RECORDED["states"][name])
    state["state"] = {int(k): v for k, v in state["state"].items()}
    for group in state["param_groups"]:
        for key in ("betas", "etas", "step_sizes", "eps"):
            if isinstance(group.get(key), list):
                group[key] = tuple(group[key])
    own = [step(), step()]
    twin, _, twin_step = state_after_five_steps(torch, name)
    twin.state.clear()
    twin.load_state_dict(state)
    assert [twin_step(), twin_step()] == pytest.approx(own, rel=1e-12)


@pytest.mark.torch
@pytest.mark.parametrize("name", GRID)
def test_pytorch_goes_on_from_our_state_dict(name: str) -> None:
    """Through a file, as one would do it."""
    import torch as real

    optimizer, _, step = state_after_five_steps(torch, name)
    buffer = io.BytesIO()
    torch.save(optimizer.state_dict(), buffer)
    own = [step(), step()]
    buffer.seek(0)
    twin, _, twin_step = state_after_five_steps(real, name)
    twin.state.clear()
    twin.load_state_dict(real.load(buffer, weights_only=True))
    assert [twin_step(), twin_step()] == pytest.approx(own, rel=1e-12)


@pytest.mark.parametrize("name", GRID)
def test_state_dict_can_be_given_to_another(name: str) -> None:
    close(state_given_to_another(torch, name), RECORDED["loaded"][name])


@pytest.mark.parametrize("name", GRID)
def test_a_loaded_state_is_a_copy(name: str) -> None:
    optimizer, before, _ = state_after_five_steps(torch, name)
    other, _, step = state_after_five_steps(torch, name)
    other.load_state_dict(optimizer.state_dict())
    step()
    assert plain(torch, optimizer.state_dict()) == before


@pytest.mark.parametrize(
    ("kind", "i", "code"),
    [
        pytest.param(kind, i, code, id=f"{i}-{code.splitlines()[-1][:50]}")
        for kind, codes in (
            ("programs", PROGRAMS),
            ("swa_programs", SWA_PROGRAMS),
        )
        for i, code in enumerate(codes)
    ],
)
def test_does_what_pytorch_does(kind: str, i: int, code: str) -> None:
    recorded_code, expected = RECORDED[kind][i]
    assert recorded_code == code, "record_optim.py must be run again"
    assert outcome(torch, code) == expected


@pytest.mark.parametrize("name", GRID)
def test_steps_count_as_writes(name: str) -> None:
    """A graph from before the step must refuse to go backward after it."""
    p = torch.tensor([1.0, 2.0], requires_grad=True)
    optimizer = getattr(torch.optim, name)([p])

    def closure() -> torch.Tensor:
        optimizer.zero_grad()
        value = (p * p).sum()
        value.backward()
        return value

    closure()
    before = (p * p).sum()
    optimizer.step(closure)
    with pytest.raises(RuntimeError, match="modified by an inplace operation"):
        before.backward()


def test_lbfgs_finds_the_bottom_of_rosenbrocks_valley() -> None:
    x = torch.tensor([-1.2, 1.0], dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS(
        [x], max_iter=100, line_search_fn="strong_wolfe"
    )

    def closure() -> torch.Tensor:
        optimizer.zero_grad()
        value = (1 - x[0]) ** 2 + 100 * (x[1] - x[0] ** 2) ** 2
        value.backward()
        return value

    optimizer.step(closure)
    assert x.tolist() == pytest.approx([1, 1], abs=1e-4)
    assert optimizer.state[x]["func_evals"] < 60
