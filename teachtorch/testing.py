"""Comparing results: ``assert_close`` says what differs, where and by how much.

The words are those of ``torch.testing``.
"""

from __future__ import annotations

import cmath
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from . import _dtype
from ._creation import as_tensor
from ._tensor import Tensor

# (rtol, atol) by dtype: about the square root of the dtype's resolution.
_TOLERANCES = {
    _dtype.float16: (1e-3, 1e-5),
    _dtype.float32: (1.3e-6, 1e-5),
    _dtype.float64: (1e-7, 1e-7),
}


class _Mismatch(Exception):
    """What differs, and the path to it inside lists and dictionaries."""

    def __init__(self, text: str, path: tuple = ()) -> None:
        self.text, self.path = text, path


def assert_close(
    actual: Any,
    expected: Any,
    *,
    allow_subclasses: bool = True,
    rtol: float | None = None,
    atol: float | None = None,
    equal_nan: bool = False,
    check_device: bool = True,
    check_dtype: bool = True,
    check_layout: bool = True,
    check_stride: bool = False,
    msg: str | Callable[[str], str] | None = None,
) -> None:
    """Asserts that ``|actual - expected| <= atol + rtol * |expected|``.

    Takes tensors, arrays, numbers, and lists and dictionaries of them.
    Tolerances depend on the dtype unless given (both, or neither): for
    float32 ``rtol=1.3e-6, atol=1e-5``, for float64 1e-7 both.

    Raises:
        AssertionError: naming what differs, where and by how much.

    See :func:`torch.testing.assert_close`.

    >>> assert_close(as_tensor([1.0]), as_tensor([1.0 + 1e-7]))
    """
    __tracebackhide__ = True
    if (rtol is None) != (atol is None):
        missing = "atol" if atol is None else "rtol"
        raise ValueError(
            "Both 'rtol' and 'atol' must be either specified or omitted, but "
            f"got no {missing}."
        )
    tolerance = None if rtol is None else (rtol, atol)
    options = {
        "tolerance": tolerance,
        "equal_nan": equal_nan,
        "check_dtype": check_dtype,
        "check_stride": check_stride,
    }
    try:
        _compare(actual, expected, options)
    except _Mismatch as mismatch:
        text = mismatch.text
        if mismatch.path:
            where = "".join(f"[{key!r}]" for key in mismatch.path)
            text += f"\n\nThe failure occurred for item {where}"
        if callable(msg):
            text = msg(text)
        elif msg is not None:
            text = msg
        raise AssertionError(text) from None


def _compare(actual: Any, expected: Any, options: dict) -> None:
    if isinstance(actual, Tensor) and isinstance(expected, Tensor):
        _compare_tensors(actual, expected, options)
    elif isinstance(actual, np.ndarray) and isinstance(expected, np.ndarray):
        _compare_tensors(as_tensor(actual), as_tensor(expected), options)
    elif actual is None and expected is None:
        pass
    elif _are(bool, actual, expected):
        if bool(actual) is not bool(expected):
            raise _Mismatch(
                f"Booleans mismatch: {bool(actual)} is not {bool(expected)}"
            )
    elif _are((int, float, complex, np.number), actual, expected):
        _compare_numbers(actual, expected, options)
    elif _are(Mapping, actual, expected):
        _compare_mappings(actual, expected, options)
    elif _are(Sequence, actual, expected) and not isinstance(actual, str):
        if len(actual) != len(expected):
            raise _Mismatch(
                "The length of the sequences mismatch: "
                f"{len(actual)} != {len(expected)}"
            )
        for i, (a, e) in enumerate(zip(actual, expected)):
            _compare_item(i, a, e, options)
    else:
        raise TypeError(
            "No comparison pair was able to handle inputs of type "
            f"{type(actual)} and {type(expected)}."
        )


def _are(kind: Any, *values: Any) -> bool:
    return all(isinstance(v, kind) for v in values)


def _compare_item(key: Any, actual: Any, expected: Any, options: dict) -> None:
    try:
        _compare(actual, expected, options)
    except _Mismatch as mismatch:
        raise _Mismatch(mismatch.text, (key, *mismatch.path)) from None


def _compare_mappings(actual: Any, expected: Any, options: dict) -> None:
    missing = sorted(set(expected) - set(actual))
    additional = sorted(set(actual) - set(expected))
    if missing or additional:
        raise _Mismatch(
            "The keys of the mappings do not match:\n"
            f"Missing keys in the actual mapping: {missing}\n"
            f"Additional keys in the actual mapping: {additional}"
        )
    for key in expected:
        _compare_item(key, actual[key], expected[key], options)


def _compare_numbers(actual: Any, expected: Any, options: dict) -> None:
    if options["check_dtype"] and type(actual) is not type(expected):
        raise _Mismatch(
            f"The (d)types do not match: {type(actual)} != {type(expected)}."
        )
    exact = isinstance(actual, int)
    rtol, atol = options["tolerance"] or ((0, 0) if exact else (1e-7, 1e-7))
    _check_scalars(actual, expected, rtol, atol, options["equal_nan"])


def _check_scalars(
    actual: Any, expected: Any, rtol: float, atol: float, equal_nan: bool
) -> None:
    if actual == expected or (
        equal_nan and cmath.isnan(actual) and cmath.isnan(expected)
    ):
        return
    difference = abs(actual - expected)
    if cmath.isfinite(difference) and difference <= atol + rtol * abs(expected):
        return
    exact = rtol == 0 and atol == 0
    relative = difference / abs(expected) if expected else float("inf")
    allowed = (
        ("", "")
        if exact
        else (f" (up to {atol} allowed)", f" (up to {rtol} allowed)")
    )
    raise _Mismatch(
        f"Scalars are not {'equal' if exact else 'close'}!\n\n"
        f"Expected {expected} but got {actual}.\n"
        f"Absolute difference: {difference}{allowed[0]}\n"
        f"Relative difference: {relative}{allowed[1]}"
    )


def _compare_tensors(actual: Tensor, expected: Tensor, options: dict) -> None:
    def same(name: str, a: Any, e: Any) -> None:
        if a != e:
            raise _Mismatch(
                f"The values for attribute '{name}' do not match: {a} != {e}."
            )

    same("shape", actual.shape, expected.shape)
    if options["check_dtype"]:
        same("dtype", actual.dtype, expected.dtype)
    if options["check_stride"]:
        same("stride()", actual.stride(), expected.stride())
    tolerances = [
        _TOLERANCES.get(x.dtype, (0.0, 0.0)) for x in (actual, expected)
    ]
    rtol, atol = options["tolerance"] or map(max, zip(*tolerances))
    a, e = actual.detach()._array, expected.detach()._array
    if a.ndim == 0 and a.dtype.kind != "b":
        _check_scalars(a.item(), e.item(), rtol, atol, options["equal_nan"])
        return
    _check_arrays(a, e, rtol, atol, options["equal_nan"])


def _check_arrays(
    a: np.ndarray, e: np.ndarray, rtol: float, atol: float, equal_nan: bool
) -> None:
    dtype = np.promote_types(a.dtype, e.dtype)
    if dtype.kind in "biu":
        dtype = np.dtype(np.int64)
    a, e = a.astype(dtype), e.astype(dtype)
    close = np.isclose(a, e, rtol, atol, equal_nan)
    if close.all():
        return
    exact = rtol == 0 and atol == 0
    difference = np.abs(a - e)
    relative = difference / np.abs(e)
    # Only what failed is reported: 0/0 elsewhere is of no interest.
    difference, relative = (
        np.where(close, 0, d) for d in (difference, relative)
    )
    bad, total = int((~close).sum()), close.size
    raise _Mismatch(
        f"Tensor-likes are not {'equal' if exact else 'close'}!\n\n"
        f"Mismatched elements: {bad} / {total} ({bad / total:.1%})\n"
        f"Greatest absolute difference: {_greatest(difference)}"
        f"{'' if exact else f' (up to {atol} allowed)'}\n"
        f"Greatest relative difference: {_greatest(relative)}"
        f"{'' if exact else f' (up to {rtol} allowed)'}"
    )


def _greatest(difference: np.ndarray) -> str:
    at = np.unravel_index(int(np.argmax(difference)), difference.shape)
    index = tuple(int(i) for i in at)
    return f"{difference[at].item()} at index {index}"
