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

import importlib.util
from functools import cache
from pathlib import Path

import pytest
from chapters import CHAPTERS, Book, open_at, read

ANSWERS = Path(__file__).resolve().parent / "exercise_answers"


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
        book = Book(statements, call)
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
