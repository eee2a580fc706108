import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar, Protocol

from pydantic import Field

from dalsegno_flow.effects import Effects
from dalsegno_tasks.compress.algorithms import WITH_DIRECTORY, Algorithm
from dalsegno_tasks.compress.compressions import Readable
from dalsegno_tasks.interface import Outputs, Task, TaskContext

CHUNK_BYTES = 1 << 20


class _Entry(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def stored_name(self) -> str: ...
    def chunks(self, chunk_bytes: int) -> Iterator[bytes]: ...


class ArchiveDecompress(Task):
    """Unpacks an archive; each file in it becomes a file of the task run."""

    type_name: ClassVar[str] = "io.kestra.plugin.compress.ArchiveDecompress"
    effects = Effects.PURE

    algorithm: Algorithm = Field(description="How the archive is packed.")
    compression: Readable | None = Field(None, description="What the archive as a whole is compressed with.")
    from_: str = Field(alias="from", description="The address of the archive in storage.")

    def run(self, context: TaskContext) -> Outputs:
        files: dict[str, str] = {}
        total_bytes = 0
        for entry in self._entries(context):
            with context.create(entry.stored_name) as file:
                for chunk in entry.chunks(CHUNK_BYTES):
                    file.write(chunk)
                    total_bytes += len(chunk)
            files[entry.name] = file.uri
        context.count("size", total_bytes)
        context.count("count", len(files))
        return {"files": files}

    def _entries(self, context: TaskContext) -> Iterator[_Entry]:
        from dalsegno_tasks.compress.decompressing import decompressed, new_inflation
        from dalsegno_tasks.compress.streamed_archives import read_entries as read_streamed
        from dalsegno_tasks.compress.zip_entries import read_entries

        if self.algorithm in WITH_DIRECTORY and self.compression is None:
            yield from read_entries(context.fetch(self.from_))
            return
        inflation = new_inflation()
        with context.open(self.from_) as source, decompressed(source, self.compression, inflation) as stream:
            if self.algorithm not in WITH_DIRECTORY:
                yield from read_streamed(stream, self.algorithm, inflation)
                return
            with tempfile.NamedTemporaryFile() as copy:
                while chunk := stream.read(CHUNK_BYTES):
                    copy.write(chunk)
                copy.flush()
                yield from read_entries(Path(copy.name))
