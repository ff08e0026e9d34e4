"""What the docstrings of primitives promise, and the page made of them.

An ``Op`` is a primitive: an operation with a derivative of its own. Each says
in one form what it computes and what its derivative is, and, unless it is one
of those that nothing else can express, why it is a primitive.
"""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import calculus
import pytest

PAGE = Path(__file__).parent.parent / "book" / "calculus.md"

# These cannot be composed of the others, or hardly: the elements of calculus,
# of reading and writing, and of factorizing matrices; and the derivatives of
# other primitives, which exist for nothing else. Whoever adds a name here says
# that the list of primitives has to grow by an element.
ELEMENTARY = """
    Add Mul PowNumber Exp Log Sin Asin Erf Erfinv Abs Sign Floor Where Sum Amax
    Sort CountLike Draw UndifferentiableDraw
    Clone ToCopy Copy View Expand Permute Slice Cat Index IndexPut AsStrided
    ScatterReduce LinalgCholeskyEx LinalgQr LinalgEigh LinalgSvd
    Embed OnDiagonal AsStridedScatter IndexAccumulate PutBack PickOut AddRows
    ConvolutionInput ConvolutionWeight _AddAtPlaces _AvgPoolGrad _NllLossGrad
    _UpsampleBack _CtcLossGradient
""".split()

PRIMITIVES = calculus.primitives()
MEASURED = calculus.measure()


@pytest.fixture(params=PRIMITIVES, ids=lambda p: p.op.__name__)
def primitive(request):
    return request.param


def test_each_states_its_value_and_its_derivative_in_one_form(primitive):
    doc = primitive.op.__dict__["__doc__"] or ""
    first = " ".join(doc.split("\n\n")[0].split())
    assert first.count(", so ") == 1, "write: VALUE, so DERIVATIVE."
    assert first.endswith(".")
    assert " = " in primitive.value or "with" in primitive.value
    assert "∂" in primitive.derivative


def test_each_says_why_it_is_not_composed(primitive):
    if primitive.op.__name__ in ELEMENTARY:
        assert primitive.reason is None
    else:
        assert primitive.reason, "add a line: A primitive because ..."
        assert primitive.reason.endswith(".")


# Their formulas are of a whole cell, or their three gradients need room.
LONG = {"LSTMSequence", "GRUSequence", "NativeBatchNorm", "NativeGroupNorm"}


def test_docstring_value_and_derivative_are_on_one_screen(primitive):
    """From the line of the class to the last of its ``backward``."""
    owner = next(c for c in primitive.op.__mro__ if "backward" in c.__dict__)
    assert owner is not calculus.Op, "it has no derivative at all"
    if owner.__name__ not in LONG:
        start = inspect.getsourcelines(owner)[1]
        backward = inspect.getsourcelines(owner.__dict__["backward"].__func__)
        assert backward[1] + len(backward[0]) - start <= 60


def test_no_name_is_elementary_that_does_not_exist():
    assert set(ELEMENTARY) <= {p.op.__name__ for p in PRIMITIVES}


def test_each_is_recorded_when_the_tables_run(primitive):
    recorded = set().union(*MEASURED["functions"].values())
    in_derivatives = set().union(*MEASURED["derivatives"].values())
    assert primitive.op.__name__ in recorded | in_derivatives


def test_what_the_book_shows_is_what_is_measured():
    stored = calculus.STORED.read_text(encoding="utf-8")
    assert stored == calculus.as_text(MEASURED), "run tools/calculus.py again"


def test_the_page_has_a_table_for_every_file():
    text = PAGE.read_text(encoding="utf-8")
    tables = re.findall(r"primitives:: ((?:\S+\s+)*?)```", text)
    listed = " ".join(tables).split()
    files = {p.op.__module__.rpartition(".")[2] for p in PRIMITIVES}
    assert sorted(listed) == sorted(files)


# ---- And the reading of docstrings can fail ----------------------------------


def test_reading_takes_a_docstring_apart():
    class Twice(calculus.Op):
        """y = 2·x,
        so ∂x = 2·∂y.

        More about it.

        A primitive because one
        pass is faster.
        """

    found = calculus._read(Twice)
    assert found.value == "y = 2·x"
    assert found.derivative == "∂x = 2·∂y"
    assert found.details == ["More about it."]
    assert found.reason == "one pass is faster."


def test_a_composed_function_is_told_from_a_primitive():
    functions, alone = MEASURED["functions"], MEASURED["alone"]
    assert functions["torch.tanh"] == alone["torch.tanh"] == ["Tanh"]
    assert functions["F.softsign"] == ["Abs", "Add", "Div"]
    assert alone["F.softsign"] == []
    assert MEASURED["derivatives"]["Sin"] == ["Cos", "Mul"]
    assert MEASURED["shown"]["Clamp"] == ["ClampBackward1"]
