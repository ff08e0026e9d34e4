"""Adam, and AdamW, which decays the weights themselves."""

from __future__ import annotations

import math
from collections.abc import Iterable

from .._creation import tensor, zeros_like
from .._ops.bounds import maximum
from .._tensor import Tensor
from .optimizer import Optimizer, check_adam


class Adam(Optimizer):
    r"""Adam: momentum, divided by the recent size of the gradient.

    One step, for each parameter ``theta`` that has a gradient ``g``::

        t = t + 1
        g = g + weight_decay * theta
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g * g
        m_hat = m / (1 - beta1**t)                # undo the start from zero
        v_hat = v / (1 - beta2**t)                # max over time if amsgrad
        theta = theta - lr * m_hat / (sqrt(v_hat) + eps)

    Kingma and Ba (2015), https://arxiv.org/abs/1412.6980; ``amsgrad`` is from
    Reddi et al. (2018), https://openreview.net/forum?id=ryQu7f-RZ.

    Args:
        params: the parameters, or groups of them.
        lr: the learning rate: about the length of a step in each coordinate.
        betas: how much of the old averages of g and g² is kept.
        eps: keeps the division safe where v is tiny.
        weight_decay: pull towards zero, added to the gradient.
        amsgrad: divide by the largest v so far.
        foreach: accepted for PyTorch's sake; changes nothing.
        maximize: climb instead of descend.
        capturable: accepted for PyTorch's sake; changes nothing.
        differentiable: accepted for PyTorch's sake; changes nothing.
        fused: accepted for PyTorch's sake; changes nothing.
        decoupled_weight_decay: decay as :class:`AdamW` does.

    Raises:
        ValueError: for an option outside its range.

    See :class:`torch.optim.Adam`.
    """

    def __init__(
        self,
        params: Iterable,
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0,
        amsgrad: bool = False,
        *,
        foreach: bool | None = None,
        maximize: bool = False,
        capturable: bool = False,
        differentiable: bool = False,
        fused: bool | None = None,
        decoupled_weight_decay: bool = False,
    ) -> None:
        check_adam(lr, betas, eps, weight_decay)
        defaults = {
            "lr": lr,
            "betas": betas,
            "eps": eps,
            "weight_decay": weight_decay,
            "amsgrad": amsgrad,
            "maximize": maximize,
            "foreach": foreach,
            "capturable": capturable,
            "differentiable": differentiable,
            "fused": fused,
            "decoupled_weight_decay": decoupled_weight_decay,
        }
        super().__init__(params, defaults)

    def _update(
        self, p: Tensor, grad: Tensor, state: dict, group: dict
    ) -> None:
        if not state:
            state["step"] = tensor(0.0)
            state["exp_avg"] = zeros_like(p)
            state["exp_avg_sq"] = zeros_like(p)
            if group["amsgrad"]:
                state["max_exp_avg_sq"] = zeros_like(p)
        lr, eps, (beta1, beta2) = group["lr"], group["eps"], group["betas"]
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
        if group["amsgrad"]:
            v = maximum(state["max_exp_avg_sq"], v)
            state["max_exp_avg_sq"] = v
        correction1 = 1 - beta1**t
        correction2 = 1 - beta2**t
        denominator = v.sqrt()
        denominator.div_(math.sqrt(correction2)).add_(eps)
        p.addcdiv_(m, denominator, value=-lr / correction1)


class AdamW(Adam):
    r"""Adam with weight decay that is not part of the gradient.

    As :class:`Adam`, but the weights shrink directly, untouched by the
    division that would undo the decay where gradients are large::

        theta = theta - lr * weight_decay * theta

    Loshchilov and Hutter (2019), https://arxiv.org/abs/1711.05101.

    See :class:`torch.optim.AdamW` and :class:`Adam` for the arguments.
    """

    def __init__(
        self,
        params: Iterable,
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 1e-2,
        amsgrad: bool = False,
        *,
        maximize: bool = False,
        foreach: bool | None = None,
        capturable: bool = False,
        differentiable: bool = False,
        fused: bool | None = None,
    ) -> None:
        super().__init__(
            params,
            lr,
            betas,
            eps,
            weight_decay,
            amsgrad,
            foreach=foreach,
            maximize=maximize,
            capturable=capturable,
            differentiable=differentiable,
            fused=fused,
            decoupled_weight_decay=True,
        )
