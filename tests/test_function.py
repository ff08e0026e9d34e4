"""The contract of ``autograd.Function``, as PyTorch keeps it."""

from __future__ import annotations

import pytest

import teachtorch as torch
from teachtorch.autograd import Function, gradcheck, gradgradcheck
from teachtorch.autograd.function import once_differentiable


class MyReLU(Function):
    @staticmethod
    def forward(ctx, input):
        ctx.save_for_backward(input)
        return input.clamp(min=0)

    @staticmethod
    def backward(ctx, grad_output):
        (input,) = ctx.saved_tensors
        grad_input = grad_output.clone()
        grad_input[input < 0] = 0
        return grad_input


def double(*shape: int) -> torch.Tensor:
    torch.manual_seed(0)
    return torch.randn(*shape, dtype=torch.float64, requires_grad=True)


def test_the_tutorials_relu() -> None:
    x = torch.tensor([-1.0, 2.0], requires_grad=True)
    y = MyReLU.apply(x)
    assert repr(y) == "tensor([0., 2.], grad_fn=<MyReLUBackward>)"
    y.sum().backward()
    assert x.grad.tolist() == [0, 1]
    assert gradcheck(MyReLU.apply, (double(4, 3),))
    assert gradgradcheck(MyReLU.apply, (double(4, 3),))


def test_an_instance_cannot_be_called() -> None:
    with pytest.raises(RuntimeError, match="Legacy autograd function with non"):
        MyReLU()(torch.ones(2))


def test_needs_input_grad_and_arguments_that_are_no_tensors() -> None:
    seen = []

    class Scale(Function):
        @staticmethod
        def forward(ctx, x, k):
            seen.append(ctx.needs_input_grad)
            ctx.k = k
            return x * k

        @staticmethod
        def backward(ctx, g):
            seen.append(ctx.needs_input_grad)
            return g * ctx.k, None

    x = double(3)
    assert gradcheck(lambda x: Scale.apply(x, 2.5), (x,))
    assert set(seen) == {(True, False)}


def test_setup_context() -> None:
    class Square(Function):
        @staticmethod
        def forward(x):
            return x * x

        @staticmethod
        def setup_context(ctx, inputs, output):
            ctx.save_for_backward(*inputs)

        @staticmethod
        def backward(ctx, g):
            (x,) = ctx.saved_tensors
            return 2 * x * g

    assert gradcheck(Square.apply, (double(3),))
    assert gradgradcheck(Square.apply, (double(3),))


def test_two_outputs_and_a_gradient_that_never_arrives() -> None:
    class Both(Function):
        @staticmethod
        def forward(ctx, x):
            return x * 2, x * 3

        @staticmethod
        def backward(ctx, g, h):
            assert h is not None  # zeros by default
            return 2 * g + 3 * h

    x = double(2)
    Both.apply(x)[0].sum().backward()
    assert x.grad.tolist() == [2, 2]
    assert gradcheck(Both.apply, (x,))


def test_set_materialize_grads() -> None:
    class Both(Function):
        @staticmethod
        def forward(ctx, x):
            ctx.set_materialize_grads(False)
            return x * 2, x * 3

        @staticmethod
        def backward(ctx, g, h):
            assert h is None
            return 2 * g

    x = double(2)
    Both.apply(x)[0].sum().backward()
    assert x.grad.tolist() == [2, 2]


def test_returning_the_input_itself() -> None:
    class Same(Function):
        @staticmethod
        def forward(ctx, x):
            return x

        @staticmethod
        def backward(ctx, g):
            return g * 7

    x = double(2)
    y = Same.apply(x)
    assert y is not x and y.grad_fn.name() == "SameBackward"
    y.sum().backward()
    assert x.grad.tolist() == [7, 7]


def test_mark_dirty() -> None:
    class DoubleInPlace(Function):
        @staticmethod
        def forward(ctx, x):
            ctx.mark_dirty(x)
            x.mul_(2)
            return x

        @staticmethod
        def backward(ctx, g):
            return g * 2

    x = double(2)
    y = x * 3
    z = DoubleInPlace.apply(y)
    assert z is y
    y.sum().backward()
    assert x.grad.tolist() == [6, 6]
    with pytest.raises(
        RuntimeError, match="a leaf Variable that requires grad"
    ):
        DoubleInPlace.apply(double(2))


def test_mark_non_differentiable() -> None:
    class Sort(Function):
        @staticmethod
        def forward(ctx, x):
            places = torch.argmax(x)
            copy = x.clone()
            ctx.mark_non_differentiable(copy)
            return x * 2, copy, places

        @staticmethod
        def backward(ctx, g, *_):
            return g * 2

    doubled, copy, places = Sort.apply(double(3))
    assert doubled.requires_grad
    assert not copy.requires_grad and not places.requires_grad


def function_returning(*grads):
    class Two(Function):
        @staticmethod
        def forward(ctx, x, y):
            return x * y

        @staticmethod
        def backward(ctx, g):
            return grads

    return Two


def test_what_backward_returns_is_checked() -> None:
    x, y = double(2), double(2)
    with pytest.raises(
        RuntimeError,
        match="function TwoBackward returned an incorrect number of gradients "
        r"\(expected 2, got 1\)",
    ):
        function_returning(torch.ones(2)).apply(x, y).sum().backward()
    with pytest.raises(
        RuntimeError,
        match="Function TwoBackward returned an invalid gradient at index 0 - "
        r"got \[5\] but expected shape compatible with \[2\]",
    ):
        function_returning(torch.ones(5), None).apply(x, y).sum().backward()


def test_only_tensors_can_be_saved() -> None:
    class Bad(Function):
        @staticmethod
        def forward(ctx, x):
            ctx.save_for_backward([x])
            return x * 2

    with pytest.raises(
        TypeError,
        match="save_for_backward can only save variables, but argument 0 is of "
        "type list",
    ):
        Bad.apply(double(2))


class CubeOnce(Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x, x * x)
        return x * x * x

    @staticmethod
    @once_differentiable
    def backward(ctx, g):
        _, square = ctx.saved_tensors
        return 3 * square * g


def test_once_differentiable_refuses_the_second_backward() -> None:
    x = torch.tensor(2.0, requires_grad=True)
    (g,) = torch.autograd.grad(x * CubeOnce.apply(x), x, create_graph=True)
    assert g.item() == 32
    with pytest.raises(
        RuntimeError,
        match="trying to differentiate twice a function that was marked with "
        "@once_differentiable",
    ):
        g.backward()


def test_once_differentiable_cannot_see_a_pruned_branch() -> None:
    # As in PyTorch: a guard, not a proof. The right value would be 48.
    x = torch.tensor(2.0, requires_grad=True)
    (g,) = torch.autograd.grad(x * CubeOnce.apply(x), x, create_graph=True)
    assert torch.autograd.grad(g, x)[0].item() == 12


def test_nothing_is_recorded_under_no_grad() -> None:
    with torch.no_grad():
        assert MyReLU.apply(double(2)).grad_fn is None
