"""Averages of a model's weights over the course of its training.

The last steps of a training wander about a minimum; the mean of where they
have been is often a better place than any of them. Two means are usual: of all
models alike (SWA: Izmailov et al. 2018, https://arxiv.org/abs/1803.05407) and
one that forgets exponentially (EMA).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from copy import deepcopy
from typing import Any

from .._creation import tensor
from .._dtype import int64
from .._tensor import Tensor
from ..autograd.grad_mode import no_grad
from ..nn import BatchNorm1d, BatchNorm2d, BatchNorm3d, Module
from .lr_scheduler.base import LRScheduler, for_each_group
from .optimizer import Optimizer

__all__ = [
    "SWALR",
    "AveragedModel",
    "get_ema_avg_fn",
    "get_ema_multi_avg_fn",
    "get_swa_avg_fn",
    "get_swa_multi_avg_fn",
    "update_bn",
]


class AveragedModel(Module):
    """A copy of a model that holds the average of its weights.

    Call ``update_parameters(model)`` now and then during the training, and
    this as you would call the model. By default every update counts alike.

    Args:
        model: what to average; it is copied.
        device: accepted for PyTorch's sake.
        avg_fn: gives a new average from ``(average, parameter, n_averaged)``.
        multi_avg_fn: changes lists of averages in place, from lists of
            parameters and ``n_averaged``.
        use_buffers: average the buffers too, instead of copying the newest.

    See :class:`torch.optim.swa_utils.AveragedModel`.
    """

    n_averaged: Tensor

    def __init__(
        self,
        model: Module,
        device: Any = None,
        avg_fn: Callable | None = None,
        multi_avg_fn: Callable | None = None,
        use_buffers: bool = False,
    ) -> None:
        super().__init__()
        if avg_fn is not None and multi_avg_fn is not None:
            raise AssertionError(
                "Only one of avg_fn and multi_avg_fn should be provided"
            )
        self.module = deepcopy(model)
        self.register_buffer("n_averaged", tensor(0, dtype=int64))
        self.avg_fn = avg_fn
        self.multi_avg_fn = multi_avg_fn
        self.use_buffers = use_buffers

    def forward(self, *args: Any, **kwargs: Any) -> Any:
        return self.module(*args, **kwargs)

    def update_parameters(self, model: Module) -> None:
        """Takes the present weights of ``model`` into the average."""
        averages, current = self._averaged(self.module), self._averaged(model)
        with no_grad():
            if self.n_averaged == 0:
                for average, p in zip(averages, current):
                    average.copy_(p)
            elif self.multi_avg_fn is not None:
                self.multi_avg_fn(averages, current, self.n_averaged)
            else:
                new = self.avg_fn or get_swa_avg_fn()
                for average, p in zip(averages, current):
                    average.copy_(new(average, p, self.n_averaged))
            if not self.use_buffers:
                for mine, newest in zip(self.module.buffers(), model.buffers()):
                    mine.copy_(newest)
            self.n_averaged += 1

    def _averaged(self, model: Module) -> list[Tensor]:
        buffers = model.buffers() if self.use_buffers else ()
        return [p.detach() for p in (*model.parameters(), *buffers)]


def get_swa_avg_fn() -> Callable:
    """Gives the rule of the plain mean: a + (p − a)/(n + 1)."""

    def update(average: Tensor, p: Tensor, n: Tensor) -> Tensor:
        return average + (p - average) / (n + 1)

    return no_grad()(update)


def get_swa_multi_avg_fn() -> Callable:
    """Gives the rule of the plain mean, for lists, in place."""

    def update(averages: list[Tensor], ps: list[Tensor], n: Tensor) -> None:
        weight = float(1 / (n + 1))
        for average, p in zip(averages, ps):
            if average.dtype.is_floating_point:
                average.lerp_(p, weight)
            else:
                average.add_(((p - average) / (n + 1)).to(average.dtype))

    return no_grad()(update)


def get_ema_avg_fn(decay: float = 0.999) -> Callable:
    """Gives the rule that forgets: decay·a + (1 − decay)·p."""
    _check_decay(decay)

    def update(average: Tensor, p: Tensor, n: Tensor) -> Tensor:
        return decay * average + (1 - decay) * p

    return no_grad()(update)


def get_ema_multi_avg_fn(decay: float = 0.999) -> Callable:
    """Gives the rule that forgets, for lists, in place."""
    _check_decay(decay)

    def update(averages: list[Tensor], ps: list[Tensor], n: Tensor) -> None:
        for average, p in zip(averages, ps):
            if average.dtype.is_floating_point:
                average.lerp_(p, 1 - decay)
            else:
                average.copy_(average * decay + p * (1 - decay))

    return no_grad()(update)


def _check_decay(decay: float) -> None:
    if not 0 <= decay <= 1:
        raise ValueError(
            f"Invalid decay value {decay} provided. Please provide a value in "
            "[0,1] range."
        )


def update_bn(loader: Iterable, model: Module, device: Any = None) -> None:
    """Computes anew what batch normalisation remembers of the data.

    Averaged weights give other activations than any model that was trained,
    so the remembered means and variances do not fit them.

    Args:
        loader: gives batches; of tuples, the first entry is taken.
        model: goes over the data once, in training mode.
        device: accepted for PyTorch's sake.
    """
    kinds = BatchNorm1d, BatchNorm2d, BatchNorm3d
    layers = [m for m in model.modules() if isinstance(m, kinds)]
    if not layers:
        return
    momenta = [layer.momentum for layer in layers]
    was_training = model.training
    model.train()
    with no_grad():
        for layer in layers:
            layer.reset_running_stats()
            layer.momentum = None  # a plain mean over all batches
        for batch in loader:
            model(batch[0] if isinstance(batch, list | tuple) else batch)
    for layer, momentum in zip(layers, momenta):
        layer.momentum = momentum
    model.train(was_training)


class SWALR(LRScheduler):
    """lr(t) = lr(0)·(1 − a) + swa_lr·a: to the rate at which to average.

    a goes from 0 to 1 in ``anneal_epochs`` steps, as t/T in a line or as
    (1 − cos(π·t/T))/2, and the rate stays. See
    :class:`torch.optim.swa_utils.SWALR`.
    """

    def __init__(
        self,
        optimizer: Optimizer,
        swa_lr: float | list[float],
        anneal_epochs: int = 10,
        anneal_strategy: str = "cos",
        last_epoch: int = -1,
    ) -> None:
        rates = for_each_group("swa_lr", optimizer, swa_lr)
        for rate, group in zip(rates, optimizer.param_groups):
            group["swa_lr"] = rate
        if anneal_strategy not in ("cos", "linear"):
            raise ValueError(
                "anneal_strategy must be one of 'cos' or 'linear', instead got "
                f"{anneal_strategy}"
            )
        self._anneal_strategy = anneal_strategy
        if not isinstance(anneal_epochs, int) or anneal_epochs < 0:
            raise ValueError(
                "anneal_epochs must be equal or greater than 0, got "
                f"{anneal_epochs}"
            )
        self.anneal_epochs = anneal_epochs
        super().__init__(optimizer, last_epoch)

    def get_lr(self) -> list[float]:
        """Computes the new rate of each group."""
        self._warn_outside_step()
        t = self._step_count - 1
        if self.anneal_epochs == 0:
            t = max(1, t)
        before, a = self._share(t - 1), self._share(t)
        rates = []
        for group in self.optimizer.param_groups:
            lr, target = group["lr"], group["swa_lr"]
            # What the rate would be without us: others may have changed it.
            first = target
            if before != 1:
                first = (lr - before * target) / (1 - before)
            rates.append(target * a + first * (1 - a))
        return rates

    def _share(self, t: int) -> float:
        part = max(0, min(1, t / max(1, self.anneal_epochs)))
        if self._anneal_strategy == "linear":
            return part
        return (1 - math.cos(math.pi * part)) / 2
