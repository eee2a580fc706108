"""The fields of a date that pattern letters print, by the names the parts of a formatter use."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from dalsegno_flow.dates.values import NANOSECONDS_PER_SECOND, Zoned

MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905 - reads better
)
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()  # noqa: SIM905 - reads better


def start_of_us_year(year: int) -> date:
    """The Sunday that begins the first week of a year, by the rule of the locale en-US."""
    first = date(year, 1, 1)
    return first - timedelta(days=(first.weekday() + 1) % 7)


def _us_week(when: Zoned) -> tuple[int, int]:
    """(week-based year, week) by the rule of the locale en-US: weeks start on Sunday, week 1 holds January 1st."""
    day = when.when.date()
    year = day.year + 1 if day >= start_of_us_year(day.year + 1) else day.year
    return year, (day - start_of_us_year(year)).days // 7 + 1


def _nano_of_day(when: Zoned) -> int:
    wall = when.when
    return (wall.hour * 3600 + wall.minute * 60 + wall.second) * NANOSECONDS_PER_SECOND + when.nano_of_second


FIELDS: Mapping[str, Callable[[Zoned], int]] = {
    "era": lambda _: 1,
    "year": lambda z: z.when.year,
    "quarter": lambda z: (z.when.month + 2) // 3,
    "month": lambda z: z.when.month,
    "day": lambda z: z.when.day,
    "day_of_year": lambda z: z.when.timetuple().tm_yday,
    "day_of_week": lambda z: z.when.isoweekday(),
    "day_of_us_week": lambda z: z.when.isoweekday() % 7 + 1,
    "us_week_year": lambda z: _us_week(z)[0],
    "us_week": lambda z: _us_week(z)[1],
    "iso_week_year": lambda z: z.when.isocalendar()[0],
    "iso_week": lambda z: z.when.isocalendar()[1],
    "week_of_month": lambda z: (z.when.day - 1 + (z.when.replace(day=1).isoweekday() % 7)) // 7 + 1,
    "half_day": lambda z: z.when.hour // 12,
    "hour": lambda z: z.when.hour,
    "hour_1_to_24": lambda z: z.when.hour or 24,
    "hour_0_to_11": lambda z: z.when.hour % 12,
    "hour_1_to_12": lambda z: z.when.hour % 12 or 12,
    "minute": lambda z: z.when.minute,
    "second": lambda z: z.when.second,
    "nano_of_second": lambda z: z.nano_of_second,
    "milli_of_day": lambda z: _nano_of_day(z) // 1_000_000,
    "nano_of_day": _nano_of_day,
}
