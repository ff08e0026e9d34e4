"""Grad mode: whether operations are being recorded for a backward pass.

One flag per thread. ``no_grad`` and its relatives set it for a block, or for
every call of a function that they decorate, and put the old value back even
if the block raises. The chapter "Autograd" shows what is recorded.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable
from typing import Any


class _Mode(threading.local):
    """What this thread records; each thread starts with these values."""

    enabled = True
    inference = False


mode = _Mode()


class _Extras:
    """Whether recording has to do more: see ``anomaly_mode.py``, ``saved.py``.

    One flag for both, so that an ordinary operation tests just one.
    """

    active = 0  # how many blocks ask for more


extras = _Extras()


def is_grad_enabled() -> bool:
    """Tells whether operations are recorded in this thread."""
    return mode.enabled


def is_inference_mode_enabled() -> bool:
    """Tells whether this thread is inside ``inference_mode``."""
    return mode.inference


class _GradMode:
    """A block, or a decorator, that sets grad mode and restores it."""

    value: bool

    def __new__(cls, function: Callable | None = None, **kwargs: Any) -> Any:
        # ``@no_grad`` without parentheses hands us the function to decorate.
        self = object.__new__(cls)
        return self(function) if callable(function) else self

    def __enter__(self) -> None:
        self.previous = mode.enabled
        mode.enabled = self.value

    def __exit__(self, *exception: object) -> None:
        mode.enabled = self.previous

    def __call__(self, function: Callable) -> Callable:
        @functools.wraps(function)
        def wrapped(*args: Any, **kwargs: Any) -> Any:
            previous = mode.enabled
            mode.enabled = self.value
            try:
                return function(*args, **kwargs)
            finally:
                mode.enabled = previous

        return wrapped


class no_grad(_GradMode):
    """Records nothing in this block: for updates, and for inference.

    >>> with no_grad():
    ...     is_grad_enabled()
    False
    """

    value = False


class enable_grad(_GradMode):
    """Records in this block, even inside ``no_grad``."""

    value = True


class set_grad_enabled(_GradMode):
    """Sets grad mode at once; as a block, restores it at the end."""

    def __new__(cls, mode: bool) -> set_grad_enabled:
        return object.__new__(cls)

    def __init__(self, mode: bool) -> None:
        self.previous = is_grad_enabled()
        self.value = bool(mode)
        globals()["mode"].enabled = self.value

    def __enter__(self) -> None:
        mode.enabled = self.value

    def __call__(self, function: Callable) -> Callable:
        # Used as a decorator it must not change the mode outside the calls.
        mode.enabled = self.previous
        return super().__call__(function)


class inference_mode(_GradMode):
    """Records nothing, as ``no_grad``; PyTorch saves more work in this mode.

    PyTorch's inference tensors can never enter a graph later. Here they are
    ordinary tensors that do not require grad.
    """

    value = False
    inference: bool

    def __new__(cls, mode: bool | Callable = True) -> Any:
        if callable(mode):
            return cls(True)(mode)
        self = object.__new__(cls)
        self.inference = bool(mode)
        self.value = not mode
        return self

    def __call__(self, function: Callable) -> Callable:
        @functools.wraps(function)
        def wrapped(*args: Any, **kwargs: Any) -> Any:
            with inference_mode(self.inference):
                return function(*args, **kwargs)

        return wrapped

    def __enter__(self) -> None:
        super().__enter__()
        self.previous_inference = mode.inference
        mode.inference = self.inference

    def __exit__(self, *exception: object) -> None:
        super().__exit__(*exception)
        mode.inference = self.previous_inference
