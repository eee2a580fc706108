"""Archives of stored files, written from their start to their end."""

import shutil
import zipfile
from collections.abc import Callable, Iterable, Sequence
from typing import IO, BinaryIO, cast

from dalsegno_tasks.compress.ar_entries import MAGIC, ar_header, ar_padding
from dalsegno_tasks.compress.compressing import Sink, Writer
from dalsegno_tasks.compress.cpio_entries import MAX_FILE_BYTES, cpio_end, cpio_header
from dalsegno_tasks.compress.tar_entries import open_tar, tar_header
from dalsegno_tasks.interface import StoredFile, TaskFailure

COPY_BYTES = 1 << 20
_MAX_AR_BYTES = 10**10 - 5000  # ten digits, and a name
_EPOCH = (1980, 1, 1, 0, 0, 0)

Files = Sequence[tuple[str, StoredFile]]
Open = Callable[[str], BinaryIO]


def write_archive(writer: Writer, kind: str, files: Files, open_file: Open) -> None:
    """Writes the files by their names. Raises TaskFailure where one is too large for the kind, or cannot be read."""
    if kind == "TAR":
        _write_tar(writer, files, open_file)
    elif kind == "CPIO":
        _check_sizes(files, MAX_FILE_BYTES, kind)
        _write_plain(writer, files, open_file, cpio_header, lambda _, size: b"\0" * (-size % 4))
        writer.write(cpio_end())
    elif kind == "AR":
        _check_sizes(files, _MAX_AR_BYTES, kind)
        writer.write(MAGIC)
        _write_plain(writer, files, open_file, ar_header, ar_padding)
    else:
        _write_zip(writer, files, open_file)


def _write_tar(writer: Writer, files: Files, open_file: Open) -> None:
    with open_tar(cast("IO[bytes]", Sink(writer))) as archive:
        for name, file in files:
            with open_file(file.uri) as source:
                archive.addfile(tar_header(name, file.size_bytes), source)


def _write_zip(writer: Writer, files: Files, open_file: Open) -> None:
    with zipfile.ZipFile(cast("IO[bytes]", Sink(writer)), "w", zipfile.ZIP_DEFLATED) as archive:
        for name, file in files:
            header = zipfile.ZipInfo(name, _EPOCH)
            header.compress_type, header.file_size, header.external_attr = (
                zipfile.ZIP_DEFLATED,
                file.size_bytes,
                0o644 << 16,
            )
            with open_file(file.uri) as source, archive.open(header, "w") as entry:
                shutil.copyfileobj(source, entry, COPY_BYTES)


def _write_plain(
    writer: Writer,
    files: Files,
    open_file: Open,
    header: Callable[[str, int], bytes],
    padding: Callable[[str, int], bytes],
) -> None:
    for name, file in files:
        writer.write(header(name, file.size_bytes))
        with open_file(file.uri) as source:
            shutil.copyfileobj(source, cast("IO[bytes]", writer), COPY_BYTES)
        writer.write(padding(name, file.size_bytes))


def _check_sizes(files: Iterable[tuple[str, StoredFile]], most_bytes: int, kind: str) -> None:
    for name, file in files:
        if file.size_bytes > most_bytes:
            raise TaskFailure(
                f"'{name}' has {file.size_bytes} bytes, and a file in a {kind} archive at most {most_bytes}. Take TAR "
                "or ZIP."
            )
