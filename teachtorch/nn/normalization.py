"""Normalisation layers that look at each example by itself.

``LayerNorm`` and ``RMSNorm`` go over the features, ``GroupNorm`` over groups
of channels, ``LocalResponseNorm`` over neighbouring channels. The ones with
running estimates are in ``batchnorm.py`` and ``instancenorm.py``.
"""

from __future__ import annotations

from typing import Any

from .._creation import empty
from .._tensor import Tensor
from . import functional as F
from . import init
from .batchnorm import scale_and_shift
from .module import Module
from .parameter import Parameter


class LayerNorm(Module):
    """Normalises over the last dimensions, for each example by itself.

    y = γ·(x − μ)/√(σ² + ε) + β. ``(*, *normalized_shape)``; the output has the
    same shape.

    Args:
        normalized_shape: the sizes of these dimensions; one number for one.
        eps: added to the variance, against division by zero.
        elementwise_affine: whether to learn γ and β, one for each element.
        bias: whether there is a β.
        device: where the parameters are: the CPU.
        dtype: of the parameters.

    See :func:`~teachtorch.nn.functional.layer_norm`.
    """

    def __init__(
        self,
        normalized_shape: int | list[int] | tuple[int, ...],
        eps: float = 1e-5,
        elementwise_affine: bool = True,
        bias: bool = True,
        device: Any = None,
        dtype: Any = None,
    ) -> None:
        super().__init__()
        if isinstance(normalized_shape, int):
            normalized_shape = (normalized_shape,)
        self.normalized_shape = tuple(normalized_shape)
        self.eps = eps
        self.elementwise_affine = elementwise_affine
        options = {"device": device, "dtype": dtype}
        scale_and_shift(
            self, self.normalized_shape, elementwise_affine, bias, options
        )
        self.reset_parameters()

    def reset_parameters(self) -> None:
        if self.weight is not None:
            init.ones_(self.weight)
        if self.bias is not None:
            init.zeros_(self.bias)

    def forward(self, input: Tensor) -> Tensor:
        return F.layer_norm(
            input, self.normalized_shape, self.weight, self.bias, self.eps
        )

    def extra_repr(self) -> str:
        return (
            f"{self.normalized_shape}, eps={self.eps}, "
            f"elementwise_affine={self.elementwise_affine}, "
            f"bias={self.bias is not None}"
        )


class RMSNorm(Module):
    """Divides by the root of the mean square over the last dimensions.

    y = γ·x/√(mean of x² + ε). ``(*, *normalized_shape)``; the output has the
    same shape.

    Args:
        normalized_shape: the sizes of these dimensions; one number for one.
        eps: added to the mean square; None for the dtype's own epsilon.
        elementwise_affine: whether to learn a factor for each element.
        device: where the parameter is: the CPU.
        dtype: of the parameter.

    See :func:`~teachtorch.nn.functional.rms_norm`.
    """

    def __init__(
        self,
        normalized_shape: int | list[int] | tuple[int, ...],
        eps: float | None = None,
        elementwise_affine: bool = True,
        device: Any = None,
        dtype: Any = None,
    ) -> None:
        super().__init__()
        if isinstance(normalized_shape, int):
            normalized_shape = (normalized_shape,)
        self.normalized_shape = tuple(normalized_shape)
        self.eps = eps
        self.elementwise_affine = elementwise_affine
        if elementwise_affine:
            self.weight = Parameter(
                empty(self.normalized_shape, device=device, dtype=dtype)
            )
        else:
            self.register_parameter("weight", None)
        self.reset_parameters()

    def reset_parameters(self) -> None:
        if self.weight is not None:
            init.ones_(self.weight)

    def forward(self, x: Tensor) -> Tensor:
        return F.rms_norm(x, self.normalized_shape, self.weight, self.eps)

    def extra_repr(self) -> str:
        return (
            f"{self.normalized_shape}, eps={self.eps}, "
            f"elementwise_affine={self.elementwise_affine}"
        )


class GroupNorm(Module):
    """Normalises each group of channels of each example by itself.

    y = γ·(x − μ)/√(σ² + ε) + β with the mean and the variance of each group.
    ``(N, C, *)``; the output has the same shape.

    Args:
        num_groups: into how many groups the channels are divided.
        num_channels: how many channels.
        eps: added to the variance, against division by zero.
        affine: whether to learn γ and β, one for each channel.
        device: where the parameters are: the CPU.
        dtype: of the parameters.
        bias: whether there is a β.

    See :func:`~teachtorch.nn.functional.group_norm`.
    """

    def __init__(
        self,
        num_groups: int,
        num_channels: int,
        eps: float = 1e-5,
        affine: bool = True,
        device: Any = None,
        dtype: Any = None,
        *,
        bias: bool = True,
    ) -> None:
        super().__init__()
        if num_channels % num_groups != 0:
            raise ValueError(
                f"num_channels ({num_channels}) must be divisible by "
                f"num_groups ({num_groups})"
            )
        self.num_groups = num_groups
        self.num_channels = num_channels
        self.eps = eps
        self.affine = affine
        options = {"device": device, "dtype": dtype}
        scale_and_shift(self, num_channels, affine, bias, options)
        self.reset_parameters()

    def reset_parameters(self) -> None:
        if self.weight is not None:
            init.ones_(self.weight)
        if self.bias is not None:
            init.zeros_(self.bias)

    def forward(self, input: Tensor) -> Tensor:
        return F.group_norm(
            input, self.num_groups, self.weight, self.bias, self.eps
        )

    def extra_repr(self) -> str:
        return (
            f"{self.num_groups}, {self.num_channels}, eps={self.eps}, "
            f"affine={self.affine}, bias={self.bias is not None}"
        )


class LocalResponseNorm(Module):
    """Divides each channel by how large it and its neighbours are.

    y = x/(k + α·s)^β, where s is the mean square of ``size`` neighbouring
    channels. ``(N, C, *)``; the output has the same shape.

    Args:
        size: how many channels are neighbours, itself included.
        alpha: how much their mean square counts.
        beta: the power.
        k: added to the mean square.

    See :func:`~teachtorch.nn.functional.local_response_norm`.
    """

    def __init__(
        self,
        size: int,
        alpha: float = 1e-4,
        beta: float = 0.75,
        k: float = 1.0,
    ) -> None:
        super().__init__()
        self.size = size
        self.alpha = alpha
        self.beta = beta
        self.k = k

    def forward(self, input: Tensor) -> Tensor:
        return F.local_response_norm(
            input, self.size, self.alpha, self.beta, self.k
        )

    def extra_repr(self) -> str:
        return f"{self.size}, alpha={self.alpha}, beta={self.beta}, k={self.k}"
