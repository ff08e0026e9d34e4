"""Gluing samples together: a list of samples becomes one batch.

Numbers and tensors become one tensor with a new first dimension, the batch.
Tuples, lists and dicts are walked through, so that a batch of ``(image,
label)`` pairs becomes ``[images, labels]``.
"""

from __future__ import annotations

import copy
from collections.abc import (
    Callable,
    Mapping,
    MutableMapping,
    MutableSequence,
    Sequence,
)
from typing import Any

import numpy as np

from teachtorch._creation import as_tensor, tensor
from teachtorch._dtype import float64
from teachtorch._ops.joining import stack
from teachtorch._tensor import Tensor

_CANNOT_COLLATE = (
    "default_collate: batch must contain tensors, numpy arrays, numbers, "
    "dicts or lists; found {}"
)


def default_collate(batch: Sequence) -> Any:
    """Puts a list of samples together into one batch.

    Args:
        batch: samples of one kind: tensors, arrays, numbers, strings, or
            tuples, lists and dicts of them.

    Returns:
        For tensors, arrays and numbers: a tensor with a new first dimension.
        Strings and bytes: the list as it is. Dicts, lists and named tuples:
        the same with batches inside; a plain tuple becomes a list.

    Raises:
        TypeError: for anything else.

    >>> default_collate([(1, "a"), (2, "b")])
    [tensor([1, 2]), ('a', 'b')]
    """
    return collate(batch, collate_fn_map=default_collate_fn_map)


def collate(
    batch: Sequence,
    *,
    collate_fn_map: dict[Any, Callable] | None = None,
) -> Any:
    """Puts samples together, with a table of functions for the leaves.

    Args:
        batch: the samples.
        collate_fn_map: for each type (or tuple of types) the function that
            makes a batch of it. Add an entry for a type of your own.
    """
    first = batch[0]
    collate_leaf = _find(collate_fn_map or {}, first)
    if collate_leaf is not None:
        return collate_leaf(batch, collate_fn_map=collate_fn_map)

    def inner(samples: Sequence) -> Any:
        return collate(samples, collate_fn_map=collate_fn_map)

    if isinstance(first, Mapping):
        return _rebuild_mapping(
            first, {key: inner([d[key] for d in batch]) for key in first}
        )
    if isinstance(first, tuple) and hasattr(first, "_fields"):
        fields = (inner(column) for column in zip(*batch, strict=False))
        return type(first)(*fields)
    if isinstance(first, Sequence):
        if any(len(sample) != len(first) for sample in batch):
            raise RuntimeError(
                "each element in list of batch should be of equal size"
            )
        columns = [inner(column) for column in zip(*batch, strict=True)]
        return columns if isinstance(first, tuple) else _like(first, columns)
    raise TypeError(_CANNOT_COLLATE.format(type(first)))


def _find(collate_fn_map: dict[Any, Callable], elem: Any) -> Callable | None:
    """Looks up the exact type first, then the types it descends from."""
    if type(elem) in collate_fn_map:
        return collate_fn_map[type(elem)]
    for collate_type, function in collate_fn_map.items():
        if isinstance(elem, collate_type):
            return function
    return None


def _rebuild_mapping(original: Mapping, items: dict) -> Any:
    """Returns ``items`` in the type of ``original`` if that works."""
    try:
        if isinstance(original, MutableMapping):
            clone = copy.copy(original)  # keeps, say, a default_factory
            clone.update(items)
            return clone
        return type(original)(items)  # type: ignore[call-arg]
    except TypeError:
        return items


def _like(original: Sequence, items: list) -> Any:
    """Returns ``items`` in the sequence type of ``original`` if that works."""
    try:
        if isinstance(original, MutableSequence):
            clone = copy.copy(original)
            for i, item in enumerate(items):
                clone[i] = item
            return clone
        return type(original)(items)  # type: ignore[call-arg]
    except TypeError:
        return items


def collate_tensor_fn(batch: Sequence, *, collate_fn_map: Any = None) -> Tensor:
    """Stacks tensors along a new first dimension."""
    return stack(list(batch), 0)


def collate_numpy_array_fn(
    batch: Sequence, *, collate_fn_map: Any = None
) -> Any:
    """Stacks arrays; arrays of text or objects have no tensor type."""
    if batch[0].dtype.kind in "SaUO":
        raise TypeError(_CANNOT_COLLATE.format(batch[0].dtype))
    tensors = [as_tensor(array) for array in batch]
    return collate(tensors, collate_fn_map=collate_fn_map)


def collate_numpy_scalar_fn(
    batch: Sequence, *, collate_fn_map: Any = None
) -> Tensor:
    """Makes a tensor of NumPy numbers, in their own dtype."""
    return as_tensor(batch)


def collate_float_fn(batch: Sequence, *, collate_fn_map: Any = None) -> Tensor:
    """Makes a float64 tensor, the precision of a Python float."""
    return tensor(batch, dtype=float64)


def collate_int_fn(batch: Sequence, *, collate_fn_map: Any = None) -> Tensor:
    """Makes an int64 (or, of bools, a bool) tensor."""
    return tensor(batch)


def collate_str_fn(batch: Sequence, *, collate_fn_map: Any = None) -> Any:
    """Leaves text as it is."""
    return batch


default_collate_fn_map: dict[Any, Callable] = {
    Tensor: collate_tensor_fn,
    np.ndarray: collate_numpy_array_fn,
    (np.bool_, np.number, np.object_): collate_numpy_scalar_fn,
    float: collate_float_fn,
    int: collate_int_fn,
    str: collate_str_fn,
    bytes: collate_str_fn,
}


def default_convert(data: Any) -> Any:
    """Turns the arrays inside one sample into tensors, and nothing else.

    The data loader uses it with ``batch_size=None``, where each sample is
    handed on alone.

    >>> default_convert([0, np.array([1, 2])])
    [0, tensor([1, 2])]
    """
    if isinstance(data, Tensor):
        return data
    if isinstance(data, np.ndarray | np.generic) and not isinstance(
        data, np.str_
    ):
        is_text = isinstance(data, np.ndarray) and data.dtype.kind in "SaUO"
        return data if is_text else as_tensor(data)
    if isinstance(data, Mapping):
        items = {key: default_convert(data[key]) for key in data}
        return _rebuild_mapping(data, items)
    if isinstance(data, tuple) and hasattr(data, "_fields"):
        return type(data)(*(default_convert(item) for item in data))
    if isinstance(data, Sequence) and not isinstance(data, str | bytes):
        converted = [default_convert(item) for item in data]
        return converted if isinstance(data, tuple) else _like(data, converted)
    return data
