"""The student edition gives no solution away, and the grader is fair."""

from __future__ import annotations

import csv
import json
import re
import sys
from pathlib import Path

import course
import grade
import nbformat
import pytest
import student_edition
from chapters import CHAPTERS, Book, read
from nbformat.v4 import new_code_cell

# ---- The student edition ----------------------------------------------------

# What the checks of these need of the chapter is a trained LeNet.
TOO_LONG = {"ex-09-6", "ex-09-9"}


@pytest.fixture(scope="module")
def edition(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("edition")
    student_edition.write(folder)
    return folder


def text_of(path: Path) -> str:
    """All strings in a notebook: sources, outputs, and metadata."""

    def strings(part):
        if isinstance(part, dict):
            return "\n".join(strings(value) for value in part.values())
        if isinstance(part, list):
            return "".join(
                text if isinstance(item, str) else text + "\n"
                for item in part
                for text in [strings(item)]
            )
        return str(part)

    return strings(json.loads(path.read_text(encoding="utf-8")))


def words(statements) -> set[str]:
    code = "\n".join(statement.code for statement in statements)
    return set(re.findall(r"\w+", code))


def lines(statements) -> set[str]:
    code = "\n".join(statement.code for statement in statements)
    return {line.strip() for line in code.splitlines()}


@pytest.mark.parametrize("name", CHAPTERS)
def test_the_student_edition_has_no_line_of_a_solution(edition, name):
    chapter = read(name)
    stubs = [s for e in chapter.exercises.values() for s in e.stub]
    shown = [s for s in chapter.statements if not s.in_solution] + stubs
    hidden = [s for s in chapter.statements if s.in_solution]
    secret = {line for line in lines(hidden) - lines(shown) if len(line) > 12}
    assert hidden and secret
    text = text_of(edition / f"{name}.ipynb")
    assert secret & {line.strip() for line in text.splitlines()} == set()


@pytest.mark.parametrize("name", CHAPTERS)
def test_the_student_edition_has_no_name_of_a_solution(edition, name):
    chapter = read(name)
    stubs = [s for e in chapter.exercises.values() for s in e.stub]
    shown = [s for s in chapter.statements if not s.in_solution] + stubs
    defined = {
        name
        for statement in chapter.statements
        if statement.in_solution
        for name in statement.defines
    }
    notebook = nbformat.read(edition / f"{name}.ipynb", as_version=4)
    code = "\n".join(c.source for c in notebook.cells if c.cell_type == "code")
    found = defined & set(re.findall(r"\w+", code))
    assert found <= words(shown)


@pytest.mark.parametrize("name", CHAPTERS)
def test_the_student_edition_has_no_outputs_but_those_of_pytorch(edition, name):
    notebook = nbformat.read(edition / f"{name}.ipynb", as_version=4)
    nbformat.validate(notebook)
    for cell in notebook.cells:
        assert "solution-" not in cell.source
        if cell.cell_type == "code" and "torch" not in cell.metadata.get(
            "tags", []
        ):
            assert not cell.outputs and cell.execution_count is None


@pytest.mark.parametrize("name", CHAPTERS)
def test_the_student_edition_keeps_checks_and_stubs_that_fail(edition, name):
    path = edition / f"{name}.ipynb"
    submission = grade.open_submission(path, edition)
    assert submission.chapter == name
    chapter = read(name)
    shown = [
        statement
        for cell in nbformat.read(path, as_version=4).cells
        if cell.cell_type == "code"
        and not {"engine", "torch"} & {*cell.metadata.get("tags", [])}
        for statement in grade.statements_of(cell.source)
    ]
    for label, exercise in chapter.exercises.items():
        result, _ = grade.why_no_answer(submission, exercise)
        assert result == "untouched"
        if label in TOO_LONG:
            continue
        book = Book(shown, len(shown))
        stub = [getattr(book, name) for name in exercise.names]
        check = getattr(book, chapter.check_of(exercise))
        with pytest.raises(Exception):  # noqa: B017
            check(*stub)


def test_the_student_edition_does_not_overwrite_the_book():
    with pytest.raises(ValueError, match="the book itself"):
        student_edition.write(student_edition.BOOK)


def test_a_solution_ends_in_the_middle_of_a_cell():
    text = (
        "```{solution-end}\n```\n\nAfter.\n\n```{solution-start} ex\n```\nNo."
    )
    assert student_edition.without_solutions(text, True) == ("After.", True)


# ---- The grader -------------------------------------------------------------

DICE = "def dice(twister, n):\n    return [{} for _ in range(n)]"
RIGHT = DICE.format("twister.word() % 6 + 1")
WRONG = DICE.format("twister.word() % 6")


@pytest.fixture
def hand_in(edition, tmp_path):
    """Writes the chapter on random numbers with some cells changed."""
    original = edition / "13_same_numbers.ipynb"
    exercises = read("13_same_numbers").exercises

    def write(student, name="13_same_numbers.ipynb", more=(), **answers):
        notebook = nbformat.read(original, as_version=4)
        cells = {cell.id: cell for cell in notebook.cells}
        for number, source in answers.items():
            label = number.replace("ex", "ex-13-")
            cells[exercises[label].stub_cell].source = source
        notebook.cells += [new_code_cell(source) for source in more]
        path = tmp_path / "handed-in" / student / name
        path.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(notebook, path)
        return path

    return write


def grade_first(path: Path, seconds: float = 100.0) -> grade.Grade:
    """Grades the first exercise of a notebook."""
    submission = grade.open_submission(path, path.parent.parent)
    assert submission.chapter == "13_same_numbers", submission.problem
    exercise = read(submission.chapter).exercises["ex-13-1"]
    return grade.grade_exercise(submission, exercise, grade.Limits(seconds))


CASES = {
    "right": (RIGHT, "passed", ""),
    "wrong": (WRONG, "failed", "seed 0"),
    "raises": (DICE.format("undefined"), "error", "in the line: return [und"),
    "leaves": ("import sys\n" + DICE.format("sys.exit()"), "error", "System"),
    "leaves at once": (
        "import os\n" + DICE.format("os._exit(0)"),
        "error",
        "ended before",
    ),
    "talks": (
        DICE.format("print('x' * 10**5) or twister.word() % 6 + 1"),
        "passed",
        "",
    ),
    "is no Python": ("def dice(twister, n:\n    pass", "error", "SyntaxError"),
    "speaks Jupyter": ("%matplotlib inline\n!ls\n" + RIGHT, "passed", ""),
    "says a lot": (
        "def dice(twister, n):\n    raise AssertionError('x' * 10**6)",
        "failed",
        "xxx",
    ),
    "asks for too much": (
        "import numpy as np\n" + DICE.format("np.ones(2**40)"),
        "error",
        "MemoryError",
    ),
    "calls no end": (
        "def dice(twister, n):\n    return dice(twister, n)",
        "error",
        "RecursionError",
    ),
    "has a name of its own": (
        RIGHT.replace("dice", "throw"),
        "missing",
        "no cell defines `dice`",
    ),
    "defines the check anew": (
        WRONG + "\n\ndef check_dice(dice):\n    pass\n\ncheck_dice(dice)",
        "failed",
        "seed 0",
    ),
    "defines what the check uses": (
        WRONG + "\n\nclass Twister:\n    pass\n\ntorch = None",
        "failed",
        "seed 0",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_an_answer_gets_its_grade(hand_in, case):
    source, result, message = CASES[case]
    if case == "asks for too much" and sys.platform != "linux":
        pytest.skip("the system has no limit of memory")
    found = grade_first(hand_in("lan", ex1=source))
    assert (found.result, message in found.message) == (result, True), found
    assert len(found.message) < 2000


@pytest.mark.parametrize(
    "source",
    [
        "def dice(twister, n):\n    while True:\n        pass",
        "while True:\n    dice = None",
        "import time\n" + DICE.format("time.sleep(1000)"),
    ],
)
def test_an_answer_without_an_end_is_stopped(hand_in, source):
    found = grade_first(hand_in("lan", ex1=source), seconds=3)
    assert (found.result, found.seconds < 30) == ("timed out", True)
    assert "3 seconds" in found.message


def test_the_rest_of_a_notebook_is_not_run(hand_in):
    more = ["while True:\n    pass", "import sys\nsys.exit()", "1 +"]
    found = grade_first(hand_in("lan", more=more, ex1=RIGHT))
    assert found.result == "passed"


def test_helpers_in_other_cells_count(hand_in):
    source = DICE.format("one_throw(twister)")
    helper = "def one_throw(twister):\n    return twister.word() % 6 + 1"
    path = hand_in("lan", more=[helper], ex1=source)
    assert grade_first(path).result == "passed"


def test_the_last_definition_counts_and_a_change_of_the_book_does_not(hand_in):
    first = "def Twister(seed):\n    return None"
    path = hand_in("lan", more=[first, RIGHT], ex1=WRONG)
    assert grade_first(path).result == "passed"


def test_no_names_of_solutions_are_lent(hand_in):
    path = hand_in("lan", ex5="def predict(seen):\n    return untemper(1)")
    submission = grade.open_submission(path, path.parent.parent)
    exercise = read("13_same_numbers").exercises["ex-13-5"]
    found = grade.grade_exercise(submission, exercise, grade.Limits())
    assert "name 'untemper' is not defined" in found.message


def test_cells_that_are_gone_are_missing(hand_in):
    path = hand_in("lan")
    notebook = nbformat.read(path, as_version=4)
    stub = read("13_same_numbers").exercises["ex-13-1"].stub_cell
    notebook.cells = [cell for cell in notebook.cells if cell.id != stub]
    nbformat.write(notebook, path)
    assert grade_first(path).result == "missing"


def test_the_book_with_its_solutions_is_no_answer(tmp_path):
    path = tmp_path / "lan" / "13_same_numbers.ipynb"
    path.parent.mkdir()
    path.write_bytes((student_edition.BOOK / path.name).read_bytes())
    assert grade_first(path).result == "untouched"


def test_a_folder_is_graded(hand_in, tmp_path, capsys):
    hand_in("lan", ex1=RIGHT, ex2="def price(n):\n    return n")
    hand_in("tom", name="homework.ipynb", ex1="import os\n" + WRONG)
    folder = tmp_path / "handed-in"
    (folder / "eva_13_same_numbers.ipynb").write_text("{", encoding="utf-8")
    (folder / "ida.ipynb").write_text('{"cells": 3}', encoding="utf-8")
    other = nbformat.v4.new_notebook(cells=[new_code_cell("x = 1")])
    nbformat.write(other, folder / "ben.ipynb")
    checkpoint = folder / "lan" / ".ipynb_checkpoints" / "a.ipynb"
    checkpoint.parent.mkdir()
    nbformat.write(other, checkpoint)

    assert course.main(["grade", str(folder), "--jobs", "2"]) == 0
    shown = capsys.readouterr().out
    n = len(read("13_same_numbers").exercises)
    rest = r" \." * (n - 2)
    assert re.search(rf"lan +13_same_numbers +\+ -{rest} +1 of {n}", shown)
    assert re.search(rf"tom +13_same_numbers +- \.{rest} +0 of {n}", shown)
    for student, problem in (
        ("eva", "not a notebook"),
        ("ida", "not a notebook"),
        ("ben", "not a chapter of this book"),
    ):
        assert re.search(rf"^{student} +{problem}", shown, re.MULTILINE)

    out = tmp_path / "handed-in-graded"
    with (out / "grades.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 2 * n + 3
    lan = [row["result"] for row in rows if row["student"] == "lan"]
    assert lan == ["passed", "failed"] + (n - 2) * ["untouched"]
    page = (out / "feedback" / "lan.md").read_text(encoding="utf-8")
    assert f"1 of {n} exercises passed" in page
    assert "randn(1) uses 4 words, not 1" in page
    assert sorted(p.stem for p in (out / "feedback").iterdir()) == sorted(
        ["lan", "tom", "eva", "ida", "ben"]
    )


def test_an_empty_folder_is_said_to_be_empty(tmp_path, capsys):
    assert course.main(["grade", str(tmp_path)]) == 1
    assert "no notebook" in capsys.readouterr().out


def test_a_spreadsheet_sees_no_formula():
    assert grade.plain("=1+1") == "'=1+1"
    assert grade.plain("1+1") == "1+1"
