"""Reads the inputs of a flow, or of a Pause, and checks what can be said before there are values."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import regex

from dalsegno_flow.cycles import cycles
from dalsegno_flow.inputs.types import DependsOn, Input, InputType, leaves
from dalsegno_flow.inputs.values import InvalidValue, check_value, parse_value
from dalsegno_flow.names import data_id_fault
from dalsegno_flow.patterns import PatternTooLarge, compiled
from dalsegno_flow.problems import Path
from dalsegno_flow.reader import Reader, is_template, kind

_COMMON = ("id", "name", "type", "description", "displayName", "required", "defaults", "prefill", "dependsOn")
_SELECTION = ("values", "options", "expression", "allowCustomValue", "autoSelectFirst")
_OWN: Mapping[InputType, tuple[str, ...]] = {
    InputType.STRING: ("validator",),
    InputType.SECRET: ("validator",),
    InputType.INT: ("min", "max"),
    InputType.FLOAT: ("min", "max"),
    InputType.DURATION: ("min", "max"),
    InputType.DATETIME: ("after", "before"),
    InputType.DATE: ("after", "before"),
    InputType.TIME: ("after", "before"),
    InputType.ENUM: ("values",),
    InputType.SELECT: (*_SELECTION, "isRadio"),
    InputType.MULTISELECT: (*_SELECTION, "itemType"),
    InputType.ARRAY: ("itemType",),
    InputType.FILE: ("allowedFileExtensions", "extension"),
    InputType.FORM: ("inputs",),
}
_NO_ITEM_TYPES = {
    InputType.ARRAY: (InputType.ARRAY, InputType.MULTISELECT, InputType.FORM),
    InputType.MULTISELECT: (
        InputType.ARRAY,
        InputType.SECRET,
        InputType.MULTISELECT,
        InputType.SELECT,
        InputType.FORM,
    ),
}
# What a default is only when the flow runs, or is told by its own rule.
_UNCHECKED_DEFAULTS = (InputType.FILE, InputType.SECRET, InputType.SELECT, InputType.MULTISELECT, InputType.FORM)


def read_inputs(reader: Reader, path: Path, value: Any) -> tuple[Input, ...]:
    inputs = _read_all(reader, path, value)
    _check_names(reader, path, inputs)
    _check_dependencies(reader, path, inputs)
    return inputs


def _read_all(reader: Reader, path: Path, value: Any) -> tuple[Input, ...]:
    items = reader.list(path, value, "each beginning with `- id:`")
    return tuple(_read(reader, (*path, index), item) for index, item in enumerate(items))


def _read(reader: Reader, path: Path, item: Any) -> Input:
    data = reader.map(path, item, "with `id` and `type`")
    if data is None:
        if item is None:
            reader.error(path, "The input is nothing. Write a map with `id` and `type`.")
        return Input(id="", type=InputType.STRING)
    if data.get("type") is None:
        reader.error((*path, "type"), "`type` is missing. Write `type: STRING`.")
    input_type = reader.choice((*path, "type"), data.get("type"), InputType, InputType.STRING)
    own = (*_COMMON, *_OWN.get(input_type, ()))
    if isinstance(data.get("type"), str):
        reader.unknown(path, data, own, f"An input of type {input_type}")
    data = {key: value for key, value in data.items() if key in own}
    one = _input(reader, path, data, input_type)
    _check_defaults(reader, path, data, one)
    return one


def _input(reader: Reader, path: Path, data: Mapping[str, Any], input_type: InputType) -> Input:
    id_key = "name" if "name" in data and "id" not in data else "id"
    if id_key == "name":
        reader.warning((*path, "name"), "`name` is the old name of `id`. Write `id`.", at_key=True)

    def optional(key: str, read: Callable[[Path, Any], Any]) -> Any:
        return None if data.get(key) is None else read((*path, key), data[key])

    values_key = "options" if "options" in data and "values" not in data else "values"
    values = optional(values_key, lambda at, value: reader.texts(at, value, "each value on a line after `- `"))
    one = Input(
        id=reader.required_text(path, data, id_key, "`id: my_input`", data_id_fault),
        type=input_type,
        description=reader.text((*path, "description"), data.get("description")),
        display_name=reader.text((*path, "displayName"), data.get("displayName")),
        required=reader.boolean((*path, "required"), data.get("required"), default=True),
        defaults=data.get("defaults"),
        prefill=data.get("prefill"),
        depends_on=_depends_on(reader, (*path, "dependsOn"), data.get("dependsOn")),
        min=optional("min", lambda at, value: _bound(reader, at, value, input_type)),
        max=optional("max", lambda at, value: _bound(reader, at, value, input_type)),
        after=optional("after", lambda at, value: _bound(reader, at, value, input_type)),
        before=optional("before", lambda at, value: _bound(reader, at, value, input_type)),
        validator=optional("validator", lambda at, value: _pattern(reader, at, value)),
        values=values,
        expression=optional("expression", reader.text),
        allow_custom_value=reader.boolean((*path, "allowCustomValue"), data.get("allowCustomValue")),
        auto_select_first=reader.boolean((*path, "autoSelectFirst"), data.get("autoSelectFirst")),
        is_radio=reader.boolean((*path, "isRadio"), data.get("isRadio")),
        item_type=_item_type(reader, (*path, "itemType"), data.get("itemType"), input_type),
        allowed_file_extensions=reader.texts(
            (*path, "allowedFileExtensions"), data.get("allowedFileExtensions"), "such as [.csv, .txt]"
        ),
        extension=optional("extension", reader.text),
        inputs=_read_all(reader, (*path, "inputs"), data.get("inputs")) if input_type is InputType.FORM else (),
    )
    _check_selection(reader, path, one)
    return one


def _depends_on(reader: Reader, path: Path, value: Any) -> tuple[DependsOn, ...]:
    data = reader.map(path, value, "with `inputs` and `condition`")
    if data is None:
        return ()
    reader.unknown(path, data, ("inputs", "condition"), "`dependsOn`")
    inputs = reader.texts((*path, "inputs"), data.get("inputs"), "the ids of other inputs")
    condition = data.get("condition")
    text = None if condition is None else reader.template((*path, "condition"), condition, "")
    return (DependsOn(inputs=inputs, condition=text),)


def _bound(reader: Reader, path: Path, value: Any, input_type: InputType) -> str | float | None:
    """Numbers stay numbers, moments and durations texts that can be read."""
    if input_type is InputType.INT:
        return reader.integer(path, value)
    if input_type is InputType.FLOAT:
        return reader.number(path, value)
    text = reader.text(path, value)
    try:
        parse_value(input_type, None, text)
    except InvalidValue as error:
        reader.error(path, f"`{path[-1]}` is no {input_type}: {error}")
    return text


def _pattern(reader: Reader, path: Path, value: Any) -> str | None:
    text = reader.text(path, value)
    try:
        compiled(text)
    except (regex.error, PatternTooLarge) as error:
        reader.error(path, f"`validator` is no regular expression: {error}.")
        return None
    return text


def _item_type(reader: Reader, path: Path, value: Any, input_type: InputType) -> InputType | None:
    if input_type not in _NO_ITEM_TYPES:
        return None
    if value is None:
        if input_type is InputType.ARRAY:
            reader.error(path, "`itemType` is missing. Write `itemType: STRING`.")
        return InputType.STRING
    item_type = reader.choice(path, value, InputType, InputType.STRING)
    if item_type in _NO_ITEM_TYPES[input_type]:
        reader.error(path, f"`itemType` cannot be {item_type}")
    return item_type


def _check_selection(reader: Reader, path: Path, one: Input) -> None:
    if one.type is InputType.FORM and not one.inputs:
        reader.error((*path, "inputs"), "`inputs` is missing. Write a list, each beginning with `- id:`.")
    if one.type not in (InputType.ENUM, InputType.SELECT, InputType.MULTISELECT):
        return
    if one.values is None and one.expression is None:
        reader.error((*path, "values"), "`values` is missing. Write a list, each value on a line after `- `.")
    elif one.values is not None and one.expression is not None:
        reader.error((*path, "expression"), "you can't define both `values` and `expression`")


def _check_defaults(reader: Reader, path: Path, data: Mapping[str, Any], one: Input) -> None:
    if one.defaults is None:
        return
    at: Path = (*path, "defaults")
    if one.prefill is not None:
        reader.error((*path, "prefill"), "Inputs with a default value cannot also have a prefill.", at_key=True)
    if data.get("required") is not None and not one.required:
        reader.error(
            (*path, "required"),
            "Inputs with a default value must be required, since the default is always applied.",
            at_key=True,
        )
    if one.type in _UNCHECKED_DEFAULTS or is_template(one.defaults) or isinstance(one.defaults, dict | list):
        return
    try:
        value = parse_value(one.type, one.item_type, one.defaults)
    except InvalidValue:
        shown = one.defaults if isinstance(one.defaults, str) else kind(one.defaults).rpartition(" ")[2]
        reader.error(at, f"Invalid default for input '{one.id}': `{shown}` is not a valid {one.type} value")
        return
    if fault := check_value(one, value):
        reader.error(at, f"Invalid default for input '{one.id}': {fault}")


def _check_names(reader: Reader, path: Path, inputs: Sequence[Input]) -> None:
    seen: set[str] = set()
    for at, one in _with_paths(path, inputs):
        if one.id and one.id in seen:
            what = "input path" if "." in one.id and len(at) > len(path) + 1 else "input with name"
            reader.error((*at, "id"), f"Duplicate {what} [{one.id}]")
        seen.add(one.id)
    ids = {one.id for one in leaves(inputs)}
    for at, one in _with_paths(path, inputs):
        for length in range(1, one.id.count(".") + 1):
            ancestor = ".".join(one.id.split(".")[:length])
            if ancestor in ids:
                message = f"Input path '{ancestor}' conflicts with '{one.id}'; one cannot be nested under the other."
                reader.error((*at, "id"), message)


def _check_dependencies(reader: Reader, path: Path, inputs: Sequence[Input]) -> None:
    graph: dict[str, list[str]] = {}
    places: dict[str, Path] = {}
    for at, one in _with_paths(path, inputs):
        if one.type is not InputType.FORM:
            graph.setdefault(one.id, [name for depends in one.depends_on for name in depends.inputs])
        places.setdefault(one.id, at)
    for name, dependencies in graph.items():
        for dependency in dependencies:
            if dependency not in graph:
                message = f"Input with id '{name}' depends on a non-existent input '{dependency}'."
                reader.error((*places[name], "dependsOn"), message)
    for cycle in cycles(graph):
        for position, name in enumerate(cycle):
            turned = ", ".join(cycle[position:] + cycle[:position])
            message = f"Cycle dependency detected for input with id '{name}': [{turned}]"
            reader.error((*places[name], "dependsOn"), message)


def _with_paths(path: Path, inputs: Sequence[Input]) -> list[tuple[Path, Input]]:
    """Every input with where it stands; those of a FORM under their dotted ids, after the FORM."""
    found: list[tuple[Path, Input]] = []
    for index, one in enumerate(inputs):
        at: Path = (*path, index)
        found.append((at, one))
        if one.type is InputType.FORM:
            fields = [at for at, field in _with_paths((*at, "inputs"), one.inputs) if field.type is not InputType.FORM]
            found.extend(zip(fields, leaves((one,)), strict=True))
    return found
