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
uses only what means the same on both: operators, and the functions listed in
``_ops/vocabulary.py``. Your own Functions always get Tensors.

The chapter "A Function of your own" explains all of this.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.lib.array_utils import byte_bounds

from .._dtype import from_numpy
from .._tensor import Tensor, check_inplace, make_view, wrap
from .grad_mode import mode, no_grad
from .graph import Node, new_age

_FREED = (
    "Trying to backward through the graph a second time (or directly access "
    "saved tensors after they have already been freed). Saved intermediate "
    "values of the graph are freed when you call .backward() or "
    "autograd.grad(). Specify retain_graph=True if you need to backward "
    "through the graph a second time or if you need to access saved tensors "
    "after calling backward."
)


class Function(Node):
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

    to_save: tuple = ()
    _saved: list | None = None
    _freed = False
    _dirty: tuple = ()
    _non_differentiable: tuple = ()
    _materialize_grads = True

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

    # -- what forward and backward call on ctx --------------------------------

    def save_for_backward(self, *tensors: Tensor | None) -> None:
        """Keeps inputs and outputs of this call for ``backward``."""
        self.to_save = tensors

    def mark_dirty(self, *tensors: Tensor) -> None:
        """Says that ``forward`` wrote to these inputs in place."""
        self._dirty = tensors

    def mark_non_differentiable(self, *tensors: Tensor) -> None:
        """Says that these outputs have no gradient."""
        self._non_differentiable = tensors

    def set_materialize_grads(self, value: bool) -> None:
        """Whether a missing gradient arrives as zeros (default) or None."""
        self._materialize_grads = value

    @property
    def needs_input_grad(self) -> tuple[bool, ...]:
        """For each argument of ``forward``, whether its gradient is wanted."""
        return tuple(bool(edge) for edge in self.edges)

    @property
    def saved_tensors(self) -> tuple:
        """What ``save_for_backward`` kept, checked for writes in place."""
        return tuple(self._unpack())

    # -- the call -------------------------------------------------------------

    @classmethod
    def apply(cls, *args: Any) -> Any:
        """Runs ``forward`` on ``args`` and records this call in the graph."""
        ctx = cls()
        ctx.edges = _edges_of(args)
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
                        check_inplace_recorded(y)
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
                and not any(originals[nr] is x for x in self._non_differentiable)
            ):
                y._edge = self, nr
                y._requires_grad = True
                y._view_version = y._version_counter[0]
        if self.to_save:
            self._keep(outputs, originals)

    def _keep(self, outputs: list, originals: list) -> None:
        """Turns what was saved into pairs of tensor and version."""
        saved: list = []
        for i, x in enumerate(self.to_save):
            if x is None:
                saved.append((None, 0))
                continue
            if not isinstance(x, Tensor):
                raise TypeError(
                    "save_for_backward can only save variables, but argument "
                    f"{i} is of type {type(x).__name__}"
                )
            for nr, y in enumerate(originals):
                if y is x and outputs[nr]._edge == (self, nr):
                    x = SavedOutput(outputs[nr], nr)
                    break
            saved.append((x, x._version_counter[0]))
        self._saved = saved
        self.to_save = ()

    def _unpack(self) -> list:
        """Gives the saved tensors back, refusing what was overwritten."""
        if self._freed:
            raise RuntimeError(_FREED)
        values = []
        for x, version in self._saved or ():
            if x is None:
                values.append(None)
                continue
            if x._version_counter[0] != version:
                raise _overwritten(self, x, version)
            values.append(x if isinstance(x, Tensor) else x.rebuild(self))
        return values

    def release(self) -> None:
        if self._saved is not None:
            self._saved = None
            self._freed = True

    def run(self, grads: list, create_graph: bool) -> tuple:
        """Calls the user's ``backward`` with Tensors and checks its answer."""
        wrapped = []
        for g, shape, dtype in zip(grads, self.shapes, self._dtypes):
            if g is None and self._materialize_grads and dtype is not None:
                g = np.zeros(shape, dtype)
            if g is not None and not isinstance(g, Tensor):
                g = wrap(np.asarray(g))
            wrapped.append(g)
        results = self.backward(self, *wrapped)
        if not isinstance(results, tuple):
            results = (results,)
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
            raise TypeError(
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
        ctx.edges = edges = _edges_of(args)
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
            ctx._saved = [
                (x, 0)
                if x is None
                else (SavedOutput(x, 0), x._version_counter[0])
                if x is outputs
                else (x, x._version_counter[0])
                for x in ctx.to_save
            ]
            ctx.to_save = ()  # it may hold the output, which holds ctx
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
                wrap(np.asarray(x)) if isinstance(x, np.ndarray | np.generic)
                else x
                for x in args
            ),
        )
        return result._array

    def run(self, grads: list, create_graph: bool) -> tuple:
        results = self.backward(self, *grads)
        return results if type(results) is tuple else (results,)

    @property
    def saved_tensors(self) -> tuple:
        if mode.enabled:  # create_graph: the formula is to record itself
            return tuple(self._unpack())
        if self._freed:
            raise RuntimeError(_FREED)
        values = []
        for x, version in self._saved or ():
            if x is None:
                values.append(None)
                continue
            if x._version_counter[0] != version:
                raise _overwritten(self, x, version)
            # A 0-d array is handed over as a NumPy scalar: arithmetic on
            # scalars takes a tenth of the time of that on 0-d arrays.
            array = x._array
            values.append(array if array.ndim else array[()])
        return tuple(values)

    def name(self) -> str:
        return f"{type(self).__name__}Backward{self.number}"

    __repr__ = Node.__repr__


class SavedOutput:
    """An output kept for ``backward`` without keeping the Tensor itself.

    The Tensor holds its node by ``grad_fn``; if the node held the Tensor, the
    two would be a cycle and live until the garbage collector came by.
    """

    def __init__(self, tensor: Tensor, nr: int) -> None:
        self._array = tensor._array
        self._version_counter = tensor._version_counter
        self.nr = nr

    def rebuild(self, node: Function) -> Tensor:
        """Makes a Tensor like the output: same memory, same ``grad_fn``."""
        tensor = wrap(self._array)
        tensor._version_counter = self._version_counter
        tensor._edge = node, self.nr
        tensor._requires_grad = True
        return tensor


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


# ---------------------------------------------------------------------------
# Writing in place
# ---------------------------------------------------------------------------


def apply_inplace(op: type[Op], x: Tensor, *args: Any) -> Tensor:
    """Runs ``op`` on ``x`` and writes the result over ``x``.

    If this is recorded, ``op`` sees a copy of the old value with the old
    history, and ``x`` takes the new history: what was computed from the old
    value before stays differentiable unless it needs the overwritten memory.
    """
    check_inplace(x)
    if not mode.enabled or not any(_edges_of((x, *args))):
        write_over(x, op.apply(x, *args))
        return x
    old = snapshot(x, copy=True)
    # x * x in place: the second x is read from the memory that is about to
    # be overwritten, so backward will refuse if it needs it.
    again = snapshot(x, copy=False)
    result = op.apply(old, *(again if arg is x else arg for arg in args))
    write_over(x, result)
    return x


def snapshot(x: Tensor, copy: bool) -> Tensor:
    """Gives the value and the history that ``x`` has now.

    Without a copy of the memory, later writes to it are counted.
    """
    old = wrap(x._array.copy() if copy else x._array)
    if not copy:
        old._version_counter = x._version_counter
    old._edge = x._gradient_edge()
    old._requires_grad = x._requires_grad
    return old


def write_over(x: Tensor, result: Tensor) -> None:
    """Writes ``result`` into the memory of ``x``, history included.

    Raises:
        RuntimeError: if the shape or the dtype does not fit.
    """
    if result._array.shape != x._array.shape:
        raise RuntimeError(
            f"output with shape {list(x._array.shape)} doesn't match the "
            f"broadcast shape {list(result._array.shape)}"
        )
    if result._array.dtype != x._array.dtype:
        result = _cast_back(result, x)
    check_no_overlap(x)
    edge = result._edge
    if edge is None:
        np.copyto(x._array, result._array)
        x._bump()
        return
    base = x if x._base is None else x._base
    if base is not x:
        # The base's new history: its old one, with this window replaced.
        window = CopySlices.apply(
            snapshot(base, copy=False), result, geometry(base._array, x._array)
        )
    np.copyto(x._array, result._array)
    x._bump()
    node = edge[0]
    if isinstance(node, Function) and node._saved:
        _follow(node, result, x)
    base._edge = edge if base is x else window._edge
    base._requires_grad = True


def _cast_back(result: Tensor, x: Tensor) -> Tensor:
    from .._dtype import can_cast

    if not can_cast(result.dtype, x.dtype):
        raise RuntimeError(
            f"result type {result.dtype.kind} can't be cast to the desired "
            f"output type {x.dtype.kind}"
        )
    return result.to(x.dtype)  # type: ignore[attr-defined]


def check_no_overlap(x: Tensor) -> None:
    """Refuses to write where several elements share one place in memory."""
    array = x._array
    if 0 in array.strides and any(
        s == 0 and n > 1 for s, n in zip(array.strides, array.shape)
    ):
        raise RuntimeError(
            "unsupported operation: more than one element of the written-to "
            "tensor refers to a single memory location. Please clone() the "
            "tensor before performing the operation."
        )


def check_inplace_recorded(x: Tensor) -> None:
    """Refuses an in-place write of a user's Function to a leaf."""
    previous, mode.enabled = mode.enabled, True
    try:
        check_inplace(x)
    finally:
        mode.enabled = previous


def _follow(node: Function, result: Tensor, x: Tensor) -> None:
    """Lets a saved output live in the memory that it was written to.

    Then a later write to ``x`` is noticed by the version check.
    """
    assert node._saved is not None
    for i, (saved, _) in enumerate(node._saved):
        if isinstance(saved, SavedOutput) and saved._array is result._array:
            saved._array = x._array
            saved._version_counter = x._version_counter
            node._saved[i] = saved, x._version_counter[0]


# ---------------------------------------------------------------------------
# Views: a window on the memory of a base
# ---------------------------------------------------------------------------


def window_of(base: Tensor, view: Tensor) -> tuple[Node, int] | None:
    """Records that ``view`` shows part of ``base`` as ``base`` is now."""
    previous, mode.enabled = mode.enabled, True
    try:
        return AsStrided.apply(base, *geometry(base._array, view._array))._edge
    finally:
        mode.enabled = previous


def geometry(base: np.ndarray, view: np.ndarray) -> tuple:
    """Describes a view as a shape and the places it has in its base.

    Returns:
        the view's shape, and for each of its elements (in row order) the
        position among the base's elements (in row order), as a Tensor.
    """
    # Number the base's elements, lay the numbers out in memory exactly as the
    # elements are, and look at them through the view's window.
    low, high = byte_bounds(base)
    size = base.itemsize
    memory = np.zeros((high - low) // size, np.int64)

    def window(array: np.ndarray) -> np.ndarray:
        offset = (array.__array_interface__["data"][0] - low) // size
        strides = tuple(s // size * 8 for s in array.strides)
        return np.ndarray(array.shape, np.int64, memory, offset * 8, strides)

    window(base)[...] = np.arange(base.size).reshape(base.shape)
    return view.shape, wrap(window(view).ravel())


class AsStrided(Op):
    """y = the elements of x at given places; ∂x collects ∂y at the places."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, shape: tuple, places: Tensor) -> Tensor:
        ctx.x_shape, ctx.places = x._array.shape, places
        return wrap(x._array.reshape(-1)[places._array].reshape(shape))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return AsStridedScatter.of(grad, ctx.x_shape, ctx.places), None, None


class AsStridedScatter(Op):
    """y = zeros with x added at given places; ∂x is ∂y at those places."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, shape: tuple, places: Tensor) -> Tensor:
        ctx.x_shape, ctx.places = x._array.shape, places
        y = np.zeros(shape, x._array.dtype)
        # add.at, not y[places] += x: a place may occur several times.
        np.add.at(y.reshape(-1), places._array, x._array.ravel())
        return wrap(y)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return AsStrided.of(grad, ctx.x_shape, ctx.places), None, None


class CopySlices(Op):
    """y = x with a window replaced by v: ∂x is ∂y outside, ∂v inside it."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, v: Tensor, window: tuple) -> Tensor:
        ctx.shape, ctx.places = window
        ctx.x_shape = x._array.shape
        return wrap(x._array)  # the caller writes the memory itself

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        inside = AsStrided.of(grad, ctx.shape, ctx.places)
        outside = grad - AsStridedScatter.of(inside, ctx.x_shape, ctx.places)
        return outside, inside, None

    def name(self) -> str:
        return "torch::autograd::CopySlices"

    def __repr__(self) -> str:
        return f"<CopySlices object at {id(self):#x}>"


# ---------------------------------------------------------------------------


def _edges_of(args: tuple) -> list:
    """Finds, for each argument, where its gradient is to be sent."""
    edges: list = []
    for x in args:
        if not isinstance(x, Tensor):
            edges.append(())
        elif x._base is not None or (x._edge is None and x._requires_grad):
            edges.append(x._gradient_edge())
        else:
            edges.append(x._edge)
    return edges


def _broadcast_from(small: tuple, large: tuple) -> bool:
    """Tells whether a gradient of shape ``large`` can be summed to ``small``."""
    if len(small) > len(large):
        return False
    tail = large[len(large) - len(small) :]
    return all(a == b or a == 1 for a, b in zip(small, tail))


def _overwritten(node: Function, x: Any, version: int) -> RuntimeError:
    """Makes the error for a saved tensor that was written in place."""
    kind, shape = from_numpy(x._array.dtype).kind, list(x._array.shape)
    edge = (node, x.nr) if isinstance(x, SavedOutput) else x._current_edge()
    made_by = ""
    if edge:
        name = edge[0].name().removesuffix("0").removesuffix("1")
        name = name.removesuffix("Backward").split("::")[-1]
        made_by = f", which is output {edge[1]} of {name},"
    return RuntimeError(
        "one of the variables needed for gradient computation has been "
        f"modified by an inplace operation: [torch.{kind}Tensor {shape}]"
        f"{made_by} is at version {x._version_counter[0]}; expected version "
        f"{version} instead. Hint: enable anomaly detection to find the "
        "operation that failed to compute its gradient, with "
        "torch.autograd.set_detect_anomaly(True, check_nan=False).\n"
        f"The tensor was saved by {node.name()}: change a clone() of it "
        "instead, or compute without writing in place."
    )
