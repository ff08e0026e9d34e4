"""Distances and angles between vectors."""

from __future__ import annotations

from typing import Any

from .._tensor import Tensor
from ..autograd.grad_mode import no_grad
from .expand import broadcast_tensors
from .norms import LinalgVectorNorm, vector_norm


class Norm(LinalgVectorNorm):
    """y = (Σ |xᵢ|ᵖ)^(1/p), so ∂xᵢ = ∂y·xᵢ·|xᵢ|ᵖ⁻²/yᵖ⁻¹, and 0 where y = 0.

    A primitive because PyTorch's graph names the norm so in a distance.
    """

    number = 1


def pairwise_distance(
    x1: Tensor,
    x2: Tensor,
    p: float = 2.0,
    eps: float = 1e-6,
    keepdim: bool = False,
) -> Tensor:
    """Computes the p-norm of x1 - x2 + eps along the last dimension.

    See :func:`torch.nn.functional.pairwise_distance`.
    """
    a: Any = x1
    difference = a - x2 + eps
    last = (difference.ndim - 1,)
    return Norm.apply(difference, float(p), last, keepdim)


def cosine_similarity(
    x1: Tensor, x2: Tensor, dim: int = 1, eps: float = 1e-8
) -> Tensor:
    """Computes the cosine of the angle between vectors along ``dim``.

    A vector shorter than ``eps`` counts as that long, in the derivative too.

    See :func:`torch.nn.functional.cosine_similarity`.
    """
    units: list[Any] = []
    for x in broadcast_tensors(x1, x2):
        length: Any = vector_norm(x, 2, dim, keepdim=True).clone()
        with no_grad():
            length.clamp_(min=eps)
        units.append(x / length)
    return (units[0] * units[1]).sum(dim)
