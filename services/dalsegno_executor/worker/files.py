"""Files of the storage service as Python streams."""

import io
import queue
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, BinaryIO, Self, cast

import grpc

from dalsegno.api.storage.v1 import storage_pb2 as pb
from dalsegno_tasks import TaskFailure

CHUNK_BYTES = 1024 * 1024
# Chunks on their way to storage; a task that writes faster than storage takes waits.
MAX_CHUNKS_AHEAD = 4


def stored_at(stub: Any, uri: str) -> datetime | None:
    """When a file was stored; None when there is none. Raises TaskFailure."""
    try:
        listed = stub.ListFiles(pb.ListFilesRequest(path_prefix=uri, page_size=1), wait_for_ready=True)
    except grpc.RpcError as error:
        raise TaskFailure(f"{uri} cannot be looked for: {cast('grpc.Call', error).details()}") from error
    # The file itself is the first of those whose address begins so.
    if not listed.files or listed.files[0].path != uri:
        return None
    return cast("datetime", listed.files[0].create_time.ToDatetime(tzinfo=UTC))


class StoredFile(io.RawIOBase):
    """A stored file, read once from its start to its end; storage checks its digest on the way."""

    def __init__(self, chunks: Any, uri: str) -> None:
        super().__init__()
        self._chunks = chunks
        self._uri = uri
        self._rest = memoryview(b"")

    @classmethod
    def open(cls, stub: Any, uri: str) -> BinaryIO:
        chunks = stub.ReadBlob(pb.ReadBlobRequest(path=uri), wait_for_ready=True)
        stream = cls(chunks, uri)
        stream._advance()  # so that a file that is not there fails here, not at the first read
        return cast("BinaryIO", io.BufferedReader(stream, CHUNK_BYTES))

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._rest and not self._advance():
            return 0
        size = min(len(buffer), len(self._rest))
        buffer[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size

    def close(self) -> None:
        if not self.closed:
            self._chunks.cancel()
        super().close()

    def _advance(self) -> bool:
        """Takes the next chunk; False at the end of the file."""
        try:
            self._rest = memoryview(next(self._chunks).data)
        except StopIteration:
            return False
        except grpc.RpcError as error:
            raise TaskFailure(f"{self._uri} cannot be read: {cast('grpc.Call', error).details()}") from error
        return True


class UploadedFile:
    """Implements `dalsegno_tasks.OutputFile`: a stream to storage that counts only when it is closed in order."""

    def __init__(self, stub: Any, uri: str, execution_id: str) -> None:
        self.uri = uri
        self._chunks: queue.Queue[bytes | None] = queue.Queue(MAX_CHUNKS_AHEAD)
        self._gathered = bytearray()
        self._given_up = threading.Event()
        header = pb.BlobHeader(path=uri, execution_id=execution_id)
        self._call = stub.WriteBlob.future(self._requests(header), wait_for_ready=True)
        self._call.add_done_callback(lambda _: self._given_up.set())

    def write(self, data: bytes | bytearray | memoryview, /) -> int:
        self._gathered += data
        while len(self._gathered) >= CHUNK_BYTES:
            self._put(bytes(self._gathered[:CHUNK_BYTES]))
            del self._gathered[:CHUNK_BYTES]
        return len(data)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        if exception[0] is not None:
            # A stream without its end leaves nothing.
            self._call.cancel()
            self._given_up.set()
            return
        if self._gathered:
            self._put(bytes(self._gathered))
        self._put(None)
        self._result()

    def _put(self, chunk: bytes | None) -> None:
        while True:
            if self._given_up.is_set():
                self._result()
            try:
                self._chunks.put(chunk, timeout=0.2)
            except queue.Full:
                continue
            return

    def _result(self) -> None:
        try:
            self._call.result()
        except grpc.RpcError as error:
            details = cast("grpc.Call", error).details()
            raise TaskFailure(f"{self.uri} cannot be stored: {details}") from error
        except grpc.FutureCancelledError as error:
            raise TaskFailure(f"{self.uri} was not stored: writing it was broken off.") from error

    def _requests(self, header: pb.BlobHeader) -> Iterator[pb.WriteBlobRequest]:
        yield pb.WriteBlobRequest(header=header)
        size_bytes = 0
        while True:
            try:
                chunk = self._chunks.get(timeout=0.5)
            except queue.Empty:
                if self._given_up.is_set():
                    return
                continue
            if chunk is None:
                yield pb.WriteBlobRequest(end=pb.BlobEnd(size_bytes=size_bytes))
                return
            size_bytes += len(chunk)
            yield pb.WriteBlobRequest(data=chunk)
