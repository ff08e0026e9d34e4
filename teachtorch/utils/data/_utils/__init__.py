"""The parts of the data loader: fetch, collate, and the worker processes.

``worker`` and ``multiprocess`` are imported only when there are workers.
"""

from teachtorch.utils.data._utils import collate, fetch, info

__all__ = ["collate", "fetch", "info"]
