"""Records PyTorch's answers to the rows of ``op_rows.py``.

Run ``python tests/record_ops.py`` where PyTorch 2.13 is installed; it writes
``golden/ops.npz``.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import torch
from op_rows import IN_PLACE_ROWS, ROWS, answer

GOLDEN = Path(__file__).parent / "golden" / "ops.npz"


def main() -> None:
    arrays, notes = {}, []
    for kind, rows in (("row", ROWS), ("inplace", IN_PLACE_ROWS)):
        for i, row in enumerate(rows):
            found = answer(torch, row, in_place=kind == "inplace")
            key = f"{kind}{i}"
            arrays[f"{key}.value"] = found.pop("value")
            for part in ("grads", "seconds"):
                kept = []
                for j, g in enumerate(found.pop(part, [])):
                    if g is None:
                        kept.append(False)
                        continue
                    kept.append(True)
                    arrays[f"{key}.{part}{j}"] = g
                found[part] = kept
            notes.append({"key": key, "expression": row[0], **found})
    arrays["notes"] = np.array(json.dumps(notes))
    np.savez_compressed(GOLDEN, **arrays)
    print(f"{len(notes)} rows recorded from PyTorch {torch.__version__}")


if __name__ == "__main__":
    main()
