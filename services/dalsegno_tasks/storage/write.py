from typing import ClassVar

from dalsegno_flow.effects import Effects
from dalsegno_tasks.interface import Outputs, Task, TaskContext
from dalsegno_tasks.properties import Text
from dalsegno_tasks.storage.naming import with_extension


class Write(Task):
    """Stores a text as a file."""

    type_name: ClassVar[str] = "io.kestra.plugin.core.storage.Write"
    effects = Effects.PURE

    content: Text
    extension: Text | None = None

    def run(self, context: TaskContext) -> Outputs:
        with context.create(with_extension("content", self.extension)) as file:
            file.write(self.content.encode("utf-8", "replace"))
        return {"uri": file.uri}
