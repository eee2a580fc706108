"""The early cut-off of a replay survives the executor."""

import pytest

from support.flows import flow, new_flow_id, run, states
from support.stack import Stack

RETURN = "io.kestra.plugin.core.debug.Return"
TASKS = """
  - {{id: a, type: {type}, format: "{value}"}}
  - {{id: wait, type: io.kestra.plugin.core.flow.Pause}}
  - {{id: b, type: {type}, format: "{{{{ outputs.a.value | length }}}}"}}
  - {{id: c, type: {type}, format: "{{{{ outputs.b.value }}}}>c"}}
"""


def yaml(flow_id: str, value: str, *, pauses: bool) -> str:
    source = flow(flow_id, TASKS.format(type=RETURN, value=value))
    return source if pauses else source.replace("flow.Pause}", "flow.Sleep, duration: PT0.01S}")


@pytest.mark.parametrize(("value", "again"), [("{{ 'same' }}", []), ("else", ["b"]), ("longer", ["b", "c"])])
def test_what_gave_the_same_before_the_kill_counts_after_it(own_stack: Stack, value: str, again: list[str]) -> None:
    flow_id = new_flow_id("cut")
    with own_stack.client() as client:
        source = run(client, yaml(flow_id, "same", pauses=False), flow_id)
        draft = yaml(flow_id, value, pauses=True)
        replay = client.executions.replay(source.execution_id, "CHANGED", draft=draft).execution
        for event in client.executions.watch(replay.execution_id):
            if event.HasField("task_run_opened"):
                break  # `a` has ended, and the Pause waits
        own_stack.executor_service.kill()
        own_stack.executor_service.start()
        client.executions.resume(replay.execution_id)
        ended = client.executions.wait(replay.execution_id)

    assert set(states(ended).values()) == {"SUCCESS"}
    ran = [one.task_path for one in ended.task_runs if not one.HasField("reused_from")]
    assert ran == ["a", "wait", *again]
    assert ended.flow_revision == 0
