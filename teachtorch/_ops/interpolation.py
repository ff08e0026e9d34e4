"""Interpolation: making images larger or smaller.

Along one dimension every new pixel is a weighted sum of a few old ones, its
*taps*: one of them for ``"nearest"``, two for ``"linear"``, four for cubic.
Several dimensions are done one after the other. That is linear, so the
gradient sends every tap's share back, with the same weights.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from .._tensor import Tensor, wrap
from ..autograd.function import Op
from .adaptive_pooling import (
    adaptive_avg_pool1d,
    adaptive_avg_pool2d,
    adaptive_avg_pool3d,
)
from .operands import not_implemented

# ---------------------------------------------------------------------------
# One dimension
# ---------------------------------------------------------------------------


class Taps(NamedTuple):
    """How the new places of one dimension are made from the old ones.

    Attributes:
        size: how many old places there are.
        places: for each tap, the old place that each new one reads.
        weights: for each tap, its weights; None stands for 1.
    """

    size: int
    places: list[np.ndarray]
    weights: list[np.ndarray] | None


def nearest_taps(size: int, new: int, step: float, middle: bool) -> Taps:
    """Reads the old place whose pixel the new one's edge or middle is in."""
    # PyTorch computes these in single precision, whatever the input's.
    i = np.arange(new, dtype=np.float32) + np.float32(0.5 if middle else 0)
    place = np.floor(i * np.float32(step)).astype(np.int64)
    return Taps(size, [np.minimum(place, size - 1)], None)


def linear_taps(
    size: int, new: int, step: float, align: bool, dtype: np.dtype
) -> Taps:
    """Reads the two old places around each new one."""
    x = np.maximum(_sources(new, step, align, dtype), 0)
    left = np.minimum(x.astype(np.int64), size - 1)
    right = np.minimum(left + 1, size - 1)
    t = np.clip(x - left, 0, 1).astype(dtype)
    return Taps(size, [left, right], [1 - t, t])


def cubic_taps(
    size: int, new: int, step: float, align: bool, dtype: np.dtype
) -> Taps:
    """Reads four old places around each new one."""
    x = _sources(new, step, align, dtype)
    first = np.floor(x)
    t = (x - first).astype(dtype)
    places = [
        np.clip(first.astype(np.int64) + k, 0, size - 1) for k in range(-1, 3)
    ]
    return Taps(size, places, cubic_weights(t))


def cubic_weights(t: Any) -> list:
    """Weighs the places −1, 0, 1 and 2 for a new one at t, from 0 to 1.

    The weights are Keys' with a = −3/4: Keys (1981),
    https://doi.org/10.1109/TASSP.1981.1163711.
    """
    a = -0.75

    def near(d: Any) -> Any:  # for distances up to 1
        return ((a + 2) * d - (a + 3)) * d * d + 1

    def far(d: Any) -> Any:  # for distances from 1 to 2
        return ((a * d - 5 * a) * d + 8 * a) * d - 4 * a

    return [far(t + 1), near(t), near(1 - t), far(2 - t)]


def smooth_taps(
    size: int, new: int, step: float, mode: str, dtype: np.dtype
) -> Taps:
    """Reads every old place that a new one covers: ``antialias=True``.

    Where the image shrinks, the weighting function is stretched over ``step``
    old places, so that none is skipped; the weights of a new one add up to 1.
    """
    weigh, reach = _WEIGHTINGS[mode]
    kind = dtype.type
    stretch = kind(max(step, 1.0))
    reach *= stretch
    half = kind(0.5)
    middle = kind(step) * (np.arange(new, dtype=dtype) + half)
    first = np.maximum((middle - reach + half).astype(np.int64), 0)
    last = np.minimum((middle + reach + half).astype(np.int64), size)
    places, weights = [], []
    for k in range(int(np.max(last - first))):
        place = first + k
        weight = weigh((place - middle + half).astype(dtype) / stretch)
        places.append(np.minimum(place, size - 1))
        weights.append(np.where(place < last, weight, 0).astype(dtype))
    total = np.sum(weights, 0)
    return Taps(size, places, [weight / total for weight in weights])


def _triangle(d: np.ndarray) -> np.ndarray:
    return np.maximum(1 - np.abs(d), 0)


def _keys(d: np.ndarray) -> np.ndarray:
    """Weighs as cubic_taps, but with a = −1/2."""
    d, a = np.abs(d), -0.5
    near = ((a + 2) * d - (a + 3)) * d * d + 1
    far = (((d - 5) * d + 8) * d - 4) * a
    return np.where(d < 1, near, np.where(d < 2, far, 0))


def _lanczos(d: np.ndarray) -> np.ndarray:
    return np.where(np.abs(d) < 3, np.sinc(d) * np.sinc(d / 3), 0)


# How a place counts by its distance, and up to what distance it does.
_WEIGHTINGS = {
    "bilinear": (_triangle, 1.0),
    "bicubic": (_keys, 2.0),
    "lanczos": (_lanczos, 3.0),
}


def _sources(new: int, step: float, align: bool, dtype: np.dtype) -> np.ndarray:
    """Gives where the new places are among the old ones.

    With ``align`` the outermost places coincide; without, the pixels' edges.
    """
    kind = np.promote_types(dtype, np.float32).type
    i = np.arange(new, dtype=kind)
    if align:
        return i * kind(step)
    return kind(step) * (i + kind(0.5)) - kind(0.5)


def resample(x: np.ndarray, axis: int, taps: Taps) -> np.ndarray:
    """Computes the new places along one axis."""
    parts = [x.take(place, axis) for place in taps.places]
    if taps.weights is None:
        return parts[0]
    shape = (-1, *(1,) * (x.ndim - axis - 1))
    result = parts[0] * taps.weights[0].reshape(shape)
    for part, weight in zip(parts[1:], taps.weights[1:]):
        result += part * weight.reshape(shape)
    return result


def resample_back(v: np.ndarray, axis: int, taps: Taps) -> np.ndarray:
    """Sends to each old place what the new ones read from it, weighted."""
    v = np.moveaxis(v, axis, 0)
    x = np.zeros((taps.size, *v.shape[1:]), v.dtype)
    for k, place in enumerate(taps.places):
        share = v
        if taps.weights is not None:
            share = v * taps.weights[k].reshape(-1, *(1,) * (v.ndim - 1))
        np.add.at(x, place, share)
    return np.moveaxis(x, 0, axis)


# ---------------------------------------------------------------------------
# All of them
# ---------------------------------------------------------------------------


class Upsample(Op):
    """y = x resampled along its last dims, so ∂x = ∂y sent back where it was
    read.

    A primitive because PyTorch's graph shows it as one node.
    """

    inputs = 1
    taps: list[Taps]
    mode: str

    @staticmethod
    def forward(ctx: Any, x: Tensor, taps: list[Taps], mode: str) -> Tensor:
        ctx.taps, ctx.mode = taps, mode
        y = x._array
        for axis, of_axis in enumerate(taps, y.ndim - len(taps)):
            y = resample(y, axis, of_axis)
        return wrap(np.ascontiguousarray(y))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return _UpsampleBack.of(grad, ctx.taps, ctx.mode), None, None

    def name(self) -> str:
        return f"Upsample{self.mode}Backward0"


class _UpsampleBack(Op):
    """x = v sent back to where resampling read it, so ∂v = ∂x resampled."""

    @staticmethod
    def forward(ctx: Any, v: Tensor, taps: list[Taps], mode: str) -> Tensor:
        ctx.taps, ctx.mode = taps, mode
        x = v._array
        for axis, of_axis in enumerate(taps, x.ndim - len(taps)):
            x = resample_back(x, axis, of_axis)
        return wrap(np.ascontiguousarray(x))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return Upsample.of(grad, ctx.taps, ctx.mode), None, None


# For each mode the number of dimensions it is for, and what the node is called.
_KINDS = {
    "nearest": ((3, 4, 5), "Nearest"),
    "nearest-exact": ((3, 4, 5), "NearestExact"),
    "area": ((3, 4, 5), ""),
    "linear": ((3,), "Linear"),
    "bilinear": ((4,), "Bilinear"),
    "bicubic": ((4,), "Bicubic"),
    "lanczos": ((4,), "Lanczos"),
    "trilinear": ((5,), "Trilinear"),
}


def interpolate(
    input: Tensor,
    size: int | Sequence[int] | None = None,
    scale_factor: float | Sequence[float] | None = None,
    mode: str = "nearest",
    align_corners: bool | None = None,
    recompute_scale_factor: bool | None = None,
    antialias: bool = False,
) -> Tensor:
    """Makes images (or sequences, or volumes) larger or smaller.

    Args:
        input: ``(N, C, L)``, ``(N, C, H, W)`` or ``(N, C, D, H, W)``.
        size: the new size; or give ``scale_factor``.
        scale_factor: how many times the old size; may differ by dimension.
        mode: ``"nearest"``, ``"nearest-exact"``, ``"linear"``,
            ``"bilinear"``, ``"bicubic"``, ``"lanczos"``, ``"trilinear"`` or
            ``"area"``.
        align_corners: whether the outermost pixels' middles stay where they
            are, or their edges do.
        recompute_scale_factor: go by the new size, which is a whole number,
            instead of ``scale_factor``.
        antialias: let every old pixel count when an image shrinks; for
            ``"bilinear"``, ``"bicubic"`` and ``"lanczos"``, which needs it.

    See :func:`torch.nn.functional.interpolate`.

    >>> from teachtorch import tensor
    >>> interpolate(tensor([[[1.0, 3.0]]]), scale_factor=2, mode="linear")
    tensor([[[1.0000, 1.5000, 2.5000, 3.0000]]])
    """
    blocky = mode in ("nearest", "nearest-exact", "area")
    if blocky and align_corners is not None:
        raise ValueError(
            "align_corners option can only be set with the interpolating "
            "modes: linear | bilinear | bicubic | trilinear"
        )
    scales = None
    if size is not None:
        if scale_factor is not None:
            raise ValueError(
                "only one of size or scale_factor should be defined"
            )
        if recompute_scale_factor:
            raise ValueError(
                "recompute_scale_factor is not meaningful with an explicit "
                "size."
            )
        new = _for_each(input, "output size", "o", size)
    elif scale_factor is None:
        raise ValueError("either size or scale_factor should be defined")
    else:
        scales = _for_each(input, "scale_factor", "s", scale_factor)
        new = tuple(int(n * s) for n, s in zip(input.shape[2:], scales))
        if recompute_scale_factor:
            scales = None
    _check_antialias(input, mode, antialias, align_corners)
    _check_mode(input, mode)
    if mode == "area":
        pools = adaptive_avg_pool1d, adaptive_avg_pool2d, adaptive_avg_pool3d
        return pools[input.ndim - 3](input, new)
    _check_sizes(input, mode, new, antialias)
    taps = _taps(input, new, scales, mode, bool(align_corners), antialias)
    node = f"{_KINDS[mode][1]}{len(taps)}D{'Aa' if antialias else ''}"
    return Upsample.apply(input, taps, node)


def _check_antialias(
    input: Tensor, mode: str, antialias: bool, align_corners: bool | None
) -> None:
    if antialias and (mode not in _WEIGHTINGS or input.ndim != 4):
        raise ValueError(
            "Anti-alias option is restricted to bilinear, bicubic, and lanczos "
            "modes and requires a 4-D tensor as input"
        )
    if mode == "lanczos" and not antialias:
        raise ValueError("Lanczos mode requires antialias=True")
    if mode == "lanczos" and align_corners:
        raise ValueError("Lanczos mode does not support align_corners=True")


def _for_each(input: Tensor, what: str, short: str, value: Any) -> tuple:
    """Gives a size or a scale as one number for each dimension."""
    dims = max(input.ndim - 2, 0)
    if not isinstance(value, (list, tuple)):
        return (value,) * dims
    if len(value) != dims:
        shown = "output size of" if short == "o" else "scale_factor of shape"
        form = "output size" if short == "o" else "scale_factor"
        raise ValueError(
            "Input and "
            + ("output" if short == "o" else "scale_factor")
            + " must have the same number of spatial dimensions, but got input "
            f"with spatial dimensions of {list(input.shape[2:])} and {shown} "
            f"{value}. Please provide input tensor in (N, C, d1, d2, ...,dK) "
            f"format and {form} in ({short}1, {short}2, ...,{short}K) format."
        )
    if short == "o" and not all(isinstance(n, int) for n in value):
        raise TypeError(
            "expected size to be one of int or Tuple[int] or Tuple[int, int] "
            "or Tuple[int, int, int], but got size with types "
            f"{[type(n) for n in value]}"
        )
    return tuple(value)


def _check_mode(input: Tensor, mode: str) -> None:
    dims = _KINDS[mode][0] if mode in _KINDS else ()
    if input.ndim in dims:
        return
    if mode in ("linear", "bilinear", "trilinear") and input.ndim in (3, 4, 5):
        raise NotImplementedError(
            f"Got {input.ndim}D input, but {mode} mode needs {dims[0]}D input"
        )
    raise NotImplementedError(
        "Input Error: Only 3D, 4D and 5D input Tensors supported (got "
        f"{input.ndim}D) for the modes: nearest | linear | bilinear | bicubic "
        "| trilinear | lanczos | area | nearest-exact (got "
        f"{mode})"
    )


def _check_sizes(input: Tensor, mode: str, new: tuple, antialias: bool) -> None:
    old = input._array.shape[2:]
    if min(*old, *new, math.inf) < 1:
        names = {1: "W", 2: "HW", 3: "DHW"}[len(new)]
        before, after = (
            ", ".join(f"{a}: {n}" for a, n in zip(names, sizes))
            for sizes in (old, new)
        )
        raise RuntimeError(
            "Input and output sizes should be greater than 0, but got input "
            f"({before}) output ({after})"
        )
    if 0 in input._array.shape[1:]:
        raise RuntimeError(
            f"Non-empty {input.ndim}D data tensor expected but got a tensor "
            f"with sizes {list(input.shape)}"
        )
    kind = input._array.dtype
    if antialias and kind not in (np.float32, np.float64):
        raise not_implemented("compute_index_ranges_weights", input.dtype)
    if kind.kind != "f" and not (kind == np.uint8 and mode.startswith("near")):
        name = mode.replace("-exact", "")
        last = "_channels_last" if input.ndim > 3 and mode != "bicubic" else ""
        raise not_implemented(
            f"upsample_{name}{input.ndim - 2}d{last}", input.dtype
        )


def _taps(
    input: Tensor,
    new: tuple,
    scales: tuple | None,
    mode: str,
    align: bool,
    antialias: bool,
) -> list[Taps]:
    """Gives the taps of each dimension."""
    result = []
    for i, (n, m) in enumerate(zip(input._array.shape[2:], new)):
        # How far apart two new places are, in old ones.
        if align and not mode.startswith("nearest"):
            step = (n - 1) / (m - 1) if m > 1 else 0.0
        else:
            step = n / m if scales is None else 1 / scales[i]
        if antialias:
            result.append(smooth_taps(n, m, step, mode, input._array.dtype))
        elif mode.startswith("nearest"):
            result.append(nearest_taps(n, m, step, mode == "nearest-exact"))
        else:
            make = cubic_taps if mode == "bicubic" else linear_taps
            result.append(make(n, m, step, align, input._array.dtype))
    return result
