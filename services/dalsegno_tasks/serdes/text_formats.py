"""The properties that IonToCsv and IonToExcel share: how moments are written."""

from typing import TYPE_CHECKING, Self

from pydantic import Field, model_validator

from dalsegno_tasks.interface import Task
from dalsegno_tasks.properties import Text

if TYPE_CHECKING:
    from dalsegno_tasks.serdes.cell_texts import CellTexts


class TextFormats(Task):
    """A task that writes moments in formats of its own."""

    date_format: str = Field("yyyy-MM-dd", description="How dates are written.")
    time_format: str = Field("HH:mm:ss[XXX]", description="Without effect: tables have no type for times of day.")
    date_time_format: str = Field("yyyy-MM-dd'T'HH:mm:ss.SSS[XXX]", description="How moments are written.")
    time_zone_id: Text | None = Field(None, description="For moments without a zone; absent, the system's.")

    @model_validator(mode="after")
    def _check_formats(self) -> Self:
        from dalsegno_tasks.serdes.format_checks import check_patterns, check_zone

        check_patterns(
            {"dateFormat": self.date_format, "timeFormat": self.time_format, "dateTimeFormat": self.date_time_format}
        )
        check_zone(self.time_zone_id)
        return self

    def _cell_texts(self) -> "CellTexts":
        from dalsegno_flow.dates import DateTimePattern
        from dalsegno_flow.dates import zone as find_zone
        from dalsegno_tasks.serdes.cell_texts import CellTexts

        return CellTexts(
            date_format=DateTimePattern(self.date_format),
            datetime_format=DateTimePattern(self.date_time_format),
            zone=find_zone(self.time_zone_id),
        )
