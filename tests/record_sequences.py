"""Records PyTorch's answers about recurrent layers and transformers.

Run ``python tests/record_sequences.py`` where PyTorch 2.13 is installed; it
writes ``golden/sequences.npz``, the outputs and gradients of the layer cases
of ``sequence_cases.py``, and ``golden/sequences.json``, its programs.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import sequence_cases as cases
import torch

GOLDEN = Path(__file__).parent / "golden"


def main() -> None:
    arrays, notes = {}, {}
    for group in cases.LAYERS:
        rows = []
        for i, case in enumerate(cases.LAYERS[group]):
            found = cases.run_layer(torch, *case)
            numbers = [*found["outputs"], *found["grads"].values()]
            arrays[f"{group}{i}"] = np.concatenate(numbers)
            lengths = {name: len(g) for name, g in found["grads"].items()}
            rows.append([*case, found["shapes"], lengths])
        notes[group] = rows
    np.savez_compressed(GOLDEN / "sequences.npz", **arrays)
    notes["programs"] = {
        group: [[code, cases.result(torch, code)] for code in programs]
        for group, programs in cases.PROGRAMS.items()
    }
    (GOLDEN / "sequences.json").write_text(
        json.dumps(notes, indent=1, ensure_ascii=False) + "\n"
    )
    count = sum(len(v) for v in cases.LAYERS.values())
    print(f"{count} layer cases from PyTorch {torch.__version__}")


if __name__ == "__main__":
    main()
