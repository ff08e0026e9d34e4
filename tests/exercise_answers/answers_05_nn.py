"""Wrong answers to the exercises on nn."""

from __future__ import annotations


def ex_05_1(book):
    """Counting parameters."""

    def answer(layer):
        return lambda sizes: sum(layer(a, b) for a, b in zip(sizes, sizes[1:]))

    return {
        "no biases": answer(lambda a, b: a * b),
        "biases of the inputs": answer(lambda a, b: a * b + a),
        "units, not weights": sum,
    }


def ex_05_2(book):
    """Accuracy."""
    return {
        "the mean of booleans": lambda z, y: (z.argmax(1) == y).mean(),
        "along the columns": lambda z, y: (
            (z.argmax(0) == y).float().mean().item()
        ),
        "a count": lambda z, y: float((z.argmax(1) == y).sum()),
        "a tensor": lambda z, y: (z.argmax(1) == y).float().mean(),
    }


def ex_05_3(book):
    """Three reductions."""

    def per_example(p, y, reduction="mean"):
        errors = (p - y) ** 2
        if reduction == "mean":
            return errors.sum() / len(p)
        return errors.sum() if reduction == "sum" else errors

    return {
        "divided by the batch size only": per_example,
        "half of it": lambda p, y, reduction="mean": ((p - y) ** 2).mean() / 2,
        "always the mean": lambda p, y, reduction="mean": ((p - y) ** 2).mean(),
    }


def ex_05_4(book):
    """Cross-entropy from its definition."""
    torch = book.torch

    def right(z, y):
        return z[torch.arange(len(y)), y]

    def log_of_sum(z, dim=1):
        return z.exp().sum(dim).log()

    def shifted(z, dim=1):
        return z - z.max(dim, keepdim=True).values

    def along_columns(z, y):
        z = shifted(z, 0)
        return (log_of_sum(z, 0) - right(z, y)).mean()

    def all_pairs(z, y):
        z = shifted(z)
        return (log_of_sum(z) - z[:, y]).mean()

    def summed(z, y):
        z = shifted(z)
        return (log_of_sum(z) - right(z, y)).sum()

    return {
        "no shift": lambda z, y: (log_of_sum(z) - right(z, y)).mean(),
        "along the columns": along_columns,
        "every row with every class": all_pairs,
        "the sum over the batch": summed,
    }


def ex_05_5(book):
    """A linear layer with the right start."""
    torch, nn = book.torch, book.nn

    def layer(weight, bias, forward):
        class Dense(nn.Module):
            def __init__(self, in_features, out_features):
                super().__init__()
                self.weight = weight(in_features, out_features)
                self.bias = bias(in_features, out_features)

            def forward(self, x):
                return forward(self, x)

        return Dense

    def uniform(*shape, bound):
        return torch.empty(shape).uniform_(-bound, bound)

    def transposed(self, x):
        return x @ self.weight.t() + self.bias

    return {
        "(in, out)": layer(
            lambda i, o: nn.Parameter(uniform(i, o, bound=i**-0.5)),
            lambda i, o: nn.Parameter(uniform(o, bound=i**-0.5)),
            lambda self, x: x @ self.weight + self.bias,
        ),
        "no parameters": layer(
            lambda i, o: uniform(o, i, bound=i**-0.5).requires_grad_(),
            lambda i, o: uniform(o, bound=i**-0.5).requires_grad_(),
            transposed,
        ),
        "bound by the outputs": layer(
            lambda i, o: nn.Parameter(uniform(o, i, bound=o**-0.5)),
            lambda i, o: nn.Parameter(uniform(o, bound=o**-0.5)),
            transposed,
        ),
        "zero bias": layer(
            lambda i, o: nn.Parameter(uniform(o, i, bound=i**-0.5)),
            lambda i, o: nn.Parameter(torch.zeros(o)),
            transposed,
        ),
    }


def ex_05_6(book):
    """A start that survives twenty layers."""
    torch, nn = book.torch, book.nn
    return {
        "without the halving": lambda n: torch.randn(n, n) / n**0.5,
        "size 1": lambda n: torch.randn(n, n),
        "size 0.01": lambda n: 0.01 * torch.randn(n, n),
        "the default of nn.Linear": lambda n: nn.Linear(n, n).weight.detach(),
    }


def ex_05_7(book):
    """Label smoothing."""
    F = book.F

    def with_target(target):
        def smooth_cross_entropy(z, y, epsilon):
            classes = z.shape[1]
            t = target(F.one_hot(y, classes), epsilon, classes)
            return -(t * F.log_softmax(z, 1)).sum(1).mean()

        return smooth_cross_entropy

    return {
        "only to the wrong classes": with_target(
            lambda t, e, c: (1 - e) * t + e / (c - 1) * (1 - t)
        ),
        "more than one in all": with_target(lambda t, e, c: t + e / c),
        "epsilon exchanged": with_target(lambda t, e, c: e * t + (1 - e) / c),
    }
