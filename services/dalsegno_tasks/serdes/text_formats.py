"""The properties that IonToCsv and IonToExcel share: how moments are written, and what a cell is as text."""

from dataclasses import dataclass
from datetime import datetime, tzinfo
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Self

from pydantic import Field, model_validator

from dalsegno_tasks.interface import Task
from dalsegno_tasks.properties import Text

if TYPE_CHECKING:
    from dalsegno_flow.dates import DateTimePattern

_DAY_CHARACTERS = len("2024-01-01")


@dataclass(frozen=True, slots=True, kw_only=True)
class CellTexts:
    """Cells as texts."""

    date_format: "DateTimePattern"
    datetime_format: "DateTimePattern"
    zone: tzinfo  # for moments without an offset

    def text(self, value: Any) -> str | None:
        """The text of a cell; None for null. Lists and maps become JSON."""
        from dalsegno_tasks.serdes.ion_encoding import encode_row
        from dalsegno_tasks.serdes.ion_values import IonMoment

        if isinstance(value, str):
            return self._moment(value) if isinstance(value, IonMoment) else value
        if value is None:
            return None
        if isinstance(value, bool):
            return "true" if value else "false"
        return str(value) if isinstance(value, int | Decimal) else encode_row(value).strip('"')

    def _moment(self, value: str) -> str:
        from dalsegno_flow.dates import Zoned

        when = moment(value)
        pattern = self.date_format if len(value) <= _DAY_CHARACTERS else self.datetime_format
        return pattern.write(Zoned(when=when if when.tzinfo else when.replace(tzinfo=self.zone)))


def moment(value: str) -> datetime:
    """A timestamp of Ion; without a zone where its offset is unknown."""
    if len(value) <= _DAY_CHARACTERS:
        return datetime.fromisoformat((value + "-01-01")[:_DAY_CHARACTERS])
    when = datetime.fromisoformat(value)
    return when.replace(tzinfo=None) if value.endswith("-00:00") else when


class TextFormats(Task):
    """A task that writes moments in formats of its own."""

    date_format: str = "yyyy-MM-dd"
    time_format: str = Field("HH:mm:ss[XXX]", description="Without effect: tables have no type for times of day.")
    date_time_format: str = "yyyy-MM-dd'T'HH:mm:ss.SSS[XXX]"
    time_zone_id: Text | None = Field(None, description="For moments without a zone; absent, the system's.")

    @model_validator(mode="after")
    def _check_formats(self) -> Self:
        from dalsegno_tasks.serdes.format_checks import check_patterns, check_zone

        check_patterns(
            {"dateFormat": self.date_format, "timeFormat": self.time_format, "dateTimeFormat": self.date_time_format}
        )
        check_zone(self.time_zone_id)
        return self

    def _cell_texts(self) -> CellTexts:
        from dalsegno_flow.dates import DateTimePattern
        from dalsegno_flow.dates import zone as find_zone

        return CellTexts(
            date_format=DateTimePattern(self.date_format),
            datetime_format=DateTimePattern(self.date_time_format),
            zone=find_zone(self.time_zone_id),
        )
