"""More small programs about ``nn``: the layers beyond those of a first course.

Normalisation of single examples, pooling to a size, padding, upsampling, bags
of embeddings, losses with a margin: what they print and what they refuse.
``nn_cases.py`` says how the outcome is written down.
"""

# ruff: noqa: E501 (a line of a small program stays one line)

from __future__ import annotations

_CALLS = r"""
F.pixel_shuffle(R(3, 4), 2)
F.pixel_shuffle(R(3, 4, 4), 2)
F.pixel_shuffle(R(1, 4, 4), 0)
F.pixel_shuffle(torch.arange(8).reshape(1, 8, 1, 1), 2)
F.pixel_unshuffle(R(1, 3, 4), 2)
F.pixel_unshuffle(R(1, 4), 2)
F.pixel_unshuffle(R(1, 4, 3), 2)
F.pixel_unshuffle(R(1, 4, 3), -1)
F.channel_shuffle(R(3, 4), 2)
F.channel_shuffle(R(1, 3, 4), 2)
F.channel_shuffle(R(1, 3, 4), 0)
F.channel_shuffle(torch.arange(6).reshape(1, 6, 1), 2)
F.unfold(R(3, 4), 2)
F.unfold(R(1, 3, 4, 4), 5)
F.unfold(R(1, 3, 4, 4), 0)
F.unfold(R(1, 3, 4, 4), 2, stride=0)
F.unfold(R(1, 3, 4, 4), 2, padding=-1)
F.unfold(R(1, 3, 4, 4), 2, dilation=0)
F.unfold(R(1, 3, 4, 4), (2, 2, 2))
F.unfold(torch.ones(1, 1, 4, 4, dtype=torch.long), 2)
F.fold(R(1, 8, 9), (4, 4), 3)
F.fold(R(1, 8, 9), (3, 4), 2)
F.fold(R(8,), (3, 4), 2)
F.fold(R(8, 9), (4, 4), 2).shape
F.fold(R(1, 8, 9), (4, 4), 2, stride=0)
F.max_unpool2d(R(1, 1, 2, 2), torch.tensor([[[[0, 1], [2, 99]]]]), 2)
F.max_unpool2d(R(1, 1, 2, 2), torch.tensor([[[[0, 1]]]]), 2)
F.max_unpool2d(R(1, 1, 2, 2), torch.tensor([[[[0, 1], [2, 3]]]]).int(), 2)
F.max_unpool2d(R(1, 1, 2, 2), torch.tensor([[[[0, 1], [2, 3]]]]), 2, output_size=(9, 9))
F.max_unpool2d(R(1, 1, 2, 2), torch.tensor([[[[0, 1], [2, 3]]]]), 2, output_size=(5,))
F.max_unpool2d(R(2, 2), torch.tensor([[0, 1], [2, 3]]), 2)
F.adaptive_max_pool2d(R(4, 4), 2)
F.adaptive_max_pool2d(R(1, 4, 4), (2, 2, 2))
F.adaptive_max_pool1d(R(4), 2)
F.adaptive_max_pool1d(R(2, 4), 2, return_indices=True)
F.adaptive_max_pool2d(torch.arange(25).reshape(1, 5, 5), 3)
F.adaptive_max_pool2d(torch.arange(25.).reshape(1, 5, 5), (None, 2))
F.adaptive_max_pool2d(torch.tensor([[[1.0, float('nan'), 3.0]]]), (1, 1), True)
F.adaptive_max_pool3d(R(4, 4, 4), 2)
F.adaptive_avg_pool3d(R(4, 4, 4), 2)
F.adaptive_avg_pool2d(R(1, 4, 4), (2, 2, 2))
F.adaptive_avg_pool3d(R(1, 4, 4, 4), (2, 2))
F.lp_pool2d(R(1, 4, 4), -float('inf'), 2)
F.lp_pool1d(R(1, 6), 3, 2)
F.interpolate(R(1, 1, 2, 2), size=0)
F.interpolate(R(1, 1, 2, 2), scale_factor=0.1)
F.interpolate(R(1, 1, 2, 2))
F.interpolate(R(1, 1, 2, 2), 3, 2)
F.interpolate(R(1, 1, 2, 2), (3,))
F.interpolate(R(1, 1, 2, 2), (3, 2.5))
F.interpolate(R(1, 1, 2, 2), scale_factor=(3,))
F.interpolate(R(1, 1, 2, 2), 3, align_corners=True)
F.interpolate(R(1, 1, 2, 2), 3, mode='bilinear', recompute_scale_factor=True)
F.interpolate(R(1, 2, 2), scale_factor=2, mode='bilinear')
F.interpolate(R(2, 2), scale_factor=2)
F.interpolate(R(1, 1, 2, 2), scale_factor=2, mode='foo')
F.interpolate(torch.arange(4).reshape(1, 1, 2, 2), scale_factor=2)
F.interpolate(torch.arange(4).reshape(1, 1, 2, 2).to(torch.uint8), scale_factor=2)
F.interpolate(torch.arange(4).reshape(1, 1, 2, 2), scale_factor=2, mode='bilinear')
F.interpolate(R(0, 1, 2, 2), scale_factor=2).shape
F.interpolate(R(1, 0, 2, 2), scale_factor=2)
F.interpolate(R(1, 1, 3, 3), scale_factor=1.5, mode='bicubic')
F.interpolate(R(1, 1, 4, 4), scale_factor=0.7, mode='bilinear')
F.interpolate(R(1, 1, 3), 7, mode='linear', align_corners=True)
F.upsample(R(1, 1, 2), 4)
F.upsample_nearest(R(1, 1, 2), 4)
F.upsample_bilinear(R(1, 1, 2, 1), (3, 3))
F.grid_sample(R(1, 1, 2, 2), torch.zeros(1, 1, 2, 2))
F.grid_sample(R(1, 1, 2, 2), R(2, 2, 2, 2), align_corners=False)
F.grid_sample(R(1, 1, 2, 2), R(1, 2, 2, 3), align_corners=False)
F.grid_sample(R(1, 2, 3, 3), R(1, 2, 2, 2), 'nearest', 'reflection', False)
F.grid_sample(R(1, 1, 2, 2), R(1, 2, 2, 2), 'cubic')
F.grid_sample(R(1, 1, 2, 2), R(1, 2, 2, 2), padding_mode='x')
F.grid_sample(R(1, 1, 3, 3), R(1, 2, 2, 2), 'bicubic', 'reflection', True)
F.grid_sample(R(1, 1, 3, 3, 3), R(1, 2, 2, 2, 3), 'bicubic', align_corners=True)
F.grid_sample(R(1, 1, 3, 3), R(1, 2, 2, 2).double(), align_corners=True)
F.grid_sample(R(1, 1, 3, 3).int(), R(1, 2, 2, 2).int(), align_corners=True)
F.grid_sample(R(1, 1, 0, 2), R(1, 2, 2, 2), align_corners=True)
F.interpolate(R(1, 1, 5, 4), 2, mode='bilinear', antialias=True)
F.interpolate(R(1, 1, 5, 4), 2, mode='bicubic', antialias=True)
F.interpolate(R(1, 1, 5, 4), 2, mode='lanczos', antialias=True)
F.interpolate(R(1, 1, 5, 4), 2, mode='lanczos', antialias=True, align_corners=True)
F.interpolate(R(1, 1, 5, 4), 2, mode='lanczos')
F.interpolate(R(1, 1, 5, 4), 2, mode='nearest', antialias=True)
F.interpolate(R(1, 5, 4), 2, mode='linear', antialias=True)
F.interpolate(R(1, 1, 5, 4).int(), 2, mode='bilinear', antialias=True)
F.interpolate(R(1, 1, 5, 4).half(), 2, mode='bicubic', antialias=True)
F.affine_grid(torch.tensor([[[1.0, 0.0, 0.5], [0.0, 2.0, 0.0]]]), (1, 1, 2, 3), align_corners=False)
F.affine_grid(torch.ones(1, 2, 3), (1, 1, 1, 3), align_corners=True)
F.affine_grid(torch.ones(1, 2, 3), (1, 1, 0, 3), align_corners=False)
F.affine_grid(torch.ones(1, 3, 3), (1, 1, 2, 3))
F.affine_grid(torch.ones(1, 2, 3).long(), (1, 1, 2, 3), False)
F.affine_grid(torch.ones(1, 2, 3), (1, 2, 3), False)
F.group_norm(R(2, 4), 3)
F.group_norm(R(2, 4, 3), 2, torch.ones(3))
F.group_norm(R(1, 2), 2)
F.group_norm(R(4), 2)
F.instance_norm(R(1, 2, 1))
F.instance_norm(R(2, 3, 4), torch.zeros(2), torch.ones(2))
F.instance_norm(R(2, 3, 4), use_input_stats=False)
F.rms_norm(R(2, 3), (4,))
F.rms_norm(R(2, 3), (2, 4))
F.rms_norm(R(2, 3), (3,), torch.ones(2))
F.rms_norm(R(2, 3), ())
F.rms_norm(R(2, 3), (3,))
F.local_response_norm(R(2, 3), 2)
F.local_response_norm(R(1, 3, 2), 2)
F.embedding_bag(torch.tensor([0, 1, 5]), R(3, 2), torch.tensor([0, 2]))
F.embedding_bag(torch.tensor([0, 1, 2]), R(3, 2), torch.tensor([1, 2]))
F.embedding_bag(torch.tensor([0, 1, 2]), R(3, 2), torch.tensor([0, 4]))
F.embedding_bag(torch.tensor([0, 1, 2]), R(3, 2), torch.tensor([0, 2]).int())
F.embedding_bag(torch.tensor([0., 1, 2]), R(3, 2), torch.tensor([0, 2]))
F.embedding_bag(torch.tensor([0, 1, 2]), R(3, 2), torch.tensor([0, 2, 2]))
F.embedding_bag(torch.tensor([0, 1, 2]), R(3, 2), torch.tensor([0, 2, 2]), mode='max')
F.embedding_bag(torch.tensor([0, 1, 2]), R(3, 2), torch.tensor([0, 2, 3]), include_last_offset=True)
F.embedding_bag(torch.tensor([[0, 1, 2]]), R(3, 2), padding_idx=7)
F.embedding_bag(torch.tensor([[0, 1, 2]]), R(3, 2), max_norm=0.5)
F.embedding_bag(torch.tensor([[0, 1]]), R(3, 2), per_sample_weights=torch.ones(1, 2).double(), mode='sum')
F.embedding_bag(torch.tensor([[0, 1]]), R(3, 2), per_sample_weights=torch.ones(1, 2))
F.embedding_bag(torch.tensor([[0, 1]]), R(3, 2), per_sample_weights=torch.ones(1, 3), mode='sum')
F.embedding_bag(torch.tensor([0, 1]), R(3, 2))
F.embedding_bag(torch.tensor([0, 1]), R(3, 2), torch.tensor([[0]]))
F.embedding_bag(torch.tensor(0), R(3, 2))
F.embedding_bag(torch.tensor([[0, 1]]), R(3))
F.embedding_bag(torch.tensor([[0, 1]]), R(3, 2), mode='x')
F.embedding_bag(torch.tensor([[0, 1]]), R(3, 2), mode='max', scale_grad_by_freq=True)
F.multi_margin_loss(R(2, 3), torch.tensor([0, 3]))
F.multi_margin_loss(R(2, 3), torch.tensor([0]))
F.multi_margin_loss(R(2, 3), torch.tensor([0, 1]), p=3)
F.multi_margin_loss(R(2, 3), torch.tensor([0, 1]), weight=torch.ones(2))
F.multi_margin_loss(R(2, 3), torch.tensor([0, 1]), weight=torch.ones(2, 1))
F.multi_margin_loss(R(2, 3, 2), torch.tensor([0, 1]))
F.multi_margin_loss(R(2, 3), torch.tensor([0., 1]))
F.multi_margin_loss(R(3), torch.tensor(1), reduction='none')
F.multi_margin_loss(R(3), torch.tensor([1]), reduction='none')
F.multilabel_margin_loss(R(2, 3), torch.tensor([0, 1]))
F.multilabel_margin_loss(R(2, 3), torch.tensor([[0, 1, 5], [0, 0, 0]]))
F.multilabel_margin_loss(R(3), torch.tensor([0, 1, -1]), reduction='none')
F.soft_margin_loss(R(2, 3), torch.ones(2))
F.soft_margin_loss(torch.tensor([-200.0]), torch.tensor([1.0]))
F.hinge_embedding_loss(R(2), torch.tensor([1, -1]), reduction='x')
F.hinge_embedding_loss(R(2), torch.tensor([1, -1]), reduce=False)
F.margin_ranking_loss(R(2), R(2, 2), R(2))
F.cosine_embedding_loss(R(2, 3), R(2, 3), torch.ones(2, 3))
F.cosine_embedding_loss(R(2, 3), R(2, 4), torch.ones(2))
F.cosine_embedding_loss(R(2, 3), R(3), torch.ones(2))
F.cosine_embedding_loss(R(2, 3), R(2, 3), torch.tensor(1))
F.multilabel_soft_margin_loss(R(2, 3), R(2, 3), reduction='x')
F.triplet_margin_loss(R(2, 3), R(3), R(2, 3))
F.triplet_margin_loss(R(2, 3), R(2, 3), R(2, 3), margin=0)
F.triplet_margin_with_distance_loss(R(2, 3), R(2, 3), R(3))
F.triplet_margin_with_distance_loss(R(2, 3), R(2, 3), R(2, 3), swap=True)
F.gaussian_nll_loss(R(2, 3), R(2, 3), -torch.ones(2, 3))
F.gaussian_nll_loss(R(2, 3), R(2, 3), -1.0)
F.gaussian_nll_loss(R(2, 3), R(2, 3), torch.ones(2))
F.gaussian_nll_loss(R(2, 3), R(2, 3), torch.ones(3))
F.gaussian_nll_loss(R(2, 3), R(2, 3), 1.0, reduction='x')
F.poisson_nll_loss(R(2, 3), R(2, 3), reduction='x')
F.ctc_loss(L, torch.tensor([[1, 2], [3, 1]]), torch.tensor([5, 6]), torch.tensor([2, 2]))
F.ctc_loss(L, torch.tensor([[1, 2], [3, 1]]), torch.tensor([5, 5]), torch.tensor([2, 3]))
F.ctc_loss(L, torch.tensor([[1, 2], [3, 1]]), torch.tensor([5]), torch.tensor([2, 2]))
F.ctc_loss(L, torch.tensor([[1, 2], [3, 1]]), (5, 5), (2, 2), blank=4)
F.ctc_loss(L, torch.tensor([1, 2, 3]), (5, 5), (2, 2))
F.ctc_loss(L[:2], torch.tensor([[1, 1], [3, 1]]), (2, 2), (2, 2), reduction='none')
F.ctc_loss(L[:2], torch.tensor([[1, 1], [3, 1]]), (2, 2), (2, 2), reduction='none', zero_infinity=True)
F.ctc_loss(L, torch.tensor([[1, 1], [3, 1]]), (5, 0), (2, 0), reduction='none')
F.ctc_loss(L, torch.tensor([[1, 1], [3, 1]]), (5, 5), (2, 2), reduction='x')
F.cosine_similarity(torch.tensor([[1e-9, 0.0]]), torch.tensor([[1.0, 1.0]]))
F.cosine_similarity(R(2, 3), R(3), dim=-1)
F.pairwise_distance(R(2, 3), R(3))
F.relu(torch.tensor([-0.0, -1.0, 2.0]))
F.linear(torch.ones(2, 2, 3).double(), torch.ones(4, 3), torch.ones(4))
"""

CALLS = [
    "R = torch.randn\ntorch.manual_seed(4)\n"
    + ("L = R(5, 2, 4).log_softmax(2)\n" if "(L" in call else "")
    + f"out = {call}"
    for call in _CALLS.strip().splitlines()
]

LAYERS = """
nn.GroupNorm(2, 4)
nn.GroupNorm(2, 4, affine=False)
nn.GroupNorm(2, 4, bias=False)
nn.GroupNorm(3, 4)
nn.GroupNorm(2, 4).state_dict()
nn.InstanceNorm1d(3)
nn.InstanceNorm2d(3, affine=True, track_running_stats=True)
nn.InstanceNorm2d(3, affine=True, track_running_stats=True).state_dict()
nn.InstanceNorm3d(3, momentum=None, affine=True, bias=False)
nn.RMSNorm(4)
nn.RMSNorm([2, 3], eps=1e-3, elementwise_affine=False)
nn.RMSNorm((2, 1)).state_dict()
nn.LocalResponseNorm(2)
nn.AdaptiveMaxPool1d(3)
nn.AdaptiveMaxPool2d((3, None), return_indices=True)
nn.AdaptiveMaxPool3d(2)
nn.AdaptiveAvgPool3d((2, 1, None))
nn.LPPool1d(2, 3)
nn.LPPool2d(1.5, (3, 2), stride=2, ceil_mode=True)
nn.LPPool3d(2, 3)
nn.MaxUnpool1d(2)
nn.MaxUnpool2d(2, 3, 1)
nn.MaxUnpool3d((2, 1, 2))
nn.Unfold(3, padding=(1, 0))
nn.Fold((4, 5), 2, stride=2)
nn.Upsample(scale_factor=2)
nn.Upsample((3, 4), mode='bilinear', align_corners=True)
nn.Upsample(scale_factor=(2, 3))
nn.UpsamplingNearest2d(scale_factor=2)
nn.UpsamplingBilinear2d(size=3)
nn.PixelShuffle(2)
nn.PixelUnshuffle(3)
nn.ChannelShuffle(2)
nn.EmbeddingBag(4, 2)
nn.EmbeddingBag(4, 2, max_norm=1.0, norm_type=1.0, scale_grad_by_freq=True, mode='sum', padding_idx=-1)
nn.EmbeddingBag(4, 2, padding_idx=4)
nn.EmbeddingBag.from_pretrained(torch.ones(2, 3), mode='max').weight
nn.CosineSimilarity()
nn.PairwiseDistance()
nn.ReflectionPad1d(2)
nn.ReflectionPad2d((1, 2, 0, 1))
nn.ReflectionPad3d(1)
nn.ReplicationPad1d(2)
nn.ReplicationPad2d(2)
nn.ReplicationPad3d(2)
nn.CircularPad1d(2)
nn.CircularPad2d(2)
nn.CircularPad3d(1)
nn.ZeroPad1d(2)
nn.ZeroPad2d((1, 2, 3, 4))
nn.ZeroPad3d(1)
nn.ConstantPad1d(2, 3.5)
nn.ConstantPad2d((1, 1, 2, 2), -1)
nn.ConstantPad3d(1, 0.5)
nn.PoissonNLLLoss()
nn.GaussianNLLLoss()
nn.HingeEmbeddingLoss(0.5)
nn.MarginRankingLoss()
nn.MultiMarginLoss()
nn.MultiMarginLoss(p=3)
nn.MultiMarginLoss(weight=torch.ones(1, 1))
nn.MultiLabelMarginLoss()
nn.MultiLabelSoftMarginLoss(torch.ones(2)).state_dict()
nn.SoftMarginLoss(size_average=False).reduction
nn.CosineEmbeddingLoss()
nn.TripletMarginLoss(margin=-1)
nn.TripletMarginLoss(p=1, swap=True)
nn.TripletMarginWithDistanceLoss()
nn.TripletMarginWithDistanceLoss(margin=0)
nn.CTCLoss()
""".strip().splitlines()

# (the layer, the shape of its input)
FORWARD = (
    ("nn.GroupNorm(2, 4)", "2, 4, 3"),
    ("nn.InstanceNorm1d(3)", "3, 4"),
    (
        "nn.InstanceNorm2d(2, affine=True, track_running_stats=True)",
        "3, 2, 2, 2",
    ),
    ("nn.InstanceNorm2d(2, track_running_stats=True).eval()", "1, 2, 2, 2"),
    ("nn.InstanceNorm2d(2)", "1, 3, 2, 2"),
    ("nn.InstanceNorm2d(2, affine=True)", "1, 3, 2, 2"),
    ("nn.InstanceNorm3d(2)", "2, 1, 2, 2"),
    ("nn.InstanceNorm2d(2)", "2, 2"),
    ("nn.RMSNorm(3)", "2, 3"),
    ("nn.LocalResponseNorm(2)", "1, 3, 2, 2"),
    ("nn.AdaptiveMaxPool2d(2, return_indices=True)", "1, 3, 3"),
    ("nn.AdaptiveMaxPool1d(2)", "1, 2, 5"),
    ("nn.AdaptiveAvgPool3d(2)", "1, 3, 2, 3"),
    ("nn.LPPool2d(2, 2)", "1, 4, 4"),
    ("nn.LPPool1d(3, 2, 1)", "1, 4"),
    ("nn.Unfold(2)", "1, 1, 3, 3"),
    ("nn.Fold((3, 3), 2)", "1, 4, 4"),
    ("nn.Upsample(scale_factor=2, mode='bilinear')", "1, 1, 2, 2"),
    ("nn.UpsamplingBilinear2d(3)", "1, 1, 2, 2"),
    ("nn.UpsamplingNearest2d(scale_factor=(1.5, 2))", "1, 1, 2, 2"),
    ("nn.PixelShuffle(2)", "1, 4, 1, 2"),
    ("nn.PixelUnshuffle(2)", "1, 2, 4"),
    ("nn.ChannelShuffle(2)", "1, 4, 2"),
    ("nn.ReflectionPad1d(2)", "1, 4"),
    ("nn.ReflectionPad2d(2)", "1, 2, 2"),
    ("nn.ReflectionPad3d(1)", "1, 2, 2, 2"),
    ("nn.ReplicationPad2d((1, 0, 2, 0))", "1, 2, 2"),
    ("nn.ReplicationPad3d(1)", "1, 2, 1, 2"),
    ("nn.CircularPad1d((1, 2))", "1, 3"),
    ("nn.CircularPad1d(1)", "2"),
    ("nn.CircularPad2d(1)", "1, 2, 3"),
    ("nn.ZeroPad2d((1, 0, -1, 2))", "2, 2"),
    ("nn.ConstantPad1d(1, 3.5)", "2"),
    ("nn.EmbeddingBag(3, 2, padding_idx=0)", "1, 2"),
)

_PAIRS = """
nn.CosineSimilarity()(R(2, 3), R(2, 3))
nn.PairwiseDistance(keepdim=True)(R(2, 3), R(2, 3))
nn.PoissonNLLLoss(full=True)(R(2, 3), torch.arange(6.0).reshape(2, 3))
nn.GaussianNLLLoss()(R(2, 3), R(2, 3), torch.ones(2, 1))
nn.HingeEmbeddingLoss()(R(3), torch.tensor([1, -1, 1]))
nn.MarginRankingLoss(0.1, reduction='none')(R(3), R(3), torch.tensor([1, -1, 1]))
nn.MultiMarginLoss(p=2)(R(2, 3), torch.tensor([1, 2]))
nn.MultiLabelMarginLoss()(R(1, 4), torch.tensor([[3, 0, -1, 1]]))
nn.MultiLabelSoftMarginLoss()(R(2, 3), torch.ones(2, 3))
nn.SoftMarginLoss()(R(2, 3), torch.ones(2, 3))
nn.CosineEmbeddingLoss()(R(2, 3), R(2, 3), torch.tensor([1, -1]))
nn.TripletMarginLoss()(R(2, 3), R(2, 3), R(2, 3))
nn.TripletMarginWithDistanceLoss()(R(2, 3), R(2, 3), R(2, 3))
nn.CTCLoss()(R(5, 2, 4).log_softmax(2), torch.tensor([[1, 2], [3, 1]]), (5, 4), (2, 1))
nn.MaxUnpool2d(2)(*F.max_pool2d(R(1, 2, 4), 2, return_indices=True))
nn.MaxUnpool1d(2)(torch.tensor([[3.0, 4.0]]), torch.tensor([[1, 2]]), output_size=(5,))
nn.EmbeddingBag(5, 2, mode='sum')(torch.tensor([0, 4, 1]), torch.tensor([0, 1]))
""".strip().splitlines()

PAIRS = [
    f"R = torch.randn\ntorch.manual_seed(4)\nout = {call}" for call in _PAIRS
]

_SYMMETRIC = """
from copy import deepcopy
P = nn.utils.parametrize
class Symmetric(nn.Module):
    def forward(self, X):
        return X.triu() + X.triu(1).T
    def right_inverse(self, A):
        return A.triu()
class Twice(nn.Module):
    def forward(self, X):
        return 2 * X
class Sum(nn.Module):
    def forward(self, a, b):
        return a + b
    def right_inverse(self, X):
        return X / 4, X * 0.75
class Wrong(nn.Module):
    def forward(self, X):
        return X[:1]
torch.manual_seed(0)
layer = nn.Linear(2, 2)
"""
_PARAMETRIZE = """
P.register_parametrization(layer, 'weight', Symmetric()); out = (layer, layer.weight, layer.state_dict())
P.register_parametrization(layer, 'weight', Twice()); out = (layer.weight, layer.parametrizations.weight.original)
P.register_parametrization(layer, 'weight', Sum()); out = (layer.weight, list(layer.state_dict()), layer.parametrizations.weight.original1)
P.register_parametrization(layer, 'bias', Twice()); P.register_parametrization(layer, 'bias', Twice()); out = (layer, layer.bias)
P.register_parametrization(layer, 'weight', Symmetric()); layer.weight = torch.ones(2, 2); out = (layer.weight, layer.parametrizations.weight.original)
P.register_parametrization(layer, 'weight', Twice()); layer.weight = torch.ones(2, 2)
P.register_parametrization(layer, 'weight', Wrong())
P.register_parametrization(layer, 'weight', Wrong(), unsafe=True); out = layer.weight
P.register_parametrization(layer, 'w', Twice())
P.register_parametrization(layer, 'weight', Twice()); out = (P.is_parametrized(layer), P.is_parametrized(layer, 'bias'), type(layer).__name__, P.type_before_parametrizations(layer).__name__)
P.register_parametrization(layer, 'weight', Twice()); P.remove_parametrizations(layer, 'weight'); out = (layer, layer.weight, type(layer).__name__)
P.register_parametrization(layer, 'weight', Twice()); P.remove_parametrizations(layer, 'weight', False); out = (layer.weight, [n for n, _ in layer.named_parameters()])
P.remove_parametrizations(layer, 'weight')
P.register_parametrization(layer, 'weight', Sum()); P.remove_parametrizations(layer, 'weight', leave_parametrized=False)
P.register_parametrization(layer, 'weight', Symmetric()); layer(torch.ones(1, 2)).sum().backward(); out = layer.parametrizations.weight.original.grad
P.register_parametrization(layer, 'weight', Twice()); other = deepcopy(layer); out = (type(other) is type(layer), torch.equal(other.weight, layer.weight), other.parametrizations.weight.original is layer.parametrizations.weight.original)
P.register_parametrization(layer, 'weight', Twice()); import pickle; pickle.dumps(layer)
P.register_parametrization(layer, 'weight', Twice()); a = layer.weight is layer.weight
with P.cached(): b = layer.weight is layer.weight
out = (a, b)
""".strip().split("\nP.")

_PRUNE = """
U.l1_unstructured(layer, 'weight', 2); out = (layer.weight, layer.weight_mask, layer.weight_orig, list(layer.state_dict()))
U.l1_unstructured(layer, 'weight', 0.5); U.l1_unstructured(layer, 'weight', 0.5); out = (layer.weight, layer.weight_mask)
U.l1_unstructured(layer, 'bias', 1, torch.tensor([0.1, -3.0])); out = (layer.bias, layer(torch.ones(1, 3)))
U.l1_unstructured(layer, 'weight', 7)
U.l1_unstructured(layer, 'weight', 1.5)
U.l1_unstructured(layer, 'weight', -1)
U.l1_unstructured(layer, 'weight', 2); U.remove(layer, 'weight'); out = (layer.weight, list(layer.state_dict()), U.is_pruned(layer))
U.l1_unstructured(layer, 'weight', 2); layer(torch.ones(1, 3)).sum().backward(); out = (layer.weight_orig.grad, U.is_pruned(layer))
U.custom_from_mask(layer, 'weight', torch.tensor([[1, 0, 1], [0, 1, 1]])); out = layer.weight
U.random_unstructured(layer, 'weight', 3); out = layer.weight
""".strip().splitlines()

UTILS = [
    *(_SYMMETRIC + "P." + case.removeprefix("P.") for case in _PARAMETRIZE),
    *(
        "U = nn.utils.prune\ntorch.manual_seed(0)\nlayer = nn.Linear(3, 2)\n"
        + case
        for case in _PRUNE
    ),
]
