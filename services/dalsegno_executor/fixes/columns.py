"""Columns that a schema and a file do not agree on: their names, their types, whether they may be empty."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from dalsegno_executor.fixes.failure import Failure, Proposal, Sample, shown, with_new_property
from dalsegno_flow import Path, nearest
from dalsegno_flow.editing import Edit, SourceText
from dalsegno_flow.expressions.references import references
from dalsegno_tasks.serdes.row_errors import TYPE_FAILURE

NAME = "column"
SEPARATORS = (";", "\t", "|", ",")
_INTEGER = re.compile(r"[+-]?\d{1,18}")
_INT_LIMIT = 2**31


def columns(failure: Failure) -> Iterator[Proposal]:
    """Proposes another name, another type, or another separator for the file that the columns come from."""
    found = TYPE_FAILURE.match(failure.error)
    if found is None or failure.sample is None:
        return
    if failure.sample.columns and found["field"] not in failure.sample.columns and found["value"] is None:
        yield from _separator(failure, failure.sample)
        yield from _other_name(failure, failure.sample, found["field"])
    else:
        yield from _other_type(failure, failure.sample, found)


def _separator(failure: Failure, sample: Sample) -> Iterator[Proposal]:
    names = {str(field.get("name")) for field in _fields(failure)}
    for separator in SEPARATORS:
        parts = sample.columns[0].split(separator)
        if len(sample.columns) > 1 or len(parts) < 2 or not names.intersection(parts):
            continue
        for reference in references(failure.task.properties.get("from")):
            made_by = reference[1] if reference[0] == "outputs" and len(reference) > 1 else ""
            for placed in failure.placed:
                if placed.task.id != made_by or not placed.task.type.endswith("CsvToIon"):
                    continue
                if edit := _with(failure.text, placed.path, "fieldSeparator", separator):
                    text = (
                        f"{made_by} has read the header as one column, {shown(sample.columns[0])}. Separated by "
                        f"{shown(separator)} it has the columns of the schema."
                    )
                    yield Proposal(rule=NAME, explanation=text, confidence=0.9, edits=(edit,))


def _other_name(failure: Failure, sample: Sample, field: str) -> Iterator[Proposal]:
    used = {str(each.get("name")) for each in _fields(failure)}
    near = nearest(field, [column for column in sample.columns if column not in used])
    edit = _in_schema(failure, field, "name", near) if near else None
    if edit is not None:
        text = f"No row has a column '{field}', which the schema names; the file has '{near}', which it does not name."
        yield Proposal(rule=NAME, explanation=text, confidence=0.85, edits=(edit,))


def _other_type(failure: Failure, sample: Sample, found: re.Match[str]) -> Iterator[Proposal]:
    field = found["field"]
    values = [found["value"], *sample.values.get(field, ())]
    written = next((each.get("type") for each in _fields(failure) if each.get("name") == field), None)
    nullable = isinstance(written, list) and "null" in written
    plain = next((kind for kind in written if kind != "null"), None) if isinstance(written, list) else written
    empty = [value for value in values if value is None or value == ""]
    wider = plain if _fits(plain, values) else next((kind for kind in _wider(plain) if _fits(kind, values)), None)
    if wider is None or (wider == plain and (nullable or not empty)):
        return
    kind = ["null", wider] if (nullable or empty) and wider != "string" else wider
    edit = _in_schema(failure, field, "type", kind)
    if edit is not None:
        said = "is empty" if found["value"] in (None, "") else f"has {shown(found['value'])}"
        text = (
            f"Row {found['row']} {said} in '{field}', which is no {found['type']}. {json.dumps(kind)} takes all "
            f"{len(values) - 1} values that were looked at."
        )
        yield Proposal(rule=NAME, explanation=text, confidence=0.75 if wider != "string" else 0.5, edits=(edit,))


def _wider(kind: Any) -> Sequence[str]:
    """Types that take more than a type does, the narrowest first."""
    order = ("int", "long", "double", "string")
    if kind == "float":
        return ("double", "string")
    if kind in order:
        return order[order.index(kind) + 1 :]
    return ("string",) if kind == "boolean" else ()


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return "_" not in text


_TAKES: dict[str, Callable[[str], bool]] = {
    "int": lambda text: bool(_INTEGER.fullmatch(text)) and -_INT_LIMIT <= int(text) < _INT_LIMIT,
    "long": lambda text: bool(_INTEGER.fullmatch(text)),
    "float": _is_number,
    "double": _is_number,
    "boolean": lambda text: text.lower() in {"true", "false"},
    "string": lambda _: True,
}


def _fits(kind: Any, values: Sequence[Any]) -> bool:
    """Whether a type takes values, empty ones apart. Of logical types nothing is known here, so they are let be."""
    if not isinstance(kind, str):
        return isinstance(kind, dict) and all(value in (None, "") for value in values[:1])
    takes = _TAKES.get(kind)
    texts = [value if isinstance(value, str) else json.dumps(value) for value in values if value not in (None, "")]
    return takes is not None and all(takes(text.strip()) for text in texts)


def _fields(failure: Failure) -> list[dict[str, Any]]:
    """The fields of the schema as it is written; none when it is a template or no JSON."""
    written = failure.task.properties.get("schema")
    try:
        schema = json.loads(written) if isinstance(written, str) else written
    except ValueError:
        return []
    fields = schema.get("fields") if isinstance(schema, dict) else None
    return [field for field in fields if isinstance(field, dict)] if isinstance(fields, list) else []


def _in_schema(failure: Failure, field: str, name: str, value: Any) -> Edit | None:
    """Gives a field of the schema another name or type, where it is written."""
    place = failure.place_of("schema")
    number = next((number for number, each in enumerate(_fields(failure)) if each.get("name") == field), None)
    if number is None:
        return None
    written = failure.task.properties["schema"]
    if not isinstance(written, str):
        return failure.text.with_value((*place, "fields", number, name), value)
    span = SourceText(written).span(("fields", number, name))  # JSON is YAML
    return None if span is None else failure.text.with_part(place, *span, json.dumps(value, ensure_ascii=False))


def _with(text: SourceText, place: Path, name: str, value: Any) -> Edit | None:
    return text.with_value((*place, name), value) or with_new_property(text, place, name, value)
