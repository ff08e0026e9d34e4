"""Walking the tree of modules: everything that a module contains, by path.

A module contains modules, which contain modules: a tree. A path such as
``"features.0.weight"`` names what is found by going down it. The walks below
are generators: they give one thing at a time, parents before children.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from .._tensor import Tensor
from ._registry import Registry
from .parameter import Parameter

if TYPE_CHECKING:
    from .module import Module


class Tree(Registry):
    """The part of Module that finds things in the modules below it."""

    # -- finding by name ------------------------------------------------------

    def get_submodule(self, target: str) -> Module:
        """Finds a module by its path, such as ``"features.0"``.

        Raises:
            AttributeError: if there is no such module.
        """
        module: Any = self
        for name in target.split(".") if target else ():
            module = module._member(name)
            if not isinstance(module, Registry):
                raise AttributeError(f"`{name}` is not an nn.Module")
        return module

    def set_submodule(
        self, target: str, module: Module, strict: bool = False
    ) -> None:
        """Replaces the module at a path by another one.

        Args:
            target: the path, such as ``"features.0"``.
            module: what is to be there.
            strict: refuse to add one where there was none.
        """
        if target == "":
            raise ValueError("Cannot set the submodule without a target name!")
        if not isinstance(module, Registry):
            raise ValueError(
                f"`module` is not an nn.Module, found {type(module)}"
            )
        path, _, name = target.rpartition(".")
        parent = self.get_submodule(path)
        if strict or hasattr(parent, name):
            if not isinstance(parent._member(name), Registry):
                raise AttributeError(f"`{name}` is not an nn.Module")
        setattr(parent, name, module)

    def get_parameter(self, target: str) -> Parameter:
        """Finds a parameter by its path, such as ``"features.0.weight"``."""
        path, _, name = target.rpartition(".")
        found = self.get_submodule(path)._member(name)
        if not isinstance(found, Parameter):
            raise AttributeError(f"`{name}` is not an nn.Parameter")
        return found

    def get_buffer(self, target: str) -> Tensor:
        """Finds a buffer by its path, such as ``"norm.running_mean"``."""
        path, _, name = target.rpartition(".")
        module = self.get_submodule(path)
        found = module._member(name)
        if name not in module._buffers:
            raise AttributeError(f"`{name}` is not a buffer")
        return found

    def _member(self, name: str) -> Any:
        if not hasattr(self, name):
            raise AttributeError(
                f"{type(self).__name__} has no attribute `{name}`"
            )
        return getattr(self, name)

    # -- walking --------------------------------------------------------------

    def named_modules(
        self,
        memo: set | None = None,
        prefix: str = "",
        remove_duplicate: bool = True,
    ) -> Iterator[tuple[str, Module]]:
        """Goes over this module and all below it, each with its path.

        Args:
            memo: modules that have been met already.
            prefix: put before every path.
            remove_duplicate: give a module once, even if it has two places.
        """
        memo = set() if memo is None else memo
        if self in memo:
            return
        if remove_duplicate:
            memo.add(self)
        yield prefix, self  # type: ignore[misc]
        for name, module in self._modules.items():
            if module is not None:
                path = f"{prefix}.{name}" if prefix else name
                yield from module.named_modules(memo, path, remove_duplicate)

    def modules(self, remove_duplicate: bool = True) -> Iterator[Module]:
        """Goes over this module and all below it."""
        for _, module in self.named_modules(remove_duplicate=remove_duplicate):
            yield module

    def named_children(self) -> Iterator[tuple[str, Module]]:
        """Goes over the modules directly below this one, with their names."""
        seen = set()
        for name, module in self._modules.items():
            if module is not None and module not in seen:
                seen.add(module)
                yield name, module

    def children(self) -> Iterator[Module]:
        """Goes over the modules directly below this one."""
        for _, module in self.named_children():
            yield module

    def named_parameters(
        self,
        prefix: str = "",
        recurse: bool = True,
        remove_duplicate: bool = True,
    ) -> Iterator[tuple[str, Parameter]]:
        """Goes over the parameters, each with its path.

        Args:
            prefix: put before every path.
            recurse: whether to go into the modules below.
            remove_duplicate: give a shared parameter once, under its first
                path, so that an optimizer does not step twice.
        """
        yield from self._named_members(
            lambda module: module._parameters.items(),
            prefix,
            recurse,
            remove_duplicate,
        )

    def parameters(self, recurse: bool = True) -> Iterator[Parameter]:
        """Goes over the parameters: what an optimizer is given."""
        for _, parameter in self.named_parameters(recurse=recurse):
            yield parameter

    def named_buffers(
        self,
        prefix: str = "",
        recurse: bool = True,
        remove_duplicate: bool = True,
    ) -> Iterator[tuple[str, Tensor]]:
        """Goes over the buffers, each with its path."""
        yield from self._named_members(
            lambda module: module._buffers.items(),
            prefix,
            recurse,
            remove_duplicate,
        )

    def buffers(self, recurse: bool = True) -> Iterator[Tensor]:
        """Goes over the buffers."""
        for _, buffer in self.named_buffers(recurse=recurse):
            yield buffer

    def _named_members(
        self,
        members_of: Callable,
        prefix: str = "",
        recurse: bool = True,
        remove_duplicate: bool = True,
    ) -> Iterator[tuple[str, Any]]:
        seen = set()
        modules: Any = [(prefix, self)]
        if recurse:
            modules = self.named_modules(
                prefix=prefix, remove_duplicate=remove_duplicate
            )
        for path, module in modules:
            for name, member in members_of(module):
                if member is None or member in seen:
                    continue
                if remove_duplicate:
                    seen.add(member)
                yield f"{path}.{name}" if path else name, member
