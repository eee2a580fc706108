"""Values of Ion text that is not JSON: symbols, timestamps, annotations and their like.

Source: Amazon Ion 1.0 specification. Symbols come out as texts, blobs as base64, annotations are left out.
"""

import re
import sys
from decimal import Decimal
from typing import Any

MAX_DEPTH = 100
MAX_DIGITS = 3000  # of a number, also one written in hexadecimal: Python prints no more than 4300
_SPACE = re.compile(r"(?:\s+|//[^\n]*|/\*.*?\*/)*", re.DOTALL)
_NAME = re.compile(r"[A-Za-z_$][\w$]*", re.ASCII)
_QUOTED = re.compile(r"\"((?:[^\"\\\n]|\\.)*)\"|'''((?:[^\\]|\\.)*?)'''|'((?:[^'\\\n]|\\.)*)'", re.DOTALL)
_TIMESTAMP = re.compile(
    r"\d{4}(?:T|-\d\d(?:T|-\d\d(?:T(?:\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?)?))", re.ASCII
)
_NUMBER = re.compile(
    r"[+-](?:inf|Infinity)|-?(?:0[xX][\dA-Fa-f_]+|0[bB][01_]+|\d[\d_]*(?:\.[\d_]*)?(?:[dDeE][+-]?\d+)?)", re.ASCII
)
_BLOB = re.compile(r"\{\{\s*(?:\"((?:[^\"\\]|\\.)*)\"|([A-Za-z\d+/=\s]*))\s*\}\}")
_ESCAPE = re.compile(r"\\(x[\dA-Fa-f]{2}|u[\dA-Fa-f]{4}|U[\dA-Fa-f]{8}|\r?\n|.)", re.DOTALL)
_ESCAPED = {"0": "\0", "a": "\a", "b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", "v": "\v", "?": "?"}
_ESCAPED |= {character: character for character in "\"'\\/"} | {"\n": "", "\r\n": ""}
_WORDS = {"true": True, "false": False, "nan": float("nan")}


class IonMoment(str):
    """A timestamp in the words of ISO 8601; a text everywhere but where moments have a format of their own."""

    __slots__ = ()


def read_value(text: str, at: int, depth: int = 0) -> tuple[Any, int]:
    """The value that begins at a place of the text, and where it ends; it is within `depth` others.

    Raises:
        ValueError: there is none, or too many are within one another.
    """
    if depth > MAX_DEPTH:
        raise ValueError(f"more than {MAX_DEPTH} values are within one another")
    at = after_space(text, at)
    match text[at : at + 1]:
        case "{":
            return _blob(text, at) if text.startswith("{{", at) else _struct(text, at, depth)
        case "[":
            return _list(text, at, depth)
        case '"' | "'":
            return _quoted(text, at, depth)
    if moment := _TIMESTAMP.match(text, at):
        return IonMoment(moment[0].removesuffix("T")), moment.end()
    if number := _NUMBER.match(text, at):
        return _number(number[0]), number.end()
    return _word(text, at, depth)


def _struct(text: str, at: int, depth: int) -> tuple[dict[str, Any], int]:
    fields: dict[str, Any] = {}
    at = after_space(text, at + 1)
    while not text.startswith("}", at):
        bare = _NAME.match(text, at)
        name, at = (bare[0], bare.end()) if bare else _text(text, at)
        at = _expected(text, at, ":")
        fields[name], at = read_value(text, at, depth + 1)
        at = _after_item(text, at, "}")
    return fields, at + 1


def _list(text: str, at: int, depth: int) -> tuple[list[Any], int]:
    items: list[Any] = []
    at = after_space(text, at + 1)
    while not text.startswith("]", at):
        item, at = read_value(text, at, depth + 1)
        items.append(item)
        at = _after_item(text, at, "]")
    return items, at + 1


def _quoted(text: str, at: int, depth: int) -> tuple[Any, int]:
    """A text or a symbol in quotes; what follows a symbol and `::` is what the symbol annotates."""
    value, at = _text(text, at)
    after = after_space(text, at)
    return read_value(text, after + 2, depth + 1) if text.startswith("::", after) else (value, at)


def _text(text: str, at: int) -> tuple[str, int]:
    found = _QUOTED.match(text, at)
    if found is None:
        raise ValueError(f"a text or a name was expected at column {at + 1}")
    value, end = _unescaped(next(group for group in found.groups() if group is not None)), found.end()
    if found[2] is not None:  # long texts that follow one another are one
        following = after_space(text, end)
        if text.startswith("'''", following):
            more, end = _text(text, following)
            value += more
    return value, end


def _unescaped(text: str) -> str:
    def replaced(escape: re.Match[str]) -> str:
        code = escape[1]
        if len(code) > 1 and code[0] in "xuU":
            return _character(int(code[1:], 16))
        if code not in _ESCAPED:
            raise ValueError(f"\\{code} is no escape of Ion")
        return _ESCAPED[code]

    plain = _ESCAPE.sub(replaced, text) if "\\" in text else text
    # Two escapes may be the halves of one character.
    return (
        plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if "\\u" in text or "\\U" in text else plain
    )


def _character(code: int) -> str:
    if code > sys.maxunicode:
        raise ValueError(f"U+{code:X} is no character")
    return chr(code)


def _number(text: str) -> Any:
    if text.endswith(("inf", "Infinity")):
        return float(text)
    plain = text.replace("_", "")
    if len(plain) > MAX_DIGITS:
        raise ValueError(f"the number has {len(plain)} characters; at most {MAX_DIGITS} are read")
    if re.match(r"-?0[xXbB]", plain):
        return int(plain, 0)
    if re.search(r"[.dD]", plain) and not re.search(r"[eE]", plain):
        return Decimal(re.sub(r"[dD]", "E", plain))
    return float(plain) if re.search(r"[eE]", plain) else int(plain)


def _word(text: str, at: int, depth: int) -> tuple[Any, int]:
    word = _NAME.match(text, at)
    if word is None:
        found = repr(text[at]) if at < len(text) else "the end"
        raise ValueError(f"a value was expected at column {at + 1}, not {found}")
    end = after_space(text, word.end())
    if text.startswith("::", end):
        return read_value(text, end + 2, depth + 1)
    if word[0] == "null":
        kind = _NAME.match(text, word.end() + 1) if text.startswith(".", word.end()) else None
        return None, kind.end() if kind else word.end()
    return _WORDS.get(word[0], word[0]), word.end()


def _blob(text: str, at: int) -> tuple[str, int]:
    found = _BLOB.match(text, at)
    if found is None:
        raise ValueError(f"a blob was expected at column {at + 1}")
    return (re.sub(r"\s", "", found[2]) if found[1] is None else _unescaped(found[1])), found.end()


def _after_item(text: str, at: int, end: str) -> int:
    at = after_space(text, at)
    return at if text.startswith(end, at) else _expected(text, at, ",")


def _expected(text: str, at: int, character: str) -> int:
    at = after_space(text, at)
    if not text.startswith(character, at):
        found = repr(text[at]) if at < len(text) else "the end"
        raise ValueError(f"'{character}' was expected at column {at + 1}, not {found}")
    return after_space(text, at + 1)


def after_space(text: str, at: int) -> int:
    """Where the next value begins, behind blanks and comments."""
    found = _SPACE.match(text, at)
    return found.end() if found else at
