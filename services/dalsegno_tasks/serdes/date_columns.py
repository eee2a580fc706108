"""Dates and timestamps in texts of one width, a whole column at once.

The texts of such a column stand in Arrow's buffer as a matrix of `rows x width` bytes, so that one character of every
row is a slice with a stride. Whatever this cannot vouch for is left to `DateTimePattern`, cell by cell.
"""

import array
from datetime import UTC, tzinfo
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc

from dalsegno_flow.dates import DateTimePattern, FixedLayout
from dalsegno_tasks.serdes.avro_schema import AvroType
from dalsegno_tasks.serdes.date_layouts import layouts_by_width

# Where the fields stand in "0000-00-00 00:00:00.000000", which Arrow casts to a timestamp.
_ISO = b"0000-00-00 00:00:00.000000"
_ISO_PLACES = {"y": 0, "M": 5, "d": 8, "H": 11, "m": 14, "s": 17, "S": 20}
_MAX_FRACTION_DIGITS = 6
# A clock reading needs all larger units, as java.time resolves it.
_CLOCKS = ("", "H", "Hm", "Hms", "HmsS")
_FIRST_ZONED_YEAR, _LAST_ZONED_YEAR = 1970, 2036
_UNITS = {"millis": "ms", "micros": "us"}


class DateColumn:
    """Converts texts of one pattern to a date or timestamp type."""

    def __init__(self, avro_type: AvroType, pattern: DateTimePattern, zone: tzinfo) -> None:
        logical = str(avro_type.logical)
        self._is_date = logical == "date"
        self._unit = _UNITS.get(logical.rpartition("-")[2], "ms")
        self._local = logical.startswith("local-")
        self._zone = zone
        layouts = layouts_by_width(pattern.pattern)
        self._layouts = {width: layout for width, layout in layouts.items() if self._is_readable(layout)}

    def convert(self, texts: pa.StringArray) -> pa.Array | None:
        """The column, or None where a cell needs `DateTimePattern`. `texts` has no nulls."""
        widths = pc.min_max(pc.binary_length(texts)).as_py()
        layout = self._layouts.get(widths["max"])
        if layout is None or widths["min"] != widths["max"]:
            return None
        matrix = _matrix(texts, layout.width)
        if not _is_as_laid_out(matrix, layout):
            return None
        iso = _iso_texts(matrix, layout, len(texts))
        if pc.any(pc.starts_with(iso, "0000")).as_py():
            return None  # a pattern's `y` is the year of the era, which begins with 1
        try:
            wall = iso.cast(pa.timestamp("us"))  # refuses 30 February and 24:00, which java.time takes
            return wall.cast(pa.date32()) if self._is_date else self._in_utc(wall)
        except pa.ArrowException:
            return None

    def _is_readable(self, layout: FixedLayout) -> bool:
        letters = {letter for letter, _, _ in layout.fields}
        clock = "".join(letter for letter in "HmsS" if letter in letters)
        fraction = max((length for letter, _, length in layout.fields if letter == "S"), default=0)
        return (
            letters >= {"y", "M", "d"}
            and (clock in _CLOCKS if self._is_date else clock in _CLOCKS[1:])
            and fraction <= _MAX_FRACTION_DIGITS
            # Digits alone would be taken for a count since the epoch.
            and bool(layout.literals)
            and all(char.isascii() for _, char in layout.literals)
        )

    def _in_utc(self, wall: pa.Array) -> pa.Array | None:
        if self._local or self._zone is UTC or _is_utc(self._zone):
            moments = wall
        elif isinstance(self._zone, ZoneInfo) and _is_in_known_years(wall):
            # A time that the clock skips is an error here; one that it shows twice is the earlier, as in java.time.
            zoned = pc.assume_timezone(wall, self._zone.key, ambiguous="earliest", nonexistent="raise")
            moments = zoned.cast(pa.int64()).cast(pa.timestamp("us"))
        else:
            return None
        if self._unit == "ms":
            moments = pc.floor_temporal(moments, unit="millisecond").cast(pa.timestamp("ms"))
        return moments if self._local else moments.cast(pa.timestamp(self._unit, "UTC"))


def _is_utc(zone: tzinfo) -> bool:
    return isinstance(zone, ZoneInfo) and zone.key in {"UTC", "Etc/UTC", "Z"}


def _is_in_known_years(wall: pa.Array) -> bool:
    """Whether Arrow knows the zone's rules: past 2037, where zone files give a formula, it does not."""
    first, last = pc.min_max(pc.year(wall)).as_py().values()
    return bool(first >= _FIRST_ZONED_YEAR and last <= _LAST_ZONED_YEAR)


def _matrix(texts: pa.StringArray, width: int) -> memoryview:
    """The texts' bytes one after the other; each has `width` of them."""
    _, offsets, data = texts.buffers()
    start = memoryview(offsets).cast("i")[texts.offset]
    return memoryview(data)[start : start + width * len(texts)]


def _is_as_laid_out(matrix: memoryview, layout: FixedLayout) -> bool:
    rows = len(matrix) // layout.width
    for at, char in layout.literals:
        if bytes(matrix[at :: layout.width]) != char.encode() * rows:
            return False
    return all(
        bytes(matrix[at :: layout.width]).isdigit()
        for _, start, length in layout.fields
        for at in range(start, start + length)
    )


def _iso_texts(matrix: memoryview, layout: FixedLayout, rows: int) -> pa.StringArray:
    width = len(_ISO)
    texts = bytearray(_ISO * rows)
    for letter, start, length in layout.fields:
        for at in range(length):
            texts[_ISO_PLACES[letter] + at :: width] = matrix[start + at :: layout.width]
    offsets = array.array("i", range(0, len(texts) + 1, width))
    return pa.StringArray.from_buffers(rows, pa.py_buffer(offsets), pa.py_buffer(bytes(texts)))
