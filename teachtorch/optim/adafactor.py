"""Adafactor: Adam's division in the memory of one row and one column."""

from __future__ import annotations

from collections.abc import Iterable

from .._creation import tensor, zeros_like
from .._dtype import finfo
from .._tensor import Tensor
from .optimizer import Optimizer


class Adafactor(Optimizer):
    r"""Divides the gradient by its size, estimated from rows and columns.

    Of g², a matrix, only the means of the rows and of the columns are kept:
    their product, divided by the mean of all, stands in for the matrix. One
    step, for each parameter ``theta`` that has a gradient ``g``::

        t = t + 1
        rho = min(lr, 1 / sqrt(t))
        alpha = max(eps[1], rms(theta)) * rho     # rms: root mean square
        b = t ** beta2_decay
        theta = theta - lr * weight_decay * theta
        row = row + b * (mean(g * g, of each row) - row)
        col = col + b * (mean(g * g, of each column) - col)
        v = row @ col / max(mean(row), eps[0])    # of a vector: v as in Adam
        u = g / max(sqrt(v), eps[0])
        theta = theta - alpha * u / max(1, rms(u) / d)

    Shazeer and Stern (2018), https://arxiv.org/abs/1804.04235. As in PyTorch,
    ``lr`` is the upper bound of rho, which the paper fixes to 0.01, and
    ``eps[0]`` enters only where something is divided.

    Args:
        params: the parameters, or groups of them.
        lr: the upper bound of the relative step, and the rate of the decay.
        beta2_decay: the power with which the weight of new squares falls.
        eps: bounds from below: of the divisor (None: the dtype's smallest
            relative step), and of the parameter's own size.
        d: how large the root mean square of an update may be.
        weight_decay: shrinks the weights directly, as in :class:`AdamW`.
        foreach: accepted for PyTorch's sake; changes nothing.
        maximize: climb instead of descend.

    Raises:
        ValueError: for an option outside its range.

    See :class:`torch.optim.Adafactor`.
    """

    def __init__(
        self,
        params: Iterable,
        lr: float = 1e-2,
        beta2_decay: float = -0.8,
        eps: tuple[float | None, float] = (None, 1e-3),
        d: float = 1.0,
        weight_decay: float = 0.0,
        *,
        foreach: bool | None = None,
        maximize: bool = False,
    ) -> None:
        _check(lr >= 0, "Learning rate should be >= 0", lr)
        _check(beta2_decay <= 0, "beta2_decay should be <= 0", beta2_decay)
        if eps[0] is not None:
            _check(eps[0] >= 0, "epsilon1 should be >= 0", eps[0])
        _check(eps[1] >= 0, "epsilon2 should be >= 0", eps[1])
        _check(d >= 1, "Clipping threshold d should be >= 1", d)
        _check(weight_decay >= 0, "weight_decay should be >= 0", weight_decay)
        defaults = {
            "lr": lr,
            "beta2_decay": beta2_decay,
            "eps": eps,
            "d": d,
            "weight_decay": weight_decay,
            "foreach": foreach,
            "maximize": maximize,
        }
        super().__init__(params, defaults)

    def _update(
        self, p: Tensor, grad: Tensor, state: dict, group: dict
    ) -> None:
        if not state:
            state["step"] = tensor(0.0)
            if grad.ndim > 1:
                state["row_var"] = zeros_like(grad[..., :1])
                state["col_var"] = zeros_like(grad[..., :1, :])
            else:
                state["variance"] = zeros_like(grad)
        lr, (eps1, eps2) = group["lr"], group["eps"]
        if eps1 is None:
            eps1 = finfo(p.dtype).eps
        state["step"] += 1
        t = state["step"].item()
        alpha = max(eps2, _rms(p)) * min(lr, 1 / t**0.5)
        if group["weight_decay"] != 0:
            p.mul_(1 - lr * group["weight_decay"])
        v = _variance(grad, state, t ** group["beta2_decay"], eps1)
        u = v.clamp_(min=eps1 * eps1).rsqrt_().mul_(grad)
        p.sub_(u, alpha=alpha / max(1.0, _rms(u) / group["d"]))


def _variance(grad: Tensor, state: dict, weight: float, eps: float) -> Tensor:
    """Takes a new gradient into the mean of squares; gives a copy of it."""
    if grad.ndim <= 1:
        return state["variance"].lerp_(grad * grad, weight).clone()
    row, col = state["row_var"], state["col_var"]
    squares = grad * grad
    row.lerp_(squares.mean(-1, keepdim=True), weight)
    col.lerp_(squares.mean(-2, keepdim=True), weight)
    return (row @ col).div_(row.mean(-2, keepdim=True).clamp_(min=eps))


def _rms(x: Tensor) -> float:
    return x.norm(2).item() / x.numel() ** 0.5


def _check(condition: bool, demand: str, value: float) -> None:
    if not condition:
        raise ValueError(f"{demand} but is: {value}")
