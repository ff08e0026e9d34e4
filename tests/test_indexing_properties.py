"""Indexing, broadcasting and views against NumPy, on inputs that no one chose.

NumPy and PyTorch agree on basic indexing, on masks, on index arrays that
stand alone or next to each other, and on broadcasting. So NumPy can say what
is right for thousands of cases that no table lists.
"""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

import teachtorch as torch

quick = settings(max_examples=60, deadline=None, derandomize=True)

SHAPES = hnp.array_shapes(min_dims=1, max_dims=4, min_side=1, max_side=4)


def numbered(shape: tuple) -> np.ndarray:
    """Gives an array in which every element tells its own place."""
    return np.arange(float(np.prod(shape))).reshape(shape)


def forward(index: object) -> object:
    """Makes every slice of an index step forward, as PyTorch wants it."""
    parts = index if isinstance(index, tuple) else (index,)
    return tuple(
        slice(*sorted((p.start or 0, p.stop or 0)), abs(p.step or 1))
        if isinstance(p, slice) and (p.step or 1) < 0
        else p
        for p in parts
    )


@st.composite
def arrays_and_basic_indices(draw: st.DrawFn) -> tuple:
    shape = draw(SHAPES)
    index = draw(
        hnp.basic_indices(shape, allow_newaxis=True, allow_ellipsis=True)
    )
    return numbered(shape), forward(index)


@st.composite
def arrays_and_picks(draw: st.DrawFn) -> tuple:
    """An index array, or several beside each other, then maybe a slice."""
    shape = draw(SHAPES)
    count = draw(st.integers(1, len(shape)))
    picked = draw(hnp.array_shapes(min_dims=1, max_dims=2, max_side=3))
    before = draw(st.integers(0, len(shape) - count))
    picks = []
    for n in shape[before : before + count]:
        picks.append(
            draw(hnp.arrays(np.int64, picked, elements=st.integers(-n, n - 1)))
        )
    return numbered(shape), (slice(None),) * before + tuple(picks)


def as_tensors(index: tuple) -> tuple:
    return tuple(
        torch.tensor(p) if isinstance(p, np.ndarray) else p for p in index
    )


@quick
@given(arrays_and_basic_indices())
def test_basic_reading_gives_a_view_of_the_right_elements(case):
    array, index = case
    tensor = torch.from_numpy(array)
    found = tensor[index]
    np.testing.assert_array_equal(found.numpy(), array[index])
    if found.numel():
        assert found._is_view()
        assert np.shares_memory(found.numpy(), array)


@quick
@given(arrays_and_basic_indices())
def test_basic_writing_changes_those_elements_alone(case):
    array, index = case
    tensor = torch.tensor(array)
    tensor[index] = -1.0
    array[index] = -1.0
    np.testing.assert_array_equal(tensor.numpy(), array)


@quick
@given(arrays_and_picks())
def test_picking_reads_as_numpy_does(case):
    array, index = case
    found = torch.from_numpy(array)[as_tensors(index)]
    expected = array[index]
    np.testing.assert_array_equal(found.numpy(), expected)
    assert found.is_contiguous()
    assert not np.shares_memory(found.numpy(), array)


@quick
@given(arrays_and_picks())
def test_picking_writes_as_numpy_does(case):
    array, index = case
    tensor = torch.tensor(array)
    tensor[as_tensors(index)] = -1.0
    array[index] = -1.0
    np.testing.assert_array_equal(tensor.numpy(), array)


@quick
@given(arrays_and_picks())
def test_the_gradient_of_picking_counts_how_often_each_was_read(case):
    array, index = case
    tensor = torch.tensor(array, requires_grad=True)
    tensor[as_tensors(index)].sum().backward()
    counts = np.zeros_like(array)
    np.add.at(counts, index, 1)
    np.testing.assert_array_equal(tensor.grad.numpy(), counts)


@quick
@given(SHAPES.flatmap(lambda s: hnp.arrays(bool, s)), st.data())
def test_masks_read_and_write_as_numpys(mask, data):
    dims = data.draw(st.integers(1, mask.ndim))
    array = numbered(mask.shape)
    mask = mask[(..., *(0,) * (mask.ndim - dims))] if dims < mask.ndim else mask
    tensor, index = torch.tensor(array), torch.tensor(np.array(mask))
    np.testing.assert_array_equal(tensor[index].numpy(), array[mask])
    tensor[index] = -1.0
    array[mask] = -1.0
    np.testing.assert_array_equal(tensor.numpy(), array)


@quick
@given(hnp.mutually_broadcastable_shapes(num_shapes=3, max_dims=4, max_side=3))
def test_broadcasting_gives_numpys_shape_and_sums_the_gradient_back(shapes):
    arrays = [numbered(shape) + 1 for shape in shapes.input_shapes]
    tensors = [torch.tensor(a, requires_grad=True) for a in arrays]
    x, y, z = tensors
    result = x * y + z
    expected = arrays[0] * arrays[1] + arrays[2]
    np.testing.assert_array_equal(result.detach().numpy(), expected)
    assert torch.broadcast_shapes(*shapes.input_shapes) == expected.shape
    result.sum().backward()
    # z is read as often as the result is larger than it.
    times = expected.size / max(arrays[2].size, 1)
    np.testing.assert_array_equal(
        z.grad.numpy(), np.full(arrays[2].shape, times)
    )


@quick
@given(SHAPES, st.data())
def test_views_of_views_write_through_to_the_first_memory(shape, data):
    array = numbered(shape)
    tensor = torch.tensor(array)
    order = data.draw(st.permutations(range(len(shape))))
    view, expected = tensor.permute(*order), array.transpose(order)
    basic = hnp.basic_indices(expected.shape, allow_ellipsis=False)
    index = forward(data.draw(basic))
    # With "..." NumPy gives a view even of one element.
    view, expected = view[index], expected[(*index, ...)]
    view.mul_(-2)
    expected *= -2
    np.testing.assert_array_equal(tensor.numpy(), array)


@quick
@given(SHAPES, st.data())
def test_reshaping_keeps_the_order_of_the_elements(shape, data):
    array = numbered(shape)
    order = data.draw(st.permutations(range(len(shape))))
    tensor = torch.tensor(array).permute(*order)
    array = array.transpose(order)
    n = data.draw(
        st.sampled_from([k for k in range(1, 9) if not array.size % k])
    )
    found = tensor.reshape(n, -1)
    np.testing.assert_array_equal(found.numpy(), array.reshape(n, -1))
    strides = tuple(s // 8 for s in tensor.numpy().strides)
    if 1 not in tensor.shape:
        assert tensor.stride() == strides
