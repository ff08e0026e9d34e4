"""Adadelta: steps measured in the size of earlier steps."""

from __future__ import annotations

from collections.abc import Iterable

from .._creation import tensor, zeros_like
from .._tensor import Tensor
from .optimizer import Optimizer, check


class Adadelta(Optimizer):
    r"""Divides by the size of recent gradients, multiplies by that of steps.

    One step, for each parameter ``theta`` that has a gradient ``g``::

        g = g + weight_decay * theta
        v = rho * v + (1 - rho) * g * g
        d = sqrt(u + eps) / sqrt(v + eps) * g
        u = rho * u + (1 - rho) * d * d
        theta = theta - lr * d

    The factor sqrt(u) gives d the unit of theta, so that lr = 1 is a natural
    choice. Zeiler (2012), https://arxiv.org/abs/1212.5701.

    Args:
        params: the parameters, or groups of them.
        lr: the learning rate.
        rho: how much of the old averages is kept.
        eps: keeps the division safe, and lets the first step be more than 0.
        weight_decay: pull towards zero, added to the gradient.
        foreach: accepted for PyTorch's sake; changes nothing.
        capturable: accepted for PyTorch's sake; changes nothing.
        maximize: climb instead of descend.
        differentiable: accepted for PyTorch's sake; changes nothing.

    Raises:
        ValueError: for an option outside its range.

    See :class:`torch.optim.Adadelta`.
    """

    def __init__(
        self,
        params: Iterable,
        lr: float = 1.0,
        rho: float = 0.9,
        eps: float = 1e-6,
        weight_decay: float = 0,
        foreach: bool | None = None,
        *,
        capturable: bool = False,
        maximize: bool = False,
        differentiable: bool = False,
    ) -> None:
        check(lr >= 0, "learning rate", lr)
        check(0 <= rho <= 1, "rho value", rho)
        check(eps >= 0, "epsilon value", eps)
        check(weight_decay >= 0, "weight_decay value", weight_decay)
        defaults = {
            "lr": lr,
            "rho": rho,
            "eps": eps,
            "weight_decay": weight_decay,
            "maximize": maximize,
            "capturable": capturable,
            "foreach": foreach,
            "differentiable": differentiable,
        }
        super().__init__(params, defaults)

    def _update(
        self, p: Tensor, grad: Tensor, state: dict, group: dict
    ) -> None:
        if not state:
            state["step"] = tensor(0.0)
            state["square_avg"] = zeros_like(p)
            state["acc_delta"] = zeros_like(p)
        rho, eps = group["rho"], group["eps"]
        v, u = state["square_avg"], state["acc_delta"]
        state["step"] += 1
        if group["weight_decay"] != 0:
            grad = grad.add(p, alpha=group["weight_decay"])
        v.mul_(rho).addcmul_(grad, grad, value=1 - rho)
        d = u.add(eps).sqrt_().div_(v.add(eps).sqrt_()).mul_(grad)
        u.mul_(rho).addcmul_(d, d, value=1 - rho)
        p.sub_(d, alpha=group["lr"])
