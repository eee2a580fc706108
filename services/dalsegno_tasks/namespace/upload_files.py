import shutil
from collections.abc import Collection
from typing import Annotated, BinaryIO, ClassVar, Literal

from pydantic import BeforeValidator, Field

from dalsegno_flow.effects import Effects
from dalsegno_tasks.file_patterns import matching_files
from dalsegno_tasks.interface import Outputs, Task, TaskContext, TaskFailure
from dalsegno_tasks.properties import Text, TextList, TextMap, upper

COPY_BYTES = 1 << 20


class UploadFiles(Task):
    """Keeps files as files of a namespace: those of the work directory, and stored ones by name."""

    type_name: ClassVar[str] = "io.kestra.plugin.core.namespace.UploadFiles"
    effects = Effects.IDEMPOTENT

    namespace: Text = Field(description="The namespace to put the files into.")
    files: TextList | None = Field(None, description="Patterns of files of the work directory.")
    files_map: TextMap | None = Field(None, description="Names, with the addresses of stored files.")
    destination: Text = Field("/", description="The folder of the namespace to put them in.")
    conflict: Annotated[Literal["OVERWRITE", "ERROR", "SKIP"], BeforeValidator(upper)] = Field(
        "OVERWRITE", description="What becomes of a file whose name is taken."
    )

    def run(self, context: TaskContext) -> Outputs:
        if self.files is None and self.files_map is None:
            raise TaskFailure("files or filesMap is required: name what is to be uploaded.")
        there = context.files.of_namespace(self.namespace)
        uploaded: dict[str, str] = {}
        for name in matching_files(context.work_directory, self.files or []):
            if self._is_free(name, there):
                with (context.work_directory / name).open("rb") as source:
                    uploaded[name] = self._upload(context, name, source)
        for name, uri in (self.files_map or {}).items():
            if self._is_free(name, there):
                with context.open(uri) as source:
                    uploaded[name] = self._upload(context, name, source)
        return {"files": uploaded}

    def _upload(self, context: TaskContext, name: str, source: BinaryIO) -> str:
        with context.files.put(self.namespace, self._place(name)) as file:
            shutil.copyfileobj(source, file, COPY_BYTES)
        say = context.log.debug
        say(f"Uploaded {file.uri}")
        return file.uri

    def _is_free(self, name: str, there: Collection[str]) -> bool:
        """Whether a file is to be uploaded. Raises TaskFailure when its name is taken, and `conflict` is ERROR."""
        place = self._place(name)
        if place not in there or self.conflict == "OVERWRITE":
            return True
        if self.conflict == "ERROR":
            raise TaskFailure(
                f"The namespace {self.namespace} has a file {place} already, and `conflict` is ERROR. Delete it first, "
                "or set `conflict` to OVERWRITE or SKIP."
            )
        return False

    def _place(self, name: str) -> str:
        return f"{self.destination.strip('/')}/{name.removeprefix('/')}".removeprefix("/")
