"""Wrong answers to the exercises on autograd."""

from __future__ import annotations


def ex_03_1(book):
    """By hand."""

    def grad_s(a, b):
        return 2 * (a * b + a)

    return {
        "only through the product": lambda a, b: (
            (grad_s(a, b) * b, grad_s(a, b) * a)
        ),
        "only through the sum": lambda a, b: ((grad_s(a, b), grad_s(a, b) * a)),
        "the square forgotten": lambda a, b: (b + 1, a),
        "the numbers of the figure": lambda a, b: (64.0, 32.0),
    }


def ex_03_2(book):
    """Linear regression."""
    torch = book.torch

    def gradient(X, y, w):
        (X @ w - y).pow(2).mean().backward()
        return w.grad

    def moves_the_name(X, y, w, lr, steps):
        for _ in range(steps):
            w = w - lr * gradient(X, y, w)
        return w

    def recorded_update(X, y, w, lr, steps):
        for _ in range(steps):
            w -= lr * gradient(X, y, w)
            w.grad = None
        return w

    def never_zeroed(X, y, w, lr, steps):
        for _ in range(steps):
            grad = gradient(X, y, w)
            with torch.no_grad():
                w -= lr * grad
        return w

    def on_a_copy(X, y, w, lr, steps):
        copy = w.detach().clone().requires_grad_()
        return book.solution_fit(X, y, copy, lr, steps)

    return {
        "only the name moves": moves_the_name,
        "the update is recorded": recorded_update,
        "gradients not set to zero": never_zeroed,
        "a copy is trained": on_a_copy,
    }


def ex_03_3(book):
    """Three more operations."""
    np, Node = book.np, book.Node
    exp, tanh, div = book.solution_exp, book.solution_tanh, book.solution_div

    def exp_by_input(a):
        return Node(np.exp(a.data), (a,), lambda g: (g * a.data,))

    def tanh_by_input(a):
        return Node(np.tanh(a.data), (a,), lambda g: (g * (1 - a.data**2),))

    def quotient(of_divisor):
        def div_(a, b):
            return Node(
                a.data / b.data,
                (a, b),
                lambda g: (g / b.data, of_divisor(g, a.data, b.data)),
            )

        return div_

    return {
        "exp: input for output": (exp_by_input, tanh, div),
        "tanh: input for output": (exp, tanh_by_input, div),
        "quotient: sign": (exp, tanh, quotient(lambda g, x, y: g * x / y**2)),
        "quotient: numerator": (exp, tanh, quotient(lambda g, x, y: -g / y**2)),
    }


def ex_03_4(book):
    """Every node once."""

    def parents(fn):
        return [node for node, _ in fn.next_functions if node is not None]

    def once_per_edge(fn):
        found, todo = [fn], [fn]
        while todo:
            new = [p for node in todo for p in parents(node)]
            found += new
            todo = new
        return found

    def first_inputs_only(fn):
        found = [fn]
        while parents(found[-1]):
            found.append(parents(found[-1])[0])
        return found

    def without_leaves(fn):
        return [n for n in book.solution_nodes(fn) if n.next_functions]

    def recursive(fn, seen=None):
        seen = set() if seen is None else seen
        seen.add(fn)
        for node in parents(fn):
            if node not in seen:
                recursive(node, seen)
        return list(seen)

    return {
        "once for each edge": once_per_edge,
        "first inputs only": first_inputs_only,
        "without the leaves": without_leaves,
        "recursion": recursive,
    }


def ex_03_5(book):
    """The order matters."""
    np = book.np

    def runs_again(root, leaf, pick):
        waiting = {root.age: (root, np.ones_like(root.data))}
        collected = 0.0
        while waiting:
            node, grad = waiting.pop(pick(waiting))
            if node is leaf:
                collected += grad.item()
            if node.rule is None:
                continue
            for parent, g in zip(node.parents, node.rule(grad)):
                if parent.age in waiting:
                    g = g + waiting[parent.age][1]
                waiting[parent.age] = parent, g
        return collected

    def fills_grad(root, leaf, pick):
        root.backward()
        return leaf.grad.item()

    return {
        "nodes run again": runs_again,
        "always the youngest": lambda root, leaf, pick: book.solution_sweep(
            root, leaf, max
        ),
        "fills .grad": fills_grad,
    }


def ex_03_6(book):
    """Curvature in one direction."""
    gradient = book.torch.autograd.grad

    def not_recorded(f, x, v):
        (g,) = gradient(f(x), x)
        return gradient((g * v).sum(), x)[0]

    def column_sums(f, x, v):
        (g,) = gradient(f(x), x, create_graph=True)
        return gradient(g.sum(), x)[0] * v

    def fills_grad(f, x, v):
        f(x).backward(create_graph=True)
        return gradient((x.grad * v).sum(), x)[0]

    return {
        "the first gradient is not recorded": not_recorded,
        "v comes too late": column_sums,
        "fills .grad": fills_grad,
        "gradient times v": lambda f, x, v: gradient(f(x), x)[0] * v,
    }
