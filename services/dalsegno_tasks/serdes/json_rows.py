"""Rows of JSON files, each as its JSON on one line, digit by digit as it stood there."""

import codecs
import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from dalsegno_tasks.interface import TaskFailure
from dalsegno_tasks.serdes.ion_text import MAX_ROW_BYTES, read_line_blocks

CHUNK_CHARACTERS = 1 << 20
_MAX_SHOWN_CHARACTERS = 80
_SPACE = re.compile(r"[ \t\r\n]*")
_LINE_ENDS = str.maketrans("\r\n", "  ")


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


_decode = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=_no_constant).raw_decode


def rows_of_lines(stream: BinaryIO) -> Iterator[str]:
    """The values of a file of JSON lines in UTF-8; blank lines are left out.

    Raises:
        TaskFailure: a line is no map or list.
    """
    row_number = 0
    for lines in read_line_blocks(stream):
        for line in lines.decode("utf-8", "replace").split("\n"):
            text = line.strip()
            if not text:
                continue
            row_number += 1
            try:
                row, end = _decode(text)
                if end < len(text):
                    raise ValueError(f"more follows the value that ends at column {end}")
            except (ValueError, RecursionError) as error:
                raise TaskFailure(
                    f"Row {row_number} is not JSON on one line ({error}): {_shown(text)}. Correct it, or set newLine "
                    "to false if the whole file is one JSON document."
                ) from error
            _check_row(row, row_number, text)
            yield text


def rows_of_document(stream: BinaryIO) -> Iterator[str]:
    """The items of a file in UTF-8 that is one list, or the one map that it is.

    Raises:
        TaskFailure: it is neither.
    """
    document = _Document(stream)
    if not document.begins_with("["):
        text = document.next_value(1)
        document.expect_end()
        yield text
        return
    document.take("[")
    row_number = 0
    while not document.begins_with("]"):
        if row_number:
            document.take(",", row_number)
        row_number += 1
        yield document.next_value(row_number)
    document.take("]")
    document.expect_end()


class _Document:
    """The text that was read and not taken yet; a value is read once all of it is there."""

    def __init__(self, stream: BinaryIO) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._stream = stream
        self._text = ""
        self._at = 0
        self._ended = False

    def begins_with(self, character: str) -> bool:
        self._skip_space()
        return self._text.startswith(character, self._at)

    def take(self, character: str, after_row: int = 0) -> None:
        if not self.begins_with(character):
            place = f"After row {after_row}" if after_row else "At its start"
            raise TaskFailure(
                f"{place}, the document has {self._here()} instead of '{character}'. It is no JSON: correct it, or get "
                "it again if it was cut off."
            )
        self._at += 1

    def next_value(self, row_number: int) -> str:
        """Takes the next value, which is a row."""
        self._skip_space()
        while True:
            try:
                row, end = _decode(self._text, self._at)
                # A number may go on in what was not read yet.
                if end < len(self._text) or not self._read():
                    break
            except (ValueError, RecursionError) as error:
                if isinstance(error, RecursionError) or not self._read():
                    raise TaskFailure(
                        f"Row {row_number} of the document is not JSON ({error}): {self._here()}. Correct it; or set "
                        "newLine to true if each line is a document of its own."
                    ) from error
            if len(self._text) - self._at > MAX_ROW_BYTES:
                raise TaskFailure(
                    f"Row {row_number} of the document is no JSON value, or one of more than {MAX_ROW_BYTES} "
                    f"characters: {self._here()}. Correct it, or split it."
                )
        text = self._text[self._at : end]
        _check_row(row, row_number, text)
        self._at = end
        return text.translate(_LINE_ENDS) if "\n" in text or "\r" in text else text

    def expect_end(self) -> None:
        self._skip_space()
        if self._at < len(self._text):
            raise TaskFailure(
                f"More follows the end of the document: {self._here()}. Set newLine to true if each line is a "
                "document of its own."
            )

    def _skip_space(self) -> None:
        while True:
            found = _SPACE.match(self._text, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._text) or not self._read():
                return

    def _read(self) -> bool:
        """Reads as much again as there is, so that a long value is not decoded too often; False at the end."""
        if self._ended:
            return False
        waiting = self._text[self._at :]
        chunk = self._stream.read(max(CHUNK_CHARACTERS, len(waiting)))
        self._ended = not chunk
        self._text, self._at = waiting + self._decoder.decode(chunk, final=self._ended), 0
        return True

    def _here(self) -> str:
        return _shown(self._text[self._at :]) if self._at < len(self._text) else "its end"


def _check_row(row: Any, row_number: int, text: str) -> None:
    if not isinstance(row, dict | list):
        raise TaskFailure(
            f"Row {row_number} is the single value {_shown(text)}; a row is a map or a list. Put it into one."
        )


def _shown(text: str) -> str:
    return repr(text if len(text) <= _MAX_SHOWN_CHARACTERS else text[:_MAX_SHOWN_CHARACTERS] + " ...")
