"""Whatever the date filters take, as a date with a zone: io.kestra's AbstractDate.convert."""

from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from enum import Enum

from dalsegno_flow.dates.arithmetic import join
from dalsegno_flow.dates.errors import DateOutOfRange, DateTimeParseError
from dalsegno_flow.dates.formatter import Formatter, formatter
from dalsegno_flow.dates.parts import Found
from dalsegno_flow.dates.resolving import MIDNIGHT, accessor_text, resolve
from dalsegno_flow.dates.values import EPOCH, NANOSECONDS_PER_SECOND, ClockTime, Instant, Zoned

NOON = ClockTime(12, 0, 0, 0)
DateLike = Instant | Zoned | datetime | date | int | str


class Kind(Enum):
    """What a text is read as; the value is java.time's class."""

    ZONED = "ZonedDateTime"
    LOCAL_DATE_TIME = "LocalDateTime"
    LOCAL_DATE = "LocalDate"
    LOCAL_TIME = "LocalTime"


# the three attempts, in order; the formats are those of a call that names none
_ATTEMPTS = (
    (Kind.ZONED, "iso_zoned_date_time"),
    (Kind.LOCAL_DATE_TIME, "iso_local_date_time"),
    (Kind.LOCAL_DATE, "iso_local_date"),
)


def to_zoned(value: DateLike, tz: tzinfo, existing_format: str | None = None) -> Zoned:
    """A date in `tz`, or in its own zone when it has one.

    A `datetime` without a zone and a text without one are wall clocks in `tz`. A `date` is noon there, a day in text is
    midnight, as in Kestra. An integer is an epoch: 13 digits are milliseconds, 19 nanoseconds, others seconds.

    Args:
        value: the date.
        tz: the zone of what has none.
        existing_format: name or pattern of a text's format; None for the ISO formats.

    Raises:
        DateTimeParseError: the text is none of a zoned date-time, a date-time and a date; the text of the last try.
        DateOutOfRange: outside the years 1 to 9999.
        TypeError: not a date at all.
    """
    if isinstance(value, Instant):
        return Zoned(when=value.when.astimezone(tz), nano=value.nano)
    if isinstance(value, Zoned):
        return value
    if isinstance(value, datetime):
        if value.tzinfo is not None:
            return Zoned(when=value)
        clock = ClockTime(value.hour, value.minute, value.second, value.microsecond * 1000)
        return join(value.date(), clock, tz)
    if isinstance(value, date):
        return join(value, NOON, tz)
    if isinstance(value, str):
        return _from_text(value, tz, existing_format)
    if isinstance(value, int) and not isinstance(value, bool):
        return _from_epoch(value, tz)
    raise TypeError(f"a date was expected, {type(value).__name__} was given")


def _from_text(text: str, tz: tzinfo, existing_format: str | None) -> Zoned:
    for kind, default in _ATTEMPTS[:-1]:
        try:
            return parse(text, formatter(existing_format or default), kind, tz)
        except DateTimeParseError:
            continue
    kind, default = _ATTEMPTS[-1]
    return parse(text, formatter(existing_format or default), kind, tz)


def parse(text: str, form: Formatter, kind: Kind, tz: tzinfo) -> Zoned:
    """ZonedDateTime.parse, LocalDateTime.parse or LocalDate.parse; the last two read a wall clock in `tz`.

    Raises:
        DateTimeParseError: the text does not follow the format, or lacks what `kind` needs.
        DateOutOfRange: outside the years 1 to 9999 in UTC.
    """
    day, time_of_day, found = parse_fields(text, form, kind)
    if day is None or kind is Kind.LOCAL_DATE:
        return join(day or date.min, MIDNIGHT, tz)
    time_of_day = time_of_day or MIDNIGHT
    if kind is not Kind.ZONED:
        return join(day, time_of_day, tz)
    offset = found.fields.get("offset")
    if offset is None:
        return join(day, time_of_day, found.zone or UTC)
    moment = join(day, time_of_day, timezone(timedelta(seconds=offset)))
    if found.zone is None:
        return moment
    return Zoned(when=moment.when.astimezone(found.zone), nano=moment.nano)  # the offset decides, the zone shows it


def parse_fields(text: str, form: Formatter, kind: Kind) -> tuple[date | None, ClockTime | None, Found]:
    """Day and time of day, at least those that `kind` needs being present, and what was read.

    Raises:
        DateTimeParseError: as `parse`.
    """
    found = form.read(text)
    day, time_of_day = resolve(text, found, strict=form.strict)
    missing = (
        (kind is not Kind.LOCAL_TIME and day is None)
        or (kind is not Kind.LOCAL_DATE and time_of_day is None)
        or (kind is Kind.ZONED and found.zone is None and "offset" not in found.fields)
    )
    if missing:
        seen = accessor_text(found, day, time_of_day)
        raise DateTimeParseError(text, None, f"Unable to obtain {kind.value} from TemporalAccessor: {seen}")
    return day, time_of_day, found


def parse_instant(text: str) -> Instant:
    """An ISO date-time with an offset or `Z`; raises as `parse`."""
    return parse(text, formatter("iso_zoned_date_time"), Kind.ZONED, UTC).to_instant()


def parse_zoned(text: str) -> Zoned:
    """An ISO date-time with an offset and perhaps a `[region]`; raises as `parse`."""
    return parse(text, formatter("iso_zoned_date_time"), Kind.ZONED, UTC)


def _from_epoch(value: int, tz: tzinfo) -> Zoned:
    digits = str(value) if abs(value) < 10**20 else ""
    seconds, nanos = value, 0
    if len(digits) == 13:
        seconds, nanos = value // 1000, value % 1000 * 1_000_000
    elif len(digits) == 19:
        seconds, nanos = divmod(value, NANOSECONDS_PER_SECOND)
        if not digits.endswith("000"):  # Kestra takes the last digits for microseconds; its outputs depend on it
            nanos = value % 1_000_000 * 1000
    try:
        when = EPOCH + timedelta(seconds=seconds, microseconds=nanos // 1000)
        return Zoned(when=when.astimezone(tz), nano=nanos % 1000)
    except (ValueError, OverflowError):
        raise DateOutOfRange("Instant exceeds minimum or maximum instant") from None
