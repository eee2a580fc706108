"""Cuts CSV into blocks of whole records, without reading the records."""

import io
from collections.abc import Iterator
from dataclasses import dataclass

from dalsegno_tasks.interface import TaskFailure
from dalsegno_tasks.serdes.charsets import ChunkStream

BLOCK_BYTES = 2 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvBlock:
    """Some consecutive records.

    Attributes:
        first_line: number of the block's first line in the file, from 1.
        data: UTF-8.
        is_regular: every quote opens or closes a field or is doubled inside one. Of an irregular block it is unknown
            where its records end, so that `rest` follows, which goes to the end of the file.
    """

    first_line: int
    data: bytes
    is_regular: bool
    rest: Iterator[bytes]

    def text_lines(self) -> io.TextIOBase:
        """The block's lines (an irregular block's: all lines of the file from here on), with their ends."""
        if self.is_regular:
            return io.StringIO(self.data.decode("utf-8", "replace"), newline="")
        reader = io.BufferedReader(ChunkStream(self.data, self.rest), BLOCK_BYTES)
        return io.TextIOWrapper(reader, encoding="utf-8", errors="replace", newline="")


def read_csv_blocks(chunks: Iterator[bytes], *, separator: str, quote: str, max_bytes: int) -> Iterator[CsvBlock]:
    """Cuts UTF-8 chunks where records end.

    Raises:
        TaskFailure: a record is longer than `max_bytes`, as when a quote is never closed.
    """
    separator_byte, quote_byte = separator.encode(), quote.encode()
    buffer, line = b"", 1
    for chunk in chunks:
        buffer += chunk
        cut = _end_of_records(buffer, separator_byte, quote_byte)
        if cut is None:
            yield CsvBlock(first_line=line, data=buffer, is_regular=False, rest=chunks)
            return
        if cut:
            yield CsvBlock(first_line=line, data=_valid(buffer[:cut]), is_regular=True, rest=iter(()))
            line += buffer.count(b"\n", 0, cut)
            buffer = buffer[cut:]
        if len(buffer) > max_bytes:
            raise TaskFailure(
                f"The record that begins in line {line} is longer than maxBufferSize ({max_bytes} bytes). "
                "Look for a quote that is never closed there, or raise maxBufferSize."
            )
    if buffer:
        is_regular = _end_of_records(buffer, separator_byte, quote_byte) is not None
        is_regular = is_regular and buffer.count(quote_byte) % 2 == 0 and not buffer.endswith(b"\r")
        yield CsvBlock(
            first_line=line, data=_valid(buffer) if is_regular else buffer, is_regular=is_regular, rest=iter(())
        )


def _end_of_records(buffer: bytes, separator: bytes, quote: bytes) -> int | None:
    """Where the last whole record ends, 0 if there is none; None if quotes stand where they should not.

    `buffer` begins with a record. Split at the quotes, its parts are outside and inside of quoted fields by turns. A
    part outside is empty (a doubled quote), or has a separator or a line's end at each side where there is a quote.
    """
    if b"\r" in buffer and buffer.count(b"\r") - buffer.count(b"\r\n") > buffer.endswith(b"\r"):
        return None  # lines that end with CR alone
    if quote not in buffer:
        return buffer.rfind(b"\n") + 1
    parts = buffer.split(quote)
    ends = (separator, b"\n", b"\r")
    last = len(parts) - 1
    for index in range(0, last + 1, 2):
        part = parts[index]
        if part and ((index and not part.startswith(ends)) or (index < last and not part.endswith(ends[:2]))):
            return None
    at = len(buffer)
    for index in range(last, -1, -1):
        at -= len(parts[index])
        if index % 2 == 0 and (found := parts[index].rfind(b"\n")) >= 0:
            return at + found + 1
        at -= 1
    return 0


def _valid(data: bytes) -> bytes:
    """UTF-8, whatever the file holds."""
    if data.isascii():
        return data
    try:
        data.decode()
    except UnicodeDecodeError:
        return data.decode("utf-8", "replace").encode()
    return data
