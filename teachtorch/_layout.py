"""Layouts and memory formats: names that PyTorch's arguments may have.

Every tensor here is ``strided``. Of the memory formats two mean something to
``clone`` and ``contiguous``: row order, and the order that the tensor has.
"""

from __future__ import annotations

import numpy as np


class layout:
    """How elements lie in memory, as ``torch.layout``."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return f"torch.{self.name}"


class memory_format(layout):
    """The order of the dims in memory, as ``torch.memory_format``."""


strided = layout("strided")
contiguous_format = memory_format("contiguous_format")
preserve_format = memory_format("preserve_format")


def is_dense(array: np.ndarray) -> bool:
    """Tells whether an array fills its memory without gaps or repeats."""
    if array.flags.c_contiguous or array.flags.f_contiguous:
        return True
    order = np.argsort([-s for s in array.strides], kind="stable")
    return array.transpose(order).flags.c_contiguous
