"""Which calls give a view, and with which strides: as PyTorch does.

The answers are PyTorch 2.13's, for ``x = torch.arange(24.).reshape(2, 3, 4)``:
whether the result is a view, whether it begins where x does, its strides.
"""

from __future__ import annotations

import pytest

import teachtorch as torch

# (call, is it a view, elements from the start of x or None, strides)
CALLS: list[tuple] = [
    ("x.view(6, 4)", True, 0, (4, 1)),
    ("x.reshape(4, 6)", True, 0, (6, 1)),
    ("x.reshape(-1)", True, 0, (1,)),
    ("x.transpose(0, 1).reshape(6, 4)", False, None, (4, 1)),
    ("x.flatten()", True, 0, (1,)),
    ("x.flatten(1, 1)", True, 0, (12, 4, 1)),
    ("x.ravel()", True, 0, (1,)),
    ("x.transpose(0, 2).ravel()", True, None, (1,)),
    ("x.unflatten(2, (2, 2))", True, 0, (12, 4, 2, 1)),
    ("x.squeeze()", True, 0, (12, 4, 1)),
    ("x.unsqueeze(0)", True, 0, (24, 12, 4, 1)),
    ("x.unsqueeze(-1)", True, 0, (12, 4, 1, 1)),
    ("x.transpose(0, 1).unsqueeze(1)", True, 0, (4, 24, 12, 1)),
    ("x[0].t()", True, 0, (1, 4)),
    ("x.mT", True, 0, (12, 1, 4)),
    ("x.transpose(0, 2)", True, 0, (1, 4, 12)),
    ("x.permute(2, 0, 1)", True, 0, (1, 12, 4)),
    ("x.movedim(0, 2)", True, 0, (4, 1, 12)),
    ("x.swapaxes(0, 1)", True, 0, (4, 12, 1)),
    ("x.adjoint()", True, 0, (12, 1, 4)),
    ("x.expand(5, 2, 3, 4)", True, 0, (0, 12, 4, 1)),
    ("x[:, :1].expand(2, 3, 4)", True, 0, (12, 0, 1)),
    ("x.expand(2, 3, 4)", True, 0, (12, 4, 1)),
    ("torch.broadcast_to(x, (1, 2, 3, 4))", True, 0, (24, 12, 4, 1)),
    ("x.repeat(1, 1, 1)", False, None, (12, 4, 1)),
    ("x.tile(1)", False, None, (12, 4, 1)),
    ("x.repeat_interleave(1)", True, None, (1,)),
    ("x.contiguous()", True, 0, (12, 4, 1)),
    ("x.transpose(0, 1).contiguous()", False, None, (8, 4, 1)),
    ("x.clone()", False, None, (12, 4, 1)),
    ("x.transpose(0, 1).clone()", False, None, (4, 12, 1)),
    ("x.detach()", False, 0, (12, 4, 1)),
    ("x.data", False, 0, (12, 4, 1)),
    ("x[0]", True, 0, (4, 1)),
    ("x[1, 2]", True, 20, (1,)),
    ("x[...]", True, 0, (12, 4, 1)),
    ("x[:]", True, 0, (12, 4, 1)),
    ("x[:, 1:]", True, 4, (12, 4, 1)),
    ("x[..., ::2]", True, 0, (12, 4, 2)),
    ("x[None]", True, 0, (24, 12, 4, 1)),
    ("x[True]", False, None, (24, 12, 4, 1)),
    ("x[[0, 1]]", False, None, (12, 4, 1)),
    ("x[:, [0, 1]]", False, None, (8, 4, 1)),
    ("x[x > 3]", False, None, (1,)),
    ("x[torch.tensor(1)]", True, 12, (4, 1)),
    ("x.select(1, 2)", True, 8, (12, 1)),
    ("x.narrow(2, 1, 2)", True, 1, (12, 4, 1)),
    ("x.narrow_copy(2, 1, 2)", False, None, (6, 2, 1)),
    ("x.split(1)[1]", True, 12, (12, 4, 1)),
    ("x.split([1, 2], 1)[1]", True, 4, (12, 4, 1)),
    ("x.chunk(2, 2)[1]", True, 2, (12, 4, 1)),
    ("x.tensor_split(2, 2)[1]", True, 2, (12, 4, 1)),
    ("x.unbind(1)[2]", True, 8, (12, 1)),
    ("x.hsplit(3)[1]", True, 4, (12, 4, 1)),
    ("x.dsplit(2)[1]", True, 2, (12, 4, 1)),
    ("x.diagonal(1)", True, 4, (1, 16)),
    ("x.diagonal(0, 1, 2)", True, 0, (12, 5)),
    ("x[0].diag()", False, None, (1,)),
    ("x.unfold(2, 2, 1)", True, 0, (12, 4, 1, 1)),
    ("x.as_strided((2, 2), (1, 2), 3)", True, 3, (1, 2)),
    ("x.view_as(x)", True, 0, (12, 4, 1)),
    ("x.reshape_as(x)", True, 0, (12, 4, 1)),
    ("x.flip(0)", False, None, (12, 4, 1)),
    ("x.transpose(0, 1).flip(0)", False, None, (4, 12, 1)),
    ("x.roll(1)", False, None, (12, 4, 1)),
    ("x.rot90()", False, None, (4, 12, 1)),
    ("x.tril()", False, None, (12, 4, 1)),
    (
        "x.gather(2, torch.zeros(2, 3, 1, dtype=torch.int64))",
        False,
        None,
        (3, 1, 1),
    ),
    ("x.index_select(1, torch.tensor([0]))", False, None, (4, 4, 1)),
    ("x.masked_fill(x > 3, 0)", False, None, (12, 4, 1)),
    ("x.take(torch.tensor([0]))", False, None, (1,)),
    ("torch.cat([x, x])", False, None, (12, 4, 1)),
    ("torch.stack([x, x])", False, None, (24, 12, 4, 1)),
    ("torch.atleast_1d(x)", True, 0, (12, 4, 1)),
    ("torch.zeros(1, 3).t()", True, None, (1, 3)),
    ("torch.zeros(2, 0, 3)", False, None, (3, 3, 1)),
    ("x.to(torch.float32)", True, 0, (12, 4, 1)),
    ("x.double()", False, None, (12, 4, 1)),
    ("x.sort().values", False, None, (12, 4, 1)),
    ("x[0].H", True, 0, (1, 4)),
    ("x[0].T", True, 0, (1, 4)),
    ("torch.linalg.diagonal(x)", True, 0, (12, 5)),
    ("torch.meshgrid(x[0, 0], x[0, 0], indexing='ij')[0]", True, 0, (1, 0)),
]


@pytest.mark.parametrize(("call", "is_view", "offset", "strides"), CALLS)
def test_views_are_pytorchs(call, is_view, offset, strides):
    x = torch.arange(24.0).reshape(2, 3, 4)
    y = eval(call, {"x": x, "torch": torch})
    assert y._is_view() == is_view
    assert y.stride() == strides
    shared = y.untyped_storage().data_ptr() == x.untyped_storage().data_ptr()
    assert shared == (offset is not None)
    if offset is not None:
        assert y.storage_offset() == offset
        assert y.data_ptr() == x.data_ptr() + 4 * offset
