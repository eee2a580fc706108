"""No answer of the executor shows a secret; tasks work with it all the same."""

import base64
import json
from collections.abc import Iterator

import pytest

from dalsegno import Client
from dalsegno.api.executor.v1 import executor_pb2 as executor
from dalsegno.errors import DalSegnoError
from support.flows import NAMESPACE, flow, new_flow_id, replay, run, state_name
from support.stack import Stack

SECRET = "op3n-s3same"  # of this test
RETURN = "io.kestra.plugin.core.debug.Return"
TASKS = f"""
  - {{id: plain, type: {RETURN}, format: "before {{{{ secret('DOOR') }}}} after"}}
  - {{id: reader, type: {RETURN}, format: "{{{{ outputs.plain.value | length }}}}"}}
  - {{id: fails, type: io.kestra.plugin.core.execution.Fail, errorMessage: "no {{{{ outputs.plain.value }}}}"}}
"""
HEAD = "variables: {shown: none}\noutputs:\n  - {id: all, type: STRING, value: \"{{ outputs.plain.value ?? '' }}\"}\n"


@pytest.fixture(scope="module")
def secret_client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SECRET_DOOR", base64.b64encode(SECRET.encode()).decode())
        stack = Stack(tmp_path_factory.mktemp("secrets")).start()
        try:
            with stack.client() as client:
                yield client
        finally:
            stack.end()


@pytest.fixture(scope="module")
def ended(secret_client: Client) -> executor.Execution:
    flow_id = new_flow_id("secret")
    return run(secret_client, flow(flow_id, TASKS, HEAD), flow_id)


def test_outputs_are_shown_masked_and_used_whole(secret_client: Client, ended: executor.Execution) -> None:
    assert secret_client.outputs.get(ended.execution_id, "plain") == {"value": "before ****** after"}
    assert secret_client.outputs.get(ended.execution_id, "reader") == {"value": str(len(f"before {SECRET} after"))}


def test_nothing_of_an_execution_shows_it(secret_client: Client, ended: executor.Execution) -> None:
    assert state_name(ended.state) == "FAILED"
    again = replay(secret_client, ended, "reader")
    events = list(secret_client.executions.watch(ended.execution_id))
    logs = list(secret_client.executions.logs(ended.execution_id))
    comparison = secret_client.executions.compare([ended.execution_id, again.execution_id])
    shown = " ".join(str(part) for part in (ended, again, events, logs, comparison))
    assert "******" in shown
    assert SECRET not in shown


def test_a_refusal_does_not_show_it_either(secret_client: Client) -> None:
    flow_id = new_flow_id("secret")
    head = "inputs:\n  - {id: n, type: INT, defaults: \"{{ secret('DOOR') }}\"}\n"
    secret_client.flows.put(flow(flow_id, f"  - {{id: a, type: {RETURN}, format: x}}\n", head))
    with pytest.raises(DalSegnoError) as refused:
        secret_client.executions.create(NAMESPACE, flow_id)
    shown = json.dumps([str(refused.value), refused.value.message, str(getattr(refused.value, "violations", ""))])
    assert "******" in shown
    assert SECRET not in shown
