"""The two java.time values that templates meet, to the nanosecond, and their texts."""

import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple, Self
from zoneinfo import ZoneInfo

from dalsegno_flow.dates.errors import DateOutOfRange
from dalsegno_flow.dates.zones import offset_of, offset_text

NANOSECONDS_PER_SECOND = 1_000_000_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class ClockTime(NamedTuple):
    """java.time.LocalTime."""

    hour: int
    minute: int
    second: int
    nanosecond: int

    @property
    def nanoseconds(self) -> int:
        """Nanoseconds since midnight."""
        return (self.hour * 3600 + self.minute * 60 + self.second) * NANOSECONDS_PER_SECOND + self.nanosecond


@dataclass(frozen=True, slots=True, kw_only=True)
class Instant:
    """java.time.Instant, in the years 1 to 9999."""

    when: datetime  # in UTC
    nano: int = 0  # the three digits below the microsecond, 0 to 999

    @classmethod
    def now(cls) -> Self:
        """Reads the system's clock."""
        return cls.of_nanoseconds(time.time_ns())

    @classmethod
    def of_nanoseconds(cls, nanoseconds: int) -> Self:
        """The instant that many nanoseconds after the epoch.

        Raises:
            DateOutOfRange: before the year 1 or after 9999.
        """
        microseconds, nano = divmod(nanoseconds, 1000)
        try:
            return cls(when=EPOCH + timedelta(microseconds=microseconds), nano=nano)
        except OverflowError:
            raise DateOutOfRange("Instant exceeds minimum or maximum instant") from None

    @property
    def nanoseconds(self) -> int:
        """Nanoseconds since the epoch."""
        return _since_epoch(self.when) * 1000 + self.nano

    def __str__(self) -> str:
        fraction = fraction_text(self.when.microsecond * 1000 + self.nano)
        return f"{_to_the_minute(self.when)}:{self.when.second:02d}{fraction}Z"


@dataclass(frozen=True, slots=True, kw_only=True)
class Zoned:
    """java.time.ZonedDateTime, in the years 1 to 9999."""

    when: datetime  # aware
    nano: int = 0  # the three digits below the microsecond, 0 to 999

    @property
    def nano_of_second(self) -> int:
        """The whole fraction of the second, 0 to 999,999,999."""
        return self.when.microsecond * 1000 + self.nano

    @property
    def nanoseconds(self) -> int:
        """Nanoseconds since the epoch."""
        return _since_epoch(self.when) * 1000 + self.nano

    def to_instant(self) -> Instant:
        """The same moment, its zone forgotten."""
        return Instant(when=self.when.astimezone(UTC), nano=self.nano)

    def __str__(self) -> str:
        zone = self.when.tzinfo
        region = f"[{zone.key}]" if isinstance(zone, ZoneInfo) else ""
        offset = offset_text(offset_of(self.when), "+HH:MM:ss", "Z")
        return local_text(self.when, self.nano) + offset + region


def local_text(when: datetime, nano: int = 0) -> str:
    """LocalDateTime.toString: seconds only when they or their fraction are not zero."""
    nanos = when.microsecond * 1000 + nano
    seconds = f":{when.second:02d}{fraction_text(nanos)}" if when.second or nanos else ""
    return _to_the_minute(when) + seconds


def clock_text(time_of_day: ClockTime) -> str:
    """LocalTime.toString as java.time.format.Parsed shows it, without the fraction."""
    seconds = f":{time_of_day.second:02d}" if time_of_day.second or time_of_day.nanosecond else ""
    return f"{time_of_day.hour:02d}:{time_of_day.minute:02d}{seconds}"


def fraction_text(nanos: int) -> str:
    """The fraction of a second in 0, 3, 6 or 9 digits, with its point."""
    if not nanos:
        return ""
    if nanos % 1_000_000 == 0:
        return f".{nanos // 1_000_000:03d}"
    return f".{nanos // 1000:06d}" if nanos % 1000 == 0 else f".{nanos:09d}"


def wall_nanoseconds(day: date, time_of_day: ClockTime) -> int:
    """Nanoseconds from the epoch to a wall clock's reading, as if the clock stood in UTC."""
    return (day.toordinal() - EPOCH.toordinal()) * 86400 * NANOSECONDS_PER_SECOND + time_of_day.nanoseconds


def _to_the_minute(when: datetime) -> str:
    return f"{when.year:04d}-{when.month:02d}-{when.day:02d}T{when.hour:02d}:{when.minute:02d}"


def _since_epoch(when: datetime) -> int:
    delta = when - EPOCH
    return (delta.days * 86400 + delta.seconds) * 1_000_000 + delta.microseconds
