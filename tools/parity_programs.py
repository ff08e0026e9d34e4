"""Writes random programs that draw random numbers, for ``parity.py``.

A program seeds the generators, makes a few calls, and ends with the
generators' states. Each writer below gives one statement; between them they
cover every random function, in every dtype and memory layout.
"""

from __future__ import annotations

import math
import random

import parity_layers

FLOATS = ["float32", "float32", "float32", "float64", "float16"]
INTEGERS = ["int64", "int32", "int16", "int8", "uint8", "bool"]

# Where PyTorch changes its way: around the group of 16, and in large tensors.
LENGTHS = [0, 1, 2, 3, 7, 15, 16, 17, 31, 32, 33, 100, 250, 1000, 5000]


class Writer:
    """Writes the statements of one program.

    Attributes:
        rng: Python's own random numbers, from which all choices come.
        lines: the statements so far.
    """

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        seed = rng.choice([rng.randrange(100), rng.randrange(-(2**63), 2**64)])
        self.lines = [f"torch.manual_seed({seed})"]
        self.has_generator = rng.random() < 0.4
        if self.has_generator:
            seed = rng.randrange(2**40)
            self.lines.append(f"g = torch.Generator().manual_seed({seed})")

    # ---- pieces of statements ----

    def name(self, prefix: str = "x") -> str:
        return f"{prefix}{len(self.lines)}"

    def generator(self) -> str:
        """Gives ``, generator=g``, or nothing."""
        chosen = self.has_generator and self.rng.random() < 0.5
        return ", generator=g" if chosen else ""

    def shape(self, largest: int = 5000) -> tuple[int, ...]:
        """Draws a shape of 0 to 4 dimensions, with at most that many."""
        rng = self.rng
        dims = rng.choice([0, 1, 1, 1, 2, 2, 2, 3, 4])
        if dims == 1:
            return (rng.choice([n for n in LENGTHS if n <= largest]),)
        shape = tuple(
            rng.randint(1, [0, 0, 40, 9, 5][dims]) for _ in range(dims)
        )
        if rng.random() < 0.05 and dims:
            return (0, *shape[1:])
        return shape if math.prod(shape) <= largest else self.shape(largest)

    def blank(self, dtype: str, largest: int = 5000) -> str:
        """Writes a tensor to be filled, in one of several memory layouts."""
        rng = self.rng
        shape = self.shape(largest)
        order = list(range(len(shape)))
        rng.shuffle(order)
        layout = rng.randrange(6) if len(shape) > 1 else rng.choice([0, 0, 5])
        if layout == 1:
            turned = tuple(shape[i] for i in order)
            return (
                f"torch.empty({turned}, dtype=torch.{dtype}).permute({order})"
            )
        if layout == 2:  # with gaps in the last dimension
            shape = (*shape[:-1], 2 * shape[-1])
            return f"torch.zeros({shape}, dtype=torch.{dtype})[..., ::2]"
        if layout == 3:  # with gaps in the first
            shape = (shape[0] + 2, *shape[1:])
            return f"torch.zeros({shape}, dtype=torch.{dtype})[1:-1].mT"
        return f"torch.empty({shape}, dtype=torch.{dtype})"

    def number(self, low: float, high: float) -> float:
        return round(self.rng.uniform(low, high), self.rng.choice([1, 4]))

    # ---- statements ----

    def fill(self) -> str:
        """A tensor filled in place."""
        rng = self.rng
        g = self.generator()
        low, high = sorted((self.number(-9, 9), self.number(-9, 9)))
        positive, p = self.number(0.1, 5), self.number(0.1, 0.9)
        calls = [
            f"uniform_({low}, {high}{g})",
            f"normal_({low}, {positive}{g})",
            f"log_normal_({low / 9}, {positive / 5}{g})",
            f"exponential_({positive}{g})",
            f"cauchy_({low}, {positive}{g})",
            f"geometric_({p}{g})",
            f"bernoulli_({p}{g})",
            f"random_({g[2:]})",
            f"random_({rng.randrange(1, 128)}{g})",
            f"random_({-rng.randrange(9)}, {rng.randrange(1, 60)}{g})",
            f"uniform_({g[2:]})",
            f"normal_({g[2:]})",
        ]
        call = rng.choice(calls)
        whole = call.startswith(("geometric", "bernoulli", "random"))
        kinds = FLOATS + INTEGERS if whole else FLOATS
        dtype = rng.choice(kinds)
        return f"{self.name()} = {self.blank(dtype)}.{call}"

    def new(self) -> str:
        """A new tensor."""
        rng = self.rng
        shape, g = self.shape(), self.generator()
        dtype = f", dtype=torch.{rng.choice(FLOATS)}"
        integer = f", dtype=torch.{rng.choice(INTEGERS[:5] + FLOATS[2:])}"
        plain = rng.choice(["", dtype])
        width = 10 ** rng.randrange(1, 19)
        mean, std = self.number(-3, 3), self.number(0, 3)
        call = rng.choice(
            [
                f"rand({shape}{plain}{g})",
                f"randn({shape}{plain}{g})",
                f"randint({rng.randint(1, 100)}, {shape}{integer}{g})",
                f"randint({-rng.randrange(100)}, 27, {shape}{g})",
                f"randint({-rng.randrange(width)}, {width}, {shape}{g})",
                f"randperm({rng.choice(LENGTHS)}{g})",
                f"randperm({rng.randrange(120)}{integer}{g})",
                f"normal({mean}, {std}, {shape}{g})",
            ]
        )
        return f"{self.name()} = torch.{call}"

    def like(self) -> str:
        """A tensor like another one."""
        rng = self.rng
        dtype = rng.choice(FLOATS)
        other, g = self.blank(dtype), self.generator()
        call = rng.choice(
            [
                f"rand_like({other}{g})",
                f"randn_like({other}{g})",
                f"randint_like({other}, {rng.randint(1, 99)}{g})",
                f"randint_like({other}, -5, 5{g})",
                f"bernoulli({other}, {self.number(0, 1)}{g})",
            ]
        )
        return f"{self.name()} = torch.{call}"

    def from_tensors(self) -> str:
        """Each element with parameters of its own."""
        rng = self.rng
        shape, g, small = self.shape(), self.generator(), self.shape(300)
        dtype = f", dtype=torch.{rng.choice(FLOATS[:4])}"
        rows = rng.choice(["", f"{rng.randint(1, 6)}, "])
        n = rng.choice([1, 2, 5, 20, 300])
        k, rate = rng.randint(1, n), self.number(0, 40)
        weights = f"torch.rand({rows}{n}{dtype})"
        call = rng.choice(
            [
                f"normal(torch.rand({shape}{dtype}), {self.number(0, 2)}{g})",
                f"normal({self.number(-2, 2)}, torch.rand({shape}{dtype}){g})",
                f"normal(torch.rand({shape}), torch.rand({shape}){g})",
                f"bernoulli(torch.rand({shape}{dtype}){g})",
                f"poisson(torch.rand({small}{dtype}) * {rate}{g})",
                f"multinomial({weights}, {k}{g})",
                f"multinomial({weights}, {rng.randint(1, 50)}, True{g})",
            ]
        )
        return f"{self.name()} = torch.{call}"

    def dropout(self) -> str:
        """Noise in a network."""
        rng = self.rng
        p = rng.choice([0.0, 0.5, 1.0, self.number(0, 1)])
        shape = tuple(rng.randint(1, 6) for _ in range(3))
        x = f"torch.ones({self.shape()})"
        calls = [
            f"x = F.dropout({x}, {p})",
            f"x = F.dropout({self.blank('float32')}.fill_(3), {p})",
            f"x = F.dropout({x}, {p}, training=False)",
            f"x = F.dropout1d(torch.ones({shape}), {p})",
            f"x = F.dropout2d(torch.ones({(*shape, 2)}), {p})",
            f"x = F.dropout3d(torch.ones({(*shape, 2, 2)}), {p})",
            f"x = F.alpha_dropout({x}, {p})",
            f"x = F.feature_alpha_dropout(torch.ones({shape}), {p})",
            f"x = nn.Dropout({p})({x})",
            f"x = nn.Dropout2d({p})(torch.ones({(*shape, 2)}))",
            f"x = nn.AlphaDropout({p})({x})",
            f"x = nn.FeatureAlphaDropout({p})(torch.ones({shape}))",
            f"near = nn.LSTM({shape[2]}, 2, num_layers=2, dropout={p})"
            f"(torch.ones({shape}))[0]",
            f"near = F.rrelu(-{x}, 0.1, 0.4, training=True)",
            f"near = F.gumbel_softmax(torch.ones({shape}), tau={p + 0.5})",
            f"x = F.gumbel_softmax(torch.ones({shape}), hard=True)",
        ]
        name, call = rng.choice(calls).split(" = ", 1)
        return f"{self.name(name)} = {call}"

    def init(self) -> str:
        """The first values of parameters."""
        rng = self.rng
        dims = rng.choice([2, 2, 3, 4])
        shape = tuple(rng.randint(1, 12) for _ in range(dims))
        g, gain = self.generator(), self.number(0.5, 3)
        a, b = -self.number(0.1, 3), self.number(0.1, 3)
        mode = rng.choice(["fan_in", "fan_out"])
        calls = [
            f"kaiming_uniform_(torch.empty({shape}), {gain}, '{mode}'{g})",
            f"kaiming_normal_(torch.empty({shape}), {gain}, '{mode}'{g})",
            f"xavier_uniform_(torch.empty({shape}), {gain}{g})",
            f"xavier_normal_(torch.empty({shape}), {gain}{g})",
            f"trunc_normal_(torch.empty({shape}), 0, {gain}, {a}, {b}{g})",
            f"trunc_normal_(torch.empty({shape}), 0, 0.5, {b}, {b + 2}{g})",
            f"normal_(torch.empty({shape}), {a}, {gain}{g})",
            f"uniform_(torch.empty({shape}), {a}, {b}{g})",
            f"sparse_(torch.empty({shape[:2]}), {self.number(0.1, 0.9)})",
            f"constant_(torch.empty({shape}), {a})",
            f"ones_(torch.empty({shape}))",
            f"zeros_(torch.empty({shape}, dtype=torch.float64))",
            f"eye_(torch.empty({shape[:2]}))",
            f"dirac_(torch.empty({(*shape, 3)[:3]}))",
        ]
        if rng.random() < 0.1:
            # Much longer than wide, so that rounding errors do not grow.
            shape = (dims, 3 * dims + 4)[:: rng.choice([1, -1])]
            name = self.name("near")
            return f"{name} = nn.init.orthogonal_(torch.empty({shape}), {gain})"
        return f"{self.name()} = nn.init.{rng.choice(calls)}"

    def module(self) -> str:
        """The parameters of a new module, one after the other."""
        made = parity_layers.layer(self.rng, parity_layers.DRAWING)
        flat = f"[p.flatten() for p in {made}.parameters()]"
        return f"{self.name()} = torch.cat({flat})"

    def loader(self) -> str:
        """Two epochs of a DataLoader, or the first batch of one."""
        rng = self.rng
        n, g = rng.randint(1, 70), self.generator()
        k = rng.randint(1, n)
        samplers = [
            "shuffle=True",
            "shuffle=True",
            "shuffle=False",
            f"sampler=data.RandomSampler(range({n}), True, {k}{g})",
            f"sampler=data.RandomSampler(range({n}), False, {2 * k}{g})",
            f"sampler=data.SubsetRandomSampler(range({k}){g})",
            f"sampler=data.WeightedRandomSampler(torch.rand({n}), {k}{g})",
            f"sampler=data.WeightedRandomSampler(torch.rand({n}), {k}, False)",
            f"sampler=data.SequentialSampler(range({n}))",
        ]
        sampler = rng.choice(samplers)
        drop = ", drop_last=True" if rng.random() < 0.3 else ""
        g = self.generator()
        size = rng.randint(1, n)
        batches = rng.choice(["[*loader, *loader]", "[next(iter(loader))]"])
        return (
            f"loader = data.DataLoader(range({n}), {size}, {sampler}{drop}{g})"
            f"\n{self.name()} = torch.cat({batches})"
        )

    def split(self) -> str:
        """A dataset cut into random parts."""
        n, k = self.rng.randint(2, 80), self.rng.randint(1, 9) / 10
        cut = self.rng.choice([f"[1, {n - 1}]", f"[{k}, {round(1 - k, 1)}]"])
        parts = f"data.random_split(range({n}), {cut}{self.generator()})"
        return f"{self.name()} = torch.tensor(sum(map(list, {parts}), []))"

    def generators(self) -> str:
        """What one does with generators and their states."""
        n = self.rng.choice(LENGTHS[:12])
        forked = f"torch.randn({n})"
        calls = [
            f"torch.manual_seed({self.rng.randrange(1000)})",
            f"s = torch.get_rng_state(); {self.name()} = {forked}; "
            "torch.set_rng_state(s)",
            f"with torch.random.fork_rng(): {self.name()} = {forked}",
            f"{self.name()} = torch.tensor(torch.initial_seed() % 2**62)",
        ]
        if self.has_generator:
            calls += [
                "g = g.clone_state()",
                "g.set_state(torch.get_rng_state())",
                "torch.set_rng_state(g.get_state())",
                f"g.manual_seed({-self.rng.randrange(1000)})",
            ]
        return self.rng.choice(calls)

    def refused(self) -> str:
        """A call that makes no sense."""
        k = self.rng.randint(2, 9)
        call = self.rng.choice(
            [
                f"torch.empty(3).uniform_({k}, 1)",
                f"torch.empty(3).normal_(0, -{k})",
                f"torch.empty(3).exponential_(-{k})",
                f"torch.empty(3).bernoulli_({k})",
                f"torch.empty(3).geometric_({k})",
                f"torch.empty(3, dtype=torch.int64).normal_({k})",
                f"torch.randint({k}, 1, (2,))",
                f"torch.randint(0, {100 * k + 200}, (2,), dtype=torch.int8)",
                f"torch.rand(-{k})",
                f"torch.randperm(-{k})",
                f"torch.multinomial(torch.ones({k}), {k + 1})",
                f"torch.multinomial(torch.zeros({k}), 1)",
                f"torch.poisson(torch.full(({k},), -1.0))",
                f"torch.bernoulli(torch.ones({k}, dtype=torch.int64))",
                f"F.dropout(torch.ones(2), {k})",
                f"nn.init.xavier_uniform_(torch.empty({k}))",
                f"data.random_split(range({k}), [{k}, 1])",
                f"torch.manual_seed({k} * 2**64)",
                f"torch.set_rng_state(torch.zeros({k}, dtype=torch.uint8))",
            ]
        )
        return f"refused = {call}"

    def statement(self) -> str:
        """One of the above, the common ones more often."""
        often = [self.fill, self.new, self.like, self.from_tensors]
        rare = [self.dropout, self.init, self.module, self.loader]
        rare += [self.split, self.generators, self.refused]
        return self.rng.choice(2 * often + rare)()


def program(rng: random.Random) -> list[str]:
    """Writes a program of up to 12 calls."""
    writer = Writer(rng)
    for _ in range(rng.randint(1, 12)):
        writer.lines.append(writer.statement())
    writer.lines.append("x_state = torch.get_rng_state()")
    if writer.has_generator:
        writer.lines.append("x_state_of_g = g.get_state()")
    return writer.lines
