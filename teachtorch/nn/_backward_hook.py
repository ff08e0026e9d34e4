"""How a module learns that a backward pass goes through it.

The graph knows operations, not modules. So a module with a backward hook
marks its borders: its inputs and its outputs go through an operation that
changes nothing, and whose nodes, in the backward pass, see the gradients go
in and come out.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

from .._tensor import Tensor
from ..autograd.function import Function
from ..autograd.grad_mode import is_grad_enabled
from ..autograd.graph import Node


class BackwardHookFunction(Function):
    """Lets tensors through unchanged: a border for gradients to cross."""

    @staticmethod
    def forward(ctx: Any, *args: Tensor) -> Any:
        ctx.mark_non_differentiable(*(x for x in args if not x.requires_grad))
        return args

    @staticmethod
    def backward(ctx: Any, *grad_outputs: Any) -> Any:
        return grad_outputs


class BackwardHook:
    """The backward hooks of one call of a module.

    In the backward pass the border at the outputs is crossed first: the
    gradients there are kept, until the border at the inputs is crossed and
    the user's hooks can be given both.
    """

    def __init__(self, module: Any, hooks: list, pre_hooks: list) -> None:
        self.module = module
        self.hooks = hooks
        self.pre_hooks = pre_hooks
        self.grad_outputs: tuple | None = None
        self.inputs_at: list[int] | None = None
        self.input_count = 0

    def watch_inputs(self, args: tuple) -> tuple:
        args, self.inputs_at = _cross_border(args, self._gradients_leave)
        self.input_count = len(args)
        return args

    def watch_outputs(self, result: Any) -> Any:
        if not isinstance(result, Tensor | tuple):
            warnings.warn(
                "For backward hooks to be called, module output should be a "
                "Tensor or a tuple of Tensors but received "
                f"{type(result)}",
                stacklevel=4,
            )
        outputs = result if isinstance(result, tuple) else (result,)
        outputs, self.outputs_at = _cross_border(outputs, self._gradients_enter)
        self.output_count = len(outputs)
        return outputs if isinstance(result, tuple) else outputs[0]

    def _gradients_enter(self, _: tuple, grads: tuple) -> tuple | None:
        """Runs when gradients have crossed the border at the outputs."""
        assert self.outputs_at is not None
        outputs = _spread(grads, self.outputs_at, self.output_count)
        for hook in self.pre_hooks:
            replaced = hook(self.module, outputs)
            if replaced is None:
                continue
            if len(replaced) != len(outputs):
                raise RuntimeError(
                    "Backward pre hook returned an invalid number of "
                    f"grad_output, got {len(replaced)}, but expected "
                    f"{len(outputs)}"
                )
            outputs = replaced
        if self.inputs_at is None:
            self._no_input_needs_gradients(outputs)
        else:
            self.grad_outputs = outputs
        return tuple(outputs[i] for i in self.outputs_at)

    def _no_input_needs_gradients(self, outputs: tuple) -> None:
        warnings.warn(
            "Full backward hook is firing when gradients are computed with "
            "respect to module outputs since no inputs require gradients. See "
            "https://docs.pytorch.org/docs/main/generated/torch.nn.Module.html"
            "#torch.nn.Module.register_full_backward_hook for more details.",
            stacklevel=6,
        )
        for hook in self.hooks:
            result = hook(self.module, (None,) * self.input_count, outputs)
            if result is not None and not (
                isinstance(result, tuple) and all(g is None for g in result)
            ):
                raise RuntimeError(
                    "Backward hook for Modules where no input requires "
                    "gradient should always return None or None for all "
                    "gradients."
                )

    def _gradients_leave(self, grads: tuple, _: tuple) -> tuple | None:
        """Runs when gradients have crossed the border at the inputs."""
        if self.grad_outputs is None:
            return None  # an input was used past the module, and this is that
        assert self.inputs_at is not None
        inputs = _spread(grads, self.inputs_at, self.input_count)
        for hook in self.hooks:
            replaced = hook(self.module, inputs, self.grad_outputs)
            if replaced is None:
                continue
            if len(replaced) != len(inputs):
                raise RuntimeError(
                    "Backward hook returned an invalid number of grad_input, "
                    f"got {len(replaced)}, but expected {len(inputs)}"
                )
            inputs = replaced
        self.grad_outputs = None
        return tuple(inputs[i] for i in self.inputs_at)


def _cross_border(
    values: tuple, hook: Callable
) -> tuple[tuple, list[int] | None]:
    """Sends the tensors among ``values`` over a border, and hooks its node.

    Returns:
        the values, and at which positions there were tensors; None instead
        of the positions if nothing is being recorded.
    """
    at = [i for i, x in enumerate(values) if isinstance(x, Tensor)]
    if not (is_grad_enabled() and any(values[i].requires_grad for i in at)):
        return values, None
    crossed = BackwardHookFunction.apply(*(values[i] for i in at))
    node = next(x.grad_fn for x in crossed if x.requires_grad)
    node.register_hook(hook)
    result = list(values)
    for i, x in zip(at, crossed):
        result[i] = x
    if type(values) is tuple:
        return tuple(result), at
    return type(values)(*result), at  # a named tuple


def _spread(values: tuple, at: list[int], count: int) -> tuple:
    """Puts values at their positions among ``count``, None elsewhere."""
    result: list = [None] * count
    for i, value in zip(at, values):
        result[i] = value
    return tuple(result)


_OLD = (
    "is deprecated and will be removed in future versions. This hook will be "
    "missing some"
)
_FULL = "Please use register_full_backward_hook to get the documented behavior."


def warn_if_old_hook_misleads(inputs: Any, result: Any, node: Node) -> None:
    """Warns where a hook on the last operation does not see the module."""
    problem = _problem_of_old_hook(inputs, result, node)
    if problem is not None:
        warnings.warn(problem, FutureWarning, stacklevel=5)


def _problem_of_old_hook(inputs: Any, result: Any, node: Node) -> str | None:
    outputs = result if isinstance(result, tuple) else (result,)
    if not all(isinstance(x, Tensor) for x in outputs):
        return (
            "Using non-full backward hooks on a Module that does not return a "
            f"single Tensor or a tuple of Tensors {_OLD} of the grad_output. "
            f"{_FULL}"
        )
    if not all(isinstance(x, Tensor) for x in inputs):
        return (
            "Using non-full backward hooks on a Module that does not take as "
            f"input a single Tensor or a tuple of Tensors {_OLD} of the "
            f"grad_input. {_FULL}"
        )
    makers = {x.grad_fn for x in outputs} - {None}
    if len(makers) > 1:
        return (
            "Using a non-full backward hook when outputs are generated by "
            f"different autograd Nodes {_OLD} grad_output. {_FULL}"
        )
    before = {x.grad_fn for x in inputs} - {None}
    if before != {edge[0] for edge in node.next_functions}:
        return (
            "Using a non-full backward hook when the forward contains multiple "
            f"autograd Nodes {_OLD} grad_input. {_FULL}"
        )
    return None
