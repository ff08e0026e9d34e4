"""What a node keeps for its backward pass, and when it cannot be used.

A saved tensor is kept with the version it had. If the version has moved on
when the backward pass asks for it, the numbers are no longer those that the
formula needs, and the pass is refused.
"""

from __future__ import annotations

from typing import Any

from .._dtype import from_numpy
from .._tensor import Tensor, wrap
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


def overwritten(node: Node, x: Any, version: int) -> RuntimeError:
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
