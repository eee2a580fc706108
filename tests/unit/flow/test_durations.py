"""Durations are read and printed as java.time.Duration does; the expected texts are those of Java 17."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalsegno_flow.durations import InvalidDuration, duration_text, parse_duration


@pytest.mark.parametrize(
    ("text", "seconds", "printed"),
    [
        ("PT1H30M", 5400, "PT1H30M"),
        ("P1D", 86400, "PT24H"),
        ("P2DT3H4M", 183840, "PT51H4M"),
        ("PT0S", 0, "PT0S"),
        ("PT60M", 3600, "PT1H"),
        ("PT0.5S", 0.5, "PT0.5S"),
        ("PT20.345S", 20.345, "PT20.345S"),
        ("PT1,5S", 1.5, "PT1.5S"),
        ("PT1.S", 1, "PT1S"),
        ("pt1h", 3600, "PT1H"),
        ("PT+1S", 1, "PT1S"),
        ("+PT1S", 1, "PT1S"),
        ("PT-1S", -1, "PT-1S"),
        ("PT-0.5S", -0.5, "PT-0.5S"),
        ("-PT0.5S", -0.5, "PT-0.5S"),
        ("-PT1H", -3600, "PT-1H"),
        ("P-1DT2H", -79200, "PT-22H"),
        ("PT-6H3M", -21420, "PT-5H-57M"),
        ("-PT-6H+3M", 21420, "PT5H57M"),
        ("PT-1H-30.25S", -3630.25, "PT-1H-30.25S"),
        ("PT90061.000001S", 90061.000001, "PT25H1M1.000001S"),
    ],
)
def test_a_duration_is_read_and_printed_as_java_does(text: str, seconds: float, printed: str) -> None:
    assert (parse_duration(text).total_seconds(), duration_text(parse_duration(text))) == (seconds, printed)


def test_what_is_finer_than_a_microsecond_is_cut_off() -> None:
    assert parse_duration("PT1.000001999S") == timedelta(seconds=1, microseconds=1)
    assert parse_duration("PT-1.000001999S") == -timedelta(seconds=1, microseconds=1)


NO_DURATIONS = (
    "|P|PT|P1DT|1H|PT.5S|P-0.5D|P1Y|P1M|P1W|PT1H1D|PT1M1H|--PT1S|PT,5S|"
    " PT1S|PT1S |PT1S\n|PT 5S|PT1H 30M|PT1.1234567891S|PT١S|5|5 s"
)


@pytest.mark.parametrize("text", NO_DURATIONS.split("|"))
def test_anything_else_is_refused_with_the_way_to_write_it(text: str) -> None:
    with pytest.raises(InvalidDuration) as refusal:
        parse_duration(text)
    assert str(refusal.value) == (
        f"{text!r} is no ISO-8601 duration; write days, hours, minutes and seconds, such as P1D, PT1H30M or PT0.5S."
    )


@pytest.mark.parametrize("text", ["P1000000000D", "PT9223372036854775807S", "P" + "9" * 10_000 + "D"])
def test_a_duration_longer_than_can_be_counted_is_refused(text: str) -> None:
    with pytest.raises(InvalidDuration, match=r"is longer than the 999999999 days that a duration may have\.$"):
        parse_duration(text)


@given(st.timedeltas())
def test_what_is_printed_is_read_back(duration: timedelta) -> None:
    assert parse_duration(duration_text(duration)) == duration
