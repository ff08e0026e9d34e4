"""Writes two files with PyTorch, for the saving tests.

Run this file where PyTorch is installed: ``golden/saved_by_torch.pt`` is what
``torch.save`` makes of ``contents(torch)``, ``golden/by_torch.safetensors``
what ``safetensors.torch`` makes of ``plain_contents(torch)``. Both functions
make the same objects with either package, so the tests know what must be in
the files.
"""

from __future__ import annotations

from collections import Counter, OrderedDict
from pathlib import Path
from types import ModuleType
from typing import Any

PATH = Path(__file__).with_name("golden") / "saved_by_torch.pt"
BY_SAFETENSORS = PATH.with_name("by_torch.safetensors")
DTYPES = "bool uint8 int8 int16 int32 int64 float16 float32 float64"


def contents(torch: ModuleType) -> dict[str, Any]:
    """Returns one of everything that a checkpoint may hold."""
    x = torch.arange(24.0).reshape(4, 6)
    state = OrderedDict([("0.weight", x), ("0.bias", x[1:3, ::2])])
    state._metadata = OrderedDict([("", {"version": 1})])
    twice = [1, 2]
    parameter = torch.nn.Parameter(x.clone())
    marked = torch.ones(2)
    marked.note = "a user's attribute"
    return {
        "state": state,
        "same": x,
        "transposed": x.t(),
        "expanded": torch.ones(1, 3).expand(2, 3),
        "parameter": parameter,
        "frozen": torch.nn.Parameter(torch.zeros(2), requires_grad=False),
        "leaf": torch.ones(2, requires_grad=True),
        "marked": marked,
        "empty": torch.zeros(0, 3),
        "scalar": torch.tensor(7),
        "dtypes": [
            torch.tensor([0, 1, 2]).to(getattr(torch, name))
            for name in DTYPES.split()
        ],
        "size": torch.Size([2, 3]),
        "dtype": torch.float16,
        "numbers": [0, -1, 255, 256, 65536, 2**31, -(2**31), 2**70, 0.1, -0.0],
        "others": [None, True, False, "é", b"\x00\xff", bytearray(b"xy")],
        "tuples": [(), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4)],
        "nested": {1: {"a": []}, "long": list(range(600))},
        "counter": Counter("abca"),
        "set": {3},
        "twice": [twice, twice],
    }


def plain_contents(torch: ModuleType) -> dict[str, Any]:
    """Returns tensors of several dtypes and shapes."""
    return {
        "weight": torch.arange(6.0).reshape(2, 3),
        "half": torch.tensor([0.5, -2.0], dtype=torch.float16),
        "double": torch.tensor([1e300], dtype=torch.float64),
        "small": torch.tensor([[-3], [4]], dtype=torch.int8),
        "bytes": torch.tensor([255], dtype=torch.uint8),
        "long": torch.tensor([2**40]),
        "mask": torch.tensor([True, False]),
        "empty": torch.zeros(0, 3),
        "scalar": torch.tensor(3.5),
    }


def main() -> None:
    """Saves the contents with the PyTorch that is installed."""
    import torch
    from safetensors.torch import save_file

    torch.save(contents(torch), PATH)
    save_file(plain_contents(torch), BY_SAFETENSORS)
    print(f"{PATH} from PyTorch {torch.__version__}")


if __name__ == "__main__":
    main()
