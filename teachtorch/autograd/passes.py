"""Backward passes: ``backward`` fills leaves, ``grad`` hands gradients out.

Both find where to start, run the engine (``run_backward`` in ``graph.py``) and
say clearly what is wrong if there is nothing to differentiate.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import index
from typing import Any

import numpy as np

from .._tensor import Tensor, wrap
from .graph import accumulate, run_backward

TensorOrTensors = Tensor | Sequence[Tensor]


def backward(
    tensors: TensorOrTensors,
    grad_tensors: Any = None,
    retain_graph: bool | None = None,
    create_graph: bool = False,
    grad_variables: Any = None,
    inputs: TensorOrTensors | None = None,
) -> None:
    """Adds the gradient of ``tensors`` to the ``.grad`` of every leaf.

    See :func:`torch.autograd.backward` and :meth:`Tensor.backward`.
    """
    outputs = _listed(tensors)
    edges, grads = _beginning(
        outputs, _listed(grad_tensors, len(outputs)), create_graph
    )
    keep = create_graph if retain_graph is None else index(retain_graph)
    if inputs is None:
        _run(edges, grads, keep, create_graph)
        return
    targets = _listed(inputs)
    if not targets:
        raise RuntimeError("`inputs` argument to `backward()` cannot be empty.")
    captured = dict.fromkeys(_input_edges(targets))
    _run(edges, grads, keep, create_graph, captured)
    for x in targets:
        edge = x._gradient_edge()
        grad = captured.get(edge) if edge else None
        if grad is not None:
            accumulate(x, grad, create_graph)


def grad(
    outputs: TensorOrTensors,
    inputs: TensorOrTensors,
    grad_outputs: Any = None,
    retain_graph: bool | None = None,
    create_graph: bool = False,
    only_inputs: bool = True,
    allow_unused: bool | None = None,
    is_grads_batched: bool = False,
    materialize_grads: bool = False,
) -> tuple:
    """Gives the gradient of ``outputs`` in ``inputs``, and changes no leaf.

    Args:
        outputs: what to differentiate.
        inputs: in what; leaves or results of recorded operations.
        grad_outputs: where to start, one for each output; may be left out for
            outputs that are one number.
        retain_graph: keep what was saved, to go backward once more.
        create_graph: record this pass, for higher derivatives.
        only_inputs: kept for old code; must be True.
        allow_unused: give None for an input that was not used, instead of an
            error.
        is_grads_batched: not offered here.
        materialize_grads: give zeros for an input that was not used.

    See :func:`torch.autograd.grad`.

    >>> x = Tensor([3.0]).requires_grad_()
    >>> grad(x**2, x)
    (tensor([6.]),)
    """
    if is_grads_batched:
        raise NotImplementedError("teachtorch has no batched gradients")
    if materialize_grads and allow_unused is False:
        raise ValueError(
            "Expected allow_unused to be True or not passed when "
            "materialize_grads=True, but got: allow_unused=False."
        )
    ys, xs = _listed(outputs), _listed(inputs)
    edges, grads = _beginning(ys, _listed(grad_outputs, len(ys)), create_graph)
    keep = create_graph if retain_graph is None else index(retain_graph)
    at = _input_edges(xs)
    captured: dict = dict.fromkeys(at)
    _run(edges, grads, keep, create_graph, captured)
    results = []
    for i, (x, edge) in enumerate(zip(xs, at)):
        g = captured[edge]
        if g is None:
            if materialize_grads:
                results.append(wrap(np.zeros_like(x._array)))
                continue
            if not allow_unused:
                raise RuntimeError(
                    f"The differentiated Tensor at index {i} appears to not "
                    "have been used in the graph. Set allow_unused=True if "
                    "this is the desired behavior."
                )
        if g is not None and not isinstance(g, Tensor):
            g = wrap(np.array(g))  # a copy: several inputs may share an array
        results.append(g)
    return tuple(results)


def _run(*args: Any) -> None:
    """Runs the engine without NumPy's warnings: PyTorch gives none."""
    with np.errstate(all="ignore"):
        run_backward(*args)


def _listed(value: Any, n: int = 1) -> list:
    if value is None:
        return [None] * n
    return [value] if isinstance(value, Tensor) else list(value)


def _edge(y: Tensor, i: int) -> Any:
    if not isinstance(y, Tensor):
        raise AssertionError("Expected output to be a torch.Tensor")
    edge = y._gradient_edge()
    if edge is None:
        raise RuntimeError(
            f"element {i} of tensors does not require grad and does not have a "
            "grad_fn\n"
            "Nothing it was computed from requires grad, or it was computed "
            "under no_grad, or detached on the way."
        )
    return edge


def _input_edges(xs: list) -> list:
    for x in xs:
        if not isinstance(x, Tensor):
            raise RuntimeError(
                "all inputs have to be Tensors or GradientEdges, but got "
                f"{type(x).__name__}"
            )
    edges = [x._gradient_edge() for x in xs]
    if any(edge is None for edge in edges):
        raise RuntimeError(
            "One of the differentiated Tensors does not require grad"
        )
    return edges


def _beginning(
    outputs: list, grads: list, create_graph: bool
) -> tuple[list, list]:
    """Gives where a pass starts, and with what: 1 where nothing is given."""
    if len(grads) != len(outputs):
        raise RuntimeError(
            f"got {len(outputs)} tensors and {len(grads)} gradients"
        )
    edges, first = [], []
    for i, (y, g) in enumerate(zip(outputs, grads)):
        edges.append(_edge(y, i))
        if g is None:
            if y._array.size != 1:
                raise RuntimeError(
                    "grad can be implicitly created only for scalar outputs\n"
                    f"This tensor has shape {list(y._array.shape)}: reduce it "
                    "to one number, say by .sum(), or pass gradient=..."
                )
            g = wrap(np.ones_like(y._array))
        elif not isinstance(g, Tensor):
            raise TypeError(
                "gradients can be either Tensors or None, but got "
                f"{type(g).__name__}"
            )
        elif g._array.shape != y._array.shape:
            raise RuntimeError(
                f"Mismatch in shape: grad_output[{i}] has a shape of "
                f"{g.shape} and output[{i}] has a shape of {y.shape}."
            )
        first.append(g if create_graph else g._array)
    return edges, first


Tensor._run_backward = staticmethod(backward)
