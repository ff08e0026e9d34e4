"""RMSprop: each coordinate is divided by the recent size of its gradient."""

from __future__ import annotations

from collections.abc import Iterable

from .._creation import tensor, zeros_like
from .._tensor import Tensor
from .optimizer import Optimizer, check


class RMSprop(Optimizer):
    r"""Divides the gradient by a running root mean square of itself.

    One step, for each parameter ``theta`` that has a gradient ``g``::

        g = g + weight_decay * theta
        v = alpha * v + (1 - alpha) * g * g
        s = v - a * a if centered else v          # a = running mean of g
        d = g / (sqrt(s) + eps)
        b = momentum * b + d                      # without momentum, b = d
        theta = theta - lr * b

    Tieleman and Hinton (2012), lecture 6.5 of "Neural networks for machine
    learning"; ``centered`` is from Graves (2013),
    https://arxiv.org/abs/1308.0850.

    Args:
        params: the parameters, or groups of them.
        lr: the learning rate.
        alpha: how much of the old average is kept.
        eps: keeps the division safe.
        weight_decay: pull towards zero, added to the gradient.
        momentum: how much of the last direction is kept.
        centered: subtract the squared mean: divide by the standard deviation.
        capturable: accepted for PyTorch's sake; changes nothing.
        foreach: accepted for PyTorch's sake; changes nothing.
        maximize: climb instead of descend.
        differentiable: accepted for PyTorch's sake; changes nothing.

    Raises:
        ValueError: for an option outside its range.

    See :class:`torch.optim.RMSprop`.
    """

    def __init__(
        self,
        params: Iterable,
        lr: float = 1e-2,
        alpha: float = 0.99,
        eps: float = 1e-8,
        weight_decay: float = 0,
        momentum: float = 0,
        centered: bool = False,
        capturable: bool = False,
        foreach: bool | None = None,
        maximize: bool = False,
        differentiable: bool = False,
    ) -> None:
        check(lr >= 0, "learning rate", lr)
        check(eps >= 0, "epsilon value", eps)
        check(momentum >= 0, "momentum value", momentum)
        check(weight_decay >= 0, "weight_decay value", weight_decay)
        check(alpha >= 0, "alpha value", alpha)
        defaults = {
            "lr": lr,
            "momentum": momentum,
            "alpha": alpha,
            "eps": eps,
            "centered": centered,
            "weight_decay": weight_decay,
            "capturable": capturable,
            "foreach": foreach,
            "maximize": maximize,
            "differentiable": differentiable,
        }
        super().__init__(params, defaults)

    def _update(
        self, p: Tensor, grad: Tensor, state: dict, group: dict
    ) -> None:
        alpha, momentum = group["alpha"], group["momentum"]
        if not state:
            state["step"] = tensor(0.0)
            state["square_avg"] = zeros_like(p)
            if momentum > 0:
                state["momentum_buffer"] = zeros_like(p)
            if group["centered"]:
                state["grad_avg"] = zeros_like(p)
        state["step"] += 1
        if group["weight_decay"] != 0:
            grad = grad.add(p, alpha=group["weight_decay"])
        v = state["square_avg"]
        v.mul_(alpha).addcmul_(grad, grad, value=1 - alpha)
        if group["centered"]:
            mean = state["grad_avg"].lerp_(grad, 1 - alpha)
            size = v.addcmul(mean, mean, value=-1).sqrt_()
        else:
            size = v.sqrt()
        size.add_(group["eps"])
        if momentum > 0:
            b = state["momentum_buffer"].mul_(momentum).addcdiv_(grad, size)
            p.add_(b, alpha=-group["lr"])
        else:
            p.addcdiv_(grad, size, value=-group["lr"])
