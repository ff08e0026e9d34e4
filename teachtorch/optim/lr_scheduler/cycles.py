"""Rates that go up and down, and momenta that go down and up with them.

Both classes are stepped after every batch. The ideas are Leslie Smith's: look
for a range of rates and sweep it (2017, https://arxiv.org/abs/1506.01186); do
so once, with large rates (2019, https://arxiv.org/abs/1708.07120).
"""

from __future__ import annotations

import math
import types
from collections.abc import Callable
from typing import Any

from ..optimizer import Optimizer
from .base import LRScheduler, check_optimizer, for_each_group, write


class _WithMomentum(LRScheduler):
    """What the two share: "momentum" may be the first of Adam's betas."""

    def _find_momentum(self) -> None:
        options = self.optimizer.defaults
        if "momentum" not in options and "betas" not in options:
            raise ValueError(
                "optimizer must support momentum or beta1 with "
                "`cycle_momentum` option enabled"
            )
        self.use_beta1 = "betas" in options

    def _first_momenta(self, lowest: list, highest: list) -> None:
        for group, low, high in zip(
            self.optimizer.param_groups, lowest, highest
        ):
            self._write_momentum(group, high)
            group["max_momentum"] = high
            group["base_momentum"] = low

    def _write_momentum(self, group: dict, value: float) -> None:
        if self.use_beta1:
            group["betas"] = (value, *group["betas"][1:])
        else:
            group["momentum"] = value


class CyclicLR(_WithMomentum):
    """lr(t) = base_lr + (max_lr − base_lr)·h(t)·scale: up and down in lines.

    h rises from 0 to 1 in ``step_size_up`` steps and falls to 0 in
    ``step_size_down``. The scale is 1 (``"triangular"``), halves with every
    cycle (``"triangular2"``), is gamma^t (``"exp_range"``), or is
    ``scale_fn`` of the cycle or of t (``scale_mode``). The momentum goes the
    other way. See :class:`torch.optim.lr_scheduler.CyclicLR`.
    """

    def __init__(
        self,
        optimizer: Optimizer,
        base_lr: float | list[float],
        max_lr: float | list[float],
        step_size_up: int = 2000,
        step_size_down: int | None = None,
        mode: str = "triangular",
        gamma: float = 1.0,
        scale_fn: Callable[[float], float] | None = None,
        scale_mode: str = "cycle",
        cycle_momentum: bool = True,
        base_momentum: float = 0.8,
        max_momentum: float = 0.9,
        last_epoch: int = -1,
    ) -> None:
        check_optimizer(optimizer)
        self.optimizer = optimizer
        lowest = for_each_group("base_lr", optimizer, base_lr)
        if last_epoch == -1:
            for group, lr in zip(optimizer.param_groups, lowest):
                write(group, "lr", lr)
        self.max_lrs = for_each_group("max_lr", optimizer, max_lr)
        up = float(step_size_up)
        down = up if step_size_down is None else float(step_size_down)
        self.total_size = up + down
        self.step_ratio = up / self.total_size
        if mode not in _SCALES and scale_fn is None:
            raise ValueError("mode is invalid and scale_fn is None")
        self.mode = mode
        self.gamma = gamma
        self._scale_fn_custom = scale_fn
        self.scale_mode = scale_mode if scale_fn else _SCALES[mode]
        self.cycle_momentum = cycle_momentum
        if cycle_momentum:
            self._find_momentum()
            self.base_momentums = for_each_group(
                "base_momentum", optimizer, base_momentum
            )
            self.max_momentums = for_each_group(
                "max_momentum", optimizer, max_momentum
            )
            if last_epoch == -1:
                self._first_momenta(self.base_momentums, self.max_momentums)
        super().__init__(optimizer, last_epoch)
        self.base_lrs = lowest

    def scale_fn(self, x: float) -> float:
        """Scales the height of the cycle: x is its number, from 1, or t."""
        if self._scale_fn_custom is not None:
            return self._scale_fn_custom(x)
        if self.mode == "triangular":
            return 1.0
        return 0.5 ** (x - 1) if self.mode == "triangular2" else self.gamma**x

    def get_lr(self) -> list[float]:
        """Computes the new rate of each group, and writes the momenta."""
        self._warn_outside_step()
        cycle = math.floor(1 + self.last_epoch / self.total_size)
        x = 1.0 + self.last_epoch / self.total_size - cycle
        top = self.step_ratio  # how far into the cycle the maximum is
        height = x / top if x <= top else (x - 1) / (top - 1)
        by_cycle = self.scale_mode == "cycle"
        scale = self.scale_fn(cycle if by_cycle else self.last_epoch)
        if self.cycle_momentum:
            for group, low, high in zip(
                self.optimizer.param_groups,
                self.base_momentums,
                self.max_momentums,
            ):
                momentum = high - (high - low) * height * scale
                self._write_momentum(group, momentum)
        return [
            low + (high - low) * height * scale
            for low, high in zip(self.base_lrs, self.max_lrs)
        ]

    def state_dict(self) -> dict[str, Any]:
        """Gives everything but the optimizer and plain functions."""
        state = super().state_dict()
        f = state.pop("_scale_fn_custom")
        plain = f is None or isinstance(f, types.FunctionType)
        state["_scale_fn_custom"] = None if plain else f.__dict__.copy()
        return state

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Takes over what ``state_dict`` gave; a plain function stays."""
        state = dict(state_dict)
        kept = state.pop("_scale_fn_custom")
        super().load_state_dict(state)
        if kept is not None:
            self._scale_fn_custom.__dict__.update(kept)


# What the scale of each mode is a function of.
_SCALES = {
    "triangular": "cycle",
    "triangular2": "cycle",
    "exp_range": "iterations",
}


class OneCycleLR(_WithMomentum):
    """One cycle: lr from max_lr/div_factor up to max_lr, and down to nearly 0.

    The rise takes ``pct_start`` of the steps; the end is the first rate over
    ``final_div_factor``. With ``three_phase`` the rate first falls back as
    long as it rose, then to the end. Between two rates a and b it is
    b + (a − b)·(1 + cos(π·p))/2, or with ``anneal_strategy="linear"``
    a + (b − a)·p, for p from 0 to 1. The momentum goes the other way. See
    :class:`torch.optim.lr_scheduler.OneCycleLR`.
    """

    def __init__(
        self,
        optimizer: Optimizer,
        max_lr: float | list[float],
        total_steps: int | None = None,
        epochs: int | None = None,
        steps_per_epoch: int | None = None,
        pct_start: float = 0.3,
        anneal_strategy: str = "cos",
        cycle_momentum: bool = True,
        base_momentum: float | list[float] = 0.85,
        max_momentum: float | list[float] = 0.95,
        div_factor: float = 25.0,
        final_div_factor: float = 1e4,
        three_phase: bool = False,
        last_epoch: int = -1,
    ) -> None:
        check_optimizer(optimizer)
        self.optimizer = optimizer
        self.total_steps = _total_steps(total_steps, epochs, steps_per_epoch)
        if not isinstance(pct_start, float) or not 0 <= pct_start <= 1:
            raise ValueError(
                f"Expected float between 0 and 1 pct_start, but got {pct_start}"
            )
        phases = _three_phases if three_phase else _two_phases
        self._schedule_phases = phases(self.total_steps, pct_start)
        if anneal_strategy not in ("cos", "linear"):
            raise ValueError(
                "anneal_strategy must be one of 'cos' or 'linear', instead got "
                f"{anneal_strategy}"
            )
        self._anneal_func_type = anneal_strategy
        highest = for_each_group("max_lr", optimizer, max_lr)
        if last_epoch == -1:
            for group, high in zip(optimizer.param_groups, highest):
                group["initial_lr"] = high / div_factor
                group["max_lr"] = high
                group["min_lr"] = group["initial_lr"] / final_div_factor
        self.cycle_momentum = cycle_momentum
        if cycle_momentum:
            self._find_momentum()
            high = for_each_group("max_momentum", optimizer, max_momentum)
            low = for_each_group("base_momentum", optimizer, base_momentum)
            if last_epoch == -1:
                self._first_momenta(low, high)
        super().__init__(optimizer, last_epoch)

    def get_lr(self) -> list[float]:
        """Computes the new rate of each group, and writes the momenta."""
        self._warn_outside_step()
        t = self.last_epoch
        if t > self.total_steps:
            raise ValueError(
                f"Tried to step {t} times. The specified number of total steps "
                f"is {self.total_steps}"
            )
        start = 0.0
        for phase in self._schedule_phases:
            if t <= phase["end_step"]:
                break
            if phase is not self._schedule_phases[-1]:
                start = phase["end_step"]
        part = (t - start) / (phase["end_step"] - start)
        rates = []
        for group in self.optimizer.param_groups:
            a, b = group[phase["start_lr"]], group[phase["end_lr"]]
            rates.append(self._between(a, b, part))
            if self.cycle_momentum:
                a = group[phase["start_momentum"]]
                b = group[phase["end_momentum"]]
                self._write_momentum(group, self._between(a, b, part))
        return rates

    def _between(self, start: float, end: float, part: float) -> float:
        if self._anneal_func_type == "linear":
            return (end - start) * part + start
        return end + (start - end) / 2.0 * (math.cos(math.pi * part) + 1)


def _two_phases(steps: int, rise: float) -> list[dict[str, Any]]:
    """The end of each phase, and the group's options it moves between."""
    return [
        _phase(rise * steps - 1, "initial_lr", "max_lr", "max", "base"),
        _phase(steps - 1, "max_lr", "min_lr", "base", "max"),
    ]


def _three_phases(steps: int, rise: float) -> list[dict[str, Any]]:
    return [
        _phase(rise * steps - 1, "initial_lr", "max_lr", "max", "base"),
        _phase(2 * rise * steps - 2, "max_lr", "initial_lr", "base", "max"),
        _phase(steps - 1, "initial_lr", "min_lr", "max", "max"),
    ]


def _phase(end: float, lr0: str, lr1: str, m0: str, m1: str) -> dict[str, Any]:
    return {
        "end_step": end,
        "start_lr": lr0,
        "end_lr": lr1,
        "start_momentum": f"{m0}_momentum",
        "end_momentum": f"{m1}_momentum",
    }


def _total_steps(
    total: int | None, epochs: int | None, steps_per_epoch: int | None
) -> int:
    if total is not None:
        return _positive("total_steps", total)
    if epochs is None or steps_per_epoch is None:
        raise ValueError(
            "You must define either total_steps OR (epochs AND steps_per_epoch)"
        )
    epochs = _positive("epochs", epochs)
    return epochs * _positive("steps_per_epoch", steps_per_epoch)


def _positive(name: str, value: int) -> int:
    if not isinstance(value, int) or value <= 0:
        raise ValueError(f"Expected positive integer {name}, but got {value}")
    return value
