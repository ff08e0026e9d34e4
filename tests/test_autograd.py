"""The engine: graphs, passes, freeing, versions, hooks, grad mode.

Expected texts and numbers are PyTorch's.
"""

from __future__ import annotations

import gc
import threading
import weakref

import numpy as np
import pytest

import teachtorch as torch
from teachtorch.autograd import Function

FREED = "Trying to backward through the graph a second time"


def leaf(*values: float) -> torch.Tensor:
    return torch.tensor(values, requires_grad=True)


# -- size and order -----------------------------------------------------------


def test_a_chain_of_200_000_operations() -> None:
    x = leaf(1.0)
    y = x
    for _ in range(200_000):
        y = y * 1.0
    y.backward()
    assert x.grad.item() == 1
    del y  # freeing the chain must not recurse either


def test_a_diamond_of_30_levels_visits_each_node_once() -> None:
    calls = 0

    class Double(Function):
        @staticmethod
        def forward(ctx, x):
            return x + x

        @staticmethod
        def backward(ctx, g):
            nonlocal calls
            calls += 1
            return g + g

    x = leaf(1.0)
    y = x
    for _ in range(30):
        y = Double.apply(y) / 2 + y
    y.backward()
    assert calls == 30
    assert x.grad.item() == 2.0**30


def test_a_node_runs_only_when_its_gradient_is_complete() -> None:
    # a⁶ as b = a², c = b², e = b·c: running b before c has paid in gives 64.
    a = leaf(2.0)
    b = a * a
    c = b * b
    (b * c).backward()
    assert a.grad.item() == 192


# -- what a graph looks like --------------------------------------------------


def test_next_functions_end_in_the_leafs_own_node() -> None:
    x, y = leaf(1.0, 2.0), torch.ones(2)
    z = (x * y).sum()
    assert z.grad_fn.name() == "SumBackward0"
    ((product, nr),) = z.grad_fn.next_functions
    assert (product.name(), nr) == ("MulBackward0", 0)
    (accumulate, _), nothing = product.next_functions
    assert nothing == (None, 0)
    assert accumulate.name() == "torch::autograd::AccumulateGrad"
    assert repr(accumulate).startswith("<AccumulateGrad object at 0x")
    assert accumulate.variable is x
    again = (x + 1).grad_fn.next_functions[0][0]
    assert again is accumulate


def test_ctx_is_the_node() -> None:
    seen = []

    class Identity(Function):
        @staticmethod
        def forward(ctx, x):
            seen.append(ctx)
            return x.clone()

        @staticmethod
        def backward(ctx, g):
            seen.append(ctx)
            return g

    y = Identity.apply(leaf(1.0))
    y.backward()
    assert y.grad_fn is seen[0] is seen[1]
    assert y.grad_fn.name() == "IdentityBackward"


def test_a_saved_output_comes_back_as_its_own_history() -> None:
    found = []

    class Exp(Function):
        @staticmethod
        def forward(ctx, x):
            y = x.exp()
            ctx.save_for_backward(y)
            return y

        @staticmethod
        def backward(ctx, g):
            (y,) = ctx.saved_tensors
            found.append(y.grad_fn is ctx)
            return g * y

    Exp.apply(leaf(1.0)).backward()
    assert found == [True]


# -- memory -------------------------------------------------------------------


def test_graphs_die_by_reference_counting_alone() -> None:
    gc.disable()
    try:
        w, b = leaf(1.0, 2.0), leaf(0.5)
        x = torch.ones(3, 2)
        h = (x * w).exp().sigmoid().tanh()
        y = (h @ h.t() + b).max(1).values.sum() + h[0].prod() + h.std()
        z = h.clone()
        z[0] *= 2
        z.view(6)[1:3].exp_()
        y = y + z.sum()
        nodes, stack = [], [y.grad_fn]
        while stack:
            node = stack.pop()
            nodes.append(weakref.ref(node))
            stack += [n for n, _ in node.next_functions if n is not None]
        del node, h, z, y, stack
        assert [ref() for ref in nodes if ref() is not None] == []
    finally:
        gc.enable()


def test_a_pass_frees_what_was_saved() -> None:
    x = leaf(1.0, 2.0)
    big = x * 3
    kept = weakref.ref(big)
    y = (big * big).sum()
    del big
    assert kept() is not None
    y.backward()
    assert kept() is None


def test_leaves_do_not_share_their_gradients() -> None:
    a, b = leaf(1.0, 2.0), leaf(3.0, 4.0)
    start = torch.ones(2)
    (a + b).backward(start)
    a.grad += 1
    assert b.grad.tolist() == [1, 1]
    assert start.tolist() == [1, 1]


# -- a second pass ------------------------------------------------------------


def test_a_second_pass_is_refused_where_something_was_saved() -> None:
    x = leaf(3.0)
    y = x * x
    y.backward()
    with pytest.raises(RuntimeError, match=FREED):
        y.backward()
    z = x + x  # saves nothing, so nothing was freed
    z.backward()
    z.backward()


def test_retain_graph() -> None:
    x = leaf(3.0)
    y = x * x
    y.backward(retain_graph=True)
    y.backward()
    assert x.grad.item() == 12


# -- higher derivatives -------------------------------------------------------


def test_three_derivatives_of_a_cube() -> None:
    x = leaf(2.0)
    y = x**3
    values = []
    for _ in range(3):
        (y,) = torch.autograd.grad(y.sum(), x, create_graph=True)
        values.append(y.item())
    assert values == [12, 12, 6]


def test_gradient_of_a_gradients_norm() -> None:
    torch.manual_seed(0)
    x = torch.randn(4, 3, dtype=torch.float64, requires_grad=True)
    w = torch.randn(3, 2, dtype=torch.float64, requires_grad=True)

    def penalty(x: torch.Tensor, w: torch.Tensor) -> torch.Tensor:
        (g,) = torch.autograd.grad((x @ w).tanh().sum(), x, create_graph=True)
        return g.norm()

    assert torch.autograd.gradcheck(penalty, (x, w))


# -- torch.autograd.grad ------------------------------------------------------


def test_grad_changes_no_leaf_and_prunes() -> None:
    x, y = leaf(2.0), leaf(3.0)
    middle = x * y
    z = middle * middle
    (g,) = torch.autograd.grad(z, middle)
    assert g.item() == 12
    assert x.grad is None and y.grad is None
    middle.backward()  # what lies behind `middle` was neither run nor freed
    assert x.grad.item() == 3


def test_unused_inputs() -> None:
    x, unused = leaf(2.0), leaf(1.0)
    with pytest.raises(RuntimeError, match="appears to not have been used"):
        torch.autograd.grad(x * 2, [x, unused])
    g, none = torch.autograd.grad(x * 2, [x, unused], allow_unused=True)
    assert (g.item(), none) == (2, None)
    _, zero = torch.autograd.grad(x * 2, [x, unused], materialize_grads=True)
    assert zero.tolist() == [0]


def test_backward_with_inputs_leaves_the_others_alone() -> None:
    x, y = leaf(2.0), leaf(3.0)
    (x * y).backward(inputs=[x])
    assert x.grad.item() == 3 and y.grad is None


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: torch.ones(1).backward(), "element 0 of tensors does not"),
        (lambda: (leaf(1.0, 2.0) * 2).backward(), "grad can be implicitly"),
        (
            lambda: (leaf(1.0, 2.0) * 2).backward(torch.ones(3)),
            r"Mismatch in shape: grad_output\[0\] has a shape of torch.Size"
            r"\(\[3\]\) and output\[0\] has a shape of torch.Size\(\[2\]\)",
        ),
        (lambda: torch.tensor([1], requires_grad=True), "Only Tensors of floa"),
        (lambda: leaf(1.0).add_(1), "a leaf Variable that requires grad is"),
        (lambda: leaf(1.0, 2.0)[0].add_(1), "a view of a leaf Variable that"),
        (lambda: leaf(1.0).numpy(), r"Can't call numpy\(\) on Tensor that"),
    ],
)
def test_refusals(make, message: str) -> None:
    with pytest.raises(RuntimeError, match=message):
        make()


# -- versions -----------------------------------------------------------------


def overwritten(which: str, version: int, expected: int) -> str:
    return (
        f"modified by an inplace operation: {which}is at version {version}; "
        f"expected version {expected} instead"
    )


def test_an_overwritten_input_is_noticed_and_its_saver_named() -> None:
    x = leaf(1.0, 2.0)
    h = x * 1
    y = (h * h).sum()
    h += 1
    with pytest.raises(RuntimeError) as caught:
        y.backward()
    text = str(caught.value)
    assert "[torch.FloatTensor [2]], which is output 0 of Add, is at" in text
    assert "is at version 1; expected version 0 instead" in text
    assert "saved by MulBackward0" in text


def test_an_overwritten_output_is_noticed() -> None:
    y = leaf(1.0, 2.0).exp()
    y += 1
    with pytest.raises(RuntimeError, match="output 0 of Exp, is at version 1"):
        y.sum().backward()


def test_a_write_through_a_view_is_noticed() -> None:
    h = leaf(1.0, 2.0) * 1
    y = (h * h).sum()
    h[0] = 5.0
    with pytest.raises(RuntimeError, match="modified by an inplace operation"):
        y.backward()


def test_an_optimizers_step_is_noticed() -> None:
    w = leaf(1.0, 2.0)
    y = (w * w).sum()
    y.backward(retain_graph=True)
    torch.optim.SGD([w], lr=0.1).step()
    with pytest.raises(
        RuntimeError, match="is at version 1; expected version 0"
    ):
        y.backward()


def test_what_backward_does_not_need_may_be_overwritten() -> None:
    x = leaf(1.0, 2.0)
    y = x * 2
    y += 1
    y.sum().backward()
    assert x.grad.tolist() == [2, 2]


def test_data_is_invisible_and_detach_is_not() -> None:
    x = torch.ones(2, requires_grad=True)
    y = x.exp()
    y.data += 1
    y.sum().backward()  # silently wrong, as in PyTorch: e + 1
    np.testing.assert_allclose(x.grad.numpy(), [3.7182817, 3.7182817], 1e-6)
    y = x.exp()
    y.detach().add_(1)
    with pytest.raises(RuntimeError, match="modified by an inplace operation"):
        y.sum().backward()


# -- views --------------------------------------------------------------------


def test_a_write_through_a_view_reaches_base_and_sister_views() -> None:
    x = leaf(1.0, 2.0, 3.0)
    y = x.clone()
    first, last = y[:2], y[1:]
    first.mul_(torch.tensor([10.0, 100.0]))
    assert y.tolist() == [10, 200, 3]
    assert last.tolist() == [200, 3]
    assert repr(y.grad_fn).startswith("<CopySlices object at 0x")
    assert last.grad_fn.name() == "AsStridedBackward0"
    last.sum().backward()
    assert x.grad.tolist() == [0, 100, 1]


def test_a_write_gives_a_history_to_a_base_that_had_none() -> None:
    w = leaf(2.0)
    y = torch.zeros(3)
    view = y[1:]
    view[0] = w[0] * 5
    assert y.requires_grad and view.requires_grad
    (y * torch.tensor([1.0, 10.0, 100.0])).sum().backward()
    assert w.grad.tolist() == [50]


def test_writing_to_an_expanded_tensor_is_refused() -> None:
    with pytest.raises(RuntimeError, match="more than one element of the writ"):
        torch.zeros(1).expand(3).add_(1)


# -- hooks --------------------------------------------------------------------


def test_tensor_hooks_see_and_replace_gradients() -> None:
    x = leaf(1.0, 2.0)
    seen = []
    y = x * 2
    handle = y.register_hook(lambda g: seen.append(g.tolist()) or g * 10)
    x.register_hook(lambda g: g + 1)
    y.sum().backward()
    assert seen == [[1, 1]]
    assert x.grad.tolist() == [21, 21]
    handle.remove()
    x.grad = None
    (x * 2).sum().backward()
    assert x.grad.tolist() == [3, 3]


def test_node_hooks() -> None:
    x = leaf(1.0, 2.0)
    y = x * 3
    seen = []
    y.grad_fn.register_prehook(lambda outs: (outs[0] * 2,))
    y.grad_fn.register_hook(
        lambda ins, outs: seen.append((ins[0].tolist(), outs[0].tolist()))
    )
    y.sum().backward()
    assert seen == [([6, 6], [2, 2])]
    assert x.grad.tolist() == [6, 6]


def test_retain_grad_and_the_warning_without_it() -> None:
    x = leaf(1.0, 2.0)
    y = x * 3
    with pytest.warns(UserWarning, match="not a leaf Tensor is being accessed"):
        assert y.grad is None
    y.retain_grad()
    assert y.retains_grad
    (y * y).sum().backward()
    assert y.grad.tolist() == [6, 12]


def test_post_accumulate_grad_hook() -> None:
    x = leaf(1.0)
    seen = []
    x.register_post_accumulate_grad_hook(lambda p: seen.append(p.grad.item()))
    (x * 3).backward()
    (x * 3).backward()
    assert seen == [3, 6]


# -- grad mode ----------------------------------------------------------------


def test_grad_mode_nests_and_survives_exceptions() -> None:
    x = leaf(1.0)
    with torch.no_grad():
        assert not (x * 2).requires_grad
        with torch.enable_grad():
            assert (x * 2).requires_grad
        assert not torch.is_grad_enabled()
    with pytest.raises(ZeroDivisionError), torch.no_grad():
        1 / 0  # noqa: B018
    assert torch.is_grad_enabled()
    with torch.set_grad_enabled(False):
        assert not torch.is_grad_enabled()
    torch.set_grad_enabled(False)
    assert not torch.is_grad_enabled()
    torch.set_grad_enabled(True)


@pytest.mark.parametrize("decorator", [torch.no_grad(), torch.no_grad])
def test_grad_mode_as_a_decorator(decorator) -> None:
    @decorator
    def double(x):
        return x * 2

    assert not double(leaf(1.0)).requires_grad
    assert torch.is_grad_enabled()


def test_grad_mode_is_per_thread() -> None:
    found = []
    with torch.no_grad():
        thread = threading.Thread(
            target=lambda: found.append(torch.is_grad_enabled())
        )
        thread.start()
        thread.join()
    assert found == [True]


def test_graphs_in_several_threads() -> None:
    w = torch.ones(50, requires_grad=True)
    results = [None] * 4

    def work(i: int) -> None:
        y = w
        for _ in range(200):
            y = y * 1.001
        (results[i],) = torch.autograd.grad(y.sum() * i, w)

    threads = [threading.Thread(target=work, args=(i,)) for i in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for i, g in enumerate(results):
        np.testing.assert_allclose(g.numpy(), i * 1.001**200, 1e-4)


def test_an_exception_in_a_pass_leaves_nothing_behind() -> None:
    class Broken(Function):
        @staticmethod
        def forward(ctx, x):
            return x * 1

        @staticmethod
        def backward(ctx, g):
            raise ZeroDivisionError

    x = leaf(1.0)
    with pytest.raises(ZeroDivisionError):
        (Broken.apply(x) * x).backward()
    assert torch.is_grad_enabled()
    x.grad = None
    (x * 2).backward()
    assert x.grad.item() == 2


# -- anomaly detection, and hooks on what is saved ----------------------------


def root(x: torch.Tensor) -> torch.Tensor:
    return x.sqrt()  # the line that anomaly detection must show


def test_anomaly_detection_names_operation_and_line() -> None:
    x = leaf(-1.0, 4.0)
    with pytest.warns(UserWarning) as warned:
        with torch.autograd.detect_anomaly():
            y = root(x).sum()
            with pytest.raises(
                RuntimeError,
                match="Function 'SqrtBackward0' returned nan values in its 0th",
            ):
                y.backward()
    texts = [str(w.message) for w in warned]
    assert texts[0].startswith("Anomaly Detection has been enabled.")
    assert texts[1].startswith("Error detected in SqrtBackward0. Traceback")
    assert "x.sqrt()  # the line that anomaly detection must show" in texts[1]
    assert not torch.is_anomaly_enabled()
    root(x).sum().backward()  # without it: nan, as in PyTorch
    assert x.grad.isnan().tolist() == [True, False]


def test_anomaly_detection_shows_who_saved_what_was_overwritten() -> None:
    with torch.autograd.set_detect_anomaly(True):
        y = leaf(1.0).exp()
        y += 1
        with (
            pytest.warns(UserWarning, match="Error detected in ExpBackward0"),
            pytest.raises(RuntimeError, match="the backtrace further above"),
        ):
            y.backward()


def test_saved_tensors_hooks() -> None:
    packed = []

    def pack(t):
        packed.append(t.grad_fn.name() if t.grad_fn else None)
        return t.detach().numpy().copy()

    x = leaf(1.0, 2.0)
    with torch.autograd.graph.saved_tensors_hooks(pack, torch.from_numpy):
        y = x.exp() * x
    y.sum().backward()
    assert sorted(map(str, packed)) == ["ExpBackward0", "ExpBackward0", "None"]
    expected = np.exp([1.0, 2.0]) * [2, 3]
    np.testing.assert_allclose(x.grad.numpy(), expected, 1e-6)


# -- torch.func ---------------------------------------------------------------


def test_func() -> None:
    from teachtorch import func

    x = torch.tensor([1.0, 2.0])
    assert func.grad(lambda x: (x**3).sum())(x).tolist() == [3, 12]
    twice = func.grad(lambda x: func.grad(lambda x: (x**3).sum())(x).sum())
    assert twice(x).tolist() == [6, 12]
    assert func.jacrev(lambda x: x**2)(x).tolist() == [[2, 0], [0, 4]]
    value, back = func.vjp(lambda x: x * x, x)
    assert value.tolist() == [1, 4]
    assert back(torch.tensor([1.0, 10.0]))[0].tolist() == [2, 40]
    layer = torch.nn.Linear(2, 1)
    weight = torch.tensor([[1.0, 10.0]], requires_grad=True)
    y = func.functional_call(
        layer, {"weight": weight, "bias": torch.zeros(1)}, x
    )
    assert y.item() == 21 and layer.weight is not weight
    y.backward()
    assert weight.grad.tolist() == [[1, 2]] and layer.weight.grad is None
    with pytest.raises(
        RuntimeError, match="to return a scalar tensor, got tens"
    ):
        func.grad(lambda x: x)(x)
