"""Where a replay begins and which revision it runs, from what people write."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, TypedDict

from dalsegno.api.executor.v1 import executor_pb2 as executor
from dalsegno.errors import InvalidRequest
from dalsegno.uploads import inputs_text

RULES = {
    "BEGINNING": executor.REPLAY_RULE_BEGINNING,
    "FAILED": executor.REPLAY_RULE_FAILED,
    "CHANGED": executor.REPLAY_RULE_CHANGED,
}
CLOCKS = {"original": executor.CLOCK_RULE_ORIGINAL, "now": executor.CLOCK_RULE_NOW}
ON_MISSING = {"refuse": executor.ON_MISSING_UNSPECIFIED, "rerun": executor.ON_MISSING_RERUN}
REVISION_RULES = {"original": executor.REVISION_RULE_ORIGINAL, "latest": executor.REVISION_RULE_LATEST}


def replay_from(start: str | Iterable[str] | executor.ReplayFrom) -> executor.ReplayFrom:
    """A place or several, or one of the words BEGINNING, FAILED and CHANGED.

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
        raise InvalidRequest("Say where the replay begins: at tasks, or at FAILED, CHANGED or BEGINNING alone.")
    return executor.ReplayFrom(task_path=first, also_task_paths=others)


class ReplayWish(TypedDict, total=False):
    """How a replay is to run, beside where it begins.

    `revision` is a number, "original" or "latest"; a `draft` is the YAML of a revision that nobody has saved. Places in
    `skip` do not run. With `on_missing` "rerun", lost outputs are made again by the tasks that made them. `task_map`
    says which task of the new revision a renamed one became. `inputs` and `variables` get other values, and `outputs`
    are what task runs are given instead of what they made, by their places. `clock` is "original", "now" or a time: the
    `execution.startDate` of the replay. Tasks in `allow_effects` may run again although that cannot be undone.
    """

    revision: int | str | executor.RevisionChoice
    draft: str
    skip: Iterable[str]
    on_missing: str
    task_map: Mapping[str, str]
    inputs: Mapping[str, Any]
    variables: Mapping[str, Any]
    outputs: Mapping[str, Mapping[str, Any]]
    clock: str | datetime | None
    allow_effects: Iterable[str]


def replay_fields(start: str | Iterable[str] | executor.ReplayFrom, wish: ReplayWish) -> dict[str, Any]:
    """The fields that PlanReplay and Replay have in common.

    Raises:
        InvalidRequest: one of them is none of its words, or a value is no JSON.
    """
    on_missing = wish.get("on_missing", "refuse")
    if on_missing not in ON_MISSING:
        raise InvalidRequest(f"on_missing is {on_missing!r}; write refuse or rerun.")
    skip, draft, revision = wish.get("skip", ()), wish.get("draft"), wish.get("revision", "original")
    if draft and revision != "original":
        raise InvalidRequest("A replay runs a revision or a draft; give one of both.")
    return {
        "from": replay_from(start),
        "revision": executor.RevisionChoice(draft_source=draft) if draft else revision_choice(revision),
        "skip_task_paths": [skip] if isinstance(skip, str) else list(skip),
        "on_missing": ON_MISSING[on_missing],
        "task_map": dict(wish.get("task_map") or {}),
        "inputs_json": inputs_text(wish.get("inputs") or {}, {}),
        "variables_json": inputs_text(wish.get("variables") or {}, {}),
        "set_outputs": {place: inputs_text(one, {}) or "{}" for place, one in (wish.get("outputs") or {}).items()},
        "clock": _clock(wish.get("clock")),
        "allow_effects_task_paths": list(wish.get("allow_effects", ())),
    }


def _clock(clock: str | datetime | None) -> executor.ReplayClock | None:
    if clock is None:
        return None
    if isinstance(clock, str):
        if clock in CLOCKS:
            return executor.ReplayClock(rule=CLOCKS[clock])
        try:
            clock = datetime.fromisoformat(clock)
        except ValueError as error:
            raise InvalidRequest(
                f"The clock is {clock!r}; write original, now, or a time such as 2026-03-01T06:00:00Z."
            ) from error
    chosen = executor.ReplayClock()
    chosen.time.FromDatetime(clock.astimezone(UTC))
    return chosen


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
