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

import numpy as np

from .._generator import MersenneTwister

# PyTorch turns 8 + 8 uniform numbers into 16 normal ones at a time, because a
# vector register holds 8 float32 numbers.
LANES = 8
GROUP = 2 * LANES

# Numbers per call of the kernel: few enough to stay in the CPU's cache.
CHUNK = 2**14


def libm(function, x: np.ndarray) -> np.ndarray:
    """Applies a function of the ``math`` module to every element.

    NumPy's own log, log1p, exp and tan are faster, but on some CPUs they
    differ from the C library (which PyTorch calls) in the last bit of a
    float64.
    """
    return np.array(list(map(function, x.ravel().tolist())))


def box_muller(u1: np.ndarray, u2: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Makes two float64 normal numbers of each pair of uniform ones."""
    radius = np.sqrt(-2 * libm(math.log, u1).reshape(u1.shape))
    angle = 2 * math.pi * u2
    return radius * np.cos(angle), radius * np.sin(angle)


def standard_normal_serial(n: int, engine: MersenneTwister) -> np.ndarray:
    """Draws ``n`` float64 normal numbers, one after the other.

    They are made in pairs. The second of a pair waits in
    ``engine.next_normal``, from one call to the next if need be.
    """
    values = []
    for _ in range(n):
        if engine.next_normal is None:
            angle = 2 * math.pi * engine.next53()
            # log1p(−u) is log(1 − u): u may be 0, but 1 − u may not.
            radius = math.sqrt(-2 * math.log1p(-engine.next53()))
            values.append(radius * math.cos(angle))
            engine.next_normal = radius * math.sin(angle)
        else:
            values.append(engine.next_normal)
            engine.next_normal = None
    return np.array(values)


def scaled(z: np.ndarray, mean: float, std: float) -> np.ndarray:
    """Gives z · std + mean, in float64."""
    if (mean, std) == (0, 1):
        return z  # as it is: the general way would take a while to find out
    return fma_float64(z, std, mean)


def fill_normal_groups(
    flat: np.ndarray, mean: float, std: float, engine: MersenneTwister
) -> None:
    """Fills a flat array of 16 or more with normal numbers, 16 at a time.

    If the length is no multiple of 16, the last group overlaps the one before
    it and is made of 16 new draws, so some numbers are drawn for nothing.
    """
    double = flat.dtype == np.float64
    kernel = _groups_float64 if double else _groups_float32
    whole = flat.size - flat.size % GROUP
    for start in range(0, whole, CHUNK):
        part = flat[start : min(start + CHUNK, whole)]
        part[...] = kernel(part.size, mean, std, engine)
    if flat.size > whole:
        if flat.dtype != np.float16:  # whose kernel draws group by group
            (engine.random64 if double else engine.random32)(flat.size - whole)
        flat[-GROUP:] = kernel(GROUP, mean, std, engine)


def _groups_float64(
    n: int, mean: float, std: float, engine: MersenneTwister
) -> np.ndarray:
    u = engine.uniform53(n).reshape(-1, 2, LANES)
    # 1 − u takes [0, 1) to (0, 1], where the logarithm is finite.
    u[:, 0], u[:, 1] = box_muller(1 - u[:, 0], u[:, 1])
    return scaled(u.ravel(), mean, std)


def _groups_float32(
    n: int, mean: float, std: float, engine: MersenneTwister
) -> np.ndarray:
    u = engine.uniform24(n).reshape(-1, 2, LANES)
    radius = np.sqrt(-2 * log_float32(1 - u[:, 0]))
    sin, cos = sincos_float32(np.float32(2 * math.pi) * u[:, 1])
    u[:, 0] = radius * cos
    u[:, 1] = radius * sin
    if (mean, std) == (0, 1):
        return u.ravel()  # times 1 plus 0 changes nothing
    return fma(u.ravel(), single(std), single(mean))


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


def singles(*values: float) -> tuple[float, ...]:
    """Rounds constants, so that float64 holds what PyTorch's float32 does."""
    return tuple(single(x) for x in values)


# log(1 + m) = m − m²/2 + m³·P(m) on [√½ − 1, √2 − 1]; highest power first.
_LOG_P = singles(
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
_LOG2_HIGH, _LOG2_LOW = singles(0.693359375, -2.12194440e-4)

# π/4 in three parts, so that y · part is exact for the first two.
_PI4 = singles(0.78515625, 2.4187564849853515625e-4, 3.77489497744594108e-8)
# sin x = x + x³·S(x²) and cos x = 1 − x²/2 + x⁴·C(x²) on [−π/4, π/4].
_SIN_S = singles(-1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1)
_COS_C = singles(
    2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2
)


def _polynomial(coefficients: tuple[float, ...], x: np.ndarray) -> np.ndarray:
    """Evaluates a polynomial in x (held in float64) by Horner's rule."""
    first, *rest = coefficients
    value = np.full(x.shape, first, np.float32)
    for c in rest:
        value = fma(value, x, c)
    return value


def log_float32(x: np.ndarray) -> np.ndarray:
    """Computes log x for normal float32 x > 0: x = m·2ᵉ, so log m + e·log 2.

    A float32 is a sign bit, 8 bits of exponent and 23 bits of significand.
    """
    bits = x.view(np.int32)
    # With 126 in its exponent bits a number lies in [½, 1).
    m = ((bits & 0x7FFFFF) | (126 << 23)).view(np.float32)
    # Below √½ take twice m and one power of two less, which centres m on 1.
    low = m < np.float32(math.sqrt(0.5))
    e = ((bits >> 23) - 126 - low).astype(np.float32)
    m += m * low
    m -= 1
    z = m * m
    y = _polynomial(_LOG_P, m.astype(np.float64)) * m
    y = fma(y, z.astype(np.float64), e * np.float32(_LOG2_LOW))
    y = fma(z, -0.5, y)
    return fma(e, _LOG2_HIGH, m + y)


def sincos_float32(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Computes sin x and cos x for float32 x ≥ 0.

    A quarter turn is taken off at a time: x = r + j·π/4, with an even j and
    −π/4 ≤ r ≤ π/4.
    """
    j = (x * np.float32(4 / math.pi)).astype(np.int32)
    j += 1
    j &= ~1
    r, turns = x, -j.astype(np.float32)
    for part in _PI4:
        r = fma(turns, part, r)
    z = r * r
    z64 = z.astype(np.float64)
    c = _polynomial(_COS_C, z64) * z
    c = fma(c, z64, z * np.float32(-0.5)) + np.float32(1)
    s = _polynomial(_SIN_S, z64) * z
    s = fma(s, r.astype(np.float64), r)
    # A quarter turn (j = 2, 6) exchanges sine and cosine. The sine is negative
    # in the second half turn (j = 4, 6), the cosine in between (j = 2, 4):
    # bit 2 of j or of j + 2, which is moved into the sign bit.
    exchanged = (j & 2) != 0
    sin, cos = np.where(exchanged, c, s), np.where(exchanged, s, c)
    sin.view(np.int32)[...] ^= (j & 4) << 29
    cos.view(np.int32)[...] ^= ((j + 2) & 4) << 29
    return sin, cos
