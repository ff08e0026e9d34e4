"""The random engine: where every random number of this package comes from.

``MersenneTwister`` makes random *bits* and, from them, numbers spread evenly
over [0, 1). ``Generator`` is PyTorch's public handle on such an engine: it
seeds it, and saves and restores its state. Other distributions are made out
of the engine's uniform numbers in ``_distributions.py``.

PyTorch and NumPy both contain the MT19937 engine of Matsumoto and Nishimura
(1998, https://doi.org/10.1145/272991.272995), so equal seeds give equal bits;
the work here is to cut those bits into numbers as PyTorch does. The chapter
"The same numbers as PyTorch" builds both steps.
"""

from __future__ import annotations

import os

import numpy as np

from ._device import check_device
from ._device import device as Device
from ._ops.dims import kind_of
from ._tensor import Tensor, wrap

# The seed of a Generator nobody has seeded: a number with its ones and zeros
# well mixed, as all PyTorch versions have used it.
DEFAULT_SEED = 67280421310721

# How PyTorch lays an engine out in memory, which is what get_state() shows.
# MT19937 needs 624 words and a position; the rest are older versions' fields.
_STATE = np.dtype(
    {
        "names": ["seed", "left", "seeded", "next", "words"]
        + ["normal", "has_normal"],
        "formats": ["<u8", "<i4", "<i4", "<u8", ("<u8", 624), "<f8", "<i4"],
        "offsets": [0, 8, 12, 16, 24, 5024, 5040],
        "itemsize": 5056,
    }
)

# Masks and steps of uniform numbers, ready for NumPy: to make them anew would
# take longer than a draw of a few numbers.
_LOW_24, _LOW_53 = np.uint32(2**24 - 1), np.uint64(2**53 - 1)
_ULP_24 = np.float32(2**-24)
_HALF = np.uint64(32)

# Up to here, joining two words is faster than asking NumPy for long ones.
_FEW = 200


class MersenneTwister:
    """The MT19937 engine: an endless sequence of 32-bit words from one seed.

    Attributes:
        next_normal: normal numbers are made two at a time; this is the second
            one while nobody has asked for it, otherwise ``None``.
    """

    def __init__(self, seed: int) -> None:
        self._bits = np.random.MT19937(0)
        # RandomState seeds as the paper's init_genrand does (MT19937 itself
        # would mix the seed first) and draws 64-bit words quickly.
        self._random_state = np.random.RandomState(self._bits)
        self.seed(seed)

    def seed(self, seed: int) -> None:
        """Starts the sequence that belongs to ``seed``."""
        self._seed = seed
        # The engine's first word has 32 bits, so seeds that are equal in
        # their low 32 bits start the same sequence.
        self._random_state.seed(seed & 0xFFFFFFFF)
        self._fresh = True
        self.next_normal: float | None = None

    def random32(self, n: int) -> np.ndarray:
        """Draws ``n`` words of 32 random bits."""
        self._fresh = self._fresh and n == 0
        return self._bits.random_raw(n).astype(np.uint32)

    def random64(self, n: int) -> np.ndarray:
        """Draws ``n`` words of 64 bits: two of 32, the high half first."""
        self._fresh = self._fresh and n == 0
        if n > _FEW:
            return self._random_state.randint(0, 2**64, n, np.uint64)
        halves = self._bits.random_raw(2 * n)
        words = halves[::2] << _HALF
        words |= halves[1::2]
        return words

    def uniform24(self, n: int) -> np.ndarray:
        """Draws ``n`` float32 numbers from the multiples of 2⁻²⁴ in [0, 1).

        24 bits are what the significand of a float32 holds, so each of them
        is exact and none is rounded up to 1.
        """
        bits = self.random32(n)
        bits &= _LOW_24
        # As signed integers, because the CPU converts those faster.
        u = bits.view(np.int32).astype(np.float32)
        u *= _ULP_24
        return u

    def uniform53(self, n: int) -> np.ndarray:
        """Draws ``n`` float64 numbers from the multiples of 2⁻⁵³ in [0, 1)."""
        bits = self.random64(n)
        bits &= _LOW_53
        return bits.view(np.int64) * 2.0**-53

    def next53(self) -> float:
        """Draws one such number, where the number of draws is not known."""
        self._fresh = False
        high, low = self._bits.random_raw(), self._bits.random_raw()
        return ((high << 32 | low) & (2**53 - 1)) * 2.0**-53

    def get_state(self) -> np.ndarray:
        """Copies everything that decides the next draws into 5,056 bytes."""
        state = np.zeros((), _STATE)
        engine = self._bits.state["state"]
        # PyTorch counts how many of the 624 words are left, and says "one"
        # when the next draw will renew them all. Fresh from the seed it has
        # not stepped past any word; NumPy's position cannot tell that apart.
        state["left"] = 1 if self._fresh else 625 - engine["pos"]
        state["next"] = 0 if self._fresh else engine["pos"]
        state["words"] = engine["key"]
        state["seed"] = self._seed
        state["seeded"] = 1
        if self.next_normal is not None:
            state["normal"], state["has_normal"] = self.next_normal, 1
        return np.frombuffer(state.tobytes(), np.uint8).copy()

    def set_state(self, data: np.ndarray) -> None:
        """Continues from the 5,056 bytes of an earlier ``get_state``.

        Raises:
            RuntimeError: if the bytes cannot be a state.
        """
        state = np.frombuffer(data.tobytes(), _STATE)[0]
        left, position = int(state["left"]), int(state["next"])
        if not state["seeded"] or not 0 < left <= 624 or position > 624:
            raise RuntimeError("Invalid mt19937 state")
        self._seed = int(state["seed"])
        self._fresh = left == 1 and position == 0
        self._bits.state = {
            "bit_generator": "MT19937",
            "state": {
                "key": state["words"].astype(np.uint32),
                "pos": 624 if left == 1 else position,
            },
        }
        has_normal = state["has_normal"]
        self.next_normal = float(state["normal"]) if has_normal else None


class Generator:
    """A source of random numbers with a state of its own.

    Functions that draw take one as ``generator=`` and use
    ``default_generator`` without it. See :class:`torch.Generator`.

    Args:
        device: where it draws: the CPU.

    >>> g = Generator().manual_seed(0)
    >>> g.initial_seed()
    0
    """

    __slots__ = ("_first_seed", "_twister", "device")

    def __init__(self, device: Device | str | None = None) -> None:
        is_device = isinstance(device, str | int | Device | None)
        if not is_device or isinstance(device, bool):
            raise TypeError(
                "Generator(): argument 'device' (position 1) must be "
                f"torch.device, not {kind_of(device)}"
            )
        self.device = check_device(device)
        self._first_seed = DEFAULT_SEED
        self._twister: MersenneTwister | None = None

    @property
    def _engine(self) -> MersenneTwister:
        # Made at the first use: until then NumPy need not load its own.
        if self._twister is None:
            self._twister = MersenneTwister(self._first_seed)
        return self._twister

    def manual_seed(self, seed: int, /) -> Generator:
        """Starts the sequence that belongs to ``seed``; returns itself.

        Raises:
            RuntimeError: if ``seed`` is not an int.
            ValueError: if ``seed`` does not fit into 64 bits.
        """
        if not isinstance(seed, int) or isinstance(seed, bool):
            raise RuntimeError(
                f"manual_seed expected a long, but got {kind_of(seed)}"
            )
        if not -(2**63) <= seed < 2**64:
            raise ValueError("Overflow when unpacking long long")
        # A negative seed is read as the unsigned number with the same bits.
        self._engine.seed(seed % 2**64)
        return self

    def seed(self) -> int:
        """Seeds from the operating system's randomness; returns the seed."""
        seed = _unpredictable()
        self._engine.seed(seed)
        return seed

    def initial_seed(self) -> int:
        """Returns the seed that the present sequence started from."""
        return self._engine._seed

    def get_state(self) -> Tensor:
        """Returns the state as a tensor of 5,056 bytes."""
        return wrap(self._engine.get_state())

    def set_state(self, new_state: Tensor, /) -> Generator:
        """Continues from a state that ``get_state`` returned.

        Raises:
            TypeError: if ``new_state`` is not a tensor of bytes.
            RuntimeError: if its size or its contents are not those of a state.
        """
        if not isinstance(new_state, Tensor):
            raise TypeError(
                f"expected a torch.ByteTensor, but got {kind_of(new_state)}"
            )
        data = new_state._array
        if data.dtype != np.uint8:
            raise TypeError("RNG state must be a torch.ByteTensor")
        if not data.flags.c_contiguous:
            raise RuntimeError("RNG state must be contiguous")
        if data.size != _STATE.itemsize:
            raise RuntimeError(
                f"Expected a CPUGeneratorImplState of size {_STATE.itemsize} "
                f"but found the input RNG state size to be {data.size}"
            )
        self._engine.set_state(data)
        return self

    def clone_state(self) -> Generator:
        """Returns another Generator that will draw the same numbers."""
        clone = Generator(self.device)
        clone._engine.set_state(self._engine.get_state())
        return clone

    def get_offset(self) -> int:
        """Refuses, as PyTorch does: only GPU generators count offsets."""
        raise RuntimeError("CPU Generator does not use offset")

    def set_offset(self, offset: int, /) -> Generator:
        """Refuses, as PyTorch does: only GPU generators count offsets."""
        raise RuntimeError("CPU Generator does not use offset")

    def __reduce__(self) -> tuple:
        # Lets copy and pickle reproduce the state as well.
        state = (self.initial_seed(), None, self.get_state())
        return Generator, (self.device,), state

    def __setstate__(self, state: tuple) -> None:
        self.manual_seed(state[0])
        self.set_state(state[2])


def _unpredictable() -> int:
    """Draws 64 bits of the operating system's randomness."""
    return int.from_bytes(os.urandom(8), "little")


default_generator = Generator()
default_generator._first_seed = _unpredictable()
