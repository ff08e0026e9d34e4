"""Tensor methods that overwrite a tensor with random numbers.

``x.normal_()`` and its relatives: each checks its arguments as PyTorch does
and has an array function of ``_distributions.py`` fill the memory of ``x``.
All draw from ``generator``, or from the default one that ``manual_seed``
seeds. The chapter is "The same numbers as PyTorch".
"""

from __future__ import annotations

import numpy as np

from .. import _distributions as distributions
from .._dtype import finfo
from .._generator import Generator
from .._tensor import Tensor, check_inplace
from .shared import (
    C_NAMES,
    check_probabilities,
    check_probability,
    check_std,
    engine_of,
    is_floating,
    keyword_from,
    not_implemented,
    number,
    overwrite,
)

# ---- continuous distributions -----------------------------------------------


def uniform_(
    input: Tensor,
    from_: float = 0.0,
    to: float = 1.0,
    *,
    generator: Generator | None = None,
    **named: float,
) -> Tensor:
    """Fills ``input`` with uniform numbers from ``from`` to just below ``to``.

    Raises:
        RuntimeError: if the range is empty, or too wide for the dtype.
        NotImplementedError: if the dtype is not floating-point.
    """
    low = number("uniform_", "from", 1, keyword_from("uniform_", named, from_))
    high = number("uniform_", "to", 2, to)
    engine = engine_of("uniform_", generator)
    check_inplace(input)
    if not is_floating(input):
        raise not_implemented("check_uniform_bounds", input)
    if (low, high) != (0, 1):
        _check_range(input, low, high)
    return overwrite(
        "UniformBackward0",
        input,
        lambda a: distributions.uniform(a, low, high, engine),
    )


def _check_range(tensor: Tensor, low: float, high: float) -> None:
    dtype = tensor.dtype
    largest = finfo(dtype).max
    for name, bound in (("from", low), ("to", high)):
        if not -largest <= bound <= largest:
            raise RuntimeError(
                f"{name} is out of bounds for {C_NAMES[dtype.name]}"
            )
    if low > high:
        raise RuntimeError(
            "uniform_ expects to return a [from, to) range, but found "
            f"from={low:g} > to={high:g}"
        )
    if high - low > largest:
        raise RuntimeError(
            f"uniform_ expects to-from <= std::numeric_limits<{dtype.kind}>"
            f"::max(), but found to={high:g} and from={low:g} which result in "
            "to-from to exceed the limit"
        )


def normal_(
    input: Tensor,
    mean: float = 0.0,
    std: float = 1.0,
    *,
    generator: Generator | None = None,
) -> Tensor:
    """Fills ``input`` with normal numbers.

    Raises:
        RuntimeError: if ``std`` is negative.
        NotImplementedError: if the dtype is not floating-point.
    """
    mean = number("normal_", "mean", 1, mean)
    std = number("normal_", "std", 2, std)
    engine = engine_of("normal_", generator)
    check_inplace(input)
    check_std(std)
    if not is_floating(input) and input._array.size:
        raise not_implemented("normal_kernel_cpu", input)
    return overwrite(
        "NormalBackward0",
        input,
        lambda a: distributions.normal(a, mean, std, engine),
    )


def log_normal_(
    input: Tensor,
    mean: float = 1.0,
    std: float = 2.0,
    *,
    generator: Generator | None = None,
) -> Tensor:
    """Fills ``input`` with exp(z) for normal z of this ``mean`` and ``std``.

    Raises:
        RuntimeError: if ``std`` is not positive.
        NotImplementedError: if the dtype is not floating-point.
    """
    mean = number("log_normal_", "mean", 1, mean)
    std = number("log_normal_", "std", 2, std)
    engine = engine_of("log_normal_", generator)
    check_inplace(input)
    if not std > 0:
        raise RuntimeError(
            f"log_normal_ expects std > 0.0, but found std={std:g}"
        )
    if not is_floating(input) and input._array.size:
        raise not_implemented("log_normal_cpu", input)
    return overwrite(
        "LogNormalBackward0",
        input,
        lambda a: distributions.log_normal(a, mean, std, engine),
    )


def exponential_(
    input: Tensor, lambd: float = 1.0, *, generator: Generator | None = None
) -> Tensor:
    """Fills ``input`` with exponential waiting times of rate ``lambd``.

    Raises:
        RuntimeError: if ``lambd`` is not positive or the dtype not
            floating-point.
    """
    lambd = number("exponential_", "lambd", 1, lambd)
    engine = engine_of("exponential_", generator)
    check_inplace(input)
    if not lambd > 0:
        raise RuntimeError(
            f"exponential_ expects lambda > 0.0, but found lambda={lambd:g}"
        )
    if not is_floating(input) and input._array.size:
        raise RuntimeError(
            "Exponential distribution is a continuous probability "
            "distribution. dtype must be a floating point but you specified "
            f"{input.dtype.kind}"
        )
    return overwrite(
        "ExponentialBackward0",
        input,
        lambda a: distributions.exponential(a, lambd, engine),
    )


def cauchy_(
    input: Tensor,
    median: float = 0.0,
    sigma: float = 1.0,
    *,
    generator: Generator | None = None,
) -> Tensor:
    """Fills ``input`` with Cauchy numbers.

    Raises:
        RuntimeError: if ``sigma`` is not positive or the dtype not
            floating-point.
    """
    median = number("cauchy_", "median", 1, median)
    sigma = number("cauchy_", "sigma", 2, sigma)
    engine = engine_of("cauchy_", generator)
    check_inplace(input)
    if not sigma > 0:
        raise RuntimeError(
            f"cauchy_ expects sigma > 0.0, but found sigma={sigma:g}"
        )
    if not is_floating(input):
        raise RuntimeError(
            "Cauchy distribution is a continuous probability distribution. "
            "dtype must be a floating point but you specified "
            f"{C_NAMES[input.dtype.name]}"
        )
    return overwrite(
        "CauchyBackward0",
        input,
        lambda a: distributions.cauchy(a, median, sigma, engine),
    )


# ---- discrete distributions -------------------------------------------------


def geometric_(
    input: Tensor, p: float, *, generator: Generator | None = None
) -> Tensor:
    """Fills ``input`` with numbers of trials up to the first success.

    Raises:
        RuntimeError: if ``p`` is not strictly between 0 and 1.
        NotImplementedError: if the dtype is bool.
    """
    p = number("geometric_", "p", 1, p)
    engine = engine_of("geometric_", generator)
    check_inplace(input)
    if not 0 < p < 1:
        raise RuntimeError(
            f"geometric_ expects p to be in (0, 1), but got p={p:g}"
        )
    if input._array.dtype == np.bool_ and input._array.size:
        raise not_implemented("geometric_cpu", input)
    return overwrite(
        "GeometricBackward0",
        input,
        lambda a: distributions.geometric(a, p, engine),
    )


def bernoulli_(
    input: Tensor,
    p: float | Tensor = 0.5,
    *,
    generator: Generator | None = None,
) -> Tensor:
    """Fills ``input`` with ones, each with probability ``p``, and zeros.

    Args:
        input: the tensor to fill, of any dtype.
        p: one probability for all, or a tensor with one for each element.
        generator: where to draw from.

    Raises:
        RuntimeError: if a probability is not between 0 and 1.
    """
    engine = engine_of("bernoulli_", generator)
    if isinstance(p, Tensor):
        check_inplace(input)
        each = p.expand(input.shape)
        check_probabilities(each)
        return overwrite(
            "BernoulliBackward1",
            input,
            lambda a: distributions.bernoulli_each(a, each._array, engine),
            p,
        )
    p = number("bernoulli_", "p", 1, p)
    check_inplace(input)
    check_probability(p)
    return overwrite(
        "BernoulliBackward2",
        input,
        lambda a: distributions.bernoulli(a, p, engine),
    )
