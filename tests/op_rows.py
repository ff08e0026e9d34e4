"""The table of differentiable operations: one row for each way to call one.

A row is an expression in ``torch`` and its inputs, given by shape. The same
rows are evaluated by PyTorch (``record_ops.py``, which stores the answers) and
by teachtorch (``test_ops.py``, which compares). Inputs are float64 and come
from NumPy's frozen ``RandomState``, so both sides see the same numbers.

Kinds of input: ``n`` normal, ``p`` positive (0.5 to 2), ``u`` in (-0.9, 0.9),
``t`` small whole numbers with ties, ``d`` distinct numbers.
"""

from __future__ import annotations

import zlib
from typing import Any

import numpy as np
from op_rows_linalg import LINALG_ROWS
from op_rows_pointwise import POINTWISE_ROWS
from op_rows_reduction import REDUCTION_ROWS
from op_rows_shape import SHAPE_ROWS

X = {"x": "n 2 3"}
XY = {"x": "n 2 3", "y": "n 3"}
P = {"x": "p 2 3"}

# (expression, inputs); a comment says what the row is there to catch.
ROWS: list[tuple[str, dict[str, str]]] = [
    # arithmetic, with broadcasting both ways
    ("x + y", XY),
    ("torch.add(x, y, alpha=3)", XY),
    ("x - y", {"x": "n 3 1", "y": "n 2"}),
    ("torch.sub(x, y, alpha=0.5)", XY),
    ("x * y", {"x": "n 4 1 3", "y": "n 2 1"}),
    ("x * x", X),  # one input twice
    ("x / y", {"x": "n 2 3", "y": "p 2 1"}),
    ("2 / y", {"y": "p 3"}),
    ("x + 2", X),
    ("2 - x", X),
    ("x * 2.5", X),
    ("x / 4", X),
    ("-x", X),
    ("x.abs()", X),
    ("x ** 2", X),
    ("x ** 3", X),
    ("x ** 0", X),
    ("x ** 0.5", P),
    ("x ** -1", P),
    ("x ** y", {"x": "p 2 3", "y": "n 3"}),
    ("2 ** x", X),
    ("torch.square(x)", X),
    ("torch.remainder(x, y)", {"x": "n 2 3", "y": "p 3"}),
    ("torch.fmod(x, y)", {"x": "n 2 3", "y": "p 3"}),
    ("torch.div(x, y, rounding_mode='trunc')", {"x": "n 2 3", "y": "p 3"}),
    (
        "torch.addcmul(x, y, z, value=2)",
        {"x": "n 2 3", "y": "n 3", "z": "n 2 1"},
    ),
    (
        "torch.addcdiv(x, y, z, value=2)",
        {"x": "n 2 3", "y": "n 3", "z": "p 2 1"},
    ),
    ("torch.lerp(x, y, 0.25)", {"x": "n 2 3", "y": "n 2 3"}),
    ("torch.lerp(x, y, w)", {"x": "n 2 3", "y": "n 2 3", "w": "p 3"}),
    # functions of one number
    ("x.exp()", X),
    ("torch.exp2(x)", X),
    ("torch.expm1(x)", X),
    ("x.log()", P),
    ("x.log2()", P),
    ("x.log10()", P),
    ("x.log1p()", P),
    ("x.sqrt()", P),
    ("x.rsqrt()", P),
    ("x.reciprocal()", P),
    ("x.sin()", X),
    ("x.cos()", X),
    ("x.tan()", {"x": "u 2 3"}),
    ("x.asin()", {"x": "u 2 3"}),
    ("x.acos()", {"x": "u 2 3"}),
    ("x.atan()", X),
    ("torch.atan2(x, y)", {"x": "p 2 3", "y": "p 3"}),
    ("x.sinh()", X),
    ("x.cosh()", X),
    ("x.tanh()", X),
    ("x.sigmoid()", X),
    ("x.floor()", X),
    ("x.ceil()", X),
    ("x.round()", X),
    ("x.trunc()", X),
    ("x.frac()", X),
    ("x.sign()", X),
    # bounds and choices; ties and edges matter
    ("x.relu()", X),
    ("x.relu()", {"x": "t 3 4"}),
    ("x.clamp(min=0)", {"x": "t 3 4"}),
    ("x.clamp(-1, 1)", {"x": "t 3 4"}),
    ("x.clamp(max=0.5)", X),
    ("torch.maximum(x, y)", {"x": "t 3 4", "y": "t 4"}),
    ("torch.minimum(x, y)", {"x": "t 3 4", "y": "t 4"}),
    ("torch.where(x > 0, x, y)", XY),
    ("torch.where(x > 0, x * 2, 0.0)", X),
    ("x.masked_fill(x > 0, 3.0)", X),
    # reductions
    ("x.sum()", X),
    ("x.sum(0)", X),
    ("x.sum((0, 2), keepdim=True)", {"x": "n 2 3 4"}),
    ("x.sum(-1)", {"x": "n 2 3 4"}),
    ("x.mean()", X),
    ("x.mean(1)", X),
    ("x.mean(1, keepdim=True)", X),
    ("x.prod()", X),
    ("x.prod(1)", X),
    ("x.prod(0)", {"x": "t 3 4"}),  # zeros: no division by an element
    ("x.var()", X),
    ("x.var(1)", X),
    ("x.var(0, unbiased=False)", X),
    ("x.var(1, keepdim=True)", X),
    ("x.std()", X),
    ("x.std(1, keepdim=True)", X),
    ("x.max()", {"x": "t 3 4"}),
    ("x.min()", {"x": "t 3 4"}),
    ("x.max(1).values", {"x": "t 3 4"}),
    ("x.max(0, keepdim=True)[0]", {"x": "t 3 4"}),
    ("x.min(0).values", {"x": "t 3 4"}),
    ("x.amax(1)", {"x": "t 3 4"}),
    ("x.amax((0, 1))", {"x": "t 3 4"}),
    ("x.amin(0, keepdim=True)", {"x": "t 3 4"}),
    ("x.norm()", X),
    ("x.norm(dim=1)", X),
    ("x.norm(1)", X),
    ("x.norm(3, dim=0, keepdim=True)", X),
    ("x.norm(float('inf'))", X),
    ("torch.logsumexp(x, 1)", X),
    ("torch.logsumexp(x, (0, 1), keepdim=True)", X),
    ("x.cumsum(0)", X),
    ("x.cumsum(1)", X),
    # shape
    ("x.reshape(3, 2)", X),
    ("x.view(-1)", X),
    ("x.flatten(1)", {"x": "n 2 3 4"}),
    ("x.unflatten(1, (2, 3))", {"x": "n 2 6"}),
    ("x.t()", X),
    ("x.T", X),
    ("x.mT", {"x": "n 2 3 4"}),
    ("x.transpose(0, 2)", {"x": "n 2 3 4"}),
    ("x.permute(2, 0, 1)", {"x": "n 2 3 4"}),
    ("x.movedim(0, 2)", {"x": "n 2 3 4"}),
    ("x.t().reshape(-1)", X),  # must copy
    ("x.squeeze()", {"x": "n 1 3 1"}),
    ("x.squeeze(0)", {"x": "n 1 3 1"}),
    ("x.unsqueeze(1)", X),
    ("x.expand(4, 2, 3)", X),
    ("x.expand(2, 3)", {"x": "n 2 1"}),
    ("x.repeat(2, 1, 2)", X),
    ("x.tile(2)", X),
    ("x.clone()", X),
    ("x.t().contiguous()", X),
    ("torch.cat([x, y], 1)", {"x": "n 2 3", "y": "n 2 1"}),
    ("torch.cat([x, x])", X),
    ("torch.stack([x, y], 1)", {"x": "n 2 3", "y": "n 2 3"}),
    ("x.split(2)[1]", {"x": "n 5 2"}),
    ("x.split([1, 4])[1]", {"x": "n 5 2"}),
    ("x.chunk(2, 1)[0] * x.chunk(2, 1)[1]", {"x": "n 2 4"}),
    ("x.unbind(1)[0]", X),
    ("x.flip(0)", X),
    ("x.flip([0, 1])", X),
    ("x.roll(1, 0)", X),
    ("x.roll(2)", X),
    # indexing
    ("x[0]", X),
    ("x[:, 1:]", X),
    ("x[..., -1]", {"x": "n 2 3 4"}),
    ("x[::2]", {"x": "n 5 2"}),
    ("x[None, :, 0]", X),
    ("x[[0, 1, 1]]", X),  # a repeated index adds up
    ("x[[0, 1], [2, 0]]", X),
    ("x[:, [0, 0, 2]]", X),
    ("x[x > 0]", X),
    ("x[torch.tensor([[0, 1], [1, 1]])]", X),
    ("x.select(1, 0)", X),
    ("x.narrow(1, 1, 2)", X),
    ("x.gather(1, torch.tensor([[0, 2], [1, 1]]))", X),
    ("x.index_select(0, torch.tensor([1, 0, 1]))", X),
    ("x.masked_select(x > 0)", X),
    (
        "x.scatter(1, torch.tensor([[0, 2], [1, 0]]), y)",
        {"x": "n 2 3", "y": "n 2 2"},
    ),
    (
        "x.scatter_add(1, torch.tensor([[0, 0], [1, 0]]), y)",
        {"x": "n 2 3", "y": "n 2 2"},
    ),
    ("x.tril()", {"x": "n 3 3"}),
    ("x.triu(1)", {"x": "n 3 4"}),
    ("x.diagonal()", {"x": "n 3 4"}),
    ("x.diag()", {"x": "n 3"}),
    ("x.diag(1)", {"x": "n 3 4"}),
    # products
    ("x @ y", {"x": "n 2 3", "y": "n 3 4"}),
    ("x @ y", {"x": "n 3", "y": "n 3"}),
    ("x @ y", {"x": "n 2 3", "y": "n 3"}),
    ("x @ y", {"x": "n 3", "y": "n 3 2"}),
    ("x @ y", {"x": "n 5 2 3", "y": "n 3 4"}),
    ("x @ y", {"x": "n 2 3", "y": "n 5 3 4"}),
    ("x @ y", {"x": "n 2 1 2 3", "y": "n 4 3 2"}),
    ("torch.mm(x, y)", {"x": "n 2 3", "y": "n 3 4"}),
    ("torch.bmm(x, y)", {"x": "n 5 2 3", "y": "n 5 3 4"}),
    ("torch.mv(x, y)", {"x": "n 2 3", "y": "n 3"}),
    ("torch.dot(x, y)", {"x": "n 3", "y": "n 3"}),
    ("torch.outer(x, y)", {"x": "n 3", "y": "n 2"}),
    ("torch.addmm(x, y, z)", {"x": "n 4", "y": "n 2 3", "z": "n 3 4"}),
    (
        "torch.addmm(x, y, z, beta=0.5, alpha=2)",
        {"x": "n 2 4", "y": "n 2 3", "z": "n 3 4"},
    ),
]

# What may follow, in place: statements on y, which starts as x.clone().
IN_PLACE_ROWS: list[tuple[str, dict[str, str]]] = [
    ("y[0].mul_(5)", X),
    ("y[:, 1] = x[:, 0] * 3", X),
    ("y[x > 0] = 0.5", X),
    ("y[[0, 1], [2, 0]] = x[0, :2] * 2", X),
    ("y += y * y", X),
    ("y.exp_(); y.mul_(2)", X),
    ("v = y.view(6); v[1:4] *= 3; y[1].sin_()", X),
    ("v = y.t(); v[0] += x[:, 1]; w = y[:, 2]; w.mul_(v[1])", X),
    ("y.zero_()", X),
    ("y[0] = y[1]", X),
    ("y.copy_(x.exp())", X),
    ("y[None, 0, ...] -= x[1] * 2", X),
    ("y.masked_fill_(x > 0, 2.0); y.add_(x, alpha=3)", X),
    ("y.index_put_((torch.tensor([0, 0]),), x * 2, accumulate=True)", X),
    ("v = y[0]; y.mul_(2); v.add_(1); y.mul_(x)", X),
    ("y.fill_(2.0)", X),
    ("y.fill_(x.sum())", X),
    ("y[0].zero_(); y[:, 1].fill_(3); y[1, 2].fill_(x[0, 0] * 2)", X),
    ("v = y.split(1); w = v[1] * 2; y = y + w", X),
]

# Where to find the rows, and so the recorded answers: golden/ops_<group>.npz.
GROUPS: dict[str, list[tuple[str, dict[str, str]]]] = {
    "first": ROWS,
    "pointwise": POINTWISE_ROWS,
    "reduction": REDUCTION_ROWS,
    "shape": SHAPE_ROWS,
    "linalg": LINALG_ROWS,
    "inplace": IN_PLACE_ROWS,
}


def draw(kind: str, shape: tuple, rng: np.random.RandomState) -> np.ndarray:
    """Draws one input of a kind; the kinds are listed at the top."""
    if kind == "n":
        return rng.randn(*shape)
    if kind == "p":
        return rng.uniform(0.5, 2, shape)
    if kind == "u":
        return rng.uniform(-0.9, 0.9, shape)
    if kind == "t":
        return rng.randint(-1, 2, shape).astype(float)
    return rng.permutation(int(np.prod(shape))).reshape(shape) - 2.5


def make_inputs(row: tuple[str, dict[str, str]]) -> dict[str, np.ndarray]:
    """Draws the inputs of a row: always the same numbers for the same row."""
    expression, specs = row
    arrays = {}
    for name, spec in specs.items():
        kind, *sizes = spec.split()
        seed = zlib.crc32(f"{expression}|{name}|{spec}".encode())
        rng = np.random.RandomState(seed)
        shape = tuple(int(n) for n in sizes)
        arrays[name] = np.asarray(draw(kind, shape, rng))
    return arrays


def weights(shape: tuple, seed: int) -> np.ndarray:
    """Gives fixed weights that make one number of an output."""
    return np.random.RandomState(seed).randn(*shape)


def answer(torch: Any, row: tuple, in_place: bool = False) -> dict[str, Any]:
    """Evaluates a row: value, gradients and gradients of the gradients."""
    expression, _ = row
    arrays = make_inputs(row)
    inputs = {
        name: torch.tensor(a, requires_grad=True) for name, a in arrays.items()
    }
    scope = {"torch": torch, **inputs}
    if in_place:
        scope["y"] = inputs["x"].clone()
        exec(expression, scope)
        value = scope["y"]
    else:
        value = eval(expression, scope)
    result = {
        "value": value.detach().numpy(),
        "dtype": str(value.dtype),
        "grad_fn": value.grad_fn.name() if value.grad_fn else None,
    }
    if value.grad_fn is None:
        return result
    loss = (value * torch.tensor(weights(tuple(value.shape), 1))).sum()
    xs = list(inputs.values())
    try:
        grads = torch.autograd.grad(
            loss, xs, create_graph=True, allow_unused=True
        )
    except RuntimeError as refusal:  # what was overwritten is needed
        result["refusal"] = str(refusal).splitlines()[0]
        return result
    result["grads"] = [
        None if g is None else g.numpy(force=True) for g in grads
    ]
    total = None
    for g in grads:
        if g is not None and g.requires_grad:
            part = (g * torch.tensor(weights(tuple(g.shape), 2))).sum()
            total = part if total is None else total + part
    seconds = [None] * len(xs)
    if total is not None:
        try:
            seconds = torch.autograd.grad(total, xs, allow_unused=True)
        except RuntimeError as refusal:  # there is no second derivative
            result["no_second"] = str(refusal).splitlines()[0]
            return result
    result["seconds"] = [
        np.zeros(x.shape) if g is None else g.numpy(force=True)
        for x, g in zip(xs, seconds)
    ]
    return result
