"""Regular expressions of flows are compiled only when that is safe."""

import pytest

from dalsegno_flow.patterns import PatternTooLarge, compiled


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}", "2024-05-01T10:11:12"),
        ("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "01234567-89ab-cdef-0123-456789abcdef"),
        ("(?:a{,3}){2}", "aaaa"),
        ("a{1000}", "a" * 1000),
        ("x{y}", "x{y}"),
    ],
)
def test_ordinary_ones_are_taken(pattern: str, text: str) -> None:
    assert compiled(pattern).fullmatch(text).group() == text


@pytest.mark.parametrize(
    "pattern",
    [
        "((a{1000}){1000}){1000}",
        "(?:(?:a{9999}){9999,}){2,3}",
        "a{" + "9" * 3000 + "}",
        "b" * 5000,
        "(" * 1500 + ")" * 1500,
    ],
)
def test_those_that_would_take_all_memory_are_refused(pattern: str) -> None:
    with pytest.raises(PatternTooLarge):
        compiled(pattern)
