"""Calling a module, and the hooks that may run around the call.

A hook is a function of yours that a module calls for you: before or after its
``forward``, or when a backward pass goes through it. Almost no module has
any, so ``__call__`` first tests for that and calls ``forward`` directly. The
chapter "Modules" uses hooks to look inside a network that is not yours.
"""

from __future__ import annotations

import warnings
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from .._tensor import Tensor
from ..autograd.graph import RemovableHandle
from ._backward_hook import BackwardHook, warn_if_old_hook_misleads


class HookLists:
    """The hooks of one module, in the order in which they were registered.

    Each dictionary maps a handle's number to a function. The ones whose names
    end otherwise note which functions have the option of that name.
    """

    _is_full_backward_hook: bool | None

    def _init_hooks(self) -> None:
        self._forward_pre_hooks: OrderedDict = OrderedDict()
        self._forward_pre_hooks_with_kwargs: OrderedDict = OrderedDict()
        self._forward_hooks: OrderedDict = OrderedDict()
        self._forward_hooks_with_kwargs: OrderedDict = OrderedDict()
        self._forward_hooks_always_called: OrderedDict = OrderedDict()
        self._backward_pre_hooks: OrderedDict = OrderedDict()
        self._backward_hooks: OrderedDict = OrderedDict()
        self._is_full_backward_hook = None  # the old kind or the full kind?

    def register_forward_pre_hook(
        self,
        hook: Callable,
        *,
        prepend: bool = False,
        with_kwargs: bool = False,
    ) -> RemovableHandle:
        """Calls ``hook(module, args)`` before ``forward``.

        What it returns, if anything, replaces the arguments.

        Args:
            hook: the function.
            prepend: put it before the hooks that are there already.
            with_kwargs: call ``hook(module, args, kwargs)`` instead; it may
                return a pair of new ones.
        """
        handle = _add(self._forward_pre_hooks, hook, prepend)
        if with_kwargs:
            self._forward_pre_hooks_with_kwargs[handle.id] = True
        return handle

    def register_forward_hook(
        self,
        hook: Callable,
        *,
        prepend: bool = False,
        with_kwargs: bool = False,
        always_call: bool = False,
    ) -> RemovableHandle:
        """Calls ``hook(module, args, output)`` after ``forward``.

        What it returns, if anything, replaces the output.

        Args:
            hook: the function.
            prepend: put it before the hooks that are there already.
            with_kwargs: call ``hook(module, args, kwargs, output)`` instead.
            always_call: call it even if ``forward`` raises an exception.
        """
        handle = _add(self._forward_hooks, hook, prepend)
        if with_kwargs:
            self._forward_hooks_with_kwargs[handle.id] = True
        if always_call:
            self._forward_hooks_always_called[handle.id] = True
        return handle

    def register_full_backward_pre_hook(
        self, hook: Callable, prepend: bool = False
    ) -> RemovableHandle:
        """Calls ``hook(module, grad_output)`` before gradients enter.

        What it returns, if anything, replaces ``grad_output``, a tuple.
        """
        return _add(self._backward_pre_hooks, hook, prepend)

    def register_full_backward_hook(
        self, hook: Callable, prepend: bool = False
    ) -> RemovableHandle:
        """Calls ``hook(module, grad_input, grad_output)`` in a backward pass.

        Both are tuples: the gradients of the loss in the module's positional
        inputs and in its outputs. What the hook returns, if anything, replaces
        ``grad_input``.
        """
        self._choose_backward_hooks(full=True)
        return _add(self._backward_hooks, hook, prepend)

    def register_backward_hook(self, hook: Callable) -> RemovableHandle:
        """Deprecated: sees only the last operation of the module."""
        self._choose_backward_hooks(full=False)
        return _add(self._backward_hooks, hook, False)

    def _choose_backward_hooks(self, full: bool) -> None:
        if self._is_full_backward_hook is (not full):
            where = "on a single Module"
            if self is EVERYWHERE:
                where = "as a global Module hook"
            raise RuntimeError(
                "Cannot use both regular backward hooks and full backward "
                f"hooks {where}. Please use only one of them."
            )
        self._is_full_backward_hook = full


def _add(hooks: OrderedDict, hook: Callable, prepend: bool) -> RemovableHandle:
    handle = RemovableHandle(hooks)
    hooks[handle.id] = hook
    if prepend:
        hooks.move_to_end(handle.id, last=False)
    return handle


# The hooks of all modules at once; they run before a module's own.
EVERYWHERE = HookLists()
EVERYWHERE._init_hooks()


class Calling(HookLists):
    """The part of Module that runs ``forward`` and the hooks around it."""

    def forward(self, *input: Any) -> Any:
        """Computes the output. Every module defines its own."""
        raise NotImplementedError(
            f"Module [{type(self).__name__}] is missing the required "
            '"forward" function'
        )

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if (
            self._backward_hooks
            or self._backward_pre_hooks
            or self._forward_hooks
            or self._forward_pre_hooks
            or EVERYWHERE._forward_hooks
            or EVERYWHERE._forward_pre_hooks
            or EVERYWHERE._backward_hooks
            or EVERYWHERE._backward_pre_hooks
        ):
            return _Call(self, args, kwargs).run()
        return self.forward(*args, **kwargs)


class _Call:
    """One call of a module that has hooks."""

    def __init__(self, module: Calling, args: tuple, kwargs: dict) -> None:
        self.module = module
        self.args = args
        self.kwargs = kwargs
        self.result: Any = None
        self.called: set[int] = set()

    def run(self) -> Any:
        try:
            self.run_forward_pre_hooks()
            full, old = self.backward_hooks()
            before = list(EVERYWHERE._backward_pre_hooks.values())
            before += self.module._backward_pre_hooks.values()
            gate = None
            if full or before:
                gate = BackwardHook(self.module, full, before)
                self.args = gate.watch_inputs(self.args)
            self.result = self.module.forward(*self.args, **self.kwargs)
            self.run_forward_hooks()
            if gate is not None:
                self.result = gate.watch_outputs(self.result)
            if old:
                self.add_old_backward_hooks(old)
            return self.result
        except Exception:
            self.run_always_called_hooks()
            raise

    def run_forward_pre_hooks(self) -> None:
        module = self.module
        hooks = [
            *EVERYWHERE._forward_pre_hooks.items(),
            *module._forward_pre_hooks.items(),
        ]
        for number, hook in hooks:
            if number in module._forward_pre_hooks_with_kwargs:
                new = hook(module, self.args, self.kwargs)
                if new is None:
                    continue
                if not (isinstance(new, tuple) and len(new) == 2):
                    raise RuntimeError(
                        "forward pre-hook must return None or a tuple of "
                        f"(new_args, new_kwargs), but got {new}."
                    )
                self.args, self.kwargs = new
            else:
                new = hook(module, self.args)
                if new is not None:
                    self.args = new if isinstance(new, tuple) else (new,)

    def run_forward_hooks(self) -> None:
        for lists in (EVERYWHERE, self.module):
            for number, hook in list(lists._forward_hooks.items()):
                self.called.add(number)
                self.run_forward_hook(lists, number, hook)

    def run_forward_hook(
        self, lists: HookLists, number: int, hook: Callable
    ) -> None:
        if number in lists._forward_hooks_with_kwargs:
            new = hook(self.module, self.args, self.kwargs, self.result)
        else:
            new = hook(self.module, self.args, self.result)
        if new is not None:
            self.result = new

    def run_always_called_hooks(self) -> None:
        """Runs, after an exception, the hooks that asked to be called."""
        for lists in (EVERYWHERE, self.module):
            for number in lists._forward_hooks_always_called:
                hook = lists._forward_hooks.get(number)
                if hook is None or number in self.called:
                    continue
                try:
                    self.run_forward_hook(lists, number, hook)
                except Exception as error:
                    which = "global " if lists is EVERYWHERE else ""
                    warnings.warn(
                        f"{which}module forward hook with "
                        "``always_call=True`` raised an exception that was "
                        "silenced as another error was raised in forward: "
                        f"{error}",
                        stacklevel=4,
                    )

    def backward_hooks(self) -> tuple[list, list]:
        """Gives the backward hooks of the full kind and of the old kind."""
        full: list = []
        old: list = []
        for lists in (EVERYWHERE, self.module):
            kind = full if lists._is_full_backward_hook else old
            kind += lists._backward_hooks.values()
        return full, old

    def add_old_backward_hooks(self, hooks: list) -> None:
        """Hooks the node of the result: the module's last operation."""
        first = self.result
        while not isinstance(first, Tensor):
            first = (
                next(iter(first.values()))
                if isinstance(first, dict)
                else first[0]
            )
        node = first.grad_fn
        if node is None:
            return
        for hook in hooks:
            node.register_hook(_with_module(hook, self.module))
        warn_if_old_hook_misleads(self.args, self.result, node)


def _with_module(hook: Callable, module: Calling) -> Callable:
    def hook_of_node(grad_inputs: tuple, grad_outputs: tuple) -> Any:
        return hook(module, grad_inputs, grad_outputs)

    return hook_of_node


# -- hooks of all modules -----------------------------------------------------


def register_module_forward_pre_hook(hook: Callable) -> RemovableHandle:
    """Calls ``hook(module, args)`` before the ``forward`` of any module."""
    return EVERYWHERE.register_forward_pre_hook(hook)


def register_module_forward_hook(
    hook: Callable, *, with_kwargs: bool = False, always_call: bool = False
) -> RemovableHandle:
    """Calls ``hook(module, args, output)`` after any ``forward``."""
    return EVERYWHERE.register_forward_hook(
        hook, with_kwargs=with_kwargs, always_call=always_call
    )


def register_module_full_backward_pre_hook(hook: Callable) -> RemovableHandle:
    """Calls ``hook(module, grad_output)`` before gradients enter any."""
    return EVERYWHERE.register_full_backward_pre_hook(hook)


def register_module_full_backward_hook(hook: Callable) -> RemovableHandle:
    """Calls ``hook(module, grad_input, grad_output)`` for every module."""
    return EVERYWHERE.register_full_backward_hook(hook)


def register_module_backward_hook(hook: Callable) -> RemovableHandle:
    """Deprecated: sees only the last operation of each module."""
    return EVERYWHERE.register_backward_hook(hook)
