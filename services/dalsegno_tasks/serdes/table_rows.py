"""Rows of a table in columns, for formats that have no names in each row."""

from typing import Any

from dalsegno_tasks.interface import TaskFailure
from dalsegno_tasks.serdes.ion_text import Row


class RowLayout:
    """Puts the cells of each row in the columns of the first one; a row that lacks one of them has None there.

    Attributes:
        names: the columns; None before the first row, and where rows are lists.
    """

    def __init__(self, *, has_header: bool) -> None:
        self._has_header = has_header
        self._places: dict[str, int] = {}
        self.names: list[str] | None = None

    def cells(self, row: Row, row_number: int) -> list[Any]:
        """The row's cells.

        Raises:
            TaskFailure: it has a column that the first one has not, or none has a name and a header is wanted.
        """
        if isinstance(row, list):
            if self._has_header:
                raise TaskFailure(
                    f"Invalid data of type List with header: row {row_number} is a list, whose columns have no names. "
                    "Set header to false, or give a table of maps."
                )
            return row
        if self.names is None:
            self.names = list(row)
            self._places = {name: place for place, name in enumerate(row)}
        if row.keys() == self._places.keys():
            return [row[name] for name in self.names]
        unknown = [name for name in row if name not in self._places]
        if unknown:
            raise TaskFailure(
                f"Row {row_number} has the column '{unknown[0]}', which the first row has not; the first row's columns "
                f"are {', '.join(self.names)}. Give every column to the first row, with null where it has no value."
            )
        return [row.get(name) for name in self.names]
