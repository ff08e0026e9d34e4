"""Limiting gradients before a step, so that one batch cannot do harm.

``clip_grad_norm_`` treats all gradients as one long vector and shortens it;
its direction stays. ``clip_grad_value_`` limits every element by itself.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from types import GeneratorType

from ..._creation import tensor
from ..._ops.joining import stack
from ..._ops.norms import vector_norm
from ..._tensor import Tensor
from ...autograd.grad_mode import no_grad

Tensors = Tensor | Iterable[Tensor]


@no_grad()
def clip_grad_norm_(
    parameters: Tensors,
    max_norm: float,
    norm_type: float = 2.0,
    error_if_nonfinite: bool = False,
    foreach: bool | None = None,
) -> Tensor:
    """Scales all gradients down, in place, if their norm is too large.

    Args:
        parameters: whose gradients.
        max_norm: the largest norm that stays as it is.
        norm_type: which norm: 2, or ``inf`` for the largest element.
        error_if_nonfinite: refuse a norm that is nan or infinite.
        foreach: ignored; PyTorch chooses between two implementations by it.

    Returns:
        the norm before clipping.

    See Pascanu et al. (2013), https://arxiv.org/abs/1211.5063.
    """
    if isinstance(parameters, GeneratorType):
        parameters = list(parameters)
        if not parameters:
            warnings.warn(
                "`parameters` is an empty generator, no gradient clipping will "
                "occur.",
                stacklevel=3,
            )
    gradients = _gradients(parameters)
    total_norm = get_total_norm(gradients, norm_type, error_if_nonfinite)
    _scale(gradients, max_norm, total_norm)
    return total_norm


@no_grad()
def get_total_norm(
    tensors: Tensors,
    norm_type: float = 2.0,
    error_if_nonfinite: bool = False,
    foreach: bool | None = None,
) -> Tensor:
    """Computes the norm of several tensors as if they were one vector."""
    tensors = _as_list(tensors)
    norm_type = float(norm_type)
    if not tensors:
        return tensor(0.0)
    norms = [vector_norm(x, norm_type) for x in tensors]
    total = vector_norm(stack(norms), norm_type)
    if error_if_nonfinite and not abs(total.item()) < float("inf"):
        raise RuntimeError(
            f"The total norm of order {norm_type} for gradients from "
            "`parameters` is non-finite, so it cannot be clipped. To disable "
            "this error and scale the gradients by the non-finite norm anyway, "
            "set `error_if_nonfinite=False`"
        )
    return total


@no_grad()
def clip_grads_with_norm_(
    parameters: Tensors,
    max_norm: float,
    total_norm: Tensor,
    foreach: bool | None = None,
) -> None:
    """Scales gradients down whose norm is known to be ``total_norm``."""
    _scale(_gradients(parameters), max_norm, total_norm)


@no_grad()
def clip_grad_value_(
    parameters: Tensors, clip_value: float, foreach: bool | None = None
) -> None:
    """Limits every gradient, in place, to ±``clip_value``."""
    limit = float(clip_value)
    for grad in _gradients(parameters):
        grad.clamp_(min=-limit, max=limit)


def clip_grad_norm(
    parameters: Tensors,
    max_norm: float,
    norm_type: float = 2.0,
    error_if_nonfinite: bool = False,
    foreach: bool | None = None,
) -> Tensor:
    """Deprecated: the old name of :func:`clip_grad_norm_`."""
    warnings.warn(
        "`torch.nn.utils.clip_grad_norm` is now deprecated in favor of "
        "`torch.nn.utils.clip_grad_norm_`.",
        FutureWarning,
        stacklevel=2,
    )
    return clip_grad_norm_(
        parameters, max_norm, norm_type, error_if_nonfinite, foreach
    )


def _scale(gradients: list, max_norm: float, total_norm: Tensor) -> None:
    # Multiplying by 1 where nothing is to be done avoids asking; as PyTorch.
    factor = (float(max_norm) / (total_norm + 1e-6)).clamp(max=1.0)
    for grad in gradients:
        grad.mul_(factor.to(grad.dtype))


def _gradients(parameters: Tensors) -> list:
    return [p.grad for p in _as_list(parameters) if p.grad is not None]


def _as_list(tensors: Tensors) -> list:
    return [tensors] if isinstance(tensors, Tensor) else list(tensors)
