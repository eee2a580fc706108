"""A compiled pattern, for readers of many texts in one format."""

from datetime import UTC, date, tzinfo

from dalsegno_flow.dates.conversion import Kind, parse, parse_fields
from dalsegno_flow.dates.errors import DateTimeParseError
from dalsegno_flow.dates.formatter import Formatter
from dalsegno_flow.dates.layout import FixedLayout, fixed_layout
from dalsegno_flow.dates.pattern import compile_pattern
from dalsegno_flow.dates.resolving import MIDNIGHT
from dalsegno_flow.dates.values import Zoned, wall_nanoseconds


class DateTimePattern:
    """java.time.format.DateTimeFormatter.ofPattern in en-US, with the SMART resolver; texts must match as a whole.

    Raises:
        InvalidPattern: java.time does not take the pattern either; the text is its own.
    """

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self._formatter = Formatter(parts=compile_pattern(pattern))

    def __repr__(self) -> str:
        return f"DateTimePattern({self.pattern!r})"

    def write(self, when: Zoned) -> str:
        """Prints a date.

        Raises:
            DateOutOfRange: a field has more digits than the pattern allows.
        """
        return self._formatter.write(when)

    def parse_date_time(self, text: str, zone: tzinfo) -> int:
        """Nanoseconds since the epoch; `zone` is for texts that carry neither an offset nor a zone.

        Raises:
            DateTimeParseError: no date-time; the text is that of LocalDateTime.parse.
            DateOutOfRange: outside the years 1 to 9999 in UTC.

        Source: Kestra's AvroConverter, which tries ZonedDateTime.parse, then LocalDateTime.parse.
        """
        try:
            return parse(text, self._formatter, Kind.ZONED, zone).nanoseconds
        except DateTimeParseError:
            return parse(text, self._formatter, Kind.LOCAL_DATE_TIME, zone).nanoseconds

    def parse_local_date_time(self, text: str) -> int:
        """Nanoseconds from the epoch to the wall clock's reading, as if it stood in UTC; an offset is ignored.

        Raises:
            DateTimeParseError: no date-time.
        """
        day, time_of_day, _ = parse_fields(text, self._formatter, Kind.LOCAL_DATE_TIME)
        return wall_nanoseconds(day or date.min, time_of_day or MIDNIGHT)

    def parse_date(self, text: str) -> date:
        """The day; a time of day in the text is ignored.

        Raises:
            DateTimeParseError: no date.
        """
        return parse(text, self._formatter, Kind.LOCAL_DATE, UTC).when.date()

    def parse_time(self, text: str) -> int:
        """Nanoseconds since midnight; a day in the text is ignored.

        Raises:
            DateTimeParseError: no time of day.
        """
        _, time_of_day, _ = parse_fields(text, self._formatter, Kind.LOCAL_TIME)
        return (time_of_day or MIDNIGHT).nanoseconds

    def fixed_layout(self) -> FixedLayout | None:
        """Where the fields of every text stand, or None when texts may differ in width or need more than digits."""
        return fixed_layout(self.pattern)
