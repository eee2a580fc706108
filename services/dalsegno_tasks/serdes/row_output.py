"""Writing rows, many at a time."""

from collections.abc import Iterable

from dalsegno_tasks.interface import OutputFile

_ROWS_AT_ONCE = 1000


def write_rows(file: OutputFile, rows: Iterable[str], *, first: str = "", between: str = "\n", last: str = "\n") -> int:
    """Writes rows with what is between them, and around all of them; returns how many there were.

    Without rows, `last` is written only if there is a `first`.
    """
    count, waiting = 0, [first] if first else []
    for row in rows:
        waiting.append(between + row if count else row)
        count += 1
        if len(waiting) >= _ROWS_AT_ONCE:
            file.write("".join(waiting).encode("utf-8", "replace"))
            waiting.clear()
    if count or first:
        waiting.append(last)
    file.write("".join(waiting).encode("utf-8", "replace"))
    return count
