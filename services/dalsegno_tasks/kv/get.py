from typing import ClassVar

from pydantic import Field

from dalsegno_flow.effects import Effects
from dalsegno_tasks.interface import Outputs, TaskContext
from dalsegno_tasks.kv.keys import KeyTask

_ABSENT = object()


class Get(KeyTask):
    """Reads the value of a key; null where it has none."""

    type_name: ClassVar[str] = "io.kestra.plugin.core.kv.Get"
    effects = Effects.PURE

    error_on_missing: bool = Field(False, description="Whether it fails when there is nothing of that name.")

    def run(self, context: TaskContext) -> Outputs:
        value = context.values(self._namespace(context)).get(self.key, _ABSENT)
        if value is _ABSENT and self.error_on_missing:
            raise self._missing(context)
        return {"value": None if value is _ABSENT else value}
