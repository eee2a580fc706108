"""What the client asks, how it repeats what got no answer, and how it reads lists."""

import itertools
from collections.abc import Callable
from typing import Any

import pytest

from dalsegno import AsyncClient, Client, InvalidRequest, NotFound, Unreachable
from dalsegno.api.common.v1 import state_pb2
from dalsegno.api.executor.v1 import executor_pb2 as executor
from dalsegno.api.registry.v1 import registry_pb2 as registry
from support.scripted import AT_ONCE, UNAVAILABLE, Scripted

MUTATIONS: dict[str, tuple[Callable[[Client], Any], Any]] = {
    "PutFlow": (lambda client: client.flows.put("id: a"), registry.PutFlowResponse(created=True)),
    "DeleteFlow": (lambda client: client.flows.delete("n", "f"), registry.DeleteFlowResponse()),
    "CreateExecution": (lambda client: client.executions.create("n", "f"), executor.CreateExecutionResponse()),
    "ResumeExecution": (lambda client: client.executions.resume("x"), executor.ResumeExecutionResponse()),
    "Replay": (lambda client: client.executions.replay("x", "t"), executor.ReplayResponse()),
}


@pytest.mark.parametrize("method", MUTATIONS)
def test_a_change_is_repeated_with_the_same_request_id(
    services: Scripted, scripted_client: Client, method: str
) -> None:
    call, response = MUTATIONS[method]
    services.answer(method, UNAVAILABLE, UNAVAILABLE, response)
    call(scripted_client)
    ids = [request.request_id for request in services.requests[method]]
    assert (len(ids), len(set(ids)), len(ids[0])) == (3, 1, 32)


@pytest.mark.parametrize("method", MUTATIONS)
def test_every_change_has_a_request_id_of_its_own(services: Scripted, scripted_client: Client, method: str) -> None:
    call, response = MUTATIONS[method]
    services.answer(method, response)
    call(scripted_client)
    call(scripted_client)
    assert len({request.request_id for request in services.requests[method]}) == 2


def test_a_request_id_that_is_given_is_used(services: Scripted, scripted_client: Client) -> None:
    services.answer("Replay", executor.ReplayResponse())
    scripted_client.executions.replay("x", "t", request_id="mine")
    assert services.requests["Replay"][0].request_id == "mine"


def test_repeating_is_bounded(services: Scripted, scripted_client: Client) -> None:
    services.answer("Replay", UNAVAILABLE)
    with pytest.raises(Unreachable):
        scripted_client.executions.replay("x", "t")
    assert len(services.requests["Replay"]) == AT_ONCE.retry.tries


@pytest.mark.parametrize(
    ("start", "asked"),
    [
        ("to_parquet", executor.ReplayFrom(task_path="to_parquet")),
        ("FAILED", executor.ReplayFrom(rule=executor.REPLAY_RULE_FAILED)),
        ("BEGINNING", executor.ReplayFrom(rule=executor.REPLAY_RULE_BEGINNING)),
        ("failed", executor.ReplayFrom(task_path="failed")),
        (executor.ReplayFrom(task_run_id="r"), executor.ReplayFrom(task_run_id="r")),
    ],
)
def test_a_replay_begins_where_the_words_say(
    services: Scripted, scripted_client: Client, start: str | executor.ReplayFrom, asked: executor.ReplayFrom
) -> None:
    services.answer("PlanReplay", executor.PlanReplayResponse())
    scripted_client.executions.plan_replay("x", start)
    assert getattr(services.requests["PlanReplay"][0], "from") == asked


@pytest.mark.parametrize(
    ("revision", "asked"),
    [
        ("original", executor.RevisionChoice(rule=executor.REVISION_RULE_ORIGINAL)),
        ("latest", executor.RevisionChoice(rule=executor.REVISION_RULE_LATEST)),
        (2, executor.RevisionChoice(number=2)),
        ("2", executor.RevisionChoice(number=2)),
    ],
)
def test_a_replay_runs_the_revision_that_the_words_say(
    services: Scripted, scripted_client: Client, revision: int | str, asked: executor.RevisionChoice
) -> None:
    services.answer("PlanReplay", executor.PlanReplayResponse())
    scripted_client.executions.plan_replay("x", "t", revision=revision)
    assert services.requests["PlanReplay"][0].revision == asked


@pytest.mark.parametrize("revision", [0, -1, "newest", ""])
def test_a_revision_that_makes_no_sense_is_not_sent(
    services: Scripted, scripted_client: Client, revision: int | str
) -> None:
    with pytest.raises(InvalidRequest, match="write original, latest, or a number from 1"):
        scripted_client.executions.replay("x", "t", revision=revision)
    assert services.requests == {}


def test_an_absent_expected_revision_differs_from_0(services: Scripted, scripted_client: Client) -> None:
    services.answer("PutFlow", registry.PutFlowResponse())
    scripted_client.flows.put("id: a")
    scripted_client.flows.put("id: a", expected_revision=0)
    assert [request.HasField("expected_revision") for request in services.requests["PutFlow"]] == [False, True]


def pages(request: registry.ListFlowsRequest) -> registry.ListFlowsResponse:
    number = int(request.page_token or 0)
    flows = [registry.Flow(flow_id=f"f{number}{letter}") for letter in "ab"]
    return registry.ListFlowsResponse(flows=flows, next_page_token=str(number + 1) if number < 2 else "")


def test_a_list_goes_through_all_pages(services: Scripted, scripted_client: Client) -> None:
    services.answer("ListFlows", pages)
    found = [flow.flow_id for flow in scripted_client.flows.list(namespace="company", page_size=2)]
    assert found == ["f0a", "f0b", "f1a", "f1b", "f2a", "f2b"]
    assert {(r.namespace, r.page_size) for r in services.requests["ListFlows"]} == {("company", 2)}


def test_a_list_reads_no_page_that_nobody_wants(services: Scripted, scripted_client: Client) -> None:
    services.answer("ListFlows", pages)
    assert [flow.flow_id for flow in itertools.islice(scripted_client.flows.list(), 2)] == ["f0a", "f0b"]
    assert len(services.requests["ListFlows"]) == 1


async def test_the_asynchronous_client_has_the_same_operations(services: Scripted) -> None:
    services.answer("GetFlow", UNAVAILABLE, registry.GetFlowResponse(flow=registry.Flow(revision=2)))
    services.answer("ListFlows", pages)
    async with AsyncClient(services.endpoints, patience=AT_ONCE) as client:
        assert (await client.flows.get("n", "f")).revision == 2
        assert [flow.flow_id async for flow in client.flows.list()][-1] == "f2b"


def with_task_run(**fields: Any) -> executor.GetExecutionResponse:
    task_run = executor.TaskRun(task_path="count", **fields)
    return executor.GetExecutionResponse(execution=executor.Execution(execution_id="x", task_runs=[task_run]))


def test_small_outputs_come_with_the_execution(services: Scripted, scripted_client: Client) -> None:
    services.answer("GetExecution", with_task_run(state=state_pb2.STATE_SUCCESS, outputs_json='{"n":3}'))
    assert scripted_client.outputs.get("x", "count") == {"n": 3}


def test_outputs_that_do_not_come_with_the_execution_are_asked_for(services: Scripted, scripted_client: Client) -> None:
    services.answer("GetExecution", with_task_run(state=state_pb2.STATE_SUCCESS, output_digest="d1"))
    services.answer("GetTaskRunOutputs", executor.GetTaskRunOutputsResponse(outputs_json='{"n":4}'))
    assert scripted_client.outputs.get("x", "count") == {"n": 4}
    asked = services.requests["GetTaskRunOutputs"][0]
    assert (asked.execution_id, asked.task_path) == ("x", "count")


def test_a_task_that_failed_has_no_outputs(services: Scripted, scripted_client: Client) -> None:
    services.answer("GetExecution", with_task_run(state=state_pb2.STATE_FAILED))
    with pytest.raises(NotFound, match="it is FAILED"):
        scripted_client.outputs.get("x", "count")


def test_a_task_that_is_not_there_is_answered_with_those_that_are(services: Scripted, scripted_client: Client) -> None:
    services.answer("GetExecution", with_task_run())
    with pytest.raises(NotFound, match=r"no task run 'cuont'\. Its task runs: count\."):
        scripted_client.outputs.get("x", "cuont")
