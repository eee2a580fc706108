import shutil
import tempfile
from collections.abc import Mapping
from typing import Annotated, ClassVar

from pydantic import BeforeValidator, Field

from dalsegno_flow.effects import Effects
from dalsegno_tasks.interface import Outputs, TaskContext
from dalsegno_tasks.properties import Text, from_json
from dalsegno_tasks.serdes.text_formats import TextFormats

COPY_BYTES = 1 << 20


class IonToExcel(TextFormats):
    """Writes tables as the sheets of an Excel workbook; the columns of each are those of its first row."""

    type_name: ClassVar[str] = "io.kestra.plugin.serdes.excel.IonToExcel"
    effects = Effects.PURE

    from_: Annotated[dict[str, Text] | str, BeforeValidator(from_json)] = Field(
        alias="from", description="URI of a table in Ion text; or such URIs by the titles of their sheets."
    )
    charset: str = Field("UTF-8", description="The charset of the file.")
    sheets_title: Text = Field("Sheet", description="The sheet's title, where there is one table.")
    header: bool = Field(True, description="Whether the first row names the columns.")
    styles: bool = Field(True, description="Whether moments are shown in dateFormat and dateTimeFormat.")

    def run(self, context: TaskContext) -> Outputs:
        from dalsegno_tasks.serdes.charsets import utf8_stream
        from dalsegno_tasks.serdes.excel_writing import WorkbookWriter
        from dalsegno_tasks.serdes.ion_text import iterate_rows

        row_count = 0
        with WorkbookWriter(self._moment_formats(), self._cell_texts(), has_header=self.header) as writer:
            for title, uri in self._tables().items():
                with context.open(uri) as source:
                    row_count += writer.add_sheet(title, iterate_rows(utf8_stream(source, self.charset)))
            with tempfile.TemporaryFile() as made, context.create("data.xlsx") as file:
                writer.save(made)
                made.seek(0)
                shutil.copyfileobj(made, file, COPY_BYTES)
        context.count("records", row_count)
        return {"uri": file.uri, "size": row_count}

    def _tables(self) -> Mapping[str, str]:
        return self.from_ if isinstance(self.from_, dict) else {self.sheets_title: self.from_}

    def _moment_formats(self) -> tuple[str, str] | None:
        return (self.date_format, self.date_time_format) if self.styles else None
