"""The places that callers name, and the task runs that they find."""

import pytest

from dalsegno_executor.core.execution import TaskRun
from dalsegno_executor.core.opened import Opened
from dalsegno_executor.core.places import Places, parse_place
from dalsegno_runtime.errors import InvalidField

PATHS = [
    "first",
    "each",
    *(f"each[value={value}]/{task}" for value in ("a", "b%2F1", "c") for task in ("load", "inner")),
    *(f"each[value=c]/inner[value={value}]/x" for value in ("1", "2")),
    "last",
]


def runs(*, values: tuple[str, ...] = ()) -> dict[str, TaskRun]:
    found = {path: TaskRun(task_run_id=path, task_path=path, history=[], attempts=[]) for path in PATHS}
    if values:
        found["each"].opened = Opened(values=values)
    return found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("first", ["first"]),
        ("each", ["each"]),
        ("each/load", ["each[value=a]/load", "each[value=b%2F1]/load", "each[value=c]/load"]),
        ("each[*]/load", ["each[value=a]/load", "each[value=b%2F1]/load", "each[value=c]/load"]),
        ("each[value=b%2F1]/load", ["each[value=b%2F1]/load"]),
        ("each[2]/load", ["each[value=b%2F1]/load"]),
        ("each[1,3]/load", ["each[value=a]/load", "each[value=c]/load"]),
        ("each[2-9]/load", ["each[value=b%2F1]/load", "each[value=c]/load"]),
        ("each[value=a]", ["each[value=a]/load", "each[value=a]/inner"]),
        ("each[3]/inner[2]/x", ["each[value=c]/inner[value=2]/x"]),
        ("each[3]/inner[*]", ["each[value=c]/inner[value=1]/x", "each[value=c]/inner[value=2]/x"]),
        ("each/inner/x", ["each[value=c]/inner[value=1]/x", "each[value=c]/inner[value=2]/x"]),
        ("each[7]/load", []),
        ("nothing", []),
        ("first[1]", []),
    ],
)
def test_a_place_finds_its_runs(text: str, found: list[str]) -> None:
    assert Places(runs()).found(parse_place("from", text)) == found


def test_numbers_follow_the_order_of_the_loop_where_it_is_known() -> None:
    places = Places(runs(values=("c", "a", "b/1")))
    assert places.found(parse_place("from", "each[1]/load")) == ["each[value=c]/load"]


@pytest.mark.parametrize("text", ["each[value=b/1]/load", "each[value=b%2f1]/load"])
def test_a_value_may_be_written_with_any_encoding_of_its_characters(text: str) -> None:
    assert parse_place("from", text).text == "each[value=b%2F1]/load"


@pytest.mark.parametrize(
    "text", ["", "/", "a/", "/a", "a//b", "each[", "each]", "each[x]/a", "each[0]", "each[1-]", "[1]"]
)
def test_what_is_no_place_is_refused(text: str) -> None:
    with pytest.raises(InvalidField, match=r"is no place of a task run|is none of \[value="):
        parse_place("from", text)


@pytest.mark.parametrize(
    ("pattern", "run", "matches"),
    [
        ("each/load", "each[value=z]/load", True),
        ("each[value=z]/load", "each[value=z]/load", True),
        ("each[value=z]/load", "each[value=y]/load", False),
        ("each[*]", "each[value=y]/load", True),
        ("each", "each[value=y]/load", False),
        ("each[2]/load", "each[value=y]/load", False),
    ],
)
def test_a_place_matches_runs_that_are_yet_to_come(pattern: str, run: str, *, matches: bool) -> None:
    assert parse_place("skip_task_paths", pattern).matches(run) is matches
