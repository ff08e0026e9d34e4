"""Corners: small programs for what the tables of operations leave out.

Each line is an expression, or statements that set ``out``. What counts is what
it prints, or the error's type and first line, and the warnings: as in
``nn_cases.py``, whose ``outcome`` runs these lines too. PyTorch's outcomes are
in ``golden/corner_cases.json``; ``record_corners.py`` has put them there.
"""

# ruff: noqa: E501 (a line of a small program stays one line)

from __future__ import annotations

_PROGRAMS = r"""
# ---- making tensors
torch.tensor(torch.tensor([1, 2]))
torch.asarray([1, 2], copy=True)
torch.asarray([1, 2], copy=False)
torch.asarray([1.0, 2.0], requires_grad=True)
x = torch.ones(2); out = torch.asarray(x, copy=True).data_ptr() == x.data_ptr()
torch.scalar_tensor(3)
import numpy as np; torch.from_numpy(np.arange(3)[::-1])
import numpy as np; torch.from_numpy(np.arange(3, dtype='>i4'))
import numpy as np; torch.from_numpy(np.array(['a']))
import numpy as np; torch.from_numpy([1, 2])
torch.tensor([1, 2], dtype=float)
torch.tensor([1.5, 2], dtype=int)
torch.tensor([0, 2], dtype=bool)
torch.tensor('abc')
torch.tensor(['a', 'b'])
torch.tensor([object()])
torch.tensor({1: 2})
torch.tensor([[1, 2], [3]])
torch.tensor([[], []])
torch.Tensor()
torch.Tensor(torch.tensor([1.0, 2.0]))
torch.Tensor([1, 2])
torch.Tensor(torch.Size([2, 1])).shape
torch.Tensor('abc')
torch.Tensor(2, 3).shape
torch.Tensor(-1)
torch.Tensor({})
torch.LongTensor([1, 2])
torch.LongTensor(2, 3).shape
torch.FloatTensor
isinstance(torch.ones(2), torch.FloatTensor), isinstance(torch.ones(2), torch.LongTensor)
isinstance(torch.ones(2), torch.autograd.Variable)
torch.full((2,), torch.tensor(1.5))
torch.full_like(torch.zeros(2), torch.tensor(1.5))
torch.arange()
torch.linspace(1, 2, 1)
torch.linspace(1, 2, -1)
torch.logspace(0, 2, 3)
torch.logspace(0, 2, 3, base=2, dtype=torch.int64)
torch.empty_like([1, 2])
torch.zeros(size=(2, 1))
torch.ones(2, 3, out=torch.empty(0))
torch.set_default_dtype('float32')
torch.set_default_dtype(torch.int64)
torch.get_default_device()
torch.device('cpu', 0), str(torch.device('cpu', 1)), torch.device('cpu') == torch.device('cpu:0')
len({torch.device('cpu'), torch.device('cpu')})
torch.device('nonsense')
torch.finfo(torch.float32)
torch.iinfo(torch.int8)
torch.finfo(torch.int8)
torch.iinfo(torch.float32)
import copy; out = copy.deepcopy(torch.float32) is torch.float32
import pickle; out = pickle.loads(pickle.dumps(torch.bool)) is torch.bool
torch.Size([1, 2]) + (3,)
torch.Size([1, 2]) * 2
import pickle; out = pickle.loads(pickle.dumps(torch.Size([1, 2])))
torch.Size([1, 2]).numel()
x = torch.ones(2); x.data = 3
complex(torch.tensor(2.0))
[10, 20, 30][torch.tensor(1)]
[10, 20, 30][torch.tensor(1.0)]
[10, 20, 30][torch.tensor([1, 2])]
import numpy as np; out = np.asarray(torch.tensor([1.5]), dtype=np.int64)
import copy; x = torch.ones(2, requires_grad=True); x.sum().backward(); y = copy.deepcopy([x, x]); out = (y[0] is y[1], y[0].grad)
import copy; copy.deepcopy(torch.ones(2, requires_grad=True) * 2)
torch.accelerator.current_accelerator(), torch.accelerator.device_count(), torch.accelerator.is_available()
torch.backends.mps.is_available(), torch.backends.mps.is_built(), torch.backends.cudnn.is_available()
torch.cuda.device_count(), torch.cuda.is_initialized(), torch.cuda.is_available()
torch.cuda.synchronize()
torch.is_tensor(torch.ones(1)), torch.is_tensor(1)
# ---- conversion and memory
x = torch.ones(2); out = x.to(None).dtype
torch.ones(2).to(torch.ones(1, dtype=torch.int64)).dtype
torch.ones(2).to('cpu', torch.float64, True).dtype
torch.ones(2).to(torch.float64, 3)
x = torch.ones(2); out = x.to(torch.float32, copy=True) is x
torch.ones(2).type('torch.LongTensor')
torch.ones(2).type('nonsense')
torch.ones(2).type()
torch.ones(2).short().dtype, torch.ones(2).char().dtype, torch.ones(2).byte().dtype
torch.ones(2).copy_(3)
torch.ones(2).copy_(torch.ones(3))
torch.ones(2).cuda()
torch.ones(2, requires_grad=True).__dlpack__()
torch.from_dlpack(torch.ones(2)), torch.ones(2).__dlpack_device__()[1]
list(reversed(torch.tensor([1, 2]))), reversed(torch.tensor(3))
torch.ones(2, 3).t().clone(memory_format=torch.contiguous_format).stride()
torch.ones(2).element_size(), torch.ones(2, 3).stride(-2), torch.ones(2, 3).stride(5)
s = torch.ones(3).untyped_storage(); out = (s.nbytes(), s.size(), len(s))
torch.is_same_size(torch.ones(2), torch.zeros(2))
x = torch.ones(2); out = (x.is_set_to(x), x.is_set_to(torch.ones(2)))
x = torch.ones(2, dtype=torch.int64); out = (x.new_zeros(2), x.new_ones(1, 2), x.new_full((1,), 3), x.new_tensor([1.5]), x.new(2).shape)
x = torch.arange(4.0); x.resize_(2, 1); out = (x, x.shape)
x = torch.arange(4.0); x.resize_as_(torch.ones(2)); out = x
x = torch.zeros(2); x.set_(torch.ones(3)); out = x
torch.ones(2).is_shared(), torch.ones(2).is_pinned(), torch.ones(2).is_signed(), torch.ones(2).is_complex()
torch.is_nonzero(torch.tensor(1.0)), torch.is_nonzero(torch.tensor([0]))
torch.is_nonzero(torch.tensor([1, 2]))
torch.result_type(torch.ones(1, dtype=torch.int32), 1.5), torch.can_cast(torch.float32, torch.int64), torch.can_cast(torch.bool, torch.int8)
torch.arange(6.0).as_strided((2,), (1, 2))
torch.arange(6.0).as_strided((2,), (-1,))
torch.arange(6.0).as_strided((9,), (1,))
x = torch.arange(6.0); y = x[2:].as_strided((2, 2), (2, 1), 0); y.mul_(10); out = x
x = torch.arange(6.0, requires_grad=True); v = x[2:].as_strided((2, 2), (1, 1), 0); v.sum().backward(); out = (v.grad_fn.name(), x.grad)
x = torch.ones(2, 3); y = x.t_(); out = (y is x, x.shape, x._version)
x = torch.ones(2, 3, requires_grad=True) * 1; x.unsqueeze_(0); x.squeeze_(); x.transpose_(0, 1); out = (x.shape, x.grad_fn.name())
x = torch.ones(2, requires_grad=True) * 1; out = x.detach_().requires_grad
x = torch.ones(2, requires_grad=True)[0:1]; x.detach_()
torch.detach(torch.ones(1, requires_grad=True)).requires_grad
# ---- pointwise
torch.ones(2) == None, torch.ones(2) != None
torch.ones(2) == 'a', torch.ones(2) != 'a'
torch.isclose(torch.tensor([float('nan'), 1]), torch.tensor([float('nan'), 1]), equal_nan=True)
x = torch.tensor([7.0, -7.0]); x.div_(2, rounding_mode='floor'); out = x
torch.tensor([1]) + 2 ** 70
torch.tensor([1]) == 2 ** 70
torch.tensor([1], dtype=torch.uint8) == -1
x = torch.ones(2); x += torch.ones(3)
3 in torch.tensor([1, 3]), torch.tensor(3) in torch.tensor([1, 3]), 4 in torch.tensor([1])
'a' in torch.tensor([1])
torch.logit(torch.tensor([-0.5, 0.5, 2.0]), eps=-1.0)
torch.where(torch.tensor([1, 0]))
torch.where(torch.tensor([1, 0], dtype=torch.uint8), 1.0, 2.0)
x = torch.ones(2, requires_grad=True); out = [f for f, _ in torch.where(torch.tensor([True, False]), x, 2.0).grad_fn.next_functions]
x = torch.ones(2, requires_grad=True); out = len((2 ** x).grad_fn.next_functions)
x = torch.ones(2); x.addcmul_(x, x, value=2); x.addcdiv_(x, x, value=2); out = x
x = torch.ones(2); x.addcmul_(torch.ones(1), torch.ones(2)); x.addcdiv_(torch.ones(1), torch.ones(2)); out = x
x = torch.ones(2, requires_grad=True) * 1; x.addcdiv_(x, x); x.addcmul_(x, x); out = x
F.threshold_(torch.tensor([1.0, -1]), 0, 5), F.leaky_relu_(torch.tensor([-1.0])), F.hardtanh_(torch.tensor([3.0]))
F.elu_(torch.tensor([-1.0])), F.selu_(torch.tensor([-1.0])), F.celu_(torch.tensor([-1.0])), F.rrelu_(torch.tensor([-1.0]))
F.glu(torch.tensor(1.0))
# ---- counting and searching
torch.unique(torch.tensor([3, 1, 3])), torch.unique(torch.tensor([3, 1, 3]), return_inverse=True, return_counts=True)
torch.unique(torch.tensor([[1, 2], [1, 2], [0, 1]]), dim=0, return_counts=True)
torch.unique(torch.tensor([[3, 1], [3, 1]]), return_inverse=True)
torch.unique(torch.tensor(3)), torch.unique(torch.tensor([float('nan'), float('nan')]))
torch.unique_consecutive(torch.tensor([1, 1, 2, 1]), return_inverse=True, return_counts=True)
torch.unique_consecutive(torch.tensor([[1, 1], [1, 1], [2, 0]]), dim=0)
torch.unique_consecutive(torch.tensor([]))
torch.bincount(torch.tensor([1, 1, 3]), torch.tensor([0.5, 0.5, 2.0])), torch.bincount(torch.tensor([1]), minlength=3)
torch.bincount(torch.tensor([1, 1]), torch.tensor([1, 2]))
torch.bincount(torch.tensor([1, 1]), torch.tensor([1.0]))
torch.bincount(torch.tensor([-1]))
torch.bincount(torch.tensor([1.5]))
torch.bincount(torch.tensor([[1]]))
torch.histc(torch.tensor([1.0, 2, 1, 4]), 3), torch.histc(torch.tensor([1.0, 1.0]), 2), torch.histc(torch.tensor([1.0, 2, 9]), 2, 0, 4)
torch.histc(torch.tensor([1.0, float('inf')]), 3)
torch.histc(torch.tensor([1.0]), 0)
torch.histc(torch.tensor([1.0]), 2, 3, 1)
torch.histc(torch.tensor([1]), 2)
torch.searchsorted(torch.tensor([1, 3, 5]), torch.tensor([3, 6])), torch.searchsorted(torch.tensor([1, 3, 5]), 3, right=True)
torch.searchsorted(torch.tensor([[1, 3], [2, 4]]), torch.tensor([[3], [1]])), torch.searchsorted(torch.tensor([1, 3]), torch.tensor([3]), out_int32=True)
torch.searchsorted(torch.tensor([1, 3]), torch.tensor([3]), right=True, side='left')
torch.searchsorted(torch.tensor([1, 3]), torch.tensor([3]), side='middle')
torch.searchsorted(torch.tensor(3), torch.tensor([3]))
torch.searchsorted(torch.tensor([3, 1]), torch.tensor([3]), sorter=torch.tensor([1, 0]))
torch.searchsorted(torch.tensor([[1, 3], [2, 4]]), torch.tensor([3]))
torch.searchsorted(torch.tensor([1, 3]), torch.tensor([3.0]))
torch.searchsorted(torch.tensor([1, 3]), torch.tensor([3, 1]), side='right')
torch.bucketize(torch.tensor([1, 5]), torch.tensor([1, 3])), torch.bucketize(2, torch.tensor([1, 3]), right=True, out_int32=True)
torch.bucketize(torch.tensor([1]), torch.tensor([[1, 3]]))
torch.nonzero(torch.tensor([[1, 0], [2, 3]]), as_tuple=True), torch.nonzero(torch.tensor(3), as_tuple=True)
torch.argwhere(torch.tensor([[0, 1], [1, 0]]))
torch.unravel_index(torch.tensor([5, 1]), (2, 3)), torch.unravel_index(torch.tensor(3), 4)
torch.unravel_index(torch.tensor([1.5]), (2, 3))
torch.unravel_index(torch.tensor([6]), (2, 3))
torch.unravel_index(torch.tensor([1]), (2, -3))
# ---- reductions and order
torch.argmax(torch.ones(2, 3), keepdim=True), torch.argmax(torch.tensor(1.0), 0), torch.argmin(torch.tensor(2.0))
torch.argsort(torch.tensor(1.0)), torch.sort(torch.tensor(1.0)), torch.topk(torch.tensor(1.0), 1)
torch.cummax(torch.tensor(1.0), 0), torch.logcumsumexp(torch.tensor(1.0), 0), torch.prod(torch.tensor(2.0), 0)
torch.kthvalue(torch.tensor(1.0), 1), torch.mode(torch.tensor(1.0)), torch.median(torch.tensor(1.0), 0)
torch.kthvalue(torch.ones(0), 1)
torch.median(torch.tensor([True])), 1
torch.median(torch.tensor([])), torch.median(torch.tensor([], dtype=torch.int64))
torch.median(torch.tensor([1.0, float('nan')])), torch.nanmedian(torch.tensor([1.0, float('nan')]))
x = torch.tensor(1.0, requires_grad=True); x.median(0).values.backward(); out = x.grad
x = torch.tensor(2.0, requires_grad=True); x.cumprod(0).backward(); out = x.grad
torch.quantile(torch.tensor([1.0, 2, 4]), 0.4, interpolation='lower'), torch.quantile(torch.tensor([1.0, 2, 4]), 0.4, interpolation='nearest'), torch.quantile(torch.tensor([1.0, 2, 4]), 0.4, interpolation='higher'), torch.quantile(torch.tensor([1.0, 2, 4]), 0.4, interpolation='midpoint')
torch.quantile(torch.tensor([1.0]), torch.tensor([[0.5]]))
torch.quantile(torch.tensor([1.0]), 1.5)
torch.quantile(torch.tensor([1.0]), torch.tensor([1.5]))
torch.quantile(torch.tensor([1.0]), 0.5, interpolation='cubic')
torch.quantile(torch.tensor([1]), 0.5)
x = torch.tensor([1.0], requires_grad=True); x.var().backward(); out = x.grad
torch.logsumexp(torch.ones(2), None)
torch.ones(2).max(0).nonsense
import pickle; out = pickle.loads(pickle.dumps(torch.ones(2).max(0)))
torch.max(torch.ones(2), 0, out=(torch.empty(0), torch.empty(0, dtype=torch.int64)))
torch.add(torch.ones(2), 1, out=torch.ones(3))
torch.norm(torch.eye(2) * 3, 'nuc'), torch.norm(torch.ones(2, 2), 'fro', dim=(0, 1))
torch.linalg.matrix_norm(torch.ones(2, 2), dim=(0,))
torch.linalg.matrix_norm(torch.eye(2).unsqueeze(1), 2, dim=(0, 2), keepdim=True)
# ---- shape
torch.ones(6).view(size=(2, 3)).shape
torch.ones(2).view(torch.int32)
torch.broadcast_shapes((2, 1), (3,)), torch.broadcast_shapes((1, -1))
torch.broadcast_tensors(torch.ones(2), 3)
torch.repeat_interleave(torch.tensor([2, 0, 1]))
torch.repeat_interleave(torch.ones(2), 'a')
torch.repeat_interleave(torch.ones(2), torch.tensor([[1, 2]]))
torch.repeat_interleave(torch.ones(2), torch.tensor([1.0, 2.0]))
torch.repeat_interleave(torch.ones(2), torch.tensor([1, 2]), output_size=4)
torch.roll(torch.ones(2), 'a')
torch.meshgrid(torch.ones(2), torch.ones(1))
torch.meshgrid([torch.ones(2), torch.ones(1)], indexing='xy')
torch.cartesian_prod(torch.tensor([1, 2])), torch.combinations(torch.tensor([1, 2, 3]), 0), torch.combinations(torch.tensor([1, 2]), 2, True)
torch.combinations(torch.tensor([1, 2]), -1)
torch.block_diag(), torch.block_diag(torch.ones(1), torch.tensor(2.0))
torch.block_diag([torch.ones(2)])
torch.block_diag(torch.ones(2), 3)
torch.triu_indices(2, 3), torch.tril_indices(2, 3, -1), torch.triu_indices(2, 2, 1, dtype=torch.int32)
torch.diag_embed(torch.tensor(1.0))
torch.diag_embed(torch.ones(2), dim1=0, dim2=0)
torch.diagonal_scatter(torch.ones(2, 2), torch.ones(3))
x = torch.zeros(3, 2); x.fill_diagonal_(1); out = x
x = torch.zeros(4, 2); x.fill_diagonal_(1, wrap=True); out = x
torch.zeros(2).fill_diagonal_(1)
torch.zeros(2, 3, 2).fill_diagonal_(1)
torch.atleast_2d(torch.tensor(1.0)), torch.atleast_3d(torch.tensor(1.0)), torch.atleast_3d(torch.ones(2)).shape, torch.atleast_1d([torch.tensor(1.0), torch.ones(2)]), torch.atleast_1d(torch.tensor(1), torch.tensor(2))
torch.split_with_sizes(torch.ones(2), 3)
[p.shape for p in torch.chunk(torch.ones(0, 2), 3)]
torch.tensor_split(torch.tensor(1.0), 2)
torch.tensor_split(torch.arange(3), torch.tensor([1, 2]))
torch.tensor(1.0).unfold(0, 1, 1)
torch.ones(2).unfold(0, -1, 1)
torch.ones(2, 2).transpose('a', 0)
torch.tensor(1.0).T, torch.tensor(1.0).H, torch.ones(2, 3, 4).T.shape
torch.tensor(1.0).mT
torch.tensor(1.0).mH
torch.ones(2, dtype=torch.int64).diff(n=0), torch.ones(0).trapezoid() if hasattr(torch.ones(0), 'trapezoid') else torch.trapezoid(torch.ones(0))
torch.trapezoid(torch.ones(2), torch.ones(2), dx=1)
# ---- indices
torch.ones(2, 2)[[[0], [1]]]
torch.tensor(1.0)[:]
torch.ones(2)[torch.tensor([1, 0], dtype=torch.uint8)]
torch.ones(2)['a']
torch.ones(2)[[]]
x = torch.ones(2); x[False] = 3; out = x
x = torch.ones(2, 2); x[0] = torch.ones(1, 1, 2) * 3; out = x
x = torch.ones(2, dtype=torch.uint8); x[0] = -1; out = x
x = torch.ones(2, dtype=torch.uint8); x[0] = 300; out = x
import numpy as np; out = torch.arange(3)[np.int64(1)]
torch.ones(2, 3)[torch.ones(2, 3) > 0, torch.tensor([0])]
torch.gather(torch.tensor(1.0), 0, torch.tensor([0, 0]))
torch.take_along_dim(torch.ones(2), torch.tensor([0.0]))
torch.ones(2, 3).scatter(1, torch.tensor([[0]]), 2.0, reduce='add'), torch.ones(2, 3).scatter(1, torch.tensor([[0]]), 2.0, reduce='multiply')
torch.ones(2, 3).scatter(1, torch.tensor([[0]]), 2.0, reduce='nonsense')
torch.tensor(1.0).scatter(0, torch.tensor(0), 2.0), torch.tensor(1.0).scatter_add(0, torch.tensor(0), torch.tensor(2.0))
torch.ones(2, 3).scatter(1, torch.zeros(0, dtype=torch.int64), torch.ones(0))
torch.ones(2, 3).scatter(1, torch.tensor([[0]]), torch.ones(2))
torch.ones(2, 3).scatter(1, torch.tensor([[0], [1], [2]]), torch.ones(3, 1))
torch.ones(2, 3).gather(1, torch.tensor([[0], [1], [2]]))
torch.ones(2, dtype=torch.int64).scatter_reduce(0, torch.tensor([0, 0]), torch.tensor([2, 3]), 'amax', include_self=False), torch.ones(2, dtype=torch.int64).scatter_reduce(0, torch.tensor([0, 0]), torch.tensor([2, 3]), 'amin', include_self=False), torch.ones(2).scatter_reduce(0, torch.tensor([0, 0]), torch.tensor([2.0, 3]), 'mean', include_self=False), torch.ones(2).scatter_reduce(0, torch.tensor([0, 0]), torch.tensor([2.0, 3]), 'prod', include_self=False)
torch.ones(2).scatter_reduce(0, torch.tensor([0]), torch.tensor([2.0]), 'max')
torch.index_select(torch.tensor(1.0), 0, torch.tensor([0, 0]))
torch.index_select(torch.tensor(1.0), 0, torch.tensor([1]))
torch.index_select(torch.ones(2), 0, torch.tensor([[0]]))
torch.index_select(torch.ones(2), 0, torch.tensor([0.0]))
torch.ones(2, 3).index_copy(0, torch.tensor([0]), torch.ones(1, 2))
torch.ones(2, 3).index_add(0, torch.tensor([0]), torch.ones(1, 2))
torch.ones(2).index_fill(0, torch.tensor([0.0]), 1)
torch.ones(2).index_fill(0, torch.tensor([[0]]), 1)
torch.ones(2).index_fill(0, torch.tensor([0]), torch.ones(2))
torch.ones(2).masked_scatter(torch.tensor([1, 0]), torch.ones(1))
x = torch.zeros(3); x.index_put_((torch.tensor([0, 0]),), torch.tensor([1.0, 2]), accumulate=True); out = x
torch.zeros(3).index_put_(torch.tensor([0]), torch.tensor([1.0]))
torch.zeros(3).index_put_((torch.tensor([0]), torch.tensor([0])), torch.tensor([1.0]))
torch.zeros(3).index_put_((torch.tensor([0.0]),), torch.tensor([1.0]))
x = torch.zeros(2, 2); x.put_(torch.tensor([0, 3, 0]), torch.tensor([1.0, 2, 3]), accumulate=True); out = x
x = torch.zeros(2, 2); x.put_(torch.tensor([-1]), torch.tensor([1.0])); out = x
torch.zeros(2).put_(torch.tensor([5]), torch.tensor([1.0]))
torch.zeros(2).put_(torch.tensor([0.0]), torch.tensor([1.0]))
torch.take(torch.zeros(0), torch.tensor([0]))
# ---- products and matrices
torch.addmm(torch.ones(2), torch.ones(2), torch.ones(2, 2))
torch.addmm(torch.ones(2, dtype=torch.int64), torch.ones(2, 2, dtype=torch.int64), torch.ones(2, 2, dtype=torch.int64), beta=2, alpha=3)
torch.addr(torch.ones(2, 2), torch.ones(2, 2), torch.ones(2))
torch.addbmm(torch.ones(2, 2), torch.ones(2, 2), torch.ones(2, 2, 2))
torch.mv(torch.ones(2), torch.ones(2))
torch.mv(torch.ones(2, 2), torch.ones(2, dtype=torch.float64))
torch.mv(torch.ones(2, 2), torch.ones(3))
torch.inner(torch.tensor(2.0), torch.ones(2))
torch.ones(2, 2, 3) @ torch.ones(2)
torch.ones(2, 2, 3) @ torch.ones(2, 2)
torch.ones(2, 2, 3) @ torch.ones(2, 2, 2)
torch.linalg.multi_dot([torch.ones(2, 2, 2), torch.ones(2, 2)])
torch.linalg.multi_dot([torch.ones(2, 2), torch.ones(2), torch.ones(2, 2)])
torch.linalg.multi_dot([torch.ones(2), torch.ones(2, 2), torch.ones(2)])
torch.linalg.multi_dot([torch.ones(2)])
torch.cholesky(torch.eye(2) * 4)
torch.linalg.qr(torch.ones(2, 2), mode='r').Q.shape
x = torch.eye(2, requires_grad=True); torch.linalg.qr(x, mode='r').R.sum().backward()
x = torch.ones(3, 2, requires_grad=True); torch.linalg.qr(x, mode='complete').R.sum().backward()
torch.linalg.matrix_rank(torch.tensor([[1.0, 2], [2, 4]])), torch.linalg.matrix_rank(torch.eye(2))
x = torch.tensor([[1.0, 2], [2, 4]], requires_grad=True); torch.linalg.slogdet(x)
x = torch.eye(2, requires_grad=True); s, l = torch.slogdet(x); out = (s.requires_grad, l.requires_grad)
torch.linalg.solve(torch.zeros(2, 2), torch.ones(2))
torch.linalg.solve(torch.stack([torch.eye(2), torch.zeros(2, 2)]), torch.ones(2, 2, 1))
torch.linalg.solve(torch.eye(2), torch.ones(2), left=False)
torch.linalg.solve(torch.eye(2) * 2, torch.ones(3, 2), left=False)
torch.pinverse(torch.tensor([[2.0, 0], [0, 0]]))
torch.matrix_power(torch.eye(2) * 2, 0), torch.matrix_power(torch.eye(2) * 2, 1)
torch.cross(torch.tensor([1.0, 0, 0]), torch.tensor([0.0, 1, 0]))
torch.linalg.cross(torch.ones(3), torch.ones(2, 3))
torch.cross(torch.ones(2), torch.ones(2))
[torch.cdist(torch.tensor([[0.0, 0], [3, 4]]), torch.tensor([[0.0, 0]]), p) for p in (0, 1, 2, 3, float('inf'))]
torch.cdist(torch.ones(2), torch.ones(2))
torch.cdist(torch.ones(2, 2), torch.ones(2, 3))
torch.cdist(torch.ones(2, 2), torch.ones(2, 2), -1)
torch.cdist(torch.ones(2, 2, dtype=torch.int64), torch.ones(2, 2))
torch.cdist(torch.ones(3, 1, 2, 2), torch.zeros(2, 1, 2)).shape
torch.einsum(torch.ones(2, 3), [0, 1], torch.ones(3), [1], [0])
torch.einsum(torch.ones(2, 3), [Ellipsis, 1])
torch.einsum('ij,jk', [torch.ones(2, 3), torch.ones(3, 1)])
torch.einsum('ij')
torch.einsum('ij,jk->ik', torch.ones(2, 2), torch.ones(2, 2, dtype=torch.float64))
torch.einsum('i.j->i', torch.ones(2, 2))
x = torch.arange(4.0).reshape(2, 2).requires_grad_(); torch.einsum('ii->i', x).sum().backward(); out = x.grad
x = torch.arange(4.0).reshape(2, 2).requires_grad_(); torch.einsum('ii,ij->j', x, x).sum().backward(); out = x.grad
torch.tensordot(torch.ones(2), torch.ones(2), 2)
torch.tensordot(torch.ones(2, 2), torch.ones(2, 2), ([0, 1], [0]))
# ---- layers' functions
F.adaptive_max_pool1d(torch.arange(4.0).reshape(1, 1, 4), [2]), F.max_pool1d(torch.arange(4.0).reshape(1, 1, 4), 2, return_indices=True)
F.avg_pool2d(torch.arange(16).reshape(1, 4, 4), 2)
F.avg_pool1d(torch.ones(2), 1)
F.avg_pool2d(torch.ones(2, 2), 1)
F.max_pool1d(torch.ones(2), 1)
F.conv2d(torch.ones(1, 1, 4, 4), torch.ones(1, 1, 2, 2), padding='same').shape
F.conv1d(torch.ones(1, 1, 3), torch.ones(1, 1, 1), torch.ones(1, dtype=torch.float64))
F.nll_loss(torch.tensor(1.0), torch.tensor(0))
F.nll_loss(torch.ones(1, 2, dtype=torch.int64), torch.tensor([0]))
F.nll_loss(torch.ones(1, 2), torch.tensor([0]), torch.ones(2, requires_grad=True))
F.embedding(torch.tensor([0, 0, 1]), torch.ones(2, 1, requires_grad=True), scale_grad_by_freq=True).sum().backward()
F.one_hot(torch.tensor([], dtype=torch.int64))
F.grid_sample(torch.ones(1, 1, 1, 1), torch.ones(1, 1, 1, 2) * 0.3, padding_mode='reflection', align_corners=True)
F.grid_sample(torch.ones(1, 1, 2), torch.ones(1, 1, 2), align_corners=True)
F.mse_loss(torch.ones(2), torch.zeros(2), size_average=True, reduce=True)
F.l1_loss(torch.ones(2), torch.zeros(2), reduction='elementwise_mean')
F.mse_loss(torch.ones(2), torch.zeros(2), weight=torch.tensor([1.0, 3.0])), F.mse_loss(torch.ones(2), torch.zeros(2), reduction='none', weight=torch.tensor([1.0, 3.0]))
F.soft_margin_loss(torch.ones(2), torch.ones(2, requires_grad=True))
F.multilabel_soft_margin_loss(torch.ones(1, 2), torch.ones(1, 2), size_average=False)
F.batch_norm(torch.ones(2), torch.ones(2), torch.ones(2))
F.batch_norm(torch.ones(2, 2, dtype=torch.int64), torch.ones(2), torch.ones(2))
F.pad(torch.ones(1, 1, 2), (1, 1), 'reflect', 3.0)
F.pad(torch.ones(1, 0, 2), (1, 1), 'replicate').shape, F.pad(torch.ones(1, 1, 0), (1, 1), 'replicate')
F.local_response_norm(torch.ones(0, 2, 2), 2)
F.max_unpool2d(torch.ones(1, 1, 1, 1), torch.tensor([[[[0]]]]), 2, output_size=(1, 1, 3, 2))
F.unfold(torch.ones(2, 2), 1)
F.linear(torch.ones(2), torch.ones(2))
F.alpha_dropout(torch.ones(2), 1.0, True), F.alpha_dropout(torch.ones(2), 1.0, True, True)
torch.manual_seed(0); out = F.alpha_dropout(torch.ones(4), 0.5, True, True)
# ---- random numbers
torch.bernoulli(torch.ones(2), 0.5, out=torch.ones(2))
torch.multinomial(torch.ones(0, 3), 2).shape
torch.manual_seed(0); x = torch.empty(0, dtype=torch.int64); torch.multinomial(torch.ones(3), 2, out=x); out = x
torch.manual_seed(0); out = torch.randint(torch.tensor(3), (2,))
torch.ones(2).random_(3, 3)
torch.randint(1, 2, 3)
torch.randint_like(torch.ones(2, dtype=torch.int64), 3, requires_grad=True)
x = torch.ones(2, requires_grad=True) * 0.5; y = torch.bernoulli(x); g, = torch.autograd.grad(y.sum(), x, create_graph=True); out = (g, y.grad_fn.name())
x = torch.ones(2, requires_grad=True) * 0.5; y = torch.bernoulli(x, 0.5); out = y.requires_grad
torch.manual_seed(0); out = torch.rand(size=(2,))
torch.manual_seed(0); out = torch.normal(torch.tensor(1.0), torch.tensor(2.0), (2,))
# ---- autograd
torch.is_inference_mode_enabled(), torch.is_anomaly_check_nan_enabled()
f = torch.inference_mode(lambda: torch.is_inference_mode_enabled()); out = f(), torch.is_inference_mode_enabled()
f = torch.inference_mode()(lambda x: (x * 2).requires_grad); out = f(torch.ones(1, requires_grad=True))
f = torch.set_grad_enabled(False)(lambda: torch.is_grad_enabled()); out = f(), torch.is_grad_enabled()
with torch.inference_mode(False): out = torch.is_grad_enabled(), torch.is_inference_mode_enabled()
torch.autograd.functional.jacobian(lambda x: x * x, torch.tensor([1.0, 2]))
torch.autograd.functional.jacobian(lambda x, y: (x * y, x), (torch.ones(1), torch.ones(1) * 2), create_graph=True)
torch.autograd.functional.jacobian(lambda x: torch.ones(2), torch.ones(1))
torch.autograd.functional.jacobian(lambda x: torch.ones(2), torch.ones(1), strict=True)
torch.autograd.functional.hessian(lambda x: (x ** 3).sum(), torch.tensor([1.0, 2]))
torch.autograd.functional.hessian(lambda x, y: (x * y).sum(), (torch.ones(1), torch.ones(1)))
torch.autograd.functional.hessian(lambda x: x, torch.ones(2))
torch.autograd.functional.hessian(lambda x: 3, torch.ones(2))
torch.autograd.functional.vjp(lambda x: x * x, torch.tensor([1.0, 2]), torch.ones(2))
torch.autograd.functional.vjp(lambda x: x.sum(), torch.tensor([1.0, 2]))
torch.autograd.functional.vjp(lambda x: x, torch.tensor([1.0, 2]))
torch.autograd.functional.vjp(lambda x: x, torch.tensor([1.0, 2]), torch.ones(3))
torch.autograd.functional.jvp(lambda x: x * x, torch.tensor([1.0, 2]), torch.ones(2))
torch.autograd.functional.jvp(lambda x, y: (x * y, x), (torch.ones(1), torch.ones(1)), (torch.ones(1), torch.ones(1)))
torch.autograd.functional.jvp(lambda x: x, torch.tensor([1.0, 2]))
torch.autograd.functional.hvp(lambda x: (x ** 3).sum(), torch.tensor([1.0, 2]), torch.ones(2))
torch.autograd.functional.vhp(lambda x: (x ** 3).sum(), torch.tensor([1.0, 2]), torch.ones(2))
torch.autograd.functional.hvp(lambda x: (x ** 3).sum(), torch.tensor([1.0, 2]))
torch.autograd.gradcheck(lambda x: x * 2, torch.ones(1, dtype=torch.float64))
torch.autograd.gradcheck(lambda x: x * 2, torch.ones(1, requires_grad=True), atol=1, rtol=1)
torch.autograd.gradcheck(lambda x: x.sum(), torch.ones(1, dtype=torch.float64, requires_grad=True).expand(3))
torch.autograd.gradcheck(lambda x: x.detach() * 2 + x * 0, torch.ones(1, dtype=torch.float64, requires_grad=True), raise_exception=False)
torch.autograd.gradcheck(lambda x: x.detach() * 2, torch.ones(1, dtype=torch.float64, requires_grad=True), raise_exception=False)
torch.autograd.gradgradcheck(lambda x: x ** 3, torch.ones(2, dtype=torch.float64, requires_grad=True), torch.ones(2, dtype=torch.float64, requires_grad=True))
x = torch.ones(2, requires_grad=True); x.grad = x
x = torch.ones(2, requires_grad=True); y = x * 2; out = (y.output_nr, x.output_nr)
x = torch.ones(2, requires_grad=True); x.sum().backward(); del x.grad; out = x.grad
(torch.ones(2, requires_grad=True) * 2).register_post_accumulate_grad_hook(print)
torch.ones(2).register_post_accumulate_grad_hook(print)
x = torch.ones(2, requires_grad=True); x.register_hook(lambda g: g[:1]); x.sum().backward()
x = torch.ones(2, requires_grad=True); h = x.register_hook(lambda g: g * 2); h.__enter__(); h.__exit__(None, None, None); x.sum().backward(); out = x.grad
x = torch.ones(2, requires_grad=True); x.sum().backward(inputs=[])
x = torch.ones(2, requires_grad=True); torch.autograd.grad(x.sum(), x, materialize_grads=True, allow_unused=False)
x = torch.ones(2, requires_grad=True); torch.autograd.grad((x.sum(), x.sum()), x, (torch.tensor(1.0),))
y = torch.ones(2, requires_grad=True) * 2; y.requires_grad = True; out = y.requires_grad
y = torch.ones(2, requires_grad=True) * 2; y.requires_grad = False
# ---- modules, optimizers and data
y, f = torch.func.vjp(lambda x: (x * 2, x * 3), torch.ones(1)); out = f((torch.ones(1), torch.ones(1)))
torch.autograd.gradcheck(lambda x: x * 2, torch.ones(1, dtype=torch.float64, requires_grad=True), check_grad_dtypes=True)
n = iter(range(99)); torch.autograd.gradcheck(lambda x: x * next(n), torch.ones(1, dtype=torch.float64, requires_grad=True))
n = iter(range(99)); f = type('F', (torch.autograd.Function,), {'forward': staticmethod(lambda c, x: x * 1), 'backward': staticmethod(lambda c, g: g * next(n))}); torch.autograd.gradcheck(f.apply, torch.ones(1, dtype=torch.float64, requires_grad=True), raise_exception=False)
f = type('F', (torch.autograd.Function,), {}); f.apply(torch.ones(1, requires_grad=True))
f = type('F', (torch.autograd.Function,), {'forward': staticmethod(lambda c, x: x * 1)}); f.apply(torch.ones(1, requires_grad=True)).backward()
f = type('F', (torch.autograd.Function,), {'forward': staticmethod(lambda x: x * 1), 'setup_context': torch.autograd.Function.setup_context}); f.apply(torch.ones(1, requires_grad=True))
torch.autograd.Function.setup_context(None, (), None)
torch.autograd.Function.forward(None)
torch.autograd.Function.backward(None)
f = type('F', (torch.autograd.Function,), {'forward': staticmethod(lambda c, x: x * 1), 'backward': staticmethod(lambda c, g: torch.ones(2, 1))}); f.apply(torch.ones(1, requires_grad=True)).backward()
f = type('F', (torch.autograd.Function,), {'forward': staticmethod(lambda c, x: x * 1), 'backward': staticmethod(lambda c, g: torch.ones(3, 1))}); f.apply(torch.ones(2, requires_grad=True)).sum().backward()
f = type('F', (torch.autograd.Function,), {'forward': staticmethod(lambda c, x: x * 1), 'backward': staticmethod(lambda c, g: torch.ones(1))}); x = torch.ones(2, 3, requires_grad=True); f.apply(x).sum().backward(); out = x.grad
f = type('F', (torch.autograd.Function,), {'forward': staticmethod(lambda c, x, y: (c.save_for_backward(x, None, y), x * y)[1], ), 'backward': staticmethod(lambda c, g: (g * c.saved_tensors[2], c.saved_tensors[1]))}); x = torch.ones(2, requires_grad=True); f.apply(x, torch.ones(2) * 3).sum().backward(); out = x.grad
torch.autograd.functional.jacobian(lambda x: x.detach(), torch.ones(1), strict=True)
torch.autograd.functional.vjp(lambda x: x.detach().requires_grad_(), torch.ones(1), torch.ones(1), strict=True)
torch.autograd.functional.hvp(lambda x: (x.sum(), x.sum()), torch.ones(2), torch.ones(2))
torch.autograd.functional.vhp(lambda x: (x.sum(), x.sum()), torch.ones(2), torch.ones(2))
torch.autograd.functional.hessian(lambda x: (x.sum(), x.sum()), torch.ones(2))
torch.autograd.functional.vjp(lambda x: x, torch.ones(2), (torch.ones(2), torch.ones(2)))
torch.autograd.functional.jvp(lambda x: x, torch.ones(2), (torch.ones(2), torch.ones(2)))
torch.autograd.functional.hvp(lambda x: x.sum(), torch.ones(2), (torch.ones(2), torch.ones(2)))
x = torch.ones(2, requires_grad=True); x.register_hook(lambda g: 3); x.sum().backward()
x = torch.ones(2, requires_grad=True); x.register_hook(lambda g: g.double()); x.sum().backward()
x = torch.ones(2, requires_grad=True); y = x * 2; y.register_hook(lambda g: 'a'); y.sum().backward()
x = torch.ones(2, requires_grad=True); y = x * 2; y.register_hook(lambda g: g.double()); y.sum().backward()
x = torch.ones(2, requires_grad=True); x.register_hook(lambda g: torch.ones(2, 1)); x.sum().backward()
c = torch.autograd.graph.saved_tensors_hooks(lambda x: x, lambda x: 3); c.__enter__(); x = torch.ones(2, requires_grad=True); y = (x * x).sum(); c.__exit__(None, None, None); y.backward()
c = torch.autograd.detect_anomaly(check_nan=False); c.__enter__(); x = torch.zeros(1, requires_grad=True); (x.sqrt() * 0).backward(); c.__exit__(None, None, None); out = x.grad
m = nn.Linear(1, 1); m.register_full_backward_hook(lambda m, i, o: (None, None)); x = torch.ones(1, 1, requires_grad=True); m(x).backward()
m = nn.Linear(1, 1); m.register_full_backward_hook(lambda m, i, o: (torch.ones(1),)); m(torch.ones(1, 1)).backward()
m = nn.Linear(1, 1); m.register_full_backward_pre_hook(lambda m, o: (None, None)); x = torch.ones(1, 1, requires_grad=True); m(x).backward()
m = nn.Identity(); m.register_full_backward_hook(lambda m, i, o: None); x = torch.ones(1, requires_grad=True); y = x * 1; z = m(y); (z + y).backward(); out = x.grad
m = nn.Identity(); m.forward = lambda x: {'a': x}; m.register_full_backward_hook(lambda m, i, o: None); x = torch.ones(1, requires_grad=True); m(x)['a'].backward()
m = nn.Identity(); m.forward = lambda x: [x]; m.register_full_backward_hook(lambda m, i, o: None); x = torch.ones(1, requires_grad=True); m(x)[0].backward()
P = __import__('collections').namedtuple('P', 'a b'); m = nn.Identity(); m.forward = lambda x: P(x * 1, x * 2); m.register_full_backward_hook(lambda m, i, o: None); x = torch.ones(2, requires_grad=True); r = m(x)
m = nn.Identity(); m.register_full_backward_hook(lambda m, i, o: print(len(i))); x = torch.ones(1, requires_grad=True); a = torch.autograd.grad(m(x), x); out = a
m = nn.Identity(); m.register_backward_hook(lambda m, i, o: None); out = m(torch.ones(1))
m = nn.Identity(); m.forward = lambda x: {'a': x * 1}; m.register_backward_hook(lambda m, i, o: None); x = torch.ones(1, requires_grad=True); out = m(x)['a'].sum()
m = nn.Identity(); m.forward = lambda x: [x * 1, x * 2]; m.register_backward_hook(lambda m, i, o: None); x = torch.ones(1, requires_grad=True); out = m(x)[1].sum()
m = nn.Identity(); m.forward = lambda x: (x * 1, x * 2); m.register_backward_hook(lambda m, i, o: None); x = torch.ones(1, requires_grad=True); out = m(x)[1].sum()
m = nn.Identity(); m.forward = lambda x: (x * 1, 3); m.register_backward_hook(lambda m, i, o: None); x = torch.ones(1, requires_grad=True); out = m(x)[0].sum()
m = nn.Identity(); m.forward = lambda x, y: x * 1; m.register_backward_hook(lambda m, i, o: None); x = torch.ones(1, requires_grad=True); out = m(x, 3).sum()
h = nn.modules.module.register_module_full_backward_hook(lambda m, i, o: None); h.remove(); nn.modules.module.register_module_full_backward_hook(3).remove()
m = nn.Linear(1, 1); m.register_backward_hook(lambda m, i, o: None); m.register_full_backward_hook(lambda m, i, o: None)
m = nn.Linear(1, 1); m.register_forward_pre_hook(lambda m, a, k: None, with_kwargs=True); out = m(torch.zeros(1, 1)).shape
m = nn.Identity(); m.forward = lambda x: 1 / 0; s = []; m.register_forward_hook(lambda m, i, o: s.append(o), always_call=True); m.register_forward_hook(lambda m, i, o: 1 + 'a', always_call=True); m(torch.ones(1))
m = nn.Identity(); m.register_forward_hook(lambda m, i, o: 1 / 0, always_call=True); m(torch.ones(1))
h = nn.modules.module.register_module_forward_hook(lambda m, i, o: 1 / 0, always_call=True); m = nn.Identity(); m.forward = lambda x: [][1]; exec('try: m(torch.ones(1))\nexcept Exception as e: out = repr(e)'); h.remove()
F.multi_head_attention_forward(torch.ones(1, 1, 2), torch.ones(1, 1, 2), torch.ones(1, 1, 2), 2, 2, torch.ones(6, 2), torch.ones(6), None, None, False, 0.0, torch.ones(2, 2), torch.ones(2), static_k=torch.ones(1, 1, 1))
F.multi_head_attention_forward(torch.ones(1, 1, 2), torch.ones(1, 1, 2), torch.ones(1, 1, 2), 2, 2, torch.ones(6, 2), torch.ones(6), None, None, False, 0.0, torch.ones(2, 2), torch.ones(2), static_k=torch.ones(2, 1, 3))
F.multi_head_attention_forward(torch.ones(1, 1, 2), torch.ones(1, 1, 2), torch.ones(1, 1, 2), 2, 2, torch.ones(6, 2), torch.ones(6), None, None, False, 0.0, torch.ones(2, 2), torch.ones(2), static_v=torch.ones(3, 1, 1))
F.multi_head_attention_forward(torch.ones(1, 1, 3), torch.ones(1, 1, 3), torch.ones(1, 1, 3), 3, 2, torch.ones(9, 3), torch.ones(9), None, None, False, 0.0, torch.ones(3, 3), torch.ones(3))
nn.MultiheadAttention(2, 1, kdim=3, vdim=3)(torch.ones(1, 1, 2), torch.ones(2, 1, 3), torch.ones(3, 1, 3))
m = nn.Module(); m.register_parameter('w', torch.ones(1, requires_grad=True) * 2)
m = nn.Module(); p = nn.Parameter(torch.ones(1)); p.data = torch.ones(1); q = p.as_subclass(nn.Parameter) if False else p; m.register_parameter('w', q); out = list(m.state_dict())
h = nn.modules.module.register_module_parameter_registration_hook(lambda m, n, p: nn.Parameter(torch.zeros(1))); m = nn.Module(); m.w = nn.Parameter(torch.ones(1)); h.remove(); out = m.w
h = nn.modules.module.register_module_buffer_registration_hook(lambda m, n, p: torch.zeros(1)); m = nn.Module(); m.register_buffer('b', torch.ones(1)); h.remove(); out = m.b
h = nn.modules.module.register_module_module_registration_hook(lambda m, n, p: nn.Identity()); m = nn.Module(); m.add_module('b', nn.ReLU()); h.remove(); out = m
m = nn.Linear(1, 1); m._register_state_dict_hook(lambda m, d, p, l: {'mine': 1}); out = m.state_dict()
m = nn.Linear(1, 1); f = lambda m, d, p, l: None; m.register_state_dict_post_hook(f); m._register_state_dict_hook(f)
m = nn.Linear(1, 1); m.register_state_dict_post_hook(lambda m, d, p, l: {}); m.state_dict()
m = nn.Linear(1, 1, bias=False); m.load_state_dict({'weight': nn.Parameter(torch.ones(1, 1) * 3)}, assign=True); out = m.weight
m = nn.Linear(1, 1, bias=False); m.weight.requires_grad_(False); m.load_state_dict({'weight': nn.Parameter(torch.ones(1, 1) * 3)}, assign=True); out = m.weight
m = nn.Module(); m.set_submodule('a', nn.ReLU(), strict=False); out = m
m = nn.Module(); m.a = 3; m.set_submodule('a', nn.ReLU())
m = nn.Sequential(nn.ReLU()); m.set_submodule('0.x', nn.ReLU(), strict=True)
m = nn.Linear(1, 1); m.set_submodule('weight', nn.ReLU(), strict=True)
m = nn.Linear(1, 1); m.set_submodule('weight', nn.ReLU())
torch.dropout(torch.ones(2), 0.5, False), torch.alpha_dropout(torch.ones(2), 0.5, False), torch.feature_alpha_dropout(torch.ones(2, 2), 0.5, False)
torch.celu(torch.tensor([-1.0, 1.0])), torch.celu(torch.tensor([-1.0]), 2.0), torch.selu(torch.tensor([-1.0, 1.0])), torch.threshold(torch.tensor([-1.0, 1.0]), 0.0, 5.0), torch.rrelu(torch.tensor([-1.0, 1.0]))
torch.embedding(torch.eye(2), torch.tensor([1, 0])), torch.layer_norm(torch.tensor([1.0, 2.0]), [2]), torch.group_norm(torch.tensor([[1.0, 2.0]]), 1)
torch.batch_norm(torch.tensor([[1.0], [3.0]]), None, None, torch.zeros(1), torch.ones(1), False, 0.1, 1e-5, False)
torch.batch_norm(torch.tensor([[1.0], [3.0]]), None, None, None, None, True, 0.1, 1e-5, False)
torch.instance_norm(torch.tensor([[[1.0, 3.0]]]), None, None, None, None, True, 0.1, 1e-5, False)
torch.max_pool1d(torch.tensor([[[1.0, 3.0]]]), 2), torch.max_pool2d(torch.ones(1, 1, 2, 2), 2), torch.max_pool3d(torch.ones(1, 1, 2, 2, 2), 2)
nn.Hardtanh(min_value=-2.0, max_value=2.0)
nn.Hardtanh(max_value=2.0)
F.linear(torch.ones(2, 2), torch.ones(1, 2, 2))
F.linear(torch.ones(2), torch.ones(1, 2, 2))
nn.Buffer().shape
nn.LSTM(2, 3)(torch.ones(1, 1, 1, 2))
nn.RNN(2, 3)(torch.ones(2))
nn.GRU(2, 3)(nn.utils.rnn.pack_sequence([torch.ones(1, 2)]), torch.ones(1, 3))
nn.RNNCell(2, 3)(torch.ones(1, 1, 2))
nn.Embedding(2, 3, _weight=torch.ones(2, 2))
nn.Embedding.from_pretrained(torch.ones(2))
nn.EmbeddingBag(2, 3, _weight=torch.ones(2, 2))
nn.EmbeddingBag.from_pretrained(torch.ones(2))
m = nn.Transformer(2, 1, custom_encoder=nn.Identity(), custom_decoder=nn.ReLU()); out = m.encoder, m.decoder
e = nn.TransformerEncoder(nn.TransformerEncoderLayer(2, 1, 2, batch_first=True, dropout=0.0), 1, mask_check=False).eval(); out = e(torch.ones(1, 2, 2), src_key_padding_mask=torch.tensor([[False, True]])).shape
e = nn.TransformerEncoder(nn.Linear(1, 1), 1); out = type(e).__name__, e.enable_nested_tensor
nn.TransformerEncoderLayer(2, 1, 2, activation='relu').activation is F.relu
nn.TransformerDecoderLayer(2, 1, 2, activation='gelu').activation is F.gelu
nn.TransformerEncoderLayer(2, 1, 2, activation='tanh')
l = nn.TransformerEncoderLayer(2, 1, 2); l.__setstate__({k: v for k, v in l.__dict__.items() if k != 'activation'}); out = l.activation is F.relu
P = nn.utils.parametrize; P.ParametrizationList([], torch.ones(1))
P = nn.utils.parametrize; m = nn.Linear(1, 1); f = nn.Identity(); f.right_inverse = lambda x: 3; P.register_parametrization(m, 'weight', f)
P = nn.utils.parametrize; m = nn.Linear(1, 1); f = nn.Identity(); f.right_inverse = lambda x: x.double(); P.register_parametrization(m, 'weight', f)
P = nn.utils.parametrize; m = nn.Linear(1, 1); f = nn.Identity(); f.forward = lambda a, b: a + b; f.right_inverse = lambda x: (x, x); P.register_parametrization(m, 'weight', f); m.parametrizations.weight.right_inverse(torch.ones(1, 1)); out = list(m.state_dict())
P = nn.utils.parametrize; m = nn.Linear(1, 1); f = nn.Identity(); k = [2]; f.forward = lambda a, b: a + b; f.right_inverse = lambda x: (x,) * k[0]; P.register_parametrization(m, 'weight', f); k[0] = 3; m.weight = torch.ones(1, 1)
P = nn.utils.parametrize; m = nn.Module(); m.register_buffer('b', torch.ones(1)); P.register_parametrization(m, 'b', nn.Softplus()); out = list(m.state_dict()), m.b; P.remove_parametrizations(m, 'b'); out = (out, m.b, list(m.buffers()))
P = nn.utils.parametrize; m = nn.Linear(1, 1); f = nn.Identity(); f.forward = lambda x: 3; P.register_parametrization(m, 'weight', f)
P = nn.utils.parametrize; m = nn.Linear(1, 1); out = P.type_before_parametrizations(m), P.type_before_parametrizations(P.register_parametrization(m, 'bias', nn.Identity()))
P = nn.utils.parametrize; torch.manual_seed(0); m = nn.Linear(1, 1, bias=False); f = nn.Identity(); f.forward = lambda a, b: a + b; f.right_inverse = lambda x: (x / 2, x / 2); P.register_parametrization(m, 'weight', f); P.remove_parametrizations(m, 'weight'); out = list(m.named_parameters())
P = __import__('importlib').import_module(torch.__name__ + '.nn.utils.prune'); P.custom_from_mask(nn.Linear(1, 1), 'foo', torch.ones(1))
P = __import__('importlib').import_module(torch.__name__ + '.nn.utils.prune'); P.l1_unstructured(nn.Linear(1, 1), 'foo', 1)
P = __import__('importlib').import_module(torch.__name__ + '.nn.utils.prune'); P.random_unstructured(nn.Linear(1, 1), 'foo', 1)
P = __import__('importlib').import_module(torch.__name__ + '.nn.utils.prune'); P.remove(nn.Linear(1, 1), 'weight')
P = __import__('importlib').import_module(torch.__name__ + '.nn.utils.prune'); m = P.random_unstructured(nn.Linear(1, 1), 'weight', 1); P.remove(m, 'bias')
P = __import__('importlib').import_module(torch.__name__ + '.nn.utils.prune'); out = P.is_pruned(nn.Linear(1, 1)), P.is_pruned(P.random_unstructured(nn.Linear(1, 1), 'weight', 1))
torch.optim.nonsense
torch.optim.swa_utils.__name__.endswith('swa_utils')
x = torch.tensor([-1.5, 2.0], requires_grad=True); o = torch.optim.LBFGS([x], max_iter=20, line_search_fn='strong_wolfe'); f = lambda: (o.zero_grad(), l := ((1 - x[0]) ** 2 + 100 * (x[1] - x[0] ** 2) ** 2), l.backward())[1]; a = [o.step(f).item() > 0 for _ in range(3)]; out = (a, x)
x = torch.tensor([1.0], requires_grad=True); o = torch.optim.LBFGS([x], lr=0.001, max_iter=10, line_search_fn='strong_wolfe'); f = lambda: (o.zero_grad(), l := torch.exp(-x).sum(), l.backward())[1]; o.step(f); out = x
x = torch.tensor([0.5], requires_grad=True); o = torch.optim.LBFGS([x], lr=5, max_iter=8, line_search_fn='strong_wolfe'); f = lambda: (o.zero_grad(), l := (x ** 4 - 3 * x ** 3 + 2).sum(), l.backward())[1]; o.step(f); out = x
x = torch.tensor([0.3], requires_grad=True); o = torch.optim.LBFGS([x], lr=1, max_iter=20, line_search_fn='strong_wolfe'); f = lambda: (o.zero_grad(), l := x.abs().sum(), l.backward())[1]; o.step(f); out = x
x = torch.ones(1, requires_grad=True); o = torch.optim.SGD([x], lr=1.0); s = torch.optim.lr_scheduler.CosineAnnealingLR(o, 5); o.step(); s.last_epoch = 3; s._step_count = 1; out = s.get_lr()
x = torch.ones(1, requires_grad=True); o = torch.optim.SGD([{'params': [x], 'initial_lr': 1.0}], lr=1.0); s = torch.optim.lr_scheduler.CosineAnnealingLR(o, 5, last_epoch=2); out = s.get_last_lr()
x = torch.ones(1, requires_grad=True); o = torch.optim.SGD([x], lr=1.0); s = torch.optim.lr_scheduler.ReduceLROnPlateau(o, patience=0); o.add_param_group({'params': [torch.ones(1, requires_grad=True)], 'lr': 2.0}); s.step(1.0); s.step(2.0); out = [g['lr'] for g in o.param_groups]
x = [torch.ones(1, dtype=torch.int64)]; torch.optim.swa_utils.get_ema_multi_avg_fn(0.5)(x, [torch.tensor([4])], torch.tensor(2)); out = x
torch.optim.swa_utils.update_bn([torch.ones(2, 2)], nn.Linear(2, 2))
nn.Parameter([1.0])
torch.testing.assert_close('a', 'a')
torch.testing.assert_close(object(), object())
torch.testing.assert_close(1, 2)
torch.testing.assert_close(1.0, 1.0 + 1e-9)
torch.testing.assert_close(torch.tensor(1.0), torch.tensor(2.0))
torch.testing.assert_close(torch.tensor(3), torch.tensor(4))
torch.testing.assert_close(float('nan'), float('nan'))
D = torch.utils.data; d = type('D', (D.IterableDataset,), {'__iter__': lambda self: iter([1, 2])}); out = list(d() + d())
D = torch.utils.data; P = __import__('collections').namedtuple('P', 'a b'); out = D.default_collate([P(1, 2.0), P(3, 4.0)])
D = torch.utils.data; out = D.default_convert(__import__('collections').OrderedDict(a=1.0)), D.default_collate([__import__('collections').OrderedDict(a=1.0)])
D = torch.utils.data; M = type('M', (__import__('collections').abc.Mapping,), {'__init__': lambda self, d: setattr(self, 'd', d), '__getitem__': lambda self, k: self.d[k], '__len__': lambda self: len(self.d), '__iter__': lambda self: iter(self.d), '__repr__': lambda self: repr(self.d)}); out = D.default_convert(M({'a': 1})), D.default_collate([M({'a': 1})])
D = torch.utils.data; M = type('M', (__import__('collections').abc.Mapping,), {'__init__': lambda self: None, '__getitem__': lambda self, k: 1, '__len__': lambda self: 1, '__iter__': lambda self: iter('a')}); out = D.default_convert(M()), D.default_collate([M()])
D = torch.utils.data; M = type('M', (__import__('collections').abc.Sequence,), {'__init__': lambda self, d: setattr(self, 'd', d), '__getitem__': lambda self, k: self.d[k], '__len__': lambda self: len(self.d), '__repr__': lambda self: repr(self.d)}); out = D.default_convert(M([1, 2])), D.default_collate([M([1, 2]), M([3, 4])])
D = torch.utils.data; M = type('M', (__import__('collections').abc.Sequence,), {'__init__': lambda self: None, '__getitem__': lambda self, k: [1, 2][k], '__len__': lambda self: 2}); out = D.default_convert(M()), D.default_collate([M(), M()])
D = torch.utils.data; out = D.default_convert(range(2)), D.default_collate([range(2), range(2)])
D = torch.utils.data; S = type('S', (list,), {'__getitems__': lambda self, i: [self[k] for k in i]}); s = D.Subset(S([1, 2, 3]), [2, 0]); out = (s[0], s[[0, 1]], s.__getitems__([1]), list(D.DataLoader(s, 2)))
D = torch.utils.data; S = type('S', (list,), {'__getitems__': lambda self, i: [7]}); D.StackDataset(S([1, 2, 3]), [4, 5, 6]).__getitems__([0, 1])
D = torch.utils.data; S = type('S', (list,), {'__getitems__': lambda self, i: [self[k] for k in i]}); out = D.StackDataset(S([1, 2, 3]), [4, 5, 6]).__getitems__([0, 1]), D.StackDataset(a=S([1, 2, 3]), b=[4, 5, 6]).__getitems__([0, 1])
D = torch.utils.data; s = D.Subset([1, 2, 3], [2, 0]); out = s[1]
D = torch.utils.data; i = iter(D.DataLoader([1, 2])); out = iter(i) is i
D = torch.utils.data; D.DataLoader([1, 2], num_workers=1, multiprocessing_context='nonsense')
D = torch.utils.data; D.DataLoader([1, 2], num_workers=1, multiprocessing_context=3)
D = torch.utils.data; list(D.DataLoader([1, 2], pin_memory=True))
D = torch.utils.data; D.DataLoader([1, 2], num_workers=1000, prefetch_factor=2).num_workers
D = torch.utils.data; d = type('D', (D.IterableDataset,), {'__iter__': lambda self: iter([1, 2]), '__len__': lambda self: 1}); l = D.DataLoader(d(), None); out = (len(l), list(l))
torch.random.thread_safe_generator()
b = __import__('io').BytesIO(); torch.save([torch.Size([1, 2]), torch.device('cpu'), torch.float32], b); b.seek(0); out = torch.load(b)
b = __import__('io').BytesIO(); torch.save(list(range(300)), b); b.seek(0); out = len(torch.load(b))
b = __import__('io').BytesIO(); torch.save([str(i) for i in range(700)] * 2, b); b.seek(0); out = torch.load(b)[-1]
b = __import__('io').BytesIO(); p = nn.Parameter(torch.ones(1)); p.mine = 3; torch.save(p, b); b.seek(0); q = torch.load(b); out = (q, q.mine)
f = type('F', (torch.autograd.Function,), {'forward': staticmethod(lambda c, x: x * 1), 'backward': staticmethod(lambda c, g: 3)}); f.apply(torch.ones(1, requires_grad=True)).backward()
p = nn.utils.rnn.pack_padded_sequence(torch.ones(2, 1, 1), [2]); out = [q.data.dtype for q in (p.double(), p.float(), p.half(), p.long(), p.int(), p.short(), p.char(), p.byte(), p.cpu())], p.is_pinned(), p.is_cuda
d = nn.ParameterDict({'a': nn.Parameter(torch.ones(1))}); d |= {'b': nn.Parameter(torch.ones(1))}; out = (list(d.keys()), len(list(d.values()))); d.clear(); out = (out, len(d))
m = nn.ModuleDict({'a': nn.ReLU()}); out = list(m.keys()); m.clear(); out = (out, len(m))
nn.Sequential().insert(0, 3)
nn.Identity()(torch.ones(1)), nn.Softmin(0)(torch.zeros(2)), nn.LogSoftmax(0)(torch.zeros(2))
m = nn.Linear(1, 1); out = m.to_empty(device='cpu') is m, m.share_memory() is m
nn.Linear(1, 1).cuda()
nn.Parameter().shape
x = nn.Parameter(torch.ones(1)); m = nn.Module(); m.register_parameter('a', x * 2)
x = torch.ones(2, requires_grad=True); o = torch.optim.SGD([x], lr=0.1); (x * x).sum().backward(create_graph=False); o.zero_grad(set_to_none=False); out = x.grad
x = torch.ones(1, requires_grad=True); o = torch.optim.SGD([x], lr=0.1); s = torch.optim.lr_scheduler.ReduceLROnPlateau(o, patience=0, min_lr=[0.0]); o.add_param_group({'params': [torch.ones(1, requires_grad=True)]}); s.step(1.0); s.step(2.0)
m = nn.Linear(1, 1); m(torch.ones(1)).backward(); nn.utils.clip_grads_with_norm_(m.parameters(), 0.5, torch.tensor(2.0)); out = m.weight.grad
torch.utils.data.StackDataset(a=[1, 2], b=[3, 4])[1]
torch.utils.data.StackDataset([1, 2], [3, 4])[1]
torch.utils.data.default_convert(__import__('collections').namedtuple('P', 'a b')(1.0, [2]))
# ---- rarely used arguments, and wrong ones
torch.tensor([1.0], dtype=str)
torch.cat(())
torch.concat([])
torch.Tensor(torch.tensor([1, 2], dtype=torch.float64))
torch.Tensor(1.5)
torch.Tensor(object())
torch.full(3, 1.0)
torch.full((2,), 'a')
torch.full_like([1, 2], 1.0)
torch.full((2,), torch.tensor(2, dtype=torch.int64))
torch.zeros()
torch.ones()
torch.empty(dtype=torch.int64)
torch.arange(dtype=torch.int64)
torch.device('xpu')
import numpy as np; torch.from_numpy(np.array([object()]))
F.adaptive_max_pool2d(torch.ones(1, 2, 2, dtype=torch.int64), 1)
F.adaptive_max_pool2d(torch.ones(1, 0, 2), 1)
F.adaptive_max_pool3d(torch.ones(1, 2, 0, 2), 1)
F.adaptive_avg_pool2d(torch.ones(1, 2, 2), 1.5)
torch.ones(2).add_('a', torch.ones(2))
torch.add(torch.ones(2), torch.ones(2), alpha=torch.tensor(2.0))
torch.addmv(torch.ones(2), 2, torch.ones(2, 2), torch.ones(2))
import numpy as np; torch.ones(2) == np.ones(2)
import numpy as np; torch.ones(2) != np.ones(2)
F.conv3d(torch.ones(1, 1, 2, 2, 2), torch.ones(1, 1, 3, 3, 3))
F.conv_transpose1d([1.0], torch.ones(1, 1, 1))
F.conv_transpose2d(3, torch.ones(1, 1, 1, 1))
torch.ones(2).type(3)
torch.ones(2).type(1.5)
torch.ones(2).copy_('a')
torch.ones(2).copy_(torch.ones(2, 3))
torch.ones(3).copy_(torch.ones(2))
torch.ones(1).copy_(torch.ones(2))
torch.ones(2).copy_(None)
torch.unique_consecutive(torch.tensor(3), dim=0)
torch.cov(torch.ones(1, 1, 2))
torch.cov(torch.tensor([1.0, 2.0]), fweights=torch.tensor([0, 0]))
torch.cov(torch.tensor([1.0, 2.0, 4.0]), aweights=torch.tensor([1.0, 2.0, 1.0]))
torch.cov(torch.tensor([1.0, 2.0, 4.0]), fweights=torch.tensor([1, 2, 1]), aweights=torch.tensor([1.0, 2.0, 1.0]))
torch.cov(torch.tensor([1.0, 2.0, 4.0]), fweights=torch.tensor([1, 2, 1]), aweights=torch.tensor([1.0, 2.0, 1.0]), correction=0)
torch.cov(torch.tensor([1.0]))
torch.cov(torch.tensor([[1.0, 2.0], [3.0, 4.0]]), correction=3)
torch.cov(torch.tensor([1.0, 2.0]), fweights=torch.ones(1, 2, dtype=torch.int64))
torch.cov(torch.tensor([1.0, 2.0]), fweights=torch.ones(2))
torch.cov(torch.tensor([1.0, 2.0]), aweights=torch.ones(2, dtype=torch.int64))
torch.cov(torch.tensor([1.0, 2.0]), aweights=torch.ones(1, 2))
torch.cov(torch.tensor([1.0, 2.0]), fweights=torch.tensor([1]))
torch.cov(torch.tensor([1.0, 2.0]), aweights=torch.tensor([1.0]))
torch.cov(torch.tensor([1.0, 2.0]), fweights=torch.tensor([-1, 2]))
torch.cov(torch.tensor([1.0, 2.0]), aweights=torch.tensor([-1.0, 2.0]))
torch.corrcoef(torch.ones(1, 1, 2))
torch.corrcoef(torch.tensor([1.0, 2.0]))
torch.vander(torch.ones(2, 2))
torch.vander(torch.ones(2), -1)
torch.vander(torch.tensor([2.0, 3.0]), 1), torch.vander(torch.tensor([2.0, 3.0]), 0)
torch.linalg.vander(torch.tensor([2.0]), N=1)
torch.linalg.vander(torch.tensor(2.0))
x = torch.zeros(2, 3, requires_grad=True); g, = torch.autograd.grad(F.cross_entropy(x, torch.tensor([0, 2])), x, create_graph=True); out = torch.autograd.grad((g * g).sum(), x)
x = torch.zeros(2, 3, requires_grad=True); w = torch.ones((), requires_grad=True); g, = torch.autograd.grad(F.nll_loss(x, torch.tensor([0, 2])), x, w, create_graph=True); out = torch.autograd.grad(g.sum(), w)
torch.trapezoid(torch.ones(3), x=torch.ones(3), dx=1)
torch.cumulative_trapezoid(torch.ones(3), torch.ones(3), dx=1.0)
torch.ones(2).view(True, 2)
torch.ones(2).reshape(2, True).shape
torch.ones(2).reshape(1.5)
torch.ones(2).expand(True, 2).shape
torch.ones(2, 3).permute(True, 0).shape
torch.ones(1, 2).expand(2, 2.0)
torch.ones(2).view(2, 1.0)
torch.einsum('i,i', torch.ones(2), 3)
torch.einsum('i,i', torch.ones(2), [1.0, 2.0])
torch.tensordot(torch.ones(2, 2), torch.ones(2, 2), torch.tensor(1))
torch.tensordot(torch.ones(2, 2), torch.ones(2, 2), torch.tensor([[1], [0]]))
torch.tensordot(torch.ones(2, 2), torch.ones(2, 2), 1.5)
torch.tensordot(torch.ones(2, 2), torch.ones(2, 2), 'a')
torch.tensordot(torch.ones(2, 2), torch.ones(2, 2, dtype=torch.float64), 1)
torch.broadcast_shapes((2,), 1.5)
torch.repeat_interleave(torch.ones(2), 1.5)
torch.repeat_interleave(torch.ones(2), [1, 2])
torch.repeat_interleave(torch.ones(2), None, 0)
torch.ones(2).repeat_interleave(1.5, 0)
torch.argmax(torch.ones(2), torch.tensor(0))
torch.argmin(torch.ones(2), torch.tensor([0]))
torch.roll(torch.ones(2), 1.5)
torch.roll(torch.ones(2), None)
torch.roll(torch.ones(0), 1), torch.roll(torch.ones(2, 0), (1, 1), (0, 1))
torch.roll(torch.ones(2), {})
torch.gather(torch.ones(2, 2), 0, torch.zeros(0, dtype=torch.int64))
torch.gather(torch.ones(2, 2, requires_grad=True), 1, torch.zeros(1, 1, dtype=torch.int64)).sum().backward()
torch.ones(2, 2).scatter(0, torch.zeros(0, 2, dtype=torch.int64), 1.0)
torch.ones(2, 2).scatter_add(0, torch.zeros(0, 2, dtype=torch.int64), torch.ones(2, 2))
torch.ones(2, 2).scatter_reduce(0, torch.zeros(0, 2, dtype=torch.int64), torch.ones(2, 2), 'sum')
F.grid_sample(torch.ones(1, 1, 2, 2), torch.ones(1, 1, 1, 2, 1), align_corners=True)
F.grid_sample(torch.ones(1, 2), torch.ones(1, 2), align_corners=True)
F.grid_sample(torch.ones(1, 1, 2, 2, 2), torch.ones(1, 1, 1, 2), align_corners=True)
torch.cartesian_prod(torch.ones(2, 2), torch.ones(2))
torch.cartesian_prod(torch.ones(2, 2))
F.group_norm(torch.ones(1, 2, dtype=torch.int64), 1)
F.rms_norm(torch.ones(2, dtype=torch.int64), (2,))
torch.index_select(torch.tensor(5.0), 0, torch.tensor(0))
torch.tensor(1.0).index_select(0, torch.tensor([0]))
torch.index_select(torch.tensor(1.0), 0, torch.tensor(1))
torch.ones(2).index_add(0, torch.tensor([[0]]), torch.ones(1))
torch.ones(2).index_copy(0, torch.tensor([[0]]), torch.ones(1))
torch.tensor(1.0)[0:1]
torch.ones(2)[[True, False]]
torch.ones(2)[[True, 0]]
torch.ones(2)[[0, 1.5]]
x = torch.ones(2); x[0] = 3 + 0j; out = x
x = torch.ones(2); x[0] = 3 + 1j
x = torch.randn(1, 1, 2, 2, dtype=torch.float64).fill_(0.5).requires_grad_(); s = torch.ones((), dtype=torch.float64, requires_grad=True); g, = torch.autograd.grad((F.interpolate(x, scale_factor=2, mode='bilinear') * s).sum(), x, create_graph=True); out = torch.autograd.grad(g.sum(), s)
x = torch.zeros(2, 2, requires_grad=True); torch.linalg.det(x).backward(); out = x.grad
x = torch.eye(2, requires_grad=True); s, l = torch.linalg.slogdet(x); out = torch.autograd.grad(s, x, allow_unused=True)
torch.linalg.solve(torch.eye(2), torch.ones(2, 3), left=False)
torch.linalg.svd(torch.tensor([[float('nan'), 1.0], [1.0, 1.0]]))
torch.linalg.svdvals(torch.tensor([[float('inf'), 1.0], [1.0, 1.0]]))
torch.linalg.lstsq(torch.tensor([[1.0, 0], [0, 1], [1, 1]]), torch.tensor([[1.0], [2], [4]]), driver='gelsd').residuals
torch.linalg.lstsq(torch.tensor([[1.0, 0], [0, 1], [1, 1]]), torch.tensor([1.0, 2, 4])).solution
torch.linalg.lstsq(torch.ones(2, 2), torch.tensor(1.0))
torch.linalg.lstsq(torch.ones(2, 2, 2, 2), torch.ones(2, 2))
torch.linalg.lstsq(torch.ones(2, 2), torch.ones(1, 2, 2))
torch.linalg.lstsq(torch.ones(2, 2), torch.ones(2, 2), driver='nonsense')
torch.linalg.lstsq(torch.ones(2), torch.ones(2))
torch.ones(2).masked_scatter(torch.tensor([True, False]), torch.ones(2, dtype=torch.float64))
torch.unravel_index(torch.tensor([1]), 1.5)
torch.unravel_index(torch.tensor([1]), None)
import numpy as np; x = torch.from_numpy(np.frombuffer(b'12345678', np.uint8).copy()); out = x.untyped_storage().nbytes()
F.layer_norm(torch.ones(2), (2,), torch.ones(2), torch.ones(2, dtype=torch.float64))
F.layer_norm(torch.ones(2), (2,), torch.ones(2, dtype=torch.float64), torch.ones(2, dtype=torch.float64))
F.batch_norm(torch.ones(2, 2), torch.ones(2), torch.ones(2), torch.ones(2), torch.ones(2, dtype=torch.float64))
F.batch_norm(torch.ones(2, 2), torch.ones(2, dtype=torch.float64), torch.ones(2))
F.batch_norm(torch.ones(2, 2, dtype=torch.float64), torch.ones(2), torch.ones(2))
F.batch_norm(torch.ones(2, 2, dtype=torch.float16), torch.ones(2), torch.ones(2, dtype=torch.float16))
F.batch_norm(torch.tensor(1.0), torch.ones(1), torch.ones(1))
F.batch_norm(torch.ones(2), torch.ones(2), torch.ones(2), training=True)
torch.linalg.matrix_norm(torch.ones(2, 2), dim=0)
torch.linalg.matrix_norm(torch.ones(2, 2), 2, dim=1)
torch.dist(torch.ones(2), torch.ones(2), 'fro')
torch.dist(torch.ones(2), torch.ones(2), None)
torch.norm(torch.ones(2, 2), 'fro', dim=0)
torch.norm(torch.ones(2, 2), 'nuc', dim=0)
torch.ones(2, dtype=torch.int8) + 300
torch.ones(2, dtype=torch.uint8) + 300
torch.ones(2, dtype=torch.uint8) - 1 - 300
torch.ones(2, dtype=torch.int32) * 2 ** 40
torch.ones(2, dtype=torch.bool) + 2 ** 70
x = torch.ones(2); x.mul_(torch.ones(3))
x = torch.ones(1); x.mul_(torch.ones(3))
torch.kthvalue(torch.tensor([True]), 1)
torch.median(torch.tensor([True, False]), 0)
torch.nanmedian(torch.tensor([True]))
s = torch.ones((), requires_grad=True); x = torch.ones(1, 1, 2, 2, requires_grad=True); g, = torch.autograd.grad((F.pad(x, (1, 1), mode='replicate') * s).sum(), x, create_graph=True); out = torch.autograd.grad(g.sum(), s)
s = torch.ones((), requires_grad=True); x = torch.ones(1, 2, 2, requires_grad=True); g, = torch.autograd.grad((F.pad(x, (1, 1), mode='reflect') * s).sum(), x, create_graph=True); out = torch.autograd.grad(g.sum(), s)
F.pad(torch.ones(2), 3)
F.pad(torch.ones(2), (-1, -2))
F.pad(torch.ones(2), (-3, 0))
F.pad(torch.ones(2), None)
x = torch.zeros(2, 2); x.index_put_((torch.tensor([[True, False], [False, True]]),), torch.tensor([1.0, 2.0])); out = x
x = torch.zeros(2, 2); x.index_put_((torch.tensor([True, False]), torch.tensor([1])), torch.tensor([1.0])); out = x
x = torch.zeros(2, 2); x.index_put_((torch.tensor([[True, True], [False, True]]),), torch.ones(2))
torch.zeros(3).index_put_(3, torch.tensor([1.0]))
s = torch.ones((), requires_grad=True); x = torch.ones(1, 1, 4, 4, requires_grad=True); g, = torch.autograd.grad((F.max_pool2d(x, 2) * s).sum(), x, create_graph=True); out = torch.autograd.grad((g * g).sum(), s)
s = torch.ones((), requires_grad=True); x = torch.ones(1, 1, 4, requires_grad=True); g, = torch.autograd.grad((F.adaptive_max_pool1d(x, 2) * s * s).sum(), x, create_graph=True); y, = torch.autograd.grad((g * g).sum(), s, create_graph=True); out = torch.autograd.grad(y, s)
F.max_pool1d(torch.ones(1, 1, 4), 2, padding=-1)
F.max_pool2d(torch.ones(1, 1, 4, 4), 2, padding=-1)
F.max_pool2d([1.0], 1)
F.max_pool2d(torch.ones(1, 0, 2), 1)
torch.linalg.cross(torch.ones(3), torch.ones(3, dtype=torch.float64))
torch.linalg.vecdot(torch.ones(3), torch.ones(3, dtype=torch.float64))
torch.ones(5000, 3).sum(0), torch.ones(5000, 2).mean(0)
torch.tensor(1.0).view(torch.float64)
torch.ones(2, 2).t()[:1].view(torch.float64)
torch.ones(4)[::2].view(torch.int16)
torch.ones(3).view(torch.float64)
torch.ones(3, 4)[:, :2].view(torch.float64).shape
torch.ones(3, 3)[:, :2].view(torch.float64).shape
torch.ones(4).view(torch.int16).shape, torch.ones(4).view(torch.float64).shape, torch.ones(2, 4).view(torch.int64).shape
torch.ones(2).unflatten(0, 3)
torch.ones(2).unflatten(0, 'a')
torch.atleast_1d([torch.ones(1), 3])
torch.atleast_3d(torch.ones(1), 'a')
torch.ones(2, 3).sum(axis=0, keepdims=True)
torch.ones(2, 3).mean(axis=1), torch.ones(2, 3).max(axis=0).values
torch.add(x1=torch.ones(2), x2=3)
torch.add(torch.ones(2), x2=3)
torch.add(a=torch.ones(2), other=3)
torch.sum(a=torch.ones(2))
torch.sum(x=torch.ones(2), axis=0)
torch.relu(torch.ones(2), 3)
torch.add(torch.ones(2), 3, alpha=1, foo=2)
torch.add(torch.ones(2), 3, input=torch.ones(2))
torch.baddbmm(torch.ones(1, 1, 1), 2, torch.ones(1, 1, 1), torch.ones(1, 1, 1))
torch.ones(2).narrow(0, 5, 1)
torch.split(torch.ones(2), True)
torch.split(torch.ones(2), 1, 'a')
torch.split(torch.ones(2), 1, 1.5)
torch.ones(2).split_with_sizes(3)
torch.split_with_sizes(torch.ones(2), 'a')
torch.std(torch.ones(2), unbiased=3)
torch.var(torch.ones(2), 0, unbiased='a')
torch.std(torch.ones(2), 0, unbiased=True, correction=1)
torch.var(torch.ones(2), unbiased=True, correction=1)
torch.var_mean(torch.ones(2), 1.5)
torch.logsumexp(torch.ones(2))
torch.logsumexp(torch.ones(2), 'a')
F.fold(torch.ones(2), 1, 1)
torch.normal(1.0, 2.0)
torch.normal(1.0, torch.ones(1), torch.ones(1))
torch.bernoulli(3)
torch.poisson(3)
torch.multinomial([1.0], 1)
torch.randint('a', (2,))
torch.randint(1.5, (2,))
torch.ones(2, dtype=torch.float16).random_(2049, 2049)
torch.ones(2, dtype=torch.float16).random_(2048, 2049)
torch.ones(2).random_(2 ** 24, 2 ** 24 + 1)
torch.ones(2).random_(2 ** 24 + 1, 2 ** 24 + 2)
torch.rand(2, generator=3)
torch.ones(2).uniform_(torch.tensor(0.0), torch.tensor(1.0)).shape
torch.ones(2).uniform_('a')
torch.ones(2).normal_([1])
torch.ones(2).uniform_(foo=3)
torch.ones(2).random_(foo=3)
torch.rand(2, size=(2,))
torch.rand([torch.tensor(2)]).shape
torch.rand('a')
torch.rand(None)
torch.rand((2, 'a'))
torch.rand_like(3)
torch.randn_like([1.0])
torch.randint_like(3, 2)
torch.randint_like(torch.ones(2), 1, 2, 3)
torch.randint_like(torch.ones(2))
torch.randint(3, 5)
torch.randint(0, 3, 5)
torch.randint(0, 3, 'a')
x = torch.ones(2, requires_grad=True); y = torch.poisson(x); out = (y.grad_fn.name(), y.requires_grad)
x = torch.ones(2); y = x.clone().requires_grad_(); z = y * 2; z.normal_(); out = z.grad_fn.name()
torch.default_generator.device, torch.Generator().initial_seed()
torch.Size([1, 'a'])
torch.Size([1.5])
torch.Size(3)
import copy; x = torch.ones(1); out = copy.deepcopy([x, x]); out = out[0] is out[1]
import copy; x = torch.nn.Parameter(torch.ones(1)); y = copy.deepcopy((x, x)); out = y[0] is y[1], type(y[0]).__name__
import copy; x = torch.ones(1); m = {}; y = copy.deepcopy(x, m); out = copy.deepcopy(x, m) is y
# ---- testing
torch.testing.assert_close(torch.ones(2), torch.ones(2), rtol=1)
torch.testing.assert_close([1, 2.0], [1, 2.0])
torch.testing.assert_close([1, 2], [1, 3])
torch.testing.assert_close([1], [1, 3])
torch.testing.assert_close({'a': 1}, {'b': 1})
torch.testing.assert_close({'a': torch.ones(1)}, {'a': torch.zeros(1)})
torch.testing.assert_close({'a': 1}, {'a': 1})
torch.testing.assert_close(True, False)
torch.testing.assert_close(True, True)
torch.testing.assert_close(None, None)
torch.testing.assert_close(1, 1.0)
torch.testing.assert_close(1, 1.0, check_dtype=False)
torch.testing.assert_close(1.0, 2.0, msg='mine')
torch.testing.assert_close(1.0, 2.0, msg=lambda m: 'mine: ' + m)
torch.testing.assert_close(torch.tensor([1]), torch.tensor([2]))
torch.testing.assert_close(torch.tensor([True]), torch.tensor([False]))
torch.testing.assert_close(torch.ones(2, 3), torch.ones(3, 2).t(), check_stride=True)
import numpy as np; torch.testing.assert_close(np.ones(2), np.ones(2))
torch.testing.assert_close(torch.ones(1, requires_grad=True), torch.ones(1))
# ---- in place on parts and on memory that overlaps, mixed dtypes, wrong kinds
torch.Tensor(torch.tensor([1, 2]))
__import__('pickle').loads(__import__('pickle').dumps(torch.ones(2, requires_grad=True) * 2))
torch.median(torch.tensor([True]), 0)
torch.narrow(torch.ones(2), 0, 5, 1)
torch.ones(2).masked_scatter(torch.tensor([True, False]), torch.ones(1, dtype=torch.int64))
torch.zeros(2).put_(torch.tensor([0, 1]), torch.tensor([1.0]))
[torch.autograd.grad(torch.cdist(x, torch.tensor([[0.0, 1]]), p).sum(), x) for p in (0.0, 1.0, 2.0, 3.0, float('inf')) for x in [torch.tensor([[0.0, 0], [3, 4]], requires_grad=True)]]
x=torch.ones(2,dtype=torch.double,requires_grad=True); y=x.detach().clone().requires_grad_(); out = torch.autograd.gradcheck(lambda a,b:a*b,[x,y])
x=torch.ones(2,dtype=torch.double,requires_grad=True); y=x.detach().clone().requires_grad_(); out = torch.autograd.gradgradcheck(lambda a,b:a*b,[x,y])
x=torch.ones(2,dtype=torch.double,requires_grad=True); out = torch.autograd.gradgradcheck(lambda a:a*a,[x],[torch.ones(2,dtype=torch.double,requires_grad=True)])
torch.ones((),requires_grad=True).mul(2).backward(1.5)
torch.ones((),requires_grad=True).mul(2).backward(None,'a')
torch.ones((),requires_grad=True).mul(2).backward(torch.tensor(1),[3])
torch.autograd.backward(torch.ones((),requires_grad=True).mul(2),1.5)
torch.autograd.backward(torch.ones((),requires_grad=True).mul(2),[1.5])
torch.autograd.grad(torch.ones((),requires_grad=True).mul(2),1.5)
x=torch.ones(()); out = x.requires_grad=1
x=torch.ones(()); out = x.requires_grad='a'
x=torch.ones(()); out = x.requires_grad_(1)
x=torch.ones(()); out = x.requires_grad_('a')
x=torch.ones(()); out = x.requires_grad_(None)
torch.ones(2,requires_grad=1)
torch.ones(2,requires_grad='a')
torch.add(torch.ones(2,dtype=torch.int16),torch.tensor([True,False]),alpha=2)
torch.sub(torch.ones(2,dtype=torch.float16),torch.tensor([1,2]),alpha=2)
torch.sub(torch.ones(2,dtype=torch.int16),torch.tensor([1,2],dtype=torch.uint8),alpha=2)
torch.add(torch.ones(2,dtype=torch.int16),torch.tensor([True,False]),alpha=2.5)
torch.add(torch.tensor([True]),torch.tensor([True,False]),alpha=2)
torch.add(torch.tensor([True]),torch.tensor([True,False]),alpha=True)
torch.add(torch.tensor([1]),torch.tensor([True,False]),alpha=True)
x=torch.ones(4,requires_grad=True); a,b=(x*2).split(2); out = a.mul_(2)
x=torch.ones(4,requires_grad=True); a,b=(x*2).chunk(2); out = a.mul_(2)
x=torch.ones(4,requires_grad=True); a,b=(x*2).view(2,2).unbind(); out = a.mul_(2)
x=torch.ones(4,requires_grad=True); a,b=(x*2).tensor_split(2); out = b.mul_(2)
x=torch.ones(4,requires_grad=True); a,b=(x*2).split([2,2]); out = b.mul_(2)
x=torch.ones(4,requires_grad=True); a,b=(x*2).view(2,2); out = b.mul_(2)
x=torch.ones(4,requires_grad=True); a,b=(x*2).hsplit(2); out = b.mul_(2)
x=torch.ones(4,requires_grad=True); a,b=x.split(2); out = b.mul_(2)
x=torch.ones(4); a,b=x.split(2); out = a.mul_(torch.ones(2,requires_grad=True))
x=torch.ones(4); a,b=x.split(2); out = a.mul_(2)
x=torch.ones(4,requires_grad=True); a,b=(x*2).split(2); out = a[0]=2
x=torch.ones(4,requires_grad=True); a,b=(x*2).split(2); out = a[0].mul_(2)
x=torch.ones(4,requires_grad=True); a,b=(x*2).split(2); out = a.detach().mul_(2)
x=torch.ones(4,requires_grad=True); y=x*2; a,b=y.split(2); y.mul_(2); out = a.grad_fn
x=torch.ones(4,requires_grad=True); y=x*2; a,b=y.split(2); y.mul_(2); out = a.mul_(2)
x=torch.ones(4,requires_grad=True); y=x*2; a,b=y.view(2,2).unbind(0); y.mul_(2); out = a.sum()
x=torch.ones(2,2); out = x[:,0]=x
x=torch.ones(2,2); out = x[:,0]=x[0]
x=torch.ones(2,2); out = x.copy_(x[None,0])
x=torch.ones(2,2); x.copy_(x.T); out = x
x=torch.ones(2,2); x.add_(x.T); out = x
x=torch.ones(4); out = x[1:].add_(x[:-1])
x=torch.ones(4); x[1:].copy_(x[:-1]); out = x
x=torch.ones(4); x[1:]=x[:-1]; out = x
x=torch.ones(4); x[:2].add_(x[2:]); out = x
x=torch.ones(4); x[::2].add_(x[1::2]); out = x
x=torch.ones(4); x.add_(x); out = x
x=torch.ones(4); out = torch.add(x[1:],1,out=x[:-1])
x=torch.ones(4); out = torch.exp(x[1:],out=x[:-1])
x=torch.ones(1).expand(3); out = x.add_(1)
x=torch.ones(1).expand(3); out = x.fill_(1)
x=torch.ones(1).expand(3); out = x.zero_()
x=torch.ones(1).expand(3); out = x.copy_(torch.ones(3))
x=torch.ones(1).expand(3); x[0]=2; out = x
x=torch.ones(1).expand(3); x[:2]=2; out = x
x=torch.ones(2,requires_grad=True)*2; out = x.zero_().grad_fn
x=torch.ones(2,requires_grad=True)*2; out = x.fill_(2).grad_fn
x=torch.ones(2,requires_grad=True)*2; out = x.fill_(torch.tensor(2.,requires_grad=True)).grad_fn
x=torch.ones(2); out = x.fill_(torch.tensor(2.,requires_grad=True)).grad_fn
x=torch.ones(2,requires_grad=True)*2; out = torch.nn.init.zeros_(x).grad_fn
x=torch.ones(2,requires_grad=True)*2; x[0]=1; out = x.grad_fn
x=torch.ones(2,requires_grad=True)*2; x[:1]=torch.ones(1); out = x.grad_fn
torch.tensor([1,'a'])
torch.tensor(['a',1])
torch.tensor([1,None])
torch.tensor([1,[2]])
torch.tensor([[1],2])
torch.tensor(object())
torch.tensor([1,'1'])
torch.tensor([1.0,'a'])
torch.tensor([True,'a'])
torch.ones(1,2,2)@torch.ones(1,2,2,dtype=torch.int64)
torch.ones(1,2,2)@torch.ones(2,2,dtype=torch.int64)
torch.ones(1,2,2)@torch.ones(2,dtype=torch.int64)
torch.ones(2)@torch.ones(1,2,2,dtype=torch.int64)
torch.ones(2)@torch.ones(2,dtype=torch.int64)
torch.ones(2,2)@torch.ones(2,dtype=torch.int64)
torch.ones(1,2,2).half()@torch.ones(1,2,2,dtype=torch.double)
torch.bmm(torch.ones(1,2,2),torch.ones(1,2,2,dtype=torch.int64))
torch.bmm(torch.ones(1,2,2)>0,torch.ones(1,2,2)>0)
torch.tensor([1.,2.,1.],requires_grad=True).unique()
torch.bincount(torch.tensor([1,2]),torch.tensor([1.,2.],requires_grad=True))
torch.histc(torch.tensor([1.,2.],requires_grad=True))
torch.unique(torch.tensor([1.,2.,1.],requires_grad=True),return_inverse=True)
torch.unique_consecutive(torch.tensor([1.,2.,1.],requires_grad=True))
torch.unique_consecutive(torch.tensor([1.,2.,1.],requires_grad=True)).sum().backward()
torch.tensor([1.,2.,1.],requires_grad=True).unique().sum().backward()
torch.tensor([0.1,1/3,7.7],dtype=torch.float16)+0.1
torch.tensor([0.1,1/3,7.7],dtype=torch.float16)-0.1
0.1-torch.tensor([0.1,1/3,7.7],dtype=torch.float16)
torch.tensor([0.1,1/3,7.7],dtype=torch.float16)**0.3
torch.tensor([0.1,1/3,7.7],dtype=torch.float16)+70000.
torch.softmax(torch.tensor([0.1,1/3,7.7,2.2,1.1],dtype=torch.float16),0)
torch.log_softmax(torch.tensor([0.1,1/3,7.7,2.2,1.1],dtype=torch.float16),0)
torch.logsumexp(torch.tensor([0.1,1/3,7.7,2.2,1.1],dtype=torch.float16),0)
torch.nansum(torch.tensor([0.1,1/3,7.7,2.2,1.1]*50,dtype=torch.float16))
torch.sum(torch.tensor([0.1,1/3,7.7,2.2,1.1]*50,dtype=torch.float16))
torch.mean(torch.tensor([0.1,1/3,7.7,2.2,1.1]*50,dtype=torch.float16))
torch.var(torch.tensor([0.1,1/3,7.7,2.2,1.1]*50,dtype=torch.float16))
torch.softmax(torch.ones(2,2,dtype=torch.int64),0)
torch.softmax(torch.ones(2,2,dtype=torch.int64),1)
torch.softmax(torch.ones(2,2,dtype=torch.int64),3)
torch.zeros(0)[[0,1]]
x=torch.ones(2,requires_grad=True)*2; out = x[...,-1:].grad_fn
x=torch.ones(1,requires_grad=True)*2; out = x[-1:].grad_fn
x=torch.ones(1,requires_grad=True)*2; out = x[0:].grad_fn
x=torch.ones(1,requires_grad=True)*2; out = x[:].grad_fn
torch.unravel_index(torch.tensor(3),(-2,3))
torch.max(torch.ones(2,2),0,out=(torch.ones(2),torch.zeros(2,dtype=torch.int64)))
torch.ones(2).transpose(0,'a')
torch.ones(2).transpose('a',0)
torch.Tensor(torch.tensor([1, 2],dtype=torch.int32))
torch.Tensor(torch.tensor([1.5, 2],dtype=torch.double))
torch.Tensor(torch.tensor([True, False]))
torch.median(torch.tensor([True]))
torch.nanmedian(torch.tensor([True]),0)
torch.baddbmm(torch.ones(1,2,2),torch.ones(1,2,2),torch.ones(1,2,2,dtype=torch.int64))
torch.mm(torch.ones(2,2)>0,torch.ones(2,2)>0)
torch.mv(torch.ones(2,2)>0,torch.ones(2)>0)
torch.dot(torch.ones(2)>0,torch.ones(2)>0)
torch.autograd.grad(1.5,torch.ones(2,requires_grad=True))
torch.autograd.grad(torch.ones(2,requires_grad=True).sum(),[1.5])
torch.autograd.backward(1.5)
torch.autograd.backward([1.5])
torch.clamp(torch.tensor([True]),1)
torch.log_softmax(torch.ones(2,2,dtype=torch.int64),0)
torch.log_softmax(torch.ones(2,2,dtype=torch.int64),1)
torch.log_softmax(torch.ones(2,2,dtype=torch.int64),2)
torch.softmax(torch.tensor(1),0)
torch.unique(torch.tensor([1.,2.,1.],requires_grad=True),dim=0)
torch.unique(torch.tensor([1.,2.,1.],requires_grad=True),dim=0).sum().backward()
torch.unique_consecutive(torch.tensor([1.,2.,1.],requires_grad=True),dim=0)
torch.unique_consecutive(torch.tensor([1.,2.,1.],requires_grad=True),dim=0).sum().backward()
torch.bincount(torch.tensor([1,2]),torch.tensor([1.,2.],requires_grad=True)).sum().backward()
torch.histc(torch.tensor([1.,2.],requires_grad=True)).sum().backward()
torch.nn.init.zeros_(torch.nn.Parameter(torch.ones(2)))
torch.tensor(['ab','c'])
torch.tensor([['a'],[1]])
torch.tensor([[1],['a']])
torch.ones(3,2).add_(torch.ones(3,2)[0])
x=torch.ones(3,2); out = x.add_(x[0])
x=torch.ones(3,2); out = x-=x[0]
x=torch.ones(3,2); out = x.masked_fill_(x[0]>0,1)
x=torch.ones(3,2); out = x.addcmul_(x[0],x[1])
x=torch.ones(3,2); out = x.lerp_(x[0],0.5)
x=torch.ones(3,2); out = x.pow_(x[0])
x=torch.ones(3,2); out = x.clamp_(x[0])
x=torch.ones(3,3); out = x.addmm_(x.T,x)
x=torch.ones(3,3); out = x.index_add_(0,torch.tensor([0]),x[:1])
x=torch.ones(3,3); x.index_copy_(0,torch.tensor([0]),x[1:2]); out = x
x=torch.ones(3,3); out = x.scatter_(0,torch.tensor([[0]]),x[1:2])
x=torch.ones(3,3); x[0]=x[1]; out = x
x=torch.ones(3,3); x[0]=x[0]; out = x
x=torch.ones(3,3); x[[0,1]]=x[0]; out = x
x=torch.ones(3,3); x[:2]=x[1:]; out = x
x=torch.ones(3,3); x[:,:2]=x[:,1:]; out = x
x=torch.ones(3,3); out = x.div_(x.detach()[0])
x=torch.ones(3,3); out = x.mul_(x.detach())
x=torch.ones(3,3); out = x.mul_(x.view(3,3))
x=torch.ones(3,3); out = x.mul_(x.data[0])
x=torch.ones(3,3); out = x.data[0:2].add_(x.data[1:])
x=torch.ones(3,requires_grad=True); a,b,c=x; exec('with torch.no_grad(): a.mul_(2)'); out = a
x=torch.ones(4,requires_grad=True); a,b=x.split(2); exec('with torch.no_grad(): x.mul_(2)'); out = a.grad_fn
x=torch.ones(4,requires_grad=True); a,b=x.split(2); exec('with torch.no_grad(): x.mul_(2)'); out = a
x=torch.ones(4,requires_grad=True); a,b=x.split(2); exec('with torch.no_grad(): x.mul_(2)'); out = a.requires_grad
x=torch.ones(4,requires_grad=True); a,b=x.split(2); exec('with torch.no_grad(): x.mul_(2)'); out = a.sum()
x=torch.ones(4,requires_grad=True); a,b=x.split(2); exec('with torch.no_grad(): x.mul_(2)'); out = a.is_leaf
x=torch.ones(4); a,b=x.split(2); x.mul_(torch.ones(4,requires_grad=True)); out = a.sum()
x=torch.ones(4,requires_grad=True); a,b=(x*2).split(2); out = a.view(2,1).mul_(2)
x=torch.ones(4,requires_grad=True); a,b=(x*2).split(2); out = a.clone().mul_(2)
x=torch.ones(4,requires_grad=True); a,b=(x*2).split(2); out = a.zero_()
x=torch.ones(4,requires_grad=True); a,b=(x*2).split(2); out = a+=1
x=torch.ones(4,requires_grad=True); a,b=(x*2).split(2); out = a.unsqueeze_(0)
x=torch.ones(4,requires_grad=True); a,b=(x*2).split(2); out = a.detach_()
x=torch.ones(2,4,requires_grad=True); a,b=(x*2).vsplit(2); out = a.add_(1)
x=torch.ones(2,requires_grad=True)*2; x[0].zero_(); out = x
x=torch.ones(2,requires_grad=True); (x*2).zero_().sum().backward(); out = x.grad
x=torch.ones(2,requires_grad=True); v=torch.tensor(3.,requires_grad=True);(x*2).fill_(v).sum().backward(); out = (x.grad,v.grad)
"""


def _as_program(line: str) -> str:
    """Lets an expression set ``out``; statements do so themselves."""
    statements = "; " in line or line.startswith("with ")
    return line if statements else f"out = ({line})"


CASES = [
    _as_program(line)
    for line in _PROGRAMS.strip().splitlines()
    if not line.startswith("#")
]
