"""Data to learn from: handwritten digits, clothes, points, names, a text.

:class:`MNIST` and :func:`alice` come with the package and need no download.
:func:`two_moons` and :func:`spiral` are drawn from a seed,
:func:`number_names` follows rules. Everything here uses the public functions
of the package only, so that it runs on PyTorch as well.
"""

from .idx import read_idx
from .mnist import MNIST, FashionMNIST, digits
from .points import spiral, two_moons
from .texts import alice, number_names

__all__ = [
    "MNIST",
    "FashionMNIST",
    "alice",
    "digits",
    "number_names",
    "read_idx",
    "spiral",
    "two_moons",
]
