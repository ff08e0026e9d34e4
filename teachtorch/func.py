"""Derivatives as functions of functions: ``grad(f)`` is again a function.

The names are those of ``torch.func``. Each is a few lines over
``autograd.grad``: make fresh leaves of the inputs, run, differentiate.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import contextmanager
from typing import Any

from ._tensor import Tensor
from .autograd.functional import jacobian
from .autograd.grad_mode import enable_grad
from .autograd.passes import grad as grad_of


def _with_leaves(args: tuple, argnums: int | tuple) -> tuple[tuple, tuple]:
    """Replaces the arguments to differentiate by tensors linked to them."""
    which = (argnums,) if isinstance(argnums, int) else tuple(argnums)
    which = tuple(i % len(args) for i in which)
    # A view keeps the link, so that grad(grad(f)) differentiates twice.
    fresh = {i: _leaf(args[i]) for i in which}
    return (
        tuple(fresh.get(i, x) for i, x in enumerate(args)),
        tuple(fresh[i] for i in which),
    )


def _leaf(x: Tensor) -> Tensor:
    return x.view_as(x) if x.requires_grad else x.detach().requires_grad_()


def grad_and_value(
    func: Callable, argnums: int | tuple = 0, has_aux: bool = False
) -> Callable:
    """Gives a function that computes ``func``'s gradient and its value.

    See :func:`torch.func.grad_and_value`.
    """

    def wrapped(*args: Any, **kwargs: Any) -> Any:
        outer = any(isinstance(x, Tensor) and x.requires_grad for x in args)
        with enable_grad():
            args, leaves = _with_leaves(args, argnums)
            result = func(*args, **kwargs)
            value, aux = result if has_aux else (result, None)
            if not isinstance(value, Tensor) or value.ndim:
                raise RuntimeError(
                    "Expected f(*args) to return a scalar tensor, got "
                    + (
                        f"tensor with {value.ndim} dims. Maybe you wanted to "
                        "use the vjp or jacrev APIs instead?"
                        if isinstance(value, Tensor)
                        else f"unsupported type {type(value)}"
                    )
                )
            grads = grad_of(
                value, leaves, create_graph=outer, materialize_grads=True
            )
        answer = grads[0] if isinstance(argnums, int) else grads
        shown = value if outer else value.detach()
        return (answer, (shown, aux)) if has_aux else (answer, shown)

    return wrapped


def grad(
    func: Callable, argnums: int | tuple = 0, has_aux: bool = False
) -> Callable:
    """Gives a function that computes ``func``'s gradient.

    ``func`` must return one number. See :func:`torch.func.grad`.

    >>> import teachtorch as torch
    >>> grad(lambda x: x**3)(torch.tensor(2.0))
    tensor(12.)
    >>> grad(grad(lambda x: x**3))(torch.tensor(2.0))
    tensor(12.)
    """
    both = grad_and_value(func, argnums, has_aux)

    def wrapped(*args: Any, **kwargs: Any) -> Any:
        answer, rest = both(*args, **kwargs)
        return (answer, rest[1]) if has_aux else answer

    return wrapped


def vjp(func: Callable, *primals: Any, has_aux: bool = False) -> tuple:
    """Gives ``func(*primals)`` and a function that sends gradients back.

    See :func:`torch.func.vjp`.
    """
    with enable_grad():
        leaves = tuple(_leaf(x) for x in primals)
        result = func(*leaves)
        value, aux = result if has_aux else (result, None)
    outputs = (value,) if isinstance(value, Tensor) else tuple(value)

    def back(*cotangents: Any) -> tuple:
        given = cotangents
        if len(given) == 1 and isinstance(given[0], tuple):
            given = given[0]
        return grad_of(
            outputs, leaves, given, retain_graph=True, materialize_grads=True
        )

    shown = tuple(y.detach() for y in outputs)
    answer = shown[0] if isinstance(value, Tensor) else shown
    return (answer, back, aux) if has_aux else (answer, back)


def jacrev(func: Callable, argnums: int | tuple = 0) -> Callable:
    """Gives a function that computes ``func``'s Jacobian row by row.

    See :func:`torch.func.jacrev`.
    """

    def wrapped(*args: Any) -> Any:
        which = (argnums,) if isinstance(argnums, int) else tuple(argnums)

        def of_chosen(*chosen: Tensor) -> Any:
            full = list(args)
            for i, x in zip(which, chosen):
                full[i] = x
            return func(*full)

        chosen = tuple(args[i] for i in which)
        outer = any(x.requires_grad for x in chosen)
        result = jacobian(of_chosen, chosen, create_graph=outer)
        return result[0] if isinstance(argnums, int) else result

    return wrapped


@contextmanager
def _swapped(module: Any, tensors: Mapping[str, Tensor]) -> Any:
    """Puts other tensors in the places of a module's parameters."""
    places = []
    for name, tensor in tensors.items():
        path, _, last = name.rpartition(".")
        owner = module.get_submodule(path)
        store = (
            owner._parameters if last in owner._parameters else owner._buffers
        )
        if last not in store:
            raise KeyError(f"{type(module).__name__} has no tensor '{name}'")
        places.append((store, last, store[last]))
        store[last] = tensor
    try:
        yield
    finally:
        for store, last, old in places:
            store[last] = old


def functional_call(
    module: Any,
    parameter_and_buffer_dicts: Any,
    args: Any = None,
    kwargs: dict | None = None,
    *,
    tie_weights: bool = True,
    strict: bool = False,
) -> Any:
    """Calls a module with other tensors as its parameters and buffers.

    See :func:`torch.func.functional_call`.
    """
    tensors: dict[str, Tensor] = {}
    dicts = parameter_and_buffer_dicts
    for part in [dicts] if isinstance(dicts, Mapping) else dicts:
        tensors.update(part)
    args = () if args is None else args
    given = args if isinstance(args, tuple) else (args,)
    with _swapped(module, tensors):
        return module(*given, **(kwargs or {}))
