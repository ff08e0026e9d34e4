"""What the source promises its readers, held by tests.

Imports point one way, files are short enough to read, public names say what
they are for, and the package needs NumPy alone. Each check is a function of a
package's folder, so that the tests can also try it on a small package with
the mistake planted in it.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "teachtorch"
LONGEST_FILE = 450

# From the ground up. A module belongs to the longest name here that it starts
# with, and may import from its own line and the lines above.
LAYERS = [
    ["_alias", "_allocation"],
    ["_dtype", "_size", "_device", "_layout"],
    ["autograd.grad_mode"],
    ["autograd.graph"],
    ["autograd.history"],
    ["_tensor"],
    ["autograd.anomaly_mode"],
    ["autograd.saved"],
    ["autograd.context"],
    ["autograd.function"],
    ["autograd.views"],
    ["autograd.inplace"],
    ["_creation"],
    ["_ops"],
    ["_tensor_str", "_legacy"],
    ["_generator", "_distributions", "_random"],
    ["random"],
    ["_ops.methods"],
    ["autograd"],
    ["nn", "optim", "utils"],
    ["optim.swa_utils"],
    ["_pickle", "_rebuild"],
    ["serialization", "testing", "func", "linalg", "return_types", "special"],
    ["accelerator", "backends", "cuda"],
    ["__init__"],
    ["datasets", "transforms", "viz", "__main__"],
    ["_spawned"],
]
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}

# These stand beside each other: whoever reads one need not know the others.
APART = {
    "nn": {"optim", "utils"},
    "optim": {"nn", "utils"},
    "utils": {"nn", "optim"},
}

# These run on PyTorch too, so they may use only what PyTorch has.
GUESTS = ["datasets", "transforms", "viz"]
# Underscored, but documented by PyTorch for its users.
PUBLIC_UNDERSCORES = ("_version", "_saved_")


# ---- The checks: each returns a list of complaints --------------------------


def modules(package: Path) -> dict[str, ast.Module]:
    """Parses every module: ``{"nn.linear": tree, "nn": tree, ...}``."""
    trees = {}
    for path in sorted(package.rglob("*.py")):
        parts = list(path.relative_to(package).with_suffix("").parts)
        if len(parts) > 1 and parts[-1] == "__init__":
            parts.pop()
        trees[".".join(parts)] = ast.parse(path.read_text(encoding="utf-8"))
    return trees


def imports(name: str, trees: dict[str, ast.Module]) -> set[str]:
    """Returns the package's modules that ``name`` imports when it loads.

    Imports inside functions happen later, and those for the type checker
    never, so neither counts.
    """
    is_package = name == "__init__" or any(
        n.startswith(name + ".") for n in trees
    )
    here = [] if name == "__init__" else name.split(".")
    found = set()
    for node in at_load_time(trees[name]):
        if isinstance(node, ast.Import):
            targets = [alias.name.split(".") for alias in node.names]
            targets = [
                parts[1:] for parts in targets if parts[0] == "teachtorch"
            ]
        elif isinstance(node, ast.ImportFrom):
            base = (node.module or "").split(".") if node.module else []
            if node.level:
                up = node.level - is_package
                base = here[: len(here) - up] + base
            elif base[0] == "teachtorch":
                base = base[1:]
            else:
                continue
            targets = [[*base, alias.name] for alias in node.names]
        else:
            continue
        found |= {module_of(parts, trees) for parts in targets}
    return found - {name}


def at_load_time(tree: ast.AST):
    """Yields the statements that run when the module is imported."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            continue
        yield node
        yield from at_load_time(node)


def module_of(parts: list[str], trees: dict[str, ast.Module]) -> str:
    """The module that ``from a.b import c`` loads: ``a.b.c`` or ``a.b``."""
    while parts and ".".join(parts) not in trees:
        parts = parts[:-1]
    return ".".join(parts) or "__init__"


def layer_of(name: str) -> str | None:
    """The entry of LAYERS that a module belongs to."""
    parts = name.split(".")
    while parts and ".".join(parts) not in RANK:
        parts.pop()
    return ".".join(parts) or None


def wrong_imports(package: Path) -> list[str]:
    trees = modules(package)
    graph = {name: imports(name, trees) for name in trees}
    complaints = []
    for name, targets in graph.items():
        layer = layer_of(name)
        if layer is None:
            complaints.append(f"{name} has no place in LAYERS")
            continue
        for target in sorted(targets):
            below = layer_of(target)
            if below is None:
                continue  # the complaint comes under its own name
            if RANK[below] > RANK[layer]:
                complaints.append(f"{name} imports {target}, which is above it")
            if below in APART.get(layer, ()):
                complaints.append(f"{name} imports {target}: keep them apart")
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        complaints.append("imports in a circle: " + " -> ".join(error.args[1]))
    return complaints


def private_names_in_guests(package: Path) -> list[str]:
    complaints = []
    for name, tree in modules(package).items():
        guest = name.split(".")[0]
        if guest not in GUESTS:
            continue
        for node in ast.walk(tree):
            where = f"{name}, line {getattr(node, 'lineno', 0)}"
            if isinstance(node, ast.ImportFrom) and not node.level:
                parts = (node.module or "").split(".")
                parts += [alias.name for alias in node.names]
            elif isinstance(node, ast.Import):
                parts = [p for a in node.names for p in a.name.split(".")]
            elif isinstance(node, ast.Attribute):
                of_own = getattr(node.value, "id", "") in ("self", "cls")
                parts = [] if of_own else [node.attr]
            else:
                continue
            private = [part for part in parts if is_private(part)]
            complaints += [f"{where}: private name {part}" for part in private]
    return complaints


def is_private(name: str) -> bool:
    return (
        name.startswith("_")
        and not name.endswith("__")
        and not name.startswith(PUBLIC_UNDERSCORES)
    )


def long_files(package: Path) -> list[str]:
    lengths = {
        path.relative_to(package): len(path.read_text("utf-8").splitlines())
        for path in sorted(package.rglob("*.py"))
    }
    return [
        f"{path} has {length} lines, more than {LONGEST_FILE}"
        for path, length in lengths.items()
        if length > LONGEST_FILE
    ]


def missing_docstrings(package: Path) -> list[str]:
    complaints = []
    for name, tree in modules(package).items():
        if ast.get_docstring(tree) is None:
            complaints.append(f"{name} does not say what lives in it")
        for node in tree.body:
            if not isinstance(node, ast.FunctionDef | ast.ClassDef):
                continue
            overload = any(
                "overload" in ast.dump(d) for d in node.decorator_list
            )
            public = not node.name.startswith("_") and not overload
            if public and ast.get_docstring(node) is None:
                complaints.append(f"{name}.{node.name} has no docstring")
    return complaints


CHECKS = [
    wrong_imports,
    private_names_in_guests,
    long_files,
    missing_docstrings,
]


# ---- The package passes -----------------------------------------------------


@pytest.mark.parametrize("check", CHECKS)
def test_the_package(check):
    complaints = check(PACKAGE)
    assert not complaints, "\n".join(complaints)


def test_importing_it_loads_numpy_and_nothing_else():
    code = (
        "import sys\n"
        "before = set(sys.modules)\n"
        "import teachtorch\n"
        "new = {name.split('.')[0] for name in set(sys.modules) - before}\n"
        "new -= sys.stdlib_module_names\n"
        # What NumPy's compiled files share, made in memory.
        "print(*sorted(n for n in new if 'cython' not in n))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=PACKAGE.parent,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["numpy", "teachtorch"]


def test_type_checkers_are_told_that_it_has_types():
    assert (PACKAGE / "py.typed").exists()


# ---- And the checks can fail ------------------------------------------------

SOUND = {
    "__init__.py": '"""A."""\nfrom .nn import linear\n',
    "_dtype.py": '"""A."""\n',
    "_tensor.py": '"""A."""\nfrom . import _dtype\n\n\n'
    'def f():\n    """B."""\n    from .nn import linear\n',
    "nn/__init__.py": '"""A."""\nfrom .linear import Linear\n',
    "nn/linear.py": '"""A."""\nfrom .._tensor import f\n\n\n'
    'class Linear:\n    """B."""\n',
    "optim/__init__.py": '"""A."""\nfrom teachtorch._tensor import f\n',
    "viz/__init__.py": '"""A."""\nimport teachtorch as torch\n\n'
    "from ._draw import pen\n",
    "viz/_draw.py": '"""A."""\npen = 1\n',
}

PLANTED = [
    (wrong_imports, "_dtype.py", "from ._tensor import f\n", "above"),
    (wrong_imports, "_dtype.py", "import teachtorch._tensor\n", "above"),
    (wrong_imports, "_tensor.py", "from . import nn\n", "above"),
    (wrong_imports, "nn/linear.py", "from .. import optim\n", "apart"),
    (wrong_imports, "optim/sgd.py", "from ..nn import linear\n", "apart"),
    (wrong_imports, "nn/linear.py", "from . import Linear\n", "circle"),
    (wrong_imports, "_new.py", "", "no place"),
    (
        wrong_imports,
        "_dtype.py",
        "try:\n    import teachtorch.nn\nexcept OSError:\n    pass\n",
        "above",
    ),
    (
        private_names_in_guests,
        "viz/_draw.py",
        "from teachtorch._tensor import f\n",
        "_tensor",
    ),
    (private_names_in_guests, "viz/_draw.py", "print(pen._array)\n", "_array"),
    (
        private_names_in_guests,
        "viz/_draw.py",
        "import teachtorch._dtype\n",
        "_dtype",
    ),
    (long_files, "nn/linear.py", "#\n" * LONGEST_FILE, "lines"),
    (missing_docstrings, "nn/relu.py", "x = 1\n", "nn.relu does not say"),
    (missing_docstrings, "nn/linear.py", "def g(): pass\n", "linear.g has no"),
]


@pytest.fixture
def small_package(tmp_path):
    package = tmp_path / "teachtorch"
    for name, text in SOUND.items():
        path = package / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return package


@pytest.mark.parametrize("check", CHECKS)
def test_a_sound_package_passes(check, small_package):
    assert check(small_package) == []


@pytest.mark.parametrize(("check", "file", "text", "word"), PLANTED)
def test_a_planted_mistake_is_found(check, file, text, word, small_package):
    path = small_package / file
    path.write_text((path.read_text() if path.exists() else "") + text)
    complaints = check(small_package)
    assert any(word in complaint for complaint in complaints), complaints
