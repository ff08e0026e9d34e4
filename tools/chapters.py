"""Reads the chapters: their statements, and the parts of their exercises.

An exercise has a stub (the cell tagged ``exercise-stub`` that the reader
edits), a check (a function ``check_...``) and a solution (the cells between
``{solution-start}`` and ``{solution-end}``). All three are read from the
notebook and can be run as they stand there: :class:`Book` runs, of the
chapter, only those statements that they need. The tests of the exercises and
``course.py`` are built on this.
"""

from __future__ import annotations

import ast
import builtins
import json
import linecache
import re
import symtable
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

BOOK = Path(__file__).resolve().parent.parent / "book"
CHAPTERS = sorted(path.stem for path in BOOK.glob("[0-9]*.ipynb"))

# Cells that need more than teachtorch: its inside, or PyTorch next to it.
LEFT_OUT = {"engine", "torch"}

TITLE = re.compile(r"`{3,}\{exercise-start\} (.*?)(?: \(([ABC])\))?$")


# ---- Reading ----------------------------------------------------------------


@dataclass
class Statement:
    """A top-level statement of a code cell, and the names it deals with."""

    code: str
    defines: set[str]
    uses: set[str]
    redefines: bool  # what these names were before no longer matters
    in_solution: bool = False


@dataclass
class Exercise:
    """Where the statements of its cells begin and end in the chapter."""

    label: str = ""
    title: str = ""
    grade: str = ""  # A, B or C
    stub: list[Statement] = field(default_factory=list)
    stub_cell: str = ""  # its id
    start: int = 0  # the statements before it, with the check
    calls: list[int] = field(default_factory=list)  # in the solution

    @property
    def names(self) -> list[str]:
        """What the stub defines, in the order in which the check wants it."""
        return [name for s in self.stub for name in sorted(s.defines)]


@dataclass
class Chapter:
    statements: list[Statement]
    exercises: dict[str, Exercise]

    def check_of(self, exercise: Exercise) -> str:
        """Returns the name of the function that checks an answer."""
        return self.statements[exercise.calls[0]].code.partition("(")[0]

    def solution_of(self, exercise: Exercise) -> list[Statement]:
        """Returns the statements of its solution up to the last check."""
        last = exercise.calls[-1]
        first = last
        while self.statements[first - 1].in_solution and first > exercise.start:
            first -= 1
        return self.statements[first:last]


def path_of(name: str) -> Path:
    return BOOK / f"{name}.ipynb"


def cells_of(notebook: dict) -> Iterator[tuple[dict, bool]]:
    """Yields every cell, and whether it stands in a solution."""
    in_solution = False
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            for line in text_of(cell).splitlines():
                in_solution |= line.startswith("```{solution-start}")
                in_solution &= not line.startswith("```{solution-end}")
        yield cell, in_solution


def text_of(cell: dict) -> str:
    return "".join(cell["source"])  # a list of lines, or one string


def tags_of(cell: dict) -> list[str]:
    return cell["metadata"].get("tags", [])


@cache
def read(name: str) -> Chapter:
    """Returns the statements and the exercises of a chapter."""
    chapter = Chapter([], {})
    exercise, title, grade = Exercise(), "", ""
    notebook = json.loads(path_of(name).read_text(encoding="utf-8"))
    for cell, in_solution in cells_of(notebook):
        if cell["cell_type"] == "markdown":
            for line in text_of(cell).splitlines():
                if found := TITLE.match(line):
                    title, grade = found[1], found[2] or ""
                if line.startswith(":label: ex-"):
                    label = line.removeprefix(":label: ")
                    exercise = Exercise(label, title, grade)
                    chapter.exercises[label] = exercise
        elif cell["cell_type"] == "code" and not LEFT_OUT & {*tags_of(cell)}:
            found = statements_of(text_of(cell))
            if "exercise-stub" in tags_of(cell):
                exercise.stub, exercise.stub_cell = found, cell["id"]
                continue
            if not in_solution and not exercise.calls:
                exercise.start = len(chapter.statements) + len(found)
            for statement in found:
                statement.in_solution = in_solution
                if in_solution and statement.code.startswith("check_"):
                    exercise.calls.append(len(chapter.statements))
                chapter.statements.append(statement)
    return chapter


def statements_of(source: str) -> list[Statement]:
    result = []
    lines = source.splitlines()
    for node in ast.parse(source).body:
        decorators = getattr(node, "decorator_list", [])
        first = min([node.lineno] + [d.lineno for d in decorators])
        code = "\n".join(lines[first - 1 : node.end_lineno])
        table = symtable.symtable(code, "cell", "exec")
        assigned = {
            s.get_name()
            for s in table.get_symbols()
            if s.is_assigned() or s.is_imported()
        }
        changed = changed_in_place(node)
        whole = ast.Assign | ast.Import | ast.ImportFrom
        redefines = isinstance(node, whole | ast.FunctionDef | ast.ClassDef)
        result.append(
            Statement(
                code,
                assigned | changed,
                global_names(table),
                redefines and not changed,
            )
        )
    return result


def changed_in_place(node: ast.stmt) -> set[str]:
    """Returns x for ``x[i] = ...`` and ``x.name += ...``, also in a loop."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return set()
    names = set()
    for part in ast.walk(node):
        if isinstance(part, ast.Subscript | ast.Attribute):
            if isinstance(part.ctx, ast.Store):
                while isinstance(part, ast.Subscript | ast.Attribute):
                    part = part.value
                names |= {getattr(part, "id", "")}
    return names - {""}


def global_names(table: symtable.SymbolTable) -> set[str]:
    """Returns the names that a statement looks up in its module."""
    outermost = table.get_type() == "module"
    names = {
        s.get_name()
        for s in table.get_symbols()
        if s.is_referenced() and (outermost or s.is_global())
    }
    return names.union(*map(global_names, table.get_children()))


# ---- Running a part of it ---------------------------------------------------


class Book:
    """The names of a chapter, each made when somebody asks for it.

    What stands before the statement ``end`` comes first, then the rest.
    """

    def __init__(
        self,
        statements: list[Statement],
        end: int,
        names: dict[str, Any] | None = None,
    ):
        self._statements, self._end = statements, end
        self._done: set[int] = set()
        self._names: dict[str, Any] = {"__name__": "__main__", **(names or {})}

    def __getattr__(self, name: str) -> Any:
        for end in (self._end, len(self._statements)):
            if name not in self._names:
                self._prepare({name}, end)
        if name not in self._names:
            raise AttributeError(f"the chapter has no {name}")
        return self._names[name]

    def run(self, statement: Statement) -> None:
        """Runs a statement, after those of the chapter that it needs."""
        self._prepare(statement.uses, self._end)
        self._execute(statement)

    def names(self) -> dict[str, Any]:
        """Returns a copy of the names that are made so far."""
        return dict(self._names)

    def _execute(self, statement: Statement) -> None:
        # Under a name of its own, so that an error can show the line.
        name = f"<statement {id(statement)}>"
        lines = statement.code.splitlines(keepends=True)
        linecache.cache[name] = (len(statement.code), None, lines, name)
        exec(compile(statement.code, name, "exec"), self._names)

    def _prepare(self, names: set[str], end: int) -> None:
        wanted: set[int] = set()
        before: set[str] = set()
        while names != before:
            # Again, since a function may use what is defined after it.
            before, names = names, self._look_for(names, wanted, end)
        for i in sorted(wanted - self._done):
            self._execute(self._statements[i])
        self._done |= wanted

    def _look_for(self, names: set[str], wanted: set[int], end: int):
        """Adds the statements that define ``names``; returns what is left."""
        names = names - set(dir(builtins)) - self._names.keys()
        for i in reversed(range(end)):
            statement = self._statements[i]
            if i not in wanted | self._done and statement.defines & names:
                wanted.add(i)
                if statement.redefines:
                    names = names - statement.defines
                names |= statement.uses - self._names.keys()
        known = set(dir(builtins)).union(
            *(self._statements[i].defines for i in wanted)
        )
        return names - known


def open_at(chapter: str, label: str) -> tuple[Book, Exercise, str]:
    """Opens a chapter at an exercise; also returns the name of its check."""
    read_chapter = read(chapter)
    exercise = read_chapter.exercises[label]
    book = Book(read_chapter.statements, exercise.start)
    return book, exercise, read_chapter.check_of(exercise)
