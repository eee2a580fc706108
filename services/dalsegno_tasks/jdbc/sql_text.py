"""SQL as far as it must be read to find statements and parameters: texts, names, comments, and what is between."""

import re
from collections.abc import Callable, Collection, Iterator

_TOKEN = re.compile(
    r"""
      (?P<kept> [eE]'(?:[^'\\]|\\.|'')*'            # a text with escapes
              | '(?:[^']|'')*'
              | "(?:[^"]|"")*"
              | \$(?P<tag>[A-Za-z_]\w*)?\$.*?\$(?(tag)(?P=tag))\$
              | --[^\n]*
              | /\*.*?\*/
              | ::
              | :=
              | [A-Za-z_][\w$]*                     # before `:name`, so that `a:b` is no parameter
      )
    | :(?P<parameter>[A-Za-z_]\w*)
    | (?P<end>;)
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_COMMENT = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)
_WITH_ROWS = frozenset(("select", "with", "values", "table", "show", "explain", "fetch"))


def statements(sql: str) -> list[str]:
    """The statements of a text, without their semicolons and what is empty."""
    parts, begun = [], 0
    for found in _TOKEN.finditer(sql):
        if found["end"]:
            parts.append(sql[begun : found.start()])
            begun = found.end()
    parts.append(sql[begun:])
    return [part.strip() for part in parts if _COMMENT.sub("", part).strip()]


def with_parameters(
    sql: str, known: Collection[str], write: Callable[[str], str], escape: Callable[[str], str] = str
) -> tuple[str, list[str]]:
    """The text with `:name` written in another way where the name is a known one, and those names.

    Args:
        escape: what becomes of all that is no parameter.
    """
    names: list[str] = []

    def written() -> Iterator[str]:
        for found in _TOKEN.finditer(sql):
            name = found["parameter"]
            if name in known:
                names.append(name)
                yield write(name)
            else:
                yield escape(found[0])

    text = "".join(written())
    return text, list(dict.fromkeys(names))


def gives_rows(statement: str) -> bool:
    """Whether a statement of PostgreSQL answers with rows."""
    words = [found[0].lower() for found in re.finditer(r"\w+", _outside(statement))]
    return bool(words) and (words[0] in _WITH_ROWS or "returning" in words)


def _outside(statement: str) -> str:
    """A statement without texts and comments."""
    tokens = _TOKEN.finditer(statement)
    return "".join(" " if found["kept"] and not found["kept"][0].isidentifier() else found[0] for found in tokens)
