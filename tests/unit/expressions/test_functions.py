"""Functions and tests that no recording of Pebble covers: identifiers, chance, Ion, the variables round a call."""

import re
import socket
import uuid
from random import Random
from typing import Any

import pytest

from dalsegno_flow.dates import Instant, parse_instant
from dalsegno_flow.expressions import BareError, Engine, EvaluationError

NOW = parse_instant("2024-05-31T10:11:12.123456Z")


@pytest.fixture
def engine() -> Engine:
    """An engine whose clock stands still and whose chance is the same each time."""
    return engine_of(7)


def engine_of(seed: int) -> Engine:
    return Engine(clock=lambda: NOW, random=Random(seed))  # noqa: S311 - what is drawn must be the same each time


def refusal(template: str, variables: dict[str, Any] | None = None) -> str:
    with pytest.raises(EvaluationError) as caught:
        Engine().render(template, variables or {})
    return caught.value.message


@pytest.mark.parametrize(
    ("call", "shape"),
    [
        ("uuid()", "[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"),
        ("id()", "[0-9A-Za-z]{22}"),
        ("ksuid()", "[0-9A-Za-z]{27}"),
        ("nanoId()", "[0-9A-Za-z_-]{21}"),
        ("nanoId(5)", "[0-9A-Za-z_-]{5}"),
        ("nanoId(alphabet='xyz', length=1000)", "[xyz]{1000}"),
        ("nanoId('8', 5)", "[0-9A-Za-z_-]{21}"),
        ("nanoId(0)", ""),
    ],
)
def test_identifiers_have_their_shape_and_differ(engine: Engine, call: str, shape: str) -> None:
    made = [engine.render(f"{{{{ {call} }}}}", {}) for _ in range(2)]
    assert [re.fullmatch(shape, text) is not None for text in made] == [True, True]
    assert (made[0] == made[1]) is (shape == "")


def test_identifiers_follow_from_the_clock_and_the_chance_that_the_engine_is_given() -> None:
    template = "{{ uuid() }} {{ id() }} {{ ksuid() }} {{ nanoId() }} {{ randomInt(0, 1000000) }}"
    made = [engine_of(seed).render(template, {}) for seed in (1, 1, 2)]
    assert (made[0] == made[1], made[0] == made[2]) == (True, False)


def test_uuids_and_ksuids_sort_by_time() -> None:
    times = iter(range(100))
    engine = Engine(clock=lambda: Instant.of_nanoseconds((1_717_150_272 + next(times)) * 10**9))
    for call in ("uuid()", "ksuid()"):
        made = [engine.render(f"{{{{ {call} }}}}", {}) for _ in range(20)]
        assert made == sorted(made)


def test_a_uuid_bears_its_milliseconds(engine: Engine) -> None:
    made = uuid.UUID(engine.render("{{ uuid() }}", {}))
    assert (made.version, made.variant, made.int >> 80) == (7, uuid.RFC_4122, 1_717_150_272_123)


def test_a_ksuid_bears_its_seconds(engine: Engine) -> None:
    alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    number = 0
    for letter in engine.render("{{ ksuid() }}", {}):
        number = number * 62 + alphabet.index(letter)
    assert number >> 128 == 1_717_150_272 - 1_400_000_000


def test_a_random_number_is_never_the_upper_bound(engine: Engine) -> None:
    drawn = {engine.render_typed("{{ randomInt(-1, 2) }}", {}) for _ in range(200)}
    assert drawn == {-1, 0, 1}
    assert engine.render_typed("{{ randomInt(3, 3) }}", {}) == 3


def test_max_and_min_compare_numbers_and_pass_over_null(engine: Engine) -> None:
    assert engine.render("{{ max(null, 1, 2.5, null) }} {{ min(2, null, -1.0) }}", {}) == "2.5 -1.0"
    assert engine.render_typed("{{ max() }}", {}) is None
    with pytest.raises(BareError, match=r"^invalid operands for mathematical comparison \[LESS_THAN\]$"):
        engine.render("{{ min('a', 'b') }}", {})


def test_a_random_port_can_be_listened_on(engine: Engine) -> None:
    port = engine.render_typed("{{ randomPort() }}", {})
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", port))
        assert listener.getsockname()[1] == port


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("{{ randomInt(2, 1) }}", "In 'randomIn()' upper is less than lower"),
        ("{{ randomInt(2) }}", "The 'randomIn()' function expects an argument upper"),
        ("{{ randomInt('1', 2) }}", "The 'randomIn()' function expects an argument lower of type Long."),
        ("{{ nanoId(1001) }}", "The 'nanoId()' function field 'length' must be lower than: 1000"),
        (
            "{{ nanoId(3, '') }}",
            "The 'nanoId()' function needs a 'length' of at least 0 and an 'alphabet' with letters",
        ),
    ],
)
def test_bounds_that_make_no_sense_are_refused(template: str, message: str) -> None:
    assert refusal(template) == message


@pytest.mark.parametrize(
    ("template", "value"),
    [
        ("{{ rows | toIon }}", '[{"a":1},{"a":"ü"}]'),
        ("{{ null | toIon }}", "null"),
        ("{{ fromIon(lines) }}", {"a": 1}),
        ("{{ fromIon(lines, true) }}", [{"a": 1}, {"a": "ü"}]),
        ("{{ fromIon(ion=lines, allRows=false).a }}", 1),
        ("{{ fromIon('') }}", None),
        ("{{ fromIon('', allRows=true) }}", []),
        ("{{ fromIon(null) }}", None),
        ("{{ fromIon(rows | toIon) }}", [{"a": 1}, {"a": "ü"}]),
    ],
)
def test_ion_that_is_json_is_written_and_read(engine: Engine, template: str, value: Any) -> None:
    variables = {"rows": [{"a": 1}, {"a": "ü"}], "lines": ' {"a": 1}\n{"a": "ü"}\n'}
    assert engine.render_typed(template, variables) == value


@pytest.mark.parametrize(
    ("ion", "value"),
    [
        ("{a: 1, 'b c': x}", {"a": 1, "b c": "x"}),
        ("2024-01-01T", "2024-01-01"),
        ("2024-01-01T10:00:00.5Z", "2024-01-01T10:00:00.5Z"),
        ("note::1", 1),
        ("[1.50, 2d0, 1.5e0]", [1.5, 2, 1.5]),
        ("null.int", None),
        ("{{ aGVsbG8= }}", "aGVsbG8="),
        ("// a comment\n'''long ''' '''text'''", "long text"),
    ],
)
def test_ion_that_is_no_json_is_read_too(engine: Engine, ion: str, value: Any) -> None:
    assert engine.render_typed("{{ fromIon(ion) }}", {"ion": ion}) == value


@pytest.mark.parametrize("ion", ["{a: 1", "[1, 2", ":", "'x", "[" * 200])
def test_what_is_no_ion_is_refused(ion: str) -> None:
    assert refusal("{{ fromIon(ion) }}", {"ion": ion}).startswith("Invalid ion: ")


def test_rows_behind_the_first_are_not_looked_at_unless_they_are_asked_for(engine: Engine) -> None:
    assert engine.render("{{ fromIon('1 2 {') }}", {}) == "1"


def test_from_ion_names_the_argument_that_it_lacks() -> None:
    assert refusal("{{ fromIon() }}") == "The 'fromIon' function expects an argument 'ion'."
    assert refusal("{{ fromIon(1) }}") == "The 'fromIon' function expects an argument 'ion' with type string."


@pytest.mark.parametrize("name", ["printContext", "fetchContext"])
def test_the_context_is_every_variable_in_sight(engine: Engine, name: str) -> None:
    variables = {"inputs": {"a": [1]}, "taskrun": {"value": "x"}}
    assert engine.render_typed(f"{{{{ {name}() }}}}", variables) == variables
    assert engine.render(f"{{% set b = 2 %}}{{{{ {name}() | keys }}}}", variables) == '["inputs","taskrun","b"]'
    assert engine.render(f"{{% for x in [1] %}}{{{{ {name}().x }}}}{{% endfor %}}", variables) == "1"


@pytest.mark.parametrize(
    ("parents", "value"),
    [
        (None, {"v": "of a"}),
        ([], {"v": "of a"}),
        ([{"outputs": {}}], {"v": "of a"}),
        ([{"taskrun": {"value": "y"}}], {"v": "of y, a"}),
        ([{"taskrun": {"value": "y"}}, {"outputs": {}}, {"taskrun": {"value": "z"}}], {"v": "of z, y, a"}),
    ],
)
def test_the_output_of_the_current_iteration_is_found_through_all_loops_round_it(
    engine: Engine, parents: list[Any] | None, value: Any
) -> None:
    outputs = {"a": {"v": "of a"}, "y": {"a": {"v": "of y, a"}}, "z": {"y": {"a": {"v": "of z, y, a"}}}}
    variables: dict[str, Any] = {"outputs": {"t": outputs}, "taskrun": {"value": "a"}}
    if parents is not None:
        variables["parents"] = parents
    assert engine.render_typed("{{ currentEachOutput(outputs.t) }}", variables) == value


def test_an_iteration_without_outputs_is_null_and_a_loop_without_any_is_an_error(engine: Engine) -> None:
    variables: dict[str, Any] = {"outputs": {"t": {"a": {}}}, "taskrun": {"value": "b"}}
    assert engine.render("{{ currentEachOutput(outputs.t) ?? 'none' }}", variables) == "none"
    variables["parents"] = [{"taskrun": {"value": "y"}}]
    template = "{{ currentEachOutput(outputs.t) }}"
    assert refusal(template, variables) == "No execution outputs for the current task runs path"


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("{{ currentEachOutput() }}", "The 'currentEachOutput' function expects an argument 'outputs'."),
        (
            "{{ currentEachOutput('t') }}",
            "The 'currentEachOutput' function expects an argument 'outputs' with type map.",
        ),
        (
            "{{ currentEachOutput({}) }}",
            "The 'currentEachOutput' function needs a task run: there is no variable 'taskrun' here.",
        ),
        ("{{ tasksWithState() }}", "The 'tasksWithState' function expects an argument 'state'."),
    ],
)
def test_what_a_function_needs_is_named(template: str, message: str) -> None:
    assert refusal(template) == message


def test_tasks_are_found_by_their_state_those_of_loops_with_their_value(engine: Engine) -> None:
    tasks = {
        "a": {"state": "SUCCESS"},
        "b": {"state": "FAILED"},
        "loop": {"x": {"state": "failed"}, "y": {"state": "SUCCESS"}, "state": {"state": "FAILED"}},
        "loops": {"x": {"y": {"state": "FAILED"}}},
    }
    assert engine.render_typed("{{ tasksWithState('failed') }}", {"tasks": tasks}) == [
        {"taskId": "b", "state": "FAILED"},
        {"taskId": "loop", "state": "FAILED", "value": "x"},
        {"taskId": "loop", "state": "FAILED", "value": "state"},
    ]
    assert engine.render_typed("{{ tasksWithState('KILLED') }}", {"tasks": tasks}) == []
    assert engine.render_typed("{{ tasksWithState('FAILED') }}", {}) == []


def test_a_state_is_a_text() -> None:
    with pytest.raises(BareError, match=r"^class java.lang.Long cannot be cast to class java.lang.String"):
        Engine().render("{{ tasksWithState(1) }}", {})


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{{ 1 is equalTo(1.0) }}", "true"),
        ("{{ '1' is equalTo(1) }}", "false"),
        ("{{ 1 is not equalTo(2) }}", "true"),
        ("{{ null is equalTo(null) }}", "true"),
        ("{{ [1, 2] is equalTo(value=[1, 2]) }}", "true"),
        ("{{ 1 is odd('whatever') }}", "true"),
    ],
)
def test_equal_to_compares_as_the_operator_does(engine: Engine, template: str, text: str) -> None:
    assert engine.render(template, {}) == text


def test_an_argument_that_a_test_does_not_take_is_refused() -> None:
    assert refusal("{{ 1 is equalTo(1, 2) }}") == (
        "The argument at position 2 is not allowed. Only 1 argument(s) are allowed."
    )
