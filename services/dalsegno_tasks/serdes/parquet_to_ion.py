from typing import ClassVar

from pydantic import Field

from dalsegno_flow.effects import Effects
from dalsegno_tasks.interface import Outputs, Task, TaskContext


class ParquetToIon(Task):
    """Writes a Parquet file as a table; moments become texts, as `ion_encoding` has them."""

    type_name: ClassVar[str] = "io.kestra.plugin.serdes.parquet.ParquetToIon"
    effects = Effects.PURE
    aliases: ClassVar[tuple[str, ...]] = ("io.kestra.plugin.serdes.parquet.ParquetReader",)

    from_: str = Field(alias="from", description="URI of the Parquet file.")

    def run(self, context: TaskContext) -> Outputs:
        from dalsegno_tasks.serdes.json_columns import table_lines
        from dalsegno_tasks.serdes.parquet_rows import read_batches

        row_count = 0
        path = context.fetch(self.from_)
        with context.create("data.ion") as file:
            for batch in read_batches(path):
                file.write(table_lines(batch.schema.names, batch.columns))
                row_count += batch.num_rows
        context.count("records", row_count)
        return {"uri": file.uri, "size": row_count}
