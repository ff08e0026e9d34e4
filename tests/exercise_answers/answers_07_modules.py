"""Wrong answers to the exercises on modules."""

from __future__ import annotations


def ex_07_1(book):
    """Count what is trained."""
    return {
        "all that is saved": lambda model: sum(
            tensor.numel() for tensor in model.state_dict().values()
        ),
        "tensors, not numbers": lambda model: len(list(model.parameters())),
        "frozen ones too": lambda model: sum(
            p.numel() for p in model.parameters()
        ),
    }


def ex_07_2(book):
    """Your own linear layer."""
    torch, nn = book.torch, book.nn

    def layer(weight, bias, forward):
        class MyLinear(nn.Module):
            def __init__(self, d_in, d_out):
                super().__init__()
                self.weight = nn.Parameter(weight(d_in, d_out))
                self.bias = bias(d_out)

            def forward(self, x):
                return forward(self, x)

        return MyLinear

    def out_in(d_in, d_out):
        return torch.empty(d_out, d_in)

    def parameter(d_out):
        return nn.Parameter(torch.empty(d_out))

    return {
        "(in, out)": layer(
            torch.empty, parameter, lambda self, x: x @ self.weight + self.bias
        ),
        "a plain tensor as bias": layer(
            out_in,
            lambda d_out: torch.zeros(d_out, requires_grad=True),
            lambda self, x: x @ self.weight.T + self.bias,
        ),
        "through .data": layer(
            out_in,
            parameter,
            lambda self, x: x @ self.weight.data.T + self.bias,
        ),
    }


def ex_07_3(book):
    """A net of any depth."""
    nn = book.nn

    def net(container=nn.ModuleList, relu=lambda place, last: place < last):
        class MLP(nn.Module):
            def __init__(self, sizes):
                super().__init__()
                pairs = zip(sizes, sizes[1:])
                self.layers = container([nn.Linear(a, b) for a, b in pairs])

            def forward(self, x):
                for place, layer in enumerate(self.layers):
                    x = layer(x)
                    if relu(place, len(self.layers) - 1):
                        x = x.relu()
                return x

        return MLP

    return {
        "a list of layers": net(container=list),
        "a ReLU after the last": net(relu=lambda place, last: True),
        "no ReLU": net(relu=lambda place, last: False),
    }


def ex_07_4(book):
    """A layer that remembers the data."""
    nn = book.nn
    mean_and_std = {"mean": book.torch.zeros, "std": book.torch.ones}

    def layer(keep, whole_batch=False):
        class Standardize(nn.Module):
            def __init__(self, d):
                super().__init__()
                for name, start in mean_and_std.items():
                    keep(self, name, start(d))

            def fit(self, x):
                self.mean.data.copy_(x.mean(0))
                self.std.data.copy_(x.std(0))

            def forward(self, x):
                if whole_batch:
                    return (x - x.mean(0)) / x.std(0)
                return (x - self.mean) / self.std

        return Standardize

    def parameter(self, name, tensor):
        setattr(self, name, nn.Parameter(tensor))

    return {
        "plain tensors": layer(setattr),
        "parameters": layer(parameter),
        "the batch in hand": layer(nn.Module.register_buffer, True),
    }


def ex_07_5(book):
    """A residual block."""
    nn = book.nn

    def block(formula):
        class Residual(nn.Module):
            def __init__(self, d):
                super().__init__()
                self.a = nn.Linear(d, d)
                self.b = nn.Linear(d, d)

            def forward(self, x):
                return formula(x, self.a, self.b)

        return Residual

    def in_place(x, a, b):
        x += b(a(x).relu())
        return x

    return {
        "a ReLU after the sum": block(
            lambda x, a, b: (x + b(a(x).relu())).relu()
        ),
        "in place": block(in_place),
        "no plus sign": block(lambda x, a, b: b(a(x).relu())),
        "the hidden values are added": block(
            lambda x, a, b: a(x).relu() + b(a(x).relu())
        ),
    }


def ex_07_6(book):
    """Listen to a net."""

    def answer(remove=True, detach=True, root=False, replace=False, late=False):
        def record(model, x):
            means, handles = {}, []
            for name, module in model.named_modules():
                if name == "" and not root:
                    continue

                def hook(module, inputs, output, own=name):
                    key = name if late else own  # noqa: B023
                    mean = output.mean()
                    means[key] = mean.detach() if detach else mean
                    return mean if replace else None

                handles.append(module.register_forward_hook(hook))
            model(x)
            for handle in handles if remove else ():
                handle.remove()
            return means

        return record

    return {
        "hooks stay": answer(remove=False),
        "the graph is kept": answer(detach=False),
        "the hook returns something": answer(replace=True),
        "the root too": answer(root=True),
        "the last name for all": answer(late=True),
    }


def ex_07_7(book):
    """Finish the class Tiny."""

    class ChildrenDoNotHear(book.Tiny):
        training = True

        def train(self, mode=True):
            object.__setattr__(self, "training", mode)

    class ListedTwice(ChildrenDoNotHear):
        def train(self, mode=True):
            super().train(mode)
            for child in self.children.values():
                child.train(mode)

    return {
        "Tiny as it is": book.Tiny,
        "train does not reach the children": ChildrenDoNotHear,
        "a child is listed twice": ListedTwice,
    }


def ex_07_8(book):
    """Zero the last layer of each block."""

    def zero(*names):
        def zero_blocks(net):
            for module in net.modules():
                if isinstance(module, book.Block):
                    parameters = dict(module.named_parameters())
                    for name in names:
                        book.nn.init.zeros_(parameters[name])

        return zero_blocks

    return {
        "both layers": zero("a.weight", "a.bias", "b.weight", "b.bias"),
        "without the bias": zero("b.weight"),
        "the first layer": zero("a.weight", "a.bias"),
        "nothing": zero(),
    }
