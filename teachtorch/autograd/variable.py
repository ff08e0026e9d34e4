"""``Variable``: what a tensor with a history was called before PyTorch 0.4."""

from __future__ import annotations

from .._tensor import Tensor


class _VariableMeta(type):
    """Lets ``isinstance(x, Variable)`` be true of every Tensor."""

    def __instancecheck__(cls, x: object) -> bool:
        return isinstance(x, Tensor)


class Variable(metaclass=_VariableMeta):
    """A name from before PyTorch 0.4, when only Variables had a history.

    ``Variable(tensor, requires_grad=True)`` gives a Tensor.
    """

    def __new__(  # type: ignore[misc]  # gives no Variable: that is its point
        cls, data: Tensor, requires_grad: bool = False, volatile: bool = False
    ) -> Tensor:
        result = data.detach()
        return result.requires_grad_() if requires_grad else result
