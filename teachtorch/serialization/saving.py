"""Writing a checkpoint: ``torch.save``.

The package's docstring describes the format.
"""

from __future__ import annotations

import os
import pickle
import struct
import sys
import zipfile
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from pickle import PicklingError
from typing import IO, Any

import numpy as np

from teachtorch._device import device
from teachtorch._dtype import dtype
from teachtorch._ops.memory import owner_of
from teachtorch._size import Size
from teachtorch._tensor import Tensor, wrap
from teachtorch.nn.parameter import Parameter
from teachtorch.serialization.pickler import Call, Global, PersistentId, dumps

# Storages begin at multiples of this in the file, so that they can be used
# where they are when the file is mapped into memory.
_ALIGNMENT = 64


def save(
    obj: object,
    f: str | os.PathLike | IO[bytes],
    pickle_module: Any = pickle,
    pickle_protocol: int = 2,
    _use_new_zipfile_serialization: bool = True,
) -> None:
    """Saves tensors, state dicts and plain Python data.

    Args:
        obj: tensors, parameters, numbers, strings and bytes in any nesting of
            dicts, lists, tuples and sets.
        f: a path, or a file opened for writing in binary mode. An existing
            file at the path is replaced only when the new one is complete.
        pickle_module: accepted; the format is always PyTorch's.
        pickle_protocol: accepted; it is always 2.

    Raises:
        PicklingError: for any other object. PyTorch writes more, but its
            ``load`` refuses to read that by default.
        RuntimeError: if the directory does not exist.
    """
    if not isinstance(f, str | os.PathLike) and not hasattr(f, "write"):
        raise AttributeError(
            "expected 'f' to be string, path, or a file-like object with "
            "a 'write' attribute"
        )
    if not _use_new_zipfile_serialization:
        raise NotImplementedError("only PyTorch's zip format is supported")
    storages = _Storages()
    program = dumps(obj, storages.describe)
    if not isinstance(f, str | os.PathLike):
        _write_archive(f, "archive", program, storages.memories)
        f.flush()
        return
    name = os.path.splitext(os.path.basename(os.fspath(f)))[0]
    with replacing(os.fspath(f)) as stream:
        _write_archive(
            stream,
            name if name.isascii() else "archive",
            program,
            storages.memories,
        )


class _Storages:
    """Finds which memory each tensor lives in, and numbers these memories."""

    def __init__(self) -> None:
        self.memories: list[np.ndarray] = []  # flat bytes, by number
        self.dtypes: list[dtype] = []
        self.keys: dict[int, str] = {}  # id of an owning array -> its number
        self.owners: list[np.ndarray] = []  # kept, so that no id is reused

    def describe(self, obj: object) -> Call | Global:
        """Says how the pickle writes an object that is not plain data."""
        if type(obj) is Tensor:
            return self.describe_tensor(obj)
        if type(obj) is Parameter:
            return self.describe_parameter(obj)
        if type(obj) is Size:
            return Call(Global("torch", "Size"), (tuple(obj),))
        if type(obj) is device:
            return Call(Global("torch", "device"), (str(obj),))
        if type(obj) is dtype:
            return Global("torch", obj.name)
        raise PicklingError(_why_not(obj))

    def describe_parameter(self, parameter: Parameter) -> Call:
        name = "_rebuild_parameter"
        hooks: OrderedDict = OrderedDict()  # code, which is not saved
        args: tuple = (parameter.data, parameter.requires_grad, hooks)
        if state := _attributes(parameter):
            name, args = name + "_with_state", (*args, state)
        return Call(Global("torch._utils", name), args)

    def describe_tensor(self, tensor: Tensor) -> Call:
        """A tensor is a view: a storage, an offset, a shape and strides."""
        array = tensor._array
        owner = owner_of(array)
        requires_grad, state = tensor.requires_grad, _attributes(tensor)
        if not _is_view(array, owner):
            tensor = wrap(np.array(array))
            array = owner = tensor._array
        itemsize = array.itemsize
        kind = Global("torch", f"{tensor.dtype.kind}Storage")
        key = self.key_of(owner, tensor.dtype)
        storage = ("storage", kind, key, "cpu", owner.nbytes // itemsize)
        hooks: OrderedDict = OrderedDict()
        args = (
            PersistentId(storage),
            (_address(array) - _address(owner)) // itemsize,
            tuple(array.shape),
            tuple(tensor.stride()),
            requires_grad,
            hooks,
        )
        rebuild = Global("torch._utils", "_rebuild_tensor_v2")
        if state:
            return Call(
                Global("torch._tensor", "_rebuild_from_type_v2"),
                (rebuild, Global("torch", "Tensor"), args, state),
            )
        return Call(rebuild, args)

    def key_of(self, owner: np.ndarray, kind: dtype) -> str:
        """Returns the number of a memory, a new one at first sight."""
        if id(owner) not in self.keys:
            self.keys[id(owner)] = str(len(self.memories))
            self.owners.append(owner)
            self.dtypes.append(kind)
            self.memories.append(owner.ravel(order="K").view(np.uint8))
        key = self.keys[id(owner)]
        if self.dtypes[int(key)] is not kind:
            raise RuntimeError(
                "Cannot save multiple tensors or storages that view the same "
                "data as different types"
            )
        return key


def _attributes(tensor: Tensor) -> dict[str, Any]:
    """Returns the attributes that a user has set on a tensor."""
    return {
        name: value
        for name, value in vars(tensor).items()
        if not name.startswith("_") or name == "_is_buffer"
    }


def _address(array: np.ndarray) -> int:
    return array.__array_interface__["data"][0]


def _is_view(array: np.ndarray, owner: np.ndarray) -> bool:
    """Whether offset and strides, in elements, describe ``array``.

    NumPy allows more than PyTorch: negative strides, fields of records.
    """
    itemsize = array.itemsize
    places = (owner.nbytes, _address(array) - _address(owner), *array.strides)
    return (
        (owner.flags.c_contiguous or owner.flags.f_contiguous)
        and all(stride >= 0 for stride in array.strides)
        and all(place % itemsize == 0 for place in places)
    )


def _why_not(obj: object) -> str:
    """Says why an object is not saved, and what to save instead."""
    kind = type(obj)
    name = f"{kind.__module__}.{kind.__qualname__}"
    if hasattr(obj, "state_dict"):
        advice = "Save obj.state_dict() and load it with load_state_dict()."
    elif isinstance(obj, np.ndarray):
        advice = "Save torch.from_numpy(array) instead."
    elif isinstance(obj, np.generic):
        advice = "Save the Python number, number.item(), instead."
    elif isinstance(obj, dict):
        advice = "Save dict(obj) instead."
    else:
        advice = "Save the tensors, numbers and strings it is made of."
    return (
        f"Can't pickle {name} object: a file may hold tensors, numbers, "
        f"strings, and dicts, lists, tuples and sets of them.\n{advice}\n"
        "(A pickled class would run its code when it is loaded. PyTorch "
        "refuses such a file by default, and so does teachtorch.load.)"
    )


def _write_archive(
    stream: IO[bytes], name: str, program: bytes, memories: list[np.ndarray]
) -> None:
    with zipfile.ZipFile(stream, "w") as archive:
        _write_record(archive, f"{name}/data.pkl", program)
        alignment = str(_ALIGNMENT).encode()
        _write_record(archive, f"{name}/.storage_alignment", alignment)
        _write_record(archive, f"{name}/byteorder", sys.byteorder.encode())
        for number, memory in enumerate(memories):
            _write_record(archive, f"{name}/data/{number}", memory.data)
        _write_record(archive, f"{name}/version", b"3\n")


def _write_record(
    archive: zipfile.ZipFile, name: str, data: bytes | memoryview
) -> None:
    # The fixed date makes equal contents equal files.
    info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    # A header is 30 bytes, the name and "extra" fields, of which ours ("FB",
    # as PyTorch names it) is only there to fill up.
    begin = archive.start_dir + 30 + len(name) + 4
    fill = -begin % _ALIGNMENT
    info.extra = struct.pack("<2sH", b"FB", fill) + b"Z" * fill
    archive.writestr(info, data)


@contextmanager
def replacing(path: str) -> Iterator[IO[bytes]]:
    """Opens a file beside ``path`` that takes its place when complete."""
    path = os.path.realpath(path)  # replace a link's target, not the link
    directory = os.path.dirname(path)
    if not os.path.isdir(directory):
        raise RuntimeError(f"Parent directory {directory} does not exist.")
    if os.path.exists(path) and not os.path.isfile(path):
        with open(path, "wb") as stream:  # a device such as /dev/null
            yield stream
        return
    partial = f"{path}.{os.getpid()}.partial"
    try:
        with open(partial, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        if os.path.exists(path):
            os.chmod(partial, os.stat(path).st_mode)
        os.replace(partial, path)
    except BaseException:
        if os.path.exists(partial):
            os.remove(partial)
        raise
