"""Shuffling: moving elements between the channels and the pixels of images.

No number changes, only its place; so each gradient is the shuffle that moves
everything back.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .._tensor import Tensor, wrap
from ..autograd.function import Op


class PixelShuffle(Op):
    """y = x with r² channels made one of r times the height and width, so ∂x =
    ∂y by PixelUnshuffle.

    A primitive because a view, a permutation and a view would be recorded.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, r: int) -> Tensor:
        ctx.r = r
        *batch, channels, h, w = x._array.shape
        blocks = x._array.reshape(*batch, channels // r**2, r, r, h, w)
        # (..., C, row in block, column in block, row, column)
        blocks = np.moveaxis(blocks, (-4, -3), (-3, -1))
        return wrap(blocks.reshape(*batch, channels // r**2, h * r, w * r))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return PixelUnshuffle.of(grad, ctx.r), None


class PixelUnshuffle(Op):
    """y = x with each r by r block of pixels made r² channels, so ∂x = ∂y by
    PixelShuffle.

    A primitive because a view, a permutation and a view would be recorded.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, r: int) -> Tensor:
        ctx.r = r
        *batch, channels, h, w = x._array.shape
        blocks = x._array.reshape(*batch, channels, h // r, r, w // r, r)
        # (..., C, row, row in block, column, column in block)
        blocks = np.moveaxis(blocks, (-3, -1), (-4, -3))
        return wrap(blocks.reshape(*batch, channels * r**2, h // r, w // r))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return PixelShuffle.of(grad, ctx.r), None


class ChannelShuffle(Op):
    """y = the channels of g groups dealt out in turn, as one deals cards, so ∂x
    = ∂y dealt back.

    A primitive because PyTorch's graph shows it as one node.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, groups: int) -> Tensor:
        n, channels, *size = x._array.shape
        ctx.hands = channels // groups
        dealt = x._array.reshape(n, groups, channels // groups, *size)
        return wrap(dealt.swapaxes(1, 2).reshape(x._array.shape))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return ChannelShuffle.of(grad, ctx.hands), None


def pixel_shuffle(input: Tensor, upscale_factor: int) -> Tensor:
    """Makes images larger, of fewer channels.

    Args:
        input: ``(*, C r², H, W)``.
        upscale_factor: r; the result is ``(*, C, H r, W r)``.

    See :func:`torch.nn.functional.pixel_shuffle`; Shi et al. (2016),
    https://arxiv.org/abs/1609.05158.
    """
    _check_pixels("pixel_shuffle", "upscale_factor", input, upscale_factor)
    if input.shape[-3] % upscale_factor**2:
        raise RuntimeError(
            "pixel_shuffle expects its input's 'channel' dimension to be "
            "divisible by the square of upscale_factor, but input.size(-3)="
            f"{input.shape[-3]} is not divisible by {upscale_factor**2}"
        )
    return PixelShuffle.apply(input, upscale_factor)


def pixel_unshuffle(input: Tensor, downscale_factor: int) -> Tensor:
    """Does the reverse of :func:`pixel_shuffle`.

    See :func:`torch.nn.functional.pixel_unshuffle`.
    """
    _check_pixels(
        "pixel_unshuffle", "downscale_factor", input, downscale_factor
    )
    for name, dim in (("height", -2), ("width", -1)):
        if input.shape[dim] % downscale_factor:
            raise RuntimeError(
                f"pixel_unshuffle expects {name} to be divisible by "
                f"downscale_factor, but input.size({dim})={input.shape[dim]} "
                f"is not divisible by {downscale_factor}"
            )
    return PixelUnshuffle.apply(input, downscale_factor)


def _check_pixels(name: str, option: str, input: Tensor, factor: int) -> None:
    if input.ndim < 3:
        raise RuntimeError(
            f"{name} expects input to have at least 3 dimensions, but got "
            f"input with {input.ndim} dimension(s)"
        )
    if factor <= 0:
        raise RuntimeError(
            f"{name} expects a positive {option}, but got {factor}"
        )


def channel_shuffle(input: Tensor, groups: int) -> Tensor:
    """Mixes the channels of several groups: 0 1 2 3 4 5 becomes 0 3 1 4 2 5.

    Args:
        input: ``(N, C, *)``.
        groups: how many groups the C channels are.

    See :func:`torch.nn.functional.channel_shuffle`; Zhang et al. (2018),
    https://arxiv.org/abs/1707.01083.
    """
    if input.ndim <= 2:
        raise RuntimeError(
            "channel_shuffle expects input with > 2 dims, but got input with "
            f"sizes {list(input.shape)}"
        )
    if groups <= 0:
        raise RuntimeError(
            "Number of groups to divide channels in must be positive. Value "
            f"of groups:{groups}"
        )
    if input.shape[1] % groups:
        raise RuntimeError(
            "Number of channels must be divisible by groups. Got "
            f"{input.shape[1]} channels and {groups} groups."
        )
    return ChannelShuffle.apply(input, groups)
