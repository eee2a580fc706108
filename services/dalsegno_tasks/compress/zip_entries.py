"""Reads a ZIP archive from an untrusted source.

The central directory's word is not taken for sizes: everything is counted as it is inflated. Limits, each a
constant below and settable by an environment variable of the worker:

    DALSEGNO_UNZIP_MAX_BYTES     50 GiB inflated, all entries together
    DALSEGNO_UNZIP_MAX_ENTRIES   100,000 entries
    DALSEGNO_UNZIP_MAX_RATIO     1,000 inflated bytes for each compressed one, once an entry is past 100 MiB
                                 (deflate itself cannot pass 1,032; real data stays below 100)
"""

import os
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from dalsegno_tasks.interface import TaskFailure

MAX_BYTES = 50 << 30
MAX_ENTRIES = 100_000
MAX_RATIO = 1_000
RATIO_FREE_BYTES = 100 << 20
_LOCAL_HEADER_BYTES = 30
_ENCRYPTED = 0x1


@dataclass(frozen=True, slots=True, kw_only=True)
class UnzipLimits:
    """What one archive may inflate to."""

    max_bytes: int = MAX_BYTES
    max_entries: int = MAX_ENTRIES
    max_ratio: int = MAX_RATIO
    ratio_free_bytes: int = RATIO_FREE_BYTES

    @classmethod
    def from_environment(cls) -> Self:
        return cls(
            max_bytes=int(os.environ.get("DALSEGNO_UNZIP_MAX_BYTES", MAX_BYTES)),
            max_entries=int(os.environ.get("DALSEGNO_UNZIP_MAX_ENTRIES", MAX_ENTRIES)),
            max_ratio=int(os.environ.get("DALSEGNO_UNZIP_MAX_RATIO", MAX_RATIO)),
        )


@dataclass(slots=True)
class _Budget:
    """Bytes inflated so far, over all entries."""

    limits: UnzipLimits
    inflated_bytes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ZipEntry:
    """A file of the archive; `name` is relative and stays inside whatever folder it is put into."""

    name: str
    _archive: zipfile.ZipFile = field(repr=False)
    _info: zipfile.ZipInfo = field(repr=False)
    _budget: _Budget = field(repr=False)

    def chunks(self, chunk_bytes: int) -> Iterator[bytes]:
        """The entry's bytes, checked against its CRC at the end.

        Raises:
            TaskFailure: encrypted, corrupt, truncated, or past a limit.
        """
        limits, inflated = self._budget.limits, 0
        try:
            with self._archive.open(self._info) as stream:
                while chunk := stream.read(chunk_bytes):
                    inflated += len(chunk)
                    self._budget.inflated_bytes += len(chunk)
                    self._check_limits(inflated, limits)
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
        if inflated != self._info.file_size:
            raise TaskFailure(
                f"Unable to read entry '{self.name}': the archive's directory says {self._info.file_size} bytes, "
                f"but {inflated} came out. The archive is damaged or forged."
            )

    def _check_limits(self, inflated: int, limits: UnzipLimits) -> None:
        if self._budget.inflated_bytes > limits.max_bytes:
            raise TaskFailure(
                f"The archive inflates to more than {limits.max_bytes} bytes (in entry '{self.name}'). "
                "If it can be trusted, raise DALSEGNO_UNZIP_MAX_BYTES on the worker."
            )
        compressed = max(self._info.compress_size, 1)
        if inflated > limits.ratio_free_bytes and inflated > compressed * limits.max_ratio:
            raise TaskFailure(
                f"Entry '{self.name}' inflates to more than {limits.max_ratio} times its {compressed} compressed "
                "bytes, as archive bombs do. If it can be trusted, raise DALSEGNO_UNZIP_MAX_RATIO on the worker."
            )


def read_entries(path: Path, limits: UnzipLimits | None = None) -> Iterator[ZipEntry]:
    """The files of an archive in its order, folders left out. All names and the layout are checked before the first.

    An entry is to be read before the next one is asked for.

    Raises:
        TaskFailure: not a ZIP archive, or one that is not safe to unpack.
    """
    limits = limits or UnzipLimits.from_environment()
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise TaskFailure(
            f"The file is no complete ZIP archive ({error}). Check what was downloaded: an error page, or half a file?"
        ) from error
    with archive:
        infos = archive.infolist()
        _check_directory(infos, path.stat().st_size, limits)
        budget = _Budget(limits)
        for info in infos:
            if not info.is_dir():
                yield ZipEntry(name=info.filename, _archive=archive, _info=info, _budget=budget)


def _check_directory(infos: list[zipfile.ZipInfo], archive_bytes: int, limits: UnzipLimits) -> None:
    if len(infos) > limits.max_entries:
        raise TaskFailure(
            f"The archive has {len(infos)} entries, more than the {limits.max_entries} that are unpacked. "
            "Raise DALSEGNO_UNZIP_MAX_ENTRIES on the worker if it can be trusted."
        )
    names: dict[str, str] = {}
    for info in infos:
        _check_name(info)
        if info.flag_bits & _ENCRYPTED:
            raise TaskFailure(
                f"Entry '{info.filename}' is encrypted, and there is no property for a password. "
                "Decrypt the archive before this task."
            )
        stored = info.filename.replace(" ", "_")
        if stored in names and not info.is_dir():
            raise TaskFailure(
                f"The archive's entries '{names[stored]}' and '{info.filename}' would be stored under one name. "
                "Repack it with distinct names."
            )
        names[stored] = info.filename
    _check_overlap(infos, archive_bytes)


def _check_name(info: zipfile.ZipInfo) -> None:
    # `orig_filename` is the name before the reader cut it at a NUL.
    name = info.orig_filename
    parts = re.split(r"[/\\]", name)
    if (
        not name.strip()
        or name.startswith(("/", "\\"))
        or "\\" in name
        or "\x00" in name
        or ".." in parts
        or re.match(r"[A-Za-z]:", name)
    ):
        raise TaskFailure(
            f"Path traversal attempt detected in archive entry: {name!s}. Nothing was unpacked; "
            "names must be relative paths with '/' between their parts."
        )


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
