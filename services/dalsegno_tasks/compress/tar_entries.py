"""TAR archives, read from their start to their end."""

import tarfile
from collections.abc import Iterator
from typing import IO, BinaryIO, Self, cast

from dalsegno_tasks.compress.stream_entry import Damaged, StreamEntry

_DAMAGED = (tarfile.TarError, EOFError, UnicodeError, ValueError, OverflowError)


def read_tar(stream: BinaryIO) -> Iterator[StreamEntry]:
    """The archive's regular files. Raises Damaged."""
    try:
        with tarfile.open(fileobj=stream, mode="r|", tarinfo=_Header) as archive:
            for member in archive:
                if member.isreg() and (content := archive.extractfile(member)) is not None:
                    yield StreamEntry(member.name, member.size, cast("BinaryIO", _Content(content)))
    except _DAMAGED as error:
        raise Damaged(str(error)) from error


class _Content:
    """The bytes of a file in the archive; they are read while `read_tar` waits."""

    def __init__(self, content: IO[bytes]) -> None:
        self._content = content

    def read(self, size: int) -> bytes:
        try:
            return self._content.read(size)
        except _DAMAGED as error:
            raise Damaged(str(error)) from error


class _Header(tarfile.TarInfo):
    """A header; one that is cut off or altered is an error, not the end of the archive."""

    @classmethod
    def fromtarfile(cls, tarfile_: tarfile.TarFile) -> Self:
        try:
            return super().fromtarfile(tarfile_)
        except tarfile.HeaderError as error:
            if type(error).__name__ in {"InvalidHeaderError", "TruncatedHeaderError"}:
                raise tarfile.ReadError(f"a header cannot be read: {error}") from error
            raise


def open_tar(writer: IO[bytes]) -> tarfile.TarFile:
    """An archive that is only written to, in the format of POSIX, which has long names."""
    return tarfile.open(fileobj=writer, mode="w|", format=tarfile.PAX_FORMAT)


def tar_header(name: str, size_bytes: int) -> tarfile.TarInfo:
    header = tarfile.TarInfo(name)
    header.size, header.mode = size_bytes, 0o644
    return header
