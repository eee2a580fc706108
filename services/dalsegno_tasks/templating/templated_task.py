from collections.abc import Mapping
from typing import Any

from pydantic import Field

from dalsegno_flow import TASK_PROPERTIES, read_document
from dalsegno_flow.effects import Effects
from dalsegno_tasks.checking import build
from dalsegno_tasks.executor_task import ExecutorTask
from dalsegno_tasks.interface import Outputs, Task, TaskContext, TaskFailure


class TemplatedTask(Task):
    """Runs the task that its `spec` renders to: YAML with a `type` and properties, all of which may come of templates.

    Properties that every task has, such as `timeout`, count where they stand beside `spec`, not within it.
    """

    type_name = "io.kestra.plugin.core.templating.TemplatedTask"
    effects = Effects.PURE
    aliases = ("io.kestra.core.tasks.templating.TemplatedTask",)

    spec: str = Field(description="The YAML of a task, as text; rendered, and then run in its place.")

    @classmethod
    def own_variables(cls, directory: str, properties: Mapping[str, Any]) -> Mapping[str, Any]:  # noqa: ARG003
        return {"workingDir": directory}

    def run(self, context: TaskContext) -> Outputs:
        given = self._read()
        task_class = self._class(given["type"])
        properties = {name: value for name, value in given.items() if name not in TASK_PROPERTIES}
        return build(task_class, properties).run(context)

    def _read(self) -> dict[str, Any]:
        document, problems = read_document(self.spec)
        if problems:
            first = problems[0]
            raise TaskFailure(f"The `spec` is no YAML, in line {first.line}, column {first.column}: {first.message}")
        if not isinstance(document.data, dict) or not isinstance(document.data.get("type"), str):
            raise TaskFailure("The `spec` is no task: give a map with the `type` of a task and its properties.")
        return document.data

    def _class(self, name: str) -> type[Task]:
        from dalsegno_tasks.catalog import Catalog, CatalogError

        try:
            found = Catalog.installed().find(name)
        except CatalogError as error:
            raise TaskFailure(f"The `spec` cannot be run: {error}") from error
        if issubclass(found, TemplatedTask):
            raise TaskFailure(f"The templated task cannot be of type '{TemplatedTask.type_name}'.")
        if issubclass(found, ExecutorTask):
            raise TaskFailure(
                f"The templated task must be a runnable task; {found.type_name} is run by the executor. Write it into "
                "the flow itself."
            )
        return found
