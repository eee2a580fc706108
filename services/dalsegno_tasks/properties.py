"""Kinds of properties that several task types share."""

import json
from datetime import timedelta
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from dalsegno_flow.durations import parse_duration


def is_template(text: str) -> bool:
    """Whether a value is still to be rendered, so that nothing can be said of it yet."""
    return "{{" in text or "{%" in text


def from_json(value: Any) -> Any:
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


class Traced(BaseModel):
    """A text of a flow and what it was rendered to, or why it could not be; before rendering it stands for itself."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    template: str
    text: str = ""
    error: str | None = None


class ItemTemplate(BaseModel):
    """A text of a flow that is rendered for each item of a file, and what it may name besides the item's own fields."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    template: str = Field(description="The text.")
    variables: dict[str, Any] = Field(default_factory=dict, description="What it may name beside the item's fields.")


def _as_item_template(value: Any) -> Any:
    return value if isinstance(value, dict) else {"template": _as_text(value)}


def _as_traced(value: Any) -> Any:
    shown = _as_text(value)
    return {"template": shown, "text": shown} if isinstance(shown, str) else value


def _duration(value: Any) -> timedelta:
    if not isinstance(value, str):
        raise ValueError("a duration is a text such as PT30S or P1D.")  # noqa: TRY004 - pydantic shows ValueErrors
    return parse_duration(value)


Text = Annotated[str, BeforeValidator(_as_text)]
TextList = Annotated[list[Text], BeforeValidator(from_json)]
TextMap = Annotated[dict[str, Text], BeforeValidator(from_json)]
ValueMap = Annotated[dict[str, Any], BeforeValidator(from_json)]
IntegerList = Annotated[list[int], BeforeValidator(from_json)]
Character = Annotated[str, BeforeValidator(_one_character)]
OnBadLines = Annotated[Literal["ERROR", "WARN", "SKIP"], BeforeValidator(upper)]
Duration = Annotated[timedelta, BeforeValidator(_duration)]
TracedText = Annotated[Traced, BeforeValidator(_as_traced), WithJsonSchema({"type": "string"})]
ItemText = Annotated[ItemTemplate, BeforeValidator(_as_item_template), WithJsonSchema({"type": "string"})]
LogLevel = Annotated[Literal["TRACE", "DEBUG", "INFO", "WARN", "ERROR"], BeforeValidator(upper)]
