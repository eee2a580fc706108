"""Pebble's binary operators: how tightly each binds, and the code it compiles to."""

import operator
from collections.abc import Callable, Mapping

from dalsegno_flow.expressions import arithmetic, comparison
from dalsegno_flow.expressions.errors import BareError, EvaluationError, ExpressionError, LimitExceeded, NotFound
from dalsegno_flow.expressions.frame import Code, Frame
from dalsegno_flow.expressions.java_values import Value, text
from dalsegno_flow.expressions.limits import check_characters

Builder = Callable[[Code, Code, int], Code]  # left, right, line


def _strict(run: Callable[[Value, Value], Value], title: str) -> Builder:
    """Pebble wraps whatever goes wrong in an operand, a missing variable too, so `??` does not see it any more."""

    def build(left: Code, right: Code, line: int) -> Code:
        def code(frame: Frame) -> Value:
            try:
                return run(left(frame), right(frame))
            except LimitExceeded:
                raise
            except (ExpressionError, OverflowError) as error:
                raise EvaluationError(f"Could not perform {title}", line) from error

        return code

    return build


def _contains(left: Code, right: Code, line: int) -> Code:
    def code(frame: Frame) -> bool:
        holder = left(frame)
        if holder is None:  # the right side is not looked at then
            return False
        wanted = right(frame)
        try:
            return comparison.contains(holder, wanted)
        except EvaluationError as error:
            error.locate(line)
            raise

    return code


def _is_in(left: Code, right: Code, _line: int) -> Code:
    return lambda frame: comparison.is_in(left(frame), right(frame))


def concatenation(left: Code, right: Code, _line: int) -> Code:
    """`~`, and strings with `#{…}` in them: null is nothing here."""

    def code(frame: Frame) -> str:
        a, b = left(frame), right(frame)
        first = a if type(a) is str else "" if a is None else text(a)
        second = b if type(b) is str else "" if b is None else text(b)
        check_characters(len(first) + len(second))
        return first + second

    return code


def _condition(frame: Frame, code: Code, line: int) -> bool:
    value = comparison.truth(code(frame))
    if value is None:
        raise EvaluationError("null value used in and operator and strict variables is set to true", line)
    return value


def _and(left: Code, right: Code, line: int) -> Code:
    return lambda frame: _condition(frame, left, line) and _condition(frame, right, line)


def _or(left: Code, right: Code, line: int) -> Code:
    return lambda frame: _condition(frame, left, line) or _condition(frame, right, line)


def _null_coalescing(left: Code, right: Code, _line: int) -> Code:
    def code(frame: Frame) -> Value:
        try:
            value = left(frame)
        except NotFound:
            return right(frame)
        return right(frame) if value is None else value

    return code


def undefined_coalescing(left: Code, right: Code, _line: int = 0) -> Code:
    """`???`: the right side only when the left is not found."""

    def code(frame: Frame) -> Value:
        try:
            return left(frame)
        except NotFound:
            return right(frame)

    return code


def _range(left: Code, right: Code, line: int) -> Code:
    def code(frame: Frame) -> list[Value]:
        try:
            return arithmetic.span(left(frame), right(frame))
        except LimitExceeded:
            raise
        except BareError as error:
            raise EvaluationError(error.message, line) from None

    return code


_EQUALS = _strict(comparison.equal, "equals comparison")
BINARY: Mapping[str, tuple[int, Builder]] = {  # symbol: how tightly it binds, builder
    "or": (10, _or),
    "and": (15, _and),
    "contains": (20, _contains),
    "==": (30, _EQUALS),
    "equals": (30, _EQUALS),
    "!=": (30, _strict(comparison.not_equal, "not equals comparison")),
    ">": (30, _strict(comparison.compare(operator.gt, "GREATER_THAN"), "greater than comparison")),
    "<": (30, _strict(comparison.compare(operator.lt, "LESS_THAN"), "greater modulus")),  # sic, in Pebble 4.1.2
    ">=": (30, _strict(comparison.compare(operator.ge, "GREATER_THAN_EQUALS"), "greater than or equals comparison")),
    "<=": (30, _strict(comparison.compare(operator.le, "LESS_THAN_EQUALS"), "less than or equals comparison")),
    "+": (40, _strict(arithmetic.add, "addition")),
    "-": (40, _strict(arithmetic.subtract, "subtraction")),
    "*": (60, _strict(arithmetic.multiply, "multiplication")),
    "/": (60, _strict(arithmetic.divide, "division")),
    "%": (60, _strict(arithmetic.modulo, "greater modulus")),
    "~": (110, concatenation),
    "..": (120, _range),
    "??": (120, _null_coalescing),
    "???": (120, undefined_coalescing),
    "isIn": (120, _is_in),
}
TEST, FILTER, UNARY = 20, 100, 500  # `is`, `|`, and the operators before a value, which bind tightest of all
