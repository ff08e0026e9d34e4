"""The fast forms of some kernels give what the plain ones give."""

from __future__ import annotations

import numpy as np
import pytest

from teachtorch._ops.pooling_kernel import (
    Window,
    indices_of,
    max_pool,
    max_pool_gradient,
    max_pool_with_places,
    place_in_planes,
)

WINDOWS = [
    Window((2, 2), (2, 2), (0, 0), (1, 1), False),
    Window((3, 2), (3, 4), (0, 0), (1, 1), True),
    Window((2, 1), (5, 2), (0, 0), (3, 1), False),
]


@pytest.mark.parametrize("window", WINDOWS)
def test_max_pooling_goes_back_the_way_it_came(window: Window) -> None:
    # Few different numbers, so that there are ties, and nan.
    x = np.random.default_rng(0).integers(-2, 3, (3, 2, 11, 9)).astype("f4")
    x[0, 0, 2:5, 3] = np.nan
    y, places = max_pool_with_places(x, window)
    np.testing.assert_array_equal(y, max_pool(x, window))

    v = np.arange(1, y.size + 1, dtype=x.dtype).reshape(y.shape)
    v[0, 0, 0, 0] = np.inf  # must not become nan where it does not go
    plain = place_in_planes(v, indices_of(places, window, x.shape), x.shape, 2)
    fast = max_pool_gradient(v, places, window, x.shape)
    assert window.apart
    np.testing.assert_array_equal(fast, plain)
    rows, at = x.reshape(6, -1), indices_of(places, window, x.shape)
    picked = np.take_along_axis(rows, at.reshape(6, -1), 1)
    np.testing.assert_array_equal(picked.reshape(y.shape), y)


@pytest.mark.parametrize(
    "window",
    [
        Window((2, 2), (1, 2), (0, 0), (1, 1), False),  # share rows
        Window((2, 2), (2, 2), (1, 0), (1, 1), False),  # see padding
        Window((2, 2), (2, 2), (0, 0), (1, 2), False),  # share columns
    ],
)
def test_windows_that_meet_are_not_apart(window: Window) -> None:
    assert not window.apart
