"""Wrong answers to the exercises on attention."""

from __future__ import annotations

import math


def ex_11_1(book):
    """A window."""
    torch = book.torch

    def ones(n):
        return torch.ones(n, n, dtype=torch.bool)

    return {
        "one position too far back": lambda n, w: ones(n).tril().triu(-w),
        "looks ahead as well": lambda n, w: ones(n).tril(w - 1).triu(1 - w),
        "not at itself": lambda n, w: ones(n).tril(-1).triu(-w),
        "True hides": lambda n, w: ~ones(n).tril().triu(1 - w),
        "a mask of numbers": lambda n, w: ones(n).float().tril().triu(1 - w),
    }


def ex_11_2(book):
    """A padding mask."""
    torch = book.torch

    def real(lengths, S):
        return torch.arange(S) < lengths.unsqueeze(1)

    return {
        "hides queries": lambda n, S: real(n, S)[:, None, :, None],
        "one row for each key": lambda n, S: real(n, S),
        "True at the filler": lambda n, S: ~real(n, S)[:, None, None],
        "one position too many": lambda n, S: real(n + 1, S)[:, None, None],
    }


def ex_11_3(book):
    """Counting parameters."""

    def answer(biases=9, norms=4, last=True):
        def count(symbols, D, layers):
            block = 12 * D * D + (biases + norms) * D
            ends = 2 * symbols * D + symbols + (2 * D if last else 0)
            return ends + layers * block

        return count

    return {
        "no biases": answer(biases=0),
        "one norm in a block": answer(norms=2),
        "no norm at the end": answer(last=False),
        "weights three times for each head": lambda symbols, D, layers: (
            answer()(symbols, D, layers) + layers * 3 * D * D
        ),
    }


def ex_11_4(book):
    """Two sequences."""

    def answer(
        order=(0, 1, 2), sources="xzz", bias=True, out=True, whole_width=False
    ):
        def cross(x, z, layer):
            weights = layer.in_proj_weight.chunk(3)
            biases = layer.in_proj_bias.chunk(3)
            parts = []
            for i, source in zip(order, sources):
                b = biases[i] if bias else None
                part = book.F.linear({"x": x, "z": z}[source], weights[i], b)
                parts.append(book.split(part, layer.num_heads))
            q, k, v = parts
            if whole_width:
                q = q / math.sqrt(layer.num_heads)
            y = book.merge(book.attention(q, k, v)[0])
            return layer.out_proj(y) if out else y

        return cross

    return {
        "query and value exchanged": answer(order=(2, 1, 0)),
        "queries from the other sequence": answer(sources="zxx"),
        "attends to itself": answer(sources="xxx"),
        "no biases": answer(bias=False),
        "no layer at the end": answer(out=False),
        "the root of D": answer(whole_width=True),
    }


def ex_11_5(book):
    """Rotating positions."""
    torch = book.torch

    def answer(sign=1.0, rates=None):
        def rotate(x):
            table = book.waves(*x.shape)
            sin, cos = table[:, 0::2], table[:, 1::2]
            if rates == "one":
                sin, cos = sin[:, :1], cos[:, :1]
            even, odd = x[:, 0::2], x[:, 1::2]
            pair = even * cos - odd * sin, sign * even * sin + odd * cos
            return torch.stack(pair, dim=2).flatten(1)

        return rotate

    def halves(x):
        table = book.waves(*x.shape)
        sin, cos = table[:, 0::2], table[:, 1::2]
        first, second = x.chunk(2, dim=1)
        return torch.cat(
            [first * cos - second * sin, first * sin + second * cos], dim=1
        )

    return {
        "the positions are added": lambda x: x + book.waves(*x.shape),
        "a sign is wrong": answer(sign=-1.0),
        "all pairs at one rate": answer(rates="one"),
        "pairs of first and second half": halves,
        "all positions alike": lambda x: x,
    }


def ex_11_6(book):
    """Remember the keys."""
    torch = book.torch

    class Cache:
        """The solution, with places for mistakes."""

        def __init__(self, qkv):
            self.qkv, self.keys, self.values = qkv, [], []

        def keep(self, k, v):
            self.keys.append(k)
            self.values.append(v)

        def look(self, q):
            keys, values = torch.stack(self.keys), torch.stack(self.values)
            return book.attention(q.unsqueeze(0), keys, values)[0][0]

        def step(self, x):
            q, k, v = self.qkv(x).chunk(3)
            self.keep(k, v)
            return self.look(q)

    class LooksFirst(Cache):
        def step(self, x):
            q, k, v = self.qkv(x).chunk(3)
            if not self.keys:
                self.keep(k, v)
                return self.look(q)
            y = self.look(q)
            self.keep(k, v)
            return y

    class OnlyItself(Cache):
        def keep(self, k, v):
            self.keys, self.values = [k], [v]

    class KeysOnly(Cache):
        def keep(self, k, v):
            self.keys.append(k)
            self.values = [v] * len(self.keys)

    class AllAgain(Cache):
        def step(self, x):
            self.keys.append(x)
            q, k, v = self.qkv(torch.stack(self.keys)).chunk(3, dim=1)
            return book.attention(q[-1:], k, v)[0][0]

    return {
        "keeps after looking": LooksFirst,
        "forgets the past": OnlyItself,
        "keeps the keys only": KeysOnly,
        "computes all again": AllAgain,
    }


def ex_11_7(book):
    """A softmax in pieces."""
    torch = book.torch

    def scores(q, k):
        return q @ k.t() / math.sqrt(q.shape[1])

    def answer(shift=True, old_total=True, old_mixture=True):
        def in_pieces(q, pieces):
            m = torch.full((len(q), 1), -math.inf, dtype=q.dtype)
            total, mixture = 0.0, 0.0
            for k, v in pieces:
                z = scores(q, k)
                new = torch.maximum(m, z.max(dim=1, keepdim=True).values)
                new = new if shift else torch.zeros_like(new)
                old = torch.exp(m - new) if m.isfinite().all() else 0.0
                e = torch.exp(z - new)
                total = total * (old if old_total else 1.0)
                total = total + e.sum(dim=1, keepdim=True)
                mixture = mixture * (old if old_mixture else 1.0) + e @ v
                m = new
            return mixture / total

        return in_pieces

    def mean_of_pieces(q, pieces):
        parts = [scores(q, k).softmax(1) @ v for k, v in pieces]
        return sum(parts) / len(parts)

    return {
        "no shift": answer(shift=False),
        "the old sum is not made smaller": answer(old_total=False),
        "the old mixture is not made smaller": answer(old_mixture=False),
        "the mean of the pieces": mean_of_pieces,
    }


def ex_11_8(book):
    """The way back without the table."""
    torch = book.torch

    def answer(
        row_sum=True, root_twice=True, own_softmax=False, all_pieces=True
    ):
        def backward(q, k, v, o, c, grad_o, size):
            root = math.sqrt(q.shape[1])
            inner = (grad_o * o).sum(1, keepdim=True) if row_sum else 0.0
            grad_q, grads_k, grads_v = torch.zeros_like(q), [], []
            for k_i, v_i in zip(k.split(size), v.split(size)):
                z = q @ k_i.t() / root
                p = z.softmax(1) if own_softmax else torch.exp(z - c)
                grad_z = p * (grad_o @ v_i.t() - inner)
                grad_z = grad_z / root if root_twice else grad_z
                grad_q = grad_z @ k_i + (grad_q if all_pieces else 0.0)
                grads_k.append(grad_z.t() @ q)
                grads_v.append(p.t() @ grad_o)
            return grad_q, torch.cat(grads_k), torch.cat(grads_v)

        return backward

    return {
        "no row sum": answer(row_sum=False),
        "the root only on the way there": answer(root_twice=False),
        "a softmax of each piece": answer(own_softmax=True),
        "grad_q of the last piece only": answer(all_pieces=False),
    }
