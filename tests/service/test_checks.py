"""The checks of flows, through the real services."""

import json

import pytest

from dalsegno import Client, Refused
from dalsegno.api.executor.v1 import executor_pb2 as executor
from support.flows import NAMESPACE, flow, new_flow_id, replay, state_name, states

TASK = "  - {id: work, type: io.kestra.plugin.core.debug.Return, format: done}\n"
INPUT = "inputs:\n  - {id: n, type: INT, defaults: 0}\n"


def put(client: Client, *checks: str, head: str = INPUT) -> str:
    flow_id = new_flow_id("checks")
    listed = "".join(f"  - {check}\n" for check in checks)
    client.flows.put(flow(flow_id, TASK, f"{head}checks:\n{listed}"))
    return flow_id


def check(condition: str, message: str, behavior: str = "", style: str = "") -> str:
    more = (f", behavior: {behavior}" if behavior else "") + (f", style: {style}" if style else "")
    return f"{{condition: {json.dumps(condition)}, message: {json.dumps(message)}{more}}}"


def run(client: Client, flow_id: str, n: int = 0) -> executor.Execution:
    return client.executions.wait(client.executions.create(NAMESPACE, flow_id, inputs={"n": n}).execution_id)


def logged(client: Client, execution: executor.Execution) -> list[tuple[str, str]]:
    return [
        (executor.LogLevel.Name(entry.level).removeprefix("LOG_LEVEL_"), entry.message)
        for entry in client.executions.logs(execution.execution_id)
        if not entry.task_path
    ]


def test_a_flow_whose_checks_hold_runs(client: Client) -> None:
    execution = run(client, put(client, check("{{ inputs.n > 1 }}", "too small")), 2)
    assert (state_name(execution.state), states(execution), logged(client, execution)) == (
        "SUCCESS",
        {"work": "SUCCESS"},
        [],
    )


def test_a_check_blocks_unless_it_says_otherwise(client: Client) -> None:
    flow_id = put(client, check("{{ inputs.n > 1 }}", "too small"))
    with pytest.raises(Refused) as refused:
        run(client, flow_id, 1)
    assert refused.value.message == (
        "Flow execution blocked: one or more condition checks evaluated to false.\nFailed checks:\n- too small"
    )
    assert (refused.value.reason, refused.value.metadata) == ("CHECK_FAILED", {"namespace": NAMESPACE, "flow": flow_id})
    assert list(client.executions.list(namespace=NAMESPACE, flow_id=flow_id)) == []


@pytest.mark.parametrize("condition", ["true", "{{ 'true' }}", "{{ 1 }}", "{{ null }}", "yes"])
def test_only_the_boolean_true_holds(client: Client, condition: str) -> None:
    with pytest.raises(Refused, match="- no"):
        run(client, put(client, check(condition, "no")))


@pytest.mark.parametrize("behavior", ["BLOCK_EXECUTION", "FAIL_EXECUTION", "CREATE_EXECUTION"])
def test_a_check_that_cannot_be_evaluated_blocks_whatever_it_says(client: Client, behavior: str) -> None:
    with pytest.raises(Refused, match=r"- broken \(its condition cannot be evaluated: .*Unable to find `absent`"):
        run(client, put(client, check("{{ vars.absent }}", "broken", behavior)))


def test_a_check_may_make_the_execution_fail_at_once(client: Client) -> None:
    execution = run(client, put(client, check("{{ false }}", "too late", "FAIL_EXECUTION", "ERROR")))
    assert (state_name(execution.state), list(execution.task_runs)) == ("FAILED", [])
    assert [state_name(change.state) for change in execution.history] == ["CREATED", "FAILED"]
    assert execution.error == "One or more checks of the flow do not hold:\n- too late"
    assert logged(client, execution) == [("ERROR", "A check of the flow does not hold: too late")]
    listed = next(iter(client.executions.list(namespace=NAMESPACE, flow_id=execution.flow_id)))
    assert (state_name(listed.state), listed.end_time) == ("FAILED", execution.end_time)


def test_a_failed_execution_takes_up_no_room_and_does_what_follows_its_end(client: Client) -> None:
    flow_id = new_flow_id("checks")
    after = TASK.replace("work", "after")
    checks = "checks:\n  - " + check("{{ inputs.n == 1 }}", "no", "FAIL_EXECUTION") + "\n"
    limit = "concurrency: {limit: 1, behavior: CANCEL}\n"
    client.flows.put(flow(flow_id, TASK, f"{INPUT}{checks}{limit}afterExecution:\n{after}"))
    ended = [run(client, flow_id, n) for n in (0, 0, 1, 1)]
    assert [state_name(execution.state) for execution in ended] == ["FAILED", "FAILED", "SUCCESS", "SUCCESS"]
    for execution in ended[:1]:
        for _ in client.executions.watch(execution.execution_id):
            pass
        assert states(client.executions.get(execution.execution_id)) == {"after": "SUCCESS"}


@pytest.mark.parametrize(("style", "level"), [("WARNING", "WARN"), ("INFO", "INFO"), ("SUCCESS", "INFO")])
def test_a_check_may_only_tell(client: Client, style: str, level: str) -> None:
    execution = run(client, put(client, check("{{ false }}", "look", "CREATE_EXECUTION", style)))
    assert states(execution) == {"work": "SUCCESS"}
    assert logged(client, execution) == [(level, "A check of the flow does not hold: look")]


@pytest.mark.parametrize("behaviors", [("FAIL_EXECUTION", "BLOCK_EXECUTION"), ("BLOCK_EXECUTION", "CREATE_EXECUTION")])
def test_the_strictest_of_those_that_fail_counts(client: Client, behaviors: tuple[str, str]) -> None:
    checks = [check("{{ false }}", f"no {behavior}", behavior) for behavior in behaviors]
    with pytest.raises(Refused) as refused:
        run(client, put(client, check("{{ true }}", "fine"), *checks))
    assert refused.value.message.endswith("".join(f"\n- no {behavior}" for behavior in behaviors))


def test_one_that_holds_does_not_count(client: Client) -> None:
    held, failed = check("{{ true }}", "fine"), check("{{ false }}", "late", "FAIL_EXECUTION")
    execution = run(client, put(client, held, failed))
    assert execution.error == "One or more checks of the flow do not hold:\n- late"


def test_a_check_sees_the_flow_and_what_it_is_run_with(client: Client) -> None:
    condition = "{{ labels.who == 'me' and vars.open == 'yes' and flow.namespace == 'company.team' and inputs.n == 3 }}"
    flow_id = put(client, check(condition, "no"), head=INPUT + "variables: {open: 'yes'}\n")
    created = client.executions.create(NAMESPACE, flow_id, inputs={"n": 3}, labels={"who": "me"})
    assert state_name(client.executions.wait(created.execution_id).state) == "SUCCESS"


def test_a_replay_is_not_checked(client: Client) -> None:
    flow_id = put(client, check("{{ inputs.n == 1 }}", "no"))
    execution = run(client, flow_id, 1)
    client.flows.put(flow(flow_id, TASK, f"{INPUT}checks:\n  - {check('{{ false }}', 'never')}\n"))
    assert state_name(replay(client, execution, "BEGINNING").state) == "SUCCESS"
