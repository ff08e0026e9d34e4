r"""Initial values of parameters: how large the first weights should be.

Every layer multiplies its input by a weight. If each multiplication makes the
numbers a little larger, or smaller, a deep network makes them infinite, or
zero, and its gradients too. Xavier and Kaiming initialisation choose the size
of the weights so that a layer keeps the variance of what passes through it.

Each function overwrites its tensor, without recording that in the graph, and
returns it. The longer ones are in ``_init_sampling.py``. The chapter
"Initialisation" derives the formulas.
"""

from __future__ import annotations

import functools
import math
import warnings
from collections.abc import Callable
from typing import Any

from .. import random
from .._creation import eye as identity
from .._generator import Generator
from .._tensor import Tensor
from ..autograd.grad_mode import no_grad
from ._init_sampling import orthogonal_, sparse_, trunc_normal_

__all__ = [
    "calculate_gain",
    "uniform_",
    "normal_",
    "trunc_normal_",
    "constant_",
    "ones_",
    "zeros_",
    "eye_",
    "dirac_",
    "xavier_uniform_",
    "xavier_normal_",
    "kaiming_uniform_",
    "kaiming_normal_",
    "orthogonal_",
    "sparse_",
    "uniform",
    "normal",
    "constant",
    "eye",
    "dirac",
    "xavier_uniform",
    "xavier_normal",
    "kaiming_uniform",
    "kaiming_normal",
    "orthogonal",
    "sparse",
]

# ---- how much a layer amplifies ---------------------------------------------


def calculate_gain(
    nonlinearity: str, param: int | float | None = None
) -> float:
    r"""Gives the factor by which weights should be larger before a function.

    A nonlinearity shrinks what passes through it; ReLU, which sets half of
    its inputs to zero, halves the mean square, so weights in front of it are
    made :math:`\sqrt 2` larger. See :func:`torch.nn.init.calculate_gain`.

    Args:
        nonlinearity: the function's name in ``nn.functional``, or "linear".
        param: the negative slope of "leaky_relu" (default 0.01).

    Raises:
        ValueError: for an unknown name or a slope that is not a number.

    >>> calculate_gain("relu")
    1.4142135623730951
    """
    if nonlinearity == "leaky_relu":
        slope = 0.01 if param is None else param
        if isinstance(slope, bool) or not isinstance(slope, int | float):
            raise ValueError(f"negative_slope {param} not a valid number")
        return math.sqrt(2.0 / (1 + slope**2))
    try:
        return _GAINS[nonlinearity]
    except (KeyError, TypeError):
        raise ValueError(
            f"Unsupported nonlinearity {nonlinearity}\n"
            f"Known are leaky_relu, {', '.join(_GAINS)}."
        ) from None


_GAINS = {
    "linear": 1,
    "conv1d": 1,
    "conv2d": 1,
    "conv3d": 1,
    "conv_transpose1d": 1,
    "conv_transpose2d": 1,
    "conv_transpose3d": 1,
    "sigmoid": 1,
    # Found by experiment, so that activations keep their size over layers.
    "tanh": 5.0 / 3,
    "relu": math.sqrt(2.0),
    "selu": 3.0 / 4,  # https://github.com/pytorch/pytorch/pull/50664
}


def _calculate_fan_in_and_fan_out(tensor: Tensor) -> tuple[int, int]:
    """Counts the inputs of an output of a layer, and the reverse.

    A weight has the shape (outputs, inputs, kernel size...).
    """
    if tensor.ndim < 2:
        raise ValueError(
            "Fan in and fan out can not be computed for tensor with fewer "
            "than 2 dimensions"
        )
    outputs, inputs, *kernel = tensor.shape
    return inputs * math.prod(kernel), outputs * math.prod(kernel)


def _calculate_correct_fan(tensor: Tensor, mode: str) -> int:
    mode = mode.lower()
    if mode not in ("fan_in", "fan_out"):
        raise ValueError(
            f"Mode {mode} not supported, please use one of "
            "['fan_in', 'fan_out']"
        )
    fan_in, fan_out = _calculate_fan_in_and_fan_out(tensor)
    return fan_in if mode == "fan_in" else fan_out


# ---- plain distributions and constants --------------------------------------


@no_grad()
def uniform_(
    tensor: Tensor,
    a: float = 0.0,
    b: float = 1.0,
    generator: Generator | None = None,
) -> Tensor:
    """Fills with uniform numbers from [a, b)."""
    return random.uniform_(tensor, a, b, generator=generator)


@no_grad()
def normal_(
    tensor: Tensor,
    mean: float = 0.0,
    std: float = 1.0,
    generator: Generator | None = None,
) -> Tensor:
    """Fills with normal numbers."""
    return random.normal_(tensor, mean, std, generator=generator)


@no_grad()
def constant_(tensor: Tensor, val: float) -> Tensor:
    """Fills with one value."""
    return tensor.fill_(val)


@no_grad()
def ones_(tensor: Tensor) -> Tensor:
    """Fills with ones."""
    return tensor.fill_(1.0)


@no_grad()
def zeros_(tensor: Tensor) -> Tensor:
    """Fills with zeros."""
    return tensor.zero_()


@no_grad()
def eye_(tensor: Tensor) -> Tensor:
    """Makes a matrix the identity: a layer that passes its input through.

    Raises:
        ValueError: if it is not a matrix.
    """
    if tensor.ndim != 2:
        raise ValueError("Only tensors with 2 dimensions are supported")
    return tensor.copy_(identity(*tensor.shape, dtype=tensor.dtype))


@no_grad()
def dirac_(tensor: Tensor, groups: int = 1) -> Tensor:
    """Makes a convolution the identity: a 1 in the middle of each kernel.

    Output channel i of each group of channels repeats input channel i.

    Raises:
        ValueError: if the weight is not one of a 1-d, 2-d or 3-d convolution
            or does not split into so many groups.
    """
    if tensor.ndim not in (3, 4, 5):
        raise ValueError(
            "Only tensors with 3, 4, or 5 dimensions are supported"
        )
    outputs, inputs, *kernel = tensor.shape
    if outputs % groups != 0:
        raise ValueError("dim 0 must be divisible by groups")
    middle = tuple(size // 2 for size in kernel)
    per_group = outputs // groups
    tensor.zero_()
    for group in range(groups):
        for channel in range(min(per_group, inputs)):
            tensor[(group * per_group + channel, channel, *middle)] = 1
    return tensor


# ---- sizes that keep the variance -------------------------------------------


@no_grad()
def xavier_uniform_(
    tensor: Tensor, gain: float = 1.0, generator: Generator | None = None
) -> Tensor:
    r"""Fills with uniform numbers of variance :math:`2g^2/(n_{in} + n_{out})`.

    That is a compromise: :math:`1/n_{in}` keeps the variance of the outputs,
    :math:`1/n_{out}` that of the gradients. Glorot and Bengio (2010,
    https://proceedings.mlr.press/v9/glorot10a.html).

    Raises:
        ValueError: if the tensor has fewer than 2 dimensions.
    """
    fan_in, fan_out = _calculate_fan_in_and_fan_out(tensor)
    std = gain * math.sqrt(2.0 / float(fan_in + fan_out))
    # The variance of uniform numbers from [−a, a) is a²/3.
    a = math.sqrt(3.0) * std
    return random.uniform_(tensor, -a, a, generator=generator)


@no_grad()
def xavier_normal_(
    tensor: Tensor, gain: float = 1.0, generator: Generator | None = None
) -> Tensor:
    r"""Fills with normal numbers of variance :math:`2g^2/(n_{in} + n_{out})`.

    See :func:`xavier_uniform_`.

    Raises:
        ValueError: if the tensor has fewer than 2 dimensions.
    """
    fan_in, fan_out = _calculate_fan_in_and_fan_out(tensor)
    std = gain * math.sqrt(2.0 / float(fan_in + fan_out))
    return random.normal_(tensor, 0.0, std, generator=generator)


def kaiming_uniform_(
    tensor: Tensor,
    a: float = 0,
    mode: str = "fan_in",
    nonlinearity: str = "leaky_relu",
    generator: Generator | None = None,
) -> Tensor:
    r"""Fills with uniform numbers of variance :math:`g^2/n`.

    That keeps the variance of the outputs (n = fan in) or of the gradients
    (n = fan out) through layers with a ReLU or leaky ReLU. He et al. (2015,
    https://arxiv.org/abs/1502.01852).

    Args:
        tensor: the weight, of shape (outputs, inputs, ...).
        a: the negative slope, if ``nonlinearity`` is "leaky_relu".
        mode: "fan_in" or "fan_out".
        nonlinearity: the function that follows; see :func:`calculate_gain`.
        generator: where to draw from.

    Raises:
        ValueError: for an unknown mode or function, or fewer than 2
            dimensions.
    """
    if 0 in tensor.shape:
        warnings.warn(_NO_ELEMENTS, stacklevel=2)
        return tensor
    fan = _calculate_correct_fan(tensor, mode)
    std = calculate_gain(nonlinearity, a) / math.sqrt(fan)
    bound = math.sqrt(3.0) * std
    return uniform_(tensor, -bound, bound, generator=generator)


def kaiming_normal_(
    tensor: Tensor,
    a: float = 0,
    mode: str = "fan_in",
    nonlinearity: str = "leaky_relu",
    generator: Generator | None = None,
) -> Tensor:
    r"""Fills with normal numbers of variance :math:`g^2/n`.

    Arguments and errors are those of :func:`kaiming_uniform_`.
    """
    if 0 in tensor.shape:
        warnings.warn(_NO_ELEMENTS, stacklevel=2)
        return tensor
    fan = _calculate_correct_fan(tensor, mode)
    std = calculate_gain(nonlinearity, a) / math.sqrt(fan)
    return normal_(tensor, 0, std, generator=generator)


_NO_ELEMENTS = "Initializing zero-element tensors is a no-op"

# ---- names from before PyTorch 0.4 ------------------------------------------


def _deprecated(function: Callable[..., Tensor]) -> Callable[..., Tensor]:
    """Gives a function under its old name, without the underscore."""
    new = function.__name__
    old = new.removesuffix("_")

    @functools.wraps(function)
    def warned(*args: Any, **kwargs: Any) -> Tensor:
        warnings.warn(
            f"`nn.init.{old}` is now deprecated in favor of `nn.init.{new}`.",
            FutureWarning,
            stacklevel=2,
        )
        return function(*args, **kwargs)

    warned.__name__ = warned.__qualname__ = old
    warned.__doc__ = f"Deprecated name of :func:`{new}`."
    return warned


uniform = _deprecated(uniform_)
normal = _deprecated(normal_)
constant = _deprecated(constant_)
eye = _deprecated(eye_)
dirac = _deprecated(dirac_)
xavier_uniform = _deprecated(xavier_uniform_)
xavier_normal = _deprecated(xavier_normal_)
kaiming_uniform = _deprecated(kaiming_uniform_)
kaiming_normal = _deprecated(kaiming_normal_)
orthogonal = _deprecated(orthogonal_)
sparse = _deprecated(sparse_)
