"""The functions of the language that need nothing of the platform, by name."""

import json
from collections.abc import Mapping
from typing import Any

import yaml

from dalsegno_flow import dates
from dalsegno_flow.expressions.arithmetic import span
from dalsegno_flow.expressions.callables import Function, FunctionTable
from dalsegno_flow.expressions.errors import EvaluationError
from dalsegno_flow.expressions.filters.dates import format_date
from dalsegno_flow.expressions.frame import Frame
from dalsegno_flow.expressions.java_values import Value
from dalsegno_flow.expressions.limits import bounded

_TABLE = FunctionTable()
FUNCTIONS: Mapping[str, Function] = _TABLE
_ABSENT = object()
_DECODER = json.JSONDecoder()


@_TABLE.add("now", ("format", "timeZone", "existingFormat", "locale"))
def _now(
    pattern: str = "iso",
    time_zone: str | None = None,
    _existing_format: Value = None,
    _locale: Value = None,
    *,
    frame: Frame,
) -> str:
    tz = dates.zone(time_zone)
    return format_date(dates.to_zoned(frame.language.clock(), tz), pattern, tz)


@_TABLE.add("json", ("json",))
@_TABLE.add("fromJson", ("json",))
def _from_json(document: Value = _ABSENT) -> Value:
    if document is _ABSENT:
        raise EvaluationError("The 'fromJson' function expects an argument 'json'.")
    if document is None:
        return None
    if not isinstance(document, str):
        raise EvaluationError("The 'fromJson' function expects an argument 'json' with type string.")
    try:
        return _DECODER.raw_decode(document.lstrip())[0]  # Jackson too stops after the first value
    except ValueError as error:
        raise EvaluationError(f"Invalid json: {error}") from None


@_TABLE.add("yaml", ("yaml",))
def _from_yaml(document: Value) -> Value:
    try:
        value = yaml.load(document, Loader=_Loader)  # noqa: S506 - a SafeLoader with fewer types still
    except yaml.YAMLError as error:
        raise EvaluationError(f"Invalid yaml: {error}") from None
    return bounded(value)  # aliases may make little text a large value


@_TABLE.add("range", ("start", "end", "increment"))
def _range(start: Value = None, end: Value = None, increment: Value = None) -> list[Value]:
    return span(start, end, 1 if increment is None else increment)


@_TABLE.add("max", None)
def _max(**values: Any) -> Value:
    return max(values.values())


@_TABLE.add("min", None)
def _min(**values: Any) -> Value:
    return min(values.values())


@_TABLE.add("render", ("toRender", "recursive"))
def _render(to_render: Value = _ABSENT, recursive: Value = None, *, frame: Frame) -> Value:
    if to_render is _ABSENT:
        raise EvaluationError("The 'render' function expects an argument 'toRender'.")
    return frame.language.render_nested(to_render, frame, recursive=recursive is None or bool(recursive))


@_TABLE.add("renderOnce", ("toRender",))
def _render_once(to_render: Value = None, *, frame: Frame) -> Value:
    return frame.language.render_nested(to_render, frame, recursive=False)


class _Loader(yaml.SafeLoader):
    """Reads what Jackson reads: dates stay texts."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - PyYAML looks it up on the class
        first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
