"""What a flowable is: a task that runs other tasks, in lanes.

A lane is a sequence of tasks, run one after the other. A flowable says which lanes there are and how many of them run
at once; `core/course.py` does the rest for all of them alike.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from dalsegno_executor.core.opened import Opened
from dalsegno_executor.core.states import State
from dalsegno_flow import Task


class CannotOpen(Exception):
    """The flowable cannot begin; the text becomes its task run's error."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """Tasks that run one after the other. `after` are the positions of lanes that must have ended before."""

    tasks: tuple[Task, ...]
    value: str | None = None
    iteration: int | None = None
    after: tuple[int, ...] = ()


class Flowable(Protocol):
    """One kind of flowable."""

    type_names: ClassVar[tuple[str, ...]]
    # Whether a failed lane keeps those that have not begun from beginning.
    stops_on_failure: ClassVar[bool]

    def open(self, properties: Mapping[str, Any]) -> Opened:
        """Decides how to begin. `properties` are rendered.

        Raises:
            CannotOpen: they make no sense.
        """

    def lanes(self, task: Task, opened: Opened) -> tuple[Lane, ...]:
        """The lanes of a task that was opened so."""

    def settle(self, state: State) -> State:
        """The flowable's state, from the worst of its children."""
