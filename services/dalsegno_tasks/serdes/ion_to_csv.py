from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from dalsegno_flow.effects import Effects
from dalsegno_tasks.interface import Outputs, TaskContext
from dalsegno_tasks.properties import Character, upper
from dalsegno_tasks.serdes.text_formats import TextFormats

if TYPE_CHECKING:
    from dalsegno_tasks.serdes.csv_writing import CsvStyle

_LINE_ENDS = ("\n", "\r\n", "\r")


class IonToCsv(TextFormats):
    """Writes a table as CSV; the columns are those of its first row."""

    type_name: ClassVar[str] = "io.kestra.plugin.serdes.csv.IonToCsv"
    effects = Effects.PURE
    aliases: ClassVar[tuple[str, ...]] = ("io.kestra.plugin.serdes.csv.CsvWriter",)

    from_: str = Field(alias="from", description="URI of a table in Ion text, one row a line.")
    header: bool = Field(True, description="Whether the first record names the columns.")
    field_separator: Character = Field(",", description="What stands between two cells.")
    text_delimiter: Character = Field('"', description="What stands around a cell that has separators in it.")
    line_delimiter: str = Field("\n", description="What ends a record.")
    always_delimit_text: bool = Field(False, description="As quoteMode ALWAYS, where that is not given.")
    quote_mode: Annotated[Literal["ALWAYS", "REQUIRED", "NON_NUMERIC"] | None, BeforeValidator(upper)] = Field(
        None, description="REQUIRED quotes what has to be quoted; NON_NUMERIC all texts that are no numbers."
    )
    charset: str = Field("UTF-8", description="The charset of the file.")

    @model_validator(mode="after")
    def _check_characters(self) -> Self:
        if "{" not in self.line_delimiter and self.line_delimiter not in _LINE_ENDS:
            raise ValueError('lineDelimiter is a line\'s end: "\\n", "\\r\\n" or "\\r", in double quotes.')
        if self.field_separator == self.text_delimiter or {self.field_separator, self.text_delimiter} & set("\r\n"):
            raise ValueError("fieldSeparator and textDelimiter are two different characters, and no line's end.")
        return self

    def run(self, context: TaskContext) -> Outputs:
        from dalsegno_tasks.serdes.charsets import Recoder, find_charset
        from dalsegno_tasks.serdes.csv_table_writing import CsvTableWriter

        recoder = Recoder(find_charset(self.charset))
        table = CsvTableWriter(self._style(), self._cell_texts(), has_header=self.header)
        with context.open(self.from_) as stream, context.create("data.csv") as file:
            for text in table.records(stream):
                file.write(recoder.encode(text))
        context.count("records", table.row_count)
        return {"uri": file.uri, "size": table.row_count}

    def _style(self) -> "CsvStyle":
        from dalsegno_tasks.serdes.csv_writing import CsvStyle

        return CsvStyle(
            separator=self.field_separator,
            quote=self.text_delimiter,
            line_end=self.line_delimiter,
            mode=self.quote_mode or ("ALWAYS" if self.always_delimit_text else "REQUIRED"),
        )
