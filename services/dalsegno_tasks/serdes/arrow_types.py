"""The Arrow, and so the Parquet, type of an Avro type."""

import pyarrow as pa

from dalsegno_tasks.interface import TaskFailure
from dalsegno_tasks.serdes.avro_schema import AvroSchema, AvroType

_PRIMITIVES = {
    "null": pa.null(),
    "boolean": pa.bool_(),
    "int": pa.int32(),
    "long": pa.int64(),
    "float": pa.float32(),
    "double": pa.float64(),
    "bytes": pa.binary(),
    "string": pa.string(),
    "enum": pa.string(),
}
_LOGICAL = {
    "date": pa.date32(),
    "time-millis": pa.time32("ms"),
    "time-micros": pa.time64("us"),
    "timestamp-millis": pa.timestamp("ms", "UTC"),
    "timestamp-micros": pa.timestamp("us", "UTC"),
    "local-timestamp-millis": pa.timestamp("ms"),
    "local-timestamp-micros": pa.timestamp("us"),
    "uuid": pa.string(),
}


def arrow_schema(schema: AvroSchema) -> pa.Schema:
    """The table's schema; Avro's own JSON goes along as metadata, where Kestra's writer also leaves it.

    Raises:
        TaskFailure: a union of several types, which a Parquet column cannot hold.
    """
    fields = [_field(field.name, field.type, field.name) for field in schema.fields]
    return pa.schema(fields, metadata={"parquet.avro.schema": schema.json})


def arrow_type(avro_type: AvroType, path: str) -> pa.DataType:
    """The type of one value; `path` names the field in messages. Raises as `arrow_schema` does."""
    if avro_type.logical == "decimal":
        make = pa.decimal128 if avro_type.precision <= 38 else pa.decimal256
        return make(avro_type.precision, avro_type.scale)
    if avro_type.logical is not None:
        return _LOGICAL[avro_type.logical]
    if avro_type.kind == "fixed":
        return pa.binary(avro_type.size_bytes)
    if avro_type.kind == "record":
        return pa.struct([_field(field.name, field.type, f"{path}.{field.name}") for field in avro_type.fields])
    if avro_type.kind in {"array", "map"} and avro_type.items is not None:
        item = _field("item", avro_type.items, path)
        return pa.list_(item) if avro_type.kind == "array" else pa.map_(pa.string(), item)
    if avro_type.kind == "union":
        if avro_type.optional_of is None:
            raise TaskFailure(
                f"Field '{path}' is the union {avro_type.text}, which a Parquet column cannot hold. "
                'Give it one type, or one type and "null".'
            )
        return arrow_type(avro_type.optional_of, path)
    return _PRIMITIVES[avro_type.kind]


def _field(name: str, avro_type: AvroType, path: str) -> pa.Field:
    return pa.field(name, arrow_type(avro_type, path), nullable=avro_type.is_nullable)
