"""Datasets, the orders to visit them in, and batches: ``torch.utils.data``.

Three small ideas, one file each. A *dataset* answers ``dataset[i]`` and
``len(dataset)`` (``dataset.py``). A *sampler* says in which order the ``i``
come (``sampler.py``). A *data loader* walks through the sampler, fetches the
samples and glues them together into batches (``dataloader.py``).

Every random order is PyTorch's own: from one seed, the batches are the same.
"""

from teachtorch.utils.data._utils.collate import (
    default_collate,
    default_convert,
)
from teachtorch.utils.data._utils.info import WorkerInfo, get_worker_info
from teachtorch.utils.data.dataloader import DataLoader
from teachtorch.utils.data.dataset import (
    ChainDataset,
    ConcatDataset,
    Dataset,
    IterableDataset,
    StackDataset,
    Subset,
    TensorDataset,
    random_split,
)
from teachtorch.utils.data.sampler import (
    BatchSampler,
    RandomSampler,
    Sampler,
    SequentialSampler,
    SubsetRandomSampler,
    WeightedRandomSampler,
)

__all__ = [
    "BatchSampler",
    "ChainDataset",
    "ConcatDataset",
    "DataLoader",
    "Dataset",
    "IterableDataset",
    "RandomSampler",
    "Sampler",
    "SequentialSampler",
    "StackDataset",
    "Subset",
    "SubsetRandomSampler",
    "TensorDataset",
    "WeightedRandomSampler",
    "WorkerInfo",
    "default_collate",
    "default_convert",
    "get_worker_info",
    "random_split",
]
