"""Avro's binary encoding of whole columns, by pyarrow.compute alone.

Every column becomes one or two arrays of byte strings, one string a row; a row's record is their concatenation.
"""

from functools import cache

import pyarrow as pa
import pyarrow.compute as pc

from dalsegno_tasks.serdes.avro_cells import Encode, encode_long, encoder
from dalsegno_tasks.serdes.avro_schema import AvroSchema, AvroType
from dalsegno_tasks.serdes.conversion import Table

# A number's variable-length encoding is looked up fourteen bits, that is two bytes, at a time.
_GROUP_BITS = 14
_GROUP_SIZE = 1 << _GROUP_BITS
_GROUP_COUNT = 5
_SHORT_TEXT_BYTES = 1 << 13


class RecordEncoder:
    """Encodes tables of one schema."""

    def __init__(self, schema: AvroSchema) -> None:
        self._types = [field.type for field in schema.fields]
        self._encoders: list[Encode] = [encoder(avro_type) for avro_type in self._types]

    def encode(self, table: Table) -> memoryview:
        """The table's records, one after the other."""
        pieces: list[pa.Array] = []
        for avro_type, encode, column in zip(self._types, self._encoders, table.columns, strict=True):
            if isinstance(column, list):
                pieces.append(pa.array([encode(value) for value in column], pa.binary()))
            else:
                pieces.extend(_pieces(avro_type, column))
        if not pieces or not table.row_count:
            return memoryview(b"")
        records = pc.binary_join_element_wise(*pieces, b"") if len(pieces) > 1 else pieces[0]
        _, offsets, data = records.buffers()
        places = memoryview(offsets).cast("i")
        start, end = places[records.offset], places[records.offset + len(records)]
        return memoryview(data)[start:end] if data is not None else memoryview(b"")


def _pieces(avro_type: AvroType, column: pa.Array) -> list[pa.Array]:
    optional = avro_type.optional_of
    if optional is None:
        return _values(avro_type, column)
    null, other = (b"\x00", b"\x02") if avro_type.branches[0].kind == "null" else (b"\x02", b"\x00")
    branches = pc.if_else(column.is_valid(), pa.scalar(other), pa.scalar(null))
    return [branches, *(pc.fill_null(piece, b"") for piece in _values(optional, column))]


def _values(avro_type: AvroType, column: pa.Array) -> list[pa.Array]:
    """Byte strings for each value; null for null."""
    kind = avro_type.kind
    if kind == "string":
        return [_lengths(pc.binary_length(column)), column.cast(pa.binary())]
    if kind == "boolean":
        return [pc.if_else(column, pa.scalar(b"\x01"), pa.scalar(b"\x00"))]
    if kind in {"float", "double"}:
        # Both Arrow and Avro keep IEEE numbers with the lowest byte first.
        return [column.view(pa.binary(4 if kind == "float" else 8)).cast(pa.binary())]
    if kind == "int":
        return [_numbers(column.cast(pa.int32()).cast(pa.int64()))]
    return [_numbers(column.cast(pa.int64()))]


def _lengths(lengths: pa.Array) -> pa.Array:
    longest = pc.max(lengths).as_py() or 0
    if longest < _SHORT_TEXT_BYTES:
        return _short_lengths().take(lengths)
    return _numbers(lengths.cast(pa.int64()))


def _numbers(numbers: pa.Array) -> pa.Array:
    """Zigzag and variable length, as `encode_long`, for a column of int64."""
    signs = pc.shift_right(pc.shift_right(numbers, 32), 31)  # Arrow leaves a number alone that is shifted by 63
    rest = pc.bit_wise_xor(pc.shift_left(numbers, 1), signs).view(pa.uint64())
    pieces: list[pa.Array] = []
    group_mask, group_bits = pa.scalar(_GROUP_SIZE - 1, pa.uint64()), pa.scalar(_GROUP_BITS, pa.uint64())
    for group in range(_GROUP_COUNT):
        low = pc.bit_wise_and(rest, group_mask)
        rest = pc.shift_right(rest, group_bits)
        ends = pc.equal(rest, pa.scalar(0, pa.uint64()))
        at = pc.if_else(ends, pc.add(low, pa.scalar(_GROUP_SIZE, pa.uint64())), low)
        pieces.append(_groups(group == 0).take(at))
        if pc.all(ends).as_py() is not False:
            break
    return pc.binary_join_element_wise(*pieces, b"") if len(pieces) > 1 else pieces[0]


@cache
def _short_lengths() -> pa.Array:
    return pa.array([encode_long(length) for length in range(_SHORT_TEXT_BYTES)], pa.binary())


@cache
def _groups(first: bool) -> pa.Array:  # noqa: FBT001 (private)
    """Bytes for each value of fourteen bits: first where more follow, then where none do.

    A later group of zero that nothing follows is empty: the number ended before it.
    """
    more = [bytes((low & 0x7F | 0x80, low >> 7 | 0x80)) for low in range(_GROUP_SIZE)]
    last = [bytes((low,)) if low < 0x80 else bytes((low & 0x7F | 0x80, low >> 7)) for low in range(_GROUP_SIZE)]
    if not first:
        last[0] = b""
    return pa.array(more + last, pa.binary())
