"""Convolution of arrays, by products of matrices.

A convolution multiplies every window of the input by the same weights. One
could copy all windows into one large matrix (im2col); each pixel would then be
copied once for each place in the kernel. Here only the *columns* are unrolled:
with the image rows outermost in memory, the kernel's rows that one output row
needs already lie one after the other, so its matrix is a view, and no copy::

    columns[row, channel, kernel column, output column, image]
    window of output row y = columns[y : y + kernel height] as a matrix

The images of the batch come last, so that what is copied and added lies in
memory in long pieces. In three dimensions "row" means the first, "columns" the
other two; a sequence is an image of one row. Everything is done for each group
of channels.
"""

from __future__ import annotations

from math import prod
from typing import Any, NamedTuple

import numpy as np


class Geometry(NamedTuple):
    """How a kernel moves over its input: one number for each dimension."""

    stride: tuple[int, ...]
    padding: tuple[int, ...]
    dilation: tuple[int, ...]
    groups: int

    def output_size(self, size: tuple, kernel: tuple) -> tuple[int, ...]:
        """Gives the number of places the kernel takes in each dimension."""
        return tuple(
            (n + 2 * p - d * (k - 1) - 1) // s + 1
            for n, k, s, p, d in zip(
                size, kernel, self.stride, self.padding, self.dilation
            )
        )

    def of_image(self) -> Geometry:
        """Gives the same for a sequence seen as an image of one row."""
        return Geometry(
            (1, *self.stride), (0, *self.padding), (1, *self.dilation),
            self.groups,
        )  # fmt: skip

    def steps(self, offset: int, count: int, dim: int) -> slice:
        """Gives where a kernel's element is, over all places it takes."""
        start = offset * self.dilation[dim]
        step = self.stride[dim]
        return slice(start, start + step * (count - 1) + 1, step)

    def rows_of(self, y: int, kernel_height: int) -> slice:
        """Gives the input rows that output row y reads."""
        start, step = y * self.stride[0], self.dilation[0]
        return slice(start, start + step * (kernel_height - 1) + 1, step)


def convolve(x: np.ndarray, weight: np.ndarray, g: Geometry) -> np.ndarray:
    """Computes y[n, o] = Σ over c of (x[n, c] correlated with w[o, c]).

    Args:
        x: of shape ``(N, C, *size)``.
        weight: of shape ``(O, C / groups, *kernel)``.
        g: stride, padding, dilation and groups.

    Returns:
        y, of shape ``(N, O, *output size)``.
    """
    if x.ndim == 3:
        return convolve(x[:, :, None], weight[:, :, None], g.of_image())[
            :, :, 0
        ]
    n, outputs = x.shape[0], weight.shape[0]
    kernel = weight.shape[2:]
    height, *rest = g.output_size(x.shape[2:], kernel)
    windows = _windows(_columns(x, kernel, rest, g), height, kernel[0], g)
    y = _weight_matrix(weight, g.groups)[:, None] @ windows
    # From (groups, output row, output channel, the rest, N) to y's order.
    y = y.reshape(g.groups, height, outputs // g.groups, *rest, n)
    y = y.swapaxes(1, 2).reshape(outputs, height, *rest, n)
    return np.ascontiguousarray(np.moveaxis(y, -1, 0))


def convolve_input_gradient(
    grad: np.ndarray, weight: np.ndarray, shape: tuple, g: Geometry
) -> np.ndarray:
    """Computes the gradient in x from that in y: every step backward.

    It is also the transposed convolution of ``grad``.
    """
    if grad.ndim == 3:
        n, c, length = shape
        return convolve_input_gradient(
            grad[:, :, None], weight[:, :, None], (n, c, 1, length),
            g.of_image(),
        )[:, :, 0]  # fmt: skip
    n, channels, *size = shape
    height, *rest = grad.shape[2:]
    kernel = weight.shape[2:]
    rows = size[0] + 2 * g.padding[0]
    columns = np.zeros(
        (g.groups, rows, channels // g.groups, *kernel[1:], *rest, n),
        grad.dtype,
    )
    w = np.ascontiguousarray(_weight_matrix(weight, g.groups).swapaxes(1, 2))
    grads = _output_rows(grad, g.groups)
    for row in range(height):
        window = columns[:, g.rows_of(row, kernel[0])]
        window += (w @ grads[row]).reshape(window.shape)
    return _fold(columns, shape, rest, g)


def convolve_weight_gradient(
    grad: np.ndarray, x: np.ndarray, shape: tuple, g: Geometry
) -> np.ndarray:
    """Computes the gradient in the weights from that in y."""
    if grad.ndim == 3:
        o, c, length = shape
        return convolve_weight_gradient(
            grad[:, :, None], x[:, :, None], (o, c, 1, length), g.of_image()
        )[:, :, 0]
    outputs, channels, *kernel = shape
    height, *rest = grad.shape[2:]
    columns = _columns(x, tuple(kernel), rest, g)
    windows = _windows(columns, height, kernel[0], g)
    grads = _output_rows(grad, g.groups).swapaxes(0, 1)
    w = np.add.reduce(windows @ grads.swapaxes(2, 3), 1)
    # From (groups, row, channel, the rest, output) to the weights' order.
    w = w.reshape(g.groups, kernel[0], channels, -1, outputs // g.groups)
    return w.transpose(0, 4, 2, 1, 3).reshape(shape)


def _columns(
    x: np.ndarray, kernel: tuple, rest: Any, g: Geometry
) -> np.ndarray:
    """Unrolls all dimensions but the first; see the top of this file.

    Returns:
        an array of shape ``(groups, padded rows, channels of a group,
        *kernel[1:], *rest, N)``.
    """
    n, channels, *size = x.shape
    padded = [m + 2 * p for m, p in zip(size, g.padding)]
    rows = np.ascontiguousarray(_rows_first(x))
    if any(g.padding):
        wider = np.zeros((padded[0], channels, *padded[1:], n), x.dtype)
        wider[_inside(size, g)] = rows
        rows = wider
    in_group = channels // g.groups
    grouped = rows.reshape(padded[0], g.groups, in_group, *padded[1:], n)
    grouped = grouped.swapaxes(0, 1)
    columns = np.empty(
        (g.groups, padded[0], in_group, *kernel[1:], *rest, n), x.dtype
    )
    for offsets in np.ndindex(*kernel[1:]):
        places = _places(offsets, rest, g)
        columns[:, :, :, *offsets] = grouped[:, :, :, *places]
    return columns


def _rows_first(x: np.ndarray) -> np.ndarray:
    """Turns (N, channels, rows, the rest) to (rows, channels, the rest, N)."""
    return x.transpose(2, 1, *range(3, x.ndim), 0)


def _fold(
    columns: np.ndarray, shape: tuple, rest: Any, g: Geometry
) -> np.ndarray:
    """Does the reverse of ``_columns``: adds up what was copied from one."""
    n, channels, *size = shape
    padded = [m + 2 * p for m, p in zip(size, g.padding)]
    rows = np.zeros((padded[0], channels, *padded[1:], n), columns.dtype)
    grouped = rows.reshape(
        padded[0], g.groups, channels // g.groups, *padded[1:], n
    ).swapaxes(0, 1)
    kernel_rest = columns.shape[3 : 3 + len(rest)]
    for offsets in np.ndindex(*kernel_rest):
        places = _places(offsets, rest, g)
        grouped[:, :, :, *places] += columns[:, :, :, *offsets]
    inside = np.moveaxis(rows[_inside(size, g)], -1, 0)
    return np.ascontiguousarray(inside.swapaxes(1, 2))


def _places(offsets: tuple, rest: Any, g: Geometry) -> tuple:
    return tuple(
        g.steps(offset, count, dim)
        for dim, (offset, count) in enumerate(zip(offsets, rest), 1)
    )


def _inside(size: list[int], g: Geometry) -> tuple:
    """Gives the part of (rows, channels, the rest, N) that is no padding."""
    first, *others = (slice(p, p + m) for m, p in zip(size, g.padding))
    return (first, slice(None), *others)


def _windows(
    columns: np.ndarray, height: int, kernel_height: int, g: Geometry
) -> np.ndarray:
    """Gives what each output row reads, as a matrix for each group and row.

    The matrices overlap in memory: they are views, unless rows are skipped.
    """
    groups, rows = columns.shape[:2]
    middle = (columns.ndim - 4) // 2 + 3  # where the output's columns begin
    inner, outer = prod(columns.shape[2:middle]), prod(columns.shape[middle:])
    flat = columns.reshape(groups, rows, inner, outer)
    of_group, of_row, *others = flat.strides
    windows = np.lib.stride_tricks.as_strided(
        flat,
        (groups, height, kernel_height, inner, outer),
        (of_group, of_row * g.stride[0], of_row * g.dilation[0], *others),
    )
    return windows.reshape(groups, height, kernel_height * inner, outer)


def _weight_matrix(weight: np.ndarray, groups: int) -> np.ndarray:
    """Gives the weights as a matrix for each group, in a window's order."""
    outputs, channels, height = weight.shape[:3]
    w = weight.reshape(groups, outputs // groups, channels, height, -1)
    return w.swapaxes(2, 3).reshape(groups, outputs // groups, -1)


def _output_rows(grad: np.ndarray, groups: int) -> np.ndarray:
    """Gives the output's gradient as a matrix for each row and group."""
    n, outputs, height = grad.shape[:3]
    return _rows_first(grad).reshape(
        height, groups, outputs // groups, prod(grad.shape[3:]) * n
    )
