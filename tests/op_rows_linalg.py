"""Rows for products of matrices and linear algebra; see op_rows.py."""

from __future__ import annotations

M = {"x": "n 3 3"}
X = {"x": "n 2 3"}
XY = {"x": "n 2 3", "y": "n 3 4"}
TALL = {"x": "n 4 3"}
# A symmetric matrix made of any: LAPACK then sees what both engines see.
SYMMETRIC = "(x @ x.mT + 2 * torch.eye(3, dtype=torch.float64))"

LINALG_ROWS: list[tuple[str, dict[str, str]]] = [
    # products
    ("torch.matmul(x, y)", {"x": "n 3", "y": "n 5 3 2"}),
    ("torch.matmul(x, y)", {"x": "n 5 2 3", "y": "n 3"}),
    ("x @ x.t()", X),
    ("x @ y.t()", {"x": "n 2 3", "y": "n 4 3"}),
    ("torch.bmm(x, x.mT)", {"x": "n 5 2 3"}),
    ("x.mv(y)", {"x": "n 2 3", "y": "n 3"}),
    ("torch.vdot(x, y)", {"x": "n 3", "y": "n 3"}),
    ("torch.inner(x, y)", {"x": "n 2 3", "y": "n 4 3"}),
    ("torch.inner(x, y)", {"x": "n 3", "y": "n 3"}),
    ("torch.ger(x, y)", {"x": "n 3", "y": "n 2"}),
    ("torch.addmm(x, y, z)", {"x": "n 2 1", "y": "n 2 3", "z": "n 3 4"}),
    ("torch.addmm(x, y, z, beta=0)", {"x": "n 4", "y": "n 2 3", "z": "n 3 4"}),
    (
        "torch.addmv(x, y, z, beta=0.5, alpha=2)",
        {"x": "n 2", "y": "n 2 3", "z": "n 3"},
    ),
    (
        "torch.addr(x, y, z, beta=0.5, alpha=2)",
        {"x": "n 2 3", "y": "n 2", "z": "n 3"},
    ),
    (
        "torch.addbmm(x, y, z, beta=0.5, alpha=2)",
        {"x": "n 2 4", "y": "n 5 2 3", "z": "n 5 3 4"},
    ),
    (
        "torch.baddbmm(x, y, z, beta=0.5, alpha=2)",
        {"x": "n 2 4", "y": "n 5 2 3", "z": "n 5 3 4"},
    ),
    ("x.mm(y)", XY),
    # sums of products
    ("torch.einsum('ij,jk->ik', x, y)", XY),
    ("torch.einsum('ij,jk', x, y)", XY),
    ("torch.einsum('ij->j', x)", X),
    ("torch.einsum('ii->i', x)", M),
    ("torch.einsum('ii', x)", M),
    ("torch.einsum('ij->ji', x)", X),
    ("torch.einsum('...j,j->...', x, y)", {"x": "n 2 2 3", "y": "n 3"}),
    ("torch.einsum('bi,bj->bij', x, y)", {"x": "n 2 3", "y": "n 2 4"}),
    ("torch.einsum('i,i->', x, y)", {"x": "n 3", "y": "n 3"}),
    (
        "torch.einsum('bi,ijk,bk->bj', x, y, z)",
        {"x": "n 2 3", "y": "n 3 4 2", "z": "n 2 2"},
    ),
    ("torch.tensordot(x, y, 1)", XY),
    ("torch.tensordot(x, y, ([1], [0]))", XY),
    ("torch.tensordot(x, y, 0)", {"x": "n 2", "y": "n 3"}),
    ("torch.kron(x, y)", {"x": "n 2 3", "y": "n 3"}),
    ("torch.cross(x, y, dim=1)", {"x": "n 2 3", "y": "n 2 3"}),
    ("torch.linalg.cross(x, y)", {"x": "n 2 3", "y": "n 1 3"}),
    ("torch.linalg.vecdot(x, y)", {"x": "n 2 3", "y": "n 2 3"}),
    ("torch.linalg.multi_dot([x, y, y.t()])", XY),
    ("torch.linalg.multi_dot([x, y])", {"x": "n 3", "y": "n 3 4"}),
    # solving
    ("torch.linalg.inv(x)", M),
    ("torch.inverse(x)", {"x": "n 2 3 3"}),
    ("torch.linalg.det(x)", M),
    ("torch.det(x)", {"x": "n 2 3 3"}),
    ("torch.linalg.slogdet(x)[1]", M),
    (f"torch.logdet({SYMMETRIC})", M),
    ("torch.linalg.solve(x, y)", {"x": "n 3 3", "y": "n 3 2"}),
    ("torch.linalg.solve(x, y)", {"x": "n 3 3", "y": "n 3"}),
    ("torch.linalg.solve(x, y)", {"x": "n 2 3 3", "y": "n 3 2"}),
    ("torch.linalg.pinv(x)", TALL),
    ("torch.linalg.pinv(x)", X),
    ("torch.linalg.matrix_power(x, 3)", M),
    ("torch.linalg.matrix_power(x, -2)", M),
    # factorizations, in ways that do not depend on signs
    (f"torch.linalg.cholesky({SYMMETRIC})", M),
    (f"torch.linalg.cholesky({SYMMETRIC}, upper=True)", M),
    ("torch.linalg.qr(x)[1] ** 2", TALL),
    ("torch.linalg.qr(x)[0] ** 2", TALL),
    ("torch.linalg.qr(x)[1] ** 2", X),
    (f"torch.linalg.eigvalsh({SYMMETRIC})", M),
    (f"torch.linalg.eigh({SYMMETRIC})[1] ** 2", M),
    ("torch.linalg.svdvals(x)", X),
    ("torch.linalg.svdvals(x)", TALL),
    # norms
    ("torch.linalg.norm(x)", X),
    ("torch.linalg.norm(x, 1)", X),
    ("torch.linalg.norm(x, -1)", X),
    ("torch.linalg.norm(x, float('inf'))", X),
    ("torch.linalg.norm(x, 2)", X),
    ("torch.linalg.norm(x, -2)", X),
    ("torch.linalg.norm(x, 'nuc')", X),
    ("torch.linalg.norm(x, 'fro', keepdim=True)", X),
    ("torch.linalg.norm(x, dim=1)", X),
    ("torch.linalg.norm(x, 1, dim=0)", X),
    ("torch.linalg.matrix_norm(x, 1, (0, 2))", {"x": "n 2 3 4"}),
    ("torch.linalg.vector_norm(x, 3, 1)", X),
    ("torch.linalg.vector_norm(x, 1, (0, 1), keepdim=True)", X),
    ("torch.linalg.diagonal(x, offset=1)", {"x": "n 2 3 3"}),
    # statistics, powers, least squares
    ("torch.cov(x)", X),
    ("torch.cov(x, correction=0)", {"x": "n 4"}),
    ("torch.corrcoef(x)", X),
    ("torch.linalg.vander(x)", {"x": "n 4"}),
    ("torch.linalg.vander(x, N=3)", {"x": "n 2 4"}),
    ("torch.linalg.lstsq(x, y).solution * 1", {"x": "n 4 2", "y": "n 4 3"}),
]
