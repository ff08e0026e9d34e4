"""Keeps freed memory for the next step, instead of giving it back.

A training step makes and frees the same arrays as the step before it. Linux'
C library hands large freed blocks back to the system at once, and a block from
the system is slow: each of its pages is first found missing and then cleared,
which can take longer than the arithmetic on it. The library stops doing so
for blocks no larger than one that it has seen being freed. So it is shown a
large one, which takes no memory, as nothing is ever written to it.

At most 64 megabytes stay with the process for that. See ``mallopt(3)``, under
``M_MMAP_THRESHOLD``. On other systems this does nothing.
"""

from __future__ import annotations

import numpy as np

# The largest that counts is 32 megabytes, some bytes of bookkeeping included.
_LARGEST = 2**25 - 2**13


def keep_freed_memory() -> None:
    """Allocates a large block and frees it."""
    np.empty(_LARGEST, np.uint8)
