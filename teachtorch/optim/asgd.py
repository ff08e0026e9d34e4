"""ASGD: gradient descent that also keeps the average of where it has been."""

from __future__ import annotations

from collections.abc import Iterable

from .._creation import tensor, zeros_like
from .._tensor import Tensor
from .optimizer import Optimizer, check


class ASGD(Optimizer):
    r"""Averaged stochastic gradient descent.

    One step, for each parameter ``theta`` that has a gradient ``g``::

        t = t + 1
        g = g + weight_decay * theta
        theta = (1 - lambd * eta) * theta - eta * g
        ax = ax + mu * (theta - ax)               # if mu is 1, ax = theta
        eta = lr / (1 + lambd * lr * t) ** alpha  # at the first step, lr
        mu = 1 / max(1, t - t0)

    After step ``t0``, ``ax`` is the average of ``theta``. It is in ``state``;
    the parameters themselves are not averaged. Polyak and Juditsky (1992),
    https://doi.org/10.1137/0330046.

    Args:
        params: the parameters, or groups of them.
        lr: the learning rate at the start.
        lambd: shrinks the weights, and makes eta fall.
        alpha: the power with which eta falls.
        t0: the step at which averaging begins.
        weight_decay: pull towards zero, added to the gradient.
        foreach: accepted for PyTorch's sake; changes nothing.
        maximize: climb instead of descend.
        differentiable: accepted for PyTorch's sake; changes nothing.
        capturable: accepted for PyTorch's sake; changes nothing.

    Raises:
        ValueError: for a negative ``lr`` or ``weight_decay``.

    See :class:`torch.optim.ASGD`.
    """

    def __init__(
        self,
        params: Iterable,
        lr: float = 1e-2,
        lambd: float = 1e-4,
        alpha: float = 0.75,
        t0: float = 1e6,
        weight_decay: float = 0,
        foreach: bool | None = None,
        maximize: bool = False,
        differentiable: bool = False,
        capturable: bool = False,
    ) -> None:
        check(lr >= 0, "learning rate", lr)
        check(weight_decay >= 0, "weight_decay value", weight_decay)
        defaults = {
            "lr": lr,
            "lambd": lambd,
            "alpha": alpha,
            "t0": t0,
            "weight_decay": weight_decay,
            "foreach": foreach,
            "maximize": maximize,
            "differentiable": differentiable,
            "capturable": capturable,
        }
        super().__init__(params, defaults)

    def _update(
        self, p: Tensor, grad: Tensor, state: dict, group: dict
    ) -> None:
        lr, lambd = group["lr"], group["lambd"]
        if not state:
            state["step"] = tensor(0.0)
            state["eta"] = tensor(float(lr))
            state["mu"] = tensor(1.0)
            state["ax"] = zeros_like(p)
        state["step"] += 1
        t = state["step"].item()
        eta, mu, ax = state["eta"].item(), state["mu"].item(), state["ax"]
        if group["weight_decay"] != 0:
            grad = grad.add(p, alpha=group["weight_decay"])
        p.mul_(1 - lambd * eta).sub_(grad, alpha=eta)
        if mu == 1:
            ax.copy_(p)
        else:
            ax.add_(p.sub(ax).mul_(mu))
        state["eta"].fill_(lr / (1 + lambd * lr * t) ** group["alpha"])
        state["mu"].fill_(1 / max(1, t - group["t0"]))
