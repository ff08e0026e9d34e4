"""Names that PyTorch had before 0.4 and that old tutorials still use.

``torch.FloatTensor(2, 3)``, ``x.type(torch.DoubleTensor)`` and
``isinstance(x, torch.LongTensor)`` mean a dtype where today one writes
``dtype=torch.float32``.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from . import _dtype
from ._creation import legacy_tensor
from ._tensor import Tensor, wrap


class _TensorType(type):
    """A type such as ``torch.FloatTensor``: a dtype in the shape of a class."""

    dtype: _dtype.dtype

    def __call__(cls, *data: Any) -> Tensor:
        array = legacy_tensor(Tensor, data)._array
        if all(isinstance(n, int) for n in data):  # sizes, not numbers
            return wrap(np.empty(array.shape, cls.dtype.numpy))
        return wrap(array.astype(cls.dtype.numpy))

    def __instancecheck__(cls, x: object) -> bool:
        return isinstance(x, Tensor) and x.dtype is cls.dtype

    def __repr__(cls) -> str:
        return f"<class 'torch.{cls.__name__}'>"


def _type_of(d: _dtype.dtype) -> _TensorType:
    return _TensorType(f"{d.kind}Tensor", (), {"dtype": d})


FloatTensor = _type_of(_dtype.float32)
DoubleTensor = _type_of(_dtype.float64)
HalfTensor = _type_of(_dtype.float16)
ByteTensor = _type_of(_dtype.uint8)
CharTensor = _type_of(_dtype.int8)
ShortTensor = _type_of(_dtype.int16)
IntTensor = _type_of(_dtype.int32)
LongTensor = _type_of(_dtype.int64)
BoolTensor = _type_of(_dtype.bool_)


def set_default_tensor_type(t: Any) -> None:
    """Sets the default float by an old type name or type."""
    if isinstance(t, str):
        t = globals()[t.removeprefix("torch.")]
    _dtype.set_default_dtype(t.dtype)
