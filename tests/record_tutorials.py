"""Records what the programs in ``tutorials/`` print under PyTorch.

Run ``python tests/record_tutorials.py`` where PyTorch 2.13 is installed; it
writes ``golden/tutorials.json``.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def main() -> None:
    printed = {}
    for script in sorted((HERE / "tutorials").glob("*.py")):
        run = subprocess.run(
            [sys.executable, str(script)],
            capture_output=True,
            text=True,
            check=True,
        )
        printed[script.stem] = run.stdout
    text = json.dumps(printed, indent=1, sort_keys=True)
    (HERE / "golden" / "tutorials.json").write_text(text + "\n", "utf-8")
    print(f"{len(printed)} programs recorded")


if __name__ == "__main__":
    main()
