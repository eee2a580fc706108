from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field

from dalsegno_flow.effects import Effects
from dalsegno_tasks.interface import Outputs, Task, TaskContext
from dalsegno_tasks.properties import TextList, upper


class ExcelToIon(Task):
    """Writes each sheet of an Excel workbook (.xlsx) as a table; cells without a value are null."""

    type_name: ClassVar[str] = "io.kestra.plugin.serdes.excel.ExcelToIon"
    effects = Effects.PURE

    from_: str = Field(alias="from", description="URI of the workbook.")
    sheets_title: TextList = Field(default_factory=list, description="Titles of the sheets to read; without, all.")
    charset: str = Field("UTF-8", description="Without effect: workbooks say themselves which they have.")
    value_render: Annotated[Literal["FORMATTED_VALUE", "UNFORMATTED_VALUE", "FORMULA"], BeforeValidator(upper)] = Field(
        "UNFORMATTED_VALUE", description="FORMULA gives formulas themselves, the others their last result."
    )
    date_time_render: Annotated[
        Literal["UNFORMATTED_VALUE", "SERIAL_NUMBER", "FORMATTED_STRING"], BeforeValidator(upper)
    ] = Field("UNFORMATTED_VALUE", description="ISO 8601, Excel's numbers of days, or as Excel shows them.")
    header: bool = Field(True, description="The first row names the columns; without, rows are lists.")
    skip_empty_rows: bool = Field(False, description="Whether empty rows are left out.")
    skip_rows: int = Field(0, ge=0, description="Rows to leave out at the start of each sheet.")

    def run(self, context: TaskContext) -> Outputs:
        from dalsegno_tasks.serdes.excel_rows import CellReader, SheetReader, open_workbook
        from dalsegno_tasks.serdes.row_output import write_rows

        uris: dict[str, str] = {}
        row_count = 0
        with open_workbook(context.fetch(self.from_), formulas=self.value_render == "FORMULA") as workbook:
            reader = SheetReader(
                CellReader(self.date_time_render, workbook.epoch),
                has_header=self.header,
                skip_empty_rows=self.skip_empty_rows,
                skip_rows=self.skip_rows,
                log=context.log,
            )
            for number, title in enumerate(workbook.chosen(self.sheets_title), start=1):
                with context.create(f"sheet-{number}.ion") as file:
                    row_count += write_rows(file, reader.rows(title, workbook.rows(title)))
                uris[title] = file.uri
        context.count("sheets", len(uris))
        context.count("records", row_count)
        return {"uris": uris, "size": row_count}
