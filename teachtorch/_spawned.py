"""What a spawned process runs instead of the main program's file.

``multiprocessing`` can start a process afresh, which is the only way on
Windows. Such a process first imports the main program again, so that it knows
its functions and classes; under ``python -m teachtorch`` that import must find
teachtorch when it asks for torch. ``__main__.py`` has this module run in its
place.
"""

from __future__ import annotations

import os
import runpy

from teachtorch.__main__ import MAIN_PROGRAM, stand_in_for_torch

stand_in_for_torch()
_kind, _, _program = os.environ[MAIN_PROGRAM].partition(":")
if _kind == "init_main_from_path":
    _names = runpy.run_path(_program, run_name="__mp_main__")
else:
    _names = runpy.run_module(_program, run_name="__mp_main__")
globals().update(_names)
