"""Zones, arithmetic and conversions of dates, as java.time and Kestra's date filters have them."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalsegno_flow.dates import (
    FORMAT_NAMES,
    DateOutOfRange,
    Instant,
    UnknownUnit,
    UnknownZone,
    Zoned,
    parse_instant,
    parse_zoned,
    plus,
    system_zone,
    to_zoned,
    write,
    zone,
)

PARIS = zone("Europe/Paris")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Z", "2024-01-01T00:00Z"),
        ("+05:30", "2024-01-01T05:30+05:30"),
        ("UTC-3", "2023-12-31T21:00-03:00"),
        ("Europe/Paris", "2024-01-01T01:00+01:00[Europe/Paris]"),
    ],
)
def test_zones_by_name(name: str, shown: str) -> None:
    assert str(to_zoned(parse_instant("2024-01-01T00:00:00Z"), zone(name))) == shown


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("Nowhere/City", "Unknown time-zone ID: Nowhere/City"),
        ("../etc/passwd", "Invalid ID for region-based ZoneId, invalid format: ../etc/passwd"),
        ("+19:00", "Invalid ID for ZoneOffset, outside ±18:00: +19:00"),
    ],
)
def test_an_unknown_zone_is_refused(name: str, message: str) -> None:
    with pytest.raises(UnknownZone) as error:
        zone(name)
    assert str(error.value) == message


def test_the_systems_zone_is_read_whenever_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    tokyo = system_zone()
    monkeypatch.setenv("TZ", ":Europe/Paris")
    assert (tokyo, zone(None)) == (zone("Asia/Tokyo"), PARIS)


@pytest.mark.parametrize(
    ("start", "amount", "unit", "end"),
    [
        ("2024-05-31T10:00:00Z", -3, "MONTHS", "2024-02-29T10:00Z"),
        ("2024-02-29T10:00:00Z", 1, "YEARS", "2025-02-28T10:00Z"),
        ("2024-01-01T00:00:00Z", -1, "NANOS", "2023-12-31T23:59:59.999999999Z"),
        ("2024-01-01T00:00:00Z", 2, "WEEKS", "2024-01-15T00:00Z"),
        ("2024-01-01T00:00:00Z", 1, "HALF_DAYS", "2024-01-01T12:00Z"),
        ("2024-03-30T02:30:00+01:00[Europe/Paris]", 1, "DAYS", "2024-03-31T03:30+02:00[Europe/Paris]"),
        ("2024-03-30T02:30:00+01:00[Europe/Paris]", 24, "HOURS", "2024-03-31T03:30+02:00[Europe/Paris]"),
        ("2024-10-26T12:00:00+02:00[Europe/Paris]", 24, "HOURS", "2024-10-27T11:00+01:00[Europe/Paris]"),
    ],
)
def test_days_move_the_wall_clock_and_hours_the_instant(start: str, amount: int, unit: str, end: str) -> None:
    assert str(plus(parse_zoned(start), amount, unit)) == end


@pytest.mark.parametrize(
    ("unit", "message"),
    [
        ("months", "No enum constant java.time.temporal.ChronoUnit.months"),
        ("FOREVER", "Unsupported unit: Forever"),
    ],
)
def test_units_go_by_their_exact_names(unit: str, message: str) -> None:
    with pytest.raises(UnknownUnit) as error:
        plus(parse_zoned("2024-01-01T00:00:00Z"), 1, unit)
    assert str(error.value) == message


@pytest.mark.parametrize("unit", ["NANOS", "DAYS", "MONTHS", "MILLENNIA"])
def test_the_calendar_ends(unit: str) -> None:
    with pytest.raises(DateOutOfRange) as error:
        plus(parse_zoned("2024-01-01T00:00:00Z"), 10**30, unit)
    assert str(error.value) == "Invalid value for Year (valid values -999999999 - 999999999)"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (date(2024, 6, 11), "2024-06-11T12:00+02:00[Europe/Paris]"),
        ("2024-06-11", "2024-06-11T00:00+02:00[Europe/Paris]"),
        (datetime(2024, 6, 11, 10, 30), "2024-06-11T10:30+02:00[Europe/Paris]"),  # noqa: DTZ001 - a wall clock
        (datetime(2024, 6, 11, 10, 30, tzinfo=UTC), "2024-06-11T10:30Z"),
        ("2024-06-11T10:30:00-04:00", "2024-06-11T10:30-04:00"),
        (1_718_100_000, "2024-06-11T12:00+02:00[Europe/Paris]"),
        (1_718_100_000_123, "2024-06-11T12:00:00.123+02:00[Europe/Paris]"),
        (1_718_100_000_123_456_000, "2024-06-11T12:00:00.123456+02:00[Europe/Paris]"),
    ],
)
def test_what_counts_as_a_date(value: Any, shown: str) -> None:
    assert str(to_zoned(value, PARIS)) == shown


@pytest.mark.parametrize("value", [True, 1.5, None, []])
def test_what_does_not(value: Any) -> None:
    with pytest.raises(TypeError):
        to_zoned(value, UTC)


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("iso", "2024-05-31T12:11:12.123456+02:00"),
        ("iso_sec", "2024-05-31T12:11:12+02:00"),
        ("sql_milli", "2024-05-31 12:11:12.123"),
        ("iso_zoned_date_time", "2024-05-31T12:11:12.123456789+02:00[Europe/Paris]"),
        ("iso_instant", "2024-05-31T10:11:12.123456789Z"),
        ("iso_ordinal_date", "2024-152+02:00"),
        ("iso_week_date", "2024-W22-5+02:00"),
        ("rfc_1123_date_time", "Fri, 31 May 2024 12:11:12 +0200"),
        ("medium", "May 31, 2024, 12:11:12\u202fPM"),
    ],
)
def test_named_formats(name: str, printed: str) -> None:
    assert write(to_zoned(parse_instant("2024-05-31T10:11:12.123456789Z"), PARIS), name) == printed


@given(
    st.sampled_from([name for name in FORMAT_NAMES if name.startswith(("iso_local_date", "iso_zoned", "iso_instant"))]),
    st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29)),  # noqa: DTZ001 - the zone is added below
)
def test_a_named_format_reads_what_it_prints(name: str, wall: datetime) -> None:
    when = to_zoned(wall, UTC)
    read = to_zoned(write(when, name), UTC, name)
    assert write(read, name) == write(when, name)


@given(st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)), st.integers(-1200, 1200))  # noqa: DTZ001 - as above
def test_months_there_and_back_lose_at_most_the_end_of_the_month(wall: datetime, months: int) -> None:
    start = Zoned(when=wall.replace(tzinfo=UTC))
    back = plus(plus(start, months, "MONTHS"), -months, "MONTHS")
    assert (start.when - back.when).days in range(4)


def test_instants_beyond_the_calendar_are_refused() -> None:
    with pytest.raises(DateOutOfRange):
        Instant.of_nanoseconds(10**30)
