"""What may be meant where a source has an error: another word, or the same value in another form."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from dalsegno_executor.fixes.failure import shown
from dalsegno_executor.ports import FlowProblem
from dalsegno_flow import Path
from dalsegno_flow.editing import Edit, SourceText

WORD, KIND, BRACKETS, QUOTES = "word", "kind", "brackets", "quotes"
CONFIDENCES = {WORD: 0.9, KIND: 0.8, BRACKETS: 0.95, QUOTES: 0.95}

_TRUTH = {"true": True, "yes": True, "on": True, "y": True, "1": True}
_TRUTH |= {"false": False, "no": False, "off": False, "n": False, "0": False}
_SECONDS = re.compile(r"\d+(?:\.\d+)?")
_DURATION = re.compile(
    r"(?P<count>\d+(?:\.\d+)?)\s*(?P<unit>ms|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?)",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"(\d{1,3}):(\d\d)(?::(\d\d))?")
_UNQUOTED = re.compile(r"\s*(?:- )*(?:[\w.-]+:[ \t]+|- )(\{\{.*\}\}.*?)[ \t]*(?:[ \t]#.*)?\r?\n?\Z")
_DASHED = re.compile(r"(?<=\binputs)\.([\w-]*-[\w-]*)|(?<=\boutputs)\.([\w-]*-[\w-]*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """One way to write what is wrong."""

    rule: str
    explanation: str
    edits: tuple[Edit, ...]


def alternatives(text: SourceText, problem: FlowProblem) -> Iterator[Alternative]:
    """The ways to write what a problem is about, the likeliest first; whether one is right is for others to see."""
    if "must be quoted" in problem.message:
        yield from _quotes(text, problem)
        return
    found = text.entry_at(problem.line, problem.column)
    if found is None:
        return
    path, is_key = found
    if not path:
        return
    value = dict(text.scalars()).get(path)
    if problem.instead:
        yield from _words(text, path, value, problem.instead, is_key=is_key)
    elif "require bracket notation" in problem.message:
        yield from _brackets(text, path)
    elif value is not None:
        for other in _forms(value):
            edit = text.with_value(path, other)
            if edit is not None and text.source[edit.start : edit.end] != edit.text:
                said = f"`{path[-1]}` cannot be {shown(value)}; it is written as {_as_yaml(other)}."
                yield Alternative(rule=KIND, explanation=said, edits=(edit,))


def _words(text: SourceText, path: Path, value: str | None, instead: str, *, is_key: bool) -> Iterator[Alternative]:
    """A key or a value: a problem of either may be told at the key."""
    key = str(path[-1]) if path else ""
    ways = [(key, text.with_key(path, instead))] if is_key else []
    if value is not None:
        ways.append((value, text.with_value(path, instead)))
    for word, edit in sorted(ways, key=lambda way: -SequenceMatcher(None, way[0].lower(), instead.lower()).ratio()):
        if edit is not None:
            said = f"`{word}` is unknown here; `{instead}` is the nearest that is known."
            yield Alternative(rule=WORD, explanation=said, edits=(edit,))


def _quotes(text: SourceText, problem: FlowProblem) -> Iterator[Alternative]:
    """A value that begins with `{{` reads as a map; in quotes it is a text."""
    lines = text.source.splitlines(keepends=True)
    start = sum(map(len, lines[: problem.line - 1]))
    found = _UNQUOTED.match(lines[problem.line - 1]) if 0 < problem.line <= len(lines) else None
    if found is not None:
        edit = Edit(start + found.start(1), start + found.end(1), json.dumps(found[1], ensure_ascii=False))
        said = f"A value that begins with {{{{ stands in quotes; line {problem.line} has none."
        yield Alternative(rule=QUOTES, explanation=said, edits=(edit,))


def _brackets(text: SourceText, path: Path) -> Iterator[Alternative]:
    """`outputs.a-b` subtracts; a name with a dash stands in brackets. All texts of the task are looked at."""
    edits = []
    for place, written in text.scalars():
        if place[: len(path)] != path and place[: len(path) - 1] != path[:-1]:
            continue
        for found in _DASHED.finditer(written):
            name = found[1] or found[2]
            edits.append(text.with_part(place, found.start(), found.end(), f"['{name}']"))
    if edits and all(edits):
        kept = tuple(edit for edit in edits if edit is not None)
        yield Alternative(rule=BRACKETS, explanation="Names with dashes are written in brackets.", edits=kept)


def _forms(written: str) -> Iterator[Any]:
    """The same value as a boolean, a number, a duration, a list or a text."""
    lowered = written.strip().lower()
    if lowered in _TRUTH:
        yield _TRUTH[lowered]
    if re.fullmatch(r"-?\d{1,15}", lowered):
        yield int(lowered)
    if duration := _duration(lowered):
        yield duration
    yield [written]
    yield written


def _duration(text: str) -> str:
    """An ISO duration; empty for what is none."""
    if _SECONDS.fullmatch(text):
        return f"PT{text}S"
    if clock := _CLOCK.fullmatch(text):
        hours, minutes, seconds = (int(part or 0) for part in clock.groups())
        parts = ((hours, "H"), (minutes, "M"), (seconds, "S"))
        return "PT" + ("".join(f"{count}{unit}" for count, unit in parts if count) or "0S")
    found = _DURATION.fullmatch(text)
    if found is None:
        return ""
    count, unit = found["count"], found["unit"].lower()
    if unit.startswith(("ms", "milli")):
        return f"PT{float(count) / 1000:g}S"
    return f"P{count}D" if unit.startswith("d") else f"PT{count}{unit[0].upper()}"


def _as_yaml(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else "a list" if isinstance(value, list) else str(value)
