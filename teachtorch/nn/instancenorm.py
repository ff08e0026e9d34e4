"""Instance normalisation layers: each channel of each image by itself."""

from __future__ import annotations

import warnings
from typing import Any

from .._tensor import Tensor
from . import functional as F
from .batchnorm import NormWithEstimates


class _InstanceNorm(NormWithEstimates):
    """Normalises each channel of each example by itself.

    Args:
        num_features: how many channels.
        eps: added to the variance, against division by zero.
        momentum: how far the running estimates are moved by a batch.
        affine: whether to learn a scale γ and a shift β afterwards.
        track_running_stats: whether to keep running estimates, and use them
            in eval mode.
        device: where the parameters are: the CPU.
        dtype: of the parameters.
        bias: whether there is a β.

    See :func:`~teachtorch.nn.functional.instance_norm`.
    """

    _dims: int

    def __init__(
        self,
        num_features: int,
        eps: float = 1e-5,
        momentum: float = 0.1,
        affine: bool = False,
        track_running_stats: bool = False,
        device: Any = None,
        dtype: Any = None,
        *,
        bias: bool = True,
    ) -> None:
        super().__init__(
            num_features, eps, momentum, affine, track_running_stats, device,
            dtype, bias=bias,
        )  # fmt: skip

    def _check_input_dim(self, input: Tensor) -> None:
        if input.dim() not in (self._dims + 1, self._dims + 2):
            raise ValueError(
                f"expected {self._dims + 1}D or {self._dims + 2}D input (got "
                f"{input.dim()}D input)"
            )

    def forward(self, input: Tensor) -> Tensor:
        self._check_input_dim(input)
        at = input.dim() - self._dims - 1
        if input.shape[at] != self.num_features:
            self._wrong_features(at, input.shape[at])
        batched = input.dim() == self._dims + 2
        y = F.instance_norm(
            input if batched else input.unsqueeze(0),
            self.running_mean,
            self.running_var,
            self.weight,
            self.bias,
            self.training or not self.track_running_stats,
            0.0 if self.momentum is None else self.momentum,
            self.eps,
        )
        return y if batched else y.squeeze(0)

    def _wrong_features(self, dim: int, found: int) -> None:
        if self.affine:
            raise ValueError(
                f"expected input's size at dim={dim} to match num_features "
                f"({self.num_features}), but got: {found}."
            )
        warnings.warn(
            f"input's size at dim={dim} does not match num_features. You can "
            "silence this warning by not passing in num_features, which is "
            "not used because affine=False",
            stacklevel=3,
        )


class InstanceNorm1d(_InstanceNorm):
    """Normalises each channel of ``(N, C, L)`` or ``(C, L)`` by itself.

    y = γ·(x − μ)/√(σ² + ε) + β with the mean and the variance of each channel
    of each example. The output has the input's shape.
    """

    _dims = 1


class InstanceNorm2d(_InstanceNorm):
    """Normalises each channel of ``(N, C, H, W)`` or ``(C, H, W)`` by itself.

    y = γ·(x − μ)/√(σ² + ε) + β with the mean and the variance of each channel
    of each example. The output has the input's shape.

    Args:
        num_features: how many channels.
        eps: added to the variance, against division by zero.
        momentum: how far the running estimates are moved by a batch.
        affine: whether to learn a scale γ and a shift β afterwards.
        track_running_stats: whether to keep running estimates, and use them
            in eval mode.
        device: where the parameters are: the CPU.
        dtype: of the parameters.
        bias: whether there is a β.

    See :func:`~teachtorch.nn.functional.instance_norm`.
    """

    _dims = 2


class InstanceNorm3d(_InstanceNorm):
    """Normalises each channel of ``(N, C, D, H, W)`` by itself.

    y = γ·(x − μ)/√(σ² + ε) + β with the mean and the variance of each channel
    of each example. The output has the input's shape.
    """

    _dims = 3
