"""Runs recorded cases against real services, many at a time, and compares what comes out."""

import asyncio
import inspect
import re
from collections.abc import Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field

from dalsegno import AsyncClient, DalSegnoError
from dalsegno.api.executor.v1 import executor_pb2 as executor
from dalsegno.api.registry.v1 import registry_pb2 as registry
from dalsegno.executions import ExecutionOperations
from dalsegno.states import is_terminal, name_of
from support.kestra_cases import Case, Execution, Rerun
from support.kestra_comparison import Difference, compare, matching_run, task_run_names
from support.kestra_observed import observe

SETTLING_SECONDS = 20.0
AT_A_TIME = 12  # cases; each has one execution or replay under way

NOT_YET = re.compile(r"^There is no task type `[^`]+`|^`[^`]+` is not supported by this version")
NO_FUNCTION = re.compile(r"(?:Function or Macro|Filter|Test) \[(\w+)\] does not exist")


@dataclass(frozen=True, slots=True, kw_only=True)
class RerunResult:
    name: str
    verdict: str  # match, differ, quirk, refused or not possible yet
    text: str = ""  # why, for a person


@dataclass(slots=True, kw_only=True)
class Result:
    """What became of one case."""

    missing: list[str] = field(default_factory=list)  # what this version cannot do; then nothing was run
    refused: str = ""  # why the case could not be run for any other reason
    differences: list[Difference] = field(default_factory=list)
    replays: list[RerunResult] = field(default_factory=list)
    restarts: list[RerunResult] = field(default_factory=list)


class _Missing(Exception):
    """What a case needs and this version does not have, one text each."""


async def run_cases(client: AsyncClient, cases: Sequence[Case]) -> dict[str, Result | BaseException]:
    """The result of each case by its name, or what kept it from one: a fault of one case leaves the others alone."""
    room = asyncio.Semaphore(AT_A_TIME)

    async def run(case: Case) -> Result:
        async with room:
            return await _CaseRun(client, case).result()

    results = await asyncio.gather(*(run(case) for case in cases), return_exceptions=True)
    return dict(zip((case.name for case in cases), results, strict=True))


class _CaseRun:
    """One case in a namespace of its own, so that cases of the same flow do not meet; its id and revisions stay."""

    def __init__(self, client: AsyncClient, case: Case) -> None:
        self._client = client
        self._case = case
        self._namespace = f"{case.namespace}.case-{case.name.lower()}"

    async def result(self) -> Result:
        result = Result()
        case = self._case
        try:
            await self._put_flows()
            original = await self._original()
        except _Missing as missing:
            result.missing = sorted(set(missing.args))
        except (DalSegnoError, TimeoutError) as error:
            result.refused = _told(error)
        if result.missing or result.refused:
            result.replays = [_impossible(replay, "the original was not run") for replay in case.replays]
        else:
            ours = await observe(self._client, original)
            result.differences = compare(case.execution, ours, case.rules, self._names)
            result.replays = [await self._replay(original, replay) for replay in case.replays]
        if case.restart and (result.missing or result.refused):
            result.restarts = [_impossible(case.restart, "the original was not run")]
        elif case.restart:
            result.restarts = [await self._restart(original, case.restart)]
        return result

    @property
    def _names(self) -> dict[str, str]:
        return {self._namespace: self._case.namespace, **self._case.names}

    def _own(self, source: str) -> str:
        return source.replace(self._case.namespace, self._namespace)

    async def _put_flows(self) -> None:
        case = self._case
        earlier = [f"{case.flow}\n# revision {number}\n" for number in range(1, case.revision)]
        sources = [self._own(source) for source in (*case.dependencies, case.flow, case.second_flow) if source]
        missing = [text for source in sources for text in await self._problems(source)]
        if missing:
            raise _Missing(*missing)
        for source in (*case.dependencies, *earlier, case.flow):
            await self._client.flows.put(self._own(source))

    async def _problems(self, source: str) -> list[str]:
        """What is not supported, when that is all that is wrong; otherwise none, and the flow is refused when put."""
        problems = await self._client.flows.validate(source)
        errors = [problem.message for problem in problems if problem.severity == registry.SEVERITY_ERROR]
        return [_needed(message) for message in errors] if all(NOT_YET.search(message) for message in errors) else []

    async def _original(self) -> executor.Execution:
        case, create = self._case, self._client.executions.create
        parameters = inspect.signature(ExecutionOperations.create.steps).parameters
        files = {name: content.encode() for name, content in case.files.items()}
        given: dict[str, Mapping[str, str | bytes]] = {"inputs": case.inputs, "files": files}
        wanted = {name: values for name, values in given.items() if values}
        if lacking := [f"{name} of an execution" for name in wanted if name not in parameters]:
            raise _Missing(*lacking)
        created = await create(self._namespace, case.flow_id, labels=case.labels, **wanted)
        settled = await self._settled(created.execution_id)
        # No recording has such an error: what one version of Kestra's expressions has, this one may not have yet.
        if unknown := [
            f"`{found[1]}` in expressions" for run in settled.task_runs for found in NO_FUNCTION.finditer(run.error)
        ]:
            raise _Missing(*unknown)
        return settled

    async def _settled(self, execution_id: str) -> executor.Execution:
        """Waits for the end, or for a state at which the recorder stopped."""
        async with asyncio.timeout(SETTLING_SECONDS):
            if not self._case.stop_at:
                return await self._client.executions.wait(execution_id)
            async with aclosing(self._client.executions.watch(execution_id)) as events:
                async for _ in events:
                    found = await self._client.executions.get(execution_id)
                    if is_terminal(found.state) or name_of(found.state) in self._case.stop_at:
                        return found
            return await self._client.executions.get(execution_id)

    async def _replay(self, original: executor.Execution, replay: Rerun) -> RerunResult:
        case = self._case
        source = await observe(self._client, original)
        start: str | executor.ReplayFrom = "BEGINNING"
        if replay.start is not None:
            run = matching_run(case.execution, replay.start, source, case.rules)
            if run is None:
                return _impossible(replay, "the original has no such task run")
            start = executor.ReplayFrom(task_run_id=run.run_id)
        try:
            revision = await self._replayed_revision(replay)
            response = await self._client.executions.replay(original.execution_id, start, revision=revision)
            message = await self._settled(response.execution.execution_id)
        except (DalSegnoError, TimeoutError) as error:
            return _refused(replay, error)
        names = self._names | {original.execution_id: "<orig>"}
        names |= task_run_names(case.execution, source, case.rules, "orig")
        return self._compared(replay, await observe(self._client, message, original), names)

    def _compared(self, rerun: Rerun, ours: Execution, names: Mapping[str, str]) -> RerunResult:
        if rerun.execution is None:
            return RerunResult(name=rerun.name, verdict="differ", text=f"Kestra refused: {rerun.refused}")
        differences = compare(rerun.execution, ours, self._case.rules, names)
        verdict = "match" if not differences else "quirk" if rerun.quirks else "differ"
        return RerunResult(name=rerun.name, verdict=verdict, text="\n".join(map(str, differences)))

    async def _restart(self, original: executor.Execution, restart: Rerun) -> RerunResult:
        source = await observe(self._client, original)
        try:
            restarted = await self._client.executions.restart(original.execution_id)
            message = await self._settled(restarted.execution_id)
        except (DalSegnoError, TimeoutError) as error:
            return _refused(restart, error)
        names = self._names | task_run_names(self._case.execution, source, self._case.rules, "exec")
        return self._compared(restart, await observe(self._client, message, original), names)

    async def _replayed_revision(self, replay: Rerun) -> int | str:
        if not replay.second_revision:
            return "original"
        put = await self._client.flows.put(self._own(self._case.second_flow))
        return put.flow.revision


def _refused(rerun: Rerun, error: DalSegnoError | TimeoutError) -> RerunResult:
    if rerun.refused:
        return RerunResult(name=rerun.name, verdict="match")
    return RerunResult(name=rerun.name, verdict="quirk" if rerun.quirks else "refused", text=_told(error))


def _impossible(rerun: Rerun, why: str) -> RerunResult:
    return RerunResult(name=rerun.name, verdict="not possible yet", text=why)


def _needed(message: str) -> str:
    """The property, or the last parts of the type, that such a problem names."""
    name = message.split("`")[1]
    return ".".join(name.rsplit(".", 2)[-2:]) if "." in name else f"`{name}`"


def _told(error: DalSegnoError | TimeoutError) -> str:
    if isinstance(error, TimeoutError):
        return f"It has not settled in {SETTLING_SECONDS:g} seconds."
    return f"{error.reason} {error.message}".strip()
