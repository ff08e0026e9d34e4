"""For those who teach with the book: a student edition, and grades.

    python tools/course.py student OUT
    python tools/course.py grade FOLDER [--out OUT] [--seconds N]
                                 [--memory GB] [--jobs N]

``student`` writes the notebooks without solutions into the folder OUT.
``grade`` runs the book's checks on all notebooks in FOLDER, prints a table,
and writes ``grades.csv`` and a page of feedback for each student into OUT,
which is FOLDER with ``-graded`` at the end of its name if you say nothing.

A submission lies in a folder that is named after the student, or has the
student's name in its own: ``lan/04_function.ipynb`` or
``lan_04_function.ipynb``.

Answers run on this machine with your rights. Limits of time and memory guard
against mistakes, not against a program that means harm.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

import grade
import student_edition


def write_student_edition(out: Path) -> int:
    for path in student_edition.write(out):
        print(path)
    print("The chapters without solutions are written.")
    return 0


def grade_folder(
    folder: Path, out: Path | None, limits: grade.Limits, jobs: int
) -> int:
    paths = grade.find(folder)
    if not paths:
        print(f"There is no notebook in {folder}.")
        return 1
    out = out or folder.resolve().with_name(folder.resolve().name + "-graded")
    submissions = [grade.open_submission(path, folder) for path in paths]
    grades = grade.grade_all(submissions, limits, jobs)
    out.mkdir(parents=True, exist_ok=True)
    grade.write_csv(out / "grades.csv", submissions, grades)
    grade.write_feedback(out / "feedback", submissions, grades)
    print(grade.table(submissions, grades))
    print(
        f"\nWritten: {out / 'grades.csv'} and, by student, {out / 'feedback'}"
    )
    return 0


def main(words: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True)
    student = commands.add_parser("student", help="write the student edition")
    student.add_argument("out", type=Path)
    grading = commands.add_parser("grade", help="grade a folder of notebooks")
    grading.add_argument("folder", type=Path)
    grading.add_argument("--out", type=Path)
    defaults = grade.Limits()
    grading.add_argument("--seconds", type=float, default=defaults.seconds)
    grading.add_argument("--memory", type=float, default=defaults.memory)
    grading.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    given = parser.parse_args(words)
    if given.command == "student":
        return write_student_edition(given.out)
    limits = grade.Limits(given.seconds, given.memory)
    return grade_folder(given.folder, given.out, limits, given.jobs)


if __name__ == "__main__":
    sys.exit(main())
