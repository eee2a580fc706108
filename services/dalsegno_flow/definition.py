"""A flow as its author wrote it: checked, and nothing rendered yet."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any


class NoSuchTask(LookupError):
    """The flow has no task at this path."""

    def __init__(self, flow: "Flow", path: str) -> None:
        super().__init__(
            f"The flow {flow.full_id} has no task {path!r}. Its tasks are: {', '.join(flow.task_paths()) or 'none'}."
        )
        self.path = path


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One step. `properties` are the task type's own, raw: templates in them are rendered when the task runs."""

    id: str
    type: str  # as written: it may be an old name of the type
    description: str = ""
    disabled: bool = False
    properties: Mapping[str, Any] = field(default_factory=dict)
    children: Mapping[str, tuple["Task", ...]] = field(default_factory=dict)
    depends_on: tuple[str, ...] = ()
    run_if: str = "true"
    allow_failure: bool = False
    allow_warning: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """One flow. `tasks` run in order; `variables` are raw, as they are for `{{ vars.… }}`."""

    namespace: str
    id: str
    description: str = ""
    disabled: bool = False
    labels: Mapping[str, str] = field(default_factory=dict)
    variables: Mapping[str, Any] = field(default_factory=dict)
    tasks: tuple[Task, ...]
    errors: tuple[Task, ...] = ()
    finally_: tuple[Task, ...] = ()

    @property
    def full_id(self) -> str:
        """Such as "company.team.divvy_tripdata"."""
        return f"{self.namespace}.{self.id}"

    def walk(self) -> Iterator[tuple[str, Task]]:
        """Every task with its path, in the order of the source. The path of a task at the top is its id."""
        for task in (*self.tasks, *self.errors, *self.finally_):
            yield from _walk(task, "")

    def task_paths(self) -> tuple[str, ...]:
        return tuple(path for path, _ in self.walk())

    def task(self, path: str) -> Task:
        """Raises NoSuchTask when there is none."""
        for other, task in self.walk():
            if other == path:
                return task
        raise NoSuchTask(self, path)


def _walk(task: Task, above: str) -> Iterator[tuple[str, Task]]:
    path = f"{above}{task.id}"
    yield path, task
    for children in task.children.values():
        for child in children:
            yield from _walk(child, f"{path}/")
