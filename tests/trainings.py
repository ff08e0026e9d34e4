"""Three trainings of fifty steps, of either package: the losses of each step.

A LeNet on handwritten digits, an LSTM and a layer of a transformer's encoder,
both with dropout, on waves. ``record_trainings.py`` writes down PyTorch's
losses; ``test_trainings.py`` compares. Everything that could go astray is in
them: first weights, order of the examples, masks, gradients, optimizers.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

STEPS = 50
DIGITS = Path(__file__).parents[1] / "teachtorch/datasets/mnist_subset.npz"


def train_lenet(torch: Any) -> list[float]:
    """Trains LeNet with momentum on digits, in a shuffled order."""
    nn = torch.nn
    model = nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(6, 16, 5),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(400, 120),
        nn.ReLU(),
        nn.Linear(120, 84),
        nn.ReLU(),
        nn.Linear(84, 10),
    )
    digits = np.load(DIGITS)
    pixels = digits["images"][: 16 * STEPS] / 255
    x = torch.tensor((pixels - 0.13) / 0.31)  # mean 0 and variance 1
    x = x.to(torch.get_default_dtype()).unsqueeze(1)
    y = torch.tensor(digits["labels"][: 16 * STEPS].astype(np.int64))
    data = torch.utils.data.TensorDataset(x, y)
    batches = iter(torch.utils.data.DataLoader(data, 16, shuffle=True))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9)

    def loss() -> Any:
        images, labels = next(batches)
        return nn.functional.cross_entropy(model(images), labels)

    return _losses(optimizer, loss)


def _waves(torch: Any) -> tuple[Any, Any]:
    """Gives waves (batch, steps, 3) and the class of each, of four."""
    n = torch.arange(16 * 12 * 3).reshape(16, 12, 3)
    rate = torch.arange(16).reshape(16, 1, 1) % 4 + 1
    return torch.sin(n * rate * 0.05), torch.arange(16) % 4


def train_lstm(torch: Any) -> list[float]:
    """Trains an LSTM with dropout to tell waves apart."""
    nn = torch.nn
    lstm = nn.LSTM(3, 8, 2, dropout=0.2, batch_first=True, bidirectional=True)
    head = nn.Linear(16, 4)
    parameters = [*lstm.parameters(), *head.parameters()]
    optimizer = torch.optim.Adam(parameters, lr=0.01)
    x, y = _waves(torch)

    def loss() -> Any:
        return nn.functional.cross_entropy(head(lstm(x)[0][:, -1]), y)

    return _losses(optimizer, loss)


def train_encoder(torch: Any) -> list[float]:
    """Trains a transformer's encoder, dropout included, on the same."""
    nn = torch.nn
    layer = nn.TransformerEncoderLayer(8, 2, 16, 0.1, batch_first=True)
    embed, head = nn.Linear(3, 8), nn.Linear(8, 4)
    model = nn.Sequential(embed, layer, head)
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.005)
    x, y = _waves(torch)

    def loss() -> Any:
        return nn.functional.cross_entropy(model(x).mean(1), y)

    return _losses(optimizer, loss)


def _losses(optimizer: Any, loss: Any) -> list[float]:
    losses = []
    for _ in range(STEPS):
        optimizer.zero_grad()
        value = loss()
        value.backward()
        optimizer.step()
        losses.append(value.item())
    return losses


def train(torch: Any, name: str, dtype: str = "float64") -> list[float]:
    """Runs one of the trainings in a dtype, from seed 0."""
    before = torch.get_default_dtype()
    torch.set_default_dtype(getattr(torch, dtype))
    try:
        torch.manual_seed(0)
        return TRAININGS[name](torch)
    finally:
        torch.set_default_dtype(before)


TRAININGS = {"lenet": train_lenet, "lstm": train_lstm, "encoder": train_encoder}
