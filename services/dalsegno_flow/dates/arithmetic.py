"""Adding to dates, as java.time.ZonedDateTime.plus does."""

import calendar
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

from dalsegno_flow.dates.errors import DateOutOfRange, UnknownUnit
from dalsegno_flow.dates.values import NANOSECONDS_PER_SECOND, ClockTime, Zoned

# ChronoUnit's names; those of an exact length in nanoseconds move the instant, days and months move the wall clock
NANOSECONDS: Mapping[str, int] = {
    "NANOS": 1,
    "MICROS": 10**3,
    "MILLIS": 10**6,
    "SECONDS": 10**9,
    "MINUTES": 60 * 10**9,
    "HOURS": 3600 * 10**9,
    "HALF_DAYS": 43200 * 10**9,
}
DAYS: Mapping[str, int] = {"DAYS": 1, "WEEKS": 7}
MONTHS: Mapping[str, int] = {"MONTHS": 1, "YEARS": 12, "DECADES": 120, "CENTURIES": 1200, "MILLENNIA": 12000}


def join(day: date, time_of_day: ClockTime, tz: tzinfo) -> Zoned:
    """ZonedDateTime.of: a wall clock that a zone skips in spring moves later by the length of the gap.

    Raises:
        DateOutOfRange: the moment falls outside the years 1 to 9999 in UTC.
    """
    hour, minute, second, nanos = time_of_day
    when = datetime(day.year, day.month, day.day, hour, minute, second, nanos // 1000, tz)
    if 1 < day.year < 9999 and (isinstance(tz, timezone) or when.utcoffset() == when.replace(fold=1).utcoffset()):
        return Zoned(when=when, nano=nanos % 1000)  # no gap here, as nearly always: the way through UTC is for those
    try:
        return Zoned(when=when.astimezone(UTC).astimezone(tz), nano=nanos % 1000)
    except OverflowError:
        raise _out_of_range() from None


def plus(when: Zoned, amount: int, unit: str) -> Zoned:
    """Moves a date by `amount` units; the day is clamped to the end of a shorter month.

    Args:
        when: the date to move.
        amount: how many units, negative for back.
        unit: the exact name of a java.time.temporal.ChronoUnit, such as MONTHS.

    Raises:
        UnknownUnit: no such unit, or one that dates cannot be moved by.
        DateOutOfRange: the result lies outside the years 1 to 9999.
    """
    try:
        if unit in NANOSECONDS:
            return _move_instant(when, amount * NANOSECONDS[unit])
        if unit in DAYS:
            wall = when.when.replace(tzinfo=None) + timedelta(days=amount * DAYS[unit])
        elif unit in MONTHS:
            wall = _move_months(when.when.replace(tzinfo=None), amount * MONTHS[unit])
        elif unit in ("ERAS", "FOREVER"):
            raise UnknownUnit(f"Unsupported unit: {unit.capitalize()}")
        else:
            raise UnknownUnit(f"No enum constant java.time.temporal.ChronoUnit.{unit}")
    except (OverflowError, ValueError):
        raise _out_of_range() from None
    zone = when.when.tzinfo or UTC
    return join(wall.date(), ClockTime(wall.hour, wall.minute, wall.second, when.nano_of_second), zone)


def _move_instant(when: Zoned, nanoseconds: int) -> Zoned:
    seconds, nanos = divmod(when.nano_of_second + nanoseconds, NANOSECONDS_PER_SECOND)
    utc = when.when.astimezone(UTC).replace(microsecond=nanos // 1000) + timedelta(seconds=seconds)
    return Zoned(when=utc.astimezone(when.when.tzinfo), nano=nanos % 1000)


def _move_months(wall: datetime, months: int) -> datetime:
    year, month = divmod(wall.year * 12 + wall.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise _out_of_range()
    return wall.replace(year=year, month=month + 1, day=min(wall.day, calendar.monthrange(year, month + 1)[1]))


def _out_of_range() -> DateOutOfRange:
    return DateOutOfRange("Invalid value for Year (valid values -999999999 - 999999999)")
