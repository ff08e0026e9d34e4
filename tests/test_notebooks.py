"""The tool that runs, compares and checks the book's notebooks."""

from __future__ import annotations

import os
import subprocess
import sys

import nbformat
import notebooks
import pytest
from nbformat.v4 import (
    new_code_cell,
    new_markdown_cell,
    new_notebook,
    new_output,
)


def printed(text, name="stdout"):
    return new_output("stream", name=name, text=text)


def cell(source, *outputs, tags=(), count=1):
    return new_code_cell(
        source,
        outputs=list(outputs),
        execution_count=count,
        metadata={"tags": list(tags)} if tags else {},
    )


def stored(path, *cells):
    """Writes a notebook in the form that the tool stores."""
    notebook = new_notebook(cells=list(cells))
    notebooks.normalise(notebook)
    path.write_text(notebooks.stored_form(notebook), encoding="utf-8")
    return path


@pytest.fixture
def path(tmp_path):
    return tmp_path / "chapter.ipynb"


def test_running_twice_changes_nothing(path):
    source = "print(1)\nprint(2, flush=True)\nprint(3)\n4"
    notebook = new_notebook(cells=[new_markdown_cell("a"), cell(source)])
    nbformat.write(notebook, path)
    assert notebooks.run([path], on_torch=False) == 0
    first = path.read_text(encoding="utf-8")
    assert notebooks.run([path], on_torch=False) == 0
    assert path.read_text(encoding="utf-8") == first
    assert notebooks.problems(path) == []
    outputs = nbformat.read(path, as_version=4).cells[1].outputs
    assert outputs[0].text == "1\n2\n3\n"
    assert outputs[1].data["text/plain"] == "4"


def test_a_notebook_that_fails_is_left_as_it_was(path, capsys):
    stored(path, cell("x = 1", count=1), cell("1 / 0", count=2))
    before = path.read_text(encoding="utf-8")
    assert notebooks.run([path], on_torch=False) == 1
    assert path.read_text(encoding="utf-8") == before
    assert "ZeroDivisionError" in capsys.readouterr().out


def test_normalising_numbers_cells_by_their_place():
    cells = [
        cell("a", new_output("execute_result", execution_count=7), count=7),
        cell("", count=None),
        cell("b", count=None),
        cell("c", count=9),
    ]
    notebook = new_notebook(cells=cells)
    notebooks.normalise(notebook)
    counts = [cell.execution_count for cell in notebook.cells]
    assert counts == [1, None, None, 3]
    assert notebook.cells[0].outputs[0].execution_count == 1


def test_normalising_merges_what_was_printed_and_drops_times():
    one = cell("a", printed("1\r"), printed("2\n"), printed("!", "stderr"))
    one.metadata["execution"] = {"iopub.execute_input": "2026-01-01"}
    notebook = new_notebook(cells=[one])
    notebooks.normalise(notebook)
    assert [output.text for output in one.outputs] == ["2\n", "!"]
    assert "execution" not in one.metadata


def compare(old, new, tags=()):
    stored = new_notebook(cells=[cell("a", *old, tags=tags)])
    fresh = new_notebook(cells=[cell("a", *new, tags=tags)])
    return notebooks.compare(stored, fresh)


def test_comparing_sees_text_and_overlooks_pictures():
    def figure(picture, text):
        data = {"image/png": picture, "text/plain": text}
        return [new_output("display_data", data=data)]

    assert compare([printed("1.5")], [printed("1."), printed("5")]).agree == 1
    assert compare([printed("1.5")], [printed("1.4")]).agree == 0
    assert compare([printed("1.5")], []).agree == 0
    assert compare(figure("AAAA", "<Figure>"), figure("BBBB", "<Figure>")).agree
    assert not compare(
        figure("AAAA", "<Figure>"), figure("AAAA", "<Axes>")
    ).agree


def test_comparing_shows_the_difference():
    result = compare([printed("same\n1.5\n")], [printed("same\n1.4\n")])
    (difference,) = result.differences
    assert "-1.5" in difference and "+1.4" in difference


def test_comparing_counts_what_it_does_not_compare():
    assert compare([printed("1")], [printed("2")], tags=["engine"]).engine == 1
    tags = ["nbval-ignore-output"]
    assert compare([printed("1")], [printed("2")], tags=tags).ignored == 1
    error = new_output("error", ename="E", evalue="", traceback=[])
    assert len(compare([], [error], tags=tags).differences) == 1


@pytest.mark.parametrize(
    ("bad", "word"),
    [
        (cell("a", count=None), "never run"),
        (cell("a", printed("<f at 0x7f01deadbeef>")), "memory address"),
        (cell("a", printed("oh", "stderr")), "stderr"),
        (
            cell("a", new_output("error", ename="Oops", evalue="")),
            "stores an error: Oops",
        ),
    ],
)
def test_checking_finds_a_bad_cell(path, bad, word):
    stored(path, cell("x = 1", printed("fine")), bad)
    (problem,) = notebooks.problems(path)
    assert word in problem
    stored(path, cell("x = 1", printed("fine")))
    assert notebooks.problems(path) == []


def test_checking_finds_equal_ids_and_other_forms(path):
    first, second = cell("a"), cell("b")
    stored(path, first, second)
    text = path.read_text(encoding="utf-8").replace(second.id, first.id)
    path.write_text(text, encoding="utf-8")
    assert "more than once" in notebooks.problems(path)[0]
    stored(path, cell("a"))
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert "stored form" in notebooks.problems(path)[0]


@pytest.mark.torch
def test_pytorch_can_stand_in(path, capsys):
    source = (
        "import teachtorch as torch\n"
        "import teachtorch.nn.functional as F\n"
        "from teachtorch import nn, viz\n"
        "from teachtorch.optim import lr_scheduler\n"
        "import torch as real\n"
        "print(torch is real, nn is real.nn, F is real.nn.functional)\n"
        "print(lr_scheduler is real.optim.lr_scheduler)\n"
        "print(viz.__name__, torch.__spec__.name)"
    )
    shown = "True True True\nTrue\nteachtorch.viz torch\n"
    inside = cell("1 / 0", tags=["engine"])
    stored(path, cell(source, printed(shown)), inside, cell("print(1)"))
    assert notebooks.parity([path]) == 1
    table = capsys.readouterr().out
    assert "1 of 2 compared code cells" in table
    assert "+1" in table


BESIDE = (
    "import torch\n"
    "import teachtorch\n"
    "print(torch.__name__, teachtorch.__name__, torch is teachtorch)"
)
SHOWN = "torch teachtorch False\n"


@pytest.mark.torch
def test_cells_that_need_pytorch_run_next_to_teachtorch(path, capsys):
    first = cell("x = 1")
    stored(path, first, cell(BESIDE, printed(SHOWN), tags=["torch"]))
    assert notebooks.parity([path]) == 0
    assert "2 of 2 compared code cells" in capsys.readouterr().out
    stored(path, first, cell(BESIDE, printed("wrong"), tags=["torch"]))
    assert notebooks.parity([path]) == 1


def test_cells_that_need_pytorch_keep_their_output_without_it(
    path, monkeypatch
):
    def find_spec(name):
        assert name == "torch"

    monkeypatch.setattr(notebooks.importlib.util, "find_spec", find_spec)
    last = cell("print(2)", printed("1\n"), count=3)
    stored(
        path, cell("x = 1"), cell(BESIDE, printed(SHOWN), tags=["torch"]), last
    )
    assert notebooks.run([path], on_torch=False) == 0
    cells = nbformat.read(path, as_version=4).cells
    assert [c.outputs[0].text for c in cells[1:]] == [SHOWN, "2\n"]
    assert notebooks.problems(path) == []


def test_nbval_skips_cells_that_need_pytorch(path, tmp_path):
    """Runs pytest on a notebook where ``import torch`` finds nothing."""
    stored(
        path,
        cell("import importlib.util\nx = 1"),
        cell(
            "import torch\n1 / 0", printed("PyTorch's answer\n"), tags=["torch"]
        ),
        cell("print(x + 1)", printed("2\n")),
    )
    here = "import sys\nsys.modules['torch'] = None\n"
    (tmp_path / "sitecustomize.py").write_text(here, encoding="utf-8")
    conftest = notebooks.REPOSITORY / "conftest.py"
    (tmp_path / "conftest.py").write_bytes(conftest.read_bytes())
    paths = [str(tmp_path), str(notebooks.REPOSITORY)]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-rs", "--nbval"]
        + ["--nbval-current-env", "-c", os.devnull, "--rootdir", "."]
        + [path.name],
        cwd=tmp_path,
        env=dict(os.environ, PYTHONPATH=os.pathsep.join(paths)),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "2 passed, 1 skipped" in done.stdout
    assert "PyTorch is not installed" in done.stdout
