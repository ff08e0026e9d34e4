"""Whole derivatives of functions: Jacobians, Hessians and their products.

Every function here takes a function and the point where to differentiate it.
A Jacobian is built a row at a time, by one backward pass for each element of
the output; products with a vector need one or two passes in all.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from .._creation import ones_like, zeros_like
from .._ops.joining import stack
from .._tensor import Tensor, wrap
from .grad_mode import enable_grad
from .passes import grad as grad_of


def _point(inputs: Any, create_graph: bool) -> tuple[tuple, bool]:
    """Makes leaves of the inputs, or links to them if they stay in a graph."""
    single = isinstance(inputs, Tensor)
    xs = (inputs,) if single else tuple(inputs)
    if create_graph:
        return tuple(x.view_as(x) for x in xs), single
    return tuple(x.detach().requires_grad_() for x in xs), single


def _values(func: Callable, xs: tuple) -> tuple[tuple, bool]:
    result = func(*xs)
    single = isinstance(result, Tensor)
    return ((result,) if single else tuple(result)), single


def jacobian(
    func: Callable,
    inputs: Any,
    create_graph: bool = False,
    strict: bool = False,
    vectorize: bool = False,
    strategy: str = "reverse-mode",
) -> Any:
    """Gives ∂func/∂inputs: for each output element its gradient.

    Shape:
        - output: the output's shape followed by the input's; a tuple for
          several inputs, a tuple of tuples for several of both.

    See :func:`torch.autograd.functional.jacobian`.
    """
    with enable_grad():
        xs, one_input = _point(inputs, create_graph)
        ys, one_output = _values(func, xs)
        table = [_rows(y, xs, create_graph) for y in ys]
    result = [row[0] if one_input else tuple(row) for row in table]
    return result[0] if one_output else tuple(result)


def _rows(y: Tensor, xs: tuple, create_graph: bool) -> list[Tensor]:
    parts: list[list[Tensor]] = [[] for _ in xs]
    for element in range(y._array.size):
        start = wrap(np.zeros(y._array.shape, y._array.dtype))
        start._array.reshape(-1)[element] = 1
        if y.requires_grad:
            grads = grad_of(
                y,
                xs,
                start,
                retain_graph=True,
                create_graph=create_graph,
                materialize_grads=True,
            )
        else:
            grads = tuple(zeros_like(x.detach()) for x in xs)
        for part, g in zip(parts, grads):
            part.append(g)
    shape = y._array.shape
    return [
        stack(part).reshape(shape + x._array.shape)
        if part
        else wrap(np.zeros(shape + x._array.shape, x._array.dtype))
        for part, x in zip(parts, xs)
    ]


def hessian(
    func: Callable,
    inputs: Any,
    create_graph: bool = False,
    strict: bool = False,
    vectorize: bool = False,
    outer_jacobian_strategy: str = "reverse-mode",
) -> Any:
    """Gives the second derivatives of a function with one number as result.

    See :func:`torch.autograd.functional.hessian`.
    """

    def gradient(*xs: Tensor) -> Any:
        with enable_grad():
            y = _scalar(func, xs, "hessian")
            grads = grad_of(y, xs, create_graph=True, materialize_grads=True)
        return grads[0] if isinstance(inputs, Tensor) else grads

    return jacobian(gradient, inputs, create_graph, strict)


def _scalar(func: Callable, xs: tuple, name: str) -> Tensor:
    y = func(*xs)
    if not isinstance(y, Tensor):
        raise RuntimeError(
            f"The Tensor returned by the function given to {name} should "
            "contain a single element"
        )
    if y._array.size != 1:
        raise RuntimeError(
            f"The Tensor returned by the function given to {name} should "
            "contain a single element"
        )
    return y.reshape(())


def vjp(
    func: Callable,
    inputs: Any,
    v: Any = None,
    create_graph: bool = False,
    strict: bool = False,
) -> tuple:
    """Gives func(inputs) and vᵀ·J, the gradient that ``v`` sends back.

    See :func:`torch.autograd.functional.vjp`.
    """
    with enable_grad():
        xs, one_input = _point(inputs, create_graph)
        ys, one_output = _values(func, xs)
        starts = _vector(v, ys, "The vector v can only be None if the user-")
        grads = grad_of(
            ys, xs, starts, create_graph=create_graph, materialize_grads=True
        )
    value = ys if create_graph else tuple(y.detach() for y in ys)
    return (
        value[0] if one_output else value,
        grads[0] if one_input else grads,
    )


def jvp(
    func: Callable,
    inputs: Any,
    v: Any = None,
    create_graph: bool = False,
    strict: bool = False,
) -> tuple:
    """Gives func(inputs) and J·v, how the output moves if inputs move by v.

    With backward passes only, it takes two: g(u) = Jᵀu is linear in u, and
    its own derivative, applied to v, is J·v.

    See :func:`torch.autograd.functional.jvp`.
    """
    with enable_grad():
        xs, _ = _point(inputs, create_graph)
        ys, one_output = _values(func, xs)
        vs = _vector(v, xs, "The vector v can only be None if the user-")
        us = tuple(zeros_like(y.detach()).requires_grad_() for y in ys)
        back = grad_of(ys, xs, us, create_graph=True, materialize_grads=True)
        products = grad_of(
            back, us, vs, create_graph=create_graph, materialize_grads=True
        )
    value = ys if create_graph else tuple(y.detach() for y in ys)
    if one_output:
        return value[0], products[0]
    return value, products


def hvp(
    func: Callable,
    inputs: Any,
    v: Any = None,
    create_graph: bool = False,
    strict: bool = False,
) -> tuple:
    """Gives func(inputs) and H·v without building the Hessian H.

    See :func:`torch.autograd.functional.hvp`.
    """
    with enable_grad():
        xs, one_input = _point(inputs, create_graph)
        y = _scalar(func, xs, "hvp")
        vs = _vector(v, xs, "The vector v can only be None if the user-")
        grads = grad_of(y, xs, create_graph=True, materialize_grads=True)
        products = grad_of(
            grads, xs, vs, create_graph=create_graph, materialize_grads=True
        )
    value = y if create_graph else y.detach()
    return value, products[0] if one_input else products


def _vector(v: Any, like: tuple, message: str) -> tuple:
    """Gives ``v`` as a tuple of tensors of the right shapes."""
    if v is None:
        if len(like) != 1 or like[0]._array.size != 1:
            raise RuntimeError(
                f"{message}provided function returns a single Tensor with a "
                "single element."
            )
        return (ones_like(like[0].detach()),)
    vs = (v,) if isinstance(v, Tensor) else tuple(v)
    if len(vs) != len(like):
        raise RuntimeError(
            f"v is a tuple of invalid length: should be {len(like)} but got "
            f"{len(vs)}."
        )
    for i, (a, b) in enumerate(zip(vs, like)):
        if a._array.shape != b._array.shape:
            prefix = f"Entry {i} in " if len(vs) > 1 else ""
            raise RuntimeError(
                f"{prefix}v has invalid size: should be {b.shape} but got "
                f"{a.shape}."
            )
    return vs
