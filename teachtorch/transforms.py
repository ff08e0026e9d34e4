"""Transforms: from an image to what a network takes, as in torchvision.

Each is an object to be called with an image: a PIL image, a uint8 array of
shape ``(H, W)`` or ``(H, W, C)``, or a tensor of shape ``(..., H, W)``.
:class:`ToTensor` makes tensors of the first two; the others give back the
kind they got. Without Pillow everything here works on arrays.

The chapter on LeNet uses them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

import teachtorch as torch

__all__ = [
    "CenterCrop",
    "Compose",
    "Lambda",
    "Normalize",
    "Pad",
    "RandomCrop",
    "RandomHorizontalFlip",
    "RandomVerticalFlip",
    "ToTensor",
]


class Compose:
    """Applies several transforms, one after the other.

    Args:
        transforms: the transforms, first one first.

    >>> Compose([ToTensor(), Normalize((0.5,), (0.5,))])
    Compose(
        ToTensor()
        Normalize(mean=(0.5,), std=(0.5,))
    )
    """

    def __init__(self, transforms: Sequence[Callable]) -> None:
        self.transforms = transforms

    def __call__(self, img: Any) -> Any:
        for transform in self.transforms:
            img = transform(img)
        return img

    def __repr__(self) -> str:
        lines = "".join(f"\n    {transform}" for transform in self.transforms)
        return f"{type(self).__name__}({lines}\n)"


class Lambda:
    """Applies a function of your own.

    Args:
        lambd: the function.
    """

    def __init__(self, lambd: Callable) -> None:
        if not callable(lambd):
            raise TypeError(
                "Argument lambd should be callable, got "
                f"{type(lambd).__name__!r}"
            )
        self.lambd = lambd

    def __call__(self, img: Any) -> Any:
        return self.lambd(img)

    def __repr__(self) -> str:
        return "Lambda()"


class ToTensor:
    """Makes a tensor of shape ``(C, H, W)`` of an image.

    uint8 values from 0 to 255 become floats from 0 to 1; other numbers stay
    as they are.
    """

    def __call__(self, pic: Any) -> torch.Tensor:
        if isinstance(pic, torch.Tensor) or not (
            isinstance(pic, np.ndarray) or _is_pil(pic)
        ):
            raise TypeError(
                f"pic should be PIL Image or ndarray. Got {type(pic)}"
            )
        array = np.array(pic)  # a copy: the tensor must not share it
        if array.dtype == bool and _is_pil(pic):
            array = array.astype(np.uint8) * 255  # black and white
        if array.ndim not in (2, 3):
            raise ValueError(
                f"pic should be 2/3 dimensional. Got {array.ndim} dimensions."
            )
        if array.ndim == 2:
            array = array[:, :, None]
        channels_first = np.ascontiguousarray(array.transpose(2, 0, 1))
        tensor = torch.from_numpy(channels_first)
        if array.dtype == np.uint8:
            return tensor.to(torch.get_default_dtype()).div(255)
        return tensor

    def __repr__(self) -> str:
        return "ToTensor()"


class Normalize:
    """Shifts and scales each channel: ``(x - mean) / std``.

    Args:
        mean: one number for each channel.
        std: one number for each channel.
        inplace: write the result into the tensor itself.

    >>> Normalize([0.5], [0.5])(torch.ones(1, 1, 2))
    tensor([[[1., 1.]]])
    """

    def __init__(
        self,
        mean: Sequence[float],
        std: Sequence[float],
        inplace: bool = False,
    ) -> None:
        self.mean = mean
        self.std = std
        self.inplace = inplace
        self._source: tuple = (None, None, None)
        self._tensors: tuple = ()

    def __call__(self, tensor: torch.Tensor) -> torch.Tensor:
        if not isinstance(tensor, torch.Tensor):
            raise TypeError(f"img should be Tensor Image. Got {type(tensor)}")
        if not tensor.is_floating_point():
            raise TypeError(
                f"Input tensor should be a float tensor. Got {tensor.dtype}."
            )
        if tensor.dim() < 3:
            raise ValueError(
                "Expected tensor to be a tensor image of size (..., C, H, W). "
                f"Got tensor.size() = {tensor.size()}"
            )
        mean, std = self._mean_and_std(tensor.dtype)
        if not self.inplace:
            tensor = tensor.clone()
        return tensor.sub_(mean).div_(std)

    def _mean_and_std(
        self, dtype: torch.dtype
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Makes the two tensors, once: most images have the same dtype."""
        source = (self.mean, self.std, dtype)
        if all(a is b for a, b in zip(source, self._source)):
            return self._tensors
        mean = torch.as_tensor(self.mean, dtype=dtype)
        std = torch.as_tensor(self.std, dtype=dtype)
        if (std == 0).any():
            raise ValueError(
                f"std evaluated to zero after conversion to {dtype}, "
                "leading to division by zero."
            )
        if mean.dim() == 1:
            mean = mean.view(-1, 1, 1)
        if std.dim() == 1:
            std = std.view(-1, 1, 1)
        self._source, self._tensors = source, (mean, std)
        return self._tensors

    def __repr__(self) -> str:
        return f"Normalize(mean={self.mean}, std={self.std})"


class Pad:
    """Adds a border.

    Args:
        padding: its width; or (left and right, top and bottom); or (left,
            top, right, bottom).
        fill: the value of the border, for the mode ``"constant"``.
        padding_mode: ``"constant"``, ``"edge"``, ``"reflect"`` or
            ``"symmetric"``.
    """

    def __init__(
        self,
        padding: int | Sequence[int],
        fill: float = 0,
        padding_mode: str = "constant",
    ) -> None:
        if not isinstance(padding, int) and len(padding) not in (1, 2, 4):
            raise ValueError(
                "Padding must be an int or a 1, 2, or 4 element tuple, not a "
                f"{len(padding)} element tuple"
            )
        # NumPy fills borders in these ways too, under the same names.
        if padding_mode not in ("constant", "edge", "reflect", "symmetric"):
            raise ValueError(
                "Padding mode should be either constant, edge, reflect or "
                "symmetric"
            )
        self.padding = padding
        self.fill = fill
        self.padding_mode = padding_mode

    def __call__(self, img: Any) -> Any:
        left, top, right, bottom = _four_sides(self.padding)
        widths = [(top, bottom), (left, right)]

        def pad(array: np.ndarray, rows: int) -> np.ndarray:
            around = [(0, 0)] * array.ndim
            around[rows : rows + 2] = widths
            if self.padding_mode == "constant":
                return np.pad(array, around, constant_values=self.fill)
            return np.pad(array, around, self.padding_mode)  # type: ignore[call-overload]

        return _on_array(img, pad)

    def __repr__(self) -> str:
        return (
            f"Pad(padding={self.padding}, fill={self.fill}, "
            f"padding_mode={self.padding_mode})"
        )


class CenterCrop:
    """Cuts out the middle.

    Args:
        size: (height, width), or one number for both.
    """

    def __init__(self, size: int | Sequence[int]) -> None:
        self.size = _pair(size)

    def __call__(self, img: Any) -> Any:
        (height, width), (h, w) = _height_width(img), self.size
        if h > height or w > width:
            # What is missing is added as a border first, evenly.
            down, across = max(h - height, 0), max(w - width, 0)
            left, top = across // 2, down // 2
            img = Pad((left, top, across - left, down - top))(img)
            height, width = _height_width(img)
        top = round((height - h) / 2)
        left = round((width - w) / 2)
        return _crop(img, top, left, h, w)

    def __repr__(self) -> str:
        return f"CenterCrop(size={self.size})"


class RandomCrop:
    """Cuts out a part at a random place.

    Args:
        size: (height, width), or one number for both.
        padding: a border to add before, see :class:`Pad`.
        pad_if_needed: add a border to images that are smaller than ``size``.
        fill: see :class:`Pad`.
        padding_mode: see :class:`Pad`.
    """

    def __init__(
        self,
        size: int | Sequence[int],
        padding: int | Sequence[int] | None = None,
        pad_if_needed: bool = False,
        fill: float = 0,
        padding_mode: str = "constant",
    ) -> None:
        self.size = _pair(size)
        self.padding = padding
        self.pad_if_needed = pad_if_needed
        self.fill = fill
        self.padding_mode = padding_mode

    def __call__(self, img: Any) -> Any:
        if self.padding is not None:
            img = Pad(self.padding, self.fill, self.padding_mode)(img)
        (height, width), (h, w) = _height_width(img), self.size
        if self.pad_if_needed:
            missing = (max(w - width, 0), max(h - height, 0))
            img = Pad(missing, self.fill, self.padding_mode)(img)
            height, width = _height_width(img)
        if height < h or width < w:
            raise ValueError(
                f"Required crop size {(h, w)} is larger than input image "
                f"size {(height, width)}"
            )
        if (height, width) == (h, w):
            return img
        top = int(torch.randint(0, height - h + 1, size=(1,)).item())
        left = int(torch.randint(0, width - w + 1, size=(1,)).item())
        return _crop(img, top, left, h, w)

    def __repr__(self) -> str:
        return f"RandomCrop(size={self.size}, padding={self.padding})"


class _RandomFlip:
    axis = 0  # counted from the row axis

    def __init__(self, p: float = 0.5) -> None:
        self.p = p

    def __call__(self, img: Any) -> Any:
        if torch.rand(1) < self.p:
            return _on_array(img, lambda a, rows: np.flip(a, rows + self.axis))
        return img

    def __repr__(self) -> str:
        return f"{type(self).__name__}(p={self.p})"


class RandomHorizontalFlip(_RandomFlip):
    """Mirrors left and right, or not.

    Args:
        p: how probable the mirroring is.
    """

    axis = 1


class RandomVerticalFlip(_RandomFlip):
    """Mirrors top and bottom, or not.

    Args:
        p: how probable the mirroring is.
    """

    axis = 0


# -- images of three kinds -----------------------------------------------------


def _is_pil(img: object) -> bool:
    """Whether this is a PIL image, without importing Pillow."""
    return hasattr(img, "getbands") and hasattr(img, "size")


def _on_array(img: Any, function: Callable[[np.ndarray, int], Any]) -> Any:
    """Applies a function of an array and of the number of its row axis."""
    if isinstance(img, torch.Tensor):
        array = function(img.numpy(), img.dim() - 2)
        return torch.from_numpy(np.ascontiguousarray(array))
    if isinstance(img, np.ndarray):
        return np.ascontiguousarray(function(img, 0))
    if _is_pil(img):
        from PIL import Image

        array = np.ascontiguousarray(function(np.asarray(img), 0))
        return Image.fromarray(array)
    raise TypeError(f"Unexpected type {type(img)}")


def _height_width(img: Any) -> tuple[int, int]:
    if isinstance(img, torch.Tensor):
        return img.shape[-2], img.shape[-1]
    if isinstance(img, np.ndarray):
        return img.shape[0], img.shape[1]
    if _is_pil(img):
        return img.size[1], img.size[0]
    raise TypeError(f"Unexpected type {type(img)}")


def _crop(img: Any, top: int, left: int, h: int, w: int) -> Any:
    def crop(array: np.ndarray, rows: int) -> np.ndarray:
        before = (slice(None),) * rows
        return array[(*before, slice(top, top + h), slice(left, left + w))]

    return _on_array(img, crop)


def _pair(size: int | Sequence[int]) -> tuple[int, int]:
    """Returns (height, width)."""
    if isinstance(size, int):
        return size, size
    if len(size) == 1:
        return size[0], size[0]
    if len(size) != 2:
        raise ValueError("Please provide only two dimensions (h, w) for size.")
    return size[0], size[1]


def _four_sides(padding: int | Sequence[int]) -> tuple[int, int, int, int]:
    """Returns the widths of a border: left, top, right, bottom."""
    if isinstance(padding, int):
        return padding, padding, padding, padding
    if len(padding) == 1:
        return _four_sides(padding[0])
    if len(padding) == 2:
        return padding[0], padding[1], padding[0], padding[1]
    left, top, right, bottom = padding
    return left, top, right, bottom
