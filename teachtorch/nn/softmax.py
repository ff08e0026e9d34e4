"""Softmax layers: from any numbers to probabilities."""

from __future__ import annotations

from .._tensor import Tensor
from . import functional as F
from .module import Module


class Softmax(Module):
    """Turns numbers into positive ones that add up to 1 along ``dim``.

    y_i = exp(x_i)/Σ_j exp(x_j). Any shape; the output has the same.
    """

    def __init__(self, dim: int | None = None) -> None:
        super().__init__()
        self.dim = dim

    def forward(self, input: Tensor) -> Tensor:
        return F.softmax(input, self.dim, _stacklevel=5)

    def extra_repr(self) -> str:
        return f"dim={self.dim}"


class Softmin(Softmax):
    """Computes the softmax of minus its input.

    y_i = exp(−x_i)/Σ_j exp(−x_j). Any shape; the output has the same.
    """

    def forward(self, input: Tensor) -> Tensor:
        return F.softmin(input, self.dim, _stacklevel=5)


class LogSoftmax(Softmax):
    """Computes the logarithm of the softmax, exactly where it is tiny.

    y_i = x_i − log Σ_j exp(x_j). Any shape; the output has the same.
    """

    def forward(self, input: Tensor) -> Tensor:
        return F.log_softmax(input, self.dim, _stacklevel=5)


class Softmax2d(Module):
    """Applies softmax over the channels of each pixel.

    ``(N, C, H, W)`` or ``(C, H, W)``; the output has the same shape.
    """

    def forward(self, input: Tensor) -> Tensor:
        if input.dim() not in (3, 4):
            raise ValueError(
                "Softmax2d: expected input to be 3D or 4D, got "
                f"{input.dim()}D instead"
            )
        return F.softmax(input, -3, _stacklevel=5)
