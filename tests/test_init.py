"""Initialisation gives PyTorch's numbers, errors and warnings.

``golden/rng_init_cases.json`` was recorded by ``record_random.py``.
"""

from __future__ import annotations

import inspect
import json
import math
from pathlib import Path

import numpy as np
import pytest

import teachtorch as torch
from teachtorch import nn

GOLDEN = Path(__file__).with_name("golden") / "rng_init_cases.json"
CASES = json.loads(GOLDEN.read_text())


@pytest.mark.parametrize(
    ("number", "case"),
    list(enumerate(CASES["values"])),
    ids=[case["code"] for case in CASES["values"]],
)
def test_as_recorded(number: int, case: dict) -> None:
    torch.manual_seed(1000 + number)
    out = eval(case["code"], {"torch": torch})
    dtype, shape, values = case["out"]
    assert str(out.dtype) == f"torch.{dtype}"
    assert list(out.shape) == shape
    # The matrix factorisation of another LAPACK rounds in another order.
    tolerance = 2e-6 if "orthogonal" in case["code"] else 0
    np.testing.assert_allclose(
        out.flatten().tolist(), values, rtol=0, atol=tolerance
    )
    after = torch.rand((), dtype=torch.float64).item()
    assert after == case["after"], "another number of draws"


@pytest.mark.parametrize(
    ("code", "kind", "words"),
    CASES["errors"],
    ids=[case[0] for case in CASES["errors"]],
)
def test_refuses_as_recorded(code: str, kind: str, words: str) -> None:
    with pytest.raises(Exception) as caught:
        eval(code, {"torch": torch})
    assert type(caught.value).__name__ == kind
    assert str(caught.value).split("\n")[0] == words


@pytest.mark.parametrize(
    ("code", "kind", "words"),
    CASES["warnings"],
    ids=[case[0] for case in CASES["warnings"]],
)
def test_warns_as_recorded(code: str, kind: str, words: str) -> None:
    with pytest.warns() as caught:
        result = eval(code, {"torch": torch})
    (warning,) = caught
    assert warning.category.__name__ == kind
    assert str(warning.message) == words
    assert warning.filename == "<string>", "not the line that is to blame"
    assert isinstance(result, torch.Tensor)


@pytest.mark.parametrize(
    ("name", "param", "gain"),
    [
        ("linear", None, 1),
        ("sigmoid", None, 1),
        ("conv_transpose3d", None, 1),
        ("tanh", None, 5 / 3),
        ("relu", None, math.sqrt(2)),
        ("selu", None, 3 / 4),
        ("leaky_relu", None, math.sqrt(2 / 1.0001)),
        ("leaky_relu", 0.5, math.sqrt(2 / 1.25)),
    ],
)
def test_gains(name: str, param: float | None, gain: float) -> None:
    assert nn.init.calculate_gain(name, param) == gain


def test_parameters_are_initialised_without_a_graph() -> None:
    for name in (
        "uniform_",
        "normal_",
        "trunc_normal_",
        "ones_",
        "zeros_",
        "eye_",
        "xavier_uniform_",
        "xavier_normal_",
        "kaiming_uniform_",
        "kaiming_normal_",
        "orthogonal_",
    ):
        weight = torch.empty(3, 4, requires_grad=True)
        version = weight._version
        assert getattr(nn.init, name)(weight) is weight
        assert weight.requires_grad
        assert weight.is_leaf
        assert weight._version > version


def test_orthogonal_rows_and_columns() -> None:
    for shape in ((6, 3), (3, 6)):
        q = nn.init.orthogonal_(torch.empty(shape, dtype=torch.float64))
        small = q @ q.t() if shape[0] < shape[1] else q.t() @ q
        assert torch.allclose(small, torch.eye(3, dtype=torch.float64))


def test_variance_survives_many_layers() -> None:
    x = torch.randn(512, 256)
    for _ in range(12):
        weight = nn.init.kaiming_normal_(
            torch.empty(256, 256), nonlinearity="relu"
        )
        x = (x @ weight.t()).relu()
    # A mean square that halved at every layer would be 1/4096 by now.
    assert 0.3 < (x * x).mean().item() < 3


@pytest.mark.torch
def test_signatures_are_those_of_pytorch() -> None:
    reference = pytest.importorskip("torch").nn.init
    assert nn.init.__all__ == reference.__all__
    for name in reference.__all__[:15]:
        ours = inspect.signature(getattr(nn.init, name)).parameters
        theirs = inspect.signature(getattr(reference, name)).parameters
        assert list(ours) == list(theirs)
        for key, parameter in theirs.items():
            assert ours[key].default == parameter.default
