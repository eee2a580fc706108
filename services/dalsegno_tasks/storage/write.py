from typing import ClassVar

from pydantic import Field

from dalsegno_flow.effects import Effects
from dalsegno_tasks.interface import Outputs, Task, TaskContext
from dalsegno_tasks.properties import Text
from dalsegno_tasks.storage.naming import with_extension


class Write(Task):
    """Stores a text as a file."""

    type_name: ClassVar[str] = "io.kestra.plugin.core.storage.Write"
    effects = Effects.PURE

    content: Text = Field(description="The text to store.")
    extension: Text | None = Field(None, description="How the name of the stored file ends.")

    def run(self, context: TaskContext) -> Outputs:
        with context.create(with_extension("content", self.extension)) as file:
            file.write(self.content.encode("utf-8", "replace"))
        return {"uri": file.uri}
