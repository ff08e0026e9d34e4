"""Shows the source of a function or class, as it is installed.

The book never copies the package's code: it calls ``viz.source``, so what a
page shows is what has just run. In a notebook the code comes out highlighted;
everywhere else it prints as plain text.
"""

from __future__ import annotations

import ast
import inspect
import sys
import textwrap
from pathlib import Path
from typing import Any

LONGEST = 40  # lines that a reader takes in at once


class Source:
    """A piece of source code, ready to be shown.

    Attributes:
        title: the file and the name of what is shown.
        code: the lines themselves.
    """

    def __init__(self, file: str, name: str, code: str) -> None:
        self.file = file
        self.name = name
        self.code = code

    @property
    def title(self) -> str:
        """The file, and the name in it."""
        return f"{self.file}: {self.name}"

    def __repr__(self) -> str:
        return f"# {self.title}\n{self.code}"

    def _repr_markdown_(self) -> str:
        # The fence must be longer than any run of backticks in the code.
        fence = "```"
        while fence in self.code:
            fence += "`"
        title = f"`{self.file}`: **`{self.name}`**"
        return f"{title}\n\n{fence}python\n{self.code}\n{fence}"


def source(
    obj: Any,
    *,
    lines: tuple[int, int] | None = None,
    docstring: bool = True,
) -> Source:
    """Shows the source of ``obj``, in a notebook with colours.

    Args:
        obj: a function, method or class. For anything else, such as a module
            object or a node of the graph, its class is shown.
        lines: the first and the last line to show, counted from 1. Needed for
            more than 40 lines: nobody reads those at once.
        docstring: whether to keep the docstrings. Lines are counted in what
            is left.

    Raises:
        TypeError: if there is no Python source, as for what is written in C.
        ValueError: if there are more than 40 lines and ``lines`` selects none,
            or if it selects lines that do not exist.

    >>> from teachtorch import viz
    >>> viz.source(viz.Source.title, docstring=False)
    # teachtorch/viz/_source.py: Source.title
    @property
    def title(self) -> str:
        return f"{self.file}: {self.name}"
    """
    if isinstance(obj, property):
        obj = obj.fget
    if not (inspect.isclass(obj) or inspect.isroutine(obj)):
        obj = type(obj)
    obj = inspect.unwrap(obj)
    try:
        code = textwrap.dedent(inspect.getsource(obj)).rstrip()
    except (TypeError, OSError) as error:
        raise TypeError(
            f"{obj!r} has no Python source: it is compiled, or was typed in "
            "where Python keeps no source"
        ) from error
    if not docstring:
        code = _without_docstrings(code)
    return Source(_file(obj), obj.__qualname__, _select(code, obj, lines))


def _select(code: str, obj: Any, lines: tuple[int, int] | None) -> str:
    """Cuts out the wanted lines, or refuses to show too many."""
    all_lines = code.splitlines()
    count = len(all_lines)
    name = obj.__qualname__
    if lines is None:
        if count > LONGEST:
            methods = [k for k, v in vars(obj).items() if inspect.isroutine(v)]
            parts = f", or one of {', '.join(methods)}" if methods else ""
            raise ValueError(
                f"{name} has {count} lines, more than {LONGEST}: choose some "
                f"by lines=(first, last){parts}; docstring=False saves some"
            )
        return code
    first, last = lines
    if not 1 <= first <= last <= count:
        raise ValueError(
            f"{name} has lines 1 to {count}, but lines={lines} was asked for"
        )
    return textwrap.dedent("\n".join(all_lines[first - 1 : last]))


def _without_docstrings(code: str) -> str:
    """Drops the docstrings, and the empty line after each."""
    lines = code.splitlines()
    dropped: set[int] = set()
    for node in ast.walk(ast.parse(code)):
        if not isinstance(node, ast.ClassDef | ast.FunctionDef):
            continue
        # A body that is nothing but a docstring keeps it, to stay Python.
        if ast.get_docstring(node) is None or len(node.body) == 1:
            continue
        first = node.body[0]
        end = first.end_lineno or first.lineno
        dropped.update(range(first.lineno, end + 1))
        if not lines[end].strip():
            dropped.add(end + 1)
    kept = [x for number, x in enumerate(lines, 1) if number not in dropped]
    return "\n".join(kept)


def _file(obj: Any) -> str:
    """The path of an object's file, from its package on: torch/nn/init.py."""
    if obj.__module__ == "__main__":
        return "this notebook" if "ipykernel" in sys.modules else "__main__"
    path = Path(inspect.getsourcefile(obj) or "?")
    package = obj.__module__.split(".")[0]
    if package in path.parts:
        start = len(path.parts) - 1 - path.parts[::-1].index(package)
        return "/".join(path.parts[start:])
    return path.name
