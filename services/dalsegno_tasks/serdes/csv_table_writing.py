"""A table in Ion text as the records of a CSV file."""

from collections.abc import Iterator
from typing import BinaryIO

from dalsegno_tasks.serdes.cell_texts import CellTexts
from dalsegno_tasks.serdes.csv_writing import CsvStyle, RecordWriter, records
from dalsegno_tasks.serdes.ion_text import parse_rows, read_line_blocks, read_text_columns
from dalsegno_tasks.serdes.table_rows import RowLayout


class CsvTableWriter:
    """Writes one table; blocks of rows that are all maps of texts by whole columns, others row by row.

    Attributes:
        row_count: rows written so far, without the header.
    """

    def __init__(self, style: CsvStyle, texts: CellTexts, *, has_header: bool) -> None:
        self._style, self._texts, self._has_header = style, texts, has_header
        self._writer = RecordWriter(style)
        self._layout = RowLayout(has_header=has_header)
        self.row_count = 0

    def records(self, stream: BinaryIO) -> Iterator[bytes | memoryview]:
        """The header and the rows, in UTF-8, some thousands at a time.

        Raises:
            TaskFailure: a row cannot be read, or does not fit the columns of the first.
        """
        for lines in read_line_blocks(stream):
            if self._layout.names is None:
                yield self._begin(lines)
            whole = self._by_column(lines)
            yield self._by_row(lines) if whole is None else whole

    def _begin(self, lines: bytes) -> bytes:
        """Takes the columns from the first row; returns the header, where there is to be one."""
        first = next(parse_rows(lines, self.row_count + 1), None)
        if first is None:
            return b""
        self._layout.cells(first[0], self.row_count + 1)
        names = self._layout.names
        return self._encoded([self._writer.record(names)]) if names and self._has_header else b""

    def _by_column(self, lines: bytes) -> memoryview | None:
        names = self._layout.names
        table = read_text_columns(lines, names, strict=True) if names else None
        if table is None:
            return None
        columns = [column.combine_chunks() if column.num_chunks != 1 else column.chunk(0) for column in table.columns]
        written = records(columns, self._style)
        if written is not None:
            self.row_count += table.num_rows
        return written

    def _by_row(self, lines: bytes) -> bytes:
        text, record = self._texts.text, self._writer.record
        made = []
        for row, _ in parse_rows(lines, self.row_count + 1):
            self.row_count += 1
            made.append(record([text(cell) for cell in self._layout.cells(row, self.row_count)]))
        return self._encoded(made)

    @staticmethod
    def _encoded(made: list[str]) -> bytes:
        return "".join(made).encode("utf-8", "replace")
