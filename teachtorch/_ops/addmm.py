"""A product added to something: β·M + α·A B, and its relatives.

The five operations differ only in the product. ``AddProduct`` holds what they
share; each class below states its product and the product's derivative.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .._tensor import Tensor, wrap
from ..autograd.function import Op
from .expand import expand
from .matmul import (
    fit,
    fit_batches,
    fit_vector,
)


class AddProduct(Op):
    """C = β·M + α·P(A, B), so ∂M = β·∂C, and ∂P = α·∂C goes on to A and B."""

    @staticmethod
    def forward(
        ctx: Any, m: Tensor, a: Tensor, b: Tensor, beta: float, alpha: float
    ) -> Tensor:
        _, need_a, need_b, _, _ = ctx.edges
        ctx.save_for_backward(a if need_b else None, b if need_a else None)
        ctx.beta, ctx.alpha = beta, alpha
        ctx.b_transposed = b._array.ndim > 1 and is_transposed(b._array)
        c = ctx.product(a._array, b._array)
        if alpha != 1:
            c *= alpha
        if beta != 0:  # with 0, not even nan in M counts
            c += m._array if beta == 1 else m._array * beta
        return wrap(c)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        a, b = ctx.saved_tensors
        need_m, need_a, need_b, _, _ = ctx.edges
        scaled = grad if ctx.alpha == 1 else grad * ctx.alpha
        return (
            (grad if ctx.beta == 1 else grad * ctx.beta) if need_m else None,
            ctx.of_first(ctx, scaled, b) if need_a else None,
            ctx.of_second(ctx, scaled, a) if need_b else None,
            None,
            None,
        )


class Addmm(AddProduct):
    """C = β·M + α·A B, so ∂M = β·∂C, ∂A = α·∂C Bᵀ and ∂B = α·Aᵀ ∂C.

    A primitive because M is added to the product where it lies.
    """

    product = staticmethod(np.matmul)

    @staticmethod
    def of_first(ctx: Any, grad: Any, b: Any) -> Any:
        return grad @ b.mT

    @staticmethod
    def of_second(ctx: Any, grad: Any, a: Any) -> Any:
        return right_gradient(a, grad, ctx.b_transposed)


class Baddbmm(Addmm):
    """Cₙ = β·Mₙ + α·Aₙ Bₙ for each n, so ∂M = β·∂C, ∂Aₙ = α·∂Cₙ Bₙᵀ and ∂Bₙ =
    α·Aₙᵀ ∂Cₙ.

    A primitive because M is added to the products where they lie.
    """


class Addbmm(AddProduct):
    """C = β·M + α·Σₙ Aₙ Bₙ, so ∂M = β·∂C, ∂Aₙ = α·∂C Bₙᵀ and ∂Bₙ = α·Aₙᵀ ∂C.

    A primitive because M is added to the product where it lies.
    """

    @staticmethod
    def product(a: np.ndarray, b: np.ndarray) -> np.ndarray:
        return np.matmul(a, b).sum(0)

    of_first = staticmethod(Addmm.of_first)
    of_second = staticmethod(Addmm.of_second)


class Addmv(AddProduct):
    """z = β·m + α·A x, so ∂m = β·∂z, ∂A = α·∂z xᵀ and ∂x = α·Aᵀ ∂z.

    A primitive because m is added to the product where it lies.
    """

    product = staticmethod(np.matmul)

    @staticmethod
    def of_first(ctx: Any, grad: Any, x: Any) -> Any:
        return grad[:, None] * x

    @staticmethod
    def of_second(ctx: Any, grad: Any, a: Any) -> Any:
        return a.mT @ grad


class Addr(AddProduct):
    """C = β·M + α·x yᵀ, so ∂M = β·∂C, ∂x = α·∂C y and ∂y = α·∂Cᵀ x.

    A primitive because M is added to the product where it lies.
    """

    product = staticmethod(np.outer)

    @staticmethod
    def of_first(ctx: Any, grad: Any, y: Any) -> Any:
        return grad @ y

    @staticmethod
    def of_second(ctx: Any, grad: Any, x: Any) -> Any:
        return grad.mT @ x


# ---------------------------------------------------------------------------


def is_transposed(b: np.ndarray) -> bool:
    """Tells whether matrices lie in memory column by column."""
    return b.strides[-1] > b.strides[-2]


def right_gradient(a: Any, grad: Any, transposed: bool) -> Any:
    """Computes ∂B = Aᵀ ∂C in the memory order of B.

    A layer multiplies by its weight transposed. The gradient then turns back
    into rows in order, and adding it to the weight's runs along memory.
    """
    return (grad.mT @ a).mT if transposed else a.mT @ grad


def addmm(
    input: Tensor, mat1: Tensor, mat2: Tensor, *, beta: Any = 1, alpha: Any = 1
) -> Tensor:
    """Computes ``beta * input + alpha * (mat1 @ mat2)``.

    See :func:`torch.addmm`.
    """
    for which, x in (("mat1", mat1), ("mat2", mat2)):
        if x._array.ndim != 2:
            raise RuntimeError(
                f"{which} must be a matrix, got {x._array.ndim}-D tensor"
            )
    fit(mat1, mat2)
    shape = mat1._array.shape[0], mat2._array.shape[1]
    _check_summand(input, shape)
    for name, x in (("self", input), ("mat1", mat1)):
        if x._array.dtype != mat2._array.dtype:
            raise RuntimeError(
                f"{name} and mat2 must have the same dtype, but got "
                f"{x.dtype.kind} and {mat2.dtype.kind}\n"
                f"One is {x.dtype}, the other {mat2.dtype}: convert the input, "
                "x.float(), say, or the model, model.double()."
            )
    return Addmm.apply(input, mat1, mat2, *_factors(input, beta, alpha))


def _check_summand(input: Tensor, shape: tuple) -> None:
    """Refuses a summand that does not broadcast to the product's shape."""
    own = input._array.shape
    if own != shape and own != shape[1:]:  # the two cases of nearly every call
        expand(input, shape)  # raises PyTorch's error


def _factors(input: Tensor, beta: Any, alpha: Any) -> tuple:
    """Gives the factors in the kind of number that the tensor holds."""
    if input._array.dtype.kind in "iu":
        return int(beta), int(alpha)
    return beta, alpha


def addmv(
    input: Tensor, mat: Tensor, vec: Tensor, *, beta: Any = 1, alpha: Any = 1
) -> Tensor:
    """Computes ``beta * input + alpha * (mat @ vec)``.

    See :func:`torch.addmv`.
    """
    fit_vector(mat, vec, input)
    return Addmv.apply(input, mat, vec, *_factors(input, beta, alpha))


def addr(
    input: Tensor, vec1: Tensor, vec2: Tensor, *, beta: Any = 1, alpha: Any = 1
) -> Tensor:
    """Computes ``beta * input + alpha * outer(vec1, vec2)``.

    See :func:`torch.addr`.
    """
    for name, x in (("vec1", vec1), ("vec2", vec2)):
        if x._array.ndim != 1:
            raise RuntimeError(
                f"addr: Expected 1-D argument {name}, but got {x._array.ndim}-D"
            )
    _check_summand(input, (vec1._array.size, vec2._array.size))
    return Addr.apply(input, vec1, vec2, *_factors(input, beta, alpha))


def addbmm(
    input: Tensor,
    batch1: Tensor,
    batch2: Tensor,
    *,
    beta: Any = 1,
    alpha: Any = 1,
) -> Tensor:
    """Computes ``beta * input + alpha * sum(batch1[n] @ batch2[n])``.

    See :func:`torch.addbmm`.
    """
    shape = _summed_shape(batch1, batch2)[1:]
    _check_summand(input, shape)
    fit_batches(batch1, batch2)
    return Addbmm.apply(input, batch1, batch2, *_factors(input, beta, alpha))


def baddbmm(
    input: Tensor,
    batch1: Tensor,
    batch2: Tensor,
    *,
    beta: Any = 1,
    alpha: Any = 1,
) -> Tensor:
    """Computes ``beta * input + alpha * (batch1 @ batch2)`` for each n.

    See :func:`torch.baddbmm`.
    """
    _check_summand(input, _summed_shape(batch1, batch2))
    fit_batches(batch1, batch2)
    return Baddbmm.apply(input, batch1, batch2, *_factors(input, beta, alpha))


def _summed_shape(batch1: Tensor, batch2: Tensor) -> tuple:
    for which, x in (("batch1", batch1), ("batch2", batch2)):
        if x._array.ndim != 3:
            raise RuntimeError(f"{which} must be a 3D tensor")
    a, b = batch1._array.shape, batch2._array.shape
    return a[0], a[1], b[2]
