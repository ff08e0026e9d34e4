"""A product added to something: addmm and its relatives."""

from __future__ import annotations

from typing import Any

import numpy as np

from .._tensor import Tensor, wrap
from ..autograd.function import Op
from .expand import expand
from .matmul import fit, is_transposed, right_gradient


class Addmm(Op):
    """C = β·M + α·A B: ∂M = β·∂C, ∂A = α·∂C Bᵀ and ∂B = α·Aᵀ ∂C."""

    @staticmethod
    def forward(
        ctx: Any, m: Tensor, a: Tensor, b: Tensor, beta: float, alpha: float
    ) -> Tensor:
        _, need_a, need_b, _, _ = ctx.edges
        ctx.save_for_backward(a if need_b else None, b if need_a else None)
        ctx.beta, ctx.alpha = beta, alpha
        ctx.b_transposed = is_transposed(b._array)
        c = a._array @ b._array
        if alpha != 1:
            c *= alpha
        c += m._array if beta == 1 else m._array * beta
        return wrap(c)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        a, b = ctx.saved_tensors
        need_m, need_a, need_b, _, _ = ctx.edges
        scaled = grad if ctx.alpha == 1 else grad * ctx.alpha
        return (
            (grad if ctx.beta == 1 else grad * ctx.beta) if need_m else None,
            scaled @ b.mT if need_a else None,
            right_gradient(a, scaled, ctx.b_transposed) if need_b else None,
            None,
            None,
        )


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
    if input._array.shape not in ((shape[1],), shape):
        expand(input, *shape)  # raises PyTorch's error if it does not fit
    if mat1._array.dtype is not mat2._array.dtype:
        raise RuntimeError(
            "mat1 and mat2 must have the same dtype, but got "
            f"{mat1.dtype.kind} and {mat2.dtype.kind}"
        )
    if input._array.dtype is not mat1._array.dtype:
        raise RuntimeError(
            f"self and mat2 must have the same dtype, but got "
            f"{input.dtype.kind} and {mat1.dtype.kind}"
        )
    return Addmm.apply(input, mat1, mat2, beta, alpha)
