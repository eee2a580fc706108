"""The inputs of executions, through the real services."""

import json
from pathlib import Path
from textwrap import indent
from typing import Any

import pytest

from dalsegno import AsyncClient, Client, InvalidRequest, Refused, methods
from dalsegno.api.executor.v1 import executor_pb2 as executor
from dalsegno.api.storage.v1 import storage_pb2 as storage
from dalsegno.steps import ask
from support.flows import NAMESPACE, flow, new_flow_id, state_name, task_run

SHOW = "  - {id: show, type: io.kestra.plugin.core.debug.Return, format: '%s'}\n"
NONE = object()  # nothing is given


def put(client: Client, inputs: str, shown: str = "x", head: str = "") -> str:
    """Puts a flow with these inputs, given as YAML list items, whose one task shows something; returns its id."""
    flow_id = new_flow_id("inputs")
    client.flows.put(flow(flow_id, SHOW % shown, f"{head}inputs:\n{indent(inputs, '  ')}\n"))
    return flow_id


def run(client: Client, flow_id: str, **given: Any) -> executor.Execution:
    return client.executions.wait(client.executions.create(NAMESPACE, flow_id, **given).execution_id)


def inputs_of(execution: executor.Execution) -> Any:
    return json.loads(execution.inputs_json)


def shown(execution: executor.Execution) -> str:
    return str(json.loads(task_run(execution, "show").outputs_json)["value"])


# Type with its further properties; what is given; what it becomes; what is refused, with a word of the message.
TYPES: dict[str, tuple[str, Any, Any, Any, str]] = {
    "text": ("STRING, validator: '[a-z]+'", "abc", "abc", "Abc", "it must match the pattern"),
    "a number as text": ("STRING", 12, "12", NONE, "Missing required input:x"),
    "secret": ("SECRET, required: false", NONE, None, "s", "encryption is not configured"),
    "int": ("INT, min: 1, max: 9", "7", 7, "10", "it must be less than `9`"),
    "int as number": ("INT", 7, 7, "seven", 'For input string: "seven"'),
    "float": ("FLOAT, min: 0.5", "0.75", 0.75, "0.25", "it must be more than `0.5`"),
    "boolean": ("BOOLEAN", "TRUE", True, NONE, "Missing required input:x"),
    "bool": ("BOOL", False, False, NONE, "Missing required input:x"),
    "moment": ("DATETIME", "2024-05-01T10:00:00+02:00", "2024-05-01T08:00:00Z", "May", "could not be parsed"),
    "day": ("DATE, after: 2024-01-01", "2024-05-01", "2024-05-01", "2023-12-31", "it must be after `2024-01-01`"),
    "time": ("TIME, before: '12:00:00'", "10:30", "10:30:00", "12:30:00", "it must be before `12:00:00`"),
    "duration": ("DURATION, max: PT2H", "PT60M", "PT1H", "PT3H", "it must be less than `PT2H`"),
    "json": ("JSON", '{"a": [1, null]}', {"a": [1, None]}, "{", "Cause: Expecting property name"),
    "json as a value": ("JSON", {"a": [1]}, {"a": [1]}, "nothing", "Cause: Expecting value"),
    "json of characters": ("JSON", r'"\u00e9"', "é", r'"\ud800"', "surrogates not allowed"),
    "yaml": ("YAML", "a: [1, b]", {"a": [1, "b"]}, "a: [", "line 1, column 5"),
    "uri": ("URI", "https://example.com/a?b=c", "https://example.com/a?b=c", "example", "Invalid URI format."),
    "email": ("EMAIL", "ada@example.com", "ada@example.com", "ada", "The input must be a valid email"),
    "enum": ("ENUM, values: [A, B]", "A", "A", "C", "it must match the values `[A, B]`"),
    "select": ("SELECT, values: [A, B]", "B", "B", "C", "it must match the values `[A, B]`"),
    "select from what is rendered": (
        "SELECT, expression: \"{{ ['A', flow.namespace] }}\"", NAMESPACE, NAMESPACE, "C", "it must match the values"
    ),
    "select of one's own": ("SELECT, values: [A], allowCustomValue: true", "C", "C", NONE, "Missing required input"),
    "multiselect": ("MULTISELECT, values: [A, B]", '["A", "B"]', ["A", "B"], ["A", "C"], "it must match the values"),
    "array": ("ARRAY, itemType: INT", "[1, 2]", [1, 2], '["x"]', "Unable to parse array element as `INT` on `x`"),
    "file": ("FILE, required: false", NONE, None, "rides.csv", "is no file in storage"),
}  # fmt: skip


@pytest.mark.parametrize("what", TYPES)
def test_a_value_is_read_by_its_type_and_a_wrong_one_refused(client: Client, what: str) -> None:
    declared, good, value, bad, message = TYPES[what]
    flow_id = put(client, f"- {{id: x, type: {declared}}}")
    created = client.executions.create(NAMESPACE, flow_id, inputs={} if good is NONE else {"x": good})
    with pytest.raises(InvalidRequest) as refused:
        client.executions.create(NAMESPACE, flow_id, inputs={} if bad is NONE else {"x": bad})
    assert inputs_of(created) == {"x": value}
    assert message in refused.value.message
    assert refused.value.reason == "INPUTS_INVALID"
    assert [violation.field for violation in refused.value.violations] == ["inputs_json.x"]


def test_every_wrong_input_is_told_at_once(client: Client) -> None:
    flow_id = put(client, "- {id: a, type: INT}\n- {id: b, type: INT}\n- {id: c, type: INT}")
    with pytest.raises(InvalidRequest) as refused:
        client.executions.create(NAMESPACE, flow_id, inputs={"a": "x", "b": 2})
    told = {violation.field: violation.description for violation in refused.value.violations}
    assert told == {
        "inputs_json.a": 'Invalid value for input `a`. Cause: For input string: "x"',
        "inputs_json.c": "Missing required input:c",
    }
    assert refused.value.metadata == {"problem_count": "2"}
    assert list(client.executions.list(namespace=NAMESPACE, flow_id=flow_id)) == []


def test_an_answer_about_many_wrong_inputs_still_arrives(client: Client) -> None:
    flow_id = put(client, "\n".join(f"- {{id: input_{number}, type: STRING}}" for number in range(500)))
    with pytest.raises(InvalidRequest, match="Missing required input:input_0") as refused:
        client.executions.create(NAMESPACE, flow_id)
    assert refused.value.metadata == {"problem_count": "500"}


def test_defaults_are_rendered_from_the_flow_and_the_inputs_before_them(client: Client) -> None:
    inputs = """\
- {id: month, type: STRING, defaults: "{{ vars.month }}"}
- {id: limit, type: INT, defaults: 10}
- {id: size, type: INT, defaults: "{{ inputs.limit * 2 }}", dependsOn: {inputs: [limit]}}
- {id: name, type: STRING, defaults: "{{ flow.id }} {{ labels.who }} {{ inputs.month }}", dependsOn: {inputs: [month]}}
- {id: tags, type: JSON, defaults: {of: ["{{ flow.namespace }}"]}}
- {id: note, type: STRING, required: false}"""
    flow_id = put(client, inputs, head="variables: {month: '202405'}\n")
    execution = run(client, flow_id, inputs={"limit": 4}, labels={"who": "me"})
    assert inputs_of(execution) == {
        "month": "202405",
        "limit": 4,
        "size": 8,
        "name": f"{flow_id} me 202405",
        "tags": {"of": [NAMESPACE]},
        "note": None,
    }


def test_the_id_of_the_execution_is_known_to_defaults(client: Client) -> None:
    execution = run(client, put(client, '- {id: own, type: STRING, defaults: "{{ execution.id }}"}'))
    assert inputs_of(execution) == {"own": execution.execution_id}


def test_a_default_that_cannot_be_rendered_is_a_wrong_input(client: Client) -> None:
    flow_id = put(client, '- {id: x, type: STRING, defaults: "{{ vars.absent }}"}')
    with pytest.raises(InvalidRequest, match="Unable to find `absent`") as refused:
        client.executions.create(NAMESPACE, flow_id)
    assert refused.value.reason == "INPUTS_INVALID"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"where": "cloud"}, {"where": "cloud", "region": "eu"}),
        ({"where": "cloud", "region": "us"}, {"where": "cloud", "region": "us"}),
        ({"where": "here", "region": "us"}, {"where": "here"}),
    ],
)
def test_an_input_is_asked_for_only_when_its_condition_holds(
    client: Client, given: dict[str, str], expected: dict[str, str]
) -> None:
    flow_id = put(
        client,
        "- {id: where, type: STRING}\n- {id: region, type: STRING, defaults: eu, "
        "dependsOn: {inputs: [where], condition: \"{{ inputs.where == 'cloud' }}\"}}",
    )
    assert inputs_of(client.executions.create(NAMESPACE, flow_id, inputs=given)) == expected


@pytest.mark.parametrize("given", [{"db.host": "h", "db.port": 1}, {"db": {"host": "h", "port": "1"}}])
def test_ids_with_dots_nest(client: Client, given: dict[str, Any]) -> None:
    flow_id = put(client, "- {id: db.host, type: STRING}\n- {id: db.port, type: INT}", "{{ inputs.db.host }}")
    execution = run(client, flow_id, inputs=given)
    assert inputs_of(execution) == {"db": {"host": "h", "port": 1}}
    assert shown(execution) == "h"


def test_expressions_see_the_types_of_inputs(client: Client) -> None:
    flow_id = put(client, "- {id: n, type: INT}\n- {id: rows, type: JSON}", "{{ inputs.n + 1 }} {{ inputs.rows[1].a }}")
    assert shown(run(client, flow_id, inputs={"n": "41", "rows": '[{}, {"a": "b"}]'})) == "42 b"


def test_an_input_that_the_flow_does_not_have_is_told_in_the_log_and_otherwise_ignored(client: Client) -> None:
    flow_id = put(client, "- {id: x, type: STRING}")
    execution = run(client, flow_id, inputs={"x": "1", "y": "2"})
    warned = [
        entry.message for entry in client.executions.logs(execution.execution_id, min_level=executor.LOG_LEVEL_WARN)
    ]
    assert warned == ["The flow has no input `y`; the value that was given for it is not used."]
    assert inputs_of(execution) == {"x": "1"}


def test_a_flow_without_inputs_has_none(client: Client) -> None:
    flow_id = new_flow_id("inputs")
    client.flows.put(flow(flow_id, SHOW % "x"))
    assert run(client, flow_id, inputs={"y": 1}).inputs_json == ""


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "inputs_json is not JSON"),
        ("[1]", r"inputs_json is '\[1\]'; give an object"),
        ('{"x": NaN}', "NaN is no value of JSON"),
        (r'{"x": "\ud800"}', "inputs_json is not JSON"),
        ("[" * 100_000, "inputs_json is not JSON"),
    ],
)
def test_what_is_no_json_object_is_refused(client: Client, text: str, message: str) -> None:
    flow_id = put(client, "- {id: x, type: STRING}")
    request = executor.CreateExecutionRequest(namespace=NAMESPACE, flow_id=flow_id, inputs_json=text)
    with pytest.raises(InvalidRequest, match=message) as refused:
        client.executions.drive(ask(methods.CREATE_EXECUTION, request))
    assert (refused.value.reason, refused.value.metadata) == ("INVALID_FIELD", {"field": "inputs_json"})


READ_FILE = """\
  - {id: read, type: io.kestra.plugin.serdes.csv.CsvToIon, from: "{{ inputs.rides }}"}
  - {id: show, type: io.kestra.plugin.core.debug.Return, format: "{{ outputs.read.size ?? '' }} {{ inputs.rides }}"}
"""
CSV = b"a,b\n1,2\n3,4\n"


def put_reader(client: Client, declared: str = "") -> str:
    flow_id = new_flow_id("inputs")
    client.flows.put(flow(flow_id, READ_FILE, f"inputs:\n  - {{id: rides, type: FILE{declared}}}\n"))
    return flow_id


def test_a_file_is_uploaded_and_read_by_a_task(client: Client, tmp_path: Path) -> None:
    (tmp_path / "rides.csv").write_bytes(CSV)
    flow_id = put_reader(client, ", allowedFileExtensions: [.csv]")
    execution = run(client, flow_id, files={"rides": tmp_path / "rides.csv"})
    address = inputs_of(execution)["rides"]
    assert state_name(execution.state) == "SUCCESS"
    assert task_run(execution, "read").metrics["records"] == 2
    assert address.startswith(f"dalsegno:///{NAMESPACE}/{flow_id}/inputs/")
    assert address.endswith("/rides/rides.csv")
    assert b"".join(client.files.read(address)) == CSV


def test_content_is_uploaded_as_it_is(client: Client) -> None:
    execution = run(client, put_reader(client), files={"rides": bytearray(CSV)})
    assert inputs_of(execution)["rides"].endswith("/rides/rides")
    assert task_run(execution, "read").metrics["records"] == 2


async def test_the_asynchronous_client_uploads_too(client: Client, tmp_path: Path) -> None:
    big = b"a\n" + b"1\n" * 2_000_000
    (tmp_path / "big.csv").write_bytes(big)
    flow_id = put(client, "- {id: x, type: FILE}")
    async with AsyncClient(client.endpoints) as asynchronous:
        created = await asynchronous.executions.create(NAMESPACE, flow_id, files={"x": str(tmp_path / "big.csv")})
        content = b"".join([chunk async for chunk in asynchronous.files.read(inputs_of(created)["x"])])
    assert content == big


def test_a_file_that_is_in_storage_already_is_given_by_its_address(client: Client) -> None:
    first = run(client, put_reader(client), files={"rides": CSV})
    address = inputs_of(first)["rides"].replace("dalsegno:///", "kestra:///")
    second = run(client, put_reader(client), inputs={"rides": address})
    assert inputs_of(second) == {"rides": address}
    assert task_run(second, "read").metrics["records"] == 2


def test_a_file_that_is_not_in_storage_is_refused(client: Client) -> None:
    address = "dalsegno:///company.team/rides/inputs/none/rides/rides.csv"
    with pytest.raises(InvalidRequest, match="Invalid value for input `rides`") as refused:
        client.executions.create(NAMESPACE, put_reader(client), inputs={"rides": address})
    told = f"the file {address} is not in storage, or was altered there. Upload it again."
    assert refused.value.reason == "INPUTS_INVALID"
    assert refused.value.message == f"Invalid value for input `rides`. Cause: {told}"


def test_a_file_of_another_kind_is_refused_and_leaves_nothing(client: Client) -> None:
    flow_id = put_reader(client, ", allowedFileExtensions: [.csv]")
    with pytest.raises(InvalidRequest, match=r"File type not allowed\. Accepted extensions: .csv"):
        client.executions.create(NAMESPACE, flow_id, files={"rides": CSV + flow_id.encode()})
    assert list(client.files.list(f"dalsegno:///{NAMESPACE}/{flow_id}/")) == []


def test_files_of_an_execution_that_did_not_come_to_be_are_not_kept(client: Client) -> None:
    flow_id = put(client, "- {id: a, type: FILE}\n- {id: b, type: FILE}")
    missing = "dalsegno:///company.team/rides/inputs/none/b/b.csv"
    with pytest.raises(InvalidRequest, match="Invalid value for input `b`"):
        client.executions.create(NAMESPACE, flow_id, inputs={"b": missing}, files={"a": flow_id.encode()})
    assert list(client.files.list(f"dalsegno:///{NAMESPACE}/{flow_id}/")) == []


def test_a_file_lives_as_long_as_the_execution_that_it_was_given_to(client: Client) -> None:
    flow_id = put_reader(client)
    execution = run(client, flow_id, files={"rides": CSV + flow_id.encode()})
    address = inputs_of(execution)["rides"]
    folder = address.rpartition("/rides/")[0]
    before = [file.path for file in client.files.list(folder)]
    release(client, execution)
    assert (before, list(client.files.list(folder))) == ([address], [])


def test_the_same_request_with_a_file_starts_one_execution(client: Client) -> None:
    flow_id = put_reader(client)
    ids = {
        client.executions.create(NAMESPACE, flow_id, files={"rides": CSV}, request_id=flow_id).execution_id
        for _ in range(2)
    }
    assert len(ids) == 1


def test_an_input_is_not_given_twice(client: Client) -> None:
    with pytest.raises(InvalidRequest, match="x is given both as a value and as a file"):
        client.executions.create(NAMESPACE, "f", inputs={"x": "dalsegno:///a"}, files={"x": b""})


def test_what_json_does_not_hold_is_not_sent(client: Client) -> None:
    with pytest.raises(InvalidRequest, match="The inputs cannot be sent as JSON"):
        client.executions.create(NAMESPACE, "f", inputs={"x": object()})


def release(client: Client, execution: executor.Execution) -> None:
    released = storage.ReleaseExecutionRequest(execution_id=execution.execution_id)
    client.executions.drive(ask(methods.RELEASE_EXECUTION, released))


@pytest.mark.parametrize("start", ["BEGINNING", "read"])
def test_a_replay_keeps_the_files_that_its_source_was_given(client: Client, start: str) -> None:
    flow_id = put_reader(client)
    execution = run(client, flow_id, files={"rides": CSV + flow_id.encode()})
    client.executions.replay(execution.execution_id, start)
    release(client, execution)
    assert len(list(client.files.list(inputs_of(execution)["rides"]))) == 1


def test_a_file_that_is_gone_keeps_an_execution_from_being_replayed(client: Client) -> None:
    flow_id = put_reader(client)
    execution = run(client, flow_id, files={"rides": CSV + flow_id.encode()})
    release(client, execution)
    plan = client.executions.plan_replay(execution.execution_id, "BEGINNING")
    assert [obstacle.task_path for obstacle in plan.obstacles] == [""]
    with pytest.raises(Refused, match="It was an input of the execution: create a new one") as refused:
        client.executions.replay(execution.execution_id, "BEGINNING")
    assert refused.value.reason == "UPSTREAM_OUTPUT_GONE"


def test_a_replay_has_the_inputs_of_its_source(client: Client) -> None:
    flow_id = put(client, "- {id: x, type: INT, defaults: 1}", "{{ inputs.x }}")
    execution = run(client, flow_id, inputs={"x": 5})
    replayed = client.executions.replay(execution.execution_id, "BEGINNING").execution
    ended = client.executions.wait(replayed.execution_id)
    assert (inputs_of(ended), shown(ended)) == ({"x": 5}, "5")
