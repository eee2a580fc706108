"""Reads a ZIP archive from an untrusted source; `inflation` tells what it may inflate to."""

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from dalsegno_tasks.compress.entry_names import EntryNames, check_entry_name
from dalsegno_tasks.compress.inflation import Inflation, InflationLimits
from dalsegno_tasks.interface import TaskFailure

_LOCAL_HEADER_BYTES = 30
_ENCRYPTED = 0x1


@dataclass(frozen=True, slots=True, kw_only=True)
class ZipEntry:
    """A file of the archive; `name` is relative and stays inside whatever folder it is put into."""

    name: str
    stored_name: str
    _archive: zipfile.ZipFile = field(repr=False)
    _info: zipfile.ZipInfo = field(repr=False)
    _inflation: Inflation = field(repr=False)

    def chunks(self, chunk_bytes: int) -> Iterator[bytes]:
        """The entry's bytes, checked against its CRC at the end.

        Raises:
            TaskFailure: encrypted, corrupt, truncated, or past a limit.
        """
        what, inflated_bytes = f"entry '{self.name}'", 0
        try:
            with self._archive.open(self._info) as stream:
                while chunk := stream.read(chunk_bytes):
                    inflated_bytes += len(chunk)
                    self._inflation.add(what, len(chunk))
                    self._inflation.check_ratio(what, inflated_bytes, self._info.compress_size)
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
            raise TaskFailure(
                f"Unable to read entry '{self.name}': {error or 'the archive ends inside it'}. "
                "The archive is damaged or incomplete; download it again."
            ) from error
        except NotImplementedError as error:
            raise TaskFailure(
                f"Unable to read entry '{self.name}': {error}. Repack the archive with the deflate method."
            ) from error
        if inflated_bytes != self._info.file_size:
            raise TaskFailure(
                f"Unable to read entry '{self.name}': the archive's directory says {self._info.file_size} bytes, "
                f"but {inflated_bytes} came out. The archive is damaged or forged."
            )


def read_entries(path: Path, limits: InflationLimits | None = None) -> Iterator[ZipEntry]:
    """The files of an archive in its order, folders left out. All names and the layout are checked before the first.

    An entry is to be read before the next one is asked for.

    Raises:
        TaskFailure: not a ZIP archive, or one that is not safe to unpack.
    """
    limits = limits or InflationLimits.from_environment()
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise TaskFailure(
            f"The file is no complete ZIP archive ({error}). Check what was downloaded: an error page, or half a file?"
        ) from error
    with archive:
        infos = archive.infolist()
        stored_names = _check_directory(infos, path.stat().st_size, limits)
        inflation = Inflation(limits)
        for info in infos:
            if not info.is_dir():
                stored = stored_names[info.filename]
                yield ZipEntry(
                    name=info.filename, stored_name=stored, _archive=archive, _info=info, _inflation=inflation
                )


def _check_directory(infos: list[zipfile.ZipInfo], archive_bytes: int, limits: InflationLimits) -> dict[str, str]:
    """Returns the names to store the files by."""
    names = EntryNames(limits)
    names.check_count(len(infos))
    stored: dict[str, str] = {}
    for info in infos:
        check_entry_name(info.orig_filename)  # the name before the reader cut it at a NUL
        if info.flag_bits & _ENCRYPTED:
            raise TaskFailure(
                f"Entry '{info.filename}' is encrypted, and there is no property for a password. "
                "Decrypt the archive before this task."
            )
        if not info.is_dir():
            stored[info.filename] = names.add(info.filename)
    _check_overlap(infos, archive_bytes)
    return stored


def _check_overlap(infos: list[zipfile.ZipInfo], archive_bytes: int) -> None:
    """Entries that share compressed bytes are how a small archive inflates without end."""
    end, previous = 0, ""
    for info in sorted(infos, key=lambda info: info.header_offset):
        if info.header_offset < end:
            raise TaskFailure(
                f"Entries '{previous}' and '{info.filename}' overlap in the archive, as archive bombs do. "
                "Nothing was unpacked; get the archive from a source that can be trusted."
            )
        end, previous = info.header_offset + _LOCAL_HEADER_BYTES + info.compress_size, info.filename
    if end > archive_bytes:
        raise TaskFailure(
            f"Entry '{previous}' should end at byte {end}, but the archive has {archive_bytes}. Download it again."
        )
