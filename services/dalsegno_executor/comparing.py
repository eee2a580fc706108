"""Comparing executions: what they ran with, how their task runs went, and what came of them."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import islice
from typing import Any

from dalsegno_executor.core.comparison import ABSENT, Difference, differences, first_parting, merged, told
from dalsegno_executor.core.events import Provenance
from dalsegno_executor.core.execution import Execution, TaskRun
from dalsegno_executor.core.mapping import changed_fields
from dalsegno_executor.core.paths import task_path
from dalsegno_executor.core.states import State
from dalsegno_executor.engine import Engine
from dalsegno_executor.live import Live
from dalsegno_executor.ports import Blob, ExecutionSummary, OutputStore
from dalsegno_executor.tables import Table, Tables
from dalsegno_executor.vault import without_sealed
from dalsegno_flow import Flow
from dalsegno_runtime.errors import InvalidField

MOST = 10  # executions at once
MAX_DIFFERENCES = 100  # of one task run, and of the executions themselves
# Of values that seem to differ; files may turn out to be the same.
MAX_CANDIDATES = 1000
MAX_TABLES = 20  # that are looked into
MAX_FILES = 10_000  # that are looked for in storage

# By their addresses; None stands for those that are gone.
Files = Mapping[str, Blob | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """How a task run went in one execution; `state` is None where there is none."""

    state: State | None = None
    duration: timedelta | None = None
    attempt_count: int = 0
    output_digest: str = ""
    provenance: Provenance | None = None
    outputs_json: str | None = None  # None: it has none, or they are gone


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedFile:
    blob: Blob | None  # None: it is gone
    table: Table | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Differing:
    """A difference, with what is known of the files when it is one of files."""

    difference: Difference
    files: tuple[ComparedFile, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedRun:
    task_path: str
    facts: tuple[Facts, ...]
    same: bool
    differing: tuple[Differing, ...] = ()
    changed_fields: tuple[str, ...] = ()  # of the task, between the revisions


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    executions: tuple[ExecutionSummary, ...]
    differing: tuple[Differing, ...]
    runs: tuple[ComparedRun, ...]
    divergence_path: str = ""
    divergence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """What is compared of one execution, taken when nothing was changing it."""

    summary: ExecutionSummary
    whole: Mapping[str, Any]
    runs: Mapping[str, Facts] = field(default_factory=dict)


class Comparing:
    """The use case CompareExecutions."""

    def __init__(self, engine: Engine, store: OutputStore, tables: Tables) -> None:
        self._engine = engine
        self._store = store
        self._tables = tables

    async def compare(self, execution_ids: Sequence[str], *, skip_tables: bool) -> Comparison:
        """Compares executions, the ones that still run as far as they are.

        Raises:
            InvalidField: too few or too many are given, or one of them twice.
            ExecutionNotFound: there is no such execution.
            ServiceUnavailable: storage does not give the outputs.
        """
        _check(execution_ids)
        opened = [await self._engine.open(execution_id) for execution_id in execution_ids]
        sides = [await self._side(live) for live in opened]
        whole, runs = await asyncio.to_thread(_compared, sides)
        files = await self._files([whole, *runs.values()])
        whole, runs = _that_differ(whole, files), {path: _that_differ(found, files) for path, found in runs.items()}
        tables = {} if skip_tables else await self._looked_into(opened[0], [whole, *runs.values()], files)

        def shown(found: Sequence[Difference]) -> tuple[Differing, ...]:
            return tuple(_differing(one, files, tables) for one in found[:MAX_DIFFERENCES])

        paths = merged([list(side.runs) for side in sides])
        changed = _changed_tasks([live.flow for live in opened])
        compared = [
            replace(_run(path, sides, found, shown(found)), changed_fields=changed.get(task_path(path), ()))
            for path in paths
            for found in (runs.get(path, []),)
        ]
        parting = first_parting([run.task_path for run in compared if not run.same])
        reason = next((_reason(run, execution_ids) for run in compared if run.task_path == parting), "")
        return Comparison(
            executions=tuple(side.summary for side in sides),
            differing=shown(whole),
            runs=tuple(compared),
            divergence_path=parting,
            divergence=reason,
        )

    async def _side(self, live: Live) -> _Side:
        await self._engine.fetch_documents(live)
        async with live.lock:
            execution = live.execution
            runs = {path: _facts(run, live.documents) for path, run in execution.task_runs.items()}
            return _Side(summary=_summary(execution), whole=_whole(execution), runs=runs)

    async def _files(self, found: Sequence[Sequence[Difference]]) -> Files:
        """What the addresses name that seem to differ, as many as are looked for."""
        named = dict.fromkeys(path for some in found for one in some if one.of_files for path in one.values)
        paths = list(islice(named, MAX_FILES))
        blobs = await self._store.find_files(paths) if paths else {}
        return {path: blobs.get(path) for path in paths}

    async def _looked_into(
        self, live: Live, found: Sequence[Sequence[Difference]], files: Files
    ) -> Mapping[str, Table]:
        """Tables by the digests of their files, each looked into once."""
        named = (path for some in found for one in some if one.of_files for path in one.values)
        blobs = {blob.digest: (path, blob.size_bytes) for path in named if (blob := files.get(path))}
        return await self._tables.look_into(live.execution, dict(islice(blobs.items(), MAX_TABLES)))


def _check(execution_ids: Sequence[str]) -> None:
    if not 2 <= len(execution_ids) <= MOST:
        raise InvalidField(
            "execution_ids", f"execution_ids has {len(execution_ids)}; give 2 to {MOST} executions to compare."
        )
    if twice := next((one for one in execution_ids if execution_ids.count(one) > 1), ""):
        raise InvalidField("execution_ids", f"execution_ids has {twice!r} twice; compare different executions.")


def _summary(execution: Execution) -> ExecutionSummary:
    created = execution.created
    return ExecutionSummary(
        execution_id=execution.execution_id,
        namespace=created.namespace,
        flow_id=created.flow_id,
        flow_revision=created.flow_revision,
        state=execution.state,
        parent_id=created.parent_id,
        original_id=created.original_id,
        attempt_number=created.attempt_number + execution.restarts,
        labels=dict(execution.labels),
        start_time=created.start_time,
        create_time=execution.create_time,
        end_time=execution.end_time,
    )


def _whole(execution: Execution) -> Mapping[str, Any]:
    created = execution.created
    labels = {key: value for key, value in execution.labels.items() if not key.startswith("system.")}
    return {
        "flow": f"{created.namespace}.{created.flow_id}",
        "revision": created.flow_revision,
        "state": execution.state.value,
        "inputs": without_sealed(dict(execution.inputs)),
        "labels": labels,
        "variables": dict(execution.variables or {}),
        "outputs": without_sealed(json.loads(execution.outputs_json or "{}")),
    }


def _facts(run: TaskRun, documents: Mapping[str, str]) -> Facts:
    last = run.attempts[-1] if run.attempts else None
    return Facts(
        state=run.state,
        duration=last.end_time - last.start_time if last and last.end_time else None,
        attempt_count=len(run.attempts),
        output_digest=run.output_digest,
        provenance=run.provenance,
        outputs_json=run.outputs_json or documents.get(run.output_digest),
    )


def _compared(sides: Sequence[_Side]) -> tuple[list[Difference], dict[str, list[Difference]]]:
    """In what the executions seem to differ, and their task runs by their places; files are told by their addresses."""
    whole = list(islice(differences([side.whole for side in sides]), MAX_CANDIDATES))
    runs = {}
    for path in dict.fromkeys(path for side in sides for path in side.runs):
        facts = [side.runs.get(path, Facts()) for side in sides]
        texts = [one.outputs_json for one in facts if one.outputs_json is not None]
        if len(texts) == len(sides) and len({one.output_digest for one in facts}) > 1:
            runs[path] = list(islice(differences([without_sealed(json.loads(text)) for text in texts]), MAX_CANDIDATES))
    return whole, runs


def _changed_tasks(flows: Sequence[Flow]) -> dict[str, tuple[str, ...]]:
    """In what the tasks differ that have the same place in several flows, by these places."""
    first, *others = [dict(flow.walk()) for flow in flows]
    found: dict[str, tuple[str, ...]] = {}
    for tasks in others:
        for place in first.keys() & tasks.keys():
            changed = changed_fields(first[place], tasks[place])
            found[place] = tuple(dict.fromkeys((*found.get(place, ()), *changed)))
    return found


def _that_differ(found: Sequence[Difference], files: Files) -> list[Difference]:
    """Without the files that have the same bytes under other addresses."""
    return [one for one in found if not (one.of_files and _same_bytes(one, files))]


def _same_bytes(difference: Difference, files: Files) -> bool:
    blobs = {files.get(path) for path in difference.values}
    return len(blobs) == 1 and None not in blobs


def _differing(difference: Difference, files: Files, tables: Mapping[str, Table]) -> Differing:
    if not difference.of_files or not all(path in files for path in difference.values):
        return Differing(difference=difference)
    blobs = [files[path] for path in difference.values]
    found = (ComparedFile(blob=blob, table=tables.get(blob.digest) if blob else None) for blob in blobs)
    return Differing(difference=difference, files=tuple(found))


def _run(
    path: str, sides: Sequence[_Side], found: Sequence[Difference], differing: tuple[Differing, ...]
) -> ComparedRun:
    facts = tuple(side.runs.get(path, Facts()) for side in sides)
    # Outputs that differ in nothing but addresses of the same bytes are the same.
    compared = all(one.outputs_json is not None for one in facts)
    outputs_same = not found if compared else len({one.output_digest for one in facts}) == 1
    same = len({one.state for one in facts}) == 1 and outputs_same
    shown = tuple(replace(one, outputs_json=None) for one in facts)
    return ComparedRun(task_path=path, facts=shown, same=same, differing=differing)


def _reason(run: ComparedRun, execution_ids: Sequence[str]) -> str:
    of = dict(zip(execution_ids, run.facts, strict=True))
    if any(one.state is None for one in run.facts):
        return f"It is {told(execution_ids, lambda name: 'there' if of[name].state else 'absent')}."
    if len({one.state for one in run.facts}) > 1:
        return f"It is {told(execution_ids, lambda name: str(of[name].state))}."
    if run.differing:
        more = f" and {len(run.differing) - 1} more" if len(run.differing) > 1 else ""
        return f"Its outputs differ in {run.differing[0].difference.name}{more}."
    return f"It has {told(execution_ids, lambda name: 'outputs' if of[name].output_digest else 'no outputs')}."


def value_json(value: Any, characters: int) -> str:
    """A value as JSON, cut to a length; empty when there is none."""
    return "" if value is ABSENT else json.dumps(value, ensure_ascii=False)[:characters]
