"""Runs the book's check on one answer, in a process of its own.

    python tools/grade_answer.py RESULT < request

``grade.py`` starts it. The request is JSON: the chapter, the label of the
exercise, the statements of the cells that hold the answer, and all other
statements that the student wrote. The verdict goes to the file RESULT, since
the answer may print what it likes.

The names that the check uses are the book's: an answer that defines them anew
changes them for itself only.
"""

from __future__ import annotations

import json
import linecache
import os
import sys
import traceback
from pathlib import Path
from typing import Any

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

from chapters import Book, Exercise, Statement, read, statements_of

LARGEST_FILE = 100 * 2**20  # bytes that an answer may write into one file
LONGEST_MESSAGE = 1500  # characters

# What a check raises to say no; anything else is an error of the answer.
SAYS_NO = {"AssertionError", "GradcheckError"}


def limit(memory: float) -> None:
    """Limits this process to so many gibibytes, where the system can."""
    if resource is None:
        return
    for what, size in (
        (resource.RLIMIT_AS, int(memory * 2**30)),
        (resource.RLIMIT_FSIZE, LARGEST_FILE),
    ):
        try:
            _, most = resource.getrlimit(what)
            resource.setrlimit(what, (size, most))
        except (ValueError, OSError):  # a lower limit holds already
            pass


def check(chapter: str, label: str, answer: list, other: list) -> None:
    """Runs the check of an exercise on an answer; raises what it raises."""
    read_chapter = read(chapter)
    exercise = read_chapter.exercises[label]
    before = without_solutions(read_chapter.statements[: exercise.start])
    book = Book(before, len(before))
    the_check = getattr(book, read_chapter.check_of(exercise))
    the_check(*answers(exercise, book, before, answer, other))


def without_solutions(statements: list[Statement]) -> list[Statement]:
    return [s for s in statements if not s.in_solution]


def answers(
    exercise: Exercise,
    book: Book,
    before: list[Statement],
    answer: list[str],
    other: list[str],
) -> list[Any]:
    """Makes what the answer defines: the functions for the check.

    The statements of the answer's own cells come last, so they win over the
    book's. Of the other cells a helper counts whose name the book has not.
    """
    own = [s for code in answer for s in statements_of(code)]
    taken = set().union(*(s.defines for s in before))
    helpers = [
        statement
        for code in other
        for statement in statements_of(code)
        if not statement.defines & taken
    ]
    theirs = set().union(*(s.defines for s in own + helpers + exercise.stub))
    names = {n: v for n, v in book.names().items() if n not in theirs}
    statements = before + helpers + exercise.stub + own
    world = Book(statements, len(statements), names)
    return [getattr(world, name) for name in exercise.names]


def verdict(error: BaseException) -> tuple[str, str]:
    """Returns the result and the message for what an answer raised."""
    kind = type(error).__name__
    words = str(error).strip()
    result = "failed" if kind in SAYS_NO else "error"
    if result == "error":
        words = f"{kind}: {words}" if words else kind
    line = last_line(error)
    if line and (result == "error" or not words):
        words = f"{words}\n{line}".strip()
    if len(words) > LONGEST_MESSAGE:
        words = words[:LONGEST_MESSAGE] + " ..."
    return result, words


def last_line(error: BaseException) -> str:
    """Returns the last line of a notebook that was running."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if frame.filename.startswith("<statement"):
            line = linecache.getline(frame.filename, frame.lineno or 0)
            return f"in the line: {line.strip()}"
    return ""


def main() -> None:
    request = json.load(sys.stdin)
    limit(request.pop("memory"))
    try:
        check(**request)
        result, message = "passed", ""
    except BaseException as error:  # sys.exit() and Ctrl-C are answers, too
        try:
            result, message = verdict(error)
        except BaseException:  # an error whose text is an error
            result, message = "error", type(error).__name__
    text = json.dumps({"result": result, "message": message})
    Path(sys.argv[1]).write_text(text, encoding="utf-8")
    # At once: what the answer left to be done at the end is not done.
    os._exit(0)


if __name__ == "__main__":
    main()
