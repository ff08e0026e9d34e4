"""Writes random programs that print tensors and modules, for ``parity.py``.

Tensors come from the same writers as the recorded cases of the tests
(``tests/record_printing.py``), there from one fixed seed, here from a new one
each day; views, formats and containers are added.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from pathlib import Path

from parity_layers import layer

TESTS = Path(__file__).resolve().parent.parent / "tests"
sys.path.append(str(TESTS))

from record_printing import (  # noqa: E402
    large_tensor,
    random_case,
    small_tensor,
)

RESET = "torch.set_printoptions(profile='default')"
SPECS = ["", ".3f", ">12.4e", "+.1f", "10", "d", "g", "08.2f", "s", ","]
VIEWS = [".mT", "[..., ::2]", ".flip(0)", ".unsqueeze(1)", "[-1]", "[:0]"]
VIEWS += [".expand(3, *{t}.shape)", ".double()", ".half()", ".T"]
VIEWS += [" * 0.5", " > 0", " / 0", ".reshape(-1)", ".unbind()[0]"]


# ---- tensors ----------------------------------------------------------------


def tensor_program(rng: random.Random) -> list[str]:
    """Writes a program that prints one tensor."""
    kind = rng.random()
    if kind < 0.5:
        return [RESET, random_case(rng), "text = repr(out)"]
    tensor = small_tensor(rng) if rng.random() < 0.85 else large_tensor(rng)
    lines = [RESET, f"t = {tensor}"]
    if rng.random() < 0.3:
        options = random_case(rng).split("\n")
        lines += [line for line in options if "set_printoptions" in line]
    if kind < 0.8:
        view = rng.choice(VIEWS).replace("{t}", "t")
        return [*lines, f"text = repr(t{view})"]
    if kind < 0.9:
        spec = rng.choice(SPECS)
        return [*lines, f"text = format(t.reshape(-1)[0], {spec!r})"]
    inside = rng.choice(["[t]", "{'t': t}", "(t, t.shape)", "str(t.dtype)"])
    return [*lines, f"text = repr({inside})"]


# ---- modules ----------------------------------------------------------------


def tree(rng: random.Random, depth: int) -> str:
    """Writes a module, with children up to a depth."""
    if depth == 0 or rng.random() < 0.2:
        return layer(rng)
    children = [tree(rng, depth - 1) for _ in range(rng.randint(0, 4))]
    if rng.random() < 0.4:  # equal neighbours print as one line
        children += [layer(rng)] * rng.randint(1, 3)
    listed = ", ".join(children)
    named = ", ".join(f"'{chr(97 + i)}': {c}" for i, c in enumerate(children))
    return rng.choice(
        [
            f"nn.Sequential({listed})",
            f"nn.ModuleList([{listed}])",
            f"nn.ModuleDict({{{named}}})",
            f"Tree('', {listed})" if listed else "Tree('')",
            f"Tree('k=3\\nl=4', {listed})" if listed else "Tree('k=3')",
        ]
    )


# A class as a reader writes it: with words of its own and named children.
TREE = """class Tree(nn.Module):
    def __init__(self, words, *children):
        super().__init__()
        self.words = words
        self.scale = nn.Parameter(torch.ones(2))
        for number, child in enumerate(children):
            self.add_module(f"child{number}", child)
    def extra_repr(self):
        return self.words"""

OPTIMIZERS = ["SGD", "Adam", "AdamW", "RMSprop", "Adagrad", "Adadelta"]
PRINTED: list[Callable[[random.Random], str]] = [
    lambda rng: "model",
    lambda rng: "model",
    lambda rng: "model.eval().double()",
    lambda rng: "[name for name, _ in model.named_modules()]",
    lambda rng: "[(n, p.shape) for n, p in model.named_parameters()]",
    lambda rng: "list(model.state_dict())",
    lambda rng: (
        f"torch.optim.{rng.choice(OPTIMIZERS)}([nn.Parameter("
        f"torch.ones({rng.randint(1, 3)}))], lr={rng.choice([0.1, 1e-3, 2])})"
    ),
]


def module_program(rng: random.Random) -> list[str]:
    """Writes a program that prints a tree of modules."""
    made = tree(rng, rng.randint(0, 3))
    lines = [RESET, TREE] if "Tree(" in made else [RESET]
    return [
        *lines,
        f"model = {made}",
        f"text = repr({rng.choice(PRINTED)(rng)})",
    ]
