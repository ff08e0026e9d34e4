"""Wrong answers to the exercises on a Function of your own."""

from __future__ import annotations


def function(book, forward, backward):
    """Returns a Function with these two halves."""
    halves = {
        "forward": staticmethod(forward),
        "backward": staticmethod(backward),
    }
    return type("Answer", (book.Function,), halves)


def ex_04_1(book):
    """A leaky ReLU."""
    torch = book.torch

    def forward(ctx, x):
        ctx.save_for_backward(x)
        return torch.where(x > 0, x, 0.1 * x)

    def slope_alone(ctx, grad_output):
        (x,) = ctx.saved_tensors
        return torch.where(x > 0, 1.0, 0.1).to(x.dtype)

    def writes_into_grad_output(ctx, grad_output):
        (x,) = ctx.saved_tensors
        grad_output[x < 0] *= 0.1
        return grad_output

    def sign_of_grad_output(ctx, grad_output):
        return torch.where(grad_output > 0, grad_output, 0.1 * grad_output)

    return {
        "the slope without grad_output": function(book, forward, slope_alone),
        "grad_output is changed": function(
            book, forward, writes_into_grad_output
        ),
        "the sign of grad_output": function(book, forward, sign_of_grad_output),
    }


def ex_04_2(book):
    """An argument that is not a tensor."""

    def forward(ctx, x, k):
        ctx.k = k
        return x * k

    return {
        "one gradient for two arguments": function(
            book, forward, lambda ctx, g: g * ctx.k
        ),
        "the factor forgotten": function(
            book, forward, lambda ctx, g: (g, None)
        ),
        "the wrong order": function(
            book, forward, lambda ctx, g: (None, g * ctx.k)
        ),
    }


def ex_04_3(book):
    """The matrix product."""

    def forward(ctx, a, b):
        ctx.save_for_backward(a, b)
        return a @ b

    def with_rule(rule):
        def backward(ctx, grad_output):
            return rule(*ctx.saved_tensors, grad_output)

        return function(book, forward, backward)

    return {
        "the factors exchanged": with_rule(
            lambda a, b, g: (a.t() @ g, g @ b.t())
        ),
        "no transpose": with_rule(lambda a, b, g: (g @ b, a @ g)),
        "no gradient for B": with_rule(lambda a, b, g: (g @ b.t(), None)),
    }


def ex_04_4(book):
    """A logarithm of a sum of exponentials."""
    torch = book.torch

    def answer(shift, keep_softmax=False, use_grad_output=True):
        def forward(ctx, x):
            c = shift(x)
            y = (c + (x - c).exp().sum(1, keepdim=True).log()).squeeze(1)
            kept = (x.softmax(1),) if keep_softmax else (x, y)
            ctx.save_for_backward(*kept)
            return y

        def backward(ctx, g):
            if keep_softmax:
                (p,) = ctx.saved_tensors
            else:
                x, y = ctx.saved_tensors
                p = torch.exp(x - y.unsqueeze(1))
            return g.unsqueeze(1) * p if use_grad_output else p

        return function(book, forward, backward)

    def row_maximum(x):
        return x.max(1, keepdim=True).values

    return {
        "no shift": answer(lambda x: 0.0),
        "one maximum for all rows": answer(lambda x: x.max()),
        "grad_output forgotten": answer(row_maximum, use_grad_output=False),
        "the softmax is saved": answer(row_maximum, keep_softmax=True),
    }


def ex_04_5(book):
    """A cube with a right second derivative."""

    def saves(value, rule):
        def forward(ctx, x):
            ctx.save_for_backward(value(x))
            return x**3

        def backward(ctx, grad_output):
            return rule(*ctx.saved_tensors) * grad_output

        return function(book, forward, backward)

    return {
        "the square is saved": saves(lambda x: x * x, lambda s: 3 * s),
        "the square is detached": saves(
            lambda x: x, lambda x: 3 * (x * x).detach()
        ),
        "the square by NumPy": saves(
            lambda x: x,
            lambda x: book.torch.from_numpy(3 * x.detach().numpy() ** 2),
        ),
    }


def ex_04_6(book):
    """A clipped straight-through sign."""

    def forward(ctx, x):
        ctx.save_for_backward(x)
        return book.torch.sign(x)

    def clip_alone(ctx, grad_output):
        (x,) = ctx.saved_tensors
        return (x.abs() <= 1).to(x.dtype)

    return {
        "not clipped": function(book, forward, lambda ctx, g: g),
        "grad_output forgotten": function(book, forward, clip_alone),
        "grad_output is clipped": function(
            book, forward, lambda ctx, g: g.clamp(-1, 1)
        ),
    }
