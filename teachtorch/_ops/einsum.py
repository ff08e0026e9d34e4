"""Sums of products whose dimensions are named by letters."""

from __future__ import annotations

import string
from typing import Any

import numpy as np

from .._tensor import Tensor, wrap
from ..autograd.function import Op
from .dims import canonical_dims


class Einsum(Op):
    """y = Σ over the letters that are missing on the right of the equation.

    For "ij,jk->ik" the gradient of the first is einsum("ik,jk->ij", ∂y, B):
    the output takes the operand's place. A letter that only the operand has
    was summed, so its gradient is repeated along it.
    """

    @staticmethod
    def forward(ctx: Any, inputs: str, output: str, *xs: Tensor) -> Tensor:
        ctx.inputs, ctx.output = inputs, output
        ctx.shape_list = [x._array.shape for x in xs]
        ctx.save_for_backward(*xs)
        arrays = [x._array for x in xs]
        y = np.einsum(f"{inputs}->{output}", *arrays, optimize=len(xs) > 1)
        return wrap(np.asarray(y))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        xs = ctx.saved_tensors
        letters = ctx.inputs.split(",")
        grads = []
        for i, own in enumerate(letters):
            if not ctx.edges[i + 2]:
                grads.append(None)
                continue
            others = letters[:i] + letters[i + 1 :]
            known = set(ctx.output).union(*others)
            found = "".join(dict.fromkeys(c for c in own if c in known))
            terms = ",".join([ctx.output, *others])
            rest = [x for j, x in enumerate(xs) if j != i]
            g = Einsum.of(terms, found, grad, *rest)
            grads.append(_place(g, found, own, ctx.shape_list[i]))
        return None, None, *grads

    def name(self) -> str:
        return "ViewBackward0"


def _place(g: Any, found: str, own: str, shape: tuple) -> Any:
    """Spreads a gradient over the letters it lacks, and over diagonals."""
    sizes = dict(zip(own, shape))
    distinct = "".join(dict.fromkeys(own))
    kept = tuple(sizes[c] if c in found else 1 for c in distinct)
    g = g.reshape(kept) + _zeros_like(g, tuple(sizes[c] for c in distinct))
    for position, c in enumerate(own):
        if own.index(c) != position:  # a repeated letter reads a diagonal
            n = sizes[c]
            eye = np.eye(n, dtype=_dtype_of(g))
            shape_of = [1] * (g.ndim + 1)
            shape_of[own.index(c)] = n
            shape_of[position] = n
            expanded = g.reshape((*g.shape[:position], 1, *g.shape[position:]))
            g = expanded * _as(g, eye.reshape(shape_of))
    return g


def _dtype_of(x: Any) -> np.dtype:
    return x._array.dtype if isinstance(x, Tensor) else x.dtype


def _as(like: Any, array: np.ndarray) -> Any:
    return wrap(array) if isinstance(like, Tensor) else array


def _zeros_like(g: Any, shape: tuple) -> Any:
    return _as(g, np.zeros(shape, _dtype_of(g)))


def einsum(equation: str, *operands: Any) -> Tensor:
    """Sums products as an equation of letters says: ``"ij,jk->ik"``.

    Letters missing on the right are summed; without ``->`` the right side is
    every letter that occurs once, in alphabetical order; ``...`` stands for
    dims that broadcast. See :func:`torch.einsum`.
    """
    if len(operands) == 1 and isinstance(operands[0], (list, tuple)):
        operands = tuple(operands[0])
    if not operands:
        raise ValueError("einsum(): must provide at least one operand")
    inputs, output = _read_equation(equation, operands)
    dtype = operands[0]._array.dtype
    for x in operands[1:]:
        if x._array.dtype != dtype:
            raise RuntimeError(
                "expected m1 and m2 to have the same dtype, but got: "
                f"{operands[0].dtype.name} != {x.dtype.name}"
            )
    return Einsum.apply(inputs, output, *operands)


def _read_equation(equation: str, operands: tuple) -> tuple[str, str]:
    left, arrow, output = equation.replace(" ", "").partition("->")
    terms = left.split(",")
    if len(terms) != len(operands):
        which = "more" if len(terms) < len(operands) else "fewer"
        raise RuntimeError(
            f"einsum(): {which} operands were provided than specified in the "
            "equation"
        )
    free = [c for c in string.ascii_letters if c not in equation]
    dots = 0
    for term, x in zip(terms, operands):
        if "..." in term:
            dots = max(dots, x._array.ndim - len(term.replace("...", "")))
    named = []
    for i, (term, x) in enumerate(zip(terms, operands)):
        count = x._array.ndim - len(term.replace("...", ""))
        own = free[dots - count : dots] if "..." in term else []
        if count < 0 or (count and "..." not in term):
            raise RuntimeError(
                f"einsum(): the number of subscripts in the equation "
                f"({len(term.replace('...', ''))}) does not match the number of "
                f"dimensions ({x._array.ndim}) for operand {i} and no ellipsis "
                "was given"
            )
        named.append(term.replace("...", "".join(own)))
    if arrow:
        output = output.replace("...", "".join(free[:dots]))
    else:
        letters = "".join(named)
        once = sorted(
            c for c in set(letters) if letters.count(c) == 1 and c not in free
        )
        output = "".join(free[:dots]) + "".join(once)
    _check_sizes(named, operands)
    return ",".join(named), output


def _check_sizes(terms: list[str], operands: tuple) -> None:
    sizes: dict[str, int] = {}
    for i, (term, x) in enumerate(zip(terms, operands)):
        for d, (c, n) in enumerate(zip(term, x._array.shape)):
            if sizes.setdefault(c, n) != n:
                raise RuntimeError(
                    f"einsum(): operands do not broadcast with remapped shapes "
                    f"[original->remapped]: subscript {c} has size {n} for "
                    f"operand {i} (dimension {d}) which does not match "
                    f"previously seen size {sizes[c]}"
                )


def tensordot(a: Tensor, b: Tensor, dims: Any = 2) -> Tensor:
    """Sums products over ``dims`` of both. See :func:`torch.tensordot`."""
    if isinstance(dims, int):
        left = list(range(a._array.ndim - dims, a._array.ndim))
        right = list(range(dims))
    else:
        left = list(canonical_dims(dims[0], a._array.ndim))
        right = list(canonical_dims(dims[1], b._array.ndim))
    letters = string.ascii_letters
    first = list(letters[: a._array.ndim])
    second = list(letters[a._array.ndim : a._array.ndim + b._array.ndim])
    for i, j in zip(left, right):
        if a._array.shape[i] != b._array.shape[j]:
            raise RuntimeError(
                "contracted dimensions need to match, but first has size "
                f"{a._array.shape[i]} in dim {i} and second has size "
                f"{b._array.shape[j]} in dim {j}"
            )
        second[j] = first[i]
    output = [c for i, c in enumerate(first) if i not in left]
    output += [c for j, c in enumerate(second) if j not in right]
    return einsum(f"{''.join(first)},{''.join(second)}->{''.join(output)}", a, b)
