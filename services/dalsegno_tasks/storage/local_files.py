from typing import Annotated, ClassVar

from pydantic import BeforeValidator, Field

from dalsegno_flow.effects import Effects
from dalsegno_tasks.directory_files import put_files, take_files
from dalsegno_tasks.interface import Outputs, Task, TaskContext
from dalsegno_tasks.properties import Text, TextList, from_json


class LocalFiles(Task):
    """Puts files into the work directory, and stores files of it; of use within a WorkingDirectory."""

    type_name: ClassVar[str] = "io.kestra.plugin.core.storage.LocalFiles"
    effects = Effects.PURE
    aliases: ClassVar[tuple[str, ...]] = ("io.kestra.core.tasks.storages.LocalFiles",)

    inputs: Annotated[dict[str, Text | None], BeforeValidator(from_json)] = Field(
        default_factory=dict,
        description="Names, with the content or the address of a stored file; null makes it empty.",
    )
    outputs: TextList = Field(default_factory=list, description="Patterns of the files to store.")

    def run(self, context: TaskContext) -> Outputs:
        put_files(context, self.inputs)
        return {"uris": take_files(context, self.outputs)}
