"""Timeouts, retries, outputs, limits and what follows an end, as a client of the real services sees them."""

import json

from dalsegno import Client
from dalsegno.api.executor.v1 import executor_pb2 as executor
from support.flows import NAMESPACE, flow, new_flow_id, run, state_name, states, task_run

RETURN = "io.kestra.plugin.core.debug.Return"
SLEEP = "io.kestra.plugin.core.flow.Sleep"
FAIL = "io.kestra.plugin.core.execution.Fail"


def history(changes: executor.Execution | executor.TaskRun) -> list[str]:
    return [state_name(change.state) for change in changes.history]


def test_a_process_is_ended_at_its_timeout_and_everything_that_follows_sees_it(client: Client) -> None:
    flow_id = new_flow_id("timeout")
    source = flow(
        flow_id,
        f"""\
  - id: slow
    type: {SLEEP}
    duration: PT1H
    timeout: "{{{{ vars.limit }}}}"
    allowFailure: true
    retry: {{type: constant, interval: PT0.01S, maxAttempts: 2}}
  - {{id: said, type: {RETURN}, format: "{{{{ tasks.slow.state }}}}"}}
""",
        """\
variables: {limit: PT0.1S}
sla: [{id: quick, type: MAX_DURATION, duration: PT1H, behavior: FAIL}]
outputs: [{id: how, type: STRING, value: "{{ outputs.said.value }}"}]
afterExecution:
"""
        f'  - {{id: after, type: {RETURN}, format: "{{{{ execution.state }}}} {{{{ execution.outputs.how }}}}"}}\n',
    )
    execution = run(client, source, flow_id)
    assert states(execution) == {"slow": "WARNING", "said": "SUCCESS", "after": "SUCCESS"}
    slow = task_run(execution, "slow")
    assert [state_name(attempt.state) for attempt in slow.attempts] == ["FAILED", "FAILED"]
    assert slow.error == "It was ended after its timeout of PT0.1S."
    assert history(slow) == ["CREATED", "RUNNING", "FAILED", "RETRYING", "CREATED", "RUNNING", "WARNING"]
    assert history(execution) == ["CREATED", "RUNNING", "FAILED", "RETRYING", "RUNNING", "WARNING"]
    assert json.loads(execution.outputs_json) == {"how": "WARNING"}
    assert json.loads(task_run(execution, "after").outputs_json) == {"value": "WARNING WARNING"}
    kinds = [event.WhichOneof("kind") for event in client.executions.watch(execution.execution_id)]
    assert (kinds.count("execution_ended"), kinds[-1]) == (1, "execution_closed")


def test_an_execution_that_tries_again_obeys_the_limit_of_its_flow(client: Client) -> None:
    flow_id = new_flow_id("again")
    source = flow(
        flow_id,
        f"  - {{id: a, type: {FAIL}}}\n",
        "retry: {type: constant, interval: PT0.01S, maxAttempts: 2, behavior: CREATE_NEW_EXECUTION}\n"
        "concurrency: {limit: 1}\n",
    )
    first = run(client, source, flow_id)
    (second_id,) = [
        found.execution_id
        for found in client.executions.list(namespace=NAMESPACE, flow_id=flow_id)
        if found.execution_id != first.execution_id
    ]
    second = client.executions.wait(second_id)
    assert [history(execution)[-1] for execution in (first, second)] == ["RETRIED", "FAILED"]
    assert (second.parent_id, second.original_id, second.attempt_number) == (first.execution_id, first.execution_id, 2)
