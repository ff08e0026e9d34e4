"""Every exercise of the book: its stub fails, its solution passes, and at
least three plausible wrong answers fail.

The check, the stub and the solution are read from the notebook and run as
they stand there. Of the chapter before them only those statements run that
they need, so nothing is trained that they do not ask for. The wrong answers
are in ``exercise_answers/``: the function ``ex_04_2(book)`` returns those to
exercise ex-04-2, by what is wrong with them, and finds every name of the
chapter as an attribute of ``book``.
"""

from __future__ import annotations

import ast
import builtins
import importlib.util
import symtable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import nbformat
import pytest

BOOK = Path(__file__).resolve().parent.parent / "book"
ANSWERS = Path(__file__).resolve().parent / "exercise_answers"
CHAPTERS = sorted(path.stem for path in BOOK.glob("[0-9]*.ipynb"))


# ---- Reading a chapter ------------------------------------------------------


@dataclass
class Statement:
    """A top-level statement of a code cell, and the names it deals with."""

    code: str
    defines: set[str]
    uses: set[str]
    redefines: bool  # what these names were before no longer matters


@dataclass
class Exercise:
    """Where the statements of its cells begin and end in the chapter."""

    stub: list[Statement] = field(default_factory=list)
    start: int = 0  # the statements before it, with the check
    calls: list[int] = field(default_factory=list)  # in the solution


@dataclass
class Chapter:
    statements: list[Statement]
    exercises: dict[str, Exercise]


@cache
def read(name: str) -> Chapter:
    """Returns the statements and the exercises of a notebook."""
    notebook = nbformat.read(BOOK / f"{name}.ipynb", as_version=4)
    chapter = Chapter([], {})
    exercise, in_solution = Exercise(), False
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            for line in cell.source.splitlines():
                if line.startswith(":label: ex-"):
                    exercise = Exercise()
                    chapter.exercises[line.removeprefix(":label: ")] = exercise
                in_solution |= line.startswith("```{solution-start}")
                in_solution &= not line.startswith("```{solution-end}")
        elif cell.cell_type == "code":
            tags = cell.metadata.get("tags", [])
            if "engine" in tags:
                continue
            found = statements_of(cell.source)
            if "exercise-stub" in tags:
                exercise.stub = found
                continue
            if not in_solution:
                exercise.start = len(chapter.statements) + len(found)
            for statement in found:
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

    def __init__(self, chapter: Chapter, end: int):
        self._statements, self._end = chapter.statements, end
        self._done: set[int] = set()
        self._names: dict = {"__name__": "__main__"}

    def __getattr__(self, name: str):
        for end in (self._end, len(self._statements)):
            if name not in self._names:
                self._prepare({name}, end)
        if name not in self._names:
            raise AttributeError(f"the chapter has no {name}")
        return self._names[name]

    def run(self, statement: Statement) -> None:
        """Runs a statement, after those of the chapter that it needs."""
        self._prepare(statement.uses, self._end)
        exec(statement.code, self._names)

    def _prepare(self, names: set[str], end: int) -> None:
        wanted: set[int] = set()
        before: set[str] = set()
        while names != before:
            # Again, since a function may use what is defined after it.
            before, names = names, self._look_for(names, wanted, end)
        for i in sorted(wanted - self._done):
            exec(self._statements[i].code, self._names)
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
    call = read_chapter.statements[exercise.calls[0]].code
    book = Book(read_chapter, exercise.start)
    return book, exercise, call.partition("(")[0]


@cache
def wrong_answers(chapter: str):
    path = ANSWERS / f"answers_{chapter}.py"
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# ---- The tests --------------------------------------------------------------

# To check one answer takes two epochs of LeNet, after the chapter's own
# training. The solution runs with the notebook; the answers do not run here.
TOO_LONG = {"ex-09-9"}

EXERCISES = [
    pytest.param(chapter, label, id=label)
    for chapter in CHAPTERS
    for label in read(chapter).exercises
    if label not in TOO_LONG
]


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_has_exercises_with_all_their_parts(chapter):
    exercises = read(chapter).exercises
    assert len(exercises) >= 3
    for label, exercise in exercises.items():
        assert exercise.stub, f"{label} has no stub"
        assert exercise.calls, f"the solution of {label} is not checked"


@pytest.mark.parametrize(("chapter", "label"), EXERCISES)
def test_the_stub_fails_and_the_solution_passes(chapter, label, capsys):
    book, exercise, check = open_at(chapter, label)
    for statement in exercise.stub:
        book.run(statement)
    unsolved = [
        getattr(book, name)
        for statement in exercise.stub
        for name in sorted(statement.defines)
    ]
    with pytest.raises(Exception):  # noqa: B017
        getattr(book, check)(*unsolved)
    statements = read(chapter).statements
    for call in exercise.calls:
        book = Book(read(chapter), call)
        book.run(statements[call])
    assert capsys.readouterr().out, "a check says so when all is well"


@pytest.mark.parametrize(("chapter", "label"), EXERCISES)
def test_wrong_answers_fail(chapter, label):
    book, _, check = open_at(chapter, label)
    answers = getattr(wrong_answers(chapter), label.replace("-", "_"))(book)
    assert len(answers) >= 3
    passed = []
    for mistake, answer in answers.items():
        arguments = answer if isinstance(answer, tuple) else (answer,)
        try:
            getattr(book, check)(*arguments)
        except (NameError, AttributeError, ImportError):
            raise  # a slip of the answer proves nothing about the check
        except Exception:
            continue
        passed.append(mistake)
    assert not passed, f"these wrong answers pass the check: {passed}"
