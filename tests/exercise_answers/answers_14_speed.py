"""Wrong answers to the exercises on speed."""

from __future__ import annotations

import math

import numpy as np


def ex_14_1(book):
    """Count the flops."""

    def layers(n, sizes):
        return [2 * n * a * b for a, b in zip(sizes, sizes[1:])]

    return {
        "forward only": lambda n, sizes: sum(layers(n, sizes)),
        "the first layer too": lambda n, sizes: 3 * sum(layers(n, sizes)),
        "multiplications only": lambda n, sizes: (
            (3 * sum(layers(n, sizes)) - layers(n, sizes)[0]) // 2
        ),
        "the last layer saved": lambda n, sizes: (
            3 * sum(layers(n, sizes)) - layers(n, sizes)[-1]
        ),
        "of one example": lambda n, sizes: (
            3 * sum(layers(1, sizes)) - layers(1, sizes)[0]
        ),
    }


def ex_14_2(book):
    """What stays in memory."""

    def in_all(tensors):
        found = [t for t in tensors if hasattr(t, "nbytes")]
        return sum(t.nbytes for t in found)

    def states(optimizer):
        return [t for s in optimizer.state.values() for t in s.values()]

    def grads(model):
        return [p.grad for p in model.parameters()]

    def elements(model, optimizer):
        found = [*model.parameters(), *grads(model), *states(optimizer)]
        return sum(t.numel() for t in found if hasattr(t, "numel"))

    return {
        "parameters only": lambda model, _: in_all(model.parameters()),
        "no state": lambda model, _: in_all(
            [*model.parameters(), *grads(model)]
        ),
        "no gradients": lambda model, optimizer: in_all(
            [*model.parameters(), *states(optimizer)]
        ),
        "elements, not bytes": elements,
        "four bytes each": lambda model, optimizer: (
            4 * elements(model, optimizer)
        ),
        "always twice": lambda model, _: 2 * in_all(model.parameters()),
    }


def ex_14_3(book):
    """How much is fetched."""
    return {
        "exact division": lambda n, k, m, s: 2 * n * k * m // s,
        "rounded down": lambda n, k, m, s: (
            n * k * max(m // s, 1) + k * m * max(n // s, 1)
        ),
        "one block more": lambda n, k, m, s: (
            n * k * (m // s + 1) + k * m * (n // s + 1)
        ),
        "n and m exchanged": lambda n, k, m, s: (
            n * k * math.ceil(n / s) + k * m * math.ceil(m / s)
        ),
        "full blocks at the edges": lambda n, k, m, s: (
            2 * s * s
            * math.ceil(n / s) * math.ceil(k / s) * math.ceil(m / s)
        ),
    }  # fmt: skip


def ex_14_4(book):
    """Adam without new arrays."""

    def right(w, g, m, v, scratch):
        np.multiply(g, 0.1, out=scratch)
        m *= 0.9
        m += scratch
        np.multiply(g, g, out=scratch)
        scratch *= 0.001
        v *= 0.999
        v += scratch
        np.sqrt(v, out=scratch)
        np.divide(m, scratch, out=scratch)
        scratch *= 0.001
        w -= scratch

    def plain(w, g, m, v, scratch):
        m[:] = 0.9 * m + 0.1 * g
        v[:] = 0.999 * v + 0.001 * g * g
        w[:] = w - 0.001 * m / (np.sqrt(v) + 1e-8)

    def one_new_array(w, g, m, v, scratch):
        m *= 0.9
        m += 0.1 * g
        v *= 0.999
        np.multiply(g, g, out=scratch)
        scratch *= 0.001
        v += scratch
        np.sqrt(v, out=scratch)
        np.divide(m, scratch, out=scratch)
        scratch *= 0.001
        w -= scratch

    def gradient_as_scratch(w, g, m, v, scratch):
        right(w, g, m, v, scratch)
        g *= g

    def without_the_meter(w, g, m, v, scratch):
        plain(*map(np.asarray, (w, g, m, v)), scratch)

    def state_as_scratch(w, g, m, v, scratch):
        right(w, g, m, v, scratch)
        np.sqrt(v, out=v)

    def uphill(w, g, m, v, scratch):
        right(w, g, m, v, scratch)
        w += scratch
        w += scratch

    def new_names(w, g, m, v, scratch):
        m = 0.9 * m + 0.1 * g
        v = 0.999 * v + 0.001 * g * g
        w = w - 0.001 * m / (np.sqrt(v) + 1e-8)

    return {
        "plain expressions": plain,
        "one new array": one_new_array,
        "writes over the gradient": gradient_as_scratch,
        "goes around the meter": without_the_meter,
        "writes over the state": state_as_scratch,
        "the wrong sign": uphill,
        "changes nothing": new_names,
    }


def ex_14_5(book):
    """Distances without a cube."""

    def row_by_row(a, b):
        return np.stack([((row - b) ** 2).sum(1) for row in a])

    def no_factor_two(a, b):
        return (a * a).sum(1)[:, None] - a @ b.T + (b * b).sum(1)

    def wrong_axes(a, b):
        return (a * a).sum(1) - 2 * (b @ a.T) + (b * b).sum(1)[:, None]

    def column_by_column(a, b):
        result = np.zeros((len(a), len(b)))
        for k in range(a.shape[1]):
            result += (a[:, k, None] - b[:, k]) ** 2
        return result

    def changes_its_input(a, b):
        result = -2 * (a @ b.T)
        a *= a
        b *= b
        result += a.sum(1)[:, None]
        result += b.sum(1)
        return result

    return {
        "the obvious way": lambda a, b: ((a[:, None] - b) ** 2).sum(2),
        "a loop over rows": row_by_row,
        "a loop over columns": column_by_column,
        "no factor of two": no_factor_two,
        "transposed": wrong_axes,
        "changes its input": changes_its_input,
        "not squared": lambda a, b: np.sqrt(np.abs(2 * no_factor_two(a, b))),
    }


def ex_14_6(book):
    """A fused layer."""
    torch = book.torch

    def layer(forward=None, backward=None):
        def plain_forward(ctx, x, w, b):
            y = torch.relu(x @ w.T + b)
            ctx.save_for_backward(x, w, y)
            return y

        def plain_backward(ctx, grad):
            x, w, y = ctx.saved_tensors
            need_x, need_w, need_b = ctx.needs_input_grad
            grad = grad * (y > 0)
            return (
                grad @ w if need_x else None,
                grad.T @ x if need_w else None,
                grad.sum(0) if need_b else None,
            )

        methods = {
            "forward": staticmethod(forward or plain_forward),
            "backward": staticmethod(backward or plain_backward),
        }
        return type("LinearReLU", (book.Function,), methods)

    def saves_more(ctx, x, w, b):
        before = x @ w.T + b
        y = torch.relu(before)
        ctx.save_for_backward(x, w, y, before)
        return y

    def backward_of_more(ctx, grad):
        x, w, _, before = ctx.saved_tensors
        need_x, need_w, need_b = ctx.needs_input_grad
        grad = grad * (before > 0)
        return (
            grad @ w if need_x else None,
            grad.T @ x if need_w else None,
            grad.sum(0) if need_b else None,
        )

    def no_mask(ctx, grad):
        x, w, _ = ctx.saved_tensors
        need_x, need_w, need_b = ctx.needs_input_grad
        return (
            grad @ w if need_x else None,
            grad.T @ x if need_w else None,
            grad.sum(0) if need_b else None,
        )

    def all_products(ctx, grad):
        x, w, y = ctx.saved_tensors
        grad = grad * (y > 0)
        return grad @ w, grad.T @ x, grad.sum(0)

    def mean_of_the_batch(ctx, grad):
        x, w, y = ctx.saved_tensors
        need_x, need_w, need_b = ctx.needs_input_grad
        grad = grad * (y > 0)
        return (
            grad @ w if need_x else None,
            grad.T @ x if need_w else None,
            grad.mean(0) if need_b else None,
        )

    def no_bias(ctx, x, w, b):
        y = torch.relu(x @ w.T)
        ctx.save_for_backward(x, w, y)
        return y

    class NotFused:
        @staticmethod
        def apply(x, w, b):
            return torch.relu(x @ w.T + b)

    return {
        "four nodes": NotFused,
        "saves the input of ReLU too": layer(saves_more, backward_of_more),
        "ReLU lets everything through": layer(backward=no_mask),
        "a product that nobody needs": layer(backward=all_products),
        "the mean for the bias": layer(backward=mean_of_the_batch),
        "no bias": layer(no_bias),
    }
