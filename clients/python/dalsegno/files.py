"""What can be done with stored files; each operation stands here once, for both clients."""

import hashlib
import os
import re
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

from dalsegno import methods
from dalsegno.api.storage.v1 import storage_pb2 as storage
from dalsegno.drivers import Awaiting, Blocking, Group, operation, stream
from dalsegno.errors import DataLoss
from dalsegno.steps import Emit, Step, Steps, Stream, Yielded, every_page, insist, resuming, work

SCHEMES = ("dalsegno:///", "kestra:///")

_DIGEST = re.compile("[0-9a-f]{64}")


class FileOperations(Group):
    @stream
    def list(self, path_prefix: str = "", *, page_size: int = 0) -> Stream[storage.File]:
        """Iterates over the files whose paths begin with this, by path; pages are read as needed."""
        request = storage.ListFilesRequest(path_prefix=path_prefix, page_size=page_size)
        yield from every_page(self.patience, methods.LIST_FILES, request, lambda page: page.files)

    @stream
    def read(self, name: str, *, offset: int = 0, limit_bytes: int = 0) -> Stream[bytes]:
        """Iterates over the bytes of a file, in chunks of at most 1 MiB.

        Goes on by itself where it was when the connection breaks.

        Args:
            name: a path, or the digest of a blob.
            offset: where to begin, in bytes.
            limit_bytes: how many at most; 0 means all.

        Raises:
            DataLoss: the bytes are not the ones that were written; throw away those that came.
        """
        blob = yield from self._blob(name)

        def deliver(data: bytes) -> Stream[bytes]:
            yield Emit(data)

        yield from self._chunks(name, blob, offset, limit_bytes, deliver)

    @operation
    def download(self, name: str, destination: str | os.PathLike[str]) -> Steps[int]:
        """Writes a file to a path, and returns its size in bytes. The path holds the whole file or is not touched.

        Raises:
            DataLoss: the bytes are not the ones that were written.
        """
        target = Path(destination)
        blob = yield from self._blob(name)
        part = target.with_name(f".{target.name}.{os.getpid()}.part")
        size_bytes = 0
        try:
            with part.open("wb") as opened:

                def deliver(data: bytes) -> Steps[None]:
                    nonlocal size_bytes
                    size_bytes += yield from work(lambda: opened.write(data))

                yield from self._chunks(name, blob, 0, 0, deliver)
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
        return size_bytes

    def _chunks(
        self,
        name: str,
        blob: storage.Blob | None,
        offset: int,
        limit_bytes: int,
        deliver: Callable[[bytes], Generator[Yielded, Any, None]],
    ) -> Generator[Step | Yielded, Any, None]:
        received = 0
        actual = hashlib.sha256()

        def request() -> storage.ReadBlobRequest:
            left_bytes = max(limit_bytes - received, 1) if limit_bytes else 0
            place = storage.ReadBlobRequest(offset=offset + received, limit_bytes=left_bytes)
            if blob is None:
                place.path = name
            else:
                place.digest = blob.digest
            return place

        def take(message: storage.ReadBlobResponse) -> Generator[Step | Yielded, Any, None]:
            nonlocal received
            data = message.data[: limit_bytes - received] if limit_bytes else message.data
            received += len(data)
            yield from work(lambda: actual.update(data))
            yield from deliver(data)

        yield from resuming(self.patience, methods.READ_BLOB, request, take)
        whole = not offset and not limit_bytes
        if whole and blob is not None and actual.hexdigest() != blob.digest:
            raise DataLoss(
                f"{name} has the digest {blob.digest}, but what came has {actual.hexdigest()} ({received} bytes). "
                "Throw it away and read it again; when it stays so, replay from the task that makes the file.",
                reason="BLOB_CORRUPT",
                metadata={"digest": blob.digest},
            )

    def _blob(self, name: str) -> Steps[storage.Blob | None]:
        """What a path names now, so that a read goes on in the same bytes when it is resumed; None when not known."""
        if _DIGEST.fullmatch(name):
            return storage.Blob(digest=name)
        request = storage.ListFilesRequest(path_prefix=name, page_size=1)
        page = yield from insist(self.patience, methods.LIST_FILES, request)
        for file in page.files:
            if _without_scheme(file.path) == _without_scheme(name):
                return file.blob
        return None


def _without_scheme(path: str) -> str:
    for scheme in SCHEMES:
        if path.startswith(scheme):
            return path[len(scheme) :]
    return path


class Files(FileOperations, Blocking):
    pass


class AsyncFiles(FileOperations, Awaiting):
    pass
