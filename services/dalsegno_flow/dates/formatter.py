"""Formatters: a pattern or one of the names Kestra gives to formats, ready to print and to read."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from dalsegno_flow.dates.errors import DateTimeParseError
from dalsegno_flow.dates.fields import DAYS, MONTHS
from dalsegno_flow.dates.locales import STYLES, names_in
from dalsegno_flow.dates.parts import DotFraction, Found, Literal, Mismatch, Names, Number, Optional, Part
from dalsegno_flow.dates.pattern import compile_pattern, fixed, year
from dalsegno_flow.dates.values import Zoned
from dalsegno_flow.dates.zone_parts import BracketedRegion, Offset


@dataclass(frozen=True, slots=True, kw_only=True)
class Formatter:
    """java.time.format.DateTimeFormatter in the locale en-US."""

    parts: tuple[Part, ...]
    strict: bool = False  # a strict one refuses 30 February, a smart one reads its last day

    def write(self, when: Zoned) -> str:
        """Prints a date.

        Raises:
            DateOutOfRange: a field has more digits than the pattern allows.
        """
        out: list[str] = []
        for part in self.parts:
            part.write(when, out)
        return "".join(out)

    def read(self, text: str) -> Found:
        """Reads the whole text into fields, not yet made into a date.

        Raises:
            DateTimeParseError: the text stops following the pattern, or goes on behind it.
        """
        found, at = Found(), 0
        try:
            for part in self.parts:
                at = part.read(text, at, found)
        except Mismatch as mismatch:
            raise DateTimeParseError(text, mismatch.at, f"at index {mismatch.at}") from None
        if at < len(text):
            raise DateTimeParseError(text, at, f"unparsed text found at index {at}")
        return found


_OFFSET = Offset("+HH:MM:ss", "Z")
_DATE: tuple[Part, ...] = (year("year", 4, 10), Literal("-"), fixed("month", 2), Literal("-"), fixed("day", 2))
_SECOND = (Literal(":"), fixed("second", 2))
_TIME: tuple[Part, ...] = (
    fixed("hour", 2),
    Literal(":"),
    fixed("minute", 2),
    Optional((*_SECOND, Optional((DotFraction(),)))),
)
_DATE_TIME = (*_DATE, Literal("T"), *_TIME)
_OPTIONAL_OFFSET = Optional((_OFFSET,))

# DateTimeFormatter's constants; all but RFC_1123 resolve strictly there, and Kestra's text never differs for that one
CONSTANTS: Mapping[str, tuple[Part, ...]] = {
    "iso_local_date": _DATE,
    "iso_local_time": _TIME,
    "iso_local_date_time": _DATE_TIME,
    "iso_zoned_date_time": (*_DATE_TIME, _OFFSET, BracketedRegion()),
    "iso_date_time": (*_DATE_TIME, Optional((_OFFSET, BracketedRegion()))),
    "iso_date": (*_DATE, _OPTIONAL_OFFSET),
    "iso_time": (*_TIME, _OPTIONAL_OFFSET),
    "iso_offset_time": (*_TIME, _OFFSET),
    "iso_ordinal_date": (year("year", 4, 10), Literal("-"), fixed("day_of_year", 3), _OPTIONAL_OFFSET),
    "iso_week_date": (
        year("iso_week_year", 4, 10),
        Literal("-W"),
        fixed("iso_week", 2),
        Literal("-"),
        Number("day_of_week", 1, 1),
        _OPTIONAL_OFFSET,
    ),
    "rfc_1123_date_time": (
        Names("day_of_week", [day[:3] for day in DAYS], 1),
        Literal(", "),
        Number("day", 1, 2, fixed("day", 2).sign),
        Literal(" "),
        Names("month", [month[:3] for month in MONTHS], 1),
        Literal(" "),
        fixed("year", 4),
        Literal(" "),
        *_TIME[:3],
        Optional(_SECOND),
        Literal(" "),
        Offset("+HHMM", "GMT"),
    ),
}
# Kestra's own names and the four styles of the locale en-US
PATTERNS: Mapping[str, str] = {
    "iso": "yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX",
    "iso_milli": "yyyy-MM-dd'T'HH:mm:ss.SSSXXX",
    "iso_sec": "yyyy-MM-dd'T'HH:mm:ssXXX",
    "sql": "yyyy-MM-dd HH:mm:ss.SSSSSS",
    "sql_milli": "yyyy-MM-dd HH:mm:ss.SSS",
    "sql_sec": "yyyy-MM-dd HH:mm:ss",
    "full": "EEEE, MMMM d, yyyy 'at' h:mm:ss\u202fa zzzz",
    "long": "MMMM d, yyyy 'at' h:mm:ss\u202fa z",
    "medium": "MMM d, yyyy, h:mm:ss\u202fa",
    "short": "M/d/yy, h:mm\u202fa",
}
INSTANT_FORMAT = "iso_instant"
FORMAT_NAMES = (*PATTERNS, *CONSTANTS, INSTANT_FORMAT)


@lru_cache(512)
def formatter(name: str, locale: str = "") -> Formatter:
    """The formatter of a named format, or else of the pattern that `name` is; in English unless a locale is given.

    Raises:
        InvalidPattern: neither a name nor a pattern.
        UnknownLocale: there is no such locale.
    """
    if parts := CONSTANTS.get("iso_zoned_date_time" if name == INSTANT_FORMAT else name):
        return Formatter(parts=parts, strict=True)
    pattern = names_in(locale).styles[name] if locale and name in STYLES else PATTERNS.get(name, name)
    return Formatter(parts=compile_pattern(pattern, locale))


def write(when: Zoned, name: str, locale: str = "") -> str:
    """Prints a date in a named format or a pattern; raises as `formatter` and `Formatter.write` do."""
    return str(when.to_instant()) if name == INSTANT_FORMAT else formatter(name, locale).write(when)
