"""The tool that compares with PyTorch notices what differs.

Most of this needs no PyTorch: teachtorch is compared with itself, changed in
one place.
"""

from __future__ import annotations

import random
import sys
import warnings
from types import SimpleNamespace

import numpy as np
import parity
import parity_layers
import parity_prints
import parity_programs
import pytest

import teachtorch
from teachtorch._random import box_muller

WRITERS = {
    "random": parity_programs.program,
    "tensors": parity_prints.tensor_program,
    "modules": parity_prints.module_program,
}


def programs(kind: str, count: int, seed: int = 0) -> list[parity.Program]:
    rng = random.Random(seed)
    return [WRITERS[kind](rng) for _ in range(count)]


def changed(**names) -> SimpleNamespace:
    """Gives a copy of teachtorch in which some names mean something else."""
    return SimpleNamespace(**{**vars(teachtorch), **names})


@pytest.mark.parametrize("kind", WRITERS)
def test_programs_agree_with_themselves(kind: str) -> None:
    tally = parity.compare_all(kind, programs(kind, 40), teachtorch, changed())
    assert (tally.compared, tally.agree) == (40, 40)
    assert tally.statements > 80


def test_the_same_seed_writes_the_same_programs() -> None:
    for kind in WRITERS:
        assert programs(kind, 5) == programs(kind, 5)
        assert programs(kind, 5) != programs(kind, 5, seed=1)


def test_every_layer_is_written() -> None:
    made_of_others = "Module ModuleDict ModuleList ParameterDict ParameterList "
    made_of_others += "Sequential RNNBase RNNCellBase"
    layers = {
        name
        for name, value in vars(teachtorch.nn).items()
        if isinstance(value, type) and issubclass(value, teachtorch.nn.Module)
    }
    expected = layers - set(made_of_others.split())
    assert expected <= set(parity_layers.LAYERS)
    assert len(expected) > 130
    # And every list of arguments of theirs is one that the class takes.
    rng = random.Random(0)
    for name in expected:
        for _ in range(3 * len(parity_layers.LAYERS[name])):
            made = parity_layers.layer(rng, [name])
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                eval(made, {"nn": teachtorch.nn, "torch": teachtorch})


def test_nearly_everything_that_is_written_runs() -> None:
    # What both packages refuse is compared too, but it compares no numbers.
    lines = refused = 0
    for program in programs("random", 200):
        results = parity.run(program, teachtorch)
        lines += len(program)
        refused += sum(name.startswith("line") for name in results)
    assert 0 < refused < lines / 12


def test_programs_reach_every_random_function() -> None:
    text = "\n".join("\n".join(p) for p in programs("random", 1500))
    names = set(teachtorch.random.__all__) - {
        "Generator", "default_generator", "seed", "thread_safe_generator"
    }  # fmt: skip
    assert [name for name in sorted(names) if f"{name}(" not in text] == []
    for name in teachtorch.nn.init.__all__:
        fixed = ("constant_", "dirac_", "eye_", "ones_", "zeros_")
        if name.endswith("_") and name not in fixed:
            assert f"init.{name}(" in text


def test_one_wrong_bit_is_found_and_shrunk() -> None:
    def randn(*args, **options):
        x = teachtorch.randn(*args, **options)
        if x.numel() and x.dtype == teachtorch.float32:
            x.detach().numpy().view(np.int32).flat[0] ^= 1
        return x

    tally = parity.compare_all(
        "planted", programs("random", 60), teachtorch, changed(randn=randn)
    )
    assert 0 < len(tally.failing) == tally.compared - tally.agree
    for program in tally.failing:
        assert program[0].startswith("torch.manual_seed(")
        assert "torch.randn(" in program[-1]
        assert len(program) <= 3  # a seed, perhaps a generator, the call


def test_a_draw_too_many_is_found_by_the_state() -> None:
    def rand(*args, **options):
        x = teachtorch.rand(*args, **options)
        teachtorch.rand(1)
        return x

    program = ["torch.manual_seed(1)", "x1 = torch.rand(3)"]
    state = "x_state = torch.get_rng_state()"
    assert parity.differences(program, teachtorch, changed(rand=rand)) == []
    found = parity.differences(
        [*program, state], teachtorch, changed(rand=rand)
    )
    assert [words.split(":")[0] for words in found] == ["x_state"]


@pytest.mark.parametrize(
    ("a", "b", "differ"),
    [
        (np.float32([0.0]), np.float32([-0.0]), True),
        (np.float32([np.nan]), np.float32([np.nan]), False),
        (np.float32([1.0]), np.float64([1.0]), True),
        (np.float32([1.0]), np.float32([[1.0]]), True),
        (np.float32(1.0), np.nextafter(np.float32(1), np.float32(2)), True),
        (np.zeros((0, 3)), np.zeros((0, 3)), False),
        ("tensor(1)", "tensor(1.)", True),
        ("tensor(1)", None, True),
    ],
)
def test_what_counts_as_a_difference(a, b, differ: bool) -> None:
    a, b = (np.array(v) if isinstance(v, np.generic) else v for v in (a, b))
    assert bool(parity.difference("x1", a, b)) == differ


def test_near_values_may_differ_a_little() -> None:
    one = np.array([1.0])
    assert not parity.difference("near1", one, one + 5e-7)
    assert parity.difference("near1", one, one + 5e-6)
    assert parity.difference("x1", one, one + 5e-7)


def test_an_error_is_a_result_and_a_wrong_program_is_none() -> None:
    refused = ["torch.manual_seed(0)", "torch.rand(-1)"]
    assert "line 1" in parity.run(refused, teachtorch)
    kind = changed(rand=lambda n: teachtorch.randperm(n))
    assert parity.differences(refused, teachtorch, kind) == []
    words = changed(rand=lambda n: teachtorch.empty(2).uniform_(2, n))
    assert parity.differences(refused, teachtorch, words) != []
    with pytest.raises(NameError):
        parity.run(["torch.manual_seed(0)", "x = no_such_name"], teachtorch)


@pytest.mark.torch
def test_the_command_goes_red_when_a_constant_is_wrong(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    pytest.importorskip("torch")
    command = "parity.py --seed 1 --programs 60 --tensors 30 --modules 10"
    monkeypatch.setattr(sys, "argv", [*command.split(), "--no-notebooks"])
    assert parity.main() == 0
    assert "All agree." in capsys.readouterr().out

    *others, last = box_muller._LOG_P
    nearly = float(np.nextafter(np.float32(last), np.float32(1)))
    monkeypatch.setattr(box_muller, "_LOG_P", (*others, nearly))
    assert parity.main() == 1
    out = capsys.readouterr().out
    assert "Some differ." in out
    assert "The smallest of" in out and "random programs that differ" in out
    assert "\ntorch.manual_seed(" in out
