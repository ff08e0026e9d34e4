"""CUDA: there is none here. Scripts may ask, and are told so."""

from __future__ import annotations

from typing import Any


def is_available() -> bool:
    """Tells whether there is a CUDA device: never here."""
    return False


def device_count() -> int:
    """Counts the CUDA devices: 0."""
    return 0


def is_initialized() -> bool:
    """Tells whether CUDA has been used: never here."""
    return False


def manual_seed(seed: int) -> None:
    """Seeds the CUDA device, if there were one: does nothing."""


def manual_seed_all(seed: int) -> None:
    """Seeds all CUDA devices, if there were any: does nothing."""


def empty_cache() -> None:
    """Frees unused device memory, if there were any: does nothing."""


def synchronize(device: Any = None) -> None:
    """Waits for the device, which does not exist.

    Raises:
        AssertionError: in the words of PyTorch's CPU build.
    """
    raise AssertionError("Torch not compiled with CUDA enabled")
