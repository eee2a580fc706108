import shutil
from typing import Annotated, ClassVar

from pydantic import BeforeValidator, Field

from dalsegno_flow.effects import Effects
from dalsegno_tasks.interface import Outputs, Task, TaskContext
from dalsegno_tasks.properties import Text, from_json
from dalsegno_tasks.storage.naming import with_extension

COPY_BYTES = 1 << 20


class Concat(Task):
    """Stores files one after the other as one, the separator after each."""

    type_name: ClassVar[str] = "io.kestra.plugin.core.storage.Concat"
    effects = Effects.PURE
    aliases: ClassVar[tuple[str, ...]] = ("io.kestra.core.tasks.storages.Concat",)

    files: Annotated[list[Text] | str, BeforeValidator(from_json)] = Field(
        description="Addresses of the files, as a list or as one text."
    )
    separator: str | None = Field(None, description="What is written after each file.")
    extension: Text = Field(".tmp", description="How the name of the stored file ends.")

    def run(self, context: TaskContext) -> Outputs:
        uris = [self.files] if isinstance(self.files, str) else self.files
        end = (self.separator or "").encode()
        with context.create(with_extension("concat", self.extension)) as file:
            for uri in uris:
                with context.open(uri) as source:
                    shutil.copyfileobj(source, file, COPY_BYTES)
                file.write(end)
        return {"uri": file.uri}
