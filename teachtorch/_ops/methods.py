"""Which functions are also methods of Tensor: one table, read at import.

``Tensor`` does not know the operations; they know it. Here they are bound:
``x.sum()`` is ``sum(x)``, ``x.exp_()`` writes ``exp(x)`` over ``x``, and
``exp(x, out=y)`` writes it over ``y``.
"""

from __future__ import annotations

from types import FunctionType
from typing import Any

from .. import random
from .._tensor import Tensor
from . import (
    addmm,
    arithmetic,
    bounds,
    compare,
    convert,
    copying,
    counting,
    covariance,
    decompositions,
    diagonals,
    differences,
    division,
    entropy,
    erf,
    erfc,
    expand,
    exponential,
    extremes,
    flipping,
    gather,
    hyperbolic,
    index_along,
    inverse,
    logic,
    logistic,
    masks,
    matmul,
    memory,
    norms,
    order_statistics,
    picking,
    powers,
    products,
    rounding,
    scans,
    shape,
    signs,
    slices,
    sorting,
    spellings,
    splitting,
    spread,
    sums,
    transpose,
    trigonometry,
    truth,
    updates,
)
from .operators import OPERATORS
from .signatures import UNCHECKED, explained, signatures_of
from .twins import in_place, with_out

# ---------------------------------------------------------------------------
# The table
# ---------------------------------------------------------------------------

# Functions that are methods under their own name, file by file.
METHODS: dict[Any, str] = {
    arithmetic: "add sub mul div reciprocal neg positive add_ sub_ mul_ div_",
    division: "floor_divide remainder fmod",
    powers: "pow float_power float_power_ square sqrt rsqrt hypot",
    updates: "addcmul addcdiv lerp addcmul_ addcdiv_ lerp_",
    exponential: "exp exp2 expm1 log log2 log10 log1p logaddexp logaddexp2",
    entropy: "xlogy",
    logistic: "sigmoid logit",
    erf: "erf",
    erfc: "erfc erfinv",
    trigonometry: "sin cos tan sinc asin acos atan atan2 deg2rad rad2deg",
    hyperbolic: "sinh cosh tanh asinh acosh atanh",
    signs: "abs sign sgn signbit copysign heaviside",
    rounding: "floor ceil round trunc frac",
    bounds: "relu clamp clamp_min clamp_max maximum minimum fmax fmin "
    "nan_to_num",
    compare: "eq ne lt le gt ge isclose allclose equal isnan isinf isposinf "
    "isneginf isfinite isreal",
    logic: "logical_and logical_or logical_xor logical_not bitwise_and "
    "bitwise_or bitwise_xor bitwise_not bitwise_left_shift "
    "bitwise_right_shift",
    sums: "sum mean nansum nanmean prod logsumexp sum_to_size",
    spread: "var std",
    covariance: "cov corrcoef",
    extremes: "max min amax amin aminmax argmax argmin",
    truth: "all any count_nonzero",
    norms: "norm dist renorm",
    scans: "cumsum cumprod cummax cummin logcumsumexp",
    differences: "diff",
    shape: "reshape view view_as reshape_as ravel flatten unflatten squeeze "
    "unsqueeze",
    transpose: "t transpose permute movedim swapaxes adjoint",
    expand: "expand expand_as broadcast_to repeat tile repeat_interleave",
    copying: "clone contiguous",
    splitting: "split split_with_sizes chunk tensor_split hsplit vsplit dsplit "
    "unbind unfold",
    flipping: "flip fliplr flipud rot90 roll",
    slices: "select narrow narrow_copy select_scatter slice_scatter",
    picking: "index_put index_put_ take put",
    masks: "masked_fill masked_select masked_scatter nonzero argwhere",
    gather: "gather take_along_dim scatter scatter_add scatter_reduce",
    index_along: "index_select index_add index_copy index_fill",
    diagonals: "tril triu diagonal trace diag diag_embed diagflat "
    "diagonal_scatter fill_diagonal_",
    matmul: "matmul mm bmm mv dot vdot inner outer",
    addmm: "addmm addmv addr addbmm baddbmm",
    products: "kron cross",
    sorting: "sort argsort msort topk",
    order_statistics: "kthvalue median nanmedian mode quantile nanquantile",
    counting: "unique unique_consecutive bincount histc",
    spellings: "softmax log_softmax",
    inverse: "det logdet pinverse matrix_power",
    convert: "to type type_as float double half int long short char byte bool "
    "copy_ fill_ zero_ cpu cuda __array_wrap__ __dlpack__ __dlpack_device__ "
    "__reversed__",
    memory: "size dim numel element_size stride storage_offset untyped_storage "
    "data_ptr is_contiguous is_floating_point is_same_size is_set_to "
    "new_tensor new_empty new_zeros new_ones new_full new is_shared resize_ "
    "resize_as_ set_ as_strided t_ transpose_ swapaxes_ unsqueeze_ squeeze_ "
    "as_strided_ "
    "detach_ is_complex is_signed is_pinned is_nonzero",
    random: "bernoulli bernoulli_ cauchy_ exponential_ geometric_ log_normal_ "
    "multinomial normal_ random_ uniform_",
}

# Other names for the same method.
ALIASES = {
    "subtract": "sub",
    "multiply": "mul",
    "divide": "div",
    "true_divide": "div",
    "negative": "neg",
    "absolute": "abs",
    "arcsin": "asin",
    "arccos": "acos",
    "arctan": "atan",
    "clip": "clamp",
    "arctan2": "atan2",
    "arcsinh": "asinh",
    "arccosh": "acosh",
    "arctanh": "atanh",
    "fix": "trunc",
    "trapz": "trapezoid",
    "less": "lt",
    "less_equal": "le",
    "greater": "gt",
    "greater_equal": "ge",
    "not_equal": "ne",
    "moveaxis": "movedim",
    "nelement": "numel",
    "ndimension": "dim",
    "ger": "outer",
    "swapdims": "swapaxes",
    "concat": "cat",
    "concatenate": "cat",
    "row_stack": "vstack",
}

# Functions with an in-place twin made by ``in_place``.
IN_PLACE = (
    "pow square sqrt rsqrt hypot floor_divide remainder fmod abs "
    "neg sign sgn copysign heaviside exp exp2 expm1 log log2 log10 log1p "
    "reciprocal xlogy sin cos tan sinc asin acos atan atan2 deg2rad rad2deg "
    "sinh cosh tanh asinh acosh atanh sigmoid logit erf erfc erfinv floor ceil "
    "round trunc frac relu clamp clip clamp_min clamp_max nan_to_num eq ne lt "
    "le gt ge logical_and logical_or logical_xor logical_not bitwise_and "
    "bitwise_or bitwise_xor bitwise_not bitwise_left_shift bitwise_right_shift "
    "cumprod renorm masked_fill scatter scatter_add tril triu cumsum addmm put "
    "masked_scatter "
    "scatter_reduce index_add index_copy index_fill addmv addr addbmm baddbmm"
)

# In-place twins that are functions as well: ``torch.clamp_(x, 0, 1)``.
IN_PLACE_FUNCTIONS = (
    "abs acos acosh addmv arccos arccosh arcsin arcsinh arctan arctanh asin "
    "asinh atan atanh ceil clamp clamp_max clamp_min clip cos cosh deg2rad "
    "detach erf erfc exp2 exp expm1 fill fix floor frac index_put log10 log1p "
    "log2 log logit nan_to_num neg negative rad2deg reciprocal relu resize_as "
    "as_strided round rsqrt sigmoid sin sinc sinh sqrt square tan tanh trunc "
    "xlogy zero"
)

# Where the functions live that are to be completed.
OURS = tuple(
    f"{__package__.split('.')[0]}.{part}"
    for part in ("_ops.", "_creation.", "_dtype", "_random.", "random")
)
MAKING = tuple(part for part in OURS if "_creation" in part or "random" in part)

# Methods of every training step, bound without the wrapper that words errors.
BARE = frozenset(
    "add_ sub_ mul_ div_ copy_ zero_ exp log tanh sigmoid relu square sqrt mm "
    "matmul view reshape t transpose detach size dim".split()
)


# Every method as it was written, before it learned to word its errors.
FUNCTIONS: dict[str, Any] = {}


def public_functions(names: dict[str, Any], prefix: str = "") -> None:
    """Completes a module's functions: other names, ``out=``, clear errors.

    Args:
        names: the module's ``globals()``.
        prefix: how errors call the module: ``linalg_`` in ``linalg_inv``.
    """
    for alias, name in ALIASES.items():
        if name in names:
            names[alias] = names[name]
    for name, function in list(names.items()):
        if isinstance(
            function, FunctionType
        ) and function.__module__.startswith(OURS):
            signatures = signatures_of(prefix + name, False)
            # What makes new tensors fills ``out=`` itself.
            if not function.__module__.startswith(MAKING) and any(
                p.name == "out" for s in signatures for p in s.parameters
            ):
                names[name] = with_out(function, prefix + name)
                names[name].__name__ = name
            elif signatures:
                check = name not in UNCHECKED
                names[name] = explained(function, prefix + name, check=check)
    for name in IN_PLACE_FUNCTIONS.split() if not prefix else ():
        names[f"{name}_"] = explained(FUNCTIONS[f"{name}_"], f"{name}_")


def _bind() -> None:
    functions = FUNCTIONS
    for module, names in METHODS.items():
        for name in names.split():
            functions[name] = getattr(module, name)
    for alias, name in ALIASES.items():
        if name in functions:
            functions[alias] = functions[name]
    functions["inverse"] = inverse.inv
    functions["slogdet"] = inverse.old_slogdet
    functions["cholesky"] = decompositions.old_cholesky
    for name in IN_PLACE.split():
        functions.setdefault(f"{name}_", in_place(functions[name]))
    for alias, name in ALIASES.items():
        if f"{name}_" in functions:
            functions[f"{alias}_"] = functions[f"{name}_"]
    functions["where"] = spellings.where_method
    functions["split"] = spellings.split_method
    for name, function in functions.items():
        if name not in BARE:
            check = name not in UNCHECKED
            function = explained(function, name, method=True, check=check)
        setattr(Tensor, name, function)


_bind()
for _name, _operator in OPERATORS.items():
    setattr(Tensor, _name, _operator)
for _name, _attribute in memory.ATTRIBUTES.items():
    setattr(Tensor, _name, _attribute)
