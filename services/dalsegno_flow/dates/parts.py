"""The parts of a compiled formatter: literals, numbers, fractions, names and optional sections.

A part prints itself with `write` and reads itself with `read`, which stores what it found and returns the position
after it, or raises `Mismatch` at the position that java.time would report.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import tzinfo
from enum import Enum, auto
from typing import Protocol

from dalsegno_flow.dates.errors import DateOutOfRange
from dalsegno_flow.dates.fields import FIELDS
from dalsegno_flow.dates.values import Zoned

_DOT_FRACTION = re.compile(r"\.([0-9]{0,9})")
_DIGITS = "0123456789"
NO_LIMIT = 19


@dataclass(slots=True)
class Found:
    """What has been read of a text so far: fields by name in the order of the text, and the zone."""

    fields: dict[str, int] = field(default_factory=dict)
    zone: tzinfo | None = None

    def store(self, name: str, value: int, at: int) -> None:
        """Keeps a field's value; the same field twice must agree."""
        if self.fields.setdefault(name, value) != value:
            raise Mismatch(at)


class Mismatch(Exception):
    """The text does not go on as the part requires."""

    def __init__(self, at: int) -> None:
        super().__init__(at)
        self.at = at


class Part(Protocol):
    """One piece of a formatter."""

    def write(self, when: Zoned, out: list[str], /) -> None: ...
    def read(self, text: str, at: int, found: Found, /) -> int: ...


@dataclass(frozen=True, slots=True)
class Literal:
    """Text that stands as it is."""

    text: str

    def write(self, _when: Zoned, out: list[str], /) -> None:
        out.append(self.text)

    def read(self, text: str, at: int, _found: Found, /) -> int:
        if not text.startswith(self.text, at):
            raise Mismatch(at)
        return at + len(self.text)


class Sign(Enum):
    """java.time.format.SignStyle, as far as patterns use it."""

    NORMAL = auto()
    NOT_NEGATIVE = auto()
    EXCEEDS_PAD = auto()


@dataclass(frozen=True, slots=True)
class Number:
    """A field in `least` to `most` digits, zero-padded."""

    name: str
    least: int
    most: int
    sign: Sign = Sign.NORMAL
    following: int = 0  # digits that the fixed-width numbers glued to this one need for themselves

    @property
    def fixed(self) -> bool:
        """Whether a number to its left must leave it its digits: adjacent value parsing, as in yyyyMMdd."""
        return self.least == self.most and self.sign is Sign.NOT_NEGATIVE

    def write(self, when: Zoned, out: list[str], /) -> None:
        value = FIELDS[self.name](when)
        digits = str(abs(value))
        if len(digits) > self.most:
            raise DateOutOfRange(
                f"Field {self.name} cannot be printed as the value {value} "
                f"exceeds the maximum print width of {self.most}"
            )
        plus = self.sign is Sign.EXCEEDS_PAD and self.least < NO_LIMIT and len(digits) > self.least
        out.append(("-" if value < 0 else "+" if plus else "") + digits.zfill(self.least))

    def read(self, text: str, at: int, found: Found, /) -> int:
        start = at
        if at == len(text):
            raise Mismatch(at)
        signed = text[at] in "+-"
        if signed:
            if not self._takes(text[at]):
                raise Mismatch(at)
            at += 1
        end = self._end_of_digits(text, at)
        value = int(text[at:end])
        if signed and text[start] == "-":
            if value == 0:
                raise Mismatch(start)
            value = -value
        elif self.sign is Sign.EXCEEDS_PAD:
            wide = end - at > self.least
            if signed != wide:
                raise Mismatch(start)
        found.store(self.name, self._scaled(value, end - at), start)
        return end

    def _takes(self, sign: str) -> bool:
        if self.sign is Sign.NORMAL:
            return sign == "-" and self.least != self.most
        return self.sign is Sign.EXCEEDS_PAD

    def _end_of_digits(self, text: str, at: int) -> int:
        end, stop = at, min(at + self.most + self.following, len(text))
        while end < stop and text[end] in _DIGITS:
            end += 1
        if self.following:
            end = min(end, at + max(self.least, end - at - self.following))
        if end - at < self.least:
            raise Mismatch(at)
        return end

    def _scaled(self, value: int, _width: int) -> int:
        return value


class TwoDigitYear(Number):
    """yy: the years 2000 to 2099."""

    __slots__ = ()

    def write(self, when: Zoned, out: list[str], /) -> None:
        out.append(f"{FIELDS[self.name](when) % 100:02d}")

    def _scaled(self, value: int, _width: int) -> int:
        return value + 2000


class Fraction(Number):
    """SSS: the first digits of the second's fraction, cut, not rounded."""

    __slots__ = ()

    def write(self, when: Zoned, out: list[str], /) -> None:
        out.append(f"{when.nano_of_second:09d}"[: self.most])

    def _scaled(self, value: int, width: int) -> int:
        return int(value * 10 ** (9 - width))


@dataclass(frozen=True, slots=True)
class DotFraction:
    """The optional `.` and 0 to 9 digits of the ISO formats."""

    def write(self, when: Zoned, out: list[str], /) -> None:
        if when.nano_of_second:
            out.append("." + f"{when.nano_of_second:09d}".rstrip("0"))

    def read(self, text: str, at: int, found: Found, /) -> int:
        match = _DOT_FRACTION.match(text, at)
        found.fields["nano_of_second"] = int(match[1].ljust(9, "0")) if match else 0
        return match.end() if match else at


@dataclass(frozen=True, slots=True)
class Names:
    """A field by name: `names[0]` stands for the value `first`."""

    name: str
    names: Sequence[str]
    first: int

    def write(self, when: Zoned, out: list[str], /) -> None:
        out.append(self.names[FIELDS[self.name](when) - self.first])

    def read(self, text: str, at: int, found: Found, /) -> int:
        for i in sorted(range(len(self.names)), key=lambda i: -len(self.names[i])):
            if text.startswith(self.names[i], at):
                found.fields[self.name] = i + self.first
                return at + len(self.names[i])
        raise Mismatch(at)


@dataclass(frozen=True, slots=True)
class Optional:
    """[...]: printed always, skipped in reading when the text does not match."""

    parts: tuple[Part, ...]

    def write(self, when: Zoned, out: list[str], /) -> None:
        for part in self.parts:
            part.write(when, out)

    def read(self, text: str, at: int, found: Found, /) -> int:
        fields, zone, start = dict(found.fields), found.zone, at
        try:
            for part in self.parts:
                at = part.read(text, at, found)
        except Mismatch:
            found.fields, found.zone = fields, zone
            return start
        return at
