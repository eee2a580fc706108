"""From the fields read of a text to a day and a time of day, as java.time.format.Parsed resolves them."""

import calendar
from collections.abc import Mapping
from datetime import date, timedelta

from dalsegno_flow.dates.errors import DateTimeParseError
from dalsegno_flow.dates.fields import MONTHS, start_of_us_year
from dalsegno_flow.dates.parts import Found
from dalsegno_flow.dates.values import ClockTime, clock_text

MIDNIGHT = ClockTime(0, 0, 0, 0)
Fields = Mapping[str, int]

# field: (java.time's name, lowest, highest as it is written, highest)
_RANGES: Mapping[str, tuple[str, int, str, int]] = {
    "month": ("MonthOfYear", 1, "12", 12),
    "day": ("DayOfMonth", 1, "28/31", 31),
    "day_of_year": ("DayOfYear", 1, "365/366", 366),
    "iso_week": ("WeekOfWeekBasedYear", 1, "52/53", 53),
    "us_week": ("WeekOfWeekBasedYear", 1, "52/53", 53),
    "day_of_week": ("DayOfWeek", 1, "7", 7),
    "day_of_us_week": ("LocalizedDayOfWeek", 1, "7", 7),
    "hour": ("HourOfDay", 0, "23", 23),
    "hour_1_to_24": ("ClockHourOfDay", 1, "24", 24),
    "hour_0_to_11": ("HourOfAmPm", 0, "11", 11),
    "hour_1_to_12": ("ClockHourOfAmPm", 1, "12", 12),
    "minute": ("MinuteOfHour", 0, "59", 59),
    "second": ("SecondOfMinute", 0, "59", 59),
    "nano_of_second": ("NanoOfSecond", 0, "999999999", 999_999_999),
    "milli_of_day": ("MilliOfDay", 0, "86399999", 86_399_999),
    "offset": ("OffsetSeconds", -64800, "64800", 64800),
    "nano_of_day": ("NanoOfDay", 0, "86399999999999", 86_399_999_999_999),
}
_SHOWN = {
    "year": "Year",
    "month": "MonthOfYear",
    "day": "DayOfMonth",
    "quarter": "QuarterOfYear",
    "day_of_week": "DayOfWeek",
    "hour": "HourOfDay",
    "hour_1_to_12": "HourOfAmPm",
    "minute": "MinuteOfHour",
    "second": "SecondOfMinute",
    "nano_of_second": "NanoOfSecond",
    "offset": "OffsetSeconds",
    "day_of_year": "DayOfYear",
}
_DAY_FIELDS = frozenset({"year", "month", "day", "day_of_year", "day_of_week", "quarter"})
_TIME_FIELDS = frozenset({"hour", "hour_1_to_12", "minute", "second", "nano_of_second"})


class _Invalid(Exception):
    """The fields contradict the calendar; the text says how."""


def resolve(text: str, found: Found, *, strict: bool) -> tuple[date | None, ClockTime | None]:
    """The day and the time of day that the fields make, each None when fields are missing.

    Raises:
        DateTimeParseError: a field is out of its range, or the day does not exist.
    """
    fields = found.fields
    try:
        _check_ranges(fields, strict=strict)
        day, time_of_day = _day(fields, strict=strict), _time(fields)
        if time_of_day is not None and time_of_day.hour == 24:
            return day and day + timedelta(days=1), MIDNIGHT
    except (_Invalid, OverflowError) as error:
        raise DateTimeParseError(text, None, str(error)) from None
    return day, time_of_day


def _check_ranges(fields: Fields, *, strict: bool) -> None:
    for name, value in fields.items():
        known = _RANGES.get(name)
        if known is None or known[1] <= value <= known[3]:
            continue
        if name == "hour" and value == 24 and not strict and not _past_the_hour(fields):
            continue
        raise _Invalid(f"Invalid value for {known[0]} (valid values {known[1]} - {known[2]}): {value}")


def _past_the_hour(fields: Fields) -> bool:
    return any(fields.get(name) for name in ("minute", "second", "nano_of_second"))


def _day(fields: Fields, *, strict: bool) -> date | None:
    day = None
    year = next((fields[name] for name in ("year", "iso_week_year", "us_week_year") if name in fields), None)
    if year is not None and not 1 <= year <= 9999:  # where Python's calendar ends; Java's goes on
        raise _Invalid(f"year {year} is outside 1 to 9999")
    if {"year", "month", "day"} <= fields.keys():
        day = _day_of_month(fields["year"], fields["month"], fields["day"], strict=strict)
    elif {"year", "day_of_year"} <= fields.keys():
        day = _day_of_year(fields["year"], fields["day_of_year"])
    elif {"iso_week_year", "iso_week", "day_of_week"} <= fields.keys():
        day = _day_of_week(fields["iso_week_year"], fields["iso_week"], fields["day_of_week"])
    elif {"us_week_year", "us_week", "day_of_us_week"} <= fields.keys():
        weeks = timedelta(weeks=fields["us_week"] - 1, days=fields["day_of_us_week"] - 1)
        day = start_of_us_year(fields["us_week_year"]) + weeks
    weekday = fields.get("day_of_week")
    if day is not None and weekday is not None and day.isoweekday() != weekday:
        raise _Invalid(
            f"Conflict found: Field DayOfWeek {day.isoweekday()} differs from DayOfWeek {weekday} derived from {day}"
        )
    return day


def _day_of_month(year: int, month: int, day: int, *, strict: bool) -> date:
    last = calendar.monthrange(year, month)[1]
    if day > last and strict:
        if day == 29:
            raise _Invalid(f"Invalid date 'February 29' as '{year}' is not a leap year")
        raise _Invalid(f"Invalid date '{MONTHS[month - 1].upper()} {day}'")
    return date(year, month, min(day, last))


def _day_of_year(year: int, day: int) -> date:
    if day == 366 and not calendar.isleap(year):
        raise _Invalid(f"Invalid date 'DayOfYear 366' as '{year}' is not a leap year")
    return date(year, 1, 1) + timedelta(days=day - 1)


def _day_of_week(year: int, week: int, weekday: int) -> date:
    try:
        return date.fromisocalendar(year, week, weekday)
    except ValueError:
        raise _Invalid(f"Invalid value for WeekOfWeekBasedYear (valid values 1 - 52): {week}") from None


def _time(fields: Fields) -> ClockTime | None:
    """The time of day; missing minutes, seconds and fractions are zero, but never in the middle."""
    if "nano_of_day" in fields:
        return _of_nanoseconds(fields["nano_of_day"])
    if "milli_of_day" in fields:
        return _of_nanoseconds(fields["milli_of_day"] * 1_000_000)
    hour = _hour(fields)
    minute, second, nano = fields.get("minute"), fields.get("second"), fields.get("nano_of_second")
    if hour is None or (minute is None and (second is not None or nano is not None)):
        return None
    if second is None and nano is not None:
        return None
    return ClockTime(hour, minute or 0, second or 0, nano or 0)


def _hour(fields: Fields) -> int | None:
    if "hour" in fields:
        return fields["hour"]
    if "hour_1_to_24" in fields:
        return fields["hour_1_to_24"] % 24
    half_hour = fields.get("hour_1_to_12", fields.get("hour_0_to_11"))
    if half_hour is None or "half_day" not in fields:
        return None
    return half_hour % 12 + 12 * fields["half_day"]


def _of_nanoseconds(nanoseconds: int) -> ClockTime:
    seconds, nano = divmod(nanoseconds, 10**9)
    return ClockTime(seconds // 3600, seconds // 60 % 60, seconds % 60, nano)


def accessor_text(found: Found, day: date | None, time_of_day: ClockTime | None) -> str:
    """What was understood, as Java's "Unable to obtain … from TemporalAccessor" shows it."""
    used = _DAY_FIELDS if day else frozenset()
    used |= _TIME_FIELDS if time_of_day else frozenset()
    loose = {name: value for name, value in found.fields.items() if name in _SHOWN and name not in used}
    if "hour_1_to_12" in loose:
        loose["hour_1_to_12"] %= 12
    fields = "{" + ", ".join(f"{_SHOWN[name]}={value}" for name, value in loose.items()) + "},ISO"
    resolved = "T".join(([str(day)] if day else []) + ([clock_text(time_of_day)] if time_of_day else []))
    return f"{fields}{' resolved to ' + resolved if resolved else ''} of type java.time.format.Parsed"
