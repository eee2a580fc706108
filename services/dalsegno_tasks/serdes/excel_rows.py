"""The sheets of a workbook of Excel as tables, row by row.

Of a workbook only the texts that its cells share are in memory; the limit below is for those.
"""

import re
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, BinaryIO, Literal

from openpyxl import load_workbook
from openpyxl.utils.datetime import to_excel

from dalsegno_tasks.interface import TaskFailure, TaskLog
from dalsegno_tasks.serdes.ion_encoding import encode_row

MAX_SHARED_BYTES = 256 << 20
DateTimeRender = Literal["UNFORMATTED_VALUE", "SERIAL_NUMBER", "FORMATTED_STRING"]
_PATTERN = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|AM/PM|A/P|y+|m+|d+|h+|s+(?:\.0+)?|.', re.IGNORECASE)


class WorkbookReader:
    """An open workbook; `epoch` is the day 0 of its dates."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self.epoch: datetime = book.epoch

    def chosen(self, titles: Sequence[str]) -> list[str]:
        """The sheets with these titles, in the workbook's order; all, where there are none. Raises TaskFailure."""
        there: list[str] = [sheet.title for sheet in self._book.worksheets]
        missing = [title for title in titles if title not in there]
        if missing:
            raise TaskFailure(
                f"The workbook has no sheet '{missing[0]}'; it has {', '.join(there)}. Correct `sheetsTitle`."
            )
        return [title for title in there if not titles or title in titles]

    def rows(self, title: str) -> Iterator[tuple[Any, ...]]:
        """The cells of each row. Raises TaskFailure where the sheet is damaged."""
        sheet = self._book[title]
        sheet.reset_dimensions()  # what a file says of them need not be so
        rows, line_number = sheet.iter_rows(), 0
        while True:
            try:
                row = next(rows, None)
            except Exception as error:
                raise TaskFailure(
                    f"The sheet '{title}' cannot be read after line {line_number}: {_said(error)}. Save the workbook "
                    "anew."
                ) from error
            if row is None:
                return
            line_number += 1
            yield row


@contextmanager
def open_workbook(path: Path, *, formulas: bool) -> Iterator[WorkbookReader]:
    """Opens a workbook; its cells have formulas or the results that were saved with them.

    Raises:
        TaskFailure: it is none.
    """
    with path.open("rb") as stream:  # by its name, one without an extension would be refused
        book = _loaded(stream, formulas=formulas)
        try:
            yield WorkbookReader(book)
        finally:
            book.close()


def _loaded(stream: BinaryIO, *, formulas: bool) -> Any:
    try:
        with zipfile.ZipFile(stream) as parts:
            shared_bytes = sum(part.file_size for part in parts.infolist() if "worksheets/" not in part.filename)
        if shared_bytes > MAX_SHARED_BYTES:
            raise TaskFailure(
                f"The workbook has {shared_bytes} bytes besides its sheets, more than the {MAX_SHARED_BYTES} that are "
                "read. Save it without pictures, or export the sheet as CSV."
            )
        return load_workbook(stream, read_only=True, data_only=not formulas, keep_links=False)
    except TaskFailure:
        raise
    except Exception as error:
        raise TaskFailure(
            f"The file is no workbook that can be read ({_said(error)}). Give one in the format .xlsx of Excel 2007 "
            "and later, without a password."
        ) from error


class CellReader:
    """Cells as values of a table; moments in the way that was chosen."""

    def __init__(self, render: DateTimeRender, epoch: datetime) -> None:
        self._render, self._epoch = render, epoch

    def value(self, cell: Any) -> Any:
        value = cell.value
        if not isinstance(value, date | time | timedelta) or self._render == "UNFORMATTED_VALUE":
            return value
        if self._render == "SERIAL_NUMBER":
            return to_excel(value, self._epoch)  # type: ignore[no-untyped-call]  # its stub has no types
        return encode_row(value).strip('"') if isinstance(value, timedelta) else _shown(value, cell.number_format)


class SheetReader:
    """Makes the rows of sheets those of tables."""

    def __init__(
        self, cells: CellReader, *, has_header: bool, skip_empty_rows: bool, skip_rows: int, log: TaskLog
    ) -> None:
        self._cells, self._log = cells, log
        self._has_header, self._skip_empty_rows, self._skip_rows = has_header, skip_empty_rows, skip_rows

    def rows(self, title: str, rows: Iterator[tuple[Any, ...]]) -> Iterator[str]:
        """A sheet's rows as JSON. Empty ones at its end are none; cells outside of the header are told and left out."""
        names: list[str] | None = None
        empty_count = outside_count = 0
        for line_number, row in enumerate(rows, start=1):
            if line_number <= self._skip_rows:
                continue
            values = [self._cells.value(cell) for cell in row]
            while values and values[-1] is None:
                values.pop()
            if self._has_header and names is None:
                names = _names(values)
                continue
            if not values:
                empty_count += 1
                continue
            for _ in range(0 if self._skip_empty_rows else empty_count):
                yield _row(names, [])
            empty_count = 0
            outside_count += max(0, len(values) - len(names)) if names is not None else 0
            yield _row(names, values)
        if outside_count:
            warn = self._log.warning
            warn(f"{outside_count} cells of the sheet '{title}' are in no column of its header, and are left out.")


def _names(values: Sequence[Any]) -> list[str]:
    return [
        f"col_{place}" if value is None else value if isinstance(value, str) else encode_row(value).strip('"')
        for place, value in enumerate(values)
    ]


def _row(names: Sequence[str] | None, values: list[Any]) -> str:
    if names is None:
        return encode_row(values)
    filled = [*values, *[None] * (len(names) - len(values))]
    return encode_row(dict(zip(names, filled, strict=False)))


def _shown(value: date | time, pattern: str) -> str:
    """A moment in a number format of Excel, as far as that has fields of moments; others are left out."""
    is_half_day = "/P" in pattern.upper()
    shown, after_hour = "", False
    for part in _PATTERN.findall(pattern.partition(";")[0]):
        letter = part[0].lower()
        if letter in "ymdhs" and len(set(part.lower().replace(".", "").replace("0", ""))) == 1:
            shown += _field(value, part.lower(), after_hour=after_hour, is_half_day=is_half_day)
            after_hour = letter == "h" or (after_hour and letter not in "ms")
        elif part.upper() in {"AM/PM", "A/P"}:
            shown += f"{value:%p}"
        elif letter != "[":
            shown += part.strip('"').removeprefix("\\")
    return shown


def _field(value: date | time, part: str, *, after_hour: bool, is_half_day: bool) -> str:
    letter, width = part[0], len(part.partition(".")[0])
    if letter == "m" and (after_hour or isinstance(value, time)):
        return f"{value:%M}" if width > 1 else str(getattr(value, "minute", 0))
    if letter in "hs":
        number = getattr(value, {"h": "hour", "s": "second"}[letter], 0)
        number = (number % 12 or 12) if letter == "h" and is_half_day else number
        digits = len(part.partition(".")[2])
        fraction = f".{getattr(value, 'microsecond', 0):06d}"[: digits + 1] if digits else ""
        return f"{number:0{min(width, 2)}d}{fraction}"
    if letter == "y":
        return f"{value:%y}" if width <= 2 else f"{value:%Y}"
    if width >= 3:
        return format(value, {"m": ("%b", "%B"), "d": ("%a", "%A")}[letter][width > 3])
    number = getattr(value, {"m": "month", "d": "day"}[letter], 0)
    return f"{number:0{width}d}"


def _said(error: Exception) -> str:
    return str(error) or type(error).__name__
