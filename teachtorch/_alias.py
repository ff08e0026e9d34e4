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
from typing import Any


class Alias(MetaPathFinder, Loader):
    """Answers imports of ``name``, and of what is below it, by ``target``.

    Args:
        name: the package whose imports are answered.
        target: the package whose modules answer them.
    """

    def __init__(self, name: str, target: str) -> None:
        self.name = name
        self.target = target

    def translate(self, fullname: str) -> str:
        """Returns the target's name for ``fullname``."""
        return self.target + fullname.removeprefix(self.name)

    def find_spec(
        self, fullname: str, path: Any = None, target: Any = None
    ) -> ModuleSpec | None:
        """Called by ``import``: do we answer for ``fullname``?"""
        if fullname != self.name and not fullname.startswith(self.name + "."):
            return None
        real = self.translate(fullname)
        try:
            module = importlib.import_module(real)
        except ModuleNotFoundError as error:
            if error.name != real:  # it exists, but something it needs does not
                raise
            return None
        return ModuleSpec(
            fullname, self, is_package=hasattr(module, "__path__")
        )

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """Called by ``import``: the module that goes by this name."""
        module = sys.modules[self.translate(spec.name)]
        # import is about to write our spec over the module's own, and
        # exec_module puts it back.
        spec.loader_state = module.__spec__
        return module

    def exec_module(self, module: ModuleType) -> None:
        """Called by ``import``: the module has run already."""
        spec = module.__spec__
        assert spec is not None
        module.__spec__ = spec.loader_state
