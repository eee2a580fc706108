"""What a scalar of YAML stands for: text, number, boolean or nothing.

The rules are YAML 1.1's as Kestra reads them (SnakeYAML's resolver, with and without Jackson in front of it), so `yes`,
`no`, `on` and `off` are booleans, `010` is 8 and `1_000` is 1000. Three things differ, because a flow's data must be
what its author sees and must be writable as JSON:

* what looks like a date or a time stays text (`2024-05-01`, `10:30`, `12:30:45`);
* `.inf` and `.nan` are refused;
* the only tags are YAML's own for text, numbers, booleans and null.
"""

import re

STANDARD = "tag:yaml.org,2002:"
MAX_DIGITS = 1000  # beyond any use, and within what Python converts without complaint

_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
_TRUE = re.compile("yes|Yes|YES|true|True|TRUE|on|On|ON")
_FALSE = re.compile("no|No|NO|false|False|FALSE|off|Off|OFF")
_INTEGER = re.compile(
    r"(?P<sign>[-+]?)(?:0b_*(?P<binary>[01][01_]*)|0x_*(?P<hexadecimal>[0-9a-fA-F][0-9a-fA-F_]*)"
    r"|0(?P<octal>_*[0-7][0-7_]*)|(?P<decimal>0|[1-9][0-9_]*))"
)
_BASES = {"binary": 2, "octal": 8, "decimal": 10, "hexadecimal": 16}
_FLOAT = re.compile(
    r"[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+]?[0-9]+)?|[-+]?[0-9][0-9_]*[eE][-+]?[0-9]+"
    r"|[-+]?\.[0-9][0-9_]*(?:[eE][-+]?[0-9]+)?"
)
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")

Scalar = str | int | float | bool | None


class UnusableScalar(ValueError):
    """A scalar that a flow cannot hold; the text is the whole sentence."""


def scalar_value(text: str, *, tag: str | None, plain: bool) -> Scalar:
    """Resolves a scalar. `plain` says that it stands without quotes and is no block; `tag` is its tag, if it has one.

    Raises:
        UnusableScalar: a number that is too long or not finite, a tag that is unknown or does not fit the text.
    """
    if tag is None:
        return _implicit(text) if plain else text
    if tag in ("!", STANDARD + "str"):
        return text
    name = tag.removeprefix(STANDARD)
    if name == "null":
        return None
    expected = {"int": int, "float": float, "bool": bool}.get(name) if tag.startswith(STANDARD) else None
    if expected is None:
        raise UnusableScalar(f"The tag `{_written(tag)}` is not known here. Remove it; a value needs no tag.")
    value = _implicit(text)
    if expected is float and type(value) is int:
        return float(value)
    if type(value) is not expected:
        raise UnusableScalar(f"{text!r} does not fit its tag `{_written(tag)}`. Remove the tag or change the value.")
    return value


def _implicit(text: str) -> Scalar:
    if text in _NULLS:
        return None
    if _TRUE.fullmatch(text):
        return True
    if _FALSE.fullmatch(text):
        return False
    if match := _INTEGER.fullmatch(text):
        return _integer(match)
    if _FLOAT.fullmatch(text):
        return _finite(text)
    if _NOT_FINITE.fullmatch(text):
        raise UnusableScalar(f"`{text}` is not a number that a flow can hold. Put it in quotes if you mean the text.")
    return text


def _integer(match: re.Match[str]) -> int:
    base, digits = next((name, digits) for name, digits in match.groupdict().items() if name in _BASES and digits)
    _check_length(digits)
    return int(match["sign"] + digits.replace("_", ""), _BASES[base])


def _finite(text: str) -> float:
    _check_length(text)
    value = float(text.replace("_", ""))
    if value in (float("inf"), float("-inf")):
        raise UnusableScalar(f"The number `{text}` is too large. Put it in quotes if you mean the text.")
    return value


def _check_length(digits: str) -> None:
    if len(digits) > MAX_DIGITS:
        raise UnusableScalar(
            f"The number has {len(digits)} digits, and at most {MAX_DIGITS} are read. "
            "Put it in quotes if you mean the text."
        )


def _written(tag: str) -> str:
    return "!!" + tag.removeprefix(STANDARD) if tag.startswith(STANDARD) else tag
