"""Records what PyTorch makes of the rows of ``module_rows.py``.

Run ``python tests/record_modules.py`` where PyTorch 2.13 is installed; it
writes ``golden/modules.json``, what can be read, and ``golden/modules.npz``,
the numbers.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import torch
from module_rows import ROWS, answer

GOLDEN = Path(__file__).parent / "golden"


def main() -> None:
    found = [answer(torch, row) for row in ROWS]
    notes = [[*row, notes] for row, (notes, _) in zip(ROWS, found)]
    lines = ",\n".join(json.dumps(note, ensure_ascii=False) for note in notes)
    (GOLDEN / "modules.json").write_text(f"[\n{lines}\n]\n")
    arrays = [numbers for _, numbers in found]
    np.savez_compressed(
        GOLDEN / "modules.npz",
        numbers=np.concatenate(arrays),
        ends=np.cumsum([len(numbers) for numbers in arrays]),
    )
    errors = sum("error" in notes for _, _, notes in notes)
    layers = {layer.split("(")[0] for layer, _ in ROWS}
    print(
        f"{len(ROWS)} rows, {errors} of them errors, on {len(layers)} layers, "
        f"from PyTorch {torch.__version__}"
    )


if __name__ == "__main__":
    main()
