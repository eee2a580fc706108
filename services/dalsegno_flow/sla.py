"""What is promised of an execution, and what happens when it is not kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Any

from dalsegno_flow.labels import read_labels
from dalsegno_flow.problems import Path
from dalsegno_flow.reader import Reader


class SlaType(StrEnum):
    MAX_DURATION = "MAX_DURATION"
    EXECUTION_ASSERTION = "EXECUTION_ASSERTION"


class SlaBehavior(StrEnum):
    FAIL = "FAIL"
    CANCEL = "CANCEL"
    NONE = "NONE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sla:
    """`duration` is there for MAX_DURATION, `assertion`, a template, for EXECUTION_ASSERTION."""

    id: str
    type: SlaType
    behavior: SlaBehavior
    duration: timedelta | None = None
    assertion: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)  # those an execution gets that breaks it


_COMMON = ("id", "type", "behavior", "labels")
_OWN = {SlaType.MAX_DURATION: "duration", SlaType.EXECUTION_ASSERTION: "assert"}
_EXAMPLES = {
    "duration": "`duration: PT2H`",
    "assert": '`assert: "{{ … }}"`',
    "type": "`type: MAX_DURATION`",
    "behavior": "`behavior: FAIL`",
}


def read_slas(reader: Reader, path: Path, value: Any) -> tuple[Sla, ...]:
    items = reader.list(path, value, "each beginning with `- id:`")
    slas = tuple(_read(reader, (*path, index), item) for index, item in enumerate(items))
    seen: set[str] = set()
    for index, sla in enumerate(slas):
        if sla.id and sla.id in seen:
            reader.error((*path, index, "id"), f"Duplicate sla with name [{sla.id}]")
        seen.add(sla.id)
    return slas


def _read(reader: Reader, path: Path, item: Any) -> Sla:
    data = reader.map(path, item, "with `id`, `type` and `behavior`") or {}
    sla_type = reader.choice((*path, "type"), data.get("type"), SlaType, SlaType.MAX_DURATION)
    own = _OWN[sla_type]
    reader.unknown(path, data, (*_COMMON, own), f"An SLA of type {sla_type}")
    for name in ("type", "behavior", own):
        if isinstance(item, dict) and data.get(name) is None:
            reader.error((*path, name), f"`{name}` is missing. Write {_EXAMPLES[name]}.")
    return Sla(
        id=reader.required_text(path, data, "id", "`id: my_sla`", lambda _: None) if isinstance(item, dict) else "",
        type=sla_type,
        behavior=reader.choice((*path, "behavior"), data.get("behavior"), SlaBehavior, SlaBehavior.FAIL),
        duration=reader.duration((*path, "duration"), data.get("duration")),
        assertion=reader.template((*path, "assert"), data.get("assert"), ""),
        labels=read_labels(reader, (*path, "labels"), data.get("labels")),
    )
