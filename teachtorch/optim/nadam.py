"""NAdam: Adam whose momentum looks one step ahead."""

from __future__ import annotations

from collections.abc import Iterable

from .._creation import tensor, zeros_like
from .._tensor import Tensor
from .optimizer import Optimizer, check, check_adam


class NAdam(Optimizer):
    r"""Adam with Nesterov's momentum, which warms up.

    One step, for each parameter ``theta`` that has a gradient ``g``::

        t = t + 1
        g = g + weight_decay * theta
        mu = beta1 * (1 - 0.5 * 0.96 ** (t * momentum_decay))
        mu_next = beta1 * (1 - 0.5 * 0.96 ** ((t + 1) * momentum_decay))
        mu_product = mu_product * mu              # of all mu so far, from 1
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g * g
        m_hat = (1 - mu) * g / (1 - mu_product)
                + mu_next * m / (1 - mu_product * mu_next)
        v_hat = v / (1 - beta2**t)
        theta = theta - lr * m_hat / (sqrt(v_hat) + eps)

    Dozat (2016), "Incorporating Nesterov momentum into Adam",
    https://openreview.net/forum?id=OM0jvwB8jIp57ZJjtNEZ.

    Args:
        params: the parameters, or groups of them.
        lr: the learning rate.
        betas: how much of the old averages of g and g² is kept.
        eps: keeps the division safe where v is tiny.
        weight_decay: pull towards zero, added to the gradient.
        momentum_decay: how fast mu approaches beta1.
        decoupled_weight_decay: shrink the weights directly, as
            :class:`AdamW` does.
        foreach: accepted for PyTorch's sake; changes nothing.
        maximize: climb instead of descend.
        capturable: accepted for PyTorch's sake; changes nothing.
        differentiable: accepted for PyTorch's sake; changes nothing.

    Raises:
        ValueError: for an option outside its range.

    See :class:`torch.optim.NAdam`.
    """

    def __init__(
        self,
        params: Iterable,
        lr: float = 2e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0,
        momentum_decay: float = 4e-3,
        decoupled_weight_decay: bool = False,
        *,
        foreach: bool | None = None,
        maximize: bool = False,
        capturable: bool = False,
        differentiable: bool = False,
    ) -> None:
        check_adam(lr, betas, eps, weight_decay)
        check(momentum_decay >= 0, "momentum_decay value", momentum_decay)
        defaults = {
            "lr": lr,
            "betas": betas,
            "eps": eps,
            "weight_decay": weight_decay,
            "momentum_decay": momentum_decay,
            "decoupled_weight_decay": decoupled_weight_decay,
            "maximize": maximize,
            "foreach": foreach,
            "capturable": capturable,
            "differentiable": differentiable,
        }
        super().__init__(params, defaults)

    def _update(
        self, p: Tensor, grad: Tensor, state: dict, group: dict
    ) -> None:
        if not state:
            state["step"] = tensor(0.0)
            state["mu_product"] = tensor(1.0)
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
        decay = group["momentum_decay"]
        mu = beta1 * (1 - 0.5 * 0.96 ** (t * decay))
        mu_next = beta1 * (1 - 0.5 * 0.96 ** ((t + 1) * decay))
        state["mu_product"] *= mu
        mu_product = state["mu_product"].item()
        m.lerp_(grad, 1 - beta1)
        v.mul_(beta2).addcmul_(grad, grad, value=1 - beta2)
        size = v.div(1 - beta2**t).sqrt_().add_(group["eps"])
        p.addcdiv_(grad, size, value=-lr * (1 - mu) / (1 - mu_product))
        p.addcdiv_(m, size, value=-lr * mu_next / (1 - mu_product * mu_next))
