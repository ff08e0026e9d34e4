"""L-BFGS: Newton's step, with curvature guessed from the last gradients.

The optimizer of small smooth problems. Unlike the others it calls the loss
several times in one step, so it must be given a closure, and it treats all
parameters as one long vector. The search along its direction is in
``_line_search.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from .._creation import zeros_like
from .._ops.joining import cat
from .._tensor import Tensor
from ..autograd.grad_mode import enable_grad, no_grad
from ._line_search import Point, strong_wolfe
from .optimizer import Optimizer, check


class LBFGS(Optimizer):
    r"""Limited-memory BFGS.

    One iteration, for the vector ``theta`` of all parameters with gradient
    ``g``, after a step ``s`` that changed the gradient by ``y``::

        keep (y, s, 1 / y.s) if y.s > 1e-10       # the last history_size
        q = -g
        for each kept (y, s, r), newest first:
            a = r * s.q;  q = q - a * y
        d = (y.s / y.y) * q                       # y, s: the newest
        for each kept (y, s, r), oldest first:
            d = d + (a - r * y.d) * s
        theta = theta + t * d

    The first direction is -g, with t = lr * min(1, 1 / sum(abs(g))). Later
    t = lr, or what a line search finds from there. Nocedal (1980),
    https://doi.org/10.1090/S0025-5718-1980-0572855-7.

    Args:
        params: the parameters, in one group.
        lr: the length t of a step, or where the line search begins.
        max_iter: how many iterations ``step`` makes at most.
        max_eval: how often it calls the closure at most; None for
            ``max_iter * 5 // 4``.
        tolerance_grad: stop when no component of g is larger.
        tolerance_change: stop when neither loss nor parameters change more.
        history_size: how many pairs (y, s) are kept.
        line_search_fn: ``"strong_wolfe"``, or None for none.

    Raises:
        ValueError: for a negative ``lr``, or for several groups.

    See :class:`torch.optim.LBFGS`.
    """

    def __init__(
        self,
        params: Iterable,
        lr: float = 1,
        max_iter: int = 20,
        max_eval: int | None = None,
        tolerance_grad: float = 1e-7,
        tolerance_change: float = 1e-9,
        history_size: int = 100,
        line_search_fn: str | None = None,
    ) -> None:
        check(lr >= 0, "learning rate", lr)
        defaults = {
            "lr": lr,
            "max_iter": max_iter,
            "max_eval": max_iter * 5 // 4 if max_eval is None else max_eval,
            "tolerance_grad": tolerance_grad,
            "tolerance_change": tolerance_change,
            "history_size": history_size,
            "line_search_fn": line_search_fn,
        }
        super().__init__(params, defaults)
        if len(self.param_groups) != 1:
            raise ValueError(
                "LBFGS doesn't support per-parameter options (parameter groups)"
            )
        self._params = self.param_groups[0]["params"]

    def step(self, closure: Callable[[], Any]) -> Any:  # type: ignore[override]
        """Makes up to ``max_iter`` iterations.

        Args:
            closure: clears the gradients, computes the loss, calls its
                ``backward`` and returns it.

        Returns:
            the loss before the step.
        """
        for hook in self._step_hooks["before"].values():
            hook(self, (closure,), {})
        with no_grad():
            loss = self._minimise(enable_grad()(closure))
        for hook in self._step_hooks["after"].values():
            hook(self, (closure,), {})
        return loss

    def _minimise(self, closure: Callable[[], Any]) -> Any:
        group, state = self.param_groups[0], self.state[self._params[0]]
        state.setdefault("func_evals", 0)
        state.setdefault("n_iter", 0)
        first_loss = closure()
        loss, grad = float(first_loss), self._gradient()
        calls = 1
        state["func_evals"] += 1
        if grad.abs().max() <= group["tolerance_grad"]:
            return first_loss
        tolerance = group["tolerance_change"]
        for iteration in range(1, group["max_iter"] + 1):
            state["n_iter"] += 1
            self._choose_direction(state, grad, group)
            d, before = state["d"], loss
            state["prev_flat_grad"] = grad.clone()
            state["prev_loss"] = loss
            here = Point(0, loss, grad, grad.dot(d))
            if here.slope > -tolerance:
                break
            last = iteration == group["max_iter"]
            most = group["max_eval"] - calls
            loss, grad, new = self._go(closure, state, group, here, most, last)
            calls += new
            state["func_evals"] += new
            if (
                last
                or calls >= group["max_eval"]
                or grad.abs().max() <= group["tolerance_grad"]
                or d.mul(state["t"]).abs().max() <= tolerance
                or abs(loss - before) < tolerance
            ):
                break
        return first_loss

    def _choose_direction(self, state: dict, grad: Tensor, group: dict) -> None:
        """Sets the direction d and the length t of the next step."""
        lr, size = group["lr"], group["history_size"]
        if state["n_iter"] == 1:
            state["d"] = -grad
            state["t"] = min(1.0, 1.0 / grad.abs().sum()) * lr
            state["old_dirs"], state["old_stps"], state["ro"] = [], [], []
            state["H_diag"] = 1
            return
        ys, ss, rs = state["old_dirs"], state["old_stps"], state["ro"]
        y, s = grad - state["prev_flat_grad"], state["d"] * state["t"]
        curvature = y.dot(s)
        if curvature > 1e-10:
            if len(ys) == size:
                del ys[0], ss[0], rs[0]
            ys.append(y)
            ss.append(s)
            rs.append(1.0 / curvature)
            state["H_diag"] = curvature / y.dot(y)
        a = state.setdefault("al", [None] * size)
        q = -grad
        for i in reversed(range(len(ys))):
            a[i] = ss[i].dot(q) * rs[i]
            q.sub_(a[i] * ys[i])
        d = q * state["H_diag"]
        for i in range(len(ys)):
            d.add_((a[i] - ys[i].dot(d) * rs[i]) * ss[i])
        state["d"], state["t"] = d, lr

    def _go(
        self,
        closure: Callable[[], Any],
        state: dict,
        group: dict,
        here: Point,
        most: int,
        last: bool,
    ) -> tuple[float, Tensor, int]:
        """Moves the parameters; gives the loss, the gradient, the calls."""
        d = state["d"]
        if group["line_search_fn"] is None:
            self._move(state["t"], d)
            if last:  # nobody will look at the loss that would be found
                return here.loss, here.grad, 0
            return float(closure()), self._gradient(), 1
        if group["line_search_fn"] != "strong_wolfe":
            raise RuntimeError("only 'strong_wolfe' is supported")
        start = [p.clone() for p in self._params]

        def evaluate(t: Any) -> Point:
            self._move(t, d)
            loss, grad = float(closure()), self._gradient()
            for p, value in zip(self._params, start):
                p.copy_(value)
            return Point(t, loss, grad, grad.dot(d))

        tolerance = 1e-9  # PyTorch's, whatever tolerance_change says
        point, calls = strong_wolfe(
            evaluate, here, state["t"], d.abs().max(), tolerance, most
        )
        state["t"] = point.t
        self._move(point.t, d)
        return point.loss, point.grad, calls

    def _gradient(self) -> Tensor:
        """Gives all gradients as one long vector."""
        pieces = []
        for p in self._params:
            grad = zeros_like(p) if p._grad is None else p._grad
            pieces.append(grad.reshape(-1))
        return cat(pieces)

    def _move(self, t: Any, d: Tensor) -> None:
        """Adds t·d to the parameters, each of which takes its piece of d."""
        first = 0
        for p in self._params:
            after = first + p.numel()
            p.add_(d[first:after].reshape(p.shape), alpha=float(t))
            first = after
