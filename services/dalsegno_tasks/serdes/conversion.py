"""Rows of text to rows of a schema: by column where whole columns convert, cell by cell where they do not."""

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import pyarrow as pa

from dalsegno_tasks.interface import TaskFailure, TaskLog
from dalsegno_tasks.serdes.avro_schema import AvroField, AvroSchema
from dalsegno_tasks.serdes.cell_errors import CellError
from dalsegno_tasks.serdes.cells import converter
from dalsegno_tasks.serdes.columns import ConvertColumn, column_converter
from dalsegno_tasks.serdes.ion_text import RawBlock, RawColumn
from dalsegno_tasks.serdes.row_errors import cell_failure, cell_sentence, extra_columns_failure
from dalsegno_tasks.serdes.scalar_cells import Convert
from dalsegno_tasks.serdes.settings import CellSettings

OnBadLines = Literal["ERROR", "WARN", "SKIP"]
# More of them would drown the log.
MAX_WARNINGS = 100

# A column converted as a whole, or the values of its cells as `cells` gives them.
Column: TypeAlias = pa.Array | list[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Converted rows by column, in the order of the schema's fields."""

    row_count: int
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class _Field:
    field: AvroField
    convert: Convert
    convert_column: ConvertColumn | None


class TableConverter:
    """Converts the blocks of one file, in order.

    `onBadLines` WARN and SKIP put null where a cell cannot be converted, and leave the row out where the field admits
    no null; WARN says so in the log.
    """

    def __init__(
        self, schema: AvroSchema, settings: CellSettings, *, on_bad_lines: OnBadLines, strict: bool, log: TaskLog
    ) -> None:
        self._schema = schema
        self._fields = [
            _Field(field, converter(field.type, settings), column_converter(field.type, settings))
            for field in schema.fields
        ]
        self._on_bad_lines, self._strict, self._log = on_bad_lines, strict, log
        self._warnings = 0

    def convert(self, block: RawBlock) -> Table:
        """Converts one block.

        Raises:
            TaskFailure: onBadLines is ERROR, and a row cannot be converted: the first one, its first such field.
        """
        columns: list[Column] = []
        bad: list[tuple[int, int, CellError]] = []  # (row of the block, field, error)
        for position, (field, raw) in enumerate(zip(self._fields, block.columns, strict=True)):
            whole = _whole(raw, field.convert_column)
            if whole is None:
                whole, errors = _each(raw, field.convert, stop=self._on_bad_lines == "ERROR")
                bad.extend((row, position, error) for row, error in errors)
            columns.append(whole)
        bad.sort(key=lambda cell: cell[:2])
        self._check_widths(block, before_row=bad[0][0] if bad and self._on_bad_lines == "ERROR" else block.row_count)
        if bad:
            return self._without(block, columns, bad)
        return Table(row_count=block.row_count, columns=tuple(columns))

    def finish(self) -> None:
        """To be called after the last block."""
        if self._warnings > MAX_WARNINGS:
            self._log.warning(f"{self._warnings - MAX_WARNINGS} more values could not be converted.")

    def _without(self, block: RawBlock, columns: list[Column], bad: list[tuple[int, int, CellError]]) -> Table:
        dropped: set[int] = set()
        for row, position, error in bad:
            field, number = self._fields[position].field, block.first_row + row
            if self._on_bad_lines == "ERROR":
                raise TaskFailure(cell_failure(number, field, error, block.row_text(row)))
            if not field.type.is_nullable:
                dropped.add(row)
            if self._on_bad_lines == "WARN":
                done = "null is stored instead" if field.type.is_nullable else "the row is left out"
                self._warn(f"{cell_sentence(number, field, error)} onBadLines is WARN: {done}.")
        if not dropped:
            return Table(row_count=block.row_count, columns=tuple(columns))
        kept = [row not in dropped for row in range(block.row_count)]
        mask = pa.array(kept, pa.bool_())
        return Table(
            row_count=block.row_count - len(dropped),
            columns=tuple(
                [value for value, keep in zip(column, kept, strict=True) if keep]
                if isinstance(column, list)
                else column.filter(mask)
                for column in columns
            ),
        )

    def _check_widths(self, block: RawBlock, before_row: int) -> None:
        """Only blocks with unknown columns come with `rows` when the schema is strict."""
        if not self._strict or block.rows is None:
            return
        for row, values in enumerate(block.rows[:before_row]):
            if len(values) <= len(self._fields):
                continue
            message = extra_columns_failure(
                block.first_row + row, block.row_text(row), len(values), self._schema.fields
            )
            if self._on_bad_lines == "ERROR":
                raise TaskFailure(message)
            if self._on_bad_lines == "WARN":
                self._warn(message.split("\n")[0])

    def _warn(self, message: str) -> None:
        self._warnings += 1
        if self._warnings <= MAX_WARNINGS:
            self._log.warning(message)


def _whole(raw: RawColumn, convert: ConvertColumn | None) -> pa.Array | None:
    return None if convert is None or isinstance(raw, list) else convert(raw)


def _each(raw: RawColumn, convert: Convert, *, stop: bool) -> tuple[list[Any], list[tuple[int, CellError]]]:
    """The column's values, None for those in the list of errors; where `stop`, it ends at the first error."""
    values: list[Any] = []
    errors: list[tuple[int, CellError]] = []
    for row, value in enumerate(raw if isinstance(raw, list) else raw.to_pylist()):
        try:
            values.append(convert(value))
        except CellError as error:
            errors.append((row, error))
            if stop:
                break
            values.append(None)
    return values, errors
