"""Rprop: only the sign of the gradient counts."""

from __future__ import annotations

from collections.abc import Iterable

from .._creation import full_like, tensor, zeros_like
from .._tensor import Tensor
from .optimizer import Optimizer, check


class Rprop(Optimizer):
    r"""Resilient backpropagation, for gradients of the whole data set.

    Every coordinate has a step size of its own. It grows while the gradient
    keeps its sign; when the sign changes, a minimum was overleapt: the size
    shrinks and the coordinate rests for one step. For each parameter
    ``theta`` that has a gradient ``g``::

        s = s * (etas[1] if g * prev > 0 else etas[0] if g * prev < 0 else 1)
        s = clamp(s, *step_sizes)                 # s starts at lr
        g = 0 if g * prev < 0 else g
        theta = theta - s * sign(g)
        prev = g

    Riedmiller and Braun (1993), https://doi.org/10.1109/ICNN.1993.298623.

    Args:
        params: the parameters, or groups of them.
        lr: the first step size.
        etas: the factors by which step sizes shrink and grow.
        step_sizes: the smallest and the largest step size.
        capturable: accepted for PyTorch's sake; changes nothing.
        foreach: accepted for PyTorch's sake; changes nothing.
        maximize: climb instead of descend.
        differentiable: accepted for PyTorch's sake; changes nothing.

    Raises:
        ValueError: for a negative ``lr``, or factors on the wrong side of 1.

    See :class:`torch.optim.Rprop`.
    """

    def __init__(
        self,
        params: Iterable,
        lr: float = 1e-2,
        etas: tuple[float, float] = (0.5, 1.2),
        step_sizes: tuple[float, float] = (1e-6, 50),
        *,
        capturable: bool = False,
        foreach: bool | None = None,
        maximize: bool = False,
        differentiable: bool = False,
    ) -> None:
        check(lr >= 0, "learning rate", lr)
        shrink, grow = etas
        check(0 < shrink < 1 < grow, "eta values", f"{shrink}, {grow}")
        defaults = {
            "lr": lr,
            "etas": etas,
            "step_sizes": step_sizes,
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
            state["prev"] = zeros_like(p)
            state["step_size"] = full_like(grad, group["lr"])
        state["step"] += 1
        shrink, grow = group["etas"]
        prev, size = state["prev"], state["step_size"]
        agreement = grad * prev
        turned = agreement < 0
        size[agreement > 0] *= grow
        size[turned] *= shrink
        size.clamp_(*group["step_sizes"])
        grad = grad.masked_fill(turned, 0)
        p.addcmul_(grad.sign(), size, value=-1)
        prev.copy_(grad)
