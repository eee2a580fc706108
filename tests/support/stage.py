"""Where a scenario is played: an executor in this process, or the real services. What is asked and told is the same.

await stage.put(chain("a", "b", "c"))
source = await stage.run()
again = await stage.replay(source, "b")
assert again.ran == ["b", "c"]
"""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any, Protocol, Unpack

from dalsegno.api.executor.v1 import executor_pb2 as pb
from dalsegno.choices import ReplayWish, replay_fields, revision_choice
from dalsegno.states import is_terminal, name_of
from support.flows import NAMESPACE

_KINDS = {"Return": "debug", "Fail": "execution", "Exit": "execution", "Labels": "execution"}
_SHORT = re.compile(r"\btype: ([A-Z]\w+)\b(?!\.)")
_INPUTS = {"STRING", "INT", "BOOL", "BOOLEAN", "FILE", "JSON", "FLOAT", "ARRAY"}
Start = str | Iterable[str] | pb.ReplayFrom


class Calls(Protocol):
    """The services, as far as scenarios ask them."""

    async def call(self, method: str, request: Any) -> Any:
        """Asks the executor. Raises ServiceError."""

    def stream(self, method: str, request: Any) -> AsyncIterator[Any]:
        """Asks the executor for a stream."""

    async def put(self, source: str) -> None:
        """Saves a revision of a flow."""

    async def lose(self, execution: pb.Execution, task_path: str) -> None:
        """Loses what a task run put out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """An execution as it is now. `ran` are the places of the tasks that ran in it, by their own log lines."""

    message: pb.Execution
    ran: list[str]

    @property
    def id(self) -> str:
        return self.message.execution_id

    @property
    def state(self) -> str:
        return name_of(self.message.state)

    @property
    def states(self) -> dict[str, str]:
        return {run.task_path: name_of(run.state) for run in self.message.task_runs}

    @property
    def history(self) -> list[str]:
        return [name_of(change.state) for change in self.message.history]

    @property
    def outputs(self) -> dict[str, Any]:
        """What `Return` gave in each place that has outputs."""
        found = {run.task_path: json.loads(run.outputs_json or "{}") for run in self.message.task_runs}
        return {path: outputs["value"] for path, outputs in found.items() if "value" in outputs}

    @property
    def results(self) -> Any:
        """The outputs of the flow."""
        return json.loads(self.message.outputs_json or "{}")

    @property
    def reused(self) -> list[str]:
        return [run.task_path for run in self.message.task_runs if run.HasField("reused_from")]

    def task_run(self, path: str) -> pb.TaskRun:
        return next(run for run in self.message.task_runs if run.task_path == path)

    def history_of(self, path: str) -> list[str]:
        return [name_of(change.state) for change in self.task_run(path).history]

    def attempts_of(self, path: str) -> list[str]:
        return [name_of(attempt.state) for attempt in self.task_run(path).attempts]


@dataclass(frozen=True, slots=True, kw_only=True)
class Again(Played):
    """A replay, with the plan that it ran."""

    plan: pb.ReplayPlan

    @property
    def verdicts(self) -> dict[str, str]:
        return verdicts(self.plan)


def verdicts(plan: pb.ReplayPlan) -> dict[str, str]:
    return {task.task_path: pb.Verdict.Name(task.verdict).removeprefix("VERDICT_") for task in plan.tasks}


def reason(plan: pb.ReplayPlan, path: str) -> str:
    """Why a plan says what it says of a place."""
    return next(task.reason for task in plan.tasks if task.task_path == path)


def chain(*ids: str) -> str:
    """Tasks in order, each of which appends its id to what the one before it gave: `a`, `a>b`, `a>b>c`."""
    lines, before = [], ""
    for task_id in ids:
        value = f"{{{{ outputs.{before}.value }}}}>{task_id}" if before else task_id
        lines.append(f"  - {{id: {task_id}, type: Return, format: '{value}'}}\n")
        before = task_id
    return "".join(lines)


def written(flow_id: str, tasks: str, head: str) -> str:
    """A flow with the short names of types, such as `Return` and `ForEach`, written out."""

    def full(found: re.Match[str]) -> str:
        kind = found[1]
        return found[0] if kind in _INPUTS else f"type: io.kestra.plugin.core.{_KINDS.get(kind, 'flow')}.{kind}"

    return f"id: {flow_id}\nnamespace: {NAMESPACE}\n" + _SHORT.sub(full, f"{head}tasks:\n{tasks}")


class Stage:
    """One flow of its own in all its revisions, and what is done with its executions."""

    def __init__(self, calls: Calls, flow_id: str) -> None:
        self.flow_id = flow_id
        self.calls = calls

    async def put(self, tasks: str, head: str = "", flow_id: str = "") -> None:
        """Saves the next revision of the flow, or of another one."""
        await self.calls.put(written(flow_id or self.flow_id, tasks, head))

    def yaml(self, tasks: str, head: str = "") -> str:
        """A source of the flow that is not saved."""
        return written(self.flow_id, tasks, head)

    async def start(self, labels: Mapping[str, str] | None = None, **inputs: Any) -> str:
        """Begins an execution, and gives its id."""
        request = pb.CreateExecutionRequest(
            namespace=NAMESPACE, flow_id=self.flow_id, labels=labels, inputs_json=json.dumps(inputs) if inputs else ""
        )
        return str((await self.calls.call("CreateExecution", request)).execution.execution_id)

    async def run(self, labels: Mapping[str, str] | None = None, **inputs: Any) -> Played:
        """Runs an execution to its end."""
        return await self.ended(await self.start(labels, **inputs))

    async def plan(self, source: Played, start: Start, **wish: Unpack[ReplayWish]) -> pb.ReplayPlan:
        """Plans a replay; `wish` as in `dalsegno.choices`."""
        request = pb.PlanReplayRequest(execution_id=source.id, **replay_fields(start, wish))
        return (await self.calls.call("PlanReplay", request)).plan

    async def begin_replay(self, source: Played, start: Start, digest: str = "", **wish: Unpack[ReplayWish]) -> str:
        """Begins a replay, and gives its id."""
        request = pb.ReplayRequest(execution_id=source.id, plan_digest=digest, **replay_fields(start, wish))
        return str((await self.calls.call("Replay", request)).execution.execution_id)

    async def replay(self, source: Played, start: Start, **wish: Unpack[ReplayWish]) -> Again:
        """Plans a replay, runs that plan to its end, and holds what ran to the plan."""
        plan = await self.plan(source, start, **wish)
        ended = await self.ended(await self.begin_replay(source, start, digest=plan.digest, **wish))
        again = Again(message=ended.message, ran=ended.ran, plan=plan)
        _hold(again)
        return again

    async def restart(self, source: Played, revision: int | str | None = None) -> Played:
        """Restarts an execution and waits for its end. `ran` is what ran since."""
        chosen = None if revision is None else revision_choice(revision)
        request = pb.RestartExecutionRequest(execution_id=source.id, revision=chosen)
        again = await self.ended((await self.calls.call("RestartExecution", request)).execution.execution_id)
        before = len(source.ran) if again.id == source.id else 0
        return Played(message=again.message, ran=again.ran[before:])

    async def kill(self, execution_id: str) -> Played:
        await self.calls.call("KillExecution", pb.KillExecutionRequest(execution_id=execution_id))
        return await self.ended(execution_id)

    async def resume(self, execution_id: str, **inputs: Any) -> Played:
        """Resumes a paused execution and waits for its end."""
        request = pb.ResumeExecutionRequest(execution_id=execution_id, inputs_json=json.dumps(inputs))
        await self.calls.call("ResumeExecution", request)
        return await self.ended(execution_id)

    async def ended(self, execution_id: str) -> Played:
        return await self.when(execution_id, lambda played: is_terminal(played.message.state), watched=True)

    async def when(self, execution_id: str, holds: Callable[[Played], bool], *, watched: bool = False) -> Played:
        """The execution once something holds of it; looks again after each of its events."""
        request = pb.WatchExecutionRequest(execution_id=execution_id)
        async with asyncio.timeout(60), aclosing(self.calls.stream("WatchExecution", request)) as events:
            async for _ in events:
                if not watched and holds(found := await self.get(execution_id)):
                    return found
        found = await self.get(execution_id)
        assert holds(found), found.states
        return found

    async def get(self, execution_id: str) -> Played:
        found = (await self.calls.call("GetExecution", pb.GetExecutionRequest(execution_id=execution_id))).execution
        lines = []
        if is_terminal(found.state):
            watch = pb.WatchLogsRequest(execution_id=execution_id)
            async with aclosing(self.calls.stream("WatchLogs", watch)) as pages:
                lines = [line async for page in pages for line in page.entries]
        # `Return` tells its value on this level, and the executor nothing.
        return Played(message=found, ran=[line.task_path for line in lines if line.level == pb.LOG_LEVEL_DEBUG])

    async def listed(self, source: Played) -> list[pb.Execution]:
        """The executions of a chain of replays, the newest first."""
        request = pb.ListExecutionsRequest(
            namespace=NAMESPACE, flow_id=self.flow_id, original_id=source.message.original_id
        )
        return list((await self.calls.call("ListExecutions", request)).executions)


def _hold(again: Again) -> None:
    """Holds a replay that has ended to its plan: what it reused did not run, and what ran was to run."""
    runs = {run.task_path: run for run in again.message.task_runs}
    for task in again.plan.tasks:
        name = pb.Verdict.Name(task.verdict).removeprefix("VERDICT_")
        if name.startswith(("REUSED", "KEPT")):
            assert task.task_path not in again.ran, f"{task.task_path} was {name} and ran"
            assert runs[task.task_path].HasField("reused_from"), task.task_path
        elif name in {"NOT_RUN", "SKIPPED"}:
            assert task.task_path not in again.ran, f"{task.task_path} was {name} and ran"
        elif name == "RERUN_SELECTED":
            assert not runs[task.task_path].HasField("reused_from"), task.task_path
    assert len(set(again.ran)) <= len(again.ran)
