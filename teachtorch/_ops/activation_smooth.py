"""Smooth activation functions: GELU, SiLU, ELU, softplus and relatives.

Each is a class, whose first line states formula and derivative, and a function
with PyTorch's signature; the last two are made of other operations. Where a
formula would overflow for large inputs, it is written so that it does not.
The ones made of straight pieces are in ``activation.py``.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from .._tensor import Tensor, wrap
from ..autograd.function import Op
from .activation import require_float, run_activation
from .dims import canonical_dim
from .erf import Erf, erf_array
from .exponential import Exp
from .hyperbolic import Tanh
from .joining import Cat
from .logistic import Sigmoid
from .where import masked


class Elu(Op):
    """y = s·x where x > 0, else s·α·(eˣ − 1), so ∂x = ∂y·s or ∂y·s·α·eˣ.

    A primitive because eˣ of the branch not taken may overflow, and 0·∞ is nan.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, alpha: float, scale: float) -> Tensor:
        ctx.save_for_backward(x)
        ctx.alpha, ctx.scale, ctx.rate = alpha, scale, 1.0
        return wrap(_elu(x._array, alpha, scale, 1.0))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        (x,) = ctx.saved_tensors
        below = x <= 0
        # Limited to 0 first, because e to a large x is ∞, and ∞·0 is nan.
        slope = ctx.alpha * ctx.rate * Exp.of(x.clip(None, 0) * ctx.rate)
        passed = masked(grad, ~below) + masked(grad * slope, below)
        return passed * ctx.scale, None, None


def _elu(x: np.ndarray, alpha: float, scale: float, rate: float) -> np.ndarray:
    below = np.expm1(np.minimum(x, 0) * rate) * (alpha * scale)
    return np.where(x > 0, x * scale, below).astype(x.dtype, copy=False)


class Celu(Elu):
    """y = x where x > 0, else α·(e^(x/α) − 1), so ∂x = ∂y or ∂y·e^(x/α).

    A primitive because e^(x/α) of the branch not taken may overflow, and 0·∞ is
    nan.
    """

    @staticmethod
    def forward(  # type: ignore[override]
        ctx: Any, x: Tensor, alpha: float
    ) -> Tensor:
        ctx.save_for_backward(x)
        ctx.alpha, ctx.scale, ctx.rate = alpha, 1.0, 1 / alpha
        return wrap(_elu(x._array, alpha, 1.0, 1 / alpha))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return Elu.backward(ctx, grad)[:2]


def elu(input: Tensor, alpha: float = 1.0, inplace: bool = False) -> Tensor:
    """Computes x for positive x, and alpha · (exp(x) - 1) otherwise.

    See :func:`torch.nn.functional.elu`; Clevert et al. (2016),
    https://arxiv.org/abs/1511.07289.
    """
    require_float("elu_cpu", input)
    return run_activation(Elu, inplace, input, alpha, 1.0)


def elu_(input: Tensor, alpha: float = 1.0) -> Tensor:
    """Computes :func:`elu` in place."""
    return elu(input, alpha, inplace=True)


def selu(input: Tensor, inplace: bool = False) -> Tensor:
    """Computes a scaled :func:`elu` that keeps mean 0 and variance 1.

    See :func:`torch.nn.functional.selu`; Klambauer et al. (2017),
    https://arxiv.org/abs/1706.02515, appendix, for the two constants.
    """
    require_float("elu_cpu", input)
    alpha, scale = 1.6732632423543772848, 1.0507009873554804934
    return run_activation(Elu, inplace, input, alpha, scale)


def selu_(input: Tensor) -> Tensor:
    """Computes :func:`selu` in place."""
    return selu(input, inplace=True)


def celu(input: Tensor, alpha: float = 1.0, inplace: bool = False) -> Tensor:
    """Computes an :func:`elu` whose slope at 0 is 1 for every alpha.

    See :func:`torch.nn.functional.celu`; Barron (2017),
    https://arxiv.org/abs/1704.07483.
    """
    if alpha == 0:
        raise RuntimeError("ZeroDivisionError: alpha cannot be 0 for CELU")
    require_float("elu_cpu", input)
    return run_activation(Celu, inplace, input, alpha)


def celu_(input: Tensor, alpha: float = 1.0) -> Tensor:
    """Computes :func:`celu` in place."""
    return celu(input, alpha, inplace=True)


class Softplus(Op):
    """y = log(1 + e^(βx))/β, but x from βx = t on, so ∂x = ∂y·σ(βx), then ∂y.

    A primitive because e^(βx) overflows, and 1 + e^(βx) loses digits.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, beta: float, t: float) -> Tensor:
        ctx.save_for_backward(x)
        ctx.beta, ctx.t = beta, t
        a = x._array
        soft = np.log1p(np.exp(np.minimum(a * beta, t))) / beta
        return wrap(np.where(a * beta > t, a, soft))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        (x,) = ctx.saved_tensors
        above = x * ctx.beta > ctx.t
        soft = masked(grad * Sigmoid.of(x * ctx.beta), ~above)
        return masked(grad, above) + soft, None, None


def softplus(
    input: Tensor, beta: float = 1.0, threshold: float = 20.0
) -> Tensor:
    """Computes log(1 + exp(beta · x)) / beta, a smooth :func:`relu`.

    Where beta · x exceeds ``threshold`` it is x, to the last digit.
    See :func:`torch.nn.functional.softplus`.
    """
    require_float("softplus_cpu", input)
    return run_activation(Softplus, False, input, beta, threshold)


class LogSigmoid(Op):
    """y = log σ(x), so ∂x = ∂y·σ(−x).

    A primitive because log σ(x) is −∞ where σ(x) has rounded to 0.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor) -> Tensor:
        ctx.save_for_backward(x)
        a = x._array
        return wrap(np.asarray(np.minimum(a, 0) - np.log1p(np.exp(-np.abs(a)))))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        (x,) = ctx.saved_tensors
        return grad * Sigmoid.of(-x)


def logsigmoid(input: Tensor) -> Tensor:
    """Computes log(sigmoid(x)) without overflow.

    See :func:`torch.nn.functional.logsigmoid`.
    """
    require_float("log_sigmoid_cpu", input)
    return run_activation(LogSigmoid, False, input)


class Silu(Op):
    """y = x·σ(x), so ∂x = ∂y·σ(x)·(1 + x·(1 − σ(x))).

    A primitive because it keeps x alone, where x·σ(x) keeps both factors.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor) -> Tensor:
        ctx.save_for_backward(x)
        return wrap(np.asarray(x._array / (1 + np.exp(-x._array))))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        (x,) = ctx.saved_tensors
        s = Sigmoid.of(x)
        return grad * (s * (1 + x * (1 - s)))


def silu(input: Tensor, inplace: bool = False) -> Tensor:
    """Computes x · sigmoid(x), also called swish.

    See :func:`torch.nn.functional.silu`; Hendrycks and Gimpel (2016),
    https://arxiv.org/abs/1606.08415.
    """
    require_float("silu_cpu", input)
    return run_activation(Silu, inplace, input)


class Mish(Op):
    """y = x·t with t = tanh(softplus x), so ∂x = ∂y·(t + x·σ(x)·(1 − t²)).

    A primitive because it keeps x alone, where the composition keeps x and t.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor) -> Tensor:
        ctx.save_for_backward(x)
        a = x._array
        return wrap(np.asarray(a * np.tanh(np.logaddexp(a, a.dtype.type(0)))))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        (x,) = ctx.saved_tensors
        t = Tanh.of(Softplus.of(x, 1.0, 20.0))
        return grad * (t + x * Sigmoid.of(x) * (1 - t * t))


def mish(input: Tensor, inplace: bool = False) -> Tensor:
    """Computes x · tanh(softplus(x)).

    See :func:`torch.nn.functional.mish`; Misra (2019),
    https://arxiv.org/abs/1908.08681.
    """
    require_float("mish_cpu", input)
    return run_activation(Mish, inplace, input)


class Gelu(Op):
    """y = x·Φ(x), Φ and φ of the normal distribution, so ∂x = ∂y·(Φ(x) +
    x·φ(x)).

    A primitive because it keeps x alone, where the composition keeps three
    tensors.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor) -> Tensor:
        ctx.save_for_backward(x)
        a = x._array
        return wrap(np.asarray(a * (erf_array(a * math.sqrt(0.5)) + 1) * 0.5))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        (x,) = ctx.saved_tensors
        cdf = (Erf.of(x * math.sqrt(0.5)) + 1) * 0.5
        pdf = Exp.of(x * x * -0.5) / math.sqrt(2 * math.pi)
        return grad * (cdf + x * pdf)


class GeluTanh(Op):
    """y = x·(1 + t)/2 with t = tanh u, u = c·(x + b·x³), so ∂x = ∂y·(1 + t +
    x·(1 − t²)·u')/2.

    A primitive because it keeps x alone, where the composition keeps three
    tensors.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor) -> Tensor:
        ctx.save_for_backward(x)
        a = x._array
        t = np.tanh(_C * (a + _B * (a * a * a)))
        return wrap(np.asarray(a * (1 + t) * 0.5))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        (x,) = ctx.saved_tensors
        t = Tanh.of(_C * (x + _B * (x * x * x)))
        slope = _C * (1 + 3 * _B * (x * x))
        return grad * (0.5 * (1 + t) + 0.5 * x * (1 - t * t) * slope)

    def name(self) -> str:
        return "GeluBackward0"


_C, _B = math.sqrt(2 / math.pi), 0.044715


def gelu(input: Tensor, approximate: str = "none") -> Tensor:
    """Computes x · Φ(x), Φ being the normal distribution function.

    Args:
        input: any shape.
        approximate: ``"none"``, or ``"tanh"`` for a formula without erf.

    See :func:`torch.nn.functional.gelu`; Hendrycks and Gimpel (2016),
    https://arxiv.org/abs/1606.08415.
    """
    if approximate not in ("none", "tanh"):
        raise RuntimeError("approximate argument must be either none or tanh.")
    require_float("GeluKernelImpl", input)
    return run_activation(
        Gelu if approximate == "none" else GeluTanh, False, input
    )


class Glu(Op):
    """y = a·σ(b) for the halves a, b of x along a dim, so ∂a = ∂y·σ(b) and ∂b =
    ∂y·a·σ(b)·(1 − σ(b)).

    A primitive because two slices of x would each bring a ∂x of full size.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, dim: int) -> Tensor:
        ctx.save_for_backward(x)
        ctx.dim = dim
        a, b = np.split(x._array, 2, axis=dim)
        return wrap(a / (1 + np.exp(-b)))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        (x,) = ctx.saved_tensors
        half = x.shape[ctx.dim] // 2
        before = (slice(None),) * ctx.dim
        a, b = x[*before, :half], x[*before, half:]
        s = Sigmoid.of(b)
        return Cat.of(ctx.dim, grad * s, grad * a * s * (1 - s)), None


def glu(input: Tensor, dim: int = -1) -> Tensor:
    """Computes a · sigmoid(b) of the halves a and b of ``input``.

    See :func:`torch.nn.functional.glu`; Dauphin et al. (2017),
    https://arxiv.org/abs/1612.08083.
    """
    if input.ndim == 0:
        raise RuntimeError(
            "glu does not support scalars because halving size must be even"
        )
    dim = canonical_dim(dim, input.ndim)
    if input.shape[dim] % 2:
        raise RuntimeError(
            f"Halving dimension must be even, but dimension {dim} is size "
            f"{input.shape[dim]}"
        )
    return Glu.apply(input, dim)


# ---------------------------------------------------------------------------
# Made of other operations
# ---------------------------------------------------------------------------


def tanhshrink(input: Tensor) -> Tensor:
    """Computes x - tanh(x). See :func:`torch.nn.functional.tanhshrink`."""
    return input - input.tanh()


def softsign(input: Tensor) -> Tensor:
    """Computes x / (1 + abs(x)). See :func:`torch.nn.functional.softsign`."""
    return input / (input.abs() + 1)
