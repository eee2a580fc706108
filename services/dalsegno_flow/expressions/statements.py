"""The code of prints and tags: closures that take a frame and write."""

from collections.abc import Mapping, Sequence

from dalsegno_flow.expressions.comparison import truth
from dalsegno_flow.expressions.errors import EvaluationError, ExpressionError, LimitExceeded
from dalsegno_flow.expressions.frame import Body, Code, Frame, Output, Statement
from dalsegno_flow.expressions.java_values import Entry, Value, text
from dalsegno_flow.expressions.limits import MAX_MACRO_DEPTH
from dalsegno_flow.expressions.output import TextOutput


def run(body: Body, frame: Frame, out: Output) -> None:
    """Renders a body."""
    for part in body:
        if type(part) is str:
            out.write(part)
        else:
            part(frame, out)  # type: ignore[operator] # mypy does not narrow a union by `type(...) is`


def printing(code: Code) -> Statement:
    """`{{ code }}`."""
    return lambda frame, out: out.write_value(code(frame))


def rendered_body(body: Body) -> Statement:
    """`{% block %}`."""
    return lambda frame, out: run(body, frame, out)


def rendered_text(body: Body) -> Code:
    """A body's text as a value."""

    def code(frame: Frame) -> str:
        out = TextOutput()
        run(body, frame, out)
        return out.text()

    return code


def conditional(branches: Sequence[tuple[Code, Body]], otherwise: Body, line: int) -> Statement:
    """`{% if %}`."""

    def statement(frame: Frame, out: Output) -> None:
        for condition, body in branches:
            if _holds(condition, frame, line):
                run(body, frame, out)
                return
        run(otherwise, frame, out)

    return statement


def _holds(condition: Code, frame: Frame, line: int) -> bool:
    try:
        value = condition(frame)
        if value is None:
            raise EvaluationError("null value given to if statement and strict variables is set to true", line)
        return bool(truth(value))
    except LimitExceeded:
        raise
    except ExpressionError as error:
        raise EvaluationError("Wrong operand(s) type in conditional expression", line) from error


def repetition(name: str, source: Code, body: Body, otherwise: Body, line: int) -> Statement:
    """`{% for name in source %}`: a list's items or a map's entries; null is no turn at all, not even the else."""

    def statement(frame: Frame, out: Output) -> None:
        items = source(frame)
        if items is None:
            return
        if isinstance(items, dict):
            items = [Entry(key, value) for key, value in items.items()]
        if not isinstance(items, (list, tuple)):
            raise EvaluationError(f"Not an iterable object. Value = [{text(items)}]", line)
        if not items:
            run(otherwise, frame, out)
            return
        scope: dict[str, Value] = {}
        frame.scopes.append(scope)
        try:
            for index, item in enumerate(items):
                frame.budget.spend()
                scope["loop"] = _loop(index, len(items))
                scope[name] = item
                run(body, frame, out)
        finally:
            frame.scopes.pop()

    return statement


def _loop(index: int, length: int) -> dict[str, Value]:
    return {
        "index": index,
        "length": length,
        "first": index == 0,
        "last": index == length - 1,
        "revindex": length - index - 1,
    }


def assignment(name: str, code: Code) -> Statement:
    """`{% set name = code %}`: where the name already is, else in the innermost scope."""

    def statement(frame: Frame, _out: Output) -> None:
        value = code(frame)
        scope = next((scope for scope in reversed(frame.scopes) if name in scope), frame.scopes[-1])
        scope[name] = value

    return statement


def block_name(name: str) -> str:
    """Under which a block stands among the macros; no macro can be called so."""
    return f"block {name}"


class DefinedBlock:
    """`{% block %}`, rendered once more by `block()`."""

    def __init__(self, body: Body) -> None:
        self._body = body
        self.names: tuple[str, ...] = ()

    def __call__(self, frame: Frame, arguments: dict[str, Value]) -> str:  # noqa: ARG002  # as those of macros
        frame.budget.spend()
        if frame.macro_depth > MAX_MACRO_DEPTH:
            raise LimitExceeded(f"blocks nested deeper than {MAX_MACRO_DEPTH}")
        out = TextOutput()
        frame.macro_depth += 1
        try:
            run(self._body, frame, out)
        finally:
            frame.macro_depth -= 1
        return out.text()


class DefinedMacro:
    """`{% macro %}`: it sees its arguments and nothing else."""

    def __init__(self, defaults: Mapping[str, Code | None], body: Body) -> None:
        self._defaults, self._body = defaults, body
        self.names = tuple(defaults)

    def __call__(self, frame: Frame, arguments: dict[str, Value]) -> str:
        """Renders the macro's body."""
        frame.budget.spend()
        if frame.macro_depth > MAX_MACRO_DEPTH:
            raise LimitExceeded(f"macros nested deeper than {MAX_MACRO_DEPTH}")
        scope: dict[str, Value] = {}
        scopes, out = frame.scopes, TextOutput()
        frame.scopes, frame.macro_depth = [scope], frame.macro_depth + 1
        try:
            for name, default in self._defaults.items():
                scope[name] = default(frame) if default else None
            frame.scopes.append(arguments)
            run(self._body, frame, out)
        finally:
            frame.scopes, frame.macro_depth = scopes, frame.macro_depth - 1
        return out.text()
