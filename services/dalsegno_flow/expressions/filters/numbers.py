"""Filters of numbers."""

import re

from dalsegno_flow.expressions.arithmetic import Number
from dalsegno_flow.expressions.callables import FilterTable
from dalsegno_flow.expressions.decimal_format import DEFAULT_PATTERN, InvalidNumberPattern, compile_pattern
from dalsegno_flow.expressions.errors import BareError, EvaluationError
from dalsegno_flow.expressions.filters.arguments import need_text
from dalsegno_flow.expressions.java_values import Value, is_number, java_class
from dalsegno_flow.ion import MAX_DIGITS

FILTERS = FilterTable()
_FRACTIONS = ("FLOAT", "DOUBLE", "BIGDECIMAL")


@FILTERS.add("abs", keeps_null=True)
def _abs(value: Value) -> Number:
    if value is None:
        raise EvaluationError('Can not pass null value to "abs" filter.')
    if not is_number(value):
        raise EvaluationError("The 'abs' filter does require as input a number.")
    number: Number = abs(value)
    return number


@FILTERS.add("number", "type")
def _number(value: Value, type: str | None = None) -> Number:  # noqa: A002 - named by the language
    if not isinstance(value, str):
        raise EvaluationError(f"'number' filter can only be applied to String. Actual type was: {java_class(value)}")
    try:
        if len(value) > MAX_DIGITS:
            raise ValueError(value)
        if type in _FRACTIONS or (not type and re.search(r"[.eE]", value)):
            return float(value)
        return int(value, 0)
    except ValueError:
        raise BareError(f'For input string: "{value}"' if type else f"{value} is not a valid number.") from None


@FILTERS.add("numberFormat", "format")
def _number_format(value: Value, pattern: str | None = None) -> str:
    if not is_number(value):
        raise EvaluationError("The input for the 'NumberFormat' filter has to be a number.")
    try:
        return compile_pattern(DEFAULT_PATTERN if pattern is None else need_text(pattern)).format(value)
    except InvalidNumberPattern as error:
        raise BareError(str(error)) from None
