"""What a template refers to, read off its text: `{{ outputs.load.uri }}` refers to ("outputs", "load", "uri")."""

from collections.abc import Iterator

from dalsegno_flow.expressions.errors import ExpressionError
from dalsegno_flow.expressions.java_values import Value
from dalsegno_flow.expressions.lexer import Token, tokenize

Reference = tuple[str, ...]
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
    for at, token in enumerate(tokens):
        before = tokens[at - 1] if at else _END
        if token.type != "NAME" or token.value in _KEYWORDS or (before.value in {".", "|"} and before.type != "STRING"):
            continue
        if _at(tokens, at + 1).value == "(" and _at(tokens, at + 1).type == "PUNCTUATION":
            yield (f"{token.value}()",)
        elif [one.value for one in tokens[max(0, at - 2) : at]] == ["currentEachOutput", "("]:
            yield (*_path(tokens, at), OWN_VALUE)
        else:
            yield tuple(_path(tokens, at))


def _path(tokens: list[Token], at: int) -> Iterator[str]:
    yield tokens[at].value
    at += 1
    while _at(tokens, at).type == "PUNCTUATION":
        step = _at(tokens, at + 1)
        if tokens[at].value == "." and step.type in {"NAME", "NUMBER"}:
            at += 2
        elif tokens[at].value == "[" and step.type == "STRING" and _at(tokens, at + 2).value == "]":
            at += 3
        else:
            if "".join(one.value for one in tokens[at : at + 5]) == OWN_VALUE:
                yield OWN_VALUE
            return
        yield step.value


def _at(tokens: list[Token], at: int) -> Token:
    return tokens[at] if at < len(tokens) else _END
