"""docs/expressions.md, as tests hold it to the code."""

import re
from pathlib import Path

PAGE = (Path(__file__).parents[2] / "docs/expressions.md").read_text()


def section(title: str) -> str:
    return PAGE.split(f"## {title}\n", 1)[1].split("\n## ", 1)[0]


def examples(number: int) -> list[tuple[str, str]]:
    """The expressions of one of the two tables of examples, and what they print."""
    table = section("Examples").split("| --- | --- |\n")[number + 1].split("\n\n")[0]
    rows = [re.split(r"(?<!\\)\|", line)[1:3] for line in table.splitlines()]
    return [(left.strip()[1:-1].replace("\\|", "|"), right.strip()[1:-1]) for left, right in rows]
