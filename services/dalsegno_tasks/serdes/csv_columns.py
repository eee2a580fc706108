"""Whole blocks of CSV to Ion lines, by pyarrow: exactly what `csv_rows` and `json` make of them, or None."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from dalsegno_tasks.serdes.csv_rows import CsvFormat
from dalsegno_tasks.serdes.json_columns import escaped, joined

NULL_TEXT = "\\N"
_CONTROL_CHARACTERS = bytes(code for code in range(0x20) if code not in b"\r\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvShape:
    """What a table's rows become.

    Attributes:
        width: how many fields each record has.
        columns: name and place of each column that is kept; the names are None where there is no header.
    """

    width: int
    columns: tuple[tuple[str | None, int], ...]


def ion_lines(data: bytes, shape: CsvShape, csv_format: CsvFormat) -> tuple[memoryview, int] | None:
    """The records' Ion lines and their number; None where they must be read one by one.

    `data` is a regular block in UTF-8.
    """
    if not shape.columns or not _is_plain(data, shape, csv_format):
        return None
    names = [str(place) for place in range(shape.width)]
    kept = list(dict.fromkeys(str(place) for _, place in shape.columns))
    quoted = csv_format.quote.encode() in data
    try:
        table = pyarrow.csv.read_csv(
            pa.BufferReader(data),
            read_options=pyarrow.csv.ReadOptions(use_threads=False, block_size=len(data) + 1, column_names=names),
            parse_options=pyarrow.csv.ParseOptions(
                delimiter=csv_format.separator,
                quote_char=csv_format.quote,
                newlines_in_values=quoted,
                ignore_empty_lines=csv_format.skip_empty_rows,
            ),
            convert_options=pyarrow.csv.ConvertOptions(
                column_types={name: pa.string() for name in names},
                strings_can_be_null=False,
                include_columns=kept,
                check_utf8=False,
            ),
        )
    except pa.ArrowException:
        return None
    if not table.num_rows:
        return memoryview(b""), 0
    columns = [table.column(str(place)).combine_chunks() for _, place in shape.columns]
    has_escapes = quoted or b"\\" in data or b'"' in data or len(data.translate(None, _CONTROL_CHARACTERS)) < len(data)
    lines = _joined([name for name, _ in shape.columns], columns, has_escapes=has_escapes)
    return lines, table.num_rows


def _is_plain(data: bytes, shape: CsvShape, csv_format: CsvFormat) -> bool:
    """Whether pyarrow reads the block as `csv_rows` does."""
    if not (csv_format.separator.isascii() and csv_format.quote.isascii()):
        return False
    if len(data) > csv_format.max_field_characters:
        return False
    if shape.width > 1 and not csv_format.skip_empty_rows:
        # pyarrow makes rows of empty texts from empty lines.
        return not (data.startswith((b"\n", b"\r\n")) or b"\n\n" in data or b"\n\r\n" in data)
    return True


def _joined(names: Sequence[str | None], columns: Sequence[pa.StringArray], *, has_escapes: bool) -> memoryview:
    is_list = names[0] is None
    pieces: list[pa.Array | str] = []
    literal = "[" if is_list else "{"
    for index, (name, column) in enumerate(zip(names, columns, strict=True)):
        literal += ("," if index else "") + ("" if name is None else json.dumps(name, ensure_ascii=False) + ":")
        nulls = pc.equal(column, NULL_TEXT) if has_escapes else None
        text = escaped(column) if has_escapes else column
        if nulls is not None and pc.any(nulls).as_py():
            values = pc.binary_join_element_wise(pa.scalar('"'), text, pa.scalar('"'), "")
            pieces += [literal, pc.if_else(nulls, pa.scalar("null"), values)]
            literal = ""
        else:
            pieces += [literal + '"', text]
            literal = '"'
    pieces.append(literal + ("]\n" if is_list else "}\n"))
    arrays = [pa.scalar(piece) if isinstance(piece, str) else piece for piece in pieces]
    return joined(arrays)
