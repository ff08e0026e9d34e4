"""Fused updates, x + v·a·b and the like: the steps of optimizers.

They are one operation each because optimizers take them for every parameter
at every step. In place and without a graph they save temporaries too.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .._tensor import Tensor, wrap
from ..autograd.function import Op
from ..autograd.grad_mode import mode
from .arithmetic import add_
from .operands import (
    as_operand,
    broadcast_error,
    cast,
    common_dtype,
    constant,
    is_number,
    not_implemented,
    tensors_only,
    widened,
)
from .twins import in_place


class Addcmul(Op):
    """z = x + v·a·b, so ∂x = ∂z, ∂a = ∂z·v·b and ∂b = ∂z·v·a.

    A primitive because v·a·b need not be a tensor of the graph.
    """

    inputs = 3

    @staticmethod
    def forward(
        ctx: Any, x: Tensor, a: Tensor, b: Tensor, value: float
    ) -> Tensor:
        ctx.save_for_backward(a, b)
        ctx.value = value
        return wrap(np.asarray(x._array + a._array * b._array * value))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        a, b = ctx.saved_tensors
        _, need_a, need_b, _ = ctx.edges
        scaled = grad * ctx.value
        return (
            grad,
            scaled * b if need_a else None,
            scaled * a if need_b else None,
            None,
        )


def addcmul(
    input: Tensor, tensor1: Tensor, tensor2: Tensor, *, value: float = 1
) -> Tensor:
    """Computes ``input + value * tensor1 * tensor2``.

    See :func:`torch.addcmul`.
    """
    tensors_only(input, tensor1, tensor2)
    dtype = common_dtype("addcmul", input, tensor1, tensor2)
    if dtype.category == 0:
        raise not_implemented("addcmul_cpu_out", dtype)
    if dtype.category == 1:
        value = int(value)
    return _ternary(Addcmul, "addcmul", input, tensor1, tensor2, value)


def addcmul_(
    input: Tensor, tensor1: Tensor, tensor2: Tensor, *, value: float = 1
) -> Tensor:
    """Adds ``value * tensor1 * tensor2`` in place."""
    if mode.enabled or not _alike(input, tensor1, tensor2):
        return in_place(addcmul)(input, tensor1, tensor2, value=value)
    product = tensor1._array * tensor2._array
    product *= constant(value, input.dtype)._array
    return add_(input, wrap(np.asarray(product)))


class Addcdiv(Op):
    """z = x + v·a/b, so ∂x = ∂z, ∂a = ∂z·v/b and ∂b = −∂z·v·a/b².

    A primitive because v·a/b need not be a tensor of the graph.
    """

    inputs = 3

    @staticmethod
    def forward(
        ctx: Any, x: Tensor, a: Tensor, b: Tensor, value: float
    ) -> Tensor:
        ctx.save_for_backward(a, b)
        ctx.value = value
        numerator, denominator = widened(a._array), widened(b._array)
        z = x._array + numerator / denominator * value
        return wrap(np.asarray(z, x._array.dtype))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        a, b = ctx.saved_tensors
        _, need_a, need_b, _ = ctx.edges
        scaled = grad * ctx.value
        return (
            grad,
            scaled / b if need_a else None,
            -scaled * (a / (b * b)) if need_b else None,
            None,
        )


def addcdiv(
    input: Tensor, tensor1: Tensor, tensor2: Tensor, *, value: float = 1
) -> Tensor:
    """Computes ``input + value * tensor1 / tensor2``.

    See :func:`torch.addcdiv`.
    """
    tensors_only(input, tensor1, tensor2)
    if not common_dtype("addcdiv", tensor1, tensor2).is_floating_point:
        raise RuntimeError(
            "Integer division with addcdiv is no longer supported, and in a "
            "future  release addcdiv will perform a true division of tensor1 "
            "and tensor2. The historic addcdiv behavior can be implemented as "
            "(input + value * torch.trunc(tensor1 / tensor2)).to(input.dtype) "
            "for integer inputs and as (input + value * tensor1 / tensor2) for "
            "float inputs. The future addcdiv behavior is just the latter "
            "implementation: (input + value * tensor1 / tensor2), for all "
            "dtypes."
        )
    return _ternary(Addcdiv, "addcdiv", input, tensor1, tensor2, value)


def addcdiv_(
    input: Tensor, tensor1: Tensor, tensor2: Tensor, *, value: float = 1
) -> Tensor:
    """Adds ``value * tensor1 / tensor2`` in place."""
    if mode.enabled or not _alike(input, tensor1, tensor2):
        return in_place(addcdiv)(input, tensor1, tensor2, value=value)
    quotient = tensor1._array / tensor2._array
    quotient *= constant(value, input.dtype)._array
    return add_(input, wrap(np.asarray(quotient)))


class LerpTensor(Op):
    """z = x + w·(y − x), so ∂x = ∂z·(1 − w), ∂y = ∂z·w and ∂w = ∂z·(y − x).

    A primitive because it counts from the nearer end, so w = 1 gives y exactly.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, y: Tensor, weight: Tensor) -> Tensor:
        ctx.save_for_backward(x, y, weight)
        a, b, w = (widened(v._array) for v in (x, y, weight))
        # Counted from the nearer end, so that w = 1 gives y exactly.
        near = a + w * (b - a)
        far = b - (b - a) * (1 - w)
        z = np.where(np.abs(w) < 0.5, near, far)
        return wrap(np.asarray(z, x._array.dtype))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        x, y, weight = ctx.saved_tensors
        need_x, need_y, need_weight = ctx.edges
        return (
            grad * (1 - weight) if need_x else None,
            grad * weight if need_y else None,
            grad * (y - x) if need_weight else None,
        )

    def name(self) -> str:
        return "LerpBackward1"


class Lerp(LerpTensor):
    """z = x + w·(y − x) for a number w, so ∂x = ∂z·(1 − w) and ∂y = ∂z·w.

    A primitive because PyTorch numbers it apart from LerpTensor.
    """

    inputs = 2

    def name(self) -> str:
        return "LerpBackward0"


def lerp(input: Tensor, end: Tensor, weight: Tensor | float) -> Tensor:
    """Computes ``input + weight * (end - input)``. See :func:`torch.lerp`."""
    if not isinstance(weight, Tensor) and not is_number(weight):
        raise TypeError(f"weight must be Number, not {type(weight).__name__}")
    given: dict[str, Any] = {"end": end, "weight": weight}
    for name, x in given.items():
        scalar_weight = name == "weight" and not (
            isinstance(x, Tensor) and x._array.ndim
        )
        if not scalar_weight and x.dtype is not input.dtype:
            raise RuntimeError(
                f"expected dtype {_c_name(input)} for `{name}` but got dtype "
                f"{_c_name(x)}"
            )
    if input._array.dtype.kind != "f":
        kind = "tensor" if isinstance(weight, Tensor) else "scalar"
        raise not_implemented(f"lerp_kernel_{kind}", input.dtype)
    op: type[Op] = LerpTensor
    if isinstance(weight, Tensor):
        weight = cast(weight, input.dtype)
    else:
        op, weight = Lerp, constant(weight, input.dtype)
    return _ternary(op, "lerp", input, end, weight)


def lerp_(input: Tensor, end: Tensor, weight: Tensor | float) -> Tensor:
    """Moves ``input`` towards ``end`` in place."""
    if (
        mode.enabled
        or isinstance(weight, Tensor)
        or not abs(weight) < 0.5
        or not _alike(input, end)
    ):
        return in_place(lerp)(input, end, weight)
    step = end._array - input._array
    step *= constant(weight, input.dtype)._array
    return add_(input, wrap(np.asarray(step)))


def _alike(*tensors: Tensor) -> bool:
    """Tells whether all have the same floating-point dtype."""
    dtype = tensors[0]._array.dtype
    return dtype.kind == "f" and all(t._array.dtype == dtype for t in tensors)


def _c_name(x: Tensor) -> str:
    """Gives the name that PyTorch's C++ code has for a dtype."""
    kind = x.dtype.kind
    return {
        "Byte": "unsigned char",
        "Char": "signed char",
        "Short": "short int",
        "Long": "long int",
        "Half": "c10::Half",
    }.get(kind, kind.lower())


def _ternary(
    op: type[Op], name: str, x: Tensor, a: Tensor, b: Tensor, *rest: Any
) -> Tensor:
    dtype = common_dtype(name, x, a, b)
    x, a, b = (as_operand(v, dtype) for v in (x, a, b))
    try:
        return op.apply(x, a, b, *rest)
    except ValueError:
        raise broadcast_error(x, a, b) from None
