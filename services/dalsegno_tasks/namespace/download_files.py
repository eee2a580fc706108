import shutil
from typing import Annotated, ClassVar

from pydantic import BeforeValidator, Field

from dalsegno_flow.effects import Effects
from dalsegno_tasks.file_patterns import found_anywhere
from dalsegno_tasks.interface import Outputs, Task, TaskContext
from dalsegno_tasks.properties import Text, from_json

COPY_BYTES = 1 << 20


class DownloadFiles(Task):
    """Stores files of a namespace as files of the task run; their names in the outputs begin with "/"."""

    type_name: ClassVar[str] = "io.kestra.plugin.core.namespace.DownloadFiles"
    effects = Effects.PURE

    namespace: Text = Field(description="The namespace of the files.")
    files: Annotated[list[Text] | Text, BeforeValidator(from_json)] = Field(description="Names or patterns of them.")
    destination: Text = Field("", description="A folder to put them in.")

    def run(self, context: TaskContext) -> Outputs:
        there = context.files.of_namespace(self.namespace)
        patterns = [self.files] if isinstance(self.files, str) else self.files
        downloaded: dict[str, str] = {}
        for name in found_anywhere(there, patterns):
            place = f"{self.destination.strip('/')}/{name}".removeprefix("/")
            with context.open(there[name].uri) as source, context.create(place) as file:
                shutil.copyfileobj(source, file, COPY_BYTES)
            downloaded[f"/{name}"] = file.uri
            say = context.log.debug
            say(f"Downloaded {file.uri}")
        context.count("downloaded", len(downloaded))
        return {"files": downloaded}
