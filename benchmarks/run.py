"""One run of all benchmarks, as a dictionary that ``report`` can print.

What needs PyTorch, another rival or Linux is left out where that is missing.
"""

from __future__ import annotations

import importlib
import os
import platform
from collections.abc import Collection
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from . import growth, imports, memory, rivals
from .measure import geometric_mean, ratios, summary, take_turns
from .workloads import IN_THE_MEAN, WORKLOADS, Torch, chain_of_products

PACKAGES = {
    "NumPy": "numpy",
    "PyTorch": "torch",
    "MyGrad": "mygrad",
    "HIPS autograd": "autograd",
}


@dataclass(frozen=True)
class Effort:
    """How long to measure."""

    rounds: int = 25
    seconds: float = 0.02  # of each turn
    processes: int = 7  # for what must start afresh
    lengths: tuple[int, ...] = (10**3, 10**4, 10**5, 10**6)
    batches: tuple[int, ...] = (64, 512, 4096, 32768)


# Enough to see that everything runs; no figure of it means anything.
QUICK = Effort(1, 0.0, 1, lengths=(10,), batches=(2,))


def engines() -> dict[str, Torch]:
    """Our engine and, where it is installed, PyTorch with one thread."""
    found = {"teachtorch": importlib.import_module("teachtorch")}
    try:
        found["PyTorch"] = importlib.import_module("torch")
    except ImportError:
        return found
    found["PyTorch"].set_num_threads(1)
    return found


def run(effort: Effort, only: Collection[int] = ()) -> dict[str, Any]:
    """Measures everything, or only the workloads with these numbers."""
    result: dict[str, Any] = {"workloads": measure_workloads(effort, only)}
    in_the_mean = [
        row["ratio"]
        for row in result["workloads"]
        if row["number"] <= IN_THE_MEAN and "ratio" in row
    ]
    if len(in_the_mean) == IN_THE_MEAN:
        result["geometric mean"] = geometric_mean(in_the_mean)
    if only:
        return result
    result["rivals"] = measure_rivals(effort)
    result["imports"] = measure_imports(effort)
    if memory.available():
        result["memory"] = measure_memory(effort)
    result["growth"] = measure_growth(effort)
    return result


def measure_workloads(effort: Effort, only: Collection[int]) -> list[dict]:
    """Workloads 1 to 13 on both engines."""
    rows = []
    for number, workload in enumerate(WORKLOADS, 1):
        if only and number not in only:
            continue
        steps = {
            name: workload.step(torch) for name, torch in engines().items()
        }
        times = take_turns(steps, effort.rounds, effort.seconds)
        row: dict[str, Any] = {
            "number": number,
            "name": workload.name,
            "target": workload.target,
            "seconds": {name: summary(times[name])[0] for name in times},
        }
        if "PyTorch" in times:
            values = ratios(times, "teachtorch", "PyTorch")
            row["ratio"], row["low"], row["high"] = summary(values)
        rows.append(row)
    return rows


def measure_rivals(effort: Effort) -> list[dict]:
    """Workload 1 by the others; how many times as long teachtorch takes."""
    torch = engines()["teachtorch"]
    steps = {"teachtorch": WORKLOADS[0].step(torch), **rivals.steps(torch)}
    times = take_turns(steps, effort.rounds, effort.seconds)
    rows = []
    for name in times:
        if name != "teachtorch":
            ratio, low, high = summary(ratios(times, "teachtorch", name))
            rows.append(
                {"name": name, "ratio": ratio, "low": low, "high": high,
                 "target": rivals.TARGETS.get(name)}
            )  # fmt: skip
    return rows


def measure_imports(effort: Effort) -> dict[str, Any]:
    """How many times as long teachtorch takes to import as NumPy."""
    packages = ["teachtorch", "numpy"]
    if "PyTorch" in engines() and effort is not QUICK:
        packages.append("torch")
    times = imports.import_times(packages, effort.processes)
    ratio, low, high = summary(ratios(times, "teachtorch", "numpy"))
    seconds = {name: summary(times[name])[0] for name in packages}
    return {"ratio": ratio, "low": low, "high": high,
            "target": imports.TARGET, "seconds": seconds}  # fmt: skip


def measure_memory(effort: Effort) -> dict[str, Any]:
    """How much memory a LeNet step takes, and its ratio to PyTorch's."""
    names = ["teachtorch"] if effort is QUICK else list(engines())
    megabytes = {
        name: memory.peak_in_fresh_process(
            PACKAGES.get(name, name), "lenet_training", 64
        )
        for name in names
    }
    result: dict[str, Any] = {"megabytes": megabytes, "target": memory.TARGET}
    if "PyTorch" in megabytes:
        result["ratio"] = megabytes["teachtorch"] / megabytes["PyTorch"]
    return result


def measure_growth(effort: Effort) -> dict[str, list[dict]]:
    """Time and memory of graphs of many lengths and batches of many sizes."""
    torch = engines()["teachtorch"]
    table = {}
    for title, maker, sizes in (
        ("nodes in the graph", chain_of_products, list(effort.lengths)),
        ("examples in the batch", growth.mlp, list(effort.batches)),
    ):
        seconds = growth.times(maker, sizes, torch, 2)
        rows: list[dict[str, Any]] = [
            {"size": n, "seconds": s} for n, s in zip(sizes, seconds)
        ]
        for row in rows if memory.available() else []:
            row["megabytes"] = memory.peak_in_fresh_process(
                "teachtorch", maker.__name__, row["size"]
            )
        table[title] = rows
    return table


def machine() -> dict[str, str]:
    """The processor and the versions, so that a figure can be understood."""
    described = {"processor": processor(), "Python": platform.python_version()}
    for name, package in {**PACKAGES, "teachtorch": "teachtorch"}.items():
        try:
            described[name] = metadata.version(package)
        except metadata.PackageNotFoundError:
            continue
    return described


def processor() -> str:
    """The name that the processor gives itself, and how many there are."""
    name = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        lines = info.read_text().splitlines()
        names = [x.split(":")[1] for x in lines if x.startswith("model name")]
        name = names[0].strip() if names else name
    return f"{name}, {os.cpu_count()} processors, one used"
