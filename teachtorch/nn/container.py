"""Containers: modules that hold other modules.

``Sequential`` also calls them, one after the other. ``ModuleList`` and
``ModuleDict`` only hold them, so that a module of yours that owns a list of
layers owns their parameters too: a plain Python list would hide them. What
holds parameters in the same way is in ``parameter_container.py``.
"""

from __future__ import annotations

import operator
from collections import OrderedDict
from collections.abc import ItemsView, Iterable, Iterator, KeysView, ValuesView
from itertools import chain, groupby
from typing import Any

from .module import Module


class _Numbered(Module):
    """What Sequential and ModuleList share: children named "0", "1", ..."""

    def __len__(self) -> int:
        return len(self._modules)

    def __iter__(self) -> Iterator[Module]:
        return iter(self._modules.values())  # type: ignore[arg-type]

    def _name_at(self, index: Any) -> str:
        """Gives the name of the child at a position, counted as in a list."""
        position, count = operator.index(index), len(self)
        if not -count <= position < count:
            raise IndexError(f"index {position} is out of range")
        return list(self._modules)[position]

    def __setitem__(self, index: int, module: Module) -> None:
        setattr(self, self._name_at(index), module)

    def __delitem__(self, index: int | slice) -> None:
        if isinstance(index, slice):
            names = list(self._modules)[index]
        else:
            names = [self._name_at(index)]
        for name in names:
            delattr(self, name)
        self._renumber(list(self))

    def _renumber(self, modules: list[Module]) -> None:
        self._modules = {str(i): module for i, module in enumerate(modules)}

    def append(self, module: Module) -> Any:
        """Adds a module at the end."""
        self.add_module(str(len(self)), module)
        return self

    def extend(self, modules: Iterable[Module]) -> Any:
        """Adds several modules at the end."""
        for module in list(modules):
            self.append(module)
        return self

    def pop(self, key: int | slice) -> Any:
        """Removes the module at ``key`` and gives it."""
        module = self[key]  # type: ignore[index]
        del self[key]
        return module


class Sequential(_Numbered):
    """Calls its modules one after the other, each on the last one's output.

    Args:
        args: the modules; or one ``OrderedDict`` of names and modules.

    >>> from teachtorch import nn, ones
    >>> Sequential(nn.Linear(2, 3), nn.ReLU())
    Sequential(
      (0): Linear(in_features=2, out_features=3, bias=True)
      (1): ReLU()
    )
    """

    def __init__(self, *args: Any) -> None:
        super().__init__()
        if len(args) == 1 and isinstance(args[0], OrderedDict):
            named: Iterable = args[0].items()
        else:
            named = ((str(i), module) for i, module in enumerate(args))
        for name, module in named:
            self.add_module(name, module)

    def forward(self, input: Any) -> Any:
        for module in self._modules.values():
            input = module(input)  # type: ignore[misc]
        return input

    def __getitem__(self, index: int | slice) -> Any:
        if isinstance(index, slice):
            chosen = list(self._modules.items())[index]
            return type(self)(OrderedDict(chosen))
        return self._modules[self._name_at(index)]

    def insert(self, index: int, module: Module) -> Sequential:
        """Adds a module before the one at ``index``."""
        if not isinstance(module, Module):
            raise AssertionError(f"module should be of type: {Module}")
        count = len(self)
        if not -count <= index <= count:
            raise IndexError(f"Index out of range: {index}")
        modules = list(self)
        modules.insert(index, module)
        self._renumber(modules)
        return self

    def __add__(self, other: Any) -> Sequential:
        _require_sequential(other)
        return Sequential(*self, *other)

    def __iadd__(self, other: Any) -> Sequential:
        _require_sequential(other)
        return self.extend(other)

    def __mul__(self, times: int) -> Sequential:
        self._check_times(times)
        return Sequential(*list(self) * times)

    __rmul__ = __mul__

    def __imul__(self, times: int) -> Sequential:
        self._check_times(times)
        return self.extend(list(self) * (times - 1))

    def _check_times(self, times: Any) -> None:
        if not isinstance(times, int):
            raise TypeError(
                f"unsupported operand type(s) for *: {type(self)} and "
                f"{type(times)}"
            )
        if times <= 0:
            raise ValueError(
                f"Non-positive multiplication factor {times} for {type(self)}"
            )


def _require_sequential(other: Any) -> None:
    if not isinstance(other, Sequential):
        raise ValueError(
            "add operator supports only objects of Sequential class, but "
            f"{type(other)} is given."
        )


class ModuleList(_Numbered):
    """Holds modules in a list.

    Args:
        modules: the modules.

    >>> from teachtorch import nn
    >>> ModuleList(nn.Linear(8, 8) for _ in range(3))
    ModuleList(
      (0-2): 3 x Linear(in_features=8, out_features=8, bias=True)
    )
    """

    def __init__(self, modules: Iterable[Module] | None = None) -> None:
        super().__init__()
        if modules is not None:
            self.extend(modules)

    def __getitem__(self, index: int | slice) -> Any:
        if isinstance(index, slice):
            return type(self)(list(self)[index])
        return self._modules[self._name_at(index)]

    def extend(self, modules: Iterable[Module]) -> ModuleList:
        """Adds several modules at the end."""
        if not isinstance(modules, Iterable):
            raise TypeError(
                "ModuleList.extend should be called with an iterable, but got "
                + type(modules).__name__
            )
        return super().extend(modules)

    def __iadd__(self, modules: Iterable[Module]) -> ModuleList:
        return self.extend(modules)

    def __add__(self, other: Iterable[Module]) -> ModuleList:
        return ModuleList(chain(self, other))

    def insert(self, index: int, module: Module) -> None:
        """Adds a module before the one at ``index``."""
        modules = list(self)
        modules.insert(index, module)
        self._renumber(modules)

    def __repr__(self) -> str:
        if len(self) == 0:
            return f"{self._get_name()}()"
        lines, start = [], 0
        # Equal neighbours are printed once, with their range and number.
        for text, group in groupby(repr(module) for module in self):
            count = len(list(group))
            if count == 1:
                lines.append(f"({start}): {text}")
            else:
                last = start + count - 1
                lines.append(f"({start}-{last}): {count} x {text}")
            start += count
        body = "\n".join(lines).replace("\n", "\n  ")
        return f"{self._get_name()}(\n  {body}\n)"


class ModuleDict(Module):
    """Holds modules in a dictionary.

    Args:
        modules: a mapping, or pairs, of names and modules.
    """

    def __init__(self, modules: Any = None) -> None:
        super().__init__()
        if modules is not None:
            self.update(modules)

    def __getitem__(self, key: str) -> Any:
        return self._modules[key]

    def __setitem__(self, key: str, module: Module) -> None:
        self.add_module(key, module)

    def __delitem__(self, key: str) -> None:
        del self._modules[key]

    def __len__(self) -> int:
        return len(self._modules)

    def __iter__(self) -> Iterator[str]:
        return iter(self._modules)

    def __contains__(self, key: str) -> bool:
        return key in self._modules

    def clear(self) -> None:
        """Removes everything."""
        self._modules.clear()

    def pop(self, key: str) -> Any:
        """Removes the module called ``key`` and gives it."""
        return self._modules.pop(key)

    def keys(self) -> KeysView[str]:
        """The names."""
        return self._modules.keys()

    def values(self) -> ValuesView:
        """The modules."""
        return self._modules.values()

    def items(self) -> ItemsView:
        """The names with the modules."""
        return self._modules.items()

    def update(self, modules: Any) -> None:
        """Adds modules from a mapping or from pairs; equal names replace."""
        for key, module in pairs_of("ModuleDict", "ModuleDict", modules):
            self[key] = module


def pairs_of(owner: str, class_name: str, given: Any) -> list[tuple]:
    """Gives the pairs of a mapping, or of an iterable of pairs, checked.

    Raises:
        TypeError: if ``given`` or one of its elements cannot be iterated.
        ValueError: if one of its elements is no pair.
    """
    if not isinstance(given, Iterable):
        raise TypeError(
            f"{owner}.update should be called with an iterable of key/value "
            f"pairs, but got {type(given).__name__}"
        )
    if hasattr(given, "items"):
        return list(given.items())
    pairs = []
    for i, pair in enumerate(given):
        if not isinstance(pair, Iterable):
            raise TypeError(
                f"{class_name} update sequence element #{i} should be "
                f"Iterable; is{type(pair).__name__}"
            )
        pair = tuple(pair)
        if len(pair) != 2:
            raise ValueError(
                f"{class_name} update sequence element #{i} has length "
                f"{len(pair)}; 2 is required"
            )
        pairs.append(pair)
    return pairs
