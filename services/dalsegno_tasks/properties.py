"""Kinds of properties that several task types share."""

import json
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator


def is_template(text: str) -> bool:
    """Whether a value is still to be rendered, so that nothing can be said of it yet."""
    return "{{" in text or "{%" in text


def _from_json(value: Any) -> Any:
    """A rendered template is always text: "[1, 2]" stands for the list, "{...}" for the map."""
    if isinstance(value, str) and value.strip()[:1] in {"[", "{"} and not value.lstrip().startswith(("{{", "{%")):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def _as_text(value: Any) -> Any:
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int | float) else value


def _one_character(value: Any) -> Any:
    if isinstance(value, str) and len(value) != 1 and not is_template(value):
        raise ValueError('give exactly one character, such as ";" or "\\t" in double quotes for a tab.')
    return value


def upper(value: Any) -> Any:
    """Names of an enumeration may be written in any case."""
    return value.upper() if isinstance(value, str) and "{" not in value else value


Text = Annotated[str, BeforeValidator(_as_text)]
TextList = Annotated[list[Text], BeforeValidator(_from_json)]
TextMap = Annotated[dict[str, Text], BeforeValidator(_from_json)]
ValueMap = Annotated[dict[str, Any], BeforeValidator(_from_json)]
IntegerList = Annotated[list[int], BeforeValidator(_from_json)]
Character = Annotated[str, BeforeValidator(_one_character)]
OnBadLines = Annotated[Literal["ERROR", "WARN", "SKIP"], BeforeValidator(upper)]
LogLevel = Annotated[Literal["TRACE", "DEBUG", "INFO", "WARN", "ERROR"], BeforeValidator(upper)]
