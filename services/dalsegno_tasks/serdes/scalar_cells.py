"""Numbers, booleans, texts and their like, one at a time. See `cells`."""

import math
import re
import struct
import uuid
from collections.abc import Callable
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation, localcontext
from typing import Any

from dalsegno_tasks.serdes.avro_schema import AvroType
from dalsegno_tasks.serdes.cell_errors import CellError, kind_of
from dalsegno_tasks.serdes.ion_text import row_json
from dalsegno_tasks.serdes.settings import CellSettings

_INTEGER = re.compile(r"([+-]?)0*([0-9]+)")
# Enough for 64 bits, and far below what Python refuses to convert.
_MAX_INTEGER_DIGITS = 30
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_BITS = {"int": 31, "long": 63}

Convert = Callable[[Any], Any]


def scalar_converter(avro_type: AvroType, settings: CellSettings) -> Convert:
    """For primitive types, enum, fixed, and the logical types decimal and uuid."""
    if avro_type.logical == "decimal":
        return _decimal(avro_type, settings)
    if avro_type.logical == "uuid":
        return _uuid(avro_type)
    made: dict[str, Callable[[AvroType, CellSettings], Convert]] = {
        "null": _null,
        "boolean": _boolean,
        "int": _integer,
        "long": _integer,
        "float": _real,
        "double": _real,
    }
    return made.get(avro_type.kind, _textual)(avro_type, settings)


def parse_integer(text: str) -> int | None:
    """Long.valueOf: a sign and ASCII digits; None for anything else, and for numbers far beyond 64 bits."""
    match = _INTEGER.fullmatch(text)
    if match is None or len(match[2]) > _MAX_INTEGER_DIGITS:
        return None
    return int(match[1] + match[2])


def _null(avro_type: AvroType, settings: CellSettings) -> Convert:
    def convert(value: Any) -> None:
        if value is not None and not (isinstance(value, str) and value.lower() in settings.null_values):
            raise CellError(value, avro_type, f"Unknown type for null values, found {kind_of(value)}")

    return convert


def _boolean(avro_type: AvroType, settings: CellSettings) -> Convert:
    def convert(value: Any) -> bool:
        if isinstance(value, str):
            text = value.lower()
            if text in settings.true_values:
                return True
            if text in settings.false_values:
                return False
        elif isinstance(value, bool) or (isinstance(value, int) and value in (0, 1)):
            return bool(value)
        raise CellError(value, avro_type, f"{kind_of(value)} cannot be read as a boolean")

    return convert


def _integer(avro_type: AvroType, _: CellSettings) -> Convert:
    limit = 1 << _BITS[avro_type.kind]

    def convert(value: Any) -> int:
        if isinstance(value, str):
            parsed = parse_integer(value)
            if parsed is None:
                raise CellError(value, avro_type, f'For input string: "{value}"')
            number = parsed
        elif isinstance(value, int) and not isinstance(value, bool):
            number = value
        else:
            raise CellError(value, avro_type, f"{kind_of(value)} cannot be read as a whole number")
        if not -limit <= number < limit:
            raise CellError(value, avro_type, f'Value out of range for {avro_type.kind}: "{value}"')
        return number

    return convert


def _real(avro_type: AvroType, settings: CellSettings) -> Convert:
    is_float = avro_type.kind == "float"

    def convert(value: Any) -> float:
        if isinstance(value, str):
            number = _parse_real(value, avro_type, settings)
        elif isinstance(value, int | float | Decimal) and not isinstance(value, bool):
            number = float(value)
        else:
            raise CellError(value, avro_type, f"{kind_of(value)} cannot be read as a number")
        return _to_float32(number) if is_float else number

    return convert


def _parse_real(value: str, avro_type: AvroType, settings: CellSettings) -> float:
    """Double.valueOf: blanks around the number and a suffix d or f are let pass."""
    text = value.strip(" \t\r\n\f\v")
    if settings.decimal_separator != ".":
        text = text.replace(settings.decimal_separator, ".", 1)
    text = text[:-1] if text[-1:] in {"d", "D", "f", "F"} else text
    if _DECIMAL.fullmatch(text):
        return float(text)
    if text.lstrip("+-") in {"NaN", "Infinity"} and len(text) - len(text.lstrip("+-")) <= 1:
        return float(text)
    raise CellError(value, avro_type, f'For input string: "{value}"' if text else "empty String")


def _to_float32(number: float) -> float:
    try:
        return float(struct.unpack("<f", struct.pack("<f", number))[0])
    except OverflowError:
        return math.copysign(math.inf, number)


def _textual(avro_type: AvroType, _: CellSettings) -> Convert:
    """string, bytes, fixed and enum."""
    symbols = frozenset(avro_type.symbols)

    def convert(value: Any) -> Any:
        if value is None:
            raise CellError(
                value, avro_type, "Cannot convert null value to a non-nullable string, bytes, enum or fixed field"
            )
        text = value if isinstance(value, str) else _as_text(value)
        if avro_type.kind == "string":
            return text
        if avro_type.kind == "enum":
            if text not in symbols:
                shown = ", ".join(avro_type.symbols)
                raise CellError(value, avro_type, f"Invalid enum value, found {text}, expected [{shown}]")
            return text
        data = text.encode()
        if avro_type.kind == "fixed" and len(data) != avro_type.size_bytes:
            raise CellError(
                value, avro_type, f"Invalid length for fixed size, found {len(data)}, expected {avro_type.size_bytes}"
            )
        return data

    return convert


def _as_text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return row_json(value) if isinstance(value, dict | list) else str(value)


def _decimal(avro_type: AvroType, settings: CellSettings) -> Convert:
    step = Decimal(1).scaleb(-avro_type.scale)

    def convert(value: Any) -> Decimal:
        text = value.replace(settings.decimal_separator, ".", 1) if isinstance(value, str) else str(value)
        if (
            isinstance(value, bool)
            or not isinstance(value, str | int | float | Decimal)
            or not _DECIMAL.fullmatch(text)
        ):
            raise CellError(value, avro_type, f"{kind_of(value)} cannot be read as a decimal")
        with localcontext(prec=max(avro_type.precision, 1), rounding=ROUND_HALF_EVEN) as context:
            context.Emax, context.Emin = 999_999, -999_999
            try:
                return Decimal(text).quantize(step)
            except InvalidOperation:
                raise CellError(
                    value, avro_type, f"Cannot encode decimal with more than precision {avro_type.precision}"
                ) from None

    return convert


def _uuid(avro_type: AvroType) -> Convert:
    def convert(value: Any) -> str:
        try:
            return str(uuid.UUID(value)) if isinstance(value, str) and value.count("-") == 4 else _fail(value)
        except ValueError:
            raise CellError(value, avro_type, f"Invalid UUID string: {value}") from None

    def _fail(value: Any) -> str:
        raise ValueError(value)

    return convert
