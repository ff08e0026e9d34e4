"""Adamax: Adam with the largest recent gradient in place of their mean."""

from __future__ import annotations

from collections.abc import Iterable

from .._creation import tensor, zeros_like
from .._ops.bounds import maximum
from .._tensor import Tensor
from .optimizer import Optimizer, check_adam


class Adamax(Optimizer):
    r"""Momentum, divided by a decaying maximum of the gradient's size.

    One step, for each parameter ``theta`` that has a gradient ``g``::

        t = t + 1
        g = g + weight_decay * theta
        m = beta1 * m + (1 - beta1) * g
        u = max(beta2 * u, abs(g) + eps)
        theta = theta - lr / (1 - beta1**t) * m / u

    Kingma and Ba (2015), section 7.1, https://arxiv.org/abs/1412.6980.

    Args:
        params: the parameters, or groups of them.
        lr: the learning rate.
        betas: how much is kept of the old average and of the old maximum.
        eps: keeps the division safe.
        weight_decay: pull towards zero, added to the gradient.
        foreach: accepted for PyTorch's sake; changes nothing.
        maximize: climb instead of descend.
        differentiable: accepted for PyTorch's sake; changes nothing.
        capturable: accepted for PyTorch's sake; changes nothing.

    Raises:
        ValueError: for an option outside its range.

    See :class:`torch.optim.Adamax`.
    """

    def __init__(
        self,
        params: Iterable,
        lr: float = 2e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0,
        foreach: bool | None = None,
        *,
        maximize: bool = False,
        differentiable: bool = False,
        capturable: bool = False,
    ) -> None:
        check_adam(lr, betas, eps, weight_decay)
        defaults = {
            "lr": lr,
            "betas": betas,
            "eps": eps,
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
        if not state:
            state["step"] = tensor(0.0)
            state["exp_avg"] = zeros_like(p)
            state["exp_inf"] = zeros_like(p)
        beta1, beta2 = group["betas"]
        m, u = state["exp_avg"], state["exp_inf"]
        state["step"] += 1
        t = state["step"].item()
        if group["weight_decay"] != 0:
            grad = grad.add(p, alpha=group["weight_decay"])
        m.lerp_(grad, 1 - beta1)
        u.copy_(maximum(u.mul(beta2), grad.abs().add_(group["eps"])))
        p.addcdiv_(m, u, value=-group["lr"] / (1 - beta1**t))
