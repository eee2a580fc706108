"""The ExecutorService: each method parses, calls and renders."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from dalsegno.api.executor.v1 import executor_pb2 as pb
from dalsegno.api.executor.v1 import executor_pb2_grpc
from dalsegno_executor.bulk_replaying import BulkReplaying
from dalsegno_executor.bulk_server import BulkReplayMethods
from dalsegno_executor.core.plan import ReplayPlan, Rule, Start, Wish
from dalsegno_executor.core.reopening import retrace
from dalsegno_executor.engine import RESTARTED
from dalsegno_executor.input_values import read_given
from dalsegno_executor.killing import KillRequest
from dalsegno_executor.live import Live
from dalsegno_executor.ports import Filter
from dalsegno_executor.resuming import ResumeRequest
from dalsegno_executor.service import CreateRequest, Executor
from dalsegno_executor.wire.comparisons import comparison_to_proto
from dalsegno_executor.wire.events import event_from_bytes
from dalsegno_executor.wire.fixes import fix_request_from_proto, suggested_to_proto
from dalsegno_executor.wire.lineages import link_to_proto
from dalsegno_executor.wire.messages import (
    execution_to_proto,
    log_to_proto,
    plan_to_proto,
    revision_from,
    summary_to_proto,
    watch_response,
)
from dalsegno_executor.wire.replays import replay_from_proto
from dalsegno_executor.wire.requests import asked_from, needed, state_from
from dalsegno_executor.wishing import ReplayRequest
from dalsegno_runtime.errors import InvalidField
from dalsegno_runtime.paging import make_token, page_size, read_token

# How long a commit may take until what was there before it is shown.
COMMIT_SECONDS = 1.0

SERVICE_NAME = "dalsegno.api.executor.v1.ExecutorService"


class ExecutorServicer(BulkReplayMethods, executor_pb2_grpc.ExecutorServiceServicer):
    """Errors are raised; the interceptor of `dalsegno_runtime` renders them."""

    def __init__(self, executor: Executor, bulks: BulkReplaying) -> None:
        super().__init__(bulks)
        self._executor = executor

    async def CreateExecution(self, request: Any, _context: Any) -> Any:  # noqa: N802  # the contract's name
        for field in ("namespace", "flow_id"):
            needed(request, field)
        if request.revision < 0:
            raise InvalidField("revision", f"revision is {request.revision}; give 1 or more, or 0 for the latest.")
        wanted = CreateRequest(
            namespace=request.namespace,
            flow_id=request.flow_id,
            revision=request.revision,
            labels=dict(request.labels),
            inputs=read_given(request.inputs_json),
            breakpoints=tuple(request.breakpoints),
        )
        live = await self._executor.create(wanted, asked_from(request))
        return pb.CreateExecutionResponse(execution=await _rendered(live))

    async def GetExecution(self, request: Any, _context: Any) -> Any:  # noqa: N802
        live = await self._executor.get(needed(request, "execution_id"))
        return pb.GetExecutionResponse(execution=await _rendered(live))

    async def ListExecutions(self, request: Any, _context: Any) -> Any:  # noqa: N802
        if request.flow_id and not request.namespace:
            raise InvalidField("namespace", "flow_id is given without its namespace; give both.")
        chosen = Filter(
            namespace=request.namespace,
            flow_id=request.flow_id,
            states=tuple(state_from(number) for number in request.states),
            original_id=request.original_id,
        )
        size = page_size(request.page_size)
        before = read_token(request.page_token, str)
        found = await self._executor.list_executions(chosen, size + 1, str(before[0]) if before else None)
        page = found[:size]
        return pb.ListExecutionsResponse(
            executions=[summary_to_proto(summary) for summary in page],
            next_page_token=make_token(page[-1].execution_id) if len(found) > size else "",
        )

    async def WatchExecution(self, request: Any, _context: Any) -> AsyncIterator[Any]:  # noqa: N802
        live = await self._executor.open(needed(request, "execution_id"))
        async for events in live.watch(_position(request)):
            yield watch_response(events)

    async def ListLogs(self, request: Any, _context: Any) -> Any:  # noqa: N802
        size = page_size(request.page_size)
        after = read_token(request.page_token, int)
        found = await self._executor.list_logs(
            needed(request, "execution_id"),
            int(after[0]) if after else 0,
            size + 1,
            request.task_path,
            request.min_level,
        )
        page = found[:size]
        return pb.ListLogsResponse(
            entries=[log_to_proto(line) for line in page],
            next_page_token=make_token(page[-1].position) if len(found) > size else "",
        )

    async def WatchLogs(self, request: Any, _context: Any) -> AsyncIterator[Any]:  # noqa: N802
        lines_of = self._executor.watch_logs(
            needed(request, "execution_id"), _position(request), request.task_path, request.min_level
        )
        async for lines in lines_of:
            yield pb.WatchLogsResponse(entries=[log_to_proto(line) for line in lines])

    async def ResumeExecution(self, request: Any, _context: Any) -> Any:  # noqa: N802
        wanted = ResumeRequest(
            execution_id=needed(request, "execution_id"),
            task_path=request.task_path,
            inputs=read_given(request.inputs_json),
            breakpoints=tuple(request.breakpoints),
        )
        live = await self._executor.resume(wanted, asked_from(request))
        return pb.ResumeExecutionResponse(execution=await _rendered(live))

    async def RestartExecution(self, request: Any, _context: Any) -> Any:  # noqa: N802
        execution_id = needed(request, "execution_id")
        if request.HasField("revision"):
            wish = Wish(start=Start(rule=Rule.FAILED))
            revision = revision_from(request.revision)
            again = ReplayRequest(execution_id=execution_id, wish=wish, revision=revision, labels=RESTARTED)
            live, _ = await self._executor.replay(again, asked_from(request))
        else:
            live = await self._executor.restart(execution_id, asked_from(request))
        return pb.RestartExecutionResponse(execution=await _rendered(live))

    async def KillExecution(self, request: Any, _context: Any) -> Any:  # noqa: N802
        wanted = KillRequest(execution_id=needed(request, "execution_id"), subflows=not request.keep_subflows)
        live = await self._executor.kill(wanted, asked_from(request))
        return pb.KillExecutionResponse(execution=await _rendered(live))

    async def PauseExecution(self, request: Any, _context: Any) -> Any:  # noqa: N802
        live = await self._executor.pause(needed(request, "execution_id"), asked_from(request))
        return pb.PauseExecutionResponse(execution=await _rendered(live))

    async def ForceRunExecution(self, request: Any, _context: Any) -> Any:  # noqa: N802
        live = await self._executor.force_run(needed(request, "execution_id"), asked_from(request))
        return pb.ForceRunExecutionResponse(execution=await _rendered(live))

    async def SetTaskRunState(self, request: Any, _context: Any) -> Any:  # noqa: N802
        execution_id, task_path = needed(request, "execution_id"), needed(request, "task_path")
        state = state_from(request.state, "state")
        live = await self._executor.set_task_run_state(execution_id, task_path, state, asked_from(request))
        return pb.SetTaskRunStateResponse(execution=await _rendered(live))

    async def SetExecutionState(self, request: Any, _context: Any) -> Any:  # noqa: N802
        state = state_from(request.state, "state")
        live = await self._executor.set_execution_state(needed(request, "execution_id"), state, asked_from(request))
        return pb.SetExecutionStateResponse(execution=await _rendered(live))

    async def SetLabels(self, request: Any, _context: Any) -> Any:  # noqa: N802
        execution_id, labels = needed(request, "execution_id"), dict(request.labels)
        live = await self._executor.set_labels(execution_id, labels, asked_from(request))
        return pb.SetLabelsResponse(execution=await _rendered(live))

    async def DeleteExecution(self, request: Any, _context: Any) -> Any:  # noqa: N802
        await self._executor.delete(needed(request, "execution_id"), asked_from(request))
        return pb.DeleteExecutionResponse()

    async def GetLineage(self, request: Any, _context: Any) -> Any:  # noqa: N802
        size, after = page_size(request.page_size), read_token(request.page_token, str)
        found = await self._executor.lineage(needed(request, "execution_id"), size, str(after[0]) if after else "")
        return pb.GetLineageResponse(
            original_id=found.original_id,
            entries=[link_to_proto(link) for link in found.links],
            next_page_token=make_token(found.links[-1].execution.execution_id) if found.more else "",
        )

    async def GetTaskRunOutputs(self, request: Any, _context: Any) -> Any:  # noqa: N802
        found = await self._executor.outputs(needed(request, "execution_id"), needed(request, "task_path"))
        return pb.GetTaskRunOutputsResponse(outputs_json=found)

    async def CompareExecutions(self, request: Any, _context: Any) -> Any:  # noqa: N802
        found = await self._executor.compare(list(request.execution_ids), skip_tables=request.skip_tables)
        return comparison_to_proto(found)

    async def SuggestFix(self, request: Any, _context: Any) -> Any:  # noqa: N802
        return suggested_to_proto(await self._executor.suggest_fix(fix_request_from_proto(request)))

    async def PlanReplay(self, request: Any, _context: Any) -> Any:  # noqa: N802
        plan = await self._executor.plan(replay_from_proto(request))
        return pb.PlanReplayResponse(plan=plan_to_proto(plan))

    async def Replay(self, request: Any, _context: Any) -> Any:  # noqa: N802
        live, plan = await self._executor.replay(replay_from_proto(request, request.plan_digest), asked_from(request))
        return await _replay_response(live, plan)


async def _replay_response(live: Live, plan: ReplayPlan) -> Any:
    return pb.ReplayResponse(execution=await _rendered(live), plan=plan_to_proto(plan))


async def _rendered(live: Live) -> Any:
    """What is durable of an execution."""
    try:
        # Whoever holds the lock is committing what the execution shows already.
        async with asyncio.timeout(COMMIT_SECONDS if live.lock.locked() else None), live.lock:
            return execution_to_proto(live.course, live.documents)
    except TimeoutError:
        # It cannot be committed now, and may not be for a long time.
        durable = [event_from_bytes(event) for event in live.published]
        return execution_to_proto(retrace(live.execution.execution_id, live.flow, durable), live.documents)


def _position(request: Any) -> int:
    if request.after_position < 0:
        raise InvalidField("after_position", f"after_position is {request.after_position}; give 0 or more.")
    return int(request.after_position)
