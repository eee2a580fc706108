from typing import ClassVar

from pydantic import Field

from dalsegno_flow.effects import Effects
from dalsegno_tasks.interface import Outputs, Task, TaskContext, TaskFailure


class Size(Task):
    """Tells how many bytes a file has."""

    type_name: ClassVar[str] = "io.kestra.plugin.core.storage.Size"
    effects = Effects.PURE
    aliases: ClassVar[tuple[str, ...]] = ("io.kestra.core.tasks.storages.Size",)

    uri: str = Field(description="The address of the file.")

    def run(self, context: TaskContext) -> Outputs:
        file = context.files.find(self.uri)
        if file is None:
            raise TaskFailure(f"No file {self.uri} is stored, so it has no size. Take the address from an output.")
        return {"size": file.size_bytes}
