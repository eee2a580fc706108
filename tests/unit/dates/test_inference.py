"""Which pattern dates were written with."""

import random
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalsegno_flow.dates import DateTimePattern, to_zoned, write, zone
from dalsegno_flow.dates.inference import Read, inferred
from support.properties import examples

UTC = zone("UTC")


def both(pattern: DateTimePattern, text: str) -> int:
    return pattern.parse_date_time(text, UTC)


DATE, TIME = DateTimePattern.parse_date, DateTimePattern.parse_time


@pytest.mark.parametrize(
    ("read", "texts", "pattern"),
    [
        (both, ["2021-02-01 10:00:00"], "yyyy-MM-dd HH:mm:ss"),
        (both, ["2021-02-01T10:00:00Z"], "yyyy-MM-dd'T'HH:mm:ssXXX"),
        (both, ["2021-02-01T10:00:00.123+01:00", "2021-02-01T10:00:00.500Z"], "yyyy-MM-dd'T'HH:mm:ss.SSSXXX"),
        (both, ["2021-02-01T10:00:00+0100"], "yyyy-MM-dd'T'HH:mm:ssXX"),
        (both, ["2021-02-01 10:00:00 UTC"], "yyyy-MM-dd HH:mm:ss z"),
        (both, ["13/02/2021 23:59", "01/02/2021 10:00"], "dd/MM/yyyy HH:mm"),
        (both, ["2/3/2021 9:05", "12/13/2021 19:05"], "M/d/yyyy H:mm"),
        (both, ["02/13/2021 01:05 PM", "02/01/2021 12:00 AM"], "MM/dd/yyyy hh:mm a"),
        (both, ["20210213T101500"], "yyyyMMdd'T'HHmmss"),
        (both, ["20210213101500123"], "yyyyMMddHHmmssSSS"),
        (both, ["13/Feb/2021:10:15:00 +0000"], "dd/MMM/yyyy:HH:mm:ss XX"),
        (both, ["Sat, 13 Feb 2021 10:15:00 GMT"], "EEE, dd MMM yyyy HH:mm:ss z"),
        (both, ["13.02.2021, 10:15 o'clock"], "dd.MM.yyyy, HH:mm 'o''clock'"),
        (both, ["2021-02-13 10:15:00", "2021-02-13 10:15"], "yyyy-MM-dd HH:mm[:ss]"),
        (both, ["2021-02-13 10:15:00", "2021-02-13 10:15:00.12", "2021-02-13 10:15:00.123"],
         "yyyy-MM-dd HH:mm:ss[.SSS][.SS]"),
        (both, ["2021-02-13 10:15", "13/02/2021 10:15"], "[dd/MM/yyyy HH:mm][yyyy-MM-dd HH:mm]"),
        (DATE, ["13-Feb-2021"], "dd-MMM-yyyy"),
        (DATE, ["February 13, 2021", "May 1, 2021"], "MMMM d, yyyy"),
        (DATE, ["31.12.2021"], "dd.MM.yyyy"),
        (DATE, ["20211231"], "yyyyMMdd"),
        (TIME, ["09:30:15"], "HH:mm:ss"),
        (TIME, ["9:30", "23:59"], "H:mm"),
        (TIME, ["093015"], "HHmmss"),
    ],
)  # fmt: skip
def test_the_pattern_is_the_one_that_people_would_write(read: Read, texts: list[str], pattern: str) -> None:
    found = inferred(texts, read)
    assert found[0].pattern == pattern
    assert found[0].certain
    assert all(read(DateTimePattern(found[0].pattern), text) is not None for text in texts)


@pytest.mark.parametrize(
    "texts",
    [[], [""], ["unknown"], ["2021-02-13", "n/a"], ["2021-02-31 10:00"], ["1234567890" * 10], ["2021-13-45 10:00"]],
)
def test_what_is_no_date_has_no_pattern(texts: list[str]) -> None:
    assert inferred(texts, both) == []


def test_days_and_months_in_doubt_are_both_told_and_the_pattern_before_decides() -> None:
    texts = ["01/02/2021 10:00", "03/04/2021 11:00"]
    assert [(one.pattern, one.certain) for one in inferred(texts, both)] == [
        ("dd/MM/yyyy HH:mm", False),
        ("MM/dd/yyyy HH:mm", False),
    ]
    assert inferred(texts, both, like="MM-dd-yyyy")[0].pattern == "MM/dd/yyyy HH:mm"


def test_many_shapes_are_no_column_of_dates() -> None:
    odd = [f"{'x' * count} 2021-02-13 10:15" for count in range(10)]
    assert inferred(odd, both) == []


PATTERNS = [
    "yyyy-MM-dd HH:mm:ss",
    "dd.MM.yyyy HH:mm",
    "MM/dd/yyyy hh:mm:ss a",
    "yyyyMMdd'T'HHmmss",
    "d MMM yyyy H:mm",
    "EEE, dd MMM yyyy HH:mm:ss",
    "yyyy/MM/dd'T'HH:mm:ss.SSS",
    "dd-MMM-yyyy HH:mm",
]


@examples(60)
@given(pattern=st.sampled_from(PATTERNS), seed=st.integers(0, 10**6))
def test_the_first_pattern_reads_what_was_written_as_it_was_meant(pattern: str, seed: int) -> None:
    """With enough days there is no doubt about the order."""
    drawn = random.Random(seed)  # noqa: S311
    start = datetime(1990, 1, 1)  # noqa: DTZ001
    moments = [start + timedelta(seconds=drawn.randrange(40 * 365 * 86400)) for _ in range(60)]
    texts = [write(to_zoned(moment.isoformat(), UTC), pattern) for moment in moments]
    found = inferred(texts, both)
    assert found, texts[0]
    assert found[0].certain
    meant = DateTimePattern(pattern)
    assert [both(DateTimePattern(found[0].pattern), text) for text in texts] == [both(meant, text) for text in texts]
