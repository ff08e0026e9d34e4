"""Runs the book's notebooks, compares them with PyTorch, checks them.

    python tools/notebooks.py run book/01_numpy_net.ipynb [...]
    python tools/notebooks.py run --torch book/01_numpy_net.ipynb [...]
    python tools/notebooks.py parity [book/01_numpy_net.ipynb ...]
    python tools/notebooks.py check [book/01_numpy_net.ipynb ...]

``run`` executes notebooks and stores their outputs, always in the same form,
so that a second run of an unchanged notebook changes no byte but pictures.
``parity`` executes a copy with PyTorch in place of teachtorch and says which
cells give the stored output. ``check`` looks at what is stored and runs
nothing. Without names, all of book/*.ipynb is meant.

Cells tagged ``engine`` look inside teachtorch: when PyTorch stands in they
are left alone. Cells tagged ``torch`` need PyTorch *next to* teachtorch: they
run only where it is installed, and keep their stored output elsewhere.
``parity`` runs them in a second copy, in which nothing stands in for anything.
"""

from __future__ import annotations

import argparse
import difflib
import importlib.util
import os
import re
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from ipykernel.kernelspec import get_kernel_dict
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode

REPOSITORY = Path(__file__).resolve().parent.parent
STAND_IN = REPOSITORY / "tools" / "torch_stand_in.py"
CELL_TIMEOUT = 300  # seconds

KERNELSPEC = {
    "display_name": "Python 3",
    "language": "python",
    "name": "python3",
}
# As in conftest.py: our matrices are small, and threads only get in their way.
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
TIMING = {"execution", "ExecuteTime"}  # cell metadata that changes every run
PICTURES = {"image/png", "image/jpeg"}  # nbval does not compare these
OVERWRITTEN_LINE = re.compile(r"^.*\r(?=[^\n])", re.MULTILINE)


# ---- Running ----------------------------------------------------------------


class ThisPython(AsyncKernelManager):
    """Starts every kernel with the Python that runs this file."""

    @property
    def kernel_spec(self) -> KernelSpec:
        # Errors only: a kernel else warns on stderr about its transport.
        return KernelSpec(**get_kernel_dict(["--log-level=ERROR"]))


def execute(
    notebook: NotebookNode,
    folder: Path,
    on_torch: bool = False,
    allow_errors: bool = False,
) -> None:
    """Executes the code cells of ``notebook`` in place, in ``folder``.

    Args:
        notebook: the notebook.
        folder: where its kernel starts.
        on_torch: PyTorch answers for teachtorch; ``engine`` cells are left,
            and ``torch`` cells, which compare the two.
        allow_errors: an error becomes the cell's output, and the rest runs.
    """
    client = NotebookClient(
        notebook,
        kernel_manager_class=ThisPython,
        timeout=CELL_TIMEOUT,
        allow_errors=allow_errors,
        record_timing=False,
        resources={"metadata": {"path": str(folder)}},
    )
    paths = [str(REPOSITORY)] + os.environ.get("PYTHONPATH", "").split(
        os.pathsep
    )
    paths = os.pathsep.join(filter(None, paths))
    environment = ONE_THREAD | dict(os.environ, PYTHONPATH=paths)
    left = {"engine", "torch"} if on_torch else set()
    if importlib.util.find_spec("torch") is None:
        left.add("torch")
    with client.setup_kernel(env=environment):
        if on_torch:
            bootstrap(client)
        for index, cell in enumerate(notebook.cells):
            if is_code(cell) and not left & set(tags(cell)):
                client.execute_cell(cell, index)


def bootstrap(client: NotebookClient) -> None:
    """Runs torch_stand_in.py in the kernel, leaving no names behind."""
    cell = nbformat.v4.new_code_cell(
        f"import runpy\nrunpy.run_path({str(STAND_IN)!r})\ndel runpy"
    )
    client.nb.cells.insert(0, cell)
    try:
        client.execute_cell(cell, 0, store_history=False)
    finally:
        del client.nb.cells[0]


def is_code(cell: NotebookNode) -> bool:
    return cell.cell_type == "code" and bool(cell.source.strip())


def tags(cell: NotebookNode) -> list[str]:
    return cell.metadata.get("tags", [])


# ---- One form of storing ----------------------------------------------------


def normalise(notebook: NotebookNode) -> None:
    """Removes from ``notebook`` all that may differ between equal runs."""
    for key in ("kernelspec", "language_info", "jupytext", "widgets"):
        notebook.metadata.pop(key, None)
    notebook.metadata["kernelspec"] = dict(KERNELSPEC)
    notebook.metadata["language_info"] = {"name": "python"}
    count = 0
    for cell in notebook.cells:
        for key in TIMING & set(cell.metadata):
            del cell.metadata[key]
        if cell.cell_type != "code":
            continue
        cell.outputs = merge_streams(cell.outputs)
        count += is_code(cell)
        ran = cell.execution_count is not None
        # Numbered by position: cells skipped in a run leave no gap.
        cell.execution_count = count if ran else None
        for output in cell.outputs:
            if output.output_type == "execute_result":
                output.execution_count = cell.execution_count


def merge_streams(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """Joins neighbouring pieces of one stream, as a reader sees them.

    How a printed text is cut into messages depends on timing.
    """
    merged: list[NotebookNode] = []
    for output in outputs:
        last = merged[-1] if merged else {}
        is_stream = output.output_type == "stream"
        if is_stream and last.get("name") == output.name:
            last.text += output.text
        else:
            merged.append(output)
    for output in merged:
        if output.output_type == "stream":
            output.text = OVERWRITTEN_LINE.sub("", output.text)
    return merged


def stored_form(notebook: NotebookNode) -> str:
    """The text of the file that ``notebook`` is stored in."""
    return nbformat.writes(notebook, version=4) + "\n"


# ---- Comparing --------------------------------------------------------------


@dataclass
class Comparison:
    """What came of comparing one notebook's stored outputs with new ones."""

    agree: int = 0
    ignored: int = 0
    engine: int = 0
    differences: list[str] = field(default_factory=list)

    @property
    def compared(self) -> int:
        return self.agree + len(self.differences)


def compare(stored: NotebookNode, fresh: NotebookNode) -> Comparison:
    """Compares outputs cell by cell, by the rules of ``pytest --nbval``."""
    result = Comparison()
    pairs = zip(stored.cells, fresh.cells, strict=True)
    pairs = [(old, new) for old, new in pairs if is_code(old)]
    for number, (old, new) in enumerate(pairs, start=1):
        marks = tags(old)
        if "engine" in marks:
            result.engine += 1
        elif "nbval-ignore-output" in marks or "nbval-skip" in marks:
            failed = "raises-exception" not in marks and error_of(new)
            if failed:
                result.differences.append(explain(number, old, {}, failed))
            else:
                result.ignored += 1
        elif compared_fields(old) == compared_fields(new):
            result.agree += 1
        else:
            result.differences.append(
                explain(number, old, compared_fields(old), compared_fields(new))
            )
    return result


def compared_fields(cell: NotebookNode) -> dict[str, list[str]]:
    """What nbval compares: by kind of text, the texts in their order."""
    fields: dict[str, list[str]] = defaultdict(list)
    streams: dict[str, str] = defaultdict(str)
    for output in cell.outputs:
        if output.output_type == "stream":
            streams[output.name] += output.text
        elif output.output_type == "error":
            fields["ename"].append(output.ename)
            fields["evalue"].append(output.evalue)
        else:
            for kind, text in output.data.items():
                if kind not in PICTURES:
                    fields[kind].append(text)
    for name, text in streams.items():
        fields[name].append(OVERWRITTEN_LINE.sub("", text))
    return fields


def error_of(cell: NotebookNode) -> dict[str, list[str]]:
    """The error fields alone, empty if the cell ran through."""
    fields = compared_fields(cell)
    return {name: fields[name] for name in ("ename", "evalue") if fields[name]}


def explain(
    number: int,
    cell: NotebookNode,
    old: dict[str, list[str]],
    new: dict[str, list[str]],
) -> str:
    """A readable account of one cell's difference."""
    first_line = cell.source.strip().splitlines()[0]
    lines = [f"code cell {number} (id {cell.id}): {first_line}"]
    for kind in sorted(old.keys() | new.keys()):
        lines += difflib.unified_diff(
            "\n".join(old.get(kind, [])).splitlines(),
            "\n".join(new.get(kind, [])).splitlines(),
            fromfile=f"stored {kind}",
            tofile=f"with PyTorch {kind}",
            lineterm="",
            n=1,
        )
    return "\n    ".join(lines)


# ---- Checking what is stored ------------------------------------------------


def problems(path: Path) -> list[str]:
    """Says, in words, what is wrong with the notebook stored at ``path``."""
    text = path.read_text(encoding="utf-8")
    # nbformat.reads would mend equal ids in silence; this reads them as stored.
    notebook = nbformat.v4.reads(text)
    found = []
    ids = [cell.get("id") for cell in notebook.cells]
    for name in sorted({str(i) for i in ids if ids.count(i) > 1}):
        found.append(f"cell id {name!r} is there more than once")
    number = 0
    for cell in notebook.cells:
        if is_code(cell):
            number += 1
            where = f"code cell {number} (id {cell.get('id')})"
            found += [f"{where} {problem}" for problem in cell_problems(cell)]
    normalise(notebook)
    if not found and stored_form(notebook) != text:
        found.append("is not in the stored form: run it once more")
    return found


def cell_problems(cell: NotebookNode) -> list[str]:
    """The same for one code cell."""
    found = []
    if cell.execution_count is None:
        found.append("was never run: its output would not be compared")
    for output in cell.outputs:
        is_error = output.output_type == "error"
        if is_error and "raises-exception" not in tags(cell):
            found.append(f"stores an error: {output.ename}")
        if output.get("name") == "stderr":
            found.append(f"writes to stderr: {output.text[:60]!r}")
        if re.search(r"\b0x[0-9a-f]{6,}", str(output)):
            found.append("prints a memory address")
    return found


# ---- The three commands -----------------------------------------------------


def run(paths: list[Path], on_torch: bool) -> int:
    """Executes and stores each notebook; one that fails is left as it was."""
    failures = 0
    for path in paths:
        notebook = nbformat.read(path, as_version=4)
        try:
            execute(notebook, path.parent, on_torch)
        except CellExecutionError as error:
            failures += 1
            print(f"{path}: stopped, nothing stored\n{error}")
            continue
        normalise(notebook)
        path.write_text(stored_form(notebook), encoding="utf-8", newline="\n")
        print(f"{path}: {sum(map(is_code, notebook.cells))} code cells stored")
    return 1 if failures else 0


def parity(paths: list[Path]) -> int:
    """Compares each notebook with what PyTorch gives, and prints a table."""
    results = compare_with_torch(paths)
    print(f"{'notebook':32}{'agree':>12}{'ignored':>9}{'engine':>8}")
    for path, result in results.items():
        agree = f"{result.agree} of {result.compared}"
        print(f"{path.name:32}{agree:>12}{result.ignored:9}{result.engine:8}")
    agree = sum(result.agree for result in results.values())
    compared = sum(result.compared for result in results.values())
    print(f"{agree} of {compared} compared code cells give the stored output.")
    return 0 if agree == compared else 1


def compare_with_torch(paths: list[Path]) -> dict[Path, Comparison]:
    """Runs a copy of each notebook on PyTorch; prints what differs."""
    results = {}
    for path in paths:
        stored = nbformat.read(path, as_version=4)
        fresh = nbformat.read(path, as_version=4)
        execute(fresh, path.parent, on_torch=True, allow_errors=True)
        if any("torch" in tags(cell) for cell in fresh.cells):
            beside = nbformat.read(path, as_version=4)
            execute(beside, path.parent, allow_errors=True)
            for index, cell in enumerate(beside.cells):
                if "torch" in tags(cell):
                    fresh.cells[index] = cell
        results[path] = compare(stored, fresh)
        for difference in results[path].differences:
            print(f"{path}\n  {difference}\n")
    return results


def check(paths: list[Path]) -> int:
    """Prints the problems of every notebook, if there are any."""
    count = 0
    for path in paths:
        for problem in problems(path):
            count += 1
            print(f"{path}: {problem}")
    print(f"{len(paths)} notebooks checked, {count} problems")
    return 1 if count else 0


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("command", choices=["run", "parity", "check"])
    parser.add_argument("notebooks", nargs="*", type=Path)
    parser.add_argument(
        "--torch",
        action="store_true",
        help="run: PyTorch answers for teachtorch",
    )
    arguments = parser.parse_intermixed_args()
    paths = arguments.notebooks or sorted((REPOSITORY / "book").glob("*.ipynb"))
    if arguments.command == "run":
        return run(paths, arguments.torch)
    return {"parity": parity, "check": check}[arguments.command](paths)


if __name__ == "__main__":
    sys.exit(main())
