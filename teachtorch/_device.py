"""Devices: where a tensor lives. Here that is always the CPU.

The class exists so that scripts which choose a device at the top
(``torch.device("cuda" if torch.cuda.is_available() else "cpu")``) run
unchanged, and so that asking for another device is refused in clear words.
"""

from __future__ import annotations

_KNOWN = "cpu, cuda, ipu, xpu, mkldnn, opengl, opencl, ideep, hip, ve, fpga, "
_KNOWN += "maia, xla, lazy, vulkan, mps, meta, hpu, mtia, privateuseone"


class device:
    """A place for tensors, as ``torch.device``: a type and an optional index.

    Raises:
        RuntimeError: if the string names no device that PyTorch knows.

    >>> device("cpu")
    device(type='cpu')
    """

    def __init__(self, type: str | device, index: int | None = None) -> None:
        if isinstance(type, device):
            index, type = type.index, type.type
        name, _, number = str(type).partition(":")
        if name not in _KNOWN.split(", "):
            raise RuntimeError(
                f"Expected one of {_KNOWN} device type at start of device "
                f"string: {name}"
            )
        if number and not number.isdigit():
            raise RuntimeError(f"Invalid device string: '{type}'")
        self.type: str = name
        self.index: int | None = int(number) if number else index

    def __repr__(self) -> str:
        if self.index is None:
            return f"device(type='{self.type}')"
        return f"device(type='{self.type}', index={self.index})"

    def __str__(self) -> str:
        if self.index is None:
            return self.type
        return f"{self.type}:{self.index}"

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, device)
            and self.type == other.type
            and self.index == other.index
        )

    def __hash__(self) -> int:
        return hash((self.type, self.index))


cpu = device("cpu")


def check_device(where: device | str | int | None) -> device:
    """Returns the CPU device, or refuses any other.

    Raises:
        AssertionError: for CUDA, in the words of PyTorch's own CPU build.
        NotImplementedError: for any other device.
    """
    if where is None:
        return cpu
    d = device(f"cuda:{where}") if isinstance(where, int) else device(where)
    if d.type == "cpu":
        return d
    if d.type == "cuda":
        raise AssertionError(
            "Torch not compiled with CUDA enabled\n"
            "teachtorch computes on the CPU only: use device='cpu', or choose "
            "with 'cuda' if torch.cuda.is_available() else 'cpu'."
        )
    raise NotImplementedError(
        f"teachtorch computes on the CPU only, so there is no '{d}' device"
    )


def set_default_device(device: device | str | int | None) -> None:
    """Accepts the CPU as the default device, and refuses any other.

    See :func:`torch.set_default_device`.
    """
    check_device(device)


def get_default_device() -> device:
    """Gives the device of new tensors: the CPU."""
    return cpu
