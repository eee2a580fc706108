"""What starts executions by itself. Triggers are checked and kept; nothing runs them yet."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dalsegno_flow.inputs.types import Input, leaves
from dalsegno_flow.names import task_id_fault
from dalsegno_flow.problems import Path
from dalsegno_flow.reader import Reader

_COMMON = ("id", "type", "disabled", "description")
# Those whose `inputs` are all that their executions get: the kind, by the type's last word.
_SUPPLIERS = {"Schedule": "Schedule", "Webhook": "Webhook"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """`properties` are all others, raw."""

    id: str
    type: str
    description: str = ""
    disabled: bool = False
    properties: Mapping[str, Any] = field(default_factory=dict)


def read_triggers(reader: Reader, path: Path, value: Any, inputs: Iterable[Input]) -> tuple[Trigger, ...]:
    items = reader.list(path, value, "each beginning with `- id:`")
    triggers = tuple(_read(reader, (*path, index), item) for index, item in enumerate(items))
    seen: set[str] = set()
    for index, trigger in enumerate(triggers):
        if trigger.id and trigger.id in seen:
            reader.error((*path, index, "id"), f"Duplicate trigger id with name [{trigger.id}]")
        seen.add(trigger.id)
    _check_inputs(reader, path, triggers, inputs)
    return triggers


def _read(reader: Reader, path: Path, item: Any) -> Trigger:
    data = reader.map(path, item, "with `id` and `type`")
    if data is None:
        return Trigger(id="", type="")
    example = "`type: io.kestra.plugin.core.trigger.Schedule`"
    return Trigger(
        id=reader.required_text(path, data, "id", "`id: my_trigger`", task_id_fault),
        type=reader.required_text(path, data, "type", example, lambda _: None),
        description=reader.text((*path, "description"), data.get("description")),
        disabled=reader.boolean((*path, "disabled"), data.get("disabled")),
        properties={key: value for key, value in data.items() if key not in _COMMON},
    )


def _check_inputs(reader: Reader, path: Path, triggers: Sequence[Trigger], inputs: Iterable[Input]) -> None:
    needed = [one.id for one in leaves(inputs) if one.required and one.defaults is None]
    for index, trigger in enumerate(triggers):
        kind = _SUPPLIERS.get(trigger.type.rpartition(".")[2])
        supplied = trigger.properties.get("inputs")
        missing = [name for name in needed if not isinstance(supplied, dict) or name not in supplied]
        if kind and missing:
            names = " | ".join(missing)
            reader.error((*path, index), f"Missing inputs for {kind} Trigger '{trigger.id}', missing inputs: '{names}'")
