"""Pebble's tags, and the parser of whole templates: text, prints and tags."""

from collections.abc import Callable, Mapping, Sequence

from dalsegno_flow.expressions.errors import TemplateSyntaxError
from dalsegno_flow.expressions.frame import Body, Code, Frame, Macro, Statement, Template
from dalsegno_flow.expressions.grammar import ExpressionParser
from dalsegno_flow.expressions.java_values import Value
from dalsegno_flow.expressions.lexer import tokenize
from dalsegno_flow.expressions.statements import (
    DefinedBlock,
    DefinedMacro,
    assignment,
    block_name,
    conditional,
    printing,
    rendered_body,
    rendered_text,
    repetition,
)
from dalsegno_flow.expressions.token_stream import TokenStream


def parse(source: str) -> Template:
    """Compiles a template.

    Raises:
        TemplateSyntaxError: it does not parse.
        BareError: it holds a number that no Long can.
    """
    parser = TemplateParser(source)
    body = parser.body(())
    return Template(source=source, body=body, macros=parser.macros)


class TemplateParser(ExpressionParser):
    """Reads statements up to the tag that ends them."""

    def __init__(self, source: str) -> None:
        super().__init__(TokenStream(tokenize(source)))
        self.macros: dict[str, Macro] = {}

    def body(self, stop: Sequence[str]) -> Body:
        """Statements up to a tag of one of these names, which is left as the current token."""
        out: list[str | Statement] = []
        while not self.tokens.at("EOF"):
            token = self.tokens.token
            self.tokens.next()
            if token.type == "TEXT":
                if token.value:
                    out.append(token.value)
            elif token.type == "PRINT_START":
                out.append(printing(self.expression()))
                self.tokens.expect("PRINT_END")
            elif token.type == "EXECUTE_START":
                if self.tokens.at("NAME", *stop) and stop:
                    return out
                statement = self._tag()
                if statement is not None:
                    out.append(statement)
            else:
                raise TemplateSyntaxError("Parser ended in undefined state.", token.line)
        return out

    def end_of_tag(self) -> None:
        """The `%}`."""
        self.tokens.expect("EXECUTE_END")

    def closing(self, name: str) -> None:
        """The tag that ends a body."""
        if not self.tokens.at("NAME", name):
            raise TemplateSyntaxError(
                f'Unexpected end of template. Pebble was looking for the "{name}" tag', self.tokens.line
            )
        self.tokens.next()
        self.end_of_tag()

    def _tag(self) -> Statement | None:
        name = self.tokens.token
        if name.type != "NAME":
            raise TemplateSyntaxError("A block must start with a tag name.", name.line)
        tag = TAGS.get(name.value)
        if tag is None:
            raise TemplateSyntaxError(f'Unexpected tag name "{name.value}"', name.line)
        self.tokens.next()
        return tag(self, name.line)


def _if(parser: TemplateParser, line: int) -> Statement:
    branches: list[tuple[Code, Body]] = []
    otherwise: Body = []
    following = ("elseif", "else", "endif")
    while True:
        condition = parser.expression()
        parser.end_of_tag()
        branches.append((condition, parser.body(following)))
        if not parser.tokens.accept("NAME", "elseif"):
            break
    if parser.tokens.accept("NAME", "else"):
        parser.end_of_tag()
        otherwise = parser.body(("endif",))
    parser.closing("endif")
    return conditional(branches, otherwise, line)


def _for(parser: TemplateParser, line: int) -> Statement:
    name = parser.variable_name()
    parser.tokens.expect("NAME", "in")
    source = parser.expression()
    parser.end_of_tag()
    body = parser.body(("else", "endfor"))
    otherwise: Body = []
    if parser.tokens.accept("NAME", "else"):
        parser.end_of_tag()
        otherwise = parser.body(("endfor",))
    parser.closing("endfor")
    return repetition(name, source, body, otherwise, line)


def _set(parser: TemplateParser, _line: int) -> Statement:
    name = parser.variable_name()
    parser.tokens.expect("PUNCTUATION", "=")
    value = parser.expression()
    parser.end_of_tag()
    return assignment(name, value)


def _macro(parser: TemplateParser, _line: int) -> None:
    name = parser.tokens.expect("NAME").value
    defaults = parser.parameters()
    parser.end_of_tag()
    parser.macros[name] = DefinedMacro(defaults, parser.body(("endmacro",)))
    parser.closing("endmacro")


def _filter(parser: TemplateParser, _line: int) -> Statement:
    source: list[Code] = []  # filled once the body has been read, which stands behind the filters

    def body_text(frame: Frame) -> Value:
        return source[0](frame)

    code = parser.filter(body_text)
    while parser.tokens.accept("OPERATOR", "|") or parser.tokens.accept("PUNCTUATION", "|"):
        code = parser.filter(code)
    parser.end_of_tag()
    source.append(rendered_text(parser.body(("endfilter",))))
    parser.closing("endfilter")
    return printing(code)


def _block(parser: TemplateParser, _line: int) -> Statement:
    name = parser.tokens.token.value
    parser.tokens.next()
    parser.end_of_tag()
    body = parser.body(("endblock",))
    if parser.tokens.peek().type in ("NAME", "STRING"):  # {% endblock name %}
        parser.tokens.next()
        parser.tokens.next()
        parser.end_of_tag()
    else:
        parser.closing("endblock")
    parser.macros[block_name(name)] = DefinedBlock(body)
    return rendered_body(body)


TAGS: Mapping[str, Callable[[TemplateParser, int], Statement | None]] = {
    "if": _if,
    "for": _for,
    "set": _set,
    "macro": _macro,
    "filter": _filter,
    "block": _block,
}
