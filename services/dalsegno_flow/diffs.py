"""How two sources differ, told line by line."""

import difflib


def unified_diff(old: str | None, new: str, old_name: str, new_name: str) -> str:
    """A unified diff with three lines of context; empty for equal sources, and all new where there is no old one."""
    old_lines = [] if old is None else source_lines(old)
    lines = difflib.unified_diff(old_lines, source_lines(new), old_name, new_name, lineterm="")
    return "".join(line + "\n" for line in lines)


def source_lines(source: str) -> list[str]:
    """The lines of a source, whatever ends them, and whether or not the last one is ended."""
    text = source.replace("\r\n", "\n").replace("\r", "\n")
    return text.removesuffix("\n").split("\n")
