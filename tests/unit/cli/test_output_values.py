"""One value out of a task's outputs."""

import pytest

from dalsegno.cli.output import file_of, value_at
from dalsegno.errors import NotFound

OUTPUTS = {
    "uri": "dalsegno:///n/f/executions/x/tasks/t/r/all.csv",
    "files": {"rides.csv": "dalsegno:///n/f/executions/x/tasks/t/r/rides.csv", "rides": {"csv": 1}},
    "rows": [{"id": 7}, {"id": 8}],
    "empty": None,
}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("uri", OUTPUTS["uri"]),
        ("rows.1.id", 8),
        ("rows.0", {"id": 7}),
        ("empty", None),
        ("files.rides.csv", "dalsegno:///n/f/executions/x/tasks/t/r/rides.csv"),
    ],
)
def test_a_dotted_key_finds_a_value_and_the_longest_name_wins(key: str, value: object) -> None:
    assert value_at(OUTPUTS, key) == value


@pytest.mark.parametrize("key", ["url", "rows.2", "rows.id", "uri.x", "empty.x", ""])
def test_a_key_that_is_not_there_is_answered_with_those_that_are(key: str) -> None:
    with pytest.raises(NotFound, match="Their keys: uri, files, rows, empty"):
        value_at(OUTPUTS, key)


def test_an_object_with_a_uri_names_that_file() -> None:
    assert file_of(OUTPUTS) == OUTPUTS["uri"]


@pytest.mark.parametrize("value", ["https://example.com/a", 3, {"a": 1}, None])
def test_what_is_no_uri_of_ours_names_no_file(value: object) -> None:
    with pytest.raises(NotFound, match="names no file"):
        file_of(value)
