from typing import ClassVar

from pydantic import Field, PositiveInt

from dalsegno_flow.effects import Effects
from dalsegno_tasks.interface import Outputs, Task, TaskContext
from dalsegno_tasks.properties import Text
from dalsegno_tasks.storage.splitting import Batches, split


class Split(Task):
    """Splits a file of lines into files."""

    type_name: ClassVar[str] = "io.kestra.plugin.core.storage.Split"
    effects = Effects.PURE
    aliases: ClassVar[tuple[str, ...]] = ("io.kestra.core.tasks.storages.Split",)

    from_: str = Field(alias="from", description="The address of the file.")
    bytes: Text | None = Field(None, description="A size such as 10MB: a part ends with the line that reaches it.")
    partitions: PositiveInt | None = Field(None, description="So many parts, which get a line each in turn.")
    rows: PositiveInt | None = Field(None, description="Lines of a part.")
    regex_pattern: Text | None = Field(None, description="Its first group names the part of a line.")
    separator: str = Field("\n", description="What ends each line in the parts.")

    def run(self, context: TaskContext) -> Outputs:
        batches = Batches(
            rows=self.rows,
            partitions=self.partitions,
            bytes=self.bytes,
            separator=self.separator,
            regex_pattern=self.regex_pattern,
        )
        return {"uris": split(context, self.from_, batches)}
