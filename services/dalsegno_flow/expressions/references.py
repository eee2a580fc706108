"""What a template refers to, read off its text: `{{ outputs.load.uri }}` refers to ("outputs", "load", "uri")."""

from collections.abc import Iterator
from dataclasses import dataclass

from dalsegno_flow.expressions.errors import ExpressionError
from dalsegno_flow.expressions.java_values import Value
from dalsegno_flow.expressions.lexer import Token, tokenize

Reference = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One part of a path as it is written in a template: `outputs`, `.load`, `['load']`.

    `start` and `end` are the place of all of it, `at` that of the name alone, without quotes.
    """

    name: str
    start: int
    end: int
    at: int


OWN_VALUE = "[taskrun.value]"
_KEYWORDS = frozenset({"if", "elseif", "else", "endif", "for", "in", "endfor", "set", "block", "endblock", "macro"})
_END = Token("EOF", "null", 0)


def references(value: Value) -> Iterator[Reference]:
    """The paths that the templates in a value refer to, as far as they are written out.

    A path ends where a part of it is computed: `outputs[inputs.name].uri` is ("outputs",) and ("inputs", "name"); but
    `outputs.load[taskrun.value]` and `currentEachOutput(outputs.load)` are ("outputs", "load", OWN_VALUE). A function
    is its name with "()": `now()` is ("now()",). Names that a template sets itself are among them. A text that does
    not parse refers to nothing, as it renders to nothing.
    """
    if isinstance(value, str):
        if "{{" in value or "{%" in value:
            yield from _in_text(value)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from references(key)
            yield from references(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from references(item)


def _in_text(text: str) -> Iterator[Reference]:
    try:
        tokens = [token for token in tokenize(text) if token.type != "TEXT"]
    except ExpressionError:
        return
    for at in _names(tokens):
        if _is_call(tokens, at):
            yield (f"{tokens[at].value}()",)
        elif [one.value for one in tokens[max(0, at - 2) : at]] == ["currentEachOutput", "("]:
            yield (*_path(tokens, at), OWN_VALUE)
        else:
            yield tuple(_path(tokens, at))


def located(text: str) -> list[tuple[Step, ...]]:
    """The paths in a template, with the places of their steps; functions and filters are none. As `references`."""
    try:
        tokens = [token for token in tokenize(text) if token.type != "TEXT"]
    except ExpressionError:
        return []
    return [tuple(_steps(tokens, at)) for at in _names(tokens) if not _is_call(tokens, at)]


def _path(tokens: list[Token], at: int) -> Iterator[str]:
    place = at
    for step in _steps(tokens, at):
        yield step.name
        place = next(place for place in range(place, len(tokens)) if tokens[place].end == step.end)
    if "".join(one.value for one in tokens[place + 1 : place + 6]) == OWN_VALUE:
        yield OWN_VALUE


def _steps(tokens: list[Token], at: int) -> Iterator[Step]:
    first = tokens[at]
    yield Step(name=first.value, start=first.start, end=first.end, at=first.start)
    at += 1
    while (sign := _at(tokens, at)).type == "PUNCTUATION":
        step = _at(tokens, at + 1)
        if sign.value == "." and step.type in {"NAME", "NUMBER"}:
            yield Step(name=step.value, start=sign.start, end=step.end, at=step.start)
            at += 2
        elif sign.value == "[" and step.type == "STRING" and (last := _at(tokens, at + 2)).value == "]":
            yield Step(name=step.value, start=sign.start, end=last.end, at=step.start + 1)
            at += 3
        else:
            return


def _names(tokens: list[Token]) -> Iterator[int]:
    """Where names stand that begin a path or call a function."""
    for at, token in enumerate(tokens):
        before = tokens[at - 1] if at else _END
        named = token.type == "NAME" and token.value not in _KEYWORDS
        if named and (before.value not in {".", "|"} or before.type == "STRING"):
            yield at


def _is_call(tokens: list[Token], at: int) -> bool:
    after = _at(tokens, at + 1)
    return after.value == "(" and after.type == "PUNCTUATION"


def _at(tokens: list[Token], at: int) -> Token:
    return tokens[at] if at < len(tokens) else _END
