from pathlib import PurePosixPath
from typing import ClassVar

from pydantic import Field

from dalsegno_flow.effects import Effects
from dalsegno_tasks.compress.compressions import EXTENSIONS, Readable
from dalsegno_tasks.interface import Outputs, Task, TaskContext


class FileDecompress(Task):
    """Decompresses a file."""

    type_name: ClassVar[str] = "io.kestra.plugin.compress.FileDecompress"
    effects = Effects.PURE

    compression: Readable = Field(description="How the bytes are compressed.")
    from_: str = Field(alias="from", description="The address of the compressed file in storage.")

    def run(self, context: TaskContext) -> Outputs:
        from dalsegno_tasks.compress.decompressing import CHUNK_BYTES, decompressed, new_inflation

        name = PurePosixPath(self.from_).name
        extension = EXTENSIONS.get(self.compression, ".snappy")
        with (
            context.create(name.removesuffix(extension) or "data") as file,
            context.open(self.from_) as source,
            decompressed(source, self.compression, new_inflation()) as stream,
        ):
            while chunk := stream.read(CHUNK_BYTES):
                file.write(chunk)
        return {"uri": file.uri}
