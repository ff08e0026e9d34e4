"""Attention and transformers against PyTorch.

The cases are in ``sequence_cases.py``; ``record_sequences.py`` recorded what
PyTorch makes of them: outputs and every gradient, in float64, with the masks
of dropout.
"""

from __future__ import annotations

import math

import pytest
from sequence_cases import LAYERS, PROGRAMS, result
from test_rnn import NOTES, check_layer

import teachtorch as torch
from teachtorch import nn
from teachtorch.autograd import gradcheck, gradgradcheck
from teachtorch.nn import functional as F


@pytest.mark.parametrize(
    ("group", "i", "case"),
    [
        pytest.param(group, i, case, id=f"{i}-{case[0]}-{case[1][:40]}")
        for group in ("attention", "transformer")
        for i, case in enumerate(LAYERS[group])
    ],
)
def test_outputs_and_gradients(group: str, i: int, case: tuple) -> None:
    check_layer(group, i, case)


@pytest.mark.parametrize(
    ("code", "i"),
    [
        pytest.param(code, i, id=f"{i}-{code.splitlines()[-1][:50]}")
        for i, code in enumerate(PROGRAMS["attention"])
    ],
)
def test_does_what_pytorch_does(code: str, i: int) -> None:
    recorded_code, expected = NOTES["programs"]["attention"][i]
    assert recorded_code == code, "record_sequences.py must be run again"
    assert result(torch, code) == expected


def leaf(*shape: int) -> torch.Tensor:
    return torch.randn(*shape, dtype=torch.float64).requires_grad_()


@pytest.mark.parametrize(
    "options", [{}, {"is_causal": True}, {"scale": 0.3}], ids=str
)
def test_attention_is_its_formula(options: dict) -> None:
    q, k, v = leaf(2, 4, 3), leaf(2, 4, 3), leaf(2, 4, 5)
    found = F.scaled_dot_product_attention(q, k, v, **options)
    for b in range(2):
        for i in range(4):
            seen = i + 1 if "is_causal" in options else 4
            scale = options.get("scale", 1 / math.sqrt(3))
            scores = [
                math.exp(scale * (q[b, i] @ k[b, j])) for j in range(seen)
            ]
            total = sum(scores)
            row = sum(s / total * v[b, j] for j, s in enumerate(scores))
            torch.testing.assert_close(found[b, i], row)


def test_derivatives_of_attention_by_differences() -> None:
    torch.manual_seed(0)
    given = leaf(2, 2, 3), leaf(2, 4, 3), leaf(2, 4, 2), leaf(2, 4)
    attend = F.scaled_dot_product_attention
    assert gradcheck(attend, given)
    assert gradgradcheck(attend, given)


LAYERS_TO_CHECK = [
    (lambda: nn.MultiheadAttention(4, 2, add_bias_kv=True), 3),
    (lambda: nn.MultiheadAttention(4, 2, add_zero_attn=True, bias=False), 3),
    (lambda: nn.TransformerEncoderLayer(4, 2, 3, 0, "gelu"), 1),
    (lambda: nn.TransformerEncoderLayer(4, 2, 3, 0, norm_first=True), 1),
    (lambda: nn.TransformerDecoderLayer(4, 2, 3, 0, batch_first=True), 2),
    (lambda: nn.Transformer(4, 2, 1, 1, 3, 0, batch_first=True), 2),
]


@pytest.mark.parametrize(("make", "inputs"), LAYERS_TO_CHECK)
def test_gradcheck_of_the_layers(make: object, inputs: int) -> None:
    torch.manual_seed(0)
    layer = make().double()
    given = tuple(leaf(2, 2, 4) for _ in range(inputs))
    names = [name for name, _ in layer.named_parameters()]

    def function(*xs: torch.Tensor) -> torch.Tensor:
        parts = dict(zip(names, xs[inputs:]))
        y = torch.func.functional_call(layer, parts, xs[:inputs])
        return y[0] if isinstance(y, tuple) else y

    assert gradcheck(function, (*given, *layer.parameters()))


def test_the_future_is_hidden() -> None:
    torch.manual_seed(0)
    layer = nn.TransformerEncoderLayer(8, 2, 16, 0.0)
    mask = nn.Transformer.generate_square_subsequent_mask(5)
    x = torch.randn(5, 1, 8)
    changed = x.clone()
    changed[3:] += 1
    before, after = layer(x, mask), layer(changed, mask)
    assert torch.equal(before[:3], after[:3])
    assert not torch.allclose(before[3:], after[3:])


def test_padding_has_no_influence() -> None:
    torch.manual_seed(0)
    layer = nn.TransformerEncoderLayer(8, 2, 16, 0.0, batch_first=True)
    x = torch.randn(2, 5, 8)
    padding = torch.arange(5) >= torch.tensor([[5], [3]])
    changed = x.clone()
    changed[1, 3:] = 100.0
    before = layer(x, src_key_padding_mask=padding)
    after = layer(changed, src_key_padding_mask=padding)
    assert torch.equal(before[0], after[0])
    assert torch.equal(before[1, :3], after[1, :3])


def test_copies_of_a_layer_learn_apart() -> None:
    encoder = nn.TransformerEncoder(
        nn.TransformerEncoderLayer(4, 2, 3, batch_first=True), 2
    )
    a, b = (layer.linear1.weight for layer in encoder.layers)
    assert torch.equal(a, b)
    assert a is not b
    encoder(torch.randn(1, 3, 4)).sum().backward()
    assert not torch.equal(a.grad, b.grad)
