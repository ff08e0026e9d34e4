"""Random tensors, and the seed that they all come from.

``rand``, ``randn``, ``randint`` and the rest make a tensor and fill it from a
``Generator``: the one given, or the default one, which ``manual_seed`` seeds.
With the same seed the numbers are PyTorch's, bit for bit. How bits become
numbers is in ``_generator.py`` and ``_distributions.py``; the checks around
them are in ``_random/``. The chapter is "The same
numbers as PyTorch".
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from typing import Any

from . import _distributions as distributions
from ._creation import empty_like
from ._device import check_device
from ._dtype import dtype as DType
from ._dtype import iinfo, int64
from ._generator import Generator, default_generator
from ._random.from_tensors import bernoulli, multinomial, normal, poisson
from ._random.in_place import (
    bernoulli_,
    cauchy_,
    exponential_,
    geometric_,
    log_normal_,
    normal_,
    uniform_,
)
from ._random.integers import as_int64, integer_range, random_
from ._random.shared import (
    engine_of,
    invalid_arguments,
    new_tensor,
    not_implemented,
    shape_of,
)
from ._random.shuffle import permutation
from ._tensor import Tensor

__all__ = [
    "Generator",
    "bernoulli",
    "bernoulli_",
    "cauchy_",
    "default_generator",
    "exponential_",
    "fork_rng",
    "geometric_",
    "get_rng_state",
    "initial_seed",
    "log_normal_",
    "manual_seed",
    "multinomial",
    "normal",
    "normal_",
    "poisson",
    "rand",
    "rand_like",
    "randint",
    "randint_like",
    "randn",
    "randn_like",
    "random_",
    "randperm",
    "seed",
    "set_rng_state",
    "thread_safe_generator",
    "uniform_",
]

# ---- the default generator --------------------------------------------------


def manual_seed(seed: int) -> Generator:
    """Seeds the default generator; returns it. See :func:`torch.manual_seed`.

    Raises:
        ValueError: if ``seed`` does not fit into 64 bits.

    >>> _ = torch.manual_seed(0)
    >>> torch.rand(2)
    tensor([0.4963, 0.7682])
    """
    return default_generator.manual_seed(int(seed))


def seed() -> int:
    """Seeds the default generator from the operating system's randomness.

    Returns the 64-bit seed. See :func:`torch.seed`.
    """
    return default_generator.seed()


def initial_seed() -> int:
    """Returns the seed that the default generator started from."""
    return default_generator.initial_seed()


def get_rng_state() -> Tensor:
    """Returns the default generator's state, as a tensor of bytes."""
    return default_generator.get_state()


def set_rng_state(new_state: Tensor) -> None:
    """Continues from a state that ``get_rng_state`` returned."""
    default_generator.set_state(new_state)


@contextlib.contextmanager
def fork_rng(
    devices: Iterable[int] | None = None,
    enabled: bool = True,
    _caller: str = "fork_rng",
    _devices_kw: str = "devices",
    device_type: str | None = None,
) -> Iterator[None]:
    """Gives the default generator its present state back at the end.

    What is drawn inside the ``with`` does not change what is drawn after it.
    See :func:`torch.random.fork_rng`.

    Args:
        devices: other devices with generators of their own; there are none.
        enabled: if False, does nothing.
        device_type: if "meta", does nothing.

    >>> with torch.random.fork_rng():
    ...     _ = torch.manual_seed(0)
    """
    if device_type == "meta" or not enabled:
        yield
        return
    for index in devices or ():
        check_device(index)
    state = get_rng_state()
    try:
        yield
    finally:
        set_rng_state(state)


def thread_safe_generator() -> Generator | None:
    """Returns a generator of this thread's own, if it has one.

    Only the worker threads of a PyTorch DataLoader have one; here workers are
    processes, so the answer is always ``None``: the default generator is safe.
    """
    return None


# ---- new tensors ------------------------------------------------------------


def rand(
    *args: Any,
    size: Any = None,
    generator: Generator | None = None,
    out: Tensor | None = None,
    dtype: DType | None = None,
    layout: Any = None,
    device: Any = None,
    requires_grad: bool = False,
    pin_memory: bool = False,
) -> Tensor:
    """Draws uniform numbers from [0, 1). See :func:`torch.rand`.

    >>> _ = torch.manual_seed(0)
    >>> torch.rand(2, 3)
    tensor([[0.4963, 0.7682, 0.0885],
            [0.1320, 0.3074, 0.6341]])
    """
    shape = shape_of("rand", args, size)
    result = new_tensor("rand", shape, out, dtype, device, requires_grad)
    uniform_(result, generator=generator)
    return result.requires_grad_() if requires_grad else result


def randn(
    *args: Any,
    size: Any = None,
    generator: Generator | None = None,
    out: Tensor | None = None,
    dtype: DType | None = None,
    layout: Any = None,
    device: Any = None,
    requires_grad: bool = False,
    pin_memory: bool = False,
) -> Tensor:
    """Draws normal numbers, of mean 0 and variance 1. See :func:`torch.randn`.

    >>> _ = torch.manual_seed(0)
    >>> torch.randn(3)
    tensor([ 1.5410, -0.2934, -2.1788])
    """
    shape = shape_of("randn", args, size)
    result = new_tensor("randn", shape, out, dtype, device, requires_grad)
    normal_(result, generator=generator)
    return result.requires_grad_() if requires_grad else result


def randint(
    *args: Any,
    low: int | None = None,
    high: int | None = None,
    size: Any = None,
    generator: Generator | None = None,
    out: Tensor | None = None,
    dtype: DType | None = None,
    layout: Any = None,
    device: Any = None,
    requires_grad: bool = False,
    pin_memory: bool = False,
) -> Tensor:
    """Draws integers: ``randint(high, size)`` or ``randint(low, high, size)``.

    They lie from ``low`` (default 0) up to, without, ``high``. See
    :func:`torch.randint`.

    Raises:
        RuntimeError: if there is no such integer or if the dtype cannot hold
            them.

    >>> _ = torch.manual_seed(0)
    >>> torch.randint(10, (5,))
    tensor([4, 9, 3, 0, 3])
    """
    given, rest = args, list(args)
    if size is None and rest:
        size = rest.pop()
    low, high = _bounds("randint", given, rest, low, high)
    if not isinstance(size, tuple | list):
        raise TypeError(
            f"randint(): argument 'size' (position {len(given)}) must be "
            f"tuple of ints, not {type(size).__name__}"
        )
    shape = shape_of("randint", (), size)
    result = new_tensor(
        "randint", shape, out, _or_int64(dtype, out), device,
        requires_grad,
    )  # fmt: skip
    _fill_integers(result, low, high, engine_of("randint", generator))
    return result.requires_grad_() if requires_grad else result


def _or_int64(dtype: DType | None, out: Tensor | None) -> DType | None:
    return int64 if dtype is None and out is None else dtype


def _bounds(
    function: str, given: tuple, rest: list, low: Any, high: Any
) -> tuple[int, int]:
    """Reads ``low`` and ``high`` from the right of the positional arguments."""
    if high is None and rest:
        high = rest.pop()
    if low is None:
        low = rest.pop() if rest else 0
    if rest or high is None:
        raise invalid_arguments(function, given)
    position = 1 if low == 0 else 2
    return (
        as_int64(function, "low", 1, low),
        as_int64(function, "high", position, high),
    )


def _fill_integers(result: Tensor, low: int, high: int, engine: Any) -> None:
    low, high = integer_range(result.dtype, low, high)
    distributions.integers(result._array, low, high, engine)
    result._bump()


def randperm(
    n: int,
    *,
    generator: Generator | None = None,
    out: Tensor | None = None,
    dtype: DType | None = None,
    layout: Any = None,
    device: Any = None,
    requires_grad: bool = False,
    pin_memory: bool = False,
) -> Tensor:
    """Shuffles 0 … n − 1. See :func:`torch.randperm`.

    Raises:
        RuntimeError: if ``n`` is negative or too large for the dtype.

    >>> _ = torch.manual_seed(0)
    >>> torch.randperm(5)
    tensor([4, 0, 1, 3, 2])
    """
    n = as_int64("randperm", "n", 1, n)
    shape = shape_of("randperm", (n,))
    result = new_tensor(
        "randperm", shape, out, _or_int64(dtype, out), device,
        requires_grad,
    )  # fmt: skip
    _check_length(n, result)
    engine = engine_of("randperm", generator)
    result._array[...] = permutation(n, engine)
    return result.requires_grad_() if requires_grad else result


def _check_length(n: int, result: Tensor) -> None:
    """Refuses a permutation that the dtype cannot hold."""
    dtype = result.dtype
    if dtype.name == "bool":
        raise not_implemented("randperm", result)
    if dtype.name == "float16" and n > 2049:
        raise RuntimeError("n cannot be greater than 2049 for Half type.")
    if dtype.category == 1 and n - 1 > iinfo(dtype).max:
        raise RuntimeError(
            f"value cannot be converted to type {dtype.name}_t without overflow"
        )


# ---- new tensors like others ------------------------------------------------


def rand_like(
    input: Tensor, *, generator: Generator | None = None, **options: Any
) -> Tensor:
    """Draws uniform numbers into the shape and dtype of ``input``.

    The other options are those of ``empty_like``. See :func:`torch.rand_like`.
    """
    result, requires_grad = _like("rand_like", input, options)
    uniform_(result, generator=generator)
    return result.requires_grad_() if requires_grad else result


def randn_like(
    input: Tensor, *, generator: Generator | None = None, **options: Any
) -> Tensor:
    """Draws normal numbers into the shape and dtype of ``input``.

    The other options are those of ``empty_like``. See
    :func:`torch.randn_like`.
    """
    result, requires_grad = _like("randn_like", input, options)
    normal_(result, generator=generator)
    return result.requires_grad_() if requires_grad else result


def randint_like(
    input: Tensor,
    *args: int,
    low: int | None = None,
    high: int | None = None,
    generator: Generator | None = None,
    **options: Any,
) -> Tensor:
    """Draws integers into the shape and dtype of ``input``.

    ``randint_like(input, high)`` or ``randint_like(input, low, high)``; the
    other options are those of ``empty_like``. See :func:`torch.randint_like`.
    """
    result, requires_grad = _like("randint_like", input, options)
    given = (input, *args)
    low, high = _bounds("randint_like", given, list(args), low, high)
    _fill_integers(result, low, high, engine_of("randint_like", generator))
    return result.requires_grad_() if requires_grad else result


def _like(function: str, input: Any, options: dict) -> tuple[Tensor, bool]:
    if not isinstance(input, Tensor):
        raise TypeError(
            f"{function}(): argument 'input' (position 1) must be Tensor, not "
            f"{type(input).__name__}"
        )
    requires_grad = options.pop("requires_grad", False)
    result = empty_like(input, **options)
    if requires_grad and not result.dtype.is_floating_point:
        raise RuntimeError(
            "Only Tensors of floating point and complex dtype can require "
            "gradients"
        )
    return result, requires_grad
