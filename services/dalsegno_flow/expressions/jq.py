"""jq programs: plain paths are walked here, everything else is for a `JqRunner`.

Walking keeps values what they are (1.0 stays 1.0, long integers keep their digits), which a jq interpreter does not;
and an interpreter may run for ever, so it belongs in a process that can be killed.
"""

import json
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, NoReturn, Protocol

from dalsegno_flow.expressions.errors import EvaluationError, LimitExceeded
from dalsegno_flow.expressions.java_values import Value, java_class, json_value, text, to_json, whole_characters
from dalsegno_flow.expressions.limits import bounded_list


class JqRunner(Protocol):
    """Runs jq programs where they can neither run for ever nor see the environment."""

    def run(self, program: str, document: str) -> list[Any]:
        """All results of a program for one JSON document.

        Raises:
            ValueError: jq refuses the program or the document; the text is jq's.
            TimeoutError: the program ran too long.
            MemoryError: the program or its results took too much memory.
        """


_STEP = re.compile(
    r"\.?\[\s*(?:(?P<index>-?[0-9]{1,9})|\"(?P<key>[^\"\\]*)\")?\s*\]|\.(?:(?P<name>[A-Za-z_][A-Za-z0-9_]*)|\"(?P<quoted>[^\"\\]*)\")"
)
_EVERY = object()
Step = object  # a str for a map's key, an int for a list's index, _EVERY for all values


@lru_cache(512)
def plain_path(program: str) -> tuple[Step, ...] | None:
    """The steps of a program such as `.a.b[0]`, `.[]` or `.`; None for any other program."""
    program = program.strip()
    if program == ".":
        return ()
    steps: list[Step] = []
    at = 0
    while at < len(program):
        match = _STEP.match(program, at)
        if not match or (at == 0 and not program.startswith(".")) or (at > 0 and program.startswith(".[", at)):
            return None
        name = next((match[group] for group in ("name", "quoted", "key") if match[group] is not None), None)
        index = match["index"]
        steps.append(name if name is not None else int(index) if index is not None else _EVERY)
        at = match.end()
    return tuple(steps) or None


def run(program: str, value: Value, runner: JqRunner | None) -> list[Value]:
    """All results of a jq program; a text is read as JSON first.

    Raises:
        EvaluationError: the text is no JSON, jq refuses the program, or there is no runner for it.
        LimitExceeded: the program took too long, or gave too much.
    """
    path = plain_path(program)
    if path is not None:
        return bounded_list(list(_walk([_document(value)], path, value)))
    if runner is None:
        raise EvaluationError(
            f"The 'jq' filter was asked for '{program}', and nothing here runs jq programs: "
            "only plain paths such as .a.b[0] can be used"
        )
    try:
        return bounded_list(runner.run(program, value if isinstance(value, str) else to_json(value)))
    except TimeoutError as error:
        raise LimitExceeded(f"jq program '{program}' ran too long: {error}") from error
    except MemoryError as error:
        raise LimitExceeded(f"jq program '{program}' needs too much memory: {error}") from error
    except ValueError as error:
        _refuse(value, error)


def _document(value: Value) -> Value:
    if not isinstance(value, str):
        return json_value(value)
    try:
        return whole_characters(json.loads(value), value)
    except ValueError as error:
        _refuse(value, error)


def _walk(values: Iterable[Value], path: tuple[Step, ...], given: Value) -> Iterator[Value]:
    for step in path:
        values = _follow(values, step, given)
    return iter(values)


def _follow(values: Iterable[Value], step: Step, given: Value) -> Iterator[Value]:
    for value in values:
        if step is _EVERY and isinstance(value, (dict, list)):
            yield from value.values() if isinstance(value, dict) else value
        elif value is None and step is not _EVERY:
            yield None
        elif isinstance(value, dict) and isinstance(step, str):
            yield value.get(step)
        elif isinstance(value, list) and isinstance(step, int):
            yield value[step] if -len(value) <= step < len(value) else None
        else:
            _refuse(given, None)


def _refuse(value: Value, cause: Exception | None) -> NoReturn:
    shown = text(value)
    raise EvaluationError(f"Unable to parse jq value '{shown}' with type '{java_class(value)}'") from cause
