"""Compares teachtorch with PyTorch on programs drawn at random.

    python tools/parity.py [--seed N] [--programs N] [--tensors N] [--modules N]
                           [--no-notebooks]

Writes short random programs, runs each on both packages, and compares what
they give: random numbers bit by bit together with the state of the
generators, tensors and modules by the letters they print. Then all notebooks
run on PyTorch, and their outputs are compared with the stored ones. A table
at the end says how many agree. If not all do, the smallest program that
differs is shown, to be pasted into either package, and the exit status is 1.

The programs are written by ``parity_programs.py`` (random numbers) and
``parity_prints.py`` (letters). What a program leaves in names that begin with
``x`` is compared by bits, ``near`` to within 10⁻⁶, ``text`` by letters.
"""

from __future__ import annotations

import argparse
import datetime
import random
import sys
import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(REPOSITORY), str(REPOSITORY / "tools")]

import parity_prints  # noqa: E402
import parity_programs  # noqa: E402

# A program is a list of statements. The first puts both packages into the
# same state; every other one can be left out to find what matters.
Program = list[str]

# How large a difference `near` values may have. What stands there has passed
# through functions that round differently, as exp or a QR decomposition.
TOLERANCE = 1e-6

# Errors that say that the program is wrong, not that a package refuses it.
BROKEN = (NameError, SyntaxError)


# ---- Running one program ----------------------------------------------------


def run(program: Program, torch: ModuleType) -> dict[str, Any]:
    """Runs a program on one package; gives what it leaves to be compared.

    A statement that the package refuses is skipped. Its error, type and first
    line, is a result like any other.
    """
    names: dict[str, Any] = {
        "torch": torch,
        "nn": torch.nn,
        "F": torch.nn.functional,
        "data": torch.utils.data,
    }
    results = {}
    for number, statement in enumerate(program):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                exec(statement, names)
        except BROKEN:
            raise
        except Exception as error:
            words = str(error).split("\n")[0]
            # Classes print their package's name in it.
            words = words.replace("teachtorch", "torch")
            results[f"line {number}"] = f"{type(error).__name__}: {words}"
    results.update(
        (name, plain(value))
        for name, value in names.items()
        if name.startswith(("x", "near", "text"))
    )
    return results


def plain(value: Any) -> Any:
    """Gives a tensor as an array that owes nothing to its package."""
    return value.detach().numpy().copy() if hasattr(value, "detach") else value


def differences(
    program: Program, ours: ModuleType, theirs: ModuleType
) -> list[str]:
    """Says, in words, where two packages give different results."""
    a, b = run(program, ours), run(program, theirs)
    found = []
    for name in sorted(a.keys() | b.keys()):
        words = difference(name, a.get(name), b.get(name))
        if words:
            found.append(f"{name}: {words}")
    return found


def difference(name: str, a: Any, b: Any) -> str:
    """Says in which way two results differ; nothing if they do not."""
    if not (isinstance(a, np.ndarray) and isinstance(b, np.ndarray)):
        return "" if type(a) is type(b) and a == b else f"\n{a}\n{b}"
    if (a.dtype, a.shape) != (b.dtype, b.shape):
        return f"{a.dtype} {a.shape}, {b.dtype} {b.shape}"
    if name.startswith("near"):
        equal = np.isclose(a, b, rtol=TOLERANCE, atol=TOLERANCE)
    else:
        # Bit by bit, so that -0.0 is not 0.0; but one nan is like another.
        bits = f"V{a.dtype.itemsize}"
        a, b = np.ascontiguousarray(a), np.ascontiguousarray(b)
        equal = (a.view(bits) == b.view(bits)).reshape(a.shape)
        equal |= (a != a) & (b != b)
    if equal.all():
        return ""
    where = np.argwhere(~equal)
    first = tuple(where[0].tolist())
    return f"{len(where)} of {a.size}, first {list(first)}: " + (
        f"{a[first].item()!r}, {b[first].item()!r}"
    )


def smaller(program: Program, fails: Callable[[Program], bool]) -> Program:
    """Leaves out every statement without which a program still fails."""
    for number in range(len(program) - 1, 0, -1):
        shorter = program[:number] + program[number + 1 :]
        try:
            if fails(shorter):
                program = shorter
        except BROKEN:  # a later statement needs this one
            pass
    return program


# ---- Many programs ----------------------------------------------------------


@dataclass
class Tally:
    """How many of one kind were compared, and what differed."""

    what: str
    compared: int = 0
    agree: int = 0
    statements: int = 0
    failing: list[Program] = field(default_factory=list)


def compare_all(
    what: str,
    programs: Iterable[Program],
    ours: ModuleType,
    theirs: ModuleType,
) -> Tally:
    """Runs all programs on both packages; keeps those that differ, shrunk."""
    tally = Tally(what)

    def fails(program: Program) -> bool:
        return bool(differences(program, ours, theirs))

    for program in programs:
        tally.compared += 1
        tally.statements += len(program)
        if fails(program):
            tally.failing.append(smaller(program, fails))
        else:
            tally.agree += 1
    return tally


def show_smallest(tally: Tally, ours: ModuleType, theirs: ModuleType) -> None:
    """Prints the shortest program that differs, ready to be pasted."""
    program = min(tally.failing, key=lambda p: len("\n".join(p)))
    imports = ["from torch import nn", "from torch.nn import functional as F"]
    imports += ["from torch.utils import data"]
    used = ["nn.", "F.", "data."]
    print(f"\nThe smallest of {len(tally.failing)} {tally.what} that differ:\n")
    print("import torch  # or: python -m teachtorch FILE")
    for line, name in zip(imports, used):
        if name in "\n".join(program):
            print(line)
    print("\n".join(program))
    for words in differences(program, ours, theirs):
        print(f"# teachtorch, PyTorch: {words}".replace("\n", "\n#   "))


def compare_notebooks() -> Tally:
    """Runs all notebooks on PyTorch and counts the cells that agree."""
    import notebooks

    paths = sorted((REPOSITORY / "book").glob("*.ipynb"))
    results = notebooks.compare_with_torch(paths).values()
    agree = sum(result.agree for result in results)
    compared = sum(result.compared for result in results)
    return Tally("notebook cells", compared, agree)


# ---- The command ------------------------------------------------------------


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    today = int(datetime.date.today().strftime("%Y%m%d"))
    parser.add_argument("--seed", type=int, default=today)
    parser.add_argument("--programs", type=int, default=2000)
    parser.add_argument("--tensors", type=int, default=3000)
    parser.add_argument("--modules", type=int, default=500)
    parser.add_argument("--no-notebooks", action="store_true")
    return parser.parse_args()


def suites(
    options: argparse.Namespace,
) -> list[tuple[str, Callable[[random.Random], Program], int]]:
    """Lists what is compared: a name, who writes it, and how many."""
    return [
        ("random programs", parity_programs.program, options.programs),
        ("printed tensors", parity_prints.tensor_program, options.tensors),
        ("printed modules", parity_prints.module_program, options.modules),
    ]


def main() -> int:
    options = arguments()
    try:
        import torch
    except ImportError:
        print("This compares with PyTorch, which is not installed here.")
        return 2
    import teachtorch

    torch.set_num_threads(1)  # the tensors are small
    capability = torch.backends.cpu.get_cpu_capability()
    print(f"seed {options.seed}, PyTorch {torch.__version__} on {capability}")
    if "AVX" not in capability:
        print("PyTorch rounds otherwise without AVX2: low bits may differ.")
    tallies = []
    for what, write, count in suites(options):
        rng = random.Random(f"{options.seed} {what}")
        programs = (write(rng) for _ in range(count))
        tallies.append(compare_all(what, programs, teachtorch, torch))
        if tallies[-1].failing:
            show_smallest(tallies[-1], teachtorch, torch)
    if not options.no_notebooks:
        tallies.append(compare_notebooks())
    print(f"\n{'':18}{'compared':>10}{'agree':>10}{'statements':>12}")
    for t in tallies:
        statements = f"{t.statements:,}" if t.statements else ""
        print(f"{t.what:18}{t.compared:10,}{t.agree:10,}{statements:>12}")
    failed = any(t.agree < t.compared for t in tallies)
    print("Some differ." if failed else "All agree.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
