"""Filters of dates; what they take and print is described in `dalsegno_flow.dates`."""

import re
from collections.abc import Callable
from datetime import date, datetime, tzinfo

from dalsegno_flow import dates
from dalsegno_flow.dates import Instant, Zoned
from dalsegno_flow.expressions.callables import FilterTable
from dalsegno_flow.expressions.filters.arguments import whole_number
from dalsegno_flow.expressions.java_values import Value, bad_cast

FILTERS = FilterTable()
ENGLISH = frozenset({"en", "en_US"})
_DATES = (Instant, Zoned, date, int, str)
# What dateAdd prints and the next filter reads, within the years and offsets that Python reads as Java does
_ISO = re.compile(
    r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}\.[0-9]{6}(?:Z|[+-](?:0[0-9]|1[0-7]):[0-5][0-9])"
)


def format_date(when: Zoned, pattern: str, tz: tzinfo, locale: Value = None) -> str:
    """Prints a date in a zone and in the words of a locale; that of the platform, which is none, is English."""
    named = "" if locale is None or str(locale).replace("-", "_") in ENGLISH else str(locale)
    return dates.write(Zoned(when=when.when.astimezone(tz), nano=when.nano), pattern, named)


def _to_zoned(value: Value, tz: tzinfo, existing_format: str | None) -> Zoned:
    if not isinstance(value, _DATES) or isinstance(value, bool):
        raise bad_cast(value, "java.lang.String")
    if existing_format is None and type(value) is str and _ISO.fullmatch(value):
        try:
            return Zoned(when=datetime.fromisoformat(value))
        except ValueError:
            pass  # no such day or second: the long way says so in Java's words
    return dates.to_zoned(value, tz, existing_format)


@FILTERS.add("date", "format", "timeZone", "existingFormat", "locale")
def _date(
    value: Value,
    pattern: str = "iso",
    time_zone: str | None = None,
    existing_format: str | None = None,
    locale: Value = None,
) -> str:
    tz = dates.zone(time_zone)
    return format_date(_to_zoned(value, tz, existing_format), pattern, tz, locale)


@FILTERS.add("dateAdd", "amount", "unit", "format", "timeZone", "existingFormat", "locale")
def _date_add(
    value: Value,
    amount: Value = None,
    unit: str = "",
    pattern: str = "iso",
    time_zone: str | None = None,
    existing_format: str | None = None,
    locale: Value = None,
) -> str:
    tz, units = dates.zone(time_zone), whole_number(amount)
    return format_date(dates.plus(_to_zoned(value, tz, existing_format), units, unit), pattern, tz, locale)


def _epoch(nanoseconds_each: int) -> Callable[..., int]:
    def run(value: Value, time_zone: str | None = None, existing_format: str | None = None) -> int:
        return _to_zoned(value, dates.zone(time_zone), existing_format).nanoseconds // nanoseconds_each

    return run


_micros = _epoch(1000)
FILTERS.add("timestamp", "timeZone", "existingFormat")(_epoch(10**9))
FILTERS.add("timestampMilli", "timeZone", "existingFormat")(_epoch(10**6))
FILTERS.add("timestampNano", "timeZone", "existingFormat")(_epoch(1))


@FILTERS.add("timestampMicro", "timeZone", "existingFormat")
def _timestamp_micro(value: Value, time_zone: str | None = None, existing_format: str | None = None) -> str:
    return str(_micros(value, time_zone, existing_format))  # a text, unlike the others: so it is in Kestra
