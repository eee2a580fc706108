"""One cell's value in an Avro type: the reference for what `columns` does to whole columns.

Values come out as plain data: timestamps, dates and times as the integers Avro stores, decimals as `Decimal`, a
union's value alone when it has one branch besides null, else as `UnionValue`.

Source: Kestra's AvroConverter, whose order of rules is kept. Three things are mended: a whole number in a decimal
field is that number (there, it is multiplied by a power of ten), numbers may be integers of any width where the type
holds them, and `inferAllFields` applies only where the field's type admits the inferred value.
"""

from dataclasses import dataclass
from typing import Any

from dalsegno_tasks.serdes.avro_schema import AvroType
from dalsegno_tasks.serdes.cell_errors import CellError, kind_of
from dalsegno_tasks.serdes.moment_cells import moment_converter
from dalsegno_tasks.serdes.scalar_cells import Convert, scalar_converter
from dalsegno_tasks.serdes.settings import CellSettings


@dataclass(frozen=True, slots=True)
class UnionValue:
    """A value of a union with several branches besides null."""

    branch: int
    value: Any


def converter(avro_type: AvroType, settings: CellSettings) -> Convert:
    """A function from a cell's JSON value to its value in `avro_type`; it raises `CellError`."""
    convert = _converter(avro_type, settings)
    if not settings.infer_all_fields:
        return convert
    boolean = next((b for b in (avro_type, *avro_type.branches) if b.kind == "boolean"), None)

    def infer(value: Any) -> Any:
        if isinstance(value, str):
            text = value.lower()
            if avro_type.is_nullable and text in settings.null_values:
                return None
            if boolean is not None and text in settings.true_values | settings.false_values:
                return _in_union(avro_type, boolean, text in settings.true_values)
        return convert(value)

    return infer


def _converter(avro_type: AvroType, settings: CellSettings) -> Convert:
    if avro_type.logical not in {None, "decimal", "uuid"}:
        return moment_converter(avro_type, settings)
    if avro_type.kind in {"record", "array", "map", "union"}:
        return _nested(avro_type, settings)
    return scalar_converter(avro_type, settings)


def _nested(avro_type: AvroType, settings: CellSettings) -> Convert:
    if avro_type.kind == "union":
        return _union(avro_type, settings)
    if avro_type.kind == "record":
        fields = [(field, converter(field.type, settings)) for field in avro_type.fields]

        def convert_record(value: Any) -> dict[str, Any]:
            if not isinstance(value, dict):
                raise CellError(value, avro_type, f"{kind_of(value)} cannot be read as a record")
            return {field.name: convert(value.get(field.name)) for field, convert in fields}

        return convert_record
    element = converter(_known(avro_type.items), settings)
    is_array = avro_type.kind == "array"

    def convert_items(value: Any) -> Any:
        if is_array and isinstance(value, list):
            return [element(item) for item in value]
        if isinstance(value, dict) and not is_array:
            return {name: element(item) for name, item in value.items()}
        raise CellError(value, avro_type, f"{kind_of(value)} cannot be read as {avro_type.kind}")

    return convert_items


def _union(avro_type: AvroType, settings: CellSettings) -> Convert:
    branches = [(branch, converter(branch, settings)) for branch in avro_type.branches]

    def convert(value: Any) -> Any:
        error: CellError | None = None
        for branch, convert_branch in branches:
            try:
                return _in_union(avro_type, branch, convert_branch(value))
            except CellError as refused:
                # With one branch besides null, its error says most.
                if error is None or error.type.kind == "null":
                    error = refused
        if avro_type.optional_of is not None and error is not None:
            raise error
        raise CellError(value, avro_type, 'Invalid data for schema "UNION"')

    return convert


def _in_union(avro_type: AvroType, branch: AvroType, value: Any) -> Any:
    if branch.kind == "null" or avro_type.kind != "union" or avro_type.optional_of is not None:
        return value
    return UnionValue(avro_type.branches.index(branch), value)


def _known(avro_type: AvroType | None) -> AvroType:
    if avro_type is None:
        raise TypeError("an array or a map without a type for its items")
    return avro_type
