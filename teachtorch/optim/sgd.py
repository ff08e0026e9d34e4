"""Stochastic gradient descent, with momentum and Nesterov's variant."""

from __future__ import annotations

from collections.abc import Iterable

from .._tensor import Tensor
from .optimizer import Optimizer, check


class SGD(Optimizer):
    r"""Stochastic gradient descent with optional momentum and weight decay.

    One step, for each parameter ``theta`` that has a gradient ``g``::

        g = g + weight_decay * theta
        b = momentum * b + (1 - dampening) * g    # at the first step, b = g
        d = g + momentum * b if nesterov else b   # if momentum is 0, d = g
        theta = theta - lr * d

    ``lr`` multiplies the buffer from outside, as in PyTorch. Sutskever et al.
    (2013, https://proceedings.mlr.press/v28/sutskever13.html) keep it inside,
    so the two differ once ``lr`` changes.

    Args:
        params: the parameters, or groups of them.
        lr: the learning rate.
        momentum: how much of the last direction is kept, from 0 to 1.
        dampening: how much of the gradient is held back from the buffer.
        weight_decay: pull towards zero, added to the gradient.
        nesterov: look ahead along the momentum.
        maximize: climb instead of descend.
        foreach: accepted for PyTorch's sake; changes nothing.
        differentiable: accepted for PyTorch's sake; changes nothing.
        fused: accepted for PyTorch's sake; changes nothing.

    Raises:
        ValueError: for a negative ``lr``, ``momentum`` or ``weight_decay``,
            or for ``nesterov`` without momentum or with dampening.

    See :class:`torch.optim.SGD`.
    """

    def __init__(
        self,
        params: Iterable,
        lr: float = 1e-3,
        momentum: float = 0,
        dampening: float = 0,
        weight_decay: float = 0,
        nesterov: bool = False,
        *,
        maximize: bool = False,
        foreach: bool | None = None,
        differentiable: bool = False,
        fused: bool | None = None,
    ) -> None:
        check(lr >= 0, "learning rate", lr)
        check(momentum >= 0, "momentum value", momentum)
        check(weight_decay >= 0, "weight_decay value", weight_decay)
        if nesterov and (momentum <= 0 or dampening != 0):
            raise ValueError(
                "Nesterov momentum requires a momentum and zero dampening"
            )
        defaults = {
            "lr": lr,
            "momentum": momentum,
            "dampening": dampening,
            "weight_decay": weight_decay,
            "nesterov": nesterov,
            "maximize": maximize,
            "foreach": foreach,
            "differentiable": differentiable,
            "fused": fused,
        }
        super().__init__(params, defaults)

    def _update(
        self, p: Tensor, grad: Tensor, state: dict, group: dict
    ) -> None:
        direction = grad
        if group["weight_decay"] != 0:
            direction = direction.add(p, alpha=group["weight_decay"])
        momentum = group["momentum"]
        if momentum != 0:
            b = state.get("momentum_buffer")
            if b is None:
                # A copy: the gradient itself may be reused by its owner.
                b = state["momentum_buffer"] = direction.clone()
            else:
                b.mul_(momentum).add_(direction, alpha=1 - group["dampening"])
            if group["nesterov"]:
                direction = direction.add(b, alpha=momentum)
            else:
                direction = b
        p.sub_(direction, alpha=group["lr"])
