"""The tables at the end of a run, in Markdown."""

from __future__ import annotations

from typing import Any

from .workloads import MEAN_TARGET

Row = dict[str, Any]


def tables(result: dict[str, Any]) -> str:
    """Everything that a run has measured."""
    parts = [workloads(result)]
    if "rivals" in result:
        parts.append(others(result))
    for title, rows in result.get("growth", {}).items():
        parts.append(growth(title, rows))
    return "\n\n".join(parts)


def workloads(result: dict[str, Any]) -> str:
    """The thirteen workloads and the geometric mean of the first twelve."""
    head = ["#", "workload", "teachtorch", "PyTorch"]
    head += ["ratio", "middle half", "target", ""]
    rows = []
    for row in result["workloads"]:
        seconds = row["seconds"]
        rows.append(
            [
                str(row["number"]),
                row["name"],
                duration(seconds["teachtorch"]),
                duration(seconds.get("PyTorch")),
                *comparison(row),
            ]
        )
    if "geometric mean" in result:
        mean = {"ratio": result["geometric mean"], "target": MEAN_TARGET}
        rows.append(
            ["", "geometric mean of 1 to 12", "", "", *comparison(mean)]
        )
    return markdown(head, rows)


def others(result: dict[str, Any]) -> str:
    """Workload 1 by others, the time of an import, and memory."""
    rows = [
        [f"workload 1, to {row['name']}", *comparison(row)]
        for row in result["rivals"]
    ]
    rows.append(["import, to NumPy's", *comparison(result["imports"])])
    if "ratio" in result.get("memory", {}):
        ours, theirs = result["memory"]["megabytes"].values()
        name = (
            f"memory of a LeNet step, to PyTorch's ({ours:.1f}/{theirs:.1f} MB)"
        )
        rows.append([name, *comparison(result["memory"])])
    return markdown(["", "ratio", "middle half", "target", ""], rows)


def growth(title: str, points: list[Row]) -> str:
    """Time and memory per node or example, for every size."""
    rows = [
        [
            f"{point['size']:,}",
            duration(point["seconds"]),
            f"{point['seconds'] / point['size'] * 1e6:.2f} us",
            f"{point['megabytes'] / point['size'] * 2**20:.0f} bytes"
            if "megabytes" in point
            else "",
        ]
        for point in points
    ]
    return markdown([title, "time", "time each", "memory each"], rows)


def comparison(row: Row) -> list[str]:
    """The cells for a ratio, its spread, its target and the verdict."""
    if "ratio" not in row:
        return ["", "", "", ""]
    ratio, target = row["ratio"], row.get("target")
    spread = f"{row['low']:.2f}-{row['high']:.2f}" if "low" in row else ""
    if target is None:
        return [f"{ratio:.2f}", spread, "", ""]
    return [f"{ratio:.2f}", spread, f"{target:.2f}", verdict(ratio, target)]


def verdict(ratio: float, target: float) -> str:
    """Whether a ratio is at most its target."""
    return "met" if ratio <= target else "missed"


def duration(seconds: float | None) -> str:
    """Seconds in the unit that suits them."""
    if seconds is None:
        return ""
    for unit, name in ((1, "s"), (1e-3, "ms")):
        if seconds >= unit:
            return f"{seconds / unit:.2f} {name}"
    return f"{seconds * 1e6:.1f} us"


def markdown(head: list[str], rows: list[list[str]]) -> str:
    """A table whose columns are as wide as they must be, numbers right."""
    columns = list(zip(head, *rows))
    widths = [max(3, *map(len, column)) for column in columns]
    right = [any(c[:1].isdigit() for c in column[1:]) for column in columns]
    rules = [
        "-" * (width - 1) + ":" if at else "-" * width
        for width, at in zip(widths, right)
    ]
    lines = [
        [cell.rjust(w) if at else cell.ljust(w)
         for cell, w, at in zip(row, widths, right)]
        for row in [head, rules, *rows]
    ]  # fmt: skip
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
