"""Dates, times of day and timestamps, one at a time. See `cells`."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from dalsegno_flow.dates import DateError, DateTimePattern
from dalsegno_tasks.serdes.avro_schema import AvroType
from dalsegno_tasks.serdes.cell_errors import CellError, kind_of
from dalsegno_tasks.serdes.scalar_cells import Convert, parse_integer
from dalsegno_tasks.serdes.settings import CellSettings

_EPOCH_DAY = date(1970, 1, 1).toordinal()
_EPOCH = datetime(1970, 1, 1, tzinfo=None)  # noqa: DTZ001 (the wall clock's)
_NANOSECONDS = {"millis": 1_000_000, "micros": 1_000}


def moment_converter(avro_type: AvroType, settings: CellSettings) -> Convert:
    """For the logical types of dates and times; values are the integers that Avro stores."""
    logical = str(avro_type.logical)
    unit_nanoseconds = _NANOSECONDS.get(logical.rpartition("-")[2], 1)
    is_timestamp, is_local = "timestamp" in logical, logical.startswith("local-")
    name, pattern, read = _reader(logical, settings, unit_nanoseconds)

    def convert(value: Any) -> int:
        moment = _count(value) if is_timestamp else None
        if moment is None and isinstance(value, str):
            moment = _parse_moment(value, avro_type, (name, pattern), read)
        if moment is None:
            raise CellError(value, avro_type, f"{kind_of(value)} cannot be read as {logical}")
        return _to_wall_clock(moment, unit_nanoseconds, settings) if is_local else moment

    return convert


def _reader(
    logical: str, settings: CellSettings, unit_nanoseconds: int
) -> tuple[str, DateTimePattern, Callable[[str], int]]:
    """The name of the property with the pattern, the pattern, and a function from a text to the stored integer."""
    dates, times, both = settings.date_format, settings.time_format, settings.datetime_format
    if logical == "date":
        return "dateFormat", dates, lambda text: dates.parse_date(text).toordinal() - _EPOCH_DAY
    if logical.startswith("time-"):
        return "timeFormat", times, lambda text: times.parse_time(text) // unit_nanoseconds
    return "datetimeFormat", both, lambda text: both.parse_date_time(text, settings.zone) // unit_nanoseconds


def _count(value: Any) -> int | None:
    """A count since the epoch, as a number or as digits; None for what is no such count in 64 bits."""
    number = parse_integer(value) if isinstance(value, str) else value
    if isinstance(number, int) and not isinstance(number, bool) and -(1 << 63) <= number < 1 << 63:
        return number
    return None


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
