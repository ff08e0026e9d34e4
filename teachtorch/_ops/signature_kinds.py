"""What a function takes, and whether an argument is of a kind.

The signatures are written in ``signatures_pointwise.py`` and
``signatures_shapes.py``; here they are read when one is needed first.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from numbers import Number
from typing import Any, NamedTuple

import numpy as np

from .._device import device as Device
from .._dtype import dtype as DType
from .._layout import layout as Layout
from .._layout import memory_format as MemoryFormat
from .._tensor import Tensor
from .dims import is_index
from .signatures_pointwise import POINTWISE, REDUCTIONS, SHORT
from .signatures_random import DRAWING
from .signatures_shapes import MAKING, MATRICES, SHAPES

# ---------------------------------------------------------------------------
# Signatures
# ---------------------------------------------------------------------------


class Parameter(NamedTuple):
    """One parameter: its kind, its name, its default if it has one."""

    kind: str
    name: str
    default: str | None
    keyword_only: bool
    takes_none: bool


class Signature(NamedTuple):
    """What one variant of a function takes."""

    parameters: list[Parameter]
    hidden: bool

    @property
    def positional(self) -> int:
        """How many arguments may be given by position."""
        return sum(not p.keyword_only for p in self.parameters)

    @property
    def required(self) -> int:
        """How many arguments must be given."""
        return sum(p.default is None for p in self.parameters)


@functools.cache
def _texts() -> dict[str, list[str]]:
    """Reads the tables: the lines of signatures for each name."""
    found: dict[str, list[str]] = {}
    names: list[str] = []
    lines: list[str] = []
    tables = POINTWISE + REDUCTIONS + SHAPES + MATRICES + MAKING + DRAWING
    for line in tables.split("\n")[1:]:
        if line.startswith("        "):
            lines[-1] += " " + line.strip()
        elif line.startswith(" "):
            lines.append(line.strip())
        else:
            if lines:
                names, lines = [], []
            names += line.split()
            found |= dict.fromkeys(names, lines)
    return found


def _parse(text: str) -> Signature:
    hidden = text.startswith("hidden ")
    for word, meaning in SHORT.items():
        text = text.replace(word, meaning)
    parameters, keyword_only = [], False
    for part in text.removeprefix("hidden ").split(", "):
        if part == "*":
            keyword_only = True
            continue
        kind, _, rest = part.partition(" ")
        name, has_default, default = rest.partition("=")
        parameters.append(
            Parameter(
                kind.rstrip("?"),
                name,
                default if has_default else None,
                keyword_only,
                kind.endswith("?") or default == "None",
            )
        )
    return Signature(parameters, hidden)


@functools.cache
def signatures_of(name: str, method: bool) -> list[Signature]:
    """Gives the signatures of a function or method; none if not known."""
    texts, base = _texts(), name.removesuffix("_")
    found = texts.get(name) or texts.get(base) or []
    if method:
        found = texts.get(f"Tensor.{base}") or found
    if not method:
        return [_parse(text.removeprefix("function ")) for text in found]
    return [
        Signature(_of_method(parameters), hidden)
        for parameters, hidden in (
            _parse(text) for text in found if not text.startswith("function ")
        )
        # A number has no methods, nor has what is not called "input".
        if any(p.name == "input" for p in parameters)
        and parameters[0].name != "self"
    ]


def _of_method(parameters: list[Parameter]) -> list[Parameter]:
    """Takes away what a method does not have: input and out."""
    input = [p.name for p in parameters].index("input")
    return [
        p for i, p in enumerate(parameters) if i != input and p.name != "out"
    ]


# ---------------------------------------------------------------------------
# Does an argument fit?
# ---------------------------------------------------------------------------


def is_number(value: Any) -> bool:
    """Tells whether a value is a number, of Python or of NumPy."""
    return isinstance(value, Number | np.generic)


def is_constant(value: Any) -> bool:
    """Tells whether a tensor may stand for a number: 0-d, no history."""
    return (
        isinstance(value, Tensor)
        and not value._array.ndim
        and not value.requires_grad
    )


def _is_tensors(value: Any) -> bool:
    return isinstance(value, tuple | list)


def _is_ints(value: Any) -> bool:
    return isinstance(value, tuple | list) and (not value or is_index(value[0]))


def _is_int(value: Any) -> bool:
    return is_index(value) and not (
        isinstance(value, Tensor) and value.requires_grad
    )


FITS: dict[str, Callable[[Any], bool]] = {
    "Tensor": lambda v: isinstance(v, Tensor),
    "Number": lambda v: is_number(v) or is_constant(v),
    "float": lambda v: (
        (is_number(v) and not isinstance(v, complex)) or is_constant(v)
    ),
    "int": _is_int,
    "bool": lambda v: isinstance(v, bool),
    "any": lambda v: True,
    "str": lambda v: isinstance(v, str),
    "ints": _is_ints,
    "dims": lambda v: _is_ints(v) or _is_int(v),
    "tensors": _is_tensors,
    "pair": _is_tensors,
    "dtype": lambda v: isinstance(v, DType) or v in (bool, int, float),
    "device": lambda v: isinstance(v, str | int | Device),
    "layout": lambda v: isinstance(v, Layout),
    "memory_format": lambda v: isinstance(v, MemoryFormat),
    # The class is made later than this table.
    "Generator": lambda v: hasattr(v, "initial_seed"),
}
LABELS = {
    "dims": "tuple of ints",
    "ints": "tuple of ints",
    "tensors": "tuple of Tensors",
    "pair": "tuple of Tensors",
    "dtype": "torch.dtype",
    "device": "torch.device",
    "layout": "torch.layout",
    "memory_format": "torch.memory_format",
    "Generator": "torch.Generator",
}
