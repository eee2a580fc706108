import pytest

from dalsegno_flow.expressions import Engine
from dalsegno_tasks import Place, TaskFailure, build, check_properties
from dalsegno_tasks.rendering import render_properties
from dalsegno_tasks.state.murmur3 import murmur3_128
from dalsegno_tasks.state.states import Delete, Get, Set, merged, state_key

NAMESPACE = "company.team"
KEY = "rides_states_tasks-states_default"


def at(context, **place):
    """Moves the context to another flow or into a loop."""
    context.place = Place(**{"namespace": NAMESPACE, "flow_id": "rides", "loop_value": None, **place})
    return context


def set_state(context, data, **properties):
    return build(Set, {"data": data, **properties}).run(context)


def get_state(context, **properties):
    return build(Get, properties).run(context)


def test_a_state_is_kept_among_the_values_of_the_namespace(context):
    assert set_state(context, {"month": 3, "files": ["a"]}) == {"count": 2, "key": KEY}
    assert context.values(NAMESPACE).get(KEY) == {"month": 3, "files": ["a"]}
    assert get_state(context) == {"count": 2, "data": {"month": 3, "files": ["a"]}}


def test_without_a_state_there_is_an_empty_map(context):
    assert get_state(context) == {"count": 0, "data": {}}


@pytest.mark.parametrize("data", [{}, None])
def test_an_empty_state_is_a_state(context, data):
    assert set_state(context, data) == {"count": 0, "key": KEY}
    assert get_state(context, errorOnMissing=True) == {"count": 0, "data": {}}


def test_setting_again_adds_to_the_state(context):
    set_state(context, {"a": 1, "b": 1})
    assert set_state(context, {"b": 2, "c": 3})["count"] == 3
    assert get_state(context)["data"] == {"a": 1, "b": 2, "c": 3}


def test_deleting_tells_whether_there_was_a_state(context):
    set_state(context, {"a": 1})
    assert [build(Delete, {}).run(context), build(Delete, {}).run(context)] == [{"deleted": True}, {"deleted": False}]
    assert get_state(context)["count"] == 0


@pytest.mark.parametrize("task_class", [Get, Delete])
def test_a_missing_state_fails_where_that_is_asked_for(context, task_class):
    task = build(task_class, {"name": "rec", "errorOnMissing": "true"})
    with pytest.raises(TaskFailure) as caught:
        task.run(context)
    assert str(caught.value).startswith("There is no state `rec`: company.team has no value for the key rides_states_")


@pytest.mark.parametrize("task_class", [Get, Set])
def test_a_value_that_is_no_map_is_no_state(context, task_class):
    context.values(NAMESPACE).put(KEY, ["a"])
    with pytest.raises(TaskFailure, match=f"The value {KEY} of company.team is not a map"):
        build(task_class, {}).run(context)
    assert context.values(NAMESPACE).get(KEY) == ["a"]


def test_each_flow_and_each_name_has_a_state_of_its_own(context):
    set_state(context, {"flow": "rides"})
    set_state(context, {"name": "other"}, name="other")
    assert get_state(at(context, flow_id="bikes"))["data"] == {}
    assert get_state(at(context))["data"] == {"flow": "rides"}


def test_the_flows_of_a_namespace_share_a_state_where_that_is_asked_for(context):
    assert set_state(context, {"a": 1}, namespace=True)["key"] == "states_tasks-states_default"
    assert get_state(at(context, flow_id="bikes"), namespace=True)["data"] == {"a": 1}
    assert get_state(at(context, namespace="company"), namespace=True)["data"] == {}


def test_each_value_of_a_loop_has_a_state_of_its_own_unless_that_is_turned_off(context):
    for value in ("a", "b"):
        set_state(at(context, loop_value=value), {"value": value})
        set_state(at(context, loop_value=value), {value: 1}, taskrunValue=False)
    assert get_state(at(context, loop_value="a"))["data"] == {"value": "a"}
    assert get_state(at(context, loop_value="c"))["data"] == {}
    assert get_state(at(context))["data"] == {"a": 1, "b": 1}


@pytest.mark.parametrize(
    ("flow_id", "slug"),
    [("state", "state"), ("My_Flow.v2", "my-flowv2"), ("a__-b", "a-b"), ("a-.", "a"), ("a_._b", "a-b")],
)
def test_the_key_begins_with_the_flow_as_kestra_spells_it(flow_id, slug):
    assert state_key("rec", flow_id, None) == f"{slug}_states_tasks-states_rec"


def test_the_key_ends_with_the_hash_of_the_loop_value():
    assert state_key("rec", "state", "hello") == "state_states_tasks-states_rec_029bbd41b3a7d8cb191dae486a901e5b"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "00000000000000000000000000000000"),
        ("hello", "029bbd41b3a7d8cb191dae486a901e5b"),
        ("The quick brown fox jumps over the lazy dog", "6c1b07bc7bbc4be347939ac4a93c437a"),
    ],
)
def test_the_hash_is_murmur3_as_guava_prints_it(text, expected):
    assert murmur3_128(text.encode()) == expected


@pytest.mark.parametrize(
    ("state", "data", "expected"),
    [
        ({"a": 1}, {"a": 2}, {"a": 2}),
        ({"a": {"x": 1, "y": {"z": 1}}}, {"a": {"y": {"w": 2}}}, {"a": {"x": 1, "y": {"z": 1, "w": 2}}}),
        ({"a": [1]}, {"a": [1, 2]}, {"a": [1, 1, 2]}),
        ({"a": 1}, {"a": None, "b": None}, {"a": 1, "b": None}),
        ({"a": None}, {"a": 1}, {"a": 1}),
        ({"a": {"x": 1}}, {"a": [1]}, {"a": [1]}),
    ],
)
def test_maps_are_merged_lists_appended_to_and_null_changes_nothing(state, data, expected):
    before = repr(state)
    assert merged(state, data) == expected
    assert repr(state) == before


def test_data_keeps_the_kinds_of_its_values():
    properties = {
        "name": "{{ 'r' ~ 'ec' }}",
        "data": {
            "value": "{{ state.value + 1 }}",
            "text": "{{ state.value }}-a",
            "{{ 'k' ~ 1 }}": 1,
            "list": "{{ [1] }}",
        },
    }
    rendered = render_properties(Set, properties, Engine(), {"state": {"value": 1}})
    assert rendered == {"name": "rec", "data": {"value": 2, "text": "1-a", "k1": 1, "list": [1]}}


def test_templates_are_let_through_when_a_flow_is_saved():
    properties = {"namespace": "{{ inputs.shared }}", "taskrunValue": "{{ true }}", "data": "{{ inputs.data }}"}
    assert check_properties(Set, properties) == []
    assert [problem.path for problem in check_properties(Get, {"data": {}, "namespace": "x"})] == [
        ("namespace",),
        ("data",),
    ]
