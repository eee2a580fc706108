"""Composes YAML's events to nodes: anchors, merge keys, duplicate keys, limits.

The work is done without recursion and stops at the first node beyond a limit, so that no source can exhaust the stack
or the memory. Events come from libyaml where it is there (16 times as fast), else from PyYAML's own scanner.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import yaml

from dalsegno_flow.problems import Path
from dalsegno_flow.scalars import STANDARD

MAX_DEPTH = 50  # nested lists and maps
MAX_NODES = 100_000  # keys and values, aliases and merge keys expanded

# Escapes in double quotes can make these, and neither databases nor UTF-8 can hold them.
_NOT_TEXT = re.compile("[\0\ud800-\udfff]")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SEQUENCE_TAGS = (None, "!", STANDARD + "seq")
_MAPPING_TAGS = (None, "!", STANDARD + "map")


@dataclass(slots=True, kw_only=True)
class ScalarNode:
    index: int  # of its first character in the source
    text: str
    tag: str | None
    plain: bool


@dataclass(slots=True, kw_only=True)
class SequenceNode:
    index: int
    items: "list[Node]" = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class MappingNode:
    """`entries`: key text → (where the key stands, value), merged entries included."""

    index: int
    entries: "dict[str, tuple[int, Node]]" = field(default_factory=dict)


Node = ScalarNode | SequenceNode | MappingNode


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something wrong that does not keep the rest from being read."""

    index: int
    path: Path
    message: str


class Unreadable(Exception):
    """Reading cannot go on; the text is the whole sentence."""

    def __init__(self, index: int, message: str, path: Path = ()) -> None:
        super().__init__(message)
        self.index = index
        self.path = path


@dataclass(slots=True, kw_only=True)
class _Frame:
    """A collection that is still open. A mapping waits for a key, or has one and waits for its value."""

    node: SequenceNode | MappingNode
    anchor: str | None
    key: ScalarNode | None = None
    has_key: bool = False
    merged: "list[MappingNode]" = field(default_factory=list)

    @property
    def step(self) -> str | int:
        if isinstance(self.node, SequenceNode):
            return len(self.node.items)
        return self.key.text if self.key else "?"


def compose(source: str) -> tuple[Node | None, list[Fault]]:
    """Builds the node of the one document in `source`; None when there is no document.

    Raises:
        Unreadable: too deep, too many nodes, an alias without its anchor, a second document.
        yaml.MarkedYAMLError: the source is not YAML.
    """
    composer = _Composer()
    for event in _events(source):
        composer.take(event)
    return composer.root, composer.faults


def _events(source: str) -> Iterator[yaml.Event]:
    yield from yaml.parse(source, Loader=_LOADER)


class _Composer:
    def __init__(self) -> None:
        self.root: Node | None = None
        self.faults: list[Fault] = []
        self._open: list[_Frame] = []
        self._anchors: dict[str, Node | None] = {}  # None while the anchored collection is open
        self._documents = 0
        self._nodes = 0

    def take(self, event: yaml.Event) -> None:
        match event:
            case yaml.ScalarEvent():
                self._add(self._scalar(event), event.anchor)
            case yaml.AliasEvent():
                self._add(self._resolved(event), None)
            case yaml.SequenceStartEvent():
                self._start(SequenceNode(index=_index(event)), event, _SEQUENCE_TAGS)
            case yaml.MappingStartEvent():
                self._start(MappingNode(index=_index(event)), event, _MAPPING_TAGS)
            case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                self._end()
            case yaml.DocumentStartEvent():
                self._documents += 1
                if self._documents > 1:
                    raise Unreadable(
                        _index(event),
                        "A second document begins here, and only one is read. Remove it, from the `---` on.",
                    )
            case _:
                pass

    def _path(self) -> Path:
        return tuple(frame.step for frame in self._open)

    def _count(self, index: int, nodes: int = 1) -> None:
        self._nodes += nodes
        if self._nodes > MAX_NODES:
            raise Unreadable(index, too_many_nodes(), self._path())

    def _fault(self, index: int, message: str, path: Path | None = None) -> None:
        self.faults.append(Fault(index=index, path=self._path() if path is None else path, message=message))

    def _scalar(self, event: yaml.ScalarEvent) -> ScalarNode:
        text = event.value
        if found := _NOT_TEXT.search(text):
            self._fault(_index(event), f"A text cannot hold the character U+{ord(found[0]):04X}. Remove it.")
            text = _NOT_TEXT.sub("", text)
        return ScalarNode(
            index=_index(event), text=text, tag=event.tag, plain=bool(event.implicit[0] and event.tag is None)
        )

    def _resolved(self, event: yaml.AliasEvent) -> Node:
        index = _index(event)
        if event.anchor not in self._anchors:
            raise Unreadable(
                index, f"The alias `*{event.anchor}` has no anchor `&{event.anchor}` above it.", self._path()
            )
        node = self._anchors[event.anchor]
        if node is None:
            raise Unreadable(index, f"The alias `*{event.anchor}` stands inside its own anchor.", self._path())
        return replace(node, index=index)

    def _start(
        self, node: SequenceNode | MappingNode, event: yaml.CollectionStartEvent, tags: tuple[str | None, ...]
    ) -> None:
        if len(self._open) == MAX_DEPTH:
            raise Unreadable(node.index, too_deep(), self._path())
        self._count(node.index)
        if event.tag not in tags:
            self._fault(
                node.index, f"The tag `{event.tag}` is not known here. Remove it; a list or a map needs no tag."
            )
        if event.anchor:
            self._anchors[event.anchor] = None
        self._open.append(_Frame(node=node, anchor=event.anchor))

    def _end(self) -> None:
        frame = self._open.pop()
        if isinstance(frame.node, MappingNode) and frame.merged:
            frame.node.entries = self._merge(frame)
        self._attach(frame.node, frame.anchor)

    def _merge(self, frame: _Frame) -> dict[str, tuple[int, Node]]:
        """Puts merged entries before the mapping's own, which win; among merged mappings the earlier one wins."""
        entries: dict[str, tuple[int, Node]] = {}
        for mapping in reversed(frame.merged):
            self._count(frame.node.index, len(mapping.entries))
            entries |= mapping.entries
        own = frame.node.entries if isinstance(frame.node, MappingNode) else {}
        return entries | own

    def _add(self, node: Node, anchor: str | None) -> None:
        self._count(node.index)
        self._attach(node, anchor)

    def _attach(self, node: Node, anchor: str | None) -> None:
        if anchor:
            self._anchors[anchor] = node
        if not self._open:
            self.root = node
            return
        frame = self._open[-1]
        if isinstance(frame.node, SequenceNode):
            frame.node.items.append(node)
        elif not frame.has_key:
            self._take_key(frame, node)
        else:
            self._take_value(frame, frame.node, node)

    def _take_key(self, frame: _Frame, node: Node) -> None:
        frame.has_key = True
        if isinstance(node, ScalarNode):
            frame.key = node
        else:
            self._fault(
                node.index,
                "A key is text, and here stands a list or a map. "
                'A value that begins with `{{` must be quoted: "{{ … }}".',
                self._path()[:-1],
            )

    def _take_value(self, frame: _Frame, mapping: MappingNode, node: Node) -> None:
        key = frame.key
        if key is None:
            pass  # the fault is told at the key
        elif key.plain and key.text == "<<":
            self._take_merge(frame, node)
        elif key.text in mapping.entries:
            self._fault(key.index, f"The key `{key.text}` stands here a second time. Remove one of the two.")
        else:
            mapping.entries[key.text] = (key.index, node)
        frame.key, frame.has_key = None, False

    def _take_merge(self, frame: _Frame, node: Node) -> None:
        sources = node.items if isinstance(node, SequenceNode) else [node]
        for source in sources:
            if isinstance(source, MappingNode):
                frame.merged.append(source)
            else:
                self._fault(source.index, "`<<` takes an alias of a map, such as `<<: *defaults`, or a list of those.")


def _index(event: yaml.Event) -> int:
    return event.start_mark.index if event.start_mark else 0


def too_deep() -> str:
    return f"Lists and maps are nested more than {MAX_DEPTH} deep here. Make it flatter."


def too_many_nodes() -> str:
    return f"The source has more than {MAX_NODES} keys and values, aliases expanded. Make it smaller."
