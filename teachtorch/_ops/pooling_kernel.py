"""Pooling of arrays: the largest element, or the mean, of every window.

A window is a product of ranges, one for each dimension. So both are computed
one dimension after the other, columns before rows: the maximum over k·k
elements takes 2(k − 1) comparisons of whole arrays instead of k² − 1.
"""

from __future__ import annotations

from math import prod
from typing import Any, NamedTuple

import numpy as np

from .where import masked


class Window(NamedTuple):
    """How a window moves over its input: one number for each dimension."""

    kernel: tuple[int, ...]
    stride: tuple[int, ...]
    padding: tuple[int, ...]
    dilation: tuple[int, ...]
    ceil_mode: bool

    def counts(self, size: tuple) -> tuple[int, ...]:
        """Gives the number of places that the window takes."""
        result = []
        for n, k, s, p, d in zip(size, *self[:4]):
            room = n + 2 * p - d * (k - 1) - 1
            count = (room + (s - 1 if self.ceil_mode else 0)) // s + 1
            # With ceil_mode the last window may stick out at the end, but
            # must not begin there.
            if self.ceil_mode and (count - 1) * s >= n + p:
                count -= 1
            result.append(count)
        return tuple(result)

    def padded(self, x: np.ndarray, value: Any) -> np.ndarray:
        """Puts a value around the last dimensions, where windows reach."""
        size = x.shape[-len(self.kernel) :]
        pads = [(0, 0)] * (x.ndim - len(size))
        for n, count, k, s, p, d in zip(size, self.counts(size), *self[:4]):
            reach = (count - 1) * s + d * (k - 1) + 1
            pads.append((p, max(p, reach - n - p)))
        if not any(after or before for before, after in pads):
            return x
        shape = [n + sum(pad) for n, pad in zip(x.shape, pads)]
        result = np.full(shape, value, x.dtype)
        inside = tuple(slice(a, a + n) for n, (a, _) in zip(x.shape, pads))
        result[inside] = x
        return result

    @property
    def apart(self) -> bool:
        """Whether no element is in two windows, and none is padding."""
        reaches = (d * (k - 1) for k, d in zip(self.kernel, self.dilation))
        apart = all(s > reach for s, reach in zip(self.stride, reaches))
        return apart and not any(self.padding)

    def parts(self, x: np.ndarray, dim: int, count: int) -> list[np.ndarray]:
        """Gives, for each place in the window, that element of all windows.

        Only along one dimension ``dim`` of the window.
        """
        k, s, d = self.kernel[dim], self.stride[dim], self.dilation[dim]
        axis = x.ndim - len(self.kernel) + dim
        before = (slice(None),) * axis
        return [
            x[(*before, slice(d * i, d * i + s * (count - 1) + 1, s))]
            for i in range(k)
        ]


# ---------------------------------------------------------------------------
# The largest element
# ---------------------------------------------------------------------------


def _lowest(dtype: np.dtype) -> Any:
    return -np.inf if dtype.kind == "f" else np.iinfo(dtype).min


def max_pool(x: np.ndarray, window: Window) -> np.ndarray:
    """Computes the largest element of each window."""
    dims = len(window.kernel)
    counts = window.counts(x.shape[-dims:])
    y = window.padded(x, _lowest(x.dtype))
    for dim in reversed(range(dims)):
        first, *others = window.parts(y, dim, counts[dim])
        y = first.copy() if not others else np.maximum(first, others[0])
        for part in others[1:]:
            np.maximum(y, part, out=y)
    return y


def max_pool_with_places(
    x: np.ndarray, window: Window
) -> tuple[np.ndarray, list[np.ndarray]]:
    """Computes the same, and finds where each largest element is.

    The first one, if several are equal: the earliest row, and in it the
    earliest column. A nan counts as the largest.

    Returns:
        the largest elements; and the chosen places in the window, an array
        for each dimension. As columns are treated before rows, there is a row
        for each window, but a column for each *row* of each window.
    """
    dims = len(window.kernel)
    counts = window.counts(x.shape[-dims:])
    y = window.padded(x, _lowest(x.dtype))
    has_nan = x.dtype.kind == "f" and x.size > 0 and np.isnan(x.max())
    # A place in a window is a small number: one byte each is much faster.
    small = np.uint8 if max(window.kernel) < 256 else np.int32
    places: list[np.ndarray] = []
    for dim in reversed(range(dims)):
        # Copied, the parts lie in memory in one piece, which is much faster.
        best, *others = (p.copy() for p in window.parts(y, dim, counts[dim]))
        chosen = np.zeros(best.shape, small)
        for i, part in enumerate(others, 1):
            larger = part > best
            if has_nan:
                larger |= part != part
            if i == 1:
                chosen = larger.astype(small)
            else:
                np.maximum(chosen, larger * small(i), out=chosen)
            np.maximum(best, part, out=best)
        places.insert(0, chosen)
        y = best
    return y, places


def max_pool_gradient(
    v: np.ndarray, places: list[np.ndarray], window: Window, shape: tuple
) -> np.ndarray:
    """Gives each v to the x that was chosen, if no x is in two windows.

    Plainly: zeros of the shape, with each v put where ``indices_of(places)``
    says. It is faster to go back the way that the choice was made: each v goes
    to one row, and what a row has got goes to one of its columns.
    """
    dims = len(window.kernel)
    size = shape[-dims:]
    for dim, (chosen, count) in enumerate(zip(places, window.counts(size))):
        k, s, d = window.kernel[dim], window.stride[dim], window.dilation[dim]
        axis = v.ndim - dims + dim
        length = max(size[dim], (count - 1) * s + d * (k - 1) + 1)
        make = np.empty if count * k == length else np.zeros
        wide = make((*v.shape[:axis], length, *v.shape[axis + 1 :]), v.dtype)
        for i, part in enumerate(window.parts(wide, dim, count)):
            part[...] = masked(v, chosen == i)
        v = wide
    # With ceil_mode the last window may reach beyond the end.
    inside: Any = (..., *(slice(n) for n in size))
    return np.ascontiguousarray(v[inside])


def indices_of(
    places: list[np.ndarray], window: Window, shape: tuple
) -> np.ndarray:
    """Turns what was chosen in an x of a shape into places in its planes.

    These are counted row by row.
    """
    size = shape[-len(window.kernel) :]
    counts = window.counts(size)
    at: list[np.ndarray] = []
    for dim, chosen in reversed(list(enumerate(places))):
        # Of the dimensions done before, keep what belongs to the chosen.
        at = [_take(window.parts(a, dim, counts[dim]), chosen) for a in at]
        at.insert(0, chosen)
    return _in_plane(at, window, size)


def _take(parts: list[np.ndarray], chosen: np.ndarray) -> np.ndarray:
    """Takes from each window the part that was chosen."""
    if len(parts) == 2:  # p₀ + (p₁ − p₀)·chosen; small numbers may wrap around
        result = parts[1] - parts[0]
        result *= chosen
        result += parts[0]
        return result
    result = np.zeros(chosen.shape, chosen.dtype)
    for i, part in enumerate(parts):
        result += part * (chosen == i)
    return result


def _in_plane(at: list[np.ndarray], window: Window, size: tuple) -> np.ndarray:
    """Turns places in windows into places in the plane, counted by rows."""
    dims = len(size)
    index: Any = 0
    for dim, count in enumerate(window.counts(size)):
        first = np.arange(count, dtype=np.int32) * window.stride[dim]
        first -= window.padding[dim]
        place = at[dim].astype(np.int32)
        place *= window.dilation[dim]
        place += first.reshape(-1, *(1,) * (dims - dim - 1))
        if window.padding[dim]:  # chosen only where all else is -inf too
            np.clip(place, 0, size[dim] - 1, out=place)
        if dim > 0:
            index *= size[dim]
            place += index
        index = place
    return index.astype(np.int64)


def scatter_planes(
    values: np.ndarray, index: np.ndarray, shape: tuple, dims: int
) -> np.ndarray:
    """Adds values at places of their planes, in zeros of a shape.

    Args:
        values: one for each window.
        index: its place in its plane.
        shape: of the result.
        dims: how many dimensions a plane has.
    """
    x = np.zeros(shape, values.dtype)
    places = _everywhere(index, dims, prod(shape[-dims:]))
    np.add.at(x.reshape(-1), places, values.ravel())
    return x


def place_in_planes(
    values: np.ndarray, index: np.ndarray, shape: tuple, dims: int
) -> np.ndarray:
    """Puts values at places of their planes, in zeros; the last one stays."""
    x = np.zeros(shape, values.dtype)
    x.reshape(-1)[_everywhere(index, dims, prod(shape[-dims:]))] = (
        values.ravel()
    )
    return x


def gather_planes(x: np.ndarray, index: np.ndarray, dims: int) -> np.ndarray:
    """Takes what is at places of planes: the reverse of scattering."""
    places = _everywhere(index, dims, prod(x.shape[-dims:]))
    return x.reshape(-1)[places].reshape(index.shape)


def _everywhere(index: np.ndarray, dims: int, plane: int) -> np.ndarray:
    """Turns places in planes into places in the whole array, flattened."""
    first = np.arange(prod(index.shape[:-dims])) * plane
    return (
        index.reshape(first.size, prod(index.shape[-dims:])) + first[:, None]
    ).ravel()


# ---------------------------------------------------------------------------
# The mean
# ---------------------------------------------------------------------------


def sum_pool(x: np.ndarray, window: Window) -> np.ndarray:
    """Computes the sum of each window."""
    dims = len(window.kernel)
    counts = window.counts(x.shape[-dims:])
    y = window.padded(x, 0)
    for dim in reversed(range(dims)):
        first, *others = window.parts(y, dim, counts[dim])
        y = first.copy() if not others else first + others[0]
        for part in others[1:]:
            y += part
    return y


def sum_pool_gradient(
    v: np.ndarray, shape: tuple, window: Window
) -> np.ndarray:
    """Gives each input the sum of the v of all windows that it is in."""
    dims = len(window.kernel)
    size = shape[-dims:]
    counts = window.counts(size)
    for dim in range(dims):
        # A window may reach into the padding, and beyond with ceil_mode.
        k, s, p = (
            window.kernel[dim], window.stride[dim], window.padding[dim]
        )  # fmt: skip
        axis = v.ndim - dims + dim
        length = max(size[dim] + 2 * p, (counts[dim] - 1) * s + k)
        wide = np.zeros(
            (*v.shape[:axis], length, *v.shape[axis + 1 :]), v.dtype
        )
        for part in window.parts(wide, dim, counts[dim]):
            part += v
        v = wide[(slice(None),) * axis + (slice(p, p + size[dim]),)]
    return np.ascontiguousarray(v)


def window_sizes(
    size: tuple, window: Window, count_include_pad: bool
) -> np.ndarray:
    """Gives how many elements each window's sum is to be divided by."""
    dims = len(window.kernel)
    result = np.ones((1,) * dims, np.int64)
    for dim, (n, count) in enumerate(zip(size, window.counts(size))):
        k, p = window.kernel[dim], window.padding[dim]
        start = np.arange(count) * window.stride[dim] - p
        end = np.minimum(start + k, n + p)
        if not count_include_pad:
            start, end = np.maximum(start, 0), np.minimum(end, n)
        lengths = (end - start).reshape(-1, *(1,) * (dims - dim - 1))
        result = result * lengths
    return result


def bins_of(n: int, bins: int) -> tuple[np.ndarray, np.ndarray]:
    """Gives where each bin of n elements begins and ends.

    Bin i reaches from ⌊i·n/bins⌋ to ⌈(i + 1)·n/bins⌉, without the last: bins
    have as equal sizes as possible, and may share an element.
    """
    i = np.arange(bins)
    return i * n // bins, -(-(i + 1) * n // bins)


def averaging_matrix(n: int, bins: int, dtype: np.dtype) -> np.ndarray:
    """Gives the (bins, n) matrix that averages n numbers bin by bin."""
    start, end = bins_of(n, bins)
    j = np.arange(n)
    inside = (j >= start[:, None]) & (j < end[:, None])
    return (inside / (end - start)[:, None]).astype(dtype)
