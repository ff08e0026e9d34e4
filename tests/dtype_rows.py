"""What every operation makes of every dtype, and of the special numbers.

Each expression is evaluated for each of the dtypes, with inputs that hold the
numbers where mistakes live: nan, the infinities, both zeros, the halves, the
largest integers. The answer, or the refusal, is recorded from PyTorch by
``record_dtypes.py`` and compared by ``test_dtypes.py``.
"""

from __future__ import annotations

from typing import Any

import numpy as np

DTYPES = ("int64", "int32", "uint8", "bool", "float16", "float32")

_NAN, _INF = float("nan"), float("inf")
FLOATS = [_NAN, _INF, -_INF, -0.0, 0.0, 0.5, -0.5, 1.0, -1.0, 1.5, 2.5, -2.5]
FLOATS += [0.1, -0.3, 3.0, 7.75, -9.25, 50.0, 300.0, -60000.0]
OTHERS = [2.0, _NAN, -1.5, 0.0, -0.0, _INF, -_INF, 0.3, 1.0, -1.0, 4.0, 0.5]
OTHERS += [-0.7, 3.0, -3.0, 2.5, 0.25, -8.0, 1.25, 6.0]
INTEGERS = [0, 1, 2, 3, 5, 7, 40, 100, 127, 200, -1, -2, -3, -7, -100]
INTEGERS_2 = [3, 2, 1, 4, 2, 3, 7, 30, 2, 9, 2, -3, 5, -2, 7]

# May differ in the last places: both libraries approximate these.
APPROXIMATE = """
exp exp2 expm1 log log2 log10 log1p rsqrt sin cos tan asin acos atan sinh cosh
tanh asinh acosh atanh sinc sigmoid logit erf erfc erfinv deg2rad rad2deg
special.entr
""".split()
EXACT = """
abs neg positive sign sgn sqrt square reciprocal floor ceil round trunc frac
relu nan_to_num isnan isinf isfinite isposinf isneginf isreal signbit
logical_not bitwise_not clone
""".split()
BINARY = """
add sub mul div remainder fmod floor_divide maximum minimum fmax fmin copysign
heaviside eq ne lt le gt ge logical_and logical_or logical_xor bitwise_and
bitwise_or bitwise_xor bitwise_left_shift bitwise_right_shift isclose
""".split()
BINARY_APPROXIMATE = """
pow float_power atan2 hypot logaddexp logaddexp2 xlogy special.xlog1py
""".split()

EXPRESSIONS: dict[str, bool] = {}  # expression: may it differ in last places?
EXPRESSIONS |= {f"torch.{name}(x)": False for name in EXACT}
EXPRESSIONS |= {f"torch.{name}(x)": True for name in APPROXIMATE}
EXPRESSIONS |= {f"torch.{name}(x, y)": False for name in BINARY}
EXPRESSIONS |= {f"torch.{name}(x, y)": True for name in BINARY_APPROXIMATE}
EXPRESSIONS |= dict.fromkeys(
    """
    x + 1 | x + 1.5 | x - 2 | 2 - x | x * 3 | x * 0.5 | x / 2 | 2 / x | x // 2
    x // 2.5 | x % 3 | x % -2.5 | x ** 2 | x ** 3 | x ** 0 | 2 ** x | -x
    x == 1 | x < 0.5 | x >= -1 | x & 3 | x | 1 | x ^ 1 | ~x | x << 1 | x >> 1
    x + z | x * z | z - x | x / z | x + n | n * x | x > z
    torch.add(x, y, alpha=2) | torch.sub(x, y, alpha=2)
    torch.div(x, y, rounding_mode='floor')
    torch.div(x, y, rounding_mode='trunc')
    torch.fmod(x, 2.5) | torch.remainder(x, 2.5) | torch.fmod(x, -3)
    torch.clamp(x, 1, 3) | torch.clamp(x, min=0.5) | torch.clamp(x, max=2)
    torch.clamp(x, y) | torch.clamp_min(x, 1) | torch.clamp_max(x, y)
    torch.round(x, decimals=1) | torch.nan_to_num(x, 1.0, 2.0, 3.0)
    torch.where(x > 1, x, y) | torch.where(x > 1, x, 2) | x.where(x > 1, 0.5)
    torch.addcmul(x, x, y) | torch.lerp(x, y, 0.5) | torch.addcdiv(x, x, y)
    torch.isin(x, y) | torch.copysign(x, -1) | torch.equal(x, x)
    """.replace("x | 1", "x @@ 1")
    .replace("\n", " | ")
    .split(" | "),
    False,
)
EXPRESSIONS |= {
    f"{part}.{name}": True
    for part in ("x", "x[4:10]")
    for name in """
    sum() mean() nansum() nanmean() prod() var() std() max() min() amax() amin()
    argmax() argmin() all() any() count_nonzero() norm() norm(1)
    norm(float('inf')) logsumexp(0) cumsum(0) cumprod(0) cummax(0) cummin(0)
    logcumsumexp(0) aminmax() diff() max(0) min(0)
    sum(dtype=torch.float32) mean(dtype=torch.float32)
    """.split()
}
EXPRESSIONS = {
    e.strip().replace("@@", "|"): close
    for e, close in EXPRESSIONS.items()
    if e.strip()
}


def inputs(torch: Any, dtype: str) -> dict[str, Any]:
    """Gives x and y of a dtype, a 0-d z and a float16 n beside them."""
    kind = getattr(torch, dtype)
    if "float" in dtype:
        x, y = np.array(FLOATS, dtype), np.array(OTHERS, dtype)
    else:
        x = np.array(INTEGERS).astype(dtype)
        y = np.array(INTEGERS_2).astype(dtype)
    return {
        "torch": torch,
        "x": torch.from_numpy(x),
        "y": torch.from_numpy(y),
        "z": torch.tensor(3).to(kind),
        "n": torch.tensor([1.5]).to(torch.float16),
    }


def outcome(torch: Any, expression: str, dtype: str) -> Any:
    """Evaluates: a list of (dtype, values), or the refusal."""
    try:
        found = eval(expression, inputs(torch, dtype))
    except Exception as error:
        words = str(error).splitlines()
        return f"{type(error).__name__}: {words[0] if words else ''}"
    parts = found if isinstance(found, tuple) else (found,)
    return [
        (str(p.dtype).split(".")[1], p.numpy())
        if isinstance(p, torch.Tensor)
        else ("bool", np.array(p))
        for p in parts
    ]
