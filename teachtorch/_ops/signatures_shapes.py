"""What PyTorch's functions take: shapes, indexing, matrices, creation.

See signatures_pointwise.py.
"""

SHAPES = """
t ravel fliplr flipud adjoint
    Tensor input
reshape
    Tensor input, ints shape
view
    Tensor input, dtype dtype
    Tensor input, ints size
expand
    Tensor input, ints size, *, bool implicit=False
repeat
    Tensor input, ints repeats
view_as reshape_as expand_as
    Tensor input, Tensor other
sum_to_size broadcast_to
    Tensor input, ints size
flatten
    Tensor input, int start_dim=0, int end_dim=-1
unflatten
    Tensor input, int dim, ints sizes
squeeze
    Tensor input
    Tensor input, int dim
    Tensor input, ints dim
unsqueeze
    Tensor input, int dim
permute tile flip
    Tensor input, ints dims
transpose swapdims
    Tensor input, int dim0, int dim1
swapaxes
    Tensor input, int axis0, int axis1
movedim moveaxis
    Tensor input, int source, int destination
    Tensor input, ints source, ints destination
repeat_interleave
    Tensor input, Tensor repeats, int dim=None, *, int output_size=None
    Tensor repeats, *, int output_size=None
    Tensor input, int repeats, int dim=None, *, int output_size=None
roll
    Tensor input, dims shifts, dims? dims=()
rot90
    Tensor input, int k=1, ints dims=(0,1)
cat concat concatenate stack
    tensors tensors, int dim=0, *, OUT
hstack vstack row_stack dstack column_stack
    tensors tensors, *, OUT
_split
    Tensor input, int split_size, int dim=0
    Tensor input, ints split_size, int dim=0
_unique2
    Tensor input, bool sorted=True, bool return_inverse=False,
        bool return_counts=False
unique_dim
    Tensor input, int dim, bool sorted=True, bool return_inverse=False,
        bool return_counts=False
unique_consecutive
    Tensor input, bool return_inverse=False, bool return_counts=False,
        int dim=None
split_with_sizes
    Tensor input, ints split_sizes, int dim=0
chunk
    Tensor input, int chunks, int dim=0
tensor_split
    Tensor input, ints indices, int dim=0
    Tensor input, Tensor tensor_indices_or_sections, int dim=0
    Tensor input, int sections, int dim=0
hsplit vsplit dsplit
    Tensor input, int sections
    Tensor input, ints indices
unbind
    Tensor input, int dim=0
unfold
    Tensor input, int dimension, int size, int step
narrow
    Tensor input, int dim, Tensor start, int length
    Tensor input, int dim, int start, int length
narrow_copy
    Tensor input, int dim, int start, int length, *, OUT
select
    Tensor input, int dim, int index
diagonal
    Tensor input, int offset=0, int dim1=0, int dim2=1
diag tril triu
    Tensor input, int diagonal=0, *, OUT
diag_embed
    Tensor input, int offset=0, int dim1=-2, int dim2=-1
diagflat
    Tensor input, int offset=0
diagonal_scatter
    Tensor input, Tensor src, int offset=0, int dim1=0, int dim2=1
select_scatter
    Tensor input, Tensor src, int dim, int index
slice_scatter
    Tensor input, Tensor src, int dim=0, int start=None, int end=None,
        int step=1
as_strided
    Tensor input, ints size, ints stride, int storage_offset=None
gather
    Tensor input, int dim, Tensor index, *, bool sparse_grad=False, OUT
scatter
    Tensor input, int dim, Tensor index, Tensor src, *, OUT
    Tensor input, int dim, Tensor index, Tensor src, *, str reduce, OUT
    Tensor input, int dim, Tensor index, Number value, *, OUT
    Tensor input, int dim, Tensor index, Number value, *, str reduce, OUT
scatter_add
    Tensor input, int dim, Tensor index, Tensor src, *, OUT
scatter_reduce
    Tensor input, int dim, Tensor index, Tensor src, str reduce, *,
        bool include_self=True, OUT
index_select
    Tensor input, int dim, Tensor index, *, OUT
index_add
    Tensor input, int dim, Tensor index, Tensor source, *, Number alpha=1, OUT
index_copy
    Tensor input, int dim, Tensor index, Tensor source, *, OUT
index_fill
    Tensor input, int dim, Tensor index, Tensor value
    Tensor input, int dim, Tensor index, Number value
index_put
    Tensor input, tensors indices, Tensor values, bool accumulate=False
masked_fill
    Tensor input, Tensor mask, Tensor value
    Tensor input, Tensor mask, Number value
masked_scatter
    Tensor input, Tensor mask, Tensor source
masked_select
    Tensor input, Tensor mask, *, OUT
put
    Tensor input, Tensor index, Tensor source, bool accumulate=False
take
    Tensor input, Tensor index, *, OUT
take_along_dim
    Tensor input, Tensor indices, int dim=None, *, OUT
argwhere
    Tensor input
"""

MATRICES = """
matmul vdot inner kron
    Tensor input, Tensor other, *, OUT
mm bmm
    Tensor input, Tensor mat2, *, OUT
    function Tensor input, Tensor mat2, dtype out_dtype, *, OUT
mv
    Tensor input, Tensor vec, *, OUT
dot
    Tensor input, Tensor tensor, *, OUT
outer ger
    Tensor input, Tensor vec2, *, OUT
addmm
    Tensor input, Tensor mat1, Tensor mat2, *, Number beta=1, Number alpha=1,
        OUT
    function Tensor input, Tensor mat1, Tensor mat2, dtype out_dtype, *,
        Number beta=1, Number alpha=1, OUT
    hidden Number beta, Tensor input, Number alpha, Tensor mat1, Tensor mat2
    hidden Number beta, Tensor input, Tensor mat1, Tensor mat2
addmv
    Tensor input, Tensor mat, Tensor vec, *, Number beta=1, Number alpha=1, OUT
    hidden Number beta, Tensor input, Number alpha, Tensor mat, Tensor vec
    hidden Number beta, Tensor input, Tensor mat, Tensor vec
addr
    Tensor input, Tensor vec1, Tensor vec2, *, Number beta=1, Number alpha=1,
        OUT
    hidden Number beta, Tensor input, Number alpha, Tensor vec1, Tensor vec2
    hidden Number beta, Tensor input, Tensor vec1, Tensor vec2
addbmm
    Tensor input, Tensor batch1, Tensor batch2, *, Number beta=1,
        Number alpha=1, OUT
    hidden Number beta, Tensor input, Number alpha, Tensor batch1,
        Tensor batch2
    hidden Number beta, Tensor input, Tensor batch1, Tensor batch2
baddbmm
    Tensor input, Tensor batch1, Tensor batch2, *, Number beta=1,
        Number alpha=1, OUT
    function Tensor input, Tensor batch1, Tensor batch2, dtype out_dtype, *,
        Number beta=1, Number alpha=1, OUT
    hidden Number beta, Tensor input, Number alpha, Tensor batch1,
        Tensor batch2
    hidden Number beta, Tensor input, Tensor batch1, Tensor batch2
cdist
    Tensor x1, Tensor x2, float p=2.0, str compute_mode=None
cross
    Tensor input, Tensor other, int dim=None, *, OUT
trace det logdet
    Tensor input
slogdet
    Tensor input, *, PAIR
inverse
    Tensor input, *, OUT
pinverse
    Tensor input, float rcond=1e-15
matrix_power
    Tensor input, int n, *, OUT
cholesky
    Tensor input, bool upper=False, *, OUT
vander
    Tensor x, int N=None, bool increasing=False
combinations
    Tensor input, int r=2, bool with_replacement=False
linalg_inv linalg_det
    Tensor A, *, OUT
linalg_slogdet
    Tensor A, *, PAIR
linalg_solve
    Tensor A, Tensor B, *, bool left=True, OUT
linalg_cholesky
    Tensor input, *, bool upper=False, OUT
linalg_qr
    Tensor A, str mode='reduced', *, PAIR
linalg_eigh
    Tensor input, str UPLO="L", *, PAIR
linalg_eigvalsh
    Tensor input, str UPLO="L", *, OUT
linalg_svd
    Tensor A, bool full_matrices=True, *, str driver=None, PAIR
linalg_svdvals
    Tensor A, *, str driver=None, OUT
linalg_matrix_power
    Tensor input, int n, *, OUT
linalg_multi_dot
    tensors tensors, *, OUT
linalg_vecdot
    Tensor x, Tensor y, *, int dim=-1, OUT
linalg_cross
    Tensor input, Tensor other, *, int dim=-1, OUT
linalg_diagonal
    Tensor A, *, int offset=0, int dim1=-2, int dim2=-1
linalg_matmul
    Tensor input, Tensor other, *, OUT
linalg_vander
    Tensor x, *, int N=None
linalg_vector_norm
    Tensor input, Number ord=2, dims dim=None, KEEP, *, dtype dtype=None, OUT
linalg_matrix_norm
    Tensor input, Number ord, ints dim=(-2,-1), KEEP, *, dtype dtype=None, OUT
    Tensor input, str ord='fro', ints dim=(-2,-1), KEEP, *, dtype dtype=None,
        OUT
linalg_norm
    Tensor input, Number ord=None, dims dim=None, KEEP, *, dtype dtype=None,
        OUT
    Tensor input, str ord, dims dim=None, KEEP, *, dtype dtype=None, OUT
linalg_pinv
    Tensor input, *, Tensor atol=None, Tensor rtol=None, bool hermitian=False,
        OUT
    Tensor input, *, float atol=None, float rtol=None, bool hermitian=False,
        OUT
    Tensor input, Tensor rcond, bool hermitian=False, *, OUT
    Tensor input, float rcond, bool hermitian=False, *, OUT
linalg_matrix_rank
    Tensor input, *, Tensor atol=None, Tensor rtol=None, bool hermitian=False,
        OUT
    Tensor input, *, float atol=None, float rtol=None, bool hermitian=False,
        OUT
    Tensor input, Tensor tol, bool hermitian=False, *, OUT
    Tensor input, float tol, bool hermitian=False, *, OUT
linalg_lstsq
    Tensor input, Tensor b, float rcond=None, *, str driver=None, pair out=None
"""

MAKING = """
zeros ones
    ints size, *, OUT, OPTIONS
empty
    ints size, *, OUT, memory_format memory_format=None, OPTIONS
full
    ints size, Number fill_value, *, OUT, OPTIONS
zeros_like ones_like empty_like
    Tensor input, *, memory_format memory_format=None, OPTIONS
full_like
    Tensor input, Number fill_value, *, memory_format memory_format=None,
        OPTIONS
new_zeros new_ones new_empty
    Tensor input, ints size, *, OPTIONS
new_full
    Tensor input, ints size, Number fill_value, *, OPTIONS
arange
    Number end, *, OUT, OPTIONS
    Number start, Number end, *, OPTIONS
    Number start, Number end, Number step=1, *, OUT, OPTIONS
linspace
    Tensor start, Tensor end, int steps, *, OUT, OPTIONS
    Number start, Tensor end, int steps, *, OUT, OPTIONS
    Tensor start, Number end, int steps, *, OUT, OPTIONS
    Number start, Number end, int steps, *, OUT, OPTIONS
logspace
    Tensor start, Tensor end, int steps, float base=10.0, *, OUT, OPTIONS
    Number start, Tensor end, int steps, float base=10.0, *, OUT, OPTIONS
    Tensor start, Number end, int steps, float base=10.0, *, OUT, OPTIONS
    Number start, Number end, int steps, float base=10.0, *, OUT, OPTIONS
eye
    int n, *, OUT, OPTIONS
    int n, int m, *, OUT, OPTIONS
tril_indices triu_indices
    int row, int col, int offset=0, *, OUT, OPTIONS
scalar_tensor
    Number s, *, OPTIONS
result_type
    Tensor tensor, Tensor other
    Number scalar, Tensor tensor
    Tensor tensor, Number other
    Number scalar1, Number scalar2
can_cast
    dtype from_, dtype to
promote_types
    dtype type1, dtype type2
clone
    Tensor input, *, memory_format memory_format=None
copy
    Tensor input, Tensor other, bool non_blocking=False
fill
    Tensor input, Tensor value
    Tensor input, Number value
fill_diagonal
    Tensor input, Number fill_value, bool wrap=False
zero
    Tensor input
to
    Tensor input, device device=None, dtype dtype=None,
        bool non_blocking=False, bool copy=False, *,
        memory_format memory_format=None
    Tensor input, dtype dtype, bool non_blocking=False, bool copy=False, *,
        memory_format memory_format=None
    Tensor input, Tensor other, bool non_blocking=False, bool copy=False, *,
        memory_format memory_format=None
size stride
    Tensor input, int dim=None
requires_grad_
    Tensor input, bool requires_grad=True
resize_
    Tensor input, ints size, *, memory_format memory_format=None
type_as
    Tensor input, Tensor other
is_set_to
    Tensor input, Tensor tensor
float double half long int short char byte bool cpu
    Tensor input, *, memory_format memory_format=None
contiguous is_contiguous
    Tensor input, *, memory_format memory_format=None
nonzero
    Tensor input, *, bool as_tuple=False, OUT
tensor
    any data, *, dtype dtype=None, device device=None,
        bool? requires_grad=False, bool pin_memory=False
new_tensor
    Tensor input, any data, *, dtype dtype=None, device device=None,
        bool? requires_grad=False
as_tensor
    any data, *, dtype dtype=None, device device=None
asarray
    any obj, *, dtype dtype=None, device device=None, bool copy=None,
        bool requires_grad=False
numel is_floating_point is_complex is_nonzero is_signed
    Tensor input
"""
