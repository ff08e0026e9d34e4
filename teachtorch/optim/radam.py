"""RAdam: Adam that waits until it can trust its division."""

from __future__ import annotations

import math
from collections.abc import Iterable

from .._creation import tensor, zeros_like
from .._tensor import Tensor
from .optimizer import Optimizer, check_adam


class RAdam(Optimizer):
    r"""Adam, rectified: the first steps are plain momentum.

    Early on, v is the mean of a few squares only, and 1/sqrt(v) is wild. Its
    variance depends on ``rho``, the number of gradients that v is about the
    mean of. One step, for each parameter ``theta`` with a gradient ``g``::

        t = t + 1
        g = g + weight_decay * theta
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g * g
        m_hat = m / (1 - beta1**t)
        rho_inf = 2 / (1 - beta2) - 1
        rho = rho_inf - 2 * t * beta2**t / (1 - beta2**t)
        if rho > 5:
            r = sqrt((rho - 4) * (rho - 2) * rho_inf
                     / ((rho_inf - 4) * (rho_inf - 2) * rho))
            l = sqrt(1 - beta2**t) / (sqrt(v) + eps)
            theta = theta - lr * r * l * m_hat
        else:
            theta = theta - lr * m_hat

    Liu et al. (2020), https://arxiv.org/abs/1908.03265.

    Args:
        params: the parameters, or groups of them.
        lr: the learning rate.
        betas: how much of the old averages of g and g² is kept.
        eps: keeps the division safe where v is tiny.
        weight_decay: pull towards zero, added to the gradient.
        decoupled_weight_decay: shrink the weights directly, as
            :class:`AdamW` does.
        foreach: accepted for PyTorch's sake; changes nothing.
        maximize: climb instead of descend.
        capturable: accepted for PyTorch's sake; changes nothing.
        differentiable: accepted for PyTorch's sake; changes nothing.

    Raises:
        ValueError: for an option outside its range.

    See :class:`torch.optim.RAdam`.
    """

    def __init__(
        self,
        params: Iterable,
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0,
        decoupled_weight_decay: bool = False,
        *,
        foreach: bool | None = None,
        maximize: bool = False,
        capturable: bool = False,
        differentiable: bool = False,
    ) -> None:
        check_adam(lr, betas, eps, weight_decay)
        defaults = {
            "lr": lr,
            "betas": betas,
            "eps": eps,
            "weight_decay": weight_decay,
            "maximize": maximize,
            "foreach": foreach,
            "capturable": capturable,
            "decoupled_weight_decay": decoupled_weight_decay,
            "differentiable": differentiable,
        }
        super().__init__(params, defaults)

    def _update(
        self, p: Tensor, grad: Tensor, state: dict, group: dict
    ) -> None:
        if not state:
            state["step"] = tensor(0.0)
            state["exp_avg"] = zeros_like(p)
            state["exp_avg_sq"] = zeros_like(p)
        lr, (beta1, beta2) = group["lr"], group["betas"]
        m, v = state["exp_avg"], state["exp_avg_sq"]
        state["step"] += 1
        t = state["step"].item()
        if group["weight_decay"] != 0:
            if group["decoupled_weight_decay"]:
                p.mul_(1 - lr * group["weight_decay"])
            else:
                grad = grad.add(p, alpha=group["weight_decay"])
        m.lerp_(grad, 1 - beta1)
        v.mul_(beta2).addcmul_(grad, grad, value=1 - beta2)
        correction1, correction2 = 1 - beta1**t, 1 - beta2**t
        rho_inf = 2 / (1 - beta2) - 1
        rho = rho_inf - 2 * t * beta2**t / correction2
        if rho > 5:
            r = math.sqrt(
                (rho - 4)
                * (rho - 2)
                * rho_inf
                / ((rho_inf - 4) * (rho_inf - 2) * rho)
            )
            size = v.sqrt().add_(group["eps"])
            scale = lr * r * math.sqrt(correction2) / correction1
            p.addcdiv_(m, size, value=-scale)
        else:
            p.sub_(m, alpha=lr / correction1)
