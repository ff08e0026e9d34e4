"""The functions of one number under one roof, while their files move."""

from .bounds import Relu, clamp, maximum, minimum, relu  # noqa: F401
from .exponential import (  # noqa: F401
    Exp,
    Log,
    exp,
    exp2,
    expm1,
    log,
    log1p,
    log2,
    log10,
)
from .hyperbolic import Tanh, cosh, sinh, tanh  # noqa: F401
from .logistic import Sigmoid, sigmoid  # noqa: F401
from .operands import floating  # noqa: F401
from .signs import Abs, Sign, abs, sign  # noqa: F401
from .where import Masked, Where, masked, where  # noqa: F401
