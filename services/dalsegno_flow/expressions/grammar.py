"""Pebble's expressions: a Pratt parser that compiles straight to closures."""

from collections.abc import Callable
from typing import TypeVar

from dalsegno_flow.expressions import closures
from dalsegno_flow.expressions.errors import BareError, TemplateSyntaxError
from dalsegno_flow.expressions.frame import Code
from dalsegno_flow.expressions.java_values import Value, hash_map, text
from dalsegno_flow.expressions.limits import MAX_EXPRESSION_DEPTH, bounded
from dalsegno_flow.expressions.operators import BINARY, FILTER, TEST, UNARY, concatenation
from dalsegno_flow.expressions.token_stream import TokenStream

CONSTANTS: dict[str, Value] = {
    "true": True,
    "TRUE": True,
    "false": False,
    "FALSE": False,
    "none": None,
    "NONE": None,
    "null": None,
    "NULL": None,
}
_RESERVED = ("true", "false", "null", "none")
T = TypeVar("T")


class ExpressionParser:
    """Reads expressions off a token stream. Every method leaves the stream behind what it has read.

    Every method raises TemplateSyntaxError when the tokens are not what it reads.
    """

    def __init__(self, tokens: TokenStream) -> None:
        self.tokens = tokens
        self._depth = 0

    def expression(self, least: int = 0) -> Code:
        """An expression, as long as its operators bind at least that tightly."""
        self._depth += 1
        if self._depth > MAX_EXPRESSION_DEPTH:
            raise TemplateSyntaxError(f"expression nested deeper than {MAX_EXPRESSION_DEPTH}", self.tokens.line)
        try:
            code = self._operand()
            while self.tokens.at("OPERATOR") or self.tokens.at("PUNCTUATION", "|"):
                following = self._operation(code, least)
                if following is None:
                    break
                code = following
            if least == 0 and self.tokens.accept("PUNCTUATION", "?"):
                yes = self.expression()
                self.tokens.expect("PUNCTUATION", ":")
                return closures.ternary(code, yes, self.expression())
            return code
        finally:
            self._depth -= 1

    def variable_name(self) -> str:
        """A name that may be assigned to."""
        token = self.tokens.expect("NAME")
        if token.value in _RESERVED:
            raise TemplateSyntaxError(f"Can not assign a value to {token.value}", token.line)
        return token.value

    def filter(self, source: Code) -> Code:
        """A filter behind its bar: a name and perhaps arguments."""
        name = self.tokens.expect("NAME").value
        positional, named = self.arguments() if self.tokens.at("PUNCTUATION", "(") else ([], {})
        return closures.filtered(source, name, positional, named, self.tokens.line)

    def arguments(self) -> tuple[list[Code], dict[str, Code]]:
        """`(a, b, name=c)`: the positional ones, and the named ones."""
        self.tokens.expect("PUNCTUATION", "(")
        positional: list[Code] = []
        named: dict[str, Code] = {}
        while not self.tokens.at("PUNCTUATION", ")"):
            if positional or named:
                self.tokens.expect("PUNCTUATION", ",")
            following = self.tokens.peek()
            if following.type == "PUNCTUATION" and following.value == "=":
                name = self.variable_name()
                self.tokens.expect("PUNCTUATION", "=")
                named[name] = self.expression()
            elif named:
                raise TemplateSyntaxError(
                    "Positional arguments must be declared before any named arguments.", self.tokens.line
                )
            else:
                positional.append(self.expression())
        self.tokens.next()
        return positional, named

    def parameters(self) -> dict[str, Code | None]:
        """`(a, b=c)` of a macro: names and their defaults."""
        self.tokens.expect("PUNCTUATION", "(")
        defaults: dict[str, Code | None] = {}
        while not self.tokens.at("PUNCTUATION", ")"):
            if defaults:
                self.tokens.expect("PUNCTUATION", ",")
            name = self.variable_name()
            defaults[name] = self.expression() if self.tokens.accept("PUNCTUATION", "=") else None
        self.tokens.next()
        return defaults

    def _operand(self) -> Code:
        """A value with the operators before it; array and map literals take none behind them: `[1][0]` is no Pebble."""
        token = self.tokens.token
        if token.type == "OPERATOR" and token.value in ("not", "-", "+"):
            self.tokens.next()
            return closures.unary(token.value, self.expression(UNARY), self.tokens.line)
        if self.tokens.accept("PUNCTUATION", "("):
            inner = self.expression()
            self.tokens.expect("PUNCTUATION", ")")
            return self._postfix(inner)
        if self.tokens.at("PUNCTUATION", "["):
            return self._array()
        if self.tokens.at("PUNCTUATION", "{"):
            return self._map()
        return self._primary()

    def _operation(self, left: Code, least: int) -> Code | None:
        """The current operator applied to `left`; None when it binds too loosely or is none."""
        operator = self.tokens.token.value
        if operator == "|" and least <= FILTER:
            self.tokens.next()
            return self.filter(left)
        if operator in ("is", "is not") and least <= TEST:
            self.tokens.next()
            return self._test(left, negate=operator == "is not")
        if operator in BINARY and least <= BINARY[operator][0]:
            self.tokens.next()
            binding, build = BINARY[operator]
            right = self.expression(binding + 1)
            return build(left, right, self.tokens.line)
        return None

    def _test(self, source: Code, *, negate: bool) -> Code:
        name = self.tokens.expect("NAME").value
        positional, named = self.arguments() if self.tokens.at("PUNCTUATION", "(") else ([], {})
        return closures.tested(source, name, positional, named, self.tokens.line, negate=negate)

    def _primary(self) -> Code:
        token = self.tokens.token
        if token.type in ("STRING", "INTERPOLATION_START"):
            return self._postfix(self._string())
        if token.type == "NAME":
            return self._name()
        if token.type not in ("LONG", "NUMBER"):
            raise TemplateSyntaxError(f'Unexpected token "{token.type}" of value "{token.value}"', token.line)
        self.tokens.next()
        if "." in token.value:
            return self._postfix(closures.constant(float(token.value)))
        if len(token.value) > 400 or int(token.value) >= 2**63:
            raise BareError(f'For input string: "{token.value}"')
        return self._postfix(closures.constant(int(token.value)))

    def _name(self) -> Code:
        token = self.tokens.token
        if token.value in CONSTANTS:
            self.tokens.next()
            return self._postfix(closures.constant(CONSTANTS[token.value]))
        self.tokens.next()
        if self.tokens.at("PUNCTUATION", "("):
            positional, named = self.arguments()
            return self._postfix(closures.called(token.value, positional, named, token.line))
        return self._postfix(closures.variable(token.value, token.line), root=token.value)

    def _string(self) -> Code:
        """A string, in pieces when there are `#{…}` in it."""
        parts: list[Code] = []
        after_text = False
        while True:
            if self.tokens.at("STRING") and not after_text:
                parts.append(closures.constant(self.tokens.token.value))
                after_text = True
                self.tokens.next()
            elif self.tokens.at("INTERPOLATION_START"):
                self.tokens.next()
                parts.append(self.expression())
                self.tokens.expect("INTERPOLATION_END")
                after_text = False
            else:
                break
        code = parts.pop()
        while parts:
            code = concatenation(parts.pop(), code, 0)
        return code

    def _postfix(self, code: Code, root: str | None = None) -> Code:
        """What hangs behind a value: `.name`, `.name()`, `[key]`."""
        while True:
            if self.tokens.accept("PUNCTUATION", "."):
                code = self._member(code, root)
            elif self.tokens.accept("PUNCTUATION", "["):
                key = self.expression()
                line = self.tokens.line
                self.tokens.expect("PUNCTUATION", "]")
                code = closures.item(code, key, line, root)
            elif self.tokens.at("PUNCTUATION", "("):
                raise TemplateSyntaxError("only a name can be called", self.tokens.line)
            else:
                return code
            root = None

    def _member(self, owner: Code, root: str | None) -> Code:
        token = self.tokens.expect("NAME")
        if not self.tokens.at("PUNCTUATION", "("):
            return closures.member(owner, token.value, token.line, root)
        positional, named = self.arguments()
        if named:
            raise TemplateSyntaxError("Can not use named arguments when calling a bean method", self.tokens.line)
        return closures.method(owner, token.value, positional, token.line)

    def _array(self) -> Code:
        items = self._sequence("]", self.expression)
        return lambda frame: bounded([item(frame) for item in items])

    def _map(self) -> Code:
        def pair() -> tuple[Code, Code]:
            key = self.expression()
            self.tokens.expect("PUNCTUATION", ":")
            return key, self.expression()

        pairs = self._sequence("}", pair)
        return lambda frame: bounded(hash_map([(_as_key(key(frame)), value(frame)) for key, value in pairs]))

    def _sequence(self, close: str, element: Callable[[], T]) -> list[T]:
        self.tokens.next()
        out: list[T] = []
        if self.tokens.accept("PUNCTUATION", close):
            return out
        while True:
            out.append(element())
            if self.tokens.accept("PUNCTUATION", close):
                return out
            self.tokens.expect("PUNCTUATION", ",")


def _as_key(value: Value) -> Value:
    """A key of a map: a list or map is one by its text, as Java writes it out."""
    return text(value) if isinstance(value, (list, dict)) else value
