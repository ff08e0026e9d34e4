"""Runs the benchmarks, prints the tables and keeps the figures.

    python -m benchmarks [--quick] [--only N ...] [--append]

``--only 1 6`` times these workloads and nothing else. ``--quick`` runs
everything once, in seconds, to see that it runs; its figures mean nothing.
Neither writes to ``results.json``; a whole run does, in place of the runs
that were there or, with ``--append``, after them.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from . import report
from .run import QUICK, Effort, machine, run

RESULTS = Path(__file__).parent / "results.json"


def main(arguments: list[str] | None = None) -> None:
    """Reads the command line, measures, prints and saves."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--append", action="store_true")
    parser.add_argument("--only", type=int, nargs="+", default=[])
    chosen = parser.parse_args(arguments)

    result = run(QUICK if chosen.quick else Effort(), chosen.only)
    described = machine()
    for name, words in described.items():
        print(f"{name}: {words}")
    print()
    print(report.tables(result))
    if chosen.quick:
        print("\nA quick run: everything ran, but no figure means anything.")
    elif not chosen.only:
        save(result, described, chosen.append)


def save(result: dict, described: dict, append: bool) -> None:
    """Writes the run to ``results.json``, which ``chart`` draws."""
    runs = []
    if append and RESULTS.exists():
        kept = json.loads(RESULTS.read_text("utf-8"))
        if kept["machine"] != described:
            raise SystemExit("results.json is of another machine or version")
        runs = kept["runs"]
    kept = {"machine": described, "runs": [*runs, result]}
    text = json.dumps(kept, indent=1, ensure_ascii=False)
    RESULTS.write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
