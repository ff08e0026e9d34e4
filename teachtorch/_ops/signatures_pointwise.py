"""What PyTorch's functions take: pointwise functions and reductions.

PyTorch reads the arguments of a call against such signatures, so that a wrong
one is named before anything is computed; ``signatures.py`` does the same.

A line of names is followed by the signatures that those functions have in
common, first the ones that are tried first. A method has the same, without
``input`` and ``out``. Kinds: ``Number`` is any number, ``dims`` one int or
several, ``ints`` several, ``tensors`` a list of Tensors, ``pair`` two Tensors
to write to. ``OUT``, ``PAIR``, ``KEEP`` and ``OPTIONS`` stand for what
``SHORT`` says. A ``hidden`` signature works but is deprecated and not shown.
"""

from __future__ import annotations

SHORT = {
    "OUT": "Tensor out=None",
    "PAIR": "pair out=None",
    "KEEP": "bool keepdim=False",
    "OPTIONS": "dtype dtype=None, layout layout=None, device device=None, "
    "bool pin_memory=False, bool requires_grad=False",
}

# Here a number may stand for a Tensor.
NUMBERS_AS_TENSORS = frozenset(
    "add sub mul div add_ sub_ mul_ div_ true_divide true_divide_ divide "
    "divide_ multiply multiply_ subtract subtract_ floor_divide floor_divide_ "
    "copy_".split()
)

# What NumPy calls these arguments; PyTorch understands both.
NUMPY_NAMES = {
    "axis": "dim",
    "keepdims": "keepdim",
    "x": "input",
    "a": "input",
    "x1": "input",
    "x2": "other",
}

POINTWISE = """
abs neg sign sgn exp exp2 expm1 log log2 log10 log1p sqrt rsqrt square
reciprocal sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh sinc
sigmoid erf erfc erfinv floor ceil trunc fix frac deg2rad rad2deg isposinf
isneginf signbit logical_not bitwise_not negative absolute arcsin arccos arctan
arcsinh arccosh arctanh special_entr special_erf special_erfc special_erfinv
special_exp2 special_expit special_expm1 special_log1p special_sinc
    Tensor input, *, OUT
positive isnan isinf isfinite isreal relu detach
    Tensor input
logit special_logit
    Tensor input, float eps=None, *, OUT
round special_round
    Tensor input, *, OUT
    Tensor input, *, int decimals, OUT
nan_to_num
    Tensor input, float nan=None, float posinf=None, float neginf=None, *, OUT
pow float_power
    Tensor input, Tensor exponent, *, OUT
    Number self, Tensor exponent, *, OUT
    Tensor input, Number exponent, *, OUT
fmod copysign eq ne lt le gt ge less less_equal greater greater_equal not_equal
    Tensor input, Tensor other, *, OUT
    Tensor input, Number other, *, OUT
remainder bitwise_and bitwise_or bitwise_xor bitwise_left_shift
bitwise_right_shift
    Tensor input, Tensor other, *, OUT
    Number self, Tensor other
    Tensor input, Number other, *, OUT
xlogy special_xlog1py special_xlogy
    Tensor input, Tensor other, *, OUT
    Number self, Tensor other, *, OUT
    Tensor input, Number other, *, OUT
floor_divide true_divide multiply
    Tensor input, Tensor other, *, OUT
    Tensor input, Number other
add sub
    Tensor input, Tensor other, *, Number alpha=1, OUT
    hidden Tensor input, Number alpha, Tensor other, *, OUT
mul
    Tensor input, Tensor other, *, OUT
div
    Tensor input, Tensor other, *, OUT
    Tensor input, Tensor other, *, str? rounding_mode, OUT
    Tensor input, Number other, *, str? rounding_mode
divide
    Tensor input, Tensor other, *, OUT
    Tensor input, Tensor other, *, str? rounding_mode, OUT
    Tensor input, Number other
    Tensor input, Number other, *, str? rounding_mode
subtract
    Tensor input, Tensor other, *, Number alpha=1, OUT
    Tensor input, Number other, Number alpha=1
rsub
    Tensor input, Tensor other, *, Number alpha=1
    Tensor input, Number other, Number alpha=1
maximum minimum fmax fmin hypot logaddexp logaddexp2 logical_and logical_or
logical_xor atan2 arctan2
    Tensor input, Tensor other, *, OUT
heaviside
    Tensor input, Tensor values, *, OUT
isclose allclose
    Tensor input, Tensor other, float rtol=1e-05, float atol=1e-08,
        bool equal_nan=False
equal is_same_size
    Tensor input, Tensor other
lerp
    Tensor input, Tensor end, Tensor weight, *, OUT
    Tensor input, Tensor end, Number weight, *, OUT
addcmul addcdiv
    Tensor input, Tensor tensor1, Tensor tensor2, *, Number value=1, OUT
    hidden Tensor input, Number value, Tensor tensor1, Tensor tensor2, *, OUT
clamp clip
    Tensor input, Tensor min=None, Tensor max=None, *, OUT
    Tensor input, Number min=None, Number max=None, *, OUT
clamp_min
    Tensor input, Tensor min, *, OUT
    Tensor input, Number min, *, OUT
clamp_max
    Tensor input, Tensor max, *, OUT
    Tensor input, Number max, *, OUT
where
    Tensor condition
    Tensor condition, Tensor input, Tensor other, *, OUT
    Tensor condition, Number self, Tensor other
    Tensor condition, Tensor input, Number other
    Tensor condition, Number self, Number other
Tensor.where
    Tensor input, Tensor condition, Tensor other
    Tensor input, Tensor condition, Number other
isin
    Tensor elements, Tensor test_elements, *, bool assume_unique=False,
        bool invert=False, OUT
    Number element, Tensor test_elements, *, bool assume_unique=False,
        bool invert=False, OUT
    Tensor elements, Number test_element, *, bool assume_unique=False,
        bool invert=False, OUT
"""

REDUCTIONS = """
sum
    Tensor input, *, dtype dtype=None
    Tensor input, dims? dim, KEEP, *, dtype dtype=None, OUT
mean
    Tensor input, *, dtype dtype=None, OUT
    Tensor input, dims? dim, KEEP, *, dtype dtype=None, OUT
prod
    Tensor input, *, dtype dtype=None
    Tensor input, int dim, KEEP, *, dtype dtype=None, OUT
nansum nanmean
    Tensor input, dims dim=None, KEEP, *, dtype dtype=None, OUT
var std
    Tensor input, dims? dim, bool unbiased=True, KEEP, *, OUT
    Tensor input, dims dim=None, *, Number correction=None, KEEP, OUT
    Tensor input, bool unbiased=True
var_mean std_mean
    Tensor input, dims? dim, bool unbiased=True, KEEP
    Tensor input, dims dim=None, *, Number correction=None, KEEP
    Tensor input, bool unbiased=True
amax amin
    Tensor input, dims? dim=(), KEEP, *, OUT
aminmax
    Tensor input, *, int dim=None, KEEP, PAIR
argmax argmin
    Tensor input, int dim=None, KEEP, *, OUT
all any
    Tensor input, *, OUT
    Tensor input, dims dim=None, KEEP, *, OUT
    Tensor input, int dim, KEEP, *, OUT
count_nonzero
    Tensor input, int dim=None
    Tensor input, dims dim
max min
    Tensor input, *, OUT
    Tensor input, Tensor other, *, OUT
    Tensor input, int dim, KEEP, *, PAIR
median nanmedian
    Tensor input
    Tensor input, int dim, KEEP, *, PAIR
mode
    Tensor input, int dim=-1, KEEP, *, PAIR
logsumexp special_logsumexp
    Tensor input, dims dim, KEEP, *, OUT
dist
    Tensor input, Tensor other, Number p=2
renorm
    Tensor input, Number p, int dim, Number maxnorm, *, OUT
cumsum cumprod
    Tensor input, int dim, *, dtype dtype=None, OUT
cummax cummin
    Tensor input, int dim, *, PAIR
logcumsumexp
    Tensor input, int dim, *, OUT
softmax log_softmax
    Tensor input, int dim, dtype dtype=None, *, OUT
special_softmax
    Tensor input, int dim, dtype dtype=None
special_log_softmax
    Tensor input, int dim, *, dtype dtype=None
diff
    Tensor input, int n=1, int dim=-1, Tensor prepend=None,
        Tensor append=None, *, OUT
trapezoid cumulative_trapezoid
    Tensor y, Tensor x, *, int dim=-1
    Tensor y, *, Number dx=1, int dim=-1
trapz
    Tensor y, *, float dx=1, int dim=-1
    Tensor y, Tensor x, *, int dim=-1
sort
    Tensor input, *, bool? stable, int dim=-1, bool descending=False, PAIR
    Tensor input, int dim=-1, bool descending=False, *, PAIR
argsort
    Tensor input, *, bool stable, int dim=-1, bool descending=False, OUT
    Tensor input, int dim=-1, bool descending=False
msort
    Tensor input, *, OUT
topk
    Tensor input, int k, int dim=-1, bool largest=True, bool sorted=True, *,
        PAIR
kthvalue
    Tensor input, int k, int dim=-1, KEEP, *, PAIR
quantile nanquantile
    Tensor input, Tensor q, int dim=None, KEEP, *, str interpolation='linear',
        OUT
    Tensor input, float q, int dim=None, KEEP, *, str interpolation='linear',
        OUT
bincount
    Tensor input, Tensor weights=None, int minlength=0
histc
    Tensor input, int bins=100, Number min=0, Number max=0, *, OUT
searchsorted
    Tensor sorted_sequence, Tensor input, *, bool out_int32=False,
        bool right=False, str side=None, Tensor sorter=None, OUT
    Tensor sorted_sequence, Number self, *, bool out_int32=False,
        bool right=False, str side=None, Tensor sorter=None, OUT
bucketize
    Tensor input, Tensor boundaries, *, bool out_int32=False,
        bool right=False, OUT
    Number self, Tensor boundaries, *, bool out_int32=False, bool right=False
cov
    Tensor input, *, int correction=1, Tensor fweights=None,
        Tensor aweights=None
corrcoef
    Tensor input
"""
