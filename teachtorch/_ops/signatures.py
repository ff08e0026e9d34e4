"""Wrong calls are refused in PyTorch's words.

PyTorch reads the arguments of a call against the signatures of that name and
refuses, before anything is computed, what fits none of them. So do the
functions here, by the same rules and in the same order, because the words
depend on both.

Reading takes longer than a small sum. So a call is read only if one with
arguments of the same types has not been read before; and a function in
``UNCHECKED``, which every training step calls, only after it has failed.
"""

from __future__ import annotations

import functools
import warnings
from collections.abc import Callable
from typing import Any

from .._tensor import Tensor
from .dims import is_index
from .dims import kind_of as type_name
from .signature_kinds import (
    FITS,
    LABELS,
    Parameter,
    Signature,
    is_constant,
    is_number,
    signatures_of,
)
from .signatures_pointwise import NUMBERS_AS_TENSORS, NUMPY_NAMES

# Functions of every training step: read only after they have failed.
UNCHECKED = frozenset(
    "add sub mul div neg add_ sub_ mul_ div_ addcmul_ addcdiv_ lerp_ copy_ "
    "zero_ sum mean exp log tanh sigmoid relu pow square sqrt mm matmul view "
    "reshape t transpose detach size dim argmax stack cat softmax "
    "log_softmax".split()
)

# ---------------------------------------------------------------------------
# Reading a call
# ---------------------------------------------------------------------------


def fault(
    name: str, signature: Signature, args: tuple, kwargs: dict
) -> str | None:
    """Says what is the first thing wrong with a call; None if nothing is."""
    parameters, most = signature.parameters, signature.positional
    # t.expand(2, 3) means t.expand((2, 3)).
    variadic = most == 1 and parameters[0].kind == "ints"
    if len(args) > most and not variadic:
        return _too_many(name, signature, len(args))
    used, place = 0, 0
    for i, p in enumerate(parameters):
        value, by_name = None, place >= len(args)
        if not by_name and p.keyword_only:
            return _too_many(name, signature, len(args))
        if by_name:
            key = _key_of(p.name, kwargs)
            if key is None:
                if p.default is None:
                    return _missing(name, parameters[i:])
                continue
            value, used = kwargs[key], used + 1
        else:
            value, place = args[place], place + 1
        if value is None and p.takes_none:
            continue
        if variadic and not by_name:
            if is_index(value):
                value, place = args, len(args)
            elif len(args) > 1:
                return _too_many(name, signature, len(args))
        where = "" if by_name else f" (position {i + 1})"
        words = _wrong_type(name, p, value, where)
        if words or (words := _not_a_tensor(p, i, value)):
            return words
    if used < len(kwargs):
        return _unknown(name, parameters, len(args), kwargs)
    return None


def _key_of(name: str, kwargs: dict) -> str | None:
    if name in kwargs:
        return name
    for numpy_name, ours in NUMPY_NAMES.items():
        if ours == name and numpy_name in kwargs:
            return numpy_name
    return None


def _too_many(name: str, signature: Signature, given: int) -> str:
    least, most = signature.required, signature.positional
    if not signature.parameters:
        return f"TensorBase.{name}() takes no arguments ({given} given)"
    if least == most:
        takes = f"{most} positional argument{'' if most == 1 else 's'}"
        verb = "was" if given == 1 else "were"
    else:
        takes, verb = f"from {least} to {most} positional arguments", "were"
    return f"{name}() takes {takes} but {given} {verb} given"


def _missing(name: str, rest: list[Parameter]) -> str:
    missing = [f'"{p.name}"' for p in rest if p.default is None]
    plural = "s" if len(missing) == 1 else ""  # as PyTorch has it
    return (
        f"{name}() missing {len(missing)} required positional "
        f"argument{plural}: {', '.join(missing)}"
    )


def _wrong_type(name: str, p: Parameter, value: Any, where: str) -> str | None:
    if FITS[p.kind](value) or (
        p.kind == "Tensor" and name in NUMBERS_AS_TENSORS and is_number(value)
    ):
        return None
    label = LABELS.get(p.kind, p.kind)
    if p.kind in ("ints", "dims") and isinstance(value, tuple | list):
        return (
            f"{name}(): argument '{p.name}'{where} must be {label}, but found "
            f"element of type {type_name(value[0])} at pos 0"
            if where
            else f"{name}(): argument '{p.name}' must be {label}, not "
            f"{type_name(value)}"
        )
    return (
        f"{name}(): argument '{p.name}'{where} must be {label}, not "
        f"{type_name(value)}"
    )


def _not_a_tensor(p: Parameter, i: int, value: Any) -> str | None:
    """Looks for the first element of a list that is no Tensor."""
    if p.kind not in ("tensors", "pair") or value is None:
        return None
    for k, x in enumerate(value):
        if isinstance(x, Tensor) or (x is None and p.name == "indices"):
            continue
        return (
            f"expected Tensor as element {k} in argument {i}, but got "
            f"{type_name(x)}"
        )
    return None


def _not_an_int(
    name: str, signature: Signature, args: tuple, kwargs: dict
) -> str | None:
    """Looks for a later element of a list that is no int.

    The first element alone decides which signature fits; PyTorch meets the
    others when it unpacks the list.
    """
    kinds = {p.name: p.kind for p in signature.parameters}
    named = list(zip(kinds, args)) + list(kwargs.items())
    if args and is_index(args[0]) and signature.positional == 1:
        named = [(next(iter(kinds)), args)]
    for key, value in named:
        if kinds.get(NUMPY_NAMES.get(key, key)) not in ("ints", "dims"):
            continue
        for k, x in enumerate(value if isinstance(value, tuple | list) else ()):
            if not is_index(x) and not isinstance(x, bool):
                return (
                    f"{name}(): argument '{key}' failed to unpack the object "
                    f'at pos {k + 1} with error "type must be tuple of '
                    f'ints,but got {type_name(x)}"'
                )
    return None


def _unknown(
    name: str, parameters: list[Parameter], given: int, kwargs: dict
) -> str:
    names = [p.name for p in parameters]
    if not names:
        return f"TensorBase.{name}() takes no keyword arguments"
    for key in kwargs:
        if key not in names:
            return f"{name}() got an unexpected keyword argument '{key}'"
        if names.index(key) < given:
            return f"{name}() got multiple values for argument '{key}'"
    return f"{name}() got invalid keyword arguments"


def complaint(
    name: str, args: tuple, kwargs: dict, signatures: list[Signature]
) -> str | None:
    """Says in PyTorch's words why a call fits no signature; None if it does.

    Args:
        name: what was called.
        args: the positional arguments; a method's without ``self``.
        kwargs: the others.
        signatures: what ``name`` takes.
    """
    for signature in signatures:
        if fault(name, signature, args, kwargs) is None:
            return _not_an_int(name, signature, args, kwargs)
    shown = [s for s in signatures if not s.hidden]
    if len(signatures) == 1:
        return fault(name, signatures[0], args, kwargs)
    given = len(args) + len(kwargs)
    plausible = [s for s in shown if s.required <= given <= len(s.parameters)]
    if len(plausible) == 1:
        return fault(name, plausible[0], args, kwargs)
    return _no_match(name, args, kwargs, shown)


def _no_match(name: str, args: tuple, kwargs: dict, shown: list) -> str:
    words = [type_name(a) for a in args]
    # Last given, first named: PyTorch's table of keywords turns them round.
    named = [f"{k}={type_name(v)}" for k, v in reversed(kwargs.items())]
    got = ", ".join(words + named)
    if named and not words:
        got += ", "
    message = (
        f"{name}() received an invalid combination of arguments - got ({got}), "
        "but expected "
    )
    if len(shown) == 1:
        known = {p.name for p in shown[0].parameters}
        if not known.issuperset(kwargs):
            return message.split(" - ")[0] + (
                " - got unrecognized keyword arguments: "
                f"{', '.join(reversed(kwargs))}"
            )
        return message + _written(shown[0])
    return message + "one of:" + "".join(f"\n * {_written(s)}" for s in shown)


def _written(signature: Signature) -> str:
    parts = []
    for p in signature.parameters:
        if p.keyword_only and "*" not in parts:
            parts.append("*")
        default = "" if p.default is None else f" = {p.default}"
        parts.append(f"{LABELS.get(p.kind, p.kind)} {p.name}{default}")
    return f"({', '.join(parts)})"


# ---------------------------------------------------------------------------
# The door
# ---------------------------------------------------------------------------


def explained(
    function: Callable,
    name: str,
    method: bool = False,
    check: bool = True,
) -> Callable:
    """Gives a function that refuses wrong calls in PyTorch's words.

    Args:
        function: the operation.
        name: what it is called in errors.
        method: whether it is called as a method.
        check: whether to read a call of new types before it is made.
    """
    seen: set[tuple] = set()
    signatures = functools.partial(signatures_of, name, method)

    @functools.wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        if check:
            key = *map(type, args), *kwargs, *map(type, kwargs.values())
            if key not in seen:
                if any(k in kwargs for k in NUMPY_NAMES):
                    kwargs = renamed(kwargs, signatures())
                given = args[method:]
                refuse_wrong(name, given, kwargs, signatures())
                if not _depends_on_value(given, kwargs):
                    seen.add(key)
                else:
                    given, kwargs = _plain(name, given, kwargs, signatures())
                    args = args[:method] + given
        try:
            return function(*args, **kwargs)
        except Exception:
            translated = renamed(kwargs, signatures())
            if translated.keys() != kwargs.keys():
                return call(*args, **translated)
            old = deprecated(name, args[method:], kwargs, signatures())
            if old is not None:
                return function(*args[:method], **old)
            refuse_wrong(name, args[method:], kwargs, signatures())
            raise

    return call


def refuse_wrong(name: str, args: tuple, kwargs: dict, signatures: list):
    """Raises PyTorch's TypeError if a call fits no signature."""
    words = complaint(name, args, kwargs, signatures) if signatures else None
    if words:
        raise TypeError(words) from None


def _plain(
    name: str, args: tuple, kwargs: dict, signatures: list[Signature]
) -> tuple[tuple, dict]:
    """Makes Python numbers of 0-d tensors that stand for numbers."""
    for s in signatures:
        if fault(name, s, args, kwargs) is None:
            break
    else:
        return args, kwargs
    numbers = {p.name for p in s.parameters if p.kind in ("Number", "float")}
    names = [p.name for p in s.parameters]
    args = tuple(
        a.item()
        if i < len(names) and names[i] in numbers and is_constant(a)
        else a
        for i, a in enumerate(args)
    )
    return args, {
        k: v.item() if k in numbers and is_constant(v) else v
        for k, v in kwargs.items()
    }


def renamed(kwargs: dict, signatures: list[Signature]) -> dict:
    """Replaces NumPy's names of arguments by PyTorch's: axis is dim."""
    known = {p.name for s in signatures for p in s.parameters}
    return {
        NUMPY_NAMES[k]
        if k in NUMPY_NAMES and k not in known and NUMPY_NAMES[k] in known
        else k: v
        for k, v in kwargs.items()
    }


def deprecated(
    name: str, args: tuple, kwargs: dict, signatures: list[Signature]
) -> dict | None:
    """Reads a call by a deprecated signature: ``x.add_(-0.1, x.grad)``.

    Gives all of its arguments by name, or None if it fits no such signature.
    """
    for old in signatures:
        if old.hidden and fault(name, old, args, kwargs) is None:
            names = [p.name for p in old.parameters]
            new = next(s for s in signatures if not s.hidden)
            warnings.warn(
                f"This overload of {name} is deprecated:\n\t{name}"
                f"{_written(old)}\nConsider using one of the following "
                f"signatures instead:\n\t{name}{_written(new)}",
                stacklevel=3,
            )
            return {**dict(zip(names, args)), **kwargs}
    return None


def _depends_on_value(args: tuple, kwargs: dict) -> bool:
    """Tells whether the types alone do not say that a call is right.

    A 0-d tensor may be a number, True may be a dim: such calls are read again.
    """
    values = (*args, *kwargs.values())
    return any(isinstance(v, Tensor) and not v._array.ndim for v in values)
