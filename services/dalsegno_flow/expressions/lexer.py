"""Pebble's lexer: a template's text to tokens."""

import re
from typing import NamedTuple, NoReturn

from dalsegno_flow.expressions.errors import TemplateSyntaxError


class Token(NamedTuple):
    """A token; `value` is "null" for those that have none, as Pebble's messages show it.

    `start` and `end` say where names, numbers, strings and signs stand in the template, quotes included.
    """

    # TEXT PRINT_START PRINT_END EXECUTE_START EXECUTE_END NAME OPERATOR PUNCTUATION STRING LONG NUMBER
    # INTERPOLATION_START INTERPOLATION_END EOF
    type: str
    value: str
    line: int
    start: int = 0
    end: int = 0


WORD_OPERATORS = ("is not", "contains", "equals", "isIn", "not", "and", "is", "or")
SIGN_OPERATORS = ("???", "??", "==", "!=", ">=", "<=", "..", "+", "-", ">", "<", "*", "/", "%", "|", "~")

_START = re.compile(r"\{\{|\{%|\{#")
_TRIM_AFTER_OPEN = re.compile(r"-\s+")  # `{{-3}}` is minus three, `{{- 3}}` trims
_TRIM_BEFORE_CLOSE = re.compile(r"\s*-(?:\}\}|%\}|#\})")
_CLOSE = {"PRINT": re.compile(r"\s*-?\}\}"), "EXECUTE": re.compile(r"\s*-?%\}")}
_VERBATIM = re.compile(r"\s*verbatim\s*(-)?%\}")
_END_VERBATIM = re.compile(r"\{%(-)?\s*endverbatim\s*(-)?%\}")
_END_INTERPOLATION = re.compile(r"\s*\}")
_SPACE = re.compile(r"\s*")
_OPERATOR = "|".join(
    [re.escape(word) + r"(?![a-zA-Z0-9_])" for word in WORD_OPERATORS] + [re.escape(sign) for sign in SIGN_OPERATORS]
)
_CODE = re.compile(
    rf"(?P<OPERATOR>{_OPERATOR})"
    r"|(?P<NAME>[^\W\d]\w*)|(?P<LONG>[0-9]+L)|(?P<NUMBER>[0-9]+(?:\.[0-9]+)?)|(?P<PUNCTUATION>[()\[\]{}?:.,|=])"
    r'|(?P<STRING>"[^#"\\]*(?:\\.[^#"\\]*)*"|'
    r"'[^'\\]*(?:\\.[^'\\]*)*')"
    r'|(?P<QUOTE>")',
    re.DOTALL,
)
_STRING_PART = re.compile(r'[^#"\\]*(?:(?:\\.|#(?!\{))[^#"\\]*)*', re.DOTALL)
_PAIRS = {"(": ")", "[": "]", "{": "}"}


def tokenize(source: str) -> list[Token]:
    """The tokens of a template, EOF last.

    Raises:
        TemplateSyntaxError: a bracket, quote, comment or tag is not closed, or a character belongs nowhere.
    """
    return _Lexer(source).run()


class _Lexer:
    def __init__(self, source: str) -> None:
        self.source, self.at, self.line = source, 0, 1
        self.tokens: list[Token] = []
        self.brackets: list[str] = []
        self.trim_next = False

    def run(self) -> list[Token]:
        while self.at < len(self.source):
            self.text()
        self.push("EOF")
        if self.brackets:
            self.fail(f'Unclosed "{self.brackets[-1]}"')
        return self.tokens

    def fail(self, message: str) -> NoReturn:
        raise TemplateSyntaxError(message, self.line)

    def push(self, kind: str, value: str = "null", end: int = 0) -> None:
        self.tokens.append(Token(kind, value, self.line, self.at, end))

    def go_to(self, at: int) -> None:
        self.line += self.source.count("\n", self.at, at)
        self.at = at

    def text(self) -> None:
        """Text up to the next delimiter, and what stands within that."""
        start = _START.search(self.source, self.at)
        text = self.source[self.at : start.start() if start else len(self.source)]
        if self.trim_next:
            text, self.trim_next = text.lstrip(), False
        trim = _TRIM_AFTER_OPEN.match(self.source, start.end()) if start else None
        self.push("TEXT", text.rstrip() if trim else text)
        if start is None:
            self.go_to(len(self.source))
            return
        self.go_to(trim.end() if trim else start.end())
        if start.group() == "{#":
            self.comment()
        elif start.group() == "{{":
            self.push("PRINT_START")
            self.code("PRINT")
        elif verbatim := _VERBATIM.match(self.source, self.at):
            self.verbatim(verbatim)
        else:
            self.push("EXECUTE_START")
            self.code("EXECUTE")

    def comment(self) -> None:
        end = self.source.find("#}", self.at)
        if end < 0:
            self.fail("Unclosed comment.")
        self.trim_next = self.source[self.at : end].endswith("-")
        self.go_to(end + 2)

    def verbatim(self, start: re.Match[str]) -> None:
        self.go_to(start.end())
        end = _END_VERBATIM.search(self.source, self.at)
        if not end:
            self.fail("Unclosed verbatim tag.")
        text = self.source[self.at : end.start()]
        text = text.lstrip() if start.group(1) else text
        self.push("TEXT", text.rstrip() if end.group(1) else text)
        self.trim_next = bool(end.group(2))
        self.go_to(end.end())

    def code(self, state: str) -> None:
        """Everything up to the closing delimiter; brackets open within it hide that one."""
        close = _CLOSE[state]
        while self.at < len(self.source):
            if not self.brackets:
                if _TRIM_BEFORE_CLOSE.match(self.source, self.at):
                    self.trim_next = True
                if end := close.match(self.source, self.at):
                    self.push(state + "_END", "}}" if state == "PRINT" else "%}")
                    self.go_to(end.end())
                    return
            self.one()

    def one(self) -> None:
        """One token of an expression."""
        if space := _SPACE.match(self.source, self.at):
            self.go_to(space.end())
        if self.at >= len(self.source):
            return
        found = _CODE.match(self.source, self.at)
        if not found:
            self.fail(f"Unexpected character [{self.source[self.at]}]")
        kind, text = found.lastgroup or "", found.group()
        if kind == "QUOTE":
            self.interpolated()
            return
        if kind == "STRING":  # only the quote itself can be escaped
            text = text[1:-1].replace("\\" + text[0], text[0])
        elif kind == "LONG":
            text = text[:-1]
        elif kind == "PUNCTUATION":
            self.bracket(text)
        self.push(kind, text, found.end())
        self.go_to(found.end())

    def bracket(self, char: str) -> None:
        if char in _PAIRS:
            self.brackets.append(char)
        elif char in ")]}":
            if not self.brackets:
                self.fail(f'Unexpected "{char}"')
            expected = _PAIRS[self.brackets.pop()]
            if expected != char:
                self.fail(f'Unclosed "{expected}"')

    def interpolated(self) -> None:
        """A double-quoted string with `#` in it: its text parts are left unescaped, as Pebble leaves them."""
        self.go_to(self.at + 1)
        while self.at < len(self.source):
            if self.source.startswith("#{", self.at):
                self.interpolation()
            elif self.source[self.at] == '"':
                if self.tokens[-1].type in ("PUNCTUATION", "OPERATOR"):
                    self.push("STRING", "")
                self.go_to(self.at + 1)
                return
            elif (part := _STRING_PART.match(self.source, self.at)) and part.end() > self.at:
                self.push("STRING", part.group())
                self.go_to(part.end())
            else:
                break
        self.fail('Unclosed """')

    def interpolation(self) -> None:
        """`#{…}` within a string."""
        self.push("INTERPOLATION_START", "#{")
        self.go_to(self.at + 2)
        depth = len(self.brackets)
        while self.at < len(self.source):
            if len(self.brackets) == depth and (end := _END_INTERPOLATION.match(self.source, self.at)):
                self.push("INTERPOLATION_END", "}")
                self.go_to(end.end())
                return
            self.one()
