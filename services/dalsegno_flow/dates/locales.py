"""How months, days and their like are called in a language, and in which order dates stand there. Source: CLDR."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from dalsegno_flow.dates.errors import UnknownLocale

STYLES = ("full", "long", "medium", "short")
_KEYS = {"months": range(1, 13), "days": range(7), "quarters": range(1, 5)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Widths:
    """The names of one kind of thing in their order, at three widths."""

    short: Sequence[str]
    full: Sequence[str]
    narrow: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What things are called: days from Monday on, months also as they stand alone; `styles` are patterns."""

    months: Widths
    standalone_months: Widths
    days: Widths
    quarters: Widths
    halves: Sequence[str]
    eras: Widths
    styles: Mapping[str, str]


@lru_cache(64)
def names_in(locale: str) -> Names:
    """The names in a locale such as "fr_FR" or "de".

    Raises:
        UnknownLocale: there is none of that name.
    """
    from babel import Locale, UnknownLocaleError

    try:
        found: Any = Locale.parse(locale.replace("-", "_"))
    except (UnknownLocaleError, ValueError, TypeError) as error:
        raise UnknownLocale(locale) from error
    periods = found.day_periods["format"]["abbreviated"]
    eras = {width: [found.eras[width][number] for number in (0, 1)] for width in ("abbreviated", "wide", "narrow")}
    return Names(
        months=_widths(found.months["format"], "months"),
        standalone_months=_widths(found.months["stand-alone"], "months"),
        days=_widths(found.days["format"], "days"),
        quarters=_widths(found.quarters["format"], "quarters"),
        halves=(periods["am"], periods["pm"]),
        eras=Widths(short=eras["abbreviated"], full=eras["wide"], narrow=eras["narrow"]),
        styles={style: _style(found, style) for style in STYLES},
    )


def _widths(found: Any, kind: str) -> Widths:
    named = {width: [found[width][key] for key in _KEYS[kind]] for width in ("abbreviated", "wide", "narrow")}
    return Widths(short=named["abbreviated"], full=named["wide"], narrow=named["narrow"])


def _style(found: Any, style: str) -> str:
    both = str(found.datetime_formats[style])
    return both.replace("{1}", found.date_formats[style].pattern).replace("{0}", found.time_formats[style].pattern)
