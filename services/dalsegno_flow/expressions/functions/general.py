"""Functions of time, numbers and templates."""

import operator
from collections.abc import Callable, Mapping
from typing import Any

from dalsegno_flow import dates
from dalsegno_flow.expressions.arithmetic import span
from dalsegno_flow.expressions.callables import FunctionTable
from dalsegno_flow.expressions.comparison import compare
from dalsegno_flow.expressions.errors import BareError, EvaluationError
from dalsegno_flow.expressions.filters.dates import format_date
from dalsegno_flow.expressions.frame import Frame
from dalsegno_flow.expressions.java_values import Value
from dalsegno_flow.expressions.statements import block_name

FUNCTIONS = FunctionTable()
_ABSENT = object()
_GREATER, _LESS = compare(operator.gt, "GREATER_THAN"), compare(operator.lt, "LESS_THAN")


@FUNCTIONS.add("now", ("format", "timeZone", "existingFormat", "locale"))
def _now(
    pattern: str = "iso",
    time_zone: str | None = None,
    _existing_format: Value = None,
    locale: Value = None,
    *,
    frame: Frame,
) -> str:
    tz = dates.zone(time_zone)
    return format_date(dates.to_zoned(frame.language.clock(), tz), pattern, tz, locale)


@FUNCTIONS.add("block", ("name",))
def _block(name: Value = None, *, frame: Frame) -> str:
    """The text of a block of this template, once more; nothing where it has no such block."""
    block = frame.macros.get(block_name(str(name)))
    return block(frame, {}) if block else ""


@FUNCTIONS.add("parent", ())
def _parent() -> Value:
    """Templates of flows extend no others, as in Kestra."""
    raise EvaluationError("Can not use parent function if template does not extend another template.")


@FUNCTIONS.add("i18n", ("bundle", "key", "params"))
def _i18n(bundle: Value = None, _key: Value = None, _params: Value = None) -> Value:
    """Flows bring no bundles of texts, and Kestra has none of its own."""
    raise BareError(f"Can't find bundle for base name {bundle}, locale en_US")


@FUNCTIONS.add("range", ("start", "end", "increment"))
def _range(start: Value = None, end: Value = None, increment: Value = None) -> list[Value]:
    return span(start, end, 1 if increment is None else increment)


@FUNCTIONS.add("max", None)
def _max(**values: Any) -> Value:
    return _first_that_none_beats(values, _GREATER)


@FUNCTIONS.add("min", None)
def _min(**values: Any) -> Value:
    return _first_that_none_beats(values, _LESS)


def _first_that_none_beats(values: Mapping[str, Value], beats: Callable[[Value, Value], bool]) -> Value:
    """Null beats nothing and gives way to anything."""
    best: Value = None
    for value in values.values():
        if best is None or beats(value, best):
            best = value
    return best


@FUNCTIONS.add("render", ("toRender", "recursive"))
def _render(to_render: Value = _ABSENT, recursive: Value = None, *, frame: Frame) -> Value:
    if to_render is _ABSENT:
        raise EvaluationError("The 'render' function expects an argument 'toRender'.")
    return frame.language.render_nested(to_render, frame, recursive=recursive is None or bool(recursive))


@FUNCTIONS.add("renderOnce", ("toRender",))
def _render_once(to_render: Value = None, *, frame: Frame) -> Value:
    return frame.language.render_nested(to_render, frame, recursive=False)
