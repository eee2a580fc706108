"""GetLineage: the tree of attempts that an execution has led to."""

import pytest

from dalsegno import Client, DalSegnoError
from dalsegno.api.executor.v1 import executor_pb2 as executor
from support.flows import NAMESPACE, flow, new_flow_id, replay, run, state_name, task_run

RETURN = "io.kestra.plugin.core.debug.Return"
FAIL = "io.kestra.plugin.core.execution.Fail"
TASKS = f"""
  - {{id: a, type: {RETURN}, format: x}}
  - id: each
    type: io.kestra.plugin.core.flow.ForEach
    values: [one, two]
    tasks:
      - {{id: load, type: {RETURN}, format: "{{{{ taskrun.value }}}}"}}
  - {{id: z, type: {FAIL}}}
"""


def failed(client: Client) -> executor.Execution:
    flow_id = new_flow_id("lineage")
    return run(client, flow(flow_id, TASKS), flow_id)


def starts(entry: executor.LineageEntry) -> list[str]:
    start = entry.replay_from
    if start.HasField("rule"):
        return [executor.ReplayRule.Name(start.rule)]
    return [start.task_path, *start.also_task_paths] if entry.HasField("replay_from") else []


def test_it_tells_of_every_attempt_where_it_began_and_what_it_reused(client: Client) -> None:
    original = failed(client)
    second = replay(client, original, "each[value=two]/load")
    third = client.executions.replay(second.execution_id, executor.ReplayFrom(rule=executor.REPLAY_RULE_FAILED))
    fourth = client.executions.replay(original.execution_id, executor.ReplayFrom(rule=executor.REPLAY_RULE_BEGINNING))
    others = [client.executions.wait(one.execution.execution_id) for one in (third, fourth)]
    entries = list(client.executions.lineage(second.execution_id))
    assert [entry.execution.execution_id for entry in entries] == [
        one.execution_id for one in (original, second, *others)
    ]
    assert [entry.execution.parent_id for entry in entries] == [
        "",
        original.execution_id,
        second.execution_id,
        original.execution_id,
    ]
    assert [entry.execution.attempt_number for entry in entries] == [1, 2, 3, 2]
    assert {state_name(entry.execution.state) for entry in entries} == {"FAILED"}
    assert [starts(entry) for entry in entries] == [
        [],
        ["each[value=two]/load"],
        ["REPLAY_RULE_FAILED"],
        ["REPLAY_RULE_BEGINNING"],
    ]
    assert [(entry.reused_count, entry.ran_count) for entry in entries] == [(0, 5), (2, 3), (4, 1), (0, 5)]


def test_a_task_run_to_begin_at_is_told_by_its_place(client: Client) -> None:
    original = failed(client)
    by_id = executor.ReplayFrom(task_run_id=task_run(original, "each[value=two]/load").task_run_id)
    client.executions.wait(client.executions.replay(original.execution_id, by_id).execution.execution_id)
    _, entry = client.executions.lineage(original.execution_id)
    assert starts(entry) == ["each[value=two]/load"]


def test_several_starts_are_all_told(client: Client) -> None:
    original = failed(client)
    client.executions.replay(original.execution_id, ["a", "z"])
    _, entry = client.executions.lineage(original.execution_id)
    assert starts(entry) == ["a", "z"]


def test_what_was_deleted_stays_in_the_tree_as_long_as_others_do(client: Client) -> None:
    original = failed(client)
    second = replay(client, original, "each")
    third = replay(client, second, "z")
    client.executions.delete(second.execution_id)
    for asked in (original, second, third):
        entries = list(client.executions.lineage(asked.execution_id))
        assert [entry.execution.execution_id for entry in entries] == [
            one.execution_id for one in (original, second, third)
        ]
        assert [entry.HasField("delete_time") for entry in entries] == [False, True, False]
        gone = entries[1]
        assert (gone.execution.parent_id, gone.execution.attempt_number) == (original.execution_id, 2)
        assert gone.execution.create_time == second.create_time
        assert (gone.HasField("ran_count"), gone.HasField("reused_count")) == (False, False)


def test_nothing_is_kept_of_a_chain_that_is_gone_as_a_whole(client: Client) -> None:
    original = failed(client)
    second = replay(client, original, "z")
    for execution in (original, second):
        client.executions.delete(execution.execution_id)
    for _ in range(1000):
        try:
            entries = list(client.executions.lineage(second.execution_id))
        except DalSegnoError as error:
            assert error.reason == "EXECUTION_NOT_FOUND"  # noqa: PT017  # after as many looks as it takes
            return
        assert all(entry.HasField("delete_time") for entry in entries)
    raise AssertionError("Both are still there.")


def test_it_pages(client: Client) -> None:
    original = failed(client)
    replays = [replay(client, original, "z") for _ in range(3)]
    entries = list(client.executions.lineage(original.execution_id, page_size=2))
    assert [entry.execution.execution_id for entry in entries] == [one.execution_id for one in (original, *replays)]


def test_a_restart_counts_as_an_attempt_and_runs_count_once(client: Client) -> None:
    original = failed(client)
    client.executions.restart(original.execution_id)
    client.executions.wait(original.execution_id)
    [entry] = client.executions.lineage(original.execution_id)
    assert (entry.execution.attempt_number, entry.reused_count, entry.ran_count) == (2, 0, 5)


def test_an_execution_that_tries_again_begins_at_the_beginning(client: Client) -> None:
    flow_id = new_flow_id("again")
    again = "{behavior: CREATE_NEW_EXECUTION, type: constant, interval: PT0.1S, maxAttempts: 2}"
    client.flows.put(flow(flow_id, TASKS, f"retry: {again}\n"))
    first = client.executions.create(NAMESPACE, flow_id)
    list(client.executions.watch(first.execution_id))  # it has closed when the next one is there
    entries = list(client.executions.lineage(first.execution_id))
    assert [starts(entry) for entry in entries] == [[], ["REPLAY_RULE_BEGINNING"]]


def test_there_has_to_be_an_execution(client: Client) -> None:
    with pytest.raises(DalSegnoError) as error:
        list(client.executions.lineage("nothing"))
    assert error.value.reason == "EXECUTION_NOT_FOUND"
