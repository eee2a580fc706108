"""The differences that `docs/compatibility.md` lists."""

from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "compatibility.md"
_HEAD = ["case", "where", "why"]


def documented_differences(page: str) -> dict[str, dict[str, str]]:
    """Reads the table: case → where it differs → why.

    Raises:
        ValueError: there is no such table, or a row that has not all three.
    """
    rows = [
        [cell.strip().strip("`") for cell in line.strip("|").split("|")]
        for line in page.splitlines()
        if line[:1] == "|"
    ]
    if not rows or rows[0] != _HEAD:
        raise ValueError(f"The first table of the page begins with {rows[:1]}; write {_HEAD} as its head.")
    found: dict[str, dict[str, str]] = {}
    for row in rows[2:]:
        if len(row) != len(_HEAD) or not all(row):
            raise ValueError(f"A row is {row}; write case, where and why, and no other cell.")
        found.setdefault(row[0], {})[row[1]] = row[2]
    return found
