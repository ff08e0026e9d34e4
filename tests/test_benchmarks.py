"""The benchmarks measure what they say; nothing here depends on the time."""

from __future__ import annotations

import pytest

import teachtorch
from benchmarks import chart, measure, report, rivals
from benchmarks.__main__ import main
from benchmarks.workloads import IN_THE_MEAN, WORKLOADS


class FakeClock:
    """A clock that only moves when a step says how long it has taken."""

    def __init__(self) -> None:
        self.now = 0.0
        self.busy = 1.0  # how much slower the machine is at the moment

    def __call__(self) -> float:
        return self.now

    def step(self, seconds: float):
        def run() -> None:
            self.now += seconds * self.busy

        return run


def test_a_step_that_takes_twice_as_long_has_the_ratio_two() -> None:
    clock = FakeClock()
    steps = {"slow": clock.step(0.002), "fast": clock.step(0.001)}
    times = measure.take_turns(steps, rounds=5, seconds=0.02, clock=clock)
    assert times["fast"] == pytest.approx([0.001] * 5)
    ratios = measure.ratios(times, "slow", to="fast")
    assert ratios == pytest.approx([2.0] * 5)
    assert measure.summary(ratios) == pytest.approx((2.0, 2.0, 2.0))


def test_a_machine_that_slows_down_does_not_change_the_ratio() -> None:
    clock = FakeClock()
    count = 0

    def slow() -> None:
        nonlocal count
        count += 1
        clock.busy = 1.0 + count // 40  # slower from round to round
        clock.now += 0.002 * clock.busy

    def fast() -> None:
        clock.now += 0.001 * clock.busy

    steps = {"slow": slow, "fast": fast}
    times = measure.take_turns(steps, rounds=9, seconds=0.04, clock=clock)
    assert max(times["slow"]) > 2 * min(times["slow"])
    ratio, _, _ = measure.summary(measure.ratios(times, "slow", "fast"))
    assert ratio == pytest.approx(2.0, rel=0.2)


def test_summary_and_geometric_mean() -> None:
    assert measure.summary([5.0, 1.0, 3.0, 2.0, 4.0]) == (3.0, 2.0, 4.0)
    assert measure.geometric_mean([0.5, 2.0]) == pytest.approx(1.0)
    assert measure.geometric_mean([2.0, 4.0, 8.0]) == pytest.approx(4.0)


def test_the_table_says_what_is_met_and_what_is_missed() -> None:
    row = {"number": 1, "name": "a net", "low": 0.7, "high": 0.9}
    seconds = {"teachtorch": 0.0008, "PyTorch": 0.001}
    rows = [
        {**row, "seconds": seconds, "ratio": 0.8, "target": target}
        for target in (0.75, 0.8)
    ]
    text = report.tables({"workloads": rows, "geometric mean": 0.8})
    head, rule, first, second, mean = text.splitlines()
    assert len({len(line) for line in text.splitlines()}) == 1
    assert "missed" in first and "0.80" in first and "800.0 us" in first
    assert "1.00 ms" in first and "0.70-0.90" in first
    assert "met" in second
    assert "geometric mean of 1 to 12" in mean and "missed" in mean


def test_there_are_thirteen_workloads_with_a_target() -> None:
    assert len(WORKLOADS) == 13 and IN_THE_MEAN == 12
    assert all(0 < workload.target <= 4 for workload in WORKLOADS)


@pytest.mark.torch
@pytest.mark.parametrize("workload", WORKLOADS, ids=lambda w: w.name)
def test_both_engines_compute_the_same_numbers(workload) -> None:
    torch = pytest.importorskip("torch")
    ours, theirs = workload.step(teachtorch), workload.step(torch)
    for _ in range(3):
        a, b = (step().detach().numpy() for step in (ours, theirs))
        assert a == pytest.approx(b, rel=1e-3, abs=1e-5)


def test_the_rivals_compute_the_same_losses() -> None:
    ours = WORKLOADS[0].step(teachtorch)
    others = rivals.steps(teachtorch)
    assert "NumPy by hand" in others
    for _ in range(3):
        loss = ours().item()
        for step in others.values():
            assert float(step()) == pytest.approx(loss, rel=1e-3)


def test_a_quick_run_measures_everything(
    capsys: pytest.CaptureFixture,
) -> None:
    """So that the benchmarks cannot rot; no figure of it is looked at."""
    main(["--quick"])
    out = capsys.readouterr().out
    for workload in WORKLOADS:
        assert workload.name in out
    assert "NumPy by hand" in out and "import, to NumPy's" in out
    assert "examples in the batch" in out


def test_the_chart_has_a_bar_for_each_workload(tmp_path) -> None:
    def run(ratio: float) -> dict:
        rows = [
            {"number": n, "name": f"net {n}", "ratio": ratio, "target": 0.7}
            for n in (1, 2)
        ]
        return {"workloads": rows, "geometric mean": ratio}

    runs = [run(0.5), run(0.7)]
    assert chart.rows(runs)[1] == ("2  net 2", [0.5, 0.7], 0.7)
    chart.draw(runs, tmp_path / "chart.svg")
    assert (tmp_path / "chart.svg").read_text().lstrip().startswith("<?xml")
