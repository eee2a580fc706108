"""An execution of ours, written down as the recordings write theirs."""

import json
from collections.abc import Mapping
from typing import Any

from google.protobuf.message import Message

from dalsegno import AsyncClient
from dalsegno.api.executor.v1 import executor_pb2 as executor
from dalsegno.states import name_of
from support.kestra_cases import Execution, TaskRun


async def observe(
    client: AsyncClient, message: executor.Execution, source: executor.Execution | None = None
) -> Execution:
    """Reads all that a recording shows, the outputs kept in storage included; `source` is what a replay replays."""
    outputs = [await _outputs(client, message, run) for run in message.task_runs]
    return written(message, outputs, source)


def written(message: executor.Execution, outputs: list[Any], source: executor.Execution | None = None) -> Execution:
    places = {run.task_path: index for index, run in enumerate(message.task_runs)}
    before = {run.task_path: run for run in source.task_runs} if source else {}
    return Execution(
        execution_id=message.execution_id,
        state=name_of(message.state),
        states=_states(message.history),
        revision=message.flow_revision,
        attempt_number=message.attempt_number,
        # The recordings leave out what an engine sets on its own account.
        labels=tuple(sorted(pair for pair in message.labels.items() if not pair[0].startswith("system."))),
        inputs=_document(message, "inputs_json"),
        outputs=_document(message, "outputs_json"),
        variables=_document(message, "variables_json"),
        task_runs=tuple(
            _task_run(run, found, places, how(run, before.get(run.task_path)) if source else None)
            for run, found in zip(message.task_runs, outputs, strict=True)
        ),
    )


def how(run: executor.TaskRun, before: executor.TaskRun | None) -> str:
    """What a replay or a restart made of a task run of its source, in the words of the recordings."""
    if run.HasField("reused_from"):
        return "reused"
    carried = _states(before.history) if before else ()
    states = _states(run.history)
    in_place = before is not None and before.task_run_id == run.task_run_id != ""
    if in_place and before is not None and list(before.history) == list(run.history):
        return "reused"  # with its times: a restart left it alone
    if not carried or states[: len(carried)] != carried:
        return "created"
    # A history that only equals the source's was lived through anew.
    return {"RESTARTED": "restarted", "RUNNING": "reopened"}.get("".join(states[len(carried) :][:1]), "created")


def _task_run(run: executor.TaskRun, outputs: Any, places: Mapping[str, int], how: str | None) -> TaskRun:
    parent = str(_field(run, "parent_path") or "")
    return TaskRun(
        run_id=run.task_run_id,
        task_id=run.task_id,
        value=_field(run, "value"),
        iteration=_field(run, "iteration"),
        parent=places.get(parent),
        state=name_of(run.state),
        states=_states(run.history),
        attempts=tuple(name_of(attempt.state) for attempt in run.attempts),
        outputs=outputs,
        how=how,
    )


def _states(history: Any) -> tuple[str, ...]:
    return tuple(name_of(change.state) for change in history)


async def _outputs(client: AsyncClient, message: executor.Execution, run: executor.TaskRun) -> Any:
    if run.outputs_json or not run.output_digest:
        return json.loads(run.outputs_json or "null") or None
    return await client.outputs.get(message.execution_id, run.task_path)


def _document(message: Message, name: str) -> Any:
    text = _field(message, name)
    return json.loads(text) or None if text else None


def _field(message: Message, name: str) -> Any:
    """A field's value; None where it is not set, or where this version of the contract has no such field."""
    field = message.DESCRIPTOR.fields_by_name.get(name)
    if field is None or (field.has_presence and not message.HasField(name)):
        return None
    return getattr(message, name)
