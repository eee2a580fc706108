"""Splits a stored file into batches of lines. Source: Kestra's StorageService.split.

The file is read as lines; the separator is what ends each of them in a batch. What is kept in memory does not grow
with the file: batches that fill one after the other are written as they are read, others go through the work directory.
"""

import io
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain, groupby
from operator import itemgetter
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Self

from dalsegno_tasks.interface import TaskContext, TaskFailure

BUFFERED_BYTES = 8 << 20
CHUNK_BYTES = 1 << 20
SMALL_BYTES = 256 << 10
AT_ONCE = 8
_SIZE = re.compile(r"\s*(\d+)\s*(?:([KMGT])?B?)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Batches:
    """How to split: by what a line says, or else the first that is given of a size, a number of batches, or of rows.

    The first group of `regex_pattern` names the batch of a line. A batch of `bytes` ("10MB") ends with the line that
    makes it that large. `partitions` get a line each in turn.
    """

    rows: int | None = 1
    partitions: int | None = None
    bytes: str | None = None
    separator: str = "\n"
    regex_pattern: str | None = None


def split(context: TaskContext, uri: str, batches: Batches) -> list[str]:
    """Stores the batches of a file as files of this task run, numbered from 1; returns their addresses.

    Raises:
        TaskFailure: the file cannot be read, or `batches` makes no sense.
    """
    extension = PurePosixPath(uri).suffix or ".tmp"
    end = batches.separator.encode()

    def name(number: int) -> str:
        return f"{number}{extension}"

    with context.open(uri) as source:
        if batches.regex_pattern is not None:
            return _spread(context, _named(context, _lines(source), batches.regex_pattern), end, name)
        if batches.bytes is not None:
            size_bytes = read_size(batches.bytes)
            return _in_turn(context, _lines(source), end, name, lambda written, _: written >= size_bytes)
        if batches.partitions is not None:
            count = batches.partitions
            spread = ((str(number % count), line) for number, line in enumerate(_lines(source)))
            return _spread(context, spread, end, name)
        if batches.rows is not None:
            most = batches.rows
            return _in_turn(context, _lines(source), end, name, lambda _, rows: rows >= most)
    raise TaskFailure("A file is split by `rows`, `partitions`, `bytes` or `regexPattern`; give one of them.")


def read_size(text: str) -> int:
    """A number of bytes, such as 500, 10KB or 1GB: 1 KB is 1024. Raises TaskFailure."""
    found = _SIZE.fullmatch(text)
    if found is None or int(found[1]) == 0:
        raise TaskFailure(f"`bytes` is {text!r}; give a size such as 10MB.")
    return int(found[1]) << (10 * " KMGT".index((found[2] or " ").upper()))


def _lines(source: BinaryIO) -> Iterator[bytes]:
    """Lines without their ends, whichever system they are of; bytes that are no UTF-8 stay as they are."""
    with io.TextIOWrapper(source, encoding="utf-8", errors="surrogateescape") as lines:
        for line in lines:
            yield line.removesuffix("\n").encode("utf-8", errors="surrogateescape")


def _in_turn(
    context: TaskContext,
    lines: Iterator[bytes],
    end: bytes,
    name: Callable[[int], str],
    full: Callable[[int, int], bool],
) -> list[str]:
    """Writes one batch after the other; `full` says whether one is, by its bytes and rows."""
    with _Uploads(context) as uploads:
        for number, batch in groupby(_numbered(lines, end, full), itemgetter(0)):
            begun = bytearray()
            for _, line in batch:
                begun += line
                if len(begun) > SMALL_BYTES:
                    rest = (line for _, line in batch)
                    uploads.now(name(number), chain((begun,), rest))
                    break
            else:
                uploads.soon(name(number), (begun,))
    return uploads.uris


def _numbered(lines: Iterator[bytes], end: bytes, full: Callable[[int, int], bool]) -> Iterator[tuple[int, bytes]]:
    number = written = rows = 0
    for line in lines:
        if number == 0 or full(written, rows):
            number, written, rows = number + 1, 0, 0
        written += len(line) + len(end)
        rows += 1
        yield number, line + end


def _named(context: TaskContext, lines: Iterator[bytes], pattern: str) -> Iterator[tuple[str, bytes]]:
    try:
        expression = re.compile(pattern)
    except re.error as error:
        raise TaskFailure(f"`regexPattern` is {pattern!r}, which is no regular expression: {error}.") from error
    if not expression.groups:
        raise TaskFailure(f"`regexPattern` is {pattern!r}; its first group names the batch of a line, so give it one.")
    left_out = 0
    for line in lines:
        found = expression.search(line.decode(errors="surrogateescape"))
        if found is None:
            left_out += 1
        else:
            yield found[1] or "", line
    if left_out:
        warn = context.log.warning
        warn(f"{left_out} lines are in no batch: `regexPattern` is not in them.")


def _spread(
    context: TaskContext, named: Iterator[tuple[str, bytes]], end: bytes, name: Callable[[int], str]
) -> list[str]:
    """Writes batches that fill side by side, in the order in which they began."""
    parts = _Parts(context.work_directory)
    for key, line in named:
        parts.add(key, line + end)
    with _Uploads(context) as uploads:
        for number, part in enumerate(parts.close(), start=1):
            uploads.soon(name(number), _taken(part))
    return uploads.uris


def _taken(part: Path) -> Iterator[bytes]:
    with part.open("rb") as source:
        while chunk := source.read(CHUNK_BYTES):
            yield chunk
    part.unlink()


class _Uploads:
    """Stores files, several small ones at once: storage makes those durable together. `uris` are in their order."""

    def __init__(self, context: TaskContext) -> None:
        self._context = context
        self._pool = ThreadPoolExecutor(AT_ONCE)
        self._under_way: deque[Future[str]] = deque()
        self.uris: list[str] = []

    def now(self, name: str, chunks: Iterable[bytes | bytearray]) -> None:
        self._settle(0)
        self.uris.append(self._store(name, chunks))

    def soon(self, name: str, chunks: Iterable[bytes | bytearray]) -> None:
        """Returns before the file is stored, unless many are on their way."""
        self._settle(2 * AT_ONCE)
        self._under_way.append(self._pool.submit(self._store, name, chunks))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        try:
            if exception[0] is None:
                self._settle(0)
        finally:
            self._pool.shutdown(cancel_futures=True)

    def _settle(self, most: int) -> None:
        while len(self._under_way) > most:
            self.uris.append(self._under_way.popleft().result())

    def _store(self, name: str, chunks: Iterable[bytes | bytearray]) -> str:
        with self._context.create(name) as file:
            for chunk in chunks:
                file.write(chunk)
        return file.uri


class _Parts:
    """Files that grow side by side, of which only the newest bytes are in memory, and none is open."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._new: dict[str, bytearray] = {}
        self._new_bytes = 0
        self._paths: dict[str, Path] = {}

    def add(self, key: str, data: bytes) -> None:
        self._new.setdefault(key, bytearray()).extend(data)
        self._new_bytes += len(data)
        if key not in self._paths:
            self._paths[key] = self._folder / f"part-{len(self._paths)}"
        if self._new_bytes > BUFFERED_BYTES:
            self._flush()

    def close(self) -> list[Path]:
        self._flush()
        return list(self._paths.values())

    def _flush(self) -> None:
        for key, data in self._new.items():
            with self._paths[key].open("ab") as file:
                file.write(data)
        self._new.clear()
        self._new_bytes = 0
