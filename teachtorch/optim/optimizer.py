"""The base of all optimizers: parameter groups, their options, their state.

An optimizer is a rule that changes parameters by their gradients. The rules
are in files of their own (``sgd.py``, ``adam.py``, …), each as one method,
``_update``, which is called for every parameter that has a gradient. Here is
what they share. The chapter "Optimizers" derives the rules.
"""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable
from copy import deepcopy
from typing import Any

from .._tensor import Tensor
from ..autograd.grad_mode import enable_grad, no_grad
from ..autograd.graph import RemovableHandle


class Optimizer:
    """Base class of optimizers, as ``torch.optim.Optimizer``.

    Args:
        params: the tensors to change, or dictionaries that name a group of
            them under ``"params"`` together with options of their own.
        defaults: the options of groups that do not set them.

    Attributes:
        param_groups: a list of dictionaries, options beside ``"params"``.
        state: for each parameter, what the rule remembers of it.

    Raises:
        TypeError: if ``params`` is a tensor, or holds something else.
        ValueError: if there are no parameters, or one is not a leaf.
    """

    def __init__(self, params: Iterable, defaults: dict[str, Any]) -> None:
        if isinstance(params, Tensor):
            raise TypeError(
                "params argument given to the optimizer should be an iterable "
                "of Tensors or dicts, but got "
                f"{params.type()}"
            )
        self.defaults = defaults
        self.state: defaultdict[Tensor, Any] = defaultdict(dict)
        self.param_groups: list[dict[str, Any]] = []
        self._step_hooks: dict[str, OrderedDict] = {
            "before": OrderedDict(),
            "after": OrderedDict(),
        }
        self._state_hooks: dict[str, OrderedDict] = defaultdict(OrderedDict)
        groups = list(params)
        if not groups:
            raise ValueError(
                "optimizer got an empty parameter list\n"
                "A generator is used up by its first reader, and a list of "
                "layers must be an nn.ModuleList to be found."
            )
        if not isinstance(groups[0], dict):
            groups = [{"params": groups}]
        for group in groups:
            self.add_param_group(group)

    def add_param_group(self, param_group: dict[str, Any]) -> None:
        """Adds a group of parameters with options of its own."""
        if not isinstance(param_group, dict):
            raise TypeError(
                f"param_group must be a dict, but got {type(param_group)}"
            )
        params = param_group["params"]
        if isinstance(params, set):
            raise TypeError(
                "optimizer parameters need to be organized in ordered "
                "collections, but the ordering of tensors in sets will change "
                "between runs. Please use a list instead."
            )
        params = [params] if isinstance(params, Tensor) else list(params)
        named = [isinstance(p, tuple) for p in params]
        if any(named):  # named_parameters()
            if not all(named):
                raise ValueError(
                    "all optimizer params should be with/without names. Some "
                    "param names are missing"
                )
            param_group["param_names"] = [name for name, _ in params]
            params = [p for _, p in params]
        param_group["params"] = params
        for p in params:
            if not isinstance(p, Tensor):
                raise TypeError(
                    "optimizer can only optimize Tensors, but one of the "
                    f"params is {type(p).__name__}"
                )
            if not (self.defaults.get("differentiable") or p.is_leaf):
                raise ValueError("can't optimize a non-leaf Tensor")
        for name, default in self.defaults.items():
            param_group.setdefault(name, default)
        self._refuse_repeats(params)
        self._refuse_other_names("param_names" in param_group)
        self.param_groups.append(param_group)

    def _refuse_other_names(self, named: bool) -> None:
        if not self.param_groups:
            return
        if ("param_names" in self.param_groups[0]) != named:
            how = "with" if named else "without"
            raise ValueError(
                "all optimizer param groups should be with/without names. "
                f"cannot add param group {how} names to the optimizer"
            )

    def _refuse_repeats(self, params: list[Tensor]) -> None:
        if len({id(p) for p in params}) != len(params):
            import warnings

            warnings.warn(
                "optimizer contains a parameter group with duplicate "
                "parameters; in future, this will cause an error; see "
                "github.com/pytorch/pytorch/issues/40967 for more information",
                stacklevel=4,
            )
        known = {id(p) for group in self.param_groups for p in group["params"]}
        if any(id(p) in known for p in params):
            raise ValueError(
                "some parameters appear in more than one parameter group"
            )

    # -- one step -------------------------------------------------------------

    def step(self, closure: Callable[[], Any] | None = None) -> Any:
        """Changes every parameter that has a gradient.

        Args:
            closure: computes the loss anew and returns it, for those who
                want it from ``step``.
        """
        for hook in self._step_hooks["before"].values():
            hook(self, (closure,) if closure else (), {})
        loss = None
        with no_grad():
            if closure is not None:
                with enable_grad():
                    loss = closure()
            for group in self.param_groups:
                for p in group["params"]:
                    grad = p._grad
                    if grad is not None:
                        if group["maximize"]:
                            grad = -grad
                        state = self.state[p]
                        self._update(p, grad, state, group)
                        if not state:  # nothing to remember of p
                            del self.state[p]
        for hook in self._step_hooks["after"].values():
            hook(self, (), {})
        return loss

    def _update(
        self, p: Tensor, grad: Tensor, state: dict, group: dict
    ) -> None:
        """Changes one parameter in place: the rule of this optimizer."""
        raise NotImplementedError

    def zero_grad(self, set_to_none: bool = True) -> None:
        """Forgets all gradients: None by default, or zeros.

        The two differ: a parameter whose gradient is None is not updated,
        one whose gradient is zero still moves by momentum or weight decay.
        """
        for group in self.param_groups:
            for p in group["params"]:
                if p._grad is None:
                    continue
                if set_to_none:
                    p._grad = None
                else:
                    p._grad = p._grad.detach().zero_()

    def register_step_pre_hook(self, hook: Callable) -> RemovableHandle:
        """Calls ``hook(optimizer, args, kwargs)`` before every step."""
        return _add_hook(self._step_hooks["before"], hook)

    def register_step_post_hook(self, hook: Callable) -> RemovableHandle:
        """Calls ``hook(optimizer, args, kwargs)`` after every step."""
        return _add_hook(self._step_hooks["after"], hook)

    # -- saving ---------------------------------------------------------------

    def state_dict(self) -> dict[str, Any]:
        """Gives options and state as a dictionary that can be saved.

        Parameters are named by their position, counted over all groups.
        """
        for hook in self._state_hooks["before saving"].values():
            hook(self)
        index: dict[int, int] = {}
        groups = []
        for group in self.param_groups:
            for p in group["params"]:
                index.setdefault(id(p), len(index))
            packed = {k: v for k, v in group.items() if k != "params"}
            packed["params"] = [index[id(p)] for p in group["params"]]
            groups.append(packed)
        state = {index[id(p)]: kept for p, kept in self.state.items()}
        found: dict[str, Any] = {"state": state, "param_groups": groups}
        for hook in self._state_hooks["after saving"].values():
            changed = hook(self, found)
            found = found if changed is None else changed
        return found

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Takes over options and state that ``state_dict`` gave.

        Raises:
            ValueError: if groups or parameters differ in number.
        """
        for hook in self._state_hooks["before loading"].values():
            changed = hook(self, state_dict)
            state_dict = state_dict if changed is None else changed
        saved = deepcopy(state_dict["param_groups"])
        if len(saved) != len(self.param_groups):
            raise ValueError(
                "loaded state dict has a different number of parameter groups"
            )
        by_index: dict[int, Tensor] = {}
        for group, loaded in zip(self.param_groups, saved):
            if len(group["params"]) != len(loaded["params"]):
                raise ValueError(
                    "loaded state dict contains a parameter group that doesn't "
                    "match the size of optimizer's group"
                )
            by_index.update(zip(loaded["params"], group["params"]))
            loaded["params"] = group["params"]
        self.param_groups = saved
        self.state = defaultdict(dict)
        for i, kept in state_dict["state"].items():
            p = by_index[i]
            self.state[p] = {k: _like(v, p, k) for k, v in kept.items()}
        for hook in self._state_hooks["after loading"].values():
            hook(self)

    def register_state_dict_pre_hook(
        self, hook: Callable, prepend: bool = False
    ) -> RemovableHandle:
        """Calls ``hook(optimizer)`` before ``state_dict`` begins."""
        return _add_hook(self._state_hooks["before saving"], hook, prepend)

    def register_state_dict_post_hook(
        self, hook: Callable, prepend: bool = False
    ) -> RemovableHandle:
        """Calls ``hook(optimizer, state_dict)``; it may give another."""
        return _add_hook(self._state_hooks["after saving"], hook, prepend)

    def register_load_state_dict_pre_hook(
        self, hook: Callable, prepend: bool = False
    ) -> RemovableHandle:
        """Calls ``hook(optimizer, state_dict)``; it may give another."""
        return _add_hook(self._state_hooks["before loading"], hook, prepend)

    def register_load_state_dict_post_hook(
        self, hook: Callable, prepend: bool = False
    ) -> RemovableHandle:
        """Calls ``hook(optimizer)`` when a state has been loaded."""
        return _add_hook(self._state_hooks["after loading"], hook, prepend)

    def __repr__(self) -> str:
        lines = [f"{type(self).__name__} ("]
        for i, group in enumerate(self.param_groups):
            lines += ["" if i else None, f"Parameter Group {i}"]  # type: ignore[list-item]
            lines += [
                f"    {k}: {group[k]}" for k in sorted(group) if k != "params"
            ]
        return "\n".join([*(x for x in lines if x is not None), ")"])

    def __getstate__(self) -> dict[str, Any]:
        return {
            "defaults": self.defaults,
            "state": self.state,
            "param_groups": self.param_groups,
            "_step_hooks": {"before": OrderedDict(), "after": OrderedDict()},
            "_state_hooks": defaultdict(OrderedDict),
        }


def _add_hook(
    hooks: OrderedDict, hook: Callable, prepend: bool = False
) -> RemovableHandle:
    handle = RemovableHandle(hooks)
    hooks[handle.id] = hook
    if prepend:
        hooks.move_to_end(handle.id, last=False)
    return handle


def _like(value: Any, p: Tensor, key: str) -> Any:
    """Copies a saved value; what belongs to a parameter takes its dtype."""
    if not isinstance(value, Tensor):
        return deepcopy(value)
    copy = value.detach().clone()
    if key == "step" or not p.dtype.is_floating_point:
        return copy
    return copy.to(p.dtype)


def check(condition: bool, what: str, value: Any) -> None:
    """Refuses an option: "Invalid learning rate: -1".

    Raises:
        ValueError: if ``condition`` does not hold.
    """
    if not condition:
        raise ValueError(f"Invalid {what}: {value}")


def check_adam(
    lr: float, betas: tuple[float, float], eps: float, weight_decay: float
) -> None:
    """Checks the options that Adam and its relatives share."""
    check(lr >= 0, "learning rate", lr)
    check(eps >= 0, "epsilon value", eps)
    for i, beta in enumerate(betas):
        check(0 <= beta < 1, f"beta parameter at index {i}", beta)
    check(weight_decay >= 0, "weight_decay value", weight_decay)
