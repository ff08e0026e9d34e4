"""One step of a recurrent layer, and a sequence step by step: the plain form.

This is the definition. The layers themselves compute a whole sequence in one
operation, see ``recurrent.py``, which must agree with this. It is also what
second derivatives are taken through, and what the cells use.

A sequence is a list of steps ``(rows, n)`` in the order of computing: step t
reads and writes those rows of the data, one for each of the first n sequences
of the batch. In a packed batch n changes from step to step.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from .._tensor import Tensor
from .activation import relu
from .addmm import addmm
from .hyperbolic import tanh
from .joining import cat
from .logistic import sigmoid
from .matmul import mm
from .splitting import chunk

Steps = Sequence[tuple[slice, int]]


def affine(x: Tensor, weight: Tensor, bias: Tensor | None) -> Tensor:
    """Computes x Wᵀ + b for a matrix x."""
    weight = weight.t()
    return mm(x, weight) if bias is None else addmm(bias, x, weight)


def rnn_step(
    x: Tensor,
    state: tuple[Tensor],
    w_ih: Tensor,
    w_hh: Tensor,
    b_ih: Tensor | None,
    b_hh: Tensor | None,
    nonlinearity: str = "tanh",
) -> tuple[Tensor]:
    """H' = tanh(x W_ihᵀ + b_ih + h W_hhᵀ + b_hh), or relu instead of tanh."""
    (h,) = state
    a = affine(x, w_ih, b_ih) + affine(h, w_hh, b_hh)
    return (tanh(a) if nonlinearity == "tanh" else relu(a),)


def lstm_step(
    x: Tensor,
    state: tuple[Tensor, Tensor],
    w_ih: Tensor,
    w_hh: Tensor,
    b_ih: Tensor | None,
    b_hh: Tensor | None,
    w_hr: Tensor | None = None,
) -> tuple[Tensor, Tensor]:
    """C' = σ(f)·c + σ(i)·tanh(g) and h' = σ(o)·tanh(c').

    i, f, g and o are the four parts of x W_ihᵀ + b_ih + h W_hhᵀ + b_hh: input,
    forget, candidate and output. With w_hr, h' is multiplied by W_hrᵀ.
    """
    h, c = state
    a = affine(x, w_ih, b_ih) + affine(h, w_hh, b_hh)
    i, f, g, o = chunk(a, 4, 1)
    c = sigmoid(f) * c + sigmoid(i) * tanh(g)
    h = sigmoid(o) * tanh(c)
    return (h if w_hr is None else affine(h, w_hr, None)), c


def gru_step(
    x: Tensor,
    state: tuple[Tensor],
    w_ih: Tensor,
    w_hh: Tensor,
    b_ih: Tensor | None,
    b_hh: Tensor | None,
) -> tuple[Tensor]:
    """H' = n + z·(h − n), with the candidate n = tanh(nₓ + r·nₕ).

    r = σ(rₓ + rₕ) and z = σ(zₓ + zₕ), where rₓ, zₓ, nₓ are the three parts of
    x W_ihᵀ + b_ih and rₕ, zₕ, nₕ those of h W_hhᵀ + b_hh: reset, update, new.
    """
    (h,) = state
    rx, zx, nx = chunk(affine(x, w_ih, b_ih), 3, 1)
    rh, zh, nh = chunk(affine(h, w_hh, b_hh), 3, 1)
    r, z = sigmoid(rh + rx), sigmoid(zh + zx)
    n = tanh(nx + r * nh)
    return ((h - n) * z + n,)


def sequence(
    step: Callable, rows: Tensor, state: tuple, steps: Steps, *weights: Any
) -> tuple[Tensor, ...]:
    """Goes through a sequence step by step.

    Returns:
        the h of every row, and the last state of every sequence.
    """
    outputs = {}
    for piece, n in steps:
        new = step(rows[piece], tuple(s[:n] for s in state), *weights)
        # The sequences behind the first n have ended, or not begun yet.
        state = tuple(
            s if n == len(old) else cat([s, old[n:]])
            for s, old in zip(new, state)
        )
        outputs[piece.start] = new[0]
    return cat([outputs[start] for start in sorted(outputs)]), *state
