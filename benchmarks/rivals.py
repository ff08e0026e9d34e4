"""Workload 1 without teachtorch: NumPy by hand, MyGrad, HIPS autograd.

Each starts from workload 1's numbers and computes its losses.
"""

from __future__ import annotations

import numpy as np

from .workloads import Step, Torch

# How many times as long as this teachtorch may take.
TARGETS = {"NumPy by hand": 1.25}


def data(torch: Torch) -> list[np.ndarray]:
    """Inputs, targets and weights, drawn as workload 1 draws them."""
    torch.manual_seed(0)
    sizes = (64, 1000), (64, 10), (1000, 100), (100, 10)
    return [torch.randn(size).numpy().copy() for size in sizes]


def by_hand(x, y, w1, w2) -> Step:
    """Chapter 1: forward, backward and update in plain NumPy."""

    def step():
        h = x @ w1
        h_relu = np.maximum(h, 0)
        y_pred = h_relu @ w2
        difference = y_pred - y
        loss = np.square(difference).sum()

        grad_y_pred = 2 * difference
        grad_w2 = h_relu.T @ grad_y_pred
        grad_h = grad_y_pred @ w2.T
        grad_h *= h > 0
        grad_w1 = x.T @ grad_h

        w1[:] -= 1e-6 * grad_w1
        w2[:] -= 1e-6 * grad_w2
        return loss

    return step


def with_mygrad(x, y, w1, w2) -> Step:
    """MyGrad, with its guard against changed arrays switched off for speed."""
    import mygrad as mg

    mg.turn_memory_guarding_off()
    w1, w2 = mg.tensor(w1), mg.tensor(w2)

    def step():
        h_relu = mg.maximum(x @ w1, 0)
        loss = mg.square(h_relu @ w2 - y).sum()
        loss.backward()
        w1.data -= 1e-6 * w1.grad
        w2.data -= 1e-6 * w2.grad
        w1.null_grad()
        w2.null_grad()
        return loss.data

    return step


def with_autograd(x, y, w1, w2) -> Step:
    """HIPS autograd, from which PyTorch took the idea."""
    import autograd.numpy as anp
    from autograd import value_and_grad

    def loss_fn(weights):
        w1, w2 = weights
        h_relu = anp.maximum(anp.dot(x, w1), 0)
        return anp.sum((anp.dot(h_relu, w2) - y) ** 2)

    gradients = value_and_grad(loss_fn)

    def step():
        loss, (grad_w1, grad_w2) = gradients((w1, w2))
        w1[:] -= 1e-6 * grad_w1
        w2[:] -= 1e-6 * grad_w2
        return loss

    return step


RIVALS = {
    "NumPy by hand": by_hand,
    "MyGrad": with_mygrad,
    "HIPS autograd": with_autograd,
}


def steps(torch: Torch) -> dict[str, Step]:
    """The rivals that are installed, each on its own copy of the data."""
    found = {}
    for name, make in RIVALS.items():
        try:
            found[name] = make(*data(torch))
        except ImportError:
            continue
    return found
