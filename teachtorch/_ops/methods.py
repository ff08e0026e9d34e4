"""Which functions are also methods of Tensor: one table, read at import.

``Tensor`` does not know the operations; they know it. Here they are bound:
``x.sum()`` is ``sum(x)``, ``x.exp_()`` writes ``exp(x)`` over ``x``, and
``exp(x, out=y)`` writes it over ``y``.
"""

from __future__ import annotations

import functools
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

from .. import random
from .._tensor import Tensor, check_inplace
from ..autograd.inplace import snapshot, write_over
from ..autograd.grad_mode import mode
from . import (
    addmm,
    arithmetic,
    bounds,
    compare,
    convert,
    copying,
    counting,
    diagonals,
    differences,
    division,
    entropy,
    erf,
    expand,
    exponential,
    extremes,
    flipping,
    gather,
    hyperbolic,
    index_along,
    indexing,
    logic,
    logistic,
    masks,
    matmul,
    memory,
    norms,
    operands,
    order_statistics,
    picking,
    powers,
    products,
    rounding,
    scans,
    shape,
    signs,
    slices,
    softmax,
    sorting,
    splitting,
    spread,
    sums,
    transpose,
    trigonometry,
    truth,
    updates,
)
from .where import where_method

# ---------------------------------------------------------------------------
# In place, and out=
# ---------------------------------------------------------------------------


def in_place(function: Callable) -> Callable:
    """Makes ``x.f_(...)`` of ``f``: computes, then writes over ``x``."""

    @functools.wraps(function)
    def method(self: Tensor, *args: Any, **kwargs: Any) -> Tensor:
        check_inplace(self)
        recorded = mode.enabled and any(
            isinstance(x, Tensor) and x.requires_grad
            for x in (self, *args, *kwargs.values())
        )
        if not recorded:
            write_over(self, function(self, *args, **kwargs))
            return self
        # The operation sees the old value and the old history.
        old, again = snapshot(self, copy=True), snapshot(self, copy=False)
        args = tuple(again if x is self else x for x in args)
        write_over(self, function(old, *args, **kwargs))
        return self

    method.__name__ = method.__qualname__ = f"{function.__name__}_"
    method.__doc__ = f"The same as ``{function.__name__}``, in place."
    return method


def with_out(function: Callable) -> Callable:
    """Gives a function PyTorch's ``out=``: where to write the result."""

    @functools.wraps(function)
    def public(*args: Any, out: Tensor | None = None, **kwargs: Any) -> Any:
        if out is None:
            return function(*args, **kwargs)
        tensors = [x for x in (*args, out) if isinstance(x, Tensor)]
        if mode.enabled and any(x.requires_grad for x in tensors):
            raise RuntimeError(
                f"{function.__name__}(): functions with out=... arguments don't "
                "support automatic differentiation, but one of the arguments "
                "requires grad."
            )
        return write_out(out, function(*args, **kwargs))

    return public


def write_out(out: Tensor, result: Tensor) -> Tensor:
    """Writes a result into the tensor that the caller gave for it."""
    if out._array.shape != result._array.shape:
        if out._array.size:
            warnings.warn(
                "An output with one or more elements was resized since it had "
                f"shape {list(out._array.shape)}, which does not match the "
                f"required output shape {list(result._array.shape)}. This "
                "behavior is deprecated, and in a future PyTorch release "
                "outputs will not be resized unless they have zero elements. "
                "You can explicitly reuse an out tensor t by resizing it, "
                "inplace, to zero elements with t.resize_(0).",
                stacklevel=3,
            )
        out._array = np.empty(result._array.shape, out._array.dtype)
    write_over(out, result)
    return out


# ---------------------------------------------------------------------------
# The table
# ---------------------------------------------------------------------------

# Functions that are methods under their own name, file by file.
METHODS: dict[Any, str] = {
    arithmetic: "add sub mul div reciprocal neg positive add_ sub_ mul_ div_",
    division: "floor_divide remainder fmod",
    powers: "pow float_power square sqrt rsqrt hypot",
    updates: "addcmul addcdiv lerp addcmul_ addcdiv_ lerp_",
    exponential: "exp exp2 expm1 log log2 log10 log1p logaddexp logaddexp2",
    entropy: "xlogy",
    logistic: "sigmoid logit",
    erf: "erf",
    trigonometry: "sin cos tan sinc asin acos atan atan2 deg2rad rad2deg",
    hyperbolic: "sinh cosh tanh asinh acosh atanh",
    signs: "abs sign sgn signbit copysign heaviside",
    rounding: "floor ceil round trunc frac",
    bounds: "relu clamp clamp_min clamp_max maximum minimum fmax fmin "
    "nan_to_num",
    compare: "eq ne lt le gt ge isclose allclose equal isnan isinf isposinf "
    "isneginf isfinite isreal",
    logic: "logical_and logical_or logical_xor logical_not bitwise_and "
    "bitwise_or bitwise_xor bitwise_not bitwise_left_shift "
    "bitwise_right_shift",
    sums: "sum mean nansum nanmean prod logsumexp sum_to_size",
    spread: "var std",
    extremes: "max min amax amin aminmax argmax argmin",
    truth: "all any count_nonzero",
    norms: "norm dist renorm",
    scans: "cumsum cumprod cummax cummin logcumsumexp",
    differences: "diff",
    shape: "reshape view view_as reshape_as ravel flatten unflatten squeeze "
    "unsqueeze",
    transpose: "t transpose permute movedim swapaxes adjoint",
    expand: "expand expand_as broadcast_to repeat tile repeat_interleave",
    copying: "clone contiguous",
    splitting: "split split_with_sizes chunk tensor_split hsplit vsplit dsplit "
    "unbind unfold",
    flipping: "flip fliplr flipud rot90 roll",
    slices: "select narrow narrow_copy select_scatter slice_scatter",
    picking: "index_put index_put_ take put",
    masks: "masked_fill masked_select masked_scatter nonzero argwhere",
    gather: "gather take_along_dim scatter scatter_add scatter_reduce",
    index_along: "index_select index_add index_copy index_fill",
    diagonals: "tril triu diagonal trace diag diag_embed diagflat "
    "diagonal_scatter fill_diagonal_",
    matmul: "matmul mm bmm mv dot outer",
    addmm: "addmm",
    products: "kron",
    sorting: "sort argsort msort topk",
    order_statistics: "kthvalue median mode",
    counting: "unique bincount histc",
    softmax: "softmax log_softmax",
    convert: "to type type_as float double half int long short char byte bool "
    "copy_ fill_ zero_ cpu cuda",
    memory: "size dim numel element_size stride storage_offset untyped_storage "
    "data_ptr is_contiguous is_floating_point is_same_size is_set_to "
    "new_tensor new_empty new_zeros new_ones new_full is_shared resize_",
    random: "bernoulli bernoulli_ cauchy_ exponential_ geometric_ log_normal_ "
    "multinomial normal_ random_ uniform_",
}

# Other names for the same method.
ALIASES = {
    "subtract": "sub",
    "multiply": "mul",
    "divide": "div",
    "true_divide": "div",
    "negative": "neg",
    "absolute": "abs",
    "arcsin": "asin",
    "arccos": "acos",
    "arctan": "atan",
    "clip": "clamp",
    "fix": "trunc",
    "less": "lt",
    "less_equal": "le",
    "greater": "gt",
    "greater_equal": "ge",
    "not_equal": "ne",
    "moveaxis": "movedim",
    "nelement": "numel",
    "ndimension": "dim",
    "swapdims": "transpose",
    "concat": "cat",
    "concatenate": "cat",
    "row_stack": "vstack",
}

# Functions with an in-place twin made by ``in_place``.
IN_PLACE = (
    "pow float_power square sqrt rsqrt hypot floor_divide remainder fmod abs "
    "neg sign sgn copysign heaviside exp exp2 expm1 log log2 log10 log1p "
    "reciprocal xlogy sin cos tan sinc asin acos atan atan2 deg2rad rad2deg "
    "sinh cosh tanh asinh acosh atanh sigmoid logit erf floor ceil round trunc "
    "frac relu clamp clip clamp_min clamp_max nan_to_num eq ne lt le gt ge "
    "logical_and logical_or logical_xor logical_not bitwise_and bitwise_or "
    "bitwise_xor bitwise_not bitwise_left_shift bitwise_right_shift "
    "masked_fill scatter scatter_add tril triu cumsum addmm put masked_scatter "
    "scatter_reduce index_add index_copy index_fill"
)

# Functions that take ``out=``.
OUT = (
    "add sub mul div pow float_power square sqrt rsqrt hypot abs neg sign sgn "
    "signbit copysign heaviside exp exp2 expm1 log log2 log10 log1p logaddexp "
    "logaddexp2 reciprocal xlogy sin cos tan sinc asin acos atan atan2 deg2rad "
    "rad2deg sinh cosh tanh asinh acosh atanh sigmoid logit erf floor ceil "
    "round trunc frac floor_divide remainder fmod clamp clamp_min clamp_max "
    "maximum minimum fmax fmin nan_to_num addcmul addcdiv lerp where eq ne lt "
    "le gt ge isposinf isneginf isin logical_and logical_or logical_xor "
    "logical_not bitwise_and bitwise_or bitwise_xor bitwise_not "
    "bitwise_left_shift bitwise_right_shift sum mean prod var std amax amin "
    "argmax argmin all any cumsum matmul mm bmm mv dot outer addmm cat stack "
    "gather index_select take take_along_dim masked_select nonzero hstack "
    "vstack dstack column_stack tril triu diag scatter scatter_add "
    "scatter_reduce index_add index_copy narrow_copy"
)


def _bind() -> None:
    functions = {}
    for module, names in METHODS.items():
        for name in names.split():
            functions[name] = getattr(module, name)
    for alias, name in ALIASES.items():
        if name in functions:
            functions[alias] = functions[name]
    for name in IN_PLACE.split():
        functions.setdefault(f"{name}_", in_place(functions[name]))
    for name in ("multiply_", "subtract_", "divide_"):
        functions[name] = functions[{"m": "mul_", "s": "sub_", "d": "div_"}[name[0]]]
    functions["where"] = where_method
    for name, function in functions.items():
        setattr(Tensor, name, function)


def _unsupported(method: Callable) -> Callable:
    """Lets Python try the other operand when this one cannot be used."""

    @functools.wraps(method)
    def operator(self: Tensor, other: Any) -> Any:
        if isinstance(other, Tensor) or operands.is_number(other):
            return method(self, other)
        if isinstance(other, np.ndarray):
            from .._creation import from_numpy

            return method(self, from_numpy(np.asarray(other)))
        return NotImplemented

    return operator


def _reflected(function: Callable) -> Callable:
    return _unsupported(lambda self, other: function(other, self))


def _matmul_operator(self: Tensor, other: Any) -> Any:
    if not isinstance(other, Tensor):
        raise TypeError(
            "matmul(): argument 'other' (position 1) must be Tensor, not "
            f"{type(other).__name__}"
        )
    return matmul.matmul(self, other)


def _contains(self: Tensor, element: Any) -> bool:
    if isinstance(element, Tensor) or operands.is_number(element):
        return bool(compare.eq(self, element)._array.any())
    raise RuntimeError(
        "Tensor.__contains__ only supports Tensor or scalar, but you passed in a "
        f"{type(element)}."
    )


def _iterate(self: Tensor) -> Any:
    if self._array.ndim == 0:
        raise TypeError("iteration over a 0-d tensor")
    return iter(splitting.unbind(self, 0))


def _rdiv(self: Tensor, other: Any) -> Tensor:
    # number / tensor: PyTorch shows a product with the reciprocal.
    return arithmetic.mul(arithmetic.reciprocal(self), other)


def _to_the_power(self: Tensor, other: Any) -> Tensor:
    return powers.pow(other, self)


OPERATORS: dict[str, Callable] = {
    "__add__": _unsupported(arithmetic.add),
    "__radd__": _unsupported(arithmetic.add),
    "__iadd__": _unsupported(arithmetic.add_),
    "__sub__": _unsupported(arithmetic.sub),
    "__rsub__": _unsupported(arithmetic.rsub),
    "__isub__": _unsupported(arithmetic.sub_),
    "__mul__": _unsupported(arithmetic.mul),
    "__rmul__": _unsupported(arithmetic.mul),
    "__imul__": _unsupported(arithmetic.mul_),
    "__truediv__": _unsupported(arithmetic.div),
    "__rtruediv__": _unsupported(_rdiv),
    "__itruediv__": _unsupported(arithmetic.div_),
    "__floordiv__": _unsupported(division.floor_divide),
    "__rfloordiv__": _reflected(division.floor_divide),
    "__mod__": _unsupported(division.remainder),
    "__rmod__": _reflected(division.remainder),
    "__pow__": _unsupported(powers.pow),
    "__rpow__": _unsupported(_to_the_power),
    "__ipow__": _unsupported(in_place(powers.pow)),
    "__matmul__": _matmul_operator,
    "__neg__": arithmetic.neg,
    "__pos__": arithmetic.positive,
    "__abs__": signs.abs,
    "__invert__": logic.operator_invert,
    "__and__": _unsupported(logic.bitwise_and),
    "__rand__": _unsupported(logic.bitwise_and),
    "__or__": _unsupported(logic.bitwise_or),
    "__ror__": _unsupported(logic.bitwise_or),
    "__xor__": _unsupported(logic.bitwise_xor),
    "__rxor__": _unsupported(logic.bitwise_xor),
    "__iand__": _unsupported(in_place(logic.bitwise_and)),
    "__ior__": _unsupported(in_place(logic.bitwise_or)),
    "__ixor__": _unsupported(in_place(logic.bitwise_xor)),
    "__lshift__": _unsupported(logic.bitwise_left_shift),
    "__rlshift__": _reflected(logic.bitwise_left_shift),
    "__ilshift__": _unsupported(in_place(logic.bitwise_left_shift)),
    "__rshift__": _unsupported(logic.bitwise_right_shift),
    "__rrshift__": _reflected(logic.bitwise_right_shift),
    "__irshift__": _unsupported(in_place(logic.bitwise_right_shift)),
    "__eq__": compare.operator_eq,
    "__ne__": compare.operator_ne,
    "__lt__": _unsupported(compare.lt),
    "__le__": _unsupported(compare.le),
    "__gt__": _unsupported(compare.gt),
    "__ge__": _unsupported(compare.ge),
    "__getitem__": indexing.getitem,
    "__setitem__": indexing.setitem,
    "__contains__": _contains,
    "__iter__": _iterate,
    "mT": property(transpose.matrix_transpose),
    "T": property(transpose.reverse_dims),
    "__delitem__": indexing.delitem,
    "H": property(transpose.hermitian),
    "mH": property(transpose.matrix_transpose),
}

_bind()
for _name, _operator in OPERATORS.items():
    setattr(Tensor, _name, _operator)
