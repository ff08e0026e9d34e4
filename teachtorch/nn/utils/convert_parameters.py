"""All parameters of a network as one long vector, and back."""

from __future__ import annotations

from collections.abc import Iterable

from ..._ops.joining import cat
from ..._tensor import Tensor
from .._registry import typename


def parameters_to_vector(parameters: Iterable[Tensor]) -> Tensor:
    """Joins parameters, flattened, into one vector.

    >>> from teachtorch import nn
    >>> parameters_to_vector(nn.Linear(3, 2).parameters()).shape
    torch.Size([8])
    """
    return cat([p.view(-1) for p in parameters])


def vector_to_parameters(vec: Tensor, parameters: Iterable[Tensor]) -> None:
    """Gives parameters the values of a vector; they share its memory."""
    if not isinstance(vec, Tensor):
        raise TypeError(f"expected torch.Tensor, but got: {typename(vec)}")
    start = 0
    for p in parameters:
        end = start + p.numel()
        p.data = vec[start:end].view_as(p).data
        start = end
