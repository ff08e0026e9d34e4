"""Wrong answers to the exercises on sequences."""

from __future__ import annotations

import math


def ex_10_1(book):
    """Count the weights."""
    parts = {"rnn": 1, "gru": 3, "lstm": 4}

    def answer(size):
        return lambda kind, D, H: parts[kind] * size(D, H)

    return {
        "one bias": answer(lambda D, H: H * D + H * H + H),
        "no bias": answer(lambda D, H: H * D + H * H),
        "both weights from the input": answer(lambda D, H: 2 * (H * D + H)),
        "the biases once": lambda kind, D, H: (
            parts[kind] * (H * D + H * H) + 2 * H
        ),
        "a GRU is an LSTM": lambda kind, D, H: (
            (1 if kind == "rnn" else 4) * (H * D + H * H + 2 * H)
        ),
    }


def ex_10_2(book):
    """Perplexity."""
    F, torch = book.F, book.torch

    def loss(logits, targets):
        return F.cross_entropy(logits.flatten(0, 1), targets.flatten())

    def mean_of_rows(logits, targets):
        rows = [loss(logits[n : n + 1], targets[n : n + 1]) for n in range(3)]
        return torch.stack(rows).exp().mean()

    return {
        "the filling counts as token 0": lambda logits, targets: loss(
            logits, targets.clamp(min=0)
        ).exp(),
        "mean of the rows' perplexities": lambda logits, targets: (
            mean_of_rows(logits, targets)
            if len(logits) == 3
            else loss(logits, targets).exp()
        ),
        "2 to the power": lambda logits, targets: 2 ** loss(logits, targets),
        "the loss itself": loss,
        "the filling in the denominator": lambda logits, targets: (
            F.cross_entropy(
                logits.flatten(0, 1), targets.flatten(), reduction="sum"
            )
            / targets.numel()
        ).exp(),
    }


def ex_10_3(book):
    """Clip by the norm."""

    def norm_of(parameters):
        return math.sqrt(sum(p.grad.pow(2).sum().item() for p in parameters))

    def each_alone(parameters, limit):
        norm = norm_of(parameters)
        for p in parameters:
            p.grad *= min(1.0, limit / (p.grad.norm().item() + 1e-6))
        return norm

    def always(parameters, limit):
        norm = norm_of(parameters)
        for p in parameters:
            p.grad *= limit / (norm + 1e-6)
        return norm

    def by_value(parameters, limit):
        norm = norm_of(parameters)
        for p in parameters:
            p.grad.clamp_(-limit, limit)
        return norm

    def new_gradients(parameters, limit):
        norm = norm_of(parameters)
        for p in parameters:
            grad = p.grad
            grad = grad * min(1.0, limit / (norm + 1e-6))
        return norm

    def norm_after(parameters, limit):
        always(parameters, min(limit, norm_of(parameters)))
        return norm_of(parameters)

    return {
        "each tensor alone": each_alone,
        "always scaled": always,
        "by value": by_value,
        "not in place": new_gradients,
        "the norm from after": norm_after,
    }


def ex_10_4(book):
    """Truncate."""

    def not_at_all(cell, xs, h, k):
        for x in xs:
            h = cell(x, h)
        return h

    def after_the_step(cell, xs, h, k):
        for t, x in enumerate(xs):
            h = cell(x, h)
            if t % k == 0:
                h = h.detach()
        return h

    def one_late(cell, xs, h, k):
        for t, x in enumerate(xs):
            if t % k == k - 1:
                h = h.detach()
            h = cell(x, h)
        return h

    def from_zero(cell, xs, h, k):
        for t, x in enumerate(xs):
            if t % k == 0:
                h = h.detach() * 0
            h = cell(x, h)
        return h

    def every_step(cell, xs, h, k):
        for x in xs:
            h = cell(x, h.detach())
        return h

    return {
        "not cut": not_at_all,
        "after the step": after_the_step,
        "before the step k - 1": one_late,
        "the state set to zero": from_zero,
        "at every step": every_step,
    }


def ex_10_5(book):
    """The last real state."""
    torch = book.torch

    def rows(states):
        return torch.arange(len(states))

    return {
        "the last column": lambda states, lengths: states[:, -1],
        "one too late": lambda states, lengths: states[
            rows(states), lengths.clamp(max=states.shape[1] - 1)
        ],
        "all rows for each length": lambda states, lengths: states[
            :, lengths - 1
        ],
        "time and batch exchanged": lambda states, lengths: states.transpose(
            0, 1
        )[rows(states), lengths - 1],
        "the largest over time": lambda states, lengths: states.amax(1),
    }


def ex_10_6(book):
    """Temperature."""
    torch = book.torch

    def drawn(chances):
        return lambda logits, temperature, generator: torch.multinomial(
            chances(logits, temperature), 1, generator=generator
        ).squeeze(1)

    return {
        "multiplied": drawn(lambda z, t: (z * t).softmax(-1)),
        "no temperature": drawn(lambda z, t: z.softmax(-1)),
        "softmax over the batch": drawn(lambda z, t: (z / t).softmax(0)),
        "divided after the softmax": drawn(lambda z, t: z.softmax(-1) / t),
        "the likeliest": lambda z, t, generator: z.argmax(-1),
    }


def ex_10_7(book):
    """The GRU."""
    torch = book.torch

    def answer(reset_first=False, mixed_up=False, gates="rzn"):
        def gru_step(x, h, w_ih, w_hh, b_ih, b_hh):
            p = dict(zip(gates, (x @ w_ih.T + b_ih).chunk(3, dim=1)))
            q = dict(zip(gates, (h @ w_hh.T + b_hh).chunk(3, dim=1)))
            r = torch.sigmoid(p["r"] + q["r"])
            z = torch.sigmoid(p["z"] + q["z"])
            again = r * q["n"]
            if reset_first:
                again = (r * h) @ w_hh.chunk(3)[2].T + b_hh.chunk(3)[2]
            n = torch.tanh(p["n"] + again)
            return z * n + (1 - z) * h if mixed_up else (1 - z) * n + z * h

        return gru_step

    return {
        "reset before the product": answer(reset_first=True),
        "new and old exchanged": answer(mixed_up=True),
        "another order of the gates": answer(gates="zrn"),
        "the new content first": answer(gates="nrz"),
    }


def ex_10_8(book):
    """One LSTM step, backward."""
    torch = book.torch

    def answer(
        through_h=True, slope_c=True, sigma=True, tanh=True, order=(0, 1, 2, 3)
    ):
        def lstm_backward(grad_h, grad_c, c_before, i, f, g, o):
            tanh_c = torch.tanh(f * c_before + i * g)
            if through_h:
                slope = 1 - tanh_c**2 if slope_c else 1
                grad_c = grad_c + grad_h * o * slope
            parts = [
                grad_c * g * (i * (1 - i) if sigma else 1),
                grad_c * c_before * (f * (1 - f) if sigma else 1),
                grad_c * i * (1 - g**2 if tanh else 1),
                grad_h * tanh_c * (o * (1 - o) if sigma else 1),
            ]
            parts = [parts[k] for k in order]
            return torch.cat(parts, dim=1), grad_c * f

        return lstm_backward

    return {
        "the way through h forgotten": answer(through_h=False),
        "no slope of tanh(c)": answer(slope_c=False),
        "no slope of the gates": answer(sigma=False),
        "no slope of the content": answer(tanh=False),
        "the order i, f, o, g": answer(order=(0, 1, 3, 2)),
    }
