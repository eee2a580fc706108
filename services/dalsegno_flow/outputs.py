"""What an execution hands to whoever asked for it."""

from dataclasses import dataclass
from typing import Any

from dalsegno_flow.inputs.types import InputType
from dalsegno_flow.names import data_id_fault
from dalsegno_flow.problems import Path
from dalsegno_flow.reader import Reader

_PROPERTIES = ("id", "value", "type", "description", "displayName", "required")


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """`value` is raw: a text is a template, lists and maps may hold templates. Without `type` it stays as rendered."""

    id: str
    value: Any
    type: InputType | None = None
    description: str = ""
    display_name: str = ""
    required: bool = True


def read_outputs(reader: Reader, path: Path, value: Any) -> tuple[Output, ...]:
    items = reader.list(path, value, "each beginning with `- id:`")
    outputs = tuple(_read(reader, (*path, index), item) for index, item in enumerate(items))
    seen: set[str] = set()
    for index, output in enumerate(outputs):
        if output.id and output.id in seen:
            reader.error((*path, index, "id"), f"Duplicate output with name [{output.id}]")
        seen.add(output.id)
    return outputs


def _read(reader: Reader, path: Path, item: Any) -> Output:
    data = reader.map(path, item, "with `id` and `value`")
    if data is None:
        return Output(id="", value=None)
    reader.unknown(path, data, _PROPERTIES, "An output")
    if data.get("value") is None:
        reader.error((*path, "value"), '`value` is missing. Write `value: "{{ outputs.my_task.value }}"`.')
    output_type = data.get("type")
    return Output(
        id=reader.required_text(path, data, "id", "`id: my_output`", data_id_fault),
        value=data.get("value"),
        type=None if output_type is None else reader.choice((*path, "type"), output_type, InputType, InputType.STRING),
        description=reader.text((*path, "description"), data.get("description")),
        display_name=reader.text((*path, "displayName"), data.get("displayName")),
        required=reader.boolean((*path, "required"), data.get("required"), default=True),
    )
