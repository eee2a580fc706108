"""In what values differ, and where executions first part."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalsegno_executor.core.comparison import ABSENT, MAX_DEPTH, differences, first_parting, merged, told

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab", min_size=1), inner, max_size=3),
    max_leaves=8,
)


def found(*values: Any) -> dict[str, tuple[Any, ...]]:
    return {one.name: one.values for one in differences(values)}


@given(value=JSON)
def test_a_value_does_not_differ_from_itself(value: Any) -> None:
    assert found(value, value) == {}


@given(one=JSON, other=JSON)
def test_values_differ_exactly_when_their_json_does(one: Any, other: Any) -> None:
    assert bool(found(one, other)) == (repr(one) != repr(other) and not _same_maps(one, other))


def _same_maps(one: Any, other: Any) -> bool:
    """Whether they are equal with their types, whatever the order of keys."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same_maps(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_same_maps, one, other))
    return type(one) is type(other) and bool(one == other)


def test_the_innermost_values_are_told() -> None:
    one = {"rows": [{"price": 1, "name": "a"}, {"price": 2}], "same": [1]}
    other = {"rows": [{"price": 1, "name": "b"}], "same": [1], "more": None}
    assert found(one, other) == {
        "rows[0].name": ("a", "b"),
        "rows[1]": ({"price": 2}, ABSENT),
        "more": (ABSENT, None),
    }


@pytest.mark.parametrize(("one", "other"), [(1, True), (0, False), (None, ABSENT), ("1", 1), ({}, []), ([], ABSENT)])
def test_what_only_looks_the_same_differs(one: Any, other: Any) -> None:
    assert found({"x": one}, {"x": other}) == {"x": (one, other)}


def test_three_are_told_when_one_of_them_differs() -> None:
    assert found({"x": 1}, {"x": 1}, {"x": 2}) == {"x": (1, 1, 2)}


def test_deep_values_are_told_as_a_whole_from_some_depth_on() -> None:
    one, other = json.loads("[" * 900 + "1" + "]" * 900), json.loads("[" * 900 + "2" + "]" * 900)
    assert list(found(one, other)) == ["[0]" * MAX_DEPTH]


def test_only_addresses_of_files_are_files() -> None:
    [both] = differences(["dalsegno:///a/b", "kestra:///a/c"])
    [one] = differences(["dalsegno:///a/b", "none"])
    assert (both.of_files, one.of_files) == (True, False)


def test_places_of_several_keep_their_orders() -> None:
    assert merged([["a", "b", "d"], ["a", "c", "d"]]) == ["a", "b", "c", "d"]


@pytest.mark.parametrize(
    ("differing", "first"),
    [
        ([], ""),
        (["b", "c"], "b"),
        (["each", "each[value=2]/load", "after"], "each[value=2]/load"),
        (["outer", "outer/inner", "outer/inner/leaf"], "outer/inner/leaf"),
        (["each", "each_other"], "each"),
    ],
)
def test_the_first_place_that_differs_is_the_innermost(differing: list[str], first: str) -> None:
    assert first_parting(differing) == first


def test_those_that_have_the_same_are_told_together() -> None:
    states = {"A": "FAILED", "B": "SUCCESS", "C": "FAILED"}
    assert told(list(states), states.__getitem__) == "FAILED in A and C, SUCCESS in B"
