"""Records how PyTorch prints tensors, for ``test_printing.py``.

Most cases are drawn at random, but from a fixed seed: run this file again where
PyTorch is installed, and ``golden/printing_cases.json`` comes out the same.
Each case is a few lines of code that set ``out``, and PyTorch's ``repr(out)``.
"""

from __future__ import annotations

import json
import math
import random
from pathlib import Path
from types import ModuleType

FLOATS = ["float16", "float32", "float32", "float32", "float64"]
INTEGERS = ["int64", "int64", "int32", "int16", "int8", "uint8"]
LARGEST = {"int8": 127, "uint8": 255, "int16": 32767, "int32": 2**31 - 1}
SPECIAL = ["float('nan')", "float('inf')", "float('-inf')", "0.0", "-0.0"]
LARGE_SHAPES = [
    (1001,),
    (5000,),
    (40, 30),
    (3, 500),
    (500, 3),
    (7, 8, 19),
    (6, 6, 6, 7),
]
OPTIONS = {
    "precision": [0, 1, 2, 3, 6, 10],
    "threshold": [0, 3, 10, 50, 100000],
    "edgeitems": [0, 1, 2, 4],
    "linewidth": [1, 20, 40, 79, 81, 120],
    "profile": ["default", "short", "full"],
    "sci_mode": [True, False],
}


def float_literals(rng: random.Random, count: int) -> list[str]:
    """Draws numbers of one of seven characters, as Python source."""
    kind = rng.randrange(7)
    numbers = [rng.gauss(0, 1) for _ in range(count)]
    if kind == 0:  # whole numbers, small or large
        scale = 10.0 ** rng.randrange(1, 10)
        numbers = [float(round(x * scale)) for x in numbers]
    elif kind == 1:  # all of one size, from tiny to large
        scale = 10.0 ** rng.randrange(-7, 8)
        numbers = [x * scale for x in numbers]
    elif kind == 2:  # of many sizes
        numbers = [x * 10.0 ** rng.randrange(-6, 6) for x in numbers]
    elif kind == 3:  # nothing but zeros
        numbers = [0.0 * x for x in numbers]
    elif kind == 4:  # on the borders of the rules for exponents
        borders = [0.0001, 0.00011, 1.0, 1.5, 999.0, 1000.0, 1001.0, 1e8]
        numbers = [rng.choice(borders) for _ in numbers]
    literals = [repr(float(f"{x:.6g}")) for x in numbers]
    if kind in (5, 6):  # some that are no ordinary numbers
        literals = [
            rng.choice(SPECIAL) if rng.random() < 0.3 else x for x in literals
        ]
    return literals


def nested(literals: list[str], shape: tuple[int, ...]) -> str:
    """Writes numbers as the nested lists of a shape."""
    if not shape:
        return literals[0]
    step = len(literals) // shape[0] if shape[0] else 0
    rows = [
        nested(literals[i * step : (i + 1) * step], shape[1:])
        for i in range(shape[0])
    ]
    return "[" + ", ".join(rows) + "]"


def small_tensor(rng: random.Random) -> str:
    """Writes a call of ``torch.tensor`` with at most 48 random numbers."""
    longest = [0, 30, 8, 4, 3][dims := rng.choice([0, 1, 1, 2, 2, 3, 4])]
    shape = tuple(rng.randint(1, longest) for _ in range(dims))
    count = math.prod(shape)
    if count > 48:
        return small_tensor(rng)

    kind = rng.choice(["float", "float", "float", "int", "bool"])
    if kind == "float":
        dtype = rng.choice(FLOATS)
        literals = float_literals(rng, count)
    elif kind == "int":
        dtype = rng.choice(INTEGERS)
        high = min(LARGEST.get(dtype, 10**15), 10 ** rng.randrange(1, 14))
        low = 0 if dtype == "uint8" else -high
        literals = [str(rng.randint(low, high)) for _ in range(count)]
    else:
        dtype = "bool"
        literals = [str(rng.random() < 0.5) for _ in range(count)]
    needs_grad = kind == "float" and rng.random() < 0.3
    grad = ", requires_grad=True" if needs_grad else ""
    numbers = nested(literals, shape)
    return f"torch.tensor({numbers}, dtype=torch.{dtype}{grad})"


def large_tensor(rng: random.Random) -> str:
    """Writes a tensor of more than a thousand elements, or an empty one."""
    if rng.random() < 0.15:
        shape = rng.choice([(0,), (0, 3), (2, 0), (1, 0, 2)])
        return f"torch.zeros{shape}" if len(shape) > 1 else "torch.zeros(0)"
    shape = rng.choice(LARGE_SHAPES)
    count = math.prod(shape)
    start = rng.choice([0, -count // 2, 1])
    dtype = rng.choice(["float32", "float64", "int64", "int32"])
    scale = rng.choice(["", " * 0.5", " * 1e-6", " * 100"])
    if "int" in dtype:
        scale = ""
    numbers = f"torch.arange({start}, {start + count}, dtype=torch.{dtype})"
    return f"({numbers}.reshape({shape}){scale})"


def random_case(rng: random.Random) -> str:
    """Writes the lines of one case."""
    tensor = small_tensor(rng) if rng.random() < 0.8 else large_tensor(rng)
    lines = []
    if rng.random() < 0.5:
        names = [name for name in OPTIONS if rng.random() < 0.4]
        given = {name: rng.choice(OPTIONS[name]) for name in names}
        arguments = ", ".join(f"{k}={v!r}" for k, v in given.items())
        lines.append(f"torch.set_printoptions({arguments})")
    ending = rng.random()
    if ending < 0.08:
        lines.append(f"out = format({tensor}, '')")
    elif ending < 0.2 and "float" in tensor and "nan" not in tensor:
        lines.append(f"out = {tensor} * 2")
    elif ending < 0.25 and "float" in tensor:
        lines.append(f"out = torch.nn.Parameter({tensor}.detach())")
    else:
        lines.append(f"out = {tensor}")
    return "\n".join(lines)


BY_HAND = [
    # Formats: only a 0-d tensor takes one.
    "out = f'{torch.tensor(3.14159):.2f}'",
    "out = f'{torch.tensor(3.5):10}'",
    "out = f'{torch.tensor(7):05d}'",
    "out = f'{torch.tensor(True)}'",
    "out = f'{torch.tensor(0.1)}'",
    "out = f'{torch.tensor(0.1, dtype=torch.float16)}'",
    "out = f'{torch.tensor([0.1, 0.2])}'",
    "out = '%.3f' % torch.tensor(2.0)",
    "out = '%s' % torch.tensor(2.0)",
    "out = '{:>8.1f}|'.format(torch.tensor(2.25, requires_grad=True))",
    "try:\n    out = f'{torch.ones(3):.3f}'\n"
    "except TypeError as error:\n    out = str(error)",
    "try:\n    out = f'{torch.ones(()):d}'\n"
    "except ValueError as error:\n    out = str(error)",
    # A subclass prints its own name, which moves every line.
    "class Named(torch.Tensor): pass\n"
    "out = Named([float(i) for i in range(40)])",
    "class Named(torch.Tensor): pass\nout = Named([[1.0, 2.0], [3.0, 4.0]])",
    # A forgotten option stays; sci_mode alone is forgotten at each call.
    "torch.set_printoptions(precision=2)\n"
    "torch.set_printoptions(linewidth=30)\n"
    "out = torch.arange(12.0) / 8",
    "torch.set_printoptions(sci_mode=True)\n"
    "torch.set_printoptions(precision=2)\n"
    "out = torch.tensor([1.5, 2.5])",
    "torch.set_printoptions(profile='short', precision=5)\n"
    "out = torch.arange(1100.0) / 3",
    "torch.set_printoptions(profile='no such profile')\nout = torch.ones(1)",
    "torch.set_printoptions(precision=7, sci_mode=False)\n"
    "out = torch._tensor_str.get_printoptions()",
    "with torch._tensor_str.printoptions(precision=1, threshold=2):\n"
    "    inside = repr(torch.arange(5) / 4)\n"
    "out = inside + repr(torch.arange(5) / 4)",
    "torch.set_printoptions(sci_mode=True)\n"
    "with torch._tensor_str.printoptions(precision=1):\n"
    "    inside = repr(torch.ones(2))\n"
    "out = inside + repr(torch.ones(2))",
    # The default dtype is the one that need not be named.
    "torch.set_default_dtype(torch.float64)\n"
    "out = [torch.ones(1), torch.ones(1, dtype=torch.float32)]",
    "torch.set_default_dtype(torch.float64)\nout = torch.zeros(0, 2)",
    # Extremes.
    "out = torch.tensor([5e-324, 1e308], dtype=torch.float64)",
    "out = torch.tensor([2**63 - 1, -(2**63)])",
    "out = torch.tensor([6e-8, 65504.0], dtype=torch.float16)",
    "out = torch.tensor([0.1]).expand(2000)",
    "out = torch.zeros(1, 1, 1, 1, 1, 1)",
    "out = torch.arange(64).reshape(2, 2, 2, 2, 2, 2)",
    "out = torch.arange(12).reshape(3, 4).t()",
    "out = torch.arange(20)[1::3]",
    "torch.set_printoptions(edgeitems=0, threshold=0)\nout = torch.tensor(2.0)",
    "torch.set_printoptions(edgeitems=0, threshold=0)\n"
    "out = torch.ones(2, 2, requires_grad=True) * 2",
]


LEAF = """nn = torch.nn
class Leaf(nn.Module):
    def __init__(self, extra=""):
        super().__init__()
        self.extra = extra
    def extra_repr(self):
        return self.extra
"""
TREE = (
    LEAF
    + """class Tree(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = Leaf("x=1")
        self.none = None
        self.register_module("nothing", None)
        self.rest = nn.Sequential(Leaf(), Leaf("a=1\\nb=2"))
        self.p = nn.Parameter(torch.ones(2))
        self.register_buffer("b", torch.zeros(3))
    def extra_repr(self):
        return "k=3"
"""
)
PARAMETERS = "nn = torch.nn\nP = nn.Parameter\n"
MODULES = [
    TREE + "out = Tree()",
    TREE + "out = nn.Sequential(Tree(), Tree())",
    TREE + "out = nn.ModuleDict({'a': Leaf('z'), 'b': Tree()})",
    TREE + "out = list(Tree().parameters())",
    TREE + "out = dict(Tree().named_parameters())",
    TREE + "out = Tree().state_dict()",
    TREE + "out = [name for name, _ in Tree().named_modules()]",
    TREE + "t = Tree()\nout = t.load_state_dict(t.state_dict())",
    TREE + "out = Tree().load_state_dict({'q': torch.ones(1)}, strict=False)",
    LEAF + "out = Leaf('a=1\\n\\nb=2')",
    LEAF + "out = nn.Sequential(Leaf('a=1\\n\\nb=2'))",
    LEAF + "out = nn.ModuleList([Leaf('a=1\\n\\nb=2')] * 2)",
    LEAF + "out = nn.ModuleList([Leaf(c) for c in 'aabccca'])",
    PARAMETERS + "out = nn.ParameterList([P(torch.ones(2)), 3, 'text'])",
    PARAMETERS + "out = nn.ParameterList([P(torch.tensor(1.0))])",
    PARAMETERS
    + "out = nn.Sequential(nn.ParameterList([P(torch.ones(2))] * 2))",
    PARAMETERS + "out = nn.ParameterDict({'a': P(torch.ones(2))})",
    PARAMETERS + "out = nn.ParameterDict({'a': torch.ones(2, 3), 'b': 3})",
    PARAMETERS + "out = P(torch.ones(()))",
]


def outcome(code: str, torch: ModuleType) -> str:
    """Runs one case and returns what it prints."""
    names = {"torch": torch}
    try:
        exec(code, names)
        return repr(names["out"])
    finally:
        torch.set_printoptions(profile="default")
        torch.set_default_dtype(torch.float32)


def main() -> None:
    import torch

    rng = random.Random(2013)
    cases = [(code, outcome(code, torch)) for code in BY_HAND + MODULES]
    for _ in range(400):
        code = random_case(rng)
        expected = outcome(code, torch)
        if len(expected) < 1500:  # longer ones show nothing new
            cases.append((code, expected))
    recorded = [
        {"id": f"print-{number:03d}", "code": code, "expected": expected}
        for number, (code, expected) in enumerate(cases)
    ]
    path = Path(__file__).with_name("golden") / "printing_cases.json"
    text = json.dumps({"torch": torch.__version__, "cases": recorded}, indent=1)
    path.write_text(text + "\n")
    print(f"{len(cases)} cases of torch {torch.__version__} in {path.name}")


if __name__ == "__main__":
    main()
