"""Anomaly detection: which line of the program led to the failing gradient?

A backward pass fails far from the line that is to blame. In this mode every
node remembers where in the program it was recorded, a gradient that is not a
number stops the pass at once, and the warning shows that place. It is slow:
for finding a mistake, not for training.
"""

from __future__ import annotations

import os
import traceback
import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np

from .grad_mode import extras
from .graph import Node

_HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


class _Anomaly:
    enabled = False
    check_nan = True


anomaly = _Anomaly()


def is_anomaly_enabled() -> bool:
    """Tells whether anomaly detection is on."""
    return anomaly.enabled


def is_anomaly_check_nan_enabled() -> bool:
    """Tells whether anomaly detection also looks for nan."""
    return anomaly.check_nan


class set_detect_anomaly:
    """Turns anomaly detection on or off at once; as a block, restores it.

    See :class:`torch.autograd.set_detect_anomaly`.
    """

    def __init__(self, mode: bool, check_nan: bool = True) -> None:
        self.previous = anomaly.enabled, anomaly.check_nan
        _set(mode, check_nan)

    def __enter__(self) -> None:
        pass

    def __exit__(self, *exception: object) -> None:
        _set(*self.previous)


class detect_anomaly(set_detect_anomaly):
    """A block in which anomaly detection is on.

    See :class:`torch.autograd.detect_anomaly`.
    """

    def __init__(self, check_nan: bool = True) -> None:
        self.check_nan = check_nan
        self.previous = anomaly.enabled, anomaly.check_nan
        warnings.warn(
            "Anomaly Detection has been enabled. This mode will increase the "
            "runtime and should only be enabled for debugging.",
            stacklevel=2,
        )

    def __enter__(self) -> None:
        self.previous = anomaly.enabled, anomaly.check_nan
        _set(True, self.check_nan)


def _set(mode: bool, check_nan: bool) -> None:
    extras.active += int(mode) - int(anomaly.enabled)
    anomaly.enabled, anomaly.check_nan = bool(mode), check_nan


def remember_origin(node: Node) -> None:
    """Notes on a node the lines of the program that recorded it."""
    if anomaly.enabled:
        frames = traceback.extract_stack()
        ours = [f for f in frames if not f.filename.startswith(_HERE)]
        node.metadata["traceback_"] = traceback.format_list(ours)


def report_origin(node: Node) -> None:
    """Warns where in the program a failing node was recorded."""
    lines = node.metadata.get("traceback_") if anomaly.enabled else None
    if lines:
        warnings.warn(
            f"Error detected in {node.name()}. Traceback of forward call that "
            f"caused the error:\n{''.join(lines)}",
            stacklevel=2,
        )


def check_nan(node: Node, grads: Sequence[Any]) -> None:
    """Stops the pass at the first gradient that is not a number.

    Raises:
        RuntimeError: naming the operation.
    """
    if not (anomaly.enabled and anomaly.check_nan):
        return
    for i, g in enumerate(grads):
        if g is not None and np.isnan(getattr(g, "_array", g)).any():
            raise RuntimeError(
                f"Function '{node.name()}' returned nan values in its {i}th "
                "output."
            )
