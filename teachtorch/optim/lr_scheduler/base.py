"""What all schedulers share: counting steps, writing rates, being saved.

A schedule is one method, ``get_lr``: from ``self.last_epoch`` (t), the first
rates ``self.base_lrs`` and the present ones it gives the next. PyTorch's
schedules multiply the present rate instead of computing it anew from t, so
that several can act on one optimizer; so do these.
"""

from __future__ import annotations

import warnings
from typing import Any

from ..._tensor import Tensor
from ..optimizer import Optimizer

_ORDER = (
    "Detected call of `lr_scheduler.step()` before `optimizer.step()`. In "
    "PyTorch 1.1.0 and later, you should call them in the opposite order: "
    "`optimizer.step()` before `lr_scheduler.step()`.  Failure to do this will "
    "result in PyTorch skipping the first value of the learning rate schedule. "
    "See more details at "
    "https://pytorch.org/docs/stable/optim.html#how-to-adjust-learning-rate"
)
_OVERRIDDEN = (
    "Seems like `optimizer.step()` has been overridden after learning rate "
    "scheduler initialization. Please, make sure to call `optimizer.step()` "
    "before `lr_scheduler.step()`. See more details at "
    "https://pytorch.org/docs/stable/optim.html#how-to-adjust-learning-rate"
)
EPOCH_GIVEN = (
    "The epoch parameter in `scheduler.step()` was not necessary and is being "
    "deprecated where possible. Please use `scheduler.step()` to step the "
    "scheduler. During the deprecation, if epoch is different from None, the "
    "closed form is used instead of the new chainable form, where available. "
    "Please open an issue if you are unable to replicate your use case: "
    "https://github.com/pytorch/pytorch/issues/new/choose."
)


class LRScheduler:
    """Base class of schedulers, as ``torch.optim.lr_scheduler.LRScheduler``.

    Subclasses give the new rates by ``get_lr``, from ``self.last_epoch`` (t),
    ``self.base_lrs`` (the first rates) and the groups' present ones.

    Args:
        optimizer: whose rates to change.
        last_epoch: where to resume; -1 to begin.
    """

    _get_lr_called_within_step = False
    _is_initial = False

    def __init__(self, optimizer: Optimizer, last_epoch: int = -1) -> None:
        check_optimizer(optimizer)
        self.optimizer = optimizer
        for i, group in enumerate(optimizer.param_groups):
            if last_epoch == -1:
                group.setdefault("initial_lr", _copy(group["lr"]))
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
        self.base_lrs = self._rates("initial_lr")
        self.last_epoch = last_epoch
        _watch_steps(optimizer)
        self._initial_step()

    def _initial_step(self) -> None:
        """Writes the first rates."""
        self._step_count = 0
        self._is_initial = True
        self.step()
        self._is_initial = False

    def get_lr(self) -> list[float]:
        """Computes the new rate of each group."""
        raise NotImplementedError

    def get_last_lr(self) -> list[float]:
        """Gives the rates that were written last."""
        return self._last_lr

    def step(self, epoch: int | None = None) -> None:
        """Writes the next rates into the optimizer's groups.

        Args:
            epoch: where to go instead of one step on. Deprecated.
        """
        if self._step_count == 1:
            _check_order(self.optimizer)
        self._step_count += 1
        if epoch is not None:
            warnings.warn(EPOCH_GIVEN, UserWarning, stacklevel=2)
        self._update_lr(epoch)

    def _update_lr(self, epoch: int | None = None) -> None:
        self._get_lr_called_within_step = True
        closed_form = getattr(self, "_get_closed_form_lr", self.get_lr)
        if epoch is None:
            self.last_epoch += 1
            values = self.get_lr()
        else:
            self.last_epoch = epoch
            values = closed_form()
        self._get_lr_called_within_step = False
        self._write(values)

    def _write(self, rates: list[float]) -> None:
        for group, lr in zip(self.optimizer.param_groups, rates, strict=True):
            write(group, "lr", lr)
        self._last_lr = self._rates()

    def _rates(self, key: str = "lr") -> list[float]:
        """Gives the present rates, or the first ones by ``"initial_lr"``."""
        return [_copy(group[key]) for group in self.optimizer.param_groups]

    def _scaled(self, factor: float) -> list[float]:
        """Gives the present rates times a factor."""
        return [lr * factor for lr in self._rates()]

    def _warn_outside_step(self) -> None:
        """Warns who calls ``get_lr`` and means ``get_last_lr``."""
        if not self._get_lr_called_within_step:
            warnings.warn(
                "To get the last learning rate computed by the scheduler, "
                "please use `get_last_lr()`.",
                UserWarning,
                stacklevel=3,
            )

    def state_dict(self) -> dict[str, Any]:
        """Gives everything but the optimizer, to be saved."""
        return {k: v for k, v in self.__dict__.items() if k != "optimizer"}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Takes over what ``state_dict`` gave."""
        self.__dict__.update(state_dict)


def _watch_steps(optimizer: Optimizer) -> None:
    """Lets the optimizer note that it has stepped, to check the order."""
    if "_opt_called" in optimizer.__dict__:
        return
    optimizer._opt_called = False  # type: ignore[attr-defined]
    optimizer._watched = optimizer.__dict__.get("step")  # type: ignore[attr-defined]

    def note(optimizer: Optimizer, args: Any, kwargs: Any) -> None:
        optimizer._opt_called = True  # type: ignore[attr-defined]

    optimizer.register_step_pre_hook(note)


def _check_order(optimizer: Optimizer) -> None:
    own = optimizer.__dict__
    if own.get("step") is not own.get("_watched"):
        warnings.warn(_OVERRIDDEN, UserWarning, stacklevel=3)
    elif not own.get("_opt_called", False):
        warnings.warn(_ORDER, UserWarning, stacklevel=3)


def check_optimizer(optimizer: Any) -> None:
    """Refuses what is not an optimizer."""
    if not isinstance(optimizer, Optimizer):
        raise TypeError(f"{type(optimizer).__name__} is not an Optimizer")


def write(group: dict, key: str, value: Any) -> None:
    """Sets an option of a group; a Tensor there keeps being that Tensor."""
    if isinstance(group[key], Tensor):
        group[key].fill_(value)
    else:
        group[key] = value


def for_each_group(name: str, optimizer: Optimizer, value: Any) -> list:
    """Gives one value for each group, from a list of them or from one."""
    groups = len(optimizer.param_groups)
    if not isinstance(value, list | tuple):
        return [_copy(value) for _ in range(groups)]
    if len(value) != groups:
        raise ValueError(
            f"{name} must have the same length as optimizer.param_groups. "
            f"{name} has {len(value)} values, param_groups has {groups}."
        )
    return [_copy(v) for v in value]


def _copy(value: Any) -> Any:
    return value.clone() if isinstance(value, Tensor) else value
