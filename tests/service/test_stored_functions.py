"""Functions of expressions that ask storage, in executions of real services."""

import json

import pytest

from dalsegno import Client
from dalsegno.api.executor.v1 import executor_pb2 as executor
from dalsegno.errors import DalSegnoError
from support.flows import NAMESPACE, flow, new_flow_id, replay, run, state_name, task_run

RETURN = "io.kestra.plugin.core.debug.Return"
WRITE = "io.kestra.plugin.core.storage.Write"
UPLOAD = "io.kestra.plugin.core.namespace.UploadFiles"


def shown(template: str, task_id: str = "shown") -> str:
    return f"  - {{id: {task_id}, type: {RETURN}, format: {json.dumps(template)}}}\n"


def written(content: str, task_id: str = "made") -> str:
    return f"  - {{id: {task_id}, type: {WRITE}, content: {json.dumps(content)}, extension: .txt}}\n"


def ended(client: Client, tasks: str) -> executor.Execution:
    flow_id = new_flow_id("stored")
    return run(client, flow(flow_id, tasks), flow_id)


def value(client: Client, execution: executor.Execution, task_path: str = "shown") -> str:
    assert state_name(execution.state) == "SUCCESS", task_run(execution, task_path).error
    return client.outputs.get(execution.execution_id, task_path)["value"]


def error(client: Client, tasks: str, task_path: str = "shown") -> str:
    execution = ended(client, tasks)
    assert state_name(execution.state) == "FAILED"
    return task_run(execution, task_path).error


def test_kv_gives_the_value_of_a_key_of_the_flows_namespace_or_of_another(client: Client) -> None:
    key = new_flow_id("key")
    client.values.put(NAMESPACE, key, {"rides": [1, 12345678901234567890]})
    client.values.put("company.other", key, "elsewhere")
    template = f"{{{{ kv('{key}').rides[1] }}}} {{{{ kv(key='{key}', namespace='company.other') }}}}"
    assert value(client, ended(client, shown(template))) == "12345678901234567890 elsewhere"


def test_a_key_without_a_value_is_an_error_unless_that_is_expected(client: Client) -> None:
    found = error(client, shown("{{ kv('no_such_key') }}"))
    assert f"The key 'no_such_key' does not exist in the namespace '{NAMESPACE}'." in found
    template = "{{ kv('no_such_key', errorOnMissing=false) ?? 'none' }}"
    assert value(client, ended(client, shown(template))) == "none"


def test_one_rendering_is_told_the_same_of_a_key_and_the_next_task_anew(client: Client) -> None:
    key = new_flow_id("key")
    client.values.put(NAMESPACE, key, 1)
    change = f"  - {{id: change, type: io.kestra.plugin.core.kv.Set, key: {key}, value: 2}}\n"
    execution = ended(client, shown(f"{{{{ kv('{key}') }}}}", "first") + change + shown(f"{{{{ kv('{key}') }}}}"))
    assert [value(client, execution, name) for name in ("first", "shown")] == ["1", "2"]


def test_a_file_of_the_execution_is_read_and_told_of(client: Client) -> None:
    template = (
        "{{ read(outputs.made.uri) }}|{{ fileSize(outputs.made.uri) }}|{{ isFileEmpty(outputs.made.uri) }}|"
        "{{ fileExists(outputs.made.uri) }}|{{ fileExists(outputs.made.uri ~ 'x') }}"
    )
    execution = ended(client, written("zwölf rides") + shown(template))
    assert value(client, execution) == "zwölf rides|12|false|true|false"


def test_a_replay_reads_the_files_that_it_reuses(client: Client) -> None:
    execution = ended(client, written("of the source") + shown("{{ read(outputs.made.uri) }}"))
    again = replay(client, execution, "shown")
    assert value(client, again) == "of the source"
    assert execution.execution_id in client.outputs.get(again.execution_id, "made")["uri"]


def test_a_file_of_a_namespace_is_read_by_its_path(client: Client) -> None:
    folder = new_flow_id("folder")
    upload = (
        f"  - {{id: up, type: {UPLOAD}, namespace: {NAMESPACE}, destination: /{folder},"
        " filesMap: {daily.sql: '{{ outputs.made.uri }}'}}\n"
    )
    path = f"{folder}/daily.sql"
    template = (
        f"{{{{ read('{path}') }}}}|{{{{ read('nsfile:///{path}', namespace='{NAMESPACE}') }}}}|"
        f"{{{{ fileURI('/{path}') }}}}|{{{{ fileExists('{path}', 'company.other') }}}}"
    )
    execution = ended(client, written("select 1") + upload + shown(template))
    assert value(client, execution) == f"select 1|select 1|dalsegno:///{NAMESPACE}/_files/{path}|false"


@pytest.mark.parametrize(
    "template",
    [
        "{{ read('%s') }}",
        "{{ fileSize('%s') }}",
        "{{ fileExists('%s') }}",
        "{%% set outputs = {'stolen': '%s'} %%}{{ read(outputs.stolen) }}",
        "{{ render('{%% set inputs = [\"%s\"] %%}{{ read(inputs[0]) }}') }}",
    ],
)
def test_a_file_of_another_execution_is_not_reached(client: Client, template: str) -> None:
    other = ended(client, written("not yours"))
    uri = client.outputs.get(other.execution_id, "made")["uri"]
    found = error(client, shown(template % uri))
    assert "as it didn't belong to the current execution" in found
    assert "not yours" not in found


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ("read('/etc/../../../etc/passwd')", "give the path of a namespace file without '..'"),
        ("read('file:///etc/passwd')", "give the path of a namespace file without '..'"),
        ("read('')", "give the path of a namespace file"),
        ("read('no/such.txt')", "which is not in storage; fileExists() tells."),
        ("fileSize('no/such.txt')", "which is not in storage"),
        ("isFileEmpty('no/such.txt')", "which is not in storage"),
        ("read('a.txt', namespace='a/b')", "was given the namespace 'a/b'"),
        ("read('a.txt', version=2)", "has no argument 'version' here"),
        ("read()", "expects an argument 'path'"),
        ("read(5)", "expects a text as 'path', and was given 5"),
        ("fileURI(null)", "expects a text as 'path', and was given null"),
        ("kv()", "The 'kv' function expects an argument 'key'."),
        ("kv([1])", "expects a text as 'key', and was given [1]"),
        ("kv('not a key!')", "key is 'not a key!'"),
        ("kv('k', 'not a namespace!')", "namespace is 'not a namespace!'"),
    ],
)
def test_what_cannot_be_asked_is_told(client: Client, call: str, message: str) -> None:
    assert message in error(client, shown("{{ " + call + " }}"))


def test_a_file_that_is_no_text_is_refused(client: Client) -> None:
    compress = (
        "  - {id: made, type: io.kestra.plugin.compress.FileCompress, from: '{{ outputs.text.uri }}',"
        " compression: GZIP}\n"
    )
    found = error(client, written("rides", "text") + compress + shown("{{ read(outputs.made.uri) }}"))
    assert "which is no text in UTF-8 (see byte 1)" in found


def test_defaults_of_inputs_may_ask_too(client: Client) -> None:
    key, flow_id = new_flow_id("key"), new_flow_id("stored")
    client.values.put(NAMESPACE, key, "202405")
    head = f"inputs:\n  - {{id: month, type: STRING, defaults: \"{{{{ kv('{key}') }}}}\"}}\n"
    execution = run(client, flow(flow_id, shown("{{ inputs.month }}"), head), flow_id)
    assert value(client, execution) == "202405"


def test_an_input_that_cannot_be_asked_for_is_refused(client: Client) -> None:
    flow_id = new_flow_id("stored")
    head = "inputs:\n  - {id: month, type: STRING, defaults: \"{{ kv('no_such_key') }}\"}\n"
    client.flows.put(flow(flow_id, shown("{{ inputs.month }}"), head))
    with pytest.raises(DalSegnoError, match="The key 'no_such_key' does not exist"):
        client.executions.create(NAMESPACE, flow_id)
