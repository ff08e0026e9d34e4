"""What is asked of recurrent layers and transformers, of either package.

``record_sequences.py`` writes down PyTorch's answers; ``test_rnn.py`` and
``test_transformer.py`` compare. A *layer case* is a layer as one makes it and
a call of it: outputs and all gradients are compared, in float64. A *program*
is a few lines whose printed result, error or warning is compared.
"""

from __future__ import annotations

import math
import warnings
from typing import Any

from nn_cases import outcome

# Names that calls may use; all numbers are fixed.
INPUTS = {
    "x": (5, 2, 3),  # steps, batch, features
    "h": (1, 2, 4),
    "c": (1, 2, 4),
    "h4": (4, 2, 4),
    "c4": (4, 2, 4),
    "p": (1, 2, 2),
    "e": (5, 2, 8),  # for attention: steps, batch, embedding
    "f": (7, 2, 8),
    "g": (7, 2, 6),
    "v": (7, 2, 5),
    "q": (2, 3, 4, 6),  # batch, heads, steps, features
    "k": (2, 3, 5, 6),
    "w": (2, 3, 5, 7),
    "k1": (2, 1, 5, 6),
    "w1": (2, 1, 5, 7),
    "m": (4, 5),
}


def inputs(torch: Any) -> dict[str, Any]:
    """Makes the inputs, as float64 leaves."""
    made = {}
    for i, (name, shape) in enumerate(INPUTS.items()):
        n = torch.arange(math.prod(shape), dtype=torch.float64)
        x = torch.sin(n * (0.37 + 0.11 * i) + i) * 1.5
        made[name] = x.reshape(shape).requires_grad_()
    return made


def tensors(torch: Any, value: Any) -> list:
    """Finds the floating-point Tensors in nested tuples."""
    if isinstance(value, torch.Tensor):
        return [value] if value.dtype.is_floating_point else []
    if isinstance(value, list | tuple):
        return [t for v in value for t in tensors(torch, v)]
    return []


def run_layer(torch: Any, build: str, call: str) -> dict[str, Any]:
    """Makes a layer, calls it, goes backward; gives all that comes out."""
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64)
    try:
        torch.manual_seed(0)
        given = inputs(torch)
        scope = {
            "torch": torch,
            "nn": torch.nn,
            "F": torch.nn.functional,
            "R": torch.nn.utils.rnn,
            **given,
        }
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            scope["m_"] = layer = eval(build, scope)
            outputs = tensors(torch, eval(call, scope))
        loss = sum((y * torch.cos(y.detach() * 3)).sum() for y in outputs)
        if loss.requires_grad:
            loss.backward()
        parameters = getattr(layer, "named_parameters", dict)()
        leaves = [*dict(parameters).items(), *given.items()]
    finally:
        torch.set_default_dtype(before)
    return {
        "shapes": [list(y.shape) for y in outputs],
        "outputs": [y.detach().reshape(-1).tolist() for y in outputs],
        "grads": {
            name: p.grad.reshape(-1).tolist()
            for name, p in leaves
            if p.grad is not None
        },
    }


# ---- Recurrent layers -------------------------------------------------------

_KINDS = ["RNN", "GRU", "LSTM"]
_OPTIONS = [
    "",
    "bias=False",
    "batch_first=True",
    "bidirectional=True",
    "num_layers=2",
    "num_layers=3, bidirectional=True, bias=False",
    "num_layers=2, dropout=0.4",
    "num_layers=3, dropout=0.5, bidirectional=True, batch_first=True",
]
_PACKED = "R.pack_sequence([x[:4, 0], x[:4, 1], x[:2, 0]])"
_UNSORTED = (
    "R.pack_sequence([x[:2, 0], x[:, 1], x[:3, 0]], enforce_sorted=False)"
)
_STATES = {
    "RNN": ("h", "h4", "h[:, 0]"),
    "GRU": ("h", "h4", "h[:, 0]"),
    "LSTM": (
        "(h, c)",
        "(h4, c4)",
        "(h[:, 0], c[:, 0])",
        "(h[:, :1], c[:, :1])",
    ),
}

RECURRENT = [
    *[
        (f"nn.{kind}(3, 4, {options})", call)
        for kind in _KINDS
        for options in _OPTIONS
        for call in (
            "m_(x)",
            "m_(x[:, 0])",
            f"m_({_PACKED})",
            f"m_({_UNSORTED})",
        )
    ],
    *[
        case
        for kind in _KINDS
        for case in (
            (f"nn.{kind}(3, 4)", f"m_(x, {_STATES[kind][0]})"),
            (f"nn.{kind}(3, 4)", f"m_(x[:, 0], {_STATES[kind][2]})"),
            (
                f"nn.{kind}(3, 4, 2, bidirectional=True)",
                f"m_(x, {_STATES[kind][1]})",
            ),
            (f"nn.{kind}(3, 4)", "m_(x)[0][-1]"),
            (f"nn.{kind}(3, 4)", "m_(x)[1]"),
            (f"nn.{kind}(3, 4, num_layers=2, dropout=0.4).eval()", "m_(x)"),
            (f"nn.{kind}(3, 4)", "m_(x[:1])"),
            (
                f"nn.{kind}(3, 4, 2, bidirectional=True)",
                "m_(R.pack_sequence([x[:2, 0], x[:, 1]], False), "
                f"{_STATES[kind][1]})",
            ),
        )
    ],
    ("nn.RNN(3, 4, nonlinearity='relu')", "m_(x)"),
    ("nn.RNN(3, 4, 2, 'relu', bidirectional=True)", f"m_({_PACKED})"),
    ("nn.LSTM(3, 4, proj_size=2)", "m_(x)"),
    ("nn.LSTM(3, 4, proj_size=2)", "m_(x, (p, c))"),
    (
        "nn.LSTM(3, 4, 2, proj_size=2, bias=False, bidirectional=True)",
        f"m_({_UNSORTED})",
    ),
    ("nn.LSTM(3, 4, 2, proj_size=3, batch_first=True)", "m_(x)"),
    ("nn.RNNCell(3, 4)", "m_(x[0])"),
    ("nn.RNNCell(3, 4, False, 'relu')", "m_(x[0], h[0])"),
    ("nn.RNNCell(3, 4)", "m_(x[0, 0], h[0, 0])"),
    ("nn.LSTMCell(3, 4)", "m_(x[0])"),
    ("nn.LSTMCell(3, 4, bias=False)", "m_(x[0], (h[0], c[0]))"),
    ("nn.LSTMCell(3, 4)", "m_(x[0, 0], (h[0, 0], c[0, 0]))"),
    ("nn.GRUCell(3, 4)", "m_(x[0])"),
    ("nn.GRUCell(3, 4, bias=False)", "m_(x[0], h[0])"),
    ("nn.GRUCell(3, 4)", "m_(x[0, 0], h[0, 0])"),
    # packing and padding
    ("None", "R.pad_sequence([x[:2, 0], x[:, 1]])"),
    ("None", "R.pad_sequence([x[:2, 0], x[:, 1]], True, 2.0, 'left')"),
    ("None", f"{_UNSORTED}.data"),
    ("None", "R.pack_padded_sequence(x, [5, 2]).data"),
    ("None", "R.pack_padded_sequence(x.transpose(0, 1), [3, 1], True).data"),
    (
        "None",
        "R.pack_padded_sequence(e[..., 0], [1, 4], enforce_sorted=False).data",
    ),
    ("None", f"R.pad_packed_sequence({_UNSORTED}, True, 0.5, 7)"),
    ("None", f"R.pad_packed_sequence({_PACKED})"),
    ("None", f"R.unpack_sequence({_UNSORTED})"),
]

_X = (
    "R = nn.utils.rnn\nx = torch.arange(12.0).reshape(4, 3)\n"
    "s = torch.arange(30.0).reshape(5, 2, 3) / 30\n"
)

RNN_PROGRAMS = [
    *[
        f"torch.manual_seed(0)\nout = nn.{layer}.state_dict()"
        for layer in (
            "RNN(3, 2)",
            "LSTM(3, 2, 2, bidirectional=True)",
            "LSTM(3, 4, proj_size=2)",
            "GRU(3, 2, bias=False)",
            "RNNCell(3, 2)",
            "LSTMCell(3, 2)",
            "GRUCell(3, 2, bias=False)",
        )
    ],
    *[
        f"out = nn.{layer}"
        for layer in (
            "RNN(3, 4, 1, 'relu')",
            "RNN(3, 4, nonlinearity='x')",
            "RNN(3, 4, dropout=0.5)",
            "RNN(3, 4, proj_size=2)",
            "RNN(3)",
            "LSTM(3, 4, proj_size=2, num_layers=2, bias=False, "
            "batch_first=True, dropout=0.5, bidirectional=True)",
            "GRU(3, 4, proj_size=3)",
            "LSTM(3, 4, proj_size=4)",
            "LSTM(3, 4, proj_size=-1)",
            "LSTM(3, 4, dropout=True)",
            "LSTM(3, 4, dropout=2)",
            "LSTM(0, 4)",
            "LSTM(3, 0)",
            "LSTM(3.0, 4)",
            "LSTM(3, 4, 0)",
            "LSTM(3, 4, bias=1)",
            "LSTM(3, 4, batch_first=1)",
            "RNNCell(3, 4)",
            "RNNCell(3, 4, False, 'relu')",
            "GRUCell(3, 4, False)",
            "LSTM(3, 4).all_weights[0][2].shape",
            "LSTM(3, 4)(torch.zeros(5, 2, 3))[1][0].grad_fn.name()",
            "GRU(3, 4)(torch.zeros(5, 2, 3))[0].grad_fn.name()",
            "LSTM(3, 4)(torch.zeros(5, 2, 3))[0].grad_fn.name()",
            "LSTM(3, 4).double()(torch.zeros(5, 2, 3).double())[0].grad_fn",
            "RNN(3, 4, bidirectional=True)(torch.zeros(5, 2, 3))[0].grad_fn",
            "RNN(3, 4, batch_first=True)(torch.zeros(5, 2, 3))[0].grad_fn",
            "RNN(3, 4)(torch.zeros(5, 3))[0].grad_fn.name()",
            "RNN(3, 4, batch_first=True)(torch.zeros(5, 2, 3))[0].stride()",
            "GRUCell(3, 4)(torch.zeros(2, 3)).grad_fn",
            "LSTMCell(3, 4)(torch.zeros(2, 3))[0].grad_fn",
        )
    ],
    *[
        f"{_X}torch.manual_seed(0)\nm = nn.{layer}\nout = m({arguments})"
        for layer in ("RNN(3, 4)", "GRU(3, 4)", "LSTM(3, 4)")
        for arguments in (
            "s",
            "s.double()",
            "s[0, 0]",
            "s[..., :2]",
            "s[:0]",
            "R.pack_sequence([x[:2], x[:1]])",
        )
    ],
    # An LSTM leaves this to its matrix product in PyTorch; here it says so too.
    *[
        f"{_X}out = nn.{kind}(3, 4)(R.pack_sequence([x[:2, :1], x[:1, :1]]))"
        for kind in ("RNN", "GRU")
    ],
    *[
        f"{_X}z = torch.zeros\nm = nn.{layer}(3, 4)\nout = m({arguments})"
        for layer in ("RNN", "GRU")
        for arguments in (
            "s, z(1, 2, 4).double()",
            "s, z(1, 3, 4)",
            "s, z(2, 4)",
            "s[0], z(1, 2, 4)",
            "R.pack_sequence([x]), z(1, 2, 4)",
        )
    ],
    *[
        f"{_X}z = torch.zeros\nm = nn.LSTM(3, 4)\nout = m({arguments})"
        for arguments in (
            "s, z(1, 2, 4)",
            "s, (z(1, 2, 4), z(1, 3, 4))",
            "s, (z(1, 3, 4), z(1, 2, 4))",
            "s, (z(2, 4), z(1, 2, 4))",
            "s[0], (z(1, 2, 4), z(1, 2, 4))",
        )
    ],
    *[
        f"{_X}z = torch.zeros\nout = nn.{call}"
        for call in (
            "RNNCell(3, 4)(s)",
            "RNNCell(3, 4)(s[0], z(3, 4))",
            "RNNCell(3, 4)(s[0], z(1, 2, 4))",
            "RNNCell(3, 4)(s[0, :, :2])",
            "RNNCell(3, 4)(s[0], z(2, 3))",
            "RNNCell(3, 4, nonlinearity='x')(s[0])",
            "LSTMCell(3, 4)(s[0], z(2, 4))",
            "LSTMCell(3, 4)(s[0], (z(2, 4), z(2, 3)))",
            "LSTMCell(3, 4)(s[0], (z(1, 2, 4), z(2, 3)))",
            "GRUCell(3, 4)(s[0].double())",
        )
    ],
    *[
        f"{_X}l = torch.tensor([4, 2, 1])\nout = R.{call}"
        for call in (
            "pack_padded_sequence(x, l)",
            "pack_padded_sequence(x, [4, 2])",
            "pack_padded_sequence(x, [4, 2, 0])",
            "pack_padded_sequence(x, [2, 4, 1])",
            "pack_padded_sequence(x, [2, 4, 1], enforce_sorted=False)",
            "pack_padded_sequence(x, [3, 3, 1, 1], True)",
            "pack_padded_sequence(x, [2.5, 2, 1])",
            "pack_padded_sequence(x[0], [3])",
            "pack_padded_sequence(x[:0], [])",
            "pack_padded_sequence(x, torch.tensor([[4, 2, 1]]))",
            "pad_sequence([])",
            "pad_sequence(3)",
            "pad_sequence([x, x[:2]], True, -1.0, 'left')",
            "pad_sequence([x, x[:2]], True, -1.0, 'up')",
            "pad_sequence(x)",
            "pad_sequence([x[0].int(), x[0]])",
            "pad_packed_sequence(R.pack_padded_sequence(x, l))",
            "pad_packed_sequence(R.pack_padded_sequence(x, l), True, 9.0, 5)",
            "pad_packed_sequence(R.pack_padded_sequence(x, l), True, 9.0, 3)",
            "pack_sequence([x[:1], x[:3]])",
            "pack_sequence([x[:1], x[:3]], enforce_sorted=False)",
            "unpack_sequence(R.pack_sequence([x[:1], x[:3]], False))",
            "unpad_sequence(R.pad_sequence([x[:1], x]), torch.tensor([1, 4]))",
            "pack_sequence([x]).to(torch.float64)",
            "pack_sequence([x]).int()",
            "pack_sequence([x]).is_cuda",
            "PackedSequence(x)",
            "PackedSequence(x, l)",
            "PackedSequence((x, l))",
            "invert_permutation(torch.tensor([2, 0, 1]))",
        )
    ],
]

# ---- Attention and transformers ---------------------------------------------

_CAUSAL = "nn.Transformer.generate_square_subsequent_mask(5)"
_HIDE = "(m[:1] > 0).repeat(2, 1)"  # (batch, source steps), true: padding
_BEHIND = "torch.arange(5) >= torch.tensor([[5], [3]])"  # padding at the end
_A = "nn.MultiheadAttention"

_SDPA = "F.scaled_dot_product_attention"

ATTENTION = [
    *[
        ("None", f"{_SDPA}({arguments})")
        for arguments in (
            "q, k, w",
            "q, k, w, m",
            "q, k, w, m > 0.5",
            "q, k, w, m < 9",
            "q, k, w, (m > 0.5) & (torch.arange(4) > 0)[:, None]",
            "q, k, w, is_causal=True",
            "k, q, q, is_causal=True",
            "q, k, w, scale=0.3",
            "q, k, w, dropout_p=0.4",
            "q, k, w, m, 0.3",
            "q, k1, w1, enable_gqa=True",
            "q[0, 0], k[0, 0], w[0, 0]",
            "q[0], k[:, 0][:1], w[0, :1]",
        )
    ],
    *[
        (f"{_A}(8, 2{options})", call)
        for options in (
            "",
            ", bias=False",
            ", dropout=0.3",
            ", add_bias_kv=True",
            ", add_zero_attn=True",
            ", add_bias_kv=True, add_zero_attn=True, bias=False",
        )
        for call in (
            "m_(e, e, e)",
            "m_(e, f, f)",
            "m_(e, f, f * 1)",
            "m_(e[:, 0], f[:, 0], f[:, 0])",
            f"m_(e, e, e, attn_mask={_CAUSAL})",
            f"m_(e, e, e, {_HIDE}, attn_mask={_CAUSAL} < 0)",
            f"m_(e, e, e, {_HIDE}, need_weights=False)",
            "m_(e, f, f, need_weights=False)",
        )
    ],
    *[
        (f"{_A}(8, 2)", f"m_({arguments})")
        for arguments in (
            "e, e, e, average_attn_weights=False",
            "e[:, 0], e[:, 0], e[:, 0], average_attn_weights=False",
            f"e, e, e, need_weights=False, attn_mask={_CAUSAL}, is_causal=True",
            f"e, e, e, attn_mask={_CAUSAL}, is_causal=True",
            f"e, e, e, {_HIDE}, False, {_CAUSAL} < 0, is_causal=True",
            "e, e, e, attn_mask=torch.sin(torch.arange(100.0)).view(4, 5, 5)",
            "e[:, 0], e[:, 0], e[:, 0], attn_mask=m.mT @ m, need_weights=False",
            "e[:, 0], e[:, 0], e[:, 0], m[0] > 0",
            f"e, e, e, {_BEHIND}",
        )
    ],
    (f"{_A}(8, 4, kdim=6, vdim=5)", "m_(e, g, v)"),
    (f"{_A}(8, 4, kdim=6, vdim=5, bias=False)", "m_(e, g, v)"),
    (f"{_A}(8, 4, kdim=6, vdim=5, add_bias_kv=True)", "m_(e, g, v)"),
    (f"{_A}(8, 4, batch_first=True)", "m_(e, e, e)"),
    (f"{_A}(8, 4, batch_first=True)", "m_(e.mT.mT, e, e)"),
    (f"{_A}(8, 4, batch_first=True, dropout=0.3)", "m_(e, e, e)"),
    (f"{_A}(8, 4, batch_first=True).eval()", "m_(e, e, e)"),
    (
        f"{_A}(8, 2)",
        "F.multi_head_attention_forward(e, e, e, 8, 2, m_.in_proj_weight, "
        "m_.in_proj_bias, None, None, False, 0.0, m_.out_proj.weight, None, "
        "static_k=torch.cos(e.reshape(4, 5, 4)), static_v=e.view(4, 5, 4))",
    ),
]

_LAYER = "nn.TransformerEncoderLayer"
_DECODER = "nn.TransformerDecoderLayer"

TRANSFORMER = [
    *[
        (f"{_LAYER}(8, 2, 12{options})", call)
        for options in (
            "",
            ", dropout=0.0",
            ", norm_first=True",
            ", activation='gelu', bias=False",
            ", activation=torch.tanh, batch_first=True, layer_norm_eps=1e-2",
        )
        for call in ("m_(e)", "m_(e[:, 0])", "m_.eval()(e)")
    ],
    (f"{_LAYER}(8, 2, 12)", f"m_(e, {_CAUSAL}, {_HIDE})"),
    (f"{_LAYER}(8, 2, 12)", f"m_(e, {_CAUSAL}, is_causal=True)"),
    (f"{_LAYER}(8, 2, 12)", f"m_(e, {_CAUSAL} < 0, {_HIDE})"),
    *[
        (f"{_DECODER}(8, 2, 12{options})", call)
        for options in (
            "",
            ", norm_first=True, activation='gelu'",
            ", bias=False, dropout=0.0",
        )
        for call in (
            "m_(e, f)",
            f"m_(e, f, {_CAUSAL}, tgt_is_causal=True)",
            f"m_(f, e, None, None, None, {_HIDE})",
        )
    ],
    *[
        (f"nn.TransformerEncoder({_LAYER}(8, 2, 12), 2{norm})", call)
        for norm in ("", ", nn.LayerNorm(8)", ", enable_nested_tensor=False")
        for call in (
            "m_(e)",
            f"m_(e, {_CAUSAL})",
            f"m_.eval()(e, src_key_padding_mask={_BEHIND})",
        )
    ],
    *[
        (
            f"nn.TransformerEncoder({_LAYER}(8, 2, 12, batch_first=True), 2, "
            "nn.LayerNorm(8)).eval().requires_grad_(False)",
            call,
        )
        for call in (
            f"m_(e.detach().transpose(0, 1), src_key_padding_mask={_BEHIND})",
            f"m_(e.transpose(0, 1), src_key_padding_mask={_BEHIND})",
            "m_(e.detach().transpose(0, 1), "
            f"src_key_padding_mask=({_BEHIND}).flip(1))",
            f"m_(e.detach().transpose(0, 1), {_CAUSAL})",
        )
    ],
    (f"nn.TransformerDecoder({_DECODER}(8, 2, 12), 2)", "m_(e, f)"),
    (
        f"nn.TransformerDecoder({_DECODER}(8, 2, 12), 2, nn.LayerNorm(8))",
        f"m_(e, f, {_CAUSAL})",
    ),
    *[
        (f"nn.Transformer(8, 2, 2, 1, 12{options})", call)
        for options in ("", ", batch_first=True, norm_first=True, bias=False")
        for call in (
            "m_(e, e * 0.5)",
            "m_(e[:, 0], f[:, 0])",
        )
    ],
    ("nn.Transformer(8, 2, 2, 1, 12)", f"m_(f, e, tgt_mask={_CAUSAL})"),
    (
        "nn.Transformer(8, 2, 1, 2, 12)",
        f"m_(e, f, src_key_padding_mask={_HIDE}, "
        f"memory_key_padding_mask={_HIDE})",
    ),
]

_E = (
    "torch.set_default_dtype(torch.float64)\n"
    "e = torch.sin(torch.arange(80.0)).reshape(5, 2, 8)\nz = torch.zeros\n"
)

ATTENTION_PROGRAMS = [
    *[
        f"torch.manual_seed(0)\nout = nn.{layer}.state_dict()"
        for layer in (
            "MultiheadAttention(4, 2)",
            "MultiheadAttention(4, 2, kdim=3, vdim=2, add_bias_kv=True)",
            "MultiheadAttention(4, 2, bias=False)",
            "TransformerEncoderLayer(4, 2, 3)",
            "TransformerDecoderLayer(4, 2, 3)",
            "TransformerEncoder(nn.TransformerEncoderLayer(4, 2, 3), 2)",
            "Transformer(4, 2, 1, 1, 3)",
        )
    ],
    *[
        f"out = nn.{layer}"
        for layer in (
            "MultiheadAttention(4, 2)",
            "MultiheadAttention(4, 3)",
            "MultiheadAttention(0, 3)",
            "TransformerEncoderLayer(4, 2, 3)",
            "TransformerDecoderLayer(4, 2, 3, norm_first=True)",
            "TransformerDecoderLayer(4, 2, 3, activation='tanh')",
            "TransformerDecoderLayer(4, 2, 3, activation=nn.GELU())",
            "TransformerEncoder(nn.TransformerEncoderLayer(4, 2, 3), 2)",
            "TransformerEncoder(nn.TransformerEncoderLayer(4, 2, 3, "
            "norm_first=True), 2)",
            "TransformerEncoder(nn.TransformerEncoderLayer(4, 1, 3, "
            "batch_first=True), 1)",
            "TransformerEncoder(nn.TransformerEncoderLayer(4, 2, 3, "
            "batch_first=True, bias=False), 1)",
            "TransformerEncoder(nn.TransformerEncoderLayer(4, 2, 3, "
            "batch_first=True, activation=torch.tanh), 1)",
            "Transformer(4, 2, 1, 1, 3)",
            "Transformer.generate_square_subsequent_mask(3)",
            "Transformer.generate_square_subsequent_mask(2, "
            "dtype=torch.float64)",
        )
    ],
    *[
        f"{_E}torch.manual_seed(0)\n"
        f"out = nn.MultiheadAttention(8, 2)({arguments})"
        for arguments in (
            "e, e, e",
            "e, e, e[:4]",
            "e, e[:, 0], e",
            "e[0, 0], e, e",
            "e[:, 0], e, e",
            "e[..., :6], e, e",
            "e, e, e, z(5)",
            "e, e, e, z(2, 5).int()",
            "e, e, e, z(2, 5).bool(), attn_mask=z(5, 5)",
            "e, e, e, attn_mask=z(5)",
            "e, e, e, attn_mask=z(5, 4)",
            "e, e, e, attn_mask=z(2, 5, 5)",
            "e[:, 0], e[:, 0], e[:, 0], attn_mask=z(3, 5, 5)",
            "e, e, e, is_causal=True",
        )
    ],
    *[
        f"{_E}out = {_SDPA}({arguments})"
        for arguments in (
            "e, e, e.float()",
            "e[0, 0], e, e",
            "e, e, e, z(2, 2), is_causal=True",
            "e, e, e, z(2, 2).int()",
            "e, e, e, z(2, 2) > 0",
        )
    ],
    *[
        f"{_E}torch.manual_seed(0)\nm = nn.Transformer(8, 2, 1, 1, 4)\n"
        f"out = m({arguments})"
        for arguments in ("e, e[:, :1]", "e[..., :6], e", "e, e")
    ],
    f"{_E}m = nn.Transformer(8, 2, 1, 1, 4, batch_first=True)\n"
    "out = m(e, e[:4])",
    f"{_E}m = nn.TransformerEncoder(nn.TransformerEncoderLayer(8, 2, 4), 1, "
    "enable_nested_tensor=False)\n"
    "out = m(e, z(5, 5), z(2, 5).bool()).shape",
    f"{_E}m = nn.TransformerEncoderLayer(8, 2, 4)\n"
    "out = m(e, z(5, 5), z(2, 5).bool()).shape",
]

# ---- The tables ------------------------------------------------------------

LAYERS = {
    "recurrent": RECURRENT,
    "attention": ATTENTION,
    "transformer": TRANSFORMER,
}
PROGRAMS = {"rnn": RNN_PROGRAMS, "attention": ATTENTION_PROGRAMS}


def result(torch: Any, code: str) -> str:
    """Runs a program; one that changes the default dtype is tidied up after."""
    try:
        return outcome(torch, code)
    finally:
        torch.set_default_dtype(torch.float32)
