from typing import ClassVar

from pydantic import Field

from dalsegno_flow.effects import Effects
from dalsegno_tasks.interface import Outputs, Task, TaskContext, TaskFailure


class Delete(Task):
    """Removes a file. What names it, an earlier output for one, cannot be reused any more."""

    type_name: ClassVar[str] = "io.kestra.plugin.core.storage.Delete"
    effects = Effects.IDEMPOTENT
    aliases: ClassVar[tuple[str, ...]] = ("io.kestra.core.tasks.storages.Delete",)

    uri: str = Field(description="The address of the file.")
    error_on_missing: bool = Field(False, description="Whether it fails when there is no such file.")

    def run(self, context: TaskContext) -> Outputs:
        deleted = bool(context.files.delete([self.uri]))
        if self.error_on_missing and not deleted:
            raise TaskFailure(
                f"Unable to find file '{self.uri}', and `errorOnMissing` is set. Take the address from an output, or "
                "leave `errorOnMissing` out."
            )
        return {"uri": self.uri, "deleted": deleted}
