"""Makes PyTorch answer for teachtorch in this process.

``tools/notebooks.py`` runs this file in a notebook's kernel before the first
cell. From then on ``import teachtorch`` gives PyTorch. Three parts of the
package that use its public API only, the datasets, the transforms and the
pictures, stay ours and so run on PyTorch's tensors.
"""

import importlib
import importlib.util
import sys
from importlib.machinery import PathFinder
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent / "teachtorch"
OURS = {"teachtorch.datasets", "teachtorch.transforms", "teachtorch.viz"}

# _alias.py is loaded by its path, since importing it by name would import
# teachtorch itself first.
spec = importlib.util.spec_from_file_location("alias", PACKAGE / "_alias.py")
alias = importlib.util.module_from_spec(spec)
spec.loader.exec_module(alias)


class StandIn(alias.Alias):
    """PyTorch for everything but the three parts in ``OURS``."""

    def find_spec(self, fullname, path=None, target=None):
        if fullname in OURS:
            return PathFinder.find_spec(fullname, [str(PACKAGE)])
        if ".".join(fullname.split(".")[:2]) in OURS:
            return None  # a file inside: Python finds it next to its package
        return super().find_spec(fullname, path, target)


sys.meta_path.insert(0, StandIn("teachtorch", "torch"))
importlib.import_module("teachtorch")
for name in sorted(OURS):
    # Imported now so that `from teachtorch import viz` finds them on torch.
    if PathFinder.find_spec(name, [str(PACKAGE)]) is not None:
        importlib.import_module(name)
