"""Planning a replay and carrying it out: the registry for the revision, storage for the outputs, one commit."""

import asyncio
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace

from pydantic import TypeAdapter

from dalsegno_executor.core.carrying import carried_runs
from dalsegno_executor.core.errors import (
    EffectsNotAllowed,
    FlowDisabled,
    PlanChanged,
    TaskRunNotFound,
    UpstreamOutputGone,
)
from dalsegno_executor.core.events import CarriedTaskRun, Event, ExecutionCreated, TaskRunsCarried
from dalsegno_executor.core.execution import Execution
from dalsegno_executor.core.plan import Obstacle, ReplayPlan, Start
from dalsegno_executor.core.planner import plan_replay
from dalsegno_executor.engine import Engine
from dalsegno_executor.input_values import Inputs, files_document, files_of, inputs_json
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
from dalsegno_executor.wishing import (
    EffectsOf,
    ReplayRequest,
    differing,
    given_outputs,
    marked,
    start_of,
    variables_of,
    wishes_digest,
)
from dalsegno_flow import Flow
from dalsegno_runtime.clock import Clock
from dalsegno_runtime.errors import InvalidField, ServiceError
from dalsegno_runtime.ids import NewId, task_run_id

# How many executions of the flow are searched for a task run that was asked of the wrong one.
MAX_SEARCHED = 1000
# How many verdicts an answer to Replay has at most.
MAX_ANSWERED = 1000
DRAFT = 0  # as a revision that an execution ran
# What was done to the replayed execution has not been done to its replay.
_NOT_INHERITED = {"system.replayed", "system.restarted"}
PLAN = TypeAdapter(ReplayPlan)

log = logging.getLogger("dalsegno.replaying")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The request as the wire knows it: its id, and what tells it from other requests."""

    request_id: str
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Prepared:
    """A plan with all that it needs. `created` is the first event of the replay, but for its start."""

    source: Live
    revision: FlowRevision
    flow: Flow
    created: ExecutionCreated
    plan: ReplayPlan
    carried: tuple[CarriedTaskRun, ...]
    given: tuple[OutputDocument, ...] = ()  # the outputs that task runs are given

    def files(self, execution_id: str) -> OutputDocument | None:
        """What names the files among the inputs, to be kept for the replay; None when there are none."""
        files = files_of(self.flow.inputs, json.loads(self.created.inputs_json or "{}"))
        return files_document(execution_id, files) if files else None

    def producers(self) -> dict[str, list[str]]:
        """The outputs that are reused: by digest, the places of the runs that made each.

        The files among the inputs are reused too; no task has made them, and they have no place.
        """
        made: dict[str, list[str]] = {}
        for run in self.carried:
            if run.output_digest:
                made.setdefault(run.output_digest, []).append(run.task_path)
        given = self.files("")
        return made | ({given.digest: []} if given else {})


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
        inputs: Inputs,
        effects_of: EffectsOf,
        clock: Clock,
        new_id: NewId,
    ) -> None:
        self._engine = engine
        self._journal = journal
        self._registry = registry
        self._store = store
        self._outbox = outbox
        self._inputs = inputs
        self._effects_of = effects_of
        self._clock = clock
        self._new_id = new_id

    async def plan(self, request: ReplayRequest) -> ReplayPlan:
        """Plans without changing anything; missing outputs become obstacles."""
        prepared, pinned = await self._prepare(request, request.execution_id, check_only=True)
        return _checked(prepared, pinned)

    async def replay(self, request: ReplayRequest, asked: Asked) -> tuple[str, ReplayPlan]:
        """Plans, pins, commits and starts the new execution.

        Returns:
            The id of the new execution, and the plan, shortened when it is very long.

        Raises:
            PlanChanged: the plan is not the one whose digest was given.
            UpstreamOutputGone: an output to be reused is gone or was altered; nothing was changed.
            EffectsNotAllowed: a task would run again whose effects cannot be undone.
        """
        execution_id = self._new_id()
        try:
            prepared, pinned = await self._prepare(request, execution_id, check_only=False)
            plan = _checked(prepared, pinned)
            _check(request, plan)
            shown = plan.shortened(MAX_ANSWERED)
            text = answer_text(execution_id, shown) if asked.request_id else ""
            answer = Answer(request_id=asked.request_id, fingerprint=asked.fingerprint, answer=text)
            events = self._events(prepared)
            live = await self._engine.create(
                execution_id, events, prepared.revision, answer, replayed=prepared.source.execution
            )
        except Exception:
            await self._unpin(execution_id)
            raise
        live.documents.update(pinned.documents)
        self._engine.drive(live)
        return execution_id, shown

    async def _prepare(
        self, request: ReplayRequest, execution_id: str, *, check_only: bool
    ) -> tuple[_Prepared, Pinned]:
        """Asks the registry and storage at once: what is to be pinned mostly does not depend on the revision."""
        source = await self._engine.open(request.execution_id)
        created = source.execution.created
        guessed = await self._guess(source, request)
        revision, pinned = await asyncio.gather(
            self._revision(source, request),
            self._pin(execution_id, guessed, check_only=check_only),
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
            prepared = replace(guessed, revision=revision)
        else:
            prepared = await self._planned(source, request, revision, flow)
            if guessed is None or prepared.producers().keys() != guessed.producers().keys():
                pinned = await self._pin(execution_id, prepared, check_only=check_only)
        while request.reruns_missing and (lost := _lost(prepared, pinned)):
            wish = replace(request.wish, missing={**request.wish.missing, **lost})
            request = replace(request, wish=wish)
            prepared = await self._planned(source, request, revision, flow)
            pinned = await self._pin(execution_id, prepared, check_only=check_only)
        return prepared, pinned

    async def _revision(self, source: Live, request: ReplayRequest) -> FlowRevision:
        """The revision to run; a draft that the source ran is known without the registry.

        Raises:
            InvalidField: the draft is one of another flow.
        """
        created = source.execution.created
        if request.draft:
            draft = await self._registry.put_draft(request.draft)
            if (draft.namespace, draft.flow_id) != (created.namespace, created.flow_id):
                told = f"{draft.namespace}.{draft.flow_id}, and the execution ran {created.namespace}.{created.flow_id}"
                raise InvalidField("revision.draft_source", f"The draft is one of the flow {told}.")
            return draft
        number = created.flow_revision if request.revision is None else request.revision
        if number == DRAFT and request.revision is None:
            source_text = await self._journal.definition(created.source_digest)
            return replace(_revision_of(created), source=source_text)
        return await self._registry.get_flow(created.namespace, created.flow_id, number)

    async def _guess(self, source: Live, request: ReplayRequest) -> _Prepared | None:
        """What comes of it if the revision that will run is the one that ran."""
        if request.inputs or request.draft:
            return None
        revision = _revision_of(source.execution.created)  # its source is known to the journal
        try:
            return await self._planned(source, request, revision, source.flow)
        except ServiceError:
            return None  # The plan for the revision that will run says what is wrong.

    async def _planned(self, source: Live, request: ReplayRequest, revision: FlowRevision, flow: Flow) -> _Prepared:
        created = await self._created(source, request, revision, flow)
        given = given_outputs(request, source.execution.execution_id)
        async with source.lock:
            execution = source.execution
            wish = replace(
                request.wish,
                overrides={place: document.digest for place, document in given.items()},
                differing=differing(request, execution, flow, created.inputs_json, revision.revision),
            )
            try:
                plan = plan_replay(execution, source.flow, flow, revision.revision, wish)
            except TaskRunNotFound as error:
                if not request.wish.start.task_run_id:
                    raise
                raise await self._elsewhere(execution, request.wish.start.task_run_id, error) from None
            plan = marked(plan, request, execution, flow, self._effects_of)
            anew = plan.from_beginning
            created = replace(
                created,
                attempt_number=execution.created.attempt_number + execution.restarts + 1,
                labels={**_inherited(execution.labels), **request.labels},
                skips=plan.skips,
                cut_offs=plan.cut_offs,
                synthetic=plan.synthetic,
                start=_by_place(request.wish.start, execution),
                start_time=start_of(request, execution, self._clock(), from_beginning=anew),
                carried_history=() if anew else tuple(execution.history),
                variables_json=variables_of(
                    request, execution, source.flow, flow, revision.source_digest, from_beginning=anew
                ),
            )
            wishes = wishes_digest(request, execution, created.inputs_json, created.variables_json)
            plan = replace(plan, wishes_digest=wishes)
            carried = carried_runs(execution, flow, plan, self._clock())
        return _Prepared(
            source=source,
            revision=revision,
            flow=flow,
            created=created,
            plan=plan,
            carried=carried,
            given=tuple(given.values()),
        )

    async def _created(
        self, source: Live, request: ReplayRequest, revision: FlowRevision, flow: Flow
    ) -> ExecutionCreated:
        """The first event of the replay with its inputs: those of the source, and what is asked to be another value.

        Raises:
            InputsInvalid: a new value is wrong, or the revision needs an input that there is no value for.
            SecretUnreadable: a SECRET value cannot be read again.
        """
        execution = source.execution
        created = replace(
            execution.created,
            flow_revision=revision.revision,
            source_digest=revision.source_digest,
            parent_id=execution.execution_id,
            schedule_time=None,
            skips=(),
            breakpoints=request.breakpoints,
            hidden=source.handed_on(),
        )
        if not request.inputs and flow.inputs == source.flow.inputs:
            return created
        given = self._inputs.given_again(flow, execution.inputs, request.inputs)
        found = await self._inputs.of_flow(flow, given, replace(created, inputs_json=""), execution.inputs)
        return replace(created, inputs_json=inputs_json(flow, found))

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

    async def _pin(self, execution_id: str, prepared: _Prepared | None, *, check_only: bool) -> Pinned:
        digests = list(prepared.producers()) if prepared else []
        if not prepared or not digests:
            return Pinned(documents={}, defects=())
        unshipped = list(self._outbox.unshipped(prepared.source.execution.execution_id))
        if files := prepared.files(execution_id):
            unshipped.append(files)
        unshipped += [replace(document, execution_id=execution_id) for document in prepared.given]
        return await self._store.pin(execution_id, digests, unshipped, check_only=check_only)

    async def _unpin(self, execution_id: str) -> None:
        try:
            await self._store.release(execution_id)
        except ServiceError:
            # The pin of an execution that never was keeps bytes alive and nothing else.
            log.warning("the pins of %s, which was not created, could not be released", execution_id)

    def _events(self, prepared: _Prepared) -> list[Event]:
        if prepared.plan.from_beginning and not prepared.carried:
            return [prepared.created]
        source = prepared.source.execution.execution_id
        return [prepared.created, TaskRunsCarried(source_execution_id=source, task_runs=prepared.carried)]


def _inherited(labels: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in labels.items() if name not in _NOT_INHERITED}


def _by_place(start: Start, source: Execution) -> Start:
    """Where a replay begins, for those who look at it later; a task run says little once its execution is gone."""
    if not start.task_run_id:
        return start
    paths = [path for path, run in source.task_runs.items() if run.task_run_id == start.task_run_id]
    return Start(task_paths=tuple(paths))


def _revision_of(created: ExecutionCreated) -> FlowRevision:
    """The revision that an execution ran, without its source."""
    return FlowRevision(
        namespace=created.namespace,
        flow_id=created.flow_id,
        revision=created.flow_revision,
        source="",
        source_digest=created.source_digest,
    )


def answer_text(execution_id: str, plan: ReplayPlan) -> str:
    """What is kept of a Replay's answer."""
    return f"{execution_id} {PLAN.dump_json(plan).decode()}"


def answer_from(text: str) -> tuple[str, ReplayPlan]:
    """Reads `answer_text` back."""
    execution_id, _, plan = text.partition(" ")
    return execution_id, PLAN.validate_json(plan)


def _check(request: ReplayRequest, plan: ReplayPlan) -> None:
    if request.plan_digest and plan.totals().digest != request.plan_digest:
        raise PlanChanged(request.plan_digest, plan.totals().digest)
    if refused := [obstacle.task_path for obstacle in plan.obstacles if obstacle.of_effects]:
        raise EffectsNotAllowed(request.execution_id, refused)
    if plan.obstacles:
        raise UpstreamOutputGone(
            request.execution_id, [(obstacle.task_path, obstacle.message) for obstacle in plan.obstacles]
        )


def _lost(prepared: _Prepared, pinned: Pinned) -> dict[str, str]:
    """The places of the runs whose outputs are gone, with what is lost; none when only files of inputs are."""
    producers = prepared.producers()
    return {
        path: defect.file_path or f"output {defect.output_digest}"
        for defect in reversed(pinned.defects)
        for path in producers[defect.output_digest]
    }


def _checked(prepared: _Prepared, pinned: Pinned) -> ReplayPlan:
    """The plan with what storage said of the outputs that it reuses."""
    producers = prepared.producers()
    obstacles = [
        Obstacle(task_path=path, file_path=defect.file_path, message=f"{defect.message} {_remedy(path)}")
        for defect in pinned.defects
        for path in producers[defect.output_digest] or [""]
    ]
    return prepared.plan.checked(obstacles, pinned.size_bytes)


def _remedy(producer: str) -> str:
    if producer:
        return f"Replay from {producer!r} to make it again, or have lost outputs made again."
    return "It was an input of the execution: create a new one, and give it the file again."
