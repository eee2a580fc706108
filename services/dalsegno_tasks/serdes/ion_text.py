"""Tables as Ion text that is also JSON lines: one row a line, keys and texts quoted.

Rows are maps by column name, or plain lists where the table has no header. Any Ion reader takes such a file. Ion that
is not JSON (bare symbols, timestamps, annotations) is read too, row by row, as long as a row is on one line.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import Any, BinaryIO, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.json

from dalsegno_flow.ion import read_value
from dalsegno_tasks.interface import TaskFailure
from dalsegno_tasks.serdes.avro_schema import AvroField
from dalsegno_tasks.serdes.ion_encoding import encode_row

BLOCK_BYTES = 4 << 20
MAX_ROW_BYTES = 64 << 20
_MAX_SHOWN_CHARACTERS = 80
_BINARY_ION = "\ufffd\x01\x00\ufffd"  # its mark, read as UTF-8

Row = dict[str, Any] | list[Any]
# A column of one block: texts and nulls as an Arrow array, or JSON values of any kind as a list.
RawColumn: TypeAlias = pa.StringArray | list[Any]

encode_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True, kw_only=True)
class RawBlock:
    """Some consecutive rows of a table, by column, in the order of the fields they were read for.

    Attributes:
        first_row: number of the first row in the file, from 1.
        lines: the block's text; line i is row i unless `rows` is given.
        rows: the rows as values, where the block could not be read by column.
    """

    first_row: int
    row_count: int
    columns: tuple[RawColumn, ...]
    lines: bytes
    rows: list[Row] | None = None

    def row_text(self, index: int) -> str:
        """Row `index` of the block as JSON on one line."""
        if self.rows is not None:
            return row_json(self.rows[index])
        return row_json(json.loads(self.lines.split(b"\n")[index], parse_float=Decimal))


def row_json(row: object) -> str:
    """A row, or a cell, as JSON on one line; numbers as they stood in the file."""
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"), default=_number)


def _number(value: object) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(type(value).__name__)


def read_line_blocks(stream: BinaryIO, block_bytes: int = BLOCK_BYTES) -> Iterator[bytes]:
    """Cuts a stream into blocks of whole lines of about `block_bytes`."""
    rest = b""
    while chunk := stream.read(block_bytes):
        cut = chunk.rfind(b"\n") + 1
        if not cut:
            rest += chunk
            if len(rest) > MAX_ROW_BYTES:
                raise TaskFailure(
                    f"The file has a row of more than {MAX_ROW_BYTES} bytes. Rows are lines: write one row a line."
                )
            continue
        yield rest + chunk[:cut]
        rest = chunk[cut:]
    if rest.strip():
        yield rest


def read_blocks(stream: BinaryIO, fields: Sequence[AvroField], *, strict: bool) -> Iterator[RawBlock]:
    """Reads a table block by block, only the columns that `fields` name.

    Where `strict`, blocks with other columns than those come with `RawBlock.rows`.

    Raises:
        TaskFailure: a line is no JSON.
    """
    first_row = 1
    for lines in read_line_blocks(stream):
        block = _by_column(lines, fields, first_row, strict=strict) or _by_row(lines, fields, first_row)
        yield block
        first_row += block.row_count


def iterate_rows(stream: BinaryIO) -> Iterator[tuple[Row, str]]:
    """Rows as values and as JSON on one line.

    Raises:
        TaskFailure: a line is no row.
    """
    first_row = 1
    for lines in read_line_blocks(stream):
        for row in parse_rows(lines, first_row):
            first_row += 1
            yield row


def read_rows(stream: BinaryIO, limit: int) -> list[Row]:
    """The first `limit` rows as values."""
    return [row for row, _ in islice(iterate_rows(stream), limit)]


def _by_column(lines: bytes, fields: Sequence[AvroField], first_row: int, *, strict: bool) -> RawBlock | None:
    """The fast way, for rows that are maps of texts and nulls; None for any others."""
    names = list(dict.fromkeys(name for field in fields for name in (field.name, *field.aliases)))
    table = read_text_columns(lines, names, strict=strict)
    if table is None:
        return None
    columns = []
    for field in fields:
        column = table.column(field.name)
        if field.aliases:
            column = pc.coalesce(column, *(table.column(alias) for alias in field.aliases))
        columns.append(column.combine_chunks() if column.num_chunks != 1 else column.chunk(0))
    return RawBlock(first_row=first_row, row_count=table.num_rows, columns=tuple(columns), lines=lines)


def read_text_columns(lines: bytes, names: Sequence[str], *, strict: bool) -> pa.Table | None:
    """Columns of the rows on these lines; None unless they are maps of texts and nulls, one a line.

    Where `strict`, also None when they have other columns.
    """
    if not lines.isascii():
        try:
            lines.decode()  # Arrow takes bytes for UTF-8 unseen
        except UnicodeDecodeError:
            return None
    try:
        table = pyarrow.json.read_json(
            pa.BufferReader(lines),
            read_options=pyarrow.json.ReadOptions(use_threads=False, block_size=len(lines) + 1),
            parse_options=pyarrow.json.ParseOptions(
                explicit_schema=pa.schema([(name, pa.string()) for name in names]),
                unexpected_field_behavior="error" if strict else "ignore",
            ),
        )
    except (pa.ArrowException, UnicodeDecodeError):
        return None
    if table.num_rows != lines.count(b"\n") + (not lines.endswith(b"\n")):
        return None  # blank lines, or several rows on one: then line i is not row i
    return table


def _by_row(lines: bytes, fields: Sequence[AvroField], first_row: int) -> RawBlock:
    rows = [row for row, _ in parse_rows(lines, first_row)]
    named = [_named(row, fields) for row in rows]
    columns: list[RawColumn] = []
    for field in fields:
        values = [_value(row, field) for row in named]
        plain = all(value is None or isinstance(value, str) for value in values)
        columns.append(pa.array(values, pa.string()) if plain else values)
    return RawBlock(first_row=first_row, row_count=len(rows), columns=tuple(columns), lines=lines, rows=rows)


def _named(row: Row, fields: Sequence[AvroField]) -> dict[str, Any]:
    """A list row's values belong to the fields by position; to a single array field, they belong all."""
    if isinstance(row, dict):
        return row
    if len(fields) == 1 and (fields[0].type.optional_of or fields[0].type).kind == "array":
        return {fields[0].name: row}
    return dict(zip((field.name for field in fields), row, strict=False))


def _value(row: dict[str, Any], field: AvroField) -> Any:
    value = row.get(field.name)
    if value is None:
        value = next((row[alias] for alias in field.aliases if row.get(alias) is not None), None)
    return value


def parse_rows(lines: bytes, first_row: int) -> Iterator[tuple[Row, str]]:
    """The rows on whole lines, as `iterate_rows` has them; `first_row` is the number of the first."""
    row_number = first_row
    for line in lines.decode("utf-8", "replace").removeprefix("\ufeff").split("\n"):
        at, text = 0, line.strip()
        while at < len(text):
            try:
                row, json_text, at = _parse(text, at)
            except (ValueError, RecursionError) as error:
                raise TaskFailure(_no_row(row_number, text, error)) from error
            if not isinstance(row, dict | list):
                raise TaskFailure(
                    f"Row {row_number} is the single value {_shown(text)}; a row is a map or a list. "
                    "Give the file of a table, such as the output of CsvToIon."
                )
            yield row, json_text
            row_number += 1
            while at < len(text) and text[at].isspace():
                at += 1


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


_decode = json.JSONDecoder(parse_float=Decimal, parse_constant=_no_constant).raw_decode


def _parse(text: str, at: int) -> tuple[Any, str, int]:
    """The value at a place of the text, its JSON, and where it ends."""
    try:
        row, end = _decode(text, at)
    except ValueError:
        if text.startswith(_BINARY_ION, at):
            raise ValueError("it is binary Ion; store the table as text") from None
        row, end = read_value(text, at)
        return row, encode_row(row), end
    return row, text[at:end], end


def _no_row(row_number: int, text: str, error: Exception) -> str:
    return (
        f"Row {row_number} is no row of a table in Ion text ({error}): {_shown(text)}. A row is a map or a list on "
        "one line, such as CsvToIon writes; convert the file to that first."
    )


def _shown(text: str) -> str:
    return repr(text if len(text) <= _MAX_SHOWN_CHARACTERS else text[:_MAX_SHOWN_CHARACTERS] + " ...")
