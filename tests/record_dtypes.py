"""Records what PyTorch makes of the expressions of ``dtype_rows.py``.

Run ``python tests/record_dtypes.py`` where PyTorch 2.13 is installed; it
writes ``golden/dtypes.npz``.
"""

from __future__ import annotations

import json
import warnings
from pathlib import Path

import numpy as np
import torch
from dtype_rows import DTYPES, EXPRESSIONS, outcome

GOLDEN = Path(__file__).parent / "golden" / "dtypes.npz"


def main() -> None:
    warnings.simplefilter("ignore")
    arrays, notes = {}, {}
    for expression in EXPRESSIONS:
        for dtype in DTYPES:
            key = f"{expression} {dtype}"
            found = outcome(torch, expression, dtype)
            if isinstance(found, str):
                notes[key] = found
                continue
            notes[key] = [name for name, _ in found]
            for i, (_, values) in enumerate(found):
                arrays[f"{len(notes)}.{i}"] = values
    arrays["notes"] = np.array(json.dumps(notes))
    np.savez_compressed(GOLDEN, **arrays)
    print(f"{len(notes)} outcomes recorded from PyTorch {torch.__version__}")


if __name__ == "__main__":
    main()
