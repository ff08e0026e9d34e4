"""What the random functions on Tensors share.

The node that they leave in the graph, the writing in place, and the reading
and checking of arguments: generators, sizes, ``out=``, parameters.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

from .._device import check_device
from .._dtype import dtype as DType
from .._dtype import get_default_dtype
from .._generator import Generator, MersenneTwister, default_generator
from .._tensor import Tensor, wrap
from ..autograd.function import Op
from ..autograd.grad_mode import mode
from ..autograd.inplace import apply_inplace, check_no_overlap

# ---- in the graph -----------------------------------------------------------


class Draw(Op):
    """y = random numbers, whatever x is, so ∂x = 0."""

    pytorch_name: str

    @staticmethod
    def forward(
        ctx: Any,
        x: Tensor,
        name: str,
        draw: Callable[[], np.ndarray],
        *more: Tensor,
    ) -> Tensor:
        ctx.pytorch_name = name
        ctx.inputs = [(t._array.shape, t._array.dtype) for t in (x, *more)]
        return wrap(draw())

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        zeros: list = [np.zeros(shape, dtype) for shape, dtype in ctx.inputs]
        if isinstance(grad, Tensor):
            zeros = [wrap(z) for z in zeros]
        return zeros[0], None, None, *zeros[1:]

    def name(self) -> str:
        return self.pytorch_name


def overwrite(
    name: str,
    tensor: Tensor,
    draw: Callable[[np.ndarray], None],
    *more: Tensor,
) -> Tensor:
    """Lets ``draw`` fill the memory of ``tensor``; returns ``tensor``.

    Args:
        name: what PyTorch calls the node of the graph.
        tensor: what to overwrite.
        draw: fills an array.
        more: other tensors whose gradients are zero.
    """
    check_no_overlap(tensor)
    if mode.enabled and any(t.requires_grad for t in (tensor, *more)):

        def filled() -> np.ndarray:
            # The memory itself, since its layout decides the order of draws.
            draw(tensor._array)
            return tensor._array

        return apply_inplace(Draw, tensor, name, filled, *more)
    draw(tensor._array)
    tensor._bump()
    return tensor


class UndifferentiableDraw(Draw):
    """y = random numbers that depend on x, so ∂x is refused, as in PyTorch."""

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        raise RuntimeError(
            f"derivative for {ctx.pytorch_name} is not implemented"
        )

    def name(self) -> str:
        return "NotImplemented"


# ---- arguments --------------------------------------------------------------


def engine_of(function: str, generator: Generator | None) -> MersenneTwister:
    """Gives the engine to draw from.

    Raises:
        TypeError: if ``generator`` is not a Generator.
    """
    if generator is None:
        return default_generator._engine
    if not isinstance(generator, Generator):
        raise TypeError(
            f"{function}(): argument 'generator' must be torch.Generator, not "
            f"{type(generator).__name__}"
        )
    return generator._engine


def number(function: str, name: str, position: int, value: Any) -> float:
    """Gives a parameter of a distribution as a float.

    Raises:
        TypeError: if it is not a number.
    """
    if isinstance(value, (int, float, np.number)):  # noqa: UP038
        return float(value)
    if isinstance(value, Tensor) and value._array.ndim == 0:
        return float(value._array)
    raise TypeError(
        f"{function}(): argument '{name}' (position {position}) must be "
        f"float, not {type(value).__name__}"
    )


def keyword_from(function: str, named: dict[str, Any], default: Any) -> Any:
    """Takes the argument ``from``, which Python cannot have as a name."""
    value = named.pop("from", default)
    for other in named:
        raise TypeError(
            f"{function}() got an unexpected keyword argument '{other}'"
        )
    return value


def not_implemented(kernel: str, tensor: Tensor) -> NotImplementedError:
    """Says that a distribution has no version for the tensor's dtype."""
    return NotImplementedError(
        f"\"{kernel}\" not implemented for '{tensor.dtype.kind}'\n"
        f"The numbers of this distribution are not {tensor.dtype}: draw into "
        "a floating-point tensor."
    )


# C++ names of the dtypes, as PyTorch's messages about ranges have them.
C_NAMES = {
    "bool": "bool",
    "uint8": "unsigned char",
    "int8": "signed char",
    "int16": "short int",
    "int32": "int",
    "int64": "long int",
    "float16": "c10::Half",
    "float32": "float",
    "float64": "double",
}


def is_floating(tensor: Tensor) -> bool:
    """Tells whether a tensor can hold fractions."""
    return tensor._array.dtype.kind == "f"


def check_std(std: float) -> None:
    """Refuses a standard deviation that is negative or not a number."""
    if not std >= 0:
        raise RuntimeError(f"normal expects std >= 0.0, but found std {std:g}")


def check_probability(p: float) -> None:
    """Refuses a number that is not a probability."""
    if not 0 <= p <= 1:
        raise RuntimeError(
            f"bernoulli_ expects p to be in [0, 1], but got p={p:g}"
        )


def check_probabilities(p: Tensor) -> None:
    """Refuses a tensor that does not hold probabilities."""
    if not is_floating(p):
        raise not_implemented("bernoulli_tensor_cpu_p_", p)
    if not ((p._array >= 0) & (p._array <= 1)).all():
        raise RuntimeError(
            "Expected p_in >= 0 && p_in <= 1 to be true, but got false.  "
            "(Could this error message be improved?  If so, please report an "
            "enhancement request to PyTorch.)\n"
            "p_in is a tensor of probabilities, and not all of its elements "
            "are between 0 and 1."
        )


# ---- new tensors ------------------------------------------------------------


def shape_of(function: str, size: tuple, named: Any = None) -> tuple[int, ...]:
    """Gives the shape that ``f(2, 3)``, ``f((2, 3))`` or ``f(size=...)`` means.

    Raises:
        TypeError: if it is not made of ints.
        RuntimeError: if a size is negative.
    """
    where = ""
    if bool(size) == (named is not None):  # neither or both
        raise invalid_arguments(function, size)
    if named is None and len(size) > 1:
        named = size
    elif named is None:
        named, where = size[0], " (position 1)"
        if hasattr(named, "__index__") and not isinstance(named, Tensor):
            named = size
        elif isinstance(named, Tensor) and named._array.size == 1:
            named = size
    if not isinstance(named, tuple | list):
        raise TypeError(
            f"{function}(): argument 'size'{where} must be tuple of ints, not "
            f"{type(named).__name__}"
        )
    for position, n in enumerate(named, 1):
        if not hasattr(n, "__index__"):
            raise TypeError(
                f"{function}(): argument 'size' failed to unpack the object "
                f'at pos {position} with error "type must be tuple of ints,'
                f'but got {type(n).__name__}"'
            )
    shape = tuple(n.__index__() for n in named)
    for position, n in enumerate(shape, 1):
        if not -(2**63) <= n < 2**63:
            raise TypeError(
                f"{function}(): argument 'size' failed to unpack the object "
                f'at pos {position} with error "Overflow when unpacking long '
                "long\nAn integer must fit into 64 bits."
            )
        if n < 0:
            raise RuntimeError(
                "Trying to create tensor with negative dimension "
                f"{n}: {list(shape)}"
            )
    return shape


def invalid_arguments(function: str, args: tuple) -> TypeError:
    """Says that no form of a function takes these arguments."""
    got = ", ".join(type(a).__name__ for a in args)
    return TypeError(
        f"{function}() received an invalid combination of arguments - got "
        f"({got}), but expected one of:\n"
        f"the forms that help(torch.{function}) shows"
    )


def new_tensor(
    function: str,
    shape: tuple[int, ...],
    out: Tensor | None = None,
    dtype: DType | None = None,
    device: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """Gives the tensor that is to be filled: a new one, or ``out``.

    Raises:
        RuntimeError: if ``out`` has another dtype or a history, or if
            integers are to require grad.
    """
    check_device(device)
    if out is None:
        dtype = dtype or get_default_dtype()
        if requires_grad and not dtype.is_floating_point:
            raise RuntimeError(
                "Only Tensors of floating point and complex dtype can require "
                "gradients"
            )
        return wrap(np.empty(shape, dtype.numpy))
    if dtype not in (None, out.dtype):
        raise RuntimeError(
            f"dtype {dtype.kind} does not match dtype of out parameter "
            f"({out.dtype.kind})"
        )
    return resized(out, shape, function)


def resized(
    out: Tensor, shape: tuple[int, ...], function: str, warn: bool = False
) -> Tensor:
    """Gives ``out=`` the shape of the result that it is to hold."""
    if mode.enabled and out.requires_grad:
        raise RuntimeError(
            f"aten::{function}(): functions with out=... arguments don't "
            "support automatic differentiation, but one of the arguments "
            "requires grad."
        )
    if out._array.shape != shape:
        if warn and out._array.size:
            warnings.warn(
                "An output with one or more elements was resized since it had "
                f"shape {list(out._array.shape)}, which does not match the "
                f"required output shape {list(shape)}. This behavior is "
                "deprecated, and in a future PyTorch release outputs will not "
                "be resized unless they have zero elements. You can "
                "explicitly reuse an out tensor t by resizing it, inplace, to "
                "zero elements with t.resize_(0).",
                stacklevel=4,
            )
        out._array = np.empty(shape, out._array.dtype)
    return out
