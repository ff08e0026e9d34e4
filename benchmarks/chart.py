"""The book's chart, from the figures in ``results.json``.

    python -m benchmarks.chart [FILE]

One bar for each workload: the median, over all runs kept in the file, of how
many times as long teachtorch takes as PyTorch. A line shows the lowest and the
highest run, and a small upright one the target.
"""

from __future__ import annotations

import json
import statistics
import sys
from pathlib import Path

from .workloads import MEAN_TARGET

RESULTS = Path(__file__).parent / "results.json"
CHART = RESULTS.parent.parent / "book" / "_static" / "benchmarks.svg"


def rows(runs: list[dict]) -> list[tuple[str, list[float], float]]:
    """For each bar its name, its ratios in all runs, and the target."""
    found = []
    for several in zip(*(run["workloads"] for run in runs)):
        name = f"{several[0]['number']}  {several[0]['name']}"
        ratios = [row["ratio"] for row in several]
        found.append((name, ratios, several[0]["target"]))
    means = [run["geometric mean"] for run in runs]
    found.append(("geometric mean of 1 to 12", means, MEAN_TARGET))
    return found


def draw(runs: list[dict], file: Path) -> None:
    """Draws the bars, the first workload on top, and saves them."""
    import matplotlib.pyplot as plt

    plt.rcParams["svg.hashsalt"] = "teachtorch"  # the same file every time
    bars = rows(runs)
    figure, axes = plt.subplots(figsize=(7, 4.5), layout="constrained")
    for y, (_, ratios, target) in enumerate(bars):
        ratio = statistics.median(ratios)
        color = "C0" if ratio <= 1 else "C1"
        axes.barh(y, ratio, 0.6, color=color)
        axes.plot([min(ratios), max(ratios)], [y, y], color="black", lw=1)
        axes.plot([target] * 2, [y - 0.4, y + 0.4], color="black", lw=2)
    axes.axvline(1, color="gray", lw=1, zorder=0)
    axes.set_yticks(range(len(bars)), [name for name, _, _ in bars])
    axes.invert_yaxis()
    axes.set_xlabel("time of teachtorch / time of PyTorch, one thread each")
    figure.savefig(file, metadata={"Date": None})
    plt.close(figure)


if __name__ == "__main__":
    kept = json.loads(RESULTS.read_text("utf-8"))
    draw(kept["runs"], Path(sys.argv[1]) if sys.argv[1:] else CHART)
