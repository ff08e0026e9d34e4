"""Datasets, samplers and the data loader give the batches PyTorch gives.

``golden/data_cases.json`` holds PyTorch's answers (see ``record_data.py``).
The rest is about worker processes, which must neither hang nor stay behind.
"""

from __future__ import annotations

import gc
import json
import multiprocessing
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from record_data import run

import teachtorch as torch
from teachtorch.utils.data import (
    DataLoader,
    Dataset,
    IterableDataset,
    Subset,
    TensorDataset,
    default_collate,
    get_worker_info,
    random_split,
)
from teachtorch.utils.data._utils import collate, multiprocess

CASES = json.loads(
    (Path(__file__).parent / "golden" / "data_cases.json").read_text()
)

pytestmark = [
    # A test machine may have one processor, and forks with BLAS's threads.
    pytest.mark.filterwarnings("ignore:This DataLoader will create"),
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded"),
]


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=case["code"]) for case in CASES]
)
def test_answers_as_pytorch_does(case):
    expected = {key: case[key] for key in case if key != "code"}
    assert run(case["code"], torch) == expected


# -- one index_select instead of many rows -------------------------------------


class Slow(TensorDataset):
    """The same rows, but not of the type that is taken at once."""


@pytest.mark.parametrize("dtype", [torch.float32, torch.int64, torch.bool])
def test_rows_taken_at_once_equal_rows_stacked(dtype):
    x = (torch.arange(60).reshape(10, 2, 3) % 7).to(dtype)
    for tensor in (x, x.transpose(1, 2), x[:, :, 1], x[::2]):
        order = [3, 0, 0, 4, 1]
        fast, slow = (
            next(iter(DataLoader(kind(tensor), batch_sampler=[order])))[0]
            for kind in (TensorDataset, Slow)
        )
        assert torch.equal(fast, slow)
        assert fast.stride() == slow.stride()
        assert fast.dtype is slow.dtype
        fast[0] = 0  # a batch is a copy
        assert not torch.equal(fast, slow)


def test_rows_of_a_part_of_a_part():
    x, y = torch.arange(20.0).reshape(10, 2), torch.arange(10)
    inner, outer = [1, 3, 5, 7, 9], [4, 0, -1, 2]
    fast, slow = (
        list(DataLoader(Subset(Subset(kind(x, y), inner), outer), 2))
        for kind in (TensorDataset, Slow)
    )
    assert [y.tolist() for _, y in fast] == [[9, 1], [9, 5]]
    for (a, b), (c, d) in zip(fast, slow, strict=True):
        assert torch.equal(a, c)
        assert torch.equal(b, d)


def test_rows_of_a_tensor_with_gradient_are_stacked():
    x = torch.ones(4, 2, requires_grad=True)
    (batch,) = next(iter(DataLoader(TensorDataset(x), batch_size=4)))
    assert batch.grad_fn.name() == "StackBackward0"


def test_a_changed_table_of_collate_functions_is_respected(monkeypatch):
    monkeypatch.setitem(
        collate.default_collate_fn_map,
        torch.Tensor,
        lambda batch, *, collate_fn_map=None: len(batch),
    )
    loader = DataLoader(TensorDataset(torch.ones(4, 2)), batch_size=3)
    assert list(loader) == [[3], [1]]


def test_names_that_people_import():
    from teachtorch.utils.data.dataloader import DataLoader as A
    from teachtorch.utils.data.dataloader import default_collate as B
    from teachtorch.utils.data.dataset import Dataset as C
    from teachtorch.utils.data.dataset import random_split as D
    from teachtorch.utils.data.sampler import SubsetRandomSampler

    assert (A, B, C, D) == (DataLoader, default_collate, Dataset, random_split)
    assert list(SubsetRandomSampler([4])) == [4]
    assert torch.utils.data.Dataset[int]  # may be written in annotations


def test_a_subset_that_changes_only_getitem_is_refused():
    class Half(Subset):
        def __getitem__(self, idx):
            return 0

    with pytest.raises(NotImplementedError, match="overrides __getitem__ but"):
        Half([1, 2], [0])


def test_a_part_without_samples_warns():
    with pytest.warns(UserWarning, match="Length of split at index 1 is 0"):
        random_split([1, 2], [1.0, 0.0])


def test_a_stream_longer_than_its_length_warns():
    class Long(IterableDataset):
        def __len__(self):
            return 1

        def __iter__(self):
            return iter(range(2))

    loader = DataLoader(Long(), batch_size=None)
    assert len(loader) == 1
    with pytest.warns(UserWarning, match="was reported to be 1"):
        assert list(loader) == [0, 1]


# -- worker processes ----------------------------------------------------------


class Numbers(Dataset):
    """Forty samples; subclasses misbehave."""

    def __len__(self):
        return 40

    def __getitem__(self, index):
        return index


class Large(Numbers):
    def __getitem__(self, index):
        return torch.zeros(200_000)


class Dies(Numbers):
    def __getitem__(self, index):
        if index == 5:
            os.kill(os.getpid(), 9)
        return index


class CannotBeSent(Numbers):
    def __getitem__(self, index):
        return lambda: index


class TwoArguments(Exception):
    def __init__(self, a, b):
        super().__init__(a, b)


class Fails(Numbers):
    def __getitem__(self, index):
        raise TwoArguments(1, 2)


class Sleeps(Numbers):
    def __getitem__(self, index):
        if index == 3:
            time.sleep(60)
        return index


def as_it_is(samples):
    return samples


@pytest.fixture
def nobody_left_behind():
    """Checks that a test ends soon and leaves no process."""
    begin = time.monotonic()
    yield
    gc.collect()
    assert multiprocessing.active_children() == []
    assert time.monotonic() - begin < 30


@pytest.mark.usefixtures("nobody_left_behind")
class TestWorkers:
    def test_leaving_early(self):
        for _ in DataLoader(Large(), batch_size=4, num_workers=2):
            break

    def test_many_indices_and_large_batches_do_not_block_each_other(self):
        batches = [list(range(40)) * 500] * 6
        loader = DataLoader(
            Numbers(), batch_sampler=batches, num_workers=2, prefetch_factor=3
        )
        assert [len(batch) for batch in loader] == [20_000] * 6

    def test_a_worker_that_dies(self):
        loader = DataLoader(Dies(), batch_size=2, num_workers=2)
        with pytest.raises(RuntimeError, match="exited unexpectedly"):
            list(loader)

    def test_a_sample_that_cannot_be_sent(self):
        loader = DataLoader(
            CannotBeSent(), 2, num_workers=1, collate_fn=as_it_is
        )
        with pytest.raises((AttributeError, RuntimeError), match="pickle"):
            list(loader)

    def test_an_exception_brings_its_traceback(self):
        loader = DataLoader(Fails(), batch_size=2, num_workers=1)
        with pytest.raises(RuntimeError) as caught:
            list(loader)
        text = str(caught.value)
        assert text.startswith(
            "Caught TwoArguments in DataLoader worker process 0.\n"
            "Original Traceback (most recent call last):\n"
        )
        assert "raise TwoArguments(1, 2)" in text

    def test_after_an_exception_the_loader_goes_on(self):
        class Third(Numbers):
            def __getitem__(self, index):
                if index == 2:
                    raise ValueError("two")
                return index

        batches = iter(DataLoader(Third(), num_workers=1))
        assert [next(batches).item(), next(batches).item()] == [0, 1]
        with pytest.raises(ValueError, match="Original"):
            next(batches)
        assert next(batches).item() == 3

    def test_timeout(self, monkeypatch):
        monkeypatch.setattr(multiprocess, "_GRACE", 0.2)
        loader = DataLoader(Sleeps(), 2, num_workers=2, timeout=0.5)
        with pytest.raises(RuntimeError, match="timed out after 0.5 seconds"):
            list(loader)

    def test_worker_init_fn(self):
        def begin(worker):
            get_worker_info().dataset.offset = 100 * worker

        class Offset(Numbers):
            def __getitem__(self, index):
                return self.offset + index

        loader = DataLoader(Offset(), 20, num_workers=2, worker_init_fn=begin)
        first, second = loader
        assert first.tolist() == list(range(20))
        assert second.tolist() == list(range(120, 140))
        assert get_worker_info() is None

    def test_an_init_fn_that_fails(self):
        def begin(worker):
            raise ValueError("not today")

        loader = DataLoader(Numbers(), num_workers=1, worker_init_fn=begin)
        with pytest.raises(ValueError, match="not today"):
            list(loader)

    def test_persistent_workers_stay(self):
        class WhoAmI(Numbers):
            def __getitem__(self, index):
                return os.getpid()

        loader = DataLoader(
            WhoAmI(), 10, num_workers=2, persistent_workers=True
        )
        epochs = []
        for stop in (0, 1, 3):  # the first two epochs are left early
            for i, batch in enumerate(loader):
                epochs.append(batch[0].item())
                if i == stop:
                    break
        assert len(epochs) == 1 + 2 + 4
        assert len(set(epochs)) == 2

    def test_out_of_order(self):
        class FirstIsSlow(Numbers):
            def __getitem__(self, index):
                if index == 0:
                    time.sleep(1)
                return index

        loader = DataLoader(FirstIsSlow(), num_workers=2, in_order=False)
        order = [batch.item() for batch in loader]
        assert order[0] != 0
        assert sorted(order) == list(range(40))

    def test_spawned_workers(self):
        loader = DataLoader(
            range(6), 2, num_workers=1, multiprocessing_context="spawn"
        )
        assert [b.tolist() for b in loader] == [[0, 1], [2, 3], [4, 5]]

    def test_each_worker_has_its_own_numpy_seed(self):
        class Draw(Numbers):
            def __getitem__(self, index):
                return np.random.rand()  # noqa: NPY002 - it is the topic

        torch.manual_seed(0)
        numbers = torch.cat(list(DataLoader(Draw(), 4, num_workers=2)))
        assert len(set(numbers.tolist())) == 40


def test_workers_end_when_the_main_process_is_killed(tmp_path):
    script = (
        "import os, sys, teachtorch as torch\n"
        "from teachtorch.utils.data import DataLoader, TensorDataset\n"
        "data = TensorDataset(torch.zeros(100, 50_000))\n"
        "batches = iter(DataLoader(data, batch_size=5, num_workers=2))\n"
        "next(batches)\n"
        "pool = batches._batches.pool\n"
        "print(*[process.pid for process in pool.processes], flush=True)\n"
        "os.kill(os.getpid(), 9)\n"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parent.parent,
    )
    deadline = time.monotonic() + 20
    pids = [int(pid) for pid in done.stdout.split()]
    assert len(pids) == 2, done.stderr
    while any(is_running(pid) for pid in pids):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def is_running(pid: int) -> bool:
    """Whether a process runs; a zombie, which nobody waits for, does not."""
    try:
        os.kill(pid, 0)
        stat = Path(f"/proc/{pid}/stat")
        return not stat.exists() or stat.read_text().split()[2] != "Z"
    except (ProcessLookupError, FileNotFoundError):
        return False


def test_a_loader_iterator_cannot_be_pickled():
    import pickle

    with pytest.raises(NotImplementedError):
        pickle.dumps(iter(DataLoader([1])))
