"""Writes ``golden/saved_by_torch.pt`` with PyTorch, for the saving tests.

Run this file where PyTorch is installed. ``contents(torch)`` makes the same
objects with either package, so the tests know what must be in the file.
"""

from __future__ import annotations

from collections import Counter, OrderedDict
from pathlib import Path
from types import ModuleType
from typing import Any

PATH = Path(__file__).with_name("golden") / "saved_by_torch.pt"
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


def main() -> None:
    """Saves the contents with the PyTorch that is installed."""
    import torch

    torch.save(contents(torch), PATH)
    print(f"{PATH} from PyTorch {torch.__version__}")


if __name__ == "__main__":
    main()
