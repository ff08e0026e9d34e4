"""Is a derivative right? Compare it with differences of function values.

``gradcheck`` computes the Jacobian of a function twice: column by column from
values, (f(x + h) − f(x − h)) / 2h, and row by row from backward passes. Use
float64: in float32 the difference of two values has few correct digits left.
``gradgradcheck`` checks the backward pass in the same way.

The chapter "A Function of your own" shows both at work.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from .._creation import empty_like
from .._dtype import float64
from .._tensor import Tensor, wrap
from .passes import grad as grad_of


class GradcheckError(RuntimeError):
    """A derivative that ``gradcheck`` found wrong."""


def gradcheck(
    func: Callable[..., Any],
    inputs: Tensor | Sequence,
    *,
    eps: float = 1e-6,
    atol: float = 1e-5,
    rtol: float = 1e-3,
    raise_exception: bool = True,
    nondet_tol: float = 0.0,
    check_undefined_grad: bool = True,
    check_grad_dtypes: bool = False,
    fast_mode: bool = False,
) -> bool:
    """Compares a function's gradients with central differences.

    Args:
        func: takes the inputs, gives a tensor or several.
        inputs: the point to check at; those that require grad are varied.
        eps: the step h.
        atol: absolute tolerance.
        rtol: relative tolerance.
        raise_exception: raise on failure, instead of returning False.
        nondet_tol: how far two runs of the same backward may differ.
        check_undefined_grad: check that missing gradients are handled.
        check_grad_dtypes: check that gradients have their input's dtype.
        fast_mode: accepted for PyTorch's sake; the full check is made.

    Returns:
        True, or False if a check fails and ``raise_exception`` is off.

    Raises:
        GradcheckError: with both Jacobians, if they differ.

    See :func:`torch.autograd.gradcheck`.
    """
    given = _as_tuple(inputs)
    try:
        _check_inputs(given)
        outputs = _differentiable(func(*given))
        if not outputs:
            _check_constant(func, given, eps)
            return True
        _check_jacobians(func, given, outputs, eps, atol, rtol, nondet_tol)
        if check_grad_dtypes:
            _check_dtypes(outputs, given)
    except GradcheckError:
        if raise_exception:
            raise
        return False
    return True


def gradgradcheck(
    func: Callable[..., Any],
    inputs: Tensor | Sequence,
    grad_outputs: Tensor | Sequence | None = None,
    *,
    eps: float = 1e-6,
    atol: float = 1e-5,
    rtol: float = 1e-3,
    gen_non_contig_grad_outputs: bool = False,
    raise_exception: bool = True,
    nondet_tol: float = 0.0,
    check_undefined_grad: bool = True,
    check_grad_dtypes: bool = False,
    fast_mode: bool = False,
) -> bool:
    """Compares a function's *second* derivatives with central differences.

    It is ``gradcheck`` of the function that gives ``func``'s gradients, whose
    inputs are those of ``func`` and the gradients that come from above
    (random ones if ``grad_outputs`` is not given).

    See :func:`torch.autograd.gradgradcheck`.
    """
    given = _as_tuple(inputs)
    if grad_outputs is None:
        outputs = _differentiable(func(*given))
        starts = tuple(_random_like(y) for y in outputs)
    else:
        starts = _as_tuple(grad_outputs)
    n = len(starts)

    def gradients(*args: Any) -> tuple:
        xs = args[:-n]
        wanted = tuple(
            x for x in xs if isinstance(x, Tensor) and x.requires_grad
        )
        return grad_of(
            _differentiable(func(*xs)),
            wanted,
            args[-n:],
            create_graph=True,
            allow_unused=True,
        )

    return gradcheck(
        gradients,
        (*given, *starts),
        eps=eps,
        atol=atol,
        rtol=rtol,
        raise_exception=raise_exception,
        nondet_tol=nondet_tol,
        check_undefined_grad=check_undefined_grad,
        check_grad_dtypes=check_grad_dtypes,
    )


def _as_tuple(given: Any) -> tuple:
    return tuple(given) if isinstance(given, (tuple, list)) else (given,)


def _random_like(y: Tensor) -> Tensor:
    start = empty_like(y.detach(), dtype=y.dtype)
    return start.uniform_(-1, 1).requires_grad_()


def _differentiable(outputs: Any) -> tuple:
    if not isinstance(outputs, (tuple, list)):
        outputs = (outputs,)
    return tuple(
        y for y in outputs if isinstance(y, Tensor) and y.requires_grad
    )


def _check_inputs(inputs: tuple) -> None:
    varied = 0
    for i, x in enumerate(inputs):
        if not (isinstance(x, Tensor) and x.requires_grad):
            continue
        varied += 1
        if x.dtype is not float64:
            warnings.warn(
                f"Input #{i} requires gradient and is not a double precision "
                "floating point or complex. This check will likely fail if all "
                "the inputs are not of double precision floating point or "
                "complex. ",
                stacklevel=3,
            )
        for stride, size in zip(x._array.strides, x._array.shape):
            if stride == 0 and size > 1 and x._array.size:
                raise RuntimeError(
                    f"The {i}th input has a dimension with stride 0. gradcheck "
                    "only supports inputs that are non-overlapping to be able "
                    "to compute the numerical gradients correctly. You should "
                    "call .contiguous on the input before passing it to "
                    "gradcheck."
                )
        x.retain_grad()
    if not varied:
        raise ValueError(
            "gradcheck expects at least one input tensor to require gradient, "
            "but none of them have requires_grad=True."
        )


def _check_constant(func: Callable, inputs: tuple, eps: float) -> None:
    """Checks that a function without gradient really is constant."""
    for i, x in enumerate(inputs):
        if isinstance(x, Tensor) and x.requires_grad:
            for jacobian in _numerical(func, inputs, i, eps):
                if np.abs(jacobian).max(initial=0) > 0:
                    raise GradcheckError(
                        "Numerical gradient for function expected to be zero"
                    )


def _check_jacobians(
    func: Callable,
    inputs: tuple,
    outputs: tuple,
    eps: float,
    atol: float,
    rtol: float,
    nondet_tol: float,
) -> None:
    varied = [
        i
        for i, x in enumerate(inputs)
        if isinstance(x, Tensor) and x.requires_grad
    ]
    numerical = {i: _numerical(func, inputs, i, eps) for i in varied}
    for o, y in enumerate(outputs):
        first = _analytical(y, [inputs[i] for i in varied])
        again = _analytical(y, [inputs[i] for i in varied])
        for i, by_formula, repeat in zip(varied, first, again):
            by_values = numerical[i][o]
            if not np.allclose(by_formula, by_values, rtol, atol):
                raise GradcheckError(
                    f"Jacobian mismatch for output {o} with respect to input "
                    f"{i},\nnumerical:{wrap(by_values)}\n"
                    f"analytical:{wrap(by_formula)}\n"
                )
            if np.abs(by_formula - repeat).max(initial=0) > nondet_tol:
                raise GradcheckError(
                    "Backward is not reentrant, i.e., running backward with "
                    "same input and grad_output multiple times gives different "
                    "values, although analytical gradient matches numerical "
                    "gradient.The tolerance for nondeterminism was "
                    f"{nondet_tol}."
                )


def _numerical(func: Callable, inputs: tuple, i: int, eps: float) -> list:
    """Gives, for each output, ∂output/∂inputs[i] as differences.

    A row for each element of the input, a column for each of the output.
    """
    array = inputs[i]._array

    def values() -> list[np.ndarray]:
        outputs = func(*inputs)
        if not isinstance(outputs, (tuple, list)):
            outputs = (outputs,)
        return [
            y._array.astype(float).ravel()
            for y in outputs
            if isinstance(y, Tensor) and y._array.dtype.kind == "f"
        ]

    rows: list[list[np.ndarray]] = []
    for at in np.ndindex(array.shape):
        kept = array[at]
        array[at] = kept - eps
        below = [v.copy() for v in values()]
        array[at] = kept + eps
        above = [v.copy() for v in values()]
        array[at] = kept
        rows.append([(b - a) / (2 * eps) for a, b in zip(below, above)])
    dtype = array.dtype
    return [
        np.array([row[o] for row in rows], dtype).reshape(array.size, y.size)
        for o, y in enumerate(values())
    ]


def _analytical(y: Tensor, inputs: list[Tensor]) -> list[np.ndarray]:
    """Gives ∂y/∂input for each input from backward passes, one an element."""
    jacobians = [
        np.zeros((x._array.size, y._array.size), x._array.dtype) for x in inputs
    ]
    start = wrap(np.zeros(y._array.shape, y._array.dtype))
    flat = start._array.reshape(-1)
    for column in range(y._array.size):
        flat[column] = 1
        grads = grad_of(y, inputs, start, retain_graph=True, allow_unused=True)
        flat[column] = 0
        for jacobian, g in zip(jacobians, grads):
            if g is not None:
                jacobian[:, column] = g._array.ravel()
    return jacobians


def _check_dtypes(outputs: tuple, inputs: tuple) -> None:
    xs = [x for x in inputs if isinstance(x, Tensor) and x.requires_grad]
    for y in outputs:
        start = wrap(np.ones_like(y._array))
        grads = grad_of(y, xs, start, retain_graph=True, allow_unused=True)
        for x, g in zip(xs, grads):
            if g is not None and g.dtype is not x.dtype:
                raise GradcheckError("Gradient has dtype mismatch")
