"""Small programs about lazy layers and parameters that have no shape yet.

``nn_cases.py`` says how their outcome is written down.
"""

# ruff: noqa: E501 (a line of a small program stays one line)

from __future__ import annotations

_PARAMETER = """
p
p.shape
p.size()
p.ndim
p.dim()
p.numel()
p.detach()
p.dtype, p.device, p.requires_grad, p.grad, p.grad_fn, p.is_leaf
p.data
p.float() is p, p.cpu() is p, p.to(torch.float32) is p
p.double().dtype, p.int()
p.share_memory_()
p.is_floating_point(), p.is_complex()
p.numpy()
p.zero_()
p.add(1)
p.requires_grad_(False)
p.clone()
p.item()
p.tolist()
p.is_contiguous()
hash(p) == id(p)
copy.deepcopy(p), pickle.loads(pickle.dumps(p))
type(p).__name__, isinstance(p, nn.Parameter), torch.is_tensor(p)
nn.parameter.is_lazy(p), nn.parameter.is_lazy(torch.ones(2))
p.materialize((2, 3)), p.shape, type(p).__name__, p.requires_grad, p.dtype
p.materialize((2,), dtype=torch.float64), p.dtype
p.materialize(2.5)
nn.init.zeros_(p)
torch.optim.SGD([p], lr=1).param_groups[0]["params"]
nn.UninitializedParameter(dtype=torch.float64).dtype
nn.UninitializedParameter(dtype=torch.int64)
nn.UninitializedParameter(False).requires_grad
b
b.shape
b.requires_grad, b.persistent, isinstance(b, nn.Buffer)
b.detach()
b.double(), b.double().dtype
b.materialize((2,)), type(b).__name__, b.shape, b.persistent
nn.UninitializedBuffer(True, dtype=torch.float16).dtype
"""
_LAYERS = """
nn.LazyLinear(2)
nn.LazyLinear(3, False)
nn.LazyLinear(2).state_dict()
list(nn.LazyLinear(2).named_parameters())
run(nn.LazyLinear(2), 4, 3)
run(nn.LazyLinear(2, False), 3)
run(nn.LazyLinear(2))
run(nn.LazyLinear(2.5), 2)
nn.LazyLinear(2)(input=torch.ones(1, 2)).shape
nn.LazyLinear(2)()
nn.LazyLinear(2)([1.0])
nn.LazyLinear(2, dtype=torch.float64)(torch.ones(2, 2).double()).dtype
nn.LazyLinear(2).to(torch.float64)(torch.ones(2, 2).double()).dtype
nn.LazyLinear(2).half().weight.dtype
nn.LazyLinear(2).eval().training
nn.LazyLinear(2).reset_parameters()
nn.LazyLinear(2).zero_grad()
nn.LazyLinear(2).requires_grad_(False)
nn.LazyLinear(2).has_uninitialized_params(), run(nn.LazyLinear(2), 1, 2)[0].__dict__.get("_initialize_hook")
sum(p.numel() for p in nn.LazyLinear(2).parameters())
nn.LazyLinear(2).apply(lambda m: nn.init.ones_(m.weight))
run(copy.deepcopy(nn.LazyLinear(2)), 1, 3)
run(pickle.loads(pickle.dumps(nn.LazyLinear(2))), 1, 3)
run(nn.Sequential(nn.LazyLinear(3), nn.Linear(3, 2), nn.LazyLinear(1)), 2, 4)
run(nn.Sequential(nn.LazyConv2d(2, 2), nn.LazyBatchNorm2d(), nn.Flatten(), nn.LazyLinear(1)), 2, 1, 3, 3)
run(nn.LazyConv2d(2, 2, bias=False, groups=2), 1, 4, 2, 2)
run(nn.LazyConv2d(3, 2, groups=2), 1, 3, 4, 4)
run(nn.LazyConv2d(3, 2), 1, 4, 4, 4, 2)
run(nn.LazyConv1d(2, 2, 2, 1, 2, 1, True, 'circular'), 1, 4, 4)
nn.LazyConv2d(3, 2, groups=2)
nn.LazyConv2d(3, 2, groups=0)
nn.LazyConv2d(3, 2, padding='same')
nn.LazyConvTranspose2d(3, 2, padding_mode='circular')
nn.LazyConvTranspose2d(4, 3)(torch.ones(1, 2, 3, 3), output_size=(5, 5)).shape
run(nn.LazyConvTranspose1d(2, 2, 2, 0, 1, 2, True, 2), 1, 4, 3)
nn.LazyBatchNorm2d(bias=False), nn.LazyBatchNorm2d(1e-4, None, True, False)
nn.LazyBatchNorm2d(affine=False).state_dict()
run(nn.LazyBatchNorm1d(), 3)
run(nn.LazyBatchNorm1d(), 3, 2, 1, 1)
run(nn.LazyBatchNorm1d(affine=False), 3, 2)[0].state_dict()
run(nn.LazyInstanceNorm1d(), 3, 4)
run(nn.LazyInstanceNorm1d(), 3, 3)[1].shape
run(nn.LazyInstanceNorm2d(affine=False, track_running_stats=False), 1, 2, 2, 2)
nn.LazyBatchNorm1d().double().running_mean
nn.LazyLinear(2).load_state_dict(nn.LazyLinear(2).state_dict())
nn.Linear(3, 2).load_state_dict(nn.LazyLinear(2).state_dict())
load(nn.LazyLinear(2), nn.Linear(3, 2))
run(load(nn.LazyLinear(2), nn.Linear(3, 2)), 1, 3)
run(load(nn.LazyLinear(2), nn.Linear(3, 2)), 1, 4)
run(load(nn.LazyConv1d(2, 2), nn.Conv1d(3, 2, 2)), 1, 3, 4)
run(load(nn.LazyBatchNorm1d(), nn.BatchNorm1d(3)), 2, 3)
load(nn.LazyLinear(2), nn.Linear(3, 2)).has_uninitialized_params()
nn.LazyLinear(2).load_state_dict({'weight': torch.ones(3)})
nn.LazyLinear(2).load_state_dict({'weight': torch.ones(3), 'bias': 2})
nn.LazyLinear(2).load_state_dict(nn.Linear(3, 2).state_dict(), assign=True)
"""
_OWN = [
    "class A(nn.modules.lazy.LazyModuleMixin, nn.Module):\n"
    "    def __init__(self):\n"
    "        super().__init__()\n"
    "        self.w = nn.UninitializedParameter()\n" + more
    for more in (
        "out = A()(torch.ones(2))",
        "    def initialize_parameters(self, x): pass\nout = A()(torch.ones(2))",
        "    def initialize_parameters(self, x): self.w.materialize(x.shape)\n"
        "    def forward(self, x): return (self.w * 0 + x).shape\n"
        "m = A()\nout = m(torch.ones(2)), m(torch.ones(1)), m",
    )
]
_SETTING = """import copy, pickle
def run(layer, *shape):
    y = layer(torch.arange(1.0, 1 + torch.zeros(shape).numel()).reshape(shape))
    return layer, y, list(layer.state_dict().items())
def load(layer, other):
    assert not any(layer.load_state_dict(other.state_dict()))
    return layer
torch.manual_seed(3)
p = nn.UninitializedParameter()
b = nn.UninitializedBuffer()
"""

LAZY = [
    *(
        _SETTING + "out = " + case
        for case in (_PARAMETER + _LAYERS).strip().splitlines()
        if case
    ),
    *_OWN,
]
