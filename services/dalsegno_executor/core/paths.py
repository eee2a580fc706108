"""The places of task runs: `each[value=b]/load` is the run of task `each/load` for the value b."""

import re
from urllib.parse import quote

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


def task_id_of(run: str) -> str:
    """The id of the task whose run is at `run`."""
    return run.rpartition("/")[2]


def top_of(run: str) -> str:
    """The place of the run at the top of the flow that `run` is, or is within."""
    return _LANES.sub("", run.partition("/")[0])
