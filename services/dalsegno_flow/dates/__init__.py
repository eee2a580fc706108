"""Dates as java.time has them: values to the nanosecond, DateTimeFormatter patterns, and arithmetic.

    DateTimePattern("dd/MM/yyyy HH:mm").parse_date_time("11/06/2024 17:20", zone("Europe/Paris"))
    str(plus(to_zoned("2024-05-31", zone("UTC")), -3, "MONTHS"))        # 2024-02-29T00:00Z[UTC]

`errors` draws the tree of what may be raised.
"""

from dalsegno_flow.dates.arithmetic import plus
from dalsegno_flow.dates.conversion import DateLike, parse_instant, parse_zoned, to_zoned
from dalsegno_flow.dates.date_time_pattern import DateTimePattern
from dalsegno_flow.dates.errors import (
    DateError,
    DateOutOfRange,
    DateTimeParseError,
    InvalidPattern,
    UnknownLocale,
    UnknownUnit,
    UnknownZone,
)
from dalsegno_flow.dates.formatter import FORMAT_NAMES, write
from dalsegno_flow.dates.layout import FixedLayout
from dalsegno_flow.dates.values import Instant, Zoned, local_text
from dalsegno_flow.dates.zones import system_zone, zone

__all__ = [
    "FORMAT_NAMES",
    "DateError",
    "DateLike",
    "DateOutOfRange",
    "DateTimeParseError",
    "DateTimePattern",
    "FixedLayout",
    "Instant",
    "InvalidPattern",
    "UnknownLocale",
    "UnknownUnit",
    "UnknownZone",
    "Zoned",
    "local_text",
    "parse_instant",
    "parse_zoned",
    "plus",
    "system_zone",
    "to_zoned",
    "write",
    "zone",
]
