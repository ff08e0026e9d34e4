"""Schedules: how the learning rate changes with time.

A scheduler is stepped once an epoch (or once a batch), *after* the optimizer,
and writes a new ``lr`` into each of the optimizer's groups. Each class states
its rate in closed form, with t counting the steps.
"""

from __future__ import annotations

import math
import types
import warnings
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from .optimizer import Optimizer

_ORDER = (
    "Detected call of `lr_scheduler.step()` before `optimizer.step()`. In "
    "PyTorch 1.1.0 and later, you should call them in the opposite order: "
    "`optimizer.step()` before `lr_scheduler.step()`.  Failure to do this will "
    "result in PyTorch skipping the first value of the learning rate schedule. "
    "See more details at "
    "https://pytorch.org/docs/stable/optim.html#how-to-adjust-learning-rate"
)


class LRScheduler:
    """Base class of schedulers, as ``torch.optim.lr_scheduler.LRScheduler``.

    Subclasses give the new rates by ``get_lr``, from ``self.last_epoch`` (t),
    ``self.base_lrs`` (the first rates) and the groups' present ones.

    Args:
        optimizer: whose rates to change.
        last_epoch: where to resume; -1 to begin.
    """

    def __init__(self, optimizer: Optimizer, last_epoch: int = -1) -> None:
        if not isinstance(optimizer, Optimizer):
            raise TypeError(f"{type(optimizer).__name__} is not an Optimizer")
        self.optimizer = optimizer
        for i, group in enumerate(optimizer.param_groups):
            if last_epoch == -1:
                group.setdefault("initial_lr", group["lr"])
            elif "initial_lr" not in group:
                raise KeyError(
                    "param 'initial_lr' is not specified in param_groups"
                    f"[{i}] when resuming scheduler with last_epoch >= 0.\n"
                    "This typically happens when:\n"
                    "1. You're trying to resume training from a checkpoint but "
                    "haven't properly loaded the optimizer state\n"
                    "2. You're using last_epoch >= 0 for a fresh training run "
                    "(not recommended)"
                )
        self.base_lrs = [g["initial_lr"] for g in optimizer.param_groups]
        self.last_epoch = last_epoch
        self._watch_steps()
        self._step_count = 0
        self._is_initial = True
        self.step()
        self._is_initial = False

    def _watch_steps(self) -> None:
        """Lets the optimizer note that it has stepped, to check the order."""
        if "_opt_called" not in self.optimizer.__dict__:
            self.optimizer._opt_called = False  # type: ignore[attr-defined]

            def note(optimizer: Optimizer, args: Any, kwargs: Any) -> None:
                optimizer._opt_called = True  # type: ignore[attr-defined]

            self.optimizer.register_step_pre_hook(note)

    def get_lr(self) -> list[float]:
        """Computes the new rate of each group."""
        raise NotImplementedError

    def get_last_lr(self) -> list[float]:
        """Gives the rates that were written last."""
        return self._last_lr

    def step(self, epoch: int | None = None) -> None:
        """Writes the next rates into the optimizer's groups."""
        if self._step_count == 1 and not self.optimizer._opt_called:  # type: ignore[attr-defined]
            warnings.warn(_ORDER, UserWarning, stacklevel=2)
        self._step_count += 1
        self.last_epoch = self.last_epoch + 1 if epoch is None else epoch
        for group, lr in zip(self.optimizer.param_groups, self.get_lr()):
            group["lr"] = lr
        self._last_lr = self._rates()

    def _rates(self) -> list[float]:
        return [group["lr"] for group in self.optimizer.param_groups]

    def _scaled(self, factor: float) -> list[float]:
        """Gives the present rates times a factor."""
        return [lr * factor for lr in self._rates()]

    def state_dict(self) -> dict[str, Any]:
        """Gives everything but the optimizer, to be saved."""
        return {k: v for k, v in self.__dict__.items() if k != "optimizer"}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Takes over what ``state_dict`` gave."""
        self.__dict__.update(state_dict)


class _OfLambdas(LRScheduler):
    """What ``LambdaLR`` and ``MultiplicativeLR`` share: one function a group."""

    def __init__(
        self,
        optimizer: Optimizer,
        lr_lambda: Callable[[int], float] | Sequence[Callable[[int], float]],
        last_epoch: int = -1,
    ) -> None:
        groups = len(optimizer.param_groups)
        if callable(lr_lambda):
            self.lr_lambdas = [lr_lambda] * groups
        elif len(lr_lambda) != groups:
            raise ValueError(f"Expected {groups} lr_lambdas, but got {len(lr_lambda)}")
        else:
            self.lr_lambdas = list(lr_lambda)
        super().__init__(optimizer, last_epoch)

    def state_dict(self) -> dict[str, Any]:
        """Gives everything but the optimizer and plain functions."""
        state = super().state_dict()
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
        return [
            base * f(self.last_epoch)
            for base, f in zip(self.base_lrs, self.lr_lambdas)
        ]


class MultiplicativeLR(_OfLambdas):
    """lr(t) = lr(t − 1) · f(t).

    See :class:`torch.optim.lr_scheduler.MultiplicativeLR`.
    """

    def get_lr(self) -> list[float]:
        """Computes the new rate of each group."""
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
        t = self.last_epoch
        falls = t != 0 and t % self.step_size == 0
        return self._scaled(self.gamma) if falls else self._rates()


class MultiStepLR(LRScheduler):
    """lr(t) = lr(0) · gamma^(number of milestones up to t).

    See :class:`torch.optim.lr_scheduler.MultiStepLR`.
    """

    def __init__(
        self,
        optimizer: Optimizer,
        milestones: Sequence[int],
        gamma: float = 0.1,
        last_epoch: int = -1,
    ) -> None:
        self.milestones = Counter(milestones)
        self.gamma = gamma
        super().__init__(optimizer, last_epoch)

    def get_lr(self) -> list[float]:
        """Computes the new rate of each group."""
        falls = self.milestones[self.last_epoch]
        return self._scaled(self.gamma**falls) if falls else self._rates()


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
        if self.last_epoch == 0:
            return self._scaled(self.factor)
        if self.last_epoch != self.total_iters:
            return self._rates()
        return self._scaled(1.0 / self.factor)


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
        t, total = self.last_epoch, self.total_iters
        if t == 0:
            return self._scaled(self.start_factor)
        if self._is_initial or t > total:
            return self._rates()
        rise = self.end_factor - self.start_factor
        before = total * self.start_factor + (t - 1) * rise
        return self._scaled(1.0 + rise / before)


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
        return self._rates() if self._is_initial else self._scaled(self.gamma)


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
        t, total = self.last_epoch, self.total_iters
        if self._is_initial or t > total:
            return self._rates()
        ratio = (1.0 - t / total) / (1.0 - (t - 1) / total)
        return self._scaled(ratio**self.power)


class CosineAnnealingLR(LRScheduler):
    """lr(t) = eta_min + (lr(0) − eta_min)·(1 + cos(π·t/T_max))/2.

    After T_max the rate rises again. Loshchilov and Hutter (2017),
    https://arxiv.org/abs/1608.03983. See
    :class:`torch.optim.lr_scheduler.CosineAnnealingLR`.
    """

    def __init__(
        self,
        optimizer: Optimizer,
        T_max: int,
        eta_min: float = 0.0,
        last_epoch: int = -1,
    ) -> None:
        self.T_max = T_max
        self.eta_min = eta_min
        super().__init__(optimizer, last_epoch)

    def get_lr(self) -> list[float]:
        """Computes the new rate of each group."""
        t, total, low = self.last_epoch, self.T_max, self.eta_min
        if self._is_initial:
            return self._rates()
        if self._step_count == 1 and t > 0:
            return [
                low + (base - low) * (1 + math.cos(t * math.pi / total)) / 2
                for base in self.base_lrs
            ]
        if (t - 1 - total) % (2 * total) == 0:
            rise = (1 - math.cos(math.pi / total)) / 2
            return [
                lr + (base - low) * rise
                for base, lr in zip(self.base_lrs, self._rates())
            ]
        ratio = (1 + math.cos(math.pi * t / total)) / (
            1 + math.cos(math.pi * (t - 1) / total)
        )
        return [ratio * (lr - low) + low for lr in self._rates()]


class SequentialLR(LRScheduler):
    """One schedule after the other, changing at the milestones.

    See :class:`torch.optim.lr_scheduler.SequentialLR`.
    """

    def __init__(
        self,
        optimizer: Optimizer,
        schedulers: list[LRScheduler],
        milestones: list[int],
        last_epoch: int = -1,
    ) -> None:
        if len(schedulers) < 1:
            raise ValueError(
                f"{type(self).__name__} expects at least one scheduler to be "
                "chained, but got no scheduler."
            )
        if len(milestones) != len(schedulers) - 1:
            raise ValueError(
                "Sequential Schedulers expects number of schedulers provided to "
                "be one more than the number of milestone points, but got "
                f"number of schedulers {len(schedulers)} and the number of "
                f"milestones to be equal to {len(milestones)}"
            )
        self.optimizer = optimizer
        self._schedulers = schedulers
        self._milestones = milestones
        self.last_epoch = last_epoch + 1
        # Every scheduler has already written its first rate: start again.
        for group in optimizer.param_groups:
            group["lr"] = group["initial_lr"]
        for scheduler in schedulers:
            scheduler.last_epoch -= 1
        schedulers[0]._is_initial = True
        schedulers[0].step()
        schedulers[0]._is_initial = False
        self._last_lr = schedulers[0].get_last_lr()

    def step(self, epoch: int | None = None) -> None:
        """Steps the schedule whose turn it is."""
        self.last_epoch += 1
        i = bisect_right(self._milestones, self.last_epoch)
        scheduler = self._schedulers[i]
        if i > 0 and self._milestones[i - 1] == self.last_epoch:
            scheduler.step(0)
        else:
            scheduler.step()
        self._last_lr = scheduler.get_last_lr()


class ReduceLROnPlateau:
    """Lowers the rate when a measure has stopped improving.

    After ``patience`` epochs without improvement by ``threshold``,
    lr becomes max(lr · factor, min_lr). Call ``step(value)`` with the measure,
    for example the validation loss. See
    :class:`torch.optim.lr_scheduler.ReduceLROnPlateau`.
    """

    def __init__(
        self,
        optimizer: Optimizer,
        mode: str = "min",
        factor: float = 0.1,
        patience: int = 10,
        threshold: float = 1e-4,
        threshold_mode: str = "rel",
        cooldown: int = 0,
        min_lr: float | list[float] = 0,
        eps: float = 1e-8,
    ) -> None:
        if factor >= 1.0:
            raise ValueError("Factor should be < 1.0.")
        if not isinstance(optimizer, Optimizer):
            raise TypeError(f"{type(optimizer).__name__} is not an Optimizer")
        if mode not in ("min", "max"):
            raise ValueError(f"mode {mode} is unknown!")
        if threshold_mode not in ("rel", "abs"):
            raise ValueError(f"threshold mode {threshold_mode} is unknown!")
        groups = len(optimizer.param_groups)
        self.optimizer = optimizer
        self.factor, self.patience, self.cooldown = factor, patience, cooldown
        self.mode, self.threshold = mode, threshold
        self.threshold_mode, self.eps = threshold_mode, eps
        self.min_lrs = min_lr if isinstance(min_lr, list) else [min_lr] * groups
        if len(self.min_lrs) != groups:
            raise ValueError(
                f"expected {groups} min_lrs, got {len(self.min_lrs)}"
            )
        self.best = math.inf if mode == "min" else -math.inf
        self.num_bad_epochs = 0
        self.cooldown_counter = 0
        self.last_epoch = 0
        self._last_lr = [g["lr"] for g in optimizer.param_groups]

    def step(self, metrics: Any, epoch: int | None = None) -> None:
        """Notes the measure of this epoch, and lowers the rate if it is time."""
        current = float(metrics)
        self.last_epoch += 1
        if self.is_better(current, self.best):
            self.best = current
            self.num_bad_epochs = 0
        else:
            self.num_bad_epochs += 1
        if self.cooldown_counter > 0:
            self.cooldown_counter -= 1
            self.num_bad_epochs = 0
        if self.num_bad_epochs > self.patience:
            for group, low in zip(self.optimizer.param_groups, self.min_lrs):
                new = max(group["lr"] * self.factor, low)
                if group["lr"] - new > self.eps:
                    group["lr"] = new
            self.cooldown_counter = self.cooldown
            self.num_bad_epochs = 0
        self._last_lr = [g["lr"] for g in self.optimizer.param_groups]

    def is_better(self, a: float, best: float) -> bool:
        """Tells whether ``a`` improves on ``best`` by the threshold."""
        if self.threshold_mode == "rel":
            sign = 1 if self.mode == "max" else -1
            bound = best * (1 + sign * self.threshold)
        else:
            bound = best + (
                self.threshold if self.mode == "max" else -self.threshold
            )
        return a > bound if self.mode == "max" else a < bound

    def get_last_lr(self) -> list[float]:
        """Gives the rates after the last step."""
        return self._last_lr

    def state_dict(self) -> dict[str, Any]:
        """Gives everything but the optimizer, to be saved."""
        return {k: v for k, v in self.__dict__.items() if k != "optimizer"}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Takes over what ``state_dict`` gave."""
        self.__dict__.update(state_dict)
