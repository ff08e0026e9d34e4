"""Upsampling layers: images made larger. See ``_ops/interpolation.py``."""

from __future__ import annotations

from typing import Any

from .._tensor import Tensor
from . import functional as F
from .module import Module


class Upsample(Module):
    """Makes images larger, or smaller.

    ``(N, C, L)``, ``(N, C, H, W)`` or ``(N, C, D, H, W)``; each side n becomes
    ⌊n·scale_factor⌋, or as given.

    Args:
        size: the new size; or give ``scale_factor``.
        scale_factor: how many times the old size; may differ by dimension.
        mode: ``"nearest"``, ``"linear"``, ``"bilinear"``, ``"bicubic"`` or
            ``"trilinear"``.
        align_corners: whether the outermost pixels' middles stay.
        recompute_scale_factor: go by the new size, a whole number, instead.

    See :func:`~teachtorch.nn.functional.interpolate`.
    """

    def __init__(
        self,
        size: Any = None,
        scale_factor: Any = None,
        mode: str = "nearest",
        align_corners: bool | None = None,
        recompute_scale_factor: bool | None = None,
    ) -> None:
        super().__init__()
        self.name = type(self).__name__
        self.size = size
        if isinstance(scale_factor, tuple):
            self.scale_factor: Any = tuple(float(s) for s in scale_factor)
        else:
            self.scale_factor = float(scale_factor) if scale_factor else None
        self.mode = mode
        self.align_corners = align_corners
        self.recompute_scale_factor = recompute_scale_factor

    def forward(self, input: Tensor) -> Tensor:
        return F.interpolate(
            input,
            self.size,
            self.scale_factor,
            self.mode,
            self.align_corners,
            recompute_scale_factor=self.recompute_scale_factor,
        )

    def extra_repr(self) -> str:
        if self.scale_factor is not None:
            return f"scale_factor={self.scale_factor!r}, mode={self.mode!r}"
        return f"size={self.size!r}, mode={self.mode!r}"


class UpsamplingNearest2d(Upsample):
    """Makes images larger by repeating pixels.

    ``(N, C, H, W)``; each side n becomes ⌊n·scale_factor⌋, or as given.
    """

    def __init__(self, size: Any = None, scale_factor: Any = None) -> None:
        super().__init__(size, scale_factor, mode="nearest")


class UpsamplingBilinear2d(Upsample):
    """Makes images larger by bilinear interpolation, corners aligned.

    ``(N, C, H, W)``; each side n becomes ⌊n·scale_factor⌋, or as given.
    """

    def __init__(self, size: Any = None, scale_factor: Any = None) -> None:
        super().__init__(size, scale_factor, "bilinear", align_corners=True)
