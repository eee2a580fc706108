"""Dates, times of day and timestamps, one at a time. See `cells`."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from dalsegno_flow.dates import DateError, DateTimePattern
from dalsegno_tasks.serdes.avro_schema import AvroType
from dalsegno_tasks.serdes.cell_errors import CellError, kind_of
from dalsegno_tasks.serdes.scalar_cells import INTEGER, Convert
from dalsegno_tasks.serdes.settings import CellSettings

_EPOCH_DAY = date(1970, 1, 1).toordinal()
_EPOCH = datetime(1970, 1, 1, tzinfo=None)  # noqa: DTZ001 (the wall clock's)
_NANOSECONDS = {"millis": 1_000_000, "micros": 1_000}


def moment_converter(avro_type: AvroType, settings: CellSettings) -> Convert:
    """For the logical types of dates and times; values are the integers that Avro stores."""
    logical = str(avro_type.logical)
    unit_nanoseconds = _NANOSECONDS.get(logical.rpartition("-")[2], 1)
    if logical == "date":
        name, pattern = "dateFormat", settings.date_format
        read: Callable[[str], int] = lambda text: pattern.parse_date(text).toordinal() - _EPOCH_DAY  # noqa: E731 (one of three)
    elif logical.startswith("time-"):
        name, pattern = "timeFormat", settings.time_format
        read = lambda text: pattern.parse_time(text) // unit_nanoseconds  # noqa: E731 (one of three)
    else:
        name, pattern = "datetimeFormat", settings.datetime_format
        read = lambda text: pattern.parse_date_time(text, settings.zone) // unit_nanoseconds  # noqa: E731 (one of three)
    is_timestamp, is_local = "timestamp" in logical, logical.startswith("local-")

    def convert(value: Any) -> int:
        if isinstance(value, str) and not (is_timestamp and INTEGER.fullmatch(value)):
            moment = _parse_moment(value, avro_type, (name, pattern), read)
        elif is_timestamp and isinstance(value, str | int) and not isinstance(value, bool):
            moment = int(value)
        else:
            raise CellError(value, avro_type, f"{kind_of(value)} cannot be read as {logical}")
        if is_local:
            moment = _to_wall_clock(moment, unit_nanoseconds, settings)
        if not -(1 << 63) <= moment < 1 << 63:
            raise CellError(value, avro_type, f'Value out of range for long: "{value}"')
        return moment

    return convert


def _parse_moment(
    text: str, avro_type: AvroType, pattern: tuple[str, DateTimePattern], read: Callable[[str], int]
) -> int:
    try:
        return read(text)
    except DateError as error:
        raise CellError(
            text,
            avro_type,
            str(error),
            pattern=(pattern[0], pattern[1].pattern),
            index=getattr(error, "index", None),
        ) from None


def _to_wall_clock(moment: int, unit_nanoseconds: int, settings: CellSettings) -> int:
    """The wall clock's reading in the settings' zone, in the same unit."""
    per_second = 1_000_000_000 // unit_nanoseconds
    try:
        utc = (_EPOCH + timedelta(seconds=moment // per_second)).replace(tzinfo=settings.zone)
        offset = settings.zone.fromutc(utc).utcoffset() or timedelta()
    except OverflowError:
        offset = timedelta()  # beyond the years that have a calendar
    return moment + int(offset.total_seconds()) * per_second
