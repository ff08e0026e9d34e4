"""Functions that draw random numbers: dropout and its relatives.

All randomness comes from the default generator, the one that ``manual_seed``
seeds, so a network with dropout gives the same numbers as in PyTorch.
"""

from __future__ import annotations

import warnings
from typing import Any

from .._creation import empty, empty_like, zeros
from .._dtype import float64
from .._ops.activation import (
    RreluWithNoise,
    require_float,
    run_activation,
)
from .._ops.softmax import softmax
from .._tensor import Tensor
from ..random import bernoulli_, exponential_, uniform_


def dropout(
    input: Tensor,
    p: float = 0.5,
    training: bool = True,
    inplace: bool = False,
) -> Tensor:
    """Sets each element to 0 with probability ``p`` and scales up the rest.

    The scale 1/(1 - p) keeps the mean: nothing is to be changed when dropout
    is switched off.

    Args:
        input: any shape.
        p: the probability.
        training: whether to drop anything.
        inplace: write the result over the input.

    See :func:`torch.nn.functional.dropout`; Srivastava et al. (2014),
    https://jmlr.org/papers/v15/srivastava14a.html.
    """
    return _dropout(input, None, p, training, inplace)


def dropout1d(
    input: Tensor,
    p: float = 0.5,
    training: bool = True,
    inplace: bool = False,
) -> Tensor:
    """Drops whole channels of ``(N, C, L)`` or ``(C, L)``.

    See :func:`torch.nn.functional.dropout1d`.
    """
    if input.ndim not in (2, 3):
        raise RuntimeError(
            f"dropout1d: Expected 2D or 3D input, but received a {input.ndim}D "
            "input. Note that dropout1d exists to provide channel-wise dropout "
            "on inputs with 1 spatial dimension, a channel dimension, and an "
            "optional batch dimension (i.e. 2D or 3D inputs)."
        )
    return _drop_channels(input, input.ndim == 2, p, training, inplace)


def dropout2d(
    input: Tensor,
    p: float = 0.5,
    training: bool = True,
    inplace: bool = False,
) -> Tensor:
    """Drops whole channels of ``(N, C, H, W)``.

    See :func:`torch.nn.functional.dropout2d`; Tompson et al. (2015),
    https://arxiv.org/abs/1411.4280.
    """
    if input.ndim not in (3, 4):
        _warn_dimensions("dropout2d", input.ndim, 2, "3D or 4D")
    if input.ndim == 3:
        warnings.warn(
            "dropout2d: Received a 3D input to dropout2d and assuming that "
            "channel-wise 1D dropout behavior is desired - input is "
            "interpreted as shape (N, C, L), where C is the channel dim. This "
            "behavior will change in a future release to interpret the input "
            "as one without a batch dimension, i.e. shape (C, H, W). To "
            "maintain the 1D channel-wise dropout behavior, please switch to "
            "using dropout1d instead.",
            stacklevel=2,
        )
    return _drop_channels(input, False, p, training, inplace)


def dropout3d(
    input: Tensor,
    p: float = 0.5,
    training: bool = True,
    inplace: bool = False,
) -> Tensor:
    """Drops whole channels of ``(N, C, D, H, W)`` or ``(C, D, H, W)``.

    See :func:`torch.nn.functional.dropout3d`.
    """
    if input.ndim not in (4, 5):
        _warn_dimensions("dropout3d", input.ndim, 3, "4D or 5D")
    return _drop_channels(input, input.ndim != 5, p, training, inplace)


def _drop_channels(
    input: Tensor, alone: bool, p: float, training: bool, inplace: bool
) -> Tensor:
    """Drops channels; an example without a batch is one of one example."""
    x = input
    if alone:
        x = x.unsqueeze_(0) if inplace else x.unsqueeze(0)
    y = _dropout(x, _channel_shape(x.shape), p, training, inplace)
    if alone:
        return y.squeeze_(0) if inplace else y.squeeze(0)
    return y


def _warn_dimensions(name: str, ndim: int, spatial: int, right: str) -> None:
    warnings.warn(
        f"{name}: Received a {ndim}-D input to {name}, which is deprecated and "
        "will result in an error in a future release. To retain the behavior "
        "and silence this warning, please use dropout instead. Note that "
        f"{name} exists to provide channel-wise dropout on inputs with "
        f"{spatial} spatial dimensions, a channel dimension, and an optional "
        f"batch dimension (i.e. {right} inputs).",
        stacklevel=3,
    )


def _channel_shape(shape: Any) -> tuple:
    """Gives the shape of noise that has one number for each channel."""
    return (*shape[:2], *(1 for _ in shape[2:]))


def _check_probability(p: float) -> None:
    if not 0 <= p <= 1:
        raise ValueError(
            f"dropout probability has to be between 0 and 1, but got {p}"
        )


def _blank(input: Tensor, shape: tuple | None) -> Tensor:
    """Makes the tensor that is to be filled with noise.

    Without a shape it lies in memory as ``input`` does: that decides which
    element gets which number.
    """
    return empty_like(input) if shape is None else input.new_empty(shape)


def _dropout(
    input: Tensor, shape: tuple | None, p: float, training: bool, inplace: bool
) -> Tensor:
    """Multiplies by random zeros and 1/(1 − p)s (for ``None``: each)."""
    _check_probability(p)
    if p == 0 or not training or input.numel() == 0:
        return input
    if p == 1:
        noise = zeros(())
    else:
        noise = bernoulli_(_blank(input, shape), 1 - p).div_(1 - p)
    return input.mul_(noise) if inplace else input * noise


def alpha_dropout(
    input: Tensor,
    p: float = 0.5,
    training: bool = False,
    inplace: bool = False,
) -> Tensor:
    """Drops to SELU's lower limit instead of 0, keeping mean and variance.

    See :func:`torch.nn.functional.alpha_dropout`; Klambauer et al. (2017),
    https://arxiv.org/abs/1706.02515.
    """
    return _alpha_dropout(input, None, p, training, inplace)


def feature_alpha_dropout(
    input: Tensor,
    p: float = 0.5,
    training: bool = False,
    inplace: bool = False,
) -> Tensor:
    """Applies :func:`alpha_dropout` to whole channels.

    See :func:`torch.nn.functional.feature_alpha_dropout`.
    """
    shape = _channel_shape(input.shape)
    return _alpha_dropout(input, shape, p, training, inplace)


def _alpha_dropout(
    input: Tensor, shape: tuple | None, p: float, training: bool, inplace: bool
) -> Tensor:
    _check_probability(p)
    if p == 0 or not training or input.numel() == 0:
        return input
    if p == 1:
        return input.mul_(zeros(())) if inplace else input * zeros(())
    limit = 1.7580993408473766  # minus SELU's lower limit: its α·scale
    scale = 1 / ((limit**2 * p + 1) * (1 - p)) ** 0.5
    kept = bernoulli_(_blank(input, shape), 1 - p)
    shift = (kept - 1) * (limit * scale) + limit * scale * p
    kept.mul_(scale)
    if inplace:
        return input.mul_(kept).add_(shift)
    return input * kept + shift


# -- random activations -------------------------------------------------------


def rrelu(
    input: Tensor,
    lower: float = 1.0 / 8,
    upper: float = 1.0 / 3,
    training: bool = False,
    inplace: bool = False,
) -> Tensor:
    """A leaky ReLU with a random slope for every negative element.

    Outside of training the slope is the mean of the two bounds.
    See :func:`torch.nn.functional.rrelu`; Xu et al. (2015),
    https://arxiv.org/abs/1505.00853.
    """
    if lower > upper:
        raise RuntimeError(
            "Lower bound should be less than or equal to the upper bound"
        )
    kernel = "rrelu_with_noise_out_cpu" if training else "leaky_relu_cpu"
    require_float(kernel, input)
    slopes = empty_like(input).fill_(1.0)
    below = input.detach() <= 0
    if training:
        # PyTorch draws these with double precision whatever the input's.
        count = int(below.sum())
        drawn: Any = uniform_(empty(count, dtype=float64), lower, upper)
        slopes[below] = drawn.to(input.dtype)
    else:
        slopes[below] = (lower + upper) / 2
    return run_activation(RreluWithNoise, inplace, input, slopes)


def rrelu_(
    input: Tensor,
    lower: float = 1.0 / 8,
    upper: float = 1.0 / 3,
    training: bool = False,
) -> Tensor:
    """Computes :func:`rrelu` in place."""
    return rrelu(input, lower, upper, training, inplace=True)


def gumbel_softmax(
    logits: Tensor,
    tau: float = 1,
    hard: bool = False,
    eps: float = 1e-10,
    dim: int = -1,
) -> Tensor:
    """Draws from a distribution so that gradients reach its logits.

    Args:
        logits: unnormalised log-probabilities.
        tau: the temperature: the lower, the closer to one-hot.
        hard: give one-hot vectors, with the gradient of the soft ones.
        eps: deprecated, ignored.
        dim: along which the classes are.

    See :func:`torch.nn.functional.gumbel_softmax`; Jang et al. (2017),
    https://arxiv.org/abs/1611.01144.
    """
    noise = -exponential_(empty_like(logits)).log()
    soft = softmax((logits + noise) / tau, dim)
    if not hard:
        return soft
    top = soft.max(dim, keepdim=True)[1]
    one = empty_like(logits).fill_(0.0).scatter_(dim, top, 1.0)
    return one - soft.detach() + soft
