"""Grades a folder of notebooks with the book's own checks.

``course.py grade`` calls it. What a student wrote is what stands in a
notebook's cells and not in the book's. For every exercise whose stub was
changed, ``grade_answer.py`` runs the check in a process of its own, which is
ended when its time is over. Nothing else of a submission is executed, and no
stored output is believed.
"""

from __future__ import annotations

import ast
import csv
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import nbformat
from chapters import (
    CHAPTERS,
    Exercise,
    Statement,
    cells_of,
    path_of,
    read,
    statements_of,
    text_of,
)
from IPython.core.inputtransformer2 import TransformerManager
from tqdm import tqdm

REPOSITORY = Path(__file__).resolve().parent.parent
GRADE_ANSWER = Path(__file__).resolve().parent / "grade_answer.py"

# The results, each with its sign in the table and what it means.
RESULTS = {
    "passed": ("+", "passed"),
    "failed": ("-", "the check said no"),
    "error": ("!", "an error"),
    "timed out": ("t", "timed out"),
    "untouched": (".", "the stub is as it was"),
    "missing": ("?", "no such name in the notebook"),
}


@dataclass
class Cell:
    """What a student wrote in one cell."""

    id: str
    text: str
    own: list[Statement] = field(default_factory=list)
    problem: str = ""  # why it is not Python


@dataclass
class Submission:
    """One notebook that was handed in."""

    student: str
    path: Path
    chapter: str = ""
    cells: list[Cell] = field(default_factory=list)
    stubs: set[str] = field(default_factory=set)  # those still in there
    problem: str = ""  # why it cannot be graded


@dataclass
class Grade:
    """What came of one exercise."""

    submission: Submission
    exercise: Exercise
    result: str
    message: str = ""
    seconds: float = 0.0


@dataclass
class Limits:
    """What one answer may use."""

    seconds: float = 120.0  # with the part of the chapter that it needs
    memory: float = 4.0  # gibibytes


# ---- Reading submissions ----------------------------------------------------


def find(folder: Path) -> list[Path]:
    """Returns the notebooks in a folder and in the folders in it."""
    paths = sorted(folder.rglob("*.ipynb"))
    return [path for path in paths if ".ipynb_checkpoints" not in path.parts]


def open_submission(path: Path, folder: Path) -> Submission:
    """Reads a notebook; if that fails, the submission says why."""
    submission = Submission(student_of(path.relative_to(folder)), path)
    try:
        notebook = nbformat.read(path, as_version=4)
        sources = [
            (cell.get("id", ""), python(text_of(cell)))
            for cell, in_solution in cells_of(notebook)
            if cell["cell_type"] == "code" and not in_solution
        ]
    except Exception as error:  # a file can be wrong in any way
        reason = " ".join(str(error).split())[:200]
        submission.problem = f"not a notebook: {type(error).__name__}: {reason}"
        return submission
    cells = [read_cell(name, text) for name, text in sources]
    submission.chapter = chapter_of(path, cells)
    if not submission.chapter:
        submission.problem = "not a chapter of this book"
        return submission
    books = known(submission.chapter)
    submission.stubs = {form(s.code) for c in cells for s in c.own} & books
    for cell in cells:
        cell.own = [s for s in cell.own if form(s.code) not in books]
    submission.cells = cells
    return submission


def student_of(path: Path) -> str:
    """The name of the folder; without one, what the file's name adds."""
    if len(path.parts) > 1:
        return path.parts[0]
    name = path.stem
    for chapter in CHAPTERS:
        name = name.replace(chapter, "")
    return name.strip(" _-.") or path.stem


def python(text: str) -> str:
    """Translates what only notebooks understand, as ``%time`` and ``!ls``."""
    return TransformerManager().transform_cell(text)


def read_cell(name: str, text: str) -> Cell:
    try:
        return Cell(name, text, own=statements_of(text))
    except Exception as error:
        return Cell(name, text, problem=f"{type(error).__name__}: {error}")


def chapter_of(path: Path, cells: list[Cell]) -> str:
    """Returns the chapter with which the cells have most in common.

    The file's name decides only if they have nothing in common with any.
    """
    written = {form(s.code) for cell in cells for s in cell.own}
    defined = {name for cell in cells for s in cell.own for name in s.defines}

    def score(chapter: str) -> int:
        names = {n for e in read(chapter).exercises.values() for n in e.names}
        return len(written & known(chapter)) + len(defined & names)

    best = max(CHAPTERS, key=score)
    if score(best):
        return best
    return next((name for name in CHAPTERS if name in path.stem), "")


@cache
def known(chapter: str) -> set[str]:
    """Returns the statements of the book that are in no solution."""
    found = set()
    notebook = json.loads(path_of(chapter).read_text(encoding="utf-8"))
    for cell, in_solution in cells_of(notebook):
        if cell["cell_type"] == "code" and not in_solution:
            found |= {form(s.code) for s in statements_of(text_of(cell))}
    return found


def form(code: str) -> str:
    """Returns the same text for statements that differ in layout only."""
    return ast.dump(ast.parse(code))


# ---- Grading one answer -----------------------------------------------------


def grade_exercise(
    submission: Submission, exercise: Exercise, limits: Limits
) -> Grade:
    names = set(exercise.names)
    holds_answer = [
        any(s.defines & names for s in cell.own) for cell in submission.cells
    ]
    if not any(holds_answer):
        result, message = why_no_answer(submission, exercise)
        return Grade(submission, exercise, result, message)
    answer, other = [], []
    for cell, holds in zip(submission.cells, holds_answer):
        (answer if holds else other).extend(s.code for s in cell.own)
    request = {
        "chapter": submission.chapter,
        "label": exercise.label,
        "answer": answer,
        "other": other,
        "memory": limits.memory,
    }
    start = time.perf_counter()
    result, message = run_check(json.dumps(request), limits.seconds)
    seconds = time.perf_counter() - start
    return Grade(submission, exercise, result, message, seconds)


def why_no_answer(
    submission: Submission, exercise: Exercise
) -> tuple[str, str]:
    for cell in submission.cells:
        defines = any(
            re.search(rf"^(def|class)\s+{name}\b", cell.text, re.MULTILINE)
            for name in exercise.names
        )
        if cell.problem and (cell.id == exercise.stub_cell or defines):
            return "error", cell.problem
    if all(form(s.code) in submission.stubs for s in exercise.stub):
        return "untouched", ""
    names = " and ".join(f"`{name}`" for name in exercise.names)
    return "missing", f"no cell defines {names}"


def run_check(request: str, seconds: float) -> tuple[str, str]:
    """Runs a check in another process; returns the result and a message."""
    paths = [str(REPOSITORY), os.environ.get("PYTHONPATH", "")]
    environment = dict(
        os.environ,
        PYTHONPATH=os.pathsep.join(filter(None, paths)),
        OPENBLAS_NUM_THREADS="1",
        OMP_NUM_THREADS="1",
        MPLBACKEND="agg",  # no windows
    )
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        verdict = Path(folder) / "verdict.json"
        process = subprocess.Popen(
            [sys.executable, str(GRADE_ANSWER), str(verdict)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,  # however much the answer prints
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env=environment,
            start_new_session=True,
        )
        try:
            process.communicate(request.encode(), timeout=seconds)
        except subprocess.TimeoutExpired:
            return "timed out", f"not done after {seconds:g} seconds"
        except BrokenPipeError:
            pass  # it ended before it had read the request
        finally:
            end(process)
        try:
            found = json.loads(verdict.read_text(encoding="utf-8"))
            return found["result"], found["message"]
        except (OSError, ValueError, KeyError):
            status = process.returncode
            return "error", f"ended before the check did (status {status})"


def end(process: subprocess.Popen) -> None:
    """Ends a process and, where there are groups, all that it has started."""
    try:
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    except (ProcessLookupError, PermissionError):
        pass  # it has ended, and so have all others
    process.wait()


def grade_all(
    submissions: list[Submission], limits: Limits, jobs: int
) -> list[Grade]:
    """Grades every exercise of every submission, some at the same time."""
    tasks = [
        (submission, exercise, limits)
        for submission in submissions
        if not submission.problem
        for exercise in read(submission.chapter).exercises.values()
    ]
    with ThreadPoolExecutor(jobs) as pool:
        grades = pool.map(lambda task: grade_exercise(*task), tasks)
        bar = tqdm(grades, total=len(tasks), unit="exercise", desc="grading")
        return list(bar)


# ---- What came of it --------------------------------------------------------


def by_submission(
    submissions: list[Submission], grades: list[Grade]
) -> Iterator[tuple[Submission, list[Grade]]]:
    for submission in submissions:
        yield submission, [g for g in grades if g.submission is submission]


def table(submissions: list[Submission], grades: list[Grade]) -> str:
    """Returns a line for each notebook, a sign for each exercise."""
    rows = [("student", "chapter", "exercises 1, 2, ...", "passed")]
    for submission, own in by_submission(submissions, grades):
        if submission.problem:
            rows.append((submission.student, submission.problem, "", ""))
            continue
        signs = " ".join(RESULTS[grade.result][0] for grade in own)
        count = f"{passed(own)} of {len(own)}"
        rows.append((submission.student, submission.chapter, signs, count))
    width = [max(len(row[i]) for row in rows if row[2]) for i in range(3)]
    width[0] = max(len(row[0]) for row in rows)
    lines = [
        "  ".join(cell.ljust(n) for cell, n in zip(row, [*width, 0])).rstrip()
        for row in rows
    ]
    legend = "   ".join(f"{sign} {word}" for sign, word in RESULTS.values())
    return "\n".join([*lines, "", legend])


def passed(grades: Iterable[Grade]) -> int:
    return sum(grade.result == "passed" for grade in grades)


def write_csv(
    path: Path, submissions: list[Submission], grades: list[Grade]
) -> None:
    columns = "student file chapter exercise title grade result seconds message"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns.split())
        for submission, own in by_submission(submissions, grades):
            who = [submission.student, submission.path.name]
            if submission.problem:
                row = [*who, "", "", "", "", "unreadable", "", None]
                row[-1] = submission.problem
                writer.writerow(map(plain, row))
            for grade in own:
                exercise = grade.exercise
                row = [*who, submission.chapter, exercise.label]
                row += [exercise.title, exercise.grade, grade.result]
                row += [f"{grade.seconds:.1f}", grade.message]
                writer.writerow(map(plain, row))


def plain(text: str) -> str:
    """Keeps a spreadsheet from taking a student's text for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


def write_feedback(
    folder: Path, submissions: list[Submission], grades: list[Grade]
) -> None:
    """Writes a page in Markdown for each student."""
    folder.mkdir(parents=True, exist_ok=True)
    pages: dict[str, list[str]] = {}
    for submission, own in by_submission(submissions, grades):
        page = pages.setdefault(submission.student, [])
        page.append(feedback(submission, own))
    for student, parts in pages.items():
        name = re.sub(r"[^\w .-]", "_", student).strip(" .") or "unnamed"
        text = f"# {student}\n\n" + "\n".join(parts)
        (folder / f"{name}.md").write_text(text, encoding="utf-8")


def feedback(submission: Submission, grades: list[Grade]) -> str:
    lines = [f"## {submission.path.name}", ""]
    if submission.problem:
        return "\n".join([*lines, f"Not graded: {submission.problem}.", ""])
    lines += [f"{passed(grades)} of {len(grades)} exercises passed.", ""]
    for grade in grades:
        exercise = grade.exercise
        number = exercise.label.rpartition("-")[2]
        word = RESULTS[grade.result][1]
        kind = f" ({exercise.grade})" if exercise.grade else ""
        lines.append(f"- **{number}. {exercise.title}**{kind}: {word}")
        if grade.message:
            lines.append("")
            lines += [f"      {line}" for line in grade.message.splitlines()]
            lines.append("")
    return "\n".join([*lines, ""])
