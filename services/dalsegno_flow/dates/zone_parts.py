"""The parts of a formatter that stand for an offset or a zone."""

import re
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from dalsegno_flow.dates.errors import UnknownZone
from dalsegno_flow.dates.parts import Found, Mismatch
from dalsegno_flow.dates.values import Zoned
from dalsegno_flow.dates.zones import offset_of, offset_seconds, offset_text, zone, zone_name

_SHORT_OFFSET = re.compile(r"GMT(?:([+-])([0-9]{1,2})(?::?([0-9]{2}))?)?")
_ZONE = re.compile(r"[A-Za-z][A-Za-z0-9~/._+-]*|[+-][0-9]{2}(?::?[0-9]{2}){0,2}")


@dataclass(frozen=True, slots=True)
class Offset:
    """X, x and Z: an offset in a style of `offset_text`; `zero` is how offset 0 is written."""

    style: str
    zero: str
    pattern: re.Pattern[str] = field(init=False)

    def __post_init__(self) -> None:
        colon = ":" if ":" in self.style else ""

        def two_digits(always: str, sometimes: str) -> str:
            digits = f"{colon}([0-9]{{2}})"
            return digits if always in self.style else f"(?:{digits})?" if sometimes in self.style else "()"

        pattern = re.compile("([+-])([0-9]{2})" + two_digits("MM", "mm") + two_digits("SS", "ss"))
        object.__setattr__(self, "pattern", pattern)  # set once, here: the way of a frozen dataclass

    def write(self, when: Zoned, out: list[str], /) -> None:
        out.append(offset_text(offset_of(when.when), self.style, self.zero))

    def read(self, text: str, at: int, found: Found, /) -> int:
        if match := self.pattern.match(text, at):
            found.fields["offset"] = offset_seconds(match[1], match[2], match[3], match[4])
            return match.end()
        if text.startswith(self.zero, at):
            found.fields["offset"] = 0
            return at + len(self.zero)
        raise Mismatch(at)


@dataclass(frozen=True, slots=True)
class LocalizedOffset:
    """O and OOOO: GMT+5:30 and GMT+05:30."""

    long: bool

    def write(self, when: Zoned, out: list[str], /) -> None:
        text = offset_text(offset_of(when.when), "+HH:MM" if self.long else "+HH:mm", "")
        out.append("GMT" + (text if self.long else text[:1] + text[1:].removeprefix("0")))

    def read(self, text: str, at: int, found: Found, /) -> int:
        match = _SHORT_OFFSET.match(text, at)
        if not match:
            raise Mismatch(at)
        found.fields["offset"] = offset_seconds(match[1], match[2], match[3], None)
        return match.end()


@dataclass(frozen=True, slots=True)
class Zone:
    """VV, the zone's id, and z, its short name such as CET."""

    short: bool

    def write(self, when: Zoned, out: list[str], /) -> None:
        tz = when.when.tzinfo
        out.append((when.when.tzname() or "") if self.short and isinstance(tz, ZoneInfo) else zone_name(tz))

    def read(self, text: str, at: int, found: Found, /) -> int:
        match = _ZONE.match(text, at)
        if not match:
            raise Mismatch(at)
        try:
            found.zone = zone(match.group())
        except UnknownZone:
            raise Mismatch(at) from None
        return match.end()


@dataclass(frozen=True, slots=True)
class BracketedRegion:
    """The `[Europe/Paris]` behind the offset of ISO_ZONED_DATE_TIME; absent for a plain offset."""

    def write(self, when: Zoned, out: list[str], /) -> None:
        if isinstance(when.when.tzinfo, ZoneInfo):
            out.append(f"[{when.when.tzinfo.key}]")

    def read(self, text: str, at: int, found: Found, /) -> int:
        end = text.find("]", at)
        if end < 0 or not text.startswith("[", at):
            return at
        try:
            found.zone = zone(text[at + 1 : end])
        except UnknownZone:
            return at
        return end + 1
