"""What the tasks for values by key have in common."""

from pydantic import Field

from dalsegno_tasks.interface import Task, TaskContext, TaskFailure
from dalsegno_tasks.properties import Text


class KeyTask(Task):
    """A task on one key; its namespace is that of the flow unless another is given."""

    key: Text = Field(description="The key.")
    namespace: Text | None = Field(None, description="The namespace; the flow's when left out.")

    def _namespace(self, context: TaskContext) -> str:
        return self.namespace or context.place.namespace

    def _missing(self, context: TaskContext) -> TaskFailure:
        return TaskFailure(
            f"No value found for key '{self.key}' in namespace '{self._namespace(context)}' and `errorOnMissing` is "
            "set to true. Set it first, or leave `errorOnMissing` out."
        )
