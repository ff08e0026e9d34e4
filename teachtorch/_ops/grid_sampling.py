"""Grid sampling: reading an image at any places, between its pixels too.

``grid_sample`` takes the places from a grid, which a network may compute;
``affine_grid`` makes grids that turn, stretch and move. Together they are a
spatial transformer: Jaderberg et al. (2015), https://arxiv.org/abs/1506.02025.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from itertools import product
from typing import Any

import numpy as np

from .._tensor import Tensor, wrap
from ..autograd.function import Op
from ..autograd.grad_mode import enable_grad
from .activation import hardtanh
from .gather import gather
from .interpolation import cubic_weights
from .operands import not_implemented
from .rounding import floor, round
from .where import masked, where

# ---------------------------------------------------------------------------
# Reading at places
# ---------------------------------------------------------------------------


def grid_sample(
    input: Tensor,
    grid: Tensor,
    mode: str = "bilinear",
    padding_mode: str = "zeros",
    align_corners: bool | None = None,
) -> Tensor:
    """Reads images at places of a grid, interpolating between pixels.

    Args:
        input: ``(N, C, H, W)`` or ``(N, C, D, H, W)``.
        grid: the places, ``(N, height, width, 2)`` or ``(N, depth, height,
            width, 3)``: x (and y, and z) from -1, left, to 1, right.
        mode: ``"bilinear"``, ``"nearest"`` or, for images, ``"bicubic"``.
        padding_mode: what is outside: ``"zeros"``, the ``"border"``, or the
            inside mirrored (``"reflection"``).
        align_corners: whether ±1 are the middles of the outermost pixels, or
            their edges.

    See :func:`torch.nn.functional.grid_sample`.
    """
    if mode not in ("bilinear", "nearest", "bicubic"):
        raise ValueError(
            "nn.functional.grid_sample(): expected mode to be 'bilinear', "
            f"'nearest' or 'bicubic', but got: '{mode}'"
        )
    if padding_mode not in ("zeros", "border", "reflection"):
        raise ValueError(
            "nn.functional.grid_sample(): expected padding_mode to be 'zeros', "
            f"'border', or 'reflection', but got: '{padding_mode}'"
        )
    align = _align_corners(align_corners)
    _check(input, grid, mode)
    return GridSampler.apply(input, grid, mode, padding_mode, align)


class GridSampler(Op):
    """y = Σ w x over the pixels x around each place, with weights w that
    depend on the place, so ∂x = w ∂y and ∂place = Σ w′ x ∂y.

    A primitive because PyTorch's graph shows it as one node. The formula is
    not spelled out: ``backward`` samples once more and lets the engine
    differentiate that.
    """

    inputs = 2
    dims: int

    @staticmethod
    def forward(
        ctx: Any, x: Tensor, grid: Tensor, mode: str, padding: str, align: bool
    ) -> Tensor:
        ctx.save_for_backward(x, grid)
        ctx.options = mode, padding, align
        ctx.dims = x.ndim - 2
        return sample(wrap(x._array), wrap(grid._array), *ctx.options)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> tuple:
        from ..autograd import grad as differentiate  # built on operations

        again = isinstance(grad, Tensor)
        saved = ctx.saved_tensors
        with enable_grad():
            # Aliases: the grid may be computed from the input, and only what
            # flows in here directly is wanted.
            xs = [
                x.view_as(x) if again and edge else _leaf(x)
                for x, edge in zip(saved, ctx.edges)
            ]
            wanted = [x for x, edge in zip(xs, ctx.edges) if edge]
            found = iter(
                differentiate(
                    sample(xs[0], xs[1], *ctx.options),
                    wanted,
                    grad if again else wrap(grad),
                    create_graph=again,
                    materialize_grads=True,  # "nearest" ignores the grid
                )
            )
        results = [next(found) if edge else None for edge in ctx.edges[:2]]
        if not again:
            results = [g if g is None else g._array for g in results]
        return *results, None, None, None

    def name(self) -> str:
        return f"GridSampler{self.dims}DBackward0"


def _leaf(x: Any) -> Tensor:
    return wrap(getattr(x, "_array", x)).requires_grad_()


def sample(
    input: Tensor, grid: Tensor, mode: str, padding: str, align: bool
) -> Tensor:
    """Adds up the pixels around each place, weighted."""
    size = input._array.shape[2:]
    around: list[list[tuple]] = []  # for each dimension: pixels and weights
    for dim, n in enumerate(size):
        place: Any = grid[..., len(size) - 1 - dim] + 1
        place = place * ((n - 1) / 2) if align else (place * n - 1) / 2
        around.append(_around(place, n, mode, padding, align))
    result: Any = 0
    for corner in product(*around):
        pixels = _pixels(input, [pixel for pixel, _ in corner])
        if mode == "nearest":
            return pixels
        weight: Any = 1
        for _, w in corner:
            weight = weight * w
        result = result + pixels * weight.unsqueeze(1)
    return result


def _around(
    place: Any, n: int, mode: str, padding: str, align: bool
) -> list[tuple]:
    """Gives the pixels to read in one dimension, and the weight of each."""
    if mode == "bicubic":  # each pixel by itself is brought back inside
        low = floor(place).detach()
        pixels = [_inside(low + k, n, padding, align) for k in range(-1, 3)]
        return list(zip(pixels, cubic_weights(place - low)))
    place = _inside(place, n, padding, align)
    if mode == "nearest":
        return [(round(place).detach(), 1)]
    low = floor(place).detach()
    part = place - low
    return [(low, 1 - part), (low + 1, part)]


def _inside(place: Any, n: int, padding: str, align: bool) -> Any:
    """Brings places outside the image back, unless there are zeros."""
    if padding == "reflection":
        place = _reflected(place, n, align)
    if padding != "zeros":
        place = hardtanh(place, 0.0, float(n - 1))
    return place


def _reflected(place: Any, n: int, align: bool) -> Any:
    """Folds places outside back inside, as often as needed."""
    low, span = (0.0, n - 1) if align else (-0.5, n)
    if span == 0:
        return place * 0
    distance = (place - low).abs()
    times = floor(distance / span).detach()
    extra = distance - times * span
    return where(times % 2 == 0, extra, span - extra) + low


def _pixels(input: Tensor, at: list[Any]) -> Any:
    """Gives the pixels at whole-numbered places, and 0 outside."""
    n, channels, *size = input._array.shape
    index: Any = 0
    inside: Any = True
    for place, length in zip((x._array for x in at), size):
        inside = inside & (place >= 0) & (place < length)
        within = np.clip(np.nan_to_num(place), 0, length - 1)
        index = index * length + within.astype(np.int64)
    shape = (n, channels, *index.shape[1:])
    flat = np.broadcast_to(index[:, None], shape).reshape(n, channels, -1)
    picked = gather(input.reshape(n, channels, -1), 2, wrap(flat))
    mask = wrap(np.broadcast_to(inside[:, None], shape))
    return masked(picked.reshape(shape), mask)


def _check(input: Tensor, grid: Tensor, mode: str) -> None:
    sizes = f"{list(input.shape)} and grid with sizes {list(grid.shape)}"
    if input.shape[0] != grid.shape[0]:
        raise RuntimeError(
            "grid_sampler(): expected grid and input to have same batch size, "
            f"but got input with sizes {sizes}"
        )
    if grid.shape[-1] != input.ndim - 2:
        raise RuntimeError(
            f"grid_sampler(): expected grid to have size {input.ndim - 2} in "
            f"last dimension, but got grid with sizes {list(grid.shape)}"
        )
    if input.ndim not in (4, 5) or grid.ndim != input.ndim:
        raise RuntimeError(
            "grid_sampler(): expected 4D or 5D input and grid with same number "
            f"of dimensions, but got input with sizes {sizes}"
        )
    for dim, n in enumerate(input.shape[2:], 2):
        if n == 0:
            raise RuntimeError(
                "grid_sampler(): expected input to have non-empty spatial "
                f"dimensions, but input has sizes {list(input.shape)} with "
                f"dimension {dim} being empty"
            )
    if mode == "bicubic" and input.ndim == 5:
        raise RuntimeError(
            "grid_sampler(): bicubic interpolation only supports 4D input"
        )
    if input.dtype is not grid.dtype:
        wanted, found = (x.dtype.kind for x in (input, grid))
        raise RuntimeError(f"expected scalar type {wanted} but found {found}")
    if not input.dtype.is_floating_point:
        name = f"grid_sampler_{input.ndim - 2}d_cpu_kernel_impl"
        raise not_implemented(name, input.dtype)


def _align_corners(value: bool | None) -> bool:
    if value is None:
        warnings.warn(
            "Default grid_sample and affine_grid behavior has changed to "
            "align_corners=False since 1.3.0. Please specify "
            "align_corners=True if the old behavior is desired. See the "
            "documentation of grid_sample for details.",
            stacklevel=3,
        )
    return bool(value)


# ---------------------------------------------------------------------------
# Grids that turn, stretch and move
# ---------------------------------------------------------------------------


class AffineGridGenerator(Op):
    """Y = B θᵀ, with B the pixels' own places, so ∂θ = ∂Yᵀ B.

    A primitive because PyTorch's graph shows it as one node.
    """

    inputs = 1

    @staticmethod
    def forward(ctx: Any, theta: Tensor, base: Tensor, size: tuple) -> Tensor:
        ctx.base, ctx.shape = base, theta._array.shape
        places = base._array @ theta._array.swapaxes(1, 2)
        return wrap(places.reshape(len(places), *size, len(size)))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        base = ctx.base if isinstance(grad, Tensor) else ctx.base._array
        n, rows, _ = ctx.shape
        grad = grad.reshape((n, -1, rows))
        return grad.mT @ base, None, None


def affine_grid(
    theta: Tensor, size: Sequence[int], align_corners: bool | None = None
) -> Tensor:
    """Makes the grid that an affine map θ sends the pixels of an image to.

    Args:
        theta: ``(N, 2, 3)`` for images, ``(N, 3, 4)`` for volumes.
        size: of the result of sampling: ``(N, C, H, W)`` or
            ``(N, C, D, H, W)``.
        align_corners: as for :func:`grid_sample`.

    See :func:`torch.nn.functional.affine_grid`.
    """
    align = _align_corners(align_corners)
    if theta._array.dtype.kind != "f":
        raise ValueError(
            f"Expected theta to have floating point type, but got {theta.dtype}"
        )
    dims = len(size) - 2
    if dims not in (2, 3):
        raise NotImplementedError(
            "affine_grid only supports 4D and 5D sizes, for 2D and 3D affine "
            f"transforms, respectively. Got size {size}."
        )
    if theta.ndim != 3 or theta.shape[1:] != (dims, dims + 1):
        raise ValueError(
            f"Expected a batch of {dims}D affine matrices of shape "
            f"Nx{dims}x{dims + 1} for size {size}. Got {theta.shape}."
        )
    if align and min(size[2:]) == 1:
        warnings.warn(
            "Since version 1.3.0, affine_grid behavior has changed for "
            "unit-size grids when align_corners=True. This is not an intended "
            "use case of affine_grid. See the documentation of affine_grid "
            "for details.",
            stacklevel=2,
        )
    elif min(size) <= 0:
        raise ValueError(f"Expected non-zero, positive output size. Got {size}")
    axes = []
    for n in size[2:]:
        end = 1.0 if align else 1 - 1 / n
        axes.append(np.linspace(-end, end, n) if n > 1 else np.zeros(1))
    # x is the last dimension of an image, and the first entry of a place.
    places = np.meshgrid(*axes, indexing="ij")[::-1]
    ones = np.ones(tuple(size[2:]))
    grid = np.stack([*places, ones], -1).reshape(-1, dims + 1)
    base = wrap(grid.astype(theta._array.dtype))
    return AffineGridGenerator.apply(theta, base, tuple(size[2:]))
