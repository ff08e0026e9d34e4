"""The table of layers' functions: one row for each way to call one.

As ``op_rows.py``, whose ``answer`` evaluates these rows too: an expression, in
which ``F`` is ``torch.nn.functional``, and its inputs, given by shape.
"""

from __future__ import annotations

X = {"x": "n 3 5"}
XT = {"x": "n 3 4", "t": "n 3 4"}
IMAGE = {"x": "n 2 3 5 6"}
CONV = {"x": "n 2 4 7 6", "w": "n 6 4 3 2", "b": "n 6"}
GROUPED = {"x": "n 2 4 7 6", "w": "n 6 2 3 2", "b": "n 6"}
SEQUENCE = {"x": "n 2 4 9", "w": "n 6 4 3", "b": "n 6"}
VOLUME = {"x": "n 1 2 4 5 3", "w": "n 3 2 2 3 2", "b": "n 3"}
BACK = {"x": "n 2 4 3 4", "w": "n 4 3 3 2", "b": "n 3"}
NORM = {"x": "n 4 3 5", "w": "n 3", "b": "n 3"}
LABELS = "torch.tensor([0, 3, 1])"
SIGNS = "torch.tensor([[1, -1, 1, -1], [-1, -1, 1, 1], [1, 1, 1, -1]])"

# Without hardsigmoid, whose second derivative PyTorch does not have.
PLAIN_ACTIVATIONS = (
    "relu relu6 hardtanh hardswish hardshrink softshrink "
    "leaky_relu elu celu selu softplus logsigmoid silu mish gelu tanhshrink "
    "softsign sigmoid tanh"
)

ROWS: list[tuple[str, dict[str, str]]] = [
    # linear: by the number of dimensions, with bias and without
    ("F.linear(x, w, b)", {"x": "n 4 3", "w": "n 2 3", "b": "n 2"}),
    ("F.linear(x, w)", {"x": "n 4 3", "w": "n 2 3"}),
    ("F.linear(x, w, b)", {"x": "n 3", "w": "n 2 3", "b": "n 2"}),
    ("F.linear(x, w)", {"x": "n 3", "w": "n 2 3"}),
    ("F.linear(x, w, b)", {"x": "n 2 4 3", "w": "n 2 3", "b": "n 2"}),
    ("F.linear(x, w)", {"x": "n 2 4 3", "w": "n 2 3"}),
    (
        "F.linear(x.transpose(0, 1), w, b)",  # rows that are not contiguous
        {"x": "n 2 4 3", "w": "n 2 3", "b": "n 2"},
    ),
    # activations: with options, and over large and small inputs
    *((f"F.{name}(x * 3)", X) for name in PLAIN_ACTIVATIONS.split()),
    ("F.relu(x + 0, inplace=True)", X),
    ("F.elu(x, 0.7)", X),
    ("F.celu(x, 0.5)", X),
    ("F.leaky_relu(x, 0.3)", X),
    ("F.hardtanh(x, -0.5, 0.25)", X),
    ("F.threshold(x, 0.1, 7.0)", X),
    ("F.softplus(x, beta=2, threshold=1)", X),
    ("F.gelu(x, approximate='tanh')", X),
    ("F.gelu(x * 10)", X),
    ("F.glu(x, 0)", {"x": "n 4 3"}),
    ("F.glu(x)", {"x": "n 2 3 4"}),
    ("F.prelu(x, w)", {"x": "n 2 3 4", "w": "n 3"}),
    ("F.prelu(x, w)", {"x": "n 2 3", "w": "n 1"}),
    ("F.rrelu(x)", X),
    # softmax
    ("F.softmax(x, 1)", X),
    ("F.softmax(x, 0)", X),
    ("F.softmax(x * 30, -1)", X),
    ("F.softmin(x, 1)", X),
    ("F.log_softmax(x, 1)", X),
    ("F.log_softmax(x * 300, 0)", X),
    ("F.softmax(x, 1)", {"x": "n 2 3 4"}),
    # losses: each reduction, and what only some of them have
    *(
        (f"F.{loss}(x, t, reduction={reduction!r})", XT)
        for loss in "mse_loss l1_loss smooth_l1_loss huber_loss".split()
        for reduction in ("mean", "sum", "none")
    ),
    ("F.mse_loss(x, t, weight=w)", {**XT, "w": "p 3 4"}),
    ("F.l1_loss(x, t, weight=w)", {**XT, "w": "p 3 4"}),
    ("F.huber_loss(x, t, weight=w)", {**XT, "w": "p 3 4"}),
    ("F.smooth_l1_loss(x, t, beta=0.3)", XT),
    ("F.smooth_l1_loss(x, t, beta=0)", XT),
    ("F.huber_loss(x, t, delta=0.3)", XT),
    *(
        (
            f"F.binary_cross_entropy(x.sigmoid(), t.sigmoid(), "
            f"reduction={reduction!r})",
            XT,
        )
        for reduction in ("mean", "sum", "none")
    ),
    (
        "F.binary_cross_entropy(x.sigmoid(), t.sigmoid(), torch.ones(4) * 2)",
        XT,
    ),
    *(
        (
            f"F.binary_cross_entropy_with_logits(x * 5, t, "
            f"reduction={reduction!r})",
            XT,
        )
        for reduction in ("mean", "sum", "none")
    ),
    (
        "F.binary_cross_entropy_with_logits(x, t, "
        "torch.arange(4.0).double(), "
        "pos_weight=torch.arange(1.0, 5.0).double())",
        XT,
    ),
    *(
        (f"F.{loss}(x, {LABELS}, reduction={reduction!r})", {"x": "n 3 4"})
        for loss in ("cross_entropy", "nll_loss")
        for reduction in ("mean", "sum", "none")
    ),
    (f"F.cross_entropy(x, {LABELS}, ignore_index=3)", {"x": "n 3 4"}),
    (
        f"F.cross_entropy(x, {LABELS}, torch.arange(1.0, 5.0).double())",
        {"x": "n 3 4"},
    ),
    (f"F.cross_entropy(x, {LABELS}, label_smoothing=0.2)", {"x": "n 3 4"}),
    (
        f"F.cross_entropy(x, {LABELS}, torch.arange(1.0, 5.0).double(), "
        "label_smoothing=0.2, ignore_index=1)",
        {"x": "n 3 4"},
    ),
    (
        f"F.cross_entropy(x, {LABELS}, label_smoothing=0.2, ignore_index=1, "
        "reduction='sum')",
        {"x": "n 3 4"},
    ),
    ("F.cross_entropy(x, t.softmax(1))", XT),
    ("F.cross_entropy(x, t.softmax(1), reduction='none')", XT),
    (
        "F.cross_entropy(x, t.softmax(1), torch.arange(1.0, 5.0).double(), "
        "label_smoothing=0.1, reduction='sum')",
        XT,
    ),
    ("F.cross_entropy(x, torch.tensor(2))", {"x": "n 4"}),
    (
        "F.cross_entropy(x, torch.tensor([[0, 1], [2, 2]]))",
        {"x": "n 2 3 2"},
    ),
    (
        "F.cross_entropy(x, torch.tensor([[0, 1], [2, 2]]), "
        "torch.arange(1.0, 4.0).double(), reduction='none')",
        {"x": "n 2 3 2"},
    ),
    (
        "F.cross_entropy(x, torch.tensor([[[0, 1, 2]], [[2, 2, 1]]]))",
        {"x": "n 2 3 1 3"},
    ),
    (
        "F.nll_loss(x, torch.tensor([[[0, 1, 2]], [[2, 2, 1]]]), "
        "ignore_index=2, reduction='none')",
        {"x": "n 2 3 1 3"},
    ),
    (
        "F.kl_div(x, t.softmax(1), reduction='batchmean')",
        XT,
    ),
    ("F.kl_div(x, t, reduction='sum', log_target=True)", XT),
    ("F.kl_div(x, t.relu(), reduction='none')", XT),
    # convolution: stride, padding, dilation, groups, dimensions
    ("F.conv2d(x, w, b)", CONV),
    ("F.conv2d(x, w)", CONV),
    ("F.conv2d(x, w, b, stride=2, padding=1)", CONV),
    ("F.conv2d(x, w, b, (2, 1), (0, 1), (1, 3))", CONV),
    ("F.conv2d(x, w, b, dilation=2, padding=(2, 1))", CONV),
    ("F.conv2d(x, w, b, groups=2, padding=2, stride=(1, 2))", GROUPED),
    ("F.conv2d(x, w, b, groups=4)", {"x": "n 2 4 5 5", "w": "n 4 1 2 2",
                                     "b": "n 4"}),
    ("F.conv2d(x, w, b, padding='valid')", CONV),
    ("F.conv2d(x[0], w, b)", CONV),
    ("F.conv2d(x, w)", {"x": "n 2 3 4 4", "w": "n 5 3 1 1"}),
    ("F.conv2d(x, w, padding='same')", {"x": "n 1 2 5 4", "w": "n 3 2 3 3"}),
    ("F.conv1d(x, w, b)", SEQUENCE),
    ("F.conv1d(x, w, b, stride=2, padding=2, dilation=2)", SEQUENCE),
    ("F.conv1d(x[0], w, b)", SEQUENCE),
    ("F.conv3d(x, w, b)", VOLUME),
    ("F.conv3d(x, w, b, stride=(1, 2, 1), padding=1)", VOLUME),
    ("F.conv_transpose2d(x, w, b)", BACK),
    (
        "F.conv_transpose2d(x, w, b, stride=2, padding=1, output_padding=1)",
        BACK,
    ),
    ("F.conv_transpose2d(x, w, groups=2, dilation=2)", BACK),
    ("F.conv_transpose2d(x, w, dilation=2, output_padding=1)", BACK),
    ("F.conv_transpose1d(x, w, stride=3)", {"x": "n 2 3 4", "w": "n 3 2 2"}),
    (
        "F.conv_transpose3d(x, w, stride=2)",
        {"x": "n 1 2 2 2 3", "w": "n 2 1 2 1 2"},
    ),
    # pooling: windows that overlap, that stick out, that skip; ties
    ("F.max_pool2d(x, 2)", IMAGE),
    ("F.max_pool2d(x, 3, stride=1)", {"x": "t 2 3 5 6"}),
    ("F.max_pool2d(x, 3, 2, 1)", {"x": "t 2 3 5 6"}),
    ("F.max_pool2d(x, 2, ceil_mode=True)", IMAGE),
    ("F.max_pool2d(x, 2, 1, dilation=2)", IMAGE),
    ("F.max_pool2d(x, (3, 2), (2, 3), (1, 0))", IMAGE),
    ("F.max_pool2d(x, 2, return_indices=True)[0]", IMAGE),
    ("F.max_pool2d(x, 2, return_indices=True)[1]", {"x": "t 2 3 5 6"}),
    ("F.max_pool2d(x[0], 2)", IMAGE),
    ("F.max_pool1d(x, 3, 2, 1)", {"x": "t 2 3 8"}),
    ("F.max_pool1d(x, 2, ceil_mode=True)", {"x": "n 3 7"}),
    ("F.max_pool3d(x, 2, padding=1)", {"x": "n 1 2 3 4 3"}),
    ("F.avg_pool2d(x, 2)", IMAGE),
    ("F.avg_pool2d(x, 3, 2, 1)", IMAGE),
    ("F.avg_pool2d(x, 3, 2, 1, count_include_pad=False)", IMAGE),
    ("F.avg_pool2d(x, (3, 2), 2, ceil_mode=True)", IMAGE),
    ("F.avg_pool2d(x, 2, divisor_override=3)", IMAGE),
    ("F.avg_pool1d(x, 3, 2, 1)", {"x": "n 2 3 8"}),
    ("F.avg_pool3d(x, 2, 1)", {"x": "n 1 2 3 4 3"}),
    ("F.adaptive_avg_pool2d(x, 1)", IMAGE),
    ("F.adaptive_avg_pool2d(x, (2, 4))", IMAGE),
    ("F.adaptive_avg_pool2d(x, (None, 3))", IMAGE),
    ("F.adaptive_avg_pool1d(x, 3)", {"x": "n 2 3 8"}),
    # normalisation
    ("F.batch_norm(x, None, None, w, b, training=True)", NORM),
    ("F.batch_norm(x, None, None, training=True)", NORM),
    ("F.batch_norm(x, None, None, w, training=True)", IMAGE | {"w": "n 3"}),
    ("F.batch_norm(x, None, None, w, b, True, eps=0.5)", {
        "x": "n 4 3", "w": "n 3", "b": "n 3"}),
    (
        "F.batch_norm(x, torch.arange(3.0).double(), "
        "torch.arange(1.0, 4.0).double(), w, b)",
        NORM,
    ),
    ("F.layer_norm(x, (5,))", NORM),
    ("F.layer_norm(x, (5,), w, b)", {"x": "n 2 3 5", "w": "n 5", "b": "n 5"}),
    ("F.layer_norm(x, (3, 5), w)", {"x": "n 2 3 5", "w": "n 3 5"}),
    ("F.layer_norm(x, (5,), w, b)", {"x": "n 5", "w": "n 5", "b": "n 5"}),
    ("F.normalize(x)", X),
    ("F.normalize(x, p=3, dim=0)", X),
    # tables, padding, distances
    ("F.embedding(torch.tensor([[0, 2], [2, 3]]), w)", {"w": "n 4 3"}),
    (
        "F.embedding(torch.tensor([0, 2, 2, 1]), w, padding_idx=-2)",
        {"w": "n 4 3"},
    ),
    ("F.pad(x, (1, 2))", X),
    ("F.pad(x, (1, -2, 2, 0), value=3.0)", X),
    ("F.pad(x, (-1, -1))", X),
    ("F.pad(x, (2, 1), mode='reflect')", {"x": "n 2 2 4"}),
    ("F.pad(x, (2, 1, 0, 3), mode='replicate')", {"x": "n 2 2 3 4"}),
    ("F.pad(x, (2, 1, 1, 3), mode='circular')", {"x": "n 2 2 3 4"}),
    ("F.bilinear(x, y, w, b)", {
        "x": "n 3 4", "y": "n 3 2", "w": "n 5 4 2", "b": "n 5"}),
    # normalisation of each example by itself
    ("F.group_norm(x, 2, w, b)", {"x": "n 3 4 5", "w": "n 4", "b": "n 4"}),
    ("F.group_norm(x, 2, w, b, eps=0.5)", {
        "x": "n 3 4", "w": "n 4", "b": "n 4"}),
    ("F.group_norm(x, 3, w)", IMAGE | {"w": "n 3"}),
    ("F.group_norm(x, 1)", IMAGE),
    ("F.instance_norm(x, None, None, w, b)", NORM),
    ("F.instance_norm(x)", IMAGE),
    (
        "F.instance_norm(x, torch.arange(3.0).double(), "
        "torch.arange(1.0, 4.0).double(), w, b, use_input_stats=False)",
        NORM,
    ),
    ("F.rms_norm(x, (5,), w)", {"x": "n 2 3 5", "w": "n 5"}),
    ("F.rms_norm(x, (3, 5), eps=0.5)", {"x": "n 2 3 5"}),
    ("F.local_response_norm(x, 2, 0.5)", IMAGE),
    ("F.local_response_norm(x, 3, 0.5, 0.5, 2.0)", {"x": "n 2 4 5"}),
    ("F.local_response_norm(x, 2)", {"x": "n 1 3 2 3 2"}),
    # pooling to a size, p-norms, and back
    ("F.adaptive_max_pool2d(x, (2, 4))", {"x": "t 2 3 5 6"}),
    ("F.adaptive_max_pool2d(x, (None, 3), True)[1]", {"x": "t 2 3 5 6"}),
    ("F.adaptive_max_pool1d(x, 3)", {"x": "n 3 8"}),
    ("F.adaptive_max_pool3d(x, 2)", {"x": "n 1 2 3 4 3"}),
    ("F.adaptive_avg_pool3d(x, (2, 3, 1))", {"x": "n 1 2 3 4 3"}),
    ("F.adaptive_avg_pool3d(x, 1)", {"x": "n 2 3 4 3"}),
    ("F.lp_pool1d(x, 3, 2)", {"x": "n 2 3 8"}),
    ("F.lp_pool2d(x, 2.0, (3, 2), 2, ceil_mode=True)", {"x": "p 2 3 5 6"}),
    ("F.lp_pool2d(x, float('inf'), 2)", {"x": "d 2 4 4"}),
    ("F.lp_pool3d(x, 2, 2)", {"x": "p 1 2 4 4 2"}),
    (
        "F.max_unpool2d(x, F.max_pool2d(x.repeat(1, 2, 2), 2, "
        "return_indices=True)[1], 2, output_size=(9, 8))",
        {"x": "d 3 4 4"},
    ),
    (
        "F.max_unpool1d(x, torch.tensor([[[0, 3, 5], [1, 2, 4]]]), 2)",
        {"x": "n 1 2 3"},
    ),
    (
        "F.max_unpool3d(x, torch.tensor([[[[[0, 5]]], [[[1, 7]]]]]), "
        "(2, 2, 1), padding=0)",
        {"x": "n 1 2 1 1 2"},
    ),
    # windows as columns, pixels and channels moved
    ("F.unfold(x, (3, 2), (1, 2), (0, 1), 2)", IMAGE),
    ("F.unfold(x[0], 2)", IMAGE),
    ("F.fold(x, (4, 5), (2, 3), 1, 1, (2, 1))", {"x": "n 2 12 15"}),
    ("F.fold(x, (3, 3), 2)", {"x": "n 8 4"}),
    ("F.pixel_shuffle(x, 2)", {"x": "n 2 8 2 3"}),
    ("F.pixel_unshuffle(x, 2)", {"x": "n 3 4 6"}),
    ("F.channel_shuffle(x, 2)", {"x": "n 2 6 2 3"}),
    # interpolation: larger and smaller, by size and by scale
    *(
        (f"F.interpolate(x, {option}, mode={mode!r}{more})", IMAGE)
        for option in ("size=(7, 9)", "size=(2, 4)", "scale_factor=1.7",
                       "scale_factor=(0.6, 2)")
        for mode, more in (
            ("nearest", ""),
            ("nearest-exact", ""),
            ("bilinear", ""),
            ("bilinear", ", align_corners=True"),
            ("bicubic", ""),
            ("bicubic", ", align_corners=True"),
            ("area", ""),
        )
    ),
    (
        "F.interpolate(x, scale_factor=1.7, mode='bilinear', "
        "recompute_scale_factor=True)",
        IMAGE,
    ),
    ("F.interpolate(x, 7, mode='linear')", {"x": "n 2 3 4"}),
    ("F.interpolate(x, scale_factor=2)", {"x": "n 2 3 4"}),
    ("F.interpolate(x, 3, mode='area')", {"x": "n 2 3 8"}),
    ("F.interpolate(x, (3, 5, 2), mode='trilinear')", {"x": "n 1 2 2 3 4"}),
    ("F.interpolate(x, scale_factor=2)", {"x": "n 1 2 2 1 2"}),
    ("F.interpolate(x, 1, mode='bilinear', align_corners=True)", IMAGE),
    *(
        (
            f"F.grid_sample(x, g * 1.2, padding_mode={padding!r}, "
            f"align_corners={align})",
            {"x": "n 2 3 4 5", "g": "n 2 3 4 2"},
        )
        for padding in ("zeros", "border", "reflection")
        for align in (True, False)
    ),
    *(
        (
            f"F.grid_sample(x, g * 1.2, 'bicubic', {padding!r}, {align})",
            {"x": "n 2 3 4 5", "g": "n 2 3 4 2"},
        )
        for padding in ("zeros", "border", "reflection")
        for align in (True, False)
    ),
    ("F.grid_sample(x, g, 'nearest', 'border', False)",
     {"x": "n 2 3 4 5", "g": "n 2 3 4 2"}),
    ("F.grid_sample(x, x.unsqueeze(-1)[:, 0, :, :, [0, 0]], 'bicubic', "
     "align_corners=True)", {"x": "u 2 3 4 5"}),
    *(
        (f"F.interpolate(x, {size}, mode={mode!r}, antialias=True{more})",
         IMAGE)
        for mode, more in (
            ("bilinear", ""),
            ("bilinear", ", align_corners=True"),
            ("bicubic", ""),
            ("bicubic", ", align_corners=True"),
            ("lanczos", ""),
        )
        for size in ("(2, 9)", "(1, 3)", "None, 0.4")
    ),
    (
        "F.grid_sample(x, g, align_corners=False)",
        {"x": "n 1 2 2 3 4", "g": "u 1 2 3 2 3"},
    ),
    ("F.affine_grid(w, (2, 1, 3, 4), align_corners=False)", {"w": "n 2 2 3"}),
    ("F.affine_grid(w, (1, 1, 2, 3, 4), align_corners=True)",
     {"w": "n 1 3 4"}),
    # bags of embeddings
    ("F.embedding_bag(torch.tensor([[0, 2], [2, 3]]), w)", {"w": "n 4 3"}),
    *(
        (
            "F.embedding_bag(torch.tensor([0, 2, 2, 1, 3]), w, "
            f"torch.tensor([0, 3, 3]), mode={mode!r}, padding_idx=1)",
            {"w": "n 4 3"},
        )
        for mode in ("sum", "mean", "max")
    ),
    (
        "F.embedding_bag(torch.tensor([[0, 2], [2, 3]]), w, mode='sum', "
        "per_sample_weights=s)",
        {"w": "n 4 3", "s": "n 2 2"},
    ),
    (
        "F.embedding_bag(torch.tensor([0, 2, 2]), w, torch.tensor([0, 1, 3]), "
        "scale_grad_by_freq=True, include_last_offset=True)",
        {"w": "n 4 3"},
    ),
    # losses with a margin, likelihoods
    *(
        (f"F.{call}, reduction={reduction!r})", inputs)
        for call, inputs in (
            (f"hinge_embedding_loss(x, {SIGNS}, 0.5", {"x": "n 3 4"}),
            (f"margin_ranking_loss(x, t, {SIGNS}, 0.2", XT),
            ("cosine_embedding_loss(x, t, torch.tensor([1, -1, -1]), -0.3",
             XT),
            (f"soft_margin_loss(x, {SIGNS}.double()", {"x": "n 3 4"}),
            ("multilabel_soft_margin_loss(x, t, torch.arange(4.0).double()",
             XT),
            ("triplet_margin_loss(x, t, y", XT | {"y": "n 3 4"}),
            (f"multi_margin_loss(x, {LABELS}", {"x": "n 3 4"}),
            ("multilabel_margin_loss(x, torch.tensor([[2, 0, -1, 3], "
             "[1, 1, 2, -1], [-1, 0, 0, 0]])", {"x": "n 3 4"}),
            ("poisson_nll_loss(x, t", {"x": "n 3 4", "t": "p 3 4"}),
            ("gaussian_nll_loss(x, t, v", XT | {"v": "p 3 4"}),
        )
        for reduction in ("mean", "sum", "none")
    ),
    ("F.cosine_embedding_loss(x, t, torch.tensor(1))", {
        "x": "n 4", "t": "n 4"}),
    (f"F.multi_margin_loss(x, {LABELS}, 2, 0.5, "
     "torch.arange(1.0, 5.0).double())", {"x": "n 3 4"}),
    ("F.multi_margin_loss(x, torch.tensor(1))", {"x": "n 4"}),
    ("F.multilabel_margin_loss(x, torch.tensor([3, 0, -1, 1]))",
     {"x": "n 4"}),
    ("F.triplet_margin_loss(x, t, y, p=3, swap=True)", XT | {"y": "n 3 4"}),
    (
        "F.triplet_margin_with_distance_loss(x, t, y, "
        "distance_function=lambda a, b: (a - b).abs().sum(-1), margin=3)",
        XT | {"y": "n 3 4"},
    ),
    ("F.poisson_nll_loss(x, t * 3, log_input=False, full=True)", {
        "x": "p 3 4", "t": "p 3 4"}),
    ("F.gaussian_nll_loss(x, t, v, full=True)", XT | {"v": "p 3 1"}),
    ("F.gaussian_nll_loss(x, t, 0.7)", XT),
    *(
        (
            f"F.ctc_loss(x.log_softmax(2), {targets}, torch.tensor([6, 5, 6]), "
            f"torch.tensor([3, 1, 0]){more})",
            {"x": "n 6 3 4"},
        )
        for targets, more in (
            ("torch.tensor([[1, 2, 2], [3, 0, 0], [0, 0, 0]])", ""),
            ("torch.tensor([1, 2, 2, 3])", ", reduction='sum'"),
            ("torch.tensor([1, 2, 2, 3])", ", reduction='none'"),
            ("torch.tensor([3, 0, 3, 1])", ", blank=2"),
            ("torch.tensor([1, 1, 1, 3])", ", zero_infinity=True"),
        )
    ),
    ("F.ctc_loss(x.log_softmax(1), torch.tensor([1, 3]), (5,), (2,), "
     "reduction='none')", {"x": "n 5 4"}),
    ("F.cosine_similarity(x, y, 0)", {"x": "n 3 4", "y": "n 3 4"}),
    ("F.pairwise_distance(x, y, 1, keepdim=True)", {
        "x": "n 3 4", "y": "n 4"}),
    ("F.cosine_similarity(x, y)", {"x": "n 3 4", "y": "n 3 4"}),
    ("F.pairwise_distance(x, y)", {"x": "n 3 4", "y": "n 3 4"}),
]  # fmt: skip
ROWS = [
    (expression.replace("F.", "torch.nn.functional."), inputs)
    for expression, inputs in ROWS
]
