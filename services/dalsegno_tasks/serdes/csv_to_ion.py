from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field

from dalsegno_flow.effects import Effects
from dalsegno_tasks.interface import Outputs, Task, TaskContext
from dalsegno_tasks.properties import Character, OnBadLines, upper

OnEmptyHeader = Annotated[Literal["DROP", "RENAME"], BeforeValidator(upper)]


class CsvToIon(Task):
    r"""Writes a CSV file as a table in Ion text that is also JSON lines: every cell a text, `\N` a null."""

    type_name: ClassVar[str] = "io.kestra.plugin.serdes.csv.CsvToIon"
    effects = Effects.PURE
    aliases: ClassVar[tuple[str, ...]] = ("io.kestra.plugin.serdes.csv.CsvReader",)

    from_: str = Field(alias="from", description="URI of the CSV file.")
    header: bool = Field(True, description="The first record names the columns; without, rows are lists.")
    field_separator: Character = Field(",", description="What stands between two cells.")
    text_delimiter: Character = Field('"', description="What stands around a cell that has separators in it.")
    skip_empty_rows: bool = Field(False, description="Whether empty rows are left out.")
    error_on_different_field_count: bool | None = Field(None, description="Without effect.")
    on_bad_lines: OnBadLines = Field("ERROR", description="What becomes of a row with another number of cells.")
    on_empty_header: OnEmptyHeader = Field(
        "DROP", description="DROP leaves out unnamed columns at the end; RENAME calls unnamed columns col_0, col_1, ..."
    )
    skip_rows: int = Field(0, ge=0, description="Records to leave out after the header.")
    charset: str = Field("UTF-8", description="The charset of the file.")
    max_buffer_size: int = Field(16 << 20, ge=1, description="Bytes of the longest record.")
    allow_extra_chars_after_closing_quote: bool = Field(False, description="Whether text may follow a closing quote.")
    max_field_size: int = Field(16 << 20, ge=1, description="Characters of the longest field.")

    def run(self, context: TaskContext) -> Outputs:
        from dalsegno_tasks.serdes.charsets import utf8_chunks
        from dalsegno_tasks.serdes.csv_blocks import read_csv_blocks
        from dalsegno_tasks.serdes.csv_rows import CsvFormat
        from dalsegno_tasks.serdes.csv_table import CsvTable

        if self.error_on_different_field_count is not None:
            context.log.warning("errorOnDifferentFieldCount has no effect any more; onBadLines decides.")
        csv_format = CsvFormat(
            separator=self.field_separator,
            quote=self.text_delimiter,
            skip_empty_rows=self.skip_empty_rows,
            extra_characters_after_quote=self.allow_extra_chars_after_closing_quote,
            max_field_characters=self.max_field_size,
        )
        with context.open(self.from_) as stream, context.create("data.ion") as file:
            table = CsvTable(
                csv_format,
                has_header=self.header,
                skip_rows=self.skip_rows,
                on_bad_lines=self.on_bad_lines,
                renames_unnamed=self.on_empty_header == "RENAME",
                log=context.log,
            )
            blocks = read_csv_blocks(
                utf8_chunks(stream, self.charset),
                separator=self.field_separator,
                quote=self.text_delimiter,
                max_bytes=self.max_buffer_size,
            )
            for block in blocks:
                for lines in table.ion_lines(block):
                    file.write(lines)
        context.count("records", table.row_count)
        return {"uri": file.uri, "size": table.row_count}
