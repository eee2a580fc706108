"""What a task type of the executor itself is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from dalsegno_executor.live import Live
from dalsegno_executor.ports import Assignment, Outcome, WriteLog
from dalsegno_flow import Task


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One attempt. `variables` are what its expressions see; `model` are its checked properties."""

    live: Live
    task: Task
    assignment: Assignment
    model: Any
    variables: Mapping[str, Any]
    write_log: WriteLog


class OwnTask(Protocol):
    """One task type. What it does is to be done once: it may be called off and run again at any `await`."""

    type_names: ClassVar[tuple[str, ...]]
    # Whether an attempt that the end of the process broke off goes on instead of being lost: what it has done then is
    # found again, because it follows from the execution, the task run and the attempt.
    goes_on: ClassVar[bool]
    # Whether a run that cannot do what it is asked was never RUNNING. Source: Kestra's executor, which runs such tasks
    # in the step in which they begin, and fails them as they were before; its other tasks run in a worker.
    fails_at_once: ClassVar[bool]

    async def run(self, call: Call) -> Outcome:
        """Raises TaskFailure for what the user can mend."""


class OwnTasks:
    """All of them, by the names of their types."""

    def __init__(self, tasks: Iterable[OwnTask] = ()) -> None:
        self._by_name: dict[str, OwnTask] = {}
        for task in tasks:
            self.add(task)

    def add(self, task: OwnTask) -> None:
        self._by_name.update(dict.fromkeys(task.type_names, task))

    def find(self, type_name: str) -> OwnTask | None:
        return self._by_name.get(type_name)
