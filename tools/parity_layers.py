"""Writes layers of all kinds, with random arguments, for ``parity.py``.

The table gives, for each class of ``torch.nn``, one or more lists of
arguments. In braces stand small numbers (``a``, ``b``, ``k``, ``s`` and the
even ``e``), a fraction ``p``, ``yes`` for True or False, ``r`` for a
reduction; ``#`` in a name stands for 1, 2 or 3 dimensions and ``d`` in braces
for that number.
"""

from __future__ import annotations

import random
import re

import teachtorch

ARGUMENTS = """
Identity
    {a}, p={p}
Tanh Sigmoid LogSigmoid Softsign Tanhshrink Softmax2d
    -
ReLU ReLU6 SELU SiLU Mish Hardsigmoid Hardswish
    -
    inplace={yes}
ELU CELU LeakyReLU
    -
    {p}, inplace={yes}
Hardshrink Softshrink
    -
    {p}
GELU
    -
    approximate='tanh'
GLU Softmin Softmax LogSoftmax
    -
    {a}
    dim=-{a}
Hardtanh
    -
    -{a}, {b}, inplace={yes}
    -{a}.0, {b}.5
PReLU
    -
    {a}, init={p}
RReLU
    -
    {p}, 0.75, inplace={yes}
Softplus
    -
    {a}, {b}
Threshold
    {p}, {a}
    {p}, {a}, inplace={yes}
Linear
    {a}, {b}, bias={yes}
    {a}, {b}, dtype=torch.float64
Bilinear
    {a}, {b}, {k}, bias={yes}
Flatten
    -
    {a}, -1
Unflatten
    1, ({a}, {b})
    {k}, [{a}, {b}, -1]
Embedding
    {s}, {b}, padding_idx={a}
    {a}, {b}, max_norm={p}, sparse={yes}
    {a}, {b}, scale_grad_by_freq={yes}, norm_type=1.5
EmbeddingBag
    {a}, {b}
    {a}, {b}, mode='sum', sparse={yes}
    {s}, {b}, max_norm={p}, padding_idx={a}, include_last_offset={yes}
Conv#d
    {a}, {b}, {k}
    {e}, {e}, {k}, groups=2, bias={yes}
    {a}, {b}, {k}, stride={a}, padding={b}
    {a}, {b}, {k}, dilation=2, padding='valid'
    {a}, {b}, {k}, padding='same', padding_mode='reflect'
    {a}, {b}, {k}, padding_mode='circular', dtype=torch.float64
ConvTranspose#d
    {a}, {b}, {k}
    {a}, {b}, {k}, stride=2, output_padding=1
    {e}, {e}, {k}, groups=2, bias={yes}, dilation={a}
BatchNorm#d
    {a}, eps={p}, momentum={p}, affine={yes}
    {a}, track_running_stats={yes}
    {a}, momentum=None, bias={yes}
InstanceNorm#d
    {a}, eps={p}, momentum={p}, affine={yes}
    {a}, track_running_stats={yes}, affine=True, bias={yes}
LayerNorm
    {a}
    [{a}, {b}], eps={p}, elementwise_affine={yes}
    ({a}, {b}), bias={yes}
RMSNorm
    {a}
    [{a}, {b}], eps={p}, elementwise_affine={yes}
GroupNorm
    {a}, {a} * {b}, affine={yes}
    1, {b}, eps={p}, bias={yes}
LocalResponseNorm
    {a}
    {a}, alpha={p}, beta=0.5, k={b}.0
MaxPool#d
    {k}
    {k}, stride={a}, ceil_mode={yes}
    {k}, padding={b}, dilation={a}, return_indices={yes}
AvgPool#d
    {k}
    {k}, stride={a}, padding={b}, ceil_mode={yes}
    {k}, count_include_pad={yes}
LPPool#d
    {a}, {k}
    {p}, {k}, stride={a}, ceil_mode={yes}
MaxUnpool#d
    {k}
    {k}, stride={a}, padding={b}
AdaptiveAvgPool#d
    {a}
    ({a},) * {d}
AdaptiveMaxPool#d
    {a}
    (None,) * {d}
    {a}, return_indices={yes}
FractionalMaxPool2d FractionalMaxPool3d
    {k}, output_size={a}
    {k}, output_ratio={p}
Dropout Dropout1d Dropout2d Dropout3d AlphaDropout FeatureAlphaDropout
    -
    {p}, inplace={yes}
ZeroPad#d CircularPad#d ReflectionPad#d ReplicationPad#d
    {a}
    ({a}, {b}) * {d}
ConstantPad#d
    {a}, {p}
    ({a}, {b}) * {d}, {k}.5
Upsample
    scale_factor={a}
    size=({a}, {b}), mode='bilinear', align_corners={yes}
    scale_factor=({p}, {a}), mode='nearest'
UpsamplingNearest2d UpsamplingBilinear2d
    scale_factor={a}
    size=({a}, {b})
PixelShuffle PixelUnshuffle ChannelShuffle
    {a}
Fold
    ({a}, {b}), {k}
    output_size=({a}, {b}), kernel_size=({k}, 2), stride={a}, padding={b}
Unfold
    {k}
    ({k}, 2), dilation={a}, padding={b}, stride={a}
CosineSimilarity
    -
    dim={a}, eps={p}
PairwiseDistance
    -
    {p}, eps={p}, keepdim={yes}
RNN
    {a}, {b}
    {a}, {b}, num_layers=2, nonlinearity='relu', dropout={p}
    {a}, {b}, bias={yes}, batch_first={yes}, bidirectional=True
LSTM
    {a}, {b}
    {a}, {s}, num_layers=2, dropout={p}, proj_size={a}
    {a}, {b}, bias={yes}, batch_first={yes}, bidirectional=True
GRU
    {a}, {b}
    {a}, {b}, num_layers=3, bias={yes}, batch_first={yes}, bidirectional=True
RNNCell
    {a}, {b}
    {a}, {b}, bias={yes}, nonlinearity='relu'
LSTMCell GRUCell
    {a}, {b}
    {a}, {b}, bias={yes}
MultiheadAttention
    {e}, 2
    {e}, {e}, dropout={p}, bias={yes}, batch_first={yes}
    {e}, 2, add_bias_kv={yes}, add_zero_attn={yes}, kdim={a}, vdim={b}
TransformerEncoderLayer TransformerDecoderLayer
    {e}, 2, {a}
    {e}, 2, {a}, dropout={p}, activation='gelu', norm_first={yes}, bias={yes}
TransformerEncoder
    nn.TransformerEncoderLayer({e}, 2, {a}), {k}
TransformerDecoder
    nn.TransformerDecoderLayer({e}, 2, {a}), {k}, nn.LayerNorm({e})
Transformer
    {e}, 2, 1, {k}, {b}
    {e}, 2, {k}, 1, {b}, dropout={p}, batch_first={yes}, bias={yes}
L1Loss MSELoss SoftMarginLoss MultiLabelMarginLoss
    -
    reduction={r}
BCELoss BCEWithLogitsLoss MultiLabelSoftMarginLoss
    -
    weight=torch.ones({a}), reduction={r}
CrossEntropyLoss
    -
    label_smoothing={p}, ignore_index={a}
    weight=torch.ones({a}), reduction={r}
NLLLoss
    -
    weight=torch.ones({a}), ignore_index={b}, reduction={r}
CTCLoss
    -
    blank={a}, reduction={r}, zero_infinity={yes}
GaussianNLLLoss
    -
    full={yes}, eps={p}, reduction={r}
HuberLoss
    -
    reduction={r}, delta={p}
SmoothL1Loss
    -
    reduction={r}, beta={p}
KLDivLoss
    reduction={r}, log_target={yes}
PoissonNLLLoss
    -
    log_input={yes}, full={yes}, eps={p}, reduction={r}
CosineEmbeddingLoss HingeEmbeddingLoss MarginRankingLoss
    -
    margin={p}, reduction={r}
MultiMarginLoss
    -
    p=2, margin={p}, reduction={r}
TripletMarginLoss
    -
    margin={p}, p={a}.5, swap={yes}, reduction={r}
TripletMarginWithDistanceLoss
    -
    margin={p}, swap={yes}, reduction={r}
AdaptiveLogSoftmaxWithLoss
    {a}, 20, [5, 10], head_bias={yes}
LazyLinear
    {a}, bias={yes}
LazyConv#d LazyConvTranspose#d
    {a}, {k}, bias={yes}
LazyBatchNorm#d LazyInstanceNorm#d
    eps={p}, affine={yes}
"""


def _read(table: str) -> dict[str, list[str]]:
    """Reads the table: the lists of arguments for each name."""
    found: dict[str, list[str]] = {}
    names: list[str] = []
    for line in table.strip().split("\n"):
        if line.startswith(" "):
            arguments = line.strip()
            for name, d in names:
                found.setdefault(name, []).append(
                    "" if arguments == "-" else arguments.replace("{d}", d)
                )
            continue
        names = [
            (name.replace("#", d), d)
            for name in line.split()
            for d in ("123" if "#" in name else "1")
        ]
    return found


LAYERS = _read(ARGUMENTS)


# Layers of PyTorch that teachtorch does not have are not compared.
CLASSES = [name for name in LAYERS if hasattr(teachtorch.nn, name)]

# What is drawn at random when they are made.
DRAWING = [
    name
    for name in CLASSES
    if re.match(
        r"(Conv|Linear|Bilinear|Embedding|RNN|LSTM|GRU|Multihead|Transformer)"
        r"|AdaptiveLog",
        name,
    )
]


def layer(rng: random.Random, names: list[str] = CLASSES) -> str:
    """Writes a layer.

    Args:
        rng: what chooses.
        names: the classes to choose from; by default all there are.
    """
    name = rng.choice(names)
    numbers = {letter: str(rng.randint(1, 8)) for letter in "abk"}
    numbers["k"] = str(rng.randint(1, 4))
    numbers["s"] = str(int(numbers["a"]) + rng.randint(1, 9))
    numbers["e"] = str(2 * rng.randint(1, 4))
    numbers["p"] = str(rng.choice([0.1, 0.25, 0.5, 1e-5]))
    numbers["yes"] = str(rng.random() < 0.5)
    numbers["r"] = repr(rng.choice(["none", "mean", "sum"]))
    arguments = rng.choice(LAYERS[name])
    filled = re.sub(r"\{(\w+)\}", lambda m: numbers[m[1]], arguments)
    return f"nn.{name}({filled})"
