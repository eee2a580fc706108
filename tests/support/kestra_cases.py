"""Executions, replays and restarts that were recorded on a real Kestra, as values.

The recordings lie beside the repository and are not part of it; their README gives the schema.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from dalsegno_flow.names import RESERVED_FLOW_IDS

FOLDER = Path(__file__).parents[3] / "shared" / "conformance" / "kestra"
ABSENT = f"the recordings of Kestra are not beside the repository (../{FOLDER.relative_to(Path(__file__).parents[3])})"

# Types, by the last part of their names, whose children run at the same time whatever their properties say.
CONCURRENT = {"Parallel", "EachParallel", "Dag"}

# The label of a flow that only Kestra itself may set.
_SYSTEM_LABEL = re.compile(r"^ +system\.\w+:.*\n", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRun:
    """A task run as a recording shows it, or as ours looks when it is written down in the same way."""

    task_id: str
    value: str | None = None
    iteration: int | None = None
    parent: int | None = None  # the index of another task run of the execution
    state: str = "SUCCESS"
    states: tuple[str, ...] = ("CREATED", "RUNNING", "SUCCESS")
    attempts: tuple[str, ...] = ("SUCCESS",)
    outputs: Any = None
    how: str | None = None  # in a replay: reused, restarted, reopened or created
    run_id: str = ""  # empty in a recording, which masks ids


@dataclass(frozen=True, slots=True, kw_only=True)
class Execution:
    state: str
    states: tuple[str, ...]
    revision: int
    attempt_number: int = 1
    labels: tuple[tuple[str, str], ...] = ()  # sorted; Kestra may hold a key twice
    inputs: Any = None
    outputs: Any = None
    variables: Any = None
    task_runs: tuple[TaskRun, ...] = ()
    execution_id: str = ""  # empty in a recording


@dataclass(frozen=True, slots=True, kw_only=True)
class Rerun:
    """A recorded replay or restart of a case's execution."""

    name: str
    start: int | None  # the index of a task run of the original; None for the whole execution
    second_revision: bool
    refused: str  # Kestra's message when it refused; then there is no execution
    execution: Execution | None
    quirks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What may differ between two runs of the same flow without anything being wrong."""

    # Task id → what may come in any order among its children: "values" (the iterations) or "tasks" (all of them).
    unordered: Mapping[str, str]
    # Retries by the clock: the number of attempts and the final state matter, histories do not.
    timed_retries: bool = False
    # Not even the number of attempts matters.
    random_retries: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    name: str
    namespace: str
    flow_id: str
    revision: int
    names: Mapping[str, str]  # names that the flow has only here → what they are in the recording
    flow: str
    second_flow: str  # the next revision, for some replays; empty for none
    dependencies: tuple[str, ...]
    inputs: Mapping[str, str]
    files: Mapping[str, str]  # FILE input → content
    labels: Mapping[str, str]
    stop_at: frozenset[str]
    execution: Execution
    replays: tuple[Rerun, ...]
    restart: Rerun | None

    @property
    def rules(self) -> Rules:
        return Rules(
            unordered=unordered_children(self.flow) | unordered_children(self.second_flow),
            timed_retries=self.name.startswith("retry-"),
            random_retries=self.name.startswith("retry-random"),
        )


def read_cases(folder: Path = FOLDER) -> list[Case]:
    """All cases, by name; none where the recordings are absent."""
    return [read_case(json.loads(path.read_text())) for path in sorted((folder / "cases").glob("*.json"))]


def read_case(document: Mapping[str, Any]) -> Case:
    replays, flow_id = document["replays"], document["flowId"]
    accepted_id = f"{flow_id}_flow" if flow_id in RESERVED_FLOW_IDS else flow_id
    return Case(
        name=document["name"],
        namespace=document["namespace"],
        flow_id=accepted_id,
        revision=document["revision"],
        names={accepted_id: flow_id} if accepted_id != flow_id else {},
        flow=_accepted(document["flow"], flow_id, accepted_id),
        second_flow=_accepted(document.get("flow2") or "", flow_id, accepted_id),
        dependencies=tuple(document["dependencies"]),
        inputs=document["inputs"],
        files=document["files"],
        labels=dict(label.split(":", 1) for label in document["labels"]),
        stop_at=frozenset(document["stopAt"]),
        execution=read_execution(document["execution"]),
        replays=tuple(_read_rerun(replay, f"replay {number}") for number, replay in enumerate(replays)),
        restart=_read_rerun(document["restart"], "restart") if document.get("restart") else None,
    )


def _accepted(source: str, flow_id: str, accepted_id: str) -> str:
    """A flow without what Kestra 0.20.7 accepted and later versions refuse, which never changed how it ran."""
    renamed = source.replace(f"id: {flow_id}\n", f"id: {accepted_id}\n", 1)
    return _SYSTEM_LABEL.sub("", renamed)


def read_execution(document: Mapping[str, Any]) -> Execution:
    return Execution(
        state=document["state"],
        states=tuple(document["states"]),
        revision=document["flowRevision"],
        attempt_number=document["attemptNumber"],
        labels=tuple(sorted((key, value) for key, value in document["labels"])),
        inputs=document["inputs"] or None,
        outputs=document["outputs"] or None,
        variables=document["variables"] or None,
        task_runs=tuple(_read_task_run(run) for run in document["taskRuns"]),
    )


def _read_task_run(document: Mapping[str, Any]) -> TaskRun:
    return TaskRun(
        task_id=document["taskId"],
        value=document["value"],
        iteration=document["iteration"],
        parent=document["parent"],
        state=document["state"],
        states=tuple(document["states"]),
        attempts=tuple(document["attempts"]),
        outputs=document["outputs"] or None,
        how=document.get("how"),
    )


def _read_rerun(document: Mapping[str, Any], name: str) -> Rerun:
    start, revision = document.get("from"), document.get("revision")
    place = f" from {start} {document.get('fromTaskId')}" if start is not None else ""
    return Rerun(
        name=name + place + (" on the next revision" if revision else ""),
        start=start,
        second_revision=revision is not None,
        refused=str(document.get("error") or document["http"]) if document["http"] != 200 else "",
        execution=read_execution(document["execution"]) if document.get("execution") else None,
        quirks=tuple(document.get("quirks", ())),
    )


def unordered_children(source: str) -> dict[str, str]:
    """Which tasks of a flow run their children at the same time; see `Rules.unordered`."""
    found: dict[str, str] = {}
    for node in _mappings(yaml.safe_load(source)) if source else ():
        kind = str(node.get("type", "")).rsplit(".", 1)[-1]
        if kind in CONCURRENT:
            found[str(node.get("id"))] = "tasks"
        elif kind == "ForEach" and node.get("concurrencyLimit", 1) != 1:
            found[str(node.get("id"))] = "values"
    return found


def _mappings(node: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(node, Mapping):
        yield node
    for child in node.values() if isinstance(node, Mapping) else node if isinstance(node, list) else ():
        yield from _mappings(child)
