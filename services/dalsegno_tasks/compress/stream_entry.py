"""An entry of an archive that is read from its start to its end."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from dalsegno_tasks.interface import TaskFailure


class Damaged(Exception):
    """The archive is none, or is damaged; the text says what was found, without a full stop."""


@dataclass(slots=True)
class StreamEntry:
    """A file; it is to be read before the next one is asked for, or it is left out."""

    name: str
    size_bytes: int
    _stream: BinaryIO
    _left_bytes: int = -1

    def chunks(self, chunk_bytes: int) -> Iterator[bytes]:
        """The file's bytes. Raises Damaged when the archive ends within them."""
        if self._left_bytes < 0:
            self._left_bytes = self.size_bytes
        while self._left_bytes:
            chunk = self._stream.read(min(chunk_bytes, self._left_bytes))
            if not chunk:
                raise Damaged(f"it ends {self._left_bytes} bytes before the end of entry '{self.name}'")
            self._left_bytes -= len(chunk)
            yield chunk


def read_exactly(stream: BinaryIO, size: int, what: str) -> bytes:
    """Raises Damaged when the stream ends before."""
    data = stream.read(size)
    if len(data) < size:
        raise Damaged(f"it ends within {what}")
    return data


def number(text: bytes, base: int, what: str) -> int:
    """A number of a header. Raises Damaged."""
    digits = text.strip(b" \0")
    if digits and not digits.isalnum():
        raise Damaged(f"{what} is {text!r}, which is no number")
    try:
        return int(digits or b"0", base)
    except ValueError:
        raise Damaged(f"{what} is {text!r}, which is no number") from None


def failure(kind: str, found: object) -> TaskFailure:
    return TaskFailure(
        f"The file is no complete {kind} archive: {found}. Check what was stored there, and whether `algorithm` and "
        "`compression` are the right ones."
    )
