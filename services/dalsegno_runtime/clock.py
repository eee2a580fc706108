"""The clock as a port, so that a test can hold it still."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]  # aware, in UTC


def system_clock() -> datetime:
    return datetime.now(UTC)
