"""Loading with worker processes: the main process's side.

Each worker has its own pipe. The main process hands out the batches in turn,
a few ahead per worker, and gives the answers to the caller in the order of
the tasks, whichever worker is faster. It waits on the pipes *and* on the
processes, so that a worker that dies is noticed at once.
"""

from __future__ import annotations

import multiprocessing
import os
import time
import weakref
from collections.abc import Iterator
from itertools import cycle
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Any

from teachtorch.utils.data._utils.worker import (
    EndOfStream,
    ExceptionWrapper,
    Resume,
    WorkerSettings,
    worker_loop,
)

if TYPE_CHECKING:
    from teachtorch.utils.data.dataloader import DataLoader

# How long a worker may take to finish before it is terminated, in seconds.
_GRACE = 5.0


class WorkerPool:
    """The worker processes and the pipes to them."""

    def __init__(self, loader: DataLoader, base_seed: int) -> None:
        context = loader.multiprocessing_context or multiprocessing
        forks = context.get_start_method() == "fork"
        self.processes: list[Any] = []
        self.pipes: list[Any] = []
        # Runs when the pool is forgotten, and at the latest when Python ends.
        self.close = weakref.finalize(
            self, _shut_down, self.processes, self.pipes, os.getpid()
        )
        for i in range(loader.num_workers):
            settings = WorkerSettings(
                id=i,
                num_workers=loader.num_workers,
                base_seed=base_seed,
                dataset=loader.dataset,
                batched=loader._auto_collation,
                collate_fn=loader.collate_fn,
                drop_last=loader.drop_last,
                init_fn=loader.worker_init_fn,
            )
            ours, theirs = context.Pipe()
            process = context.Process(
                target=worker_loop,
                args=(settings, theirs, ours if forks else None),
                daemon=True,
            )
            process.start()
            theirs.close()
            self.processes.append(process)
            self.pipes.append(ours)

    def send(self, worker: int, task: Any) -> None:
        """Sends a task; a dead worker is noticed by :meth:`receive`."""
        try:
            self.pipes[worker].send(task)
        except (BrokenPipeError, ConnectionResetError):
            pass

    def receive(self, timeout: float) -> Iterator[tuple[int, int, Any]]:
        """Yields the answers that are there, waiting for the first one.

        Raises:
            RuntimeError: if a worker died, or none answered within
                ``timeout`` seconds (0: wait for ever).
        """
        sentinels = [process.sentinel for process in self.processes]
        ready = wait([*self.pipes, *sentinels], timeout or None)
        if not ready:
            raise RuntimeError(f"DataLoader timed out after {timeout} seconds")
        readable = [pipe for pipe in self.pipes if pipe in ready]
        try:
            for pipe in readable:
                yield pipe.recv()
        except (EOFError, ConnectionResetError):
            readable = []  # the end of a dead worker's pipe
        if not readable:
            self._report_deaths()

    def _report_deaths(self) -> None:
        dead = []
        for process in self.processes:
            process.join(0.1)  # a closing pipe is seen before the exit code
            if not process.is_alive():
                dead.append(process)
        pids = ", ".join(str(process.pid) for process in dead)
        codes = ", ".join(str(process.exitcode) for process in dead)
        raise RuntimeError(
            f"DataLoader worker (pid(s) {pids}) exited unexpectedly\n"
            f"Exit code {codes}. A negative code -n means killed by signal n "
            "(-9 often: out of memory). Try num_workers=0 to see the error "
            "in the main process."
        )


def _shut_down(processes: list, pipes: list, owner: int) -> None:
    """Lets the workers finish, and terminates those that do not."""
    if os.getpid() != owner:
        return  # a forked copy of the pool, whose workers are not ours
    for pipe in pipes:
        try:
            pipe.send(None)
        except OSError:
            pass
    deadline = time.monotonic() + _GRACE
    waiting: dict[Any, Any] = {p.sentinel: p for p in processes}
    open_pipes: set[Any] = set(pipes)
    while waiting and (left := deadline - time.monotonic()) > 0:
        # Read on meanwhile: a worker may be waiting to send a batch.
        ready: Any
        for ready in wait([*open_pipes, *waiting], left):
            if ready in waiting:
                waiting.pop(ready).join()
                continue
            try:
                ready.recv_bytes()
            except (EOFError, OSError):
                open_pipes.discard(ready)
    for process in waiting.values():
        process.terminate()
        process.join(_GRACE)
    for pipe in pipes:
        pipe.close()


class BatchQueue:
    """One epoch after the other through a :class:`WorkerPool`."""

    def __init__(self, loader: DataLoader, base_seed: int) -> None:
        prefetch_factor = loader.prefetch_factor or 0
        if prefetch_factor <= 0:
            raise AssertionError(
                "prefetch_factor must be greater than 0 for "
                "MultiProcessingDataLoaderIter"
            )
        self.in_order = loader.in_order
        self.timeout = loader.timeout
        self.keep_workers = loader.persistent_workers
        self.num_workers = loader.num_workers
        self.ahead = prefetch_factor * loader.num_workers
        self.epoch = 0
        self.pool = WorkerPool(loader, base_seed)

    def start(self, indices: Iterator) -> None:
        """Begins an epoch: the first tasks go out."""
        self.epoch += 1
        if self.epoch > 1:
            for worker in range(self.num_workers):
                self.pool.send(worker, Resume())
        self.indices = indices
        self.turns = cycle(range(self.num_workers))
        self.active = [True] * self.num_workers
        self.owners: dict[int, int] = {}  # task number -> worker
        self.answers: dict[int, Any] = {}  # arrived, not yet handed on
        self.sent = 0
        self.wanted = 0  # the number of the next task to hand on
        for _ in range(self.ahead):
            self._send_next()

    def _send_next(self) -> None:
        """Gives the next indices to the next worker that still has data."""
        if not any(self.active):
            return
        try:
            index = next(self.indices)
        except StopIteration:
            return
        worker = next(turn for turn in self.turns if self.active[turn])
        self.pool.send(worker, (self.epoch, self.sent, index))
        self.owners[self.sent] = worker
        self.sent += 1

    def next_batch(self) -> Any:
        """Returns the next batch.

        Raises:
            StopIteration: at the end of the epoch.
        """
        while True:
            number = self._next_arrived()
            if number is not None:
                batch = self.answers.pop(number)
                self._send_next()
                if isinstance(batch, ExceptionWrapper):
                    batch.reraise()
                return batch
            if not self.owners:
                if not self.keep_workers:
                    self.pool.close()
                raise StopIteration
            self._receive()

    def _next_arrived(self) -> int | None:
        """Returns the number of the answer to hand on now, if it is there."""
        if not self.in_order:
            return next(iter(self.answers), None)
        while self.wanted < self.sent:
            if self.wanted in self.answers:
                self.wanted += 1
                return self.wanted - 1
            if self.wanted in self.owners:
                return None  # still being loaded
            self.wanted += 1  # its worker's stream had ended
        return None

    def _receive(self) -> None:
        for epoch, number, answer in self.pool.receive(self.timeout):
            if epoch != self.epoch:
                continue  # from an epoch that the caller left early
            worker = self.owners.pop(number)
            if isinstance(answer, EndOfStream):
                self.active[worker] = False
                self._send_next()
            else:
                self.answers[number] = answer
