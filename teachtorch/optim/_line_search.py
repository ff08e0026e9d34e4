"""How far to go in a given direction: the line search of LBFGS.

Going by t changes the loss as a function of one number. A step is good if the
loss has fallen enough for its length (Armijo's condition) and the slope has
become flat enough (the curvature condition): together, Wolfe's conditions.
The search first brackets a good step, then zooms in. Nocedal and Wright,
"Numerical Optimization" (2006), algorithms 3.5 and 3.6.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from .._tensor import Tensor

_ENOUGH = 1e-4  # of the fall that the first slope promises
_FLAT = 0.9  # of the first slope


class Point(NamedTuple):
    """A place on the line, and what is known there."""

    t: Any
    loss: float
    grad: Tensor
    slope: Tensor


def strong_wolfe(
    evaluate: Callable[[Any], Point],
    start: Point,
    t: Any,
    length: Tensor,
    tolerance: float,
    most: int,
) -> tuple[Point, int]:
    """Looks for a point where the strong Wolfe conditions hold.

    Args:
        evaluate: gives the point at t.
        start: the point at t = 0, where the slope is negative.
        t: where to look first.
        length: the largest component of the direction.
        tolerance: stop when the bracket has become this small.
        most: how often to look again after the first time.

    Returns:
        the best point found, and the number of evaluations.
    """
    bracket, calls, done = _bracket(evaluate, start, t, most)
    low = 0 if bracket[0].loss <= bracket[-1].loss else 1
    stuck = False
    while not done and calls <= most:
        if abs(bracket[1].t - bracket[0].t) * length < tolerance:
            break
        t, stuck = _inside(bracket, stuck)
        point = evaluate(t)
        calls += 1
        if _too_high(point, start) or point.loss >= bracket[low].loss:
            bracket[1 - low] = point
            low = 0 if bracket[0].loss <= bracket[1].loss else 1
            continue
        if _flat(point, start):
            done = True
        elif point.slope * (bracket[1 - low].t - bracket[low].t) >= 0:
            bracket[1 - low] = bracket[low]
        bracket[low] = point
    return bracket[low], calls


def _bracket(
    evaluate: Callable[[Any], Point], start: Point, t: Any, most: int
) -> tuple[list[Point], int, bool]:
    """Goes on until a good point must lie behind; or stops on a good one."""
    previous, point = start, evaluate(t)
    for calls in range(1, most + 1):
        rising = calls > 2 and point.loss >= previous.loss
        if _too_high(point, start) or rising:
            return [previous, point], calls, False
        if _flat(point, start):
            return [point], calls, True
        if point.slope >= 0:
            return [previous, point], calls, False
        nearest = point.t + 0.01 * (point.t - previous.t)
        t = _lowest_of_cubic(previous, point, nearest, point.t * 10)
        previous, point = point, evaluate(t)
    return [start, point], most + 1, False


def _too_high(point: Point, start: Point) -> bool:
    promised = start.loss + _ENOUGH * point.t * start.slope
    return bool(point.loss > promised)


def _flat(point: Point, start: Point) -> bool:
    return bool(abs(point.slope) <= -_FLAT * start.slope)


def _inside(bracket: list[Point], stuck: bool) -> tuple[Any, bool]:
    """Chooses the next t: the cubic's minimum, if not too near an end.

    Near an end it is accepted once; the second time (``stuck``) the point a
    tenth of the way in is taken instead, or the search might not advance.
    """
    first, last = sorted([bracket[0].t, bracket[1].t])
    t = _lowest_of_cubic(bracket[0], bracket[1], first, last)
    margin = 0.1 * (last - first)
    if min(last - t, t - first) >= margin:
        return t, False
    if stuck or t >= last or t <= first:
        near_last = abs(t - last) < abs(t - first)
        return (last - margin if near_last else first + margin), False
    return t, True


def _lowest_of_cubic(a: Point, b: Point, lowest: Any, highest: Any) -> Any:
    """Finds the minimum of the cubic with the values and slopes at a and b."""
    if a.t > b.t:
        a, b = b, a
    d1 = a.slope + b.slope - 3 * (a.loss - b.loss) / (a.t - b.t)
    square = d1 * d1 - a.slope * b.slope
    if square < 0:
        return (lowest + highest) / 2.0
    d2 = square.sqrt()
    share = (b.slope + d2 - d1) / (b.slope - a.slope + 2 * d2)
    return min(max(b.t - (b.t - a.t) * share, lowest), highest)
