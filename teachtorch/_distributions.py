"""Random numbers of every distribution, written into NumPy arrays.

Each function fills an array from an engine's uniform numbers
(``_generator.py``) and does it in PyTorch's order with PyTorch's arithmetic,
so that equal seeds give equal bits. The parameters are trusted; ``random.py``
checks them.

Two habits run through the file. Elements are visited in the order in which
they lie in memory, so a transposed matrix is filled by columns. And a number
has as many random bits as its dtype can hold: 24 for float32 and float16 (one
word of the engine), 53 for float64 (two words). The chapter "The same
numbers as PyTorch" derives the formulas.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from ._generator import MersenneTwister
from ._random.box_muller import (
    GROUP,
    fill_normal_groups,
    fma,
    fma_float64,
    libm,
    scaled,
    single,
    standard_normal_serial,
)

FLOAT16, FLOAT64 = np.dtype(np.float16), np.dtype(np.float64)

# Numbers per draw: few enough to stay in the CPU's cache.
BLOCK = 2**14


def memory_order(array: np.ndarray) -> list[int]:
    """Lists the dimensions, slowest first, as they lie in memory."""
    return sorted(range(array.ndim), key=lambda d: -array.strides[d])


def fill(array: np.ndarray, draw: Callable[[int], np.ndarray]) -> None:
    """Fills an array in memory order, a block at a time, with ``draw(n)``."""
    if not array.flags.c_contiguous:
        array = array.transpose(memory_order(array))
    if array.size <= BLOCK or not array.flags.c_contiguous:  # it has gaps
        _write(array, draw(array.size))
        return
    flat = array.reshape(-1)
    for start in range(0, flat.size, BLOCK):
        block = flat[start : start + BLOCK]
        _write(block, draw(block.size))


def _write(array: np.ndarray, values: np.ndarray) -> None:
    """Rounds to the dtype; to float16 in two steps, as compiled code does."""
    if array.dtype == FLOAT16:
        values = values.astype(np.float32)
    array[...] = values.reshape(array.shape)


def precise(name: str, x: np.ndarray, dtype: np.dtype) -> np.ndarray:
    """Applies the function ``name``, as precisely as ``dtype`` can tell.

    What is rounded to a float32 does not show the last bit of a float64, so
    there NumPy's functions will do.
    """
    if dtype == FLOAT64:
        return libm(getattr(math, name), x)
    return getattr(np, name)(x)


# ---- even and normal numbers ------------------------------------------------


def uniform(
    array: np.ndarray, low: float, high: float, engine: MersenneTwister
) -> None:
    """Fills with uniform numbers from [low, high)."""
    dtype = array.dtype
    even = engine.uniform53 if dtype == FLOAT64 else engine.uniform24
    if (low, high) == (0, 1) and dtype != FLOAT16:
        fill(array, even)
        return
    width, multiply_add = high - low, fma_float64
    if dtype != FLOAT64:
        low, high = single(low), single(high)
        width, multiply_add = single(high - low), fma
    limit = dtype.type(high)

    def draw(n: int) -> np.ndarray:
        x = multiply_add(even(n), width, low).astype(dtype, copy=False)
        # Rounding can carry a number up to `high`, which is not in the range.
        too_high = x == limit
        if too_high.any():
            x[too_high] = low
        return x

    fill(array, draw)


def normal(
    array: np.ndarray, mean: float, std: float, engine: MersenneTwister
) -> None:
    """Fills with normal numbers.

    A contiguous array of 16 or more takes them from PyTorch's fast kernel,
    any other one by one: the same seed gives two different sequences.
    """
    if array.size >= GROUP and array.flags.c_contiguous:
        fill_normal_groups(array.reshape(-1), mean, std, engine)
    else:
        fill(
            array,
            lambda n: scaled(
                standard_normal_serial(n, engine), mean, std, array.dtype
            ),
        )


def log_normal(
    array: np.ndarray, mean: float, std: float, engine: MersenneTwister
) -> None:
    """Fills with exp(z) of normal numbers z."""
    dtype = array.dtype

    def draw(n: int) -> np.ndarray:
        z = scaled(standard_normal_serial(n, engine), mean, std, dtype)
        return precise("exp", z, dtype)

    fill(array, draw)


# ---- integers ---------------------------------------------------------------

# random_() without bounds gives 0 up to and including the largest integer k
# for which a floating-point dtype still tells k and k − 1 apart.
_WHOLE = {np.dtype(np.float16): 2**11, np.dtype(np.float32): 2**24}


def integers(
    array: np.ndarray, low: int, high: int, engine: MersenneTwister
) -> None:
    """Fills with integers from [low, high).

    The remainder of a random word favours small numbers a little, by at most
    one part in 16 when the range is just below 2²⁸; wider ranges take 64 bits.
    """
    width = high - low
    word = engine.random64 if width >= 2**28 else engine.random32

    def draw(n: int) -> np.ndarray:
        k = word(n)
        if 0 < width < 2**64:
            k %= k.dtype.type(width)
        # Sums wrap around in 64 bits, which is right for any low and high.
        k = k.astype(np.int64)
        k += low
        return k

    fill(array, draw)


def integers_of_dtype(array: np.ndarray, engine: MersenneTwister) -> None:
    """Fills with integers from 0 to the largest that the dtype counts to."""
    dtype = array.dtype
    if dtype == np.int64:
        fill(array, lambda n: engine.random64(n) & np.uint64(2**63 - 1))
    elif dtype == np.float64:
        fill(array, lambda n: engine.random64(n) % np.uint64(2**53 + 1))
    else:
        if dtype == np.bool_:
            largest = 1
        elif dtype in _WHOLE:
            largest = _WHOLE[dtype]
        else:
            largest = np.iinfo(dtype).max
        fill(array, lambda n: engine.random32(n) % np.uint32(largest + 1))


# ---- chances and waiting times ----------------------------------------------


def bernoulli(array: np.ndarray, p: float, engine: MersenneTwister) -> None:
    """Fills with ones, each with probability p, and zeros."""
    # Whatever the dtype, one number is compared with p in float64.
    fill(array, lambda n: engine.uniform53(n) < p)


def bernoulli_each(
    array: np.ndarray, p: np.ndarray, engine: MersenneTwister
) -> None:
    """Fills with ones and zeros, each element with its own probability.

    Here the dtype of p says how many random bits each decision gets.
    """
    even = engine.uniform53 if p.dtype == np.float64 else engine.uniform24
    order = memory_order(array)
    p = np.broadcast_to(p, array.shape).transpose(order)
    array.transpose(order)[...] = even(p.size).reshape(p.shape) < p


def exponential(
    array: np.ndarray, lambd: float, engine: MersenneTwister
) -> None:
    """Fills with waiting times of rate λ: −log(1 − u) / λ.

    P(x > t) = P(u > 1 − exp(−λt)) = exp(−λt).
    """
    dtype = array.dtype

    def draw(n: int) -> np.ndarray:
        return -1 / lambd * precise("log1p", -engine.uniform53(n), dtype)

    fill(array, draw)


def cauchy(
    array: np.ndarray, median: float, sigma: float, engine: MersenneTwister
) -> None:
    """Fills with Cauchy numbers: where a ray of random angle meets a line."""
    dtype = array.dtype

    def draw(n: int) -> np.ndarray:
        angle = math.pi * (engine.uniform53(n) - 0.5)
        return scaled(precise("tan", angle, dtype), median, sigma, dtype)

    fill(array, draw)


def geometric(array: np.ndarray, p: float, engine: MersenneTwister) -> None:
    """Fills with the number of trials up to the first success.

    P(k > t) = (1 − p)ᵗ, so k is log u / log(1 − p) rounded up.
    """
    fill(array, lambda n: np.ceil(np.log(engine.uniform53(n)) / math.log1p(-p)))


def _log(u: float) -> float:
    return math.log(u) if u > 0 else -math.inf


# ---- Poisson ----------------------------------------------------------------


def poisson(
    array: np.ndarray, rate: np.ndarray, engine: MersenneTwister
) -> None:
    """Fills with Poisson numbers, each element with its own rate."""
    counts = [
        _poisson_ptrs(r, engine) if r >= 10 else _poisson_product(r, engine)
        for r in rate.ravel().tolist()
    ]
    array[...] = np.reshape(counts, array.shape)


def _poisson_product(rate: float, engine: MersenneTwister) -> int:
    """Counts the arrivals in one unit of time (Knuth, TAOCP 2, 3.4.1).

    Waiting times −log(u) add up to the rate exactly when the product of the
    u's falls to exp(−rate).
    """
    if rate == 0:
        return 0
    threshold, product, count = math.exp(-rate), 1.0, 0
    while True:
        product *= engine.next53()
        if product <= threshold:
            return count
        count += 1


def _poisson_ptrs(rate: float, engine: MersenneTwister) -> int:
    """Draws by transformed rejection, for rates from 10 on.

    A smooth transformation of a uniform number gives nearly a Poisson number; a
    second uniform number decides whether to keep it. All constants are those of
    Hörmann's algorithm PTRS (1993,
    https://doi.org/10.1016/0167-6687(93)90997-4).
    """
    log_rate = math.log(rate)
    b = 0.931 + 2.53 * math.sqrt(rate)
    a = -0.059 + 0.02483 * b
    inverse_alpha = 1.1239 + 1.1328 / (b - 3.4)
    squeeze = 0.9277 - 3.6224 / (b - 2)
    while True:
        u, v = engine.next53() - 0.5, engine.next53()
        distance = 0.5 - abs(u)  # from the edges, where rejection is likely
        if distance == 0:
            continue
        k = math.floor((2 * a / distance + b) * u + rate + 0.43)
        if distance >= 0.07 and v <= squeeze:
            return k
        if k < 0 or (distance < 0.013 and v > distance):
            continue
        slope = math.log(a / (distance * distance) + b)
        log_density = k * log_rate - rate - math.lgamma(k + 1)
        if _log(v) + math.log(inverse_alpha) - slope <= log_density:
            return k


# ---- choosing categories ----------------------------------------------------


def choose_with_replacement(
    weights: np.ndarray, count: int, engine: MersenneTwister
) -> np.ndarray:
    """Draws ``count`` categories per row of weights, each independently.

    The weights, added up and divided by their sum, cut [0, 1] into pieces; a
    category is drawn when a uniform number falls into its piece.
    """
    if weights.dtype == np.float16:
        weights = weights.astype(np.float32)  # sums need more than 11 bits
    rows, _ = weights.shape
    chosen = np.empty((rows, count), np.int64)
    for row in range(rows):
        ends = np.add.accumulate(weights[row])
        ends /= ends[-1]
        ends[-1] = 1
        chosen[row] = ends.searchsorted(engine.uniform53(count))
    return chosen


def choose_without_replacement(
    weights: np.ndarray, count: int, engine: MersenneTwister
) -> np.ndarray:
    """Draws ``count`` different categories per row of weights.

    All categories run a race, each with an exponential waiting time at the
    rate of its weight; the first ``count`` are chosen. That weight / time is
    compared instead of time / weight keeps zero weights last.
    """
    race = np.empty_like(weights)
    exponential(race, 1.0, engine)
    np.divide(weights, race, out=race)
    if count == 1:
        return race.argmax(-1, keepdims=True)
    return (-race).argsort(-1, kind="stable")[:, :count]
