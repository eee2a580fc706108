"""What a template writes to: text, or the value of a lone expression."""

import json
from typing import Any

from dalsegno_flow.expressions.errors import LimitExceeded
from dalsegno_flow.expressions.java_values import Value, printed, text, whole_characters
from dalsegno_flow.expressions.limits import MAX_TEXT_CHARACTERS


class TextOutput:
    """Collects text."""

    __slots__ = ("_characters", "_parts")

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._characters = 0

    def write(self, piece: str, /) -> None:
        """Adds text.

        Raises:
            LimitExceeded: the text has become too long.
        """
        self._parts.append(piece)
        self._characters += len(piece)
        if self._characters > MAX_TEXT_CHARACTERS:
            raise LimitExceeded(f"output longer than {MAX_TEXT_CHARACTERS} characters")

    def write_value(self, value: Value, /) -> None:
        """Adds a value as `{{ }}` prints it."""
        if value is not None:
            self.write(value if type(value) is str else printed(value))

    def text(self) -> str:
        """Everything written."""
        parts = self._parts
        return parts[0] if len(parts) == 1 else "".join(parts)


class TypedOutput:
    """Keeps the value of a template that is one expression; several scalars make a text, others JSON if they can."""

    __slots__ = ("_text", "_values")

    def __init__(self) -> None:
        self._values: list[Value] = []
        self._text = TextOutput()  # what has been written before the last value; here for its limit

    def write(self, piece: str, /) -> None:
        """Adds text; raises as TextOutput does."""
        if piece:
            self.write_value(piece)

    def write_value(self, value: Value, /) -> None:
        """Adds a value; raises as TextOutput does."""
        if value is None:
            return
        if self._values:
            self._text.write(_shown(self._values[-1]))
        self._values.append(value)

    def result(self) -> Value:
        """The lone value, or what all of them make together; None when nothing was written."""
        if len(self._values) < 2:
            return self._values[0] if self._values else None
        self._text.write(_shown(self._values[-1]))
        whole = self._text.text()
        if all(isinstance(value, (str, int, float, bool)) for value in self._values):
            return whole
        return _json_or_text(whole)


def _shown(value: Value) -> str:
    return text(value) if isinstance(value, (str, int, float, bool)) else printed(value)


def _json_or_text(whole: str) -> Any:
    try:
        return whole_characters(json.loads(whole), whole)
    except ValueError:
        return whole
