"""Patterns of java.time.format.DateTimeFormatter: what they read, refuse and print, in Java's words."""

import pickle
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalsegno_flow.dates import (
    DateTimeParseError,
    DateTimePattern,
    FixedLayout,
    Instant,
    InvalidPattern,
    Zoned,
    parse_instant,
    zone,
)

PARIS = zone("Europe/Paris")


def nanoseconds(text: str) -> int:
    return parse_instant(text).nanoseconds


@pytest.mark.parametrize(
    ("pattern", "text", "instant"),
    [
        ("dd/MM/yyyy HH:mm", "11/06/2024 17:20", "2024-06-11T15:20:00Z"),
        ("yyyy-MM-dd HH:mm:ss.SSS", "2024-06-11 17:20:06.250", "2024-06-11T15:20:06.250Z"),
        ("yyyy-MM-dd'T'HH:mm:ssXXX", "2024-06-11T17:20:06-05:00", "2024-06-11T22:20:06Z"),
        ("yyyy-MM-dd HH:mm VV", "2024-01-11 17:20 Asia/Tokyo", "2024-01-11T08:20:00Z"),
        ("yyyy-MM-dd HH:mm XXX VV", "2024-06-11 17:20 +05:00 Europe/Paris", "2024-06-11T12:20:00Z"),
        ("yyyyMMddHHmmssSSS", "20240611172006123", "2024-06-11T15:20:06.123Z"),
        ("MMM d, yyyy h:mm a", "Jun 11, 2024 5:20 PM", "2024-06-11T15:20:00Z"),
        ("yyyy-MM-dd HH:mm", "2024-02-30 10:00", "2024-02-29T09:00:00Z"),
        ("yyyy-MM-dd HH:mm", "2024-06-11 24:00", "2024-06-11T22:00:00Z"),
        ("yyyy-MM-dd kk:mm", "2024-06-11 24:00", "2024-06-10T22:00:00Z"),
        ("yyyy-MM-dd HH:mm", "2024-03-31 02:30", "2024-03-31T01:30:00Z"),
        ("yyyy-MM-dd HH:mm", "2024-10-27 02:30", "2024-10-27T00:30:00Z"),
        ("yyyy-MM-dd[ HH:mm]'x'", "2024-06-11 10:00x", "2024-06-11T08:00:00Z"),
        ("yy-MM-dd HH", "24-06-11 10", "2024-06-11T08:00:00Z"),
    ],
)
def test_date_times_are_read_in_the_zone_given_or_their_own(pattern: str, text: str, instant: str) -> None:
    assert DateTimePattern(pattern).parse_date_time(text, PARIS) == nanoseconds(instant)


@pytest.mark.parametrize(
    ("pattern", "text", "message", "index"),
    [
        ("dd/MM/yyyy HH:mm", "2024-06-11 17:20:06", "at index 2", 2),
        ("yyyy-MM-dd HH:mm:ss", "2024-06-11 17:20:06.5", ", unparsed text found at index 19", 19),
        ("yyyyMMdd HH", "2024061 10", "at index 6", 6),
        ("yyyy-MM-dd HH", "12024-06-11 10", "at index 0", 0),
        ("yyyy-MM-dd HH", "", "at index 0", 0),
        (
            "yyyy-MM-dd",
            "2024-06-11",
            (
                ": Unable to obtain LocalDateTime from TemporalAccessor: "
                "{},ISO resolved to 2024-06-11 of type java.time.format.Parsed"
            ),
            None,
        ),
        (
            "yyyy-MM-dd hh:mm",
            "2024-06-11 10:20",
            (
                ": Unable to obtain LocalDateTime from TemporalAccessor: "
                "{HourOfAmPm=10, MinuteOfHour=20},ISO resolved to 2024-06-11 of type java.time.format.Parsed"
            ),
            None,
        ),
        (
            "yyyy-MM-dd HH",
            "2024-13-11 10",
            ": Invalid value for MonthOfYear (valid values 1 - 12): 13",
            None,
        ),
        (
            "yyyy-MM-dd HH:mm",
            "2024-06-11 24:01",
            ": Invalid value for HourOfDay (valid values 0 - 23): 24",
            None,
        ),
        (
            "yyyy-MM-dd HHXX",
            "2024-06-11 10+3000",
            ": Invalid value for OffsetSeconds (valid values -64800 - 64800): 108000",
            None,
        ),
        (
            "yyyy DDD HH",
            "2023 366 10",
            ": Invalid date 'DayOfYear 366' as '2023' is not a leap year",
            None,
        ),
        (
            "EEE yyyy-MM-dd HH",
            "Mon 2024-06-11 10",
            ": Conflict found: Field DayOfWeek 2 differs from DayOfWeek 1 derived from 2024-06-11",
            None,
        ),
    ],
)
def test_what_cannot_be_read_is_refused_in_javas_words(
    pattern: str, text: str, message: str, index: int | None
) -> None:
    with pytest.raises(DateTimeParseError) as error:
        DateTimePattern(pattern).parse_date_time(text, UTC)
    join = "" if message[0] in ",:" else " "
    assert str(error.value) == f"Text '{text}' could not be parsed{join}{message}"
    assert (error.value.text, error.value.index) == (text, index)


def test_a_long_text_is_cut_in_the_message_alone() -> None:
    with pytest.raises(DateTimeParseError) as error:
        DateTimePattern("yyyy").parse_date("x" * 100)
    assert str(error.value) == f"Text '{'x' * 64}...' could not be parsed at index 0"
    assert error.value.text == "x" * 100


def test_a_parse_error_travels_between_processes() -> None:
    error = pickle.loads(pickle.dumps(DateTimeParseError("x", 0, "at index 0")))  # noqa: S301 - made right here
    assert (str(error), error.index) == ("Text 'x' could not be parsed at index 0", 0)


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("b", "Unknown pattern letter: b"),
        ("ddd", "Too many pattern letters: d"),
        ("DDDD", "Too many pattern letters: D"),
        ("EEEEEE", "Too many pattern letters: E"),
        ("aa", "Too many pattern letters: a"),
        ("yyyy]", "Pattern invalid as it contains ] without previous ["),
        ("{", "Pattern includes reserved character: '{'"),
        ("OO", "Pattern letter count must be 1 or 4: O"),
        ("VVV", "Pattern letter count must be 2: V"),
        ("cc", 'Invalid pattern "cc"'),
        ("yyyy'T", "Pattern ends with an incomplete string literal: yyyy'T"),
        ("SSSSSSSSSS", "Minimum width must be from 0 to 9 inclusive but was 10"),
    ],
)
def test_a_wrong_pattern_is_refused_in_javas_words(pattern: str, message: str) -> None:
    with pytest.raises(InvalidPattern) as error:
        DateTimePattern(pattern)
    assert str(error.value) == message


@pytest.mark.parametrize(
    ("pattern", "text", "day"),
    [
        ("dd.MM.yyyy", "11.06.2024", date(2024, 6, 11)),
        ("yyyy-DDD", "2024-060", date(2024, 2, 29)),
        ("YYYY-ww-e", "2024-03-2", date(2024, 1, 15)),
        ("yyyy-MM-dd HH:mmXXX", "2024-06-11 23:30-05:00", date(2024, 6, 11)),
    ],
)
def test_days(pattern: str, text: str, day: date) -> None:
    assert DateTimePattern(pattern).parse_date(text) == day


@pytest.mark.parametrize(
    ("pattern", "text", "nanoseconds_of_day"),
    [
        ("HH:mm:ss", "10:11:12", 36_672_000_000_000),
        ("HH", "10", 36_000_000_000_000),
        ("KK:mm a", "11:05 PM", 83_100_000_000_000),
        ("HH:mm", "24:00", 0),
        ("HH:mm:ss n", "10:11:12 5", 36_672_000_000_005),
        ("A", "86399999", 86_399_999_000_000),
        ("N", "123456", 123_456),
    ],
)
def test_times_of_day(pattern: str, text: str, nanoseconds_of_day: int) -> None:
    assert DateTimePattern(pattern).parse_time(text) == nanoseconds_of_day


def test_seconds_without_minutes_are_no_time() -> None:
    with pytest.raises(DateTimeParseError) as error:
        DateTimePattern("HH ss").parse_time("10 20")
    assert error.value.reason == (
        "Unable to obtain LocalTime from TemporalAccessor: "
        "{HourOfDay=10, SecondOfMinute=20},ISO of type java.time.format.Parsed"
    )


def test_a_local_date_time_is_its_wall_clock_whatever_the_offset_says() -> None:
    pattern = DateTimePattern("yyyy-MM-dd HH:mm:ss.nnnnnnnnnXXX")
    assert pattern.parse_local_date_time("2024-06-11 17:20:06.123456789+05:00") == (
        nanoseconds("2024-06-11T17:20:06.123456789Z")
    )


@pytest.mark.parametrize(
    ("pattern", "layout"),
    [
        (
            "dd/MM/yyyy 'at' HH:mm:ss.SSS",
            FixedLayout(
                width=26,
                fields=(("d", 0, 2), ("M", 3, 2), ("y", 6, 4), ("H", 14, 2), ("m", 17, 2), ("s", 20, 2), ("S", 23, 3)),
                literals=(
                    (2, "/"),
                    (5, "/"),
                    (10, " "),
                    (11, "a"),
                    (12, "t"),
                    (13, " "),
                    (16, ":"),
                    (19, ":"),
                    (22, "."),
                ),
            ),
        ),
        ("yyyyMMdd", FixedLayout(width=8, fields=(("y", 0, 4), ("M", 4, 2), ("d", 6, 2)), literals=())),
        ("MM''dd", FixedLayout(width=5, fields=(("M", 0, 2), ("d", 3, 2)), literals=((2, "'"),))),
        ("yyyy-M-dd", None),
        ("yyyy-MM-dd[ HH]", None),
        ("yyyy-MMM-dd", None),
        ("yyyy-MM-ddXXX", None),
        ("yy-MM-dd", None),
        ("hh:mm a", None),
        ("MM MM", None),
        ("yyyy'0'MM", None),
    ],
)
def test_layouts_of_patterns_whose_texts_have_one_width(pattern: str, layout: FixedLayout | None) -> None:
    assert DateTimePattern(pattern).fixed_layout() == layout


@given(st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30)), st.integers(0, 999))  # noqa: DTZ001 - UTC is added below
def test_a_fixed_layout_slices_what_the_pattern_prints(when: datetime, nano: int) -> None:
    pattern = DateTimePattern("yyyyMMdd'T'HH:mm:ss.SSSSSSSSS")
    printed = pattern.write(Zoned(when=when.replace(tzinfo=UTC), nano=nano))
    layout = pattern.fixed_layout()
    assert layout is not None
    assert (len(printed), [printed[at] for at, _ in layout.literals]) == (layout.width, ["T", ":", ":", "."])
    values = {letter: int(printed[start : start + length]) for letter, start, length in layout.fields}
    assert values == {
        "y": when.year,
        "M": when.month,
        "d": when.day,
        "H": when.hour,
        "m": when.minute,
        "s": when.second,
        "S": when.microsecond * 1000 + nano,
    }


WITH_OFFSET = (
    "yyyy-MM-dd'T'HH:mm:ss.SSSSSSSSSXXX",
    "uuuuMMddHHmmssSSSSSSSSSXX",
    "EEEE, d MMMM yyyy h:mm:ss a n O",
    "[yyyy-DDD] HH:mm:ss.n xxx",
    "d/M/y N XXXXX",
)


@given(
    st.sampled_from(WITH_OFFSET),
    st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29)),  # noqa: DTZ001 - the offset is added below
    st.integers(0, 999),
    st.integers(-64, 64),
)
def test_what_a_pattern_prints_it_reads_back(pattern: str, wall: datetime, nano: int, quarters: int) -> None:
    when = Zoned(when=wall.replace(tzinfo=timezone(timedelta(minutes=15 * quarters))), nano=nano)
    form = DateTimePattern(pattern)
    assert form.parse_date_time(form.write(when), PARIS) == when.nanoseconds


@given(st.integers(nanoseconds("0001-01-01T00:00:00Z"), nanoseconds("9999-12-31T23:59:59.999999999Z")))
def test_an_instants_text_is_read_back_to_the_nanosecond(moment: int) -> None:
    instant = Instant.of_nanoseconds(moment)
    assert (parse_instant(str(instant)), instant.nanoseconds) == (instant, moment)
