"""Reading a checkpoint: ``torch.load``.

The package's docstring describes the format. The file may come from a
stranger: sizes are checked against the file before memory is taken, views
against their storage, and the pickle runs on the machine of ``unpickler.py``.
"""

from __future__ import annotations

import os
import struct
import sys
import zipfile
from collections.abc import Callable
from pickle import UnpicklingError
from typing import IO, Any

import numpy as np

from teachtorch._device import device
from teachtorch._dtype import ALL_DTYPES, dtype
from teachtorch._size import Size
from teachtorch._tensor import Tensor, wrap
from teachtorch.nn.parameter import Parameter
from teachtorch.serialization.unpickler import loads

_DAMAGED = (
    "The file is probably incomplete or was changed: save it again, or fetch "
    "it again."
)
# What Python's zipfile raises for archives that make no sense.
_BROKEN = (
    zipfile.BadZipFile,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
    struct.error,
)
# How a file in the format before PyTorch 1.6 begins.
_OLD_FORMAT = b"\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19."


def load(
    f: str | os.PathLike | IO[bytes],
    map_location: Any = None,
    pickle_module: Any = None,
    *,
    weights_only: bool | None = None,
    mmap: bool | None = None,
    **pickle_load_args: Any,
) -> Any:
    """Loads what :func:`save`, here or in PyTorch, has written.

    Args:
        f: a path, or a file opened for reading in binary mode.
        map_location: where tensors go. A file saved on a GPU needs ``"cpu"``
            here.
        pickle_module: not used.
        weights_only: accepted, and as good as always ``True``: code in a
            file is never run.
        mmap: accepted; the file is read.
        pickle_load_args: accepted and ignored.

    Raises:
        UnpicklingError: if the file asks for anything but tensors and plain
            data, or is no file of PyTorch's.
        RuntimeError: if the file is damaged, or holds tensors of a device
            that is not here.
    """
    if weights_only and pickle_module is not None:
        raise RuntimeError(
            "Can not safely load weights when explicit pickle_module is "
            "specified"
        )
    if isinstance(f, str | os.PathLike):
        with open(f, "rb") as stream:
            return _load(stream, map_location)
    for name in ("seek", "tell", "read"):
        if not hasattr(f, name):
            raise AttributeError(
                f"{type(f).__name__!r} object has no attribute {name!r}. You "
                "can only torch.load from a file that is seekable. Please "
                "pre-load the data into a buffer like io.BytesIO and try to "
                "load from it instead."
            )
    return _load(f, map_location)


def _load(stream: IO[bytes], map_location: Any) -> Any:
    start = stream.read(16)
    stream.seek(-len(start), os.SEEK_CUR)
    if not start:
        raise EOFError(
            "The file is empty, or was read to its end before: a buffer that "
            "was just written needs buffer.seek(0) first."
        )
    if not start.startswith(b"PK\x03\x04"):
        raise UnpicklingError(_not_an_archive(start))
    try:
        archive = zipfile.ZipFile(stream)
    except _BROKEN as error:
        raise RuntimeError(
            "PytorchStreamReader failed reading zip archive: failed finding "
            f"central directory\n({error}) {_DAMAGED}"
        ) from error
    with archive:
        return _Archive(archive, map_location).load()


def _not_an_archive(start: bytes) -> str:
    if start.startswith(_OLD_FORMAT):
        return (
            "Weights only load failed. This file has the format from before "
            "PyTorch 1.6.\nOpen it with PyTorch and save it again."
        )
    return (
        "Weights only load failed. This is not a file that torch.save wrote: "
        f"it begins with {start!r}."
    )


class _Archive:
    """One checkpoint file while it is read."""

    def __init__(self, archive: zipfile.ZipFile, map_location: Any) -> None:
        self.archive = archive
        self.map_location = map_location
        self.records = {info.filename: info for info in archive.infolist()}
        # Every name begins with the same directory, named after the file.
        self.directory = next(iter(self.records), "").split("/")[0]
        self.storages: dict[str, np.ndarray] = {}
        self.byte_order = self.read_byte_order()

    def load(self) -> Any:
        if f"{self.directory}/constants.pkl" in self.records:
            raise RuntimeError(
                "Cannot use ``weights_only=True`` with TorchScript archives "
                "passed to ``torch.load``."
            )
        data = self.read("data.pkl").tobytes()
        try:
            return loads(data, _CONSTANTS, _FUNCTIONS, self.storage)
        except UnpicklingError as error:
            raise UnpicklingError(
                f"Weights only load failed. {error}\n{_REFUSED}"
            ) from error

    def read(self, name: str, expected: int | None = None) -> np.ndarray:
        """Returns the bytes of a record, after its checksum."""
        info = self.records.get(f"{self.directory}/{name}")
        if info is None:
            raise RuntimeError(
                f"PytorchStreamReader failed locating file {name}: file not "
                f"found\n{_DAMAGED}"
            )
        if info.compress_type != zipfile.ZIP_STORED:
            # A few compressed bytes can unpack to any amount of memory.
            raise RuntimeError(
                f"Record {name} is compressed, which no file of PyTorch's is."
            )
        if expected is not None and info.file_size != expected:
            raise RuntimeError(
                f"record size ({info.file_size} bytes) of {name} does not "
                f"match expected size ({expected} bytes)\n{_DAMAGED}"
            )
        try:
            with self.archive.open(info) as stream:
                memory = np.frombuffer(bytearray(stream.read()), np.uint8)
        except _BROKEN as error:
            raise RuntimeError(
                f"PytorchStreamReader failed reading file {name}: {error}"
                f"\n{_DAMAGED}"
            ) from error
        if len(memory) != info.file_size:
            raise RuntimeError(
                f"PytorchStreamReader failed reading file {name}: it ends "
                f"after {len(memory)} of {info.file_size} bytes\n{_DAMAGED}"
            )
        return memory

    def storage(self, saved_id: tuple) -> np.ndarray:
        """Returns the memory a tensor's note names, reading it only once."""
        types = [str, _StorageType, str, str, int]
        if (
            type(saved_id) is not tuple
            or [type(part) for part in saved_id] != types
            or saved_id[0] != "storage"
        ):
            raise UnpicklingError(
                "Only persistent_load of storage is allowed, but got "
                f"{type(saved_id)}"
            )
        _, storage_type, key, location, count = saved_id
        if key not in self.storages:
            numpy_dtype = storage_type.dtype.numpy
            memory = self.read(f"data/{key}", count * numpy_dtype.itemsize)
            memory = memory.view(numpy_dtype)
            if self.byte_order != sys.byteorder:
                memory.byteswap(inplace=True)
            self.storages[key] = _place(memory, location, self.map_location)
        return self.storages[key]

    def read_byte_order(self) -> str:
        if f"{self.directory}/byteorder" not in self.records:
            return "little"
        order = self.read("byteorder").tobytes().decode("ascii", "replace")
        if order not in ("little", "big"):
            raise ValueError(f"Unknown endianness type: {order}")
        return order


def _place(memory: np.ndarray, location: str, map_location: Any) -> np.ndarray:
    """Checks that the place a storage was saved from, or is sent to, exists.

    Raises:
        RuntimeError: if it is not the CPU.
    """
    if isinstance(map_location, dict):
        location = map_location.get(location, location)
    elif isinstance(map_location, bytes):
        location = map_location.decode()
    elif isinstance(map_location, str | device):
        location = str(map_location)
    elif map_location is not None:
        placed = map_location(memory, location)
        if placed is not None:
            return placed
    location = str(location)
    if location.startswith("cpu"):
        return memory
    if location.startswith("cuda"):
        raise RuntimeError(
            "Attempting to deserialize object on a CUDA device but "
            "torch.cuda.is_available() is False. If you are running on a "
            "CPU-only machine, please use torch.load with "
            "map_location=torch.device('cpu') to map your storages to the "
            "CPU."
        )
    raise RuntimeError(
        "don't know how to restore data location of "
        f"torch.storage.UntypedStorage (tagged with {location})"
    )


class _StorageType:
    """What ``torch.FloatStorage`` in a pickle stands for: a dtype."""

    def __init__(self, dtype: dtype) -> None:
        self.dtype = dtype


# -- the functions a pickle may call -----------------------------------------


def _rebuild_tensor_v2(
    storage: Any,
    storage_offset: Any,
    size: Any,
    stride: Any,
    requires_grad: Any,
    backward_hooks: Any,
    metadata: Any = None,
) -> Tensor:
    """Makes a tensor of a view's description."""
    numbers = (storage_offset, *size, *stride)
    if type(storage) is not np.ndarray or not all(
        type(n) is int and n >= 0 for n in numbers
    ):
        raise UnpicklingError("A tensor's description makes no sense.")
    itemsize = storage.itemsize
    try:
        array = np.ndarray(
            size,
            storage.dtype,
            buffer=storage,
            offset=storage_offset * itemsize,
            strides=tuple(n * itemsize for n in stride),
        )
    except (ValueError, OverflowError) as error:
        raise RuntimeError(
            f"setStorage: sizes {list(size)}, strides {list(stride)}, storage "
            f"offset {storage_offset}, and itemsize {itemsize} are out of "
            f"bounds for storage of size {storage.nbytes}\n{_DAMAGED}"
        ) from error
    tensor = wrap(array)
    if requires_grad:
        tensor.requires_grad = True
    return tensor


def _rebuild_parameter(
    data: Any, requires_grad: Any, backward_hooks: Any
) -> Parameter:
    if not isinstance(data, Tensor):
        raise UnpicklingError(f"A Parameter of {type(data)}.")
    return Parameter(data, bool(requires_grad))


def _rebuild_parameter_with_state(
    data: Any, requires_grad: Any, backward_hooks: Any, state: Any
) -> Parameter:
    parameter = _rebuild_parameter(data, requires_grad, backward_hooks)
    return _with_attributes(parameter, state)


def _rebuild_from_type_v2(
    function: Any, cls: Any, args: Any, state: Any
) -> Tensor:
    if cls is not Tensor and cls is not Parameter:
        raise UnpicklingError(f"A tensor of type {cls}.")
    return _with_attributes(function.call(*args), state)


def _with_attributes(tensor: Any, state: Any) -> Any:
    """Gives a tensor the attributes that a user had set on it."""
    for name, value in state.items():
        if (
            type(name) is not str
            or name.startswith("_")
            or hasattr(tensor, name)
        ):
            raise UnpicklingError(f"Cannot set the attribute {name!r}.")
        setattr(tensor, name, value)
    return tensor


_FUNCTIONS: dict[str, Callable] = {
    "torch.Size": lambda sizes=(): Size(sizes),
    "torch.device": device,
    "torch._utils._rebuild_tensor_v2": _rebuild_tensor_v2,
    "torch._utils._rebuild_parameter": _rebuild_parameter,
    "torch._utils._rebuild_parameter_with_state": _rebuild_parameter_with_state,
    "torch._tensor._rebuild_from_type_v2": _rebuild_from_type_v2,
}
_CONSTANTS: dict[str, object] = {
    "torch.Tensor": Tensor,
    "torch.nn.parameter.Parameter": Parameter,
}
for _d in ALL_DTYPES:
    _CONSTANTS[f"torch.{_d.name}"] = _d
    _CONSTANTS[f"torch.{_d.kind}Storage"] = _StorageType(_d)
_REFUSED = (
    "teachtorch.load reads tensors and plain data only and never runs code, "
    "whatever weights_only says. If you trust the file, open it with PyTorch "
    "and save model.state_dict() again."
)
