"""Writing a pickle, of protocol 2, with the instructions PyTorch uses.

A pickle is a program for a machine with a stack: "push an empty dict, push
the string 'weight', ..., set the item, stop". This file turns data into such
a program; ``unpickler.py`` is the machine. Python's own ``pickle`` cannot
write it here, because it imports what it names, and the names are torch's.

``python -m pickletools data.pkl`` prints such a program.
"""

from __future__ import annotations

import pickle
import struct
from collections import Counter, OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pickle import PicklingError
from typing import Any


@dataclass(frozen=True)
class Global:
    """Something written by its name only, such as ``torch.float32``."""

    module: str
    name: str


@dataclass(frozen=True, eq=False)
class Call:
    """An object written as a call: a function's name and its arguments."""

    function: Global
    args: tuple


@dataclass(frozen=True, eq=False)
class PersistentId:
    """An object kept outside the pickle, and how the reader finds it."""

    value: tuple


def dumps(obj: object, describe: Callable[[object], Call | Global]) -> bytes:
    """Writes an object as a pickle of protocol 2.

    Args:
        obj: nested dicts, lists, tuples and sets of numbers, strings, bytes,
            ``None``, and whatever ``describe`` knows.
        describe: turns any other object into a :class:`Call` or a
            :class:`Global`, or raises. A :class:`PersistentId` may stand
            among the arguments of a call.
    """
    writer = _Writer(describe)
    writer.write(obj)
    return b"".join([pickle.PROTO, b"\x02", *writer.parts, pickle.STOP])


class _Writer:
    def __init__(self, describe: Callable[[object], Call | Global]) -> None:
        self.describe = describe
        self.parts: list[bytes] = []
        # What was written before, so that an object that occurs twice is one
        # object again after reading: id -> (number, object). The object is
        # kept, because a freed object's id may be given to another one.
        self.memo: dict[object, tuple[int, object]] = {}

    def emit(self, *parts: bytes) -> None:
        self.parts += parts

    def memoize(self, key: object, obj: object) -> None:
        number = len(self.memo)
        self.memo[key] = number, obj
        if number < 256:
            self.emit(pickle.BINPUT, bytes([number]))
        else:
            self.emit(pickle.LONG_BINPUT, struct.pack("<I", number))

    def recall(self, key: object) -> bool:
        """Writes "the object with this number again" if there is one."""
        if key not in self.memo:
            return False
        number = self.memo[key][0]
        if number < 256:
            self.emit(pickle.BINGET, bytes([number]))
        else:
            self.emit(pickle.LONG_BINGET, struct.pack("<I", number))
        return True

    def write(self, obj: Any) -> None:
        kind = type(obj)
        if obj is None:
            self.emit(pickle.NONE)
        elif kind is bool:
            self.emit(pickle.NEWTRUE if obj else pickle.NEWFALSE)
        elif kind is int:
            self.write_int(obj)
        elif kind is float:
            self.emit(pickle.BINFLOAT, struct.pack(">d", obj))
        elif kind is tuple and not obj:
            self.emit(pickle.EMPTY_TUPLE)
        elif kind is Global:
            self.write_global(obj)
        elif kind is PersistentId:
            self.write(obj.value)
            self.emit(pickle.BINPERSID)
        elif not self.recall(id(obj)):
            self.write_object(kind, obj)

    def write_object(self, kind: type, obj: Any) -> None:
        if kind is str:
            text = obj.encode("utf-8", "surrogatepass")
            self.emit(pickle.BINUNICODE, struct.pack("<I", len(text)), text)
            self.memoize(id(obj), obj)
        elif kind is tuple:
            self.write_tuple(obj)
        elif kind is list:
            self.emit(pickle.EMPTY_LIST)
            self.memoize(id(obj), obj)
            self.write_elements(obj)
        elif kind is dict:
            self.emit(pickle.EMPTY_DICT)
            self.memoize(id(obj), obj)
            self.write_items(obj)
        elif kind is OrderedDict:
            self.write_call(Call(Global("collections", "OrderedDict"), ()), obj)
            self.write_items(obj)
            if obj.__dict__:  # a state_dict carries its _metadata here
                self.write(obj.__dict__)
                self.emit(pickle.BUILD)
        else:
            description = self.as_call(kind, obj)
            if isinstance(description, Global):
                self.write_global(description)
            else:
                self.write_call(description, obj)

    def as_call(self, kind: type, obj: Any) -> Call | Global:
        """Returns how types without an instruction of their own are made."""
        if kind is bytes:
            latin = obj.decode("latin-1")
            return Call(Global("_codecs", "encode"), (latin, "latin1"))
        if kind is bytearray:
            function = Global("__builtin__", "bytearray")
            return Call(function, (bytes(obj),) if obj else ())
        if kind is set:
            return Call(Global("__builtin__", "set"), (list(obj),))
        if kind is Counter:
            return Call(Global("collections", "Counter"), (dict(obj),))
        return self.describe(obj)

    def write_call(self, call: Call, obj: object) -> None:
        self.write_global(call.function)
        self.write(call.args)
        self.emit(pickle.REDUCE)
        self.memoize(id(obj), obj)

    def write_global(self, g: Global) -> None:
        if not self.recall(g):
            self.emit(pickle.GLOBAL, f"{g.module}\n{g.name}\n".encode())
            self.memoize(g, g)

    def write_int(self, n: int) -> None:
        if 0 <= n < 2**8:
            self.emit(pickle.BININT1, bytes([n]))
        elif 0 <= n < 2**16:
            self.emit(pickle.BININT2, struct.pack("<H", n))
        elif -(2**31) <= n < 2**31:
            self.emit(pickle.BININT, struct.pack("<i", n))
        else:
            data = pickle.encode_long(n)
            if len(data) > 255:
                raise PicklingError(f"integer of {len(data)} bytes is too long")
            self.emit(pickle.LONG1, bytes([len(data)]), data)

    def write_tuple(self, obj: tuple) -> None:
        short = {1: pickle.TUPLE1, 2: pickle.TUPLE2, 3: pickle.TUPLE3}
        if len(obj) not in short:
            self.emit(pickle.MARK)
        for item in obj:
            self.write(item)
        self.emit(short.get(len(obj), pickle.TUPLE))
        self.memoize(id(obj), obj)

    def write_elements(self, obj: list) -> None:
        if len(obj) > 1:
            self.emit(pickle.MARK)
        for element in obj:
            self.write(element)
        if obj:
            self.emit(pickle.APPENDS if len(obj) > 1 else pickle.APPEND)

    def write_items(self, obj: Mapping) -> None:
        if len(obj) > 1:
            self.emit(pickle.MARK)
        for key, value in obj.items():
            self.write(key)
            self.write(value)
        if obj:
            self.emit(pickle.SETITEMS if len(obj) > 1 else pickle.SETITEM)
