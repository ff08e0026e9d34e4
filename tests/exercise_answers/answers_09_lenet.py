"""Wrong answers to the exercises on LeNet."""

from __future__ import annotations

import math


def ex_09_1(book):
    """The size of the output."""

    def width(n, k, p, d):
        return n + 2 * p - d * (k - 1) - 1

    return {
        "padding on one side": lambda n, k, s=1, p=0, d=1: (
            (width(n, k, p, d) - p) // s + 1
        ),
        "dilation forgotten": lambda n, k, s=1, p=0, d=1: (
            width(n, k, p, 1) // s + 1
        ),
        "rounded up": lambda n, k, s=1, p=0, d=1: (
            math.ceil(width(n, k, p, d) / s) + 1
        ),
    }


def ex_09_2(book):
    """How many features?"""
    torch = book.torch

    def images(n, count=1):
        return torch.zeros(count, 1, n, n)

    return {
        "always 400": lambda module, n: 400,
        "the whole batch": lambda module, n: module(images(n, 2)).numel(),
        "the mode is changed": lambda module, n: module.eval()(
            images(n)
        ).numel(),
        "the buffers are changed": lambda module, n: module.train()(
            images(n, 2)
        )[0].numel(),
    }


def ex_09_3(book):
    """A convolution of your own."""
    F = book.F
    return {
        "flipped": lambda x, w, b, stride, padding: F.conv2d(
            x, w.flip(2, 3), b, stride=stride, padding=padding
        ),
        "the first channel only": lambda x, w, b, stride, padding: F.conv2d(
            x[:, :1], w[:, :1], b, stride=stride, padding=padding
        ),
        "no stride": lambda x, w, b, stride, padding: F.conv2d(
            x, w, b, padding=padding
        ),
        "no padding": lambda x, w, b, stride, padding: F.conv2d(
            x, w, b, stride=stride
        ),
    }


def ex_09_4(book):
    """The backward half of a convolution."""
    F, Function = book.F, book.torch.autograd.Function

    def answer(flip=True, exchange=True, mean=False):
        class MyConv(Function):
            @staticmethod
            def forward(ctx, x, w, b):
                ctx.save_for_backward(x, w)
                return F.conv2d(x, w, b)

            @staticmethod
            def backward(ctx, g):
                x, w = ctx.saved_tensors
                border = w.shape[-1] - 1
                kernel = w.flip(2, 3) if flip else w
                kernel = kernel.transpose(0, 1) if exchange else kernel
                grad_w = F.conv2d(x.transpose(0, 1), g.transpose(0, 1))
                places = (0, 2, 3)
                return (
                    F.conv2d(F.pad(g, (border,) * 4), kernel),
                    grad_w.transpose(0, 1),
                    g.mean(places) if mean else g.sum(places),
                )

        return MyConv

    return {
        "not flipped": answer(flip=False),
        "channels not exchanged": answer(exchange=False),
        "mean for the bias": answer(mean=True),
    }


def ex_09_5(book):
    """Pooling."""
    torch, F = book.torch, book.F

    def answer(share):
        class MaxPool(torch.autograd.Function):
            @staticmethod
            def forward(ctx, x):
                ctx.save_for_backward(x)
                return book.blocks(x).amax(-1)

            @staticmethod
            def backward(ctx, g):
                (x,) = ctx.saved_tensors
                values = book.blocks(x)
                largest = values == values.amax(-1, keepdim=True)
                mask = share(largest.to(x.dtype))
                return book.unblocks(mask * g[..., None])

        return MaxPool

    def last(largest):
        place = 3 - largest.flip(-1).argmax(-1)
        return F.one_hot(place, 4).to(largest.dtype)

    return {
        "all the largest": answer(lambda largest: largest),
        "shared": answer(lambda m: m / m.sum(-1, keepdim=True)),
        "the last of the largest": answer(last),
    }


def ex_09_6(book):
    """The confusion matrix."""
    torch = book.torch

    def counted(numbers, K, **options):
        return torch.bincount(numbers, **options).view(K, K)

    def counted_once(true, answer, K):
        table = torch.zeros(K, K, dtype=torch.int64)
        table[true, answer] += 1
        return table

    return {
        "rows and columns exchanged": lambda true, answer, K: counted(
            answer * K + true, K, minlength=K * K
        ),
        "a pair counts once": counted_once,
        "missing classes": lambda true, answer, K: counted(
            true * K + answer, K
        ),
    }


def ex_09_7(book):
    """The receptive field."""

    def stride_too_early(layers):
        field, distance = 1, 1
        for kernel, stride in layers:
            distance *= stride
            field += (kernel - 1) * distance
        return field

    return {
        "strides forgotten": lambda layers: 1 + sum(k - 1 for k, _ in layers),
        "the stride too early": stride_too_early,
        "a product": lambda layers: math.prod(k for k, _ in layers),
    }


def ex_09_8(book):
    """The spine of the graph."""

    def always_edge(place):
        def spine(loss):
            names, node = [], loss.grad_fn
            while node is not None:
                names.append(node.name())
                edges = node.next_functions
                node = edges[place][0] if edges else None
            return names

        return spine

    return {
        "always the first edge": always_edge(0),
        "always the last edge": always_edge(-1),
        "only the head": lambda loss: [loss.grad_fn.name()],
    }
