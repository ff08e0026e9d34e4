"""Accelerators: there is none here. Scripts may ask, and are told so."""

from __future__ import annotations


def is_available() -> bool:
    """Tells whether there is an accelerator: never here."""
    return False


def current_accelerator(check_available: bool = False) -> None:
    """Gives the accelerator's device: None."""
    return


def device_count() -> int:
    """Counts the accelerators: 0."""
    return 0
