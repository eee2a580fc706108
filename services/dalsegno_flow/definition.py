"""A flow as its author wrote it: checked, and nothing rendered yet."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from dalsegno_flow.checks import Check
from dalsegno_flow.concurrency import Concurrency
from dalsegno_flow.inputs.types import Input
from dalsegno_flow.outputs import Output
from dalsegno_flow.plugin_defaults import PluginDefault
from dalsegno_flow.retry import Retry
from dalsegno_flow.sla import Sla
from dalsegno_flow.triggers import Trigger


class NoSuchTask(LookupError):
    """The flow has no task at this path."""

    def __init__(self, flow: "Flow", path: str) -> None:
        super().__init__(
            f"The flow {flow.full_id} has no task {path!r}. Its tasks are: {', '.join(flow.task_paths()) or 'none'}."
        )
        self.path = path


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskCache:
    """Outputs of a task run with the same rendered properties are taken instead of running, as long as `ttl` says."""

    enabled: bool
    ttl: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One step. `properties` are the task type's own, raw: templates in them are rendered when the task runs.

    `children` are the tasks that it holds, by slot: "tasks", "then", "else", "errors", "finally", "defaults",
    "onPause" (one task), and "cases/<key>" for each case of a Switch. Slots that are left out are not there.
    """

    id: str
    type: str  # as written: it may be an old name of the type
    version: str = ""
    description: str = ""
    disabled: bool = False
    properties: Mapping[str, Any] = field(default_factory=dict)
    children: Mapping[str, "tuple[Task, ...]"] = field(default_factory=dict)
    depends_on: tuple[str, ...] = ()  # ids of its siblings in a Dag
    inputs: tuple[Input, ...] = ()  # those that resuming a Pause asks for
    run_if: str = "true"  # a template
    retry: Retry | None = None
    timeout: str | None = None  # an ISO duration, or a template of one
    allow_failure: bool = False
    allow_warning: bool = False
    log_level: str | None = None
    log_to_file: bool = False
    task_cache: TaskCache | None = None
    worker_group: Mapping[str, Any] | None = None  # raw
    plugin_defaults_ref: str = ""
    effects: str | None = None  # one of `Effects`; None is that of its type

    def walk(self, path: str) -> "Iterator[tuple[str, Task]]":
        """The task, which stands at `path`, and all tasks in it, in the order of the slots."""
        yield path, self
        for tasks in self.children.values():
            for task in tasks:
                yield from task.walk(f"{path}/{task.id}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """One flow. `tasks` run in order; `variables` are raw, as they are for `{{ vars.… }}`.

    What `plugin_defaults` say is in the tasks already.
    """

    namespace: str
    id: str
    description: str = ""
    disabled: bool = False
    labels: Mapping[str, str] = field(default_factory=dict)
    inputs: tuple[Input, ...] = ()
    variables: Mapping[str, Any] = field(default_factory=dict)
    tasks: tuple[Task, ...]
    errors: tuple[Task, ...] = ()
    finally_: tuple[Task, ...] = ()
    after_execution: tuple[Task, ...] = ()
    triggers: tuple[Trigger, ...] = ()
    outputs: tuple[Output, ...] = ()
    concurrency: Concurrency | None = None
    retry: Retry | None = None
    plugin_defaults: tuple[PluginDefault, ...] = ()
    sla: tuple[Sla, ...] = ()
    checks: tuple[Check, ...] = ()
    worker_group: Mapping[str, Any] | None = None  # raw
    _by_path: dict[str, Task] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        for tasks in (self.tasks, self.errors, self.finally_, self.after_execution):
            for task in tasks:
                self._by_path.update(task.walk(task.id))

    @property
    def full_id(self) -> str:
        """Such as "company.team.divvy_tripdata"."""
        return f"{self.namespace}.{self.id}"

    def walk(self) -> Iterator[tuple[str, Task]]:
        """Every task with its path: `tasks`, `errors`, `finally`, `afterExecution`, each task before those in it.

        The path of a task at the top is its id; of one inside another, that one's path, "/" and its id.
        """
        yield from self._by_path.items()

    def task_paths(self) -> tuple[str, ...]:
        return tuple(self._by_path)

    def task(self, path: str) -> Task:
        """Raises NoSuchTask when there is none."""
        found = self._by_path.get(path)
        if found is None:
            raise NoSuchTask(self, path)
        return found
