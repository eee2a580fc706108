"""The differences that `docs/compatibility.md` lists."""

import re
from collections.abc import Iterator
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "compatibility.md"
_EXECUTIONS = ["case", "where", "why"]
_RERUNS = ["case", "replays and restarts", "why"]


def documented_differences(page: str) -> dict[str, dict[str, str]]:
    """Reads the table of executions: case → where it differs → why.

    Raises:
        ValueError: there is no such table, or a row that has not all three.
    """
    found: dict[str, dict[str, str]] = {}
    for case, where, why in _rows(page, _EXECUTIONS):
        found.setdefault(case, {})[where] = why
    return found


def documented_reruns(page: str) -> set[tuple[str, str]]:
    """Reads the table of replays and restarts: each case with "replay 3" or "restart".

    Raises:
        ValueError: there is no such table, or a row that is not of its form.
    """
    found = set()
    for case, reruns, _why in _rows(page, _RERUNS):
        for name in reruns.removeprefix("replay ").split(", "):
            if name != "restart" and not re.fullmatch(r"\d+", name):
                raise ValueError(f"The reruns of {case} are {reruns!r}; write `replay 0, 3, restart`.")
            found.add((case, name if name == "restart" else f"replay {name}"))
    return found


def _rows(page: str, head: list[str]) -> Iterator[list[str]]:
    lines = iter(page.splitlines())
    if not any(_cells(line) == head for line in lines):
        raise ValueError(f"The page has no table with {head} as its head.")
    next(lines)
    for line in lines:
        if line[:1] != "|":
            return
        row = _cells(line)
        if len(row) != len(head) or not all(row):
            raise ValueError(f"A row is {row}; write {', '.join(head)}, and no other cell.")
        yield row


def _cells(line: str) -> list[str]:
    return [cell.strip().strip("`") for cell in line.strip("|").split("|")]
