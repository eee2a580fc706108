"""How a flowable began."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What a flowable decided when it began, and the journal keeps: a replay of the journal renders nothing again.

    `branch` names one of the task's children; `values` are the lanes of a loop; `iteration` is the round of one that
    goes round; `outputs` is a JSON object, which the journal keeps as text beside it.

    A flowable that is `paused` runs nothing until it is resumed: by somebody, or at `resume_time`, when `then` says
    what becomes of it (RESUME, WARN, CANCEL or FAIL).
    """

    branch: str = "tasks"
    values: tuple[str, ...] = ()
    width: int = 0
    iteration: int | None = None
    paused: bool = False
    resume_time: datetime | None = None
    then: str = "RESUME"
    outputs: Mapping[str, Any] = field(default_factory=dict, compare=False)
