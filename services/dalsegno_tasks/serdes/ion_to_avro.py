from typing import ClassVar

from dalsegno_flow.effects import Effects
from dalsegno_tasks.interface import Outputs, TaskContext
from dalsegno_tasks.serdes.row_conversion import RowConversion


class IonToAvro(RowConversion):
    """Writes a table as an Avro object container file, uncompressed."""

    type_name: ClassVar[str] = "io.kestra.plugin.serdes.avro.IonToAvro"
    effects = Effects.PURE
    aliases: ClassVar[tuple[str, ...]] = ("io.kestra.plugin.serdes.avro.AvroWriter",)

    def run(self, context: TaskContext) -> Outputs:
        from dalsegno_tasks.serdes.avro_columns import RecordEncoder
        from dalsegno_tasks.serdes.avro_file import AvroFileWriter

        schema = self._avro_schema(context)
        encoder = RecordEncoder(schema)
        row_count = 0
        with context.create("data.avro") as file:
            writer = AvroFileWriter(file, schema)
            for table in self._tables(context, schema):
                writer.write_block(table.row_count, encoder.encode(table))
                row_count += table.row_count
        context.count("records", row_count)
        return {"uri": file.uri, "size": row_count}
