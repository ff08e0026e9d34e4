"""Reading a pickle without running code.

A pickle is a program for a machine with a stack. Python's own ``pickle``
module runs *any* such program, also one that says "push the function
os.system, push 'rm -rf /', call". A file from a stranger must never reach it.

The machine in this file knows some forty instructions. A name in the program
stands for what a table says, and what it may call is in a table too.
"""

from __future__ import annotations

import pickletools
from collections import Counter, OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pickle import UnpicklingError
from typing import Any


def loads(
    data: bytes,
    constants: Mapping[str, object],
    functions: Mapping[str, Callable],
    persistent_load: Callable[[tuple], object],
) -> Any:
    """Runs a pickle that was written by ``pickler.py`` or by PyTorch.

    Args:
        data: the program.
        constants: what a name in the program may stand for.
        functions: what the program may call, by name.
        persistent_load: returns an object kept outside the pickle.

    Raises:
        UnpicklingError: for any other name or instruction, or if the program
            makes no sense.
    """
    machine = _Machine(constants, functions, persistent_load)
    try:
        for opcode, argument, _ in pickletools.genops(data):
            machine.step(opcode.name, argument, opcode.code)
        (result,) = machine.stack
    except _NONSENSE as error:
        raise UnpicklingError(
            f"The pickle is damaged: {type(error).__name__}: {error}"
        ) from error
    return result


class _Machine:
    def __init__(
        self,
        constants: Mapping[str, object],
        functions: Mapping[str, Callable],
        persistent_load: Callable[[tuple], object],
    ) -> None:
        self.constants = constants
        self.functions = {**_FUNCTIONS, **functions}
        self.persistent_load = persistent_load
        self.stack: list[Any] = []
        self.marks: list[list[Any]] = []
        self.memo: dict[int, Any] = {}

    def step(self, name: str, argument: Any, code: str) -> None:
        """Carries out one instruction."""
        stack = self.stack
        match name:
            case "PROTO" | "STOP":
                pass
            case "NONE" | "NEWTRUE" | "NEWFALSE":
                stack.append({"NEWTRUE": True, "NEWFALSE": False}.get(name))
            case "BININT" | "BININT1" | "BININT2" | "LONG1" | "BINFLOAT":
                stack.append(argument)
            case "BINUNICODE" | "SHORT_BINSTRING":
                stack.append(argument)
            case "EMPTY_TUPLE" | "EMPTY_LIST" | "EMPTY_DICT":
                stack.append(_EMPTY[name]())
            case "MARK":
                self.marks.append(stack)
                self.stack = []
            case "TUPLE":
                items = self.pop_to_mark()
                self.stack.append(tuple(items))
            case "TUPLE1" | "TUPLE2" | "TUPLE3":
                stack.append(tuple(self.pop(int(name[-1]))))
            case "APPEND":
                self.extend(self.pop(1))
            case "APPENDS":
                self.extend(self.pop_to_mark())
            case "SETITEM":
                self.set_items(self.pop(2))
            case "SETITEMS":
                self.set_items(self.pop_to_mark())
            case "BINPUT" | "LONG_BINPUT":
                self.memo[argument] = stack[-1]
            case "BINGET" | "LONG_BINGET":
                stack.append(self.memo[argument])
            case _:
                self.step_with_care(name, argument, code)

    def step_with_care(self, name: str, argument: Any, code: str) -> None:
        """The instructions that reach outside: names, calls, attributes."""
        stack = self.stack
        match name:
            case "GLOBAL":
                stack.append(self.find_global(argument))
            case "REDUCE":
                function, args = self.pop(2)
                stack.append(self.call(function, args))
            case "BUILD":
                (state,) = self.pop(1)
                _set_attributes(stack[-1], state)
            case "BINPERSID":
                (value,) = self.pop(1)
                stack.append(self.persistent_load(value))
            case _:
                raise UnpicklingError(f"Unsupported operand {ord(code)}")

    def pop(self, count: int) -> list[Any]:
        items = self.stack[-count:]
        if len(items) < count:
            raise IndexError("pop from empty stack")
        del self.stack[-count:]
        return items

    def pop_to_mark(self) -> list[Any]:
        items, self.stack = self.stack, self.marks.pop()
        return items

    def extend(self, items: list) -> None:
        target = self.stack[-1]
        if type(target) is not list:
            raise UnpicklingError(
                f"Can only append to lists, but got {type(target)}"
            )
        target.extend(items)

    def set_items(self, items: list) -> None:
        target = self.stack[-1]
        if type(target) not in (dict, OrderedDict, Counter):
            raise UnpicklingError(
                "Can only SETITEMS for dict, collections.OrderedDict, "
                f"collections.Counter, but got {type(target)}"
            )
        for key, value in zip(items[::2], items[1::2], strict=True):
            target[key] = value

    def find_global(self, argument: str) -> Any:
        module, _, name = argument.partition(" ")
        module = {"__builtin__": "builtins"}.get(module, module)
        path = f"{module}.{name}"
        if path in self.constants:
            return self.constants[path]
        if path in self.functions:
            return _Function(path, self.functions[path])
        shown = path.removeprefix("builtins.")
        raise UnpicklingError(
            f"Unsupported global: GLOBAL {shown} was not an allowed global "
            "by default."
        )

    @staticmethod
    def call(function: object, args: object) -> Any:
        # Only find_global makes a _Function, and only from the table.
        if type(function) is not _Function:
            raise UnpicklingError(
                f"Trying to call reduce for unrecognized function {function}"
            )
        if type(args) is not tuple:
            raise UnpicklingError(f"{function.path} called without a tuple")
        return function.call(*args)


@dataclass(frozen=True)
class _Function:
    """A function of the table, on the stack between its name and its call."""

    path: str
    call: Callable


def _set_attributes(target: Any, state: Any) -> None:
    if type(target) is not OrderedDict:
        raise UnpicklingError(
            f"Can only build OrderedDict, but got {type(target)}"
        )
    for name, value in state.items():
        if type(name) is not str or hasattr(OrderedDict, name):
            raise UnpicklingError(f"Cannot replace OrderedDict.{name}")
        setattr(target, name, value)


def _encode(text: str, encoding: str) -> bytes:
    if encoding != "latin1":
        raise UnpicklingError(f"Unsupported encoding of bytes: {encoding}")
    return text.encode("latin-1")


def _bytearray(data: bytes = b"") -> bytearray:
    # A number instead would ask for that much memory.
    if type(data) is not bytes:
        raise UnpicklingError(f"bytearray of {type(data)} instead of bytes")
    return bytearray(data)


_NONSENSE = (AttributeError, IndexError, KeyError, TypeError, ValueError)
_EMPTY = {
    "EMPTY_TUPLE": tuple,
    "EMPTY_LIST": list,
    "EMPTY_DICT": dict,
}
_FUNCTIONS: dict[str, Callable] = {
    "_codecs.encode": _encode,
    "builtins.bytearray": _bytearray,
    "builtins.set": set,
    "collections.Counter": Counter,
    "collections.OrderedDict": OrderedDict,
}
