"""Which date pattern texts were written with.

    inferred(["13/02/2021 23:59", "01/02/2021 10:00"], DateTimePattern.parse_local_date_time)   # dd/MM/yyyy HH:mm

Texts are sorted by their shapes. Each shape gives the patterns that it may have been written with, and a pattern counts
when it reads all texts of its shape; several shapes are read by what they have in common, the rest being optional.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from dalsegno_flow.dates.date_time_pattern import DateTimePattern
from dalsegno_flow.dates.errors import DateError
from dalsegno_flow.dates.formatter import Formatter
from dalsegno_flow.dates.pattern import compile_pattern
from dalsegno_flow.dates.resolving import resolve

MAX_SHAPES = 6
MAX_CANDIDATES = 200  # that are tried for one shape
MAX_TEXT_CHARACTERS = 64

_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_DAYS = "mon|tue|wed|thu|fri|sat|sun"
_CLOCK = re.compile(r"(?<!\d)(?P<hour>\d{1,2}):\d\d(?P<second>:\d\d(?P<fraction>[.,]\d{1,9})?)?(?![\d:])")
_PART = re.compile(
    rf"(?P<month>(?:{_MONTHS})[a-z]*)|(?P<weekday>(?:{_DAYS})[a-z]*)|(?P<digits>\d+)|(?P<word>[a-z]+(?:'[a-z]+)*)|(?P<sign>.)",
    re.IGNORECASE | re.DOTALL,
)
_AFTER_CLOCK = re.compile(
    rf"(?P<half>[ap]m\b)|(?P<offset>Z$|[+-]\d\d(?::?\d\d)?$)|(?P<zone>(?:UTC|GMT|[ECMP][SD]T)$)|{_PART.pattern}",
    re.IGNORECASE | re.DOTALL,
)
# People write days, months and years in these orders; what is missing is left out.
_ORDERS = re.compile("y?M?d?|d?M?y?|M?d?y?")
# What digits outside of a clock may be, by their number.
_OF_DIGITS = {
    1: ("d", "M"),
    2: ("dd", "MM", "yy"),
    4: ("yyyy", "HHmm"),
    6: ("HHmmss", "yyMMdd", "ddMMyy", "yyyyMM"),
    8: ("yyyyMMdd", "ddMMyyyy", "MMddyyyy"),
    12: ("yyyyMMddHHmm", "yyMMddHHmmss"),
    14: ("yyyyMMddHHmmss", "ddMMyyyyHHmmss"),
    17: ("yyyyMMddHHmmssSSS",),
}

Read = Callable[[DateTimePattern, str], object]
Part = tuple[str, str]  # its kind and how it is written


@dataclass(frozen=True, slots=True, kw_only=True)
class Inferred:
    """A pattern that reads all texts. `certain` says that no other order of day, month and year reads them too."""

    pattern: str
    certain: bool


def inferred(texts: Sequence[str], read: Read, like: str = "") -> list[Inferred]:
    """Patterns that read all of some texts, the likeliest first; none when there are no such patterns.

    Args:
        read: reads a text by a pattern, as a date, a time or both; raises DateError.
        like: of several orders of day, month and year, the one that this pattern has comes first.
    """
    shapes = _by_shape(texts)
    if not shapes or len(shapes) > MAX_SHAPES:
        return []
    found = [_patterns(shape, read) for shape in shapes]
    good = [joined for patterns in product(*found) if (joined := _joined(patterns, shapes, read))]
    good = sorted(dict.fromkeys(good), key=lambda pattern: _order(pattern) != _order(like))
    certain = len({_order(pattern) for pattern in good}) == 1
    return [Inferred(pattern=pattern, certain=certain) for pattern in good]


def _by_shape(texts: Sequence[str]) -> list[list[str]]:
    """The texts by their shapes; nothing when one of them is empty or too long for a date."""
    shapes: dict[tuple[str, ...], list[str]] = {}
    for text in dict.fromkeys(texts):
        if not text or len(text) > MAX_TEXT_CHARACTERS:
            return []
        shapes.setdefault(tuple(_shape(text)), []).append(text)
    return list(shapes.values())


def _shape(text: str) -> Iterator[str]:
    for kind, written in _parts(text):
        if kind == "digits":
            # One digit or two are the same field; more are another one.
            yield str(max(2, len(written)))
        elif kind == "clock":
            yield re.sub(r"\d", "9", written.partition(":")[2])
        else:
            yield written if kind in {"sign", "word"} else kind


def _parts(text: str) -> Iterator[Part]:
    clock = _CLOCK.search(text)
    before, after = (text[: clock.start()], text[clock.end() :]) if clock else (text, "")
    for part in _PART.finditer(before):
        yield str(part.lastgroup), part[0]
    if clock:
        yield "clock", clock[0]
    for part in _AFTER_CLOCK.finditer(after):
        yield str(part.lastgroup), part[0]


def _patterns(texts: Sequence[str], read: Read) -> list[str]:
    """All patterns that texts of one shape may have been written with."""
    columns = list(zip(*map(_parts, texts), strict=True))
    fields = [tuple(_fields(column[0][0], [written for _, written in column], columns)) for column in columns]
    candidates = []
    for number, chosen in enumerate(product(*fields)):
        if number == MAX_CANDIDATES:
            break
        pattern = "".join(chosen)
        if _is_order(pattern) and all(_reads(pattern, text, read) for text in texts):
            candidates.append(pattern)
    return candidates


def _fields(kind: str, column: Sequence[str], columns: Sequence[Sequence[Part]]) -> Iterator[str]:
    """What the parts at one place of all texts may be in a pattern."""
    written = column[0]
    match kind:
        case "digits":
            yield from _OF_DIGITS.get(min(map(len, column)), ())
        case "clock":
            yield _clock(column, halved=any(part[0][0] == "half" for part in columns))
        case "month" | "weekday":
            letter = "M" if kind == "month" else "E"
            if all(len(text) == 3 for text in column):
                yield letter * 3
            yield letter * 4
        case "half":
            yield "a"
        case "offset":
            yield "XXX" if any(":" in text or text in "Zz" for text in column) else "XX" if len(written) > 3 else "X"
        case "zone":
            yield "z"
        case "word":
            yield "'" + written.replace("'", "''") + "'"
        case _:
            yield "''" if written == "'" else f"'{written}'" if written in "[]{}#" else written


def _clock(column: Sequence[str], *, halved: bool) -> str:
    found = [found for text in column if (found := _CLOCK.search(text))]
    hour = ("h" if halved else "H") * min(len(one["hour"]) for one in found)
    fraction = found[0]["fraction"] or ""
    return f"{hour}:mm{':ss' if found[0]['second'] else ''}{fraction[:1]}{'S' * len(fraction[1:])}"


def _joined(patterns: Sequence[str], shapes: Sequence[Sequence[str]], read: Read) -> str:
    """One pattern for several shapes, which reads each text as its own pattern does; empty when there is none."""
    if len(patterns) == 1:
        return patterns[0]
    shortest, *longer = sorted(dict.fromkeys(patterns), key=len)
    longer.reverse()
    if all(pattern.startswith(shortest) for pattern in longer):
        joined = shortest + "".join(f"[{pattern[len(shortest) :]}]" for pattern in longer)
    else:
        joined = "".join(f"[{pattern}]" for pattern in [*longer, shortest])
    for pattern, texts in zip(patterns, shapes, strict=True):
        if not all(_value(joined, text, read) == _value(pattern, text, read) for text in texts):
            return ""
    return joined


def _reads(pattern: str, text: str, read: Read) -> bool:
    """Whether a pattern reads a text, and as a day that there is: a smart reader takes 31 February."""
    try:
        resolve(text, Formatter(parts=compile_pattern(pattern)).read(text), strict=True)
    except DateError:
        return False
    return _value(pattern, text, read) is not None


def _value(pattern: str, text: str, read: Read) -> object:
    try:
        return read(DateTimePattern(pattern), text)
    except DateError:
        return None


def _is_order(pattern: str) -> bool:
    order = _order(pattern)
    return len(set(order)) == len(order) and _ORDERS.fullmatch(order) is not None


def _order(pattern: str) -> str:
    """Day, month and year as a pattern has them, each once for each of its fields."""
    return "".join(field[0] for field in re.findall(r"y+|M+|d+", re.sub("'[^']*'", "", pattern)))
