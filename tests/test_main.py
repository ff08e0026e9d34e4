"""``python -m teachtorch``: programs for PyTorch, run on teachtorch."""

from __future__ import annotations

import subprocess
import sys

import pytest


def run(*arguments, cwd, expect=0):
    """Runs the command line and returns its (stdout, stderr)."""
    command = [sys.executable, "-m", "teachtorch", *map(str, arguments)]
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True)
    assert done.returncode == expect, done.stderr
    return done.stdout, done.stderr


@pytest.fixture
def script(tmp_path, monkeypatch):
    """Returns a function that writes a script and gives its path."""
    monkeypatch.setenv("PYTHONPATH", package_folder())

    def write(text, name="script.py"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def package_folder():
    """Where teachtorch can be imported from, installed or not."""
    from importlib.util import find_spec
    from pathlib import Path

    return str(Path(find_spec("teachtorch").origin).parent.parent)


def test_every_way_to_import_torch_gives_teachtorch(script, tmp_path):
    path = script("""
import sys
import torch
import torch.nn as nn
import torch.nn.functional as F
import torch.optim as optim
from torch import autograd, nn as nn_again
from torch.autograd import Function
from torch.optim.lr_scheduler import StepLR
from torch.utils.data import DataLoader, TensorDataset
import teachtorch

assert torch is teachtorch
assert nn is nn_again is teachtorch.nn
assert sys.modules["torch.nn.functional"] is F is teachtorch.nn.functional
assert optim.SGD is teachtorch.optim.SGD
assert Function is teachtorch.autograd.Function
assert torch.__spec__.name == "teachtorch"
assert torch.nn.__spec__.name == "teachtorch.nn"
print(torch.ones(2) + 1)
""")
    assert run(path, cwd=tmp_path) == ("tensor([2., 2.])\n", "")


def test_torchvision_gives_our_datasets_and_transforms(script, tmp_path):
    path = script("""
import torchvision
from torchvision import datasets, transforms
import torchvision.transforms as T
import teachtorch.datasets, teachtorch.transforms

assert datasets is teachtorch.datasets is torchvision.datasets
assert transforms is T is teachtorch.transforms
""")
    run(path, cwd=tmp_path)


def test_a_script_sees_what_python_would_show_it(script, tmp_path):
    text = """
import sys
print(sys.argv, __name__, __file__, sys.path[0])
print(sys.modules["__main__"].__dict__ is globals())
print(__doc__, __package__, __spec__)
import neighbour
"""
    (tmp_path / "inside").mkdir()
    script("print('a neighbour')", "inside/neighbour.py")
    path = script(text, "inside/script.py")
    plain = subprocess.run(
        [sys.executable, path, "one", "--two"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert run(path, "one", "--two", cwd=tmp_path) == (plain.stdout, "")
    assert "['one', '--two']" not in plain.stdout  # argv[0] is the script


def test_a_module_and_a_command(script, tmp_path):
    script("import sys, torch; print(sys.argv[1:], torch.ones(1))", "mod.py")
    out, _ = run("-m", "mod", "a", "b", cwd=tmp_path)
    assert out == "['a', 'b'] tensor([1.])\n"
    command = "import sys, torch; print(sys.argv, torch.zeros(1), __name__)"
    out, _ = run("-c", command, "a", cwd=tmp_path)
    assert out == "['-c', 'a'] tensor([0.]) __main__\n"


@pytest.mark.parametrize(
    ("line", "kind", "name"),
    [
        ("import torch.no_such", "ModuleNotFoundError", "torch.no_such"),
        ("from torch import no_such", "ImportError", "torch.no_such"),
        ("from torch.nn import no_such", "ImportError", "torch.nn.no_such"),
        ("import torch; torch.no_such", "AttributeError", "torch.no_such"),
        (
            "import torch; torch.ones(1).no_such",
            "AttributeError",
            "torch.Tensor.no_such",
        ),
    ],
)
def test_a_missing_name_is_named(script, tmp_path, line, kind, name):
    _, err = run(script(line), cwd=tmp_path, expect=1)
    assert f"{kind}: " in err
    assert (
        err.rstrip()
        .splitlines()[-1]
        .startswith(f"teachtorch does not have {name}. If PyTorch has it")
    )


def test_other_errors_get_no_remark(script, tmp_path):
    path = script("import torch\n(1).no_such\n")
    _, err = run(path, cwd=tmp_path, expect=1)
    assert "does not have" not in err


def test_the_traceback_starts_in_the_script(script, tmp_path):
    path = script("def f():\n    return 1 / 0\n\n\nf()\n")
    _, err = run(path, cwd=tmp_path, expect=1)
    plain = subprocess.run(
        [sys.executable, path], cwd=tmp_path, capture_output=True, text=True
    )
    assert err == plain.stderr
    module = script("import torch\n1 / 0\n", "mod.py")
    _, err = run("-m", "mod", cwd=tmp_path, expect=1)
    assert err.splitlines()[1] == f'  File "{module}", line 2, in <module>'
    _, err = run(script("def f(:\n"), cwd=tmp_path, expect=1)
    assert err.splitlines()[-1].startswith("SyntaxError")
    assert "__main__.py" not in err


def test_exit_codes_are_the_scripts(script, tmp_path):
    run(script("import sys; sys.exit(3)"), cwd=tmp_path, expect=3)
    _, err = run("no_such_file.py", cwd=tmp_path, expect=2)
    assert "no_such_file.py" in err
    _, err = run("--no-such-option", cwd=tmp_path, expect=2)
    assert "python -m teachtorch script.py" in err


def test_objects_of_the_script_can_be_pickled(script, tmp_path):
    path = script("""
import pickle, torch

class Net(torch.nn.Module):
    pass

print(type(pickle.loads(pickle.dumps(Net()))) is Net)
""")
    assert run(path, cwd=tmp_path)[0] == "True\n"


def test_nothing_called_torch_stays_behind():
    import teachtorch.__main__  # noqa: F401  importing it changes nothing

    code = "import teachtorch, sys; print('torch' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env={"PYTHONPATH": package_folder()},
    )
    assert done.stdout == "False\n"


WORKERS = """
import sys
import torch
from safetensors.torch import save
from torch.utils.data import DataLoader, Dataset, get_worker_info


class Squares(Dataset):
    def __len__(self):
        return 6

    def __getitem__(self, index):
        assert get_worker_info() is not None
        assert torch.__name__ == "teachtorch"
        return torch.tensor(index) ** 2


if __name__ == "__main__":
    loader = DataLoader(
        Squares(), 3, num_workers=2, multiprocessing_context=sys.argv[1]
    )
    print([batch.tolist() for batch in loader])
"""


@pytest.mark.parametrize("start", ["spawn", "fork", "forkserver"])
def test_workers_find_teachtorch_too(script, tmp_path, start):
    path = script(WORKERS)
    out, _ = run(path, start, cwd=tmp_path)
    assert out == "[[0, 1, 4], [9, 16, 25]]\n"


def test_workers_of_a_module_find_teachtorch_too(script, tmp_path):
    script(WORKERS, "squares.py")
    out, _ = run("-m", "squares", "spawn", cwd=tmp_path)
    assert out == "[[0, 1, 4], [9, 16, 25]]\n"
