"""Making tensors: from data, of one value, by rule.

Random tensors are made in ``random.py``; what needs operations (grids,
diagonals) in ``_ops``.
"""

from .data import (
    as_tensor,
    asarray,
    from_numpy,
    legacy_tensor,
    scalar_tensor,
    tensor,
)
from .filled import (
    empty,
    empty_like,
    full,
    full_like,
    ones,
    ones_like,
    zeros,
    zeros_like,
)
from .ranges import arange, eye, linspace, logspace
from .sizes import size_of

__all__ = [
    "arange",
    "as_tensor",
    "asarray",
    "empty",
    "empty_like",
    "eye",
    "from_numpy",
    "full",
    "full_like",
    "legacy_tensor",
    "linspace",
    "logspace",
    "ones",
    "ones_like",
    "scalar_tensor",
    "size_of",
    "tensor",
    "zeros",
    "zeros_like",
]
