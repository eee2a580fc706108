"""Time zones by the names java.time.ZoneId takes, and offsets as text."""

import os
import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache, lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from dalsegno_flow.dates.errors import UnknownZone

_OFFSET = re.compile(r"(?:UTC|GMT|UT)?([+-])(\d{1,2})(?::?(\d\d))?(?::?(\d\d))?")
_REGION = re.compile(r"[A-Za-z][A-Za-z0-9~/._+-]+")
_MAX_OFFSET_SECONDS = 18 * 3600


def zone(name: str | None) -> tzinfo:
    """ZoneId.of: `Z`, an offset such as `+05:30` or `UTC+2`, or a region; None is the system's zone.

    Raises:
        UnknownZone: no such zone.
    """
    return system_zone() if name is None else _zone(name)


def system_zone() -> tzinfo:
    """The zone of this process: the variable TZ, else the machine's own, else UTC."""
    if name := os.environ.get("TZ"):
        return _zone(name.lstrip(":"))
    return _machine_zone()


@cache
def _machine_zone() -> tzinfo:
    parts = str(Path("/etc/localtime").resolve()).split("/zoneinfo/")
    return ZoneInfo(parts[1]) if len(parts) == 2 else ZoneInfo("UTC")


@lru_cache(256)
def _zone(name: str) -> tzinfo:
    if name == "Z":
        return UTC
    if match := _OFFSET.fullmatch(name):
        seconds = offset_seconds(match[1], match[2], match[3], match[4])
        if abs(seconds) > _MAX_OFFSET_SECONDS:
            raise UnknownZone(f"Invalid ID for ZoneOffset, outside ±18:00: {name}")
        return timezone(timedelta(seconds=seconds))
    if not _REGION.fullmatch(name):
        raise UnknownZone(f"Invalid ID for region-based ZoneId, invalid format: {name}")
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise UnknownZone(f"Unknown time-zone ID: {name}") from None


def offset_seconds(sign: str | None, hours: str | None, minutes: str | None, seconds: str | None) -> int:
    """Seconds east of UTC from the digits of an offset; parts that are absent count as zero."""
    total = int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0)
    return -total if sign == "-" else total


def offset_of(when: datetime) -> int:
    """Seconds east of UTC of an aware datetime."""
    offset = when.utcoffset()
    return 0 if offset is None else offset.days * 86400 + offset.seconds


def offset_text(seconds: int, style: str, zero: str) -> str:
    """An offset in one of DateTimeFormatterBuilder.appendOffset's styles, such as `+HH:MM:ss`.

    Capital MM and SS are always printed, small ones only when they are not zero. `zero` stands for offset 0.
    """
    if seconds == 0:
        return zero
    hours, rest = divmod(abs(seconds), 3600)
    minutes, rest = divmod(rest, 60)
    colon = ":" if ":" in style else ""
    text = f"{'-' if seconds < 0 else '+'}{hours:02d}"
    if "MM" in style or ("mm" in style and minutes):
        text += f"{colon}{minutes:02d}"
    if "SS" in style or ("ss" in style and rest):
        text += f"{colon}{rest:02d}"
    return text


def zone_name(tz: tzinfo | None) -> str:
    """ZoneId.getId: the region's name, or the offset as `+05:30`, or `Z`."""
    if isinstance(tz, ZoneInfo):
        return tz.key
    return offset_text(offset_of(datetime(2000, 1, 1, tzinfo=tz)), "+HH:MM:ss", "Z")
