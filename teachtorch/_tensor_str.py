"""How a tensor prints.

``print(x)`` gives the same characters as PyTorch. Three decisions make up the
whole of it: which values to show (all, or only the corners of a large tensor),
how to write one number so that all numbers share one style and one width, and
how to lay the numbers out in lines of 80 characters. They are the three parts
of this file, in that order, after the options that steer them.

The chapter on tensors explains how to read the result.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from . import _dtype

if TYPE_CHECKING:
    from ._tensor import Tensor

__all__ = [
    "get_printoptions",
    "printoptions",
    "set_printoptions",
    "tensor_format",
    "tensor_str",
]

# ---------------------------------------------------------------- options


@dataclass
class _PrintOptions:
    precision: int = 4
    threshold: float = 1000
    edgeitems: int = 3
    linewidth: int = 80
    sci_mode: bool | None = None


_PROFILES = {
    "default": asdict(_PrintOptions()),
    "short": asdict(_PrintOptions(precision=2, edgeitems=2)),
    "full": asdict(_PrintOptions(threshold=math.inf)),
}

_options = _PrintOptions()


def set_printoptions(
    precision: int | None = None,
    threshold: float | None = None,
    edgeitems: int | None = None,
    linewidth: int | None = None,
    profile: str | None = None,
    sci_mode: bool | None = None,
) -> None:
    """Chooses how tensors print from now on.

    Args:
        precision: digits after the decimal point (4).
        threshold: a tensor with more elements than this is summarised (1000).
        edgeitems: how many elements a summary keeps at each end of a
            dimension (3).
        linewidth: characters in a line (80).
        profile: ``"default"``, ``"short"`` or ``"full"``: values for all the
            above at once. The other arguments then change single ones.
        sci_mode: ``True`` for scientific notation always, ``False`` for never,
            ``None`` to let the values decide. As in PyTorch, a call without
            it goes back to ``None``.

    See :func:`torch.set_printoptions`.

    >>> import teachtorch as torch
    >>> torch.set_printoptions(precision=2)
    >>> torch.tensor([1.12345])
    tensor([1.12])
    >>> torch.set_printoptions(profile="default")
    """
    if profile in _PROFILES:
        vars(_options).update(_PROFILES[profile])
    given = {
        "precision": precision,
        "threshold": threshold,
        "edgeitems": edgeitems,
        "linewidth": linewidth,
    }
    for name, value in given.items():
        if value is not None:
            setattr(_options, name, value)
    _options.sci_mode = sci_mode


def get_printoptions() -> dict[str, Any]:
    """Returns the present options, by the names of `set_printoptions`."""
    return asdict(_options)


@contextmanager
def printoptions(**options: Any) -> Iterator[None]:
    """Sets options for the length of a ``with`` block.

    >>> import teachtorch as torch
    >>> from teachtorch._tensor_str import printoptions
    >>> with printoptions(precision=1):
    ...     print(torch.tensor([0.25, 0.75]))
    tensor([0.2, 0.8])
    """
    before = get_printoptions()
    set_printoptions(**options)
    try:
        yield
    finally:
        set_printoptions(**before)


# ------------------------------------------------ which values are shown


def _corners(array: np.ndarray) -> np.ndarray:
    """Keeps ``edgeitems`` values at both ends of every long dimension.

    One indexing step picks the corners of all dimensions together, so a
    summary takes as long for a billion elements as for two thousand.
    """
    return array[np.ix_(*map(_shown_positions, array.shape))]


def _shown_positions(size: int) -> list[int]:
    edge = _options.edgeitems
    if size <= 2 * edge:
        return list(range(size))
    return [*range(edge), *range(size - edge, size)]


# --------------------------------------------- how one number is written


def _number_format(array: np.ndarray) -> tuple[Callable[[Any], str], int]:
    """Finds one style for all values: how to write one, and its width."""
    if array.dtype.kind != "f":  # integers and booleans
        return str, max(map(len, map(str, array.ravel().tolist())), default=0)

    # Zeros, infinities and nan have no say: any style can show them.
    values = array[np.isfinite(array) & (array != 0)].astype(np.float64)
    if values.size == 0:
        return _write_whole, 1

    scientific = _options.sci_mode
    if scientific is None:
        scientific = _needs_exponent(np.abs(values))
    write: Callable[[Any], str]
    if scientific:
        write = f"{{:.{_options.precision}e}}".format
    elif (values == np.ceil(values)).all():
        write = _write_whole
    else:
        write = f"{{:.{_options.precision}f}}".format
    return write, max(map(len, map(write, values.tolist())))


def _needs_exponent(sizes: np.ndarray) -> bool:
    """Whether plain decimals would show too few digits, or too many."""
    smallest, largest = float(sizes.min()), float(sizes.max())
    return largest / smallest > 1000 or largest > 1e8 or smallest < 1e-4


def _write_whole(value: float) -> str:
    """Writes 3.0 as ``3.``: the dot tells it from the integer 3."""
    return f"{value:.0f}." if math.isfinite(value) else str(value)


# ------------------------------------------------ how numbers fill lines


def _layout(
    values: Any,
    shape: tuple[int, ...],
    indent: int,
    write: Callable[[Any], str],
    width: int,
) -> str:
    """Writes nested lists of numbers, one pair of brackets per dimension.

    ``shape`` is the shape of the whole tensor; where ``values`` is shorter
    than that, dots stand for what was left out. ``indent`` is the column of
    the opening bracket.
    """
    if not shape:
        return write(values)
    edge = _options.edgeitems
    is_cut = len(values) < shape[0]
    new_line = "\n" + " " * (indent + 1)

    if len(shape) > 1:
        rows = [
            _layout(row, shape[1:], indent + 1, write, width) for row in values
        ]
        if is_cut:
            rows.insert(edge, "...")
        # One empty line more for each dimension further out.
        separator = "," + "\n" * (len(shape) - 2) + new_line
        return "[" + separator.join(rows) + "]"

    numbers = [write(value).rjust(width) for value in values]
    if is_cut:
        numbers.insert(edge, " ..." if edge else "...")
    # Each number takes two characters more, for the comma and the space.
    per_line = max(1, (_options.linewidth - indent) // (width + 2))
    lines = [
        ", ".join(numbers[start : start + per_line])
        for start in range(0, len(numbers), per_line)
    ]
    return "[" + ("," + new_line).join(lines) + "]"


def _suffixes(tensor: Tensor) -> Iterator[str]:
    """What the numbers alone do not tell: size, dtype and gradient."""
    array, dtype = tensor._array, tensor.dtype
    empty = array.size == 0
    if array.ndim != 1 if empty else _options.edgeitems == 0:
        yield f"size={array.shape}"
    # Numbers like 3 and True tell their own type, and 3. is the default one.
    known = [_dtype.get_default_dtype()]
    if not empty:
        known += [_dtype.int64, _dtype.bool_]
    if dtype not in known:
        yield f"dtype={dtype}"
    try:
        made_by = tensor.grad_fn.name() if tensor.grad_fn else None
    except RuntimeError:  # a part of a split whose whole was written since
        made_by = "Invalid"
    if made_by is not None:
        yield f"grad_fn=<{made_by.rpartition('::')[2]}>"
    elif tensor.requires_grad:
        yield "requires_grad=True"


def tensor_str(tensor: Tensor) -> str:
    """Returns what ``repr(tensor)`` and ``print(tensor)`` show."""
    name = type(tensor).__name__
    text = "tensor(" if name in ("Tensor", "Parameter") else name + "("
    indent = len(text)

    array = tensor._array
    if array.size == 0:
        text += "[]"
    else:
        if array.size > _options.threshold and array.ndim > 0:
            array = _corners(array)
        write, width = _number_format(array)
        shape = tensor._array.shape
        text += _layout(array.tolist(), shape, indent, write, width)

    # A suffix that would pass the end of the line starts a new one.
    used = len(text) - text.rfind("\n") + 1
    for suffix in _suffixes(tensor):
        if used + len(suffix) + 2 > _options.linewidth:
            text += ",\n" + " " * indent + suffix
            used = indent + len(suffix)
        else:
            text += ", " + suffix
            used += len(suffix) + 2
    return text + ")"


def tensor_format(tensor: Tensor, spec: str) -> str:
    """Returns ``format(tensor, spec)``, which f-strings call.

    A tensor with one number and no dimension formats as that number, so
    ``f"{loss:.3f}"`` works; all other tensors take no format and print as
    they are.
    """
    if tensor._array.ndim == 0 and type(tensor).__name__ == "Tensor":
        return format(tensor._array.item(), spec)
    return object.__format__(tensor, spec)
