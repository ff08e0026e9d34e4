"""Layers that move elements between channels and pixels."""

from __future__ import annotations

from .._tensor import Tensor
from . import functional as F
from .module import Module


class PixelShuffle(Module):
    """Makes images r times as large, of r² times fewer channels.

    ``(*, C·r², H, W)`` becomes ``(*, C, H·r, W·r)``.

    See :func:`~teachtorch.nn.functional.pixel_shuffle`.
    """

    def __init__(self, upscale_factor: int) -> None:
        super().__init__()
        self.upscale_factor = upscale_factor

    def forward(self, input: Tensor) -> Tensor:
        return F.pixel_shuffle(input, self.upscale_factor)

    def extra_repr(self) -> str:
        return f"upscale_factor={self.upscale_factor}"


class PixelUnshuffle(Module):
    """Does the reverse of PixelShuffle.

    ``(*, C, H·r, W·r)`` becomes ``(*, C·r², H, W)``.
    """

    def __init__(self, downscale_factor: int) -> None:
        super().__init__()
        self.downscale_factor = downscale_factor

    def forward(self, input: Tensor) -> Tensor:
        return F.pixel_unshuffle(input, self.downscale_factor)

    def extra_repr(self) -> str:
        return f"downscale_factor={self.downscale_factor}"


class ChannelShuffle(Module):
    """Mixes the channels of several groups.

    ``(N, C, *)``; channel i·(C/g) + j goes to place j·g + i for g groups.

    See :func:`~teachtorch.nn.functional.channel_shuffle`.
    """

    def __init__(self, groups: int) -> None:
        super().__init__()
        self.groups = groups

    def forward(self, input: Tensor) -> Tensor:
        return F.channel_shuffle(input, self.groups)

    def extra_repr(self) -> str:
        return f"groups={self.groups}"
