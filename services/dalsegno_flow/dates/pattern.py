"""Compiles a java.time.format.DateTimeFormatter pattern, such as `yyyy-MM-dd'T'HH:mm`, into parts.

Source of the rules: DateTimeFormatterBuilder.appendPattern and parseField. Names are English unless a locale is given.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from dalsegno_flow.dates.errors import InvalidPattern
from dalsegno_flow.dates.fields import DAYS, MONTHS
from dalsegno_flow.dates.locales import Widths, names_in
from dalsegno_flow.dates.parts import NO_LIMIT, Fraction, Literal, Names, Number, Optional, Part, Sign, TwoDigitYear
from dalsegno_flow.dates.zone_parts import LocalizedOffset, Offset, Zone

MAX_PATTERN_CHARACTERS = 4096
MAX_OPTIONAL_DEPTH = 50

# What a run of one letter stands for; None when there are too many of them.
Letter = Callable[[int], Part | None]

_QUARTERS = ("1st quarter", "2nd quarter", "3rd quarter", "4th quarter")
_OFFSET_STYLES = ("+HHmm", "+HHMM", "+HH:MM", "+HHMMss", "+HH:MM:ss")
_OFFSET_ZEROS = ("+00", "+0000", "+00:00", "+0000", "+00:00")


def fixed(name: str, width: int) -> Number:
    """A number of exactly that many digits."""
    return Number(name, width, width, Sign.NOT_NEGATIVE)


def year(name: str, least: int, most: int = NO_LIMIT) -> Number:
    """A year that takes a sign once it has more than `least` digits."""
    return Number(name, least, most, Sign.EXCEEDS_PAD)


def _year(name: str) -> Letter:
    def part(count: int) -> Part:
        if count == 2:
            return TwoDigitYear(name, 2, 2, Sign.NOT_NEGATIVE)
        return Number(name, count, NO_LIMIT) if count < 4 else year(name, count)

    return part


def _number(name: str, widest: int = 2) -> Letter:
    def part(count: int) -> Part | None:
        if count == 1:
            return Number(name, 1, NO_LIMIT)
        return Number(name, count, widest, Sign.NOT_NEGATIVE) if count <= widest else None

    return part


def _of_any_width(name: str) -> Letter:
    return lambda count: Number(name, count, NO_LIMIT, Sign.NOT_NEGATIVE)


def _names(name: str, short: list[str], full: list[str], first: int) -> Letter:
    """3 letters are the short name, 4 the full one, 5 its first letter alone."""

    def part(count: int) -> Part | None:
        if count > 5:
            return None
        return Names(name, short if count <= 3 else full if count == 4 else [x[0] for x in full], first)

    return part


def _number_then_names(number: Letter, names: Letter) -> Letter:
    return lambda count: number(count) if count <= 2 else names(count)


def _us_week(count: int) -> Part | None:
    if count > 2:
        return None
    return Number("us_week", count, 2, Sign.NOT_NEGATIVE if count == 2 else Sign.NORMAL)


def _fraction(count: int) -> Part:
    if count > 9:
        raise InvalidPattern(f"Minimum width must be from 0 to 9 inclusive but was {count}")
    return Fraction("nano_of_second", count, count, Sign.NOT_NEGATIVE)


def _offset_x(*, zulu: bool) -> Letter:
    def part(count: int) -> Part | None:
        if count > 5:
            return None
        return Offset(_OFFSET_STYLES[count - 1], "Z" if zulu else _OFFSET_ZEROS[count - 1])

    return part


def _offset_z(count: int) -> Part | None:
    if count == 4:
        return LocalizedOffset(long=True)
    if count > 5:
        return None
    return Offset("+HHMM", "+0000") if count < 4 else Offset("+HH:MM:ss", "Z")


def _localized_offset(count: int) -> Part:
    if count not in (1, 4):
        raise InvalidPattern("Pattern letter count must be 1 or 4: O")
    return LocalizedOffset(long=count == 4)


def _zone_id(count: int) -> Part:
    if count != 2:
        raise InvalidPattern("Pattern letter count must be 2: V")
    return Zone(short=False)


def _zone_name(count: int) -> Part | None:
    return Zone(short=True) if count <= 4 else None


def _once(part: Part) -> Letter:
    return lambda count: part if count == 1 else None


_DAY_NAMES = _names("day_of_week", [day[:3] for day in DAYS], DAYS, 1)
_MONTH = _number_then_names(_number("month"), _names("month", [month[:3] for month in MONTHS], MONTHS, 1))
_QUARTER = _number_then_names(_number("quarter"), _names("quarter", ["Q1", "Q2", "Q3", "Q4"], list(_QUARTERS), 1))
_DAY_OF_US_WEEK = _number_then_names(_number("day_of_us_week"), _DAY_NAMES)


def _standalone_day(count: int) -> Part | None:
    if count == 2:
        raise InvalidPattern('Invalid pattern "cc"')
    return _DAY_OF_US_WEEK(count)


LETTERS: Mapping[str, Letter] = {
    "G": _names("era", ["BC", "AD"], ["Before Christ", "Anno Domini"], 0),
    "u": _year("year"),
    "y": _year("year"),
    "Y": _year("us_week_year"),
    "Q": _QUARTER,
    "q": _QUARTER,
    "M": _MONTH,
    "L": _MONTH,
    "w": _us_week,
    "W": _once(Number("week_of_month", 1, 2, Sign.NOT_NEGATIVE)),
    "D": _number("day_of_year", widest=3),
    "d": _number("day"),
    "E": _DAY_NAMES,
    "e": _DAY_OF_US_WEEK,
    "c": _standalone_day,
    "a": _once(Names("half_day", ["AM", "PM"], 0)),
    "H": _number("hour"),
    "k": _number("hour_1_to_24"),
    "K": _number("hour_0_to_11"),
    "h": _number("hour_1_to_12"),
    "m": _number("minute"),
    "s": _number("second"),
    "S": _fraction,
    "n": _of_any_width("nano_of_second"),
    "A": _of_any_width("milli_of_day"),
    "N": _of_any_width("nano_of_day"),
    "V": _zone_id,
    "z": _zone_name,
    "v": _zone_name,
    "O": _localized_offset,
    "X": _offset_x(zulu=True),
    "x": _offset_x(zulu=False),
    "Z": _offset_z,
}


@lru_cache(64)
def _letters(locale: str) -> Mapping[str, Letter]:
    """What letters stand for in a locale; in the empty one names are English unless a locale says otherwise."""
    if not locale:
        return LETTERS
    known = names_in(locale)
    days = _names_of("day_of_week", known.days, 1)
    months = _number_then_names(_number("month"), _names_of("month", known.months, 1))
    alone = _number_then_names(_number("month"), _names_of("month", known.standalone_months, 1))
    quarters = _number_then_names(_number("quarter"), _names_of("quarter", known.quarters, 1))
    halves = _once(Names("half_day", list(known.halves), 0))
    eras = _names_of("era", known.eras, 0)
    return {**LETTERS, "G": eras, "Q": quarters, "q": quarters, "M": months, "L": alone, "E": days, "a": halves}


def _names_of(name: str, widths: Widths, first: int) -> Letter:
    def part(count: int) -> Part | None:
        if count > 5:
            return None
        return Names(name, list(widths.short if count <= 3 else widths.full if count == 4 else widths.narrow), first)

    return part


@lru_cache(512)
def compile_pattern(pattern: str, locale: str = "") -> tuple[Part, ...]:
    """The parts of a pattern, in the order they are written.

    Raises:
        InvalidPattern: with java.time's message, or because the pattern is longer or deeper than we take.
        UnknownLocale: there is no such locale.
    """
    if len(pattern) > MAX_PATTERN_CHARACTERS:
        raise InvalidPattern(
            f"Date pattern of {len(pattern)} characters: at most {MAX_PATTERN_CHARACTERS} are taken; shorten it"
        )
    letters = _letters(locale)
    open_sections: list[list[Part]] = [[]]
    for kind, text in scan(pattern):
        if kind == "letters":
            open_sections[-1].append(_part(letters, text[0], len(text)))
        elif kind == "literal":
            open_sections[-1].append(Literal(text))
        elif kind == "[":
            open_sections.append([])
            if len(open_sections) > MAX_OPTIONAL_DEPTH:
                raise InvalidPattern(f"Date pattern nests more than {MAX_OPTIONAL_DEPTH} optional sections: {pattern}")
        elif len(open_sections) == 1:
            raise InvalidPattern("Pattern invalid as it contains ] without previous [")
        else:
            _close(open_sections)
    while len(open_sections) > 1:  # java.time closes open sections by itself
        _close(open_sections)
    return _glued(open_sections[0])


def scan(pattern: str) -> Iterator[tuple[str, str]]:
    """Yields ("letters", "yyyy"), ("literal", "T"), ("[", "[") and ("]", "]"), quotes already taken off.

    Raises:
        InvalidPattern: a quote is not closed, or a reserved character stands unquoted.
    """
    at = 0
    while at < len(pattern):
        start, char = at, pattern[at]
        if char.isascii() and char.isalpha():
            at = _end_of_run(pattern, at)
            yield "letters", pattern[start:at]
        elif char == "'":
            at = _end_of_quote(pattern, at + 1)
            yield "literal", pattern[start + 1 : at - 1].replace("''", "'") or "'"
        elif char in "{}#":
            raise InvalidPattern(f"Pattern includes reserved character: '{char}'")
        else:
            at += 1
            yield (char if char in "[]" else "literal"), char


def _end_of_run(pattern: str, at: int) -> int:
    letter = pattern[at]
    while at < len(pattern) and pattern[at] == letter:
        at += 1
    return at


def _end_of_quote(pattern: str, at: int) -> int:
    """The position behind the closing quote; a doubled quote is one inside."""
    while (at := pattern.find("'", at)) >= 0:
        if not pattern.startswith("''", at):
            return at + 1
        at += 2
    raise InvalidPattern(f"Pattern ends with an incomplete string literal: {pattern}")


def _part(letters: Mapping[str, Letter], letter: str, count: int) -> Part:
    build = letters.get(letter)
    if build is None:
        raise InvalidPattern(f"Unknown pattern letter: {letter}")
    part = build(count)
    if part is None:
        raise InvalidPattern(f"Too many pattern letters: {letter}")
    return part


def _close(open_sections: list[list[Part]]) -> None:
    inner = open_sections.pop()
    open_sections[-1].append(Optional(_glued(inner)))


def _glued(parts: list[Part]) -> tuple[Part, ...]:
    """Adjacent value parsing: in yyyyMMdd the fixed-width numbers reserve their digits from the first one."""
    out: list[Part] = []
    reserved = 0
    for i in range(len(parts) - 1, -1, -1):
        part = parts[i]
        if not isinstance(part, Number):
            reserved = 0
        elif part.fixed and i > 0 and isinstance(parts[i - 1], Number):
            reserved += part.most
        else:
            part = replace(part, following=reserved)
            reserved = 0
        out.append(part)
    return tuple(reversed(out))
