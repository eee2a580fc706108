"""The layout of patterns whose texts all have one width, so that whole columns can be sliced instead of read."""

from dataclasses import dataclass

from dalsegno_flow.dates.pattern import compile_pattern, scan

_WIDTHS = {"y": 4, "M": 2, "d": 2, "H": 2, "m": 2, "s": 2}
_MAX_FRACTION_DIGITS = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedLayout:
    """Where each field and each literal character of a text stands.

    A text of another width, with another literal, with anything but the digits 0 to 9 in a field, or with a value out
    of its field's range is for `DateTimePattern` to read or to refuse: it alone knows signs, 24:00 and 30 February.
    """

    width: int  # characters
    fields: tuple[tuple[str, int, int], ...]  # (pattern letter out of "yMdHmsS", start, length), in the text's order
    literals: tuple[tuple[int, str], ...]  # (position, the one character there)


def fixed_layout(pattern: str) -> FixedLayout | None:
    """The layout, or None when the pattern has optional sections, names, zones or fields of several widths.

    Raises:
        InvalidPattern: the pattern does not compile.
    """
    compile_pattern(pattern)
    at = 0
    fields: list[tuple[str, int, int]] = []
    literals: list[tuple[int, str]] = []
    for kind, text in scan(pattern):
        if kind == "literal":
            if text[0].isdigit() and fields and fields[-1] == ("y", at - 4, 4):
                return None  # a year would take that digit for its own
            literals.extend((at + i, char) for i, char in enumerate(text))
        elif kind == "letters" and _is_fixed(text, fields):
            fields.append((text[0], at, len(text)))
        else:
            return None
        at += len(text)
    return FixedLayout(width=at, fields=tuple(fields), literals=tuple(literals))


def _is_fixed(letters: str, before: list[tuple[str, int, int]]) -> bool:
    letter, count = letters[0], len(letters)
    if any(letter == field[0] for field in before):
        return False  # a field that stands twice has to agree with itself
    return _WIDTHS.get(letter) == count or (letter == "S" and count <= _MAX_FRACTION_DIGITS)
