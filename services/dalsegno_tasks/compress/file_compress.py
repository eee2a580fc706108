import shutil
from pathlib import PurePosixPath
from typing import IO, ClassVar, cast

from pydantic import Field

from dalsegno_flow.effects import Effects
from dalsegno_tasks.compress.compressions import EXTENSIONS, Writable
from dalsegno_tasks.interface import Outputs, Task, TaskContext

COPY_BYTES = 1 << 20


class FileCompress(Task):
    """Compresses a file."""

    type_name: ClassVar[str] = "io.kestra.plugin.compress.FileCompress"
    effects = Effects.PURE

    compression: Writable = Field(description="How the bytes are compressed.")
    from_: str = Field(alias="from", description="The address of the file in storage.")

    def run(self, context: TaskContext) -> Outputs:
        from dalsegno_tasks.compress.compressing import compressed

        with (
            context.create(PurePosixPath(self.from_).name + EXTENSIONS[self.compression]) as file,
            context.open(self.from_) as source,
            compressed(file, self.compression) as writer,
        ):
            shutil.copyfileobj(source, cast("IO[bytes]", writer), COPY_BYTES)
        return {"uri": file.uri}
