"""What an input is, before it has a value."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any


class InputType(StrEnum):
    STRING = "STRING"
    SECRET = "SECRET"  # noqa: S105 - the name of a type, not a secret
    INT = "INT"
    FLOAT = "FLOAT"
    BOOLEAN = "BOOLEAN"
    BOOL = "BOOL"
    DATETIME = "DATETIME"
    DATE = "DATE"
    TIME = "TIME"
    DURATION = "DURATION"
    FILE = "FILE"
    JSON = "JSON"
    YAML = "YAML"
    URI = "URI"
    EMAIL = "EMAIL"
    ENUM = "ENUM"
    SELECT = "SELECT"
    MULTISELECT = "MULTISELECT"
    ARRAY = "ARRAY"
    FORM = "FORM"


@dataclass(frozen=True, slots=True, kw_only=True)
class DependsOn:
    """The input is asked for when all `inputs` are and `condition`, a template, renders to the boolean true."""

    inputs: tuple[str, ...] = ()
    condition: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One input. Bounds are as written: `min` and `max` a number or an ISO duration, `after` and `before` a moment."""

    id: str  # dots nest: "a.b" is `{{ inputs.a.b }}`
    type: InputType
    description: str = ""
    display_name: str = ""
    required: bool = True
    defaults: Any = None  # may hold templates
    prefill: Any = None  # what a form shows at first; never a value by itself
    depends_on: tuple[DependsOn, ...] = ()  # its own, after those of the forms around it
    min: str | float | None = None
    max: str | float | None = None
    after: str | None = None
    before: str | None = None
    validator: str | None = None  # a regular expression for the whole value
    values: tuple[str, ...] | None = None
    expression: str | None = None  # a template for `values`
    allow_custom_value: bool = False
    auto_select_first: bool = False
    is_radio: bool = False
    item_type: InputType | None = None
    allowed_file_extensions: tuple[str, ...] = ()  # each with its dot
    extension: str | None = None  # deprecated: of the file that an upload becomes
    inputs: "tuple[Input, ...]" = ()  # of a FORM


def leaves(inputs: Iterable[Input]) -> Iterator[Input]:
    """The inputs that have values: those of a FORM stand under its id, as in "form.field"."""
    for one in inputs:
        if one.type is not InputType.FORM:
            yield one
            continue
        for field in leaves(one.inputs):
            yield replace(field, id=f"{one.id}.{field.id}", depends_on=one.depends_on + field.depends_on)
