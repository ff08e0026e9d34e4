"""The surface: every function and method, called rightly and wrongly.

``FUNCTIONS`` and ``METHODS`` say how each may be called. A line of names is
followed by what they are called with: calls are separated by ``|``, arguments
by ``;``, and the words stand for the tensors of ``scope``. From them come
right calls, as a function, as a method, in place as both; and wrong ones, in
which one argument is of a wrong kind, missing or one too many.

``record_surface.py`` stores what PyTorch does, ``test_surface.py`` compares.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import numpy as np

FUNCTIONS = r"""
abs neg positive sign sgn exp exp2 expm1 log log2 log10 log1p sqrt rsqrt
square reciprocal sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh
sinc sigmoid erf erfc erfinv floor ceil trunc fix frac deg2rad rad2deg isnan
isinf isfinite isposinf isneginf isreal signbit logical_not bitwise_not
absolute negative arcsin arccos arctan arcsinh arccosh arctanh relu msort
ravel t fliplr flipud argwhere numel is_floating_point is_complex is_signed
detach adjoint linalg.svdvals special.entr special.erf special.erfc
special.erfinv special.exp2 special.expit special.expm1 special.log1p
special.round special.sinc corrcoef
    t
logit
    t | t;0.1 | t;eps=0.1
round
    t | t;decimals=1
nan_to_num
    t | t;1.0 | t;1.0;2.0;3.0 | t;nan=1.0
pow fmod remainder floor_divide mul multiply maximum minimum fmax fmin hypot
copysign heaviside logaddexp logaddexp2 xlogy eq ne lt le gt ge less
less_equal greater greater_equal not_equal equal logical_and logical_or
logical_xor bitwise_and bitwise_or bitwise_xor bitwise_left_shift
bitwise_right_shift atan2 arctan2 float_power
    t;t2 | t;v | t;2 | t;s
true_divide div divide
    t;t2 | t;v | t;2 | t;s | t;t2;rounding_mode='floor' |
    t;2;rounding_mode='trunc'
add sub subtract rsub
    t;t2 | t;v | t;2 | t;s | t;t2;alpha=2
isclose
    t;t2 | t;v | t;2 | t;s | t;t2;1e-3;1e-3 | t;t2;rtol=1.;equal_nan=True
allclose
    t;t2 | t;v | t;2 | t;s | t;t2;1e-3;1e-3
dist
    t;t2 | t;t2;1 | t;v;p=3
sum mean nansum nanmean
    t | t;0 | t;dim=1 | T3;dim=(0,2) | T3;dim=[-1] | t;dim=() |
    t;dim=0;keepdim=True | t;dim=0;dtype=torch.float64
prod
    t | t;0 | t;dim=1 | t;dim=0;keepdim=True | t;dim=0;dtype=torch.float64
var std var_mean std_mean
    t | t;0 | t;dim=1 | T3;dim=(0,2) | T3;dim=[-1] | t;dim=() |
    t;dim=0;keepdim=True | t;0;False | t;False | t;dim=0;correction=0 |
    t;0;True;True
amax amin all any logsumexp
    t | t;0 | t;dim=1 | T3;dim=(0,2) | T3;dim=[-1] | t;dim=() |
    t;dim=0;keepdim=True
aminmax argmax argmin
    t | t;0 | t;dim=1 | t;dim=0;keepdim=True
norm
    t | t;1 | t;2;0 | t;'fro' | t;p=3;dim=1;keepdim=True | m;'nuc' |
    t;float('inf')
count_nonzero
    t | t;0 | t;dim=1 | T3;dim=(0,2) | T3;dim=[-1] | t;dim=()
max min
    t | t;0 | t;dim=1 | t;t2
median
    t | t;0 | t;dim=1;keepdim=True
nanmedian mode
    t | t;0
cumsum cumprod cummax cummin logcumsumexp softmax log_softmax
    t;0 | t;dim=-1
sort
    t | t;0 | t;dim=0;descending=True | t;stable=True | t;0;True
argsort
    t | t;0 | t;0;True | t;dim=0;stable=True
unique
    i | t | t;dim=0 | i;return_inverse=True |
    i;return_counts=True;sorted=True
unique_consecutive
    i | t;dim=0 | i;return_inverse=True
diff
    t | t;1;0 | t;dim=0 | t;prepend=t2 | t;2
trapezoid
    t | t;t2 | t;dx=0.5;dim=0 | t;t2;dim=0
trapz
    t | t;dx=0.5
cumulative_trapezoid
    t | t;dx=0.5;dim=0
lerp
    t;t2;0.5 | t;t2;v
addcmul addcdiv
    t;t2;v | t;t2;v;value=2
clamp
    t;0;1 | t;0.5 | t;min=0 | t;max=1.5 | t;v;t2 | t;max=v
clip
    t;0;1 | t;max=1
clamp_min clamp_max
    t;0.5 | t;v
where
    b23;t;t2 | b23;t;0.5 | b23;1;t | b23;1;2 | b23
isin
    t;v | i;i | 1;i | i;1 | t;v;invert=True
quantile
    t;0.5 | t;s01;0 | t;0.3;dim=1;keepdim=True | t;0.5;interpolation='lower'
nanquantile
    t;0.5 | t;0.3;dim=1
kthvalue
    t;2 | t;1;0 | t;1;dim=0;keepdim=True
topk
    t;2 | t;1;0 | t;2;dim=-1;largest=False;sorted=True
bincount
    i | i;v | i;minlength=5
histc
    t | t;4 | t;bins=3;min=0;max=1
searchsorted
    v;t | v;0.5 | v;t;right=True | v;t;out_int32=True | v;t;side='right'
bucketize
    t;v | 0.5;v | t;v;right=True
renorm
    t;2;0;1.0
reshape
    t;(3,2) | t;(-1,)
flatten
    T3 | T3;1 | T3;0;1 | T3;start_dim=1;end_dim=-1
unflatten
    t;1;(3,1) | t;-1;[3,-1]
squeeze
    t1 | t1;1 | t1;(0,1) | t1;dim=0
unsqueeze
    t;0 | t;-1 | t;dim=1
permute
    T3;(2,0,1) | T3;[-1,0,1] | T3;dims=(0,2,1)
transpose
    t;0;1 | T3;-1;0 | T3;dim0=0;dim1=1
movedim
    T3;0;2 | T3;(0,1);(1,2) | T3;source=0;destination=1
moveaxis
    T3;0;2
swapaxes
    t;0;1 | t;axis0=0;axis1=1
swapdims
    t;0;1
broadcast_to
    t;(4,2,3) | t;size=(2,2,3)
broadcast_tensors
    t;v | s;v;t
broadcast_shapes
    (2,3);(3,) | (2,1);(1,3) | 2;(2,)
repeat_interleave
    t;2 | t;2;0 | t;i2;dim=0 | i | t;2;dim=1;output_size=6
tile
    t;(2,) | t;(2,1,2) | t;dims=(1,2)
roll
    t;1 | t;1;0 | t;(1,2);(0,1) | t;shifts=1;dims=1
flip
    t;(0,) | t;[0,1] | t;dims=(1,)
rot90
    t | t;1;(0,1) | t;k=2;dims=(0,1)
cat
    (t,t2) | [t,t2];1 | [t,t2];dim=0 | tensors=(t,t2);dim=1
concat
    (t,t2);1
concatenate
    (t,t2);0
stack
    (t,t2) | [t,t2];1 | [t,t2];dim=-1
hstack dstack column_stack
    (t,t2)
vstack row_stack
    (t,v)
split
    t;1 | t;[1,2];1 | t;2;dim=1 | t;split_size_or_sections=1
split_with_sizes
    t;[1,1] | t;[1,2];1
chunk
    t;2 | t;2;1 | t;chunks=2;dim=1
tensor_split
    t;2 | t;2;1 | t;(1,);1 | t;indices=(1,) | t;sections=2 | t;i1
hsplit
    t;3 | t;(1,)
vsplit
    t;2
dsplit
    T3;2
unbind
    t | t;1 | t;dim=0
narrow
    t;1;1;2 | t;0;-1;1 | t;dim=0;start=0;length=1
narrow_copy
    t;1;1;2
select
    t;0;1 | t;-1;-1 | t;dim=0;index=0
diagonal
    t | T3;1 | T3;0;1;2 | T3;offset=1;dim1=0;dim2=2
diag
    v | t | t;1 | v;diagonal=-1
diag_embed
    v | t;1 | t;0;0;2 | t;offset=1;dim1=0;dim2=1
diagflat triu
    t | t;1
tril
    t | t;1 | t;diagonal=-1
diagonal_scatter
    m;v | m;v2;1
select_scatter
    t;v;0;1
slice_scatter
    t;v1;0;0;1 | t;t2
atleast_1d
    s | t | s;t
atleast_2d
    s | v | (s,v)
atleast_3d
    s | t
gather
    t;1;ij | t;dim=0;index=ij
scatter
    t;1;ij;t2 | t;1;ij;1.5 | t;dim=0;index=ij;src=t2 | t;1;ij;t2;reduce='add' |
    t;dim=1;index=ij;value=2
scatter_add
    t;1;ij;t2
scatter_reduce
    t;1;ij;t2;'sum' | t;1;ij;t2;reduce='amax';include_self=False |
    t;1;ij;t2;'mean'
index_select
    t;1;i | t;dim=0;index=i1
index_add
    t;1;i;t2 | t;1;i;t2;alpha=2
index_copy
    t;1;i;t2
index_fill
    t;1;i;2.0 | t;0;i1;s
index_put
    t;(i1,);v | t;(i1,i1);s;True | t;indices=(i1,);values=v;accumulate=True
masked_fill
    t;b23;1.5 | t;b3;s | t;mask=b23;value=0
masked_scatter
    t;b23;t2
masked_select
    t;b23 | t;b3
take
    t;ij | t;i
take_along_dim
    t;ij;1 | t;i | t;ij;dim=0
nonzero
    t | t;as_tuple=True
unravel_index
    i;(2,3) | i;4
matmul
    t;m | m;v | v;v | T3;m4 | v;t.t()
mm kron linalg.matmul
    t;m
bmm
    B;B
mv
    m;v
dot vdot outer ger
    v;v
inner
    v;v | t;t2 | t;2
addmm
    m;m;m | v;t;m;beta=2;alpha=3
addmv
    v;m;v | v;m;v;beta=2
addr
    m;v;v
addbmm
    m;B;B
baddbmm
    B;B;B | B;B;B;beta=2;alpha=3
einsum
    'ij,jk->ik';t;m | 'ii';m | 'ij->ji';t | 'ij,jk';[t,m]
tensordot
    t;m;1 | t;t2;2 | t;t2;([0,1],[0,1]) | t;t2;dims=2
cross
    v;v | t;t2 | t;t2;1 | t;t2;dim=-1
cdist
    t;t2 | t;t2;1.0 | t;t2;p=3.
trace det slogdet linalg.slogdet
    m
logdet inverse
    P
pinverse
    t | t;1e-3
matrix_power
    m;2 | m;-1 | m;n=3
cholesky
    P | P;True
cartesian_prod
    v;v | v | v;i
combinations
    v | v;3 | v;2;True | v;r=2;with_replacement=True
meshgrid
    v;v;indexing='ij' | [v,i];indexing='xy'
block_diag
    t;v | t;s;m
tril_indices
    3;3 | 3;3;1 | 2;3;offset=-1
triu_indices
    3;3 | 3;3;1
is_tensor
    t | 1
is_nonzero
    s
is_same_size special.xlogy
    t;t2
result_type
    t;i | t;1.5 | 1;i | 1;2.0
can_cast
    torch.float32;torch.int64
promote_types
    torch.int8;torch.uint8
clone
    t | t;memory_format=torch.preserve_format
as_strided
    t;(2,2);(1,2) | t;(2,2);(1,2);1
zeros
    (2,3) | 2;3 | [2] | 2;dtype=torch.int64 | (2,);requires_grad=True |
    size=(2,) | 0 | ()
ones
    (2,3) | 2;3 | 2;dtype=torch.bool
empty
    (0,3) | 0;dtype=torch.int64
full
    (2,3);1.5 | (2,);1 | (2,);True | (2,);1;dtype=torch.float64 |
    size=(1,);fill_value=2
zeros_like
    t | t;dtype=torch.int32
ones_like
    t | i | t;requires_grad=True
full_like
    t;2 | i;2.5 | t;fill_value=1
empty_like
    e
arange
    5 | 1;5 | 1;5;2 | 0;1;0.25 | 5.0 | 5;dtype=torch.float32 | start=1;end=3 |
    1;3;step=1 | end=3
linspace
    0;1;5 | 0;1;steps=3 | 0;10;4;dtype=torch.int64 | s;1;3
logspace
    0;1;3 | 0;3;4;2.0 | 0;1;3;base=2
eye
    3 | 2;3 | 3;dtype=torch.int64 | n=2;m=3
tensor
    [1,2] | 1.5 | [[1.,2],[3,4]] | True | [] | [1,2];dtype=torch.float64 |
    [1.];requires_grad=True | [[],[]] | (1,2) | range(3) | [np.float32(1)] |
    np.ones(2) | data=[1]
as_tensor
    [1,2] | t | np.ones(2) | [1];dtype=torch.float64 | t;torch.float64
asarray
    [1,2] | np.ones(2) | t;copy=True
from_numpy
    np.ones(2) | np.array(1) | np.arange(3,dtype=np.int16)
scalar_tensor
    1 | 1.5;dtype=torch.int64
linalg.norm
    t | t;2 | t;'fro' | v;1 | m;'nuc' | t;dim=1 | t;2;(0,1);True |
    t;float('inf')
linalg.vector_norm
    t | t;1 | t;2;0 | t;ord=3;dim=(0,1);keepdim=True | t;0
linalg.matrix_norm
    t | t;'nuc' | t;1 | t;-2 | T3;2;(0,1) | t;ord=float('inf')
linalg.inv
    P | B3
linalg.det
    m | B3
linalg.solve
    P;v | P;m | B3;v23 | P;m;left=False
linalg.cholesky
    P | P;upper=True
linalg.qr
    t | m;'complete' | m;mode='r'
linalg.eigh
    P | P;'U'
linalg.eigvalsh
    P | P;UPLO='U'
linalg.svd
    t | t;False | t;full_matrices=False
linalg.pinv
    t | t;rtol=1e-3 | t;hermitian=False
linalg.matrix_rank
    t | t;tol=0.1 | P;hermitian=True
linalg.matrix_power
    m;2 | m;-1 | m;0
linalg.multi_dot
    [t,m] | [t,m,v]
linalg.cross
    t;t2 | v;v | t;t2;dim=1
linalg.vecdot
    t;t2 | t;t2;dim=0
linalg.diagonal
    T3 | t;offset=1 | T3;dim1=0;dim2=1
linalg.vander
    v | v;N=2
linalg.lstsq
    m;v1 | P;m | A53;A52
special.xlog1py
    t;t2 | t;2 | 2;t
special.logit
    t | t;0.1
special.logsumexp special.log_softmax special.softmax
    t;0
vander
    v | v;2 | v;N=3;increasing=True
cov
    t | t;correction=0 | t;fweights=i
"""

METHODS = r"""
view
    t;3;2 | t;(3,2) | t;-1 | t;torch.int32 | t;dtype=torch.int32
view_as reshape_as is_set_to dist logical_and_ xlogy_ hypot_
    t;t2
reshape
    t;3;2 | t;-1
expand
    t;4;2;3 | t;(2,2,3) | t;-1;3
expand_as
    t;T3x
repeat
    t;2;1 | t;(2,)
tile
    t;2 | t;2;2
permute
    T3;2;0;1
flip
    t;0 | t;0;1
unfold
    t;1;2;1 | v;0;2;1 | t;dimension=1;size=2;step=1
contiguous dim ndimension numel nelement storage_offset is_contiguous tolist
numpy float double half long int short char byte bool cpu element_size zero_
t_ detach_ __len__ retain_grad is_shared is_floating_point diagonal pinverse
exp_ relu_ erfinv_ sigmoid_
    t
size
    t | t;0 | t;dim=-1
stride squeeze_
    t | t;0
type
    t | t;torch.float64 | t;'torch.LongTensor'
item __bool__ __int__ __float__ is_nonzero
    s
to
    t;torch.float64 | t;'cpu' | t;i | t;dtype=torch.int64;copy=True |
    t;'cpu';torch.int32 | t;device='cpu'
type_as
    t;i
new_tensor
    t;[1,2] | t;1.5 | t;[1];dtype=torch.int64
new_zeros
    t;2;3 | t;(2,) | t;2;dtype=torch.int64
new_ones
    t;(2,3)
new_full
    t;(2,);1.5 | t;(2,);1;dtype=torch.int64
new_empty
    t;(0,)
sum_to_size
    t;1;3 | t;(1,3) | t;3
where
    t;b23;t2 | t;b23;0.5
split
    t;1 | t;[1,2];1 | t;split_size=1
requires_grad_
    t | t;False
fill_
    t;1.5 | t;s | t;value=2
copy_
    t;t2 | t;v | t;i
fill_diagonal_
    m;1.5 | t;2;True | t;fill_value=1
index_put_
    t;(i1,);v
addcmul_
    t;t2;v
unsqueeze_ cumsum_ cumprod_
    t;0
transpose_ swapaxes_ clamp_ clip_
    t;0;1
resize_
    t;2;2
put
    t;i;v | t;i;v;True
put_
    t;i;v
masked_scatter_
    t;b23;t2
__getitem__
    t;0 | t;(0,1) | t;b23 | t;[0,1] | t;... | t;None | t;slice(0,1) | t;i1 |
    t;(slice(None),i) | t;True
__index__
    si
__contains__
    t;1.0 | t;s
backward
    sg | sg;s | sg;None;True
register_hook
    tg;print
matrix_power
    m;2
inverse logdet cholesky
    P
det slogdet tril_ triu_
    m
pow_ div_ floor_divide_ remainder_ fmod_
    t;2
lerp_
    t;t2;0.5
index_add_ index_copy_
    t;1;i;t2
index_fill_
    t;1;i;2.
scatter_
    t;1;ij;t2 | t;1;ij;1.0
scatter_add_
    t;1;ij;t2
scatter_reduce_
    t;1;ij;t2;'sum'
masked_fill_
    t;b23;1.5
renorm_
    t;2;0;1.0
addmm_
    m;m;m
addmv_
    v;m;v
addr_
    m;v;v
baddbmm_
    B;B;B
addbmm_
    m;B;B
nan_to_num_
    t;1.0
sub_ mul_ heaviside_
    t;v
add_
    t;v | t;1 | t;t2;alpha=2
eq_
    t;1
copysign_
    t;-1
round_
    t | t;decimals=1
float_power_
    td;2.
"""

# What stands in for an argument, in turn; never all of them for each one,
# because that would be fifty thousand calls.
WRONG = (
    "None 'a' 1 -7 1.5 True [1] (0,5) [1.5] torch.float32 i b s obj {} [] "
    "np.float64(2)"
).split()

# Left out of the wrong calls. PyTorch writes these in Python, and their words
# speak of its own insides ("no attribute 'layout'").
IN_PYTHON = set(
    "norm split unique unique_consecutive broadcast_shapes broadcast_tensors "
    "atleast_1d atleast_2d atleast_3d unravel_index einsum tensordot cdist "
    "cartesian_prod meshgrid block_diag is_tensor from_numpy backward "
    "register_hook retain_grad __getitem__ __len__ __bool__ __int__ __float__ "
    "__index__ __contains__ item tolist numpy to type".split()
)

# Left out as well: methods without arguments, which are bound as they are
# because every training step calls them; a wrong call gets Python's words.
BARE = set(
    "exp log tanh sigmoid relu square sqrt t detach dim ndimension nelement "
    "numel element_size storage_offset data_ptr is_shared zero_ copy_ add_ "
    "sub_ mul_ div_ mm matmul view transpose size stride requires_grad_".split()
)

# Refused here too, but not in PyTorch's words.
OTHER_WORDS: tuple[str, ...] = (
    "torch.special.round(t, foo=1)",
    "torch.special.round()",
    "torch.special.round(t, 1)",
    "torch.round_(t, foo=1)",
    "torch.round_(t, 1)",
    "torch.round_(t, decimals=1, foo=1)",
    "torch.round_(np.float64(2), decimals=1)",
    "torch.round_(t, decimals=s)",
    "torch.round_(t, decimals=None)",
    "torch.xlogy_(1, t2)",
    "torch.xlogy_(-7, s)",
    "torch.clamp_(b, 0.5)",
    "torch.clamp_min_(i, 0.5)",
    "t.nanquantile(np.float64(2))",
    "torch.histc(b, 4)",
    "t.unflatten(1, (3,1), foo=1)",
    "t.unflatten(1)",
    "t.unflatten(1, (3,1), 1)",
    "t.unflatten(-1, [3,-1], foo=1)",
    "t.unflatten(-1)",
    "t.unflatten(-1, [3,-1], 1)",
    "t1.squeeze(1, 1)",
    "t1.squeeze_(1, 1)",
    "t.broadcast_to(-7)",
    "torch.repeat_interleave(t)",
    "torch.repeat_interleave(t, b, 0)",
    "torch.repeat_interleave(t, b, dim=0)",
    "torch.diag_embed(s, offset=1, dim1=0, dim2=1)",
    "torch.scatter(t, dim=1, index=ij, value=2, foo=1)",
    "torch.scatter([], dim=1, index=ij, value=2)",
    "torch.scatter(-7, dim=1, index=ij, value=2)",
    "torch.scatter(t, dim=np.float64(2), index=ij, value=2)",
    "torch.scatter(t, dim=1.5, index=ij, value=2)",
    "torch.scatter(t, dim=1, index=None, value=2)",
    "torch.scatter(t, dim=1, index=True, value=2)",
    "torch.scatter(t, dim=1, index=ij, value='a')",
    "torch.scatter(t, dim=1, index=ij, value=[1])",
    "t.scatter(dim=1, index=ij, value=2, foo=1)",
    "t.scatter(dim=(0,5), index=ij, value=2)",
    "t.scatter(dim=1, index=-7, value=2)",
    "t.scatter(dim=1, index=[1.5], value=2)",
    "t.scatter(dim=1, index=ij, value=torch.float32)",
    "t.scatter_(dim=1, index=ij, value=2, foo=1)",
    "t.scatter_(dim=True, index=ij, value=2)",
    "t.scatter_(dim=i, index=ij, value=2)",
    "t.scatter_(dim=1, index=[1], value=2)",
    "t.scatter_(dim=1, index=ij, value=(0,5))",
    "torch.index_copy(t, 1, i, b)",
    "torch.index_put_(b, (i1,), v)",
    "t.index_put_((i1,i1), i, True)",
    "torch.index_put(b, indices=(i1,), values=v, accumulate=True)",
    "torch.take_along_dim(t, b, dim=0)",
    "t.nonzero(foo=1)",
    "t.nonzero(as_tuple=True, foo=1)",
    "torch.inner(t, i)",
    "t.inner(b)",
    "m.addmm(i, m)",
    "m.addmm(m, b)",
    "v.addmm_(b, m, beta=2, alpha=3)",
    "torch.addmv_(v, m)",
    "m.addbmm(i, B)",
    "m.addbmm(B, b)",
    "m.addbmm_(s, B)",
    "torch.baddbmm(B, i, B, beta=2, alpha=3)",
    "torch.baddbmm(B, B, b, beta=2, alpha=3)",
    "B.baddbmm(B, i, beta=2, alpha=3)",
    "torch.linspace(s, i, 3)",
    "torch.as_tensor({}, dtype=torch.float64)",
    "torch.linalg.norm(t, 'fro', 1)",
    "torch.linalg.norm(m, 'nuc', 1)",
    "torch.linalg.solve(b, v23)",
    "torch.linalg.solve(B3, s)",
    "t.new_tensor(obj)",
    "t.new_tensor(torch.float32, dtype=torch.int64)",
    "t.new_tensor({}, dtype=torch.int64)",
    "t.resize_(2, -7)",
    "t.put(i, s, True)",
    "m.addbmm_(B, i)",
)

# PyTorch refuses these; here they give a result.
NOT_REFUSED: tuple[str, ...] = (
    "torch.special.round(i)",
    "torch.trapezoid(t, dx=True, dim=0)",
    "t.addcmul_(t2, v, value=[1.5])",
    "t.addcdiv_(t2, v, value=[1.5])",
    "torch.index_put(t, [], s, True)",
    "t.index_put(indices=[], values=v, accumulate=True)",
    "torch.linalg.pinv(t, hermitian=True)",
)


# Signs that LAPACK may choose; matrices that are read while they are written;
# an address.
UNDETERMINED = (
    "linalg.svd(",
    "B.baddbmm_(B, B",
    "m.addr_(",
    "torch.addmv_(v, m, v",
    "v.addmm_(t, m, beta",
    "v.addmv_(m, v",
    "register_hook",
)


def scope(torch: Any) -> dict[str, Any]:
    """Makes the tensors that the calls speak of."""
    f, g = torch.tensor, torch.arange
    t = f([[0.5, -1.25, 2.0], [0.0, 3.5, -0.75]])
    v = f([0.25, 1.0, 2.0])
    b = f([True, False, True])
    p = f([[4.0, 1.0, 0.0], [1.0, 3.0, 0.5], [0.0, 0.5, 2.0]])
    batch = g(18.0).reshape(2, 3, 3) / 5 - 1
    return {
        "torch": torch,
        "np": np,
        "obj": object(),
        "print": print,
        "t": t,
        "t2": f([[1.0, 0.5, -2.0], [1.5, -0.25, 0.75]]),
        "td": t.double(),
        "tg": t.clone().requires_grad_(),
        "t1": t[None, :, None],
        "v": v,
        "v1": f([[1.0, 1.0, 1.0]]),
        "v2": f([1.0, 2.0]),
        "v23": t,
        "m": f([[2.0, 0.5, 0.0], [0.25, 1.5, -1.0], [1.0, 0.0, 3.0]]),
        "m4": g(8.0).reshape(4, 2) - 3,
        "P": p,
        "s": f(0.5),
        "si": f(2),
        "sg": f(0.5, requires_grad=True),
        "s01": f([0.25, 0.75]),
        "i": f([0, 2, 1]),
        "i1": f([1]),
        "i2": f([1, 2]),
        "ij": f([[0, 1, 1], [1, 0, 0]]),
        "b": b,
        "b3": b,
        "b23": f([[True, False, True], [False, True, False]]),
        "T3": g(24.0).reshape(2, 3, 4) / 7 - 1.5,
        "T3x": torch.zeros(4, 2, 3),
        "B": batch,
        "B3": p + batch * 0.1,
        "A53": g(15.0).reshape(5, 3).sin(),
        "A52": g(10.0).reshape(5, 2).cos(),
        "e": torch.empty(0),
    }


def read(table: str) -> Iterator[tuple[str, list[str]]]:
    """Yields each name of a table with the arguments of each of its calls."""
    names: list[str] = []
    calls = ""
    for line in [*table.strip().split("\n"), ""]:
        if line.startswith(" "):
            calls += " " + line.strip()
            continue
        if calls:
            for name in names:
                for call in calls.split("|"):
                    yield name, [a for a in call.strip().split(";") if a]
            names, calls = [], ""
        names += line.split()


def written(before: str, name: str, args: list[str]) -> str:
    return f"{before}{name}({', '.join(args)})"


def forms(torch: Any) -> Iterator[tuple[str, str, list[str]]]:
    """Yields every way to call: what stands before the name, name, args."""
    for name, args in read(FUNCTIONS):
        yield "torch.", name, args
        first = args[0] if args else ""
        if "." in name or not re.fullmatch("[A-Za-z]+[0-9]*x?", first):
            continue
        if hasattr(torch.Tensor, name) and first != "True":
            yield f"{first}.", name, args[1:]
        if hasattr(torch.Tensor, f"{name}_"):
            yield f"{first}.", f"{name}_", args[1:]
        if hasattr(torch, f"{name}_"):
            yield "torch.", f"{name}_", args
    for name, args in read(METHODS):
        yield f"{args[0]}.", name, args[1:]


def right_calls(torch: Any) -> list[str]:
    """Gives every right call, as source, whose result is determined."""
    calls = dict.fromkeys(written(*form) for form in forms(torch))
    return [c for c in calls if not any(word in c for word in UNDETERMINED)]


def wrong_calls(torch: Any) -> list[str]:
    """Gives wrong calls, each argument wrong in a few of the ways."""
    found: dict[str, None] = {}
    turn = 0
    for before, name, args in forms(torch):
        if {name, name.rstrip("_")} & IN_PYTHON:
            continue
        if before != "torch." and name in BARE:
            continue
        found[written(before, name, [*args, "foo=1"])] = None
        if args and "=" not in args[-1]:
            found[written(before, name, args[:-1])] = None
            found[written(before, name, [*args, "1"])] = None
        for k, argument in enumerate(args):
            keyword = re.match(r"[A-Za-z_0-9]+=(?!=)", argument)
            for wrong in (WRONG[turn % 17], WRONG[(turn + 5) % 17]):
                value = (keyword.group() if keyword else "") + wrong
                wrongly = [*args[:k], value, *args[k + 1 :]]
                found[written(before, name, wrongly)] = None
            turn += 1
    return list(found)


def described(torch: Any, x: Any) -> Any:
    """Gives all that must be equal, as JSON can hold it."""
    if isinstance(x, torch.Tensor):
        node = x.grad_fn.name() if x.grad_fn is not None else None
        return [str(x.dtype), list(x.shape), x.requires_grad, node, x.tolist()]
    if isinstance(x, tuple | list):
        return [type(x).__name__, *(described(torch, y) for y in x)]
    if isinstance(x, np.ndarray):
        return [str(x.dtype), x.tolist()]
    if x is None or isinstance(x, bool | int | float | str):
        return x
    return str(x)


def outcome(torch: Any, call: str) -> Any:
    """Makes a call; gives its result described, or the refusal as text."""
    try:
        result = eval(call, scope(torch))
    except Exception as error:
        words = str(error).split("\n")
        return f"{type(error).__name__}: {words[0]}"
    return described(torch, result)
