"""Small programs about ``nn``, and how their outcome is written down.

Each is a few lines that set ``out``, or raise an error; ``torch``, ``nn`` and
``F`` are defined. What counts is what ``out`` prints, or the error's type and
first line; and the warnings. PyTorch's outcomes are in ``nn_cases.json``.
"""

# ruff: noqa: E501 (a line of a small program stays one line)

from __future__ import annotations

import re
import warnings
from typing import Any

from nn_cases_layers import CALLS, FORWARD, LAYERS, PAIRS, UTILS
from nn_cases_lazy import LAZY
from nn_cases_module import ALONE, ON_A_NET

NET = """
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(2, 3)
        self.act = nn.Tanh()
        self.rest = nn.Sequential(nn.Linear(3, 3), nn.ReLU(), nn.Linear(3, 1))
        self.register_buffer("scale", torch.tensor(2.0))
        self.register_buffer("hidden", torch.ones(2), persistent=False)
        self.own = nn.Parameter(torch.zeros(3))
    def forward(self, x):
        return self.scale * self.rest(self.act(self.first(x)) + self.own)
torch.manual_seed(1)
net = Net()
x = torch.tensor([[0.5, -1.0], [2.0, 0.25]])
"""
M = "class M(nn.Module): pass\nm = M()\n"
WALK = """
def walk(t):
    lines = []
    def down(f, depth):
        lines.append(" " * depth + ("None" if f is None else f.name()))
        for g, _ in f.next_functions if f is not None else ():
            down(g, depth + 1)
    down(t.grad_fn, 0)
    return lines
torch.manual_seed(0)
x = torch.randn(2, 3, requires_grad=True)
w = torch.randn(4, 3, requires_grad=True)
b = torch.randn(4, requires_grad=True)
y = torch.rand(2, 3)
t = torch.tensor([0, 2])
im = torch.randn(2, 3, 6, 6, requires_grad=True)
k = torch.randn(4, 3, 3, 3, requires_grad=True)
"""

MODULE = [
    # registration
    NET + "out = net",
    NET + "out = [n for n, _ in net.named_parameters()]",
    NET + "out = [n for n, _ in net.named_parameters(recurse=False)]",
    NET + "out = [n for n, _ in net.named_parameters(prefix='p')]",
    NET + "net.tied = net.first\n"
    "out = [n for n, _ in net.named_parameters(remove_duplicate=False)]",
    NET + "net.tied = net.first\nout = [n for n, _ in net.named_parameters()]",
    NET + "net.tied = net.first\nout = [n for n, _ in net.named_modules()]",
    NET + "net.tied = net.first\n"
    "out = [n for n, _ in net.named_modules(remove_duplicate=False)]",
    NET + "out = [n for n, _ in net.named_buffers()]",
    NET + "out = [n for n, _ in net.named_children()]",
    NET + "out = [type(m).__name__ for m in net.modules()]",
    NET + "out = sorted(net.state_dict())",
    NET + "out = net.state_dict()",
    NET + "out = net.state_dict(prefix='model.', keep_vars=True)",
    NET + "out = dict(net.state_dict()._metadata)",
    NET + "out = net.state_dict({}, 'p.')",
    NET + "out = (net.get_submodule('rest.0'), net.get_submodule('') is net)",
    NET + "out = net.get_parameter('rest.2.bias')",
    NET + "out = net.get_buffer('scale')",
    NET + "net.get_submodule('rest.7')",
    NET + "net.get_submodule('first.weight')",
    NET + "net.get_parameter('first.w')",
    NET + "net.get_parameter('first.in_features')",
    NET + "net.get_buffer('first.weight')",
    NET + "net.set_submodule('rest.1', nn.GELU())\nout = net",
    NET + "net.set_submodule('rest.9', nn.GELU())\nout = net.rest",
    NET + "net.set_submodule('rest.9', nn.GELU(), strict=True)",
    NET + "net.set_submodule('', nn.GELU())",
    NET + "net.set_submodule('rest', 3)",
    NET + "net.own = torch.ones(3)",
    NET + "net.own = None\nout = list(net._parameters.items())",
    NET + "net.first = 3",
    NET + "net.first = None\nout = net",
    NET + "net.scale = 'x'",
    NET + "net.scale = torch.ones(2)\nout = net.state_dict()['scale']",
    NET + "net.own = nn.Linear(1, 1)\nout = (net, len(net._parameters))",
    NET
    + "net.first = nn.Parameter(torch.ones(1))\nout = (net, net._parameters)",
    NET + "net.b = nn.Buffer(torch.ones(1))\nout = sorted(net.state_dict())",
    NET + "net.b = nn.Buffer(torch.ones(1), persistent=False)\n"
    "out = (sorted(net.state_dict()), list(net._buffers))",
    NET + "del net.own\ndel net.first\ndel net.scale\nout = net.state_dict()",
    NET + "del net.missing",
    NET + "net.missing",
    NET
    + "out = [n for n in ('first', 'own', 'scale', 'rest') if n in dir(net)]",
    NET + "out = '0' in dir(net.rest)",
    "class N(nn.Module):\n    def __init__(self): self.a = nn.Linear(1, 1)\nN()",
    "class N(nn.Module):\n"
    "    def __init__(self): self.a = nn.Parameter(torch.ones(1))\nN()",
    "class N(nn.Module):\n"
    "    def __init__(self): self.register_buffer('a', None)\nN()",
    "class N(nn.Module):\n"
    "    def __init__(self): self.register_parameter('a', None)\nN()",
    "class N(nn.Module):\n"
    "    def __init__(self): self.a = nn.Buffer(torch.ones(1))\nN()",
    "class N(nn.Module):\n    def __init__(self): self.x = 3\nN()(1)",
    "class N(nn.Module):\n    def __init__(self): self.x = 3\n"
    "list(N().parameters())",
    M + "M(1)",
    M + "M(a=1)",
    M + "m(1)",
    M + "m.register_parameter('w', torch.ones(1))",
    M + "m.register_parameter('w', 3)",
    M + "m.register_parameter('a.b', None)",
    M + "m.register_parameter('', None)",
    M + "m.register_parameter(3, None)",
    M + "m.register_parameter('training', None)",
    M + "m.register_buffer('b', 3)",
    M + "m.register_buffer('a.b', None)",
    M + "m.register_buffer('', None)",
    M + "m.register_buffer('forward', None)",
    M + "m.add_module('x', 3)",
    M + "m.add_module('a.b', nn.Tanh())",
    M + "m.add_module('', nn.Tanh())",
    M + "m.add_module(3, nn.Tanh())",
    M + "m.add_module('forward', nn.Tanh())",
    M + "m.register_module('0', nn.Tanh())\nout = m",
    M + "m.add_module('none', None)\nout = (m, list(m.children()))",
    "nn.Parameter(torch.tensor([1]))",
    "out = nn.Parameter(torch.tensor([1]), requires_grad=False)",
    "out = nn.Parameter()",
    "with torch.no_grad():\n    out = nn.Parameter(torch.ones(2))",
    "d = torch.zeros(2)\np = nn.Parameter(d)\nd.add_(1)\n"
    "out = (p, p._version, isinstance(p, torch.Tensor))",
    "b = nn.Buffer(torch.ones(2))\n"
    "out = (isinstance(b, nn.Buffer), isinstance(torch.ones(1), nn.Buffer))",
    # state
    M + "m.load_state_dict(3)",
    NET + "out = net.load_state_dict(net.state_dict())",
    NET + "s = net.state_dict()\ns['extra'] = s.pop('own')\n"
    "s['rest.5.weight'] = s['scale']\nnet.load_state_dict(s)",
    NET + "s = net.state_dict()\ns['extra'] = s.pop('own')\n"
    "out = net.load_state_dict(s, strict=False)",
    NET + "s = net.state_dict()\ns['own'] = torch.ones(4)\n"
    "s['first.bias'] = 3\nnet.load_state_dict(s)",
    NET + "s = net.state_dict()\ns['scale'] = torch.tensor([5.0])\n"
    "net.load_state_dict(s)\nout = net.scale",
    NET + "s = {k: v.double() * 0 for k, v in net.state_dict().items()}\n"
    "net.load_state_dict(s)\nout = (net.own, net.first.weight.dtype)",
    NET + "s = {k: v.double() * 0 for k, v in net.state_dict().items()}\n"
    "net.load_state_dict(s, assign=True)\n"
    "out = (net.own, net.first.weight, net.scale)",
    NET + "p = net.own\nnet.load_state_dict(net.state_dict())\n"
    "out = p is net.own",
    NET + "other = Net()\nother.load_state_dict(net.state_dict())\n"
    "out = torch.equal(other(x), net(x))",
    "class E(nn.Module):\n"
    "    def get_extra_state(self): return {'n': 3}\n"
    "    def set_extra_state(self, state): self.n = state['n']\n"
    "e = E()\ns = e.state_dict()\ne.load_state_dict(s)\nout = (s, e.n)",
    "class E(nn.Module):\n"
    "    def set_extra_state(self, state): pass\nE().load_state_dict({})",
    M + "m.load_state_dict({'_extra_state': 3})",
    # hooks
    NET + "seen = []\n"
    "h = net.first.register_forward_hook("
    "lambda m, a, y: seen.append((len(a), tuple(y.shape))))\n"
    "net(x)\nh.remove()\nnet(x)\nout = seen",
    NET + "net.first.register_forward_pre_hook(lambda m, a: (a[0] * 0,))\n"
    "out = net.first(x) - net.first.bias",
    NET + "net.first.register_forward_pre_hook(lambda m, a: a[0] * 0)\n"
    "out = net.first(x) - net.first.bias",
    NET + "net.first.register_forward_hook(lambda m, a, y: y * 0)\n"
    "out = net.first(x)",
    NET + "order = []\n"
    "for i in range(3):\n"
    "    net.register_forward_hook("
    "lambda *a, i=i: order.append(i), prepend=i == 2)\n"
    "net(x)\nout = order",
    "class K(nn.Module):\n    def forward(self, x, k=1): return x * k\n"
    "m = K()\nseen = []\n"
    "m.register_forward_pre_hook("
    "lambda m, a, k: (a, {'k': k['k'] + 1}), with_kwargs=True)\n"
    "m.register_forward_hook("
    "lambda m, a, k, y: seen.append(k), with_kwargs=True)\n"
    "out = (m(torch.ones(1), k=2), seen)",
    "class K(nn.Module):\n    def forward(self, x, k=1): return x * k\n"
    "m = K()\n"
    "m.register_forward_pre_hook(lambda m, a, k: 3, with_kwargs=True)\n"
    "m(torch.ones(1))",
    "class R(nn.Module):\n    def forward(self, x): raise KeyError('no')\n"
    "m, seen = R(), []\n"
    "m.register_forward_hook(lambda m, a, y: seen.append(y), always_call=True)\n"
    "m.register_forward_hook(lambda m, a, y: seen.append('never'))\n"
    "try:\n    m(1)\nexcept KeyError:\n    out = seen",
    NET + "seen = []\n"
    "net.rest.register_full_backward_hook(lambda m, gi, go: seen.append("
    "([tuple(g.shape) for g in gi], [tuple(g.shape) for g in go])))\n"
    "net(x).sum().backward()\nout = seen",
    NET + "net.rest.register_full_backward_hook("
    "lambda m, gi, go: (gi[0] * 0,))\n"
    "net(x).sum().backward()\nout = (net.first.weight.grad, net.own.grad)",
    NET + "net.rest.register_full_backward_pre_hook("
    "lambda m, go: (go[0] * 10,))\nnet(x).sum().backward()\n"
    "out = net.rest[2].bias.grad",
    NET
    + "net.rest.register_full_backward_hook(lambda m, gi, go: (None, None))\n"
    "net(x).sum().backward()",
    NET + "seen = []\nnet.first.register_full_backward_hook("
    "lambda m, gi, go: seen.append((gi, tuple(go[0].shape))))\n"
    "net(x).sum().backward()\nout = seen",
    NET + "net.register_full_backward_hook(lambda *a: None)\n"
    "net.register_backward_hook(lambda *a: None)",
    NET + "seen = []\n"
    "net.act.register_backward_hook("
    "lambda m, gi, go: seen.append((len(gi), len(go))))\n"
    "net(x).sum().backward()\nout = seen",
    NET
    + "net.register_backward_hook(lambda *a: None)\nnet(x).sum().backward()",
    NET + "net.register_full_backward_hook(lambda *a: None)\n"
    "y = net(x)\nout = y.grad_fn.name()",
    NET + "seen = []\nh = net.register_state_dict_pre_hook("
    "lambda m, p, k: seen.append((p, k)))\n"
    "net.register_state_dict_post_hook("
    "lambda m, s, p, meta: s.update(more=1))\n"
    "out = (net.state_dict(keep_vars=True)['more'], seen)",
    NET + "net.register_state_dict_post_hook(lambda *a: {})\nnet.state_dict()",
    NET + "net.register_load_state_dict_pre_hook("
    "lambda m, s, p, *rest: s.pop('bad', None))\n"
    "s = net.state_dict()\ns['bad'] = torch.ones(1)\nout = net.load_state_dict(s)",
    NET + "net.register_load_state_dict_post_hook("
    "lambda m, keys: keys.missing_keys.clear())\n"
    "out = net.load_state_dict({'own': torch.ones(3)})",
    # conversion, modes, copying
    NET + "p = net.own\nnet.double()\n"
    "out = (p is net.own, p, net.scale, net(x.double()))",
    NET + "net.to(torch.float16)\nout = (net.own.dtype, net.scale.dtype)",
    NET + "net.half().float()\nout = {p.dtype for p in net.parameters()}",
    NET + "net.to(torch.int64)",
    NET + "net(x).sum().backward()\nnet.double()\nout = net.own.grad.dtype",
    NET + "net.n = nn.Buffer(torch.tensor(3))\nnet.double()\nout = net.n",
    NET + "out = net.to('cpu') is net and net.cpu() is net",
    NET + "out = net.type(torch.float64).own",
    NET + "net.eval()\n"
    "out = ({m.training for m in net.modules()}, net.train().training)",
    NET + "net.train(1)",
    NET
    + "out = [p.requires_grad for p in net.requires_grad_(False).parameters()]",
    NET + "net(x).sum().backward()\nnet.zero_grad()\nout = net.own.grad",
    NET + "net(x).sum().backward()\nnet.zero_grad(set_to_none=False)\n"
    "out = net.own.grad",
    NET + "names = []\nnet.apply(lambda m: names.append(type(m).__name__))\n"
    "out = names",
    NET + "import copy\nnet(x).sum().backward()\nother = copy.deepcopy(net)\n"
    "other.own.data.fill_(1.0)\n"
    "out = (net.own, other.own, other.own.grad, other.first is net.first)",
    "import copy\nm = nn.Sequential(nn.Linear(2, 2), nn.ReLU())\n"
    "m[0].register_forward_hook(lambda m, a, y: y * 0 + 1)\n"
    "out = copy.deepcopy(m)(torch.ones(1, 2))",
    "import pickle\ntorch.manual_seed(0)\nm = nn.Linear(2, 2)\n"
    "n = pickle.loads(pickle.dumps(m))\n"
    "out = (n, n.weight, n.weight.requires_grad, torch.equal(m.weight, n.weight))",
    # containers
    "m = nn.Sequential(nn.Tanh(), nn.ReLU(), nn.GELU())\n"
    "out = (m[0], m[-1], m[1:], len(m), list(m)[1])",
    "m = nn.Sequential(nn.Tanh(), nn.ReLU(), nn.GELU())\ndel m[1]\nout = m",
    "m = nn.Sequential(nn.Tanh(), nn.ReLU(), nn.GELU())\ndel m[:2]\nout = m",
    "m = nn.Sequential(nn.Tanh(), nn.ReLU())\nm[0] = nn.GELU()\nout = m",
    "m = nn.Sequential(nn.Tanh(), nn.ReLU())\nm.insert(1, nn.GELU())\nout = m",
    "m = nn.Sequential(nn.Tanh(), nn.ReLU())\nm.insert(5, nn.GELU())",
    "m = nn.Sequential(nn.Tanh(), nn.ReLU())\nout = (m.pop(0), m)",
    "m = nn.Sequential(nn.Tanh())\nm.append(nn.ReLU()).extend([nn.GELU()])\n"
    "out = m",
    "m = nn.Sequential(nn.Tanh())\nout = (m + m, m * 2, 3 * m)",
    "m = nn.Sequential(nn.Tanh())\nm += nn.Sequential(nn.ReLU())\nm *= 2\n"
    "out = m",
    "nn.Sequential() + 3",
    "nn.Sequential() * 0",
    "nn.Sequential() * 'a'",
    "nn.Sequential(nn.Tanh())[3]",
    "nn.Sequential(3)",
    "nn.Sequential([nn.Tanh()])",
    "from collections import OrderedDict\n"
    "m = nn.Sequential(OrderedDict(a=nn.Tanh(), b=nn.ReLU()))\n"
    "m.append(nn.GELU())\nout = (m, m.a, m[1])",
    "out = nn.Sequential()(3)",
    "m = nn.ModuleList([nn.Tanh(), nn.ReLU()])\nm.insert(1, nn.GELU())\n"
    "m += [nn.SiLU()]\nout = (m, m[1:3], m[-1], len(m + [nn.ReLU()]), m.pop(0))",
    "m = nn.ModuleList([nn.Tanh() for _ in range(4)])\ndel m[1]\ndel m[-1:]\n"
    "out = m",
    "nn.ModuleList().extend(3)",
    "nn.ModuleList([nn.Tanh()])[1]",
    "nn.ModuleList()(1)",
    "out = nn.ModuleList([nn.Linear(1, 2), nn.Linear(1, 2), nn.Tanh()])",
    "out = nn.ModuleList()",
    "m = nn.ModuleDict({'b': nn.Tanh(), 'a': nn.ReLU()})\nm['c'] = nn.GELU()\n"
    "out = (m, list(m), 'a' in m, len(m), m.pop('b'), list(m.values()))",
    "m = nn.ModuleDict([['x', nn.Tanh()]])\nm.update({'y': nn.ReLU()})\n"
    "del m['x']\nout = (m, list(m.items()))",
    "nn.ModuleDict(3)",
    "nn.ModuleDict([3])",
    "nn.ModuleDict([(1,)])",
    "nn.ModuleDict({'a': 3})",
    "p = nn.ParameterList([torch.ones(2, 3), 3])\np.append(torch.zeros(1))\n"
    "p[0] = torch.zeros(2)\n"
    "out = (p, len(p), p[-1], p[1:], len(list(p.parameters())))",
    "p = nn.ParameterList()\np += [torch.ones(1)]\nout = p",
    "nn.ParameterList([torch.ones(1)])[1]",
    "nn.ParameterList().extend(torch.ones(2))",
    "nn.ParameterList()()",
    "p = nn.ParameterDict({'b': torch.ones(2), 'a': 'x'})\n"
    "p['c'] = torch.zeros(1)\n"
    "out = (p, list(p), p.get('z', 3), 'b' in p, p.pop('a'), p.popitem(), len(p))",
    "p = nn.ParameterDict({'a': torch.ones(1)})\n"
    "q = nn.ParameterDict({'b': torch.ones(2)})\n"
    "out = (p | q, p.copy(), p.setdefault('d', torch.ones(1)), "
    "list(reversed(p)), p.fromkeys(['u', 'v'], 1))",
    "nn.ParameterDict({3: torch.ones(1)})",
    "nn.ParameterDict(3)",
    "nn.ParameterDict([3])",
    "nn.ParameterDict()(1)",
    "out = nn.Sequential(nn.ParameterList([torch.ones(1)]), nn.Flatten())",
    # all modules at once
    "everywhere = torch.nn.modules.module\nseen = []\n"
    "h = everywhere.register_module_forward_hook("
    "lambda m, a, y: seen.append(type(m).__name__))\n"
    "g = everywhere.register_module_forward_pre_hook("
    "lambda m, a: seen.append('before'))\n"
    "try:\n    nn.Sequential(nn.Tanh(), nn.ReLU())(torch.ones(1))\n"
    "finally:\n    h.remove()\n    g.remove()\nout = seen",
    "everywhere = torch.nn.modules.module\nseen = []\n"
    "h = everywhere.register_module_parameter_registration_hook("
    "lambda m, n, p: seen.append(n))\n"
    "try:\n    nn.Linear(1, 1)\nfinally:\n    h.remove()\nout = seen",
]

_GRAPHS = (
    "F.linear(x, w, b)",
    "F.linear(x, w)",
    "F.linear(x[0], w, b)",
    "F.linear(x[0], w)",
    "F.linear(x[None], w, b)",
    "F.linear(x[None], w)",
    "F.relu(x)",
    "F.relu6(x)",
    "F.gelu(x)",
    "F.gelu(x, approximate='tanh')",
    "F.elu(x)",
    "F.celu(x)",
    "F.selu(x)",
    "F.prelu(x, x.detach()[0].clone().requires_grad_())",
    "F.tanhshrink(x)",
    "F.softsign(x)",
    "F.dropout(x)",
    "F.dropout(x, 0.5, False)",
    "F.alpha_dropout(x, training=True)",
    "F.softmax(x, 1)",
    "F.softmin(x, 1)",
    "F.softmax(x, 1, dtype=torch.float64)",
    "F.log_softmax(x, 1)",
    "F.mse_loss(x, y)",
    "F.mse_loss(x, y.clone().requires_grad_())",
    "F.mse_loss(x, y, reduction='none')",
    "F.mse_loss(x, y, weight=y)",
    "F.l1_loss(x, y)",
    "F.l1_loss(x, y, reduction='sum')",
    "F.smooth_l1_loss(x, y)",
    "F.huber_loss(x, y)",
    "F.binary_cross_entropy(x.sigmoid(), y)",
    "F.binary_cross_entropy_with_logits(x, y, weight=y, pos_weight=y[0])",
    "F.cross_entropy(x, t)",
    "F.cross_entropy(x, t, torch.ones(3))",
    "F.cross_entropy(im, torch.zeros(2, 6, 6, dtype=torch.long))",
    "F.cross_entropy(im[..., 0], torch.zeros(2, 6, dtype=torch.long))",
    "F.cross_entropy(x[0], t[0])",
    "F.nll_loss(x, t)",
    "F.kl_div(x, y, reduction='sum')",
    "F.conv2d(im, k, b)",
    "F.conv2d(im, k)",
    "F.conv2d(im.detach(), k)",
    "F.conv2d(im[0], k, b)",
    "F.conv2d(im, k, padding='same')",
    "F.conv1d(im[0], torch.ones(2, 6, 3, requires_grad=True))",
    "F.conv_transpose2d(im, torch.ones(3, 1, 2, 2))",
    "F.max_pool2d(im, 2)",
    "F.max_pool2d(im, 2, return_indices=True)[0]",
    "F.max_pool1d(im[0], 2)",
    "F.avg_pool2d(im, 2)",
    "F.avg_pool1d(im[0], 2)",
    "F.adaptive_avg_pool2d(im, 1)",
    "F.adaptive_avg_pool2d(im, 4)",
    "F.adaptive_avg_pool1d(im[0], 4)",
    "nn.BatchNorm2d(3)(im)",
    "nn.BatchNorm2d(3).eval()(im)",
    "nn.BatchNorm1d(3, affine=False)(x)",
    "nn.LayerNorm(6)(im)",
    "nn.LayerNorm(6, bias=False)(im)",
    "nn.Embedding(4, 3)(t)",
    "nn.Flatten()(im)",
    "nn.Unflatten(1, (3, 1))(im)",
    "F.pad(im, (1, 1))",
    "F.pad(im, (1, 1, 1, 1), mode='reflect')",
    "F.pad(im, (1, 1, 1, 1), mode='replicate')",
)

_CALLS = """
F.linear(torch.ones(2, 5), torch.ones(4, 3))
F.linear(torch.ones(2, 5), torch.ones(4, 3), torch.ones(4))
F.linear(torch.ones(2, 3), torch.ones(4, 3), torch.ones(5))
F.linear(torch.ones(2, 3).double(), torch.ones(4, 3), torch.ones(4))
F.linear(torch.ones(2, 3), torch.ones(3))
F.linear(torch.tensor(1.0), torch.ones(4, 3))
F.linear([1.0], torch.ones(4, 3))
F.linear(torch.ones(0, 3), torch.ones(4, 3), torch.ones(4))
F.bilinear(torch.ones(2, 3), torch.ones(3, 4), torch.ones(5, 3, 4))
F.bilinear(torch.ones(2, 2), torch.ones(2, 4), torch.ones(5, 3, 4))
F.relu(torch.arange(-2, 3))
F.relu(torch.tensor([True]))
F.relu([1.0])
F.relu_(torch.tensor([-1.0, 1.0]))
F.relu_(torch.ones(1, requires_grad=True))
F.gelu(torch.arange(3))
F.gelu(torch.ones(1), approximate='x')
F.hardtanh(torch.ones(1), 1, 0)
F.celu(torch.ones(1), 0)
F.softshrink(torch.ones(1), -1)
F.softshrink(torch.tensor([-0.25, 0.25, -2.0]))
F.glu(torch.ones(3))
F.prelu(torch.ones(2, 3), torch.ones(2))
F.threshold(torch.arange(-1.0, 2), 0.5, 3)
F.elu(torch.tensor([float('nan'), float('inf'), -float('inf'), 0.0]))
F.hardtanh(torch.tensor([float('nan'), 3.0]))
F.hardswish(torch.tensor([-4.0, -3.0, 0.0, 3.0, 5.0]))
F.softplus(torch.tensor([-100.0, 0.0, 30.0]))
F.logsigmoid(torch.tensor([-200.0, 0.0, 200.0]))
F.softmax(torch.ones(2, 2))
F.softmax(torch.ones(2, 2), 3)
F.softmax(torch.arange(3), 0)
F.softmax(torch.arange(3), 0, dtype=torch.float64)
F.softmax(torch.tensor(1.0), 0)
F.softmax(torch.ones(0, 3), 1)
F.softmax(torch.tensor([1000.0, 1000.0, float('-inf')]), 0)
F.log_softmax(torch.ones(2, 3, 4))
F.log_softmax(torch.tensor([0.0, -1000.0]), 0)
F.softmin(torch.ones(3))
F.mse_loss(torch.ones(2, 3), torch.zeros(3))
F.mse_loss(torch.ones(2, 3), torch.ones(2, 3).double())
F.mse_loss(torch.arange(3), torch.arange(3))
F.mse_loss(torch.ones(2), torch.ones(2), reduction='x')
F.mse_loss(torch.ones(2), torch.ones(2), size_average=False)
F.mse_loss(torch.ones(2), torch.zeros(2), reduce=False)
F.mse_loss(torch.ones(2, 3), torch.ones(2, 3), weight=torch.ones(3))
F.mse_loss(torch.zeros(0), torch.zeros(0))
F.l1_loss(torch.ones(2, 3), torch.zeros(3))
F.smooth_l1_loss(torch.ones(2), torch.ones(2), beta=-1)
F.huber_loss(torch.ones(2), torch.ones(2), delta=0)
F.binary_cross_entropy(torch.tensor([0.0, 1.0]), torch.tensor([1.0, 1.0]), reduction='none')
F.binary_cross_entropy(torch.tensor([2.0]), torch.tensor([1.0]))
F.binary_cross_entropy(torch.ones(2, 3), torch.ones(2))
F.binary_cross_entropy(torch.ones(2), torch.ones(2, dtype=torch.long))
F.binary_cross_entropy_with_logits(torch.ones(2), torch.ones(3))
F.binary_cross_entropy_with_logits(torch.ones(2), torch.ones(2, dtype=torch.long))
F.binary_cross_entropy_with_logits(torch.tensor([-500.0, 500.0]), torch.tensor([0.0, 1.0]))
F.cross_entropy(torch.ones(2, 3), torch.tensor([0, 3]))
F.cross_entropy(torch.ones(2, 3), torch.tensor([0, -1]))
F.cross_entropy(torch.ones(2, 3), torch.tensor([0, -100]))
F.cross_entropy(torch.ones(2, 3), torch.tensor([-100, -100]))
F.cross_entropy(torch.ones(2, 3), torch.tensor([0, 1], dtype=torch.int32))
F.cross_entropy(torch.ones(2, 3), torch.tensor([0.0, 1.0]))
F.cross_entropy(torch.ones(2, 3), torch.tensor([0, 1, 2]))
F.cross_entropy(torch.ones(2, 3), torch.tensor([[0], [1]]))
F.cross_entropy(torch.ones(3), torch.tensor([0, 1]))
F.cross_entropy(torch.ones(2, 3), torch.tensor([0, 1]), torch.ones(4))
F.cross_entropy(torch.ones(2, 3).double(), torch.tensor([0, 1]), torch.ones(3))
F.cross_entropy(torch.ones(2, 3), torch.tensor([0, 1]), label_smoothing=2.0)
F.cross_entropy(torch.ones(2, 3), torch.ones(2, 3, dtype=torch.long))
F.cross_entropy(torch.ones(2, 3), torch.ones(2, 3), ignore_index=1)
F.cross_entropy([1.0], torch.tensor([0]))
F.cross_entropy(torch.zeros(0, 3), torch.zeros(0, dtype=torch.long))
F.nll_loss(torch.ones(2, 3), torch.tensor([0.0, 1.0]))
F.nll_loss(torch.ones(2, 3, 4, 4), torch.zeros(2, 4, 5, dtype=torch.long))
F.nll_loss(torch.ones(2, 3), torch.tensor([0, 1], dtype=torch.uint8))
F.nll_loss(torch.ones(2, 3, 4), torch.zeros(2, dtype=torch.long))
F.kl_div(torch.zeros(2, 3), torch.ones(2, 3))
F.conv2d(torch.ones(1, 1, 4, 4), torch.ones(1, 2, 2, 2))
F.conv2d(torch.ones(1, 1, 1, 1), torch.ones(1, 1, 2, 2))
F.conv2d(torch.ones(1, 1, 4, 4), torch.ones(1, 1, 2))
F.conv2d(torch.ones(4, 4), torch.ones(1, 1, 2, 2))
F.conv2d(torch.ones(1, 1, 4, 4), torch.ones(1, 1, 2, 2), torch.ones(3))
F.conv2d(torch.ones(1, 1, 4, 4), torch.ones(1, 1, 2, 2), stride=0)
F.conv2d(torch.ones(1, 1, 4, 4), torch.ones(1, 1, 2, 2), padding=-1)
F.conv2d(torch.ones(1, 1, 4, 4), torch.ones(1, 1, 2, 2), padding='x')
F.conv2d(torch.ones(1, 1, 4, 4), torch.ones(1, 1, 2, 2), padding='same', stride=2)
F.conv2d(torch.ones(1, 1, 4, 4).double(), torch.ones(1, 1, 2, 2))
F.conv2d(torch.ones(1, 3, 4, 4), torch.ones(4, 1, 2, 2), groups=2)
F.conv2d(torch.ones(1, 4, 4, 4), torch.ones(3, 2, 2, 2), groups=2)
F.conv2d(torch.ones(1, 1, 4, 4), torch.ones(1, 1, 2, 2), stride=(1, 2, 3))
F.conv2d(torch.ones(1, 1, 4, 4), torch.ones(1, 1, 2, 2), dilation=0)
F.conv2d(torch.ones(0, 1, 4, 4), torch.ones(2, 1, 2, 2)).shape
F.conv2d(torch.ones(1, 1, 4, 4, dtype=torch.long), torch.ones(1, 1, 2, 2, dtype=torch.long))
F.conv1d(torch.ones(1, 1, 4, 4), torch.ones(1, 1, 2))
F.conv_transpose2d(torch.ones(2, 3, 4, 5), torch.ones(3, 2, 2, 3), output_padding=1)
F.conv_transpose2d(torch.ones(2, 3, 4, 5), torch.ones(3, 2, 2, 3), groups=2)
F.conv_transpose2d(torch.ones(2, 3, 4, 5), torch.ones(4, 2, 2, 2))
F.conv_transpose2d(torch.ones(2, 3, 4, 5), torch.ones(3, 2, 2, 3), torch.ones(3))
F.conv_transpose2d(torch.ones(2, 3, 4, 5), torch.ones(3, 2, 2, 3), output_padding=-1)
F.max_pool2d(torch.ones(1, 1, 1, 1), 2)
F.max_pool2d(torch.ones(4, 4), 2)
F.max_pool2d(torch.ones(1, 1, 4, 4), 2, padding=2)
F.max_pool2d(torch.ones(1, 1, 4, 4), 0)
F.max_pool2d(torch.ones(1, 1, 4, 4), -1)
F.max_pool2d(torch.ones(1, 1, 4, 4), (2, 2, 2))
F.max_pool2d(torch.arange(16).reshape(1, 4, 4), 2)
F.max_pool2d(torch.ones(1, 3, 3), 2, ceil_mode=True, return_indices=True)
F.max_pool2d(torch.tensor([[[float('nan'), 1.0], [2.0, 3.0]]]), 2, return_indices=True)
F.max_pool1d(torch.ones(4, 4), 5)
F.avg_pool2d(torch.ones(1, 3, 3), 2, ceil_mode=True, padding=1)
F.avg_pool2d(torch.ones(1, 1, 4, 4), 2, divisor_override=0)
F.avg_pool2d(torch.ones(1, 1, 4, 4), 3, padding=2)
F.adaptive_avg_pool2d(torch.ones(4, 4), 2)
F.adaptive_avg_pool2d(torch.arange(10.0).reshape(1, 2, 5), (2, 3))
F.batch_norm(torch.ones(1, 3), None, None, training=True)
F.batch_norm(torch.ones(2, 3), None, None)
F.batch_norm(torch.ones(2, 3), torch.zeros(4), torch.ones(4))
F.layer_norm(torch.ones(2, 3), (4,))
F.layer_norm(torch.ones(2, 3), (3,), torch.ones(4))
F.layer_norm(torch.arange(3), (3,))
F.embedding(torch.tensor([0, 3]), torch.ones(2, 3))
F.embedding(torch.tensor([-1]), torch.ones(2, 3))
F.embedding(torch.tensor([0.0]), torch.ones(2, 3))
F.embedding(torch.tensor([1]), torch.ones(3))
F.embedding(torch.tensor([1]), torch.ones(2, 3), padding_idx=5)
F.embedding(torch.tensor([1, 1]), torch.ones(2, 3), max_norm=1.0)
F.one_hot(torch.tensor([0, 2]))
F.one_hot(torch.tensor([0, 2]), 2)
F.one_hot(torch.tensor([0, -1]))
F.one_hot(torch.tensor([0.0]))
F.one_hot(torch.tensor(2), 5)
F.pad(torch.ones(2, 3), (1, 2, 3))
F.pad(torch.ones(2, 3), (1,) * 6)
F.pad(torch.ones(2, 3), (-3, -3))
F.pad(torch.arange(4.0).reshape(1, 4), (4, 1), mode='reflect')
F.pad(torch.arange(4.0).reshape(1, 4), (5, 1), mode='circular')
F.pad(torch.ones(2, 3), (1, 1), mode='x')
F.pad(torch.ones(1, 3, 4, 4), (1, 1), mode='reflect')
F.dropout(torch.ones(2), 2)
F.dropout(torch.ones(4), 1.0)
F.dropout1d(torch.ones(3))
F.dropout2d(torch.ones(2, 3))[:0]
F.dropout2d(torch.ones(2, 3, 4))[:0]
F.rrelu(torch.ones(2), 0.5, 0.2, training=True)
F.normalize(torch.tensor([[3.0, 4.0], [0.0, 0.0]]))
F.cosine_similarity(torch.tensor([[3.0, 4.0]]), torch.tensor([[1.0, 0.0]]))
F.pairwise_distance(torch.tensor([[3.0, 4.0]]), torch.tensor([[1.0, 0.0]]), keepdim=True)
"""

_RANDOM = (
    "F.dropout(torch.ones(10), 0.3)",
    "F.dropout(torch.ones(3, 5, dtype=torch.float64))",
    "F.dropout1d(torch.ones(2, 3, 2))",
    "F.dropout1d(torch.ones(4, 2))",
    "F.dropout2d(torch.ones(2, 3, 1, 2))",
    "F.dropout3d(torch.ones(2, 3, 1, 1, 2))",
    "F.dropout3d(torch.ones(4, 1, 1, 2))",
    "F.dropout(torch.ones(6) * 2, inplace=True)",
    "F.alpha_dropout(torch.ones(6), 0.3, True)",
    "F.feature_alpha_dropout(torch.ones(1, 3, 2, 1), 0.5, True)",
    "F.rrelu(-torch.ones(5), training=True)",
    "F.gumbel_softmax(torch.zeros(3))",
    "F.gumbel_softmax(torch.zeros(2, 3), hard=True)",
    "nn.Dropout(0.2)(torch.ones(5))",
    "nn.Dropout(0.2).eval()(torch.ones(5))",
    "nn.RReLU()(-torch.ones(3))",
)

FUNCTIONAL = [
    *(WALK + f"out = walk({graph})" for graph in _GRAPHS),
    *(f"out = {call}" for call in _CALLS.strip().splitlines()),
    *(f"torch.manual_seed(3)\nout = {call}" for call in _RANDOM),
    *CALLS,
    "x = torch.tensor([-4.0, -3.0, 0.5, 3.0, 4.0], requires_grad=True)\n"
    "y = F.hardsigmoid(x)\ny.sum().backward()\nout = (y, x.grad)",
]

_LAYERS = """
nn.Identity(1, a=2)
nn.Linear(2, 3)
nn.Linear(2, 3, bias=False, dtype=torch.float64)
nn.Linear(0, 3)
nn.Bilinear(2, 3, 4)
nn.Bilinear(0, 3, 4)
nn.Flatten()
nn.Flatten(0, 1)
nn.Unflatten(1, (2, 3))
nn.Unflatten(1, 'x')
nn.Unflatten(1, (2.0,))
nn.Conv1d(1, 2, 3, 1, 1)
nn.Conv2d(1, 2, 3)
nn.Conv2d(1, 2, (3, 2), stride=(2, 1), padding=(1, 0), dilation=2, bias=False)
nn.Conv2d(2, 4, 3, padding='same', groups=2, padding_mode='reflect')
nn.Conv3d(2, 2, 3, groups=2)
nn.Conv2d(1, 2, 3, padding='same', stride=2)
nn.Conv2d(1, 2, 3, groups=2)
nn.Conv2d(2, 3, 3, groups=2)
nn.Conv2d(2, 2, 3, groups=0)
nn.ConvTranspose2d(1, 2, 3, 2, output_padding=1)
nn.ConvTranspose1d(2, 2, 3, groups=2)
nn.ConvTranspose3d(1, 1, 2)
nn.ConvTranspose2d(1, 2, 3, padding_mode='reflect')
nn.MaxPool1d(2)
nn.MaxPool2d(3, 2, 1)
nn.MaxPool3d((1, 2, 2), ceil_mode=True)
nn.AvgPool1d(2)
nn.AvgPool2d(2, 1)
nn.AvgPool3d(2)
nn.AdaptiveAvgPool1d(3)
nn.AdaptiveAvgPool2d((1, None))
nn.Dropout()
nn.Dropout(2)
nn.Dropout2d(0.1, inplace=True)
nn.AlphaDropout()
nn.BatchNorm1d(3)
nn.BatchNorm2d(3, affine=False, momentum=None)
nn.BatchNorm3d(3, track_running_stats=False)
nn.BatchNorm2d(3, bias=False)
nn.LayerNorm(4)
nn.LayerNorm([2, 3], elementwise_affine=False)
nn.LayerNorm(4, bias=False)
nn.Embedding(4, 2)
nn.Embedding(4, 2, padding_idx=-1, max_norm=1.0, norm_type=1.0, scale_grad_by_freq=True)
nn.Embedding(4, 2, padding_idx=4)
nn.Embedding.from_pretrained(torch.ones(2, 3))
nn.ReLU(inplace=True)
nn.ReLU6()
nn.LeakyReLU(0.2)
nn.PReLU(3)
nn.RReLU()
nn.Threshold(1, 2)
nn.Hardtanh()
nn.Hardtanh(min_value=0.0)
nn.Hardtanh(1, 0)
nn.Hardsigmoid()
nn.Hardswish(True)
nn.Hardshrink()
nn.Softshrink(0.25)
nn.Sigmoid()
nn.LogSigmoid()
nn.Tanh()
nn.Tanhshrink()
nn.Softsign()
nn.Softplus(2)
nn.ELU()
nn.CELU(0.5, True)
nn.SELU()
nn.GELU('tanh')
nn.SiLU()
nn.Mish()
nn.GLU()
nn.Softmax(1)
nn.Softmin(dim=0)
nn.LogSoftmax(dim=-1)
nn.Softmax2d()
nn.Softmax()
nn.MSELoss()
nn.MSELoss(reduction='sum').reduction
nn.MSELoss(size_average=False).reduction
nn.L1Loss(reduce=False).reduction
nn.SmoothL1Loss(beta=0.5)
nn.HuberLoss()
nn.HuberLoss(delta='x')
nn.CrossEntropyLoss(weight=torch.ones(3))
nn.CrossEntropyLoss(weight=torch.ones(3)).state_dict()
nn.CrossEntropyLoss(weight=[1.0])
nn.NLLLoss()
nn.BCELoss()
nn.BCEWithLogitsLoss(pos_weight=torch.ones(2)).state_dict()
nn.KLDivLoss(reduction='batchmean')
""".strip().splitlines()

# (the layer, the shape of its input)
_FORWARD = (
    ("nn.Linear(3, 4)", "2, 3"),
    ("nn.Linear(3, 4, bias=False)", "2, 2, 3"),
    ("nn.Conv1d(2, 3, 2)", "2, 2, 5"),
    ("nn.Conv2d(2, 4, 3, padding=1, groups=2)", "1, 2, 4, 4"),
    (
        "nn.Conv2d(2, 3, 3, padding='same', padding_mode='circular')",
        "1, 2, 4, 4",
    ),
    ("nn.Conv2d(2, 3, 2, padding=1, padding_mode='reflect')", "1, 2, 3, 3"),
    ("nn.Conv2d(2, 3, 2, padding=1, padding_mode='replicate')", "1, 2, 3, 3"),
    ("nn.Conv3d(1, 2, 2)", "1, 1, 2, 3, 3"),
    ("nn.ConvTranspose2d(2, 3, 2, stride=2)", "1, 2, 2, 2"),
    ("nn.MaxPool2d(2)", "1, 2, 4, 4"),
    ("nn.AvgPool2d(2, 1)", "1, 2, 3, 3"),
    ("nn.AvgPool1d(2)", "1, 2, 4"),
    ("nn.AdaptiveAvgPool2d(2)", "1, 2, 3, 3"),
    ("nn.BatchNorm1d(3)", "4, 3"),
    ("nn.BatchNorm2d(3)", "2, 3, 2, 2"),
    ("nn.BatchNorm1d(3).eval()", "4, 3"),
    ("nn.BatchNorm1d(3, momentum=None)", "4, 3"),
    ("nn.LayerNorm(3)", "2, 3"),
    ("nn.PReLU()", "2, 3"),
    ("nn.Bilinear(3, 3, 2)", "2, 3"),
    ("nn.Softmax2d()", "1, 2, 2, 2"),
    ("nn.Softmax2d()", "2, 2"),
    ("nn.GLU()", "2, 4"),
    ("nn.Unflatten(1, (2, 3))", "2, 6"),
)


def _forward(layer: str, shape: str) -> str:
    """A layer with its first weights, its output, and its state after."""
    second = ", x" if "Bilinear" in layer else ""
    return (
        f"torch.manual_seed(5)\nlayer = {layer}\n"
        f"x = torch.randn({shape})\n"
        f"out = (layer(x{second}), layer.state_dict())"
    )


TRAIN = """
torch.manual_seed(2)
model = {model}
x = torch.randn({shape})
target = {target}
loss_fn = {loss}
losses = []
for _ in range(5):
    loss = loss_fn(model(x), target)
    model.zero_grad()
    loss.backward()
    with torch.no_grad():
        for p in model.parameters():
            p -= 0.1 * p.grad
    losses.append(round(loss.item(), 4))
out = losses
"""
_LENET = (
    "nn.Sequential(nn.Conv2d(1, 4, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), "
    "nn.Conv2d(4, 6, 3), nn.BatchNorm2d(6), nn.Tanh(), nn.AvgPool2d(2), "
    "nn.Flatten(), nn.Linear(6, 3))"
)

NN = [
    *(f"out = {layer}" for layer in (*_LAYERS, *LAYERS)),
    *(_forward(layer, shape) for layer, shape in (*_FORWARD, *FORWARD)),
    *PAIRS,
    *UTILS,
    "torch.manual_seed(0)\nm = nn.ConvTranspose2d(1, 1, 2, 2)\n"
    "out = m(torch.ones(1, 1, 2, 2), output_size=(5, 5))",
    "m = nn.ConvTranspose2d(1, 1, 2, 2)\n"
    "m(torch.ones(1, 1, 2, 2), output_size=(9, 5))",
    "m = nn.ConvTranspose2d(1, 1, 2, 2)\n"
    "m(torch.ones(1, 1, 2, 2), output_size=(9,))",
    "torch.manual_seed(0)\nm = nn.Embedding(5, 3, padding_idx=1)\n"
    "out = (m(torch.tensor([[1, 4]])), m.weight)",
    "nn.BatchNorm2d(3)(torch.ones(2, 3))",
    "nn.BatchNorm1d(3)(torch.ones(2, 4))",
    "nn.BatchNorm1d(3)(torch.ones(1, 3))",
    "m = nn.BatchNorm1d(2)\ns = m.state_dict()\ndel s['num_batches_tracked']\n"
    "out = m.load_state_dict(s)",
    "m = nn.BatchNorm1d(2)\n"
    "s = {k: v for k, v in m.state_dict().items() if 'num' not in k}\n"
    "out = m.load_state_dict(s)",
    "nn.MSELoss()(torch.ones(1))",
    "x = torch.ones(2, 3)\nx[0, 0] = 2\n"
    "out = nn.MaxPool2d(2, return_indices=True)(x[None])",
    TRAIN.format(
        model="nn.Sequential(nn.Linear(3, 8), nn.ReLU(), nn.Linear(8, 2))",
        shape="6, 3",
        target="torch.ones(6, 2)",
        loss="nn.MSELoss()",
    ),
    TRAIN.format(
        model="nn.Sequential(nn.Linear(3, 8), nn.GELU(), nn.LayerNorm(8), "
        "nn.Dropout(0.3), nn.Linear(8, 2))",
        shape="6, 3",
        target="torch.tensor([0, 1, 1, 0, 1, 0])",
        loss="nn.CrossEntropyLoss(label_smoothing=0.1)",
    ),
    TRAIN.format(
        model=_LENET,
        shape="5, 1, 8, 8",
        target="torch.tensor([0, 1, 2, 1, 0])",
        loss="nn.CrossEntropyLoss()",
    ),
    # utils
    "torch.manual_seed(0)\nm = nn.Linear(2, 2)\nm(torch.ones(3, 2)).sum().backward()\n"
    "out = (nn.utils.clip_grad_norm_(m.parameters(), 1.0), m.weight.grad, m.bias.grad)",
    "torch.manual_seed(0)\nm = nn.Linear(2, 2)\nm(torch.ones(3, 2)).sum().backward()\n"
    "out = (nn.utils.clip_grad_norm_(m.parameters(), 100, float('inf')), m.weight.grad)",
    "torch.manual_seed(0)\nm = nn.Linear(2, 2)\nm(torch.ones(3, 2)).sum().backward()\n"
    "nn.utils.clip_grad_value_(m.parameters(), 2.0)\nout = m.weight.grad",
    "m = nn.Linear(2, 2)\nm(torch.ones(1, 2) * float('inf')).sum().backward()\n"
    "nn.utils.clip_grad_norm_(m.parameters(), 1.0, error_if_nonfinite=True)",
    "out = nn.utils.clip_grad_norm_([], 1.0)",
    "out = nn.utils.clip_grad_norm_((p for p in []), 1.0)",
    "m = nn.Linear(2, 2)\nm(torch.ones(1, 2)).sum().backward()\n"
    "nn.utils.clip_grad_norm(m.weight, 1.0)",
    "torch.manual_seed(0)\nm = nn.Linear(2, 2)\n"
    "v = nn.utils.parameters_to_vector(m.parameters())\n"
    "nn.utils.vector_to_parameters(torch.arange(6.0), m.parameters())\n"
    "out = (v, m.weight, m.bias)",
    "nn.utils.vector_to_parameters(3, [])",
]  # fmt: skip

MODULE += [NET + code for code in ON_A_NET] + ALONE

CASES = {
    "module": MODULE,
    "functional": FUNCTIONAL,
    "nn": NN,
    "lazy": LAZY,
}


def outcome(torch: Any, code: str) -> str:
    """Runs one case and writes down what came of it."""
    scope = {"torch": torch, "nn": torch.nn, "F": torch.nn.functional}
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        # NumPy's own warnings never reach a user of the package.
        warnings.simplefilter("ignore", RuntimeWarning)
        try:
            exec(code, scope)
            text = repr(scope.get("out"))
        except Exception as error:
            first = (str(error).splitlines() or [""])[0]
            text = f"{type(error).__name__}: {first}"
    lines = [text]
    for warning in caught:
        message = str(warning.message).splitlines()[0]
        message = message.split(" (Triggered internally at")[0]
        lines.append(f"{warning.category.__name__}: {message}")
    text = "\n".join(lines).replace("teachtorch.nn.", "torch.nn.modules.")
    return re.sub(r"0x[0-9a-f]+", "0x...", text)
