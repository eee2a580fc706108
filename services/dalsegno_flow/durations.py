"""Lengths of time as java.time.Duration reads and prints them: PT1H30M, P1D, PT0.5S.

parse_duration("PT1H30M")                      # timedelta(hours=1, minutes=30)
duration_text(timedelta(days=1, seconds=0.5))  # PT24H0.5S
"""

import re
from datetime import timedelta

# The letters may be of either case; every part has a sign of its own, and one before the P turns them all round.
_DURATION = re.compile(
    r"(?P<sign>[-+]?)P(?:(?P<days>[-+]?[0-9]+)D)?"
    r"(?P<time>T(?:(?P<hours>[-+]?[0-9]+)H)?(?:(?P<minutes>[-+]?[0-9]+)M)?"
    r"(?:(?P<seconds>[-+]?[0-9]+)(?:[.,](?P<fraction>[0-9]{0,9}))?S)?)?",
    re.IGNORECASE | re.ASCII,
)
_PARTS = ("days", "hours", "minutes", "seconds")
_MICROSECONDS = 10**6
_MAX_DIGITS = 20  # Java counts seconds in 64 bits


class InvalidDuration(ValueError):
    """The text is no duration; the message is one sentence that shows how to write one."""


def parse_duration(text: str) -> timedelta:
    """Reads an ISO-8601 duration in days, hours, minutes and seconds, as Java's Duration.parse does.

    A day has 24 hours. What is finer than a microsecond is cut off.

    Raises:
        InvalidDuration: it is written otherwise (years, months and weeks have no fixed length in Java), or too long.
    """
    match = _DURATION.fullmatch(text)
    parts = {name: match[name] for name in _PARTS if match[name]} if match else {}
    if not match or not parts or (match["time"] or "").upper() == "T":
        raise InvalidDuration(
            f"{_shown(text)} is no ISO-8601 duration; write days, hours, minutes and seconds, "
            "such as P1D, PT1H30M or PT0.5S."
        )
    if max(map(len, parts.values())) > _MAX_DIGITS:
        raise _too_long(text)
    fraction = int((match["fraction"] or "").ljust(6, "0")[:6])
    if parts.get("seconds", "").startswith("-"):
        fraction = -fraction
    try:
        total = timedelta(microseconds=fraction, **{name: int(part) for name, part in parts.items()})
    except OverflowError:
        raise _too_long(text) from None
    return -total if match["sign"] == "-" else total


def duration_text(duration: timedelta) -> str:
    """The duration as Java's Duration.toString writes it: hours are the largest unit, every part bears the sign."""
    total = duration // timedelta(microseconds=1)
    sign = "-" if total < 0 else ""
    whole, fraction = divmod(abs(total), _MICROSECONDS)
    minutes, seconds = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    text = "PT"
    if hours:
        text += f"{sign}{hours}H"
    if minutes:
        text += f"{sign}{minutes}M"
    if seconds or fraction or text == "PT":
        text += f"{sign}{seconds}" + (f".{fraction:06}".rstrip("0") if fraction else "") + "S"
    return text


def _too_long(text: str) -> InvalidDuration:
    return InvalidDuration(f"{_shown(text)} is longer than the {timedelta.max.days} days that a duration may have.")


def _shown(text: str, limit: int = 60) -> str:
    return repr(text if len(text) <= limit else text[:limit] + " ...")
