"""The rows of a CSV file as Ion lines."""

from collections.abc import Iterator
from typing import Literal

from dalsegno_tasks.interface import TaskFailure, TaskLog
from dalsegno_tasks.serdes import csv_columns
from dalsegno_tasks.serdes.csv_blocks import BLOCK_BYTES, CsvBlock
from dalsegno_tasks.serdes.csv_columns import NULL_TEXT, CsvShape
from dalsegno_tasks.serdes.csv_rows import CsvFormat, CsvRow, CsvRowReader
from dalsegno_tasks.serdes.ion_text import encode_json

# More of them would drown the log.
MAX_WARNINGS = 100


class CsvTable:
    """Takes a file's blocks in order and gives their rows; each row is a map, or a list where there is no header.

    Attributes:
        row_count: rows given so far.
    """

    def __init__(
        self,
        csv_format: CsvFormat,
        *,
        has_header: bool,
        skip_rows: int,
        on_bad_lines: Literal["ERROR", "WARN", "SKIP"],
        renames_unnamed: bool,
        log: TaskLog,
    ) -> None:
        self._format = csv_format
        self._has_header = has_header
        self._rows_to_skip = skip_rows
        self._on_bad_lines = on_bad_lines
        self._renames_unnamed = renames_unnamed
        self._log = log
        self._shape: CsvShape | None = None
        self._warnings = 0
        self.row_count = 0

    def ion_lines(self, block: CsvBlock) -> Iterator[bytes | memoryview]:
        """The block's rows.

        Raises:
            TaskFailure: onBadLines is ERROR, and a record cannot be read or has another number of fields.
        """
        if not block.is_regular:
            yield from self._by_row(CsvRowReader(block.text_lines(), self._format, block.first_line))
            return
        data, first_line = block.data, block.first_line
        if self._shape is None or self._rows_to_skip:
            rows = CsvRowReader(block.text_lines(), self._format, first_line)
            yield from self._by_row(rows, stop_after_start=True)
            head = data.decode()[: rows.consumed_characters].encode()
            data, first_line = data[len(head) :], first_line + head.count(b"\n")
        if not data or self._shape is None:
            return
        whole = csv_columns.ion_lines(data, self._shape, self._format)
        if whole is not None:
            lines, count = whole
            self.row_count += count
            yield lines
            return
        rest = CsvBlock(first_line=first_line, data=data, is_regular=True, rest=iter(()))
        yield from self._by_row(CsvRowReader(rest.text_lines(), self._format, first_line))

    def _by_row(self, rows: CsvRowReader, *, stop_after_start: bool = False) -> Iterator[bytes]:
        """`stop_after_start`: no further than the header and the rows to skip, and one row where there is no header."""
        lines: list[str] = []
        characters = 0
        for row in rows:
            line = self._row_line(row)
            if line is not None:
                lines.append(line)
                characters += len(line)
                self.row_count += 1
            if stop_after_start and self._shape is not None and not self._rows_to_skip:
                break
            if characters > BLOCK_BYTES:
                yield "".join(lines).encode()
                lines, characters = [], 0
        yield "".join(lines).encode()

    def _row_line(self, row: CsvRow) -> str | None:
        """The Ion line of one record; None for the header and for what is left out."""
        if row.problem is not None:
            self._bad(row, f"Bad line encountered: {row.problem}.")
            return None
        if self._shape is None and self._has_header:
            self._shape = self._shape_of_header(row.fields)
            return None
        if self._rows_to_skip:
            self._rows_to_skip -= 1
            return None
        if self._shape is None:
            width = len(row.fields)
            self._shape = CsvShape(width=width, columns=tuple((None, place) for place in range(width)))
        values = [None if value == NULL_TEXT else value for value in row.fields]
        if not self._has_header:
            return encode_json(values) + "\n"
        shape = self._shape
        # A header that ends with a separator may head rows that do not.
        if len(values) not in {shape.width, 1 + max((place for _, place in shape.columns), default=0)}:
            self._bad(
                row,
                f"Bad line encountered (field count mismatch): Expected {shape.width}, got {len(values)} fields.",
            )
            return None
        return encode_json({name: values[place] for name, place in shape.columns}) + "\n"

    def _shape_of_header(self, names: list[str]) -> CsvShape:
        kept = len(names)
        if self._renames_unnamed:
            names = [name or f"col_{place}" for place, name in enumerate(names)]
        else:
            while kept and not names[kept - 1]:
                kept -= 1
            if kept < len(names):
                self._log.warning(
                    f"{len(names) - kept} column(s) at the end of the header have no name and are left out; "
                    "set onEmptyHeader to RENAME to keep them."
                )
        # Of columns with one name, the last counts, as in a map; it stands at the place of the first.
        columns = {name: place for place, name in enumerate(names[:kept])}
        return CsvShape(width=len(names), columns=tuple(columns.items()))

    def _bad(self, row: CsvRow, message: str) -> None:
        place = f" Line {row.line} of the file: {row.text!r}."
        if self._on_bad_lines == "ERROR":
            raise TaskFailure(
                f"{message}{place} Correct the file, or set onBadLines to WARN or SKIP to leave such lines out."
            )
        if self._on_bad_lines == "WARN" and self._warnings < MAX_WARNINGS:
            self._warnings += 1
            last = " Further ones are not logged." if self._warnings == MAX_WARNINGS else ""
            self._log.warning(f"{message}{place} The line is left out.{last}")
