"""Data types: the kinds of number that a tensor can hold.

A ``dtype`` here is a name and a NumPy dtype. Besides the nine types there are
the two rules of mixed arithmetic: ``promote_types`` for two dtypes, and
``result_type`` for two operands, where Python numbers and 0-d tensors count
less than tensors with dimensions. The chapter "Tensors" explains both.
"""

from __future__ import annotations

from typing import Any

import numpy as np


class dtype:
    """One element type, such as ``torch.float32``.

    Attributes:
        numpy: the NumPy dtype that stores it.
        is_floating_point: whether it can hold fractions (and so gradients).
        itemsize: bytes per element.
        category: 0 for bool, 1 for integers, 2 for floating point; the higher
            category wins when two dtypes meet.
    """

    def __init__(self, name: str, kind: str, category: int) -> None:
        self.name = name
        self.kind = kind  # as in "torch.FloatTensor", the old type names
        self.category = category
        self.numpy = np.dtype(name)
        self.itemsize = self.numpy.itemsize
        self.is_floating_point = category == 2
        self.is_complex = False
        self.is_signed = name not in ("uint8", "bool")

    def __repr__(self) -> str:
        return f"torch.{self.name}"

    def __reduce__(self) -> str:
        # A dtype is unique: copies and pickles give the same object back.
        return "bool_" if self.name == "bool" else self.name


bool_ = dtype("bool", "Bool", 0)
uint8 = dtype("uint8", "Byte", 1)
int8 = dtype("int8", "Char", 1)
int16 = dtype("int16", "Short", 1)
int32 = dtype("int32", "Int", 1)
int64 = dtype("int64", "Long", 1)
float16 = dtype("float16", "Half", 2)
float32 = dtype("float32", "Float", 2)
float64 = dtype("float64", "Double", 2)

ALL_DTYPES = (
    bool_,
    uint8,
    int8,
    int16,
    int32,
    int64,
    float16,
    float32,
    float64,
)
_BY_NUMPY = {d.numpy: d for d in ALL_DTYPES}

# Torch's short names for the same objects.
short, int_, long = int16, int32, int64
half, float_, double = float16, float32, float64

_default = float32


def from_numpy(numpy_dtype: np.dtype) -> dtype:
    """Gives the dtype that a NumPy dtype stores.

    Raises:
        TypeError: for strings, objects, complex numbers and other types that
            no tensor here can hold.
    """
    try:
        return _BY_NUMPY[numpy_dtype]
    except KeyError:
        native = numpy_dtype.newbyteorder("=")
        if native in _BY_NUMPY:
            raise ValueError(
                "given numpy array has byte order different from the native "
                "byte order. Conversion between byte orders is currently not "
                "supported."
            ) from None
    named = "numpy.str_" if numpy_dtype.kind == "U" else f"numpy.{numpy_dtype}"
    if numpy_dtype.kind == "O":
        named = "numpy.object_"
    raise TypeError(
        f"can't convert np.ndarray of type {named}. The only supported types "
        "are: float64, float32, float16, complex64, complex128, int64, int32, "
        "int16, int8, uint64, uint32, uint16, uint8, and bool."
    )


def get_default_dtype() -> dtype:
    """Gives the dtype that Python floats become: float32 unless changed."""
    return _default


def set_default_dtype(d: dtype) -> None:
    """Sets the dtype that Python floats become.

    Raises:
        TypeError: if ``d`` is not a floating-point dtype.
    """
    global _default
    if not isinstance(d, dtype):
        raise TypeError(
            "invalid dtype object: only floating-point types are supported as "
            "the default type"
        )
    if not d.is_floating_point:
        raise TypeError(
            "only floating-point types are supported as the default type"
        )
    _default = d


def promote_types(type1: dtype, type2: dtype) -> dtype:
    """Gives the smallest dtype that both can become without changing category.

    The higher category (bool < integer < floating point) wins whatever its
    size, so int64 and float16 make float16; within a category the wider wins.

    See https://pytorch.org/docs/stable/tensor_attributes.html.
    """
    if type1 is type2:
        return type1
    if type1.category != type2.category:
        return type1 if type1.category > type2.category else type2
    # uint8 and int8 have no common 8-bit type: NumPy and PyTorch say int16.
    return _BY_NUMPY[np.promote_types(type1.numpy, type2.numpy)]


def dtype_of_number(number: Any) -> dtype:
    """Gives the dtype of a Python number: bool, int64 or the default float."""
    if isinstance(number, bool):
        return bool_
    return int64 if isinstance(number, int) else _default


def result_type_of(operands: list[tuple[dtype, int]]) -> dtype:
    """Gives the dtype of an expression.

    Args:
        operands: a pair for each operand, its dtype and its rank: 2 for a
            tensor with dimensions, 1 for a 0-d tensor, 0 for a Python number.
            Operands of a lower rank count only if their *category* is higher.
    """
    result = None
    for rank in (2, 1, 0):
        here = None
        for d, r in operands:
            if r == rank:
                here = d if here is None else promote_types(here, d)
        if here is None:
            continue
        if result is None:
            result = here
        elif here.category > result.category:
            # A Python float next to integers is the default float.
            result = _default if rank == 0 and here.category == 2 else here
    assert result is not None
    return result


def can_cast(from_: dtype, to: dtype) -> bool:
    """Tells whether ``from_`` may be written into ``to`` in place.

    Only a fall in category is refused: floats into integers or bool, integers
    into bool.
    """
    return from_.category <= to.category and not (
        from_.category == 1 == to.category
        and from_.is_signed
        and not to.is_signed
    )


class finfo:
    """Numerical limits of a floating-point dtype, as ``torch.finfo``.

    Attributes:
        eps: the gap between 1 and the next number.
        max, min: the largest number, and its negative.
        tiny, smallest_normal: the smallest number with full precision.
        resolution: the decimal digits that survive, as a power of ten.
        bits: the size in bits.
    """

    def __init__(self, type: dtype | None = None) -> None:
        d = _default if type is None else type
        if not d.is_floating_point:
            raise TypeError(
                "torch.finfo() requires a floating point input type. Use "
                "torch.iinfo to handle 'torch.finfo'"
            )
        info = np.finfo(d.numpy)
        self.bits = info.bits
        self.eps = float(info.eps)
        self.max = float(info.max)
        self.min = float(info.min)
        self.tiny = self.smallest_normal = float(info.tiny)
        self.resolution = float(info.resolution)
        self.dtype = d.name

    def __repr__(self) -> str:
        return (
            f"finfo(resolution={self.resolution:g}, min={self.min:g}, "
            f"max={self.max:g}, eps={self.eps:g}, "
            f"smallest_normal={self.smallest_normal:g}, tiny={self.tiny:g}, "
            f"dtype={self.dtype})"
        )


class iinfo:
    """Numerical limits of an integer dtype, as ``torch.iinfo``.

    Attributes:
        max, min: the largest and the smallest integer.
        bits: the size in bits.
    """

    def __init__(self, type: dtype) -> None:
        if type.category != 1:
            raise TypeError(
                "torch.iinfo() requires an integer input type. Use "
                "torch.finfo to handle 'torch.iinfo'"
            )
        info = np.iinfo(type.numpy)
        self.bits = info.bits
        self.max = int(info.max)
        self.min = int(info.min)
        self.dtype = type.name

    def __repr__(self) -> str:
        return f"iinfo(min={self.min}, max={self.max}, dtype={self.dtype})"
