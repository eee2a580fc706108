"""An Avro schema for rows that come without one.

Every field is nullable. A field seen with several types becomes a union of them, which converts to the first that
fits. Numbers with a fraction become double.
"""

import json
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from dalsegno_tasks.interface import TaskFailure
from dalsegno_tasks.serdes.ion_text import Row

_NAMESPACE = "io.kestra.plugin.serdes.avro"
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_NO_ROWS = (
    "Cannot infer Avro schema from ION input: the file appears to be empty or contains no valid records. "
    "Give the property `schema`."
)

# Types by their name, in the order seen; the value says more of a record (its fields) or an array (its items).
_Types = dict[str, Any]


def infer_avro_schema(rows: Iterable[Row]) -> str:
    """The schema's JSON.

    Raises:
        TaskFailure: no rows, or a column whose name Avro does not allow.
    """
    root: _Types = {}
    for row in rows:
        _see(root, row if isinstance(row, dict) else {"value": row})
    if not root:
        raise TaskFailure(_NO_ROWS)
    return json.dumps(_record("root", root["record"]), ensure_ascii=False)


def _see(types: _Types, value: Any) -> None:
    kind = _kind(value)
    if isinstance(value, dict):
        fields: dict[str, _Types] = types.setdefault(kind, {})
        for name, inner in value.items():
            _see(fields.setdefault(name, {}), inner)
    elif isinstance(value, list):
        items: _Types = types.setdefault(kind, {})
        for item in value:
            _see(items, item)
    else:
        types.setdefault(kind, None)


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "int" if -(1 << 31) <= value < 1 << 31 else "long"
    kinds = {str: "string", Decimal: "double", float: "double", dict: "record", list: "array"}
    return kinds.get(type(value), "null")


def _record(name: str, fields: dict[str, _Types]) -> dict[str, Any]:
    made = [{"name": _checked(field), "type": _type(f"{name}_{field}", seen)} for field, seen in fields.items()]
    return {"type": "record", "name": _checked(name), "namespace": _NAMESPACE, "fields": made}


def _type(name: str, seen: _Types) -> Any:
    kinds = [kind for kind in seen if kind != "null"]
    if "long" in kinds and "int" in kinds:
        kinds.remove("int")
    branches: list[Any] = ["null"]
    for kind in kinds:
        if kind == "record":
            branches.append(_record(name, seen[kind]))
        elif kind == "array":
            branches.append({"type": "array", "items": _type(f"{name}_items", seen[kind] or {"string": None})})
        else:
            branches.append(kind)
    return branches if len(branches) > 1 else ["null", "string"]


def _checked(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise TaskFailure(
            f"Illegal character in: {name}. An Avro schema cannot be inferred for a column of that name; "
            "rename it, or give a `schema` whose field has the name among its aliases."
        )
    return name
