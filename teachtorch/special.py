"""``torch.special``: the special functions, most under their older names too.

They are operations like any other, in ``_ops``; this module only gathers them
under PyTorch's names.
"""

from __future__ import annotations

from ._ops.entropy import entr, xlog1py, xlogy
from ._ops.erf import erf
from ._ops.erfc import erfc, erfinv
from ._ops.exponential import exp2, expm1, log1p
from ._ops.logistic import logit
from ._ops.logistic import sigmoid as expit
from ._ops.methods import public_functions
from ._ops.rounding import round
from ._ops.spellings import log_softmax, softmax
from ._ops.sums import logsumexp
from ._ops.trigonometry import sinc

public_functions(globals(), "special_")

__all__ = [
    "entr",
    "erf",
    "erfc",
    "erfinv",
    "exp2",
    "expit",
    "expm1",
    "log1p",
    "log_softmax",
    "logit",
    "logsumexp",
    "round",
    "sinc",
    "softmax",
    "xlog1py",
    "xlogy",
]
