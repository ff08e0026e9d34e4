"""Points in the plane: small problems that one can look at.

No straight line separates the classes of either problem, so a model without
a hidden layer must fail on them. The chapter "nn" uses both.
"""

from __future__ import annotations

import math

import teachtorch as torch


def two_moons(
    n: int, noise: float = 0.15, seed: int = 0
) -> tuple[torch.Tensor, torch.Tensor]:
    """Draws two half circles, one hooked into the other.

    Args:
        n: how many points; half of them in each moon.
        noise: standard deviation of the scatter around the half circles.
        seed: equal seeds give equal points.

    Returns:
        The points, float32 of shape ``(n, 2)``, and their classes 0 and 1,
        int64 of shape ``(n,)``.

    >>> x, y = two_moons(200)
    >>> x.shape, y.shape
    (torch.Size([200, 2]), torch.Size([200]))
    """
    if n % 2 != 0 or n <= 0:
        raise ValueError(
            f"n should be even, for two equal moons, and positive, but got {n}"
        )
    generator = torch.Generator().manual_seed(seed)
    t = torch.rand(n // 2, generator=generator) * math.pi
    upper = torch.stack([torch.cos(t), torch.sin(t)], dim=1)
    t = torch.rand(n // 2, generator=generator) * math.pi
    lower = torch.stack([1 - torch.cos(t), 0.5 - torch.sin(t)], dim=1)
    points = torch.cat([upper, lower])
    points = points + noise * torch.randn(n, 2, generator=generator)
    return points, torch.arange(n) // (n // 2)  # 0, ..., 0, 1, ..., 1


def spiral(
    n: int, arms: int = 3, noise: float = 0.2, seed: int = 0
) -> tuple[torch.Tensor, torch.Tensor]:
    """Draws arms that wind around the origin for three quarters of a turn.

    Args:
        n: how many points each arm has.
        arms: how many arms, that is classes, there are.
        noise: standard deviation of the angle, in radians.
        seed: equal seeds give equal points.

    Returns:
        The points, float32 of shape ``(arms * n, 2)``, and the arms they
        belong to, int64 of shape ``(arms * n,)``.

    >>> x, y = spiral(100)
    >>> x.shape, y.shape
    (torch.Size([300, 2]), torch.Size([300]))
    """
    if n <= 0 or arms <= 0:
        raise ValueError(f"n and arms should be positive, but got {n}, {arms}")
    generator = torch.Generator().manual_seed(seed)
    radius = torch.linspace(0.05, 1, n)
    points = []
    for arm in range(arms):
        turns = arm / arms + 0.75 * radius
        angle = 2 * math.pi * turns
        angle = angle + noise * torch.randn(n, generator=generator)
        x, y = radius * torch.cos(angle), radius * torch.sin(angle)
        points.append(torch.stack([x, y], dim=1))
    return torch.cat(points), torch.arange(arms * n) // n  # 0, ..., 0, 1, ...
