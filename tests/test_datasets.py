"""The digits are the real ones, and a bad download is never used.

Downloads go to a server in this process; nothing here needs the network.
"""

from __future__ import annotations

import builtins
import gzip
import hashlib
import http.server
import re
import struct
import threading

import numpy as np
import pytest

import teachtorch as torch
from teachtorch import datasets, transforms
from teachtorch.datasets import mnist
from teachtorch.datasets.download import Resource, fetch
from teachtorch.datasets.idx import read_idx

# -- the images that come with the package -------------------------------------


def test_the_digits_of_the_package():
    train, test = datasets.MNIST(), datasets.MNIST(train=False)
    assert train.data.shape == (10_000, 28, 28)
    assert test.data.shape == (2_000, 28, 28)
    assert train.data.dtype is torch.uint8
    assert train.targets.dtype is torch.int64
    # The first labels of the official files (every fifth of the test file).
    assert train.targets[:10].tolist() == [5, 0, 4, 1, 9, 2, 1, 3, 1, 4]
    assert test.targets[:5].tolist() == [7, 1, 0, 5, 9]
    sums = [
        hashlib.sha256(x.numpy().tobytes()).hexdigest()[:16]
        for x in (train.data, train.targets, test.data, test.targets)
    ]
    assert sums == [
        "2f7182bf021ffc5c",
        "2c548d1fe3a8c3cf",
        "f0d1250f0e1c81ed",
        "fcb22c7a56c58a76",
    ]


def test_an_item_is_an_image_and_a_number():
    image, label = datasets.MNIST()[0]
    assert type(label) is int
    assert image.size == (28, 28)
    assert image.mode == "L"


def test_without_pillow_an_item_is_an_array(monkeypatch):
    monkeypatch.setattr(mnist, "_pil_from_array", lambda: None)
    image, label = datasets.MNIST(transform=lambda x: x)[1]
    assert image.shape == (28, 28)
    assert image.dtype == np.uint8
    assert label == 0


def test_transforms_are_applied_and_shown():
    transform = transforms.Compose(
        [transforms.ToTensor(), transforms.Normalize((0.1307,), (0.3081,))]
    )
    data = datasets.MNIST(
        "data",
        train=False,
        transform=transform,
        target_transform=transforms.Lambda(lambda y: y + 1),
        download=True,
    )
    image, label = data[0]
    assert image.shape == (1, 28, 28)
    assert label == 8
    # As torchvision prints it, the indentation included.
    assert repr(data) == (
        "Dataset MNIST\n"
        "    Number of datapoints: 2000\n"
        "    Root location: data\n"
        "    Split: Test\n"
        "    StandardTransform\n"
        "Transform: Compose(\n"
        "               ToTensor()\n"
        "               Normalize(mean=(0.1307,), std=(0.3081,))\n"
        "           )\n"
        "Target transform: Lambda()"
    )


def test_classes():
    data = datasets.MNIST(train=False)
    assert data.classes[3] == "3 - three"
    assert data.class_to_idx["9 - nine"] == 9
    assert datasets.FashionMNIST.classes[9] == "Ankle boot"


def test_batches_of_digits():
    data = datasets.MNIST(train=False, transform=transforms.ToTensor())
    loader = torch.utils.data.DataLoader(data, batch_size=64)
    images, labels = next(iter(loader))
    assert images.shape == (64, 1, 28, 28)
    assert torch.equal(labels, data.targets[:64])
    x, y = datasets.digits(train=False)
    assert torch.equal(images, x[:64])
    assert torch.equal(y, data.targets)


# -- points --------------------------------------------------------------------

# The first and last point as PyTorch 2.13 makes them, seed 0.
MOONS = [
    [-0.06490114331245422, 0.7428716421127319],
    [0.93974369764328, -0.5151463747024536],
]
SPIRAL = [
    [0.04999727010726929, 0.0005225652712397277],
    [-0.591909646987915, 0.8060043454170227],
]


def test_two_moons_are_pytorchs():
    x, y = datasets.two_moons(200, noise=0.15, seed=0)
    torch.testing.assert_close(x[::199], torch.tensor(MOONS))
    assert y.tolist() == [0] * 100 + [1] * 100
    for n in (3, 0):
        with pytest.raises(ValueError, match="should be even"):
            datasets.two_moons(n)


def test_spirals_are_pytorchs():
    x, y = datasets.spiral(100, arms=3, noise=0.2, seed=0)
    torch.testing.assert_close(x[::299], torch.tensor(SPIRAL))
    assert y.tolist() == [0] * 100 + [1] * 100 + [2] * 100
    with pytest.raises(ValueError, match="should be positive"):
        datasets.spiral(0)


def test_points_leave_the_global_generator_alone():
    torch.manual_seed(5)
    expected = torch.rand(1)
    torch.manual_seed(5)
    datasets.two_moons(10)
    datasets.spiral(10)
    assert torch.equal(torch.rand(1), expected)


# -- IDX files -----------------------------------------------------------------


def idx(array: np.ndarray) -> bytes:
    code = {"u1": 8, "i1": 9, "i2": 11, "i4": 12, "f4": 13, "f8": 14}
    shape = struct.pack(f">{array.ndim}I", *array.shape)
    kind = code[array.dtype.str[1:]]
    data = array.astype(array.dtype.newbyteorder(">")).tobytes()
    return bytes([0, 0, kind, array.ndim]) + shape + data


@pytest.mark.parametrize("dtype", ["u1", "i1", "i2", "i4", "f4", "f8"])
def test_idx_files(dtype, tmp_path):
    array = np.arange(24).reshape(2, 3, 4).astype(dtype)
    (tmp_path / "plain").write_bytes(idx(array))
    (tmp_path / "packed.gz").write_bytes(gzip.compress(idx(array)))
    for name in ("plain", "packed.gz"):
        back = read_idx(tmp_path / name)
        np.testing.assert_array_equal(back, array)
        assert back.dtype == array.dtype


GOOD = idx(np.zeros((2, 3), "u1"))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no IDX file"),
        (b"\x89PNG....", "no IDX file"),
        (b"\0\0\x07\1\0\0\0\0", "no IDX file"),
        (GOOD[:7], "ends inside its header"),
        (GOOD[:-1], "takes 18 bytes, but the file has 17"),
        (GOOD + b"!", "takes 18 bytes, but the file has 19"),
        (b"\0\0\x08\2" + b"\xff" * 8, "but the file has 12"),
        (gzip.compress(GOOD)[:-9], "damaged"),
        (b"\x1f\x8b\x08", "damaged"),
    ],
)
def test_bad_idx_files(data, words, tmp_path):
    path = tmp_path / "file"
    path.write_bytes(data)
    with pytest.raises(ValueError, match=words):
        read_idx(path)


# -- downloads -----------------------------------------------------------------


class Server:
    """Serves files with mistakes that a test asks for, and keeps a log."""

    def __init__(self):
        self.files = {}
        self.break_after = []  # for the next answers: bytes until the break
        self.ranges = True
        self.log = []
        server = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                server.answer(self)

            def log_message(self, *args):
                pass

        self.http = http.server.ThreadingHTTPServer(("localhost", 0), Handler)
        self.url = f"http://localhost:{self.http.server_port}/"
        self.thread = threading.Thread(
            target=self.http.serve_forever, kwargs={"poll_interval": 0.01}
        )
        self.thread.start()

    def answer(self, request):
        wanted = request.headers.get("Range")
        self.log.append(wanted or "all")
        data = self.files.get(request.path[1:])
        if data is None:
            request.send_error(404)
            return
        begin = 0
        if wanted and self.ranges:
            begin = int(re.fullmatch(r"bytes=(\d+)-", wanted)[1])
            if begin >= len(data):
                request.send_error(416)
                return
        request.send_response(206 if begin else 200)
        request.send_header("Content-Length", str(len(data) - begin))
        request.end_headers()
        end = begin + self.break_after.pop(0) if self.break_after else None
        request.wfile.write(data[begin:end])

    def close(self):
        self.http.shutdown()
        self.http.server_close()
        self.thread.join()


@pytest.fixture
def server():
    server = Server()
    yield server
    server.close()


CONTENT = idx(np.random.default_rng(0).integers(0, 256, (20, 28, 28), "u1"))
PACKED = gzip.compress(CONTENT, mtime=0)
IMAGES = Resource(
    "images",
    gz_md5=hashlib.md5(PACKED).hexdigest(),
    size=len(CONTENT),
    md5=hashlib.md5(CONTENT).hexdigest(),
)
GZ_SUM_ONLY = Resource("images", IMAGES.gz_md5, IMAGES.size)


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_good_download(server, tmp_path, capsys):
    server.files["images.gz"] = PACKED
    path = fetch(IMAGES, [server.url], tmp_path / "new")
    assert path.read_bytes() == CONTENT
    assert names(tmp_path / "new") == ["images"]
    assert "images.gz" in capsys.readouterr().err


def test_without_tqdm_progress_is_a_line_of_text(
    server, tmp_path, capsys, monkeypatch
):
    real_import = builtins.__import__

    def without_tqdm(name, *args, **kwargs):
        if name.startswith("tqdm"):
            raise ImportError(name)
        return real_import(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without_tqdm)
    server.files["images.gz"] = PACKED
    fetch(IMAGES, [server.url], tmp_path)
    assert capsys.readouterr().err.endswith("\rimages.gz: 100 %\n")


def test_a_copy_packed_differently_is_accepted(server, tmp_path):
    server.files["images.gz"] = gzip.compress(CONTENT, 1, mtime=7)
    assert fetch(IMAGES, [server.url], tmp_path).read_bytes() == CONTENT
    # ... but not if only the sum of the packed file is known.
    with pytest.raises(RuntimeError, match="MD5 sum is not the published"):
        fetch(GZ_SUM_ONLY, [server.url], tmp_path / "other")


def test_a_broken_download_goes_on_at_once(server, tmp_path):
    server.files["images.gz"] = PACKED
    server.break_after = [1000, 500]
    path = fetch(IMAGES, [server.url], tmp_path)
    assert path.read_bytes() == CONTENT
    assert server.log == ["all", "bytes=1000-", "bytes=1500-"]


def test_a_broken_download_goes_on_next_time(server, tmp_path):
    server.files["images.gz"] = PACKED
    server.break_after = [1000, 0]
    with pytest.raises(RuntimeError, match="the connection broke"):
        fetch(IMAGES, [server.url], tmp_path)
    assert names(tmp_path) == ["images.gz.part"]
    fetch(IMAGES, [server.url], tmp_path)
    assert server.log == ["all", "bytes=1000-", "bytes=1000-"]
    assert names(tmp_path) == ["images"]


def test_a_server_without_ranges_starts_again(server, tmp_path):
    server.files["images.gz"] = PACKED
    server.ranges = False
    server.break_after = [1000]
    assert fetch(IMAGES, [server.url], tmp_path).read_bytes() == CONTENT
    assert server.log == ["all", "bytes=1000-"]


@pytest.mark.parametrize("rest", [b"of another file", PACKED + b"too long"])
def test_a_wrong_beginning_on_disk_is_thrown_away(server, tmp_path, rest):
    (tmp_path / "images.gz.part").write_bytes(rest)
    server.files["images.gz"] = PACKED
    path = fetch(GZ_SUM_ONLY, [server.url], tmp_path)
    assert path.read_bytes() == CONTENT
    assert server.log[-1] == "all"


def test_the_next_mirror_is_tried(server, tmp_path):
    server.files["good/images.gz"] = PACKED
    server.files["wrong/images.gz"] = gzip.compress(CONTENT[:-1] + b"x")
    server.files["short/images.gz"] = gzip.compress(CONTENT[:-1])
    server.files["page/images.gz"] = b"<html>Sorry</html>"
    mirrors = [
        "http://localhost:1/",  # nobody listens
        *(server.url + x for x in ("none/", "page/", "short/", "wrong/")),
    ]
    with pytest.raises(RuntimeError) as caught:
        fetch(IMAGES, mirrors, tmp_path)
    first, *reasons = str(caught.value).split("\n")
    assert first == "Error downloading images.gz"
    expected = ["refused", "404", "no gzip file", "bytes instead", "MD5 sum"]
    for words, reason in zip(expected, reasons, strict=True):
        assert words in reason
    assert names(tmp_path) == []
    path = fetch(IMAGES, [*mirrors, server.url + "good/"], tmp_path)
    assert path.read_bytes() == CONTENT


def test_a_file_without_end_is_refused(server, tmp_path):
    server.files["images.gz"] = bytes(10 * len(CONTENT))
    with pytest.raises(RuntimeError, match="far too long"):
        fetch(IMAGES, [server.url], tmp_path)


# -- the whole of MNIST, in small ----------------------------------------------


@pytest.fixture
def small(server, monkeypatch):
    """Makes MNIST's official files tiny and serves them."""
    rng = np.random.default_rng(1)
    resources = []
    contents = {}
    for part, n in (("train", 6), ("t10k", 4)):
        images = idx(rng.integers(0, 256, (n, 28, 28), "u1"))
        labels = idx(rng.integers(0, 10, n, "u1"))
        for kind, content in (("images-idx3", images), ("labels-idx1", labels)):
            name = f"{part}-{kind}-ubyte"
            packed = gzip.compress(content, mtime=0)
            server.files[f"{name}.gz"] = packed
            contents[name] = content
            resources.append(
                Resource(
                    name,
                    hashlib.md5(packed).hexdigest(),
                    len(content),
                    hashlib.md5(content).hexdigest(),
                )
            )
    for cls in (datasets.MNIST, datasets.FashionMNIST):
        monkeypatch.setattr(cls, "resources", resources)
        monkeypatch.setattr(cls, "mirrors", [server.url])
    return contents


def test_full_mnist_is_fetched_once(server, small, tmp_path):
    train = datasets.MNIST(tmp_path, full=True)
    test = datasets.MNIST(tmp_path, train=False, full=True)
    assert len(train) == 6
    assert len(test) == 4
    assert len(server.log) == 4
    assert names(tmp_path / "MNIST" / "raw") == sorted(small)
    pixels = np.frombuffer(small["train-images-idx3-ubyte"][16:], np.uint8)
    np.testing.assert_array_equal(train.data.numpy().ravel(), pixels)
    again = datasets.MNIST(tmp_path, full=True)
    assert torch.equal(again.targets, train.targets)
    assert len(server.log) == 4


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("place", [".", "MNIST/raw"])
def test_files_on_disk_are_used(server, small, tmp_path, packed, place):
    folder = tmp_path / place
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in small.items():
        if packed:
            (folder / f"{name}.gz").write_bytes(gzip.compress(content, 1))
        else:
            (folder / name).write_bytes(content)
    assert len(datasets.MNIST(tmp_path, full=True)) == 6
    assert len(datasets.MNIST(tmp_path, train=False, full=True)) == 4
    assert server.log == []


@pytest.mark.parametrize("suffix", ["", ".gz"])
def test_a_bad_file_on_disk_is_named(server, small, tmp_path, suffix):
    datasets.MNIST(tmp_path, full=True)
    raw = tmp_path / "MNIST" / "raw"
    content = (raw / "train-labels-idx1-ubyte").read_bytes()
    (raw / "train-labels-idx1-ubyte").unlink()
    bad = content[:-1]
    (raw / f"train-labels-idx1-ubyte{suffix}").write_bytes(
        gzip.compress(bad) if suffix else bad
    )
    with pytest.raises(RuntimeError, match="labels.*cannot be used: it has"):
        datasets.MNIST(tmp_path, full=True)


def test_fashion_comes_only_on_request(server, small, tmp_path):
    message = re.escape(
        "Dataset not found. You can use download=True to download it"
    )
    with pytest.raises(RuntimeError, match=message):
        datasets.FashionMNIST(tmp_path)
    assert server.log == []
    data = datasets.FashionMNIST(tmp_path, download=True)
    assert len(data) == 6
    assert (tmp_path / "FashionMNIST" / "raw").is_dir()
    assert len(datasets.FashionMNIST(tmp_path)) == 6
    assert repr(data).startswith("Dataset FashionMNIST\n")


# -- transforms ----------------------------------------------------------------

IMAGE = np.arange(30, dtype=np.uint8).reshape(5, 6)
KINDS = ["array", "tensor", "pil"]


def padded(rows, columns, value=0):
    return np.pad(IMAGE, (rows, columns), constant_values=value)


def of_kind(kind):
    if kind == "tensor":
        return torch.from_numpy(IMAGE).unsqueeze(0)
    if kind == "pil":
        return pytest.importorskip("PIL.Image").fromarray(IMAGE)
    return IMAGE


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("transform", "expected"),
    [
        (transforms.Pad(1), np.pad(IMAGE, 1)),
        (
            transforms.Pad((1, 2), 9),
            np.pad(IMAGE, ((2, 2), (1, 1)), constant_values=9),
        ),
        (transforms.Pad((1, 2, 3, 0)), padded((2, 0), (1, 3))),
        (
            transforms.Pad(2, padding_mode="reflect"),
            np.pad(IMAGE, 2, "reflect"),
        ),
        (transforms.CenterCrop(3), IMAGE[1:4, 2:5]),
        (
            transforms.CenterCrop((7, 4)),
            np.pad(IMAGE[:, 1:5], ((1, 1), (0, 0))),
        ),
        (transforms.RandomHorizontalFlip(1.0), IMAGE[:, ::-1]),
        (transforms.RandomVerticalFlip(1.0), IMAGE[::-1]),
        (transforms.RandomHorizontalFlip(0.0), IMAGE),
        (transforms.RandomCrop((5, 6)), IMAGE),
        (transforms.RandomCrop((9, 6), pad_if_needed=True), None),
    ],
)
def test_transforms_of_every_kind_of_image(kind, transform, expected):
    image = of_kind(kind)
    result = transform(image)
    assert type(result) is type(image)
    array = np.asarray(result)[0] if kind == "tensor" else np.asarray(result)
    if expected is None:
        assert array.shape == (9, 6)
    else:
        np.testing.assert_array_equal(array, expected)


def test_random_crop_draws_as_torchvision_does():
    torch.manual_seed(0)
    crop = transforms.RandomCrop(3, padding=2)
    torch.manual_seed(0)
    result = crop(IMAGE)
    torch.manual_seed(0)
    top = torch.randint(0, 5 + 4 - 3 + 1, (1,)).item()
    left = torch.randint(0, 6 + 4 - 3 + 1, (1,)).item()
    padded = np.pad(IMAGE, 2)
    expected = padded[top : top + 3, left : left + 3]
    np.testing.assert_array_equal(result, expected)


def test_to_tensor():
    to_tensor = transforms.ToTensor()
    grey = to_tensor(IMAGE)
    assert grey.shape == (1, 5, 6)
    assert grey.dtype is torch.float32
    assert grey[0, 4, 5].item() == np.float32(29) / np.float32(255)
    colour = to_tensor(np.stack([IMAGE, IMAGE, IMAGE], axis=2))
    assert colour.shape == (3, 5, 6)
    assert colour.is_contiguous()
    assert to_tensor(IMAGE.astype(np.float64)).dtype is torch.float64
    bits = of_kind("pil").convert("1")
    assert set(to_tensor(bits).flatten().tolist()) <= {0.0, 1.0}
    with pytest.raises(TypeError, match="pic should be PIL Image or ndarray"):
        to_tensor(grey)
    with pytest.raises(ValueError, match="pic should be 2/3 dimensional"):
        to_tensor(np.zeros(3, np.uint8))


def test_normalize():
    x = torch.ones(2, 1, 1)
    normalize = transforms.Normalize([0.5, 1.0], [0.5, 2.0])
    assert normalize(x).flatten().tolist() == [1.0, 0.0]
    assert x.flatten().tolist() == [1.0, 1.0]
    transforms.Normalize([0.5], [0.5], inplace=True)(x)
    assert x.flatten().tolist() == [1.0, 1.0]
    transforms.Normalize([0.5], [0.25], inplace=True)(x)
    assert x.flatten().tolist() == [2.0, 2.0]
    with pytest.raises(ValueError, match="std evaluated to zero"):
        transforms.Normalize([0.0], [0.0])(x)
    with pytest.raises(TypeError, match="should be a float tensor"):
        transforms.Normalize([0.0], [1.0])(torch.ones(1, 1, 1).long())
    with pytest.raises(TypeError, match="should be Tensor Image"):
        transforms.Normalize([0.0], [1.0])(IMAGE)
    with pytest.raises(ValueError, match="tensor image of size"):
        transforms.Normalize([0.0], [1.0])(torch.ones(1))


def test_transforms_that_make_no_sense():
    with pytest.raises(ValueError, match="larger than input image size"):
        transforms.RandomCrop(9)(IMAGE)
    with pytest.raises(ValueError, match="not a 3 element tuple"):
        transforms.Pad((1, 2, 3))
    with pytest.raises(ValueError, match="Padding mode should be"):
        transforms.Pad(1, padding_mode="mirror")
    with pytest.raises(TypeError, match="should be callable, got 'int'"):
        transforms.Lambda(3)
    with pytest.raises(ValueError, match="only two dimensions"):
        transforms.RandomCrop((1, 2, 3))
    with pytest.raises(TypeError, match="Unexpected type"):
        transforms.Pad(1)("image")
