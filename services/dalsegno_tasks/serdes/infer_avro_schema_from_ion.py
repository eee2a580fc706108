from typing import ClassVar

from pydantic import Field

from dalsegno_flow.effects import Effects
from dalsegno_tasks.interface import Outputs, Task, TaskContext


class InferAvroSchemaFromIon(Task):
    """Writes the Avro schema that IonToAvro would take for a table, were it given none."""

    type_name: ClassVar[str] = "io.kestra.plugin.serdes.avro.InferAvroSchemaFromIon"
    effects = Effects.PURE

    from_: str = Field(alias="from", description="URI of a table in Ion text, one row a line.")
    number_of_rows_to_scan: int = Field(100, ge=1, description="So many rows are looked at to infer a schema.")

    def run(self, context: TaskContext) -> Outputs:
        from dalsegno_tasks.serdes.avro_inference import infer_avro_schema
        from dalsegno_tasks.serdes.ion_text import read_rows

        with context.open(self.from_) as stream:
            schema = infer_avro_schema(read_rows(stream, self.number_of_rows_to_scan))
        with context.create("schema.avsc") as file:
            file.write(schema.encode())
        return {"uri": file.uri}
