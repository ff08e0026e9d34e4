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


def _as_tuple(given: Any, what: str, name: str) -> tuple[tuple, bool]:
    """Gives a tuple of tensors, and whether a single tensor was given."""
    single = not isinstance(given, tuple)
    for i, x in enumerate((given,) if single else given):
        if not isinstance(x, Tensor):
            which = f"given {what}" if single else f"value at index {i}"
            raise TypeError(
                f"The {what} given to {name} must be either a Tensor or a "
                f"tuple of Tensors but the {which} has type {type(x)}."
            )
    return ((given,) if single else given), single


def _point(inputs: Any, create_graph: bool, name: str) -> tuple[tuple, bool]:
    """Makes leaves of the inputs, or links to them if they stay in a graph."""
    xs, single = _as_tuple(inputs, "inputs", name)
    return tuple(
        x.view_as(x)
        if create_graph and x.requires_grad
        else x.detach().requires_grad_()
        for x in xs
    ), single


def _values(
    func: Callable, xs: tuple, strict: bool, name: str
) -> tuple[tuple, bool]:
    ys, single = _as_tuple(
        func(*xs), "outputs of the user-provided function", name
    )
    for i, y in enumerate(ys):
        if strict and not y.requires_grad:
            raise RuntimeError(
                f"Output {i} of the user-provided function does not require "
                "gradients. The outputs must be computed in a differentiable "
                "manner from the input when running in strict mode."
            )
    return ys, single


def _gradients(
    ys: Any,
    xs: tuple,
    starts: Any,
    create_graph: bool,
    strict: bool = False,
    what: str = "The output",
) -> tuple:
    """Computes gradients, with zeros where there are none.

    If ``strict``, ``what`` must depend on every input.
    """
    pairs = [(y, v) for y, v in zip(ys, starts) if y.requires_grad]
    grads: tuple = (None,) * len(xs)
    if pairs:
        grads = grad_of(
            [y for y, _ in pairs],
            xs,
            [v for _, v in pairs],
            retain_graph=True,
            create_graph=create_graph,
            allow_unused=True,
        )
    for i, g in enumerate(grads):
        if strict and g is None:
            raise RuntimeError(
                f"{what} of the user-provided function is independent of input "
                f"{i}. This is not allowed in strict mode."
            )
    return tuple(
        zeros_like(x.detach()) if g is None else g for x, g in zip(xs, grads)
    )


def _result(values: tuple, single: bool, create_graph: bool) -> Any:
    if not create_graph:
        values = tuple(x.detach() for x in values)
    return values[0] if single else values


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
        xs, one_input = _point(inputs, create_graph, "jacobian")
        ys, one_output = _values(func, xs, strict, "jacobian")
        rows = [
            _result(_rows(i, y, xs, create_graph, strict), one_input, True)
            for i, y in enumerate(ys)
        ]
    return rows[0] if one_output else tuple(rows)


def _rows(
    i: int, y: Tensor, xs: tuple, create_graph: bool, strict: bool
) -> tuple:
    """Computes the part of the Jacobian that belongs to output ``i``."""
    parts: list[list[Tensor]] = [[] for _ in xs]
    for element in range(y._array.size):
        start = wrap(np.zeros(y._array.shape, y._array.dtype))
        start._array.reshape(-1)[element] = 1
        grads = _gradients(
            [y], xs, [start], create_graph, strict, f"Output {i}"
        )
        for part, g in zip(parts, grads):
            part.append(g)
    shape = y._array.shape
    return tuple(
        stack(part).reshape(shape + x._array.shape)
        if part
        else wrap(np.zeros(shape + x._array.shape, x._array.dtype))
        for part, x in zip(parts, xs)
    )


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
    _, single = _as_tuple(inputs, "inputs", "hessian")

    def gradient(*xs: Tensor) -> Any:
        with enable_grad():
            y = _scalar(func, xs, strict, "hessian")
            grads = _gradients([y], xs, [ones_like(y)], True)
        return _result(grads, single, True)

    return jacobian(gradient, inputs, create_graph, strict)


def _scalar(func: Callable, xs: tuple, strict: bool, name: str) -> Tensor:
    (y, *more), single = _values(func, xs, strict, name)
    if more or not single:
        raise RuntimeError(
            f"The function given to {name} should return a single Tensor"
        )
    if y._array.size != 1:
        raise RuntimeError(
            f"The Tensor returned by the function given to {name} should "
            "contain a single element"
        )
    return y


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
        xs, one_input = _point(inputs, create_graph, "vjp")
        ys, one_output = _values(func, xs, strict, "vjp")
        starts = _vector(v, ys, one_output, "vjp")
        grads = _gradients(ys, xs, starts, create_graph, strict)
    return (
        _result(ys, one_output, create_graph),
        _result(grads, one_input, create_graph),
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
        xs, one_input = _point(inputs, create_graph, "jvp")
        vs = _vector(v, xs, one_input, "jvp")
        ys, one_output = _values(func, xs, strict, "jvp")
        us = tuple(zeros_like(y.detach()).requires_grad_() for y in ys)
        back = _gradients(ys, xs, us, True, strict)
        products = _gradients(back, us, vs, create_graph)
    return (
        _result(ys, one_output, create_graph),
        _result(products, one_output, create_graph),
    )


def vhp(
    func: Callable,
    inputs: Any,
    v: Any = None,
    create_graph: bool = False,
    strict: bool = False,
) -> tuple:
    """Gives func(inputs) and vᵀ·H without building the Hessian H.

    See :func:`torch.autograd.functional.vhp`.
    """
    return _hessian_product("vhp", func, inputs, v, create_graph, strict)


def hvp(
    func: Callable,
    inputs: Any,
    v: Any = None,
    create_graph: bool = False,
    strict: bool = False,
) -> tuple:
    """Gives func(inputs) and H·v; H is symmetric, so this is vᵀ·H.

    See :func:`torch.autograd.functional.hvp`.
    """
    return _hessian_product("hvp", func, inputs, v, create_graph, strict)


def _hessian_product(
    name: str,
    func: Callable,
    inputs: Any,
    v: Any,
    create_graph: bool,
    strict: bool,
) -> tuple:
    """Differentiates the gradient, with ``v`` to start from."""
    with enable_grad():
        xs, one_input = _point(inputs, create_graph, name)
        vs = _vector(v, xs, one_input, name)
        y = _scalar(func, xs, strict, name)
        grads = _gradients([y], xs, [ones_like(y)], True, strict)
        products = _gradients(
            grads, xs, vs, create_graph, strict, "The jacobian"
        )
    return (
        _result((y,), True, create_graph),
        _result(products, one_input, create_graph),
    )


def _vector(v: Any, like: tuple, single: bool, name: str) -> tuple:
    """Gives ``v`` as a tuple of tensors of the right shapes."""
    if v is None:
        if len(like) != 1 or like[0]._array.size != 1:
            whose = (
                "user-provided function returns"
                if name == "vjp"
                else "input to the user-provided function is"
            )
            raise RuntimeError(
                f"The vector v can only be None if the {whose} a single Tensor "
                "with a single element."
            )
        return (ones_like(like[0].detach()),)
    vs, _ = _as_tuple(v, "v", name)
    if len(vs) != len(like):
        raise RuntimeError(
            "The given v should contain a single Tensor."
            if single
            else f"v is a tuple of invalid length: should be {len(like)} but "
            f"got {len(vs)}."
        )
    for i, (a, b) in enumerate(zip(vs, like)):
        if a._array.shape != b._array.shape:
            prefix = "" if single else f"Entry {i} in "
            raise RuntimeError(
                f"{prefix}v has invalid size: should be {b.shape} but got "
                f"{a.shape}."
            )
    return vs
