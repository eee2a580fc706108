"""Which files of a directory are meant. Source: Kestra's PathMatcherPredicate and Java's globs.

`*` and `?` stay within a folder's name, `**` goes through folders, `[a-z]` and `[!a-z]` are one character, `{csv,ion}`
is one of several. Such a pattern is for the whole relative name; one that begins with "glob:" or "regex:" is for that
name with a "/" before it.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from dalsegno_tasks.interface import TaskFailure

_GLOB, _REGEX = "glob:", "regex:"


def matching_files(directory: Path, patterns: Sequence[str]) -> list[str]:
    """The relative names of regular files that a pattern means, in order; links are not followed.

    Raises:
        TaskFailure: a pattern is no pattern.
    """
    expressions = [_expression(pattern) for pattern in patterns]
    if not expressions:
        return []
    names = []
    for path in directory.rglob("*"):
        name = path.relative_to(directory).as_posix()
        if any(one.fullmatch(f"/{name}") for one in expressions) and path.is_file() and not path.is_symlink():
            names.append(name)
    return sorted(names)


def _expression(pattern: str) -> re.Pattern[str]:
    try:
        if pattern.startswith(_REGEX):
            return re.compile(pattern.removeprefix(_REGEX))
        if pattern.startswith(_GLOB):
            return re.compile(_translated(pattern.removeprefix(_GLOB)))
        return re.compile(_translated("/" + pattern.replace("\\", "/").removeprefix("/")))
    except (re.error, ValueError) as error:
        raise TaskFailure(f"{pattern!r} is no pattern for names of files: {error}. Write one such as *.csv.") from error


def _translated(glob: str) -> str:
    """A glob as a regular expression. Raises ValueError."""
    expression, position, in_group = "", 0, False
    while position < len(glob):
        character = glob[position]
        position += 1
        match character:
            case "*":
                deep = glob.startswith("*", position)
                expression += ".*" if deep else "[^/]*"
                position += deep
            case "?":
                expression += "[^/]"
            case "[":
                end = glob.find("]", position + 1)
                if end < 0:
                    raise ValueError("`[` has no `]`")
                expression += _class(glob[position:end])
                position = end + 1
            case "{" | "}" | "," if character == "{" or in_group:
                if character == "{" and in_group:
                    raise ValueError("one `{` is within another")
                in_group = character != "}"
                expression += {"{": "(?:", "}": ")", ",": "|"}[character]
            case "\\" if position < len(glob):
                expression += re.escape(glob[position])
                position += 1
            case _:
                expression += re.escape(character)
    if in_group:
        raise ValueError("`{` has no `}`")
    return f"(?s:{expression})"


def _class(characters: str) -> str:
    negated = characters.startswith("!")
    inner = re.sub(r"([\\\[\]&~|^])", r"\\\1", characters[negated:])
    return f"(?!/)[{'^' if negated else ''}{inner}]"
