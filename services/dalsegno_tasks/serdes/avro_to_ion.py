from typing import ClassVar

from pydantic import Field

from dalsegno_flow.effects import Effects
from dalsegno_tasks.interface import Outputs, Task, TaskContext
from dalsegno_tasks.properties import OnBadLines


class AvroToIon(Task):
    """Writes an Avro object container file as a table; moments become texts, as `ion_encoding` has them."""

    type_name: ClassVar[str] = "io.kestra.plugin.serdes.avro.AvroToIon"
    effects = Effects.PURE
    aliases: ClassVar[tuple[str, ...]] = ("io.kestra.plugin.serdes.avro.AvroReader",)

    from_: str = Field(alias="from", description="URI of the Avro file.")
    on_bad_lines: OnBadLines = Field(
        "ERROR", description="WARN and SKIP leave out a record that cannot be read, with the rest of its block."
    )

    def run(self, context: TaskContext) -> Outputs:
        from dalsegno_tasks.serdes.avro_rows import read_avro_rows
        from dalsegno_tasks.serdes.row_output import write_rows

        # A copy, since the reader of its blocks seeks.
        with context.fetch(self.from_).open("rb") as stream, context.create("data.ion") as file:
            row_count = write_rows(file, read_avro_rows(stream, on_bad_lines=self.on_bad_lines, log=context.log))
        context.count("records", row_count)
        return {"uri": file.uri, "size": row_count}
