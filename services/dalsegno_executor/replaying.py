"""Planning a replay and carrying it out: the registry for the revision, storage for the outputs, one commit."""

import asyncio
import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pydantic import TypeAdapter

from dalsegno_executor.core.errors import FlowDisabled, PlanChanged, TaskRunNotFound, UpstreamOutputGone
from dalsegno_executor.core.events import CarriedTaskRun, Event, Provenance, TaskRunsCarried
from dalsegno_executor.core.execution import Execution, TaskRun
from dalsegno_executor.core.flowables import FLOWABLES
from dalsegno_executor.core.paths import top_of
from dalsegno_executor.core.plan import Obstacle, ReplayPlan, Start, Verdict, plan_replay
from dalsegno_executor.engine import Engine
from dalsegno_executor.input_values import files_document, files_of
from dalsegno_executor.live import Live
from dalsegno_executor.outbox import Outbox
from dalsegno_executor.ports import (
    Answer,
    Filter,
    FlowRegistry,
    FlowRevision,
    Journal,
    OutputDocument,
    OutputStore,
    Pinned,
)
from dalsegno_flow import Task
from dalsegno_runtime.clock import Clock
from dalsegno_runtime.errors import ServiceError
from dalsegno_runtime.ids import NewId, task_run_id

# How many executions of the flow are searched for a task run that was asked of the wrong one.
MAX_SEARCHED = 1000
REPLAY_LABELS = {"system.replay": "true"}
CARRIED = (Verdict.REUSED_UPSTREAM, Verdict.RERUN_SELECTED)
PLAN = TypeAdapter(ReplayPlan)

log = logging.getLogger("dalsegno.replaying")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayRequest:
    """What was asked. `revision` None is that of the replayed execution, 0 the latest."""

    execution_id: str
    start: Start
    revision: int | None = None
    plan_digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The request as the wire knows it: its id, and what tells it from other requests."""

    request_id: str
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Prepared:
    source: Live
    revision: FlowRevision
    plan: ReplayPlan

    def producers(self) -> dict[str, str]:
        return _producers(self.source, self.plan)


class Replaying:
    """The use cases PlanReplay and Replay."""

    def __init__(
        self,
        *,
        engine: Engine,
        journal: Journal,
        registry: FlowRegistry,
        store: OutputStore,
        outbox: Outbox,
        clock: Clock,
        new_id: NewId,
    ) -> None:
        self._engine = engine
        self._journal = journal
        self._registry = registry
        self._store = store
        self._outbox = outbox
        self._clock = clock
        self._new_id = new_id

    async def plan(self, request: ReplayRequest) -> ReplayPlan:
        """Plans without changing anything; missing outputs become obstacles."""
        prepared, pinned = await self._prepare(request, request.execution_id, check_only=True)
        return prepared.plan.with_obstacles(_obstacles(prepared.producers(), pinned))

    async def replay(self, request: ReplayRequest, asked: Asked) -> tuple[str, ReplayPlan]:
        """Plans, pins, commits and starts the new execution.

        Returns:
            The id of the new execution, and the plan.

        Raises:
            PlanChanged: the plan is not the one whose digest was given.
            UpstreamOutputGone: an output to be reused is gone or was altered; nothing was changed.
        """
        execution_id = self._new_id()
        try:
            prepared, pinned = await self._prepare(request, execution_id, check_only=False)
            plan = prepared.plan.with_obstacles(_obstacles(prepared.producers(), pinned))
            _check(request, plan)
            async with prepared.source.lock:
                events = self._events(prepared)
            text = answer_text(execution_id, plan) if asked.request_id else ""
            answer = Answer(request_id=asked.request_id, fingerprint=asked.fingerprint, answer=text)
            live = await self._engine.create(
                execution_id, events, prepared.revision, answer, replayed=prepared.source.execution
            )
        except Exception:
            await self._unpin(execution_id)
            raise
        live.documents.update(pinned.documents)
        self._engine.drive(live)
        return execution_id, plan

    async def _prepare(
        self, request: ReplayRequest, execution_id: str, *, check_only: bool
    ) -> tuple[_Prepared, Pinned]:
        """Asks the registry and storage at once: what is to be pinned mostly does not depend on the revision."""
        source = await self._engine.open(request.execution_id)
        created = source.execution.created
        number = created.flow_revision if request.revision is None else request.revision
        guessed = await self._guess(source, request)
        guess = list(_producers(source, guessed)) if guessed else []
        revision, pinned = await asyncio.gather(
            self._registry.get_flow(created.namespace, created.flow_id, number),
            self._pin(execution_id, source, guess, check_only=check_only),
            return_exceptions=True,  # both have ended then, and whoever is refused can take back the pin
        )
        if isinstance(revision, BaseException):
            raise revision
        if isinstance(pinned, BaseException):
            raise pinned
        flow = self._engine.flow(revision.source_digest, revision.source)
        if flow.disabled:
            raise FlowDisabled(revision.namespace, revision.flow_id, revision.revision)
        if guessed and (revision.revision, revision.source_digest) == (created.flow_revision, created.source_digest):
            return _Prepared(source=source, revision=revision, plan=guessed), pinned
        try:
            async with source.lock:
                plan = plan_replay(source.execution, source.flow, flow, revision.revision, request.start)
        except TaskRunNotFound as error:
            if not request.start.task_run_id:
                raise
            raise await self._elsewhere(source.execution, request.start.task_run_id, error) from None
        prepared = _Prepared(source=source, revision=revision, plan=plan)
        wanted = list(prepared.producers())
        if set(wanted) == set(guess):
            return prepared, pinned
        return prepared, await self._pin(execution_id, source, wanted, check_only=check_only)

    async def _guess(self, source: Live, request: ReplayRequest) -> ReplayPlan | None:
        """The plan, if the revision that will run is the one that ran."""
        revision = source.execution.created.flow_revision
        try:
            async with source.lock:
                return plan_replay(source.execution, source.flow, source.flow, revision, request.start)
        except ServiceError:
            return None  # The plan for the revision that will run says what is wrong.

    async def _elsewhere(self, source: Execution, task_run: str, error: TaskRunNotFound) -> TaskRunNotFound:
        """Looks whether the task run is one of another execution of the flow, so that the answer can say so."""
        created = source.created
        chosen = Filter(namespace=created.namespace, flow_id=created.flow_id)
        paths = list(source.task_runs)
        for other in await self._journal.list_executions(chosen, MAX_SEARCHED, None):
            if any(task_run_id(other.execution_id, path) == task_run for path in paths):
                found = [f"{run.task_run_id} ({path})" for path, run in source.task_runs.items()]
                return TaskRunNotFound(source.execution_id, task_run, found=found, other_execution=other.execution_id)
        return error

    async def _pin(self, execution_id: str, source: Live, digests: Sequence[str], *, check_only: bool) -> Pinned:
        if not digests:
            return Pinned(documents={}, defects=())
        unshipped = [*self._outbox.unshipped(source.execution.execution_id), *_given_files(source, execution_id)]
        return await self._store.pin(execution_id, digests, unshipped, check_only=check_only)

    async def _unpin(self, execution_id: str) -> None:
        try:
            await self._store.release(execution_id)
        except ServiceError:
            # The pin of an execution that never was keeps bytes alive and nothing else.
            log.warning("the pins of %s, which was not created, could not be released", execution_id)

    def _events(self, prepared: _Prepared) -> list[Event]:
        source = prepared.source.execution
        created, plan = source.created, prepared.plan
        replay = replace(
            created,
            flow_revision=prepared.revision.revision,
            source_digest=prepared.revision.source_digest,
            parent_id=source.execution_id,
            attempt_number=created.attempt_number + source.restarts + 1,
            labels={**source.labels, **REPLAY_LABELS},
            variables_json="",
            schedule_time=None,
        )
        if plan.from_beginning:
            return [replace(replay, start_time=self._clock(), carried_history=())]
        verdicts = {task.task_path: task.verdict for task in plan.tasks if task.verdict in CARRIED}
        flow = self._engine.flow(prepared.revision.source_digest, prepared.revision.source)
        reopened = {task.id for task in flow.tasks if _reopened(task)}
        carried = [
            _carried(source, run, verdict, reopened=path in reopened)
            for path, run in source.task_runs.items()
            # A flowable that is reused brings everything that ran within it; one that runs again, nothing.
            if (verdict := verdicts.get(top_of(path))) and (verdict is Verdict.REUSED_UPSTREAM or not run.parent_path)
        ]
        return [
            replace(replay, carried_history=tuple(source.history), variables_json=_variables(source, prepared)),
            TaskRunsCarried(source_execution_id=source.execution_id, task_runs=tuple(carried)),
        ]


def _producers(source: Live, plan: ReplayPlan) -> dict[str, str]:
    """The outputs that are reused, those within flowables too: by digest, the task at the top that made each.

    The files among the inputs are reused too; no task has made them, and theirs is "".
    """
    reused = {task.task_path for task in plan.reused}
    runs = source.execution.task_runs.items()
    made = {run.output_digest: top_of(path) for path, run in runs if run.output_digest and top_of(path) in reused}
    return made | {document.digest: "" for document in _given_files(source, "")}


def _given_files(source: Live, execution_id: str) -> list[OutputDocument]:
    """What names the files that an execution was given, to be kept for another one; nothing when there are none."""
    files = files_of(source.flow.inputs, source.execution.inputs)
    return [files_document(execution_id, files)] if files else []


def _variables(source: Execution, prepared: _Prepared) -> str:
    """What its tasks made of the variables, as long as the revision that has them is the same."""
    if source.variables is None or prepared.revision.revision != source.created.flow_revision:
        return ""
    return json.dumps(source.variables)


def answer_text(execution_id: str, plan: ReplayPlan) -> str:
    """What is kept of a Replay's answer."""
    return f"{execution_id} {PLAN.dump_json(plan).decode()}"


def answer_from(text: str) -> tuple[str, ReplayPlan]:
    """Reads `answer_text` back."""
    execution_id, _, plan = text.partition(" ")
    return execution_id, PLAN.validate_json(plan)


def _check(request: ReplayRequest, plan: ReplayPlan) -> None:
    if request.plan_digest and plan.digest != request.plan_digest:
        raise PlanChanged(request.plan_digest, plan.digest)
    if plan.obstacles:
        raise UpstreamOutputGone(
            request.execution_id, [(obstacle.task_path, obstacle.message) for obstacle in plan.obstacles]
        )


def _reopened(task: Task) -> bool:
    """Whether a run of this task goes on when it runs again; others are restarted. Source: Kestra's mapTaskRun."""
    flowable = FLOWABLES.get(task.type)
    return flowable is not None and not flowable.has_directory and not flowable.turns


def _carried(source: Execution, run: TaskRun, verdict: Verdict, *, reopened: bool) -> CarriedTaskRun:
    reused = verdict is Verdict.REUSED_UPSTREAM
    ran = Provenance(execution_id=source.execution_id, task_run_id=run.task_run_id, output_digest=run.output_digest)
    return CarriedTaskRun(
        task_path=run.task_path,
        state=run.state,
        history=tuple(run.history),
        attempts=tuple(run.attempts),
        output_digest=run.output_digest if reused else "",
        restarted=not reused and not reopened,
        reopened=not reused and reopened,
        # A chain of replays points at the task run that really ran, not at another reuse of it.
        provenance=(run.provenance or ran) if reused else None,
        metrics=run.metrics if reused else {},
        parent_path=run.parent_path,
        value=run.value,
        iteration=run.iteration,
    )


def _obstacles(producers: Mapping[str, str], pinned: Pinned) -> list[Obstacle]:
    return [
        Obstacle(
            task_path=producers[defect.output_digest],
            file_path=defect.file_path,
            message=f"{defect.message} {_remedy(producers[defect.output_digest])}",
        )
        for defect in pinned.defects
    ]


def _remedy(producer: str) -> str:
    if producer:
        return f"Replay from {producer!r} to make it again."
    return "It was an input of the execution: create a new one, and give it the file again."
