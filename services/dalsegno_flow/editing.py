"""Edits of a flow's source that leave everything else as its author wrote it: comments, order, quotes, layout.

    text = SourceText(source)
    edit = text.with_value(("tasks", 2, "datetimeFormat"), "yyyy-MM-dd")
    source = applied(source, [edit])

A place that cannot be edited safely, such as one that an alias brought in, gives None.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from dalsegno_flow.composing import MAX_NODES
from dalsegno_flow.problems import Path
from dalsegno_flow.source import read_document

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_QUOTES = ("'", '"')


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Characters of a source, from `start` to before `end`, are replaced."""

    start: int
    end: int
    text: str


def applied(source: str, edits: Iterable[Edit]) -> str:
    """The source with all edits made, none of which may overlap another.

    Raises:
        ValueError: two overlap.
    """
    pieces, place = [], 0
    for edit in sorted(set(edits)):
        if edit.start < place:
            raise ValueError("two edits overlap")
        pieces += [source[place : edit.start], edit.text]
        place = edit.end
    return "".join([*pieces, source[place:]])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """An entry of a map, an item of a list or the whole document; only the first has a key."""

    key: yaml.ScalarNode | None
    value: yaml.Node

    @property
    def in_brackets(self) -> bool:
        """Whether it is a list or a map within a line, such as `[a, b]`."""
        return isinstance(self.value, yaml.CollectionNode) and bool(self.value.flow_style)


class SourceText:
    """A source that can be read as YAML; of any other there are no entries."""

    def __init__(self, source: str) -> None:
        self.source = source
        self._mark = len(source) - len(source.lstrip("\ufeff"))
        self._entries: dict[Path, _Entry] = {}
        # Its limits are kept before anything is built, which knows none.
        if read_document(source)[0].data is not None:
            root = yaml.compose(source[self._mark :], Loader=_LOADER)
            self._entries = dict(_walk(root, (), None, set())) if root else {}

    def entry_at(self, line: int, column: int) -> tuple[Path, bool] | None:
        """The entry whose key, or value that is a scalar, begins at a position; and whether it is the key."""
        for path, entry in self._entries.items():
            if entry.key is not None and _position(entry.key) == (line, column):
                return path, True
            if isinstance(entry.value, yaml.ScalarNode) and _position(entry.value) == (line, column):
                return path, False
        return None

    def scalars(self) -> Iterator[tuple[Path, str]]:
        """All texts, numbers and other scalars that are values, as text."""
        for path, entry in self._entries.items():
            if isinstance(entry.value, yaml.ScalarNode):
                yield path, entry.value.value

    def has(self, path: Path) -> bool:
        return path in self._entries

    def span(self, path: Path) -> tuple[int, int] | None:
        """Where a value begins, and where it ends; of a map or a list only when it stands in brackets."""
        entry = self._entries.get(path)
        if entry is None or not (isinstance(entry.value, yaml.ScalarNode) or entry.in_brackets):
            return None
        return int(entry.value.start_mark.index) + self._mark, self._end(entry.value)

    def with_key(self, path: Path, name: str) -> Edit | None:
        """Gives an entry of a map another name."""
        entry = self._entries.get(path)
        return None if entry is None or entry.key is None else self._scalar(entry.key, name)

    def with_value(self, path: Path, value: Any) -> Edit | None:
        """Gives a scalar another value. A text keeps the quotes of the old one; lists and maps take one line."""
        entry = self._entries.get(path)
        if entry is None or not isinstance(entry.value, yaml.ScalarNode) or entry.value.style in ("|", ">"):
            return None
        return self._scalar(entry.value, value)

    def with_part(self, path: Path, start: int, end: int, text: str) -> Edit | None:
        """Replaces a part of a scalar's text, counted in its own characters; both are within one line."""
        entry = self._entries.get(path)
        if entry is None or not isinstance(entry.value, yaml.ScalarNode):
            return None
        node = entry.value
        first, last = self._place_of(node, start), self._place_of(node, end)
        if first is None or last is None or "\n" in node.value[start:end] + text:
            return None
        if node.style in _QUOTES and node.style in text:
            text = text.replace('"', '\\"') if node.style == '"' else text.replace("'", "''")
        return Edit(first, last, text)

    def with_entry(self, owner: Path, after: str, name: str, value: Any) -> Edit | None:
        """Adds an entry to a map, after one whose value is a scalar in one line."""
        entry = self._entries.get((*owner, after))
        around = self._entries.get(owner)
        if entry is None or entry.key is None or around is None or not isinstance(entry.value, yaml.ScalarNode):
            return None
        written = f"{name}: {_written(value)}"
        if around.in_brackets:
            end = self._end(entry.value)
            return Edit(end, end, f", {written}")
        if entry.value.style in ("|", ">") or entry.value.start_mark.line != entry.value.end_mark.line:
            return None
        return self._line_after(self._end(entry.value), f"{' ' * entry.key.start_mark.column}{written}")

    def with_lines(self, before: str, lines: Sequence[str]) -> Edit | None:
        """Puts whole lines before a property at the top of the document."""
        entry = self._entries.get((before,))
        if entry is None or entry.key is None or entry.key.start_mark.column:
            return None
        place = entry.key.start_mark.index + self._mark
        return Edit(place, place, "".join(f"{line}{self._line_end}" for line in lines))

    def with_item(self, owner: Path, lines: Sequence[str]) -> Edit | None:
        """Adds an item, given as its lines, to a list that has one; in brackets it takes one line alone."""
        entry = self._entries.get(owner)
        if entry is None or not isinstance(entry.value, yaml.SequenceNode) or not entry.value.value:
            return None
        last = entry.value.value[-1]
        if entry.in_brackets:
            end = self._end(last)
            return Edit(end, end, f", {lines[0]}") if len(lines) == 1 else None
        indent = " " * entry.value.start_mark.column
        written = (f"{indent}{'  ' if number else '- '}{line}" for number, line in enumerate(lines))
        return self._line_after(self._last_end(last), self._line_end.join(written))

    @property
    def _line_end(self) -> str:
        return "\r\n" if "\r\n" in self.source else "\n"

    def _scalar(self, node: yaml.ScalarNode, value: Any) -> Edit:
        return Edit(node.start_mark.index + self._mark, self._end(node), _written(value, node.style))

    def _end(self, node: yaml.Node) -> int:
        return int(node.end_mark.index) + self._mark

    def _last_end(self, node: yaml.Node) -> int:
        """Where the last scalar of a node ends; where a map ends says where the next thing begins."""
        while not isinstance(node, yaml.ScalarNode):
            if not isinstance(node, yaml.CollectionNode) or node.flow_style or not node.value:
                return self._end(node)
            last = node.value[-1]
            node = last[1] if isinstance(last, tuple) else last
        if node.style in ("|", ">"):
            return len(self.source[: self._end(node)].rstrip("\r\n"))
        return self._end(node)

    def _line_after(self, place: int, line: str) -> Edit:
        """A line of its own after the one that has the place, with the comment that may stand there."""
        end = self.source.find("\n", place)
        if end < 0:
            return Edit(len(self.source), len(self.source), f"{self._line_end}{line}")
        return Edit(end + 1, end + 1, f"{line}{self._line_end}")

    def _place_of(self, node: yaml.ScalarNode, offset: int) -> int | None:
        """Where a character of a scalar stands; None when it is not written as it is meant."""
        start, end = node.start_mark.index + self._mark, self._end(node)
        if node.style not in ("|", ">"):
            quotes = 1 if node.style in _QUOTES else 0
            written = self.source[start + quotes : end - quotes]
            return start + quotes + offset if written == node.value else None
        lines = node.value.splitlines(keepends=True)
        place = self.source.find("\n", start) + 1
        indent: int | None = None
        for line in lines:
            here = self.source[place : self.source.find("\n", place) % (len(self.source) + 1)].rstrip("\r")
            if indent is None and here.strip():
                indent = len(here) - len(line.rstrip("\n"))
            if here.strip() and (indent is None or indent < 0 or here[indent:] != line.rstrip("\n")):
                return None
            if offset <= len(line.rstrip("\n")):
                return place + (indent or 0) + offset
            offset -= len(line)
            place = self.source.find("\n", place) + 1
        return None


def _walk(node: yaml.Node, path: Path, key: yaml.ScalarNode | None, seen: set[int]) -> Iterator[tuple[Path, _Entry]]:
    """All entries but those that aliases bring in: an edit there would change what stands elsewhere."""
    if id(node) in seen or len(seen) > MAX_NODES:
        return
    seen.add(id(node))
    yield path, _Entry(key=key, value=node)
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            if isinstance(name, yaml.ScalarNode) and name.value != "<<":
                yield from _walk(value, (*path, name.value), name, seen)
    elif isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            yield from _walk(item, (*path, number), None, seen)


def _position(node: yaml.Node) -> tuple[int, int]:
    return node.start_mark.line + 1, node.start_mark.column + 1


def _written(value: Any, quotes: str | None = None) -> str:
    """A value as YAML in one line."""
    if isinstance(value, list):
        return f"[{', '.join(_written(item) for item in value)}]"
    if not isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if quotes == "'" and "\n" not in value:
        return "'" + value.replace("'", "''") + "'"
    if not quotes and _is_plain(value):
        return value
    return json.dumps(value, ensure_ascii=False)


def _is_plain(text: str) -> bool:
    """Whether a text needs no quotes, also between brackets."""
    document, problems = read_document(f"[{{k: {text}}}]")
    return not problems and document.data == [{"k": text}]
