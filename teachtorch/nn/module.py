"""Module: the base of every layer and every network.

A module owns parameters, buffers and other modules, and has a ``forward``
that uses them. This class is put together from parts, each in its own file:

- what it owns, and how assigning registers it: ``_registry.py``;
- finding and walking everything below it: ``_tree.py``;
- saving and loading: ``_state_dict.py``;
- calling it, and hooks: ``_hooks.py``.

Here is the rest: converting to another dtype, train and eval mode, the
printed form. The chapter "Modules" explains the whole.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .. import _dtype
from .._creation import empty_like
from .._tensor import Tensor
from ..autograd.grad_mode import no_grad
from ._hooks import (
    Calling,
    register_module_backward_hook,
    register_module_forward_hook,
    register_module_forward_pre_hook,
    register_module_full_backward_hook,
    register_module_full_backward_pre_hook,
)
from ._registry import (
    register_module_buffer_registration_hook,
    register_module_module_registration_hook,
    register_module_parameter_registration_hook,
)
from ._state_dict import StateDict


class Module(StateDict, Calling):
    """Base class of all layers and networks.

    Yours should subclass it too. Assign parameters and other modules to
    attributes in ``__init__``, after ``super().__init__()``; compute in
    ``forward``; call the module itself, not ``forward``.

    >>> from teachtorch import nn
    >>> class Net(nn.Module):
    ...     def __init__(self):
    ...         super().__init__()
    ...         self.hidden = nn.Linear(4, 16)
    ...         self.output = nn.Linear(16, 3)
    ...
    ...     def forward(self, x):
    ...         return self.output(self.hidden(x).clamp(min=0))
    >>> Net()
    Net(
      (hidden): Linear(in_features=4, out_features=16, bias=True)
      (output): Linear(in_features=16, out_features=3, bias=True)
    )

    Attributes:
        training: whether the module is in train mode; dropout and batch
            normalisation behave differently then.
    """

    dump_patches = False
    call_super_init = False  # set it True to go on to other base classes

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if not self.call_super_init:
            _refuse_arguments(type(self).__name__, args, kwargs)
        self.training = True
        self._init_registry()
        self._init_hooks()
        self._init_state_dict_hooks()
        if self.call_super_init:
            super().__init__(*args, **kwargs)

    # -- applying something to everything -------------------------------------

    def apply(self, fn: Callable[[Module], None]) -> Module:
        """Calls ``fn`` on every module below this one, and on this one.

        >>> from teachtorch import nn
        >>> def zero_bias(module):
        ...     if isinstance(module, nn.Linear):
        ...         nn.init.zeros_(module.bias)
        >>> net = nn.Sequential(nn.Linear(2, 2), nn.Tanh()).apply(zero_bias)
        >>> net[0].bias
        Parameter containing:
        tensor([0., 0.], requires_grad=True)
        """
        for module in self.children():
            module.apply(fn)
        fn(self)
        return self

    def _apply(self, fn: Callable, recurse: bool = True) -> Module:
        """Replaces every parameter, gradient and buffer ``x`` by ``fn(x)``.

        A parameter stays the same object, so that an optimizer that was made
        before goes on training it.
        """
        if recurse:
            for module in self.children():
                module._apply(fn)
        for parameter in self._parameters.values():
            if parameter is None:
                continue
            grad = parameter.grad
            with no_grad():
                parameter.data = fn(parameter)
                if grad is not None:
                    # Set past the check that both have one dtype: here they
                    # get a new one one after the other.
                    grad.data = fn(grad)
        for name, buffer in self._buffers.items():
            if buffer is not None:
                self._buffers[name] = fn(buffer)
        return self

    def type(self, dst_type: Any) -> Module:
        """Converts all parameters and buffers to a dtype."""
        return self._apply(lambda x: x.type(dst_type))

    def float(self) -> Module:
        """Converts all floating-point parameters and buffers to float32."""
        return self._convert(_dtype.float32)

    def double(self) -> Module:
        """Converts all floating-point parameters and buffers to float64."""
        return self._convert(_dtype.float64)

    def half(self) -> Module:
        """Converts all floating-point parameters and buffers to float16."""
        return self._convert(_dtype.float16)

    def _convert(self, dtype: _dtype.dtype) -> Module:
        return self._apply(
            lambda x: x.to(dtype) if x.dtype.is_floating_point else x
        )

    def to(self, *args: Any, **kwargs: Any) -> Module:
        """Converts to a dtype, a device, or those of another tensor.

        Integers, such as a count of batches, keep their dtype. The module
        itself is changed, and returned.

        Args:
            args: what ``Tensor.to`` takes.
            kwargs: what ``Tensor.to`` takes.

        Raises:
            TypeError: if the dtype is not a floating-point one.
        """
        wanted = [*args, *kwargs.values()]
        dtypes = [x.dtype for x in wanted if isinstance(x, Tensor)]
        dtypes += [x for x in wanted if isinstance(x, _dtype.dtype)]
        if dtypes and not dtypes[0].is_floating_point:
            raise TypeError(
                "nn.Module.to only accepts floating point or complex dtypes, "
                f"but got desired dtype={dtypes[0]}"
            )
        return self._apply(
            lambda x: x.to(*args, **kwargs) if x.dtype.is_floating_point else x
        )

    def to_empty(self, *, device: Any, recurse: bool = True) -> Module:
        """Gives every parameter and buffer new memory, with no values."""
        return self._apply(lambda x: empty_like(x, device=device), recurse)

    def cpu(self) -> Module:
        """Moves everything to the CPU, where it is anyway."""
        return self._apply(lambda x: x.cpu())

    def cuda(self, device: Any = None) -> Module:
        """Is refused: there is no GPU here."""
        raise AssertionError(
            "Torch not compiled with CUDA enabled\n"
            "teachtorch computes on the CPU only: leave out .cuda()."
        )

    def share_memory(self) -> Module:
        """Does nothing: memory is not shared between processes here."""
        return self

    # -- modes ----------------------------------------------------------------

    def train(self, mode: bool = True) -> Module:
        """Sets train mode, in which dropout drops, here and below."""
        if not isinstance(mode, bool):
            raise ValueError("training mode is expected to be boolean")
        self.training = mode
        for module in self.children():
            module.train(mode)
        return self

    def eval(self) -> Module:
        """Sets evaluation mode, in which dropout does nothing."""
        return self.train(False)

    def requires_grad_(self, requires_grad: bool = True) -> Module:
        """Sets whether the parameters want gradients; False freezes them."""
        for parameter in self.parameters():
            parameter.requires_grad_(requires_grad)
        return self

    def zero_grad(self, set_to_none: bool = True) -> None:
        """Removes the gradients of all parameters, or sets them to zero."""
        for parameter in self.parameters():
            grad = parameter.grad
            if grad is None:
                continue
            if set_to_none:
                parameter.grad = None
            else:
                if grad.grad_fn is not None:  # after create_graph=True
                    grad.detach_()
                else:
                    grad.requires_grad_(False)
                grad.zero_()

    # -- printing and copying -------------------------------------------------

    def _get_name(self) -> str:
        return type(self).__name__

    def extra_repr(self) -> str:
        """Gives what is printed between the parentheses, before children."""
        return ""

    def __repr__(self) -> str:
        extra = self.extra_repr()
        lines = extra.split("\n") if extra else []
        for name, module in self._modules.items():
            lines.append(f"({name}): " + indent(repr(module)))
        if len(lines) == 1 and not self._modules:
            body = lines[0]
        else:
            body = "".join(f"\n  {line}" for line in lines)
            body += "\n" if lines else ""
        return f"{self._get_name()}({body})"

    def __setstate__(self, state: dict) -> None:
        # Straight into the dictionary: nothing is to be registered anew.
        self.__dict__.update(state)


def indent(text: str) -> str:
    """Indents every line but the first by two spaces; blank ones stay empty."""
    first, *others = text.split("\n")
    indented = ("  " + line if line.strip() else "" for line in others)
    return "\n".join([first, *indented])


def _refuse_arguments(name: str, args: tuple, kwargs: dict) -> None:
    if kwargs:
        raise TypeError(
            f"{name}.__init__() got an unexpected keyword argument "
            f"'{next(iter(kwargs))}'"
        )
    if args:
        raise TypeError(
            f"{name}.__init__() takes 1 positional argument but "
            f"{len(args) + 1} were given"
        )


__all__ = [
    "Module",
    "register_module_backward_hook",
    "register_module_buffer_registration_hook",
    "register_module_forward_hook",
    "register_module_forward_pre_hook",
    "register_module_full_backward_hook",
    "register_module_full_backward_pre_hook",
    "register_module_module_registration_hook",
    "register_module_parameter_registration_hook",
]
