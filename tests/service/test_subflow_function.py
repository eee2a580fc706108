"""subflow() in templates of inputs: it runs a flow and gives its outputs."""

import json

import pytest

from dalsegno import Client
from dalsegno.errors import InvalidRequest
from support.flows import new_flow_id, state_name, task_run

NAMESPACE = "tests.called"
RETURN = "io.kestra.plugin.core.debug.Return"


@pytest.fixture(scope="module", autouse=True)
def called(stack: object) -> None:
    with stack.client() as client:  # type: ignore[attr-defined]  # the stack of the session
        client.flows.put(
            f"id: months\nnamespace: {NAMESPACE}\ninputs: [{{id: year, type: INT, defaults: 2024}}]\n"
            f"tasks: [{{id: a, type: {RETURN}, format: '{{{{ inputs.year }}}}'}}]\n"
            "outputs: [{id: first, type: STRING, value: '{{ outputs.a.value }}01'}]\n"
        )
        client.flows.put(
            f"id: failing\nnamespace: {NAMESPACE}\ntasks: [{{id: a, type: io.kestra.plugin.core.execution.Fail}}]\n"
        )
        client.flows.put(
            f"id: waiting\nnamespace: {NAMESPACE}\ntasks: [{{id: a, type: io.kestra.plugin.core.flow.Pause}}]\n"
        )
        client.flows.put(
            f"id: itself\nnamespace: {NAMESPACE}\ninputs: [{{id: a, type: JSON, defaults: "
            f"\"{{{{ subflow('{NAMESPACE}', 'itself') }}}}\"}}]\ntasks: [{{id: a, type: {RETURN}}}]\n"
        )


def started(client: Client, template: str, task_template: str = "{{ inputs.month }}") -> str:
    flow_id = new_flow_id("caller")
    client.flows.put(
        f"id: {flow_id}\nnamespace: {NAMESPACE}\n"
        f"inputs: [{{id: month, type: STRING, defaults: {json.dumps(template)}}}]\n"
        f"tasks: [{{id: a, type: {RETURN}, format: {json.dumps(task_template)}}}]\n"
    )
    return client.executions.create(NAMESPACE, flow_id).execution_id


def test_an_input_gets_the_outputs_of_a_flow(client: Client) -> None:
    call = f"subflow('{NAMESPACE}', 'months', inputs={{'year': 2023}}, labels={{'asked': 'yes'}}, revision=1).first"
    ended = client.executions.wait(started(client, f"{{{{ {call} }}}}"))
    assert client.outputs.get(ended.execution_id, "a")["value"] == "202301"
    asked = [one for one in client.executions.list(namespace=NAMESPACE, flow_id="months") if one.labels.get("asked")]
    assert state_name(asked[0].state) == "SUCCESS"


@pytest.mark.parametrize(
    ("call", "why"),
    [
        ("subflow()", "expects an argument 'namespace' with type string"),
        (f"subflow('{NAMESPACE}')", "expects an argument 'id' with type string"),
        (f"subflow('{NAMESPACE}', 'nothing')", "The 'subflow' function failed."),
        (f"subflow('{NAMESPACE}', 'months', inputs='x')", "expects an argument 'inputs' that is a map"),
        (f"subflow('{NAMESPACE}', 'months', inputs={{'year': 'x'}})", "Invalid value for input `year`"),
        (f"subflow('{NAMESPACE}', 'months', revision=0)", "expects a 'revision' that is a number from 1"),
        (f"subflow('{NAMESPACE}', 'failing')", "tests.called.failing ended FAILED as execution"),
        (
            f"subflow('{NAMESPACE}', 'waiting', timeout='PT0.2S')",
            "tests.called.waiting has not ended in time; it",
        ),
        (f"subflow('{NAMESPACE}', 'waiting', timeout='soon')", "expects a 'timeout' that is a duration"),
        (f"subflow('{NAMESPACE}', 'itself')", "runs flows 3 deep at most"),
    ],
)
def test_what_goes_wrong_is_told_and_nothing_is_created(client: Client, call: str, why: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        started(client, f"{{{{ {call} }}}}")
    assert why in str(refused.value)


def test_a_task_is_told_to_run_a_subflow_instead(client: Client) -> None:
    ended = client.executions.wait(started(client, "202401", f"{{{{ subflow('{NAMESPACE}', 'months') }}}}"))
    assert "In a task, run a Subflow task instead." in task_run(ended, "a").error
