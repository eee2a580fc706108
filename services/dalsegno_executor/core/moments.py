"""Moments that are reckoned from durations which somebody wrote."""

from datetime import UTC, datetime, timedelta

NEVER = datetime.max.replace(tzinfo=UTC)


def later(time: datetime, duration: timedelta) -> datetime:
    """The moment so long after `time`; the last one there is when the duration leads beyond it."""
    try:
        return time + duration
    except OverflowError:
        return NEVER if duration > timedelta() else time
