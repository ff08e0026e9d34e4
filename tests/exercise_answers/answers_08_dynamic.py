"""Wrong answers to the exercises on dynamic nets."""

from __future__ import annotations


def ex_08_1(book):
    """Count the uses."""

    def is_leaf_of(node, parameter):
        return getattr(node, "variable", None) is parameter

    def edges(node):
        return [edge for edge, _ in node.next_functions if edge is not None]

    def leaves(result, parameter):
        nodes = book.nodes_of(result)
        return sum(is_leaf_of(node, parameter) for node in nodes)

    def paths(result, parameter):
        visits = 0

        def below(node):
            nonlocal visits
            visits += 1
            assert visits < 100_000, "too many paths"
            return sum(
                is_leaf_of(edge, parameter) + below(edge)
                for edge in edges(node)
            )

        return below(result.grad_fn)

    def any_leaf(result, parameter):
        return sum(
            hasattr(edge, "variable")
            for node in book.nodes_of(result)
            for edge in edges(node)
        )

    return {
        "leaves, not edges": leaves,
        "paths, not edges": paths,
        "the edges of all leaves": any_leaf,
    }


def ex_08_2(book):
    """A power by a loop."""
    torch = book.torch

    def answer(step, start=torch.ones_like, skip=0):
        def power(w, n):
            y = start(w)
            for _ in range(n - skip):
                y = step(y, w)
            return y

        return power

    return {
        "history cut": answer(lambda y, w: y.detach() * w),
        "starts at w": answer(lambda y, w: y * w, lambda w: w, skip=1),
        "through .data": answer(lambda y, w: y * w.data),
    }


def ex_08_3(book):
    """The parts, without copies."""

    def loss_of(layer, x, r, cut=False, keep="before"):
        h, seen = x, []
        for _ in range(r):
            h_in = h.detach()
            z = layer(h_in if cut else h)
            h = z.clamp(min=0)
            kept = z if keep == "before" else h
            kept.retain_grad()
            seen.append((kept, h_in))
        h.pow(2).sum().backward()
        return [(kept.grad, h_in) for kept, h_in in seen]

    def equal_shares(layer, x, r):
        loss_of(layer, x, r)
        return [layer.weight.grad / r] * r

    def history_cut(layer, x, r):
        pairs = loss_of(layer, x, r, cut=True)
        return [g.T @ h for g, h in pairs if g is not None]

    def no_mask(layer, x, r):
        return [g.T @ h for g, h in loss_of(layer, x, r, keep="after")]

    return {
        "equal shares": equal_shares,
        "history cut": history_cut,
        "the ReLU forgotten": no_mask,
    }


def ex_08_4(book):
    """A square root with a gradient."""
    torch = book.torch

    def newton(a, x, rounds=30):
        for _ in range(rounds):
            x = 0.5 * (x + a / x)
        return x

    def not_recorded(a):
        with torch.no_grad():
            return newton(a, a)

    return {
        "under no_grad": not_recorded,
        "three rounds": lambda a: newton(a, a, 3),
        "through .data": lambda a: newton(a.data, a.data) + 0 * a,
    }


def ex_08_5(book):
    """An early exit that saves work."""
    torch = book.torch

    def all_rows(first, second, threshold):
        p, answer = first.softmax(1).max(1)
        slow = second(torch.arange(len(first))).argmax(1)
        return torch.where(p > threshold, answer, slow)

    def one_is_enough(first, second, threshold):
        p, answer = first.softmax(1).max(1)
        if p.max() > threshold:
            return answer
        return second(torch.arange(len(first))).argmax(1)

    def asks_for_no_rows(first, second, threshold, by_logit=False):
        p, answer = (first if by_logit else first.softmax(1)).max(1)
        rows = (p <= threshold).nonzero().flatten()
        if len(rows) or not by_logit:
            answer[rows] = second(rows).argmax(1)
        return answer

    return {
        "all rows are computed": all_rows,
        "one sure row decides for all": one_is_enough,
        "the largest logit": lambda *a: asks_for_no_rows(*a, by_logit=True),
        "asks for no rows": asks_for_no_rows,
    }


def ex_08_6(book):
    """A tied autoencoder."""
    torch, nn = book.torch, book.nn

    def autoencoder(decoder):
        class Tied(nn.Module):
            def __init__(self, d, k):
                super().__init__()
                self.enc = nn.Linear(d, k)
                self.b = nn.Parameter(torch.zeros(d))
                self.second = decoder(self.enc.weight)

            def forward(self, x):
                second = self.second
                if second is None:
                    second = self.enc.weight.detach()
                return torch.tanh(self.enc(x)) @ second + self.b

        return Tied

    return {
        "a second matrix": autoencoder(
            lambda w: nn.Parameter(w.detach().clone())
        ),
        "a detached matrix": autoencoder(lambda w: None),
        "a frozen copy": autoencoder(lambda w: nn.Buffer(w.detach().clone())),
    }


def ex_08_7(book):
    """The gradient of the learning rate."""
    torch, bowl = book.torch, book.bowl
    gradient = torch.autograd.grad

    def answer(steps=3, create_graph=True, cut=False):
        def hypergradient(lr):
            w = torch.tensor([2.0, -1.0], dtype=torch.float64)
            w.requires_grad_()
            for step in range(steps):
                (g,) = gradient(bowl(w), w, create_graph=create_graph)
                w = w - lr * g
                if cut and step < steps - 1:
                    w = w.detach().requires_grad_()
            return gradient(bowl(w), lr)[0].item()

        return hypergradient

    return {
        "the gradients count as constants": answer(create_graph=False),
        "only the last step": answer(cut=True),
        "one step too few": answer(steps=2),
    }


def ex_08_8(book):
    """Repeat until it settles."""

    def answer(cut=False, keep_last=True, limit=True, patient=False):
        def settle(layer, h, tol, most):
            for repeats in range(1, (most if limit else 1000) + 1):  # noqa: B007
                new = book.torch.tanh(layer(h.detach() if cut else h))
                change = (new - h).norm().item()
                done = change <= tol * new.norm().item() and not patient
                if keep_last or not done:
                    h = new
                if done:
                    break
            return h, repeats

        return settle

    def without_gradient(layer, h, tol, most):
        h, repeats = answer()(layer, h, tol, most)
        return h.detach(), repeats

    return {
        "history cut": answer(cut=True),
        "the last value is lost": answer(keep_last=False),
        "no limit": answer(limit=False),
        "never stops early": answer(patient=True),
        "no gradient": without_gradient,
    }
