"""Avro schemas as a tree of types, named types put in where they are referred to."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dalsegno_tasks.interface import TaskFailure

PRIMITIVES = frozenset({"null", "boolean", "int", "long", "float", "double", "bytes", "string"})
_LOGICAL_OVER = {
    "date": "int",
    "time-millis": "int",
    "time-micros": "long",
    "timestamp-millis": "long",
    "timestamp-micros": "long",
    "local-timestamp-millis": "long",
    "local-timestamp-micros": "long",
    "uuid": "string",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AvroType:
    """One type of a schema.

    Attributes:
        kind: a primitive's name, or record, enum, fixed, array, map, union.
        logical: the logical type where it is one that is converted, else None.
        text: the type's JSON on one line, for messages.
        items: the element type of an array, the value type of a map.
    """

    kind: str
    text: str
    logical: str | None = None
    fields: "tuple[AvroField, ...]" = ()
    branches: "tuple[AvroType, ...]" = ()
    items: "AvroType | None" = None
    symbols: tuple[str, ...] = ()
    size_bytes: int = 0
    precision: int = 0
    scale: int = 0

    @property
    def is_nullable(self) -> bool:
        return self.kind == "null" or any(branch.kind == "null" for branch in self.branches)

    @property
    def optional_of(self) -> "AvroType | None":
        """The other branch, where this is a union of null and one other type."""
        others = [branch for branch in self.branches if branch.kind != "null"]
        return others[0] if len(self.branches) == 2 and len(others) == 1 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class AvroField:
    """A record's field; `aliases` are other names under which the data may hold it."""

    name: str
    type: AvroType
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AvroSchema:
    """A whole schema: `json` is what an Avro file carries, `record` what rows are converted to."""

    json: str
    record: AvroType

    @property
    def fields(self) -> tuple[AvroField, ...]:
        return self.record.fields


def parse_avro_schema(text: str) -> AvroSchema:
    """Reads a schema's JSON.

    Raises:
        TaskFailure: no JSON, no Avro schema, or not a record.
    """
    import fastavro
    from fastavro.schema import SchemaParseException, UnknownType

    try:
        raw = json.loads(text)
    except ValueError as error:
        raise TaskFailure(f"Invalid Avro schema: it is no JSON: {error}. Correct the property `schema`.") from error
    try:
        fastavro.parse_schema(raw)
        record = _Parser().parse(raw, namespace="")
    except (SchemaParseException, UnknownType, KeyError, TypeError, ValueError, AttributeError) as error:
        said = f"{error} is missing" if isinstance(error, KeyError) else str(error) or type(error).__name__
        raise TaskFailure(f"Invalid Avro schema: {said}. Correct the property `schema`.") from error
    if record.kind != "record":
        raise TaskFailure(f"Invalid Avro schema: a table's rows need a record, but this is of type {record.kind}.")
    return AvroSchema(json=json.dumps(raw, ensure_ascii=False, separators=(",", ":")), record=record)


class _Parser:
    """Turns schema JSON that fastavro has accepted into types."""

    def __init__(self) -> None:
        self._named: dict[str, AvroType | None] = {}

    def parse(self, raw: Any, namespace: str) -> AvroType:
        text = json.dumps(raw, ensure_ascii=False, separators=(",", ":"))
        if isinstance(raw, list):
            return AvroType(kind="union", text=text, branches=tuple(self.parse(branch, namespace) for branch in raw))
        if isinstance(raw, str):
            return AvroType(kind=raw, text=text) if raw in PRIMITIVES else self._reference(raw, namespace)
        kind = raw["type"]
        if isinstance(kind, dict | list):
            return self.parse(kind, namespace)
        if kind in {"record", "error"}:
            return self._record(raw, text, namespace)
        if kind in {"enum", "fixed"}:
            return self._enum_or_fixed(raw, text, namespace)
        if kind in {"array", "map"}:
            items = self.parse(raw["items" if kind == "array" else "values"], namespace)
            return AvroType(kind=kind, text=text, items=items)
        if kind not in PRIMITIVES:
            return self._reference(kind, namespace)
        return AvroType(kind=kind, text=text, **_logical(raw, kind))

    def _record(self, raw: Mapping[str, Any], text: str, namespace: str) -> AvroType:
        name, inner = _full_name(raw, namespace)
        self._named[name] = None
        fields = tuple(
            AvroField(
                name=field["name"],
                type=self.parse(field["type"], inner),
                aliases=tuple(field.get("aliases", ())),
            )
            for field in raw["fields"]
        )
        self._named[name] = AvroType(kind="record", text=text, fields=fields)
        return self._reference(name, "")

    def _enum_or_fixed(self, raw: Mapping[str, Any], text: str, namespace: str) -> AvroType:
        name, _ = _full_name(raw, namespace)
        if raw["type"] == "enum":
            made = AvroType(kind="enum", text=text, symbols=tuple(raw["symbols"]))
        else:
            made = AvroType(kind="fixed", text=text, size_bytes=int(raw["size"]), **_logical(raw, "fixed"))
        self._named[name] = made
        return made

    def _reference(self, name: str, namespace: str) -> AvroType:
        full = name if "." in name or not namespace else f"{namespace}.{name}"
        found = self._named.get(full, self._named.get(name))
        if found is None:
            raise ValueError(f"the type {full} contains itself, which a table cannot hold")
        return found


def _full_name(raw: Mapping[str, Any], namespace: str) -> tuple[str, str]:
    """The type's full name, and the namespace of what is inside it."""
    name = raw["name"]
    if "." in name:
        return name, name.rpartition(".")[0]
    inner = raw.get("namespace", namespace)
    return (f"{inner}.{name}" if inner else name), inner


def _logical(raw: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """As the Avro specification asks, a logical type that does not fit its base type is passed over."""
    logical = raw.get("logicalType")
    if logical == "decimal" and kind in {"bytes", "fixed"}:
        return {"logical": "decimal", "precision": int(raw["precision"]), "scale": int(raw.get("scale", 0))}
    return {"logical": logical} if _LOGICAL_OVER.get(str(logical)) == kind else {}
