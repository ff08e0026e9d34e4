"""Wrong answers to the exercises on the net in NumPy."""

from __future__ import annotations


def ex_01_1(book):
    """A bias."""
    np = book.np

    def answer(reduce, mask):
        def grad_bias(x, y, w1, b1, w2):
            a = x @ w1 + b1
            grad_r = 2 * (np.maximum(a, 0) @ w2 - y) @ w2.T
            return reduce(grad_r * mask(a, a - b1))

        return grad_bias

    def batch_sum(grad):
        return grad.sum(axis=0)

    return {
        "mean over the batch": answer(
            lambda g: g.mean(axis=0), lambda a, _: a > 0
        ),
        "sum over the wrong axis": answer(
            lambda g: g.sum(axis=1), lambda a, _: a > 0
        ),
        "no mask": answer(batch_sum, lambda a, _: 1),
        "mask without the bias": answer(batch_sum, lambda _, xw: xw > 0),
    }


def ex_01_2(book):
    """The learning rate."""
    return {
        "the largest of all": max,
        "one that stays finite": lambda rates: 2e-6,
        "one that is too small": lambda rates: 5e-7,
        "the last one when it looks right": lambda rates: (
            1e-6 if 5e-6 in rates else rates[-1]
        ),
    }


def ex_01_3(book):
    """The mean instead of the sum."""
    np = book.np

    def divided_by(count):
        def mean_two_layer(x, y, w1, w2):
            a, r, p = book.forward(x, w1, w2)
            grad_p = 2 * (p - y) / count(p)
            grad_a = (grad_p @ w2.T) * (a > 0)
            return np.mean((p - y) ** 2), x.T @ grad_a, r.T @ grad_p

        return mean_two_layer

    return {
        "divided by the batch size only": divided_by(lambda p: p.shape[0]),
        "divided by D_out only": divided_by(lambda p: p.shape[1]),
        "not divided": divided_by(lambda p: 1),
    }


def ex_01_4(book):
    """Another nonlinearity."""
    np = book.np

    def with_slope(slope):
        def tanh_two_layer(x, y, w1, w2):
            a = x @ w1
            r = np.tanh(a)
            p = r @ w2
            grad_p = 2 * (p - y)
            grad_a = (grad_p @ w2.T) * slope(a, r)
            loss = book.squared_error(p, y)
            return loss, x.T @ grad_a, r.T @ grad_p

        return tanh_two_layer

    return {
        "1 - A squared": with_slope(lambda a, r: 1 - a**2),
        "the mask of the ReLU": with_slope(lambda a, r: a > 0),
        "the square forgotten": with_slope(lambda a, r: 1 - r),
    }


def ex_01_5(book):
    """A check in two passes."""
    np = book.np

    def direction(w):
        u = np.random.RandomState(0).randn(*w.shape)
        return u / np.sqrt(np.square(u).sum())

    def error(slope, grad, u):
        return abs(slope - (grad * u).sum()) / abs(slope)

    def last_bit_lost(f, w, grad, h=1e-4):
        u = direction(w)
        w += h * u
        above = f()
        w -= 2 * h * u
        below = f()
        w += h * u
        return error((above - below) / (2 * h), grad, u)

    def one_sided(f, w, grad, h=1e-4):
        u, old = direction(w), w.copy()
        here = f()
        w[...] = old + h * u
        above = f()
        w[...] = old
        return error((above - here) / h, grad, u)

    def not_put_back(f, w, grad, h=1e-4):
        u, old = direction(w), w.copy()
        w[...] = old + h * u
        above = f()
        w[...] = old - h * u
        return error((above - f()) / (2 * h), grad, u)

    return {
        "the last bit of w is lost": last_bit_lost,
        "one-sided": one_sided,
        "w is not put back": not_put_back,
        "everything is right": lambda f, w, grad, h=1e-4: 0.0,
    }


def ex_01_6(book):
    """Three layers."""
    np = book.np

    def answer(mask1, mask2, for_w2):
        def three_layer(x, y, w1, w2, w3):
            a1 = x @ w1
            r1 = np.maximum(a1, 0)
            a2 = r1 @ w2
            r2 = np.maximum(a2, 0)
            p = r2 @ w3
            grad_p = 2 * (p - y)
            grad_a2 = (grad_p @ w3.T) * mask2(a2)
            grad_w2 = for_w2(a1, r1).T @ grad_a2
            grad_a1 = (grad_a2 @ w2.T) * mask1(a1)
            loss = book.squared_error(p, y)
            return loss, x.T @ grad_a1, grad_w2, r2.T @ grad_p

        return three_layer

    def positive(a):
        return a > 0

    return {
        "first mask forgotten": answer(lambda a: 1, positive, lambda a, r: r),
        "second mask forgotten": answer(positive, lambda a: 1, lambda a, r: r),
        "A in the place of R": answer(positive, positive, lambda a, r: a),
    }


def ex_01_7(book):
    """The detective."""

    def final_loss(steps):
        def find_right(suspects, x, y, w1, w2):
            def loss(suspect):
                return book.train(x, y, w1, w2, 1e-6, steps, suspect)[0][-1]

            return min(range(3), key=lambda i: loss(suspects[i]))

        return find_right

    def fixed_threshold(suspects, x, y, w1, w2):
        def loss():
            return book.two_layer(x, y, w1, w2)[0]

        for i, suspect in enumerate(suspects):
            grad_w1 = suspect(x, y, w1, w2)[1]
            if book.solution_direction_error(loss, w1, grad_w1) < 0.1:
                return i
        return None

    return {
        "the lowest loss after training": final_loss(100),
        "the largest first step": final_loss(2),
        "a fixed threshold, too large": fixed_threshold,
        "always the first": lambda *arguments: 0,
    }
