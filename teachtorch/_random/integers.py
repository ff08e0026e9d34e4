"""Random integers in a tensor: ``x.random_()`` and the limits of its dtype.

An integer can fail to fit into a dtype in two ways. It may be too large: 300
in a uint8. Or it may fall into a gap: float32 cannot tell 2²⁴ from 2²⁴ + 1,
so PyTorch moves such bounds to numbers that the dtype has, and warns.
"""

from __future__ import annotations

import functools
import warnings
from typing import Any

import numpy as np

from .. import _distributions as distributions
from .._dtype import dtype as DType
from .._dtype import finfo, iinfo
from .._generator import Generator
from .._tensor import Tensor, check_inplace
from .shared import C_NAMES, engine_of, keyword_from, overwrite

# Bits of the significand: up to 2**digits a dtype has every integer.
_DIGITS = {"float16": 11, "float32": 24, "float64": 53}
_INT64_MIN, _INT64_MAX = -(2**63), 2**63 - 1
_UNSET: Any = object()


def random_(
    input: Tensor,
    from_: int = _UNSET,
    to: int | None = _UNSET,
    *,
    generator: Generator | None = None,
    **named: int,
) -> Tensor:
    """Fills ``input`` with integers from ``from`` up to, without, ``to``.

    Called with one number, that is ``to``. Without any, the integers go up to
    the largest that the dtype holds; in floating point, to the largest up to
    which it holds all of them.

    Raises:
        RuntimeError: if there is no integer in the range or if the dtype
            cannot hold them.
    """
    low = keyword_from("random_", named, from_)
    engine = engine_of("random_", generator)
    if low is _UNSET and to is _UNSET:
        check_inplace(input)
        return overwrite(
            "RandomBackward2",
            input,
            lambda a: distributions.integers_of_dtype(a, engine),
        )
    if low is _UNSET or to is _UNSET:
        node, bounds = "RandomBackward1", (0, to if low is _UNSET else low)
    else:
        node, bounds = "RandomBackward0", (low, to)
    first = as_int64("random_", "from", 1, bounds[0])
    end = bounds[1] and as_int64("random_", "to", 2, bounds[1])
    check_inplace(input)
    first, end = integer_range(input.dtype, first, end)
    return overwrite(
        node, input, lambda a: distributions.integers(a, first, end, engine)
    )


def as_int64(function: str, name: str, position: int, value: Any) -> int:
    """Gives a bound of a range as an int.

    Raises:
        TypeError: if it is not an integer.
        ValueError: if it does not fit into 64 bits.
    """
    if isinstance(value, Tensor) and value._array.size == 1:
        value = value._array.item()
    if isinstance(value, bool) or not isinstance(value, int | np.integer):
        raise TypeError(
            f"{function}(): argument '{name}' (position {position}) must be "
            f"int, not {type(value).__name__}"
        )
    if not _INT64_MIN <= value <= _INT64_MAX:
        raise ValueError("Overflow when unpacking long long")
    return int(value)


def integer_range(dtype: DType, low: int, high: int | None) -> tuple[int, int]:
    """Checks a range for a dtype; gives the one that PyTorch draws from.

    Args:
        dtype: of the tensor to be filled.
        low: the first integer.
        high: the one after the last; ``None`` for the last of the dtype.
    """
    if high is None:
        return _range_upwards(dtype, low)
    if low >= high:
        raise RuntimeError(
            "random_ expects 'from' to be less than 'to', but got "
            f"from={low} >= to={high}"
        )
    if dtype.is_floating_point:
        low, high = _out_of_gap(dtype, low, 1), _out_of_gap(dtype, high, -1)
        if low >= high:
            raise RuntimeError(
                "random_ expects 'from' casted to dtype to be less than 'to' "
                f"casted to dtype, but got from={low} >= to={high}"
            )
    for name, value in (("from", low), ("to - 1", high - 1)):
        _check_fits(dtype, name, value)
        _warn_of_gap(dtype, name, value)
    return low, high


def _range_upwards(dtype: DType, low: int) -> tuple[int, int]:
    """Gives the range from ``low`` to the last integer of a dtype."""
    if low == _INT64_MIN:
        _check_has_all_64_bits(dtype)
        return 0, 2**64  # every word as it is drawn
    _check_fits(dtype, "from", low)
    if not dtype.is_floating_point:
        return low, 2 if dtype.name == "bool" else iinfo(dtype).max + 1
    last = 2 ** _DIGITS[dtype.name]
    low = _out_of_gap(dtype, low, 1)
    if low >= last:
        raise RuntimeError(
            "random_ expects 'from' casted to dtype to be less than or equal "
            f"to 'to_inc' casted to dtype, but got from={low} > to_inc={last}"
        )
    _warn_of_gap(dtype, "from", low)
    return low, last + 1


def _check_has_all_64_bits(dtype: DType) -> None:
    """Refuses what has no number near some 64-bit integers."""
    kernel = "random_full_64_bits_range_kernel_cpu"
    if dtype.name in ("bool", "float16"):
        raise NotImplementedError(
            f"\"{kernel}\" not implemented for '{dtype.kind}'"
        )
    if dtype.name not in ("int64", "float32", "float64"):
        raise RuntimeError(
            f"{kernel} handles only int64, double, float and bfloat16"
        )


def _out_of_gap(dtype: DType, bound: int, step: int) -> int:
    """Moves a bound that rounds out of its range to the next number inside.

    Args:
        dtype: a floating-point one.
        bound: the first integer of a range, or the one after the last.
        step: 1 for the first, -1 for the last: towards the range.
    """
    neighbour = bound + step
    with np.errstate(over="ignore"):
        rounded = float(dtype.numpy.type(neighbour))
    if not np.isfinite(rounded):
        return bound  # _check_fits will refuse it
    if (rounded - bound) * step >= (0 if step > 0 else 1e-9):
        return bound
    exponent = abs(neighbour).bit_length() - 1
    gap = 2 ** (exponent - _DIGITS[dtype.name] + 1)
    return int(rounded) + step * gap


def _check_fits(dtype: DType, name: str, value: int) -> None:
    """Refuses an integer outside of a dtype.

    Raises:
        RuntimeError: if the dtype cannot hold ``value``, not even roughly.
    """
    lowest, largest = _limits(dtype)
    if not lowest <= value <= largest:
        raise RuntimeError(f"{name} is out of bounds for {C_NAMES[dtype.name]}")


@functools.cache
def _limits(dtype: DType) -> tuple[float, float]:
    """Gives the lowest and the largest number that a dtype can hold."""
    if dtype.is_floating_point:
        return finfo(dtype).min, finfo(dtype).max
    if dtype.name == "bool":
        return 0, 1
    return iinfo(dtype).min, iinfo(dtype).max


def _warn_of_gap(dtype: DType, name: str, value: int) -> None:
    """Warns that around an integer a floating-point dtype has gaps."""
    digits = _DIGITS.get(dtype.name, 64)
    if not -(2**digits) <= value <= 2**digits:
        warnings.warn(
            f"{name} is out of bounds [-(2^{digits}), 2^{digits}]. Due to "
            f"precision limitations {C_NAMES[dtype.name]} can support discrete "
            "uniform distribution only within this range. This warning will "
            "become an error in version 1.7 release, please fix the code in "
            "advance",
            stacklevel=5,
        )
