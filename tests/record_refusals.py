"""Records what PyTorch says to the bad calls of ``refusals.py``.

Run ``python tests/record_refusals.py`` where PyTorch 2.13 is installed; it
writes ``golden/refusals.json``.
"""

from __future__ import annotations

import json
from pathlib import Path

import torch
from refusals import FAMILIES, refusal

GOLDEN = Path(__file__).parent / "golden" / "refusals.json"


def main() -> None:
    recorded = {}
    for calls in FAMILIES.values():
        for call in calls:
            recorded[call] = refusal(torch, call)
            if recorded[call] is None:
                raise SystemExit(f"PyTorch accepts {call}")
    GOLDEN.write_text(json.dumps(recorded, indent=1, ensure_ascii=False) + "\n")
    print(f"{len(recorded)} refusals of PyTorch {torch.__version__}")


if __name__ == "__main__":
    main()
