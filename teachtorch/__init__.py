"""teachtorch: PyTorch's API on NumPy alone, written to be read.

>>> import teachtorch as torch
>>> x = torch.tensor([1.0, 2.0], requires_grad=True)
>>> (x * x).sum().backward()
>>> x.grad
tensor([2., 4.])
"""

# ruff: noqa: E402, F401, F403, I001

from __future__ import annotations

import typing as _typing
import warnings as _warnings
from importlib import import_module as _import_module

# PyTorch says nothing when a number overflows or a logarithm meets zero; NumPy
# warns. Inside this package those warnings are silenced; in your own NumPy code
# they stay as they are.
_warnings.filterwarnings(
    "ignore", category=RuntimeWarning, module=r"teachtorch\b"
)

from ._allocation import keep_freed_memory as _keep_freed_memory

_keep_freed_memory()

# Differentiation comes first, because a Tensor is part of a graph.
from . import autograd
from .autograd.anomaly_mode import (
    is_anomaly_check_nan_enabled,
    is_anomaly_enabled,
)
from .autograd.grad_mode import (
    enable_grad,
    inference_mode,
    is_grad_enabled,
    is_inference_mode_enabled,
    no_grad,
    set_grad_enabled,
)

# Tensors, dtypes, devices
from ._device import device, get_default_device, set_default_device
from ._dtype import (
    bool_ as bool,
    double,
    dtype,
    finfo,
    float16,
    float32,
    float64,
    float_ as float,
    get_default_dtype,
    half,
    iinfo,
    int16,
    int32,
    int64,
    int8,
    int_ as int,
    long,
    promote_types,
    set_default_dtype,
    short,
    uint8,
)
from ._size import Size
from ._tensor import Tensor
from ._tensor_str import get_printoptions, printoptions, set_printoptions

# Operations
from ._ops.arithmetic import add, div, mul, neg, positive, reciprocal, rsub, sub
from ._ops.division import floor_divide, fmod, remainder
from ._ops.powers import float_power, hypot, pow, rsqrt, sqrt, square
from ._ops.updates import addcdiv, addcmul, lerp
from ._ops.exponential import (
    exp,
    exp2,
    expm1,
    log,
    log10,
    log1p,
    log2,
    logaddexp,
    logaddexp2,
)
from ._ops.entropy import xlogy
from ._ops.logistic import logit, sigmoid
from ._ops.erf import erf
from ._ops.erfc import erfc, erfinv
from ._ops.trigonometry import (
    acos,
    asin,
    atan,
    atan2,
    cos,
    deg2rad,
    rad2deg,
    sin,
    sinc,
    tan,
)
from ._ops.hyperbolic import acosh, asinh, atanh, cosh, sinh, tanh
from ._ops.signs import abs, copysign, heaviside, sgn, sign, signbit
from ._ops.rounding import ceil, floor, frac, round, trunc
from ._ops.bounds import (
    clamp,
    clamp_max,
    clamp_min,
    fmax,
    fmin,
    maximum,
    minimum,
    nan_to_num,
    relu,
)
from ._ops.where import where
from ._ops.compare import (
    allclose,
    eq,
    equal,
    ge,
    gt,
    isclose,
    isfinite,
    isin,
    isinf,
    isnan,
    isneginf,
    isposinf,
    isreal,
    le,
    lt,
    ne,
)
from ._ops.logic import (
    bitwise_and,
    bitwise_left_shift,
    bitwise_not,
    bitwise_or,
    bitwise_right_shift,
    bitwise_xor,
    logical_and,
    logical_not,
    logical_or,
    logical_xor,
)
from ._ops.diagonals import (
    diag,
    diag_embed,
    diagflat,
    diagonal,
    diagonal_scatter,
    trace,
    tril,
    tril_indices,
    triu,
    triu_indices,
)
from ._ops.gather import (
    gather,
    scatter,
    scatter_add,
    scatter_reduce,
    take_along_dim,
)
from ._ops.index_along import index_add, index_copy, index_fill, index_select
from ._ops.masks import (
    argwhere,
    masked_fill,
    masked_scatter,
    masked_select,
    nonzero,
    unravel_index,
)
from ._ops.picking import index_put, take
from ._ops.slices import (
    narrow,
    narrow_copy,
    select,
    select_scatter,
    slice_scatter,
)
from ._ops.addmm import addbmm, addmm, addmv, addr, baddbmm
from ._ops.matmul import bmm, dot, inner, matmul, mm, mv, outer, vdot
from ._ops.memory import (
    as_strided,
    can_cast,
    detach,
    is_complex,
    is_floating_point,
    is_nonzero,
    is_same_size,
    is_signed,
    numel,
    result_type,
)
from ._ops.einsum import einsum, tensordot
from ._ops.expand import repeat_interleave
from ._ops.products import cdist, cross, kron
from ._ops.counting import (
    bincount,
    bucketize,
    histc,
    searchsorted,
    unique,
    unique_consecutive,
)
from ._ops.order_statistics import (
    kthvalue,
    median,
    mode,
    nanmedian,
    nanquantile,
    quantile,
)
from ._ops.sorting import argsort, msort, sort, topk
from ._ops.spellings import log_softmax, softmax
from ._ops.sums import logsumexp, mean, nanmean, nansum, prod, sum
from ._ops.covariance import corrcoef, cov, vander
from ._ops.spread import std, std_mean, var, var_mean
from ._ops.extremes import amax, amin, aminmax, argmax, argmin, max, min
from ._ops.truth import all, any, count_nonzero
from ._ops.norms import dist, norm, renorm
from ._ops.scans import cummax, cummin, cumprod, cumsum, logcumsumexp
from ._ops.differences import cumulative_trapezoid, diff, trapezoid
from ._ops.copying import clone
from ._ops.expand import broadcast_shapes, broadcast_tensors, broadcast_to, tile
from ._ops.flipping import flip, fliplr, flipud, roll, rot90
from ._ops.joining import (
    block_diag,
    cat,
    column_stack,
    dstack,
    hstack,
    stack,
    vstack,
)
from ._ops.shape import (
    atleast_1d,
    atleast_2d,
    atleast_3d,
    flatten,
    ravel,
    reshape,
    squeeze,
    unflatten,
    unsqueeze,
)
from ._ops.splitting import (
    chunk,
    dsplit,
    hsplit,
    split,
    split_with_sizes,
    tensor_split,
    unbind,
    vsplit,
)
from ._ops.transpose import adjoint, movedim, permute, swapaxes, t, transpose
from ._ops.inverse import det, logdet, matrix_power, pinverse
from ._ops.decompositions import old_cholesky as cholesky
from ._ops.inverse import inv as inverse, old_slogdet as slogdet
from ._ops.grids import cartesian_prod, combinations, meshgrid
from ._layout import (
    contiguous_format,
    layout,
    memory_format,
    preserve_format,
    strided,
)
from ._ops.convert import from_dlpack
from ._ops import methods as _methods

# Making tensors
from ._creation import (
    arange,
    as_tensor,
    asarray,
    empty,
    empty_like,
    eye,
    from_numpy,
    full,
    full_like,
    linspace,
    logspace,
    ones,
    ones_like,
    scalar_tensor,
    tensor,
    zeros,
    zeros_like,
)
from ._legacy import (
    BoolTensor,
    ByteTensor,
    CharTensor,
    DoubleTensor,
    FloatTensor,
    HalfTensor,
    IntTensor,
    LongTensor,
    ShortTensor,
    set_default_tensor_type,
)

# Random numbers
from . import random
from .random import (
    Generator,
    bernoulli,
    default_generator,
    get_rng_state,
    initial_seed,
    manual_seed,
    multinomial,
    normal,
    poisson,
    rand,
    rand_like,
    randint,
    randint_like,
    randn,
    randn_like,
    randperm,
    seed,
    set_rng_state,
)

# Everything built on top is loaded when it is first asked for: an `import`
# then takes little longer than NumPy's own.
if _typing.TYPE_CHECKING:
    from . import (
        accelerator,
        backends,
        cuda,
        func,
        linalg,
        nn,
        optim,
        return_types,
        serialization,
        special,
        testing,
        utils,
    )
    from .nn._top_level import *
    from .serialization import load, save

_ON_DEMAND = (
    "accelerator backends cuda func linalg nn optim return_types "
    "serialization special testing utils"
).split()
_FILES = {"load": ".serialization", "save": ".serialization"}


def _load(name: str) -> object:
    """Gives what ``teachtorch.name`` is, before anybody has asked for it."""
    if name in _ON_DEMAND:
        return _import_module(f".{name}", __name__)
    if not name.startswith("_"):
        file = _import_module(_FILES.get(name, ".nn._top_level"), __name__)
        if name in file.__all__:
            value = globals()[name] = getattr(file, name)
            return value
    raise AttributeError(f"module 'torch' has no attribute '{name}'")


def __dir__() -> list[str]:
    layers = _import_module(".nn._top_level", __name__)
    return sorted({*globals(), *_ON_DEMAND, *_FILES, *layers.__all__})


if not _typing.TYPE_CHECKING:  # it would hide misspelt names from mypy
    __getattr__ = _load


_methods.public_functions(globals())


def is_tensor(obj: object) -> bool:  # type: ignore[valid-type]
    """Tells whether an object is a Tensor. See :func:`torch.is_tensor`."""
    return isinstance(obj, Tensor)


Tensor.__module__ = __name__  # its public place, as reprs and pickles show it

__version__ = "0.1.0"
