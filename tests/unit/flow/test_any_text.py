"""Whatever is typed, the answer is a flow or problems, each at a place that the source has."""

import json
import re

from hypothesis import given
from hypothesis import strategies as st

from dalsegno_flow import examine_flow, read_document

_PIECES = st.sampled_from(
    (
        *("id", "namespace", "tasks", "labels", "variables", "retry", "a", "b: 1\n", "é", "\U0001f642"),
        *(": ", ":", "- ", "\n", "\r\n", "\r", "  ", "\t", "{", "}", "[", "]", ",", "?", "---", "...", "#", "%", "@"),
        *("&a ", "*a", "<<", "!!int ", "!x ", "|", ">", "'", '"', "\\", "{{ x }}"),
        *("yes", "08", "0x", "1e9", ".inf", "~", "\u2028", "\x85", "\ufeff", "\x00"),
    )
)
_YAML_LIKE = st.lists(_PIECES, max_size=40).map("".join)
_WORDS = st.sampled_from(["id", "namespace", "type", "key", "value", "a", "B", "", "system.x", "retry", "disabled"])
_SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text("ab{}:\n\x00é\ud800", max_size=6)
    | _WORDS
)
_DATA = st.recursive(
    _SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_WORDS, inner, max_size=3), max_leaves=8
)
_FLOW_LIKE = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(("id", "namespace", "description", "disabled", "labels", "variables", "tasks", "x"), _DATA),
)


def check(source: str) -> None:
    examined = examine_flow(source)
    errors = [problem for problem in examined.problems if problem.severity == "ERROR"]
    assert (examined.flow is None) == bool(errors)
    lines = re.split("\r\n|\n|\r", source)
    places = [(problem.line, problem.column) for problem in examined.problems]
    places += [tuple(at) for place in examined.document.positions.values() for at in (place.key, place.value)]
    for line, column in places:
        assert 1 <= line <= len(lines)
        assert 1 <= column <= len(lines[line - 1]) + 1


@given(st.text(st.characters(exclude_categories=()), max_size=60))
def test_any_text(source: str):
    check(source)


@given(_YAML_LIKE)
def test_any_text_that_looks_like_yaml(source: str):
    check(source)


@given(_FLOW_LIKE)
def test_any_data_in_the_shape_of_a_flow(data: dict[str, object]):
    check(json.dumps(data))


@given(_DATA)
def test_json_is_read_as_what_it_is(data: object):
    source = json.dumps({"value": data})
    document, problems = read_document(source)
    if not problems:
        assert document.data == {"value": data}
    else:
        assert re.search("ud800|u0000", source) is not None
