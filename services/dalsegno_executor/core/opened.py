"""How a flowable began."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What a flowable decided when it began, and the journal keeps: a replay of the journal renders nothing again.

    `branch` names one of the task's children; `values` are the lanes of a loop; `outputs` is a JSON object, which the
    journal keeps as text beside it.
    """

    branch: str = "tasks"
    values: tuple[str, ...] = ()
    width: int = 0
    outputs: Mapping[str, Any] = field(default_factory=dict, compare=False)
