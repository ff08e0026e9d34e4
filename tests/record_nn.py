"""Records PyTorch's answers about ``nn``.

Run ``python tests/record_nn.py`` where PyTorch 2.13 is installed; it writes
``golden/nn.npz``, the answers to the rows of ``nn_rows.py``, and
``golden/nn_cases.json``, what the lines of ``nn_cases.py`` print.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import torch
import torch.nn.utils.parametrize
import torch.nn.utils.prune
from nn_cases import CASES, outcome
from nn_rows import ROWS
from op_rows import answer

GOLDEN = Path(__file__).parent / "golden"


def main() -> None:
    arrays, notes = {}, []
    for i, row in enumerate(ROWS):
        found = answer(torch, row)
        arrays[f"row{i}.value"] = found.pop("value")
        for part in ("grads", "seconds"):
            kept = []
            for j, g in enumerate(found.pop(part, [])):
                kept.append(g is not None)
                if g is not None:
                    arrays[f"row{i}.{part}{j}"] = g
            found[part] = kept
        notes.append({"key": f"row{i}", "expression": row[0], **found})
    arrays["notes"] = np.array(json.dumps(notes))
    np.savez_compressed(GOLDEN / "nn.npz", **arrays)
    recorded = {
        group: [[code, outcome(torch, code)] for code in cases]
        for group, cases in CASES.items()
    }
    (GOLDEN / "nn_cases.json").write_text(
        json.dumps(recorded, indent=1, ensure_ascii=False) + "\n"
    )
    count = sum(len(cases) for cases in CASES.values())
    print(
        f"{len(ROWS)} rows and {count} cases from PyTorch {torch.__version__}"
    )


if __name__ == "__main__":
    main()
