"""How long ``import`` takes, in Python processes that have just started."""

from __future__ import annotations

import os
import subprocess
import sys

from .measure import Times

TARGET = 1.5  # times as long as NumPy's

PROGRAM = """
import time
start = time.process_time()
import {package}
print(time.process_time() - start)
"""


def import_times(packages: list[str], rounds: int) -> Times:
    """Seconds that each package takes to import, round by round."""
    for package in packages:
        import_time(package)  # its files are compiled and in memory now
    times: Times = {package: [] for package in packages}
    for _ in range(rounds):
        for package in packages:
            times[package].append(import_time(package))
    return times


def import_time(package: str) -> float:
    """Seconds of the processor that one import takes."""
    # Compiled files are to be kept, as they are when pip has installed one.
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(package=package)],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    return float(done.stdout)
