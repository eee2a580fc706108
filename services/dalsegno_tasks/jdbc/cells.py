"""Values of databases as JSON has them. Source: Kestra's AbstractCellConverter."""

import base64
import math
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from dalsegno_flow.durations import duration_text

MAX_DIGITS = 1_000


def json_cell(value: Any, zone: ZoneInfo) -> Any:
    """A value as JSON has it: moments as ISO texts, bytes as base64, what JSON has not as text.

    Decimals become numbers, or texts where a number would not be the same; moments with a zone are told in `zone`.
    """
    if value is None or isinstance(value, bool | int | str):
        return value
    match value:
        case float() | Decimal():
            return _number(value)
        case datetime():
            moment = value if value.tzinfo is None else value.astimezone(zone)
            return moment.isoformat().replace("+00:00", "Z")
        case date() | time():
            return value.isoformat()
        case timedelta():
            return duration_text(value)
        case bytes() | bytearray() | memoryview():
            return base64.b64encode(bytes(value)).decode()
        case Mapping() | list() | tuple() | set() | frozenset():
            return _gathered(value, zone)
        case _:
            return str(value)


def _gathered(value: Any, zone: ZoneInfo) -> Any:
    if isinstance(value, Mapping):
        return {str(key): json_cell(entry, zone) for key, entry in value.items()}
    return [json_cell(item, zone) for item in value]


def _number(value: float | Decimal) -> int | float | str:
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if not value.is_finite() or value.adjusted() > MAX_DIGITS:
        return str(value)
    if value == value.to_integral_value():
        return int(value)
    near = float(value)
    return near if Decimal(repr(near)) == value else str(value)
