"""The parts of the data loader: fetch, collate, and the worker processes."""

from teachtorch.utils.data._utils import collate, fetch, worker

__all__ = ["collate", "fetch", "worker"]
