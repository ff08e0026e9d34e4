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
