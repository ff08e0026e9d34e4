"""Dropout layers: random zeros in train mode, nothing in eval mode."""

from __future__ import annotations

from .._tensor import Tensor
from . import functional as F
from .module import Module


class _DropoutNd(Module):
    """What the dropouts share: the probability.

    Args:
        p: how probable it is to drop.
        inplace: write the result over the input.
    """

    def __init__(self, p: float = 0.5, inplace: bool = False) -> None:
        super().__init__()
        if p < 0 or p > 1:
            raise ValueError(
                f"dropout probability has to be between 0 and 1, but got {p}"
            )
        self.p = p
        self.inplace = inplace

    def extra_repr(self) -> str:
        return f"p={self.p}, inplace={self.inplace}"


class Dropout(_DropoutNd):
    """Sets elements to 0 with probability p and scales up the rest.

    y = m·x/(1 − p), where each m is 0 with probability p and else 1; in
    evaluation y = x. Any shape; the output has the same.

    See :func:`~teachtorch.nn.functional.dropout`.
    """

    def forward(self, input: Tensor) -> Tensor:
        return F.dropout(input, self.p, self.training, self.inplace)


class Dropout1d(_DropoutNd):
    """Drops whole channels of ``(N, C, L)``.

    y = m·x/(1 − p) with one m for each channel, 0 with probability p and else
    1. Also ``(C, L)``; the output has the same shape.
    """

    def forward(self, input: Tensor) -> Tensor:
        return F.dropout1d(input, self.p, self.training, self.inplace)


class Dropout2d(_DropoutNd):
    """Drops whole channels of ``(N, C, H, W)``.

    y = m·x/(1 − p) with one m for each channel, 0 with probability p and else
    1. The output has the same shape.
    """

    def forward(self, input: Tensor) -> Tensor:
        return F.dropout2d(input, self.p, self.training, self.inplace)


class Dropout3d(_DropoutNd):
    """Drops whole channels of ``(N, C, D, H, W)``.

    y = m·x/(1 − p) with one m for each channel, 0 with probability p and else
    1. Also ``(C, D, H, W)``; the output has the same shape.
    """

    def forward(self, input: Tensor) -> Tensor:
        return F.dropout3d(input, self.p, self.training, self.inplace)


class AlphaDropout(_DropoutNd):
    """Drops to SELU's lower limit instead of 0.

    In evaluation y = x. Any shape; the output has the same.
    """

    def forward(self, input: Tensor) -> Tensor:
        return F.alpha_dropout(input, self.p, self.training)


class FeatureAlphaDropout(_DropoutNd):
    """Drops whole channels to SELU's lower limit.

    In evaluation y = x. ``(N, C, ...)``; the output has the same shape.
    """

    def forward(self, input: Tensor) -> Tensor:
        return F.feature_alpha_dropout(input, self.p, self.training)
