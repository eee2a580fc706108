"""Whole columns of texts in an Avro type, by pyarrow.compute.

Each function either gives exactly what `cells` gives for every cell, or None: then the cells are converted one by one.
"""

from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc

from dalsegno_tasks.serdes.avro_schema import AvroType
from dalsegno_tasks.serdes.date_columns import DateColumn
from dalsegno_tasks.serdes.settings import CellSettings

ConvertColumn = Callable[[pa.StringArray], pa.Array | None]

_INTEGERS = {"int": pa.int32(), "long": pa.int64()}
_REALS = {"float": pa.float32(), "double": pa.float64()}


def column_converter(avro_type: AvroType, settings: CellSettings) -> ConvertColumn | None:
    """A function for whole columns of this type, or None where there is none."""
    if settings.infer_all_fields:
        return None
    optional = avro_type.optional_of
    if optional is None:
        whole = _of_texts(avro_type, settings)
        return None if whole is None else lambda texts: None if texts.null_count else whole(texts)
    convert = _of_texts(optional, settings)
    if convert is None:
        return None
    if avro_type.branches[0].kind == "null":
        return lambda texts: _null_first(texts, convert, settings)
    return lambda texts: _null_last(texts, convert, optional, settings)


def _null_first(texts: pa.StringArray, convert: ConvertColumn, settings: CellSettings) -> pa.Array | None:
    """Cells that stand for null are null, whatever else they could be read as."""
    small = pc.utf8_lower(texts)
    nulls = pc.is_in(small, value_set=pa.array(sorted(settings.null_values), pa.string()))
    return _outside(texts, pc.or_(nulls, texts.is_null()), convert)


def _null_last(
    texts: pa.StringArray, convert: ConvertColumn, optional: AvroType, settings: CellSettings
) -> pa.Array | None:
    """Only cells that the other branch refuses are null. Of those, only the empty text is known from here."""
    nulls = texts.is_null()
    if "" in settings.null_values and optional.kind not in {"string", "boolean"}:
        nulls = pc.or_(nulls, pc.equal(pc.fill_null(texts, "there"), ""))
    return _outside(texts, nulls, convert)


def _outside(texts: pa.StringArray, nulls: pa.BooleanArray, convert: ConvertColumn) -> pa.Array | None:
    """Converts the cells that are not masked by `nulls`, and puts nulls in the places of the others."""
    if not pc.any(nulls).as_py():
        return convert(texts)
    there = pc.invert(nulls)
    kept = texts.filter(there)
    if not len(kept):
        made = convert(pa.array([], pa.string()))
        return None if made is None else pa.nulls(len(texts), made.type)
    made = convert(kept)
    return None if made is None else pc.replace_with_mask(pa.nulls(len(texts), made.type), there, made)


def _of_texts(avro_type: AvroType, settings: CellSettings) -> ConvertColumn | None:
    """For columns without nulls."""
    if avro_type.kind == "string" and avro_type.logical is None:
        return lambda texts: texts
    if avro_type.kind in _INTEGERS and avro_type.logical is None:
        return lambda texts: _integers(texts, _INTEGERS[avro_type.kind])
    if avro_type.kind in _REALS:
        return lambda texts: _reals(texts, _REALS[avro_type.kind], settings.decimal_separator)
    if avro_type.kind == "boolean":
        return lambda texts: _booleans(texts, settings)
    if avro_type.logical == "date":
        return DateColumn(avro_type, settings.date_format, settings.zone).convert
    if avro_type.logical is not None and avro_type.logical.startswith("timestamp-"):
        return DateColumn(avro_type, settings.datetime_format, settings.zone).convert
    return None


def _integers(texts: pa.StringArray, to: pa.DataType) -> pa.Array | None:
    # Arrow takes 0x10 for 16.
    if pc.any(pc.match_substring_regex(texts, "[^0-9-]")).as_py():
        return None
    return _cast(texts, to)


def _reals(texts: pa.StringArray, to: pa.DataType, decimal_separator: str) -> pa.Array | None:
    if decimal_separator != ".":
        texts = pc.replace_substring(texts, decimal_separator, ".", max_replacements=1)
    numbers = _cast(texts, pa.float64())
    # Arrow takes "nan" and "inf", which Java does not; and overflow is rare enough to look at each cell.
    if numbers is None or not pc.all(pc.is_finite(numbers)).as_py():
        return None
    return numbers if to == pa.float64() else _to_float32(numbers)


def _to_float32(numbers: pa.Array) -> pa.Array | None:
    narrow = numbers.cast(pa.float32())
    return narrow if pc.all(pc.is_finite(narrow)).as_py() else None


def _booleans(texts: pa.StringArray, settings: CellSettings) -> pa.Array | None:
    small = pc.utf8_lower(texts)
    true = pc.is_in(small, value_set=pa.array(sorted(settings.true_values), pa.string()))
    false = pc.is_in(small, value_set=pa.array(sorted(settings.false_values), pa.string()))
    return true if pc.all(pc.or_(true, false)).as_py() else None


def _cast(texts: pa.StringArray, to: pa.DataType) -> pa.Array | None:
    try:
        return texts.cast(to)
    except pa.ArrowException:
        return None
