"""Sums of products whose dimensions are named by letters."""

from __future__ import annotations

import string
from typing import Any

import numpy as np

from .._tensor import Tensor, wrap
from ..autograd.function import Op
from .diagonals import diagonal
from .dims import canonical_dims, kind_of
from .shape import reshape
from .transpose import permute


class Einsum(Op):
    """y = Σ over the letters that are missing on the right of the equation, so
    ∂a = the einsum in which ∂y takes the place of a.

    For "ij,jk->ik" the gradient of the first is einsum("ik,jk->ij", ∂y, B).
    A letter that only the operand has was summed, so its gradient is repeated
    along it.

    A primitive because it keeps the operands alone, whatever order it
    multiplies in.
    """

    @staticmethod
    def forward(ctx: Any, inputs: str, output: str, *xs: Tensor) -> Tensor:
        ctx.inputs, ctx.output = inputs, output
        ctx.shape_list = [x._array.shape for x in xs]
        ctx.save_for_backward(*xs)
        arrays = [x._array for x in xs]
        y = np.einsum(f"{inputs}->{output}", *arrays, optimize=len(xs) > 1)
        return wrap(np.asarray(y, order="C"))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        xs = ctx.saved_tensors
        letters = ctx.inputs.split(",")
        grads: list = []
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


def einsum(equation: Any, *operands: Any) -> Tensor:
    """Sums products as an equation of letters says: ``"ij,jk->ik"``.

    Letters missing on the right are summed; without ``->`` the right side is
    every letter that occurs once, in alphabetical order; ``...`` stands for
    dims that broadcast. See :func:`torch.einsum`.
    """
    if not isinstance(equation, str):
        equation, operands = _from_sublists((equation, *operands))
    if len(operands) == 1 and isinstance(operands[0], (list, tuple)):
        operands = tuple(operands[0])
    if not operands:
        raise ValueError(
            "einsum(): must specify the equation string and at least one "
            "operand, or at least one operand and its subscripts list"
        )
    for i, x in enumerate(operands):
        if not isinstance(x, Tensor):
            raise TypeError(
                f"expected Tensor as element {i} in argument 1, but got "
                f"{kind_of(x)}"
            )
    inputs, output = _read_equation(equation, operands)
    if len(operands) == 1:
        return _einsum_of_one(operands[0], inputs, output)
    for x in operands[1:]:
        if x._array.dtype != operands[0]._array.dtype:
            raise RuntimeError(
                f"expected scalar type {operands[0].dtype.kind} but found "
                f"{x.dtype.kind}"
            )
    letters = inputs.replace(",", "")
    if set(letters) == set(output) and all(
        len(set(term)) == len(term) for term in inputs.split(",")
    ):
        return _einsum_without_sum(operands, inputs.split(","), output)
    return Einsum.apply(inputs, output, *operands)


def _einsum_without_sum(
    operands: tuple, terms: list[str], output: str
) -> Tensor:
    """Multiplies what only has to be lined up: an outer product, say."""
    result: Any = None
    for x, term in zip(operands, terms):
        own = [c for c in output if c in term]
        x = permute(x, tuple(term.index(c) for c in own))
        sizes = iter(x._array.shape)
        x = reshape(x, tuple(next(sizes) if c in term else 1 for c in output))
        result = x if result is None else result * x
    return result


def _from_sublists(given: tuple) -> tuple[str, tuple]:
    """Reads ``einsum(x, [0, 1], y, [1, 2], [0, 2])``."""
    letters = string.ascii_letters

    def word(subscripts: list) -> str:
        return "".join(
            "..." if i is Ellipsis else letters[i] for i in subscripts
        )

    pairs = len(given) // 2
    equation = ",".join(word(given[2 * i + 1]) for i in range(pairs))
    if len(given) % 2:
        equation += "->" + word(given[-1])
    return equation, given[0 : 2 * pairs : 2]


def _einsum_of_one(x: Tensor, letters: str, output: str) -> Tensor:
    """Takes diagonals, sums and reorders: nothing is to be multiplied."""
    left = list(letters)
    for c in dict.fromkeys(letters):
        while left.count(c) > 1:
            i, j = (k for k in range(len(left)) if left[k] == c)
            x = diagonal(x, 0, i, j)  # goes to the last dim
            left = [b for k, b in enumerate(left) if k not in (i, j)] + [c]
    gone = tuple(i for i, c in enumerate(left) if c not in output)
    if gone:
        x = x.sum(gone)
        left = [c for c in left if c in output]
    if left == list(output) and gone:
        return x
    return permute(x, tuple(left.index(c) for c in output))


def _read_equation(equation: str, operands: tuple) -> tuple[str, str]:
    """Gives the letters of each operand and of the output, dots spelt out."""
    left, arrow, output = equation.replace(" ", "").partition("->")
    terms = left.split(",")
    _check_letters(equation, terms, operands)
    free = [c for c in string.ascii_letters if c not in equation]
    counts = [
        x._array.ndim - len(term.replace("...", ""))
        for term, x in zip(terms, operands)
    ]
    dots = max(
        (k for k, term in zip(counts, terms) if "..." in term), default=0
    )
    named = []
    for i, (term, k) in enumerate(zip(terms, counts)):
        if k < 0 or (k and "..." not in term):
            raise RuntimeError(
                "einsum(): the number of subscripts in the equation "
                f"({len(term.replace('...', ''))}) does not match the number "
                f"of dimensions ({operands[i]._array.ndim}) for operand {i} "
                "and no ellipsis was given"
            )
        named.append(term.replace("...", "".join(free[dots - k : dots])))
    letters = "".join(named)
    if arrow:
        output = output.replace("...", "".join(free[:dots]))
        _check_output(output, letters)
    else:
        once = [c for c in sorted(set(letters)) if letters.count(c) == 1]
        output = "".join(free[:dots]) + "".join(
            c for c in once if c not in free
        )
    _check_sizes(named, operands)
    return ",".join(named), output


def _check_letters(equation: str, terms: list[str], operands: tuple) -> None:
    for i, term in enumerate(terms):
        if "." in term.replace("...", "", 1):
            raise RuntimeError(
                f"einsum(): found '.' for operand {i} that is not part of any "
                "ellipsis"
            )
    for position, c in enumerate(equation):
        if c not in string.ascii_letters and c not in " .,->":
            raise RuntimeError(
                f"einsum(): invalid subscript given at index {position} in the "
                "equation string, subscripts must be in [a-zA-Z]"
            )
    if len(terms) != len(operands):
        which = "more" if len(terms) < len(operands) else "fewer"
        raise RuntimeError(
            f"einsum(): {which} operands were provided than specified in the "
            "equation"
        )


def _check_output(output: str, letters: str) -> None:
    for c in output:
        if output.count(c) > 1:
            raise RuntimeError(
                f"einsum(): output subscript {c} appears more than once in the "
                "output"
            )
        if c not in letters:
            raise RuntimeError(
                f"einsum(): output subscript {c} does not appear in the "
                "equation for any input operand"
            )


def _check_sizes(terms: list[str], operands: tuple) -> None:
    sizes: dict[str, int] = {}
    for i, (term, x) in enumerate(zip(terms, operands)):
        for c, n in zip(term, x._array.shape):
            known = sizes.get(c, 1)
            if n != known and 1 not in (n, known):
                raise RuntimeError(
                    f"einsum(): subscript {c} has size {n} for operand {i} "
                    "which does not broadcast with previously seen size "
                    f"{known}"
                )
            sizes[c] = max(n, known) if n else n


def tensordot(a: Tensor, b: Tensor, dims: Any = 2) -> Tensor:
    """Sums products over ``dims`` of both. See :func:`torch.tensordot`."""
    if isinstance(dims, Tensor) and dims._array.size == 1:
        dims = int(dims.item())
    if not isinstance(dims, int | tuple | list | Tensor):
        raise RuntimeError(
            "tensordot expects dims to be int or tuple[list[int], list[int]] "
            "or list[list[int]] containing two lists, but got "
            f"dims={dims}"
        )
    if a._array.dtype != b._array.dtype:
        raise RuntimeError("both inputs should have same dtype")
    if isinstance(dims, int):
        if dims < 0:
            raise RuntimeError(
                f"tensordot expects dims >= 0, but got dims={dims}"
            )
        if dims > min(a._array.ndim, b._array.ndim):
            raise RuntimeError(
                "tensordot expects dims < ndim_a or ndim_b, "
                f"but got dims={dims}"
            )
        given = list(range(-dims, 0)), list(range(dims))
    else:
        first, second = (list(some) for some in dims)  # type: ignore[arg-type]
        given = first, second
    left = canonical_dims(given[0], a._array.ndim)
    right = canonical_dims(given[1], b._array.ndim)
    if len(left) != len(right):
        raise RuntimeError("both dimension lists should have same length")
    for k, (i, j) in enumerate(zip(left, right)):
        n, m = a._array.shape[i], b._array.shape[j]
        if n != m and 1 not in (n, m):
            raise RuntimeError(
                f"contracted dimensions need to match, but first has size {n} "
                f"in dim {given[0][k]} and second has size {m} in dim "
                f"{given[1][k]}"
            )
    letters = string.ascii_letters
    first = list(letters[: a._array.ndim])
    second = list(letters[a._array.ndim : a._array.ndim + b._array.ndim])
    for i, j in zip(left, right):
        second[j] = first[i]
    output = [c for i, c in enumerate(first) if i not in left]
    output += [c for j, c in enumerate(second) if j not in right]
    inputs = f"{''.join(first)},{''.join(second)}"
    return Einsum.apply(inputs, "".join(output), a, b)
