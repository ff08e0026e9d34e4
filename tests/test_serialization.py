"""Files go to PyTorch and back, and a bad file does no harm.

``golden/saved_by_torch.pt`` was written by PyTorch (see ``record_saved.py``).
"""

from __future__ import annotations

import io
import os
import pickle
import random
import stat
import struct
import zipfile
from collections import Counter, OrderedDict
from pathlib import Path

import numpy as np
import pytest
from record_saved import PATH, contents

import teachtorch as torch
from teachtorch import nn


def check_equal(a, b, path=""):
    """Asserts that two nests of data are equal, types and strides too."""
    assert type(a).__name__ == type(b).__name__, path
    if hasattr(a, "requires_grad"):
        assert tuple(a.shape) == tuple(b.shape), path
        assert a.numel() == 0 or a.stride() == b.stride(), path
        assert str(a.dtype) == str(b.dtype), path
        assert a.requires_grad == b.requires_grad, path
        assert a.tolist() == b.tolist(), path
        assert getattr(a, "note", None) == getattr(b, "note", None), path
    elif isinstance(a, dict):
        assert list(a) == list(b), path
        for key in a:
            check_equal(a[key], b[key], f"{path}/{key}")
        assert vars(a) == vars(b) if type(a) is OrderedDict else True
    elif isinstance(a, list | tuple):
        assert len(a) == len(b), path
        for i, (x, y) in enumerate(zip(a, b, strict=True)):
            check_equal(x, y, f"{path}/{i}")
    elif isinstance(a, float):
        assert repr(a) == repr(b), path
    else:
        assert str(a) == str(b), path


def saved(obj) -> bytes:
    buffer = io.BytesIO()
    torch.save(obj, buffer)
    return buffer.getvalue()


def loaded(data: bytes, **options):
    return torch.load(io.BytesIO(data), **options)


def records(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {
            name.split("/", 1)[1]: archive.read(name)
            for name in archive.namelist()
        }


def rezipped(data: bytes, compression=zipfile.ZIP_STORED, **changes) -> bytes:
    """Returns a checkpoint with some records changed (None: left out)."""
    names = {"pickle": "data.pkl", "storage": "data/0", "order": "byteorder"}
    changes = {names[key]: value for key, value in changes.items()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, record in {**records(data), **changes}.items():
            if record is not None:
                archive.writestr(f"archive/{name}", record)
    return buffer.getvalue()


# -- to PyTorch and back -------------------------------------------------------


def test_a_file_of_pytorch_opens():
    check_equal(torch.load(PATH), contents(torch))


def test_what_is_saved_comes_back():
    check_equal(loaded(saved(contents(torch))), contents(torch))


def test_the_records_are_pytorchs_byte_by_byte():
    ours = records(saved(contents(torch)))
    theirs = records(PATH.read_bytes())
    assert set(theirs) - set(ours) == {
        ".format_version",  # would promise the exact layout of PyTorch's zip
        ".data/serialization_id",  # a random number
    }
    # Empty memory may have any content; all of it here is in use.
    assert ours == {name: theirs[name] for name in ours}


@pytest.mark.torch
def test_pytorch_opens_our_file(tmp_path):
    import torch as real

    path = tmp_path / "model.pt"
    torch.save(contents(torch), path)
    check_equal(real.load(path, weights_only=True), contents(real))
    # Storages are aligned, so that they can be mapped into memory.
    mapped = real.load(path, weights_only=True, mmap=True)
    check_equal(mapped, contents(real))


def test_storages_are_aligned_and_named_after_the_file(tmp_path):
    path = tmp_path / "my.model.pt"
    torch.save([torch.ones(3), torch.ones(5)], path)
    with zipfile.ZipFile(path) as archive:
        infos = archive.infolist()
    assert infos[0].filename == "my.model/data.pkl"
    for info in infos:
        header = 30 + len(info.filename) + len(info.extra)
        assert (info.header_offset + header) % 64 == 0


def test_equal_contents_are_equal_files():
    assert saved(contents(torch)) == saved(contents(torch))


def test_shared_memory_stays_shared():
    big = loaded(saved(contents(torch)))
    assert big["same"] is big["state"]["0.weight"]
    big["same"][1, 2] = -1.0
    assert big["transposed"][2, 1] == -1
    assert big["state"]["0.bias"][0, 1] == -1
    assert big["twice"][0] is big["twice"][1]


def test_a_state_dict_goes_back_into_a_module():
    model = nn.Sequential(nn.Linear(3, 2), nn.ReLU(), nn.Linear(2, 1))
    other = nn.Sequential(nn.Linear(3, 2), nn.ReLU(), nn.Linear(2, 1))
    other.load_state_dict(loaded(saved(model.state_dict())))
    x = torch.randn(4, 3)
    assert torch.equal(model(x), other(x))


def test_an_optimizer_goes_on_where_it_stopped():
    def step(model, optimizer):
        optimizer.zero_grad()
        model(torch.ones(2, 3)).pow(2).sum().backward()
        optimizer.step()

    def fresh():
        torch.manual_seed(1)
        model = nn.Linear(3, 1)
        return model, torch.optim.Adam(model.parameters(), lr=0.1)

    model, optimizer = fresh()
    step(model, optimizer)
    checkpoint = {"model": model.state_dict(), "adam": optimizer.state_dict()}
    data = saved(checkpoint)
    step(model, optimizer)

    again, adam = fresh()
    checkpoint = loaded(data)
    again.load_state_dict(checkpoint["model"])
    adam.load_state_dict(checkpoint["adam"])
    step(again, adam)
    assert torch.equal(model.weight, again.weight)


@pytest.mark.parametrize(
    "array",
    [
        np.arange(6.0)[::-1],
        np.zeros(2, [("a", "i1"), ("b", "f4")])["b"],
        np.zeros((4, 4, 4), "f4")[::2, :, ::2].transpose(2, 0, 1),
    ],
    ids=["negative strides", "fields", "strides"],
)
def test_views_that_only_numpy_has_are_copied(array):
    from teachtorch._tensor import wrap

    assert loaded(saved(wrap(array))).tolist() == array.tolist()


def test_a_file_from_a_machine_with_the_other_byte_order():
    data = saved(torch.tensor([1, 2], dtype=torch.int16))
    other = rezipped(data, storage=b"\x00\x01\x00\x02", order=b"big")
    assert loaded(other).tolist() == [1, 2]
    with pytest.raises(ValueError, match="Unknown endianness type: middle"):
        loaded(rezipped(data, order=b"middle"))


# -- what cannot be saved ------------------------------------------------------


@pytest.mark.parametrize(
    ("obj", "advice"),
    [
        (np.zeros(2), "from_numpy"),
        (np.float64(1), "number.item()"),
        (range(3), "made of"),
        (lambda: 0, "made of"),
        (nn.Linear(1, 1), "state_dict"),
        (type("MyDict", (dict,), {})(), "dict(obj)"),
    ],
)
def test_other_objects_are_refused_with_advice(obj, advice):
    with pytest.raises(pickle.PicklingError, match="Can't pickle") as caught:
        saved({"deep": [obj]})
    assert advice in str(caught.value)


def test_one_memory_with_two_dtypes_is_refused():
    from teachtorch._tensor import wrap

    array = np.zeros(4, "f4")
    message = "view the same data as different types"
    with pytest.raises(RuntimeError, match=message):
        saved([wrap(array), wrap(array.view("i4"))])


def test_bad_arguments():
    with pytest.raises(AttributeError, match="expected 'f' to be string"):
        torch.save(1, None)
    with pytest.raises(RuntimeError, match="Parent directory .* does not"):
        torch.save(1, "/no/such/directory/x.pt")
    with pytest.raises(AttributeError, match="has no attribute 'seek'"):
        torch.load(3)
    with pytest.raises(FileNotFoundError):
        torch.load("/no/such/file.pt")
    with pytest.raises(RuntimeError, match="explicit pickle_module"):
        loaded(saved(1), weights_only=True, pickle_module=pickle)


# -- files and where tensors go ------------------------------------------------


def test_a_failed_save_leaves_the_old_file(tmp_path):
    path = tmp_path / "model.pt"
    torch.save(1, path)
    with pytest.raises(pickle.PicklingError):
        torch.save(lambda: 0, path)
    assert torch.load(path) == 1
    assert os.listdir(tmp_path) == ["model.pt"]


def test_a_save_that_breaks_off_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "model.pt"
    torch.save(1, path)

    def disk_full(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", disk_full)
    with pytest.raises(OSError, match="No space left"):
        torch.save(torch.ones(1000), path)
    assert torch.load(path) == 1
    assert os.listdir(tmp_path) == ["model.pt"]


def test_a_saved_file_keeps_mode_and_link(tmp_path):
    path, link = tmp_path / "model.pt", tmp_path / "latest.pt"
    torch.save(1, path)
    path.chmod(0o640)
    link.symlink_to(path)
    torch.save(2, link)
    assert link.is_symlink()
    assert torch.load(path) == 2
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    torch.save(3, os.devnull)


def test_streams_that_cannot_seek_can_be_written():
    class Pipe:
        def __init__(self):
            self.parts = []

        def write(self, data):
            self.parts.append(bytes(data))
            return len(data)

        def flush(self):
            pass

    pipe = Pipe()
    torch.save(torch.arange(3), pipe)
    assert loaded(b"".join(pipe.parts)).tolist() == [0, 1, 2]


def test_map_location():
    data = saved([torch.ones(1)])
    on_gpu = rezipped(
        data,
        pickle=records(data)["data.pkl"].replace(
            b"X\x03\x00\x00\x00cpu", b"X\x06\x00\x00\x00cuda:0"
        ),
    )
    with pytest.raises(RuntimeError, match="deserialize object on a CUDA dev"):
        loaded(on_gpu)
    for where in (
        "cpu",
        torch.device("cpu"),
        {"cuda:0": "cpu"},
        lambda storage, location: storage if location == "cuda:0" else None,
    ):
        assert loaded(on_gpu, map_location=where)[0].item() == 1
    with pytest.raises(RuntimeError, match="tagged with moon"):
        loaded(data, map_location="moon")


# -- bad files -----------------------------------------------------------------

EVIL = [
    (b"cos\nsystem\nX\x04\x00\x00\x00true\x85R.", "GLOBAL os.system was not"),
    (b"c__builtin__\neval\nX\x01\x00\x00\x001\x85R.", "GLOBAL eval was not"),
    (b"cbuiltins\nexec\n.", "GLOBAL exec was not"),
    (b"ctorch\nload\n.", "GLOBAL torch.load was not"),
    (b"c__main__\nNet\n)\x81.", "GLOBAL __main__.Net was not"),
    (b"cnumpy.core.multiarray\nscalar\n.", "multiarray.scalar was not"),
    (b"X\x01\x00\x00\x00a)R.", "Trying to call reduce for unrecognized"),
    (b"]}R.", "Trying to call reduce"),
    (b"ccollections\nOrderedDict\n)R}X\x05\x00\x00\x00itemsK\x01sb.", "items"),
    (b"]}b.", "Can only build OrderedDict"),
    (b"}K\x01a.", "Can only append to lists"),
    (b"]K\x01K\x02s.", "Can only SETITEMS for dict"),
    (b"c__builtin__\nbytearray\nK\x7f\x85R.", "bytearray of"),
    (b"X\x03\x00\x00\x00abcQ.", "persistent_load"),
    (b"K\x01K\x02K\x03\x87Q.", "persistent_load"),
    (b"\x8c\x01a.", "Unsupported operand 140"),
    (b"h\x07.", "damaged"),
    (b"K\x01", "damaged"),
    (b"a.", "damaged"),
    (b".", "damaged"),
    (b"K\x01K\x02.", "damaged"),
    (b"}]K\x01s.", "damaged"),
]


@pytest.mark.parametrize(("program", "words"), EVIL)
def test_a_hostile_pickle_is_refused(program, words):
    data = rezipped(saved(1), pickle=b"\x80\x02" + program)
    for weights_only in (None, True, False):
        with pytest.raises(pickle.UnpicklingError) as caught:
            loaded(data, weights_only=weights_only)
        first, *rest = str(caught.value).split("\n")
        assert first.startswith("Weights only load failed. ")
        assert words in first
        assert "never runs code" in rest[0]


def described(offset, size, stride, numel=6, key="0"):
    """Returns a checkpoint whose tensor is described by these numbers."""
    x = torch.arange(6.0).reshape(2, 3)
    old = records(saved(x))["data.pkl"]

    def numbers(*ns):
        return b"".join(b"K" + bytes([n]) for n in ns)

    view = numbers(0, 2, 3)
    assert view + b"\x86" in old
    new = old.replace(
        numbers(0) + numbers(2, 3) + b"\x86",
        numbers(offset) + numbers(*size) + b"\x86",
    )
    new = new.replace(numbers(3, 1) + b"\x86", numbers(*stride) + b"\x86")
    new = new.replace(numbers(6) + b"t", numbers(numel) + b"t")
    return rezipped(saved(x), pickle=new)


def test_a_view_must_lie_inside_its_storage():
    assert loaded(described(1, (1, 2), (2, 3))).tolist() == [[1.0, 4.0]]
    for offset, size, stride in [
        (1, (2, 3), (3, 1)),
        (0, (2, 4), (3, 1)),
        (0, (2, 3), (4, 1)),
        (0, (200, 200), (1, 1)),
    ]:
        with pytest.raises(RuntimeError, match="out of bounds for storage"):
            loaded(described(offset, size, stride))


def test_a_storage_must_have_the_size_that_is_said():
    with pytest.raises(RuntimeError, match=r"record size \(24 bytes\)"):
        loaded(described(0, (2, 3), (3, 1), numel=7))
    data = saved(torch.ones(6))
    for storage in (b"", b"1234" * 5, b"1234" * 7):
        with pytest.raises(RuntimeError, match="record size"):
            loaded(rezipped(data, storage=storage))
    with pytest.raises(RuntimeError, match="locating file data/0"):
        loaded(rezipped(data, storage=None))
    with pytest.raises(RuntimeError, match=r"locating file data\.pkl"):
        loaded(rezipped(data, pickle=None))


def test_compressed_records_are_refused():
    data = rezipped(saved(torch.ones(6)), zipfile.ZIP_DEFLATED)
    with pytest.raises(RuntimeError, match="is compressed"):
        loaded(data)


def test_a_truncated_file_is_refused():
    data = saved({"w": torch.arange(100.0)})
    for length in range(0, len(data), 7):
        with pytest.raises((RuntimeError, pickle.UnpicklingError, EOFError)):
            loaded(data[:length])


def test_a_changed_bit_is_noticed_or_harmless():
    original = {"w": torch.arange(6.0), "l": [1, "a", (2, 3)]}
    data = saved(original)
    rng = random.Random(0)
    for position in range(len(data)):
        changed = bytearray(data)
        changed[position] ^= 1 << rng.randrange(8)
        try:
            check_equal(loaded(bytes(changed)), original)
        except (RuntimeError, pickle.UnpicklingError):
            pass


def test_a_changed_pickle_raises_nothing_else():
    # The checksum is right here, as a forger would make it.
    data = saved({"w": torch.arange(6.0), "p": nn.Parameter(torch.ones(2))})
    program = records(data)["data.pkl"]
    rng = random.Random(0)
    for position in range(len(program)):
        changed = bytearray(program)
        changed[position] ^= 1 << rng.randrange(8)
        try:
            loaded(rezipped(data, pickle=bytes(changed)))
        except (RuntimeError, pickle.UnpicklingError):
            pass


def test_other_kinds_of_file_are_named():
    with pytest.raises(pickle.UnpicklingError, match="before PyTorch 1.6"):
        loaded(b"\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19.\x80\x02M\xe9\x03.")
    with pytest.raises(pickle.UnpicklingError, match="begins with b'hello"):
        loaded(b"hello world")
    with pytest.raises(EOFError, match=r"seek\(0\)"):
        loaded(b"")
    script = rezipped(saved(1))
    buffer = io.BytesIO(script)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("archive/constants.pkl", b"")
    with pytest.raises(RuntimeError, match="TorchScript"):
        loaded(buffer.getvalue())


def test_state_of_a_tensor_cannot_touch_the_engine():
    marked = torch.ones(1)
    marked.note = 1
    data = saved(marked)
    program = records(data)["data.pkl"]
    for name in (b"_arr", b"grad", b"view"):
        with pytest.raises(pickle.UnpicklingError, match="Cannot set the att"):
            loaded(rezipped(data, pickle=program.replace(b"note", name)))


def test_counter_and_long_integers_survive():
    obj = [Counter(a=2), 2**2000, -(2**63), struct.unpack("<d", b"\1" * 8)[0]]
    assert loaded(saved(obj)) == obj
    with pytest.raises(pickle.PicklingError, match="too long"):
        saved(2**2100)


def test_golden_file_is_small():
    assert Path(PATH).stat().st_size < 20_000


# -- files made to do harm -----------------------------------------------------


def program_of(
    size: tuple, stride: tuple, offset: int = 0, count: int = 6
) -> bytes:
    """Writes the pickle of one float tensor, a view of ``count`` elements."""

    def numbers(ns):
        return b"(" + b"".join(pickle.dumps(n, 2)[2:-1] for n in ns) + b"t"

    return (
        b"\x80\x02ctorch._utils\n_rebuild_tensor_v2\n("
        b"(X\x07\x00\x00\x00storagectorch\nFloatStorage\nX\x01\x00\x00\x000"
        b"X\x03\x00\x00\x00cpu"
        + pickle.dumps(count, 2)[2:-1]
        + b"tQ"
        + pickle.dumps(offset, 2)[2:-1]
        + numbers(size)
        + numbers(stride)
        + b"\x89ccollections\nOrderedDict\n)RtR."
    )


def test_a_view_written_by_hand_opens():
    data = rezipped(saved(torch.arange(6.0)), pickle=program_of((2,), (3,), 1))
    assert loaded(data).tolist() == [1, 4]


@pytest.mark.parametrize(
    ("size", "stride", "offset"),
    [
        ((2, 3), (-3, 1), 3),
        ((-2, 3), (3, 1), 0),
        ((2, 3), (3, 1), -1),
        ((2, 3), (3,), 0),
        ((2**62, 2**62), (0, 0), 0),
        ((2**31, 2**31), (1, 1), 0),
        ((2,), (2**63,), 0),
        ((7,), (1,), 0),
        ((1,), (1,), 2**61),
        ((0.5,), (1,), 0),
        ((True,), (1,), 0),
        ((0,), (1,), 10**9),
    ],
)
def test_a_view_that_makes_no_sense_is_refused(size, stride, offset):
    program = program_of(size, stride, offset)
    data = rezipped(saved(torch.arange(6.0)), pickle=program)
    with pytest.raises((RuntimeError, pickle.UnpicklingError)):
        loaded(data)


def test_a_storage_cannot_be_fetched_from_elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "secret").write_bytes(bytes(24))
    data = saved(torch.arange(6.0))
    for key in (b"../../secret", b"/etc/passwd", b"../data.pkl", b".", b""):
        length = struct.pack("<I", len(key))
        program = records(data)["data.pkl"].replace(
            b"X\x01\x00\x00\x000", b"X" + length + key, 1
        )
        with pytest.raises(RuntimeError, match="locating file|record size"):
            loaded(rezipped(data, pickle=program))


def test_names_that_climb_out_of_the_archive_are_not_written(tmp_path):
    (tmp_path / "in").mkdir()
    path = tmp_path / "in" / "model.pt"
    torch.save(torch.ones(2), path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("../climbed", b"out")
        archive.writestr("model/../../climbed", b"out")
    assert torch.load(path).tolist() == [1, 1]
    assert os.listdir(tmp_path) == ["in"]


def test_a_wrong_checksum_is_refused():
    data = saved(torch.arange(6.0))
    numbers = np.arange(6, dtype="f4").tobytes()
    assert data.count(numbers) == 1
    with pytest.raises(RuntimeError, match="CRC"):
        loaded(data.replace(numbers, numbers[::-1]))


def test_a_size_that_is_only_claimed_takes_no_memory():
    # A terabyte, of which the file holds 24 bytes.
    data = saved(torch.arange(6.0))
    program = program_of((2**38,), (1,), 0, 2**38)
    with pytest.raises(RuntimeError, match="record size"):
        loaded(rezipped(data, pickle=program))
    huge = struct.pack("<I", 2**31)
    for opcode in (b"X", b"B", b"T", b"\x8b"):  # a string that never comes
        with pytest.raises(pickle.UnpicklingError):
            loaded(rezipped(data, pickle=b"\x80\x02" + opcode + huge + b"a."))


def test_lists_nested_very_deep_are_read_without_recursion():
    depth = 100_000
    program = b"\x80\x02" + b"]" * (depth + 1) + b"a" * depth + b"."
    found = loaded(rezipped(saved(1), pickle=program))
    for _ in range(depth):
        (found,) = found
    assert found == []


def test_code_hidden_in_what_a_tensor_carries_is_refused():
    evil = b"cos\nsystem\nX\x04\x00\x00\x00true\x85R"
    plain = program_of((2,), (1,))
    hooks = b"ccollections\nOrderedDict\n)R"
    assert hooks in plain
    data = rezipped(saved(torch.arange(6.0)), pickle=plain.replace(hooks, evil))
    with pytest.raises(pickle.UnpicklingError, match=r"os\.system"):
        loaded(data)
