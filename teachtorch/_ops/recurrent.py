"""Recurrent layers: a whole sequence in one operation.

Recording every step would cost more than computing it. Here the sequence is
one node of the graph: the inputs of all steps are multiplied by W_ih at once,
the loop does only what needs the step before, and backward does the same in
reverse: it fills one array with the gradients of all steps' gates, of which
the weights' gradients are single products.

Each class states one step; ``recurrent_steps.py`` has it as plain operations,
which is also how a second derivative is taken (``through_steps``).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .._tensor import Tensor, wrap
from ..autograd.function import Op
from ..autograd.grad_mode import enable_grad, mode
from .recurrent_steps import Steps, gru_step, lstm_step, rnn_step, sequence
from .transpose import Transpose


def steps_of(lengths: list[int], reverse: bool) -> Steps:
    """Lists the steps: ``lengths`` says how many rows each has."""
    steps, start = [], 0
    for n in lengths:
        steps.append((slice(start, start + n), n))
        start += n
    return steps[::-1] if reverse else steps


class _Sequence(Op):
    """What the three have in common.

    The arguments are x, the weights W_ih, W_hh, the biases or None, W_hr or
    None (LSTM alone), the steps, the name of the node, and h (and c): the
    state before the first step. x is (steps, batch, features), or (rows,
    features) if it is packed.
    """

    label = "StackBackward0"

    def name(self) -> str:
        """Gives the name of what PyTorch builds the output with."""
        return self.label

    def keep(self, arguments: tuple) -> None:
        """Notes the arguments, for backward."""
        x, w_ih, w_hh, b_ih, b_hh, w_hr, steps, label, *state = arguments
        self.steps: Steps = steps
        self.label = label
        self.save_for_backward(x, w_ih, w_hh, b_ih, b_hh, w_hr, *state)


class RNNSequence(_Sequence):
    """h' = tanh(a) with a = x W_ihᵀ + b_ih + h W_hhᵀ + b_hh at every step, so
    ∂a = ∂h'·(1 − h'²), and ∂a W_hh goes on to the step before.

    A primitive because all steps' products with W_ih, and with ∂W, are one.
    """

    nonlinearity = "tanh"

    @staticmethod
    def forward(ctx: Any, *arguments: Any) -> tuple[Tensor, Tensor]:
        x, w_ih, w_hh, b_ih, b_hh, _, steps, _, h0 = arguments
        ctx.keep(arguments)
        out = _inputs(x, w_ih, b_ih, b_hh)
        h, w = h0._array.copy(), _columns(w_hh)
        for rows, n in steps:
            a = out[rows]
            a += h[:n] @ w
            if ctx.nonlinearity == "tanh":
                np.tanh(a, out=a)
            else:
                np.maximum(a, 0, out=a)
            h[:n] = a
        ctx.out = out
        return wrap(_shaped(out, x).copy()), wrap(h)

    @staticmethod
    def backward(ctx: Any, grad: Any, grad_h: Any) -> tuple:
        if mode.enabled:
            return through_steps(ctx, (grad, grad_h), rnn_step)
        x, w_ih, w_hh, b_ih, b_hh, _, h0 = ctx.saved_tensors
        out, steps = ctx.out, ctx.steps
        tanh = ctx.nonlinearity == "tanh"
        # Begins as the derivative of the nonlinearity, becomes the gradient.
        d = 1 - out * out if tanh else (out > 0).astype(out.dtype)
        grad, dh = _arriving(grad, out), _arriving(grad_h, h0).copy()
        for rows, n in reversed(steps):
            dh[:n] += grad[rows]
            d[rows] *= dh[:n]
            dh[:n] = d[rows] @ w_hh
        return _weight_gradients(ctx, d, d, _before(h0, out, steps), None, dh)


class ReLUSequence(RNNSequence):
    """h' = relu(a) with a = x W_ihᵀ + b_ih + h W_hhᵀ + b_hh at every step, so
    ∂a = ∂h' where h' > 0, and ∂a W_hh goes on to the step before.

    A primitive because all steps' products with W_ih, and with ∂W, are one.
    """

    nonlinearity = "relu"


class LSTMSequence(_Sequence):
    """c' = σ(f)·c + σ(i)·tanh(g), h' = σ(o)·tanh(c') at every step, so ∂i =
    ∂c'·tanh(g)·σ(i)(1 − σ(i)), ∂f = ∂c'·c·σ(f)(1 − σ(f)), ∂g = ∂c'·σ(i)·(1 −
    tanh²g) and ∂o = ∂h'·tanh(c')·σ(o)(1 − σ(o)).

    i, f, g, o are the four parts of a = x W_ihᵀ + b_ih + h W_hhᵀ + b_hh, and
    with W_hr, h' is multiplied by W_hrᵀ. ∂c' is what comes from the step after
    plus ∂h'·σ(o)·(1 − tanh²c'). To the step before go ∂c'·σ(f) and ∂a W_hh.

    A primitive because all steps' products with W_ih, and with ∂W, are one.
    """

    @staticmethod
    def forward(ctx: Any, *arguments: Any) -> tuple[Tensor, Tensor, Tensor]:
        x, w_ih, w_hh, b_ih, b_hh, w_hr, steps, _, h0, c0 = arguments
        ctx.keep(arguments)
        gates = _inputs(x, w_ih, b_ih, b_hh)
        size = c0._array.shape[1]
        out = np.empty((len(gates), h0._array.shape[1]), gates.dtype)
        ctx.c = np.empty((len(gates), size), gates.dtype)
        ctx.tanh_c = np.empty_like(ctx.c)
        h, c, w = h0._array.copy(), c0._array.copy(), _columns(w_hh)
        for rows, n in steps:
            a = gates[rows]
            a += h[:n] @ w
            i, f, g, o = _parts(a, 4)
            candidate = np.tanh(g)
            _sigmoid_(a)  # of all parts at once, then g's is put right
            g[...] = candidate
            new = np.multiply(f, c[:n], out=ctx.c[rows])
            new += i * g
            c[:n] = new
            y = o * np.tanh(new, out=ctx.tanh_c[rows])
            out[rows] = y if w_hr is None else y @ w_hr._array.T
            h[:n] = out[rows]
        ctx.gates, ctx.out = gates, out
        return wrap(_shaped(out, x).copy()), wrap(h), wrap(c)

    @staticmethod
    def backward(ctx: Any, grad: Any, grad_h: Any, grad_c: Any) -> tuple:
        if mode.enabled:
            return through_steps(ctx, (grad, grad_h, grad_c), lstm_step)
        x, w_ih, w_hh, b_ih, b_hh, w_hr, h0, c0 = ctx.saved_tensors
        steps, tanh_c = ctx.steps, ctx.tanh_c
        i, f, g, o = _parts(ctx.gates, 4)
        into_c = o * (1 - tanh_c * tanh_c)
        # Each part of d begins as the derivative of its gate; the loop
        # multiplies it by the gradient that arrives there.
        d = 1 - ctx.gates
        d *= ctx.gates  # σ' = σ(1 − σ), which is wrong for g alone
        d_i, d_f, d_g, d_o = _parts(d, 4)
        d_i *= g
        d_f *= _before(c0, ctx.c, steps)
        d_g[...] = i * (1 - g * g)
        d_o *= tanh_c
        grad, dh = _arriving(grad, ctx.out), _arriving(grad_h, h0).copy()
        dc = _arriving(grad_c, c0).copy()
        projected = None if w_hr is None else np.empty_like(ctx.out)
        for rows, n in reversed(steps):
            dh[:n] += grad[rows]
            d_y = dh[:n]
            if projected is not None:
                projected[rows] = d_y
                d_y = d_y @ w_hr
            dc[:n] += d_y * into_c[rows]
            for part in (d_i, d_f, d_g):
                part[rows] *= dc[:n]
            d_o[rows] *= d_y
            dc[:n] *= f[rows]
            dh[:n] = d[rows] @ w_hh
        d_hr = None if projected is None else projected.T @ (o * tanh_c)
        before = _before(h0, ctx.out, steps)
        return _weight_gradients(ctx, d, d, before, d_hr, dh, dc)


class GRUSequence(_Sequence):
    """h' = n + z·(h − n), n = tanh(nₓ + r·nₕ) at every step, so ∂nₓ = ∂h'·(1 −
    z)·(1 − n²), ∂nₕ = ∂nₓ·r, ∂r = ∂nₓ·nₕ·r(1 − r) and ∂z = ∂h'·(h − n)·z(1 −
    z), through the σ of r and z.

    r = σ(rₓ + rₕ), z = σ(zₓ + zₕ); rₓ, zₓ, nₓ are the parts of x W_ihᵀ + b_ih
    and rₕ, zₕ, nₕ those of h W_hhᵀ + b_hh. To the step before go ∂h'·z and
    (∂r, ∂z, ∂nₕ) W_hh.

    A primitive because all steps' products with W_ih, and with ∂W, are one.
    """

    @staticmethod
    def forward(ctx: Any, *arguments: Any) -> tuple[Tensor, Tensor]:
        x, w_ih, w_hh, b_ih, b_hh, _, steps, _, h0 = arguments
        ctx.keep(arguments)
        gates = _inputs(x, w_ih, b_ih, None)
        size = h0._array.shape[1]
        out = np.empty((len(gates), size), gates.dtype)
        ctx.n_h = np.empty_like(out)
        h, w = h0._array.copy(), _columns(w_hh)
        for rows, n in steps:
            a, from_h = gates[rows], h[:n] @ w
            if b_hh is not None:
                from_h += b_hh._array
            r_and_z = a[:, : 2 * size] + from_h[:, : 2 * size]
            _sigmoid_(r_and_z)
            a[:, : 2 * size] = r_and_z
            r, z, new = _parts(a, 3)
            ctx.n_h[rows] = from_h[:, 2 * size :]
            new += r * ctx.n_h[rows]
            np.tanh(new, out=new)
            y = np.subtract(h[:n], new, out=out[rows])
            y *= z
            y += new
            h[:n] = y
        ctx.gates, ctx.out = gates, out
        return wrap(_shaped(out, x).copy()), wrap(h)

    @staticmethod
    def backward(ctx: Any, grad: Any, grad_h: Any) -> tuple:
        if mode.enabled:
            return through_steps(ctx, (grad, grad_h), gru_step)
        x, w_ih, w_hh, b_ih, b_hh, _, h0 = ctx.saved_tensors
        steps, out = ctx.steps, ctx.out
        r, z, new = _parts(ctx.gates, 3)
        before = _before(h0, out, steps)
        # Each part begins as a derivative by h'; the loop multiplies by ∂h.
        d_x, d_h = np.empty_like(ctx.gates), np.empty_like(ctx.gates)
        d_r, d_z, d_nx = _parts(d_x, 3)
        d_nx[...] = (1 - z) * (1 - new * new)
        d_r[...] = d_nx * ctx.n_h * r * (1 - r)
        d_z[...] = (before - new) * z * (1 - z)
        d_h[...] = d_x
        _parts(d_h, 3)[2][...] *= r
        grad, dh = _arriving(grad, out), _arriving(grad_h, h0).copy()
        x_by_gate = d_x.reshape(len(d_x), 3, d_x.shape[-1] // 3)
        h_by_gate = d_h.reshape(len(d_h), 3, d_h.shape[-1] // 3)
        for rows, n in reversed(steps):
            dh[:n] += grad[rows]
            x_by_gate[rows] *= dh[:n, None]
            h_by_gate[rows] *= dh[:n, None]
            dh[:n] *= z[rows]
            dh[:n] += d_h[rows] @ w_hh
        return _weight_gradients(ctx, d_x, d_h, before, None, dh)


def through_steps(ctx: Any, grads: tuple, step: Any) -> tuple:
    """Gives the gradients as Tensors that can be differentiated again.

    The sequence is computed once more, step by step, and the engine takes the
    gradient of that.
    """
    from ..autograd import grad  # it is built on the operations

    nonlinearity = getattr(ctx, "nonlinearity", None)
    saved = ctx.saved_tensors
    with enable_grad():
        # Aliases: an input may be computed from another input, and only what
        # flows in here directly is wanted.
        inputs: list[Any] = [None if x is None else x.view_as(x) for x in saved]
        x, w_ih, w_hh, b_ih, b_hh, w_hr, *state = inputs
        last = w_hr if nonlinearity is None else nonlinearity
        weights = [w_ih, w_hh, b_ih, b_hh, *([] if last is None else [last])]
        rows = x.reshape(-1, x.shape[-1])
        out, *states = sequence(step, rows, tuple(state), ctx.steps, *weights)
        outputs = [out.reshape(*x.shape[:-1], out.shape[-1]), *states]
        # Of the arguments of forward, two are not Tensors: steps and label.
        wanted = [*ctx.edges[:6], *ctx.edges[8:]]
        pairs = [(y, g) for y, g in zip(outputs, grads) if g is not None]
        found = iter(
            grad(
                [y for y, _ in pairs],
                [x for x, edge in zip(inputs, wanted) if edge],
                [g for _, g in pairs],
                create_graph=True,
                allow_unused=True,
            )
        )
    results = [next(found) if edge else None for edge in wanted]
    return *results[:6], None, None, *results[6:]


class _TransposeInPlace(Transpose):
    """y = x with two dims exchanged, so ∂x = ∂y with them exchanged again.

    A primitive because PyTorch's graph shows ``transpose_`` by another name.
    """

    def name(self) -> str:
        return "TransposeBackward1"


def transpose_sequence(x: Tensor) -> Tensor:
    """Exchanges steps and batch: a view."""
    return _TransposeInPlace.apply(x, 0, 1)


# -- what the three kinds share -----------------------------------------------


def _inputs(
    x: Tensor, w_ih: Tensor, b_ih: Tensor | None, b_hh: Tensor | None
) -> np.ndarray:
    """Computes what does not need the step before: x W_ihᵀ and the biases."""
    rows = x._array.reshape(-1, x._array.shape[-1])
    a = rows @ w_ih._array.T
    biases = [b._array for b in (b_ih, b_hh) if b is not None]
    if biases:
        a += sum(biases[1:], biases[0])
    return a


def _columns(weight: Tensor) -> np.ndarray:
    """Gives Wᵀ, copied: the many products with it take half as long."""
    return np.ascontiguousarray(weight._array.T)


def _shaped(out: np.ndarray, x: Tensor) -> np.ndarray:
    return out.reshape(*x._array.shape[:-1], out.shape[-1])


def _sigmoid_(a: np.ndarray) -> None:
    """Computes 1/(1 + e⁻ᵃ) in place."""
    np.negative(a, out=a)
    np.exp(a, out=a)
    a += 1
    np.reciprocal(a, out=a)


def _parts(a: np.ndarray, count: int) -> tuple:
    """Cuts columns into equal parts, without copying."""
    size = a.shape[1] // count
    return tuple(a[:, k * size : (k + 1) * size] for k in range(count))


def _arriving(grad: Any, like: np.ndarray) -> np.ndarray:
    """Gives a gradient as rows; zeros if nothing arrived."""
    return np.zeros_like(like) if grad is None else grad.reshape(like.shape)


def _before(start: np.ndarray, values: np.ndarray, steps: Steps) -> np.ndarray:
    """Gives for every row the state that its step began with."""
    state, before = start.copy(), np.empty_like(values)
    for rows, n in steps:
        before[rows] = state[:n]
        state[:n] = values[rows]
    return before


def _weight_gradients(
    ctx: Any,
    d_x: np.ndarray,
    d_h: np.ndarray,
    before: np.ndarray,
    d_hr: np.ndarray | None,
    *d_state: np.ndarray,
) -> tuple:
    """Gives all gradients, in the order of forward's arguments.

    d_x and d_h are the gradients of x W_ihᵀ + b_ih and of h W_hhᵀ + b_hh.
    """
    x, w_ih = ctx.saved_tensors[:2]
    need_x, need_w, need_h, need_b, need_b_hh, *_ = ctx.edges
    rows = x.reshape(-1, x.shape[-1])
    db = d_x.sum(0) if need_b or need_b_hh else None
    db_h = db if d_h is d_x or db is None else d_h.sum(0)
    return (
        (d_x @ w_ih).reshape(x.shape) if need_x else None,
        d_x.T @ rows if need_w else None,
        d_h.T @ before if need_h else None,
        db if need_b else None,
        db_h if need_b_hh else None,
        d_hr,
        None,
        None,
        *d_state,
    )
