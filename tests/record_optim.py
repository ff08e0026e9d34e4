"""Records PyTorch's answers about ``optim``.

Run ``python tests/record_optim.py`` where PyTorch 2.13 is installed; it writes
``golden/optim.npz``, trainings with every combination of options, and
``golden/optim_cases.json``, the rest of ``optim_cases.py``.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import torch
from nn_cases import outcome
from optim_cases import (
    GRID,
    PROGRAMS,
    SCHEDULER_PROGRAMS,
    SCHEDULES,
    SWA_PROGRAMS,
    combinations,
    follow,
    state_after_five_steps,
    state_given_to_another,
    train,
)

GOLDEN = Path(__file__).parent / "golden"


def main() -> None:
    arrays, refused = {}, {}
    for name in GRID:
        answers = [train(torch, name, each) for each in combinations(name)]
        length = max(len(a) for a in answers if isinstance(a, list))
        missing = [np.nan] * length
        arrays[name] = np.array(
            [a if isinstance(a, list) else missing for a in answers]
        )
        refused[name] = [a if isinstance(a, str) else None for a in answers]
    np.savez_compressed(GOLDEN / "optim.npz", **arrays)
    cases = {
        "refused": refused,
        "states": {n: state_after_five_steps(torch, n)[1] for n in GRID},
        "loaded": {n: state_given_to_another(torch, n) for n in GRID},
        "schedules": {
            kind: [[code, follow(torch, code, kind)] for code in SCHEDULES]
            for kind in ("SGD", "Adam")
        },
        "programs": [[code, outcome(torch, code)] for code in PROGRAMS],
        "scheduler_programs": [
            [code, outcome(torch, code)] for code in SCHEDULER_PROGRAMS
        ],
        "swa_programs": [[code, outcome(torch, code)] for code in SWA_PROGRAMS],
    }
    (GOLDEN / "optim_cases.json").write_text(
        json.dumps(cases, ensure_ascii=False) + "\n"
    )
    count = sum(len(a) for a in arrays.values())
    print(f"{count} trainings from PyTorch {torch.__version__}")


if __name__ == "__main__":
    main()
