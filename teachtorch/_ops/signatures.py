"""What is said about a wrong call, in PyTorch's words.

Operations do not check the types of their arguments: that would cost more
than a small sum. If a call fails with a TypeError or an AttributeError, it is
compared here, afterwards, with the signatures that PyTorch has for that name,
and the error is raised again with PyTorch's words. A correct call pays
nothing for this but one Python function in between.

Most names have one signature, which is read off the Python function. PyTorch
gives some names several; those are in ``SEVERAL``.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from numbers import Number
from typing import Any, NamedTuple

import numpy as np

from .._dtype import dtype as DType
from .._tensor import Tensor

# "Operand" is a Tensor that may also be given as a number; "dims" one or more
# ints. What has None as its default may be None.
_COMPARISON = (
    "Tensor input, Number other, *, Tensor out=None",
    "Tensor input, Tensor other, *, Tensor out=None",
)
_EITHER_OPERAND = (
    "Tensor input, Tensor other, *, Tensor out=None",
    "Number self, Tensor other",
    "Tensor input, Number other",
)
_REDUCTION = (
    "Tensor input, *, dtype dtype=None{}",
    "Tensor input, dims dim, bool keepdim=False, *, dtype dtype=None, "
    "Tensor out=None",
)
_TRUTH = (
    "Tensor input, *, Tensor out=None",
    "Tensor input, dims dim=None, bool keepdim=False, *, Tensor out=None",
    "Tensor input, int dim, bool keepdim=False, *, Tensor out=None",
)
_SPREAD = (
    "Tensor input, dims dim, bool unbiased=True, bool keepdim=False",
    "Tensor input, dims dim=None, *, Number correction=None, "
    "bool keepdim=False",
    "Tensor input, bool unbiased=True",
)
_EXTREME = (
    "Tensor input, *, Tensor out=None",
    "Tensor input, Tensor other, *, Tensor out=None",
    "Tensor input, int dim, bool keepdim=False, *, pair out=None",
)
_BOUNDS = (
    "Tensor input, Tensor min=None, Tensor max=None, *, Tensor out=None",
    "Tensor input, Number min=None, Number max=None, *, Tensor out=None",
)

SEVERAL: dict[str, tuple[str, ...]] = {
    "all": _TRUTH,
    "any": _TRUTH,
    "clamp": _BOUNDS,
    "clip": _BOUNDS,
    "clamp_max": ("Tensor input, Tensor max", "Tensor input, Number max"),
    "clamp_min": ("Tensor input, Tensor min", "Tensor input, Number min"),
    "copysign": _COMPARISON,
    "count_nonzero": (
        "Tensor input, int dim=None",
        "Tensor input, dims dim",
    ),
    "div": (
        "Tensor input, Operand other, *, Tensor out=None",
        "Tensor input, Operand other, *, str rounding_mode, Tensor out=None",
    ),
    "isin": (
        "Tensor elements, Tensor test_elements, *, bool assume_unique=False, "
        "bool invert=False, Tensor out=None",
        "Number element, Tensor test_elements, *, bool assume_unique=False, "
        "bool invert=False, Tensor out=None",
        "Tensor elements, Number test_element, *, bool assume_unique=False, "
        "bool invert=False, Tensor out=None",
    ),
    "lerp": (
        "Tensor input, Tensor end, Tensor weight, *, Tensor out=None",
        "Tensor input, Tensor end, Number weight, *, Tensor out=None",
    ),
    "max": _EXTREME,
    "mean": tuple(s.format(", Tensor out=None") for s in _REDUCTION),
    "min": _EXTREME,
    "pow": (
        "Tensor input, Tensor exponent, *, Tensor out=None",
        "Number self, Tensor exponent, *, Tensor out=None",
        "Tensor input, Number exponent, *, Tensor out=None",
    ),
    "prod": (
        "Tensor input, *, dtype dtype=None",
        "Tensor input, int dim, bool keepdim=False, *, dtype dtype=None, "
        "Tensor out=None",
    ),
    "round": (
        "Tensor input, *, Tensor out=None",
        "Tensor input, *, int decimals, Tensor out=None",
    ),
    "rsub": (
        "Tensor input, Tensor other, *, Number alpha=1",
        "Tensor input, Number other, Number alpha=1",
    ),
    "std": _SPREAD,
    "std_mean": _SPREAD,
    "sum": tuple(s.format("") for s in _REDUCTION),
    "trapezoid": (
        "Tensor y, Tensor x, *, int dim=-1",
        "Tensor y, *, Number dx=1, int dim=-1",
    ),
    "var": _SPREAD,
    "var_mean": _SPREAD,
    "where": (
        "Tensor condition",
        "Tensor condition, Tensor input, Tensor other, *, Tensor out=None",
        "Tensor condition, Number self, Tensor other",
        "Tensor condition, Tensor input, Number other",
        "Tensor condition, Number self, Number other",
    ),
}
for _name in ("fmod", "eq", "ne", "lt", "le", "gt", "ge", "floor_divide"):
    SEVERAL[_name] = _COMPARISON
for _name in ("remainder", "xlogy", "bitwise_and", "bitwise_or", "bitwise_xor"):
    SEVERAL[_name] = _EITHER_OPERAND
for _name in ("bitwise_left_shift", "bitwise_right_shift", "special_xlog1py"):
    SEVERAL[_name] = _EITHER_OPERAND
SEVERAL["float_power"] = SEVERAL["pow"]
for _name in ("true_divide", "divide"):
    SEVERAL[_name] = SEVERAL["div"]
for _name, _alias in (("gt", "greater"), ("lt", "less"), ("ne", "not_equal")):
    SEVERAL[_alias] = SEVERAL[f"{_alias}_equal"] = SEVERAL[_name]

# These have one signature and a deprecated one that PyTorch does not show.
ONE_SHOWN: dict[str, str] = {
    "add": "Tensor input, Operand other, *, Number alpha=1, Tensor out=None",
    "addcdiv": "Tensor input, Tensor tensor1, Tensor tensor2, *, "
    "Number value=1, Tensor out=None",
}
ONE_SHOWN["sub"] = ONE_SHOWN["add"]
ONE_SHOWN["addcmul"] = ONE_SHOWN["addcdiv"]

# One signature, in which a parameter is a Number where Python says float.
ONE: dict[str, str] = {
    "dist": "Tensor input, Tensor other, Number p=2",
    "renorm": "Tensor input, Number p, int dim, Number maxnorm, *, "
    "Tensor out=None",
}

# ---------------------------------------------------------------------------
# Signatures
# ---------------------------------------------------------------------------


class Parameter(NamedTuple):
    """One parameter: its kind, name and default, and whether it has one."""

    kind: str
    name: str
    default: str | None
    keyword_only: bool


_ANNOTATIONS = {
    "Tensor": "Tensor",
    "Tensor | float": "Operand",
    "int": "int",
    "float": "float",
    "bool": "bool",
    "Dims": "dims",
    "DType": "dtype",
}
_LABELS = {
    "Operand": "Tensor",
    "dims": "tuple of ints",
    "dtype": "torch.dtype",
    "pair": "tuple of Tensors",
}


def _parse(text: str) -> list[Parameter]:
    parameters, keyword_only = [], False
    for part in text.split(", "):
        if part == "*":
            keyword_only = True
            continue
        kind, _, rest = part.partition(" ")
        name, has_default, default = rest.partition("=")
        parameters.append(
            Parameter(
                kind, name, default if has_default else None, keyword_only
            )
        )
    return parameters


def _of_function(function: Callable, with_out: bool) -> list[Parameter] | None:
    """Reads a signature off a Python function; None if it takes any number."""
    parameters = []
    for p in inspect.signature(function).parameters.values():
        if p.kind in (p.VAR_POSITIONAL, p.VAR_KEYWORD):
            return None
        annotation = str(p.annotation).removesuffix(" | None")
        has_default = p.default is not p.empty
        parameters.append(
            Parameter(
                _ANNOTATIONS.get(annotation, "anything"),
                p.name,
                str(p.default) if has_default else None,
                p.kind is p.KEYWORD_ONLY,
            )
        )
    if with_out:
        parameters.append(Parameter("Tensor", "out", "None", True))
    return parameters


def _fits(kind: str, value: Any, default: str | None) -> bool:
    """Tells whether a value is of a kind."""
    if value is None and default == "None":
        return True
    is_tensor = isinstance(value, Tensor)
    if kind == "Tensor":
        return is_tensor
    is_number = isinstance(value, Number | np.generic)
    if kind == "Operand":
        return is_tensor or is_number
    if kind in ("Number", "float"):
        return is_number or (is_tensor and value._array.ndim == 0)
    if kind == "int":
        return not isinstance(value, bool) and hasattr(value, "__index__")
    if kind == "dims":
        if isinstance(value, tuple | list):
            return not value or _fits("int", value[0], None)
        return _fits("int", value, None)
    if kind == "bool":
        return isinstance(value, bool)
    if kind == "dtype":
        return isinstance(value, DType)
    if kind == "str":
        return isinstance(value, str)
    return True


def _type_name(value: Any) -> str:
    return type(value).__name__


# ---------------------------------------------------------------------------
# What is wrong
# ---------------------------------------------------------------------------


def explain(
    function: Callable, name: str, args: tuple, kwargs: dict, method: bool
) -> str | None:
    """Says what is wrong with a call; None if nothing is found.

    Args:
        function: the operation.
        name: what it was called as.
        args: the positional arguments; a method's without ``self``.
        kwargs: the others.
        method: whether it was called as a method.
    """
    base = name.removesuffix("_")
    given = len(args) + len(kwargs)
    if base in SEVERAL or base in ONE_SHOWN:
        texts = SEVERAL.get(base) or (ONE_SHOWN[base],)
        signatures = [s for t in texts if (s := _view(_parse(t), method))]
        plausible = [
            s
            for s in signatures
            if sum(p.default is None for p in s) <= given <= len(s)
        ]
        if len(plausible) != 1:
            return _no_match(name, args, kwargs, signatures)
        return _fault(name, plausible[0], args, kwargs, method)
    if base in ONE:
        signature: list | None = _parse(ONE[base])
    else:
        signature = _of_function(function, "out" in kwargs)
    if signature is None:
        return None
    return _fault(name, _view(signature, method), args, kwargs, method)


def _view(signature: list[Parameter], method: bool) -> list[Parameter]:
    """Takes away what a method does not have: input and out."""
    if not method:
        return signature
    if signature[0].kind == "Number":
        return []  # this variant is no method
    return [p for p in signature[1:] if p.name != "out"]


def _no_match(name: str, args: tuple, kwargs: dict, signatures: list) -> str:
    words = [_type_name(a) for a in args]
    named = [f"{k}={_type_name(v)}" for k, v in sorted(kwargs.items())]
    got = ", ".join(words + named)
    if named and not words:
        got += ", "
    message = (
        f"{name}() received an invalid combination of arguments - got ({got}), "
        "but expected "
    )
    if len(signatures) == 1:
        return message + _shown(signatures[0])
    return (
        message + "one of:" + "".join(f"\n * {_shown(s)}" for s in signatures)
    )


def _shown(signature: list[Parameter]) -> str:
    parts = []
    for p in signature:
        if p.keyword_only and "*" not in parts:
            parts.append("*")
        default = "" if p.default is None else f" = {p.default}"
        parts.append(f"{_LABELS.get(p.kind, p.kind)} {p.name}{default}")
    return f"({', '.join(parts)})"


def _fault(
    name: str,
    signature: list[Parameter],
    args: tuple,
    kwargs: dict,
    method: bool,
) -> str | None:
    """Finds the first thing that is wrong, in PyTorch's order."""
    positional = [p for p in signature if not p.keyword_only]
    if method and not signature:
        if args:
            return f"TensorBase.{name}() takes no arguments ({len(args)} given)"
        return (
            f"TensorBase.{name}() takes no keyword arguments"
            if kwargs
            else None
        )
    if len(args) > len(positional):
        return _too_many(name, signature, len(positional), len(args))
    missing = [
        f'"{p.name}"'
        for i, p in enumerate(signature)
        if p.default is None
        and p.name not in kwargs
        and (p.keyword_only or i >= len(args))
    ]
    if missing:
        plural = "s" if len(missing) == 1 else ""  # as PyTorch has it
        return (
            f"{name}() missing {len(missing)} required positional "
            f"argument{plural}: {', '.join(missing)}"
        )
    for i, p in enumerate(signature):
        if i < len(args) and not p.keyword_only:
            value, where = args[i], f" (position {i + 1})"
        elif p.name in kwargs:
            value, where = kwargs[p.name], ""
        else:
            continue
        fault = _wrong_type(p, value, where)
        if fault:
            return f"{name}(): {fault}"
    return _unknown(name, signature, len(args), kwargs)


def _too_many(name: str, signature: list, most: int, given: int) -> str:
    least = sum(p.default is None for p in signature)
    if least == most:
        takes = f"{most} positional argument{'' if most == 1 else 's'}"
        verb = "was" if given == 1 else "were"
    else:
        takes, verb = f"from {least} to {most} positional arguments", "were"
    return f"{name}() takes {takes} but {given} {verb} given"


def _wrong_type(p: Parameter, value: Any, where: str) -> str | None:
    if not _fits(p.kind, value, p.default):
        return (
            f"argument '{p.name}'{where} must be "
            f"{_LABELS.get(p.kind, p.kind)}, not {_type_name(value)}"
        )
    if p.kind == "dims" and isinstance(value, tuple | list):
        for i, d in enumerate(value, 1):
            if not _fits("int", d, None):
                return (
                    f"argument '{p.name}' failed to unpack the object at pos "
                    f'{i} with error "type must be tuple of ints,but got '
                    f'{_type_name(d)}"'
                )
    return None


def _unknown(
    name: str, signature: list[Parameter], given: int, kwargs: dict
) -> str | None:
    names = [p.name for p in signature]
    for key in kwargs:
        if key not in names:
            return f"{name}() got an unexpected keyword argument '{key}'"
        if names.index(key) < given:
            return f"{name}() got multiple values for argument '{key}'"
    return None


# ---------------------------------------------------------------------------
# The door
# ---------------------------------------------------------------------------


def explained(function: Callable, name: str, method: bool = False) -> Callable:
    """Gives a function that fails in PyTorch's words when called wrongly."""

    @functools.wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        try:
            return function(*args, **kwargs)
        except (TypeError, AttributeError):
            given = args[1:] if method else args
            words = explain(function, name, given, kwargs, method)
            if words is None:
                raise
            raise TypeError(words) from None

    return call
