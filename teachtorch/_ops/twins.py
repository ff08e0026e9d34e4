"""Twins that every operation may have: ``f_`` in place, and ``f(out=...)``.

Both compute as usual and then write the result into memory that exists
already; so both are made here, once, of the plain function.
"""

from __future__ import annotations

import functools
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

from .._dtype import can_cast
from .._tensor import Tensor
from ..autograd.grad_mode import mode
from ..autograd.history import check_inplace
from ..autograd.inplace import check_reads_apart, snapshot, write_over
from .results import NamedResult, named_result
from .signatures import (
    UNCHECKED,
    explained,
    refuse_wrong,
    renamed,
    signatures_of,
)

_PRODUCTS = ("addmm", "addmv", "addbmm", "baddbmm")


def in_place(function: Callable) -> Callable:
    """Makes ``x.f_(...)`` of ``f``: computes, then writes over ``x``."""
    # A product of matrices is complete before the first element is written.
    by_element = function.__name__ not in _PRODUCTS

    @functools.wraps(function)
    def method(self: Tensor, *args: Any, **kwargs: Any) -> Tensor:
        check_inplace(self)
        for x in args if by_element else ():
            if isinstance(x, Tensor):
                check_reads_apart(self, x)
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


def with_out(function: Callable, name: str = "") -> Callable:
    """Gives a function PyTorch's ``out=``: where to write the result.

    Args:
        function: the operation.
        name: what it is called in errors, if not as the function is.
    """
    name = name or function.__name__
    plain = explained(function, name, check=name not in UNCHECKED)

    @functools.wraps(function)
    def public(*args: Any, out: Any = None, **kwargs: Any) -> Any:
        if out is None:
            return plain(*args, **kwargs)
        signatures = signatures_of(name, False)
        kwargs = renamed(kwargs, signatures)
        refuse_wrong(name, args, {**kwargs, "out": out}, signatures)
        outs = out if isinstance(out, tuple | list) else (out,)
        tensors = [x for x in (*args, *outs) if isinstance(x, Tensor)]
        if mode.enabled and any(x.requires_grad for x in tensors):
            raise RuntimeError(
                f"{name}(): functions with out=... arguments "
                "don't support automatic differentiation, but one of the "
                "arguments requires grad."
            )
        for o in outs:
            for x in args:
                if isinstance(x, Tensor) and x is not o:
                    check_reads_apart(o, x)
        result: Any = plain(*args, **kwargs)
        if isinstance(result, NamedResult):
            pairs = zip(outs, result)
            written = [write_out(o, r) for o, r in pairs]
            return named_result(f"{result.name}_out", *written)
        return write_out(out, result)

    return public


def write_out(out: Tensor, result: Tensor) -> Tensor:
    """Writes a result into the tensor that the caller gave for it.

    Raises:
        RuntimeError: if its dtype cannot hold such results.
    """
    if not can_cast(result.dtype, out.dtype):
        raise RuntimeError(
            f"result type {result.dtype.kind} can't be cast to the desired "
            f"output type {out.dtype.kind}"
        )
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
