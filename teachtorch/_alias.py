"""Answering the imports of one package with the modules of another.

Python asks the finders in ``sys.meta_path``, in order, who can import a
name. An :class:`Alias` placed first in that list answers for one package:
after ``sys.meta_path.insert(0, Alias("torch", "teachtorch"))`` the line
``import torch.nn`` gives ``teachtorch.nn``, in this process alone, and
nothing is installed. ``python -m teachtorch`` uses it to run scripts written
for PyTorch, and the parity check uses it the other way round. This file
imports the standard library only, so that either side can load it first.
"""

from __future__ import annotations

import importlib
import sys
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType


class Alias(MetaPathFinder, Loader):
    """Answers imports of ``name`` and what is below it with ``target``'s.

    Args:
        name: the package whose imports are answered.
        target: the package whose modules answer them.
    """

    def __init__(self, name: str, target: str) -> None:
        self.name = name
        self.target = target

    def translate(self, fullname: str) -> str | None:
        """Returns the target's name for ``fullname``, or None if not ours."""
        if fullname == self.name or fullname.startswith(self.name + "."):
            return self.target + fullname[len(self.name) :]
        return None

    def find_spec(
        self, fullname: str, path: object = None, target: object = None
    ) -> ModuleSpec | None:
        """Called by ``import``: do we answer for ``fullname``?"""
        real = self.translate(fullname)
        if real is None:
            return None
        try:
            module = importlib.import_module(real)
        except ModuleNotFoundError as error:
            if error.name != real:  # it exists, but something it needs does not
                raise
            raise self.missing(fullname) from None
        is_package = hasattr(module, "__path__")
        return ModuleSpec(fullname, self, is_package=is_package)

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """Called by ``import``: the module that goes by this name."""
        module = sys.modules[self.translate(spec.name)]
        # import is about to write the alias's spec over the module's own;
        # exec_module puts it back.
        spec.loader_state = module.__spec__
        return module

    def exec_module(self, module: ModuleType) -> None:
        """Called by ``import``: the module has run already."""
        module.__spec__ = module.__spec__.loader_state

    def missing(self, fullname: str) -> ModuleNotFoundError:
        """The error for a module that the target does not have."""
        return ModuleNotFoundError(
            f"No module named {fullname!r}: {self.target} does not have it",
            name=fullname,
        )
