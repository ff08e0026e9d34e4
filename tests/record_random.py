"""Records PyTorch's random numbers, for ``test_random.py`` to compare with.

Run ``python tests/record_random.py`` where PyTorch 2.13.0 is installed. Each
case is a line of code; what is stored is its result and the first number drawn
after it, so that drawing too much or too little is noticed too. Calls that
PyTorch refuses are stored with the first line of the error.
"""

from __future__ import annotations

import json
import warnings
from pathlib import Path

GOLDEN = Path(__file__).with_name("golden")

FLOATS = ("float16", "float32", "float64")
INTEGERS = ("bool", "uint8", "int8", "int16", "int32", "int64")


def value_cases() -> list[str]:
    """Lists code that gives a tensor."""
    cases = []

    def each(template: str, **values: tuple) -> None:
        """Adds the template for every combination of the values."""
        combinations = [{}]
        for name, options in values.items():
            combinations = [
                {**c, name: option} for c in combinations for option in options
            ]
        cases.extend(template.format(**c) for c in combinations)

    # Each distribution, contiguous, transposed and with gaps.
    for fill in (
        "uniform_(-1.7, 0.3)",
        "normal_(0.3, 1.7)",
        "log_normal_(-1, 0.5)",
        "exponential_(0.7)",
        "cauchy_(1, 0.5)",
        "geometric_(0.2)",
        "bernoulli_(0.6)",
        "random_()",
        "random_(1000)",
    ):
        each(
            "torch.empty(3, 7, dtype=torch.{d})." + fill,
            d=FLOATS,
        )
        cases.append(f"torch.empty(7, 3).t().{fill}")
        cases.append(f"torch.zeros(6, 9)[::2, 1:].{fill}")
    each("torch.empty(4, 6, dtype=torch.{d}).random_()", d=INTEGERS)
    each("torch.empty(9, dtype=torch.{d}).bernoulli_(0.5)", d=INTEGERS)
    each("torch.empty(9, dtype=torch.{d}).geometric_(0.4)", d=INTEGERS[1:])
    # Every path of the normal kernel: under, at and over its group of 16.
    each("torch.randn({n})", n=(15, 16, 31, 33, 250))
    each("torch.randn({n}, dtype=torch.float16)", n=(15, 16, 17, 47))
    cases += [
        "torch.stack([torch.randn(3), torch.randn(4)[:3], torch.randn(5)[:3]])",
        "torch.cat([torch.randn(3), torch.randn(20), torch.randn(2)])",
        "torch.randn(40, 40)[:, ::13]",
        "torch.randn(0)",
        "torch.randn(16).add(torch.randn(2, 8).flatten())",
        "torch.rand(0), torch.rand(3)",
    ]
    # Integers: the change from 32 to 64 bits, negative and enormous ranges.
    each(
        "torch.randint({r}, (7,))",
        r=(
            "1",
            "-3, 4",
            "2**28 - 1",
            "2**28",
            "2**31",
            "-2**63, 2**63 - 1",
            "2**62, 2**62 + 5",
        ),
    )
    each("torch.randint(0, 100, (5,), dtype=torch.{d})", d=FLOATS)
    each("torch.randint(0, 2, (9,), dtype=torch.{d})", d=INTEGERS)
    cases += [
        "torch.randint(high=9, size=(4,))",
        "torch.randint(low=5, high=9, size=(4,))",
        "torch.randint(5, size=(2, 2))",
        "torch.randint_like(torch.ones(3, 2), 9)",
        "torch.randint_like(torch.ones(2, 3).t(), 4, 9)",
        "torch.empty(5).random_(3, None)",
        "torch.empty(5, dtype=torch.uint8).random_(250, None)",
        "torch.empty(5, dtype=torch.int64).random_(-2**63, None)",
        "torch.empty(5, dtype=torch.float64).random_(to=50)",
    ]
    each("torch.randperm({n})", n=(0, 1, 2, 17, 300))
    each("torch.randperm(12, dtype=torch.{d})", d=("uint8", *FLOATS))
    # Parameters from tensors.
    cases += [
        "torch.normal(torch.arange(4.0), 0.5)",
        "torch.normal(2.0, torch.arange(4.0))",
        "torch.normal(torch.zeros(3, 1), torch.ones(2))",
        "torch.normal(torch.zeros(20).double(), torch.linspace(0, 1, 20))",
        "torch.normal(torch.zeros(20).half(), 2.0)",
        "torch.normal(1, 3, size=(2, 9))",
        "torch.bernoulli(torch.linspace(0, 1, 12).reshape(4, 3).t())",
        "torch.bernoulli(torch.linspace(0, 1, 12).double())",
        "torch.bernoulli(torch.linspace(0, 1, 12).half())",
        "torch.bernoulli(torch.empty(12, dtype=torch.int64), 0.3)",
        "torch.empty(3, 4).t().bernoulli_(torch.linspace(0, 1, 3))",
        "torch.empty(6, dtype=torch.int32).bernoulli_(torch.tensor(0.5))",
        "torch.poisson(torch.tensor([0.0, 0.5, 3.0, 9.9, 10.0, 80.0, 1e6]))",
        "torch.poisson(torch.full((4, 5), 12.0, dtype=torch.float64).t())",
        "torch.poisson(torch.full((9,), 2.5, dtype=torch.float16))",
        # Sums notice a single difference among thousands.
        "torch.poisson(torch.full((3000,), 10.5)).cumsum(0)[::500]",
        "torch.poisson(torch.full((1000,), 1e3)).cumsum(0)[::200]",
        "torch.poisson(torch.tensor([1e8, 1e11]).double().repeat(30))",
        "(torch.randn(20_000) * 2**23).long().cumsum(0)[::4000]",
        "(torch.randn(20_000).double() * 2**40).long().cumsum(0)[::4000]",
        "(torch.empty(20_000).uniform_(-0.7, 0.1) * 2**26).long().sum()",
        "torch.multinomial(torch.tensor([1.0, 0, 3, 6]), 12, True)",
        "torch.multinomial(torch.tensor([1.0, 0, 3, 6]), 3)",
        "torch.multinomial(torch.tensor([[1.0, 2], [5, 1], [0, 3]]), 1)",
        "torch.multinomial(torch.tensor([[1.0, 2], [5, 1]]), 9, True)",
        "torch.multinomial(torch.tensor([[1.0, 2], [5, 1], [4, 4]]).t(), 2)",
        "torch.multinomial(torch.ones(60, dtype=torch.float16), 9, True)",
        "torch.multinomial(torch.ones(60, dtype=torch.float64), 60)",
    ]
    # Likeness, out=, generators, states.
    cases += [
        "torch.rand_like(torch.ones(3, 4).t())",
        "torch.rand_like(torch.ones(4, 6)[:, ::2])",
        "torch.randn_like(torch.ones(5, 8).t())",
        "torch.randn_like(torch.ones(4), dtype=torch.float64)",
        "torch.rand(2, 2, out=torch.empty(4, dtype=torch.float64))",
        "torch.randperm(5, out=torch.empty(5))",
        "torch.rand(3, generator=torch.Generator())",
        "torch.rand(3, generator=torch.Generator().manual_seed(-1))",
        "torch.manual_seed('12') and torch.rand(2)",
        "torch.manual_seed(3.9) and torch.randn(2)",
        "torch.manual_seed(2**64 - 1) and torch.randn(2)",
        "torch.randn(3), torch.get_rng_state()[5016:]",
        "torch.rand(5), torch.get_rng_state()[:40]",
        "torch.rand(0), torch.get_rng_state()[:40]",
        "torch.rand(1), torch.get_rng_state()[:40]",
        "torch.randint(2**40, (0,)), torch.get_rng_state()[:40]",
        "torch.randint(2**40, (1,)), torch.get_rng_state()[:40]",
        "torch.poisson(torch.ones(1)), torch.get_rng_state()[:40]",
        "torch.rand(624), torch.get_rng_state()[:40]",
        "torch.Generator().manual_seed(5).clone_state().get_state()[:64]",
        "torch.tensor(torch.Generator().initial_seed())",
        "torch.rand(size=(2, 1)), torch.rand([2]), torch.rand(())",
    ]
    return cases


ERRORS = """
torch.rand()
torch.rand(2.5)
torch.rand('a')
torch.rand(2, 3.5)
torch.rand(-1)
torch.rand(2, -3)
torch.rand(size=3)
torch.rand(2, dtype=torch.int64)
torch.rand(0, dtype=torch.bool)
torch.randn(2, dtype=torch.uint8)
torch.rand(2, requires_grad=True, out=torch.empty(2, requires_grad=True))
torch.rand(2, dtype=torch.float32, out=torch.empty(2, dtype=torch.float64))
torch.rand(2, device='cuda')
torch.rand(2, device='nowhere')
torch.rand_like(torch.ones(3, dtype=torch.int64))
torch.rand_like([1.0])
torch.randint(5, (2,), requires_grad=True)
torch.randint(5, 2)
torch.randint(5.5, (2,))
torch.randint(True, (2,))
torch.randint(0, (2,))
torch.randint(7, 3, (2,))
torch.randint(0, 2**63, (2,))
torch.randint(0, 300, (2,), dtype=torch.uint8)
torch.randint(-1, 3, (2,), dtype=torch.uint8)
torch.randint(0, 3, (2,), dtype=torch.bool)
torch.randint(0, 200, (2,), dtype=torch.int8)
torch.randint(0, 2**33, (2,), dtype=torch.int32)
torch.randint(0, 200000, (2,), dtype=torch.int16)
torch.randint(0, 2**18, (2,), dtype=torch.float16)
torch.randperm(-1)
torch.randperm(3.0)
torch.randperm(True)
torch.randperm(300, dtype=torch.uint8)
torch.randperm(2050, dtype=torch.float16)
torch.randperm(2, dtype=torch.bool)
torch.ones(3).uniform_(2, 1)
torch.ones(3).uniform_(1/3, -1/3)
torch.ones(3).uniform_(0, 1e40)
torch.ones(3).uniform_(float('nan'), 1)
torch.ones(3).uniform_(-3e38, 3e38)
torch.ones(3).uniform_('a')
torch.ones(3).uniform_(0, None)
torch.ones(3).uniform_(generator=5)
torch.ones(3).uniform_(foo=3)
torch.ones(3, dtype=torch.float16).uniform_(0, 70000)
torch.ones(3, requires_grad=True).uniform_()
torch.ones(1, 3).expand(2, 3).normal_()
torch.ones(3).normal_(0, -1.5)
torch.ones(3).normal_(0, float('nan'))
torch.ones(3).log_normal_(0, 0)
torch.ones(3, dtype=torch.int64).log_normal_()
torch.ones(3).exponential_(0)
torch.ones(3, dtype=torch.int64).exponential_()
torch.ones(3).cauchy_(0, -1)
torch.ones(0, dtype=torch.int16).cauchy_()
torch.ones(3).geometric_(1)
torch.ones(3, dtype=torch.bool).geometric_(0.5)
torch.ones(3).random_(0)
torch.ones(3).random_(3, 3)
torch.ones(3).random_(2**63)
torch.ones(3).random_(2**25, None)
torch.ones(3, dtype=torch.int8).random_(300)
torch.ones(3, dtype=torch.float16).random_(-2**63, None)
torch.ones(3, dtype=torch.uint8).random_(-2**63, None)
torch.ones(3, dtype=torch.bool).random_(-2**63, None)
torch.ones(3).bernoulli_(1.5)
torch.ones(3).bernoulli_(torch.tensor([0.1, 0.2]))
torch.ones(3).bernoulli_(torch.tensor([0.1, 0.2, 1.3]))
torch.ones(3).bernoulli_(torch.tensor([1, 0, 1]))
torch.bernoulli(torch.tensor([0.3, 1.2]))
torch.bernoulli(torch.tensor([1, 0]))
torch.bernoulli(0.3)
torch.bernoulli(torch.ones(3), p=1.2)
torch.poisson(-torch.ones(3))
torch.poisson(torch.ones(3, dtype=torch.int64))
torch.poisson(3)
torch.multinomial(torch.ones(3), 0)
torch.multinomial(torch.ones(3), 4)
torch.multinomial(torch.ones(3), 2.0)
torch.multinomial(torch.ones(3, dtype=torch.int64), 2)
torch.multinomial(torch.ones(1, 2, 3), 2)
torch.multinomial(torch.tensor([0.0, 0]), 1)
torch.multinomial(torch.tensor([0.0, 0]), 3, True)
torch.multinomial(torch.tensor([1.0, -1]), 1)
torch.multinomial(torch.tensor([1.0, -1]), 3, True)
torch.multinomial(torch.tensor([1.0, float('inf')]), 3, True)
torch.multinomial(torch.ones(3), 2, out=torch.empty(2))
torch.normal(0.0, 1.0)
torch.normal(0, -1, (2,))
torch.normal(torch.ones(3), -1)
torch.normal(0, -torch.ones(3))
torch.normal(torch.ones(2), torch.ones(3))
torch.normal(torch.ones(2, dtype=torch.int64), 1.0)
torch.Generator('cuda:x')
torch.Generator().manual_seed(3.7)
torch.Generator().manual_seed(True)
torch.Generator().manual_seed(2**64)
torch.Generator().manual_seed(-2**63 - 1)
torch.Generator().set_offset(1)
torch.Generator().get_offset()
torch.manual_seed('a')
torch.set_rng_state(3)
torch.set_rng_state(torch.zeros(5056))
torch.set_rng_state(torch.zeros(10, dtype=torch.uint8))
torch.set_rng_state(torch.zeros(5056, dtype=torch.uint8))
torch.set_rng_state(torch.get_rng_state()[::2])
torch.rand(True)
torch.rand((1.5,))
torch.rand(2, torch.tensor(1.5))
torch.rand(size=None)
torch.rand(2**70)
torch.rand(2, dtype='a')
torch.rand(2, foo=1)
torch.rand(2, generator=5)
torch.rand(2, out='a')
torch.rand(2, requires_grad=1)
torch.randn('a')
torch.randn(2, generator=torch.ones(2))
torch.randn(2, dtype=[])
torch.rand_like([1])
torch.rand_like(torch.ones(2), 3)
torch.randn_like(torch.ones(2), generator=1)
torch.randn_like(torch.ones(2), dtype=float('nan'))
torch.randint('a', (2,))
torch.randint(1.5, (2,))
torch.randint(5, 'a')
torch.randint(0, 5, 3.5)
torch.randint(0, 5, (2, 'a'))
torch.randint(5, (2,), foo=1)
torch.randint(True, 5, (2,))
torch.randint()
torch.randint_like(torch.ones(2))
torch.randint_like(torch.ones(2), 'a')
torch.randint_like(torch.ones(2), 0, 1.5)
torch.randperm('a')
torch.randperm(1.5)
torch.randperm(3, generator=5)
torch.randperm(3, 4)
torch.normal('a', 1.0, (2,))
torch.normal(0.0, 1.0, 'a')
torch.normal(torch.ones(2), 'a')
torch.normal(torch.ones(2), generator=3)
torch.normal()
torch.bernoulli(torch.ones(2), 'a')
torch.bernoulli(torch.ones(2), foo=1)
torch.multinomial(torch.ones(3), 1.5)
torch.multinomial(torch.ones(3), 1, 'a')
torch.multinomial()
torch.poisson('a')
torch.poisson(torch.ones(2), 5)
torch.ones(3).normal_('a')
torch.ones(3).normal_(1, 2, 3)
torch.ones(3).normal_(0, torch.ones(2))
torch.ones(3).uniform_([1])
torch.ones(3).exponential_(None)
torch.ones(3).geometric_()
torch.ones(3).geometric_('a')
torch.ones(3).cauchy_(0, {})
torch.ones(3).log_normal_(1j)
torch.ones(3).bernoulli_('a')
torch.ones(3).random_(1.5)
torch.ones(3).random_('a', 3)
torch.ones(3).random_(generator=5)
torch.Generator(1.5)
torch.Generator().manual_seed('a')
torch.Generator().set_state(torch.float32)
"""


# Calls of torch.nn.init.
INIT = """
uniform_(torch.empty(3, 5), -0.1, 0.1)
normal_(torch.empty(20), 1.0, 0.1)
constant_(torch.empty(2, 2), 0.3)
constant_(torch.empty(2, dtype=torch.int64), 3)
ones_(torch.empty(2, 3))
zeros_(torch.ones(2, 3))
eye_(torch.empty(3, 5))
eye_(torch.empty(2, 2, dtype=torch.float64))
dirac_(torch.empty(3, 2, 3))
dirac_(torch.empty(2, 4, 2, 5))
dirac_(torch.empty(6, 2, 3, 3), 3)
dirac_(torch.empty(4, 1, 1, 2, 3), groups=2)
xavier_uniform_(torch.empty(4, 7))
xavier_uniform_(torch.empty(3, 2, 5), gain=1.7)
xavier_uniform_(torch.empty(7, 4).t(), 0.3)
xavier_normal_(torch.empty(4, 7), 2)
xavier_normal_(torch.empty(3, 2, 3, 1, dtype=torch.float64))
kaiming_uniform_(torch.empty(4, 7), a=5 ** 0.5)
kaiming_uniform_(torch.empty(4, 7), mode="fan_out", nonlinearity="tanh")
kaiming_uniform_(torch.empty(4, 3, 2), mode="FAN_OUT", nonlinearity="selu")
kaiming_uniform_(torch.empty(4, 7, dtype=torch.float16))
kaiming_normal_(torch.empty(4, 7), 0.1)
kaiming_normal_(torch.empty(4, 3, 2), mode="fan_out", nonlinearity="relu")
kaiming_normal_(torch.empty(3, 3), nonlinearity="conv_transpose2d")
trunc_normal_(torch.empty(9, 9))
trunc_normal_(torch.empty(40, dtype=torch.float64), std=0.02)
trunc_normal_(torch.empty(40), 1.0, 2.0, -1.0, 2.0)
trunc_normal_(torch.empty(40), std=1.0, a=0.5, b=0.7)
trunc_normal_(torch.empty(8, 5).t(), std=0.1, a=0.15, b=0.2)
trunc_normal_(torch.empty(30, dtype=torch.float16))
orthogonal_(torch.empty(5, 3))
orthogonal_(torch.empty(3, 5), gain=2.0)
orthogonal_(torch.empty(4, 2, 3, dtype=torch.float64))
orthogonal_(torch.empty(0, 3))
sparse_(torch.empty(10, 4), 0.35)
sparse_(torch.empty(3, 4), sparsity=1.0, std=2)
uniform_(torch.empty(4), generator=torch.Generator().manual_seed(1))
xavier_normal_(torch.empty(4, 5), generator=torch.Generator().manual_seed(1))
sparse_(torch.empty(4, 3), 0.5, generator=torch.Generator().manual_seed(1))
"""

INIT_ERRORS = """
eye_(torch.empty(2))
dirac_(torch.empty(2, 2))
dirac_(torch.empty(3, 2, 2), 2)
xavier_uniform_(torch.empty(3))
xavier_normal_(torch.empty(()))
kaiming_uniform_(torch.empty(3))
kaiming_uniform_(torch.empty(3, 3), mode="fan")
kaiming_normal_(torch.empty(3, 3), nonlinearity="gelu")
kaiming_normal_(torch.empty(3, 3), a=True)
orthogonal_(torch.empty(3))
sparse_(torch.empty(3), 0.5)
uniform_(torch.empty(3), 2, 1)
normal_(torch.empty(3), 0, -1)
uniform_(torch.empty(3, dtype=torch.int64))
calculate_gain("swish")
calculate_gain("leaky_relu", "0.1")
calculate_gain("leaky_relu", True)
"""

INIT_WARNINGS = """
trunc_normal_(torch.empty(5), mean=4.5)
kaiming_uniform_(torch.empty(0, 3))
kaiming_normal_(torch.empty(3, 0))
uniform(torch.empty(3), 1, 2)
normal(torch.empty(3))
constant(torch.empty(3), 2)
eye(torch.empty(2, 2))
dirac(torch.empty(2, 2, 2))
xavier_uniform(torch.empty(2, 2))
xavier_normal(torch.empty(2, 2))
kaiming_uniform(torch.empty(2, 2))
kaiming_normal(torch.empty(2, 2))
orthogonal(torch.empty(2, 2))
sparse(torch.empty(2, 2), 0.5)
"""


def flat(result) -> list:
    """Gives dtype, shape and elements of a tensor, or of several."""
    if isinstance(result, tuple):
        return [flat(x) for x in result]
    name = str(result.dtype).removeprefix("torch.")
    return [name, list(result.shape), result.flatten().tolist()]


def record_values(torch, codes: list[str]) -> list[dict]:
    values = []
    for number, code in enumerate(codes):
        torch.manual_seed(1000 + number)
        out = eval(code, {"torch": torch})
        after = torch.rand((), dtype=torch.float64).item()
        values.append({"code": code, "out": flat(out), "after": after})
    return values


def record_errors(torch, codes: list[str]) -> list[list[str]]:
    errors = []
    warnings.simplefilter("ignore")
    for code in codes:
        try:
            eval(code, {"torch": torch})
        except Exception as error:
            first = str(error).split("\n")[0]
            errors.append([code, type(error).__name__, first])
        else:
            raise AssertionError(f"PyTorch accepts {code}")
    return errors


def record_warnings(torch, codes: list[str]) -> list[list[str]]:
    found = []
    for code in codes:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            eval(code, {"torch": torch})
        (warning,) = caught
        kind = warning.category.__name__
        found.append([code, kind, str(warning.message)])
    return found


def write(name: str, data: dict) -> None:
    path = GOLDEN / name
    path.write_text(json.dumps(data).replace("}, ", "},\n") + "\n")
    counts = {key: len(cases) for key, cases in data.items() if key != "torch"}
    print(path, counts)


def main() -> None:
    import torch

    write(
        "rng_more_cases.json",
        {
            "torch": torch.__version__,
            "values": record_values(torch, value_cases()),
            "errors": record_errors(torch, ERRORS.strip().splitlines()),
        },
    )
    init, errors, warned = (
        [f"torch.nn.init.{line}" for line in lines.strip().splitlines()]
        for lines in (INIT, INIT_ERRORS, INIT_WARNINGS)
    )
    write(
        "rng_init_cases.json",
        {
            "torch": torch.__version__,
            "values": record_values(torch, init),
            "errors": record_errors(torch, errors),
            "warnings": record_warnings(torch, warned),
        },
    )


if __name__ == "__main__":
    main()
