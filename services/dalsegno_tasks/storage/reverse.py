import tempfile
from typing import ClassVar

from pydantic import Field

from dalsegno_flow.effects import Effects
from dalsegno_tasks.interface import Outputs, Task, TaskContext
from dalsegno_tasks.storage.naming import extension_of
from dalsegno_tasks.storage.reversing import lines_from_the_end

COPY_BYTES = 1 << 20


class Reverse(Task):
    """Stores the lines of a file in reverse order."""

    type_name: ClassVar[str] = "io.kestra.plugin.core.storage.Reverse"
    effects = Effects.PURE
    aliases: ClassVar[tuple[str, ...]] = ("io.kestra.core.tasks.storages.Reverse",)

    from_: str = Field(alias="from", description="The address of the file.")
    separator: str = Field("\n", description="What ends each line afterwards.")
    charset: str = Field("UTF-8", description="The charset of the file.")

    def run(self, context: TaskContext) -> Outputs:
        from dalsegno_tasks.serdes.charsets import Recoder, find_charset, utf8_chunks

        recoder = Recoder(find_charset(self.charset))
        end = self.separator.encode()
        with tempfile.TemporaryFile() as copy, context.create("reversed" + extension_of(self.from_)) as file:
            with context.open(self.from_) as source:
                for chunk in utf8_chunks(source, self.charset):
                    copy.write(chunk)
            waiting = bytearray()
            for line in lines_from_the_end(copy):
                waiting += line + end
                if len(waiting) >= COPY_BYTES:
                    file.write(recoder.encode(waiting))
                    waiting.clear()
            file.write(recoder.encode(waiting))
        return {"uri": file.uri}
