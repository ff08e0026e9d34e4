"""Layers that compare two vectors."""

from __future__ import annotations

from .._tensor import Tensor
from . import functional as F
from .module import Module


class CosineSimilarity(Module):
    """The cosine of the angle between vectors along ``dim``.

    y = x₁·x₂/(max(‖x₁‖, ε)·max(‖x₂‖, ε)). Two inputs whose shapes broadcast;
    ``dim`` disappears.

    A vector shorter than ``eps`` counts as that long.
    """

    def __init__(self, dim: int = 1, eps: float = 1e-8) -> None:
        super().__init__()
        self.dim = dim
        self.eps = eps

    def forward(self, x1: Tensor, x2: Tensor) -> Tensor:
        return F.cosine_similarity(x1, x2, self.dim, self.eps)


class PairwiseDistance(Module):
    """The p-norm of the difference of vectors, plus ``eps`` in each element.

    y = (Σabs(x₁ − x₂ + ε)ᵖ)^(1/p). Inputs ``(N, D)`` or ``(D,)``; the last
    dimension disappears, or stays with size 1.
    """

    def __init__(
        self, p: float = 2.0, eps: float = 1e-6, keepdim: bool = False
    ) -> None:
        super().__init__()
        self.norm = p
        self.eps = eps
        self.keepdim = keepdim

    def forward(self, x1: Tensor, x2: Tensor) -> Tensor:
        return F.pairwise_distance(x1, x2, self.norm, self.eps, self.keepdim)
