"""A cursor over a template's tokens, with the messages Pebble gives when another one was expected."""

from dalsegno_flow.expressions.errors import TemplateSyntaxError
from dalsegno_flow.expressions.lexer import Token


class TokenStream:
    """The tokens of one template; the last one, EOF, is never passed."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens, self._at = tokens, 0

    @property
    def token(self) -> Token:
        """The current token."""
        return self._tokens[self._at]

    @property
    def line(self) -> int:
        """The line of the current token."""
        return self._tokens[self._at].line

    def next(self) -> Token:
        """Moves on; gives the token moved to."""
        self._at = min(self._at + 1, len(self._tokens) - 1)
        return self._tokens[self._at]

    def peek(self) -> Token:
        """The token after the current one."""
        return self._tokens[min(self._at + 1, len(self._tokens) - 1)]

    def at(self, kind: str, *values: str) -> bool:
        """Whether the current token is of that type, and one of the values if any are given."""
        token = self._tokens[self._at]
        return token.type == kind and (not values or token.value in values)

    def accept(self, kind: str, value: str) -> bool:
        """Passes the current token when it is that one."""
        if not self.at(kind, value):
            return False
        self.next()
        return True

    def expect(self, kind: str, value: str | None = None) -> Token:
        """Passes and gives the current token.

        Raises:
            TemplateSyntaxError: it is another one.
        """
        token = self.token
        if token.type != kind or (value is not None and token.value != value):
            raise TemplateSyntaxError(
                f'Unexpected token of value "{token.value}" and type {token.type}, expected token of type {kind}',
                token.line,
            )
        self.next()
        return token
