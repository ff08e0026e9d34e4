"""Data to learn from: handwritten digits, clothes, moons and spirals.

:class:`MNIST` comes with the package and needs no download.
:func:`two_moons` and :func:`spiral` are drawn from a seed. Everything here
uses the public functions of the package only, so that it runs on PyTorch as
well.
"""

from .idx import read_idx
from .mnist import MNIST, FashionMNIST, digits
from .points import spiral, two_moons

__all__ = [
    "MNIST",
    "FashionMNIST",
    "digits",
    "read_idx",
    "spiral",
    "two_moons",
]
