"""Files of the storage service as Python streams."""

import io
from datetime import UTC, datetime
from typing import Any, BinaryIO, cast

import grpc

from dalsegno.api.storage.v1 import storage_pb2 as pb
from dalsegno_executor.worker.patience import Patience, Waiting

CHUNK_BYTES = 1024 * 1024
SCHEMES = ("dalsegno:///", "kestra:///")


def stored_at(stub: Any, uri: str, patience: Patience) -> datetime | None:
    """When a file was stored; None when there is none. Raises TaskFailure."""
    file = _file(stub, uri, patience)
    return None if file is None else file.create_time.ToDatetime(tzinfo=UTC)


class StoredFile(io.RawIOBase):
    """A stored file, read once from its start to its end; storage checks its digest on the way.

    It is read by its digest, so that it goes on in the same bytes after storage was away.
    """

    def __init__(self, stub: Any, uri: str, patience: Patience) -> None:
        super().__init__()
        self._stub = stub
        self._uri = uri
        self._log = patience.log
        file = _file(stub, uri, patience)
        # One that is not there is asked for by its path, so that storage says so.
        self._name = {"path": uri} if file is None else {"digest": file.blob.digest}
        self._place = 0
        self._rest = memoryview(b"")
        self._chunks = self._read()

    @classmethod
    def open(cls, stub: Any, uri: str, patience: Patience) -> BinaryIO:
        stream = cls(stub, uri, patience)
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

    def _read(self) -> Any:
        request = pb.ReadBlobRequest(offset=self._place, **self._name)  # type: ignore[arg-type]  # digest or path
        return self._stub.ReadBlob(request)

    def _advance(self) -> bool:
        """Takes the next chunk, and waits for storage when it went away; False at the end of the file."""
        waiting = Waiting(self._log, f"{self._uri} cannot be read")
        while True:
            try:
                data = next(self._chunks).data
            except StopIteration:
                return False
            except grpc.RpcError as error:
                waiting.after(error)
                self._chunks = self._read()
            else:
                self._place += len(data)
                self._rest = memoryview(data)
                return True


def _file(stub: Any, uri: str, patience: Patience) -> pb.File | None:
    request = pb.ListFilesRequest(path_prefix=uri, page_size=1)
    listed = patience.insist(lambda: stub.ListFiles(request), f"{uri} cannot be looked for")
    # The file itself is the first of those whose address begins so.
    found = next(iter(listed.files), None)
    return found if found is not None and _without_scheme(found.path) == _without_scheme(uri) else None


def _without_scheme(uri: str) -> str:
    return next((uri.removeprefix(scheme) for scheme in SCHEMES if uri.startswith(scheme)), uri)
