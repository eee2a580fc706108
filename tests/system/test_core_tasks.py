"""The tasks that need nothing but the executor and a worker, through a client."""

from dalsegno import Client
from dalsegno.api.executor.v1 import executor_pb2 as executor
from support.flows import flow, new_flow_id, run, state_name, states

VALUES = """
  - id: values
    type: io.kestra.plugin.core.output.OutputValues
    values:
      number: "{{ 40 + 2 }}"
      text: "n={{ 40 + 2 }}"
      list: "{{ [1, 'a'] }}"
      started: "{{ execution.startDate | date('yyyy') is empty }}"
      literal: 1.5
      nested: {deep: ["{{ task.id }}", null, true]}
  - id: uses
    type: io.kestra.plugin.core.debug.Return
    format: "{{ outputs.values.values.number ~ 1 }} {{ fromJson(outputs.values.values.list) | length }}"
"""
ASSERTS = """
  - {id: holds, type: io.kestra.plugin.core.execution.Assert, conditions: ["{{ 1 == 1 }}", "yes", true]}
  - id: fails
    type: io.kestra.plugin.core.execution.Assert
    conditions: ["{{ 1 == 1 }}", "{{ 1 == 2 }}", "{{ missing }}"]
    errorMessage: "{{ task.id }} has failed"
"""
ECHOES = """
  - {id: echo, type: io.kestra.core.tasks.debugs.Echo, format: "{{ task.id }} speaks", level: WARN}
  - {id: sleep, type: io.kestra.plugin.core.flow.Sleep, duration: "PT{{ 1 / 1000.0 }}S"}
"""


def ran(client: Client, tasks: str) -> executor.Execution:
    flow_id = new_flow_id("core")
    return run(client, flow(flow_id, tasks), flow_id)


def lines(client: Client, execution: executor.Execution) -> list[tuple[str, str]]:
    return [(line.task_path, line.message) for line in client.executions.logs(execution.execution_id)]


def test_output_values_are_text_where_they_are_templates_and_keep_their_kind_where_they_are_literals(
    client: Client,
) -> None:
    ended = ran(client, VALUES)
    assert client.outputs.get(ended.execution_id, "values")["values"] == {
        "number": "42",
        "text": "n=42",
        "list": '[1,"a"]',
        "started": "false",
        "literal": 1.5,
        "nested": {"deep": ["values", None, True]},
    }
    assert client.outputs.get(ended.execution_id, "uses")["value"] == "421 2"


def test_assert_passes_when_all_holds_and_names_each_condition_that_does_not(client: Client) -> None:
    ended = ran(client, ASSERTS)
    assert (state_name(ended.state), states(ended)) == ("FAILED", {"holds": "SUCCESS", "fails": "FAILED"})
    unknown = "Unable to find `missing` used in the expression `{{ missing }}` at line 1"
    assert lines(client, ended) == [
        ("fails", "Assertion `{{ 1 == 2 }}` failed!"),
        ("fails", f"Assertion `{{{{ missing }}}}` failed, failed to render `{unknown}`"),
        ("fails", "2 assertions failed!\nfails has failed"),
    ]


def test_echo_and_sleep_speak_and_have_no_outputs(client: Client) -> None:
    ended = ran(client, ECHOES)
    assert (state_name(ended.state), states(ended)) == ("SUCCESS", {"echo": "SUCCESS", "sleep": "SUCCESS"})
    assert lines(client, ended) == [("echo", "echo speaks"), ("sleep", "Waiting for PT0.001S")]
    assert [dict(client.outputs.get(ended.execution_id, path)) for path in ("echo", "sleep")] == [{}, {}]
