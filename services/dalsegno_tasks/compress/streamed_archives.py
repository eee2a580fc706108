"""The files of archives that are read from their start to their end: AR, CPIO and TAR."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from dalsegno_tasks.compress.ar_entries import read_ar
from dalsegno_tasks.compress.cpio_entries import read_cpio
from dalsegno_tasks.compress.entry_names import EntryNames
from dalsegno_tasks.compress.inflation import Inflation
from dalsegno_tasks.compress.stream_entry import Damaged, StreamEntry, failure
from dalsegno_tasks.compress.tar_entries import read_tar

_READERS: dict[str, Callable[[BinaryIO], Iterator[StreamEntry]]] = {"AR": read_ar, "CPIO": read_cpio, "TAR": read_tar}


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedFile:
    """A file of an archive; `stored_name` is relative and stays inside whatever folder it is put into."""

    name: str
    stored_name: str
    _entry: StreamEntry = field(repr=False)
    _kind: str = field(repr=False)
    _inflation: Inflation = field(repr=False)

    def chunks(self, chunk_bytes: int) -> Iterator[bytes]:
        """The file's bytes. Raises TaskFailure when the archive is damaged, or inflates too much."""
        try:
            for chunk in self._entry.chunks(chunk_bytes):
                self._inflation.add(f"entry '{self.name}'", len(chunk))
                yield chunk
        except Damaged as error:
            raise failure(self._kind, error) from error


def read_entries(stream: BinaryIO, kind: str, inflation: Inflation) -> Iterator[ArchivedFile]:
    """The files in their order; folders and what is no file are left out. Each is to be read before the next.

    Raises:
        TaskFailure: the stream is no such archive, is damaged, or is not safe to unpack.
    """
    names = EntryNames(inflation.limits)
    entries = _READERS[kind](stream)
    while True:
        try:
            entry = next(entries, None)
        except Damaged as error:
            raise failure(kind, error) from error
        if entry is None:
            return
        yield ArchivedFile(
            name=entry.name, stored_name=names.add(entry.name), _entry=entry, _kind=kind, _inflation=inflation
        )
