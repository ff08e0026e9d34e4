"""The graph of recorded operations, and the engine that walks it backward.

A ``Node`` stands for one operation that was recorded. It knows its ``edges``:
for each input of the operation, which node made that input, or None where no
gradient is wanted. A leaf's node is an ``AccumulateGrad``, which adds what
arrives to the leaf's ``.grad``.

The engine rests on one fact: *whatever used a node's output was created after
the node*. So the youngest node that is waiting has received its whole
gradient, and may run. Nothing is counted beforehand and nothing recurses.

Gradients travel as bare NumPy arrays. Under ``create_graph=True`` they travel
as Tensors, and the same formulas then record the graph of the derivative.
The chapter "Autograd" builds a small engine of this kind from nothing.
"""

from __future__ import annotations

import itertools
from collections import OrderedDict
from collections.abc import Callable, Sequence
from heapq import heappop, heappush
from typing import TYPE_CHECKING, Any

import numpy as np

from .grad_mode import mode

if TYPE_CHECKING:
    from .._tensor import Tensor

new_age = itertools.count(1).__next__
_new_leaf_age = itertools.count(-1, -1).__next__

Edge = tuple["Node", int]


class Node:
    """One recorded operation: ``tensor.grad_fn``.

    Attributes:
        age: a counter taken when the operation had run.
        edges: for each argument, ``(node, output number)`` of what made it,
            ``None`` for a tensor that needs no gradient, and ``()`` for an
            argument that is no tensor.
        shapes: the shapes of the outputs, one for each gradient to come.
        hooks: what is to be called before and after this node, if anything.
        metadata: a dictionary for users' notes.
    """

    age = 0
    edges: Sequence = ()
    shapes: Sequence[tuple] = ()
    hooks: NodeHooks | None = None

    def run(self, grads: list, create_graph: bool) -> tuple:
        """Turns the gradients of the outputs into those of the inputs."""
        raise NotImplementedError

    def release(self) -> None:
        """Lets go of what was saved for this node, once it has run."""

    def name(self) -> str:
        """Gives the name that PyTorch shows for this node."""
        return type(self).__name__

    @property
    def next_functions(self) -> tuple:
        """The nodes that made the inputs, each with its output number."""
        return tuple(e or (None, 0) for e in self.edges if e != ())

    @property
    def metadata(self) -> dict:
        """A dictionary for notes; it lives as long as the node."""
        return self.__dict__.setdefault("_metadata", {})

    def register_hook(self, fn: Callable) -> RemovableHandle:
        """Calls ``fn(grad_inputs, grad_outputs)`` after this node has run.

        If it returns a tuple, that replaces ``grad_inputs``.
        """
        return self._hooks().add("after", fn)

    def register_prehook(self, fn: Callable) -> RemovableHandle:
        """Calls ``fn(grad_outputs)`` before this node runs.

        If it returns a tuple, that replaces ``grad_outputs``.
        """
        return self._hooks().add("before", fn)

    def _hooks(self) -> NodeHooks:
        if self.hooks is None:
            self.hooks = NodeHooks()
        return self.hooks

    def __repr__(self) -> str:
        return f"<{self.name()} object at {id(self):#x}>"


class AccumulateGrad(Node):
    """The end of every path: adds the incoming gradient to a leaf's grad.

    The graph holds this node, the leaf only a weak reference to it, so the
    two make no cycle.
    """

    def __init__(self, variable: Tensor) -> None:
        self.variable = variable
        self.age = _new_leaf_age()  # below zero: leaves run last
        self.shapes = (variable._array.shape,)

    def run(self, grads: list, create_graph: bool) -> tuple:
        accumulate(self.variable, grads[0], create_graph)
        for hook in self.variable._post_accumulate_hooks():
            hook(self.variable)
        return ()

    def name(self) -> str:
        return "torch::autograd::AccumulateGrad"

    def __repr__(self) -> str:
        return f"<AccumulateGrad object at {id(self):#x}>"


def accumulate(variable: Tensor, grad: Any, create_graph: bool) -> None:
    """Adds ``grad`` to ``variable.grad``, which may still be None."""
    old = variable._grad
    if create_graph:
        if old is None:  # a copy, as below, and one that gradients flow through
            empty = variable._like(np.empty_like(grad._array))
            variable._grad = empty.copy_(grad)
        else:
            variable._grad = old + grad
    elif old is None:
        # A copy, because several leaves may be handed the same array.
        variable._grad = variable._like(np.array(grad))
    elif old._edge is not None:
        variable._grad = old.detach() + variable._like(np.asarray(grad))
    else:
        array = old._array
        np.add(array, grad, out=array)
        old._bump()


# ---------------------------------------------------------------------------
# The engine
# ---------------------------------------------------------------------------


def run_backward(
    edges: Sequence[Edge | None],
    grads: Sequence[Any],
    retain_graph: bool,
    create_graph: bool,
    capture: dict[Edge, Any] | None = None,
) -> None:
    """Sends gradients from the outputs of a graph back to its leaves.

    Args:
        edges: where to start: the edge of each output.
        grads: the gradient of the loss in each output, as arrays, or as
            Tensors if ``create_graph``.
        retain_graph: keep what was saved, so that the pass can be repeated.
        create_graph: record this pass, so that it can be differentiated.
        capture: if given, only the gradients at these edges are wanted: they
            are stored in this dictionary, and leaves get nothing.
    """
    wanted = {} if capture is None else _nodes_towards(edges, capture)
    queue: list[int] = []  # minus the age: the youngest comes out first
    pending: dict[int, tuple[Node, list]] = {}
    previous, mode.enabled = mode.enabled, create_graph
    try:
        while True:
            for edge, grad in zip(edges, grads):
                if not edge or grad is None:
                    continue
                node, nr = edge
                if capture is not None and node not in wanted:
                    continue
                if grad.shape != node.shapes[nr]:
                    grad = sum_to(grad, node.shapes[nr])
                age = node.age
                if age not in pending:
                    heappush(queue, -age)
                    pending[age] = node, [None] * len(node.shapes)
                slots = pending[age][1]
                old = slots[nr]
                slots[nr] = grad if old is None else old + grad
            if not queue:
                return
            node, slots = pending.pop(-heappop(queue))
            if node.hooks is not None:
                slots = node.hooks.run_before(slots, create_graph)
            if capture is not None:
                _store(node, slots, capture)
            if capture is not None and not wanted[node]:
                edges = ()  # nothing that is wanted lies behind this node
                continue
            edges = node.edges
            grads = node.run(slots, create_graph)
            if node.hooks is not None:
                grads = node.hooks.run_after(grads, slots, create_graph)
            if not retain_graph:
                node.release()
    finally:
        mode.enabled = previous


def _store(node: Node, slots: list, capture: dict[Edge, Any]) -> None:
    """Notes the gradients that have arrived at captured edges."""
    for nr, grad in enumerate(slots):
        if (node, nr) in capture:
            capture[node, nr] = grad


def sum_to(grad: Any, shape: tuple) -> Any:
    """Undoes broadcasting: sums a gradient down to the shape of its input.

    An input that was read several times gets the sum of what all its readers
    send. This is the only place where broadcasting is differentiated.
    """
    extra = grad.ndim - len(shape)
    if grad.shape[extra:] == shape:  # whole dimensions were added in front
        return grad.sum(tuple(range(extra)))
    stretched = tuple(
        i
        for i in range(grad.ndim)
        if i < extra or (shape[i - extra] == 1 and grad.shape[i] != 1)
    )
    return grad.sum(stretched).reshape(shape)


def _nodes_towards(
    edges: Sequence[Edge | None], capture: dict[Edge, Any]
) -> dict[Node, bool]:
    """Finds the nodes from which a captured edge can be reached.

    The value tells whether the node must run, or only receive.
    """
    found = set()
    stack = [edge[0] for edge in edges if edge]
    while stack:
        node = stack.pop()
        if node not in found:
            found.add(node)
            stack.extend(edge[0] for edge in node.edges if edge)
    targets = {node for node, _ in capture}
    wanted: dict[Node, bool] = {}
    # Oldest first: what a node leads to is settled before the node itself.
    for node in sorted(found, key=lambda node: node.age):
        leads_on = any(edge and edge[0] in wanted for edge in node.edges)
        if leads_on or node in targets:
            wanted[node] = leads_on
    return wanted


# ---------------------------------------------------------------------------
# Hooks
# ---------------------------------------------------------------------------


class RemovableHandle:
    """What registering a hook gives back: call ``remove()`` to unregister."""

    next_id = itertools.count().__next__

    def __init__(self, hooks: dict) -> None:
        self.hooks = hooks
        self.id = RemovableHandle.next_id()

    def remove(self) -> None:
        """Takes the hook out; it will not be called again."""
        self.hooks.pop(self.id, None)

    def __enter__(self) -> RemovableHandle:
        return self

    def __exit__(self, *exception: object) -> None:
        self.remove()


class NodeHooks:
    """The hooks of one node, in the order in which they run.

    Attributes:
        tensor: for each output number, the hooks of that tensor.
        keep: for each output number, what stores the gradient at the tensor
            that asked for it by ``retain_grad``.
        before, after: the hooks of the node itself.
    """

    def __init__(self) -> None:
        self.tensor: dict[int, OrderedDict] = {}
        self.keep: dict[int, Callable] = {}
        self.before: OrderedDict = OrderedDict()
        self.after: OrderedDict = OrderedDict()

    def add(self, when: str, fn: Callable) -> RemovableHandle:
        hooks = getattr(self, when)
        handle = RemovableHandle(hooks)
        hooks[handle.id] = fn
        return handle

    def run_before(self, grads: list, create_graph: bool) -> list:
        grads = [_as_tensor(g) for g in grads]
        for nr, hooks in self.tensor.items():
            if grads[nr] is not None:
                grads[nr] = call_tensor_hooks(hooks, grads[nr])
        for nr, keep in self.keep.items():
            if grads[nr] is not None:
                keep(grads[nr], create_graph)
        for hook in list(self.before.values()):
            replaced = hook(tuple(grads))
            if replaced is not None:
                grads = _as_list(replaced)
        return [g if create_graph else _as_array(g) for g in grads]

    def run_after(
        self, grad_inputs: tuple, grad_outputs: list, create_graph: bool
    ) -> Sequence:
        if not self.after:
            return grad_inputs
        results = tuple(_as_tensor(g) for g in grad_inputs)
        outputs = tuple(_as_tensor(g) for g in grad_outputs)
        for hook in list(self.after.values()):
            replaced = hook(results, outputs)
            if replaced is not None:
                results = tuple(_as_list(replaced))
        return [g if create_graph else _as_array(g) for g in results]


def call_tensor_hooks(hooks: OrderedDict, grad: Tensor) -> Tensor:
    """Passes a gradient through a tensor's hooks; each may replace it."""
    for hook in list(hooks.values()):
        replaced = hook(grad)
        if replaced is not None:
            _check_replaced(hook, replaced, grad)
            grad = replaced
    return grad


def _check_replaced(hook: Callable, new: Any, old: Tensor) -> None:
    """Refuses what cannot stand for the gradient that a hook was given."""
    if not hasattr(new, "_array"):
        raise TypeError(
            f"expected Variable, but hook returned '{type(new).__name__}'"
        )
    name = getattr(hook, "__name__", "<unknown>")
    if new.dtype is not old.dtype:
        raise RuntimeError(
            f"hook '{name}' has changed the type of value (was torch."
            f"{old.dtype.kind}Tensor got torch.{new.dtype.kind}Tensor)"
        )
    if new.shape != old.shape:
        raise RuntimeError(f"hook '{name}' has changed the size of value")


def _as_list(grads: Any) -> list:
    return list(grads) if isinstance(grads, (tuple, list)) else [grads]


def _as_array(grad: Any) -> Any:
    return None if grad is None else getattr(grad, "_array", grad)


def _as_tensor(grad: Any) -> Any:
    from .._tensor import Tensor, wrap

    if grad is None or isinstance(grad, Tensor):
        return grad
    return wrap(np.asarray(grad))
