"""Tells which operations have a derivative of their own, and who uses them.

An ``Op`` with a ``forward`` is a primitive. Its docstring says, in one form,
what it computes, what its derivative is, and why it is a primitive at all:
``primitives()`` reads that. Everything else that can be differentiated is
composed of primitives: ``measure()`` finds out of which, by running the tables
of the tests and looking at the nodes that each public function leaves behind.

``python tools/calculus.py`` measures and stores the outcome where the book
reads it, in ``book/_ext/calculus.json``; a test compares the two.
"""

from __future__ import annotations

import inspect
import json
import sys
import warnings
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FrameType
from typing import Any, NamedTuple

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import teachtorch as torch  # noqa: E402
from teachtorch.autograd import graph  # noqa: E402
from teachtorch.autograd.function import Op  # noqa: E402

STORED = ROOT / "book" / "_ext" / "calculus.json"

# What several primitives share, which is never a node itself.
SHARED = {"AddProduct", "_Comparison", "_Sequence", "NotImplementedNode"}

# Layers that are no function of ``nn.functional``. The three recurrent ones
# share a forward, so one name stands for all.
LAYERS = [torch.nn.RNNBase]
IN_BRACKETS = {
    "x[...]": torch.Tensor.__getitem__,
    "x[...] = v": torch.Tensor.__setitem__,
}

# What the tables of the tests do not call.
X = {"x": "n 2 3"}
MORE_ROWS: list[tuple[str, dict[str, str]]] = [
    ("nn.RNN(3, 2).double()(x)[0]", {"x": "n 4 2 3"}),
    ("nn.RNN(3, 2, nonlinearity='relu').double()(x)[0]", {"x": "n 4 2 3"}),
    ("nn.LSTM(3, 2).double()(x)[0]", {"x": "n 4 2 3"}),
    ("nn.GRU(3, 2, batch_first=True).double()(x)[0]", {"x": "n 4 2 3"}),
    ("nn.MultiheadAttention(4, 2).double()(x, x, x)[0]", {"x": "n 3 2 4"}),
    ("F.scaled_dot_product_attention(x, x, x)", {"x": "n 2 3 4"}),
    ("F.dropout(x)", X),
    ("F.dropout1d(x)", X),
    ("F.dropout2d(x)", {"x": "n 2 3 2 2"}),
    ("F.dropout3d(x)", {"x": "n 2 3 2 2 2"}),
    ("F.alpha_dropout(x, training=True)", X),
    ("F.feature_alpha_dropout(x, training=True)", X),
    ("F.gumbel_softmax(x)", X),
    ("F.hardsigmoid(x)", X),
    ("torch.bernoulli(x.sigmoid())", X),
    ("torch.bernoulli(x, 0.5)", X),
    ("torch.normal(x, 1.0)", X),
    ("torch.poisson(x)", {"x": "p 2 3"}),
    ("torch.heaviside(x, y)", {"x": "n 2 3", "y": "n 3"}),
    ("torch.unique(x)", {"x": "n 2 3"}),
    ("torch.unique(x, dim=0)", {"x": "n 2 3"}),
    ("torch.unique_consecutive(x)", {"x": "n 2 3"}),
    ("torch.bincount(torch.tensor([0, 2]), x)", {"x": "n 2"}),
    ("x // y", {"x": "n 2 3", "y": "p 3"}),
    ("torch.remainder(2, x)", {"x": "p 2 3"}),
    ("x.to(torch.float32)", X),
    ("x.half()", X),
    ("x.type(torch.float32)", X),
    ("x.put(torch.tensor([0]), torch.ones(1).double())", X),
    ("torch.cdist(x, y)", {"x": "n 2 3", "y": "n 4 3"}),
    ("torch.as_strided(x, (2, 2), (1, 2))", X),
    ("torch.narrow_copy(x, 1, 0, 2)", X),
    ("torch.positive(x)", X),
    ("torch.linalg.svd(x)", X),
    ("torch.cholesky(x @ x.mT)", X),
    ("torch.pinverse(x)", X),
    ("torch.slogdet(x)", {"x": "n 3 3"}),
    ("torch.outer(x, y)", {"x": "n 3", "y": "n 2"}),
    ("torch.vstack([x, x])", X),
]


class Primitive(NamedTuple):
    """An Op, and what its docstring says of it."""

    op: type[Op]
    value: str
    derivative: str
    details: list[str]
    reason: str | None


REASON = "A primitive because "


def primitives() -> list[Primitive]:
    """Reads all primitives, in the order of their files and lines."""
    found = [op for op in set(_below(Op)) if op.__name__ not in SHARED]
    return [_read(op) for op in sorted(found, key=_place)]


def _below(op: type) -> Iterator[type]:
    for lower in op.__subclasses__():
        if lower.__module__.startswith("teachtorch."):
            yield lower
        yield from _below(lower)


def _place(op: type) -> tuple:
    return op.__module__, inspect.getsourcelines(op)[1]


def _read(op: type[Op]) -> Primitive:
    first, *others = inspect.cleandoc(op.__dict__["__doc__"] or "").split(
        "\n\n"
    )
    value, _, derivative = " ".join(first.split()).partition(", so ")
    details = [" ".join(text.split()) for text in others]
    reasons = [text for text in details if text.startswith(REASON)]
    return Primitive(
        op,
        value,
        derivative.removesuffix("."),
        [text for text in details if text not in reasons],
        reasons[0].removeprefix(REASON) if reasons else None,
    )


# ---- What public functions leave behind --------------------------------------


def public_names() -> dict[CodeType, str]:
    """Maps the code of every public function to the name it is known by."""
    found: dict[CodeType, str] = {}
    for shown, space in (
        ("torch", torch),
        ("F", torch.nn.functional),
        ("torch.linalg", torch.linalg),
        ("torch.special", torch.special),
        ("Tensor", torch.Tensor),
    ):
        for name in dir(space):
            getattr(space, name)  # loads what is loaded on demand
            function = inspect.unwrap(inspect.getattr_static(space, name))
            twin = name[-1] == "_" and hasattr(space, name[:-1])
            if inspect.isfunction(function) and name[0] != "_" and not twin:
                first = function.__name__  # the others are second names
                known = first if hasattr(space, first) else name
                found.setdefault(function.__code__, f"{shown}.{known}")
    for layer in LAYERS:
        found[layer.forward.__code__] = f"nn.{layer.__name__}"
    for name, method in IN_BRACKETS.items():
        found[inspect.unwrap(method).__code__] = name
    return found


class Watch:
    """Follows calls of public functions and of derivatives.

    Attributes:
        calls: for each public name, the sets of primitives that calls of it
            have recorded.
        derivatives: for each primitive, those that its derivative records.
        shown: for each primitive, the names that its nodes have.
    """

    def __init__(self) -> None:
        self.names = public_names()
        self.backwards = {
            inspect.unwrap(op.__dict__["backward"].__func__).__code__
            for op in _below(Op)
            if "backward" in op.__dict__
        }
        self.calls: dict[str, set[frozenset]] = defaultdict(set)
        self.derivatives: dict[str, set[str]] = defaultdict(set)
        self.shown: dict[str, set[str]] = defaultdict(set)
        self.stack: list[tuple[FrameType, int]] = []
        self.inside: list[tuple[FrameType, str]] = []

    def __call__(self, frame: FrameType, event: str, result: Any) -> None:
        code = frame.f_code
        if event == "call":
            if code in self.names:
                self.stack.append((frame, graph.new_age()))
            elif code in self.backwards:
                node = type(frame.f_locals["ctx"])
                self.inside.append((frame, node.__name__))
            elif code is Op.apply.__func__.__code__ and self.inside:
                made = frame.f_locals["cls"].__name__
                self.derivatives[self.inside[-1][1]].add(made)
        elif event == "return":
            if self.stack and self.stack[-1][0] is frame:
                _, start = self.stack.pop()
                if result is None and frame.f_locals:  # written in place
                    result = next(iter(frame.f_locals.values()))
                names = self.names_since(start, result)
                if names:
                    self.calls[self.names[code]].add(names)
            if self.inside and self.inside[-1][0] is frame:
                self.inside.pop()

    def names_since(self, start: int, result: Any) -> frozenset:
        """Names the primitives that made ``result`` after the age ``start``."""
        names, seen = set(), set()
        parts = result if isinstance(result, tuple | list) else [result]
        waiting = [x._edge[0] for x in parts if getattr(x, "_edge", None)]
        while waiting:
            node = waiting.pop()
            if node.age <= start or node in seen:
                continue
            seen.add(node)
            names.add(type(node).__name__)
            self.shown[type(node).__name__].add(node.name())
            waiting += [edge[0] for edge in node.edges if edge]
        return frozenset(names)


def run_row(
    row: tuple[str, dict[str, str]], in_place: bool, watch: Watch
) -> None:
    """Evaluates a row, and its derivative as something to be differentiated."""
    from op_rows import make_inputs

    arrays = make_inputs(row)
    xs = {k: torch.tensor(a, requires_grad=True) for k, a in arrays.items()}
    scope = {"torch": torch, "nn": torch.nn, "F": torch.nn.functional, **xs}
    sys.setprofile(watch)
    try:
        if in_place:
            scope["y"] = xs["x"].clone()
            exec(row[0], scope)
            value = scope["y"]
        else:
            value = eval(row[0], scope)
        follow_derivatives(value, list(xs.values()), watch)
    except RuntimeError:  # a derivative that PyTorch refuses
        pass
    finally:
        sys.setprofile(None)


def follow_derivatives(value: Any, xs: list, watch: Watch) -> None:
    """Differentiates twice, recording the derivatives themselves."""
    outputs = value if isinstance(value, tuple) else (value,)
    for _ in range(2):
        outputs = [y for y in outputs if y is not None and y.requires_grad]
        if not outputs:
            return
        ones = [torch.ones_like(y).requires_grad_() for y in outputs]
        xs = [*xs, *ones]
        outputs = torch.autograd.grad(
            outputs, xs, ones, create_graph=True, allow_unused=True
        )
        watch.names_since(0, outputs)


def measure() -> dict[str, Any]:
    """Runs all tables and says what each name records.

    Returns:
        ``functions``: for each public name the primitives that its calls have
        recorded; ``alone``: those that some call has recorded alone;
        ``derivatives``: for each primitive those of which its derivative is
        made; ``shown``: for each primitive the names of its nodes.
    """
    from nn_rows import ROWS
    from op_rows import GROUPS

    watch = Watch()
    groups = {**GROUPS, "nn": ROWS, "more": MORE_ROWS}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for group, rows in groups.items():
            for row in rows:
                torch.manual_seed(0)
                run_row(row, group == "inplace", watch)
    calls = dict(sorted(watch.calls.items()))
    return {
        "functions": {n: sorted(set().union(*s)) for n, s in calls.items()},
        "alone": {
            n: sorted(set().union(*(s for s in sets if len(s) == 1)))
            for n, sets in calls.items()
        },
        "derivatives": in_order(watch.derivatives),
        "shown": in_order(watch.shown),
    }


def in_order(sets: dict[str, set[str]]) -> dict[str, list[str]]:
    return {name: sorted(sets[name]) for name in sorted(sets)}


def as_text(measured: dict) -> str:
    """Writes it down with each name on a line of its own."""
    sections = []
    for title, lists in measured.items():
        lines = [f'  "{name}": {json.dumps(x)}' for name, x in lists.items()]
        sections.append(f' "{title}": {{\n' + ",\n".join(lines) + "\n }")
    return "{\n" + ",\n".join(sections) + "\n}\n"


if __name__ == "__main__":
    STORED.write_text(as_text(measure()), encoding="utf-8")
    print(f"Written: {STORED.relative_to(ROOT)}")
