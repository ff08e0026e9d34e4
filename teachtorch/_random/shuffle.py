"""Random permutations: a shuffle of cards, swap by swap or all at once.

Fisher and Yates's shuffle, as Durstenfeld (1964,
https://doi.org/10.1145/364520.364540) gave it to computers: step i swaps what
lies at place i with what lies at a random place from i on. After it, place i
is never touched again.
"""

from __future__ import annotations

import numpy as np

from .._generator import MersenneTwister

# From here on finding the result at once is faster than swapping.
MANY = 1000


def permutation(n: int, engine: MersenneTwister) -> np.ndarray:
    """Shuffles 0 … n − 1."""
    if n < 2:
        return np.arange(n)
    left = np.arange(n, 1, -1, dtype=np.uint32)
    places = np.arange(n)
    places[:-1] += engine.random32(n - 1) % left
    return (swapped if n < MANY else swapped_at_once)(places)


def swapped(places: np.ndarray) -> np.ndarray:
    """Swaps i and ``places[i]`` in 0 … n − 1, for one i after the other."""
    shuffled = list(range(len(places)))
    for i, j in enumerate(places.tolist()):
        shuffled[i], shuffled[j] = shuffled[j], shuffled[i]
    return np.array(shuffled)


def swapped_at_once(places: np.ndarray) -> np.ndarray:
    """Gives the same as ``swapped``, by following each number back.

    At step i the number at place i goes away, to ``places[i]``, and the one
    found there stays for good. Who found it there? Whoever an earlier step
    has left behind at that place, which is the number that went away at the
    latest such step; without one, the place still has its own number.
    """
    n = len(places)
    step = np.arange(n)
    # The latest step that left a number at place i before step i.
    latest = np.full(n, -1)
    swaps = step[places != step]
    np.maximum.at(latest, places[swaps], swaps)
    # What goes away at step i went away at that step already. Following these
    # links two, four, eight at a time leads to a step where there is none,
    # and that went away with the number of its own place.
    gone = np.where(latest >= 0, latest, step)
    while not np.array_equal(further := gone[gone], gone):
        gone = further
    # Sorted by place and then by step, an earlier step that chose the same
    # place stands just in front.
    bits = n.bit_length()
    visits = (places << bits) | step
    visits.sort()
    again = np.diff(visits >> bits) == 0
    visits &= (1 << bits) - 1
    stays = places.copy()
    stays[visits[1:][again]] = gone[visits[:-1][again]]
    return stays
