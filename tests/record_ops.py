"""Records PyTorch's answers to the rows of ``op_rows.py``.

Run ``python tests/record_ops.py`` where PyTorch 2.13 is installed; it writes
``golden/ops_<group>.npz`` for every group of rows, or for those named on the
command line.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import torch
from op_rows import GROUPS, answer

GOLDEN = Path(__file__).parent / "golden"


def main() -> None:
    for group in sys.argv[1:] or GROUPS:
        arrays, notes = {}, []
        for i, row in enumerate(GROUPS[group]):
            found = answer(torch, row, in_place=group == "inplace")
            key = f"{group}{i}"
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
        np.savez_compressed(GOLDEN / f"ops_{group}.npz", **arrays)
        print(
            f"{len(notes)} rows of {group} recorded from PyTorch "
            f"{torch.__version__}"
        )


if __name__ == "__main__":
    main()
