"""The IDX file format, in which MNIST is published.

An IDX file is an array: two zero bytes, a byte for the type of number, a byte
for the number of dimensions, the size of each dimension in four bytes, and
then the numbers. All numbers begin with their highest byte.
"""

from __future__ import annotations

import gzip
import math
import struct
import zlib
from pathlib import Path

import numpy as np

_DTYPES = {
    0x08: "u1",
    0x09: "i1",
    0x0B: ">i2",
    0x0C: ">i4",
    0x0D: ">f4",
    0x0E: ">f8",
}


def read_idx(path: str | Path) -> np.ndarray:
    """Reads an IDX file, also one compressed with gzip (``.gz``).

    Args:
        path: the file.

    Raises:
        ValueError: if it is no IDX file, or not all of one.
    """
    path = Path(path)
    data = path.read_bytes()
    if data.startswith(b"\x1f\x8b"):
        try:
            data = gzip.decompress(data)
        except (OSError, EOFError, zlib.error) as error:
            raise ValueError(f"{path} is damaged: {error}") from error
    return parse_idx(data, str(path))


def parse_idx(data: bytes, name: str) -> np.ndarray:
    """Makes an array of the bytes of an IDX file.

    Args:
        data: the bytes.
        name: the file's name, for the error message.
    """
    if len(data) < 4 or data[:2] != b"\0\0" or data[2] not in _DTYPES:
        raise ValueError(f"{name} is no IDX file: it begins with {data[:4]!r}")
    dimensions = data[3]
    begin = 4 + 4 * dimensions
    if len(data) < begin:
        raise ValueError(f"{name} is damaged: it ends inside its header")
    shape = struct.unpack_from(f">{dimensions}I", data, 4)
    dtype = np.dtype(_DTYPES[data[2]])
    expected = begin + math.prod(shape) * dtype.itemsize
    if len(data) != expected:
        raise ValueError(
            f"{name} is damaged: an array of shape {shape} takes {expected} "
            f"bytes, but the file has {len(data)}"
        )
    array = np.frombuffer(data, dtype, offset=begin).reshape(shape)
    return array.astype(dtype.newbyteorder("="))
