"""Checks of what filters are given."""

from dalsegno_flow.expressions.errors import EvaluationError
from dalsegno_flow.expressions.java_values import Value, bad_cast, is_number, text


def need_text(value: Value) -> str:
    """The value, which must be a text; else the cast fails as in Java."""
    if not isinstance(value, str):
        raise bad_cast(value, "java.lang.String")
    return value


def whole_number(value: Value) -> int:
    """A Long from a number or its text.

    Raises:
        EvaluationError: neither.
    """
    if isinstance(value, str):
        try:
            return int(value)
        except ValueError:
            raise EvaluationError(f"{value} can't be converted to long") from None
    if not is_number(value):
        raise EvaluationError(f"Incorrect {text(value)} format, must be a number")
    return int(value)
