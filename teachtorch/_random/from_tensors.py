"""Random tensors whose parameters come from tensors.

``normal`` draws around given means, ``bernoulli`` and ``poisson`` draw each
element with its own probability or rate, ``multinomial`` draws categories by
weight. The chapter is "The same numbers as PyTorch".
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from .. import _distributions as distributions
from .._device import check_device
from .._dtype import dtype as DType
from .._generator import Generator
from .._tensor import Tensor, wrap
from ..autograd.grad_mode import no_grad
from .in_place import normal_
from .integers import as_int64
from .shared import (
    Draw,
    UndifferentiableDraw,
    check_probabilities,
    check_probability,
    check_std,
    engine_of,
    invalid_arguments,
    new_tensor,
    not_implemented,
    number,
    resized,
    shape_of,
)


def normal(
    mean: float | Tensor,
    std: float | Tensor = 1.0,
    size: Any = None,
    *,
    generator: Generator | None = None,
    out: Tensor | None = None,
    dtype: DType | None = None,
    layout: Any = None,
    device: Any = None,
    requires_grad: bool = False,
    pin_memory: bool = False,
) -> Tensor:
    """Draws normal numbers with given means and standard deviations.

    Two numbers need a ``size``. If one of them or both are tensors, each
    element has its own mean and deviation: z · std + mean for standard normal
    z. See :func:`torch.normal`.

    Raises:
        RuntimeError: if a standard deviation is negative.

    >>> torch.normal(torch.tensor([0.0, 10.0, 100.0]), 0.0)
    tensor([  0.,  10., 100.])
    """
    check_device(device)
    if size is None:
        if not isinstance(mean, Tensor) and not isinstance(std, Tensor):
            raise invalid_arguments("normal", (mean, std))
        return _normal_around(mean, std, generator, out)
    mean = number("normal", "mean", 1, mean)
    std = number("normal", "std", 2, std)
    shape = shape_of("normal", (), size)
    result = new_tensor("normal", shape, out, dtype, device, requires_grad)
    normal_(result, mean, std, generator=generator)
    return result.requires_grad_() if requires_grad else result


def _normal_around(
    mean: float | Tensor,
    std: float | Tensor,
    generator: Generator | None,
    out: Tensor | None,
) -> Tensor:
    tensors = [x for x in (mean, std) if isinstance(x, Tensor)]
    node = "NormalBackward3"
    if not isinstance(std, Tensor):
        node, std = "NormalBackward1", number("normal", "std", 2, std)
        check_std(std)
    elif not isinstance(mean, Tensor):
        node, mean = "NormalBackward2", number("normal", "mean", 1, mean)
    if isinstance(std, Tensor) and not (std._array >= 0).all():
        raise RuntimeError("normal expects all elements of std >= 0.0")
    shape = tensors[0]._array.shape
    if len(tensors) == 2 and tensors[1]._array.shape != shape:
        with no_grad():  # for PyTorch's words about shapes that do not fit
            shape = (tensors[0] + tensors[1])._array.shape
    if out is None:
        result = wrap(np.empty(shape, tensors[0]._array.dtype))
    else:
        result = resized(out, shape, "normal", warn=True)

    def draw() -> np.ndarray:
        z: Any = result
        with no_grad():
            if isinstance(std, Tensor):
                normal_(z, 0.0, 1.0, generator=generator).mul_(std)
            else:
                normal_(z, 0.0, std, generator=generator)
            return z.add_(mean)._array

    if out is not None:
        draw()
        return out
    return Draw.apply(tensors[0], node, draw, *tensors[1:])


def bernoulli(
    input: Tensor,
    p: float | None = None,
    *,
    generator: Generator | None = None,
    out: Tensor | None = None,
) -> Tensor:
    """Draws ones and zeros, a one with the probability that ``input`` holds.

    With ``p``, all have that probability, and only the shape and dtype of
    ``input`` matter. See :func:`torch.bernoulli`.

    Raises:
        RuntimeError: if a probability is not between 0 and 1.

    >>> torch.bernoulli(torch.tensor([0.0, 1.0, 1.0]))
    tensor([0., 1., 1.])
    """
    _need_tensor("bernoulli", input)
    engine = engine_of("bernoulli", generator)
    shape, dtype = input._array.shape, input._array.dtype
    if p is not None:
        if out is not None:
            raise invalid_arguments("bernoulli", (input, p, out))
        chance = number("bernoulli", "p", 2, p)
        check_probability(chance)

        def draw_all() -> np.ndarray:
            array = np.empty(shape, dtype)
            distributions.bernoulli(array, chance, engine)
            return array

        return UndifferentiableDraw.apply(input, "aten::bernoulli", draw_all)
    check_probabilities(input)
    target = None if out is None else resized(out, shape, "bernoulli")

    def draw() -> np.ndarray:
        array = np.empty(shape, dtype) if target is None else target._array
        distributions.bernoulli_each(array, input._array, engine)
        return array

    if target is not None:
        draw()
        target._bump()
        return target
    return Draw.apply(input, "BernoulliBackward0", draw)


def poisson(input: Tensor, generator: Generator | None = None) -> Tensor:
    """Draws Poisson counts, each with the rate that ``input`` holds.

    See :func:`torch.poisson`.

    Raises:
        RuntimeError: if a rate is negative.
        NotImplementedError: if the dtype is not floating-point.

    >>> torch.poisson(torch.zeros(3))
    tensor([0., 0., 0.])
    """
    _need_tensor("poisson", input)
    engine = engine_of("poisson", generator)
    rate = input._array
    if rate.dtype.kind != "f":
        raise not_implemented("poisson_cpu", input)
    if not (rate >= 0).all():
        raise RuntimeError(
            "invalid Poisson rate, expected rate to be non-negative"
        )

    def draw() -> np.ndarray:
        counts = np.empty(rate.shape, rate.dtype)
        distributions.poisson(counts, rate, engine)
        return counts

    return Draw.apply(input, "PoissonBackward0", draw)


def multinomial(
    input: Tensor,
    num_samples: int,
    replacement: bool = False,
    *,
    generator: Generator | None = None,
    out: Tensor | None = None,
) -> Tensor:
    """Draws indices of categories with the weights that a row holds.

    See :func:`torch.multinomial`.

    Args:
        input: weights, a vector or a row for each experiment; they need not
            add up to 1.
        num_samples: how many indices to draw.
        replacement: whether an index may be drawn again.
        generator: where to draw from.
        out: where to write the result.

    Raises:
        RuntimeError: if the weights or ``num_samples`` make no sense.

    >>> torch.multinomial(torch.tensor([0.0, 1.0, 0.0]), 3, replacement=True)
    tensor([1, 1, 1])
    """
    _need_tensor("multinomial", input)
    count = as_int64("multinomial", "num_samples", 2, num_samples)
    engine = engine_of("multinomial", generator)
    _check_request(input, count, replacement, out)
    weights = input._array
    rows = np.atleast_2d(weights)
    choose = distributions.choose_with_replacement
    if rows.size == 0:
        chosen = np.empty((len(rows), count), np.int64)
    elif replacement and count > 1:
        _check_each_weight(rows)
        chosen = choose(rows, count, engine)
    else:
        _check_all_weights(rows)
        choose = distributions.choose_without_replacement
        chosen = choose(rows, count, engine)
    chosen = chosen.reshape(*weights.shape[:-1], count)
    if out is None:
        return wrap(chosen)
    resized(out, chosen.shape, "multinomial")._array[...] = chosen
    out._bump()
    return out


def _check_request(
    input: Tensor, count: int, replacement: bool, out: Tensor | None
) -> None:
    if input._array.dtype.kind != "f":
        raise RuntimeError(
            "multinomial only supports floating-point dtypes for input, got: "
            f"{input.dtype.kind}"
        )
    if out is not None and out._array.dtype != np.int64:
        raise RuntimeError(
            f"multinomial expects Long tensor out, got: {out.dtype.kind}"
        )
    if count <= 0:
        raise RuntimeError("cannot sample n_sample <= 0 samples")
    if input._array.ndim not in (1, 2):
        raise RuntimeError("prob_dist must be 1 or 2 dim")
    if not replacement and count > input._array.shape[-1]:
        raise RuntimeError(
            "cannot sample n_sample > prob_dist.size(-1) samples without "
            "replacement"
        )


# PyTorch words the same refusals differently for its two algorithms.


def _check_each_weight(rows: np.ndarray) -> None:
    problem = ""
    if not (rows >= 0).all():
        problem = "encountering probability entry < 0"
    elif not np.isfinite(rows).all():
        problem = "encountering probability entry = infinity or NaN"
    elif not (rows.sum(-1) > 0).all():
        problem = "sum of probabilities <= 0"
    if problem:
        raise RuntimeError(f"invalid multinomial distribution ({problem})")


def _check_all_weights(rows: np.ndarray) -> None:
    if not ((rows >= 0) & (rows < math.inf)).all():
        raise RuntimeError(
            "probability tensor contains either `inf`, `nan` or element < 0"
        )
    if (rows.sum(-1) == 0).any():
        raise RuntimeError(
            "invalid multinomial distribution (sum of probabilities <= 0)"
        )


def _need_tensor(function: str, input: Any) -> None:
    if not isinstance(input, Tensor):
        raise TypeError(
            f"{function}(): argument 'input' (position 1) must be Tensor, not "
            f"{type(input).__name__}"
        )
