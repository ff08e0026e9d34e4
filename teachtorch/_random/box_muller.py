"""Normal random numbers out of uniform ones, bit for bit as PyTorch's kernel.

Box and Muller (1958, https://doi.org/10.1214/aoms/1177706645): if u₁ and u₂
are independent and uniform on (0, 1], the point with radius √(−2 log u₁) and
angle 2π u₂ has two independent normal coordinates, its cosine and its sine.

Formula and order of draws take a page. The rest of this file repeats how
PyTorch computes log, sin and cos in float32: with the polynomials of Moshier's
Cephes library (https://netlib.org/cephes/, ``single``) and with fused
multiply-adds, which round once where ``x * y + z`` in NumPy rounds twice. A
reader who only wants the distribution can stop at ``standard_normal_serial``.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from .._generator import MersenneTwister

# PyTorch turns 8 + 8 uniform numbers into 16 normal ones at a time, because a
# vector register holds 8 float32 numbers.
LANES = 8
GROUP = 2 * LANES

# Numbers per call of the kernel: few enough to stay in the CPU's cache.
CHUNK = 2**16

# Up to here, Python's own numbers are faster than arrays.
FEW = 64


def libm(function: Callable[[float], float], x: np.ndarray) -> np.ndarray:
    """Applies a function of the ``math`` module to every element.

    NumPy's own log, log1p, exp and tan are faster, but on some CPUs they
    differ from the C library (which PyTorch calls) in the last bit of a
    float64.
    """
    values = map(function, x.ravel().tolist())
    return np.fromiter(values, np.float64, x.size).reshape(x.shape)


def box_muller(u1: np.ndarray, u2: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Makes two float64 normal numbers of each pair of uniform ones."""
    radius = np.sqrt(-2 * libm(math.log, u1))
    angle = 2 * math.pi * u2
    return radius * np.cos(angle), radius * np.sin(angle)


def standard_normal_serial(n: int, engine: MersenneTwister) -> np.ndarray:
    """Draws ``n`` float64 normal numbers, one after the other.

    They are made in pairs. The second of a pair waits in
    ``engine.next_normal``, from one call to the next if need be.
    """
    if n > FEW:
        return _many_normal_serial(n, engine)
    waiting = engine.next_normal
    values = [] if waiting is None else [waiting]
    pairs = (n - len(values) + 1) // 2
    u = engine.uniform53(2 * pairs).tolist()
    for u1, u2 in zip(u[1::2], u[::2]):
        # log1p(−u) is log(1 − u): u may be 0, but 1 − u may not.
        radius = math.sqrt(-2 * math.log1p(-u1))
        angle = 2 * math.pi * u2
        values += [radius * math.cos(angle), radius * math.sin(angle)]
    engine.next_normal = values.pop() if len(values) > n else None
    return np.array(values)


def _many_normal_serial(n: int, engine: MersenneTwister) -> np.ndarray:
    """Does the same with arrays, where Python's numbers would be slow."""
    waiting = engine.next_normal
    first = [] if waiting is None else [waiting]
    pairs = (n - len(first) + 1) // 2
    u = engine.uniform53(2 * pairs)
    radius = np.sqrt(-2 * libm(math.log1p, -u[1::2]))
    angle = 2 * math.pi * u[::2]
    made = np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)
    values = np.concatenate([first, made.ravel()])
    engine.next_normal = values[n].item() if len(values) > n else None
    return values[:n]


def scaled(
    z: np.ndarray, mean: float, std: float, dtype: np.dtype
) -> np.ndarray:
    """Gives z · std + mean in float64, as precisely as ``dtype`` can tell."""
    if (mean, std) == (0, 1):
        return z
    if dtype == np.float64:
        return fma_float64(z, std, mean)
    return z * std + mean


def fill_normal_groups(
    flat: np.ndarray, mean: float, std: float, engine: MersenneTwister
) -> None:
    """Fills a flat array of 16 or more with normal numbers, 16 at a time.

    If the length is no multiple of 16, the last group overlaps the one before
    it and is made of 16 new draws, so some numbers are drawn for nothing.
    """
    double = flat.dtype == np.float64
    even = engine.uniform53 if double else engine.uniform24
    whole = flat.size - flat.size % GROUP
    for start in range(0, whole, CHUNK):
        part = flat[start : min(start + CHUNK, whole)]
        u = even(part.size)
        if start + CHUNK >= whole and flat.size > whole:  # the last group
            if flat.dtype != np.float16:  # whose kernel draws group by group
                even(flat.size - whole)
            u = np.concatenate([u, even(GROUP)])
        z = _normal_groups(u)
        if (mean, std) != (0, 1):
            if double:
                z = fma_float64(z, std, mean)
            else:
                z = fma(z, single(std), single(mean))
        part[...] = z[: part.size]
    if flat.size > whole:
        flat[-GROUP:] = z[-GROUP:]


def _normal_groups(u: np.ndarray) -> np.ndarray:
    """Turns groups of 8 u₁ and 8 u₂ into the 8 first and 8 second normals."""
    # Eight numbers are one item of this view, so that they move together.
    halves = u.view(f"V{LANES * u.itemsize}").reshape(-1, 2)
    u1, u2 = (halves[:, i].copy().view(u.dtype) for i in (0, 1))
    make = box_muller if u.dtype == np.float64 else box_muller_float32
    # 1 − u takes [0, 1) to (0, 1], where the logarithm is finite.
    for i, z in enumerate(make(1 - u1, u2)):
        halves[:, i] = z.view(halves.dtype)
    return u


def box_muller_float32(
    u1: np.ndarray, u2: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Makes two float32 normal numbers of each pair, rounding as PyTorch."""
    radius = np.sqrt(_MINUS_2 * log_float32(u1))
    sin, cos = sincos_float32(_TWO_PI * u2)
    cos *= radius
    sin *= radius
    return cos, sin


# ---- fused multiply-add -----------------------------------------------------


def fma(
    x: np.ndarray, y: np.ndarray | float, z: np.ndarray | float
) -> np.ndarray:
    """Computes x·y + z for float32 numbers, rounded once.

    The product of two float32 numbers is exact in float64. The sum is rounded
    there and then to float32; that this second rounding gives another result
    than a single one is possible, but only about once in 2²⁹ times.

    Args:
        x: float32 numbers.
        y: numbers of the same precision, held in float32 or float64.
        z: the same as y.
    """
    total = x.astype(np.float64)
    total *= y
    total += z
    return total.astype(np.float32)


def single(x: float) -> float:
    """Rounds to the precision of float32."""
    return float(np.float32(x))


def fma_float64(x: np.ndarray, y: float, z: float) -> np.ndarray:
    """Computes x·y + z for float64 numbers, rounded (almost always) once.

    Veltkamp and Dekker (1971, https://doi.org/10.1007/BF01397083) write a
    product as a sum of two float64 numbers, without any error; Knuth does so
    for a sum. What the roundings lost is added at the end.
    """
    product = x * y
    x_high, x_low = _halves(x)
    y_high, y_low = _halves(np.array(y))
    lost = x_low * y_low - (
        product - x_high * y_high - x_low * y_high - x_high * y_low
    )
    total = product + z
    z_seen = total - product
    lost += (product - (total - z_seen)) + (z - z_seen)
    return total + lost


def _halves(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Splits 53-bit numbers into two of 26 bits, which multiply exactly."""
    shifted = x * (2.0**27 + 1)
    high = shifted - (shifted - x)
    return high, x - high


# ---- float32 log, sin and cos, as in Cephes ---------------------------------


def constants(*values: float, dtype: type = np.float64) -> tuple:
    """Rounds numbers to float32, as PyTorch does with its constants.

    They come as arrays without dimensions, with which NumPy calculates sooner
    than with Python's numbers.
    """
    return tuple(np.array(single(x), dtype) for x in values)


# log(1 + m) = m − m²/2 + m³·P(m) on [√½ − 1, √2 − 1]; highest power first.
_LOG_P = constants(
    7.0376836292e-2,
    -1.1514610310e-1,
    1.1676998740e-1,
    -1.2420140846e-1,
    1.4249322787e-1,
    -1.6668057665e-1,
    2.0000714765e-1,
    -2.4999993993e-1,
    3.3333331174e-1,
)
# log 2 in two parts. The first has so few bits that e · LOG2_HIGH is exact.
_LOG2_HIGH, _LOG2_LOW = constants(0.693359375, -2.12194440e-4, dtype=np.float32)
_SQRT_HALF = np.array(math.sqrt(0.5), np.float32).view(np.int32)

_TWO_PI, _FOUR_OVER_PI, _HALF, _MINUS_2 = constants(
    2 * math.pi, 4 / math.pi, 0.5, -2, dtype=np.float32
)
# Cephes takes off π/4 in three float32 parts, the largest first, and each
# difference is exact but the last. In float64 their sum fits into one number.
_MINUS_PI4 = -np.array(
    constants(0.78515625, 2.4187564849853515625e-4, 3.77489497744594108e-8)
).sum()
# sin x = x + x³·S(x²) and cos x = 1 − x²/2 + x⁴·C(x²) on [−π/4, π/4].
_SIN_S = constants(-1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1)
_COS_C = constants(
    2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2
)


def _polynomial(coefficients: tuple, x: np.ndarray) -> np.ndarray:
    """Evaluates a polynomial in x (held in float64) by Horner's rule."""
    first, second, *rest = coefficients
    total = x * first
    total += second
    for c in rest:
        # As in ``fma``: each step is rounded to float32 before the next.
        total = total.astype(np.float32).astype(np.float64)
        total *= x
        total += c
    return total.astype(np.float32)


def log_float32(x: np.ndarray) -> np.ndarray:
    """Computes log x for normal float32 x > 0: x = m·2ᵉ, so log m + e·log 2.

    A float32 is a sign bit, 8 bits of exponent and 23 bits of significand.
    """
    # Read as integers, float32 numbers are in the same order, and one factor
    # of 2 is one unit of the exponent. So count from √½: whole exponents are
    # e, and what is left over belongs to the m in [√½, √2).
    bits = x.view(np.int32) - _SQRT_HALF
    e = (bits >> 23).astype(np.float32)
    bits &= 0x7FFFFF
    bits += _SQRT_HALF
    m = bits.view(np.float32)
    m -= 1
    z = m * m
    y = _polynomial(_LOG_P, m.astype(np.float64))
    y *= m
    y = fma(y, z.astype(np.float64), (e * _LOG2_LOW).astype(np.float64))
    # From here on the products are exact: there is nothing to fuse.
    z *= _HALF
    y -= z
    m += y
    e *= _LOG2_HIGH
    e += m
    return e


def sincos_float32(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Computes sin x and cos x for float32 x from 0 to 2π.

    A quarter turn is taken off at a time: x = r + j·π/4, with an even j and
    −π/4 ≤ r ≤ π/4.
    """
    j = (x * _FOUR_OVER_PI).astype(np.int32)
    j += 1
    j &= ~1
    r64 = j.astype(np.float64)
    r64 *= _MINUS_PI4
    r64 += x
    r = r64.astype(np.float32)
    r64 = r.astype(np.float64)
    z = r * r
    z64 = z.astype(np.float64)
    s = _polynomial(_SIN_S, z64)
    s *= z
    s = fma(s, r64, r64)
    c = _polynomial(_COS_C, z64)
    c *= z
    c = fma(c, z64, -0.5 * z64)
    c += 1
    _place(s.view(np.int32), c.view(np.int32), j)
    return s, c


def _place(s: np.ndarray, c: np.ndarray, j: np.ndarray) -> None:
    """Turns sin r and cos r into those of r + j·π/4, in place.

    All are the bits of numbers: where an ``if`` for every number would be
    slow, a mask of 32 ones or zeros decides which bits to flip.
    """
    # A quarter turn (j = 2, 6) exchanges sine and cosine. Bit 1 of j, moved
    # into the sign bit and back, is copied into all others.
    exchange = j << 30
    exchange >>= 31
    exchange &= s ^ c
    s ^= exchange
    c ^= exchange
    # The sine is negative in the second half turn (j = 4, 6), the cosine in
    # between (j = 2, 4): bit 2 of j or of j + 2, moved into the sign bit.
    s ^= (j & 4) << 29
    c ^= ((j + 2) & 4) << 29
