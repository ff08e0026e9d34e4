"""What runs inside a worker process of the data loader.

The main process and a worker talk through one pipe. The main process sends
tasks ``(epoch, number, indices)``; the worker sends back ``(epoch, number,
batch)``. ``None`` instead of a task means: finish. The other end of the pipe
is in ``multiprocess.py``.
"""

from __future__ import annotations

import os
import queue
import random
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait
from multiprocessing.reduction import ForkingPickler
from typing import Any

import numpy as np

from teachtorch.random import manual_seed
from teachtorch.utils.data._utils import info
from teachtorch.utils.data._utils.fetch import create_fetcher
from teachtorch.utils.data.dataset import IterableDataset


@dataclass(frozen=True)
class EndOfStream:
    """A worker's answer when its copy of a stream is exhausted."""


@dataclass(frozen=True)
class Resume:
    """The main process's word that a new epoch begins."""


class ExceptionWrapper:
    """An exception on its way to another process, as type and text."""

    def __init__(self, exception: BaseException, where: str) -> None:
        self.type = type(exception)
        self.where = where
        self.text = "".join(traceback.format_exception(exception))

    def reraise(self) -> None:
        """Raises the exception again, with the worker's traceback in it."""
        message = (
            f"Caught {self.type.__name__} {self.where}.\nOriginal {self.text}"
        )
        if self.type is KeyError:
            # KeyError prints repr(argument), which would hide the newlines.
            message = _PlainText(message)
        try:
            exception = self.type(message)
        except Exception:
            # Its constructor wants other arguments.
            raise RuntimeError(message) from None
        raise exception


class _PlainText(str):
    """A string whose repr is itself."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


@dataclass
class WorkerSettings:
    """All that a worker needs to know when it starts."""

    id: int
    num_workers: int
    base_seed: int
    dataset: Any
    batched: bool
    collate_fn: Callable
    drop_last: bool
    init_fn: Callable[[int], None] | None


def worker_loop(
    settings: WorkerSettings, pipe: Connection, other_end: Connection | None
) -> None:
    """Answers tasks until told to finish: the main function of a worker."""
    if other_end is not None:
        other_end.close()  # a forked copy; only the main process may hold it
    try:
        _set_up(settings)
        tasks: queue.SimpleQueue = queue.SimpleQueue()
        finish = threading.Event()
        reader = threading.Thread(
            target=_read_tasks, args=(pipe, tasks, finish), daemon=True
        )
        reader.start()
        _answer_tasks(settings, pipe, tasks, finish)
    except (KeyboardInterrupt, BrokenPipeError, ConnectionResetError):
        pass  # the main process is stopping or gone, and tells the user


def _set_up(settings: WorkerSettings) -> None:
    """Seeds the random numbers, each worker's differently."""
    seed = settings.base_seed + settings.id
    random.seed(seed)
    manual_seed(seed)
    low, high = settings.base_seed & 0xFFFFFFFF, settings.base_seed >> 32
    entropy = [settings.id, low, high, 0]
    state = np.random.SeedSequence(entropy).generate_state(4)
    np.random.seed(state)  # noqa: NPY002 - the one that datasets may use
    info.worker_info = info.WorkerInfo(
        settings.id, settings.num_workers, seed, settings.dataset
    )


def _read_tasks(
    pipe: Connection, tasks: queue.SimpleQueue, finish: threading.Event
) -> None:
    """Moves tasks from the pipe to a queue, in a thread of its own.

    The pipe is thus always drained: the main process never waits to send a
    task while this one waits to send a batch.
    """
    parent = parent_process()
    assert parent is not None
    while True:
        ready = wait([pipe, parent.sentinel])
        if pipe not in ready:
            os._exit(1)  # the main process died: nobody wants the batches
        try:
            task = pipe.recv()
        except (EOFError, OSError):
            task = None
        if task is None:
            finish.set()
        tasks.put(task)
        if task is None:
            return


def _answer_tasks(
    settings: WorkerSettings,
    pipe: Connection,
    tasks: queue.SimpleQueue,
    finish: threading.Event,
) -> None:
    where = f"in DataLoader worker process {settings.id}"
    is_stream = isinstance(settings.dataset, IterableDataset)
    fetcher: Any = None
    start_error: ExceptionWrapper | None = None

    def new_fetcher() -> Any:
        return create_fetcher(
            settings.dataset,
            settings.batched,
            settings.collate_fn,
            settings.drop_last,
        )

    try:
        if settings.init_fn is not None:
            settings.init_fn(settings.id)
        fetcher = new_fetcher()
    except Exception as error:
        start_error = ExceptionWrapper(error, where)

    while (task := tasks.get()) is not None and not finish.is_set():
        if isinstance(task, Resume):
            fetcher = new_fetcher()
            continue
        epoch, number, index = task
        data: Any
        if start_error is not None:
            data = start_error
        else:
            try:
                data = fetcher.fetch(index)
            except Exception as error:
                if is_stream and isinstance(error, StopIteration):
                    data = EndOfStream()
                else:
                    data = ExceptionWrapper(error, where)
        _send(pipe, epoch, number, data, where)


def _send(
    pipe: Connection, epoch: int, number: int, data: Any, where: str
) -> None:
    """Sends one answer; what cannot be pickled becomes an error message."""
    try:
        message = ForkingPickler.dumps((epoch, number, data))
    except Exception as error:
        if isinstance(data, ExceptionWrapper):
            data.type = RuntimeError  # a class the other side cannot import
        else:
            data = ExceptionWrapper(error, where)
        message = ForkingPickler.dumps((epoch, number, data))
    pipe.send_bytes(message)
