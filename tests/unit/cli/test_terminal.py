"""Figures as people read them."""

import pytest

from dalsegno.cli.terminal import duration, metrics, size


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 ms"),
        (-0.1, "0 ms"),
        (0.0124, "12 ms"),
        (0.9996, "1.00 s"),
        (59.99, "59.99 s"),
        (59.996, "1 min 00 s"),
        (184, "3 min 04 s"),
        (3600, "1 h 00 min"),
        (7500, "2 h 05 min"),
    ],
)
def test_a_duration_has_the_unit_that_fits(seconds: float, text: str) -> None:
    assert duration(seconds) == text


@pytest.mark.parametrize(
    ("count_bytes", "text"),
    [(0, "0 B"), (1023, "1023 B"), (1024, "1.0 KiB"), (7_759_462, "7.4 MiB"), (2**50, "1024.0 TiB")],
)
def test_a_size_has_the_unit_that_fits(count_bytes: int, text: str) -> None:
    assert size(count_bytes) == text


def test_metrics_are_sorted_and_leave_the_duration_out() -> None:
    assert metrics({"records": 49622.0, "duration": 1.5, "bytes": 12.0, "ratio": 0.12345}) == (
        "bytes 12, ratio 0.123, records 49,622"
    )
