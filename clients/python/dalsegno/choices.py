"""Where a replay begins and which revision it runs, from what people write."""

from collections.abc import Iterable, Mapping
from typing import Any

from dalsegno.api.executor.v1 import executor_pb2 as executor
from dalsegno.errors import InvalidRequest
from dalsegno.uploads import inputs_text

RULES = {"BEGINNING": executor.REPLAY_RULE_BEGINNING, "FAILED": executor.REPLAY_RULE_FAILED}
ON_MISSING = {"refuse": executor.ON_MISSING_UNSPECIFIED, "rerun": executor.ON_MISSING_RERUN}
REVISION_RULES = {"original": executor.REVISION_RULE_ORIGINAL, "latest": executor.REVISION_RULE_LATEST}


def replay_from(start: str | Iterable[str] | executor.ReplayFrom) -> executor.ReplayFrom:
    """A place or several, or one of the words BEGINNING and FAILED.

    A task run, or a task that is called like one of the words, needs a `ReplayFrom`.

    Raises:
        InvalidRequest: there is no place.
    """
    if isinstance(start, executor.ReplayFrom):
        return start
    first, *others = [start] if isinstance(start, str) else [*start] or [""]
    if first in RULES and not others:
        return executor.ReplayFrom(rule=RULES[first])
    if not first or any(other in RULES or not other for other in others):
        raise InvalidRequest("Say where the replay begins: at places of tasks, or at FAILED or BEGINNING alone.")
    return executor.ReplayFrom(task_path=first, also_task_paths=others)


def replay_fields(
    start: str | Iterable[str] | executor.ReplayFrom,
    revision: int | str | executor.RevisionChoice,
    skip: Iterable[str],
    on_missing: str,
    task_map: Mapping[str, str] | None,
    inputs: Mapping[str, Any] | None,
) -> dict[str, Any]:
    """The fields that PlanReplay and Replay have in common.

    Raises:
        InvalidRequest: one of them is none of its words, or the inputs are no JSON.
    """
    if on_missing not in ON_MISSING:
        raise InvalidRequest(f"on_missing is {on_missing!r}; write refuse or rerun.")
    return {
        "from": replay_from(start),
        "revision": revision_choice(revision),
        "skip_task_paths": [skip] if isinstance(skip, str) else list(skip),
        "on_missing": ON_MISSING[on_missing],
        "task_map": dict(task_map or {}),
        "inputs_json": inputs_text(inputs or {}, {}),
    }


def revision_choice(revision: int | str | executor.RevisionChoice) -> executor.RevisionChoice:
    """A number from 1, or one of the words "original" and "latest".

    Raises:
        InvalidRequest: it is neither.
    """
    if isinstance(revision, executor.RevisionChoice):
        return revision
    if isinstance(revision, str) and revision in REVISION_RULES:
        return executor.RevisionChoice(rule=REVISION_RULES[revision])
    if isinstance(revision, int) or (revision.isascii() and revision.isdigit()):
        number = int(revision)
        if number >= 1:
            return executor.RevisionChoice(number=number)
    raise InvalidRequest(
        f"The revision to replay is {str(revision)!r}; write original, latest, or a number from 1.",
        reason="INVALID_FIELD",
        metadata={"field": "revision"},
    )
