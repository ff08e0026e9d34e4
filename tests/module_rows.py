"""The table of layers: each with its options, on inputs right and wrong.

A row is a layer as one writes it and its inputs: a shape such as ``n 2 3``
(the kinds are those of ``op_rows.py``) makes a float64 leaf, anything else is
an expression. ``record_modules.py`` stores what PyTorch makes of each row,
``test_module_rows.py`` compares: the print-out, the names in ``state_dict``,
the output in training and in evaluation, every gradient, the buffers
afterwards; or the error, in the layer's making or in its call.
"""

from __future__ import annotations

import itertools
import re
import warnings
from typing import Any

import numpy as np
from op_rows import make_inputs, weights

Row = tuple[str, tuple[str, ...]]


def ways(layer: str, **options: list) -> list[str]:
    """Writes a layer with every combination of its options' values."""
    made = []
    for values in itertools.product(*options.values()):
        chosen = [
            f"{name}={value}"
            for name, value in zip(options, values)
            if value is not None
        ]
        made.append(layer.replace("...", ", ".join(chosen)))
    return made


def on(layers: str | list[str], *inputs: str) -> list[Row]:
    """Puts each layer on each input; ``;`` parts the inputs of one call."""
    if isinstance(layers, str):
        layers = [line.strip() for line in layers.strip().splitlines()]
    return [
        (layer, tuple(part.strip() for part in given.split(";")))
        for layer in layers
        for given in inputs
    ]


NO = [None, False]
YES = [None, True]
LONG = "torch.arange(6).reshape(2, 3)"
FLOAT = "torch.ones(2, 3, dtype=torch.float32)"
LIST = "[1.0, 2.0, 3.0]"

LINEAR = [
    *on("nn.Linear(3, 2)", "n 3", "n 4 3", "n 2 2 3", "n 0 3", "n 2 4",
        "n 4", LONG, FLOAT, LIST, "torch.tensor(1.0)"),
    *on("nn.Linear(3, 2, bias=False)", "n 3", "n 4 3", "n 2 2 3", "n 2 4"),
    *on("nn.Linear(3, 2, dtype=torch.float32)", "n 2 3", FLOAT),
    *on("nn.Linear(0, 2)\nnn.Linear(3, 0)", "n 2 3", "n 2 0"),
    *on("nn.Linear(3)\nnn.Linear(-1, 2)\nnn.Linear(3, 2.0)\n"
        "nn.Linear('3', 2)\nnn.Linear(3, 2, True, 'gpu')\n"
        "nn.Linear(3, 2, dtype=torch.int64)\nnn.Linear(3, 2, size=1)",
        "n 2 3"),
    *on("nn.Bilinear(3, 4, 2)\nnn.Bilinear(3, 4, 2, bias=False)",
        "n 2 3; n 2 4", "n 3; n 4", "n 2 2 3; n 2 2 4", "n 2 3; n 2 3",
        "n 2 3; n 3 4"),
    *on("nn.Bilinear(0, 4, 2)", "n 2 3; n 2 4"),
    *on("nn.Identity()\nnn.Identity(3, a=1)", "n 2 3"),
    *on("nn.Flatten()\nnn.Flatten(0)\nnn.Flatten(1, 2)\nnn.Flatten(-2)\n"
        "nn.Flatten(2, 1)\nnn.Flatten(5)", "n 2 3 2 1", "n 3"),
    *on("nn.Unflatten(1, (2, 3))\nnn.Unflatten(1, (2, -1))\n"
        "nn.Unflatten(-1, torch.Size([3, 2]))\nnn.Unflatten(1, (4, 2))\n"
        "nn.Unflatten(1, 3)\nnn.Unflatten('a', (2, 3))\n"
        "nn.Unflatten(1, (2.0, 3))", "n 2 6"),
    *on("nn.CosineSimilarity()\nnn.CosineSimilarity(0)\n"
        "nn.CosineSimilarity(1, 0.5)\nnn.CosineSimilarity(dim=3)",
        "n 2 3; n 2 3", "n 2 3; n 1 3", "n 2 3; n 2 4"),
    *on("nn.PairwiseDistance()\nnn.PairwiseDistance(1.0)\n"
        "nn.PairwiseDistance(3, 0.1, True)", "n 2 3; n 2 3", "n 3; n 3",
        "n 2 3; n 2 4"),
]  # fmt: skip

_CONV1 = ways("nn.Conv1d(2, 4, ...)", kernel_size=[3], stride=[None, 2],
              padding=[None, 2, "'same'"], dilation=[None, 2],
              groups=[None, 2], bias=NO)  # fmt: skip
_CONV2 = ways("nn.Conv2d(2, 2, (2, 3), ...)", stride=[None, (2, 1)],
              padding=[None, (1, 2), "'same'"], dilation=[None, (2, 1)],
              groups=[None, 2])  # fmt: skip
_MODES = ways(
    "nn.Conv2d(1, 2, (2, 3), ...)",
    padding=[1, "'same'"],
    dilation=[None, (1, 2)],
    padding_mode=["'reflect'", "'replicate'", "'circular'"],
)
_BACK = ways("nn.ConvTranspose2d(2, 2, (2, 3), ...)", stride=[None, 2],
             padding=[None, (1, 0)], output_padding=[None, (0, 1)],
             dilation=[None, 2], groups=[None, 2], bias=NO)  # fmt: skip
CONVOLUTION = [
    *on(_CONV1, "n 2 2 6"),
    *on("nn.Conv1d(2, 4, 3)", "n 2 6", "n 2 3 6", "n 2 2 2", "n 6",
        "n 1 2 6 1", "n 0 2 6", LIST, "torch.ones(2, 2, 6).float()",
        "torch.ones(2, 2, 6).long()"),
    *on("nn.Conv1d(2, 2, 1, padding='valid')\n"
        "nn.Conv1d(2, 2, 3, padding=1, padding_mode='circular')\n"
        "nn.Conv1d(2, 2, (3,), padding=(2,), padding_mode='reflect')",
        "n 2 2 5"),
    *on(_CONV2, "n 1 2 4 5"),
    *on(_MODES, "n 1 1 4 5"),
    *on("nn.Conv2d(2, 2, 3, bias=False)", "n 2 2 3 3", "n 2 3 3", "n 2 3 3 3",
        "n 2 2 2 2", "n 3 3", "n 1 1 2 3 3"),
    *on("nn.Conv2d(0, 2, 3)\nnn.Conv2d(2, 0, 3)\nnn.Conv2d(3, 2, 2, groups=2)\n"
        "nn.Conv2d(2, 3, 2, groups=2)\nnn.Conv2d(2, 2, 2, groups=0)\n"
        "nn.Conv2d(2, 2, 2, padding='full')\n"
        "nn.Conv2d(2, 2, 2, stride=2, padding='same')\n"
        "nn.Conv2d(2, 2, 2, padding_mode='x')\nnn.Conv2d(2, 2)\n"
        "nn.Conv2d(2, 2, 2, stride=0)\nnn.Conv2d(2, 2, 2, dilation=0)\n"
        "nn.Conv2d(2, 2, 2, padding=-1)\nnn.Conv2d(2, 2, (2, 2, 2))\n"
        "nn.Conv2d(2, 2, (2,))\nnn.Conv2d(2, 2, 2.0)\nnn.Conv2d(2, 2, -1)\n"
        "nn.Conv2d(2, 2, 0)\nnn.Conv2d(2, 2, 2, stride=(1, 2, 3))\n"
        "nn.Conv2d(2, 2, 2, padding=(1, 2, 3))\nnn.Conv2d(2, 2, '2')",
        "n 1 2 4 4"),
    *on(ways("nn.Conv3d(2, 2, 2, ...)", stride=[None, 2],
             padding=[None, "'same'"], groups=[None, 2])
        + ["nn.Conv3d(2, 2, 2, padding=1, padding_mode='replicate')",
           "nn.Conv3d(2, 2, 2, padding=1, padding_mode='reflect')"],
        "n 1 2 2 3 2"),
    *on("nn.Conv3d(1, 1, 2)", "n 1 2 2 2", "n 1 2 2 2 2", "n 1 1 1 1 1"),
    *on(_BACK, "n 1 2 2 3"),
    *on("nn.ConvTranspose1d(2, 3, 2)\nnn.ConvTranspose1d(2, 4, 3, 2, 1, 1, 2)",
        "n 1 2 3", "n 2 3", "n 1 3 3", "n 3"),
    *on("nn.ConvTranspose3d(1, 2, 2)\n"
        "nn.ConvTranspose3d(1, 2, 2, stride=2, bias=False)",
        "n 1 1 2 1 2", "n 1 2 1 2"),
    *on("nn.ConvTranspose2d(1, 1, 2, stride=3)",
        "n 1 1 2 2; [6, 7]", "n 1 1 2 2; (1, 1, 5, 6)", "n 1 1 2 2; [4, 7]",
        "n 1 1 2 2; [6, 8]", "n 1 1 2 2; [6]", "n 1 2 2; [7, 7]"),
    *on("nn.ConvTranspose2d(2, 2, 2, padding='same')\n"
        "nn.ConvTranspose2d(2, 2, 2, padding='valid')\n"
        "nn.ConvTranspose2d(2, 2, 2, padding_mode='reflect')\n"
        "nn.ConvTranspose2d(2, 2, 2, output_padding=1)\n"
        "nn.ConvTranspose2d(3, 2, 2, groups=2)\n"
        "nn.ConvTranspose2d(2, 2, 2, padding=3)\n"
        "nn.ConvTranspose2d(2, 2, 2, stride=2, output_padding=-1)",
        "n 1 2 2 2"),
    *on(ways("nn.Unfold(...)", kernel_size=[2, (1, 3)], dilation=[None, 2],
             padding=[None, 1], stride=[None, (1, 2)]), "n 1 2 3 5"),
    *on("nn.Unfold(2)", "n 2 3 3", "n 3 3", "n 1 1 1 1", "n 2 0 3 3"),
    *on("nn.Unfold(0)\nnn.Unfold(2, stride=0)\nnn.Unfold(2, 0)\n"
        "nn.Unfold(2, padding=-1)\nnn.Unfold((2, 2, 2))", "n 1 1 3 3"),
    *on("nn.Fold((3, 4), 2)", "n 1 4 6", "n 4 6", "n 1 8 6", "n 1 3 6",
        "n 1 4 5", "n 6"),
    *on("nn.Fold((3, 4), (1, 2), 2, 1, (2, 1))\nnn.Fold(3, 2, stride=0)\n"
        "nn.Fold(4, (2, 2), stride=2)", "n 1 4 12", "n 1 4 4"),
]  # fmt: skip

_POOL2 = ways("nn.MaxPool2d(...)", kernel_size=[2, (3, 2)],
              stride=[None, (1, 2)], padding=[None, 1], dilation=[None, 2],
              return_indices=YES, ceil_mode=YES)  # fmt: skip
_MEAN2 = ways("nn.AvgPool2d(...)", kernel_size=[2, (3, 2)],
              stride=[None, (2, 3)], padding=[None, 1], ceil_mode=YES,
              count_include_pad=NO, divisor_override=[None, 3])  # fmt: skip
POOLING = [
    *on(_POOL2, "d 1 1 6 5"),
    *on("nn.MaxPool2d(2)", "d 2 4 4", "d 4 4", "d 1 1 1 1", "d 0 2 4 4",
        "d 1 0 4 4", LONG, "torch.arange(16).reshape(1, 4, 4)"),
    *on("nn.MaxPool2d(2, padding=2)\nnn.MaxPool2d(2, stride=0)\n"
        "nn.MaxPool2d(0)\nnn.MaxPool2d(2, dilation=0)\n"
        "nn.MaxPool2d((2, 2, 2))\n"
        "nn.MaxPool2d()\nnn.MaxPool2d(2, padding=-1)\nnn.MaxPool2d(2.0)",
        "d 1 4 4"),
    *on(ways("nn.MaxPool1d(3, ...)", stride=[None, 2], padding=[None, 1],
             dilation=[None, 2], return_indices=YES, ceil_mode=YES),
        "d 2 8"),
    *on("nn.MaxPool1d(2)", "d 1 2 4", "d 4", "d 1 1 2 4", "d 1 1 1"),
    *on(ways("nn.MaxPool3d(2, ...)", stride=[None, 1], padding=[None, 1],
             return_indices=YES, ceil_mode=YES), "d 1 1 3 2 4"),
    *on("nn.MaxPool3d(2)", "d 1 2 2 2", "d 2 2 2", "d 1 1 1 2 2"),
    *on(_MEAN2, "n 1 1 6 5"),
    *on("nn.AvgPool2d(2)", "n 2 4 4", "n 4 4", "n 1 1 1 1", "n 0 2 4 4",
        "torch.arange(16).reshape(1, 4, 4)"),
    *on("nn.AvgPool2d(2, padding=2)\nnn.AvgPool2d(2, stride=0)\n"
        "nn.AvgPool2d(0)\nnn.AvgPool2d(2, divisor_override=0)\n"
        "nn.AvgPool2d((2, 2, 2))", "n 1 4 4"),
    *on(ways("nn.AvgPool1d(3, ...)", stride=[None, 2], padding=[None, 1],
             ceil_mode=YES, count_include_pad=NO), "n 1 2 8"),
    *on("nn.AvgPool1d(2)", "n 2 4", "n 4", "n 1 1 1"),
    *on(ways("nn.AvgPool3d(2, ...)", stride=[None, 1], padding=[None, 1],
             ceil_mode=YES, count_include_pad=NO,
             divisor_override=[None, 3]), "n 1 3 2 3"),
    *on("nn.AvgPool3d(2)", "n 2 2 2", "n 1 1 1 2 2"),
    *on("nn.AdaptiveAvgPool1d(3)\nnn.AdaptiveAvgPool1d(1)\n"
        "nn.AdaptiveMaxPool1d(3)\nnn.AdaptiveMaxPool1d(2, True)",
        "d 1 2 7", "d 2 7", "d 7"),
    *on("nn.AdaptiveAvgPool2d(2)\nnn.AdaptiveAvgPool2d((None, 3))\n"
        "nn.AdaptiveAvgPool2d((3, None))\nnn.AdaptiveAvgPool2d((7, 8))\n"
        "nn.AdaptiveMaxPool2d(2)\nnn.AdaptiveMaxPool2d((None, 3), True)",
        "d 1 1 4 5", "d 1 4 5", "d 4 5"),
    *on("nn.AdaptiveAvgPool2d(-1)\nnn.AdaptiveAvgPool2d((1, 2, 3))\n"
        "nn.AdaptiveMaxPool2d(-1)\nnn.AdaptiveAvgPool2d()\n"
        "nn.AdaptiveMaxPool2d(2.5)", "d 1 1 4 5"),
    *on("nn.AdaptiveAvgPool3d(2)\nnn.AdaptiveAvgPool3d((1, None, 2))\n"
        "nn.AdaptiveMaxPool3d(2)\nnn.AdaptiveMaxPool3d((1, None, 2), True)",
        "d 1 1 3 2 4", "d 1 3 2 4", "d 3 2 4"),
    *on("nn.LPPool1d(2, 3)\nnn.LPPool1d(1, 2, 1)\n"
        "nn.LPPool1d(3.0, 3, stride=2, ceil_mode=True)", "p 1 2 6", "p 2 6",
        "p 6"),
    *on("nn.LPPool2d(2, 2)\nnn.LPPool2d(1.5, (2, 1), (1, 2), True)",
        "p 1 1 4 5", "p 1 4 5", "p 4 5"),
    *on("nn.LPPool3d(2, 2)\nnn.LPPool3d(1.5, (2, 1, 2), ceil_mode=True)",
        "p 1 1 2 3 3", "p 1 2 3 3"),
    *on("nn.MaxUnpool1d(2)\nnn.MaxUnpool1d(2, 3)",
        "n 1 2 2; torch.tensor([[[0, 3], [1, 2]]])",
        "n 2 2; torch.tensor([[0, 3], [1, 2]])",
        "n 2 2; torch.tensor([[0, 3], [1, 9]])",
        "n 2 2; torch.tensor([[0, 3]])",
        "n 1 2; torch.tensor([[0, 3]]); (5,)",
        "n 1 2; torch.tensor([[0, 3]]); (9,)",
        "n 1 2; torch.tensor([[0.0, 3.0]])"),
    *on("nn.MaxUnpool2d(2)\nnn.MaxUnpool2d((2, 3), stride=2, padding=0)",
        "n 1 1 1 2; torch.tensor([[[[0, 3]]]])",
        "n 1 1 2; torch.tensor([[[0, 3]]])",
        "n 1 1 2; torch.tensor([[[0, 3]]]); (3, 5)",
        "n 1 2; torch.tensor([[0, 3]])"),
    *on("nn.MaxUnpool3d(2)", "n 1 1 1 1 2; torch.tensor([[[[[0, 9]]]]])",
        "n 1 1 1 2; torch.tensor([[[[0, 9]]]])",
        "n 1 1 2; torch.tensor([[[0, 9]]])"),
]  # fmt: skip

NORMALISATION = [
    *on(ways("nn.BatchNorm1d(3, ...)", eps=[None, 0.1],
             momentum=[None, "None", 0.3], affine=NO,
             track_running_stats=NO), "n 4 3", "n 2 3 2"),
    *on("nn.BatchNorm1d(3)", "n 3", "n 1 3", "n 2 4", "n 2 3 2 2", "n 0 3",
        LONG, FLOAT),
    *on(ways("nn.BatchNorm2d(2, ...)", momentum=[None, "None", 0.3],
             affine=NO, track_running_stats=NO), "n 2 2 2 3"),
    *on("nn.BatchNorm2d(2)", "n 2 2 2", "n 2 2", "n 1 2 1 1", "n 1 3 2 2"),
    *on("nn.BatchNorm3d(2)\nnn.BatchNorm3d(2, affine=False)",
        "n 2 2 1 2 2", "n 2 2 2 2"),
    *on("nn.BatchNorm1d()\nnn.BatchNorm1d(-1)\nnn.BatchNorm1d(2.0)\n"
        "nn.BatchNorm1d(3, bias=False)", "n 2 3"),
    *on(ways("nn.InstanceNorm1d(2, ...)", eps=[None, 0.1],
             momentum=[None, 0.3], affine=YES,
             track_running_stats=YES), "n 2 2 3", "n 2 3"),
    *on("nn.InstanceNorm1d(2)", "n 3", "n 2 3 4", "n 2 2 1", "n 3 3"),
    *on("nn.InstanceNorm1d(2, affine=True)", "n 2 3 4", "n 3 3"),
    *on(ways("nn.InstanceNorm2d(2, ...)", affine=YES,
             track_running_stats=YES), "n 2 2 2 2", "n 2 2 2", "n 2 2"),
    *on(ways("nn.InstanceNorm3d(2, ...)", affine=YES,
             track_running_stats=YES), "n 1 2 2 1 2", "n 2 2 1 2", "n 2 2"),
    *on(ways("nn.LayerNorm(..., )", normalized_shape=[3, [2, 3], (3,)],
             eps=[None, 0.1], elementwise_affine=NO, bias=NO),
        "n 2 2 3", "n 2 3"),
    *on("nn.LayerNorm(3)", "n 3", "n 4", "n 2 4", "n 0 3", LONG, FLOAT,
        "torch.tensor(1.0)"),
    *on("nn.LayerNorm([2, 3])", "n 3", "n 3 2"),
    *on("nn.LayerNorm()\nnn.LayerNorm([])\nnn.LayerNorm('3')", "n 2 3"),
    *on(ways("nn.RMSNorm(...)", normalized_shape=[3, [2, 3]],
             eps=[None, 0.1], elementwise_affine=NO), "n 2 2 3", "n 2 3",
        "n 3", "n 4"),
    *on(ways("nn.GroupNorm(...)", num_groups=[1, 2, 4], num_channels=[4],
             eps=[None, 0.1], affine=NO), "n 2 4", "n 2 4 2", "n 1 4 2 2"),
    *on("nn.GroupNorm(2, 4)", "n 4", "n 2 3", "n 2 6 2", "n 0 4", "n 1 4"),
    *on("nn.GroupNorm(3, 4)\nnn.GroupNorm(0, 4)\nnn.GroupNorm(2)", "n 2 4"),
    *on(ways("nn.LocalResponseNorm(...)", size=[1, 2, 3],
             alpha=[None, 0.5], beta=[None, 0.5], k=[None, 2.0]),
        "n 1 4 3"),
    *on("nn.LocalResponseNorm(2)", "n 1 4 2 2", "n 1 2 1 2 2", "n 2 4",
        "n 4"),
    *on("nn.LocalResponseNorm(0)\nnn.LocalResponseNorm()", "n 1 4 3"),
]  # fmt: skip

_PAD = [
    ("Reflection", "2", (1, 2, 0, 1, 1, 0), ""),
    ("Replication", "2", (1, 2, 0, 3, 1, 1), ""),
    ("Circular", "2", (1, 2, 0, 1, 1, 0), ""),
    ("Zero", "2", (1, -1, 0, 3, 1, 1), ""),
    ("Constant", "2", (1, -1, 0, 3, 1, 1), ", -1.5"),
]
_SIZES = {1: ("n 1 2 4", "n 2 4"), 2: ("n 1 1 3 4", "n 1 3 4"),
          3: ("n 1 1 3 3 4", "n 1 3 3 4")}  # fmt: skip
PADDING = [
    *(
        row
        for kind, one, several, value in _PAD
        for dims in (1, 2, 3)
        for row in on(
            [
                f"nn.{kind}Pad{dims}d({one}{value})",
                f"nn.{kind}Pad{dims}d({several[: 2 * dims]}{value})",
            ],
            *_SIZES[dims],
            "n 3",
        )
    ),
    *on("nn.ReflectionPad1d(4)\nnn.ReflectionPad1d((1, 2, 3))\n"
        "nn.ReflectionPad1d((-1, 1))\nnn.ReplicationPad1d(-5)\n"
        "nn.CircularPad1d(5)\nnn.CircularPad1d((-1, 2))\nnn.ZeroPad1d(-3)\n"
        "nn.ZeroPad1d((1,))\nnn.ConstantPad1d(1)\n"
        "nn.ConstantPad1d((1, 2), 'x')",
        "n 1 2 4"),
    *on("nn.PixelShuffle(2)\nnn.PixelShuffle(-1)\nnn.PixelShuffle(3)",
        "n 1 4 2 1", "n 4 1 1", "n 4"),
    *on("nn.PixelUnshuffle(2)\nnn.PixelUnshuffle(0)\nnn.PixelUnshuffle(3)",
        "n 1 1 4 2", "n 1 2 2", "n 2"),
    *on("nn.ChannelShuffle(2)\nnn.ChannelShuffle(3)\nnn.ChannelShuffle(0)",
        "n 1 4 2", "n 1 4 1 2", "n 4"),
    *on(ways("nn.Upsample(scale_factor=2, ...)",
             mode=[None, "'nearest-exact'", "'linear'"],
             align_corners=[None, False, True]), "n 1 2 3"),
    *on(ways("nn.Upsample(...)", size=[None, (3, 4)],
             scale_factor=[None, (1.5, 2.0)],
             mode=[None, "'bilinear'", "'bicubic'", "'trilinear'"],
             align_corners=YES), "n 1 1 2 3"),
    *on("nn.Upsample(scale_factor=1.5, mode='bilinear', "
        "recompute_scale_factor=True)\nnn.Upsample(scale_factor=2, mode='x')\n"
        "nn.Upsample(size=2, mode='trilinear')\nnn.Upsample((2, 2, 2))",
        "n 1 1 2 3", "n 1 1 1 2 3", "n 2 3"),
    *on("nn.UpsamplingNearest2d(3)\nnn.UpsamplingNearest2d(scale_factor=1.5)\n"
        "nn.UpsamplingBilinear2d((3, 2))\n"
        "nn.UpsamplingBilinear2d(scale_factor=2)", "n 1 1 2 3", "n 1 2 3"),
]  # fmt: skip

_PLAIN = (
    "ReLU ReLU6 SELU SiLU Mish Sigmoid LogSigmoid Tanh Softsign Tanhshrink "
    "Hardsigmoid Hardswish Softplus LeakyReLU ELU CELU GELU Hardtanh "
    "Hardshrink Softshrink PReLU RReLU"
)
_IN_PLACE = (
    "ReLU ReLU6 SELU SiLU Mish Hardsigmoid Hardswish LeakyReLU ELU CELU "
    "Hardtanh RReLU"
)
ACTIVATION = [
    *on([f"nn.{name}()" for name in _PLAIN.split()], "n 2 3", "n 4",
        "n 0 2", "torch.tensor([-7.0, -3.0, -0.5, 0.0, 0.5, 3.0, 30.0])",
        "torch.tensor([float('nan'), float('inf'), -float('inf'), -0.0])",
        LONG),
    *on([f"nn.{name}(inplace=True)" for name in _IN_PLACE.split()], "n 2 3",
        "torch.arange(-2.0, 3.0)"),
    *on("nn.LeakyReLU(0.3)\nnn.LeakyReLU(-0.5)\nnn.ELU(0.5)\nnn.CELU(2.0)\n"
        "nn.CELU(0)\nnn.GELU('tanh')\nnn.GELU('x')\nnn.Hardtanh(-0.5, 2)\n"
        "nn.Hardtanh(1, 1)\nnn.Hardtanh(min_value=-2)\nnn.Hardshrink(0.1)\n"
        "nn.Softshrink(0.1)\nnn.Softshrink(-1)\nnn.Softplus(2, 1)\n"
        "nn.Softplus(0.5)\nnn.PReLU(3)\nnn.PReLU(init=0.7)\nnn.PReLU(2)\n"
        "nn.RReLU(0.1, 0.2)\nnn.RReLU(0.3, 0.1)\nnn.Threshold(0.1, 3)\n"
        "nn.Threshold(0.1, 3, True)\nnn.Threshold(1)\nnn.GLU()\nnn.GLU(0)\n"
        "nn.GLU(5)", "n 2 3", "n 4 4"),
    *on("nn.Softmax(0)\nnn.Softmax(1)\nnn.Softmax(-1)\nnn.Softmax()\n"
        "nn.Softmax(2)\nnn.LogSoftmax(1)\nnn.LogSoftmax()\nnn.Softmin(1)\n"
        "nn.Softmin()", "n 2 3", "n 3", "n 1 2 3"),
    *on("nn.Softmax2d()", "n 1 2 2 2", "n 2 2 2", "n 2 2"),
    *on([f"nn.{name}(...)".replace("...", more)
         for name in ("Dropout", "AlphaDropout", "FeatureAlphaDropout")
         for more in ("", "0.3", "0", "1", "0.3, True", "1.5", "-0.1")],
        "n 2 3 2"),
    *on("nn.Dropout1d()\nnn.Dropout1d(0.3)", "n 2 3", "n 2 3 2", "n 3"),
    *on("nn.Dropout2d()\nnn.Dropout2d(0.3, True)", "n 2 3 2 2", "n 3 2 2",
        "n 3 2"),
    *on("nn.Dropout3d()\nnn.Dropout3d(0.3)", "n 2 3 1 2 1", "n 3 1 2 1",
        "n 3 2"),
]  # fmt: skip

_REDUCTIONS = [None, "'sum'", "'none'"]
_CLASSES = "torch.tensor([0, 2])"
_SIGNS = "torch.tensor([[1.0, -1.0, 1.0], [-1.0, 1.0, 1.0]])"
LOSS = [
    *(
        row
        for name in ("L1Loss", "MSELoss", "SmoothL1Loss", "HuberLoss",
                     "SoftMarginLoss", "BCEWithLogitsLoss", "KLDivLoss",
                     "PoissonNLLLoss")
        for row in on(ways(f"nn.{name}(...)", reduction=_REDUCTIONS),
                      "n 2 3; n 2 3", "n 2 3; n 2 2", "n 2 3; n 3",
                      f"n 2 3; {LONG}", "n 3; n 3", "n 0 3; n 0 3")
    ),
    *on("nn.L1Loss(reduction='x')\nnn.MSELoss(reduction='x')\n"
        "nn.MSELoss(size_average=False)\nnn.MSELoss(reduce=False)\n"
        "nn.MSELoss(True, True, 'none')\nnn.SmoothL1Loss(beta=0.3)\n"
        "nn.SmoothL1Loss(beta=0)\nnn.SmoothL1Loss(beta=-1)\n"
        "nn.HuberLoss(delta=0.3)\nnn.HuberLoss(delta=0)\n"
        "nn.HuberLoss(delta='x')\nnn.KLDivLoss(log_target=True)\n"
        "nn.KLDivLoss(reduction='batchmean')\n"
        "nn.PoissonNLLLoss(log_input=False)\nnn.PoissonNLLLoss(full=True)",
        "n 2 3; p 2 3", "p 2 3; n 2 3"),
    *on(ways("nn.BCELoss(...)", weight=[None, "torch.ones(3) * 2"],
             reduction=_REDUCTIONS), "torch.full((2, 3), 0.3); p 2 3",
        "torch.tensor([0.0, 1.0, 0.5]); torch.tensor([1.0, 1.0, 0.0])",
        "n 2 3; p 2 3", "torch.full((2, 3), 0.3); torch.ones(3)"),
    *on(ways("nn.BCEWithLogitsLoss(...)",
             weight=[None, "torch.arange(3.0)"],
             pos_weight=[None, "torch.arange(3.0)"],
             reduction=_REDUCTIONS), "n 2 3; p 2 3"),
    *on("nn.BCEWithLogitsLoss(pos_weight=torch.ones(2))\n"
        "nn.BCEWithLogitsLoss(torch.ones(2))", "n 2 3; p 2 3"),
    *on(ways("nn.CrossEntropyLoss(...)",
             weight=[None, "torch.arange(1.0, 4.0)"],
             ignore_index=[None, 2], label_smoothing=[None, 0.3],
             reduction=_REDUCTIONS), f"n 2 3; {_CLASSES}",
        "n 2 3 2; torch.tensor([[0, 2], [1, 2]])"),
    *on(ways("nn.CrossEntropyLoss(...)",
             weight=[None, "torch.arange(1.0, 4.0)"],
             label_smoothing=[None, 0.3], reduction=_REDUCTIONS),
        "n 2 3; p 2 3", "n 3; torch.tensor(1)"),
    *on("nn.CrossEntropyLoss()", "n 2 3; torch.tensor([0, 3])",
        "n 2 3; torch.tensor([0, -1])", "n 2 3; torch.tensor([0, 1, 2])",
        "n 2 3; torch.tensor([0.0, 1.0])", "n 2 3; p 2 4", "n 3; p 3",
        "n 0 3; torch.zeros(0).long()", "n 2 3; torch.tensor([[0], [1]])",
        "n 2 3; torch.tensor([0, 1]).int()", "n 2 3; n 2 3 1",
        "n 2 3; torch.tensor([-100, -100])", "n 2 3; [0, 1]"),
    *on("nn.CrossEntropyLoss(torch.ones(2))\n"
        "nn.CrossEntropyLoss(label_smoothing=1.5)\n"
        "nn.CrossEntropyLoss(reduction='x')\n"
        "nn.CrossEntropyLoss(size_average=False)", f"n 2 3; {_CLASSES}",
        "n 2 3; p 2 3"),
    *on(ways("nn.NLLLoss(...)", weight=[None, "torch.arange(1.0, 4.0)"],
             ignore_index=[None, 2], reduction=_REDUCTIONS),
        f"n 2 3; {_CLASSES}", "n 2 3 1 2; torch.tensor([[[0, 2]], [[1, 2]]])"),
    *on("nn.NLLLoss()", "n 3; torch.tensor(1)", "n 2 3; torch.tensor([0, 3])",
        "n 2 3; torch.tensor([0])", "n 2 3; n 2", "n 2 3; n 2 3",
        "n 2 3 2; torch.tensor([[0], [1]])"),
    *on("nn.NLLLoss(torch.ones(2))\nnn.NLLLoss(reduction='x')",
        f"n 2 3; {_CLASSES}"),
    *on(ways("nn.PoissonNLLLoss(...)", log_input=NO, full=YES,
             eps=[None, 0.1], reduction=_REDUCTIONS), "p 2 3; p 2 3"),
    *on(ways("nn.GaussianNLLLoss(...)", full=YES, eps=[None, 0.7],
             reduction=_REDUCTIONS), "n 2 3; n 2 3; p 2 3",
        "n 2 3; n 2 3; p 2 1", "n 2 3; n 2 3; p 2"),
    *on("nn.GaussianNLLLoss()\nnn.GaussianNLLLoss(reduction='x')",
        "n 2 3; n 2 3; n 2 3", "n 2 3; n 2 3; p 3 3", "n 2 3; n 2 3; 0.5",
        "n 2 3; n 2 3; -0.5"),
    *on(ways("nn.HingeEmbeddingLoss(...)", margin=[None, 0.3],
             reduction=_REDUCTIONS), f"n 2 3; {_SIGNS}", f"n 3 3; {_SIGNS}"),
    *on(ways("nn.MarginRankingLoss(...)", margin=[None, 0.3],
             reduction=_REDUCTIONS), f"n 2 3; n 2 3; {_SIGNS}",
        f"n 2 3; n 3; {_SIGNS}", f"n 2 3; n 3 3; {_SIGNS}"),
    *on(ways("nn.MultiMarginLoss(...)", p=[None, 2],
             margin=[None, 0.3],
             weight=[None, "torch.arange(1.0, 4.0)"],
             reduction=_REDUCTIONS), f"n 2 3; {_CLASSES}"),
    *on("nn.MultiMarginLoss()", "n 3; torch.tensor(1)",
        "n 2 3; torch.tensor([0, 3])", "n 2 3; torch.tensor([0])",
        "n 2 3; n 2"),
    *on("nn.MultiMarginLoss(p=3)\nnn.MultiMarginLoss(weight=torch.ones(2, 1))\n"
        "nn.MultiMarginLoss(weight=torch.ones(2))", f"n 2 3; {_CLASSES}"),
    *on(ways("nn.MultiLabelMarginLoss(...)", reduction=_REDUCTIONS),
        "n 2 3; torch.tensor([[2, 0, -1], [1, -1, 0]])",
        "n 3; torch.tensor([2, -1, 0])", "n 2 3; torch.tensor([[3, 0, 1]] * 2)",
        "n 2 3; n 2 3", "n 2 3; torch.tensor([0, 1])"),
    *on(ways("nn.MultiLabelSoftMarginLoss(...)",
             weight=[None, "torch.arange(3.0)"], reduction=_REDUCTIONS),
        "n 2 3; p 2 3", "n 3; p 3", "n 2 3; p 2 2"),
    *on(ways("nn.CosineEmbeddingLoss(...)", margin=[None, 0.3],
             reduction=_REDUCTIONS),
        "n 2 3; n 2 3; torch.tensor([1, -1])", "n 3; n 3; torch.tensor(-1)",
        "n 2 3; n 2 3; torch.ones(3)", "n 2 3; n 2 4; torch.ones(2)",
        "n 3; n 3; torch.ones(1)"),
    *on(ways("nn.TripletMarginLoss(...)", margin=[None, 0.3],
             p=[None, 1, 3], swap=YES, reduction=_REDUCTIONS),
        "n 2 3; n 2 3; n 2 3"),
    *on("nn.TripletMarginLoss()\nnn.TripletMarginLoss(eps=0.1)",
        "n 3; n 3; n 3", "n 2 3; n 3; n 2 3", "n 2 3; n 2 4; n 2 3"),
    *on("nn.TripletMarginLoss(margin=0)\nnn.TripletMarginLoss(reduction='x')",
        "n 2 3; n 2 3; n 2 3"),
    *on(ways("nn.TripletMarginWithDistanceLoss(...)",
             distance_function=[None, "lambda a, b: (a - b).abs().sum(-1)"],
             margin=[None, 3.0], swap=YES, reduction=_REDUCTIONS),
        "n 2 3; n 2 3; n 2 3"),
    *on("nn.TripletMarginWithDistanceLoss(margin=-1)\n"
        "nn.TripletMarginWithDistanceLoss()", "n 2 3; n 3; n 2 3"),
    *on(ways("nn.CTCLoss(...)", blank=[None, 1], reduction=_REDUCTIONS,
             zero_infinity=YES),
        "n 4 2 3; torch.tensor([[2, 0], [2, 2]]); (4, 3); (1, 2)",
        "n 4 2 3; torch.tensor([2, 2, 2]); torch.tensor([4, 2]); (1, 2)",
        "n 4 3; torch.tensor([2, 2]); (4,); (2,)"),
    *on("nn.CTCLoss()", "n 4 2 3; torch.tensor([[2, 0]] * 2); (5, 3); (1, 2)",
        "n 4 2 3; torch.tensor([[2, 0]] * 2); (4,); (1, 2)",
        "n 4 2 3; torch.tensor([[2, 0]] * 2); (4, 3); (1, 3)"),
    *on("nn.CTCLoss(blank=5)\nnn.CTCLoss(reduction='x')",
        "n 4 2 3; torch.tensor([[2, 0]] * 2); (4, 3); (1, 2)"),
]  # fmt: skip

EMBEDDING = [
    *on(ways("nn.Embedding(4, 2, ...)", padding_idx=[None, 1, -1],
             max_norm=[None, 0.5], norm_type=[None, 1.0],
             scale_grad_by_freq=YES), "torch.tensor([[0, 1], [3, 1]])"),
    *on("nn.Embedding(4, 2)", "torch.tensor(2)", "torch.tensor([4])",
        "torch.tensor([-1])", "torch.tensor([0.0])", "torch.tensor([1]).int()",
        "torch.zeros(0).long()", "torch.tensor([True])", "[1, 2]",
        "torch.tensor([1]).byte()"),
    *on("nn.Embedding(4, 2, padding_idx=4)\n"
        "nn.Embedding(4, 2, padding_idx=-5)\n"
        "nn.Embedding(4)\nnn.Embedding(-1, 2)\n"
        "nn.Embedding(2, 2, _weight=torch.ones(2, 2))\n"
        "nn.Embedding(2, 2, _weight=torch.ones(2, 3))\n"
        "nn.Embedding(2, 2, _freeze=True)\n"
        "nn.Embedding.from_pretrained(torch.ones(2, 3))\n"
        "nn.Embedding.from_pretrained(torch.ones(2, 3), freeze=False)\n"
        "nn.Embedding.from_pretrained(torch.ones(2))", "torch.tensor([0, 1])"),
    *on(ways("nn.EmbeddingBag(4, 2, ...)",
             mode=[None, "'sum'", "'max'"], padding_idx=[None, 1],
             max_norm=[None, 0.5], scale_grad_by_freq=YES),
        "torch.tensor([[0, 1], [3, 1]])",
        "torch.tensor([0, 1, 3, 1]); torch.tensor([0, 0, 3])"),
    *on("nn.EmbeddingBag(4, 2, mode='sum')\n"
        "nn.EmbeddingBag(4, 2, mode='mean')",
        "torch.tensor([[0, 1], [3, 1]]); None; n 2 2",
        "torch.tensor([0, 1, 3]); torch.tensor([0, 2]); n 3",
        "torch.tensor([0, 1, 3]); torch.tensor([0, 2]); n 2"),
    *on("nn.EmbeddingBag(4, 2, include_last_offset=True)\n"
        "nn.EmbeddingBag(4, 2)\nnn.EmbeddingBag(4, 2, mode='x')\n"
        "nn.EmbeddingBag(4, 2, padding_idx=4)\n"
        "nn.EmbeddingBag(4, 2, mode='max', scale_grad_by_freq=True)",
        "torch.tensor([0, 1, 3]); torch.tensor([0, 2, 3])",
        "torch.tensor([0, 1, 3]); torch.tensor([1, 2])",
        "torch.tensor([0, 1, 3])", "torch.tensor([[0.0]])"),
]  # fmt: skip

# Many more calls of these are in ``sequence_cases.py``.
SEQUENCE = [
    *on([layer for kind in ("RNN", "GRU", "LSTM")
         for layer in ways(f"nn.{kind}(2, 3, ...)", num_layers=[None, 2],
                           bias=NO, batch_first=YES, dropout=[None, 0.4],
                           bidirectional=YES)], "n 3 2 2", "n 3 2"),
    *on(ways("nn.LSTM(2, 3, ...)", num_layers=[None, 2],
             bidirectional=YES, proj_size=[1, 2]), "n 3 2 2"),
    *on("nn.RNN(2, 3, nonlinearity='relu')\nnn.RNN(2, 3, nonlinearity='x')\n"
        "nn.LSTM(2, 3, proj_size=3)\nnn.GRU(2, 3, proj_size=1)\n"
        "nn.LSTM(2, 0)\nnn.LSTM(2, 3, 0)\nnn.LSTM(2, 3.0)\n"
        "nn.LSTM(2, 3, dropout=1.5)\nnn.LSTM(2, 3, dropout='x')\nnn.LSTM(2)\n"
        "nn.LSTM(2, 3, proj_size=-1)\nnn.LSTM(2, 3, 1.0)", "n 3 2 2"),
    *on("nn.LSTM(2, 3)\nnn.GRU(2, 3)", "n 3 2 4", "n 2", "n 3 1 2 2",
        "n 3 2 2; n 1 2 3", "n 3 2 2; n 2 2 3", "n 3 2; n 1 3",
        "n 3 2; n 1 2 3", "n 3 2 2; (torch.ones(1, 2, 3), torch.ones(1, 1, 3))",
        "n 0 2 2", "n 3 0 2", "torch.ones(3, 2, 2).float()"),
    *on("nn.RNNCell(2, 3)\nnn.RNNCell(2, 3, nonlinearity='relu')\n"
        "nn.RNNCell(2, 3, bias=False)\nnn.GRUCell(2, 3)\n"
        "nn.GRUCell(2, 3, bias=False)", "n 2 2", "n 2", "n 2 2; n 2 3",
        "n 2; n 3", "n 2 3", "n 2 2; n 3 3", "n 2 2; n 2 2", "n 1 2 2"),
    *on("nn.LSTMCell(2, 3)\nnn.LSTMCell(2, 3, bias=False)", "n 2 2", "n 2",
        "n 2 2; (torch.ones(2, 3), torch.zeros(2, 3))",
        "n 2 2; (torch.ones(2, 3), torch.zeros(2, 4))", "n 2 3",
        "n 2 2; n 2 3", "n 1 2 2"),
    *on("nn.RNNCell(2, 3, nonlinearity='x')", "n 2 2"),
    *on(ways("nn.MultiheadAttention(4, 2, ...)", bias=NO,
             add_bias_kv=YES, add_zero_attn=YES, batch_first=YES,
             kdim=[None, 3]), "n 2 1 4; n 3 1 4; n 3 1 4",
        "n 2 1 4; n 3 1 3; n 3 1 4"),
    *on("nn.MultiheadAttention(4, 2)\nnn.MultiheadAttention(4, 1, dropout=0.4)",
        "n 2 4; n 3 4; n 3 4", "n 2 1 4; n 3 1 4; n 4 1 4",
        "n 2 1 5; n 3 1 5; n 3 1 5", "n 2 2 1 4; n 2 2 1 4; n 2 2 1 4",
        "n 2 1 4; n 3 1 4; n 3 1 4; torch.ones(1, 3).bool()",
        "n 2 1 4; n 3 1 4; n 3 1 4; torch.tensor([[False, True, False]])",
        "n 2 1 4; n 3 1 4; n 3 1 4; torch.zeros(1, 2)"),
    *on("nn.MultiheadAttention(4, 3)\nnn.MultiheadAttention(0, 2)\n"
        "nn.MultiheadAttention(4, 0)\nnn.MultiheadAttention(4)",
        "n 2 1 4; n 3 1 4; n 3 1 4"),
    *on(ways("nn.TransformerEncoderLayer(4, 2, 3, ...)",
             dropout=[0, 0.4], activation=[None, "'gelu'"],
             batch_first=YES, norm_first=YES, bias=NO), "n 2 2 4"),
    *on("nn.TransformerEncoderLayer(4, 2, 3, 0, layer_norm_eps=0.1)\n"
        "nn.TransformerEncoderLayer(4, 2, 3, 0, nn.Tanh())\n"
        "nn.TransformerEncoderLayer(4, 2, 3, activation='x')\n"
        "nn.TransformerEncoderLayer(4, 3)\nnn.TransformerEncoderLayer(4)",
        "n 2 1 4", "n 2 4", "n 2 1 3"),
    *on(ways("nn.TransformerDecoderLayer(4, 2, 3, ...)",
             dropout=[0, 0.4], batch_first=YES, norm_first=YES, bias=NO),
        "n 2 2 4; n 2 2 4", "n 2 4; n 3 4"),
    *on("nn.TransformerEncoder(nn.TransformerEncoderLayer(4, 2, 3, 0), 2, "
        "nn.LayerNorm(4), enable_nested_tensor=False)\n"
        "nn.TransformerEncoder(nn.TransformerEncoderLayer(4, 2, 3, 0), 1)",
        "n 2 1 4"),
    *on("nn.TransformerDecoder(nn.TransformerDecoderLayer(4, 2, 3, 0), 2, "
        "nn.LayerNorm(4))", "n 2 1 4; n 3 1 4"),
    *on("nn.Transformer(4, 2, 1, 1, 3, 0)\n"
        "nn.Transformer(4, 2, 1, 1, 3, 0.4, 'gelu', batch_first=True, "
        "norm_first=True)\nnn.Transformer(4, 3)",
        "n 2 2 4; n 2 2 4", "n 2 1 4; n 3 1 4", "n 2 2 3; n 2 2 4"),
]  # fmt: skip

_LAZY_CONVOLUTIONS = [
    f"nn.{kind}{dims}d({options})"
    for kind in ("LazyConv", "LazyConvTranspose")
    for dims in (1, 2, 3)
    for options in ("4, 2", "4, 2, 2, 1, groups=2", "3, 2, bias=False")
]
LAZY = [
    *on("nn.LazyLinear(2)\nnn.LazyLinear(2, False)", "n 3", "n 4 3",
        "n 2 2 3", "torch.tensor(1.0)"),
    *on(_LAZY_CONVOLUTIONS, "n 2 4 3", "n 4 3 3", "n 1 2 3 3 2", "n 3 3"),
    *on(ways("nn.LazyBatchNorm1d(...)", momentum=[None, 0.3], affine=NO,
             track_running_stats=NO, bias=NO), "n 4 2", "n 2 3 2", "n 3"),
    *on(ways("nn.LazyInstanceNorm1d(...)", affine=NO, track_running_stats=NO),
        "n 2 3 2", "n 3 3", "n 3 2"),
    *on("nn.LazyBatchNorm2d()\nnn.LazyInstanceNorm2d()", "n 2 3 2 2"),
    *on("nn.LazyBatchNorm3d()\nnn.LazyInstanceNorm3d()", "n 2 3 2 1 2"),
]  # fmt: skip

ROWS: list[Row] = [
    *LINEAR,
    *CONVOLUTION,
    *POOLING,
    *NORMALISATION,
    *PADDING,
    *ACTIVATION,
    *LOSS,
    *EMBEDDING,
    *SEQUENCE,
    *LAZY,
]


def prepare(torch: Any, row: Row) -> tuple[Any, list, list]:
    """Makes the layer of a row, its arguments, and says which are leaves."""
    layer, specs = row
    drawn = {
        f"x{i}": spec
        for i, spec in enumerate(specs)
        if re.fullmatch(r"[npud]( \d+)+", spec)
    }
    arrays = make_inputs((layer, drawn))
    scope = {"torch": torch, "nn": torch.nn}
    arguments: list = []
    for i, spec in enumerate(specs):
        if f"x{i}" in arrays:
            x = torch.tensor(arrays[f"x{i}"], dtype=torch.float64)
            arguments.append(x.requires_grad_())
        else:
            arguments.append(eval(spec, scope))
    leaves = [arguments[int(name[1:])] for name in drawn]
    torch.manual_seed(0)
    return eval(layer, scope), arguments, leaves


def tensors(torch: Any, value: Any) -> list:
    """Finds the Tensors in nested tuples."""
    if isinstance(value, tuple):
        return [t for v in value for t in tensors(torch, v)]
    return [value] if isinstance(value, torch.Tensor) else []


def answer(torch: Any, row: Row) -> tuple[dict[str, Any], np.ndarray]:
    """Evaluates a row: what can be read, and all numbers in one array."""
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64)
    notes: dict[str, Any] = {}
    numbers: list[np.ndarray] = []
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        warnings.simplefilter("ignore", RuntimeWarning)  # NumPy's own
        try:
            _answer(torch, row, notes, numbers)
        except Exception as error:
            first = (str(error).splitlines() or [""])[0]
            # Which of the base classes has it is nobody's concern.
            first = re.sub(r"\w+(?=\.__init__\(\))", "...", first)
            first = first.split(", but expected")[0]
            # A set is printed in any order.
            first = re.sub(r"{(.*?)}", _sorted, first)
            notes["error"] = f"{type(error).__name__}: {first}"
        finally:
            torch.set_default_dtype(before)
    messages = {
        str(warning.message).splitlines()[0].split(" (Triggered")[0]
        for warning in caught
    }
    # PyTorch says this one only once in a process.
    messages = {m for m in messages if not m.startswith("Using padding='same'")}
    if messages:
        notes["warnings"] = sorted(messages)
    return notes, np.concatenate([np.zeros(0), *numbers])


def _sorted(braces: re.Match) -> str:
    return ", ".join(sorted(braces[1].split(", ")))


def _answer(
    torch: Any, row: Row, notes: dict[str, Any], numbers: list[np.ndarray]
) -> None:
    layer, arguments, leaves = prepare(torch, row)
    notes["repr"] = repr(layer)
    state = layer.state_dict()
    lazy = torch.nn.parameter.is_lazy
    notes["state"] = {
        name: repr(p) if lazy(p) else list(p.shape) for name, p in state.items()
    }

    def keep(name: str, found: list) -> None:
        notes[name] = [
            None if t is None else f"{t.dtype} {list(t.shape)}" for t in found
        ]
        numbers.extend(
            t.detach().double().numpy().reshape(-1)
            for t in found
            if t is not None
        )

    outputs = tensors(torch, layer(*arguments))
    if repr(layer) != notes["repr"]:
        notes["repr afterwards"] = repr(layer)
    keep("training", outputs)
    notes["grad_fn"] = [
        y.grad_fn.name() if y.grad_fn else None for y in outputs
    ]
    loss = sum(
        (y * torch.tensor(weights(tuple(y.shape), 1))).sum()
        for y in outputs
        if y.requires_grad
    )
    if outputs and torch.is_tensor(loss):
        loss.backward()
        keep("grads", [x.grad for x in leaves])
        keep("parameters", [p.grad for p in layer.parameters()])
    keep("buffers", list(layer.buffers()))
    in_training = [y.detach().clone() for y in outputs]
    with torch.no_grad():
        outputs = tensors(torch, layer.eval()(*arguments))
    if all(
        a.shape == b.shape and torch.allclose(a, b, 1e-12, 1e-14, True)
        for a, b in zip(in_training, outputs)
    ):
        notes["evaluation"] = "as in training"
    else:
        keep("evaluation", outputs)
