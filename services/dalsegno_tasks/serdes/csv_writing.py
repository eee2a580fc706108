"""Cells to CSV, record by record or by whole columns of texts. Source: what FastCSV writes, which Kestra uses."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc

from dalsegno_tasks.serdes.json_columns import joined

QuoteMode = Literal["ALWAYS", "REQUIRED", "NON_NUMERIC"]
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)")
_COMMENT = "#"  # readers may skip a record that begins with it


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvStyle:
    """How records are written.

    Attributes:
        mode: which cells are quoted: all, those that have to be, or those that are no numbers. Nulls are quoted by
            ALWAYS alone.
    """

    separator: str = ","
    quote: str = '"'
    line_end: str = "\n"
    mode: QuoteMode = "REQUIRED"

    @property
    def special(self) -> str:
        """A regular expression for what cannot stand outside of quotes."""
        return f"[{re.escape(self.separator)}{re.escape(self.quote)}\r\n]"


class RecordWriter:
    """Writes records one by one."""

    def __init__(self, style: CsvStyle) -> None:
        self._style = style
        self._is_special = re.compile(style.special).search

    def record(self, cells: Sequence[str | None]) -> str:
        """A record with its end; None is a null."""
        style = self._style
        if style.mode == "REQUIRED":
            is_special, quoted = self._is_special, self._quoted
            texts = ["" if cell is None else quoted(cell) if is_special(cell) else cell for cell in cells]
            if cells and texts[0].startswith(_COMMENT):
                texts[0] = quoted(texts[0])
        else:
            texts = [self._cell(cell) for cell in cells]
        return style.separator.join(texts) + style.line_end

    def _cell(self, cell: str | None) -> str:
        if self._style.mode == "ALWAYS":
            return self._quoted(cell or "")
        return "" if cell is None else cell if _NUMBER.fullmatch(cell) else self._quoted(cell)

    def _quoted(self, text: str) -> str:
        quote = self._style.quote
        return quote + text.replace(quote, quote + quote) + quote


def records(columns: Sequence[pa.StringArray], style: CsvStyle) -> memoryview | None:
    """Whole columns as records, the same as RecordWriter's; None where only that can write them."""
    if style.mode == "NON_NUMERIC" or not style.separator.isascii() or not style.quote.isascii():
        return None
    pieces: list[pa.Array | pa.Scalar] = []
    for place, column in enumerate(columns):
        pieces.append(_cells(column, style, is_first=place == 0))
        pieces.append(pa.scalar(style.separator if place < len(columns) - 1 else style.line_end))
    return joined(pieces)


def _cells(column: pa.StringArray, style: CsvStyle, *, is_first: bool) -> pa.StringArray:
    filled = pc.fill_null(column, "")
    if style.mode == "ALWAYS":
        return _quoted(filled, style)
    pattern = f"{style.special}|^{_COMMENT}" if is_first else style.special
    special = pc.match_substring_regex(filled, pattern)
    return pc.if_else(special, _quoted(filled, style), filled) if pc.any(special).as_py() else filled


def _quoted(column: pa.StringArray, style: CsvStyle) -> pa.StringArray:
    quote = pa.scalar(style.quote)
    doubled = pc.replace_substring(column, style.quote, 2 * style.quote)
    return pc.binary_join_element_wise(quote, doubled, quote, "")
