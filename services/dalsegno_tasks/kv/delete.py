from typing import ClassVar

from pydantic import Field

from dalsegno_flow.effects import Effects
from dalsegno_tasks.interface import Outputs, TaskContext
from dalsegno_tasks.kv.keys import KeyTask


class Delete(KeyTask):
    """Removes the value of a key."""

    type_name: ClassVar[str] = "io.kestra.plugin.core.kv.Delete"
    effects = Effects.IDEMPOTENT

    error_on_missing: bool = Field(False, description="Whether it fails when there is nothing of that name.")

    def run(self, context: TaskContext) -> Outputs:
        deleted = context.values(self._namespace(context)).delete(self.key)
        if self.error_on_missing and not deleted:
            raise self._missing(context)
        return {"deleted": deleted}
