"""Whole columns as JSON, and columns as the lines of a table; the same as `ion_encoding` makes of the rows."""

import json
from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from dalsegno_tasks.interface import TaskFailure
from dalsegno_tasks.serdes.ion_encoding import encode_row

_TO_BE_ESCAPED = r'["\\\x00-\x1f]'


def table_lines(names: Sequence[str], columns: Sequence[pa.Array]) -> memoryview:
    """Rows as maps, one a line.

    Raises:
        TaskFailure: a value has no place in a table.
    """
    pieces: list[pa.Array | pa.Scalar] = []
    literal = "{"
    for name, column in zip(names, columns, strict=True):
        pieces += [pa.scalar(literal + json.dumps(name, ensure_ascii=False) + ":"), _json_texts(name, column)]
        literal = ","
    pieces.append(pa.scalar("}\n" if columns else "{}\n"))
    return joined(pieces)


def joined(pieces: Sequence[pa.Array | pa.Scalar]) -> memoryview:
    """Texts, put together row by row, one row after the other."""
    lines = pc.binary_join_element_wise(*pieces, "")
    _, offsets, data = lines.buffers()
    places = memoryview(offsets).cast("i")
    return memoryview(data)[places[lines.offset] : places[lines.offset + len(lines)]]


def escaped(column: pa.StringArray) -> pa.StringArray:
    """As `json.dumps` escapes; the backslash first, since the others bring more of them."""
    if not pc.any(pc.match_substring_regex(column, _TO_BE_ESCAPED)).as_py():
        return column
    for code in (ord("\\"), ord('"'), *range(0x20)):
        character = chr(code)
        column = pc.replace_substring(column, character, json.dumps(character)[1:-1])
    return column


def _json_texts(name: str, column: pa.Array) -> pa.StringArray:
    kind = column.type
    try:
        if pa.types.is_dictionary(kind):
            return _json_texts(name, column.dictionary_decode())
        if pa.types.is_integer(kind) or pa.types.is_boolean(kind):
            texts = column.cast(pa.string())
        elif pa.types.is_string(kind) or pa.types.is_large_string(kind):
            texts = _quoted(escaped(column.cast(pa.string())))
        elif pa.types.is_timestamp(kind):
            texts = _quoted(_moments(column))
        else:
            return pa.array([encode_row(value) for value in column.to_pylist(maps_as_pydicts="strict")], pa.string())
    except (pa.ArrowException, ValueError, OverflowError, TypeError) as error:
        raise TaskFailure(
            f"A value of the column '{name}', of the type {kind}, cannot be written: {str(error).strip()}. Leave the "
            "column out, or give it another type."
        ) from error
    return pc.fill_null(texts, "null")


def _quoted(texts: pa.StringArray) -> pa.StringArray:
    quote = pa.scalar('"')
    return pc.binary_join_element_wise(quote, texts, quote, "")


def _moments(column: pa.Array) -> pa.StringArray:
    """With six digits of a second, or nine where there is something below the microsecond."""
    zone = None if column.type.tz is None else "UTC"
    try:
        exact = column.cast(pa.timestamp("us", zone))
    except pa.ArrowInvalid:
        exact = column.cast(pa.timestamp("ns", zone))
    return pc.strftime(exact, format="%Y-%m-%dT%H:%M:%S" + ("Z" if zone else ""))
