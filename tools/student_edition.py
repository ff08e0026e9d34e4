"""The student edition: the chapters without their solutions.

``course.py student`` writes it. Left out are all cells and all text between
``{solution-start}`` and ``{solution-end}``, and what the cells have printed or
drawn: students are to predict it, and the grader needs none of it. Only the
outputs of cells that need PyTorch stay, since most students cannot make them.
"""

from __future__ import annotations

from pathlib import Path

import nbformat
from chapters import BOOK, CHAPTERS, path_of, tags_of
from nbformat import NotebookNode

NOTE = """\
```{admonition} Student edition
:class: note

The solutions are left out. Run the cells from the top. Write each answer into
the cell with the dots, under the same name, and take the `#` from its last
line to check it. Then save this notebook and hand it in.
```"""


def write(out: Path) -> list[Path]:
    """Writes all chapters into the folder ``out``; returns their paths."""
    if out.resolve() == BOOK:
        raise ValueError("this would overwrite the book itself")
    out.mkdir(parents=True, exist_ok=True)
    paths = []
    for name in CHAPTERS:
        paths.append(out / f"{name}.ipynb")
        notebook = nbformat.read(path_of(name), as_version=4)
        text = nbformat.writes(edition(notebook), version=4) + "\n"
        paths[-1].write_text(text, encoding="utf-8", newline="\n")
    return paths


def edition(notebook: NotebookNode) -> NotebookNode:
    """Takes the solutions and the outputs out of a chapter, in place."""
    kept, inside = [], False
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source, inside = without_solutions(cell.source, inside)
            if cell.source:
                kept.append(cell)
        elif not inside:
            if cell.cell_type == "code" and "torch" not in tags_of(cell):
                cell.outputs, cell.execution_count = [], None
            kept.append(cell)
    if inside:
        raise ValueError("a {solution-start} has no {solution-end}")
    note = nbformat.v4.new_markdown_cell(NOTE, id="student-edition")
    notebook.cells = kept[:1] + [note] + kept[1:]
    return notebook


def without_solutions(text: str, inside: bool) -> tuple[str, bool]:
    """Drops the lines of solutions; returns what is left of the text.

    Args:
        text: the text of one cell.
        inside: whether a solution has begun in a cell before.

    Returns:
        The other lines, and whether a solution goes on in the next cell.
    """
    kept, closing = [], False
    for line in text.splitlines():
        if closing:  # the second line of the block {solution-end}
            closing = False
        elif line.startswith("```{solution-end}"):
            inside, closing = False, True
        elif line.startswith("```{solution-start}"):
            inside = True
        elif not inside:
            kept.append(line)
    return "\n".join(kept).strip(), inside
