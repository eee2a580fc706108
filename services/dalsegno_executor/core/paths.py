"""The places of task runs: `each[value=b]/load` is the run of task `each/load` for the value b."""

import re
from collections.abc import Iterator
from urllib.parse import quote

_LANE = re.compile(r"\[value=([^\]]*)\]$")
_LANES = re.compile(r"\[value=[^\]]*\]")
_LAST_LANE = re.compile(r"\[value=[^\]]*\]$")


def run_path(parent: str, task_id: str, value: str | None = None) -> str:
    """The place of a child's run. `parent` is its parent's place, empty at the top; values are percent-encoded."""
    if not parent:
        return task_id
    lane = "" if value is None else f"[value={quote(value, safe=' ')}]"
    return f"{parent}{lane}/{task_id}"


def task_path(run: str) -> str:
    """The place in the flow of the task whose run is at `run`."""
    return _LANES.sub("", run)


def parent_path(run: str) -> str:
    """The place of the parent's run; empty at the top."""
    parent, slash, _ = run.rpartition("/")
    return _LAST_LANE.sub("", parent) if slash else ""


def ancestors(run: str) -> Iterator[str]:
    """The places of the runs around this one, the innermost first."""
    while run := parent_path(run):
        yield run


def task_id_of(run: str) -> str:
    """The id of the task whose run is at `run`."""
    return run.rpartition("/")[2]


def top_of(run: str) -> str:
    """The place of the run at the top of the flow that `run` is, or is within."""
    return _LANES.sub("", run.partition("/")[0])


def steps_of(run: str) -> Iterator[tuple[str, str, str | None]]:
    """For each step of a place: the place of its task in the flow, the task's id, and its value, percent-encoded."""
    place = ""
    for step in run.split("/"):
        found = _LANE.search(step)
        task_id = step[: found.start()] if found else step
        place = f"{place}/{task_id}" if place else task_id
        yield place, task_id, found[1] if found else None
