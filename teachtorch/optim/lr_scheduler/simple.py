"""The plain schedules: stairs, ramps, decays, and your own function.

Their rate is a formula in t. ``get_lr`` gives it as a factor on the present
rate; ``_get_closed_form_lr``, for the deprecated ``step(epoch)``, from t alone.
"""

from __future__ import annotations

import types
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from ..optimizer import Optimizer
from .base import LRScheduler


class _OfLambdas(LRScheduler):
    """What ``LambdaLR`` and ``MultiplicativeLR`` share: a function a group."""

    def __init__(
        self,
        optimizer: Optimizer,
        lr_lambda: Callable[[int], float] | Sequence[Callable[[int], float]],
        last_epoch: int = -1,
    ) -> None:
        self.optimizer = optimizer
        groups = len(optimizer.param_groups)
        if not isinstance(lr_lambda, list | tuple):
            lr_lambda = [lr_lambda] * groups  # type: ignore[list-item]
        elif len(lr_lambda) != groups:
            raise ValueError(
                f"Expected {groups} lr_lambdas, but got {len(lr_lambda)}"
            )
        self.lr_lambdas = list(lr_lambda)
        super().__init__(optimizer, last_epoch)

    def state_dict(self) -> dict[str, Any]:
        """Gives everything but the optimizer and plain functions."""
        state = super().state_dict()
        del state["lr_lambdas"]  # and in again, last, as PyTorch has it
        state["lr_lambdas"] = [
            None if isinstance(f, types.FunctionType) else f.__dict__.copy()
            for f in self.lr_lambdas
        ]
        return state

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Takes over what ``state_dict`` gave; plain functions stay."""
        state = dict(state_dict)
        for f, kept in zip(self.lr_lambdas, state.pop("lr_lambdas")):
            if kept is not None:
                f.__dict__.update(kept)
        super().load_state_dict(state)


class LambdaLR(_OfLambdas):
    """lr(t) = lr(0) · f(t). See :class:`torch.optim.lr_scheduler.LambdaLR`."""

    def get_lr(self) -> list[float]:
        """Computes the new rate of each group."""
        self._warn_outside_step()
        return [
            base * f(self.last_epoch)
            for base, f in zip(self.base_lrs, self.lr_lambdas)
        ]


class MultiplicativeLR(_OfLambdas):
    """lr(t) = lr(t − 1) · f(t).

    See :class:`torch.optim.lr_scheduler.MultiplicativeLR`.
    """

    def __init__(
        self,
        optimizer: Optimizer,
        lr_lambda: Callable[[int], float] | Sequence[Callable[[int], float]],
        last_epoch: int = -1,
    ) -> None:
        several = isinstance(lr_lambda, list | tuple)
        for f in lr_lambda if several else [lr_lambda]:  # type: ignore[union-attr]
            if not callable(f):
                raise TypeError(
                    "lr_lambda should be a function, but got "
                    f"{type(f).__name__}"
                )
        super().__init__(optimizer, lr_lambda, last_epoch)

    def get_lr(self) -> list[float]:
        """Computes the new rate of each group."""
        self._warn_outside_step()
        if self._is_initial:
            return self._rates()
        return [
            lr * f(self.last_epoch)
            for lr, f in zip(self._rates(), self.lr_lambdas)
        ]


class StepLR(LRScheduler):
    """lr(t) = lr(0) · gamma^⌊t/step_size⌋: a stair.

    See :class:`torch.optim.lr_scheduler.StepLR`.
    """

    def __init__(
        self,
        optimizer: Optimizer,
        step_size: int,
        gamma: float = 0.1,
        last_epoch: int = -1,
    ) -> None:
        self.step_size = step_size
        self.gamma = gamma
        super().__init__(optimizer, last_epoch)

    def get_lr(self) -> list[float]:
        """Computes the new rate of each group."""
        self._warn_outside_step()
        t = self.last_epoch
        falls = t != 0 and t % self.step_size == 0
        return self._scaled(self.gamma) if falls else self._rates()

    def _get_closed_form_lr(self) -> list[float]:
        falls = self.last_epoch // self.step_size
        return [base * self.gamma**falls for base in self.base_lrs]


class MultiStepLR(LRScheduler):
    """lr(t) = lr(0) · gamma^(number of milestones up to t).

    See :class:`torch.optim.lr_scheduler.MultiStepLR`.
    """

    def __init__(
        self,
        optimizer: Optimizer,
        milestones: Iterable[int],
        gamma: float = 0.1,
        last_epoch: int = -1,
    ) -> None:
        self.milestones = Counter(milestones)
        self.gamma = gamma
        super().__init__(optimizer, last_epoch)

    def get_lr(self) -> list[float]:
        """Computes the new rate of each group."""
        self._warn_outside_step()
        falls = self.milestones[self.last_epoch]
        return self._scaled(self.gamma**falls) if falls else self._rates()

    def _get_closed_form_lr(self) -> list[float]:
        milestones = sorted(self.milestones.elements())
        passed = bisect_right(milestones, self.last_epoch)
        return [base * self.gamma**passed for base in self.base_lrs]


class ConstantLR(LRScheduler):
    """lr(t) = lr(0) · factor for t < total_iters, then lr(0).

    See :class:`torch.optim.lr_scheduler.ConstantLR`.
    """

    def __init__(
        self,
        optimizer: Optimizer,
        factor: float = 1.0 / 3,
        total_iters: int = 5,
        last_epoch: int = -1,
    ) -> None:
        if not 0 <= factor <= 1:
            raise ValueError(
                "Constant multiplicative factor expected to be between 0 and 1."
            )
        self.factor = factor
        self.total_iters = total_iters
        super().__init__(optimizer, last_epoch)

    def get_lr(self) -> list[float]:
        """Computes the new rate of each group."""
        self._warn_outside_step()
        if self.last_epoch == 0:
            return self._scaled(self.factor)
        if self.last_epoch != self.total_iters:
            return self._rates()
        return self._scaled(1.0 / self.factor)

    def _get_closed_form_lr(self) -> list[float]:
        over = self.last_epoch >= self.total_iters
        factor = self.factor + over * (1 - self.factor)
        return [base * factor for base in self.base_lrs]


class LinearLR(LRScheduler):
    """lr(t) = lr(0) · (start + (end − start)·min(t, T)/T): a ramp.

    See :class:`torch.optim.lr_scheduler.LinearLR`.
    """

    def __init__(
        self,
        optimizer: Optimizer,
        start_factor: float = 1.0 / 3,
        end_factor: float = 1.0,
        total_iters: int = 5,
        last_epoch: int = -1,
    ) -> None:
        if not 0 < start_factor <= 1:
            raise ValueError(
                "Starting multiplicative factor expected to be greater than 0 "
                "and less or equal to 1."
            )
        if not 0 <= end_factor <= 1:
            raise ValueError(
                "Ending multiplicative factor expected to be between 0 and 1."
            )
        self.start_factor = start_factor
        self.end_factor = end_factor
        self.total_iters = total_iters
        super().__init__(optimizer, last_epoch)

    def get_lr(self) -> list[float]:
        """Computes the new rate of each group."""
        self._warn_outside_step()
        t, total = self.last_epoch, self.total_iters
        if t == 0:
            return self._scaled(self.start_factor)
        if self._is_initial or t > total:
            return self._rates()
        rise = self.end_factor - self.start_factor
        before = total * self.start_factor + (t - 1) * rise
        return self._scaled(1.0 + rise / before)

    def _get_closed_form_lr(self) -> list[float]:
        part = min(self.total_iters, self.last_epoch) / self.total_iters
        rise = self.end_factor - self.start_factor
        factor = self.start_factor + rise * part
        return [base * factor for base in self.base_lrs]


class ExponentialLR(LRScheduler):
    """lr(t) = lr(0) · gamma^t.

    See :class:`torch.optim.lr_scheduler.ExponentialLR`.
    """

    def __init__(
        self, optimizer: Optimizer, gamma: float, last_epoch: int = -1
    ) -> None:
        self.gamma = gamma
        super().__init__(optimizer, last_epoch)

    def get_lr(self) -> list[float]:
        """Computes the new rate of each group."""
        self._warn_outside_step()
        return self._rates() if self._is_initial else self._scaled(self.gamma)

    def _get_closed_form_lr(self) -> list[float]:
        return [base * self.gamma**self.last_epoch for base in self.base_lrs]


class PolynomialLR(LRScheduler):
    """lr(t) = lr(0) · (1 − min(t, T)/T)^power.

    See :class:`torch.optim.lr_scheduler.PolynomialLR`.
    """

    def __init__(
        self,
        optimizer: Optimizer,
        total_iters: int = 5,
        power: float = 1.0,
        last_epoch: int = -1,
    ) -> None:
        self.total_iters = total_iters
        self.power = power
        super().__init__(optimizer, last_epoch)

    def get_lr(self) -> list[float]:
        """Computes the new rate of each group."""
        self._warn_outside_step()
        t, total = self.last_epoch, self.total_iters
        if self._is_initial or t > total:
            return self._rates()
        ratio = (1.0 - t / total) / (1.0 - (t - 1) / total)
        return self._scaled(ratio**self.power)

    def _get_closed_form_lr(self) -> list[float]:
        part = min(self.total_iters, self.last_epoch) / self.total_iters
        return [base * (1 - part) ** self.power for base in self.base_lrs]
