"""What a tensor remembers: who made it, what reached it, who wrote to it.

``History`` is the half of ``Tensor`` that autograd needs. Three things are
worth knowing before you read on. The *edge* says which node of the graph made
the tensor (None for a leaf). The *version* counts writes in place; all views
of one memory share it. A *view* knows its base, so that a write through
either is seen by both, gradients included.

The chapter "Autograd" explains them.
"""

from __future__ import annotations

import warnings
import weakref
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from .grad_mode import mode
from .graph import (
    AccumulateGrad,
    Edge,
    Node,
    NodeHooks,
    RemovableHandle,
    accumulate,
)

if TYPE_CHECKING:
    from .._tensor import Tensor


class History:
    """The part of a Tensor that autograd reads and writes.

    Every ``self`` here is a Tensor, which mypy cannot know.
    """

    # What every operation reads has a slot, which is quicker to reach. The
    # rest is stored only where it differs from the defaults below.
    __slots__ = (
        "_array",
        "_base",
        "_edge",
        "_requires_grad",
        "_version_counter",
        "__dict__",
        "__weakref__",
    )
    _array: np.ndarray
    _base: Tensor | None
    _edge: Edge | None
    _requires_grad: bool
    _version_counter: list  # one int in a list, shared by all views
    _grad: Tensor | None = None
    _of_several: bool = False  # a view that split, unbind, ... made
    _view_version: int = 0  # a view's edge is right for this version
    _accumulator: Callable | None = None  # weak reference to the leaf's node
    _leaf_hooks: NodeHooks | None = None
    _after_accumulate: OrderedDict | None = None

    # -- history ------------------------------------------------------------

    @property
    def requires_grad(self) -> bool:
        """Whether operations on this tensor are recorded."""
        if self._base is not None and not self._of_several:
            self._renew_edge()
        return self._requires_grad

    @requires_grad.setter
    def requires_grad(self, value: bool) -> None:
        if type(value) is not bool:
            raise RuntimeError("requires_grad must be a bool")
        if self._edge is not None:
            raise RuntimeError(
                "you can only change requires_grad flags of leaf variables."
                + (
                    ""
                    if value
                    else " If you want to use a computed variable in a "
                    "subgraph that doesn't require differentiation use "
                    "var_no_grad = var.detach()."
                )
            )
        if value and self._array.dtype.kind != "f":
            raise RuntimeError(
                "only Tensors of floating point dtype can require gradients"
            )
        self._requires_grad = value

    def requires_grad_(self, requires_grad: bool = True) -> Tensor:
        """Sets ``requires_grad`` in place and returns the tensor."""
        if type(requires_grad) is not bool:
            raise TypeError(
                "requires_grad_(): argument 'requires_grad' (position 1) must "
                f"be bool, not {type(requires_grad).__name__}"
            )
        if self._edge is None or not requires_grad:
            self.requires_grad = requires_grad
        return self  # type: ignore[return-value]

    @property
    def grad_fn(self) -> Node | None:
        """The node that made this tensor; None for a leaf."""
        edge = self._current_edge()
        return edge[0] if edge else None

    @property
    def output_nr(self) -> int:
        """Which output of its node this tensor is."""
        edge = self._current_edge()
        return edge[1] if edge else 0

    @property
    def is_leaf(self) -> bool:
        """Whether it was made by the user, not by a recorded operation."""
        return self._current_edge() is None

    @property
    def _version(self) -> int:
        """How often this memory has been written in place."""
        return self._version_counter[0]

    def _bump(self) -> None:
        """Records a write in place."""
        self._version_counter[0] += 1

    def _is_view(self) -> bool:
        return self._base is not None

    def _current_edge(self) -> Edge | None:
        """Gives the edge of what made this tensor, up to date for a view."""
        if self._base is not None:
            self._renew_edge()
        return self._edge

    def _renew_edge(self) -> None:
        """Gives a view a new history if its memory was written meanwhile.

        The new history is: take the base as it is now, and look through the
        window that this view is.
        """
        version = self._version_counter[0]
        if self._view_version == version:
            return
        base = self._base
        assert base is not None
        recorded = base._edge is not None or base._requires_grad
        if recorded and self._of_several:
            raise one_of_several(
                self, "its base or another view of its base has been"
            )
        self._view_version = version
        if recorded:
            from .views import window_of

            self._edge = window_of(base, self)  # type: ignore[arg-type]
            self._requires_grad = True

    def _gradient_edge(self) -> Edge | None:
        """Gives where the gradient of this tensor is to be sent."""
        if self._base is not None:
            self._renew_edge()
        if self._edge is not None or not self._requires_grad:
            return self._edge
        node = self._accumulator and self._accumulator()
        if node is None:
            node = AccumulateGrad(self)  # type: ignore[arg-type]
            node.hooks = self._leaf_hooks
            self._accumulator = weakref.ref(node)
        return node, 0

    # -- gradient -----------------------------------------------------------

    _run_backward: Callable  # set by passes.py, which needs Tensor

    @property
    def grad(self) -> Tensor | None:
        """The sum of the gradients that have arrived, or None."""
        if self._grad is None and self._edge is not None:
            if self._requires_grad and not self.retains_grad:
                warnings.warn(_NON_LEAF_GRAD, stacklevel=2)
        return self._grad

    @grad.setter
    def grad(self, value: Tensor | None) -> None:
        if value is not None:
            _check_grad(self, value)  # type: ignore[arg-type]
        self._grad = value

    @grad.deleter
    def grad(self) -> None:
        self._grad = None

    def backward(
        self,
        gradient: Tensor | None = None,
        retain_graph: bool | None = None,
        create_graph: bool = False,
        inputs: Tensor | Sequence[Tensor] | None = None,
    ) -> None:
        """Adds ∂self/∂leaf to the ``.grad`` of every leaf of the graph.

        Args:
            gradient: where to start: the gradient of some loss in this
                tensor, of its shape. May be left out if this is one number.
            retain_graph: keep what was saved, to go backward once more.
            create_graph: record this pass, for second derivatives.
            inputs: the only tensors whose ``.grad`` is to be added to.

        Raises:
            RuntimeError: if there is nothing to differentiate, if the graph
                was freed by an earlier pass, or if something that the pass
                needs was overwritten.
        """
        self._run_backward(
            self, gradient, retain_graph, create_graph, inputs=inputs
        )

    @property
    def retains_grad(self) -> bool:
        """Whether this non-leaf keeps its gradient in ``.grad``."""
        edge = self._edge
        if edge is None or edge[0].hooks is None:
            return False
        return edge[1] in edge[0].hooks.keep

    def retain_grad(self) -> None:
        """Asks a non-leaf to keep its gradient in ``.grad``."""
        if not self.requires_grad:
            raise RuntimeError(
                "can't retain_grad on Tensor that has requires_grad=False"
            )
        if self._edge is None:
            return
        node, nr = self._edge
        # The node must not keep its output alive.
        this: weakref.ref[Any] = weakref.ref(self)

        def keep(grad: Tensor, create_graph: bool) -> None:
            tensor = this()
            if tensor is not None:
                incoming = grad if create_graph else grad._array
                accumulate(tensor, incoming, create_graph)

        node._hooks().keep[nr] = keep

    def register_hook(self, hook: Callable) -> RemovableHandle:
        """Calls ``hook(grad)`` whenever this tensor's gradient is computed.

        What the hook returns, if anything, replaces the gradient.
        """
        if not self.requires_grad:
            raise RuntimeError(
                "cannot register a hook on a tensor that doesn't require "
                "gradient"
            )
        edge = self._gradient_edge()
        assert edge is not None
        node, nr = edge
        hooks = node._hooks()
        if self._edge is None:
            self._leaf_hooks = hooks
        per_output = hooks.tensor.setdefault(nr, OrderedDict())
        handle = RemovableHandle(per_output)
        per_output[handle.id] = hook
        return handle

    def register_post_accumulate_grad_hook(
        self, hook: Callable
    ) -> RemovableHandle:
        """Calls ``hook(tensor)`` after a gradient was added to this leaf."""
        if not self.requires_grad:
            raise RuntimeError(
                "cannot register a hook on a tensor that doesn't require "
                "gradient"
            )
        if not self.is_leaf:
            raise RuntimeError(
                "post accumulate grad hooks cannot be registered on non-leaf "
                "tensors"
            )
        if self._after_accumulate is None:
            self._after_accumulate = OrderedDict()
        handle = RemovableHandle(self._after_accumulate)
        self._after_accumulate[handle.id] = hook
        return handle

    def _post_accumulate_hooks(self) -> list:
        hooks = self._after_accumulate
        return list(hooks.values()) if hooks else []


def check_inplace(tensor: Tensor) -> None:
    """Refuses a write in place to a leaf whose gradient is being recorded.

    Raises:
        RuntimeError: if ``tensor`` is a leaf that requires grad, or a view of
            one, and grad mode is on.
    """
    if not mode.enabled:
        return
    base = tensor if tensor._base is None else tensor._base
    if tensor._of_several and (tensor._requires_grad or base._requires_grad):
        raise one_of_several(tensor, "is being")
    if base._requires_grad and base._edge is None:
        what = "a leaf" if base is tensor else "a view of a leaf"
        raise RuntimeError(
            f"{what} Variable that requires grad is being used in an in-place "
            "operation.\n"
            "To change a parameter without recording it, write inside "
            "`with torch.no_grad():`."
        )


def one_of_several(view: Any, what: str) -> RuntimeError:
    """Says why one part of a split must not be written in place."""
    edge = view._edge
    if edge is None:
        mode_on = " with grad mode enabled"
        start = f"A view was created in no_grad mode and {what}"
    else:
        mode_on = ""
        name = edge[0].name().partition("Backward")[0]
        start = f"Output {edge[1]} of {name} is a view and {what}"
    return RuntimeError(
        f"{start} modified inplace{mode_on}. This view is the output of a "
        "function that returns multiple views. Such functions do not allow "
        "the output views to be modified inplace. You should replace the "
        "inplace operation by an out-of-place one.\n"
        "Write y = y * 2 instead of y *= 2, or write to the whole tensor "
        "before taking it apart; a slice, x[0] or x[:2], may be written to."
    )


def _check_grad(tensor: Tensor, grad: Tensor) -> None:
    """Refuses a gradient that does not fit its tensor."""
    if not isinstance(grad, History):
        raise TypeError(
            f"assigned grad expected to be a Tensor or None but got grad of "
            f"type {type(grad).__name__}"
        )
    if grad is tensor:
        raise RuntimeError("can't assign Variable as its own grad")
    if grad._array.dtype != tensor._array.dtype:
        raise RuntimeError(
            "attempting to assign a gradient with dtype "
            f"'{grad.dtype.kind.lower()}' to a tensor with grad_dtype "
            f"'{tensor.dtype.kind}'. The gradient must match the tensor's "
            "grad_dtype (defaults to the tensor's dtype). You can set the "
            "tensor's grad_dtype attribute with a specific dtype, or None to "
            "allow any dtype. Set grad_dtype with caution. Diverging the "
            "dtypes of a tensor and its gradient may break downstream systems "
            "that assume they match."
        )
    if grad._array.shape != tensor._array.shape:
        raise RuntimeError(
            f"attempting to assign a gradient of size '{list(grad.shape)}' to "
            f"a tensor of size '{list(tensor.shape)}'. Please ensure that the "
            "gradient and the tensor are the same size"
        )


_NON_LEAF_GRAD = (
    "The .grad attribute of a Tensor that is not a leaf Tensor is being "
    "accessed. Its .grad attribute won't be populated during "
    "autograd.backward(). If you indeed want the .grad field to be populated "
    "for a non-leaf Tensor, use .retain_grad() on the non-leaf Tensor. If you "
    "access the non-leaf Tensor by mistake, make sure you access the leaf "
    "Tensor instead. See github.com/pytorch/pytorch/pull/30531 for more "
    "information."
)
