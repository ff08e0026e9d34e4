"""Files in the format of safetensors, to PyTorch and back."""

from __future__ import annotations

import os
import sys

import pytest
from record_saved import BY_SAFETENSORS as BY_PYTORCH
from record_saved import plain_contents as contents
from safetensors import SafetensorError

import teachtorch as torch
from teachtorch import nn
from teachtorch.serialization.safetensors import (
    load,
    load_file,
    save,
    save_file,
)


def check_equal(found, expected):
    assert set(found) == set(expected)
    for name, x in expected.items():
        assert str(found[name].dtype) == str(x.dtype)
        assert found[name].shape == x.shape
        assert found[name].tolist() == x.tolist()


def test_a_file_of_pytorch_opens():
    check_equal(load_file(BY_PYTORCH), contents(torch))


def test_the_bytes_are_pytorchs():
    assert save(contents(torch)) == BY_PYTORCH.read_bytes()


@pytest.mark.torch
def test_pytorch_opens_our_file(tmp_path):
    import torch as real
    from safetensors.torch import load_file as load_there

    save_file(contents(torch), tmp_path / "x.safetensors", {"by": "us"})
    found = load_there(tmp_path / "x.safetensors")
    check_equal(found, contents(real))


def test_a_state_dict_goes_back_into_a_module(tmp_path):
    model, other = (nn.Sequential(nn.Linear(3, 2), nn.ReLU()) for _ in "ab")
    save_file(model.state_dict(), tmp_path / "model.safetensors")
    other.load_state_dict(load_file(tmp_path / "model.safetensors"))
    x = torch.ones(1, 3)
    assert torch.equal(model(x), other(x))


def test_what_is_loaded_can_be_written_to():
    x = load(save({"x": torch.zeros(2)}))["x"]
    x[0] = 1
    assert x.tolist() == [1, 0]


def test_rows_of_one_tensor_that_do_not_overlap_are_saved():
    x = torch.arange(6.0).reshape(2, 3)
    found = load(save({"a": x[0], "b": x[1]}))
    assert found["b"].tolist() == [3, 4, 5]


@pytest.mark.parametrize(
    ("make", "error", "words"),
    [
        (lambda x: {"a": x.T}, ValueError, "non contiguous tensor: `a`"),
        (lambda x: {"a": x, "b": x[1]}, RuntimeError, "share memory"),
        (lambda x: {"a": 3}, ValueError, "Key `a` is invalid"),
        (lambda x: [x], ValueError, "Expected a dict"),
    ],
)
def test_refuses_to_save(make, error, words):
    with pytest.raises(error, match=words):
        save(make(torch.ones(2, 3)))


@pytest.mark.parametrize("dtype", ["BF16", "U16", "C64"])
def test_dtypes_that_are_not_here(dtype):
    size = {"C64": 8}.get(dtype, 2)
    header = (
        f'{{"x":{{"dtype":"{dtype}","shape":[1],"data_offsets":[0,{size}]}}}}'
    )
    header += " " * (-len(header) % 8)
    data = len(header).to_bytes(8, "little") + header.encode() + bytes(size)
    with pytest.raises(NotImplementedError, match="tensors of dtype"):
        load(data)


def test_a_damaged_file_is_refused():
    data = BY_PYTORCH.read_bytes()
    for length in range(0, len(data), 11):
        with pytest.raises(SafetensorError):
            load(data[:length])
    with pytest.raises(SafetensorError):
        load(b"\xff" * 100)  # a header larger than the file


def test_a_save_that_breaks_off_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "x.safetensors"
    save_file({"x": torch.zeros(1)}, path)

    def disk_full(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", disk_full)
    with pytest.raises(OSError, match="No space left"):
        save_file({"x": torch.ones(1)}, path)
    assert load_file(path)["x"].item() == 0
    assert os.listdir(tmp_path) == ["x.safetensors"]


def test_without_the_package(monkeypatch):
    monkeypatch.setitem(sys.modules, "safetensors.numpy", None)
    with pytest.raises(ImportError, match=r"teachtorch\[safetensors\]"):
        save({"x": torch.ones(1)})
