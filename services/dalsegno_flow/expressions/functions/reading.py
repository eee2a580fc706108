"""Functions that read values from text: JSON, YAML, Ion."""

import json
import re

from dalsegno_flow.expressions.callables import FunctionTable
from dalsegno_flow.expressions.errors import EvaluationError, LimitExceeded
from dalsegno_flow.expressions.java_values import Value
from dalsegno_flow.expressions.limits import bounded, bounded_list
from dalsegno_flow.source import MAX_SOURCE_BYTES, read_document

FUNCTIONS = FunctionTable()
_ABSENT = object()
_DECODER = json.JSONDecoder()
_SPACE = re.compile(r"\s*")
_GOES_ON = re.compile(r"[\w.:+-]")


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
        return _DECODER.raw_decode(document.lstrip())[0]  # Jackson too stops after the first value
    except ValueError as error:
        raise EvaluationError(f"Invalid json: {error}") from None


@FUNCTIONS.add("fromIon", ("ion", "allRows"))
def _from_ion(document: Value = _ABSENT, all_rows: Value = False) -> Value:  # noqa: FBT002 - a template's argument
    if document is _ABSENT:
        raise EvaluationError("The 'fromIon' function expects an argument 'ion'.")
    if document is None:
        return None
    if not isinstance(document, str):
        raise EvaluationError("The 'fromIon' function expects an argument 'ion' with type string.")
    rows: list[Value] = []
    at = _after_space(document, 0)
    try:
        while at < len(document) and (all_rows or not rows):
            row, end = _DECODER.raw_decode(document, at)
            if _GOES_ON.match(document, end):  # a timestamp begins as a number does
                raise ValueError(f"no value that is JSON: column {at + 1} of the text")
            rows.append(row)
            at = _after_space(document, end)
    except ValueError as error:
        raise EvaluationError(
            f"Invalid ion: {error}. Of Ion only what is JSON too is read, one value after the other: "
            "keys and texts in double quotes, no symbols, timestamps or annotations"
        ) from None
    if all_rows:
        return bounded_list(rows)
    return rows[0] if rows else None


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


def _after_space(document: str, at: int) -> int:
    match = _SPACE.match(document, at)
    return match.end() if match else at
