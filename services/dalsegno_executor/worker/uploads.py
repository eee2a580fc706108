"""Files on their way to storage, kept until they have arrived."""

import os
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

import grpc

from dalsegno.api.storage.v1 import storage_pb2 as pb
from dalsegno_executor.worker.patience import Patience, Waiting
from dalsegno_tasks import TaskFailure

CHUNK_BYTES = 1024 * 1024
# What of a file is kept in memory until it has arrived; the rest is kept on the disk of the worker.
MAX_MEMORY_BYTES = 4 * CHUNK_BYTES
# How far a task may be ahead of storage before it waits, as long as storage is there.
MAX_AHEAD_BYTES = 8 * CHUNK_BYTES


class Kept:
    """The bytes of a file from its first one; they are written by one thread and read, again and again, by others."""

    def __init__(self, scratch: Path) -> None:
        self._scratch = scratch
        self._memory = bytearray()
        self._file: int | None = None
        self.size_bytes = 0
        self.complete = False
        self.changed = threading.Condition()

    def append(self, data: bytes | bytearray) -> None:
        """Raises OSError when the disk has no room."""
        in_memory = min(len(data), max(0, MAX_MEMORY_BYTES - self.size_bytes))
        rest = memoryview(data)[in_memory:]
        place = self.size_bytes + in_memory - MAX_MEMORY_BYTES
        while rest:
            written = os.pwrite(self._descriptor(), rest, place)
            rest, place = rest[written:], place + written
        with self.changed:
            self._memory += data[:in_memory]
            self.size_bytes += len(data)
            self.changed.notify_all()

    def finish(self) -> None:
        with self.changed:
            self.complete = True
            self.changed.notify_all()

    def read(self, offset: int, limit_bytes: int) -> bytes:
        """Bytes that are there, at most so many."""
        limit_bytes = min(limit_bytes, self.size_bytes - offset)
        if offset < MAX_MEMORY_BYTES:
            return bytes(self._memory[offset : min(offset + limit_bytes, MAX_MEMORY_BYTES)])
        return os.pread(self._descriptor(), limit_bytes, offset - MAX_MEMORY_BYTES)

    def close(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _descriptor(self) -> int:
        if self._file is None:
            # Without a name, so that it goes with the process, however that ends.
            self._file, name = tempfile.mkstemp(dir=self._scratch, prefix="upload-")
            Path(name).unlink()
        return self._file


class _Try:
    """One call that sends everything from the first byte on."""

    def __init__(self, stub: Any, header: pb.BlobHeader, kept: Kept) -> None:
        self._kept = kept
        self._header = header
        self.over = False
        self.sent_bytes = 0
        self.call = stub.WriteBlob.future(self._requests())
        self.call.add_done_callback(lambda _: self._end())

    def cancel(self) -> None:
        self.call.cancel()
        self._end()

    def _end(self) -> None:
        with self._kept.changed:
            self.over = True
            self._kept.changed.notify_all()

    def _requests(self) -> Iterator[pb.WriteBlobRequest]:
        yield pb.WriteBlobRequest(header=self._header)
        kept = self._kept
        while True:
            with kept.changed:
                kept.changed.wait_for(lambda: self.over or kept.complete or self._has_chunk())
                if self.over:
                    return
                if self.sent_bytes == kept.size_bytes:
                    break
                chunk = kept.read(self.sent_bytes, CHUNK_BYTES)
                self.sent_bytes += len(chunk)
                kept.changed.notify_all()
            yield pb.WriteBlobRequest(data=chunk)
        yield pb.WriteBlobRequest(end=pb.BlobEnd(size_bytes=self.sent_bytes))

    def _has_chunk(self) -> bool:
        return self._kept.size_bytes - self.sent_bytes >= CHUNK_BYTES


class UploadedFile:
    """Implements `dalsegno_tasks.OutputFile`: a stream to storage that counts only when it is closed in order.

    It is sent while it is written, and all of it again when storage was away meanwhile. That may be done twice: storage
    names bytes by their digest, and a path by what was written last.
    """

    def __init__(self, stub: Any, uri: str, execution_id: str, scratch: Path, patience: Patience) -> None:
        self.uri = uri
        self._stub = stub
        self._header = pb.BlobHeader(path=uri, execution_id=execution_id)
        self._gathered = bytearray()
        self._kept = Kept(scratch)
        self._waiting = Waiting(patience.log, f"{uri} cannot be stored")
        self._try = _Try(stub, self._header, self._kept)

    def write(self, data: bytes | bytearray | memoryview, /) -> int:
        self._gathered += data
        if len(self._gathered) >= CHUNK_BYTES:
            self._keep()
            with self._kept.changed:
                self._kept.changed.wait_for(lambda: self._try.over or self._ahead_bytes() <= MAX_AHEAD_BYTES)
            if self._try.over:
                self._again_or_fail()
        return len(data)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        try:
            if exception[0] is not None:
                # A stream without its end leaves nothing.
                return
            self._keep()
            self._kept.finish()
            while not self._arrived():
                self._again_or_fail()
        finally:
            self._try.cancel()
            self._kept.close()

    def _keep(self) -> None:
        gathered, self._gathered = self._gathered, bytearray()
        try:
            self._kept.append(gathered)
        except OSError as error:
            raise TaskFailure(f"{self.uri} cannot be kept on the worker until storage has it: {error}.") from error

    def _ahead_bytes(self) -> int:
        return self._kept.size_bytes - self._try.sent_bytes

    def _arrived(self) -> bool:
        return self._try.call.exception() is None

    def _again_or_fail(self) -> None:
        """Begins anew after a call that broke off, when it is time for that. Raises Refused."""
        error = self._try.call.exception()
        if error is None:
            return
        if not isinstance(error, grpc.RpcError):
            raise TaskFailure(f"{self.uri} was not stored: {error}") from error
        self._waiting.after(error)
        self._try = _Try(self._stub, self._header, self._kept)
