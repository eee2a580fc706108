"""Reads CSV record by record: the reference for what `csv_columns` does to whole blocks."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

_MAX_SHOWN_CHARACTERS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvFormat:
    """How records are written; a record is a line unless a quoted field has line ends in it."""

    separator: str = ","
    quote: str = '"'
    skip_empty_rows: bool = False
    extra_characters_after_quote: bool = False
    max_field_characters: int = 16 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvRow:
    """One record; `line` is the number of its first line, `text` its beginning as it stands in the file.

    `problem` says why the record could not be read; it has no fields then.
    """

    line: int
    fields: list[str]
    text: str
    problem: str | None = None


class CsvRowReader(Iterator[CsvRow]):
    """Iterates over the records of some lines; after a record that cannot be read it goes on with the next line.

    Attributes:
        consumed_characters: how far it has read.
    """

    def __init__(self, lines: io.TextIOBase, csv_format: CsvFormat, first_line: int) -> None:
        self._lines = lines
        self._format = csv_format
        self._line = first_line
        self._text = ""
        self.consumed_characters = 0
        csv.field_size_limit(csv_format.max_field_characters)
        self._reader = csv.reader(
            self._each_line(),
            delimiter=csv_format.separator,
            quotechar=csv_format.quote,
            strict=not csv_format.extra_characters_after_quote,
        )

    def __next__(self) -> CsvRow:
        while True:
            first_line, self._text = self._line, ""
            try:
                fields = next(self._reader)
            except csv.Error as error:
                return CsvRow(line=first_line, fields=[], text=self._shown(), problem=self._problem(str(error)))
            if not fields and self._format.skip_empty_rows:
                continue
            return CsvRow(line=first_line, fields=fields or [""], text=self._shown())

    def _each_line(self) -> Iterator[str]:
        for line in self._lines:
            if len(self._text) <= _MAX_SHOWN_CHARACTERS:
                self._text += line
            self.consumed_characters += len(line)
            self._line += 1
            yield line

    def _shown(self) -> str:
        text = self._text.rstrip("\r\n")
        return text if len(text) <= _MAX_SHOWN_CHARACTERS else text[:_MAX_SHOWN_CHARACTERS] + " ..."

    def _problem(self, said: str) -> str:
        if said.startswith("unexpected end"):
            return "a quote is opened and never closed"
        if said.startswith("field larger"):
            return f"a field is longer than maxFieldSize ({self._format.max_field_characters} characters)"
        if "expected after" in said:
            return "characters follow a closing quote (allowExtraCharsAfterClosingQuote lets them pass)"
        return said
