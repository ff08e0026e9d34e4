"""What all tests and doctests share.

Every test starts from the same random numbers and leaves the package's global
settings as it found them, so that tests may run in any order.
"""

from __future__ import annotations

import importlib.util
import os

import pytest

# One thread for every product of matrices, here and in the notebooks' kernels:
# ours are small, and threads that wait for each other cost more than they
# give. It has to be said before NumPy is imported.
for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

# Programs that record PyTorch's answers need PyTorch, and those of the
# tutorials say ``import torch``: neither are tests.
collect_ignore_glob = [
    "tests/record_*.py",
    "tests/tutorials/*.py",
    "teachtorch/_spawned.py",  # runs a program when it is imported
]


@pytest.fixture(autouse=True)
def same_start_for_every_test():
    import teachtorch as torch

    dtype = torch.get_default_dtype()
    torch.manual_seed(0)
    yield
    torch.set_default_dtype(dtype)
    torch.set_grad_enabled(True)
    torch.set_printoptions(profile="default")


@pytest.fixture(autouse=True)
def names_in_doctests(doctest_namespace):
    """Doctests may use the names that every chapter imports."""
    import teachtorch as torch
    from teachtorch import nn

    doctest_namespace.update(torch=torch, nn=nn, F=nn.functional)


def pytest_collection_modifyitems(items):
    """Skips what needs PyTorch where it is not installed.

    These are the live comparisons, and the cells of notebooks that carry the
    tag ``torch``.
    """
    if importlib.util.find_spec("torch") is None:
        skip = pytest.mark.skip(reason="PyTorch is not installed")
        for item in items:
            cell = getattr(item, "cell", None)
            tags = cell.metadata.get("tags", []) if cell else []
            if "torch" in item.keywords or "torch" in tags:
                item.add_marker(skip)
