"""Parametrisation: a parameter that is computed from another one.

``register_parametrization(layer, "weight", Symmetric())`` moves the weight to
``layer.parametrizations.weight.original``, which is trained from then on, and
makes ``layer.weight`` a property: ``Symmetric()(original)``, computed anew
each time it is read. The layer's class is replaced by a subclass for this, so
that no other layer is changed.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from ..._tensor import Tensor
from ...autograd.grad_mode import no_grad
from ..container import ModuleDict, ModuleList
from ..module import Module
from ..parameter import Parameter

# What was computed within ``cached()``, by module and name; None outside.
_cache: dict[tuple[int, str], Tensor] | None = None


@contextmanager
def cached() -> Iterator[None]:
    """Computes each parametrised tensor once while the block runs.

    See :func:`torch.nn.utils.parametrize.cached`.
    """
    global _cache
    before, _cache = _cache, {} if _cache is None else _cache
    try:
        yield
    finally:
        _cache = before


class ParametrizationList(ModuleList):
    """The parametrisations of one tensor, and the original they start from.

    Attributes:
        original: what is trained; or ``original0``, ``original1``, ... if the
            first parametrisation takes several tensors.
    """

    def __init__(
        self, modules: Sequence[Module], original: Tensor, unsafe: bool = False
    ) -> None:
        if len(modules) == 0:
            raise ValueError(
                "ParametrizationList requires one or more modules."
            )
        super().__init__(modules)
        self.unsafe = unsafe
        shape, dtype = original.shape, original.dtype
        new: Any = original
        with no_grad():
            for module in reversed(list(self)):
                if hasattr(module, "right_inverse"):
                    new = module.right_inverse(new)
        if not isinstance(new, Tensor | Sequence):
            raise ValueError(
                "'right_inverse' must return a Tensor or a Sequence of tensors "
                f"(list, tuple...). Got {type(new).__name__}"
            )
        self.is_tensor = isinstance(new, Tensor)
        self.ntensors = 1 if self.is_tensor else len(new)
        if isinstance(new, Tensor):
            if new.dtype != dtype:
                raise ValueError(
                    "When `right_inverse` outputs one tensor, it may not "
                    f"change the dtype.\noriginal.dtype: {dtype}\n"
                    f"right_inverse(original).dtype: {new.dtype}"
                )
            original.data = new
            _register(self, "original", original)
        else:
            for i, part in enumerate(new):
                if isinstance(original, Parameter):
                    part = Parameter(part, original.requires_grad)
                _register(self, f"original{i}", part)
        if not unsafe:
            _check_result(self(), shape, dtype)

    def originals(self) -> list[Tensor]:
        """Gives the tensors that the first parametrisation is applied to."""
        if self.is_tensor:
            return [self.original]
        return [getattr(self, f"original{i}") for i in range(self.ntensors)]

    def right_inverse(self, value: Any) -> None:
        """Sets the originals so that the parametrised tensor is ``value``."""
        with no_grad():
            for module in reversed(list(self)):
                if not hasattr(module, "right_inverse"):
                    raise RuntimeError(
                        f"parametrization {type(module).__name__} does not "
                        "implement right_inverse."
                    )
                value = module.right_inverse(value)
            parts = [value] if self.is_tensor else list(value)
            if len(parts) != self.ntensors:
                raise ValueError(
                    "'right_inverse' must return a sequence of tensors of "
                    f"length {self.ntensors}. Got a sequence of length "
                    f"{len(parts)}."
                )
            for original, part in zip(self.originals(), parts):
                original.data = part

    def forward(self) -> Any:
        first, *others = self
        x = first(*self.originals())
        for module in others:
            x = module(x)
        return x


def _register(module: Module, name: str, x: Tensor) -> None:
    if isinstance(x, Parameter):
        module.register_parameter(name, x)
    else:
        module.register_buffer(name, x)


def _check_result(x: Any, shape: Any, dtype: Any) -> None:
    """Refuses a parametrisation that changes the dtype or the shape."""
    if not isinstance(x, Tensor):
        raise ValueError(
            f"A parametrization must return a tensor. Got {type(x).__name__}."
        )
    for what, old, new in (
        ("dtype", dtype, x.dtype),
        ("shape", shape, x.shape),
    ):
        if old != new:
            raise ValueError(
                f"Registering a parametrization may not change the {what} of "
                "the tensor, unless `unsafe` flag is enabled.\n"
                f"unparametrized {what}: {old}\nparametrized {what}: {new}"
            )


def register_parametrization(
    module: Module,
    tensor_name: str,
    parametrization: Module,
    *,
    unsafe: bool = False,
) -> Module:
    """Makes a parameter or buffer be computed by ``parametrization``.

    If it has a method ``right_inverse``, that gives what the original starts
    from; without one, the original starts as the tensor is.

    Args:
        module: whose tensor.
        tensor_name: its name.
        parametrization: the module that computes it.
        unsafe: allow it to change the dtype or the shape.

    See :func:`torch.nn.utils.parametrize.register_parametrization`.
    """
    parametrization.train(module.training)
    if is_parametrized(module, tensor_name):
        before = getattr(module, tensor_name)
        if not unsafe:
            after = parametrization(before)
            _check_result(after, before.shape, before.dtype)
        chain = module.parametrizations[tensor_name]
        chain.append(parametrization)
        chain.unsafe |= unsafe
    elif tensor_name in module._buffers or tensor_name in module._parameters:
        original = getattr(module, tensor_name)
        chain = ParametrizationList([parametrization], original, unsafe)
        delattr(module, tensor_name)
        if not is_parametrized(module):
            _give_own_class(module)
            module.parametrizations = ModuleDict()
        _make_property(module, tensor_name)
        module.parametrizations[tensor_name] = chain
    else:
        raise ValueError(
            f"Module '{module}' does not have a parameter, a buffer, or a "
            f"parametrized element with name '{tensor_name}'"
        )
    return module


def _give_own_class(module: Module) -> None:
    """Makes the module the only instance of a subclass of its class."""
    cls = type(module)

    def deep_copy(self: Module, memo: dict) -> Module:
        replica = memo[id(self)] = cls.__new__(type(self))
        replica.__dict__ = copy.deepcopy(self.__dict__, memo)
        return replica

    def refuse(self: Module) -> None:
        raise RuntimeError(
            "Serialization of parametrized modules is only supported through "
            "state_dict(). See:\nhttps://pytorch.org/tutorials/beginner/"
            "saving_loading_models.html#saving-loading-a-general-checkpoint-"
            "for-inference-and-or-resuming-training"
        )

    methods = {"__deepcopy__": deep_copy, "__getstate__": refuse}
    module.__class__ = type(f"Parametrized{cls.__name__}", (cls,), methods)


def _make_property(module: Module, name: str) -> None:
    def get(self: Module) -> Any:
        if _cache is None:
            return self.parametrizations[name]()
        key = id(self), name
        if key not in _cache:
            _cache[key] = self.parametrizations[name]()
        return _cache[key]

    def set(self: Module, value: Any) -> None:
        self.parametrizations[name].right_inverse(value)

    setattr(type(module), name, property(get, set))


def is_parametrized(module: Module, tensor_name: str | None = None) -> bool:
    """Tells whether a tensor of the module, or any, is parametrised."""
    chains = getattr(module, "parametrizations", None)
    if not isinstance(chains, ModuleDict):
        return False
    return len(chains) > 0 if tensor_name is None else tensor_name in chains


def type_before_parametrizations(module: Module) -> type:
    """Gives the class that the module had before it was parametrised."""
    if is_parametrized(module):
        return type(module).__bases__[0]
    return type(module)


def remove_parametrizations(
    module: Module, tensor_name: str, leave_parametrized: bool = True
) -> Module:
    """Makes a parametrised tensor an ordinary one again.

    Args:
        module: whose tensor.
        tensor_name: its name.
        leave_parametrized: keep its value as computed, or the original's.

    See :func:`torch.nn.utils.parametrize.remove_parametrizations`.
    """
    if not is_parametrized(module, tensor_name):
        raise ValueError(
            f"Module {module} does not have a parametrization on {tensor_name}"
        )
    chain = module.parametrizations[tensor_name]
    if not chain.is_tensor and not leave_parametrized:
        raise ValueError(
            "Cannot leave unparametrized (`leave_parametrized=False`) a tensor "
            "that is parametrized in terms of a sequence of tensors."
        )
    value = getattr(module, tensor_name)
    if not chain.is_tensor:
        original = Parameter(value.detach()) if value.requires_grad else value
    else:
        original = chain.original
        if leave_parametrized:
            original.data = value.detach()
    delattr(type(module), tensor_name)
    del module.parametrizations[tensor_name]
    _register(module, tensor_name, original)
    if not is_parametrized(module):
        del module.parametrizations
        module.__class__ = type(module).__bases__[0]
    return module
