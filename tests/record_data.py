"""Records in what order PyTorch visits data, for ``test_data.py``.

Run this file where PyTorch is installed to write ``golden/data_cases.json``.
Each case is a few lines of code that set ``out``, a nest of lists and numbers;
what they give, or the error they raise, is recorded together with the next
number of the global generator, which shows how many were drawn.
"""

from __future__ import annotations

import json
from pathlib import Path
from types import ModuleType
from typing import Any

START = """
import numpy as np
from teachtorch.utils.data import *
x = torch.arange(20.0).reshape(10, 2)
y = torch.arange(10)
class Rows(Dataset):
    bad = False
    def __len__(self):
        return 10
    def __getitem__(self, i):
        if self.bad and i == 7:
            raise KeyError("seven")
        return {"a": i, "b": [float(i), "s"], "c": np.arange(2) + i, "d": x[i]}
class Noise(Rows):
    def __getitem__(self, i):
        return torch.rand(2) + float(np.random.rand())
class Bad(Rows):
    bad = True
class Stream(IterableDataset):
    def __init__(self, n):
        self.n = n
    def __len__(self):
        return self.n
    def __iter__(self):
        info = get_worker_info()
        first, step = (info.id, info.num_workers) if info else (0, 1)
        return iter(range(first, self.n, step))
def epochs(loader, count=1):
    return [list(loader) for _ in range(count)]
pairs = TensorDataset(x, y)
"""

ORDERS = """
epochs(DataLoader(pairs, batch_size=3))
epochs(DataLoader(pairs, batch_size=4, shuffle=True), 3)
epochs(DataLoader(pairs, 4, True, drop_last=True, generator=g(5)), 2)
epochs(DataLoader(pairs, batch_size=None))
epochs(DataLoader(Subset(pairs, [1, 3, 5, 7]), batch_size=3, shuffle=True))
epochs(DataLoader(Rows(), batch_size=4, shuffle=True), 2)
epochs(DataLoader(Rows(), batch_size=None))
epochs(DataLoader(pairs, batch_sampler=[[0, -1], [3]]))
epochs(DataLoader(pairs, sampler=torch.tensor([1, 2, 9]), batch_size=2))
epochs(DataLoader(pairs, sampler=RandomSampler(pairs, True, 7), batch_size=3))
epochs(DataLoader(Stream(10), batch_size=4))
epochs(DataLoader(Stream(10), batch_size=4, drop_last=True))
epochs(DataLoader(Stream(5), batch_size=None))
epochs(DataLoader(ChainDataset([Stream(3), Stream(2)]), batch_size=2))
epochs(DataLoader(StackDataset(pairs, y), batch_size=3, shuffle=True))
epochs(DataLoader(StackDataset(a=x, b=y), batch_size=3, shuffle=True))
epochs(DataLoader(pairs + TensorDataset(x, y), batch_size=8, shuffle=True))
epochs(DataLoader(list(range(70)), batch_size=16, shuffle=True), 2)
epochs(DataLoader(range(0), batch_size=2))
list(RandomSampler(range(10)))
list(RandomSampler(range(10), num_samples=25))
list(RandomSampler(range(10), replacement=True, num_samples=70))
list(RandomSampler(range(10), replacement=True, generator=g(1)))
epochs(RandomSampler(range(5), generator=g(1)), 2)
list(SubsetRandomSampler([3, 5, 8, 9]))
list(SubsetRandomSampler([3, 5, 8, 9], generator=g(7)))
list(WeightedRandomSampler([0.1, 0.9, 0.4, 0.7, 3, 0.6], 5))
list(WeightedRandomSampler([0.1, 0.9, 0.4, 0.7, 3, 0.6], 5, False))
list(BatchSampler(SequentialSampler(range(10)), 3, True))
list(BatchSampler(SequentialSampler(range(10)), 3, False))
list(BatchSampler(RandomSampler(range(9)), 3, True))
[s.indices for s in random_split(pairs, [0.5, 0.25, 0.25])]
[s.indices for s in random_split(range(11), [0.5, 0.25, 0.25])]
[s.indices for s in random_split(range(10), [3, 7], generator=g(42))]
[len(DataLoader(range(10), b)) for b in (1, 3, 5)]
[len(DataLoader(range(10), b, drop_last=True)) for b in (1, 3, 5)]
[len(DataLoader(Stream(10), b)) for b in (1, 3, 5, None)]
len(iter(DataLoader(range(10), batch_size=3)))
[ConcatDataset([range(3), range(5)])[i] for i in (0, 2, 3, 7, -1, -8)]
Subset(pairs, [1, 3, 5])[[0, 2]]
default_collate([(1, 2.0, "a", True), (3, 4.0, "b", False)])
default_collate([np.float32(1), np.float32(2)])
default_collate([{"k": np.zeros(2)}, {"k": np.ones(2)}])
default_collate([b"x", b"y"])
default_convert({"a": (np.arange(3), "s", np.float32(2)), "b": [1]})
epochs(DataLoader(pairs, batch_size=3, shuffle=True, num_workers=2), 2)
epochs(DataLoader(pairs, 2, True, num_workers=2, persistent_workers=True), 3)
epochs(DataLoader(Stream(11), batch_size=2, num_workers=2))
epochs(DataLoader(Noise(), batch_size=2, num_workers=2))
"""

ERRORS = """
epochs(DataLoader(pairs, batch_sampler=[[0, 11]]))
epochs(DataLoader(pairs, batch_sampler=[[]]))
epochs(DataLoader(Bad(), batch_size=2, num_workers=1))
epochs(DataLoader([1], timeout=3))
DataLoader([], shuffle=True)
DataLoader([1], batch_size=0)
DataLoader([1], batch_size=True)
DataLoader([1], num_workers=-1)
DataLoader([1], timeout=-1)
DataLoader([1], prefetch_factor=2)
DataLoader([1], num_workers=1, prefetch_factor=-2)
DataLoader([1], persistent_workers=True)
DataLoader([1], sampler=[0], shuffle=True)
DataLoader([1], batch_sampler=[[0]], batch_size=2)
DataLoader([1], batch_size=None, drop_last=True)
DataLoader([1], multiprocessing_context="fork")
DataLoader([1], num_workers=1, multiprocessing_context=3)
DataLoader(Stream(3), shuffle=True)
DataLoader(Stream(3), sampler=[1])
DataLoader(Stream(3), batch_sampler=[[1]])
setattr(DataLoader([1]), "batch_size", 3)
RandomSampler([])
RandomSampler([1], replacement=1)
RandomSampler([1], num_samples=0)
WeightedRandomSampler([[0.1]], 5)
WeightedRandomSampler([0.1], 0)
WeightedRandomSampler([0.1], 1, 1)
BatchSampler([], 3, 1)
random_split(range(10), [3, 6])
random_split(range(10), [1.5, -0.5])
ConcatDataset([range(3)])[-4]
ConcatDataset([])
ConcatDataset([Stream(3)])
list(ChainDataset([range(3)]))
StackDataset(x, [1])
StackDataset(x, a=[1])
StackDataset()
TensorDataset(x, y[:3])
Dataset()[0]
iter(Sampler())
default_collate([object()])
default_collate([[1], [1, 2]])
default_collate([np.array("a")])
default_collate([x, y])
default_collate([])
"""


def plain(out: Any) -> Any:
    """Writes tensors as their dtype, shape and numbers, for JSON."""
    if hasattr(out, "dtype"):
        return [str(out.dtype), list(out.shape), out.tolist()]
    if isinstance(out, dict):
        return {key: plain(value) for key, value in out.items()}
    if isinstance(out, tuple | list):
        return [type(out).__name__, *(plain(item) for item in out)]
    return out.decode() if isinstance(out, bytes) else out


def run(code: str, torch: ModuleType) -> dict[str, Any]:
    """Runs one case, on PyTorch or on teachtorch."""
    torch.manual_seed(3)
    names: dict[str, Any] = {
        "torch": torch,
        "g": lambda seed: torch.Generator().manual_seed(seed),
    }
    exec(START.replace("teachtorch", torch.__name__), names)
    try:
        result = {"out": plain(eval(code, names))}
    except Exception as error:
        message = str(error).split("\n")[0]
        result = {"error": type(error).__name__, "message": message}
    return {**result, "next": torch.rand(1).item()}


def codes() -> list[str]:
    """Returns the cases, one line of code each."""
    return (ORDERS + ERRORS).strip().replace("\n\n", "\n").splitlines()


def main() -> None:
    """Records the answers of the PyTorch that is installed."""
    import torch

    cases = [{"code": code, **run(code, torch)} for code in codes()]
    for case in cases:
        assert ("error" in case) == (case["code"] in ERRORS), case
    path = Path(__file__).with_name("golden") / "data_cases.json"
    lines = ",\n".join(json.dumps(case) for case in cases)
    path.write_text(f"[\n{lines}\n]\n")
    print(f"{len(cases)} cases from PyTorch {torch.__version__}")


if __name__ == "__main__":
    main()
