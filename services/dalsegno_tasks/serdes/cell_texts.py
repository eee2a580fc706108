"""What a cell is as text, in formats that have no other kinds of values."""

from dataclasses import dataclass
from datetime import datetime, tzinfo
from decimal import Decimal
from typing import Any

from dalsegno_flow.dates import DateTimePattern, Zoned
from dalsegno_flow.ion import IonMoment
from dalsegno_tasks.serdes.ion_encoding import encode_row

DAY_CHARACTERS = len("2024-01-01")


@dataclass(frozen=True, slots=True, kw_only=True)
class CellTexts:
    """Cells as texts."""

    date_format: DateTimePattern
    datetime_format: DateTimePattern
    zone: tzinfo  # for moments without an offset

    def text(self, value: Any) -> str | None:
        """The text of a cell; None for null. Lists and maps become JSON."""
        if isinstance(value, str):
            return self._moment(value) if isinstance(value, IonMoment) else value
        if value is None:
            return None
        if isinstance(value, bool):
            return "true" if value else "false"
        return str(value) if isinstance(value, int | Decimal) else encode_row(value).strip('"')

    def _moment(self, value: str) -> str:
        when = moment(value)
        pattern = self.date_format if len(value) <= DAY_CHARACTERS else self.datetime_format
        return pattern.write(Zoned(when=when if when.tzinfo else when.replace(tzinfo=self.zone)))


def moment(value: str) -> datetime:
    """A timestamp of Ion; without a zone where its offset is unknown."""
    if len(value) <= DAY_CHARACTERS:
        return datetime.fromisoformat((value + "-01-01")[:DAY_CHARACTERS])
    when = datetime.fromisoformat(value)
    return when.replace(tzinfo=None) if value.endswith("-00:00") else when
