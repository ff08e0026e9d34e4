"""Random numbers are PyTorch's, bit for bit.

``golden/rng_cases.json`` and ``golden/rng_more_cases.json`` (made by
``record_random.py``) were recorded from PyTorch. What they cannot show is
tested below: the engine against its authors' numbers, the arithmetic against
exact fractions, the state, and what autograd sees.
"""

from __future__ import annotations

import copy
import io
import json
import math
import pickle
import warnings
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

import teachtorch as torch
from teachtorch import _distributions as distributions
from teachtorch._generator import MersenneTwister
from teachtorch._random import box_muller, shuffle

GOLDEN = Path(__file__).with_name("golden")
CASES = json.loads((GOLDEN / "rng_cases.json").read_text())["cases"]
ARRAYS = np.load(GOLDEN / "rng_cases.npz")
MORE = json.loads((GOLDEN / "rng_more_cases.json").read_text())

# Where teachtorch differs, and why. Each of these tests must fail.
DIFFERENT: dict[str, str] = {}


def parameters(cases: list, name) -> list:
    return [
        pytest.param(
            case,
            id=name(number, case),
            marks=[pytest.mark.xfail(reason=DIFFERENT[name(number, case)])]
            if name(number, case) in DIFFERENT
            else [],
        )
        for number, case in enumerate(cases)
    ]


# ---- recorded from PyTorch --------------------------------------------------


# A transformer warns, as it should, of what is not the matter here.
@pytest.mark.filterwarnings("ignore:enable_nested_tensor is True")
@pytest.mark.parametrize("case", parameters(CASES, lambda i, c: c["id"]))
def test_as_recorded(case: dict) -> None:
    names = {"torch": torch}
    exec(case["code"].replace("from torch", "from teachtorch"), names)
    out = names["out"].detach().numpy()
    expected = case["expected"] if "expected" in case else ARRAYS[case["npz"]]
    expected = np.array(expected, case["dtype"]).reshape(case["shape"])
    assert out.dtype == expected.dtype
    assert out.shape == expected.shape
    if case["tol_abs"] > 0:
        difference = abs(out.astype(float) - expected)
        assert (difference <= case["tol_abs"]).all()
    elif case["tol_ulp"] > 0:
        np.testing.assert_array_max_ulp(out, expected, case["tol_ulp"])
    else:
        np.testing.assert_array_equal(out, expected)


@pytest.mark.parametrize(
    "case", parameters(MORE["values"], lambda i, c: f"more-{i}")
)
def test_more_as_recorded(case: dict, request) -> None:
    number = int(request.node.callspec.id.removeprefix("more-"))
    torch.manual_seed(1000 + number)
    out = eval(case["code"], {"torch": torch})
    after = torch.rand((), dtype=torch.float64).item()
    several = isinstance(out, tuple)
    expected = case["out"] if several else [case["out"]]
    for tensor, (dtype, shape, values) in zip(
        out if several else [out], expected, strict=True
    ):
        assert str(tensor.dtype) == f"torch.{dtype}"
        assert list(tensor.shape) == shape
        np.testing.assert_array_equal(tensor.flatten().tolist(), values)
    assert after == case["after"], "another number of draws"


@pytest.mark.parametrize("case", parameters(MORE["errors"], lambda i, c: c[0]))
def test_refuses_as_recorded(case: list) -> None:
    code, kind, words = case
    with pytest.raises(Exception) as caught:
        eval(code, {"torch": torch})
    assert type(caught.value).__name__ == kind
    assert str(caught.value).split("\n")[0] == words


# ---- the engine -------------------------------------------------------------


def test_engine_gives_the_words_of_its_authors() -> None:
    # With the seed 5489 the C++ standard (rand.predef) asks for this number.
    assert MersenneTwister(5489).random32(10_000)[-1] == 4123659995


def test_words_of_64_bits_are_two_of_32() -> None:
    for seed in range(20):
        high, low = MersenneTwister(seed).random32(2).tolist()
        assert MersenneTwister(seed).random64(1)[0] == high * 2**32 + low
        bits = (high * 2**32 + low) % 2**53
        assert MersenneTwister(seed).next53() == bits / 2**53
        assert MersenneTwister(seed).uniform53(1)[0] == bits / 2**53
        assert MersenneTwister(seed).uniform24(1)[0] == high % 2**24 / 2**24


def test_default_seed_is_not_the_same_in_every_process() -> None:
    before = torch.initial_seed()
    seeds = {torch.seed() for _ in range(4)}
    assert len(seeds | {before}) == 5
    assert torch.initial_seed() in seeds


def test_generators_are_independent_and_can_be_copied() -> None:
    g = torch.Generator().manual_seed(3)
    torch.randn(3, generator=g)  # leaves a second normal number waiting
    copies = [
        g.clone_state(),
        copy.copy(g),
        copy.deepcopy(g),
        pickle.loads(pickle.dumps(g)),
    ]
    expected = torch.randn(700, generator=g).tolist()
    for other in copies:
        assert other.initial_seed() == 3
        assert torch.randn(700, generator=other).tolist() == expected


def test_fork_rng_forgets_what_was_drawn() -> None:
    with torch.random.fork_rng():
        inside = torch.randn(5).tolist()
    assert torch.randn(5).tolist() == inside
    with torch.random.fork_rng(enabled=False):
        inside = torch.rand(5).tolist()
    assert torch.rand(5).tolist() != inside
    with pytest.raises(AssertionError), torch.random.fork_rng(devices=[0]):
        pass


def test_state_continues_a_sequence() -> None:
    torch.randn(7)
    state = torch.get_rng_state()
    first = torch.randn(1000).tolist() + torch.randn(3).tolist()
    torch.set_rng_state(state)
    assert torch.randn(1000).tolist() + torch.randn(3).tolist() == first
    assert torch.Generator().set_state(state).initial_seed() == 0


def test_state_of_a_fresh_generator_continues_too() -> None:
    g = torch.Generator().manual_seed(3)
    expected = torch.rand(5, generator=g.clone_state()).tolist()
    assert torch.rand(5, generator=g).tolist() == expected
    for draws in (623, 624, 625):
        g.manual_seed(4)
        torch.rand(draws, generator=g)
        other = g.clone_state()
        assert other.get_state().tolist() == g.get_state().tolist()
        expected = torch.rand(5, generator=g).tolist()
        assert torch.rand(5, generator=other).tolist() == expected


def test_seeds_are_64_bits() -> None:
    g = torch.Generator()
    assert g.initial_seed() == 67280421310721
    assert g.manual_seed(-3).initial_seed() == 2**64 - 3
    assert g.manual_seed(2**64 - 1).initial_seed() == 2**64 - 1


@pytest.mark.parametrize(
    ("left", "seeded", "position"),
    [(0, 1, 0), (625, 1, 0), (-1, 1, 4), (300, 1, 625), (300, 0, 325)],
)
def test_bytes_that_are_no_state(left: int, seeded: int, position: int) -> None:
    data = torch.get_rng_state().numpy().copy()
    data[8:24] = np.frombuffer(
        np.array([left, seeded], "<i4").tobytes()
        + np.array([position], "<u8").tobytes(),
        np.uint8,
    )
    with pytest.raises(RuntimeError, match="^Invalid mt19937 state"):
        torch.set_rng_state(torch.from_numpy(data))
    data[8:24] = [44, 1, 0, 0, 1, 0, 0, 0, 69, 1, 0, 0, 0, 0, 0, 0]
    torch.set_rng_state(torch.from_numpy(data))  # 300 left, at 325


# ---- arithmetic -------------------------------------------------------------


def nearest(fraction: Fraction, dtype: type) -> float:
    """Rounds a fraction once, to the nearest number of the dtype."""
    near = dtype(float(fraction))
    around = [near, np.nextafter(near, dtype(-9)), np.nextafter(near, dtype(9))]
    return min(around, key=lambda x: abs(Fraction(float(x)) - fraction))


def test_fused_multiply_add_rounds_once() -> None:
    rng = np.random.default_rng(0)
    twice = 0
    for _ in range(300):
        x, y, z = rng.uniform(-2, 2, 3)
        exact = Fraction(x) * Fraction(y) + Fraction(z)
        got = box_muller.fma_float64(np.array([x]), y, z)[0]
        assert got == nearest(exact, np.float64)
        twice += got != x * y + z
        a, b, c = np.float32([x, y, z])
        exact = Fraction(float(a)) * Fraction(float(b)) + Fraction(float(c))
        got = box_muller.fma(np.array([a]), np.float64(b), c)[0]
        assert got == nearest(exact, np.float32)
    assert twice > 30  # so the test can tell the difference


def test_float32_functions_are_good_to_the_last_bits() -> None:
    x = (np.arange(1, 2**16 + 1) / 2**16).astype(np.float32)
    exact = np.log(x.astype(np.float64))
    np.testing.assert_allclose(
        box_muller.log_float32(x), exact, rtol=2e-7, atol=1e-8
    )
    angle = np.float32(2 * math.pi) * x
    sin, cos = box_muller.sincos_float32(angle)
    np.testing.assert_allclose(sin, np.sin(angle.astype(float)), atol=1e-7)
    np.testing.assert_allclose(cos, np.cos(angle.astype(float)), atol=1e-7)


def test_uniform_never_returns_its_upper_bound() -> None:
    x = np.empty(100_000, np.float16)  # 0.99999 rounds to 1
    distributions.uniform(x, 0.0, 1.0, MersenneTwister(0))
    assert x.min() >= 0
    assert x.max() < 1


def test_large_tensors_are_drawn_like_small_ones() -> None:
    n = distributions.BLOCK + 5
    for fill in ("uniform_(1, 3)", "exponential_()", "random_(9)"):
        torch.manual_seed(5)
        whole = eval(f"torch.empty(n).{fill}", {"torch": torch, "n": n})
        torch.manual_seed(5)
        parts = [
            eval(f"torch.empty(k).{fill}", {"torch": torch, "k": k})
            for k in (100, n - 103, 3)
        ]
        assert whole.tolist() == torch.cat(parts).tolist()


def test_shuffling_at_once_is_shuffling_swap_by_swap() -> None:
    rng = np.random.default_rng(0)
    for n in [*range(2, 40), 500, 3000]:
        for wide in (1.0, 0.3, 0.0):  # narrow: many chains, 0: no swap at all
            left = ((n - 1 - np.arange(n)) * wide).astype(int)
            places = np.arange(n) + rng.integers(0, left + 1)
            expected = shuffle.swapped(places)
            assert shuffle.swapped_at_once(places).tolist() == (
                expected.tolist()
            )
            assert sorted(expected) == list(range(n))


def test_normal_numbers_do_not_depend_on_how_many_are_drawn() -> None:
    # One by one, few and many take different ways.
    n = 3 * box_muller.FEW
    for first in (0, 1, 2):
        engines = [MersenneTwister(7) for _ in range(3)]
        for engine in engines:
            box_muller.standard_normal_serial(first, engine)
        a, b, c = engines
        one_by_one = [
            box_muller.standard_normal_serial(1, a).item() for _ in range(n)
        ]
        few = [
            box_muller.standard_normal_serial(k, b)
            for k in (5, box_muller.FEW, 0, box_muller.FEW, 2)
        ]
        many = box_muller.standard_normal_serial(n, c).tolist()
        assert one_by_one == many
        drawn = np.concatenate(few).tolist()
        assert drawn == many[: len(drawn)]
        assert a.next_normal == c.next_normal
        assert a.get_state().tolist() == c.get_state().tolist()


# ---- Tensors ----------------------------------------------------------------

FILLS = {
    "uniform_()": "Uniform0",
    "normal_()": "Normal0",
    "log_normal_()": "LogNormal0",
    "exponential_()": "Exponential0",
    "cauchy_()": "Cauchy0",
    "geometric_(0.5)": "Geometric0",
    "random_(1, 5)": "Random0",
    "random_(5)": "Random1",
    "random_()": "Random2",
    "bernoulli_(torch.ones(2, 3))": "Bernoulli1",
    "bernoulli_(0.5)": "Bernoulli2",
}


@pytest.mark.parametrize("fill", FILLS)
def test_overwritten_values_get_no_gradient(fill: str) -> None:
    x = torch.ones(2, 3, requires_grad=True)
    y = x * 2
    version = y._version
    z = eval(f"y.{fill}", {"torch": torch, "y": y})
    assert z is y
    assert y._version == version + 1
    assert y.grad_fn.name() == FILLS[fill][:-1] + "Backward" + FILLS[fill][-1]
    y.sum().backward()
    assert x.grad.tolist() == [[0.0] * 3] * 2
    torch.manual_seed(1)
    recorded = eval(f"(x * 2).{fill}", {"torch": torch, "x": x}).tolist()
    torch.manual_seed(1)
    plain = eval(f"torch.ones(2, 3).{fill}", {"torch": torch}).tolist()
    assert recorded == plain


def test_draws_from_tensors_have_no_gradient() -> None:
    x = torch.ones(3, requires_grad=True)
    draws = {
        "NormalBackward1": torch.normal(x, 2.0),
        "NormalBackward2": torch.normal(2.0, x),
        "NormalBackward3": torch.normal(x, x),
        "BernoulliBackward0": torch.bernoulli(x),
        "PoissonBackward0": torch.poisson(x),
    }
    for name, y in draws.items():
        assert y.grad_fn.name() == name
        x.grad = None
        y.sum().backward()
        assert x.grad.tolist() == [0.0, 0.0, 0.0]
    assert not torch.multinomial(x, 2).requires_grad
    with pytest.raises(RuntimeError, match="derivative for aten::bernoulli"):
        torch.bernoulli(x, 0.3).sum().backward()


def test_dropout_visits_elements_as_they_lie_in_memory() -> None:
    x = torch.ones(3, 4)
    torch.manual_seed(0)
    by_rows = torch.nn.functional.dropout(x)
    torch.manual_seed(0)
    by_columns = torch.nn.functional.dropout(torch.ones(4, 3).t())
    assert by_columns.tolist() != by_rows.tolist()
    assert by_columns.t().flatten().tolist() == by_rows.flatten().tolist()
    torch.manual_seed(0)
    other = torch.nn.functional.alpha_dropout(torch.ones(4, 3).t(), 0.5, True)
    assert (other < 0).equal(by_columns == 0)


def test_leaves_are_refused_and_views_are_seen() -> None:
    x = torch.zeros(2, 3)
    x[0].uniform_(1, 2)
    assert (x[0] >= 1).all()
    assert x._version == 1
    with pytest.raises(RuntimeError, match="a leaf Variable"):
        torch.ones(2, requires_grad=True).normal_()
    with torch.no_grad():
        torch.ones(2, requires_grad=True).normal_()
    assert torch.rand(2, requires_grad=True).is_leaf


def test_warns_of_integers_that_float32_does_not_have() -> None:
    with pytest.warns(UserWarning, match=r"to - 1 is out of bounds \[-\(2\^24"):
        x = torch.randint(0, 2**40, (1000,), dtype=torch.float32)
    assert x.max() > 2**39
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        torch.randint(0, 2**24, (3,), dtype=torch.float32)


def test_out_is_given_the_shape_of_the_result() -> None:
    out = torch.empty(7)
    assert torch.rand(2, 3, out=out) is out
    assert out.shape == (2, 3)
    out = torch.zeros(5)
    with pytest.warns(UserWarning, match="was resized"):
        torch.normal(torch.ones(2), 0.0, out=out)
    assert out.tolist() == [1.0, 1.0]
    out = torch.zeros(3)
    assert torch.bernoulli(torch.ones(3), out=out) is out
    assert out.tolist() == [1.0, 1.0, 1.0]


# ---- against PyTorch itself -------------------------------------------------


@pytest.mark.torch
@pytest.mark.parametrize("draws", ["rand(3)", "randn(3)", "rand(700)"])
@pytest.mark.parametrize("as_file", [False, True])
def test_states_cross_to_pytorch_and_back(draws: str, as_file: bool) -> None:
    reference = pytest.importorskip("torch")

    def carried(state, to):
        if not as_file:
            return to.tensor(state.tolist(), dtype=to.uint8)
        file = io.BytesIO()
        (torch if isinstance(state, torch.Tensor) else reference).save(
            state, file
        )
        file.seek(0)
        return to.load(file)

    after = "[torch.rand(5), torch.randn(3), torch.randn(20), torch.rand(800)]"
    for ours, theirs in ((torch, reference), (reference, torch)):
        ours.manual_seed(11)
        eval(f"torch.{draws}", {"torch": ours})  # may leave a normal waiting
        theirs.set_rng_state(carried(ours.get_rng_state(), theirs))
        for x, y in zip(
            eval(after, {"torch": ours}), eval(after, {"torch": theirs})
        ):
            np.testing.assert_array_equal(x.numpy(), y.numpy())
        assert ours.initial_seed() == theirs.initial_seed() == 11
        g = theirs.Generator()
        g.set_state(carried(ours.get_rng_state(), theirs))
        assert g.get_state().tolist() == ours.get_rng_state().tolist()


@pytest.mark.torch
def test_permutations_equal_those_of_pytorch() -> None:
    reference = pytest.importorskip("torch")
    for n in (2, shuffle.MANY - 1, shuffle.MANY, 12_345, 100_000):
        torch.manual_seed(n)
        reference.manual_seed(n)
        assert torch.randperm(n).tolist() == reference.randperm(n).tolist()


@pytest.mark.torch
@pytest.mark.parametrize("fill", [*FILLS, "uniform_(-0.3, 0.7)"])
@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
def test_long_sequences_equal_those_of_pytorch(fill: str, dtype: str) -> None:
    reference = pytest.importorskip("torch")
    rows = [0, 1, 2, 3] if "ones(2" not in fill else [0]
    for seed in rows:
        found = []
        for package in (torch, reference):
            package.manual_seed(seed)
            shape = (2, 3) if "ones(2" in fill else (40_009,)
            x = package.empty(shape, dtype=getattr(package, dtype))
            eval(f"x.{fill}", {"x": x, "torch": package})
            found.append((x.numpy(), package.get_rng_state().numpy()))
        (x, state), (y, reference_state) = found
        np.testing.assert_array_equal(x, y)
        np.testing.assert_array_equal(state, reference_state)
