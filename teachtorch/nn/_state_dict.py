"""Saving and loading a module: ``state_dict`` and ``load_state_dict``.

A state dict is a flat dictionary from paths such as ``"0.weight"`` to tensors:
the parameters and the persistent buffers of a module and of all below it. It
says nothing about the classes, so whoever loads it first builds the module.
What does not fit is collected during the walk and reported all at once.
"""

from __future__ import annotations

import warnings
from collections import OrderedDict, namedtuple
from collections.abc import Callable, Mapping
from typing import Any

from .._tensor import Tensor
from ..autograd.grad_mode import no_grad
from ..autograd.graph import RemovableHandle
from ._tree import Tree
from .parameter import Parameter

_EXTRA_STATE = "_extra_state"


class _IncompatibleKeys(
    namedtuple("IncompatibleKeys", ["missing_keys", "unexpected_keys"])
):
    """What loading found missing, and what it could not place."""

    __slots__ = ()

    def __repr__(self) -> str:
        if not self.missing_keys and not self.unexpected_keys:
            return "<All keys matched successfully>"
        return (
            f"_IncompatibleKeys(missing_keys={self.missing_keys}, "
            f"unexpected_keys={self.unexpected_keys})"
        )

    __str__ = __repr__


class StateDict(Tree):
    """The part of Module that saves and loads."""

    _version = 1  # of the layout; a subclass that changes it counts up

    def _init_state_dict_hooks(self) -> None:
        self._state_dict_pre_hooks: OrderedDict = OrderedDict()
        self._state_dict_hooks: OrderedDict = OrderedDict()
        self._load_state_dict_pre_hooks: OrderedDict = OrderedDict()
        self._load_state_dict_post_hooks: OrderedDict = OrderedDict()

    # -- saving ---------------------------------------------------------------

    def state_dict(
        self,
        *args: Any,
        destination: Any = None,
        prefix: str = "",
        keep_vars: bool = False,
    ) -> Any:
        """Gives the parameters and persistent buffers, by path.

        The tensors share the module's memory: training on changes them. Copy
        them (``copy.deepcopy``) or save them to keep a state.

        Args:
            args: deprecated: the options below by position.
            destination: a dictionary to add to, instead of a new one.
            prefix: put before every path.
            keep_vars: give the parameters themselves, not detached tensors.
        """
        if args:
            warnings.warn(
                "Positional args are being deprecated, use kwargs instead. "
                "Refer to https://pytorch.org/docs/main/generated/torch.nn."
                "Module.html#torch.nn.Module.state_dict for details.",
                FutureWarning,
                stacklevel=2,
            )
            given = dict(zip(("destination", "prefix", "keep_vars"), args))
            destination = given.get("destination", destination)
            prefix = given.get("prefix", prefix)
            keep_vars = given.get("keep_vars", keep_vars)
        if destination is None:
            destination = OrderedDict()
            destination._metadata = OrderedDict()
        metadata = {"version": self._version}
        if hasattr(destination, "_metadata"):
            destination._metadata[prefix[:-1]] = metadata
        for hook in self._state_dict_pre_hooks.values():
            hook(self, prefix, keep_vars)
        self._save_to_state_dict(destination, prefix, keep_vars)
        for name, module in self._modules.items():
            if module is not None:
                module.state_dict(
                    destination=destination,
                    prefix=f"{prefix}{name}.",
                    keep_vars=keep_vars,
                )
        return self._run_state_dict_hooks(destination, prefix, metadata)

    def _run_state_dict_hooks(
        self, destination: Any, prefix: str, metadata: dict
    ) -> Any:
        for hook in self._state_dict_hooks.values():
            result = hook(self, destination, prefix, metadata)
            if result is None:
                continue
            if getattr(hook, "_from_public_api", False):
                raise RuntimeError("state_dict post-hook must return None")
            destination = result
        return destination

    def _save_to_state_dict(
        self, destination: Any, prefix: str, keep_vars: bool
    ) -> None:
        """Adds what this module itself owns, not what is below it."""
        for name, tensor in self._own_state().items():
            destination[prefix + name] = (
                tensor if keep_vars else tensor.detach()
            )
        if _overrides(self, "get_extra_state"):
            destination[prefix + _EXTRA_STATE] = self.get_extra_state()

    def _own_state(self) -> dict[str, Tensor]:
        state: dict = dict(self._parameters)
        for name, buffer in self._buffers.items():
            if name not in self._non_persistent_buffers_set:
                state[name] = buffer
        return {name: x for name, x in state.items() if x is not None}

    def get_extra_state(self) -> Any:
        """Gives anything else to save. Define it with ``set_extra_state``."""
        raise RuntimeError(_NO_EXTRA_STATE.format("get"))

    def set_extra_state(self, state: Any) -> None:
        """Takes back what ``get_extra_state`` gave when it was saved."""
        raise RuntimeError(_NO_EXTRA_STATE.format("set"))

    # -- loading --------------------------------------------------------------

    def load_state_dict(
        self,
        state_dict: Mapping[str, Any],
        strict: bool = True,
        assign: bool = False,
    ) -> _IncompatibleKeys:
        """Copies a state dict into the parameters and buffers, by path.

        Args:
            state_dict: what :meth:`state_dict` of an equal module gave.
            strict: refuse missing and unexpected keys.
            assign: use the tensors themselves instead of copying from them;
                their dtype then becomes the module's.

        Returns:
            a pair ``(missing_keys, unexpected_keys)``.

        Raises:
            RuntimeError: listing everything that does not fit. What did fit
                has been copied all the same.
        """
        if not isinstance(state_dict, Mapping):
            raise TypeError(
                f"Expected state_dict to be dict-like, got {type(state_dict)}."
            )
        missing: list[str] = []
        unexpected: list[str] = []
        errors: list[str] = []
        metadata = getattr(state_dict, "_metadata", {})

        def load(module: Any, state: Any, prefix: str) -> None:
            local_metadata = metadata.get(prefix[:-1], {})
            if assign:
                local_metadata["assign_to_params_buffers"] = True
            module._load_from_state_dict(
                state, prefix, local_metadata, True, missing, unexpected, errors
            )
            for name, child in module._modules.items():
                if child is not None:
                    path = f"{prefix}{name}."
                    below = {
                        k: v for k, v in state.items() if k.startswith(path)
                    }
                    load(child, below, path)
            module._run_load_post_hooks(_IncompatibleKeys(missing, unexpected))

        load(self, OrderedDict(state_dict), "")
        if strict:
            errors[:0] = _strict_errors(missing, unexpected)
        if errors:
            report = "\n\t".join(errors)
            raise RuntimeError(
                "Error(s) in loading state_dict for "
                f"{type(self).__name__}:\n\t{report}"
            )
        return _IncompatibleKeys(missing, unexpected)

    def _load_from_state_dict(
        self,
        state_dict: dict,
        prefix: str,
        local_metadata: dict,
        strict: bool,
        missing_keys: list[str],
        unexpected_keys: list[str],
        error_msgs: list[str],
    ) -> None:
        """Loads what this module itself owns, not what is below it."""
        for hook in self._load_state_dict_pre_hooks.values():
            hook(
                state_dict,
                prefix,
                local_metadata,
                strict,
                missing_keys,
                unexpected_keys,
                error_msgs,
            )
        assign = local_metadata.get("assign_to_params_buffers", False)
        own = self._own_state()
        for name in own:
            key = prefix + name
            if key in state_dict:
                error = self._load_one(name, key, state_dict[key], assign)
                if error is not None:
                    error_msgs.append(error)
            elif strict:
                missing_keys.append(key)
        extra = prefix + _EXTRA_STATE
        if _overrides(self, "set_extra_state"):
            if extra in state_dict:
                self.set_extra_state(state_dict[extra])
            elif strict:
                missing_keys.append(extra)
        elif strict and extra in state_dict:
            unexpected_keys.append(extra)
        if strict:
            for key in state_dict:
                if key.startswith(prefix) and key != extra:
                    first, _, rest = key[len(prefix) :].partition(".")
                    if first not in (self._modules if rest else own):
                        unexpected_keys.append(key)

    def _load_one(
        self, name: str, key: str, value: Any, assign: bool
    ) -> str | None:
        """Loads one tensor; gives the error message if it does not fit."""
        own: Any = getattr(self, name)
        if not isinstance(value, Tensor):
            return (
                f'While copying the parameter named "{key}", expected '
                "torch.Tensor or Tensor-like object from checkpoint but "
                f"received {type(value)}"
            )
        if own.ndim == 0 and value.shape == (1,):
            value = value[0]  # PyTorch before 0.4 had no 0-d tensors
        if value.shape != own.shape:
            return (
                f"size mismatch for {key}: copying a param with shape "
                f"{value.shape} from checkpoint, the shape in current model "
                f"is {own.shape}."
            )
        with no_grad():
            if not assign:
                own.copy_(value)
            elif not isinstance(own, Parameter):
                setattr(self, name, value)
            elif isinstance(value, Parameter):
                setattr(self, name, value.requires_grad_(own.requires_grad))
            else:
                setattr(self, name, Parameter(value, own.requires_grad))
        return None

    def _run_load_post_hooks(self, keys: _IncompatibleKeys) -> None:
        for hook in self._load_state_dict_post_hooks.values():
            if hook(self, keys) is not None:
                raise AssertionError(
                    "Hooks registered with "
                    "``register_load_state_dict_post_hook`` are not expected "
                    "to return new values, if incompatible_keys need to be "
                    "modified, it should be done inplace."
                )

    # -- hooks ----------------------------------------------------------------

    def register_state_dict_pre_hook(self, hook: Callable) -> RemovableHandle:
        """Calls ``hook(module, prefix, keep_vars)`` before saving."""
        return _add(self._state_dict_pre_hooks, hook)

    def register_state_dict_post_hook(self, hook: Any) -> RemovableHandle:
        """Calls ``hook(module, state_dict, prefix, metadata)`` after saving.

        The hook may change the dictionary in place.
        """
        hook._from_public_api = True
        return _add(self._state_dict_hooks, hook)

    def _register_state_dict_hook(self, hook: Callable) -> RemovableHandle:
        """Adds a post-hook that may also return another dictionary."""
        if getattr(hook, "_from_public_api", False):
            raise RuntimeError(
                "Cannot register the same function as the state dict post "
                "hook that was previously registered via "
                "register_state_dict_post_hook"
            )
        return _add(self._state_dict_hooks, hook)

    def register_load_state_dict_pre_hook(
        self, hook: Callable
    ) -> RemovableHandle:
        """Calls ``hook(module, state_dict, prefix, ...)`` before loading.

        The other arguments are ``local_metadata, strict, missing_keys,
        unexpected_keys, error_msgs``; the hook may change all in place.
        """
        return self._register_load_state_dict_pre_hook(hook, with_module=True)

    def _register_load_state_dict_pre_hook(
        self, hook: Callable, with_module: bool = False
    ) -> RemovableHandle:
        if with_module:
            hook = _BoundHook(hook, self)
        return _add(self._load_state_dict_pre_hooks, hook)

    def register_load_state_dict_post_hook(
        self, hook: Callable
    ) -> RemovableHandle:
        """Calls ``hook(module, incompatible_keys)`` after loading."""
        return _add(self._load_state_dict_post_hooks, hook)


class _BoundHook:
    """A hook whose first argument is its module; a copy gets the copy."""

    def __init__(self, hook: Callable, module: Any) -> None:
        self.hook = hook
        self.module = module

    def __call__(self, *args: Any) -> Any:
        return self.hook(self.module, *args)


def _add(hooks: OrderedDict, hook: Callable) -> RemovableHandle:
    handle = RemovableHandle(hooks)
    hooks[handle.id] = hook
    return handle


def _overrides(module: Any, method: str) -> bool:
    return getattr(type(module), method) is not getattr(StateDict, method)


def _strict_errors(missing: list[str], unexpected: list[str]) -> list[str]:
    errors = []
    for kind, keys in (("Unexpected", unexpected), ("Missing", missing)):
        if keys:
            names = ", ".join(f'"{key}"' for key in keys)
            errors.append(f"{kind} key(s) in state_dict: {names}. ")
    return errors[::-1]


_NO_EXTRA_STATE = (
    "Reached a code path in Module.{0}_extra_state() that should never be "
    "called.\nDefine both get_extra_state and set_extra_state in your module."
)
