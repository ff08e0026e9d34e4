"""What teachtorch leaves out is refused in words, and a few calls that warn.

PyTorch has no answer to compare with here: it computes what teachtorch leaves
out, and it warns of a deprecated call once in a process only.
"""

from __future__ import annotations

import copy
import io
import subprocess
import sys

import numpy as np
import pytest

import teachtorch as torch
from teachtorch import nn, transforms
from teachtorch.nn import functional as F

LEFT_OUT = {
    "there is no 'xpu' device": lambda: torch.ones(2, device="xpu"),
    "leave out sparse=True": lambda: F.embedding(
        torch.tensor([0]), torch.ones(2, 1), sparse=True
    ),
    "sparse gradients are not supported": lambda: F.embedding_bag(
        torch.tensor([[0]]), torch.ones(2, 1), sparse=True
    ),
    "no batched gradients": lambda: torch.autograd.grad(
        torch.ones(1), torch.ones(1), is_grads_batched=True
    ),
    "only PyTorch's zip format": lambda: torch.save(
        1, io.BytesIO(), _use_new_zipfile_serialization=False
    ),
}


@pytest.mark.parametrize("words", LEFT_OUT)
def test_what_is_left_out_is_refused_in_words(words: str) -> None:
    with pytest.raises(NotImplementedError, match=words):
        LEFT_OUT[words]()


def test_arguments_in_an_old_order_still_work_and_warn():
    x = torch.ones(2)
    for call, expected in (
        (lambda: torch.add(x, 2, x), 3.0),
        (lambda: torch.sub(x, 2, x), -1.0),
        (lambda: torch.addmm(2, torch.eye(2), torch.eye(2), torch.eye(2)), 3.0),
    ):
        with pytest.warns(UserWarning, match="This overload of .* deprecated"):
            assert call().flatten()[0].item() == expected


def test_gradients_that_have_a_graph_add_up_with_those_that_have_none():
    x = torch.tensor([1.0, 2.0], requires_grad=True)
    (x**3).sum().backward(create_graph=True)
    assert "grad_fn=<CopyBackwards>" in repr(x.grad)
    (x**3).sum().backward()
    assert not x.grad.requires_grad
    assert x.grad.tolist() == [6.0, 24.0]


def test_zero_grad_takes_a_gradient_out_of_its_graph():
    net = nn.PReLU()
    (net(torch.tensor([-1.0])) ** 2).sum().backward(create_graph=True)
    net.zero_grad(set_to_none=False)
    assert net.weight.grad.tolist() == [0.0]
    assert not net.weight.grad.requires_grad


def test_a_module_without_extra_state_refuses_to_give_or_take_it():
    for call in (
        lambda: nn.Module().get_extra_state(),
        lambda: nn.Module().set_extra_state(1),
    ):
        with pytest.raises(RuntimeError, match="should never be called"):
            call()


def test_an_odd_encoder_mask_may_go_unchecked():
    layer = nn.TransformerEncoderLayer(4, 2, 4, batch_first=True, dropout=0.0)
    encoder = nn.TransformerEncoder(layer, 1, mask_check=False).eval()
    mask = torch.tensor([[False, True]])
    assert encoder(torch.ones(1, 2, 4), src_key_padding_mask=mask).shape == (
        1,
        2,
        4,
    )


def test_a_gradient_that_changes_from_pass_to_pass_fails_gradcheck():
    class Restless(torch.autograd.Function):
        calls = 0

        @staticmethod
        def forward(ctx, x):
            return x * 1

        @staticmethod
        def backward(ctx, grad):
            Restless.calls += 1
            return grad * (1 + 1e-7 * Restless.calls)

    x = torch.ones(1, dtype=torch.float64, requires_grad=True)
    with pytest.raises(RuntimeError, match="not reentrant"):
        torch.autograd.gradcheck(Restless.apply, x)
    assert torch.autograd.gradcheck(Restless.apply, x, nondet_tol=1e-3)


def test_copies_share_what_the_originals_share():
    x = torch.ones(1)
    memo: dict = {}
    assert copy.deepcopy(x, memo) is copy.deepcopy(x, memo)


def test_transforms_say_how_they_were_made():
    for made, text in (
        (transforms.CenterCrop(3), "CenterCrop(size=(3, 3))"),
        (transforms.RandomCrop(3), "RandomCrop(size=(3, 3), padding=None)"),
        (transforms.RandomHorizontalFlip(0.5), "RandomHorizontalFlip(p=0.5)"),
        (transforms.Normalize(0.5, 0.5), "Normalize(mean=0.5, std=0.5)"),
    ):
        assert repr(made) == text
    assert transforms.CenterCrop([3]).size == (3, 3)
    with pytest.raises(TypeError, match="Unexpected type"):
        transforms.CenterCrop(3)("a")


def test_normalize_keeps_the_tensors_that_it_made():
    normalize = transforms.Normalize((0.5,), (0.5,))
    first, second = (normalize(torch.ones(1, 2, 2)) for _ in range(2))
    assert first.equal(second) and first.tolist() == [[[1.0, 1.0]] * 2]


def test_the_command_line_explains_itself():
    command = [sys.executable, "-m", "teachtorch", "--help"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "python -m teachtorch" in done.stdout


def test_numpy_functions_give_tensors():
    out = np.add(torch.ones(2), 1)
    assert isinstance(out, torch.Tensor) and out.tolist() == [2.0, 2.0]
