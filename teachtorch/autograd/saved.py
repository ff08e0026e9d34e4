"""What a node keeps for its backward pass, and when it cannot be used.

A saved tensor is kept with the version it had. If the version has moved on
when the backward pass asks for it, the numbers are no longer those that the
formula needs, and the pass is refused.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from .._dtype import from_numpy
from .._tensor import Tensor, wrap
from .anomaly_mode import anomaly
from .grad_mode import extras
from .graph import Node

FREED = (
    "Trying to backward through the graph a second time (or directly access "
    "saved tensors after they have already been freed). Saved intermediate "
    "values of the graph are freed when you call .backward() or "
    "autograd.grad(). Specify retain_graph=True if you need to backward "
    "through the graph a second time or if you need to access saved tensors "
    "after calling backward."
)


class SavedOutput:
    """An output kept for ``backward`` without keeping the Tensor itself.

    The Tensor holds its node by ``grad_fn``; if the node held the Tensor, the
    two would be a cycle and live until the garbage collector came by.
    """

    def __init__(self, tensor: Tensor, nr: int) -> None:
        self._array = tensor._array
        self._version_counter = tensor._version_counter
        self.nr = nr

    def rebuild(self, node: Node) -> Tensor:
        """Makes a Tensor like the output: same memory, same ``grad_fn``."""
        tensor = wrap(self._array)
        tensor._version_counter = self._version_counter
        tensor._edge = node, self.nr
        tensor._requires_grad = True
        return tensor


class _Hooks(threading.local):
    """The pack and unpack functions in force, innermost last."""

    stack: tuple = ()


_hooks = _Hooks()


class saved_tensors_hooks:
    """A block in which saved tensors pass through functions of your own.

    ``pack_hook(tensor)`` is called when a tensor is saved, and may return
    anything: a file name, a compressed array. ``unpack_hook`` gets it back
    when the backward pass needs the tensor, and must return that.

    See :class:`torch.autograd.graph.saved_tensors_hooks`.
    """

    def __init__(self, pack_hook: Callable, unpack_hook: Callable) -> None:
        self.hooks = pack_hook, unpack_hook

    def __enter__(self) -> None:
        _hooks.stack = (*_hooks.stack, self.hooks)
        extras.active += 1

    def __exit__(self, *exception: object) -> None:
        _hooks.stack = _hooks.stack[:-1]
        extras.active -= 1


class PackedTensor:
    """A saved tensor as its ``pack_hook`` left it."""

    def __init__(
        self, tensor: Tensor, pack: Callable, unpack: Callable
    ) -> None:
        self.packed = pack(tensor)
        self.unpack = unpack
        self._version_counter = [0]  # what was packed cannot be overwritten

    @property
    def _array(self) -> Any:
        return self.rebuild(None)._array

    def rebuild(self, node: Any) -> Tensor:
        """Calls ``unpack_hook``."""
        tensor = self.unpack(self.packed)
        if not isinstance(tensor, Tensor):
            raise TypeError(
                "Output of saved tensor unpack_hook expected to be a Tensor "
                f"but got result of type {type(tensor).__name__}"
            )
        return tensor


def pack_saved(node: Node, saved: list) -> list:
    """Passes what a node saved through the hooks in force, if any."""
    if not _hooks.stack:
        return saved
    hooks = _hooks.stack[-1]
    packed: list = []
    for x, version in saved:
        if x is None:
            packed.append((x, version))
            continue
        tensor = x if isinstance(x, Tensor) else x.rebuild(node)
        packed.append((PackedTensor(tensor, *hooks), 0))
    return packed


def overwritten(node: Node, x: Any, version: int) -> RuntimeError:
    """Makes the error for a saved tensor that was written in place."""
    kind, shape = from_numpy(x._array.dtype).kind, list(x._array.shape)
    edge = (node, x.nr) if isinstance(x, SavedOutput) else x._current_edge()
    made_by = ""
    if edge:
        name = edge[0].name().removesuffix("0").removesuffix("1")
        name = name.removesuffix("Backward").split("::")[-1]
        made_by = f", which is output {edge[1]} of {name},"
    hint = (
        "Hint: enable anomaly detection to find the operation that failed to "
        "compute its gradient, with torch.autograd.set_detect_anomaly(True, "
        "check_nan=False)."
    )
    if anomaly.enabled:
        hint = (
            "Hint: the backtrace further above shows the operation that failed "
            "to compute its gradient. The variable in question was changed in "
            "there or anywhere later. Good luck!"
        )
    return RuntimeError(
        "one of the variables needed for gradient computation has been "
        f"modified by an inplace operation: [torch.{kind}Tensor {shape}]"
        f"{made_by} is at version {x._version_counter[0]}; expected version "
        f"{version} instead. {hint}\n"
        f"The tensor was saved by {node.name()}: change a clone() of it "
        "instead, or compute without writing in place."
    )
