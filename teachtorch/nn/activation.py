"""Activation layers: modules that call the functions of the same names.

A function such as ``F.relu`` does all the work; the module makes it something
that can stand in a ``Sequential`` and that prints its options.
"""

from __future__ import annotations

import warnings
from typing import Any

from .._creation import empty
from .._tensor import Tensor
from . import functional as F
from . import init as initialise
from .module import Module
from .parameter import Parameter


class _MayBeInplace(Module):
    """An activation whose only option is to write over its input."""

    def __init__(self, inplace: bool = False) -> None:
        super().__init__()
        self.inplace = inplace

    def extra_repr(self) -> str:
        return "inplace=True" if self.inplace else ""


def _and_inplace(options: str, inplace: bool) -> str:
    return f"{options}, inplace=True" if inplace else options


# -- made of straight pieces --------------------------------------------------


class ReLU(_MayBeInplace):
    """Applies :func:`~teachtorch.nn.functional.relu`: max(x, 0).

    y = max(x, 0). Any shape; the output has the same.

    Args:
        inplace: write the result over the input.
    """

    def forward(self, input: Tensor) -> Tensor:
        return F.relu(input, inplace=self.inplace)


class Threshold(Module):
    """Replaces what is not above ``threshold`` by ``value``.

    y = x where x > threshold, else value. Any shape; the output has the same.
    """

    def __init__(
        self, threshold: float, value: float, inplace: bool = False
    ) -> None:
        super().__init__()
        self.threshold = threshold
        self.value = value
        self.inplace = inplace

    def forward(self, input: Tensor) -> Tensor:
        return F.threshold(input, self.threshold, self.value, self.inplace)

    def extra_repr(self) -> str:
        return _and_inplace(
            f"threshold={self.threshold}, value={self.value}", self.inplace
        )


class LeakyReLU(Module):
    """Applies :func:`~teachtorch.nn.functional.leaky_relu`.

    y = x where x > 0, else slope·x. Any shape; the output has the same.
    """

    def __init__(
        self, negative_slope: float = 0.01, inplace: bool = False
    ) -> None:
        super().__init__()
        self.negative_slope = negative_slope
        self.inplace = inplace

    def forward(self, input: Tensor) -> Tensor:
        return F.leaky_relu(input, self.negative_slope, self.inplace)

    def extra_repr(self) -> str:
        return _and_inplace(
            f"negative_slope={self.negative_slope}", self.inplace
        )


class PReLU(Module):
    """A leaky ReLU that learns its slope.

    y = x where x > 0, else a·x. ``(N, C, ...)`` with one a, or one for each
    channel C; the output has the same shape.

    Args:
        num_parameters: one slope for all channels, or one for each.
        init: the slope to start with.
        device: where the parameter is: the CPU.
        dtype: of the parameter.
    """

    def __init__(
        self,
        num_parameters: int = 1,
        init: float = 0.25,
        device: Any = None,
        dtype: Any = None,
    ) -> None:
        super().__init__()
        self.num_parameters = num_parameters
        self.init = init
        self.weight = Parameter(
            empty(num_parameters, device=device, dtype=dtype)
        )
        self.reset_parameters()

    def reset_parameters(self) -> None:
        initialise.constant_(self.weight, self.init)

    def forward(self, input: Tensor) -> Tensor:
        return F.prelu(input, self.weight)

    def extra_repr(self) -> str:
        return f"num_parameters={self.num_parameters}"


class RReLU(Module):
    """A leaky ReLU with a random slope for every element in train mode.

    y = x where x > 0, else a·x with a drawn from [lower, upper], or their mean
    in evaluation. Any shape; the output has the same.

    Args:
        lower: the smallest slope.
        upper: the largest slope.
        inplace: write the result over the input.
    """

    def __init__(
        self,
        lower: float = 1.0 / 8,
        upper: float = 1.0 / 3,
        inplace: bool = False,
    ) -> None:
        super().__init__()
        self.lower = lower
        self.upper = upper
        self.inplace = inplace

    def forward(self, input: Tensor) -> Tensor:
        return F.rrelu(
            input, self.lower, self.upper, self.training, self.inplace
        )

    def extra_repr(self) -> str:
        return _and_inplace(
            f"lower={self.lower}, upper={self.upper}", self.inplace
        )


class Hardtanh(Module):
    """Limits its input to the range from ``min_val`` to ``max_val``.

    y = min(max(x, min_val), max_val). Any shape; the output has the same.
    """

    def __init__(
        self,
        min_val: float = -1.0,
        max_val: float = 1.0,
        inplace: bool = False,
        min_value: float | None = None,
        max_value: float | None = None,
    ) -> None:
        super().__init__()
        if min_value is not None:
            _warn_renamed("min_value", "min_val")
            min_val = min_value
        if max_value is not None:
            _warn_renamed("max_value", "max_val")
            max_val = max_value
        self.min_val = min_val
        self.max_val = max_val
        self.inplace = inplace
        if max_val <= min_val:
            raise AssertionError(
                f"max_val ({max_val}) must be greater than min_val ({min_val})"
            )

    def forward(self, input: Tensor) -> Tensor:
        return F.hardtanh(input, self.min_val, self.max_val, self.inplace)

    def extra_repr(self) -> str:
        return _and_inplace(
            f"min_val={self.min_val}, max_val={self.max_val}", self.inplace
        )


def _warn_renamed(old: str, new: str) -> None:
    warnings.warn(
        f"keyword argument `{old}` is deprecated and renamed to `{new}`",
        FutureWarning,
        stacklevel=3,
    )


class ReLU6(Hardtanh):
    """Limits its input to the range from 0 to 6.

    y = min(max(x, 0), 6). Any shape; the output has the same.
    """

    def __init__(self, inplace: bool = False) -> None:
        super().__init__(0.0, 6.0, inplace)

    def extra_repr(self) -> str:
        return "inplace=True" if self.inplace else ""


class Hardsigmoid(_MayBeInplace):
    """A sigmoid of straight pieces, relu6(x + 3)/6.

    y = min(max(x + 3, 0), 6)/6. Any shape; the output has the same.
    """

    def forward(self, input: Tensor) -> Tensor:
        return F.hardsigmoid(input, self.inplace)

    def extra_repr(self) -> str:
        return ""  # as PyTorch, which does not show the option here


class Hardswish(_MayBeInplace):
    """Computes x·relu6(x + 3)/6.

    y = x·min(max(x + 3, 0), 6)/6. Any shape; the output has the same.
    """

    def forward(self, input: Tensor) -> Tensor:
        return F.hardswish(input, self.inplace)

    def extra_repr(self) -> str:
        return ""  # as PyTorch, which does not show the option here


class Hardshrink(Module):
    """Replaces elements between -lambd and lambd by 0.

    y = x where abs(x) > λ, else 0. Any shape; the output has the same.
    """

    def __init__(self, lambd: float = 0.5) -> None:
        super().__init__()
        self.lambd = lambd

    def forward(self, input: Tensor) -> Tensor:
        return F.hardshrink(input, self.lambd)

    def extra_repr(self) -> str:
        return f"{self.lambd}"


class Softshrink(Hardshrink):
    """Moves every element towards 0 by ``lambd``, at most to 0.

    y = x − λ where x > λ, x + λ where x < −λ, else 0. Any shape; the output
    has the same.
    """

    def forward(self, input: Tensor) -> Tensor:
        return F.softshrink(input, self.lambd)


# -- smooth -------------------------------------------------------------------


class Sigmoid(Module):
    """Computes 1/(1 + exp(-x)), which is between 0 and 1.

    y = 1/(1 + exp(−x)). Any shape; the output has the same.
    """

    def forward(self, input: Tensor) -> Tensor:
        return input.sigmoid()


class LogSigmoid(Module):
    """Computes the logarithm of the sigmoid, exactly where it is tiny.

    y = log(1/(1 + exp(−x))). Any shape; the output has the same.
    """

    def forward(self, input: Tensor) -> Tensor:
        return F.logsigmoid(input)


class Tanh(Module):
    """Computes tanh x, which is between -1 and 1.

    y = (exp(x) − exp(−x))/(exp(x) + exp(−x)). Any shape; the output has the
    same.
    """

    def forward(self, input: Tensor) -> Tensor:
        return input.tanh()


class Tanhshrink(Module):
    """Computes x - tanh x.

    y = x − tanh x. Any shape; the output has the same.
    """

    def forward(self, input: Tensor) -> Tensor:
        return F.tanhshrink(input)


class Softsign(Module):
    """Computes x/(1 + abs(x)).

    y = x/(1 + abs(x)). Any shape; the output has the same.
    """

    def forward(self, input: Tensor) -> Tensor:
        return F.softsign(input)


class Softplus(Module):
    """Computes log(1 + exp(beta·x))/beta, a smooth ReLU.

    Where β·x exceeds the threshold, y = x. Any shape; the output has the same.
    """

    def __init__(self, beta: float = 1.0, threshold: float = 20.0) -> None:
        super().__init__()
        self.beta = beta
        self.threshold = threshold

    def forward(self, input: Tensor) -> Tensor:
        return F.softplus(input, self.beta, self.threshold)

    def extra_repr(self) -> str:
        return f"beta={self.beta}, threshold={self.threshold}"


class ELU(Module):
    """Computes x for positive x and alpha·(exp(x) - 1) otherwise.

    y = x where x > 0, else α·(exp(x) − 1). Any shape; the output has the same.
    """

    def __init__(self, alpha: float = 1.0, inplace: bool = False) -> None:
        super().__init__()
        self.alpha = alpha
        self.inplace = inplace

    def forward(self, input: Tensor) -> Tensor:
        return F.elu(input, self.alpha, self.inplace)

    def extra_repr(self) -> str:
        return _and_inplace(f"alpha={self.alpha}", self.inplace)


class CELU(ELU):
    """An ELU whose slope at 0 is 1 for every alpha.

    y = max(0, x) + min(0, α·(exp(x/α) − 1)). Any shape; the output has the
    same.
    """

    def forward(self, input: Tensor) -> Tensor:
        return F.celu(input, self.alpha, self.inplace)


class SELU(_MayBeInplace):
    """An ELU scaled so that it keeps mean 0 and variance 1.

    y = λ·x where x > 0, else λ·α·(exp(x) − 1), with λ = 1.0507 and α = 1.6733.
    Any shape; the output has the same.
    """

    def forward(self, input: Tensor) -> Tensor:
        return F.selu(input, self.inplace)


class GELU(Module):
    """Computes x·Φ(x), Φ being the normal distribution function.

    y = x·Φ(x); with ``approximate="tanh"`` x/2·(1 + tanh(√(2/π)·(x +
    0.044715·x³))). Any shape; the output has the same.

    Args:
        approximate: ``"none"``, or ``"tanh"`` for a formula without erf.
    """

    def __init__(self, approximate: str = "none") -> None:
        super().__init__()
        self.approximate = approximate

    def forward(self, input: Tensor) -> Tensor:
        return F.gelu(input, approximate=self.approximate)

    def extra_repr(self) -> str:
        return f"approximate={self.approximate!r}"


class SiLU(_MayBeInplace):
    """Computes x·sigmoid(x).

    y = x/(1 + exp(−x)). Any shape; the output has the same.
    """

    def forward(self, input: Tensor) -> Tensor:
        return F.silu(input, inplace=self.inplace)


class Mish(_MayBeInplace):
    """Computes x·tanh(softplus(x)).

    y = x·tanh(log(1 + exp(x))). Any shape; the output has the same.
    """

    def forward(self, input: Tensor) -> Tensor:
        return F.mish(input, inplace=self.inplace)


class GLU(Module):
    """Computes a·sigmoid(b) of the halves a and b of its input.

    y = a·σ(b). The dimension ``dim`` is halved.
    """

    def __init__(self, dim: int = -1) -> None:
        super().__init__()
        self.dim = dim

    def forward(self, input: Tensor) -> Tensor:
        return F.glu(input, self.dim)

    def extra_repr(self) -> str:
        return f"dim={self.dim}"
