"""Adagrad: each coordinate is divided by the size of all its gradients."""

from __future__ import annotations

from collections.abc import Iterable

from .._creation import full_like, tensor
from .._tensor import Tensor
from .optimizer import Optimizer, check


class Adagrad(Optimizer):
    r"""Divides the gradient by the root of the sum of all its squares.

    One step, for each parameter ``theta`` that has a gradient ``g``::

        t = t + 1
        g = g + weight_decay * theta
        s = s + g * g
        theta = theta - lr / (1 + (t - 1) * lr_decay) * g / (sqrt(s) + eps)

    Duchi, Hazan and Singer (2011), https://jmlr.org/papers/v12/duchi11a.html.

    Args:
        params: the parameters, or groups of them.
        lr: the learning rate.
        lr_decay: how fast the rate falls with time.
        weight_decay: pull towards zero, added to the gradient.
        initial_accumulator_value: where the sum of squares starts.
        eps: keeps the division safe.
        foreach: accepted for PyTorch's sake; changes nothing.
        maximize: climb instead of descend.
        differentiable: accepted for PyTorch's sake; changes nothing.
        fused: accepted for PyTorch's sake; changes nothing.

    Raises:
        ValueError: for an option outside its range.

    See :class:`torch.optim.Adagrad`.
    """

    def __init__(
        self,
        params: Iterable,
        lr: float = 1e-2,
        lr_decay: float = 0,
        weight_decay: float = 0,
        initial_accumulator_value: float = 0,
        eps: float = 1e-10,
        foreach: bool | None = None,
        *,
        maximize: bool = False,
        differentiable: bool = False,
        fused: bool | None = None,
    ) -> None:
        check(lr >= 0, "learning rate", lr)
        check(lr_decay >= 0, "lr_decay value", lr_decay)
        check(weight_decay >= 0, "weight_decay value", weight_decay)
        check(
            initial_accumulator_value >= 0,
            "initial_accumulator_value value",
            initial_accumulator_value,
        )
        check(eps >= 0, "epsilon value", eps)
        defaults = {
            "lr": lr,
            "lr_decay": lr_decay,
            "eps": eps,
            "weight_decay": weight_decay,
            "initial_accumulator_value": initial_accumulator_value,
            "foreach": foreach,
            "maximize": maximize,
            "differentiable": differentiable,
            "fused": fused,
        }
        super().__init__(params, defaults)
        for group in self.param_groups:
            for p in group["params"]:
                start = group["initial_accumulator_value"]
                self.state[p] = {
                    "step": tensor(0.0),
                    "sum": full_like(p, start),
                }

    def _update(
        self, p: Tensor, grad: Tensor, state: dict, group: dict
    ) -> None:
        state["step"] += 1
        t = state["step"].item()
        if group["weight_decay"] != 0:
            grad = grad.add(p, alpha=group["weight_decay"])
        lr = group["lr"] / (1 + (t - 1) * group["lr_decay"])
        s = state["sum"].addcmul_(grad, grad)
        p.addcdiv_(grad, s.sqrt().add_(group["eps"]), value=-lr)
