from typing import Any, ClassVar

from pydantic import Field

from dalsegno_flow.effects import Effects
from dalsegno_tasks.interface import Outputs, TaskContext
from dalsegno_tasks.kv.keys import KeyTask


class Put(KeyTask):
    """Keeps a value by key; with `errorOnMissing`, only where the key has one already."""

    type_name: ClassVar[str] = "io.kestra.plugin.core.kv.Put"
    effects = Effects.IDEMPOTENT
    typed: ClassVar[frozenset[str]] = frozenset(("value",))

    value: Any = Field(description="The value to keep.")
    error_on_missing: bool = Field(False, description="Whether it fails when the key has no value yet.")

    def run(self, context: TaskContext) -> Outputs:
        values = context.values(self._namespace(context))
        if self.error_on_missing and self.key not in values.keys(self.key):
            raise self._missing(context)
        values.put(self.key, self.value)
        return {}
