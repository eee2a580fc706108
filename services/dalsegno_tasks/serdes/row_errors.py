"""What a person is told about a row that cannot be converted, followed by Kestra's own words for it."""

import re
from collections.abc import Sequence

from dalsegno_flow.dates import DateError, DateTimePattern
from dalsegno_tasks.serdes.avro_schema import AvroField
from dalsegno_tasks.serdes.cell_errors import CellError
from dalsegno_tasks.serdes.ion_text import row_json

# Kestra's limit for data in messages.
MAX_DATA_CHARACTERS = 250
_MAX_VALUE_CHARACTERS = 100

_DATE = r"\d{4}(?P<dash>[-/.])\d\d(?P=dash)\d\d"
_TIME = r"\d\d:\d\d(?P<seconds>:\d\d(?:\.(?P<fraction>\d{1,9}))?)?"
_READABLE = re.compile(rf"(?:{_DATE})?(?P<between>[ T]?)(?:{_TIME}(?P<offset>Z|[+-]\d\d:\d\d)?)?")

# What the sentences below say, for those who look for what to change.
PATTERN_FAILURE = re.compile(
    r"Row (?P<row>\d+), field '(?P<field>.*?)': the value '(?P<value>.*?)' does not match (?P<property>\w+) "
    r'"(?P<pattern>.*?)": ',
    re.DOTALL,
)
TYPE_FAILURE = re.compile(
    r"Row (?P<row>\d+), field '(?P<field>.*?)': (?:null|the value '(?P<value>.*?)') does not fit the type "
    r"(?P<type>.*?) \((?P<cause>.*?)\)\. ",
    re.DOTALL,
)


def cell_failure(row_number: int, field: AvroField, error: CellError, row_text: str) -> str:
    """The message for one cell: a sentence on what was found and what to do, then Kestra's wording on a second line."""
    return f"{cell_sentence(row_number, field, error)}\n{_as_kestra_says(field, error, row_text)}"


def cell_sentence(row_number: int, field: AvroField, error: CellError) -> str:
    place = f"Row {row_number}, field '{field.name}'"
    if error.pattern is not None:
        return f"{place}: {_pattern_sentence(error, *error.pattern)}"
    value = "null" if error.value is None else f"the value {_quoted(error.value)}"
    fits = f"does not fit the type {error.type.text}"
    if error.value is None or error.value == "":
        advice = f'If it may be empty, make the type ["null",{error.type.text}]'
    else:
        advice = f"Correct the data or the type of '{field.name}' in `schema`"
    return f"{place}: {value} {fits} ({_trimmed(error.cause)}). {advice}; or set onBadLines to WARN or SKIP."


def extra_columns_failure(row_number: int, row_text: str, width: int, fields: Sequence[AvroField]) -> str:
    """The message for a row with more columns than the schema, where `strictSchema` forbids it."""
    names = row_json([field.name for field in fields])
    return (
        f"Row {row_number} has {width} columns, but the schema names {len(fields)}. "
        "Add the others to `schema`, or set strictSchema to false.\n"
        f"Data contains more fields than schema : on row with {len(fields)} Fields [{_trimmed(names)}], "
        f"{width} Values [{_trimmed(row_text)}]"
    )


def suggested_pattern(text: str) -> str | None:
    """A date pattern that reads `text`, where only one can be meant; none for days and months in doubt."""
    match = _READABLE.fullmatch(text)
    if match is None or not text:
        return None
    dash, between, fraction = match["dash"], match["between"], match["fraction"]
    has_time = ":" in text
    if bool(between) != bool(dash and has_time):
        return None
    pattern = f"yyyy{dash}MM{dash}dd" if dash else ""
    pattern += "'T'" if between == "T" else between
    if has_time:
        pattern += "HH:mm" + (":ss" if match["seconds"] else "") + ("." + "S" * len(fraction) if fraction else "")
        pattern += "XXX" if match["offset"] else ""
    return pattern


def _pattern_sentence(error: CellError, name: str, pattern: str) -> str:
    text = str(error.value)
    said = f'the value {_quoted(text)} does not match {name} "{pattern}"'
    if error.index is None:
        return f"{said}: {_trimmed(error.cause)}. Correct the data or {name}; or set onBadLines to WARN or SKIP."
    if "unparsed text" in error.cause:
        said += f": the format ends at index {error.index}, but the value goes on with {_quoted(text[error.index :])}"
    else:
        said += f": parsing stopped at index {error.index}"
    example = suggested_pattern(text)
    if example is None or example == pattern or not _reads(example, name, text):
        return f"{said}. Change {name} so that it matches the value."
    return f'{said}. Change {name} so that it matches the value, for example "{example}".'


def _reads(pattern: str, name: str, text: str) -> bool:
    compiled = DateTimePattern(pattern)
    read = {
        "dateFormat": compiled.parse_date,
        "timeFormat": compiled.parse_time,
        "datetimeFormat": compiled.parse_local_date_time,
    }[name]
    try:
        read(text)
    except DateError:
        return False
    return True


def _as_kestra_says(field: AvroField, error: CellError, row_text: str) -> str:
    return (
        f"{_trimmed(error.cause)} on cols with data [{_trimmed(row_json(error.value))}] and schema [{error.type.text}] "
        f"on field '{field.name}' with data [{_trimmed(row_text)}]"
    )


def _trimmed(text: str) -> str:
    return text if len(text) <= MAX_DATA_CHARACTERS else text[:MAX_DATA_CHARACTERS] + " ..."


def _quoted(value: object) -> str:
    text = value if isinstance(value, str) else row_json(value)
    return f"'{text if len(text) <= _MAX_VALUE_CHARACTERS else text[:_MAX_VALUE_CHARACTERS] + ' ...'}'"
