"""MNIST, the handwritten digits, with torchvision's interface.

12,000 of the 70,000 images travel with the package (``MNIST-NOTICE.txt`` says
which, and who made them). They are enough to train the networks of the book
to about 97 percent, and they need no network. The whole of MNIST, and
Fashion-MNIST, are fetched on request.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np

import teachtorch as torch

from .download import Resource, fetch, read_published
from .idx import parse_idx

_SUBSET = Path(__file__).with_name("mnist_subset.npz")


class MNIST(torch.utils.data.Dataset):
    """Images of digits, 28 by 28 pixels, and which digit each one is.

    Args:
        root: a directory for the whole dataset; files that are in it already
            (in ``root/MNIST/raw``, where torchvision puts them, or in
            ``root`` itself) are used. Default: ``data``. The images that
            come with the package do not need it.
        train: whether to take the training images or the test images.
        transform: called with each image.
        target_transform: called with each label.
        download: accepted, as torchvision's scripts write it. Nothing needs
            to be fetched unless ``full`` is set, and then it is.
        full: take all 60,000 training or 10,000 test images instead of the
            10,000 or 2,000 that come with the package.

    Attributes:
        data: the images, uint8 of shape ``(n, 28, 28)``.
        targets: the labels, int64 of shape ``(n,)``.
        classes: the names of the classes.

    Raises:
        RuntimeError: if a file is missing or damaged.

    >>> MNIST(train=False)
    Dataset MNIST
        Number of datapoints: 2000
        Split: Test
    """

    mirrors = [
        "https://ossci-datasets.s3.amazonaws.com/mnist/",
        "https://storage.googleapis.com/cvdf-datasets/mnist/",
    ]
    resources = [
        Resource(
            "train-images-idx3-ubyte",
            gz_md5="f68b3c2dcbeaaa9fbdd348bbdeb94873",
            size=47_040_016,
            md5="6bbc9ace898e44ae57da46a324031adb",
        ),
        Resource(
            "train-labels-idx1-ubyte",
            gz_md5="d53e105ee54ea40749a09fcbcd1e9432",
            size=60_008,
            md5="a25bea736e30d166cdddb491f175f624",
        ),
        Resource(
            "t10k-images-idx3-ubyte",
            gz_md5="9fb629c4189551a2d022fa330f9573f3",
            size=7_840_016,
            md5="2646ac647ad5339dbf082846283269ea",
        ),
        Resource(
            "t10k-labels-idx1-ubyte",
            gz_md5="ec29112dd5afa0611ce80d1b7f02629c",
            size=10_008,
            md5="27ae3e4e09519cfbb04c329615203637",
        ),
    ]
    classes = [
        "0 - zero",
        "1 - one",
        "2 - two",
        "3 - three",
        "4 - four",
        "5 - five",
        "6 - six",
        "7 - seven",
        "8 - eight",
        "9 - nine",
    ]

    def __init__(
        self,
        root: str | Path | None = None,
        train: bool = True,
        transform: Callable | None = None,
        target_transform: Callable | None = None,
        download: bool = False,
        *,
        full: bool = False,
    ) -> None:
        self.root = None if root is None else str(root)
        self.train = train
        self.transform = transform
        self.target_transform = target_transform
        images, labels = self._load(download, full)
        self.data = torch.from_numpy(images)
        self.targets = torch.from_numpy(labels.astype(np.int64))

    def _load(
        self, download: bool, full: bool
    ) -> tuple[np.ndarray, np.ndarray]:
        if full:
            return self._load_published(download=True)
        return _bundled(self.train)

    def _load_published(self, download: bool) -> tuple[np.ndarray, np.ndarray]:
        root = Path(self.root or "data").expanduser()
        raw = root / type(self).__name__ / "raw"
        chosen = self.resources[:2] if self.train else self.resources[2:]
        contents = [read_published(r, (raw, root)) for r in chosen]
        if None in contents and not download:
            raise RuntimeError(
                "Dataset not found. You can use download=True to download it"
            )
        for i, resource in enumerate(chosen):
            if contents[i] is None:
                path = fetch(resource, self.mirrors, raw)
                contents[i] = path.read_bytes()
        images, labels = (
            parse_idx(content, resource.name)
            for content, resource in zip(contents, chosen, strict=True)
        )
        if len(images) != len(labels):
            raise RuntimeError(
                f"{len(images)} images but {len(labels)} labels under {root}"
            )
        return images, labels

    @property
    def class_to_idx(self) -> dict[str, int]:
        """The number of each class, by its name."""
        return {name: number for number, name in enumerate(self.classes)}

    def __len__(self) -> int:
        return len(self.data)

    def __getitem__(self, index: int) -> tuple[Any, Any]:
        """Returns an image and its label.

        The image is a PIL image if Pillow is installed, as torchvision's is,
        and a uint8 array otherwise; then the transforms are applied.
        """
        image = self.data[index].numpy()
        target: Any = int(self.targets[index])
        make_image = _pil_from_array()
        if make_image is not None:
            image = make_image(image)
        if self.transform is not None:
            image = self.transform(image)
        if self.target_transform is not None:
            target = self.target_transform(target)
        return image, target

    def extra_repr(self) -> str:
        return f"Split: {'Train' if self.train else 'Test'}"

    def __repr__(self) -> str:
        lines = [f"Number of datapoints: {len(self)}"]
        if self.root is not None:
            lines.append(f"Root location: {self.root}")
        lines += self.extra_repr().splitlines()
        if self.transform is not None or self.target_transform is not None:
            lines.append("StandardTransform")
        text = "\n    ".join([f"Dataset {type(self).__name__}", *lines])
        # torchvision does not indent what follows, so neither does this.
        transforms = [
            *_described("Transform: ", self.transform),
            *_described("Target transform: ", self.target_transform),
        ]
        return "\n".join([text, *transforms])


class FashionMNIST(MNIST):
    """Pictures of clothes in the format of MNIST, for a harder problem.

    Made by Han Xiao, Kashif Rasul and Roland Vollgraf at Zalando
    (https://arxiv.org/abs/1708.07747, MIT licence). It does not come with
    the package: ``download=True`` fetches it, 31 megabytes.

    Args:
        root: as for :class:`MNIST`, with ``root/FashionMNIST/raw``.
        train: as for :class:`MNIST`.
        transform: as for :class:`MNIST`.
        target_transform: as for :class:`MNIST`.
        download: fetch what is missing.
        full: the same as ``download``.
    """

    mirrors = [
        "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/"
        "master/data/fashion/",
        "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
    ]
    resources = [
        Resource(
            "train-images-idx3-ubyte",
            gz_md5="8d4fb7e6c68d591d4c3dfef9ec88bf0d",
            size=47_040_016,
        ),
        Resource(
            "train-labels-idx1-ubyte",
            gz_md5="25c81989df183df01b3e8a0aad5dffbe",
            size=60_008,
        ),
        Resource(
            "t10k-images-idx3-ubyte",
            gz_md5="bef4ecab320f06d8554ea6380940ec79",
            size=7_840_016,
        ),
        Resource(
            "t10k-labels-idx1-ubyte",
            gz_md5="bb300cfdad3c16e7a12a480ee83cd310",
            size=10_008,
        ),
    ]
    classes = [
        "T-shirt/top",
        "Trouser",
        "Pullover",
        "Dress",
        "Coat",
        "Sandal",
        "Shirt",
        "Sneaker",
        "Bag",
        "Ankle boot",
    ]

    def _load(
        self, download: bool, full: bool
    ) -> tuple[np.ndarray, np.ndarray]:
        return self._load_published(download or full)


def digits(train: bool = True) -> tuple[torch.Tensor, torch.Tensor]:
    """Returns the digits that come with the package as two tensors.

    Args:
        train: the 10,000 training images, or the 2,000 test images.

    Returns:
        The images, float32 from 0 (paper) to 1 (ink), of shape
        ``(n, 1, 28, 28)``, and the digits, int64 of shape ``(n,)``.

    >>> x, y = digits(train=False)
    >>> x.shape, y[:5]
    (torch.Size([2000, 1, 28, 28]), tensor([7, 1, 0, 5, 9]))
    """
    images, labels = _bundled(train)
    x = torch.from_numpy(images).unsqueeze(1).to(torch.float32) / 255
    return x, torch.from_numpy(labels.astype(np.int64))


def _bundled(train: bool) -> tuple[np.ndarray, np.ndarray]:
    with np.load(_SUBSET) as subset:
        chosen = subset["is_test"] != train
        return subset["images"][chosen], subset["labels"][chosen]


@functools.cache
def _pil_from_array() -> Callable | None:
    """Returns Pillow's ``Image.fromarray``, or ``None`` without Pillow."""
    try:
        from PIL import Image
    except ImportError:
        return None
    return Image.fromarray


def _described(head: str, transform: object) -> Iterable[str]:
    """Writes a transform behind its heading, its further lines indented."""
    if transform is None:
        return []
    first, *rest = repr(transform).splitlines()
    return [head + first, *(" " * len(head) + line for line in rest)]
