"""Function: an operation with a derivative. Every operation is one.

A ``Function`` has two static methods. ``forward(ctx, *args)`` computes the
result and notes on ``ctx`` what the derivative will need;
``backward(ctx, *grad_outputs)`` is given the gradient of the loss in each
output and returns it in each input. ``ctx`` *is* the node of the graph: the
very object that the result later shows as ``grad_fn``.

The operations of this package are ``Op``\\ s: Functions whose ``backward`` is a
formula that reads in two ways. In an ordinary pass the engine hands it NumPy
arrays and it computes numbers. Under ``create_graph=True`` it is handed
Tensors, and the same text records the graph of the derivative. So a formula
uses only what means the same on both: operators, a few methods such as
``.sum(dims)`` and ``.reshape(shape)``, and other operations by ``Exp.of(x)``.
Your own Functions always get Tensors.

The chapter "A Function of your own" explains all of this.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import numpy as np

from .._tensor import Tensor, make_view, wrap
from .anomaly_mode import report_origin
from .context import Context
from .grad_mode import extras, mode, no_grad
from .graph import Node, new_age
from .history import check_inplace
from .saved import SavedOutput, overwritten


class Function(Context):
    """Base of your own operations, as ``torch.autograd.Function``.

    Subclass it, write ``forward`` and ``backward`` as static methods, and call
    ``YourFunction.apply(...)``:

    >>> class Double(Function):
    ...     @staticmethod
    ...     def forward(ctx, x):
    ...         return x * 2
    ...
    ...     @staticmethod
    ...     def backward(ctx, grad_output):
    ...         return grad_output * 2
    """

    @staticmethod
    def forward(ctx: Any, *args: Any) -> Any:
        """Computes the result. Gradients are not recorded in here."""
        raise NotImplementedError(
            "You must implement the forward function for custom "
            "autograd.Function."
        )

    @staticmethod
    def backward(ctx: Any, *grad_outputs: Any) -> Any:
        """Turns ∂loss/∂output into ∂loss/∂input, one for each argument."""
        raise NotImplementedError(
            "You must implement either the backward or vjp method for your "
            "custom autograd.Function to use it with backward mode AD."
        )

    @staticmethod
    def setup_context(ctx: Any, inputs: tuple, output: Any) -> None:
        """Notes on ``ctx`` what backward needs, if forward takes no ctx."""
        raise NotImplementedError("setup_context is not implemented.")

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        raise RuntimeError(
            "Legacy autograd function with non-static forward method is "
            "deprecated. Please use new-style autograd function with static "
            "forward method. (Example: "
            "https://pytorch.org/docs/stable/autograd.html"
            "#torch.autograd.Function)\n"
            f"Call {type(self).__name__}.apply(...) instead of making an "
            f"instance with {type(self).__name__}()."
        )

    # -- the call -------------------------------------------------------------

    @classmethod
    def apply(cls, *args: Any) -> Any:
        """Runs ``forward`` on ``args`` and records this call in the graph."""
        ctx = cls()
        ctx.edges = edges_of(args)
        needed = mode.enabled and any(ctx.edges)
        with no_grad():
            if cls.setup_context is Function.setup_context:
                results = cls.forward(ctx, *args)
            else:
                results = cls.forward(*args)  # type: ignore[call-arg]
                cls.setup_context(ctx, args, results)
        single = not isinstance(results, tuple)
        outputs = [results] if single else list(results)
        for i, y in enumerate(outputs):
            if isinstance(y, Tensor):
                if any(y is x for x in ctx._dirty):
                    if needed:
                        _check_dirty(y)
                    y._bump()
                elif any(y is x for x in args):
                    # The input must not become its own producer.
                    outputs[i] = make_view(y._array, y)
        if needed:
            originals = [results] if single else list(results)
            ctx._record(outputs, originals)
        return outputs[0] if single else tuple(outputs)

    def _record(self, outputs: list, originals: list) -> None:
        """Makes this node the producer of its outputs."""
        self.age = new_age()
        self.shapes = [getattr(y, "shape", ()) for y in outputs]
        self._dtypes = [
            y._array.dtype if isinstance(y, Tensor) else None for y in outputs
        ]
        for nr, y in enumerate(outputs):
            if (
                isinstance(y, Tensor)
                and y._array.dtype.kind == "f"
                and not any(
                    originals[nr] is x for x in self._non_differentiable
                )
            ):
                y._edge = self, nr
                y._requires_grad = True
                y._view_version = y._version_counter[0]
        if self.to_save:
            self._keep(outputs, originals)
        if extras.active:
            self._note_extras()

    def run(self, grads: list, create_graph: bool) -> tuple:
        """Calls the user's ``backward`` with Tensors and checks its answer."""
        wrapped = []
        for g, shape, dtype in zip(grads, self.shapes, self._dtypes):
            if g is None and self._materialize_grads and dtype is not None:
                g = np.zeros(shape, dtype)
            if g is not None and not isinstance(g, Tensor):
                g = wrap(np.asarray(g))
            wrapped.append(g)
        try:
            results = self.backward(self, *wrapped)
        except Exception:
            report_origin(self)
            raise
        if not isinstance(results, tuple):
            results = (results,)
        if extras.active:
            self._check_nan(results)
        self._check_count(results)
        return tuple(
            self._check_gradient(i, g, edge, create_graph)
            for i, (g, edge) in enumerate(zip(results, self.edges))
        )

    def _check_count(self, results: tuple) -> None:
        expected = len(self.edges)
        if len(results) < expected or any(
            g is not None for g in results[expected:]
        ):
            raise RuntimeError(
                f"function {self.name()} returned an incorrect number of "
                f"gradients (expected {expected}, got {len(results)})"
            )

    def _check_gradient(
        self, i: int, g: Any, edge: Any, create_graph: bool
    ) -> Any:
        if g is None or not edge:
            return None
        if not isinstance(g, Tensor):
            raise RuntimeError(
                f"expected Variable or None (got {type(g).__name__})"
            )
        node, nr = edge
        shape = tuple(node.shapes[nr])
        if not _broadcast_from(shape, g._array.shape):
            raise RuntimeError(
                f"Function {self.name()} returned an invalid gradient at index "
                f"{i} - got {list(g.shape)} but expected shape compatible with "
                f"{list(shape)}"
            )
        return g if create_graph else g._array

    def name(self) -> str:
        return f"{type(self).__name__}Backward"

    def __repr__(self) -> str:
        return (
            f"<torch.autograd.function.{self.name()} object at {id(self):#x}>"
        )


class Op(Function):
    """An operation of this package: see the top of this file.

    ``ctx.edges`` has one entry for each argument of ``forward``, and an entry
    is true only if that argument's gradient is wanted. Formulas test it to
    compute nothing in vain.
    """

    number = 0  # PyTorch numbers the variants of a derivative
    inputs: int | None = None  # the first so many are inputs; the rest options

    @property
    def next_functions(self) -> tuple:
        if self.inputs is None:
            return super().next_functions
        return tuple(edge or (None, 0) for edge in self.edges[: self.inputs])

    @classmethod
    def apply(cls, *args: Any) -> Any:
        ctx = cls()
        if not mode.enabled:
            ctx.edges = (None,) * len(args)
            return cls.forward(ctx, *args)
        ctx.edges = edges = edges_of(args)
        outputs = cls.forward(ctx, *args)
        if not any(edges):
            return outputs
        if type(outputs) is tuple:
            ctx._record(list(outputs), list(outputs))
            return outputs
        ctx.age = new_age()
        ctx.shapes = (outputs._array.shape,)
        outputs._edge = ctx, 0
        outputs._requires_grad = True
        if ctx.to_save:
            ctx._saved = saved = []
            for x in ctx.to_save:
                if x is outputs:
                    x = SavedOutput(x, 0)
                saved.append((x, 0 if x is None else x._version_counter[0]))
            ctx.to_save = ()  # it may hold the output, which holds ctx
        if extras.active:
            ctx._note_extras()
        return outputs

    @classmethod
    def of(cls, *args: Any) -> Any:
        """Gives the result for Tensors or for arrays: for use in formulas.

        In a pass that is being recorded this is ``apply``. In an ordinary
        pass arrays come in and an array goes out.
        """
        if mode.enabled:
            return cls.apply(*args)
        ctx = cls()
        ctx.edges = (None,) * len(args)
        result = cls.forward(
            ctx,
            *(
                wrap(np.asarray(x))
                if isinstance(x, (np.ndarray, np.generic))
                else x
                for x in args
            ),
        )
        return result._array

    def run(self, grads: list, create_graph: bool) -> tuple:
        try:
            results = self.backward(self, *grads)
        except Exception:
            report_origin(self)
            raise
        results = results if type(results) is tuple else (results,)
        if extras.active:
            self._check_nan(results)
        return results

    @property
    def saved_tensors(self) -> tuple:
        if mode.enabled:  # create_graph: the formula is to record itself
            return tuple(self._unpack())
        saved = self._saved
        if saved is None:
            return self._nothing_saved()
        values: list = []
        for x, version in saved:
            if x is None:
                values.append(None)
                continue
            if x._version_counter[0] != version:
                raise overwritten(self, x, version)
            # A 0-d array is handed over as a NumPy scalar: arithmetic on
            # scalars takes a tenth of the time of that on 0-d arrays.
            array = x._array
            values.append(array if array.ndim else array[()])
        return tuple(values)

    def name(self) -> str:
        return f"{type(self).__name__}Backward{self.number}"

    __repr__ = Node.__repr__


def once_differentiable(backward: Callable) -> Callable:
    """Marks a ``backward`` that must not be differentiated in its turn.

    A second derivative through it is refused, instead of being wrong.
    """

    @functools.wraps(backward)
    def guarded(ctx: Any, *grads: Any) -> Any:
        with no_grad():
            results = backward(ctx, *grads)
        needed = any(isinstance(g, Tensor) and g.requires_grad for g in grads)
        if not (mode.enabled and needed):
            return results
        single = not isinstance(results, tuple)
        marked = [
            g if g is None else _Once.apply(g.detach().requires_grad_())
            for g in ([results] if single else results)
        ]
        return marked[0] if single else tuple(marked)

    return guarded


class _Once(Function):
    """Lets a value through once; its own derivative does not exist."""

    @staticmethod
    def forward(ctx: Any, x: Tensor) -> Tensor:
        return x.detach()

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> Any:
        raise RuntimeError(
            "trying to differentiate twice a function that was marked with "
            "@once_differentiable"
        )


def _check_dirty(x: Tensor) -> None:
    """Refuses a write of ``forward`` to a leaf that requires grad."""
    previous, mode.enabled = mode.enabled, True
    try:
        check_inplace(x)
    finally:
        mode.enabled = previous


def edges_of(args: tuple) -> list:
    """Finds, for each argument, where its gradient is to be sent."""
    edges: list = []
    for x in args:
        if not isinstance(x, Tensor):
            edges.append(())
        elif x._base is None and (x._edge or not x._requires_grad):
            edges.append(x._edge)
        else:  # a view's edge may be out of date, a leaf has none yet
            edges.append(x._gradient_edge())
    return edges


def _broadcast_from(small: tuple, large: tuple) -> bool:
    """Tells whether ``small`` broadcasts to ``large``, or to fewer ones."""
    if len(small) > len(large):
        return False
    tail = large[len(large) - len(small) :]
    return all(a == b or a == 1 for a, b in zip(small, tail))
