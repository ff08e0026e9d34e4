"""Broadcasting, reductions and views, on shapes and programs no one chose.

NumPy computes what is right: values directly, and gradients by formulas that
are written out here once more, so that nothing of teachtorch judges itself.
Where PyTorch is installed, random programs run on both: what they compute and
what they refuse must be the same.
"""

from __future__ import annotations

import importlib
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

import teachtorch

quick = settings(max_examples=60, deadline=None, derandomize=True)

# ---- Broadcasting: z = f(x, y), with ∂f/∂x and ∂f/∂y ------------------------

BINARY = {
    "add": (lambda x, y: x + y, lambda x, y: (1, 1)),
    "sub": (lambda x, y: x - y, lambda x, y: (1, -1)),
    "mul": (lambda x, y: x * y, lambda x, y: (y, x)),
    "div": (lambda x, y: x / y, lambda x, y: (1 / y, -x / y**2)),
    "pow": (
        lambda x, y: x**y,
        lambda x, y: (y * x ** (y - 1), x**y * np.log(x)),
    ),
    "atan2": (
        np.arctan2,
        lambda x, y: (y / (x * x + y * y), -x / (x * x + y * y)),
    ),
    "hypot": (np.hypot, lambda x, y: (x, y) / np.hypot(x, y)),
    "maximum": (np.maximum, lambda x, y: (x > y, x < y)),
    "minimum": (np.minimum, lambda x, y: (x < y, x > y)),
    "logaddexp": (
        np.logaddexp,
        lambda x, y: (
            np.exp(x) / (np.exp(x) + np.exp(y)),
            np.exp(y) / (np.exp(x) + np.exp(y)),
        ),
    ),
}
TWO_SHAPES = hnp.mutually_broadcastable_shapes(
    num_shapes=2, max_dims=4, max_side=3, min_side=0
)


def positive(shape: tuple, seed: int) -> np.ndarray:
    return np.asarray(np.random.RandomState(seed).uniform(0.5, 2.0, shape))


def normal(shape: tuple, seed: int) -> np.ndarray:
    return np.asarray(np.random.RandomState(seed).randn(*shape))


def summed_to(array: Any, shape: tuple, full: tuple) -> np.ndarray:
    """Adds up over the dims in which ``shape`` was read several times."""
    array = np.broadcast_to(array, full)
    extra = len(full) - len(shape)
    array = array.sum(tuple(range(extra)))
    ones = tuple(
        d for d, n in enumerate(shape) if n == 1 and array.shape[d] != 1
    )
    return array.sum(ones, keepdims=True)


@quick
@given(st.sampled_from(sorted(BINARY)), TWO_SHAPES, st.integers(0, 99))
def test_a_broadcast_input_gets_the_sum_of_its_gradients(name, shapes, seed):
    value, slopes = BINARY[name]
    arrays = [positive(s, seed + i) for i, s in enumerate(shapes.input_shapes)]
    xs = [teachtorch.tensor(a, requires_grad=True) for a in arrays]
    z = getattr(teachtorch, name)(*xs)
    full = shapes.result_shape
    np.testing.assert_allclose(z.detach().numpy(), value(*arrays), 1e-12)
    assert z.shape == full
    upstream = normal(full, seed)
    z.backward(teachtorch.tensor(upstream))
    wide = [np.broadcast_to(a, full) for a in arrays]
    for x, slope in zip(xs, slopes(*wide)):
        expected = summed_to(upstream * slope, x.shape, full)
        np.testing.assert_allclose(x.grad.numpy(), expected, 1e-10, 1e-12)


# ---- Reductions over some dims ----------------------------------------------


def softmax(x: np.ndarray, dims: tuple) -> np.ndarray:
    e = np.exp(x - x.max(dims, keepdims=True))
    return e / e.sum(dims, keepdims=True)


def count(x: np.ndarray, dims: tuple) -> int:
    return int(np.prod([x.shape[d] for d in dims]))


# Each: the value with dims kept, and the gradient for an upstream of ones.
REDUCTIONS = {
    "sum": (np.sum, lambda x, d: np.ones_like(x)),
    "mean": (np.mean, lambda x, d: np.ones_like(x) / count(x, d)),
    "amax": (np.max, lambda x, d: x == x.max(d, keepdims=True)),
    "amin": (np.min, lambda x, d: x == x.min(d, keepdims=True)),
    "logsumexp": (
        lambda x, d, keepdims: np.log(np.exp(x).sum(d, keepdims=keepdims)),
        softmax,
    ),
    "var": (
        lambda x, d, keepdims: x.var(d, ddof=1, keepdims=keepdims),
        lambda x, d: 2 * (x - x.mean(d, keepdims=True)) / (count(x, d) - 1),
    ),
    "std": (
        lambda x, d, keepdims: x.std(d, ddof=1, keepdims=keepdims),
        lambda x, d: (
            (x - x.mean(d, keepdims=True))
            / ((count(x, d) - 1) * x.std(d, ddof=1, keepdims=True))
        ),
    ),
}


@st.composite
def reductions(draw: st.DrawFn) -> tuple:
    shape = draw(hnp.array_shapes(min_dims=1, max_dims=4, min_side=2))
    dims = draw(
        st.lists(st.integers(0, len(shape) - 1), min_size=1, unique=True)
    )
    signed = [d - len(shape) * draw(st.booleans()) for d in dims]
    return shape, tuple(dims), tuple(signed), draw(st.booleans())


@quick
@given(st.sampled_from(sorted(REDUCTIONS)), reductions(), st.integers(0, 99))
def test_reductions_over_some_dims(name, case, seed):
    shape, dims, signed, keepdim = case
    array = normal(shape, seed)  # no ties
    value, slope = REDUCTIONS[name]
    x = teachtorch.tensor(array, requires_grad=True)
    y = getattr(teachtorch, name)(x, signed, keepdim=keepdim)
    expected = value(array, dims, keepdims=keepdim)
    np.testing.assert_allclose(y.detach().numpy(), expected, 1e-9, 1e-12)
    upstream = normal(expected.shape, seed + 1)
    y.backward(teachtorch.tensor(upstream))
    kept = tuple(1 if d in dims else n for d, n in enumerate(shape))
    want = upstream.reshape(kept) * slope(array, dims)
    np.testing.assert_allclose(x.grad.numpy(), want, 1e-9, 1e-11)


@quick
@given(reductions(), st.integers(0, 99))
def test_running_sums_and_products(case, seed):
    shape, (dim, *_), (signed, *_), _ = case
    array = positive(shape, seed)
    x = teachtorch.tensor(array, requires_grad=True)
    for name, numpys in (("cumsum", np.cumsum), ("cumprod", np.cumprod)):
        y = getattr(teachtorch, name)(x, signed)
        expected = numpys(array, dim)
        np.testing.assert_allclose(y.detach().numpy(), expected, 1e-12)
        (grad,) = teachtorch.autograd.grad(y.sum(), x)
        # ∂(sum of all yⱼ)/∂xᵢ: the sum from i on; for products, divided by xᵢ.
        later = expected if name == "cumprod" else np.ones(shape)
        later = np.flip(np.cumsum(np.flip(later, dim), dim), dim)
        want = later / array if name == "cumprod" else later
        np.testing.assert_allclose(grad.numpy(), want, 1e-10)


# ---- Views of views, written to in between -----------------------------------


@st.composite
def views(draw: st.DrawFn, ndim: int) -> tuple:
    """Draws a way to look at a tensor: for teachtorch, and for NumPy."""
    d = draw(st.integers(0, ndim - 1))
    e = draw(st.integers(0, ndim - 1))
    i = draw(st.integers(0, 1))
    step = draw(st.integers(1, 2))
    cut = (slice(None),) * d + (slice(i, None, step),)
    ways = [
        (lambda x: x[cut], lambda a: a[cut]),
        (lambda x: x.transpose(d, e), lambda a: np.swapaxes(a, d, e)),
        (lambda x: x.unsqueeze(d), lambda a: np.expand_dims(a, d)),
        (lambda x: x.narrow(d, 0, 1), lambda a: a[(*cut[:d], slice(1))]),
        (lambda x: x.select(d, 0), lambda a: a[(*cut[:d], 0, ...)]),
        (lambda x: x.movedim(d, e), lambda a: np.moveaxis(a, d, e)),
    ]
    return draw(st.sampled_from(ways))


WRITES = [
    (lambda x: x.mul_(-2), lambda a: np.multiply(a, -2, out=a)),
    (lambda x: x.add_(3), lambda a: np.add(a, 3, out=a)),
    (lambda x: x.zero_(), lambda a: a.fill(0)),
    (lambda x: x.copy_(x.clone() + 1), lambda a: np.add(a, 1, out=a)),
]


@quick
@given(st.data())
def test_chains_of_views_write_to_one_memory(data):
    shape = data.draw(hnp.array_shapes(max_dims=3, min_side=2, max_side=4))
    array = np.arange(float(np.prod(shape))).reshape(shape)
    tensor = teachtorch.tensor(array)
    seen = [(tensor, array)]
    for _ in range(data.draw(st.integers(1, 5))):
        x, a = data.draw(st.sampled_from(seen))
        if a.ndim and a.size:
            look, numpys = data.draw(views(a.ndim))
            seen.append((look(x), numpys(a)))
        x, a = data.draw(st.sampled_from(seen))
        write, numpys = data.draw(st.sampled_from(WRITES))
        write(x)
        numpys(a)
        for x, a in seen:  # the base, and all its other views
            np.testing.assert_array_equal(x.numpy(), a)
            assert x._version == tensor._version


# ---- The same random programs on PyTorch -------------------------------------

DTYPES = "bool uint8 int16 int32 int64 float16 float32 float64".split()
NUMBERS = ["2", "-3", "1.5", "True", "0"]
OPERATIONS = [
    "{a} + {b}",
    "{a} - {b}",
    "{a} * {b}",
    "{a} / {b}",
    "{a} > {b}",
    "{a} == {b}",
    "torch.maximum({a}, {b})",
    "torch.where({a} > 0, {a}, {b})",
    "torch.atan2({a}, {b})",
    "torch.lerp({a}, {b}, 0.5)",
    "torch.logical_xor({a}, {b})",
    "{a}.sum({d}) * {b}",
    "{a}.mean({d}, keepdim=True)",
    "{a}.amax({d})",
    "{a}.cumsum({d})",
    "{a}.max({d}).indices",
    "{a}.argsort({d})",
    "torch.cat([{a}, {b}], {d})",
    "torch.stack([{a}, {b}], {d})",
    "{a}.expand_as({b})",
    "{a}.to(torch.{t}) + {b}",
]
VIEWS = [
    "{a}[{i}]",
    "{a}[..., ::2]",
    "{a}[:, ::2]",
    "{a}[None, {i}]",
    "{a}.transpose({d}, {e})",
    "{a}.unsqueeze({d})",
    "{a}.squeeze({d})",
    "{a}.select({d}, {i})",
    "{a}.view(-1)",
    "{a}.diagonal()",
    "{a}.unflatten({d}, (-1, {i}))",
    "{a}.t()",
]
PICKS = ["{a}[[0, {i}]]", "{a}[{a} > 2]", "{a}[torch.tensor([{i}, 0])]"]
IN_PLACE = [
    "{a}.mul_({n})",
    "{a}.add_({b})",
    "{a}.copy_({b})",
    "{a}.sin_()",
    "{a}[{i}] = {n}",
    "{a}[:, {i}] = {b}",
    "{a}[{a} > 2] = {n}",
    "{a}[[0, {i}]] += {n}",
    "{a}.index_fill_({d}, torch.tensor([{i}]), {n})",
]


def outcome(torch: Any, program: list[str]) -> list:
    """Runs a program line by line; notes values, or how a line is refused."""
    scope: dict[str, Any] = {"torch": torch}
    notes: list = []
    for line in program:
        try:
            exec(line, scope)
        except Exception as error:
            first = str(error).splitlines()[0] if str(error) else ""
            notes.append((line, type(error).__name__, first))
    for name, x in list(scope.items()):
        if isinstance(x, torch.Tensor):
            made_by = made_by_of(x)
            notes.append((name, str(x.dtype), tuple(x.shape), made_by))
            notes.append(x.detach().numpy(force=True).copy())
    return notes


def made_by_of(x: Any) -> str | None:
    """Names what made a tensor, or how the question is refused."""
    try:
        return x.grad_fn.name() if x.grad_fn else None
    except RuntimeError as error:
        return str(error).splitlines()[0]


def assert_same(program: list[str]) -> None:
    torch = importlib.import_module("torch")
    found, expected = outcome(teachtorch, program), outcome(torch, program)
    text = "\n".join(program)
    assert len(found) == len(expected), text
    for a, b in zip(found, expected):
        if isinstance(b, np.ndarray):
            close = 2e-2 if b.dtype == np.float16 else 1e-5
            np.testing.assert_allclose(a, b, close, close, err_msg=text)
        else:
            assert a == b, text


def tensor_of(draw: Any, dtype: str, shape: tuple, grad: str = "") -> str:
    numbers = draw(hnp.arrays(np.int64, shape, elements=st.integers(0, 5)))
    return f"torch.tensor({numbers.tolist()}, dtype=torch.{dtype}{grad})"


@pytest.mark.torch
@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.data())
def test_live_dtypes_broadcasting_and_refusals(data):
    shapes = data.draw(
        st.one_of(
            hnp.mutually_broadcastable_shapes(
                num_shapes=2, max_dims=3, max_side=3
            ).map(lambda s: s.input_shapes),
            st.tuples(*[hnp.array_shapes(max_dims=3, max_side=3)] * 2),
        )
    )
    kinds = st.sampled_from(DTYPES)
    program = [
        f"a = {tensor_of(data.draw, data.draw(kinds), shapes[0])}",
        f"b = {tensor_of(data.draw, data.draw(kinds), shapes[1])}",
    ]
    dims = st.integers(-3, 2)
    for i in range(3):
        line = data.draw(st.sampled_from(OPERATIONS)).format(
            a=data.draw(st.sampled_from("ab")),
            b=data.draw(st.sampled_from(["a", "b", *NUMBERS])),
            d=data.draw(dims),
            n=data.draw(st.sampled_from(NUMBERS)),
            t=data.draw(kinds),
        )
        program.append(f"r{i} = {line}")
    assert_same(program)


@pytest.mark.torch
@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.data())
def test_live_views_writes_and_gradients(data):
    shape = data.draw(hnp.array_shapes(min_dims=2, max_dims=3, max_side=4))
    leaf = tensor_of(data.draw, "float64", shape, ", requires_grad=True")
    program = [f"x = {leaf}", "v0 = x * 1"]
    names = ["v0"]
    dims = st.integers(-2, 2)
    for i in range(1, data.draw(st.integers(2, 6))):
        parts = {
            "a": data.draw(st.sampled_from(names)),
            "b": data.draw(st.sampled_from(["x", "x.exp()", "2.0"])),
            "d": data.draw(dims),
            "e": data.draw(dims),
            "i": data.draw(st.integers(0, 2)),
            "n": data.draw(st.sampled_from(["2.0", "-0.5", "x.sum()"])),
        }
        if data.draw(st.booleans()):
            line = data.draw(st.sampled_from([*VIEWS, *PICKS]))
            program.append(f"v{i} = {line.format(**parts)}")
            names.append(f"v{i}")
        else:
            line = data.draw(st.sampled_from(IN_PLACE))
            program.append(line.format(**parts))
    # A name whose line was refused does not exist: so every line stands alone.
    program += [f"s{i} = {name}.cos().sum()" for i, name in enumerate(names)]
    program += [
        f"g{i}, = torch.autograd.grad(s{i}, x, retain_graph=True)"
        for i in range(len(names))
    ]
    assert_same(program)
