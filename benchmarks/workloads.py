"""What is timed: thirteen things that a student's program does.

A workload is written once, for both engines: it takes the module that is
called ``torch``, makes its data and its net, and returns the step to time.
Both engines draw the same random numbers, so both steps compute the same loss.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Torch = Any  # the module: teachtorch or PyTorch
Step = Callable[[], Any]  # returns a tensor, for most workloads the loss


def two_layer_net(torch: Torch) -> Step:
    """Chapter 3: autograd, and the weights changed by hand."""
    x, y = torch.randn(64, 1000), torch.randn(64, 10)
    w1 = torch.randn(1000, 100, requires_grad=True)
    w2 = torch.randn(100, 10, requires_grad=True)

    def step():
        nonlocal w1, w2
        y_pred = x.mm(w1).clamp(min=0).mm(w2)
        loss = (y_pred - y).pow(2).sum()
        loss.backward()
        with torch.no_grad():
            w1 -= 1e-6 * w1.grad
            w2 -= 1e-6 * w2.grad
            w1.grad = w2.grad = None
        return loss

    return step


def two_layer_nn(torch: Torch, optimizer: Callable[..., Any]) -> Step:
    """Chapters 5 and 6: the same net from layers, with an optimizer."""
    nn = torch.nn
    x, y = torch.randn(64, 1000), torch.randn(64, 10)
    model = nn.Sequential(nn.Linear(1000, 100), nn.ReLU(), nn.Linear(100, 10))
    return training_step(model, nn.MSELoss(reduction="sum"), optimizer, x, y)


def two_layer_adam(torch: Torch) -> Step:
    """The two-layer net with Adam."""
    return two_layer_nn(
        torch, lambda weights: torch.optim.Adam(weights, lr=1e-4)
    )


def two_layer_momentum(torch: Torch) -> Step:
    """The two-layer net with stochastic gradient descent and momentum."""
    return two_layer_nn(
        torch, lambda weights: torch.optim.SGD(weights, lr=1e-5, momentum=0.9)
    )


def mnist_mlp(torch: Torch) -> Step:
    """A batch of 64 handwritten digits through one hidden layer."""
    return classifier(torch, inputs=784, hidden=128, classes=10, batch=64)


def tiny_mlp(torch: Torch) -> Step:
    """Eight irises: a net so small that every microsecond is overhead."""
    return classifier(torch, inputs=4, hidden=16, classes=3, batch=8)


def classifier(
    torch: Torch, inputs: int, hidden: int, classes: int, batch: int
) -> Step:
    """A net with one hidden layer that learns to tell classes apart."""
    nn = torch.nn
    x, y = torch.randn(batch, inputs), torch.randint(classes, (batch,))
    model = nn.Sequential(
        nn.Linear(inputs, hidden), nn.ReLU(), nn.Linear(hidden, classes)
    )
    return training_step(
        model,
        nn.CrossEntropyLoss(),
        lambda weights: torch.optim.SGD(weights, lr=0.01),
        x,
        y,
    )


def lenet(torch: Torch) -> Any:
    """Chapter 9's net, for pictures of 32 by 32."""
    nn = torch.nn
    return nn.Sequential(
        nn.Conv2d(1, 6, 5),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(6, 16, 5),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(16 * 5 * 5, 120),
        nn.ReLU(),
        nn.Linear(120, 84),
        nn.ReLU(),
        nn.Linear(84, 10),
    )


def lenet_training(torch: Torch, batch: int = 64) -> Step:
    """A batch of pictures through LeNet and back."""
    x, y = torch.randn(batch, 1, 32, 32), torch.randint(10, (batch,))
    return training_step(
        lenet(torch),
        torch.nn.CrossEntropyLoss(),
        lambda weights: torch.optim.SGD(weights, lr=0.01, momentum=0.9),
        x,
        y,
    )


def lenet_inference(torch: Torch) -> Step:
    """A batch of pictures through LeNet, no gradients wanted."""
    model, x = lenet(torch).eval(), torch.randn(64, 1, 32, 32)

    def step():
        with torch.no_grad():
            return model(x)

    return step


def conv_batchnorm_net(torch: Torch) -> Step:
    """Two convolutions with batch norm on 16 pictures of 16 x 16 x 16."""
    nn = torch.nn
    x, y = torch.randn(16, 16, 16, 16), torch.randint(10, (16,))
    model = nn.Sequential(
        nn.Conv2d(16, 32, 3, padding=1),
        nn.BatchNorm2d(32),
        nn.ReLU(),
        nn.Conv2d(32, 32, 3, padding=1),
        nn.BatchNorm2d(32),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(32 * 8 * 8, 10),
    )
    return training_step(model, nn.CrossEntropyLoss(), torch.optim.Adam, x, y)


def chain_of_products(torch: Torch, length: int = 1000) -> Step:
    """A thousand products of scalars, forward and back: the cost of an op."""
    x = torch.tensor(1.0001, requires_grad=True)

    def step():
        x.grad = None
        y = x
        for _ in range(length):
            y = y * x
        y.backward()
        return y

    return step


def lstm(torch: Torch) -> Step:
    """Sequences of 20 vectors through an LSTM, a label from its last state."""
    nn = torch.nn

    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.lstm = nn.LSTM(32, 64)
            self.head = nn.Linear(64, 10)

        def forward(self, x):
            output, _ = self.lstm(x)
            return self.head(output[-1])

    x, y = torch.randn(20, 32, 32), torch.randint(10, (32,))
    return training_step(Net(), nn.CrossEntropyLoss(), torch.optim.Adam, x, y)


def transformer_layer(torch: Torch) -> Step:
    """Eight sentences of 32 words through an encoder layer, as it is made."""
    nn = torch.nn
    x, y = torch.randn(8, 32, 64), torch.randn(8, 32, 64)
    model = nn.TransformerEncoderLayer(64, 4, 128, batch_first=True)
    return training_step(model, nn.MSELoss(), torch.optim.AdamW, x, y)


def data_loader(torch: Torch) -> Step:
    """An epoch of shuffled batches of 64 from 2,000 examples."""
    data = torch.utils.data
    examples = data.TensorDataset(
        torch.randn(2000, 784), torch.randint(10, (2000,))
    )
    loader = data.DataLoader(examples, batch_size=64, shuffle=True)

    def step():
        for x, _ in loader:
            last = x
        return last

    return step


def random_numbers(torch: Torch) -> Step:
    """A hundred thousand normal numbers, bit for bit PyTorch's."""
    return lambda: torch.randn(100_000)


def training_step(model, loss_fn, optimizer, x, y) -> Step:
    """The five lines of every training loop."""
    optimizer = optimizer(model.parameters())

    def step():
        loss = loss_fn(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        return loss

    return step


@dataclass(frozen=True)
class Workload:
    """A step to time, and the ratio to PyTorch that it should not exceed."""

    name: str
    make: Callable[[Torch], Step]
    target: float

    def step(self, torch: Torch) -> Step:
        """Makes the step with the same random numbers each time."""
        torch.manual_seed(0)
        return self.make(torch)


WORKLOADS = [
    Workload("two-layer net, autograd", two_layer_net, 0.75),
    Workload("two-layer net, nn and Adam", two_layer_adam, 0.70),
    Workload("two-layer net, nn and momentum", two_layer_momentum, 0.70),
    Workload("MNIST MLP 784-128-10, batch 64", mnist_mlp, 0.75),
    Workload("tiny MLP 4-16-3, batch 8", tiny_mlp, 0.40),
    Workload("LeNet training step, batch 64", lenet_training, 0.85),
    Workload("LeNet inference, batch 64", lenet_inference, 0.80),
    Workload("conv and batch norm, Adam", conv_batchnorm_net, 1.2),
    Workload("chain of 1,000 products", chain_of_products, 0.70),
    Workload("LSTM 32-64, 20 steps", lstm, 1.2),
    Workload("transformer encoder layer", transformer_layer, 0.80),
    Workload("DataLoader epoch, 2,000 x 784", data_loader, 0.20),
    Workload("randn of 100,000", random_numbers, 4.0),
]

# The geometric mean is of all but the last: the random numbers are exactly
# PyTorch's, which costs what it costs.
IN_THE_MEAN = 12
MEAN_TARGET = 0.60
