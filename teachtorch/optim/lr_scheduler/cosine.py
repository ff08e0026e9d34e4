"""Rates that follow half a wave of the cosine, once or again and again.

The rate falls slowly at first, fast in the middle and slowly at the end.
Both are from Loshchilov and Hutter (2017), https://arxiv.org/abs/1608.03983.
"""

from __future__ import annotations

import math

from ..optimizer import Optimizer
from .base import LRScheduler


class CosineAnnealingLR(LRScheduler):
    """lr(t) = eta_min + (lr(0) − eta_min)·(1 + cos(π·t/T_max))/2.

    After T_max the rate rises again, as the cosine does. See
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
        self._warn_outside_step()
        t, total, low = self.last_epoch, self.T_max, self.eta_min
        if self._is_initial:
            return self._rates()
        if self._step_count == 1 and t > 0:
            return self._get_closed_form_lr()
        if (t - 1 - total) % (2 * total) == 0:
            # The last rate was eta_min: it cannot be multiplied up again.
            rise = (1 - math.cos(math.pi / total)) / 2
            return [
                lr + (base - low) * rise
                for base, lr in zip(self.base_lrs, self._rates())
            ]
        ratio = (1 + math.cos(math.pi * t / total)) / (
            1 + math.cos(math.pi * (t - 1) / total)
        )
        return [ratio * (lr - low) + low for lr in self._rates()]

    def _get_closed_form_lr(self) -> list[float]:
        height = (1 + math.cos(math.pi * self.last_epoch / self.T_max)) / 2
        low = self.eta_min
        return [low + (base - low) * height for base in self.base_lrs]


class CosineAnnealingWarmRestarts(LRScheduler):
    """lr(t) = eta_min + (lr(0) − eta_min)·(1 + cos(π·T_cur/T_i))/2.

    T_cur counts the steps since the last restart, and T_i says how many there
    are until the next: T_0 at first, then T_mult times more after each.
    Stepped once a batch it takes fractions, ``step(epoch + i / batches)``. See
    :class:`torch.optim.lr_scheduler.CosineAnnealingWarmRestarts`.
    """

    def __init__(
        self,
        optimizer: Optimizer,
        T_0: int,
        T_mult: int = 1,
        eta_min: float = 0.0,
        last_epoch: int = -1,
    ) -> None:
        if not isinstance(T_0, int) or T_0 <= 0:
            raise ValueError(f"Expected positive integer T_0, but got {T_0}")
        if not isinstance(T_mult, int) or T_mult < 1:
            raise ValueError(f"Expected integer T_mult >= 1, but got {T_mult}")
        if not isinstance(eta_min, float | int):
            raise ValueError(
                f"Expected float or int eta_min, but got {eta_min} of type "
                f"{type(eta_min)}"
            )
        self.T_0 = T_0
        self.T_i = T_0
        self.T_mult = T_mult
        self.eta_min = eta_min
        self.T_cur: float = last_epoch
        super().__init__(optimizer, last_epoch)

    def get_lr(self) -> list[float]:
        """Computes the new rate of each group."""
        self._warn_outside_step()
        height = (1 + math.cos(math.pi * self.T_cur / self.T_i)) / 2
        low = self.eta_min
        return [low + (base - low) * height for base in self.base_lrs]

    def step(self, epoch: float | None = None) -> None:
        """Writes the next rates, or those of any ``epoch``."""
        if epoch is None and self.last_epoch < 0:
            epoch = 0
        if epoch is None:
            epoch = self.last_epoch + 1
            self.T_cur += 1
            if self.T_cur >= self.T_i:
                self.T_cur %= self.T_i
                self.T_i *= self.T_mult
        else:
            self._jump(epoch)
        self.last_epoch = math.floor(epoch)
        self._get_lr_called_within_step = True
        rates = self.get_lr()
        self._get_lr_called_within_step = False
        self._write(rates)

    def _jump(self, epoch: float) -> None:
        """Finds the restart before an epoch: a geometric series of them."""
        if epoch < 0:
            raise ValueError(f"Expected non-negative epoch, but got {epoch}")
        first, factor = self.T_0, self.T_mult
        if epoch < first:
            self.T_i, self.T_cur = first, epoch
        elif factor == 1:
            self.T_cur = epoch % first
        else:
            n = int(math.log(epoch / first * (factor - 1) + 1, factor))
            self.T_cur = epoch - first * (factor**n - 1) / (factor - 1)
            self.T_i = first * factor**n
