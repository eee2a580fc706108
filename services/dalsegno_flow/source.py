"""A flow's YAML as plain data, with the place of every key and value.

Data is what JSON can hold: dict with text keys, list, str, int, float, bool, None. Which scalar becomes what is told in
`scalars`; keys are always the text as written, so `on:` is "on". Anchors, aliases and merge keys are expanded.
"""

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from dalsegno_flow.composing import (
    MAX_DEPTH,
    MAX_NODES,
    MappingNode,
    Node,
    ScalarNode,
    Unreadable,
    compose,
    too_deep,
    too_many_nodes,
)
from dalsegno_flow.problems import Path, Position, Problem, path_text
from dalsegno_flow.scalars import UnusableScalar, scalar_value
from dalsegno_flow.yaml_faults import sentence_for

MAX_SOURCE_BYTES = 1024 * 1024

_LINE_END = re.compile("\r\n|\n|\r")
_NOT_YAML = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an entry stands. An item of a list has no key: both are the item's."""

    key: Position
    value: Position


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One YAML document. `data` is None when the source is empty or cannot be read.

    What an alias or a merge key brought in has the place where it is written, except the alias itself.
    """

    data: Any
    positions: Mapping[Path, Place]

    def place(self, path: Path) -> Place:
        """The place of an entry or, when there is none, of the nearest one around it."""
        while path and path not in self.positions:
            path = path[:-1]
        return self.positions.get(path, _START)


_START = Place(key=Position(1, 1), value=Position(1, 1))


def read_document(source: str) -> tuple[Document, tuple[Problem, ...]]:
    """Reads YAML. Whatever is wrong with it comes back as problems; nothing raises."""
    lines = _Lines(source)
    unreadable = Document(data=None, positions={})
    if (size_bytes := len(source.encode("utf-8", "surrogatepass"))) > MAX_SOURCE_BYTES:
        return unreadable, (
            lines.problem(0, f"The source has {size_bytes} bytes; at most {MAX_SOURCE_BYTES} are read."),
        )
    if foreign := _NOT_YAML.search(lines.text):
        return unreadable, (lines.problem(foreign.start(), _foreign_character(foreign[0])),)
    try:
        # The last line ends like all others, so that a block of text means the same with and without its newline.
        root, faults = compose(lines.text if source.endswith(("\n", "\r")) else lines.text + "\n")
        expansion = _Expansion(lines)
        data = expansion.data(root, ()) if root else None
    except yaml.MarkedYAMLError as error:
        index, message = sentence_for(error, lines.text)
        return unreadable, (lines.problem(index, message),)
    except Unreadable as error:
        return unreadable, (lines.problem(error.index, str(error), error.path),)
    problems = [lines.problem(fault.index, fault.message, fault.path) for fault in faults] + expansion.problems
    return Document(data=data, positions=expansion.positions), tuple(problems)


class _Lines:
    """Turns an index in `text`, the source without its byte order marks, into a position in the source.

    YAML takes more characters for line ends than editors do, so its own line numbers are not used.
    """

    def __init__(self, source: str) -> None:
        self.text = source.lstrip("\ufeff")
        self._mark = len(source) - len(self.text)
        self._starts = [0, *(match.end() for match in _LINE_END.finditer(source))]
        self._length = len(source)

    def position(self, index: int) -> Position:
        index = min(index + self._mark, self._length)
        line = bisect_right(self._starts, index)
        return Position(line, index - self._starts[line - 1] + 1)

    def problem(self, index: int, message: str, path: Path = ()) -> Problem:
        line, column = self.position(index)
        return Problem(line=line, column=column, path=path_text(path), message=message)


class _Expansion:
    """Turns nodes into data. An anchored node is expanded once for each of its aliases, so limits count again."""

    def __init__(self, lines: _Lines) -> None:
        self.positions: dict[Path, Place] = {}
        self.problems: list[Problem] = []
        self._lines = lines
        self._nodes = 0

    def data(self, node: Node, path: Path, key_index: int | None = None) -> Any:
        """Expands one node. Recursion ends at MAX_DEPTH."""
        self._nodes += 1
        if self._nodes > MAX_NODES:
            raise Unreadable(node.index, too_many_nodes(), path)
        value_position = self._lines.position(node.index)
        key_position = value_position if key_index is None else self._lines.position(key_index)
        self.positions[path] = Place(key=key_position, value=value_position)
        if isinstance(node, ScalarNode):
            return self._scalar(node, path)
        if len(path) >= MAX_DEPTH:
            raise Unreadable(node.index, too_deep(), path)
        if isinstance(node, MappingNode):
            return {key: self.data(value, (*path, key), index) for key, (index, value) in node.entries.items()}
        return [self.data(item, (*path, number)) for number, item in enumerate(node.items)]

    def _scalar(self, node: ScalarNode, path: Path) -> Any:
        try:
            return scalar_value(node.text, tag=node.tag, plain=node.plain)
        except UnusableScalar as error:
            self.problems.append(self._lines.problem(node.index, str(error), path))
            return node.text


def _foreign_character(character: str) -> str:
    code = ord(character)
    hint = "Remove it." if 0xD800 <= code <= 0xDFFF else f'Remove it, or write "\\u{code:04x}" in double quotes.'
    return f"The character U+{code:04X} cannot stand in YAML. {hint}"
