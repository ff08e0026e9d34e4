"""Other products: kron."""

from __future__ import annotations

from .._tensor import Tensor
from .shape import reshape


def kron(input: Tensor, other: Tensor) -> Tensor:
    """Computes the Kronecker product. See :func:`torch.kron`."""
    a, b = input._array.shape, other._array.shape
    n = max(len(a), len(b))
    a, b = (1,) * (n - len(a)) + a, (1,) * (n - len(b)) + b
    left = reshape(input, *(k for m in a for k in (m, 1)))
    right = reshape(other, *(k for m in b for k in (1, m)))
    return reshape(left * right, *(i * j for i, j in zip(a, b)))  # type: ignore[operator]
