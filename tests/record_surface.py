"""Records what PyTorch does with the calls of ``surface_rows.py``.

Run ``python tests/record_surface.py`` where PyTorch 2.13 is installed; it
writes ``golden/surface.json``.
"""

from __future__ import annotations

import json
import warnings
from pathlib import Path

import torch
from surface_rows import outcome, right_calls, wrong_calls

GOLDEN = Path(__file__).parent / "golden" / "surface.json"


def main() -> None:
    warnings.simplefilter("ignore")
    right = {call: outcome(torch, call) for call in right_calls(torch)}
    wrong = {call: outcome(torch, call) for call in wrong_calls(torch)}
    refused = {c: words for c, words in wrong.items() if isinstance(words, str)}
    text = json.dumps({"right": right, "wrong": refused}, separators=(",", ":"))
    GOLDEN.write_text(text.replace(',"', ',\n"') + "\n")
    print(
        f"{len(right)} right and {len(refused)} wrong calls recorded from "
        f"PyTorch {torch.__version__}"
    )


if __name__ == "__main__":
    main()
