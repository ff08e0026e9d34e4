"""Wrong answers to the exercises on tensors."""

from __future__ import annotations


def ex_02_1(book):
    """Standardise the rows."""
    return {
        "dimension not kept": lambda x: (x - x.mean(1)) / x.std(1),
        "columns": lambda x: (x - x.mean(0)) / x.std(0),
        "the whole matrix": lambda x: (x - x.mean()) / x.std(),
    }


def ex_02_2(book):
    """A step in place."""

    def damages_the_gradient(w, g, lr):
        g *= lr
        w -= g

    def moves_the_name(w, g, lr):
        w = w - lr * g

    def new_memory(w, g, lr):
        w.data = w - lr * g

    return {
        "the gradient is changed": damages_the_gradient,
        "only the name moves": moves_the_name,
        "new memory": new_memory,
    }


def ex_02_3(book):
    """All distances."""

    def differences(a, b):
        return a[:, None] - b[None]

    return {
        "sum over the points": lambda a, b: (differences(a, b) ** 2).sum(1),
        "rows and columns exchanged": lambda a, b: (differences(b, a) ** 2).sum(
            2
        ),
        "distances, not squared": lambda a, b: (
            (differences(a, b) ** 2).sum(2).sqrt()
        ),
        "no new dimension": lambda a, b: (a - b) ** 2,
    }


def ex_02_4(book):
    """The broadcasting rule."""

    def padded(shape, size, left):
        ones = (1,) * (size - len(shape))
        return ones + tuple(shape) if left else tuple(shape) + ones

    def answer(left=True, conflicts=True, join=lambda m, n: n if m == 1 else m):
        def broadcast_shape(a, b):
            size = max(len(a), len(b))
            pairs = list(zip(padded(a, size, left), padded(b, size, left)))
            if conflicts and any(m != n and 1 not in (m, n) for m, n in pairs):
                raise ValueError
            return tuple(join(m, n) for m, n in pairs)

        return broadcast_shape

    return {
        "aligned at the left": answer(left=False),
        "the larger size": answer(join=max),
        "no conflict": answer(conflicts=False),
    }


def ex_02_5(book):
    """Do they share memory?"""

    def numbers(x):
        return set(x.flatten().tolist())

    return {
        "the same object": lambda a, b: a is b,
        "the same first address": lambda a, b: a.data_ptr() == b.data_ptr(),
        "the same values": lambda a, b: numbers(b) <= numbers(a),
        "always": lambda a, b: True,
    }


def ex_02_6(book):
    """Undo a broadcast."""

    def answer(extra=0, keep=True, reduce="sum"):
        def sum_to(g, shape):
            while g.dim() > len(shape):
                g = getattr(g, reduce)(extra)
            for dim, size in enumerate(shape):
                if size == 1:
                    g = getattr(g, reduce)(dim, keepdim=keep)
            return g

        return sum_to

    def first_numbers(g, shape):
        count = 1
        for size in shape:
            count *= size
        return g.flatten()[:count].reshape(shape)

    return {
        "dimension not kept": answer(keep=False),
        "extra dimensions at the end": answer(extra=-1),
        "mean": answer(reduce="mean"),
        "only the first places": first_numbers,
    }
