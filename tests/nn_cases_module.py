"""More small programs about ``Module`` and the containers.

They go through the corners of each method: what it refuses and how, what it
leaves behind. ``nn_cases.py`` says how their outcome is written down.
"""

# ruff: noqa: E501 (a line of a small program stays one line)

from __future__ import annotations

# The net of ``nn_cases.py``, ``net``, and its input ``x`` are defined.
ON_A_NET = """
out=net.to_empty(device='cpu').own.shape
net.to('cuda')
net.to('x')
net.to(torch.float64, torch.float32)
net.to()
net.to(x, dtype=torch.float64)
out=net.float() is net, net.double().own.dtype, net.half().own.dtype
net.cuda()
out=net.share_memory() is net
out=list(net.named_modules(prefix='p'))[2][0]
out=[n for n,_ in net.named_modules(memo={net.rest})]
out=[n for n,_ in net.named_buffers('a', False)]
out=[b.shape for b in net.buffers(recurse=False)]
out=[n for n,_ in net.named_parameters('x.', True)]
out=str(net), net.extra_repr(), net._get_name()
out=net.state_dict(destination={}, prefix='a.')
out=net.state_dict({}, 'p.', True)
out=net.state_dict({}, 'p.', True, 1)
s=net.state_dict(); s2=s.copy(); out=(type(s).__name__, hasattr(s2,'_metadata'))
s=net.state_dict(); s['own']=torch.ones(2,3); s['first.weight']=torch.ones(1); out=net.load_state_dict(s, strict=False)
s=net.state_dict(); s['own']=None; net.load_state_dict(s)
s=net.state_dict(); s['own']=[1.,2.,3.]; net.load_state_dict(s)
s=net.state_dict(); s['own']=torch.ones(3).long(); net.load_state_dict(s); out=net.own
s=net.state_dict(); s['hidden']=torch.ones(2); net.load_state_dict(s)
net.load_state_dict([('own', torch.ones(3))])
net.load_state_dict(None)
net.load_state_dict(net.state_dict(), True, True); out=net.own.requires_grad
out=net.load_state_dict(net.state_dict(), strict=False).missing_keys
out=repr(net.load_state_dict(net.state_dict()))
net.register_buffer('own', None)
net.register_parameter('scale', None)
net.add_module('own', nn.Tanh())
net.register_buffer('scale', torch.ones(1)); out=net.scale
net.register_buffer('new', nn.Parameter(torch.ones(1))); out=(net.new, 'new' in net._parameters)
net.register_parameter('new', nn.Parameter(torch.ones(1))*2)
net.hidden=nn.Buffer(torch.zeros(1)); out=sorted(net.state_dict())
net.scale=None; out=net.state_dict().keys()
net.scale=3
net.own=nn.Parameter(torch.ones(1)); out=net.own
net.act=None; out=net; net(x)
net.act='x'
net.rest.append(3)
net.rest[0]=3
out=net.rest.pop('0')
out=net.rest.pop(-1)
out=net.rest[0:2], net.rest[::-1], net.rest[5:]
out=net.rest['0']
out=net.rest[1.0]
out=getattr(net.rest,'0')
net.rest.add_module('x', nn.Tanh()); out=net.rest
del net.rest[0:2]; out=net.rest, net.rest[0]
out=len(net.rest), list(net.rest._modules)
out=net.get_submodule('rest..0')
out=net.get_submodule('scale')
out=net.get_parameter('rest.0')
out=net.get_parameter('nope.w')
out=net.get_parameter('scale')
out=net.get_buffer('nope')
out=net.get_buffer('first.nope.x')
out=net.get_buffer('own')
net.rest.set_submodule('0', nn.Identity()); out=net.rest
net.set_submodule('first.x.y', nn.Identity())
net.set_submodule('nope.x', nn.Identity())
net.set_submodule('new', nn.Identity()); out=net
out=[d for d in dir(net) if not d.startswith('_') and d in ('own','first','training','forward','0')]
out=sorted(net.__dir__())==sorted(set(net.__dir__())), '0' in net.rest.__dir__()
out=net.training; net.training=False; out=(out, net.rest.training)
net.eval(); out=[m.training for m in net.modules()]; net.rest.train(); out+=[m.training for m in net.modules()]
net.train('x')
net.train(None)
out=net.apply(lambda m: None) is net
net.apply(3)
net.register_forward_hook(lambda m,a,k,y: 'new', with_kwargs=True); out=net(x)
h=net.register_forward_hook(lambda m,a,y: None); out=(type(h).__name__, list(net._forward_hooks) == [h.id])
net.register_backward_hook(lambda *a: None); net.register_full_backward_hook(lambda *a: None)
net.register_state_dict_post_hook(lambda m,s,p,l: s.clear()); out=net.state_dict()
net.register_state_dict_pre_hook(3); net.state_dict()
net.register_load_state_dict_post_hook(lambda m,k: 3); net.load_state_dict(net.state_dict())
net.zero_grad(); out=net.own.grad; net(x).sum().backward(); net.zero_grad(True); out=(out, net.own.grad)
net(x, x)
net()
net.forward
net(y=x)
out=net.dump_patches, net.call_super_init, Net.training
""".strip().splitlines()

ON_A_NET += [
    "net.to(x.double())\nout=net.own.dtype",
    "net.to(dtype=torch.float16, device='cpu')\nout=net.own.dtype",
    "net.to(torch.device('cpu'), torch.float64, True)\nout=net.own.dtype",
    "s=net.state_dict()\n"
    "for k in list(s): s['m.'+k]=s.pop(k)\n"
    "net.load_state_dict(s)",
    "o=net.load_state_dict({}, strict=False)\n"
    "out=(o, o[0], o.unexpected_keys, repr(o))",
    "m=nn.ModuleDict({'a':net})\nm.load_state_dict(net.state_dict())",
    "del net.first.weight\nnet(x)",
    "h=net.register_forward_hook(3)\nnet(x)",
    "seen=[]\n"
    "net.register_forward_pre_hook(lambda m,a: seen.append(1)); net.register_forward_pre_hook(lambda m,a: seen.append(2), prepend=True); net(x); out=seen",
    "h=net.register_forward_hook(lambda m,a,y: 1)\n"
    "with h:\n"
    "    out=[net(x)]\n"
    "out.append(type(net(x)).__name__)",
    "h=net.register_forward_hook(lambda m,a,y: 1)\n"
    "import copy\n"
    "n2=copy.deepcopy(net); h.remove(); out=(type(net(x)).__name__, n2(x))",
    "seen=[]\n"
    "net.register_full_backward_hook(lambda m,i,o: seen.append((i,o)))\n"
    "x.requires_grad_(); net(x).sum().backward(); out=seen",
    "seen=[]\n"
    "net.register_full_backward_pre_hook(lambda m,o: seen.append(o))\n"
    "net(x).sum().backward(); out=seen",
    "net.register_full_backward_pre_hook(lambda m,o: 3)\n"
    "net(x).sum().backward()",
    "net.register_full_backward_hook(lambda m,i,o: 3)\n"
    "x.requires_grad_(); net(x).sum().backward()",
    "order=[]\n"
    "for i in range(3): net.rest.register_full_backward_hook(lambda m,a,b,i=i: order.append(i), prepend=i==1)\n"
    "net(x).sum().backward(); out=order",
    "net._register_load_state_dict_pre_hook(lambda s,p,l,st,m,u,e: e.append('mine'))\n"
    "net.load_state_dict(net.state_dict())",
    "import pickle, io\n"
    "nn_=pickle.loads(pickle.dumps(net.rest)); out=torch.equal(nn_(net.first(x)), net.rest(net.first(x)))",
    "import pickle\n"
    "net.lam=lambda: 0\n"
    "try: pickle.dumps(net)\n"
    "except Exception as e: out=type(e).__name__",
]

ALONE = """
out=nn.Module()
out=nn.Module()(3)
nn.Module().forward(1)
p=nn.Parameter(torch.ones(2)); out=(p*2, p.data, p.detach(), p[0], p.clone(), type(p+1).__name__, p.requires_grad_(False), isinstance(p.data, nn.Parameter))
p=nn.Parameter(torch.ones(2)); import copy; q=copy.deepcopy(p); out=(q, q is p, type(q).__name__)
p=nn.Parameter(torch.ones(2)); import copy; q=copy.copy(p); out=(q, type(q).__name__)
p=nn.Parameter(torch.ones(2)); p.data=torch.zeros(3); out=p
p=nn.Parameter(nn.Parameter(torch.ones(2)), False); out=p
p=nn.Parameter([1.,2.])
p=nn.Parameter(3.0)
p=nn.Parameter(torch.tensor(2.), True); out=p
p=nn.Parameter(torch.ones(2)); p.x=3; import pickle; out=pickle.loads(pickle.dumps(p)).x
b=nn.Buffer(torch.ones(1), persistent=False); out=(b, b.persistent, type(b).__name__)
m=nn.ModuleList([nn.Linear(1,1)]); out=m+m, m.append(nn.Tanh()), m.extend([nn.ReLU()]), m.insert(0, nn.ELU()), m
m=nn.ModuleList([nn.Linear(1,1)]); m['0']
m=nn.ModuleList([nn.Tanh()]); m[0]=nn.ReLU(); out=m; m[3]=nn.ReLU()
m=nn.ModuleList([nn.Tanh()]*7); out=m, m[-2:], list(reversed(m)) if hasattr(m,'__reversed__') else 0
m=nn.ModuleList([nn.Tanh()]); m.pop(4)
m=nn.ModuleList(3)
m=nn.ModuleList([3])
nn.ModuleList().insert(0,3)
nn.ModuleList([None])
m=nn.ModuleDict(a=nn.Tanh())
m=nn.ModuleDict({'a':nn.Tanh()}); m.clear(); out=m
m=nn.ModuleDict({'a':nn.Tanh()}); out=m.pop('b')
m=nn.ModuleDict({'a':nn.Tanh()}); m['a.b']=nn.Tanh()
m=nn.ModuleDict({'a':nn.Tanh()}); m[3]=nn.Tanh()
m=nn.ModuleDict({'a':nn.Tanh()}); m.update(3)
m=nn.ModuleDict({'a':nn.Tanh()}); m.update([['b']])
m=nn.ModuleDict({'a':nn.Tanh()}); m.update(nn.ModuleDict({'z':nn.ReLU(),'b':nn.ELU()})); out=m, list(m.keys()), list(m.items())
m=nn.ModuleDict({'b':nn.Tanh(),'a':nn.ReLU()}); m.update({'d':nn.ELU(),'c':nn.ELU()}); out=list(m)
m=nn.ModuleDict({'keys':nn.Tanh()})
nn.ModuleDict()['x']
nn.ModuleDict({'type': nn.Tanh()})
p=nn.ParameterList([torch.ones(1)]*3); out=p[0:2], len(p), p[-1]; p[5]
p=nn.ParameterList(); p.append(3); p.append('a'); p.append(nn.Parameter(torch.ones(1))); out=p, list(p.parameters())
p=nn.ParameterList(3)
p=nn.ParameterList([torch.ones(1)]); p.append(torch.ones(2,2).half()); out=p, p.extend([torch.zeros(1)])
p=nn.ParameterList([torch.ones(1)]); p['0']
p=nn.ParameterList([torch.ones(1)]); p+=3
p=nn.ParameterDict({'a':torch.ones(1)}); p.update({'b':torch.ones(2)}); out=p, list(p.keys()), list(p.values()), list(p.items())
p=nn.ParameterDict({'a':torch.ones(1)}); p['x']
p=nn.ParameterDict({'a':torch.ones(1)}); del p['a']; out=p
p=nn.ParameterDict({'a':torch.ones(1)}); p.pop('z')
p=nn.ParameterDict(); p.popitem()
p=nn.ParameterDict({'a':torch.ones(1)}); p|={'b':torch.ones(1)}; out=p
p=nn.ParameterDict({'a':torch.ones(1)}) | {'b': torch.ones(1)}; out=p
p=nn.ParameterDict({'a':torch.ones(1)}); out={'z':torch.ones(1)} | p
p=nn.ParameterDict({'a':torch.ones(1)}); p.update([('c', torch.ones(1))]); p.clear(); out=p, len(p)
p=nn.ParameterDict({'keys':torch.ones(1)})
torch.manual_seed(0); m=nn.Linear(2,2); m.weight.requires_grad=False; out=m.weight, [n for n,p in m.named_parameters() if p.requires_grad]
m=nn.BatchNorm1d(2); s=m.state_dict(); del s['num_batches_tracked']; out=m.load_state_dict(s)
m=nn.BatchNorm1d(2); s=m.state_dict(); s._metadata['']['version']=1; del s['num_batches_tracked']; out=m.load_state_dict(s)
m=nn.Sequential(nn.BatchNorm1d(2)); import collections; s=collections.OrderedDict((k,v) for k,v in m.state_dict().items() if 'num' not in k); out=m.load_state_dict(s)
m=nn.InstanceNorm1d(2); s=nn.InstanceNorm1d(2,track_running_stats=True).state_dict(); m.load_state_dict(s)
m=nn.MultiheadAttention(2,1); out=list(m.state_dict())
""".strip().splitlines()

ALONE += [
    "class A(nn.Module):\n"
    "    def __init__(self, a): super().__init__(); self.a=a\n"
    "A()",
    "class A(nn.Module):\n"
    "    def extra_repr(self): return 'a=1\\nb=2'\n"
    "out=nn.Sequential(A())",
    "class A(nn.Module):\n"
    "    def __init__(self): super().__init__(); self.l=nn.Linear(1,1)\n"
    "    def extra_repr(self): return 'k=3'\n"
    "out=A()",
    "class A(nn.Module):\n"
    "    call_super_init=True\n"
    "    def __init__(self, **k): super().__init__(**k)\n"
    "A(x=1)",
    "class Mixin:\n"
    "    def __init__(self, z=0): self.z=z\n"
    "class A(nn.Module, Mixin):\n"
    "    call_super_init=True\n"
    "    def __init__(self): super().__init__(z=5)\n"
    "out=A().z",
    "class A(nn.Module):\n"
    "    @property\n"
    "    def p(self): return self.nope\n"
    "A().p",
    "class A(nn.Module):\n"
    "    def __getattr__(self, n): return 'dyn' if n=='q' else super().__getattr__(n)\n"
    "out=A().q, A().training",
    "m=nn.Module()\n"
    "m.a=m\n"
    "out='x'\n"
    "m.b=nn.Linear(1,1)\n"
    "out=[n for n,_ in m.named_parameters()]",
    "p=nn.ParameterDict({'a':torch.ones(1)}).get('b')\nout=p",
    "r=torch.nn.modules.module.register_module_full_backward_hook\n"
    "seen=[]\n"
    "h=r(lambda m,i,o: seen.append(type(m).__name__))\n"
    "x=torch.ones(1,1,requires_grad=True)\n"
    "try: nn.Sequential(nn.Linear(1,1),nn.Tanh())(x).sum().backward()\n"
    "finally: h.remove()\n"
    "out=seen",
    "r=torch.nn.modules.module.register_module_full_backward_pre_hook\n"
    "seen=[]\n"
    "h=r(lambda m,o: seen.append(type(m).__name__))\n"
    "x=torch.ones(1,1,requires_grad=True)\n"
    "try: nn.Sequential(nn.Linear(1,1),nn.Tanh())(x).sum().backward()\n"
    "finally: h.remove()\n"
    "out=seen",
    "r=torch.nn.modules.module.register_module_buffer_registration_hook\n"
    "seen=[]\n"
    "h=r(lambda m,n,b: seen.append(n))\n"
    "try: nn.BatchNorm1d(1)\n"
    "finally: h.remove()\n"
    "out=seen",
    "r=torch.nn.modules.module.register_module_module_registration_hook\n"
    "seen=[]\n"
    "h=r(lambda m,n,s: seen.append(n))\n"
    "try: nn.Sequential(nn.Tanh())\n"
    "finally: h.remove()\n"
    "out=seen",
]
