"""Runs IonToAvro on small tables and reads its file back with fastavro."""

import io
import json

import fastavro
import pytest

from dalsegno_tasks import TaskFailure, build
from dalsegno_tasks.serdes.ion_to_avro import IonToAvro

TIMESTAMP = {"type": "long", "logicalType": "timestamp-millis"}


def schema(fields: dict) -> str:
    described = [{"name": name, "type": avro_type} for name, avro_type in fields.items()]
    return json.dumps({"type": "record", "name": "Ride", "namespace": "com.example", "fields": described})


def convert(context, table: str | bytes, fields: dict | None = None, **properties) -> list[dict]:
    if fields is not None:
        properties["schema"] = schema(fields)
    context.metrics.clear()
    outputs = build(IonToAvro, {"from": context.store("in.ion", table), **properties}).run(context)
    assert outputs["uri"].endswith(".avro")
    with io.BytesIO(context.path(outputs["uri"]).read_bytes()) as stream:
        rows = list(fastavro.reader(stream))
    assert outputs["size"] == context.metrics["records"] == len(rows)
    return rows


def cell(context, value: object, avro_type: object, **properties) -> object:
    """One value's conversion; raises what the task raises."""
    table = json.dumps({"x": value}) + "\n"
    return convert(context, table, {"x": avro_type}, timeZoneId="UTC", **properties)[0]["x"]


def failure(context, table: str, fields: dict, **properties) -> list[str]:
    with pytest.raises(TaskFailure) as failed:
        convert(context, table, fields, **properties)
    assert context.stored() == []
    return str(failed.value).split("\n")
