"""What a module owns: parameters, buffers and other modules.

A module keeps them in three dictionaries, in the order in which they were
assigned. ``self.weight = Parameter(...)`` does not store an attribute: it
makes an entry in ``_parameters``, and reading ``self.weight`` looks it up
there. That is how ``parameters()`` finds everything without being told. The
chapter "Modules" builds this from nothing.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from .._tensor import Tensor
from ..autograd.graph import RemovableHandle
from .parameter import Buffer, Parameter

if TYPE_CHECKING:
    from .module import Module

# Called as hook(module, name, value) before a value is registered; what a
# hook returns, if anything, is registered instead.
_parameter_hooks: OrderedDict = OrderedDict()
_buffer_hooks: OrderedDict = OrderedDict()
_module_hooks: OrderedDict = OrderedDict()


def typename(x: Any) -> str:
    """Names the type of ``x`` as PyTorch's messages do.

    >>> typename(1), typename("one")
    ('int', 'str')
    """
    if isinstance(x, Tensor):
        return f"torch.{x.dtype.kind}Tensor"
    cls = x if isinstance(x, type) else type(x)
    if cls.__module__ == "builtins":
        return cls.__qualname__
    # PyTorch keeps its layers in torch.nn.modules.
    place = cls.__module__.replace("teachtorch.nn.", "torch.nn.modules.")
    place = place.replace("teachtorch", "torch")
    return f"{place}.{cls.__qualname__}"


class Registry:
    """The part of Module that stores and finds what a module owns."""

    training: bool
    _parameters: dict[str, Parameter | None]
    _buffers: dict[str, Tensor | None]
    _modules: dict[str, Module | None]
    _non_persistent_buffers_set: set[str]

    def _init_registry(self) -> None:
        # Past our own __setattr__, which needs these to exist.
        super().__setattr__("_parameters", {})
        super().__setattr__("_buffers", {})
        super().__setattr__("_non_persistent_buffers_set", set())
        super().__setattr__("_modules", {})

    # -- attributes -----------------------------------------------------------

    def __getattr__(self, name: str) -> Any:
        # Python asks here only for what it does not find as an attribute.
        own = self.__dict__
        if "_modules" in own:  # else __init__ has not run
            if name in own["_parameters"]:
                return own["_parameters"][name]
            if name in own["_modules"]:
                return own["_modules"][name]
            if name in own["_buffers"]:
                return own["_buffers"][name]
        raise AttributeError(
            f"'{type(self).__name__}' object has no attribute '{name}'"
        )

    def __setattr__(self, name: str, value: Any) -> None:
        own = self.__dict__
        if isinstance(value, Parameter):
            self._require_init("parameters")
            self._forget(name, "_buffers", "_modules")
            self.register_parameter(name, value)
        elif name in own.get("_parameters", ()):
            if value is not None:
                raise self._wrong_type(name, value, "parameter", "Parameter")
            self.register_parameter(name, None)
        elif isinstance(value, Registry):
            self._require_init("module")
            self._forget(name, "_parameters", "_buffers")
            self._store_module(name, value)
        elif name in own.get("_modules", ()):
            if value is not None:
                raise self._wrong_type(name, value, "child module", "Module")
            self._store_module(name, None)
        elif isinstance(value, Buffer) or name in own.get("_buffers", ()):
            self._set_buffer(name, value)
        else:
            super().__setattr__(name, value)

    def _set_buffer(self, name: str, value: Any) -> None:
        if value is not None and not isinstance(value, Tensor):
            raise TypeError(
                f"cannot assign '{typename(value)}' as buffer '{name}' "
                "(torch.nn.Buffer, torch.Tensor or None expected)"
            )
        if isinstance(value, Buffer):
            persistent = value.persistent
        else:
            persistent = name not in self._non_persistent_buffers_set
        self.register_buffer(name, value, persistent)

    def __delattr__(self, name: str) -> None:
        for members in (self._parameters, self._buffers, self._modules):
            if name in members:
                del members[name]
                self._non_persistent_buffers_set.discard(name)
                return
        super().__delattr__(name)

    def __dir__(self) -> list[str]:
        names = [*dir(type(self)), *self.__dict__]
        for members in (self._parameters, self._modules, self._buffers):
            names += members
        # Names such as "0", a Sequential's, cannot be typed after a dot.
        return sorted(name for name in names if not name[0].isdigit())

    def _require_init(self, what: str) -> None:
        if "_modules" not in self.__dict__:
            raise AttributeError(
                f"cannot assign {what} before Module.__init__() call\n"
                "Begin your own __init__ with super().__init__(): it makes "
                "the lists that this assignment adds to."
            )

    def _forget(self, name: str, *dictionaries: str) -> None:
        """Removes an earlier meaning of ``name``: it gets another one."""
        self.__dict__.pop(name, None)
        for members in dictionaries:
            self.__dict__[members].pop(name, None)
        self._non_persistent_buffers_set.discard(name)

    def _wrong_type(
        self, name: str, value: Any, role: str, wanted: str
    ) -> TypeError:
        return TypeError(
            f"cannot assign '{typename(value)}' as {role} '{name}' "
            f"(torch.nn.{wanted} or None expected)"
        )

    # -- registering ----------------------------------------------------------

    def register_parameter(self, name: str, param: Parameter | None) -> None:
        """Adds a parameter, or None for one that is left out (no bias)."""
        self._require_init("parameter")
        self._check_name("parameter", name, self._parameters)
        if param is not None and not isinstance(param, Parameter):
            raise TypeError(
                f"cannot assign '{typename(param)}' object to parameter "
                f"'{name}' (torch.nn.Parameter or None required)"
            )
        if param is not None and param.grad_fn is not None:
            raise ValueError(
                f"Cannot assign non-leaf Tensor to parameter '{name}'. Model "
                "parameters must be created explicitly. To express "
                f"'{name}' as a function of another Tensor, compute the value "
                "in the forward() method."
            )
        if param is not None:
            param = _run_hooks(_parameter_hooks, self, name, param)
        self._parameters[name] = param

    def register_buffer(
        self, name: str, tensor: Tensor | None, persistent: bool = True
    ) -> None:
        """Adds a tensor that is part of the state but not trained.

        Args:
            name: the attribute's name.
            tensor: its value; None is left out of ``state_dict``.
            persistent: whether ``state_dict`` includes it.
        """
        self._require_init("buffer")
        self._check_name("buffer", name, self._buffers)
        if tensor is not None and not isinstance(tensor, Tensor):
            raise TypeError(
                f"cannot assign '{typename(tensor)}' object to buffer "
                f"'{name}' (torch Tensor or None required)"
            )
        self._buffers[name] = _run_hooks(_buffer_hooks, self, name, tensor)
        if persistent:
            self._non_persistent_buffers_set.discard(name)
        else:
            self._non_persistent_buffers_set.add(name)

    def add_module(self, name: str, module: Module | None) -> None:
        """Adds a child under a name that may be no Python name, as "0"."""
        if module is not None and not isinstance(module, Registry):
            raise TypeError(f"{typename(module)} is not a Module subclass")
        self._check_name("module", name, self._modules)
        self._store_module(name, module)

    def register_module(self, name: str, module: Module | None) -> None:
        """Does the same as :meth:`add_module`."""
        self.add_module(name, module)

    def _store_module(self, name: str, module: Any) -> None:
        self._modules[name] = _run_hooks(_module_hooks, self, name, module)

    def _check_name(self, role: str, name: Any, members: dict) -> None:
        if not isinstance(name, str):
            raise TypeError(
                f"{role} name should be a string. Got {typename(name)}"
            )
        # Dots separate the levels in "layer1.weight".
        if "." in name:
            got = f", got: {name}" if role == "module" else ""
            raise KeyError(f'{role} name can\'t contain "."{got}')
        if name == "":
            raise KeyError(f'{role} name can\'t be empty string ""')
        if name not in members and hasattr(self, name):
            raise KeyError(f"attribute '{name}' already exists")


def _run_hooks(hooks: OrderedDict, module: Any, name: str, value: Any) -> Any:
    for hook in hooks.values():
        replaced = hook(module, name, value)
        if replaced is not None:
            value = replaced
    return value


def _register(hooks: OrderedDict, hook: Callable) -> RemovableHandle:
    handle = RemovableHandle(hooks)
    hooks[handle.id] = hook
    return handle


def register_module_parameter_registration_hook(
    hook: Callable,
) -> RemovableHandle:
    """Calls ``hook(module, name, param)`` before any is registered."""
    return _register(_parameter_hooks, hook)


def register_module_buffer_registration_hook(
    hook: Callable,
) -> RemovableHandle:
    """Calls ``hook(module, name, buffer)`` before any is registered."""
    return _register(_buffer_hooks, hook)


def register_module_module_registration_hook(
    hook: Callable,
) -> RemovableHandle:
    """Calls ``hook(module, name, submodule)`` before any is registered."""
    return _register(_module_hooks, hook)
