"""Checks of properties that hold date patterns and zones; both raise ValueError, which pydantic shows."""

from collections.abc import Mapping

from dalsegno_flow.dates import DateError, DateTimePattern, zone
from dalsegno_tasks.properties import is_template


def check_patterns(patterns: Mapping[str, str]) -> None:
    """`patterns` by the names of their properties; templates are let pass."""
    for name, pattern in patterns.items():
        try:
            _ = is_template(pattern) or DateTimePattern(pattern)
        except DateError as error:
            raise ValueError(f'{name} "{pattern}" is no date pattern: {error}.') from error


def check_zone(time_zone_id: str | None) -> None:
    if time_zone_id is None or is_template(time_zone_id):
        return
    try:
        zone(time_zone_id)
    except DateError as error:
        raise ValueError(f"timeZoneId: {error}; use a name such as UTC or Europe/Paris.") from error
