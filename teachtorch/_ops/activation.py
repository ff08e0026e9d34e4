"""Activation functions made of straight pieces: ReLU and its relatives.

Each is a class, whose first line states formula and derivative, and a function
with PyTorch's signature. A gradient goes through one piece or another, which
``masked`` decides. The smooth ones are in ``activation_smooth.py``. The
chapter "Modules" plots them.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from .._tensor import Tensor, wrap
from ..autograd.function import Op
from ..autograd.inplace import apply_inplace
from .bounds import Relu
from .where import masked


def run_activation(
    op: type[Op], inplace: bool, input: Tensor, *args: Any
) -> Tensor:
    """Applies an activation, or writes its result over the input."""
    if not isinstance(input, Tensor):
        raise TypeError(
            f"{_function_name(op)}(): argument 'input' (position 1) must be "
            f"Tensor, not {type(input).__name__}"
        )
    if inplace:
        return apply_inplace(op, input, *args)
    return op.apply(input, *args)


def _function_name(op: type[Op]) -> str:
    """Gives ``leaky_relu`` for ``LeakyRelu``."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", op.__name__).lower()


def require_float(kernel: str, input: Tensor) -> None:
    """Refuses integers, naming the part of PyTorch that refuses them."""
    if isinstance(input, Tensor) and input._array.dtype.kind != "f":
        raise NotImplementedError(
            f"\"{kernel}\" not implemented for '{input.dtype.kind}'\n"
            "Convert the input first: input.float()."
        )


def _relu6(x: np.ndarray) -> np.ndarray:
    return np.clip(x, x.dtype.type(0), x.dtype.type(6))


# ---------------------------------------------------------------------------


def relu(input: Tensor, inplace: bool = False) -> Tensor:
    """Computes max(input, 0).

    See :func:`torch.nn.functional.relu`; Nair and Hinton (2010),
    https://www.cs.toronto.edu/~fritz/absps/reluICML.pdf.
    """
    if isinstance(input, Tensor) and input._array.dtype.kind == "b":
        raise RuntimeError("Boolean inputs not supported for relu")
    return run_activation(Relu, inplace, input)


def relu_(input: Tensor) -> Tensor:
    """Computes :func:`relu` in place."""
    return relu(input, inplace=True)


class Threshold(Op):
    """y = x where x > t, else v, so ∂x = ∂y where x > t and 0 elsewhere.

    A primitive because PyTorch's graph shows it as one node.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, t: float, v: float) -> Tensor:
        ctx.save_for_backward(x)
        ctx.t = t
        a = x._array
        return wrap(np.where(a <= t, a.dtype.type(v), a))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        (x,) = ctx.saved_tensors
        return masked(grad, ~(x <= ctx.t)), None, None  # nan passes it


def threshold(
    input: Tensor, threshold: float, value: float, inplace: bool = False
) -> Tensor:
    """Replaces every element that is not above ``threshold`` by ``value``.

    See :func:`torch.nn.functional.threshold`.
    """
    return run_activation(Threshold, inplace, input, threshold, value)


def threshold_(input: Tensor, threshold: float, value: float) -> Tensor:
    """Computes :func:`threshold` in place."""
    return run_activation(Threshold, True, input, threshold, value)


class LeakyRelu(Op):
    """y = x where x > 0, else s·x, so ∂x = ∂y there and s·∂y elsewhere.

    A primitive because it keeps x alone, and no product.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, slope: float) -> Tensor:
        ctx.save_for_backward(x)
        ctx.slope = slope
        a = x._array
        return wrap(np.where(a > 0, a, a * a.dtype.type(slope)))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        (x,) = ctx.saved_tensors
        above = x > 0
        return masked(grad, above) + ctx.slope * masked(grad, ~above), None


def leaky_relu(
    input: Tensor, negative_slope: float = 0.01, inplace: bool = False
) -> Tensor:
    """Computes x for positive x, and ``negative_slope`` times x otherwise.

    See :func:`torch.nn.functional.leaky_relu`.
    """
    require_float("leaky_relu_cpu", input)
    return run_activation(LeakyRelu, inplace, input, negative_slope)


def leaky_relu_(input: Tensor, negative_slope: float = 0.01) -> Tensor:
    """Computes :func:`leaky_relu` in place."""
    return leaky_relu(input, negative_slope, inplace=True)


class PreluKernel(Op):
    """y = x where x > 0, else w·x, so ∂x = ∂y or ∂y·w, and ∂w = ∂y·x where x ≤
    0.

    A primitive because it keeps x and w alone, and no product.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, weight: Tensor) -> Tensor:
        ctx.save_for_backward(x, weight)
        a = x._array
        return wrap(np.where(a > 0, a, a * weight._array))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        x, weight = ctx.saved_tensors
        above = x > 0
        below = masked(grad, ~above)
        return masked(grad, above) + below * weight, below * x


def prelu(input: Tensor, weight: Tensor) -> Tensor:
    """Computes x for positive x, and a learned multiple of x otherwise.

    Args:
        input: of shape ``(N, C, ...)``.
        weight: one slope, or one for each channel C.

    See :func:`torch.nn.functional.prelu`; He et al. (2015),
    https://arxiv.org/abs/1502.01852.
    """
    channels = input.shape[1] if input.ndim >= 2 else 1
    count = weight._array.size
    if count not in (1, channels):
        raise RuntimeError(
            "Mismatch of parameter numbers and input channel size. Found "
            f"parameter numbers = {count} and channel size = {channels}."
        )
    if weight._array.dtype != input._array.dtype:
        raise RuntimeError(
            "prelu: Type promoting not supported. Got "
            f"{input.dtype.kind} and {weight.dtype.kind}"
        )
    shape = [1] * input.ndim
    if input.ndim >= 2:
        shape[1] = count
    return PreluKernel.apply(input, weight.reshape(tuple(shape)))


class RreluWithNoise(Op):
    """y = s·x with drawn slopes s, 1 where x > 0, so ∂x = ∂y·s.

    A primitive because PyTorch's graph shows it as one node.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, slopes: Tensor) -> Tensor:
        ctx.save_for_backward(slopes)
        return wrap(np.asarray(x._array * slopes._array))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        (slopes,) = ctx.saved_tensors
        return grad * slopes, None


class Hardtanh(Op):
    """y = x limited to [low, high], so ∂x = ∂y strictly inside and 0 elsewhere.

    A primitive because Clamp passes ∂y at the bounds as well.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, low: float, high: float) -> Tensor:
        ctx.save_for_backward(x)
        ctx.low, ctx.high = low, high
        kind = x._array.dtype.type
        return wrap(np.asarray(np.clip(x._array, kind(low), kind(high))))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        (x,) = ctx.saved_tensors
        outside = (x <= ctx.low) | (x >= ctx.high)
        return masked(grad, ~outside), None, None


def hardtanh(
    input: Tensor,
    min_val: float = -1.0,
    max_val: float = 1.0,
    inplace: bool = False,
) -> Tensor:
    """Limits every element to the range from ``min_val`` to ``max_val``.

    See :func:`torch.nn.functional.hardtanh`.
    """
    if min_val > max_val:
        raise ValueError("min_val cannot be greater than max_val")
    return run_activation(Hardtanh, inplace, input, min_val, max_val)


def hardtanh_(
    input: Tensor, min_val: float = -1.0, max_val: float = 1.0
) -> Tensor:
    """Computes :func:`hardtanh` in place."""
    return hardtanh(input, min_val, max_val, inplace=True)


def relu6(input: Tensor, inplace: bool = False) -> Tensor:
    """Computes min(max(input, 0), 6).

    See :func:`torch.nn.functional.relu6`.
    """
    return hardtanh(input, 0.0, 6.0, inplace)


class Hardsigmoid(Op):
    """y = relu6(x + 3)/6, so ∂x = ∂y/6 where −3 < x < 3 and 0 elsewhere.

    A primitive because it keeps x alone, and no steps between.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor) -> Tensor:
        ctx.save_for_backward(x)
        return wrap(np.asarray(_relu6(x._array + 3) / 6))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        (x,) = ctx.saved_tensors
        sixth = float(np.float32(1 / 6))  # PyTorch's, in float64 too
        return masked(grad * sixth, (x > -3) & (x < 3))


def hardsigmoid(input: Tensor, inplace: bool = False) -> Tensor:
    """Computes relu6(x + 3) / 6, a sigmoid of straight pieces.

    See :func:`torch.nn.functional.hardsigmoid`.
    """
    require_float("hardsigmoid_cpu", input)
    return run_activation(Hardsigmoid, inplace, input)


class Hardswish(Op):
    """y = x·relu6(x + 3)/6, so ∂x = ∂y·(x/3 + 1/2) inside ±3, ∂y above, 0
    below.

    A primitive because it keeps x alone, and no steps between.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor) -> Tensor:
        ctx.save_for_backward(x)
        return wrap(np.asarray(x._array * _relu6(x._array + 3) / 6))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        (x,) = ctx.saved_tensors
        inside = masked(grad * (x / 3 + 0.5), (x > -3) & (x < 3))
        return inside + masked(grad, ~(x < 3))


def hardswish(input: Tensor, inplace: bool = False) -> Tensor:
    """Computes x · relu6(x + 3) / 6.

    See :func:`torch.nn.functional.hardswish`; Howard et al. (2019),
    https://arxiv.org/abs/1905.02244.
    """
    require_float("hardswish_cpu", input)
    return run_activation(Hardswish, inplace, input)


class Hardshrink(Op):
    """y = x where |x| > λ, else 0, so ∂x = ∂y where |x| > λ and 0 elsewhere.

    A primitive because PyTorch's graph shows it as one node.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, lambd: float) -> Tensor:
        ctx.save_for_backward(x)
        ctx.lambd = lambd
        inside = np.abs(x._array) <= lambd
        return wrap(np.where(inside, x._array.dtype.type(0), x._array))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        (x,) = ctx.saved_tensors
        return masked(grad, ~(abs(x) <= ctx.lambd)), None


def hardshrink(input: Tensor, lambd: float = 0.5) -> Tensor:
    """Replaces elements between -lambd and lambd by 0.

    See :func:`torch.nn.functional.hardshrink`.
    """
    require_float("hardshrink_cpu", input)
    return run_activation(Hardshrink, False, input, lambd)


class Softshrink(Hardshrink):
    """y = x moved towards 0 by λ, so ∂x = ∂y where |x| > λ and 0 elsewhere.

    A primitive because PyTorch's graph shows it as one node.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, lambd: float) -> Tensor:
        ctx.save_for_backward(x)
        ctx.lambd = lambd
        a = x._array
        moved = a - np.clip(a, -lambd, lambd)
        # 0 keeps the sign of x, as in PyTorch: −0 for small negative x.
        return wrap(np.asarray(np.copysign(moved, a)))


def softshrink(input: Tensor, lambd: float = 0.5) -> Tensor:
    """Moves every element towards 0 by ``lambd``, at most to 0.

    See :func:`torch.nn.functional.softshrink`.
    """
    require_float("softshrink_check", input)
    if lambd < 0:
        largest = np.finfo(input._array.dtype).max
        raise RuntimeError(
            f"lambda must be in range [0, {largest:g}] for input dtype "
            f"{input.dtype.kind}, but found {lambd:g}"
        )
    return run_activation(Softshrink, False, input, lambd)
