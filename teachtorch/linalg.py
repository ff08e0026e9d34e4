"""torch.linalg: linear algebra under the names of numpy.linalg.

The functions live in ``_ops``: solving in ``inverse.py``, factorizations in
``decompositions.py``, norms in ``matrix_norms.py``. Here each also learns to
write its result to ``out=``.
"""

from __future__ import annotations

from ._ops import (
    covariance,
    decompositions,
    inverse,
    least_squares,
    matrix_norms,
    products,
)
from ._ops.diagonals import diagonal as _diagonal
from ._ops.inverse import LinAlgError
from ._ops.matmul import matmul as _matmul
from ._ops.norms import vector_norm as _vector_norm
from ._ops.signatures import explained
from ._ops.twins import with_out
from ._tensor import Tensor

norm = with_out(matrix_norms.norm, "linalg_norm")
vector_norm = with_out(_vector_norm, "linalg_vector_norm")
matrix_norm = with_out(matrix_norms.matrix_norm, "linalg_matrix_norm")
multi_dot = with_out(matrix_norms.multi_dot, "linalg_multi_dot")

inv = with_out(inverse.inv, "linalg_inv")
det = with_out(inverse.det, "linalg_det")
slogdet = with_out(inverse.slogdet, "linalg_slogdet")
solve = with_out(inverse.solve, "linalg_solve")
pinv = with_out(inverse.pinv, "linalg_pinv")
matrix_power = with_out(inverse.matrix_power, "linalg_matrix_power")

cholesky = with_out(decompositions.cholesky, "linalg_cholesky")
qr = with_out(decompositions.qr, "linalg_qr")
eigh = with_out(decompositions.eigh, "linalg_eigh")
eigvalsh = with_out(decompositions.eigvalsh, "linalg_eigvalsh")
svd = with_out(decompositions.svd, "linalg_svd")
svdvals = with_out(decompositions.svdvals, "linalg_svdvals")
matrix_rank = with_out(decompositions.matrix_rank, "linalg_matrix_rank")

lstsq = with_out(least_squares.lstsq, "linalg_lstsq")
vander = explained(covariance.linalg_vander, "linalg_vander")

cross = with_out(products.linalg_cross, "linalg_cross")
vecdot = with_out(products.vecdot, "linalg_vecdot")
matmul = with_out(_matmul, "linalg_matmul")


def _linalg_diagonal(
    A: Tensor, *, offset: int = 0, dim1: int = -2, dim2: int = -1
) -> Tensor:
    """Gives a diagonal of matrices; a view. See
    :func:`torch.linalg.diagonal`.
    """
    return _diagonal(A, offset, dim1, dim2)


diagonal = explained(_linalg_diagonal, "linalg_diagonal")


__all__ = [
    "LinAlgError",
    "cholesky",
    "cross",
    "det",
    "diagonal",
    "eigh",
    "eigvalsh",
    "inv",
    "lstsq",
    "matmul",
    "matrix_norm",
    "matrix_power",
    "matrix_rank",
    "multi_dot",
    "norm",
    "pinv",
    "qr",
    "slogdet",
    "solve",
    "svd",
    "svdvals",
    "vander",
    "vecdot",
    "vector_norm",
]
