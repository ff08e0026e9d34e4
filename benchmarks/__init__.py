"""How long teachtorch takes, as a ratio to PyTorch: ``make bench``.

Read in this order: ``workloads`` (what is timed), ``measure`` (how),
``rivals``, ``imports``, ``memory`` and ``growth`` (the other questions),
``run`` (all of them), ``report`` (the tables), ``chart`` (the book's picture)
and ``__main__``.
"""

import os

# One thread for each engine: the nets here are small, and a ratio should not
# depend on how many cores a machine has. The libraries that multiply matrices
# read this when they are loaded, so it comes before every other import.
for _name in ("OMP", "OPENBLAS", "MKL", "VECLIB"):
    os.environ[f"{_name}_NUM_THREADS"] = "1"
