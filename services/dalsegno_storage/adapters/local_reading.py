"""One file being read in threads, and checked on the way."""

import hashlib
import os
import threading
from pathlib import Path

from dalsegno_storage.core.errors import BlobCorrupt, BlobNotFound
from dalsegno_storage.core.model import Blob

CHUNK_BYTES = 1024 * 1024


class Reading:
    """Blocks, `abandon` excepted. Closes its file at the end, after an error, and once it is abandoned."""

    def __init__(self, path: Path, blob: Blob, *, offset: int, length: int) -> None:
        self._path = path
        self._blob = blob
        self._position = offset
        self._end = min(offset + length, blob.size_bytes)
        # Only who reads all can be sure of all.
        self._hash = hashlib.sha256() if offset == 0 and self._end == blob.size_bytes else None
        self._lock = threading.Lock()
        self._descriptor: int | None = None
        self._over = False

    @property
    def at_end(self) -> bool:
        return self._over

    def next_chunk(self) -> bytes:
        """The next bytes, at most 1 MiB; empty at the end.

        Raises:
            BlobNotFound: there is no file.
            BlobCorrupt: the file does not have the blob's size, or, at the end of the whole, its digest.
        """
        try:
            with self._lock:
                return b"" if self._over else self._read()
        except BaseException:
            self._over = True
            raise
        finally:
            # Only now, with the lock given back: who abandoned in the meantime could not take it.
            if self._over:
                self.abandon()

    def abandon(self) -> None:
        """Never waits: a read that is under way closes the file when it comes back."""
        self._over = True
        if self._lock.acquire(blocking=False):
            try:
                self._close()
            finally:
                self._lock.release()

    def _read(self) -> bytes:
        descriptor = self._open()
        chunk = os.pread(descriptor, min(CHUNK_BYTES, self._end - self._position), self._position)
        self._position += len(chunk)
        if self._hash is not None:
            self._hash.update(chunk)
        if self._position >= self._end:
            self._over = True
            if self._hash is not None and self._hash.hexdigest() != self._blob.digest:
                raise BlobCorrupt(self._blob.digest, f"its bytes are {self._hash.hexdigest()} now")
        elif not chunk:
            raise BlobCorrupt(self._blob.digest, f"it ended at byte {self._position} while it was being read")
        return chunk

    def _open(self) -> int:
        if self._descriptor is None:
            try:
                self._descriptor = os.open(self._path, os.O_RDONLY | os.O_CLOEXEC)
            except FileNotFoundError as error:
                raise BlobNotFound(self._blob.digest) from error
            size_bytes = os.fstat(self._descriptor).st_size
            if size_bytes != self._blob.size_bytes:
                raise BlobCorrupt(
                    self._blob.digest, f"it has {size_bytes} bytes now, {self._blob.size_bytes} when it was written"
                )
        return self._descriptor

    def _close(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
