"""What is asked of ``optim``: the same questions to teachtorch and PyTorch.

``record_optim.py`` writes down PyTorch's answers; ``test_optim.py`` and
``test_lr_scheduler.py`` compare. ``GRID`` gives for each optimizer values of
its options, and every combination is tried. ``SCHEDULES`` has schedulers as
one writes them; ``PROGRAMS`` has small programs whose printed result, error or
warning is compared.
"""

from __future__ import annotations

import copy
import itertools
import warnings
from collections.abc import Iterator
from typing import Any

STEPS = 20
NO_YES = [False, True]

GRID: dict[str, dict[str, list]] = {
    "SGD": {
        "lr": [0.1],
        "momentum": [0, 0.9],
        "dampening": [0, 0.3],
        "weight_decay": [0, 0.02],
        "nesterov": NO_YES,
        "maximize": NO_YES,
    },
    "Adam": {
        "lr": [0.05],
        "betas": [(0.9, 0.999), (0.5, 0.7)],
        "eps": [1e-8, 1e-2],
        "weight_decay": [0, 0.02],
        "amsgrad": NO_YES,
        "maximize": NO_YES,
        "decoupled_weight_decay": NO_YES,
    },
    "AdamW": {
        "lr": [0.05],
        "betas": [(0.9, 0.999), (0.5, 0.7)],
        "eps": [1e-8, 1e-2],
        "weight_decay": [0, 1e-2],
        "amsgrad": NO_YES,
        "maximize": NO_YES,
    },
    "NAdam": {
        "lr": [0.05],
        "betas": [(0.9, 0.999), (0.5, 0.7)],
        "eps": [1e-8, 1e-2],
        "weight_decay": [0, 0.02],
        "momentum_decay": [4e-3, 0, 0.5],
        "decoupled_weight_decay": NO_YES,
        "maximize": NO_YES,
    },
    "RAdam": {
        "lr": [0.05],
        "betas": [(0.9, 0.999), (0.5, 0.7)],
        "eps": [1e-8, 1e-2],
        "weight_decay": [0, 0.02],
        "decoupled_weight_decay": NO_YES,
        "maximize": NO_YES,
    },
    "Adamax": {
        "lr": [0.05],
        "betas": [(0.9, 0.999), (0.5, 0.7)],
        "eps": [1e-8, 1e-2],
        "weight_decay": [0, 0.02],
        "maximize": NO_YES,
    },
    "RMSprop": {
        "lr": [0.02],
        "alpha": [0.99, 0.5],
        "eps": [1e-8, 1e-2],
        "weight_decay": [0, 0.02],
        "momentum": [0, 0.9],
        "centered": NO_YES,
        "maximize": NO_YES,
    },
    "Adagrad": {
        "lr": [0.1],
        "lr_decay": [0, 0.1],
        "weight_decay": [0, 0.02],
        "initial_accumulator_value": [0, 0.1],
        "eps": [1e-10, 1e-2],
        "maximize": NO_YES,
    },
    "Adadelta": {
        "lr": [1.0, 0.5],
        "rho": [0.9, 0.5],
        "eps": [1e-6, 1e-2],
        "weight_decay": [0, 0.02],
        "maximize": NO_YES,
    },
    "ASGD": {
        "lr": [0.05],
        "lambd": [1e-4, 0.1],
        "alpha": [0.75, 0.5],
        "t0": [1e6, 5],
        "weight_decay": [0, 0.02],
        "maximize": NO_YES,
    },
    "Rprop": {
        "lr": [0.01, 0.2],
        "etas": [(0.5, 1.2), (0.3, 1.5)],
        "step_sizes": [(1e-6, 50), (0.01, 0.1)],
        "maximize": NO_YES,
    },
    "LBFGS": {
        "lr": [1, 0.3],
        "max_iter": [1, 4],
        "max_eval": [None, 2],
        "tolerance_grad": [1e-7, 1e-2],
        "tolerance_change": [1e-9, 1e-3],
        "history_size": [100, 2],
        "line_search_fn": [None, "strong_wolfe"],
    },
    "Adafactor": {
        "lr": [0.1, 0.01],
        "beta2_decay": [-0.8, -0.3],
        "eps": [(None, 1e-3), (1e-2, 0.5)],
        "d": [1.0, 2.0],
        "weight_decay": [0, 0.02],
        "maximize": NO_YES,
    },
}


def combinations(name: str) -> Iterator[dict[str, Any]]:
    """Yields every combination of an optimizer's options."""
    grid = GRID[name]
    for values in itertools.product(*grid.values()):
        yield dict(zip(grid, values))


def problem(torch: Any) -> tuple[list, Any]:
    """Gives parameters and their loss: a tiny network and twelve examples."""
    n = torch.arange(36, dtype=torch.float64)
    x = torch.sin(n * 0.7).reshape(12, 3)
    y = torch.cos(n[:24] * 1.3).reshape(12, 2)
    w = torch.sin(n[:6] * 2.1).reshape(3, 2)
    b = torch.cos(n[:2])
    k = torch.sin(n[5:13]).reshape(2, 2, 2)
    unused = torch.ones(2, dtype=torch.float64)
    params = [p.clone().requires_grad_() for p in (w, b, k, unused)]

    def loss() -> Any:
        w, b, k, _ = params
        out = torch.tanh(x @ w + b) @ k
        # The second term makes the bottom round, where rounding errors of
        # LBFGS die out instead of growing.
        size = (w * w).sum() + (b * b).sum() + (k * k).sum()
        return ((out - y) ** 2).mean() + 0.1 * size

    return params, loss


def train(torch: Any, name: str, options: dict[str, Any]) -> list[float] | str:
    """Gives the losses of all steps and the last parameters, or the refusal."""
    params, loss = problem(torch)
    try:
        optimizer = getattr(torch.optim, name)(params, **options)
    except ValueError as error:
        return str(error)

    def closure() -> Any:
        optimizer.zero_grad()
        value = loss()
        value.backward()
        return value

    losses = [optimizer.step(closure).item() for _ in range(STEPS)]
    last = torch.cat([p.detach().reshape(-1) for p in params])
    return losses + last.tolist()


def plain(torch: Any, value: Any) -> Any:
    """Turns what a state_dict holds into what JSON can hold."""
    if isinstance(value, torch.Tensor):
        return {"tensor": value.tolist(), "dtype": str(value.dtype)}
    if isinstance(value, dict):
        return {str(k): plain(torch, v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [plain(torch, v) for v in value]
    return value


def state_after_five_steps(torch: Any, name: str) -> tuple[Any, Any, Any]:
    """Trains; gives the optimizer, its state and a function that goes on."""
    params, loss = problem(torch)
    options = {
        "AdamW": {"amsgrad": True},
        "RMSprop": {"centered": True},
        "LBFGS": {"max_iter": 2, "line_search_fn": "strong_wolfe"},
    }
    optimizer = getattr(torch.optim, name)(params, **options.get(name, {}))

    def step() -> float:
        def closure() -> Any:
            optimizer.zero_grad()
            value = loss()
            value.backward()
            return value

        return optimizer.step(closure).item()

    for _ in range(5):
        step()
    return optimizer, plain(torch, optimizer.state_dict()), step


def state_given_to_another(torch: Any, name: str) -> Any:
    """Gives the state that an optimizer has after loading one's state."""
    optimizer = state_after_five_steps(torch, name)[0]
    other = type(optimizer)(problem(torch)[0])
    other.load_state_dict(copy.deepcopy(optimizer.state_dict()))
    return plain(torch, other.state_dict())


# ---- Schedules --------------------------------------------------------------

# ``o`` is an optimizer with two groups, rates 0.5 and 0.05.
SCHEDULES = [
    "s.LambdaLR(o, lambda t: 0.95 ** t)",
    "s.LambdaLR(o, [lambda t: 1 / (t + 1), lambda t: t])",
    "s.MultiplicativeLR(o, lambda t: 0.95)",
    "s.MultiplicativeLR(o, [lambda t: 0.95, lambda t: 1 + t / 100])",
    "s.StepLR(o, 3)",
    "s.StepLR(o, step_size=7, gamma=0.5)",
    "s.MultiStepLR(o, [3, 8, 8, 20], 0.5)",
    "s.ConstantLR(o)",
    "s.ConstantLR(o, 0.25, 10)",
    "s.LinearLR(o)",
    "s.LinearLR(o, 0.1, 0.7, 12)",
    "s.LinearLR(o, 1.0, 0.0, 8)",
    "s.ExponentialLR(o, 0.9)",
    "s.PolynomialLR(o)",
    "s.PolynomialLR(o, 20, 2.0)",
    "s.CosineAnnealingLR(o, 10)",
    "s.CosineAnnealingLR(o, 7, eta_min=0.01)",
    "s.CosineAnnealingWarmRestarts(o, 5)",
    "s.CosineAnnealingWarmRestarts(o, 4, 2, 0.01)",
    "s.CyclicLR(o, 0.01, 0.1, 4)",
    "s.CyclicLR(o, 0.01, 0.1, 4, 7, mode='triangular2')",
    "s.CyclicLR(o, [0.01, 0.02], [0.1, 0.3], 3, mode='exp_range', gamma=0.95)",
    "s.CyclicLR(o, 0.01, 0.1, 4, scale_fn=lambda x: 1 / x)",
    "s.CyclicLR(o, 0.01, 0.1, 4, scale_fn=lambda t: 0.99 ** t, "
    "scale_mode='iterations', cycle_momentum=False)",
    "s.CyclicLR(o, 0.01, 0.1, 4, base_momentum=0.5, max_momentum=0.7)",
    "s.OneCycleLR(o, 0.4, 40)",
    "s.OneCycleLR(o, [0.4, 0.1], epochs=4, steps_per_epoch=10)",
    "s.OneCycleLR(o, 0.4, 31, anneal_strategy='linear', pct_start=0.25)",
    "s.OneCycleLR(o, 0.4, 35, three_phase=True, div_factor=10.0, "
    "final_div_factor=100.0)",
    "s.OneCycleLR(o, 0.4, 40, cycle_momentum=False)",
    "s.OneCycleLR(o, 0.4, 40, base_momentum=0.6, max_momentum=0.8)",
    "s.SequentialLR(o, [s.ConstantLR(o, 0.1, 30), s.ExponentialLR(o, 0.9)], "
    "[6])",
    "s.SequentialLR(o, [s.LinearLR(o, 0.1, total_iters=5), "
    "s.CosineAnnealingLR(o, 10), s.StepLR(o, 4)], [5, 15])",
    "s.SequentialLR(o, [s.SequentialLR(o, [s.StepLR(o, 2), "
    "s.ExponentialLR(o, 0.9)], [4]), s.ConstantLR(o)], [9])",
    "s.ChainedScheduler([s.ConstantLR(o, 0.1, 9), s.ExponentialLR(o, 0.9)])",
    "s.ChainedScheduler([s.StepLR(o, 4), s.LinearLR(o)], o)",
    "s.ReduceLROnPlateau(o, patience=2)",
    "s.ReduceLROnPlateau(o, 'max', 0.5, 1, 0.01, 'abs', 2, [0.1, 0.001])",
    "s.ReduceLROnPlateau(o, 'min', 0.5, 0, 0.1, 'abs', min_lr=0.01)",
    "s.ReduceLROnPlateau(o, 'max', 0.3, 3, threshold=0.05)",
]


def two_groups(torch: Any, kind: str) -> Any:
    """Makes an optimizer for the schedulers to act on."""
    a, b = (torch.zeros(2, requires_grad=True) for _ in range(2))
    groups = [{"params": [a]}, {"params": [b], "lr": 0.05}]
    options = {"momentum": 0.9} if kind == "SGD" else {}
    return getattr(torch.optim, kind)(groups, lr=0.5, **options)


def measure(t: int) -> float:
    """Gives a "loss" that falls, stays and rises, for ReduceLROnPlateau."""
    return [1.0, 0.9, 0.89, 0.89, 0.895, 0.8, 0.8, 0.81, 0.82, 0.8][t % 10] + (
        0.01 * (t // 10)
    )


def follow(torch: Any, code: str, kind: str, steps: int = 30) -> dict[str, Any]:
    """Steps a scheduler and writes down rates, momenta, and its state."""
    optimizer = two_groups(torch, kind)
    scope = {"s": torch.optim.lr_scheduler, "o": optimizer}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        scheduler = eval(code, scope)
        rows = []
        for t in range(steps):
            rows.append(now(optimizer))
            optimizer.step()
            if "Plateau" in code:
                scheduler.step(measure(t))
            else:
                scheduler.step()
    return {
        "rates": rows,
        "last": scheduler.get_last_lr(),
        "state": plain(torch, scheduler.state_dict()),
        "keys": list(scheduler.state_dict()),
        "options": [sorted(group) for group in optimizer.param_groups],
    }


def now(optimizer: Any) -> list[float]:
    """Gives the present rates and momenta."""
    groups = optimizer.param_groups
    return [g["lr"] for g in groups] + [
        g["momentum"] if "momentum" in g else g["betas"][0] for g in groups
    ]


# ---- Programs ---------------------------------------------------------------

NAMES = list(GRID)

_P = "p = torch.zeros(2, requires_grad=True)\n"
_O = _P + "o = torch.optim.SGD([p], lr=0.5)\ns = torch.optim.lr_scheduler\n"

_BAD_OPTIONS = {
    "SGD": ["lr=-1", "momentum=-1", "weight_decay=-1", "nesterov=True",
            "nesterov=True, momentum=1, dampening=1"],
    "Adam": ["lr=-1", "eps=-1", "betas=(1, 0)", "betas=(0, 1)",
             "weight_decay=-1"],
    "AdamW": ["lr=-1", "eps=-1", "betas=(-1, 0)", "betas=(0, 1)",
              "weight_decay=-1"],
    "NAdam": ["lr=-1", "eps=-1", "betas=(1, 0)", "betas=(0, 1)",
              "weight_decay=-1", "momentum_decay=-1"],
    "RAdam": ["lr=-1", "eps=-1", "betas=(1, 0)", "betas=(0, 1)",
              "weight_decay=-1"],
    "Adamax": ["lr=-1", "eps=-1", "betas=(1, 0)", "betas=(0, 1)",
               "weight_decay=-1"],
    "RMSprop": ["lr=-1", "eps=-1", "momentum=-1", "weight_decay=-1",
                "alpha=-1"],
    "Adagrad": ["lr=-1", "lr_decay=-1", "weight_decay=-1",
                "initial_accumulator_value=-1", "eps=-1"],
    "Adadelta": ["lr=-1", "rho=-1", "rho=1.5", "eps=-1", "weight_decay=-1"],
    "ASGD": ["lr=-1", "weight_decay=-1"],
    "Rprop": ["lr=-1", "etas=(0, 2)", "etas=(0.5, 1)"],
    "LBFGS": ["lr=-1"],
    "Adafactor": ["lr=-1", "beta2_decay=1", "eps=(-1, 1)", "eps=(None, -1)",
                  "d=0.5", "weight_decay=-1"],
}  # fmt: skip

PROGRAMS = [
    *[
        f"{_P}out = torch.optim.{name}([p], {options})"
        for name, bad in _BAD_OPTIONS.items()
        for options in bad
    ],
    *[f"{_P}out = torch.optim.{name}([p])" for name in NAMES],
    *[
        f"{_P}out = list(torch.optim.{name}([p]).param_groups[0])"
        for name in NAMES
    ],
    *[f"out = torch.optim.{name}([])" for name in ("SGD", "LBFGS")],
    f"{_P}out = torch.optim.SGD(p)",
    "out = torch.optim.SGD([1.0])",
    f"{_P}out = torch.optim.SGD([p * 2])",
    f"{_P}out = torch.optim.SGD([p, p])",
    f"{_P}out = torch.optim.SGD([{{'params': p}}, {{'params': p}}])",
    f"{_P}out = torch.optim.SGD({{p}})",
    f"{_P}out = torch.optim.SGD([{{'params': {{p}}}}])",
    f"{_P}q = torch.ones(1, requires_grad=True)\n"
    "out = torch.optim.LBFGS([{'params': p}, {'params': q}])",
    f"{_P}out = torch.optim.LBFGS([p]).step()",
    f"{_P}o = torch.optim.LBFGS([p], line_search_fn='wolfe')\n"
    "def f():\n"
    "    o.zero_grad()\n"
    "    loss = ((p - 1) ** 2).sum()\n"
    "    loss.backward()\n"
    "    return loss\n"
    "o.step(f)",
    f"{_P}o = torch.optim.Adam([{{'params': p, 'lr': 0.5}}])\n"
    "q = torch.ones(1, requires_grad=True)\n"
    "o.add_param_group({'params': q})\nout = o",
    f"{_P}o = torch.optim.SGD([p])\no.add_param_group(3)",
    f"{_P}o = torch.optim.SGD([p])\no.add_param_group({{'params': [p]}})",
    f"{_P}o = torch.optim.SGD([('weight', p)])\nout = o.param_groups[0]",
    f"{_P}a, b = torch.optim.SGD([p]), torch.optim.SGD([{{'params': []}}])\n"
    "b.load_state_dict(a.state_dict())",
    f"{_P}a = torch.optim.SGD([p])\n"
    "b = torch.optim.SGD([{'params': p}, {'params': []}])\n"
    "b.load_state_dict(a.state_dict())",
    f"{_P}out = torch.optim.SGD([p]).step(lambda: 7)",
    f"{_P}calls = []\no = torch.optim.SGD([p])\n"
    "a = o.register_step_pre_hook(lambda o, a, k: calls.append('before'))\n"
    "b = o.register_step_post_hook(lambda o, a, k: calls.append('after'))\n"
    "o.step()\na.remove()\no.step()\nout = calls",
    f"{_P}calls = []\no = torch.optim.LBFGS([p])\n"
    "o.register_step_pre_hook(lambda o, a, k: calls.append('before'))\n"
    "o.register_step_post_hook(lambda o, a, k: calls.append('after'))\n"
    "o.step(lambda: p.sum())\nout = calls",
]

_HOOKS = (
    "o = torch.optim.SGD([p], 0.5)\nseen = []\n"
    "o.register_state_dict_pre_hook(lambda o: seen.append('a'))\n"
    "o.register_state_dict_post_hook(lambda o, s: s | {'more': 1})\n"
    "o.register_load_state_dict_pre_hook("
    "lambda o, s: {k: v for k, v in s.items() if k != 'more'})\n"
    "o.register_load_state_dict_post_hook(lambda o: seen.append('b'))\n"
    "o.register_load_state_dict_post_hook("
    "lambda o: seen.append('first'), prepend=True)\n"
)
_AFTER = "p.grad = torch.ones(2)\no.step(lambda: (p * p).sum())\n"
PROGRAMS += [
    f"{_P}{_HOOKS}s = o.state_dict()\no.load_state_dict(s)\nout = s, seen",
    f"{_P}torch.optim.SGD([('a', p), p])",
    f"{_P}torch.optim.SGD([p, ('a', p)])",
    f"{_P}o = torch.optim.SGD([('a', p)])\n"
    "o.add_param_group({'params': [torch.ones(1)]})",
    f"{_P}o = torch.optim.SGD([p])\n"
    "o.add_param_group({'params': [('a', torch.ones(1))]})",
    f"{_P}out = torch.optim.SGD([('a', p)]).state_dict()",
    *[
        f"{_P}import copy, pickle\no = torch.optim.{name}([p])\n{_AFTER}"
        f"out = {copied}.state_dict()\n"
        "out = [sorted(s) for s in out['state'].values()], out['param_groups']"
        for name in NAMES
        for copied in ("copy.deepcopy(o)", "pickle.loads(pickle.dumps(o))")
    ],
    *[
        f"import inspect\nout = [(n, p.kind.name, p.default) for n, p in "
        f"inspect.signature(torch.optim.{name}).parameters.items()]"
        for name in NAMES
    ],
    *[
        f"p = torch.{make}.requires_grad_()\no = torch.optim.{name}([p])\n"
        "p.grad = torch.ones_like(p)\n"
        "for _ in range(3):\n    o.step(lambda: p.sum())\n"
        "out = p, [str(v.dtype) for k, v in sorted(o.state[p].items()) "
        "if torch.is_tensor(v)]"
        for name in NAMES
        for make in ("tensor(1.0)", "zeros(0)", "ones(3).half()")
    ],
]

SCHEDULER_PROGRAMS = [
    f"{_O}out = s.StepLR(3, 1)",
    f"{_O}out = s.StepLR(o, 1, last_epoch=3)",
    f"{_O}out = s.LambdaLR(o, [])",
    f"{_O}out = s.MultiplicativeLR(o, 3)",
    f"{_O}out = s.LambdaLR(o, 3)",
    f"{_O}out = s.ConstantLR(o, 2.0)",
    f"{_O}out = s.LinearLR(o, 0.0)",
    f"{_O}out = s.LinearLR(o, 0.5, 2.0)",
    f"{_O}out = s.CosineAnnealingWarmRestarts(o, 0)",
    f"{_O}out = s.CosineAnnealingWarmRestarts(o, 2, 0)",
    f"{_O}out = s.CosineAnnealingWarmRestarts(o, 2, 1, 'x')",
    f"{_O}out = s.CosineAnnealingWarmRestarts(o, 2).step(-1)",
    f"{_O}out = s.CyclicLR(3, 0.1, 0.2)",
    f"{_O}out = s.CyclicLR(o, [0.1, 0.2], 0.2)",
    f"{_O}out = s.CyclicLR(o, 0.1, 0.2, mode='x')",
    f"{_P}o = torch.optim.Rprop([p])\n"
    "out = torch.optim.lr_scheduler.CyclicLR(o, 0.1, 0.2)",
    f"{_P}o = torch.optim.Rprop([p])\n"
    "out = torch.optim.lr_scheduler.OneCycleLR(o, 0.1, 20)",
    f"{_O}out = s.OneCycleLR(3, 0.1)",
    f"{_O}out = s.OneCycleLR(o, 0.1)",
    f"{_O}out = s.OneCycleLR(o, 0.1, 0)",
    f"{_O}out = s.OneCycleLR(o, 0.1, epochs=0, steps_per_epoch=1)",
    f"{_O}out = s.OneCycleLR(o, 0.1, epochs=1, steps_per_epoch=0.5)",
    f"{_O}out = s.OneCycleLR(o, 0.1, 20, pct_start=2)",
    f"{_O}out = s.OneCycleLR(o, 0.1, 20, anneal_strategy='x')",
    f"{_O}c = s.OneCycleLR(o, 0.1, 3)\no.step()\n"
    "for _ in range(5):\n    c.step()",
    f"{_O}out = s.SequentialLR(o, [], [])",
    f"{_O}out = s.SequentialLR(o, [3], [])",
    f"{_O}out = s.SequentialLR(o, [s.StepLR(o, 1)], [3])",
    f"{_O}out = s.SequentialLR(o, [s.ReduceLROnPlateau(o)], [])",
    f"{_O}a = torch.optim.SGD([p])\n"
    "out = s.SequentialLR(a, [s.StepLR(o, 1)], [])",
    f"{_O}out = s.ChainedScheduler([])",
    f"{_O}out = s.ChainedScheduler([s.ReduceLROnPlateau(o)])",
    f"{_O}out = s.ChainedScheduler([s.StepLR(o, 1)], torch.optim.SGD([p]))",
    f"{_O}out = s.ReduceLROnPlateau(o, factor=1.0)",
    f"{_O}out = s.ReduceLROnPlateau(3)",
    f"{_O}out = s.ReduceLROnPlateau(o, mode='x')",
    f"{_O}out = s.ReduceLROnPlateau(o, threshold_mode='x')",
    f"{_O}out = s.ReduceLROnPlateau(o, min_lr=[1, 2])",
    f"{_O}c = s.ReduceLROnPlateau(o)\nc.step(1.0)\nc.step(1.0, epoch=4)\n"
    "out = c.last_epoch",
    # warnings, and what the deprecated ``epoch`` does
    f"{_O}c = s.StepLR(o, 2)\nc.step()\nc.step()",
    f"{_O}c = s.SequentialLR(o, [s.SequentialLR(o, [s.StepLR(o, 2)], [])], [])",
    f"{_O}c = s.StepLR(o, 2)\no.step = lambda: None\no.step()\nc.step()",
    f"{_O}c = s.StepLR(o, 2)\nout = c.get_lr()",
    f"{_O}c = s.LRScheduler(o)",
    f"{_O}o.step()\nc = s.StepLR(o, 2)\no.step()\nc.step()\nout = o",
    *[
        f"{_O}c = s.{code}\no.step()\nc.step(4)\nc.step()\n"
        "out = c.get_last_lr()"
        for code in (
            "StepLR(o, 2)",
            "MultiStepLR(o, [1, 3], 0.5)",
            "ConstantLR(o)",
            "LinearLR(o)",
            "ExponentialLR(o, 0.5)",
            "PolynomialLR(o, 8, 2.0)",
            "CosineAnnealingLR(o, 10)",
            "CosineAnnealingWarmRestarts(o, 3)",
            "CosineAnnealingWarmRestarts(o, 1, 2)",
            "LambdaLR(o, lambda t: t)",
        )
    ],
    f"{_O}c = s.CosineAnnealingWarmRestarts(o, 3, 2)\no.step()\nout = []\n"
    "for e in range(12):\n    c.step(e + 0.5)\n    out += c.get_last_lr()",
    # resuming
    f"{_O}c = s.StepLR(o, 2)\no.step()\nc.step()\n"
    "d = s.StepLR(o, 2, last_epoch=1)\nout = d.state_dict()",
    f"{_O}c = s.CosineAnnealingLR(o, 9)\no.step()\nc.step()\n"
    "d = s.CosineAnnealingLR(o, 9, last_epoch=1)\nout = d.get_last_lr()",
    f"{_O}class F:\n"
    "    def __init__(self):\n        self.k = 2\n"
    "    def __call__(self, t):\n        return self.k * t\n"
    "c = s.LambdaLR(o, F())\nout = c.state_dict()\n"
    "out['lr_lambdas'][0]['k'] = 5\nc.load_state_dict(out)\no.step()\n"
    "c.step()\nout = c.get_last_lr()",
    f"{_P}o = torch.optim.SGD([p], lr=torch.tensor(0.5))\n"
    "c = torch.optim.lr_scheduler.ExponentialLR(o, 0.5)\no.step()\nc.step()\n"
    "out = o.param_groups[0]['lr'], c.base_lrs, c.get_last_lr()",
]

# ---- Averaged models --------------------------------------------------------

_M = (
    "u = torch.optim.swa_utils\nn = torch.nn\ntorch.manual_seed(0)\n"
    "m = n.Sequential(n.Linear(2, 3), n.BatchNorm1d(3), n.Linear(3, 1))\n"
    "x = torch.arange(8.0).reshape(4, 2)\n"
    "def train(average):\n"
    "    o = torch.optim.SGD(m.parameters(), lr=0.1)\n"
    "    for _ in range(5):\n"
    "        o.zero_grad()\n        ((m(x) - 1) ** 2).mean().backward()\n"
    "        o.step()\n        average.update_parameters(m)\n"
    "    return average.state_dict(), average.eval()(x)\n"
)

SWA_PROGRAMS = [
    f"{_M}out = train(u.AveragedModel(m))",
    f"{_M}out = train(u.AveragedModel(m, use_buffers=True))",
    f"{_M}out = train(u.AveragedModel(m, avg_fn=u.get_swa_avg_fn()))",
    f"{_M}out = train(u.AveragedModel(m, avg_fn=u.get_ema_avg_fn(0.8)))",
    f"{_M}out = train(u.AveragedModel(m, multi_avg_fn="
    "u.get_ema_multi_avg_fn(0.8)))",
    f"{_M}out = train(u.AveragedModel(m, multi_avg_fn="
    "u.get_swa_multi_avg_fn()))",
    f"{_M}a = u.AveragedModel(m)\ntrain(a)\nu.update_bn([(x,), (x + 1,)], a)\n"
    "out = a.state_dict(), a.training, a.module[1].momentum",
    f"{_M}out = u.AveragedModel(m)",
    f"{_M}out = u.AveragedModel(m, None, 1, 2)",
    f"{_M}out = u.get_ema_avg_fn(2)",
    f"{_M}out = u.get_ema_multi_avg_fn(-1)",
    f"{_O}u = torch.optim.swa_utils\nout = u.SWALR(o, [1, 2])",
    f"{_O}u = torch.optim.swa_utils\nout = u.SWALR(o, 1, anneal_strategy='x')",
    f"{_O}u = torch.optim.swa_utils\nout = u.SWALR(o, 1, -1)",
    *[
        f"{_O}u = torch.optim.swa_utils\nc = u.SWALR(o, 0.05, {options})\n"
        "out = c.get_last_lr()\nfor _ in range(8):\n"
        "    o.step()\n    c.step()\n    out += c.get_last_lr()\n"
        "out.append(c.state_dict())"
        for options in ("5", "5, 'linear'", "0", "3, 'cos'")
    ],
]
