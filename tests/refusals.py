"""Bad calls, and what each must be refused with.

A bad call is a line of source. PyTorch and teachtorch must both raise, with
the same type of error and the same first line of words; what PyTorch says is
in ``golden/refusals.json``, written by ``record_refusals.py``. Further lines
of an error are each library's own.
"""

from __future__ import annotations

import copy
from typing import Any

from refusals_pointwise import POINTWISE
from refusals_reduction import REDUCTION
from refusals_shape import SHAPE
from refusals_tensor import TENSOR

FAMILIES: dict[str, list[str]] = {
    "pointwise": POINTWISE,
    "reduction": REDUCTION,
    "shape": SHAPE,
    "tensor": TENSOR,
}


def scope(torch: Any) -> dict[str, Any]:
    """Gives the names that a bad call may use."""

    def if_(condition: Any) -> Any:
        return 1 if condition else 0

    def twice(y: Any) -> None:
        y.backward()
        y.backward()

    def set_grad(x: Any, grad: Any) -> None:
        x.grad = grad

    return {
        "torch": torch,
        "copy": copy,
        "if_": if_,
        "twice": twice,
        "set_grad": set_grad,
        "t": torch.ones(2, 3),
        "x": torch.ones(2, 3, requires_grad=True),
        "z": torch.tensor(2.0),
        "e": torch.empty(0),
        "e2": torch.empty(0, 3),
        "i": torch.tensor([1, 2, 0]),
        "u": torch.tensor([44, 1], dtype=torch.uint8),
        "b": torch.tensor([True, False]),
        "h": torch.ones(2, dtype=torch.float16),
    }


def refusal(torch: Any, call: str) -> str | None:
    """Makes a bad call; gives the error's type and first line."""
    try:
        eval(call, scope(torch))
    except Exception as error:
        words = str(error).splitlines()
        return f"{type(error).__name__}: {words[0] if words else ''}"
    return None
