from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from dalsegno_tasks.interface import Outputs, Task, TaskContext
from dalsegno_tasks.properties import is_template, upper

CHUNK_BYTES = 1 << 20


def _no_compression(value: str | None) -> str | None:
    if value is not None and not is_template(value):
        raise ValueError("only ZIP archives are read, which compress their entries themselves; remove `compression`.")
    return value


class ArchiveDecompress(Task):
    """Unpacks a ZIP archive; each entry becomes a file of the task run."""

    type_name = "io.kestra.plugin.compress.ArchiveDecompress"

    algorithm: Annotated[Literal["ZIP"], BeforeValidator(upper)]
    compression: Annotated[str | None, AfterValidator(_no_compression)] = None
    from_: str = Field(alias="from")

    def run(self, context: TaskContext) -> Outputs:
        from dalsegno_tasks.compress.zip_entries import read_entries

        files: dict[str, str] = {}
        total_bytes = 0
        for entry in read_entries(context.fetch(self.from_)):
            # Blanks in names trouble many tools; the outputs keep the name as the archive has it.
            with context.create(entry.name.replace(" ", "_")) as file:
                for chunk in entry.chunks(CHUNK_BYTES):
                    file.write(chunk)
                    total_bytes += len(chunk)
            files[entry.name] = file.uri
        context.count("size", total_bytes)
        context.count("count", len(files))
        return {"files": files}
