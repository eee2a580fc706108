from typing import ClassVar

from pydantic import Field

from dalsegno_flow.effects import Effects
from dalsegno_tasks.interface import Outputs, Task, TaskContext


class JsonToIon(Task):
    """Writes a JSON file as a table: the values of its lines, or the items of the list that it is."""

    type_name: ClassVar[str] = "io.kestra.plugin.serdes.json.JsonToIon"
    effects = Effects.PURE
    aliases: ClassVar[tuple[str, ...]] = ("io.kestra.plugin.serdes.json.JsonReader",)

    from_: str = Field(alias="from", description="URI of the JSON file.")
    charset: str = Field("UTF-8", description="The charset of the file.")
    new_line: bool = Field(True, description="Each line is a value; without, the file is one list or one map.")

    def run(self, context: TaskContext) -> Outputs:
        from dalsegno_tasks.serdes.charsets import utf8_stream
        from dalsegno_tasks.serdes.json_rows import rows_of_document, rows_of_lines
        from dalsegno_tasks.serdes.row_output import write_rows

        with context.open(self.from_) as source, context.create("data.ion") as file:
            stream = utf8_stream(source, self.charset)
            row_count = write_rows(file, rows_of_lines(stream) if self.new_line else rows_of_document(stream))
        context.count("records", row_count)
        return {"uri": file.uri, "size": row_count}
