"""How much memory a step takes at its highest point.

Each measurement has a process of its own. There, a step of the smallest size
loads the code; the data is made; and then the operating system says how far
the memory in use rises during some steps above what it was before them. So
the engine and the data do not count, but all that the steps leave lying does.

Freed memory must go back to the system, or an early peak would hide a later
one: the variables in ``ENVIRONMENT`` ask the C library for that.
"""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from pathlib import Path

from .growth import mlp
from .workloads import chain_of_products, lenet_training

TARGET = 1.0  # times as much as PyTorch for a LeNet step of 64 pictures
MAKERS = {
    maker.__name__: maker for maker in (lenet_training, chain_of_products, mlp)
}
ENVIRONMENT = {"MALLOC_MMAP_THRESHOLD_": "65536", "MALLOC_TRIM_THRESHOLD_": "0"}
STATUS = Path("/proc/self/status")
RESET = Path("/proc/self/clear_refs")


def available() -> bool:
    """Only Linux lets a process ask for its highest point and reset it."""
    return RESET.exists()


def peak_in_fresh_process(engine: str, maker: str, size: int) -> float:
    """Megabytes that steps take, in a process that has just started."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.memory", engine, maker, str(size)],
        env=os.environ | ENVIRONMENT,
        capture_output=True,
        text=True,
        check=True,
    )
    return float(done.stdout)


def peak(engine: str, maker: str, size: int, steps: int = 3) -> float:
    """Megabytes between before the steps and their highest point."""
    torch = importlib.import_module(engine)
    MAKERS[maker](torch, 1)()
    step = MAKERS[maker](torch, size)
    RESET.write_text("5")  # the highest point is now
    before = kilobytes("VmRSS")
    for _ in range(steps):
        step()
    return (kilobytes("VmHWM") - before) / 1024


def kilobytes(name: str) -> int:
    """A line of what Linux tells a process about itself."""
    lines = dict(line.split(":") for line in STATUS.read_text().splitlines())
    return int(lines[name].split()[0])


if __name__ == "__main__":
    print(peak(sys.argv[1], sys.argv[2], int(sys.argv[3])))
