from typing import ClassVar

from pydantic import Field

from dalsegno_flow.effects import Effects
from dalsegno_tasks.interface import Outputs, Task, TaskContext
from dalsegno_tasks.properties import Text


class IonToJson(Task):
    """Writes a table as JSON lines, or as one list."""

    type_name: ClassVar[str] = "io.kestra.plugin.serdes.json.IonToJson"
    effects = Effects.PURE
    aliases: ClassVar[tuple[str, ...]] = ("io.kestra.plugin.serdes.json.JsonWriter",)

    from_: str = Field(alias="from", description="URI of a table in Ion text, one row a line.")
    charset: str = Field("UTF-8", description="Of the table; JSON is always in UTF-8.")
    new_line: bool = Field(True, description="One row a line; without, one list of all rows.")
    time_zone_id: Text | None = Field(None, description="Without effect: moments keep their offset.")
    should_keep_annotations: bool = Field(False, description="Without effect: JSON has no annotations.")

    def run(self, context: TaskContext) -> Outputs:
        from dalsegno_tasks.serdes.charsets import utf8_stream
        from dalsegno_tasks.serdes.ion_text import iterate_rows
        from dalsegno_tasks.serdes.row_output import write_rows

        name = "data.jsonl" if self.new_line else "data.json"
        with context.open(self.from_) as source, context.create(name) as file:
            rows = (text for _, text in iterate_rows(utf8_stream(source, self.charset)))
            if self.new_line:
                row_count = write_rows(file, rows)
            else:
                row_count = write_rows(file, rows, first="[", between=",", last="]")
        context.count("records", row_count)
        return {"uri": file.uri, "size": row_count}
