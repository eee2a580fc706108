"""How much one template may use up. Bounds are checked before the work is done, so that memory stays bounded too."""

import time
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from dalsegno_flow.expressions.errors import LimitExceeded

MAX_TEXT_CHARACTERS = 4 * 1024 * 1024  # of the output, and of any text on the way
MAX_LIST_ITEMS = 100_000
MAX_VALUE_PARTS = 500_000  # of one list or map, parts that stand in it twice counted twice
MAX_STEPS = 1_000_000  # turns of loops, calls of macros and of render()
MAX_EXPRESSION_DEPTH = 60  # brackets within brackets
MAX_MACRO_DEPTH = 60
MAX_RENDER_DEPTH = 16  # render() within render(), as in Kestra
MAX_RECURSIVE_RENDERS = 100  # of one text by render(x, recursive=true), as in Kestra
REGEX_SECONDS = 1.0
RENDER_SECONDS = 10.0

Value = TypeVar("Value")


class Budget:
    """What is left for one call of the engine, shared by everything that it renders on the way.

    Attributes:
        variables: those that the call was given, which no `set` of a template changes.
        answers: what functions have asked elsewhere, kept for this call alone.
    """

    __slots__ = ("answers", "deadline", "seconds", "steps", "variables")

    def __init__(self, seconds: float, variables: Mapping[str, Any]) -> None:
        self.steps, self.seconds, self.deadline = MAX_STEPS, seconds, time.monotonic() + seconds
        self.variables = variables
        self.answers: dict[tuple[str, ...], Any] = {}

    def left(self) -> float:
        """The seconds that are left."""
        return max(0.0, self.deadline - time.monotonic())

    def spend(self) -> None:
        """Takes one step.

        Raises:
            LimitExceeded: the steps or the time are used up.
        """
        self.steps -= 1
        if self.steps < 0:
            raise LimitExceeded(f"more than {MAX_STEPS} steps of loops, macros and render(); shorten the loop")
        if time.monotonic() > self.deadline:
            raise LimitExceeded(f"rendering took longer than {self.seconds} s; shorten the loop")


def check_characters(count: int) -> None:
    """Refuses a text of that many characters when it is too long."""
    if count > MAX_TEXT_CHARACTERS:
        raise LimitExceeded(f"text longer than {MAX_TEXT_CHARACTERS} characters")


def check_items(count: int) -> None:
    """Refuses a list of that many items when it is too long."""
    if count > MAX_LIST_ITEMS:
        raise LimitExceeded(f"list longer than {MAX_LIST_ITEMS} items")


def checked_text(value: Value) -> Value:
    """What a filter or function gave, unless it is a text that is too long."""
    if isinstance(value, str):
        check_characters(len(value))
    return value


def joined(parts: Iterable[str], separator: str = "") -> str:
    """`separator.join(parts)` within the limit."""
    texts = list(parts)
    check_characters(sum(map(len, texts)) + len(separator) * max(len(texts) - 1, 0))
    return separator.join(texts)


def replaced(text: str, old: str, new: str) -> str:
    """`text.replace(old, new)` within the limit."""
    if len(new) > len(old):
        check_characters(len(text) + text.count(old) * (len(new) - len(old)))
    return text.replace(old, new)


def bounded_list(items: list[Any]) -> list[Any]:
    """The list, unless it or what it holds is too large."""
    check_items(len(items))
    return bounded(items)


def bounded(value: Value) -> Value:
    """A value just made, unless it is a list or map whose written-out size is too large.

    `[x, x]` in a loop is a few objects and 2^n words of JSON: bounding it where it is made keeps later walks cheap.
    """
    todo: list[Any] = [value] if isinstance(value, (list, dict)) else []
    parts = 0
    while todo:
        holder = todo.pop()
        parts += len(holder)
        if parts > MAX_VALUE_PARTS:
            raise LimitExceeded(f"value with more than {MAX_VALUE_PARTS} parts")
        children = holder.values() if isinstance(holder, dict) else holder
        todo.extend(child for child in children if isinstance(child, (list, dict)) and child)
    return value
