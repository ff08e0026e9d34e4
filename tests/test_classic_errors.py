"""What every student gets wrong once: the words must help, not only refuse.

The first line of each error is PyTorch's (``corner_cases.py`` and the refusals
hold that); here are the further lines, by a word that makes them useful.
"""

from __future__ import annotations

import pytest

import teachtorch as torch

F, nn = torch.nn.functional, torch.nn
INNER = "class M(nn.Module):\n def __init__(self): self.f = nn.Linear(1, 1)\n"

# A program that fails, and what the lines after the first must mention. An
# empty word: PyTorch's own line says already what to do.
ERRORS = [
    ("torch.ones(2, 3) @ torch.ones(2, 3)", "3 columns against 2 rows"),
    ("torch.ones(1, 2, 2) @ torch.ones(1, 2, 2).long()", "torch.float32"),
    ("torch.ones(2, requires_grad=True).exp().backward()", ".sum()"),
    ("x = torch.ones(2, requires_grad=True)\nx += 1", "torch.no_grad()"),
    ("torch.tensor([1, 2], requires_grad=True)", "floats"),
    ("torch.ones(2, 3).t().view(6)", ""),
    ("nn.Linear(2, 1)(torch.ones(3, 2).double())", "x.float()"),
    ("F.cross_entropy(torch.ones(1, 3), torch.tensor([1.0]))", "long()"),
    ("F.cross_entropy(torch.ones(1, 3), torch.tensor([3]))", "3 classes"),
    ("F.embedding(torch.tensor([5]), torch.ones(3, 2))", "3 rows"),
    (
        "F.binary_cross_entropy_with_logits(torch.ones(1), torch.tensor([1]))",
        "target.float()",
    ),
    ("torch.cat([torch.ones(2, 3), torch.ones(2, 4)])", "dim=1"),
    ("torch.ones(2).item()", "tolist()"),
    ("torch.ones(2, requires_grad=True).numpy()", ""),
    ("bool(torch.ones(2) > 0)", "x.all()"),
    ("torch.ones(2, 3).reshape(4, 2)", ""),
    ("torch.ones(2, 3) + torch.ones(2)", "from the right"),
    ("torch.ones(2, requires_grad=True).grad = torch.ones(3)", ""),
    ("nn.Linear(2, 1).load_state_dict({})", "weight"),
    (INNER + "M()", "super().__init__()"),
    ("torch.optim.SGD([], lr=0.1)", "ModuleList"),
    (
        "x = torch.ones(2, requires_grad=True).exp()\n"
        "x.add_(1)\nx.sum().backward()",
        "clone()",
    ),
    ("x = torch.ones(2, 2)\nx -= x[0]", "x[0].clone()"),
    (
        "a, b = torch.ones(2, requires_grad=True).exp().split(1)\na *= 2",
        "y = y * 2",
    ),
    ("torch.tensor(['a', 'b'])", "number"),
]


@pytest.mark.parametrize(("program", "word"), ERRORS)
def test_further_lines_help(program: str, word: str) -> None:
    with pytest.raises(
        (RuntimeError, ValueError, IndexError, AttributeError)
    ) as e:
        exec(program, {"torch": torch, "F": F, "nn": nn})
    text = str(e.value)
    further = text.partition("\n")[2]
    assert text
    if word:
        assert word in further
