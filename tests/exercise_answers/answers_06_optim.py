"""Wrong answers to the exercises on optim."""

from __future__ import annotations

import math

import numpy as np


def ex_06_1(book):
    """The cosine."""

    def between(share):
        return lambda t, T, lr, low: low + (lr - low) * share(math.pi * t / T)

    return {
        "down to zero": lambda t, T, lr, low: (
            lr * (1 + math.cos(math.pi * t / T)) / 2
        ),
        "a whole period": between(lambda a: (1 + math.cos(2 * a)) / 2),
        "a quarter of a period": between(lambda a: math.cos(a / 2)),
        "one step too early": lambda t, T, lr, low: (
            low + (lr - low) * (1 + math.cos(math.pi * (t + 1) / T)) / 2
        ),
    }


def ex_06_2(book):
    """SGD with weight decay."""

    def answer(direction):
        class Decay(book.Optimizer):
            def __init__(self, params, lr, weight_decay):
                super().__init__(params, lr)
                self.decay = weight_decay

            def direction(self, p, g, memory):
                return direction(self, p, g)

        return Decay

    return {
        "no decay": answer(lambda self, p, g: g),
        "the rate twice": answer(
            lambda self, p, g: g + self.lr * self.decay * p
        ),
        "away from zero": answer(lambda self, p, g: g - self.decay * p),
        "a constant pull": answer(lambda self, p, g: g + self.decay),
    }


def ex_06_3(book):
    """Nesterov's momentum."""

    def answer(combine):
        class Nesterov(book.Momentum):
            def direction(self, p, g, memory):
                old = memory.get("b", 0)
                new = memory["b"] = self.momentum * old + g
                return combine(self.momentum, g, old, new)

        return Nesterov

    return {
        "plain momentum": answer(lambda mu, g, old, new: new),
        "the old buffer": answer(lambda mu, g, old, new: g + mu * old),
        "the gradient forgotten": answer(lambda mu, g, old, new: mu * new),
    }


def ex_06_4(book):
    """RMSprop."""

    def answer(average, divide):
        class RMSprop(book.Optimizer):
            def __init__(self, params, lr=0.01, alpha=0.99, eps=1e-8):
                super().__init__(params, lr)
                self.alpha, self.eps = alpha, eps

            def direction(self, p, g, memory):
                v = memory["v"] = average(self.alpha, memory.get("v"), g * g)
                return divide(g, v, self.eps)

        return RMSprop

    def from_zero(alpha, v, square):
        return (1 - alpha) * square + (0 if v is None else alpha * v)

    def from_first(alpha, v, square):
        return square if v is None else alpha * v + (1 - alpha) * square

    def added_up(alpha, v, square):
        return square + (0 if v is None else v)

    def by_root(g, v, eps):
        return g / (v.sqrt() + eps)

    return {
        "no root": answer(from_zero, lambda g, v, eps: g / (v + eps)),
        "no average": answer(added_up, by_root),
        "starts at the first square": answer(from_first, by_root),
        "epsilon inside the root": answer(
            from_zero, lambda g, v, eps: g / (v + eps).sqrt()
        ),
    }


def ex_06_5(book):
    """AdamW."""

    def answer(before=lambda self, p: 0.0, after=lambda self, p: 0.0):
        class AdamW(book.Adam):
            def __init__(self, params, lr=1e-3, weight_decay=0.01):
                super().__init__(params, lr)
                self.decay = weight_decay

            def direction(self, p, g, memory):
                adam = super().direction(p, g + before(self, p), memory)
                return adam + after(self, p)

        return AdamW

    return {
        "through the division": answer(before=lambda self, p: self.decay * p),
        "no decay": answer(),
        "the rate twice": answer(
            after=lambda self, p: self.lr * self.decay * p
        ),
        "away from zero": answer(after=lambda self, p: -self.decay * p),
    }


def ex_06_6(book):
    """The largest stable rate."""

    def eigenvalue(H, place):
        return np.linalg.eigvalsh(H.numpy())[place]

    return {
        "1 in the place of 2": lambda H: 1 / eigenvalue(H, -1),
        "the sum of the eigenvalues": lambda H: 2 / H.diag().sum().item(),
        "the smallest eigenvalue": lambda H: 2 / eigenvalue(H, 0),
        "the largest entry": lambda H: 2 / H.max().item(),
    }
