"""What an execution waits for: things that have to happen outside before anything follows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import NamedTuple

from dalsegno_executor.core.events import Event


class Kind(Enum):
    RUN = auto()  # run an attempt, or open a flowable; TaskRunFinished or TaskRunOpened tells of it
    TURN = auto()  # decide whether a flowable's tasks run again; TaskRunOpened or TaskRunTurned tells of it
    WAIT = auto()  # let a time come; the event is given
    END = auto()  # make the flow's outputs; ExecutionEnded tells of it
    AGAIN = auto()  # start the execution that tries again; ExecutionClosed tells of it


class Work(NamedTuple):
    """Something that has to happen outside, for a task run or for something else that `path` names."""

    kind: Kind
    path: str


@dataclass(frozen=True, slots=True)
class Wait:
    """Until when to wait, and what happens then."""

    until: datetime
    event: Event


class Agenda:
    """The work that is wanted now. Whoever does it asks for what has changed, and need not look at all of it."""

    def __init__(self) -> None:
        self._wanted: dict[Work, Wait | None] = {}
        self._changed: dict[Work, None] = {}

    def __contains__(self, work: object) -> bool:
        return work in self._wanted

    def __iter__(self) -> Iterator[Work]:
        return iter(self._wanted)

    def wait_of(self, work: Work) -> Wait | None:
        """What a Work of kind WAIT waits for."""
        return self._wanted.get(work)

    def want(self, kind: Kind, path: str, wait: Wait | None = None) -> None:
        work = Work(kind, path)
        self._wanted[work] = wait
        self._changed[work] = None

    def drop(self, kind: Kind, path: str) -> None:
        """Does nothing when it is not wanted."""
        work = Work(kind, path)
        if self._wanted.pop(work, self) is not self:
            self._changed[work] = None

    def drop_all(self) -> None:
        self._changed.update(dict.fromkeys(self._wanted))
        self._wanted.clear()

    def changes(self) -> Mapping[Work, bool]:
        """What has begun or ceased to be wanted since the last call, and whether it is wanted now."""
        changed, self._changed = self._changed, {}
        return {work: work in self._wanted for work in changed}
