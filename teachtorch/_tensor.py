"""The Tensor: a NumPy array that can remember how it was made.

This file holds what a tensor *is*: its array, its place in the graph, its
version, its gradient. What a tensor can *do* is in ``_ops``: every operation
is a function there, and ``_ops/methods.py`` makes methods of them.

Three things besides the array are worth knowing before you read on. The
*edge* says which node of the graph made the tensor (None for a leaf). The
*version* counts writes in place; all views of one memory share it. A *view*
knows its base, so that a write through either is seen by both, gradients
included. The chapters "Tensors" and "Autograd" explain them.
"""

from __future__ import annotations

import warnings
import weakref
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from . import _dtype
from ._device import cpu, device
from ._size import Size
from .autograd.grad_mode import mode
from .autograd.graph import (
    AccumulateGrad,
    Edge,
    Node,
    NodeHooks,
    RemovableHandle,
    accumulate,
    run_backward,
)


class Tensor:
    """An array with a dtype, a device and, if it requires grad, a history.

    ``Tensor(2, 3)`` makes an uninitialised 2 by 3 tensor and ``Tensor([2, 3])``
    one that holds 2 and 3, as PyTorch's oldest constructor does; prefer
    ``teachtorch.empty`` and ``teachtorch.tensor``.

    Attributes:
        grad: the gradient that backward passes have added up, or None.
        requires_grad: whether operations on this tensor are recorded.
        grad_fn: the node of the graph that made it, or None for a leaf.
    """

    # What differs from these defaults is stored on the instance; setting
    # three attributes instead of nine makes small operations faster.
    _array: np.ndarray
    _version_counter: list  # one int in a list, shared by all views
    _requires_grad: bool = False
    _edge: Edge | None = None
    _grad: Tensor | None = None
    _base: Tensor | None = None
    _view_version: int = 0  # a view's edge is right for this version
    _accumulator: Callable | None = None  # weak reference to the leaf's node
    _leaf_hooks: NodeHooks | None = None
    _after_accumulate: OrderedDict | None = None

    # NumPy must ask us first in ``array * tensor``.
    __array_priority__ = 1000

    def __new__(cls, *data: Any, **kwargs: Any) -> Tensor:
        from ._creation import legacy_tensor

        return legacy_tensor(cls, data, **kwargs)

    # -- the array ----------------------------------------------------------

    @property
    def dtype(self) -> _dtype.dtype:
        """The kind of number stored."""
        return _dtype.from_numpy(self._array.dtype)

    @property
    def device(self) -> device:
        """Where the tensor lives: always the CPU here."""
        return cpu

    @property
    def shape(self) -> Size:
        """The size of each dimension."""
        return Size(self._array.shape)

    @property
    def ndim(self) -> int:
        """The number of dimensions."""
        return self._array.ndim

    @property
    def data(self) -> Tensor:
        """The same memory without history *and* without version counting.

        Writing through ``.data`` is invisible to autograd: a later backward
        pass may be silently wrong. ``detach()`` is the safe spelling.
        """
        return wrap(self._array)

    @data.setter
    def data(self, value: Tensor) -> None:
        if not isinstance(value, Tensor):
            raise TypeError(
                "Variable data has to be a tensor, but got "
                f"{type(value).__name__}"
            )
        self._array = value._array

    def detach(self) -> Tensor:
        """Gives the same memory without history. Writes are still counted."""
        result = wrap(self._array)
        result._version_counter = self._version_counter
        return result

    def _like(self, array: np.ndarray) -> Tensor:
        """Wraps an array: ``wrap``, for files that cannot import it."""
        return wrap(array)

    # -- history ------------------------------------------------------------

    @property
    def requires_grad(self) -> bool:
        """Whether operations on this tensor are recorded."""
        if self._base is not None:
            self._renew_edge()
        return self._requires_grad

    @requires_grad.setter
    def requires_grad(self, value: bool) -> None:
        if self._edge is not None:
            if value:
                return
            raise RuntimeError(
                "you can only change requires_grad flags of leaf variables. If "
                "you want to use a computed variable in a subgraph that "
                "doesn't require differentiation use "
                "var_no_grad = var.detach()."
            )
        if value and self._array.dtype.kind != "f":
            raise RuntimeError(
                "only Tensors of floating point dtype can require gradients"
            )
        self._requires_grad = bool(value)

    def requires_grad_(self, requires_grad: bool = True) -> Tensor:
        """Sets ``requires_grad`` in place and returns the tensor."""
        self.requires_grad = requires_grad
        return self

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
        self._view_version = version
        base = self._base
        assert base is not None
        if base._edge is not None or base._requires_grad:
            from .autograd.function import window_of

            self._edge = window_of(base, self)
            self._requires_grad = True

    def _gradient_edge(self) -> Edge | None:
        """Gives where the gradient of this tensor is to be sent."""
        if self._base is not None:
            self._renew_edge()
        if self._edge is not None or not self._requires_grad:
            return self._edge
        node = self._accumulator and self._accumulator()
        if node is None:
            node = AccumulateGrad(self)
            node.hooks = self._leaf_hooks
            self._accumulator = weakref.ref(node)
        return node, 0

    # -- gradient -----------------------------------------------------------

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
            _check_grad(self, value)
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
        from . import autograd

        autograd.backward(
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
        this = weakref.ref(self)  # the node must not keep its output alive

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

    # -- Python's protocols -------------------------------------------------

    def __repr__(self, *, tensor_contents: str | None = None) -> str:
        from ._tensor_str import tensor_str

        return tensor_str(self)

    def __format__(self, spec: str) -> str:
        from ._tensor_str import tensor_format

        return tensor_format(self, spec)

    def __hash__(self) -> int:
        return id(self)

    def __len__(self) -> int:
        if self._array.ndim == 0:
            raise TypeError("len() of a 0-d tensor")
        return len(self._array)

    def __bool__(self) -> bool:
        if self._array.size != 1:
            kind = "no values" if self._array.size == 0 else "more than one value"
            raise RuntimeError(f"Boolean value of Tensor with {kind} is ambiguous")
        return bool(self._array.item())

    def item(self) -> Any:
        """Gives the only element as a Python number.

        Raises:
            RuntimeError: if there is not exactly one element.
        """
        if self._array.size != 1:
            raise RuntimeError(
                f"a Tensor with {self._array.size} elements cannot be "
                "converted to Scalar"
            )
        return self._array.item()

    def __float__(self) -> float:
        return float(self.item())

    def __int__(self) -> int:
        return int(self.item())

    def __index__(self) -> int:
        if self._array.dtype.kind == "f" or self._array.size != 1:
            raise TypeError(
                "only integer tensors of a single element can be converted to "
                "an index"
            )
        return int(self._array.item())

    def tolist(self) -> Any:
        """Gives the elements as nested lists of Python numbers."""
        return self._array.tolist()

    def numpy(self, *, force: bool = False) -> np.ndarray:
        """Gives a NumPy array on the same memory.

        Args:
            force: detach first, instead of refusing, if this requires grad.
        """
        if self.requires_grad and not force:
            raise RuntimeError(
                "Can't call numpy() on Tensor that requires grad. Use "
                "tensor.detach().numpy() instead."
            )
        return self._array

    def __array__(
        self, dtype: Any = None, copy: bool | None = None
    ) -> np.ndarray:
        array = self.numpy()
        if dtype is not None:
            return array.astype(dtype, copy=bool(copy))
        return array.copy() if copy else array

    def __deepcopy__(self, memo: dict) -> Tensor:
        if self._edge is not None:
            raise RuntimeError(
                "Only Tensors created explicitly by the user (graph leaves) "
                "support the deepcopy protocol at the moment.  If you were "
                "attempting to deepcopy a module, this may be because of a "
                "torch.nn.utils.weight_norm usage, see "
                "https://github.com/pytorch/pytorch/pull/103001"
            )
        if id(self) in memo:
            return memo[id(self)]
        result = wrap(self._array.copy(), type(self))
        result._requires_grad = self._requires_grad
        memo[id(self)] = result
        if self._grad is not None:
            result._grad = self._grad.__deepcopy__(memo)
        return result

    def __reduce_ex__(self, protocol: Any) -> tuple:
        if self._edge is not None:
            raise RuntimeError(
                "can't pickle a Tensor that is part of a graph: detach() it "
                "first"
            )
        return _rebuild, (type(self), self._array, self._requires_grad)


def wrap(array: np.ndarray, cls: type = Tensor) -> Tensor:
    """Makes a Tensor around an array, without copying it."""
    tensor = object.__new__(cls)
    tensor._array = array
    tensor._version_counter = [0]
    return tensor


def _rebuild(cls: type, array: np.ndarray, requires_grad: bool) -> Tensor:
    tensor = wrap(array, cls)
    tensor._requires_grad = requires_grad
    return tensor


def make_view(array: np.ndarray, of: Tensor) -> Tensor:
    """Wraps an array that shares memory with ``of``: a view of its base."""
    tensor = wrap(array)
    tensor._base = of if of._base is None else of._base
    tensor._version_counter = of._version_counter
    tensor._view_version = of._version_counter[0]
    return tensor


def check_inplace(tensor: Tensor) -> None:
    """Refuses a write in place to a leaf whose gradient is being recorded.

    Raises:
        RuntimeError: if ``tensor`` is a leaf that requires grad, or a view of
            one, and grad mode is on.
    """
    if not mode.enabled:
        return
    base = tensor if tensor._base is None else tensor._base
    if base._requires_grad and base._edge is None:
        what = "a leaf" if base is tensor else "a view of a leaf"
        raise RuntimeError(
            f"{what} Variable that requires grad is being used in an in-place "
            "operation.\n"
            "To change a parameter without recording it, write inside "
            "`with torch.no_grad():`."
        )


def _check_grad(tensor: Tensor, grad: Tensor) -> None:
    """Refuses a gradient that does not fit its tensor."""
    if not isinstance(grad, Tensor):
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

__all__ = ["Tensor", "check_inplace", "make_view", "run_backward", "wrap"]
