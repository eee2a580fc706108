"""Functions that read values from text: JSON, YAML, Ion."""

import json
from decimal import Decimal
from typing import Any

from dalsegno_flow.expressions.callables import FunctionTable
from dalsegno_flow.expressions.errors import EvaluationError, LimitExceeded
from dalsegno_flow.expressions.java_values import Value, whole_characters
from dalsegno_flow.expressions.limits import bounded, check_items
from dalsegno_flow.ion import after_space, read_value
from dalsegno_flow.source import MAX_SOURCE_BYTES, read_document

FUNCTIONS = FunctionTable()
_ABSENT = object()
_DECODER = json.JSONDecoder()


@FUNCTIONS.add("json", ("json",))
@FUNCTIONS.add("fromJson", ("json",))
def _from_json(document: Value = _ABSENT) -> Value:
    if document is _ABSENT:
        raise EvaluationError("The 'fromJson' function expects an argument 'json'.")
    if document is None:
        return None
    if not isinstance(document, str):
        raise EvaluationError("The 'fromJson' function expects an argument 'json' with type string.")
    try:
        found = _DECODER.raw_decode(document.lstrip())[0]  # Jackson too stops after the first value
    except ValueError as error:
        raise EvaluationError(f"Invalid json: {error}") from None
    return whole_characters(bounded(found), document)


@FUNCTIONS.add("fromIon", ("ion", "allRows"))
def _from_ion(document: Value = _ABSENT, all_rows: Value = False) -> Value:  # noqa: FBT002 - a template's argument
    if document is _ABSENT:
        raise EvaluationError("The 'fromIon' function expects an argument 'ion'.")
    if document is None:
        return None
    if not isinstance(document, str):
        raise EvaluationError("The 'fromIon' function expects an argument 'ion' with type string.")
    rows: list[Value] = []
    at = after_space(document, 0)
    try:
        while at < len(document) and (all_rows or not rows):
            row, at = read_value(document, at)
            rows.append(_expressed(row))
            check_items(len(rows))
            at = after_space(document, at)
    except ValueError as error:
        raise EvaluationError(f"Invalid ion: {error}") from None
    bounded(rows)
    return rows if all_rows else next(iter(rows), None)


@FUNCTIONS.add("yaml", ("yaml",))
def _from_yaml(document: Value) -> Value:
    """Read as flows are: without recursion, and no further than to a limit, whatever aliases and merge keys make."""
    if not isinstance(document, str):
        raise TypeError("a text is needed")
    if len(document) > MAX_SOURCE_BYTES:
        raise LimitExceeded(f"yaml() reads {MAX_SOURCE_BYTES} characters at most, not {len(document)}")
    found, problems = read_document(document)
    if problems:
        problem = problems[0]
        raise EvaluationError(f"Invalid yaml: {problem.message} (line {problem.line}, column {problem.column})")
    return bounded(found.data)


def _expressed(value: Any) -> Value:
    """An Ion value as expressions have them: timestamps are texts, decimals numbers."""
    if isinstance(value, dict):
        return {name: _expressed(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_expressed(item) for item in value]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() and value.as_tuple().exponent == 0 else float(value)
    return str(value) if isinstance(value, str) else value
