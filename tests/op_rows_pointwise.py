"""Rows for the operations that work element by element; see op_rows.py."""

from __future__ import annotations

X = {"x": "n 2 3"}
P = {"x": "p 2 3"}
U = {"x": "u 2 3"}
T = {"x": "t 3 4"}
XY = {"x": "n 2 3", "y": "n 3"}
PP = {"x": "p 2 3", "y": "p 3"}
TIES = {"x": "t 3 4", "y": "t 4"}

POINTWISE_ROWS: list[tuple[str, dict[str, str]]] = [
    # arithmetic
    ("torch.add(x, 2, alpha=3)", X),
    ("torch.add(2, x)", X),
    ("torch.rsub(x, y, alpha=2)", XY),
    ("torch.rsub(x, 3, alpha=2)", X),
    ("torch.true_divide(x, y)", {"x": "n 2 3", "y": "p 3"}),
    ("torch.div(x, 2)", X),
    ("torch.div(x, y, rounding_mode='floor')", {"x": "n 2 3", "y": "p 3"}),
    ("torch.div(x, 0.5, rounding_mode='trunc')", X),
    ("torch.reciprocal(x)", {"x": "p 3"}),
    ("x % 0.7", X),
    ("x % y", {"x": "n 2 3", "y": "p 3"}),
    ("torch.fmod(x, 0.7)", X),
    ("x.fmod(y)", {"x": "n 2 3", "y": "p 3"}),
    ("x.negative()", X),
    ("+x", X),
    # powers and roots
    ("x ** 2.5", P),
    ("x ** -2", P),
    ("x ** 1", X),
    ("x ** 2", {"x": "t 3 4"}),
    ("x ** 0", {"x": "t 3 4"}),  # 0**0 is 1, and flat
    ("x ** y", {"x": "t 3 4", "y": "p 4"}),  # nan for negative x
    ("x ** y", {"x": "p 3", "y": "t 3"}),
    ("0.0 ** x", P),
    ("torch.pow(2.5, x)", X),
    ("torch.float_power(x, 2)", X),
    ("torch.float_power(x, y)", PP),
    ("torch.hypot(x, y)", XY),
    ("x.sqrt()", {"x": "p 4"}),
    # exponentials and logarithms
    ("torch.exp2(x) + torch.expm1(x)", X),
    ("torch.logaddexp(x, y)", XY),
    ("torch.logaddexp(x * 500, y * 500)", XY),  # would overflow plainly
    ("torch.logaddexp2(x, y)", XY),
    ("torch.xlogy(x, y)", {"x": "n 2 3", "y": "p 3"}),
    ("torch.xlogy(x, y)", {"x": "t 3 4", "y": "p 4"}),  # 0·log y
    ("torch.xlogy(x, 2.0)", X),
    ("torch.xlogy(2.0, x)", P),
    ("torch.special.xlog1py(x, y)", {"x": "n 2 3", "y": "p 3"}),
    ("torch.special.xlog1py(x, 0.5)", X),
    ("torch.special.xlog1py(0.5, x)", P),
    ("torch.special.entr(x)", P),
    ("torch.special.expit(x)", X),
    ("x.sigmoid()", {"x": "n 5"}),
    ("x.logit()", {"x": "p 2 3"}),  # nan beyond 1
    ("torch.logit(x - 0.4)", {"x": "p 2 3"}),
    ("torch.logit(x - 0.4, eps=0.2)", {"x": "p 2 3"}),
    ("x.erf()", X),
    ("x.erfc()", X),
    ("x.erfinv()", U),
    # trigonometry and hyperbolic functions
    ("x.sinc()", X),
    ("x.sinc()", T),  # 1 at 0
    ("x.deg2rad()", X),
    ("x.rad2deg()", X),
    ("x.asinh()", X),
    ("(x + 1).acosh()", P),
    ("x.atanh()", U),
    ("torch.arctan2(x, y)", {"x": "n 2 3", "y": "n 3"}),
    # signs and rounding
    ("x.abs()", T),
    ("x.sgn()", T),
    ("torch.copysign(x, y)", XY),
    ("torch.copysign(x, -1.0)", X),
    ("x.fix()", X),
    ("torch.round(x, decimals=1)", X),
    ("torch.round(x * 100, decimals=-1)", X),
    # bounds and choices; ties and edges matter
    ("x.clamp(0, 1)", T),
    ("x.clamp(1, 0)", T),  # the upper bound wins
    ("x.clamp_min(0)", T),
    ("x.clamp_max(0)", T),
    ("x.clip(-0.5, 0.5)", X),
    ("torch.clamp(x, y)", TIES),
    ("torch.clamp(x, max=y)", TIES),
    ("torch.clamp(x, y, z)", {"x": "t 3 4", "y": "t 4", "z": "t 3 1"}),
    ("torch.clamp_min(x, y)", TIES),
    ("torch.clamp_max(x, y)", TIES),
    ("torch.fmax(x, y)", TIES),
    ("torch.fmin(x, y)", TIES),
    ("torch.max(x, y)", TIES),
    ("torch.min(x, y)", TIES),
    ("torch.nan_to_num(x)", X),
    ("torch.nan_to_num(1 / (x * 0), posinf=2.0)", P),
    ("torch.where(x > 0, 1.0, x)", X),
    ("torch.where(x > 0, x, y)", {"x": "t 3 4", "y": "n 1"}),
    ("x.where(x > 0, y)", XY),
    ("x.where(x > 0, 2.0)", X),
    # fused updates
    ("torch.addcmul(x, x, x)", X),
    ("x.addcdiv(y, y)", {"x": "n 2 3", "y": "p 3"}),
    ("torch.lerp(x, y, 0.75)", {"x": "n 2 3", "y": "n 3"}),
    ("torch.lerp(x, y, -2.0)", {"x": "n 2 3", "y": "n 3"}),
    # 0-d and empty tensors, transposed and repeated memory
    ("x.exp() * y", {"x": "n", "y": "n 3"}),
    ("x.sin().clamp(0, 1)", {"x": "n"}),
    ("x.tanh()", {"x": "n 0 3"}),
    ("x * y", {"x": "n 0 3", "y": "n 3"}),
    ("x.t().exp()", X),
    ("x.expand(2, 3) ** 2", {"x": "n 1 3"}),
    ("x[::2].sqrt()", {"x": "p 5 2"}),
    ("torch.maximum(x.t(), y)", {"x": "t 3 4", "y": "t 4 3"}),
    # two dtypes
    ("x + y.float()", XY),
    ("x.float() * y", XY),
    ("x * torch.arange(3)", X),
    ("torch.where(x > 0, x.float(), y)", XY),
]
