"""Tools around the engine: :mod:`teachtorch.utils.data` feeds the training.

Nothing here knows about gradients.
"""

from teachtorch.utils import data as data

__all__ = ["data"]
