"""Back ends that scripts ask about: here there is NumPy, and no other."""

from __future__ import annotations


class _Backend:
    """One back end: neither built nor available, whatever is set on it."""

    enabled = False
    benchmark = False
    deterministic = True

    @staticmethod
    def is_available() -> bool:
        """Tells whether the back end can be used: never here."""
        return False

    @staticmethod
    def is_built() -> bool:
        """Tells whether the back end was built in: never here."""
        return False


cudnn = _Backend()
mps = _Backend()
mkldnn = _Backend()
