"""Fetching a file that others publish, safely.

A download can break in the middle, a mirror can be down, and a file can be
the wrong one. So the bytes go to a file ``NAME.part`` first, a broken
download goes on where it stopped, the sums are checked, and only a complete
and correct file gets its real name.
"""

from __future__ import annotations

import hashlib
import os
import sys
import urllib.error
import urllib.request
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import Any

_CHUNK = 1 << 16
_TIMEOUT = 30  # seconds without a byte


@dataclass(frozen=True)
class Resource:
    """A published file, compressed with gzip, and how to recognise it.

    Attributes:
        name: its name without ``.gz``.
        gz_md5: the MD5 sum of the published compressed file.
        size: the number of bytes when uncompressed.
        md5: the MD5 sum when uncompressed, if it is known. Any compressed
            copy with this content is accepted.
    """

    name: str
    gz_md5: str
    size: int
    md5: str | None = None

    def problem(self, content: bytes) -> str | None:
        """Says what is wrong with the uncompressed content, if anything."""
        if len(content) != self.size:
            return f"it has {len(content)} bytes instead of {self.size}"
        if self.md5 is not None and _md5(content) != self.md5:
            return "its MD5 sum is not the published one"
        return None

    def unpack(self, packed: bytes) -> bytes:
        """Uncompresses the published file and checks it.

        Raises:
            ValueError: if it is not what was published.
        """
        try:
            unpacker = zlib.decompressobj(wbits=31)  # 31: the gzip format
            content = unpacker.decompress(packed, self.size + 1)
        except zlib.error as error:
            raise ValueError(f"it is no gzip file ({error})") from error
        problem = self.problem(content)
        if problem is None and self.md5 is None:
            if _md5(packed) != self.gz_md5:
                problem = "its MD5 sum is not the published one"
        if problem is not None:
            raise ValueError(problem)
        return content


def _md5(data: bytes) -> str:
    # MD5 is no protection against forgers, but it is what was published.
    return hashlib.md5(data, usedforsecurity=False).hexdigest()


def fetch(
    resource: Resource, mirrors: Iterable[str], folder: str | Path
) -> Path:
    """Downloads a file, uncompresses it and checks it.

    Args:
        resource: which file.
        mirrors: addresses to try in turn, each ending in ``/``.
        folder: where to put it; made if it does not exist.

    Returns:
        The path of the uncompressed file.

    Raises:
        RuntimeError: if no mirror has it.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f"{resource.name}.gz.part"
    failures = []
    for mirror in mirrors:
        url = f"{mirror}{resource.name}.gz"
        try:
            content = _fetch_from(url, part, resource)
        except (OSError, HTTPException, ValueError) as error:
            failures.append(f"{url}: {error}")
            continue
        path = folder / resource.name
        unpacked = folder / f"{resource.name}.part"
        unpacked.write_bytes(content)
        os.replace(unpacked, path)
        part.unlink()
        return path
    raise RuntimeError(
        f"Error downloading {resource.name}.gz\n" + "\n".join(failures)
    )


def _fetch_from(url: str, part: Path, resource: Resource) -> bytes:
    """Returns the content, going on as long as there is something to gain."""
    while True:
        had = part.stat().st_size if part.exists() else 0
        complete = _receive(url, part, resource.size)
        if complete:
            try:
                return resource.unpack(part.read_bytes())
            except ValueError:
                part.unlink()
                if had == 0:
                    raise
                # The old beginning and the new end may be of two different
                # copies: once more, from the start.
        elif part.stat().st_size <= had:
            raise ValueError("the connection broke")


def _receive(url: str, part: Path, limit: int) -> bool:
    """Appends to ``part`` what it lacks; returns whether that is all."""
    had = part.stat().st_size if part.exists() else 0
    headers = {"User-Agent": "teachtorch"}
    if had:
        headers["Range"] = f"bytes={had}-"
    request = urllib.request.Request(url, headers=headers)
    try:
        response = urllib.request.urlopen(request, timeout=_TIMEOUT)
    except urllib.error.HTTPError as error:
        if error.code == 416:  # there is nothing after what we have
            return True
        raise
    with response:
        resumed = response.status == 206
        begin = had if resumed else 0
        length = response.headers.get("Content-Length")
        expected = begin + int(length) if length else None
        with (
            open(part, "ab" if resumed else "wb") as file,
            _Progress(url.rsplit("/", 1)[-1], begin, expected) as progress,
        ):
            while chunk := _read(response):
                file.write(chunk)
                progress.update(len(chunk))
                # A compressed copy is never much longer than its content.
                if file.tell() > 2 * limit + _CHUNK:
                    raise ValueError("the file is far too long")
    return expected is None or part.stat().st_size >= expected


def _read(response: Any) -> bytes:
    """Reads on; a connection that breaks counts as one that ends."""
    try:
        return response.read(_CHUNK)
    except (OSError, HTTPException):
        return b""


class _Progress:
    """A progress bar: tqdm's if it is installed, else a line of text."""

    def __init__(self, name: str, begin: int, total: int | None) -> None:
        self.name, self.done, self.total = name, begin, total
        self.shown = -1
        self.bar: Any = None
        try:
            from tqdm import tqdm
        except ImportError:
            return
        self.bar = tqdm(
            desc=name, initial=begin, total=total, unit="B", unit_scale=True
        )

    def update(self, count: int) -> None:
        """Counts some more bytes."""
        self.done += count
        if self.bar is not None:
            self.bar.update(count)
        elif self.total:
            percent = 100 * self.done // self.total
            if percent // 10 > self.shown // 10:
                self.shown = percent
                print(f"\r{self.name}: {percent} %", end="", file=sys.stderr)

    def __enter__(self) -> _Progress:
        return self

    def __exit__(self, *error: object) -> None:
        if self.bar is not None:
            self.bar.close()
        elif self.shown >= 0:
            print(file=sys.stderr)


def read_published(resource: Resource, folders: Iterable[Path]) -> Any:
    """Returns the path of a good copy on disk, or ``None`` if there is none.

    Args:
        resource: which file.
        folders: where to look for it, plain or compressed (``.gz``).

    Returns:
        The uncompressed content, or ``None`` if no folder has the file.

    Raises:
        RuntimeError: if there is a file of that name, but a bad one.
    """
    for folder in folders:
        for path in (folder / resource.name, folder / f"{resource.name}.gz"):
            if not path.is_file():
                continue
            content = path.read_bytes()
            try:
                if path.suffix == ".gz":
                    return resource.unpack(content)
            except ValueError as error:
                problem: str | None = str(error)
            else:
                problem = resource.problem(content)
                if problem is None:
                    return content
            raise RuntimeError(
                f"Dataset file {path} cannot be used: {problem}.\n"
                "Remove it; it will then be looked for elsewhere, or fetched."
            )
    return None
