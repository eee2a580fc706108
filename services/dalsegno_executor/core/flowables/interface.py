"""What a flowable is: a task that runs other tasks, in lanes.

A lane is a sequence of tasks, run one after the other. A flowable says which lanes there are and how many of them run
at once; `core/course.py` does the rest for all of them alike.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from dalsegno_executor.core.opened import Opened
from dalsegno_executor.core.states import State
from dalsegno_flow import Task


class CannotOpen(Exception):
    """The flowable cannot begin; the text becomes its task run's error. It may have outputs all the same."""

    def __init__(self, message: str, outputs: Mapping[str, Any] | None = None) -> None:
        super().__init__(message)
        self.outputs = outputs


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """Tasks that run one after the other. `after` are the positions of lanes that must have ended before."""

    tasks: tuple[Task, ...]
    value: str | None = None
    iteration: int | None = None
    after: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What a flowable may look at when it decides.

    `properties` are rendered, for each decision anew; `start` is when its run began, or was restarted last.
    """

    properties: Mapping[str, Any]
    now: datetime
    start: datetime
    opened: Opened | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Turned:
    """A flowable's tasks do not run again. With an error it has failed."""

    outputs: Mapping[str, Any] = field(default_factory=dict)
    error: str = ""


class Flowable:
    """One kind of flowable; as it stands here, it runs its tasks one after the other."""

    type_names: ClassVar[tuple[str, ...]]
    # Whether it decides, once its tasks have run well, if they run again.
    turns: ClassVar[bool] = False
    # Whether its tasks work in one directory.
    has_directory: ClassVar[bool] = False
    # Whether its lanes follow from the flow alone, and from nothing that it decides.
    plain: ClassVar[bool] = False
    # Whether its lanes are for values; and, of these, whether each waits for the one before when one runs at a time.
    over_values: ClassVar[bool] = False
    in_order: ClassVar[bool] = False
    # Whether a replay that begins within it keeps what it decided, instead of having it decide anew.
    keeps_decision: ClassVar[bool] = False
    # Properties that mean nothing before its tasks have run; they are rendered for `turn` only.
    late_properties: ClassVar[frozenset[str]] = frozenset()

    def open(self, situation: Situation) -> Opened:  # noqa: ARG002
        """Decides how to begin.

        Raises:
            CannotOpen: they make no sense.
        """
        return Opened()

    def lanes(self, task: Task, opened: Opened) -> tuple[Lane, ...]:
        """The lanes of a task that was opened so."""
        return (Lane(tasks=task.children.get(opened.branch, ()), iteration=opened.iteration),)

    def turn(self, situation: Situation) -> Opened | Turned:  # noqa: ARG002
        """Decides whether the tasks run again.

        Raises:
            CannotOpen: they make no sense.
        """
        return Turned()

    def settle(self, state: State) -> State:
        """The flowable's state, from the worst of its children."""
        return state
