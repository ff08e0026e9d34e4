"""Records what PyTorch makes of the lines of ``corner_cases.py``.

Run ``python tests/record_corners.py`` where PyTorch 2.13 is installed; it
writes ``golden/corner_cases.json``.
"""

from __future__ import annotations

import json
from pathlib import Path

import torch
from corner_cases import CASES
from nn_cases import outcome

PLACE = Path(__file__).parent / "golden" / "corner_cases.json"


def main() -> None:
    recorded = [[code, outcome(torch, code)] for code in CASES]
    text = json.dumps(recorded, indent=1, ensure_ascii=False)
    PLACE.write_text(text + "\n", encoding="utf-8")
    print(f"{len(CASES)} lines recorded from PyTorch {torch.__version__}")


if __name__ == "__main__":
    main()
