"""Records the losses of PyTorch's trainings in ``golden/trainings.json``.

Run ``python tests/record_trainings.py`` where PyTorch 2.13 is installed.
"""

from __future__ import annotations

import json
from pathlib import Path

import torch
from trainings import TRAININGS, train

PATH = Path(__file__).parent / "golden" / "trainings.json"


def main() -> None:
    losses = {
        f"{name} {dtype}": train(torch, name, dtype)
        for name in TRAININGS
        for dtype in ("float64", "float32")
    }
    PATH.write_text(json.dumps(losses, indent=1) + "\n")
    print(f"{len(losses)} trainings from PyTorch {torch.__version__}")


if __name__ == "__main__":
    main()
