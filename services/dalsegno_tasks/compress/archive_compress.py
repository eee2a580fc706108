from typing import ClassVar

from pydantic import Field

from dalsegno_flow.effects import Effects
from dalsegno_tasks.compress.algorithms import Algorithm
from dalsegno_tasks.compress.compressions import EXTENSIONS, Writable
from dalsegno_tasks.interface import Outputs, Task, TaskContext, TaskFailure
from dalsegno_tasks.properties import TextMap


class ArchiveCompress(Task):
    """Packs stored files into an archive. The same files make the same archive: it has no times in it."""

    type_name: ClassVar[str] = "io.kestra.plugin.compress.ArchiveCompress"
    effects = Effects.PURE

    algorithm: Algorithm = Field(description="How the archive is packed.")
    compression: Writable | None = Field(None, description="What to compress the archive as a whole with.")
    from_: TextMap = Field(alias="from", description="Names in the archive, with the addresses of the files.")

    def run(self, context: TaskContext) -> Outputs:
        from dalsegno_tasks.compress.archive_writing import write_archive
        from dalsegno_tasks.compress.compressing import compressed
        from dalsegno_tasks.compress.entry_names import check_entry_name

        files = []
        for name, uri in self.from_.items():
            check_entry_name(name)
            found = context.files.find(uri)
            if found is None:
                raise TaskFailure(f"No file {uri} is stored, which is to be '{name}' in the archive. Correct `from`.")
            files.append((name, found))
        extension = f".{self.algorithm.lower()}" + (EXTENSIONS[self.compression] if self.compression else "")
        with context.create(f"archive{extension}") as file, compressed(file, self.compression) as writer:
            write_archive(writer, self.algorithm, files, context.open)
        return {"uri": file.uri}
