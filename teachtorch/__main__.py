"""Runs a program written for PyTorch on teachtorch, unchanged.

    python -m teachtorch script.py [arguments]
    python -m teachtorch -m module [arguments]
    python -m teachtorch -c "import torch; print(torch.ones(2))"

In this process ``import torch`` gives teachtorch, and so do its submodules;
``torchvision.datasets``, ``torchvision.transforms`` and ``safetensors.torch``
give teachtorch's.
Nothing is installed, and a PyTorch that is installed is not touched. All
else is as ``python script.py`` would have it. The chapters need none of
this: read on only if you wonder how an import can be redirected.
"""

from __future__ import annotations

import os
import runpy
import sys
from multiprocessing import spawn
from types import CodeType, ModuleType, TracebackType

from teachtorch._alias import Alias

ALIASES = {
    "torch": "teachtorch",
    "torchvision.datasets": "teachtorch.datasets",
    "torchvision.transforms": "teachtorch.transforms",
    "safetensors.torch": "teachtorch.serialization.safetensors",
}

# The environment variable by which a spawned process is told what to run.
MAIN_PROGRAM = "TEACHTORCH_MAIN_PROGRAM"


def stand_in_for_torch() -> None:
    """Makes teachtorch answer for PyTorch in this process."""
    for name, target in ALIASES.items():
        sys.meta_path.insert(0, Alias(name, target))
    # torchvision itself is an empty package with these two inside. The real
    # one cannot be used: it needs PyTorch's own compiled code.
    torchvision = ModuleType("torchvision")
    torchvision.__path__ = []
    sys.modules["torchvision"] = torchvision
    also_in_spawned_processes()


def also_in_spawned_processes() -> None:
    """Has workers that begin with the main program find teachtorch as well.

    ``_spawned.py`` says what they run. What there is to run travels in the
    environment, as ``multiprocessing`` has no better place for it.
    """
    usual = spawn.get_preparation_data

    def get_preparation_data(name: str) -> dict:
        data = usual(name)
        for kind in ("init_main_from_path", "init_main_from_name"):
            if kind in data:
                os.environ[MAIN_PROGRAM] = f"{kind}:{data.pop(kind)}"
                data["init_main_from_name"] = "teachtorch._spawned"
                break
        return data

    spawn.get_preparation_data = get_preparation_data


def run(arguments: list[str]) -> None:
    """Runs what the command line names, as the program ``__main__``."""
    first, *rest = arguments
    if first == "-m" and rest:
        sys.argv = rest
        runpy.run_module(rest[0], run_name="__main__", alter_sys=True)
    elif first == "-c" and rest:
        sys.argv = ["-c", *rest[1:]]
        sys.path[0] = ""
        run_as_main(compile(rest[0], "<string>", "exec"))
    elif first.startswith("-"):
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    else:
        try:
            with open(first, "rb") as file:
                source = file.read()
        except OSError as error:
            print(f"can't open file {first!r}: {error}", file=sys.stderr)
            sys.exit(2)
        sys.argv = arguments
        sys.path[0] = os.path.dirname(os.path.abspath(first))
        run_as_main(compile(source, first, "exec"), first)


def run_as_main(code: CodeType, file: str | None = None) -> None:
    """Runs ``code`` in a new module ``__main__``, which stays."""
    main_module = ModuleType("__main__")
    main_module.__dict__["__builtins__"] = __builtins__
    if file is not None:
        main_module.__file__ = file
    sys.modules["__main__"] = main_module
    exec(code, main_module.__dict__)


def without_our_frames(trace: TracebackType | None) -> TracebackType | None:
    """Drops what comes before the program's own first line."""
    while trace is not None:
        names = trace.tb_frame.f_globals
        if names is not globals() and names.get("__name__") != "runpy":
            return trace
        trace = trace.tb_next
    return None


def missing_name(error: BaseException) -> str | None:
    """Returns the name in torch that the program wanted, if it failed so."""
    if isinstance(error, ModuleNotFoundError):
        wanted = error.name or ""
    elif isinstance(error, ImportError):
        # "cannot import name 'compile' from 'teachtorch' (...)"
        wanted = f"{error.name}." + error.msg.split("'")[1]
    elif isinstance(error, AttributeError):
        owner = error.obj
        if isinstance(owner, ModuleType):
            wanted = f"{owner.__name__}.{error.name}"
        else:
            kind = owner if isinstance(owner, type) else type(owner)
            package = kind.__module__.split(".")[0]
            wanted = f"{package}.{kind.__name__}.{error.name}"
    else:
        return None
    wanted = wanted.removeprefix("teach")
    return wanted if wanted.startswith(("torch.", "torchvision.")) else None


def main() -> None:
    """Runs the command line, and reports errors as python would."""
    if len(sys.argv) < 2 or sys.argv[1] in ("-h", "--help"):
        print(__doc__)
        return
    stand_in_for_torch()
    try:
        run(sys.argv[1:])
    except SystemExit:
        raise
    except BaseException as error:
        wanted = missing_name(error)
        if wanted is not None:
            error.add_note(
                f"teachtorch does not have {wanted}. If PyTorch has it, this "
                "program needs PyTorch at this place."
            )
        trace = without_our_frames(error.__traceback__)
        sys.excepthook(type(error), error.with_traceback(trace), trace)
        sys.exit(130 if isinstance(error, KeyboardInterrupt) else 1)


if __name__ == "__main__":
    main()
