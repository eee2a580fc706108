"""Workbooks of Excel, sheet by sheet and row by row.

What was written is on the disk until it is saved, but for the distinct texts, which cells share in memory.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import IO, Any, Self

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils.exceptions import IllegalCharacterError

from dalsegno_flow.ion import IonMoment
from dalsegno_tasks.interface import TaskFailure
from dalsegno_tasks.serdes.cell_texts import DAY_CHARACTERS, CellTexts, moment
from dalsegno_tasks.serdes.ion_text import Row
from dalsegno_tasks.serdes.table_rows import RowLayout

MAX_ROWS, MAX_COLUMNS, MAX_CELL_CHARACTERS = 1_048_576, 16_384, 32_767
_MAX_TITLE_CHARACTERS = 31
# Numbers in Excel are IEEE doubles: what is larger would lose digits, and is a text.
_MAX_EXACT = 1 << 53
_NO_TITLE = re.compile(r"[\[\]:*?/\\]")
_FORMULA = "Formula:"


class WorkbookWriter:
    """Writes one workbook.

    Numbers, booleans and moments are cells of their own kinds, all else is text; a text that begins with "Formula:" is
    a formula. `moment_formats` are Java's patterns for days and for moments; without, they have Excel's own.
    """

    def __init__(self, moment_formats: tuple[str, str] | None, texts: CellTexts, *, has_header: bool) -> None:
        self._book = Workbook(write_only=True)
        self._formats = [_excel_pattern(pattern) for pattern in moment_formats or ()]
        self._texts, self._has_header = texts, has_header

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        """Removes what is on the disk of a workbook that was not saved."""
        for sheet in self._book.worksheets if exception[0] is not None else ():
            writer = sheet._writer  # type: ignore[attr-defined]  # noqa: SLF001 - openpyxl has no other way to it
            if writer is not None and not sheet.closed:
                sheet.close()
                writer.cleanup()

    def add_sheet(self, title: str, rows: Iterator[tuple[Row, str]]) -> int:
        """Writes a sheet, and returns how many rows it has without its header.

        Raises:
            TaskFailure: the title is none, or a row does not fit a sheet.
        """
        sheet = self._book.create_sheet(_checked_title(title, self._book.sheetnames))
        layout = RowLayout(has_header=self._has_header)
        row_number = line_number = 0
        for row, _ in rows:
            row_number += 1
            cells = layout.cells(row, row_number)
            if row_number == 1:
                _check_columns(title, len(cells))
                if layout.names is not None and self._has_header:
                    sheet.append([self._cell(sheet, name, 0, "header") for name in layout.names])
                    line_number += 1
            line_number += 1
            if line_number > MAX_ROWS:
                raise TaskFailure(
                    f"Row {row_number} does not fit the sheet '{title}': Excel has {MAX_ROWS} lines a sheet. Split the "
                    "table with storage.Split, and give each part a sheet."
                )
            names = layout.names or range(1, len(cells) + 1)
            sheet.append([self._cell(sheet, cell, row_number, name) for cell, name in zip(cells, names, strict=True)])
        return row_number

    def save(self, file: IO[bytes]) -> None:
        self._book.save(file)

    def _cell(self, sheet: Any, value: Any, row_number: int, name: object) -> Any:
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, int):
            return value if abs(value) <= _MAX_EXACT else str(value)
        if isinstance(value, float | Decimal):
            number = float(value)
            return number if abs(number) < float("inf") else self._texts.text(value)
        if isinstance(value, IonMoment):
            return self._moment(sheet, value)
        text = self._texts.text(value) or ""
        if len(text) > MAX_CELL_CHARACTERS:
            raise TaskFailure(
                f"Row {row_number}, column '{name}': the text has {len(text)} characters, and a cell of Excel at most "
                f"{MAX_CELL_CHARACTERS}. Shorten it, or write the table in another format."
            )
        try:
            return _text_cell(sheet, text)
        except IllegalCharacterError as error:
            raise TaskFailure(
                f"Row {row_number}, column '{name}': {text[:100]!r} has control characters, which Excel cannot hold. "
                "Remove them."
            ) from error

    def _moment(self, sheet: Any, value: IonMoment) -> Any:
        cell = WriteOnlyCell(sheet, value=moment(value).replace(tzinfo=None))
        if self._formats:
            cell.number_format = self._formats[0 if len(value) <= DAY_CHARACTERS else 1]
        return cell


def _text_cell(sheet: Any, text: str) -> Any:
    """A text stays one, also where Excel would see a formula or an error in it."""
    cell = WriteOnlyCell(sheet, value="")
    cell.value = text.removeprefix(_FORMULA) if text.startswith(_FORMULA) else text
    if text.startswith(_FORMULA):
        cell.value = "=" + text.removeprefix(_FORMULA).strip().removeprefix("=")
    else:
        cell.data_type = "s"
    return cell


def _checked_title(title: str, others: list[str]) -> str:
    problem = (
        "it is empty"
        if not title.strip()
        else f"it has more than {_MAX_TITLE_CHARACTERS} characters"
        if len(title) > _MAX_TITLE_CHARACTERS
        else "it has one of the characters [ ] : * ? / \\"
        if _NO_TITLE.search(title)
        else "another sheet has it"
        if title.lower() in {other.lower() for other in others}
        else ""
    )
    if problem:
        raise TaskFailure(f"'{title}' cannot be the title of a sheet: {problem}. Give the sheet another title.")
    return title


def _check_columns(title: str, count: int) -> None:
    if count > MAX_COLUMNS:
        raise TaskFailure(
            f"The table has {count} columns, and the sheet '{title}' room for {MAX_COLUMNS}. Leave some out, or write "
            "the table in another format."
        )


def _excel_pattern(pattern: str) -> str:
    """Java's pattern for a moment in Excel's letters: quotes are double, and offsets are not known."""
    bare = re.sub(r"\[?[XxZzVO]+\]?", "", pattern).replace("[", "").replace("]", "").replace("'", '"')
    return re.sub(r'"[^"]*"|S+|a', lambda part: _excel_letters(part[0]), bare)


def _excel_letters(part: str) -> str:
    if part.startswith("S"):
        return "0" * min(len(part), 3)
    return "AM/PM" if part == "a" else part
