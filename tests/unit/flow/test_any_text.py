"""Whatever is typed, the answer is a flow or problems, each at a place that the source has."""

import json
import re

from hypothesis import given
from hypothesis import strategies as st

from dalsegno_flow import FLOW_PROPERTIES, NOTHING, UNSUPPORTED, Gate, examine_flow, read_document
from dalsegno_flow.flowables import SHAPES
from dalsegno_flow.inputs import InputType
from support.properties import examples

_PIECES = st.sampled_from(
    (
        *("id", "namespace", "tasks", "labels", "variables", "retry", "a", "b: 1\n", "é", "\U0001f642"),
        *(": ", ":", "- ", "\n", "\r\n", "\r", "  ", "\t", "{", "}", "[", "]", ",", "?", "---", "...", "#", "%", "@"),
        *("&a ", "*a", "<<", "!!int ", "!x ", "|", ">", "'", '"', "\\", "{{ x }}"),
        *("yes", "08", "0x", "1e9", ".inf", "~", "\u2028", "\x85", "\ufeff", "\x00"),
    )
)
_YAML_LIKE = st.lists(_PIECES, max_size=40).map("".join)
_WORDS = st.sampled_from(
    [
        *("id", "namespace", "type", "key", "value", "a", "B", "", "system.x", "retry", "disabled", "tasks", "task"),
        *("inputs", "dependsOn", "defaults", "min", "values", "INT", "FORM", "SELECT", "constant", "interval", "PT1S"),
        *("cases", "then", "onPause", "limit", "timeout", "Dag", "If", "Switch", "Pause", "a-b", "{{ inputs.a-b }}"),
    ]
)
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
    optional=dict.fromkeys((*FLOW_PROPERTIES, "x"), _DATA),
)


_PART = st.recursive(
    _SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_WORDS, inner, max_size=4), max_leaves=6
)
_TYPES = st.sampled_from([shape.type for shape in SHAPES]) | _WORDS


def _tasks(inner: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    """A task that may hold `inner` in every way there is, or something else instead."""
    some = st.lists(inner, max_size=2)
    item = st.fixed_dictionaries({"task": inner}, optional={"dependsOn": st.lists(_WORDS, max_size=2)})
    return st.fixed_dictionaries(
        {"id": _WORDS, "type": _TYPES},
        optional={
            **dict.fromkeys(("retry", "taskCache", "timeout", "onResume", "flowId", "logLevel"), _PART),
            **dict.fromkeys(("tasks", "then", "errors", "defaults"), some | st.lists(item, max_size=3)),
            **dict.fromkeys(("cases", "onPause"), inner | st.dictionaries(_WORDS, some, max_size=2)),
        },
    )


_TASK = _tasks(_tasks(_PART))
_INPUT = st.fixed_dictionaries(
    {"id": _WORDS, "type": st.sampled_from([kind.value for kind in InputType])},
    optional=dict.fromkeys(("min", "max", "after", "values", "defaults", "validator", "itemType", "inputs"), _PART)
    | {"dependsOn": st.fixed_dictionaries({"inputs": st.lists(_WORDS, max_size=3)})},
)
_NEARLY_FLOW = st.fixed_dictionaries(
    {"id": st.just("a"), "namespace": st.just("b"), "tasks": st.lists(_TASK, min_size=1, max_size=3)},
    optional={
        "inputs": st.lists(_INPUT, max_size=3),
        "pluginDefaults": st.lists(st.fixed_dictionaries({"type": _WORDS, "values": _PART}), max_size=2),
        **dict.fromkeys(
            ("concurrency", "sla", "checks", "outputs", "triggers", "retry"), _PART | st.lists(_PART, max_size=2)
        ),
    },
)


def check(source: str, gate: Gate = UNSUPPORTED) -> None:
    examined = examine_flow(source, gate)
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
    check(json.dumps(data), NOTHING)


@examples(50)
@given(_NEARLY_FLOW)
def test_any_data_that_is_nearly_a_flow(data: dict[str, object]):
    check(json.dumps(data), NOTHING)


@given(_DATA)
def test_json_is_read_as_what_it_is(data: object):
    source = json.dumps({"value": data})
    document, problems = read_document(source)
    if not problems:
        assert document.data == {"value": data}
    else:
        assert re.search("ud800|u0000", source) is not None
