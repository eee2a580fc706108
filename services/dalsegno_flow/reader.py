"""Reads single values of a flow's document and collects what is wrong with them, each at its place."""

import math
import re
from collections.abc import Callable, Collection, Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Any, TypeVar

from dalsegno_flow.durations import InvalidDuration, parse_duration
from dalsegno_flow.problems import Path, Position, Problem, Severity, did_you_mean, nearest, path_text
from dalsegno_flow.source import Document

Choice = TypeVar("Choice", bound=StrEnum)

_INTEGER = re.compile(r"[-+]?[0-9]{1,18}")


def is_template(value: object) -> bool:
    """Whether a text is still to be rendered, so that nothing can be said of it yet."""
    return isinstance(value, str) and ("{{" in value or "{%" in value)


class Reader:
    """Every method returns a stand-in where the real value is missing or wrong, so that all problems are seen at once.

    `refused` are the paths of what the gate does not let through; problems inside them are not told.
    """

    def __init__(self, document: Document) -> None:
        self.problems: list[Problem] = []
        self.refused: set[Path] = set()
        self._document = document

    def error(self, path: Path, message: str, *, at_key: bool = False, instead: str = "") -> None:
        self._report(path, message, Severity.ERROR, at_key=at_key, instead=instead)

    def warning(self, path: Path, message: str, *, at_key: bool = False) -> None:
        self._report(path, message, Severity.WARNING, at_key=at_key)

    def refuse(self, path: Path, name: str) -> None:
        self.error(path, f"`{name}` is not supported by this version of Dal Segno. Remove it.", at_key=True)
        self.refused.add(path)

    def idle(self, path: Path, name: str) -> None:
        message = f"`{name}` is kept and has no effect in this version of Dal Segno."
        self.warning(path, message, at_key=True)

    def map(self, path: Path, value: Any, example: str) -> dict[str, Any] | None:
        """A map that may be left out; None when it is, or is something else, which is told with the example."""
        if value is None or isinstance(value, dict):
            return value
        self.error(path, f"{_subject(path)} is {kind(value)}. Write a map, {example}.")
        return None

    def list(self, path: Path, value: Any, example: str) -> list[Any]:
        """A list that may be left out."""
        if isinstance(value, list):
            return value
        if value is not None:
            self.error(path, f"{_subject(path)} is {kind(value)}. Write a list, {example}.")
        return []

    def texts(self, path: Path, value: Any, example: str) -> tuple[str, ...]:
        """A list of texts that may be left out."""
        return tuple(
            self.text((*path, index), item) for index, item in enumerate(self.list(path, value, example)) if item != ""
        )

    def text(self, path: Path, value: Any) -> str:
        """A text, or a number that stands for one, as Kestra takes it. Booleans are mistakes: `no` is one."""
        if value is None:
            return ""
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            self.error(path, f"{_subject(path)} is {kind(value)}. Write a text, in quotes if need be.")
            return ""
        return str(value)

    def required_text(
        self, owner: Path, data: Mapping[str, Any], key: str, example: str, fault_of: Callable[[str], str | None]
    ) -> str:
        path = (*owner, key)
        value = data.get(key)
        if value is None or value == "":
            self.error(path, f"`{key}` is missing. Write {example}.")
            return ""
        text = self.text(path, value)
        if text and (fault := fault_of(text)):
            self.error(path, fault)
        return text

    def template(self, path: Path, value: Any, default: str) -> str:
        """A text that is rendered later; a boolean or a number is the text it is written as."""
        if value is None:
            return default
        if isinstance(value, bool):
            return "true" if value else "false"
        return self.text(path, value)

    def boolean(self, path: Path, value: Any, *, default: bool = False) -> bool:
        if isinstance(value, bool):
            return value
        if isinstance(value, str) and value in ("true", "false"):
            return value == "true"
        if value is not None:
            self.error(path, f"{_subject(path)} is {kind(value)}. Write `true` or `false`.")
        return default

    def integer(self, path: Path, value: Any, *, least: int | None = None) -> int | None:
        """A whole number, also as a text; None when it is left out or wrong."""
        if isinstance(value, str) and _INTEGER.fullmatch(value):
            value = int(value)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int):
            self.error(path, f"{_subject(path)} is {kind(value)}. Write a whole number.")
            return None
        if least is not None and value < least:
            self.error(path, f"`{path[-1]}` must be greater than or equal to {least}, and it is {value}.")
            return None
        return value

    def number(self, path: Path, value: Any) -> float | None:
        """A finite number, also as a text; None when it is left out or wrong."""
        if value is None:
            return None
        try:
            number = math.nan if isinstance(value, bool) else float(value)
        except (TypeError, ValueError, OverflowError):
            number = math.nan
        if math.isfinite(number):
            return number
        self.error(path, f"{_subject(path)} is {kind(value)}. Write a number.")
        return None

    def duration(self, path: Path, value: Any) -> timedelta | None:
        """An ISO duration; None when it is left out or wrong."""
        if value is None:
            return None
        text = self.text(path, value)
        try:
            return parse_duration(text) if text else None
        except InvalidDuration as error:
            self.error(path, f"`{path[-1]}` cannot be read: {error}")
            return None

    def choice(self, path: Path, value: Any, choices: type[Choice], default: Choice) -> Choice:
        """One name of an enumeration, in any case."""
        if value is None:
            return default
        text = value if isinstance(value, str) else ""
        for choice in choices:
            if choice.value.lower() == text.lower():
                return choice
        names = [choice.value for choice in choices]
        found = f'"{text[:60]}"' if text else kind(value)
        near = nearest(text, names) if text else ""
        self.error(
            path, f"{_subject(path)} is {found}. Write one of {', '.join(names)}.{did_you_mean(near)}", instead=near
        )
        return default

    def unknown(self, owner: Path, data: Mapping[str, Any], known: Collection[str], subject: str) -> None:
        """Tells every key that is none of `known`; `subject` is as in "A retry"."""
        for key in data:
            if key not in known:
                near = nearest(key, known)
                message = f"{subject} has no property `{key}`.{did_you_mean(near)}"
                self.error((*owner, key), message, at_key=True, instead=near)

    def _report(self, path: Path, message: str, severity: Severity, *, at_key: bool, instead: str = "") -> None:
        if self.refused and any(path[:length] in self.refused for length in range(1, len(path) + 1)):
            return
        place = self._document.place(path)
        position: Position = place.key if at_key else place.value
        self.problems.append(
            Problem(
                line=position.line,
                column=position.column,
                path=path_text(path),
                message=message,
                severity=severity,
                instead=instead,
            )
        )


def kind(value: Any) -> str:
    """What a value is, for a message."""
    match value:
        case None:
            return "nothing"
        case bool():
            return f"the boolean {str(value).lower()}"
        case int() | float():
            return f"the number {value!r:.40}"
        case str():
            return "a text"
        case list():
            return "a list"
        case _:
            return "a map"


def _subject(path: Path) -> str:
    return f"The item {path[-1] + 1}" if isinstance(path[-1], int) else f"`{path[-1]}`"
