"""Which files of a directory are meant. Source: Kestra's PathMatcherPredicate and Java's globs.

`*` and `?` stay within a folder's name, `**` goes through folders, `[a-z]` and `[!a-z]` are one character, `{csv,ion}`
is one of several. Such a pattern is for the whole relative name; one that begins with "glob:" or "regex:" is for that
name with a "/" before it.
"""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from dalsegno_tasks.interface import TaskFailure

_GLOB, _REGEX = "glob:", "regex:"
_BEGINS_NAME = re.compile(r"\w")


def matching_files(directory: Path, patterns: Sequence[str]) -> list[str]:
    """The relative names of regular files that a pattern means, in order; links are not followed.

    Raises:
        TaskFailure: a pattern is no pattern.
    """
    if not patterns:
        return []
    paths = {path.relative_to(directory).as_posix(): path for path in directory.rglob("*")}
    return [name for name in matching_names(paths, patterns) if paths[name].is_file() and not paths[name].is_symlink()]


def matching_names(names: Iterable[str], patterns: Sequence[str]) -> list[str]:
    """The names that a pattern means, in order. Raises as `matching_files` does."""
    expressions = [_expression(pattern) for pattern in patterns]
    return sorted(name for name in names if any(one.fullmatch(f"/{name}") for one in expressions))


def found_anywhere(names: Iterable[str], patterns: Sequence[str]) -> list[str]:
    """As `matching_names`, but a pattern that begins with a letter or digit is for the end of a name, in any folder."""
    anywhere = [
        f"{_GLOB}**/{pattern}" if _BEGINS_NAME.match(pattern) and not _has_syntax(pattern) else pattern
        for pattern in patterns
    ]
    return matching_names(names, anywhere)


def _has_syntax(pattern: str) -> bool:
    return pattern.startswith((_GLOB, _REGEX))


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
