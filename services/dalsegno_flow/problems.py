"""What can be wrong with a flow's source, told so that a person finds the place."""

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

Path = tuple[str | int, ...]  # keys and list indexes from the top of the document, as in ("tasks", 2, "from")

_PLAIN_KEY = re.compile(r"[A-Za-z0-9_-]+")


class Position(NamedTuple):
    """A place in a source. Lines end with LF, CR LF or CR; columns count characters, not bytes."""

    line: int  # from 1
    column: int  # from 1


class Severity(StrEnum):
    WARNING = "WARNING"  # looks wrong, and can be saved all the same
    ERROR = "ERROR"  # cannot be saved


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is or looks wrong; `message` is a sentence that says what to write instead.

    `instead` is what to write in place of the word that stands there, where a known one is near it.
    """

    line: int
    column: int
    path: str  # such as "tasks[2].from"; empty for the whole document
    message: str
    severity: Severity = Severity.ERROR
    instead: str = ""

    def __str__(self) -> str:
        return f"line {self.line}, column {self.column}: {self.message}"


class InvalidFlow(ValueError):
    """The source is not a flow that can be run. `problems` has all errors and warnings, in the order of the source."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        self.errors = errors_of(problems)
        super().__init__(_summary(self.errors))


def errors_of(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(problem for problem in problems if problem.severity is Severity.ERROR)


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Sorts problems by their place in the source."""
    return tuple(sorted(problems, key=lambda problem: (problem.line, problem.column, problem.path, problem.message)))


def path_text(path: Path) -> str:
    """Writes a path as people do: `tasks[2].from`, and `variables["a b"]` for a key that is not plain."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        elif _PLAIN_KEY.fullmatch(step):
            text += f".{step}" if text else step
        else:
            text += f'["{step}"]'
    return text


def nearest(word: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """The known word that is written most like another one; empty when none is."""
    # Of three letters any two words are near: one may be another or missing, but none is too many.
    lowered = {name.lower(): name for name in known if len(word) > 3 or 0 <= len(name) - len(word) <= 1}
    close = difflib.get_close_matches(word.lower(), lowered, n=1, cutoff=cutoff)
    return lowered[close[0]] if close else ""


def did_you_mean(near: str) -> str:
    """The end of a message about an unknown word: ` Did you mean "x"?` in backticks; nothing when nothing is near."""
    return f" Did you mean `{near}`?" if near else ""


def _summary(errors: tuple[Problem, ...]) -> str:
    count = "1 problem" if len(errors) == 1 else f"{len(errors)} problems"
    first = str(errors[0])
    return f"The flow has {count}. {first[:1].upper()}{first[1:]}"
