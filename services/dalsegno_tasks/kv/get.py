from typing import ClassVar

from dalsegno_flow.effects import Effects
from dalsegno_tasks.interface import Outputs, TaskContext
from dalsegno_tasks.kv.keys import KeyTask

_ABSENT = object()


class Get(KeyTask):
    """Reads the value of a key; null where it has none."""

    type_name: ClassVar[str] = "io.kestra.plugin.core.kv.Get"
    effects = Effects.PURE

    error_on_missing: bool = False

    def run(self, context: TaskContext) -> Outputs:
        value = context.values(self._namespace(context)).get(self.key, _ABSENT)
        if value is _ABSENT and self.error_on_missing:
            raise self._missing(context)
        return {"value": None if value is _ABSENT else value}
