"""torch.linalg: linear algebra under the names of numpy.linalg.

The functions live in ``_ops``: solving in ``inverse.py``, factorizations in
``decompositions.py``, norms in ``matrix_norms.py``. Here each also learns to
write its result to ``out=``.
"""

from __future__ import annotations

from ._ops import decompositions, inverse, matrix_norms, products
from ._ops.diagonals import diagonal as _diagonal
from ._ops.inverse import LinAlgError
from ._ops.matmul import matmul as _matmul
from ._ops.norms import vector_norm as _vector_norm
from ._ops.twins import with_out
from ._tensor import Tensor

norm = with_out(matrix_norms.norm)
vector_norm = with_out(_vector_norm)
matrix_norm = with_out(matrix_norms.matrix_norm)
multi_dot = with_out(matrix_norms.multi_dot)

inv = with_out(inverse.inv)
det = with_out(inverse.det)
slogdet = with_out(inverse.slogdet)
solve = with_out(inverse.solve)
pinv = with_out(inverse.pinv)
matrix_power = with_out(inverse.matrix_power)

cholesky = with_out(decompositions.cholesky)
qr = with_out(decompositions.qr)
eigh = with_out(decompositions.eigh)
eigvalsh = with_out(decompositions.eigvalsh)
svd = with_out(decompositions.svd)
svdvals = with_out(decompositions.svdvals)
matrix_rank = with_out(decompositions.matrix_rank)

cross = with_out(products.linalg_cross)
vecdot = with_out(products.vecdot)
matmul = with_out(_matmul)


def diagonal(
    A: Tensor, *, offset: int = 0, dim1: int = -2, dim2: int = -1
) -> Tensor:
    """Gives a diagonal of matrices; a view. See
    :func:`torch.linalg.diagonal`.
    """
    return _diagonal(A, offset, dim1, dim2)


__all__ = [
    "LinAlgError",
    "cholesky",
    "cross",
    "det",
    "diagonal",
    "eigh",
    "eigvalsh",
    "inv",
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
    "vecdot",
    "vector_norm",
]
