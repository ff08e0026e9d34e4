"""Tensors in the ``safetensors`` format: names and plain numbers, no pickle.

Many published models come in this format. The functions are those of
``safetensors.torch``, and use the package ``safetensors``, an extra:
``pip install "teachtorch[safetensors]"``. The files go both ways between
PyTorch and teachtorch.

>>> from teachtorch.serialization.safetensors import load_file, save_file
"""

from __future__ import annotations

import os
from types import ModuleType

import numpy as np

from teachtorch._device import check_device
from teachtorch._device import device as Device
from teachtorch._dtype import from_numpy
from teachtorch._tensor import Tensor, wrap
from teachtorch.serialization.saving import replacing

__all__ = ["load", "load_file", "save", "save_file"]


def save_file(
    tensors: dict[str, Tensor],
    filename: str | os.PathLike,
    metadata: dict[str, str] | None = None,
) -> None:
    """Saves tensors by their names.

    Args:
        tensors: for instance a ``state_dict()``.
        filename: a path. A file there is replaced only when the new one is
            complete.
        metadata: more to write down, as text.

    Raises:
        ImportError: if the package ``safetensors`` is not installed.
        ValueError: if something is no Tensor, or is not contiguous.
        RuntimeError: if two tensors share memory: the file would hold it
            twice.
    """
    data = save(tensors, metadata)
    with replacing(os.fspath(filename)) as stream:
        stream.write(data)


def save(
    tensors: dict[str, Tensor], metadata: dict[str, str] | None = None
) -> bytes:
    """Gives the bytes that :func:`save_file` would write."""
    package = _package()
    _check(tensors)
    arrays = {name: tensor._array for name, tensor in tensors.items()}
    return package.save(arrays, metadata)


def load_file(
    filename: str | os.PathLike, device: str | int | Device = "cpu"
) -> dict[str, Tensor]:
    """Loads the tensors of a file.

    Args:
        filename: a path.
        device: where they go: the CPU.

    Raises:
        ImportError: if the package ``safetensors`` is not installed.
        SafetensorError: if the file is damaged, or is in another format.
        NotImplementedError: for a dtype that is not here, such as bfloat16.
    """
    check_device(device)  # refuses what is not here
    with open(filename, "rb") as stream:
        return load(stream.read())


def load(data: bytes) -> dict[str, Tensor]:
    """Loads tensors from the bytes of a file. See :func:`load_file`."""
    package = _package()
    try:
        arrays = package.load(data)
    except KeyError as error:  # NumPy has no such numbers
        raise _no_such_dtype(error.args[0]) from error
    for name, array in arrays.items():
        try:
            from_numpy(array.dtype)
        except TypeError as error:
            raise _no_such_dtype(array.dtype.name) from error
        # The bytes may not be written to; a tensor may.
        arrays[name] = wrap(np.array(array))
    return arrays


def _no_such_dtype(name: str) -> NotImplementedError:
    return NotImplementedError(
        f"The file holds tensors of dtype {name}, which teachtorch does not "
        "have."
    )


def _package() -> ModuleType:
    try:
        import safetensors.numpy
    except ImportError as error:
        raise ImportError(
            "This needs the package safetensors, which is not installed: "
            'pip install "teachtorch[safetensors]"'
        ) from error
    return safetensors.numpy


def _check(tensors: dict[str, Tensor]) -> None:
    """Refuses what ``safetensors.torch`` refuses."""
    if not isinstance(tensors, dict):
        raise ValueError(
            "Expected a dict of [str, torch.Tensor] but received "
            f"{type(tensors)}"
        )
    for name, tensor in tensors.items():
        if not isinstance(tensor, Tensor):
            raise ValueError(
                f"Key `{name}` is invalid, expected torch.Tensor but received "
                f"{type(tensor)}"
            )
    if shared := _shared(tensors):
        raise RuntimeError(
            "Some tensors share memory, this will lead to duplicate memory on "
            "disk and potential differences when loading them again: "
            f"{shared}.\nSave one of them, or a clone()."
        )
    for name, tensor in tensors.items():
        if not tensor.is_contiguous():
            raise ValueError(
                f"You are trying to save a non contiguous tensor: `{name}` "
                "which is not allowed. It either means you are trying to save "
                "tensors which are reference of each other in which case it's "
                "recommended to save only the full tensors, and reslice at "
                "load time, or simply call `.contiguous()` on your tensor to "
                "pack it before saving."
            )


def _shared(tensors: dict[str, Tensor]) -> list[set[str]]:
    """Lists the names of tensors that share memory, in groups."""
    places = sorted(
        (*np.lib.array_utils.byte_bounds(tensor._array), name)
        for name, tensor in tensors.items()
        if tensor.numel()
    )
    groups: list[set[str]] = []
    reach = 0  # of the group before
    for begin, end, name in places:
        if begin < reach:
            groups[-1].add(name)
        else:
            groups.append({name})
        reach = max(reach, end)
    return [names for names in groups if len(names) > 1]
