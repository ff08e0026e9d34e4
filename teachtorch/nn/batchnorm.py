"""Batch normalisation layers: each channel is normalised over the batch.

They keep running estimates of mean and variance as buffers, move them in train
mode and use them in eval mode.
"""

from __future__ import annotations

from typing import Any

from .._creation import empty, ones, tensor, zeros
from .._dtype import int64
from .._tensor import Tensor
from . import functional as F
from . import init
from .module import Module
from .parameter import Parameter


def scale_and_shift(
    module: Any, shape: Any, affine: bool, bias: bool, options: dict
) -> None:
    """Gives a module the parameters γ and β, or None for each."""
    for name, wanted in (("weight", affine), ("bias", affine and bias)):
        parameter = Parameter(empty(shape, **options)) if wanted else None
        module.register_parameter(name, parameter)


class NormWithEstimates(Module):
    """What batch and instance normalisation share: parameters and buffers.

    Args:
        num_features: how many channels.
        eps: added to the variance, against division by zero.
        momentum: how far the running estimates are moved by a batch; None
            makes them the mean over all batches so far.
        affine: whether to learn a scale γ and a shift β afterwards.
        track_running_stats: whether to keep running estimates.
        device: where the parameters are: the CPU.
        dtype: of the parameters.
        bias: whether there is a β.
    """

    _version = 2  # since then the state has num_batches_tracked
    running_mean: Tensor | None
    running_var: Tensor | None
    num_batches_tracked: Tensor | None

    def __init__(
        self,
        num_features: int,
        eps: float = 1e-5,
        momentum: float | None = 0.1,
        affine: bool = True,
        track_running_stats: bool = True,
        device: Any = None,
        dtype: Any = None,
        *,
        bias: bool = True,
    ) -> None:
        super().__init__()
        self.num_features = num_features
        self.eps = eps
        self.momentum = momentum
        self.affine = affine
        self.track_running_stats = track_running_stats
        options = {"device": device, "dtype": dtype}
        scale_and_shift(self, num_features, affine, bias, options)
        tracked = track_running_stats
        for name, value in (
            ("running_mean", zeros(num_features, **options)),
            ("running_var", ones(num_features, **options)),
            ("num_batches_tracked", tensor(0, dtype=int64)),
        ):
            self.register_buffer(name, value if tracked else None)
        self.reset_parameters()

    def reset_running_stats(self) -> None:
        """Forgets the batches seen so far."""
        if self.track_running_stats:
            self.running_mean.zero_()  # type: ignore[union-attr]
            self.running_var.fill_(1)  # type: ignore[union-attr]
            self.num_batches_tracked.zero_()  # type: ignore[union-attr]

    def reset_parameters(self) -> None:
        self.reset_running_stats()
        if self.weight is not None:
            init.ones_(self.weight)
        if self.bias is not None:
            init.zeros_(self.bias)

    def _check_input_dim(self, input: Tensor) -> None:
        raise NotImplementedError

    def extra_repr(self) -> str:
        return (
            f"{self.num_features}, eps={self.eps}, momentum={self.momentum}, "
            f"affine={self.affine}, bias={self.bias is not None}, "
            f"track_running_stats={self.track_running_stats}"
        )

    def _load_from_state_dict(
        self, state_dict: dict, prefix: str, local_metadata: dict, *args: Any
    ) -> None:
        key = prefix + "num_batches_tracked"
        if (
            local_metadata.get("version") in (None, 1)
            and self.track_running_stats
            and key not in state_dict
        ):
            count = self.num_batches_tracked
            state_dict[key] = tensor(0) if count is None else count
        super()._load_from_state_dict(state_dict, prefix, local_metadata, *args)


class _BatchNorm(NormWithEstimates):
    """Normalises each channel over the batch."""

    def forward(self, input: Tensor) -> Tensor:
        self._check_input_dim(input)
        rate = 0.0 if self.momentum is None else self.momentum
        tracking = self.training and self.track_running_stats
        if tracking and self.num_batches_tracked is not None:
            self.num_batches_tracked.add_(1)
            if self.momentum is None:
                rate = 1.0 / float(self.num_batches_tracked)
        no_estimates = self.running_mean is None and self.running_var is None
        given = not self.training or self.track_running_stats
        return F.batch_norm(
            input,
            self.running_mean if given else None,
            self.running_var if given else None,
            self.weight,
            self.bias,
            self.training or no_estimates,
            rate,
            self.eps,
        )


class BatchNorm1d(_BatchNorm):
    """Normalises each feature of ``(N, C)``, or channel of ``(N, C, L)``.

    y = γ·(x − μ)/√(σ² + ε) + β, with the mean μ and the variance σ² of each
    channel over the batch; in evaluation the running ones. The output has the
    input's shape.

    The options are BatchNorm2d's.
    """

    def _check_input_dim(self, input: Tensor) -> None:
        if input.dim() not in (2, 3):
            raise ValueError(
                f"expected 2D or 3D input (got {input.dim()}D input)"
            )


class BatchNorm2d(_BatchNorm):
    """Normalises each channel of ``(N, C, H, W)`` over the batch.

    y = γ·(x − μ)/√(σ² + ε) + β, with the mean μ and the variance σ² of each
    channel over the batch and the pixels; in evaluation the running ones. The
    output has the input's shape.

    Args:
        num_features: how many channels.
        eps: added to the variance, against division by zero.
        momentum: how far the running estimates are moved by a batch; None
            makes them the mean over all batches so far.
        affine: whether to learn a scale γ and a shift β afterwards.
        track_running_stats: whether to keep running estimates.
        device: where the parameters are: the CPU.
        dtype: of the parameters.
        bias: whether there is a β.

    See :func:`~teachtorch.nn.functional.batch_norm`.
    """

    def _check_input_dim(self, input: Tensor) -> None:
        if input.dim() != 4:
            raise ValueError(f"expected 4D input (got {input.dim()}D input)")


class BatchNorm3d(_BatchNorm):
    """Normalises each channel of ``(N, C, D, H, W)`` over the batch.

    y = γ·(x − μ)/√(σ² + ε) + β, as BatchNorm2d. The output has the input's
    shape.

    The options are BatchNorm2d's.
    """

    def _check_input_dim(self, input: Tensor) -> None:
        if input.dim() != 5:
            raise ValueError(f"expected 5D input (got {input.dim()}D input)")
