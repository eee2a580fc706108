"""How cells are to be understood; the properties that IonToAvro and IonToParquet share, made ready for use."""

from dataclasses import dataclass
from datetime import tzinfo

from dalsegno_flow.dates import DateTimePattern


@dataclass(frozen=True, slots=True, kw_only=True)
class CellSettings:
    """What texts stand for.

    Attributes:
        null_values, true_values, false_values: in small letters; cells match in any case.
        zone: for texts without an offset.
        infer_all_fields: the three lists apply wherever the field's type admits what they stand for, before all else.
    """

    null_values: frozenset[str]
    true_values: frozenset[str]
    false_values: frozenset[str]
    date_format: DateTimePattern
    time_format: DateTimePattern
    datetime_format: DateTimePattern
    decimal_separator: str
    zone: tzinfo
    infer_all_fields: bool = False
