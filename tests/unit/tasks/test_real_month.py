"""A real month of rides through the whole chain of tasks, checked against the standard library's reading of it."""

import csv
import json
from datetime import UTC, datetime
from pathlib import Path

import fastavro
import pyarrow.parquet as pq
import pytest

from dalsegno_tasks import build
from dalsegno_tasks.compress.archive_decompress import ArchiveDecompress
from dalsegno_tasks.serdes.csv_to_ion import CsvToIon
from dalsegno_tasks.serdes.ion_to_avro import IonToAvro
from dalsegno_tasks.serdes.ion_to_parquet import IonToParquet

MONTH = Path(__file__).parents[4] / "shared" / "data" / "202102-divvy-tripdata.zip"
TIMESTAMP = {"type": "long", "logicalType": "timestamp-millis"}
FIELDS = {
    "ride_id": "string",
    "rideable_type": "string",
    "started_at": TIMESTAMP,
    "ended_at": TIMESTAMP,
    "start_station_name": "string",
    "start_station_id": "string",
    "end_station_name": "string",
    "end_station_id": "string",
    "start_lat": "double",
    "start_lng": "double",
    "end_lat": ["null", "double"],
    "end_lng": ["null", "double"],
    "member_casual": "string",
}

pytestmark = pytest.mark.skipif(not MONTH.exists(), reason=f"the real month {MONTH.name} is not in ../shared/data")


def when(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_the_real_month_becomes_parquet_and_avro_without_loss(context):
    described = [{"name": name, "type": avro_type} for name, avro_type in FIELDS.items()]
    archive = context.store("month.zip", MONTH.read_bytes())
    files = build(ArchiveDecompress, {"from": archive, "algorithm": "zip"}).run(context)["files"]
    source = files["202102-divvy-tripdata.csv"]
    table = build(CsvToIon, {"from": source}).run(context)
    properties = {
        "from": table["uri"],
        "schema": json.dumps({"type": "record", "name": "Ride", "fields": described}),
        "datetimeFormat": "yyyy-MM-dd HH:mm:ss",
        "timeZoneId": "UTC",
    }
    parquet = build(IonToParquet, properties).run(context)
    avro = build(IonToAvro, properties).run(context)
    assert (table["size"], parquet["size"], avro["size"]) == (49_622, 49_622, 49_622)

    with context.path(source).open(newline="", encoding="utf-8") as stream:
        rides = list(csv.DictReader(stream))
    columns = pq.read_table(context.path(parquet["uri"])).to_pydict()
    assert list(columns) == list(FIELDS)
    assert columns["ride_id"] == [ride["ride_id"] for ride in rides]
    assert columns["started_at"] == [when(ride["started_at"]) for ride in rides]
    assert columns["ended_at"] == [when(ride["ended_at"]) for ride in rides]
    assert columns["end_station_name"] == [ride["end_station_name"] for ride in rides]
    assert columns["start_lng"] == [float(ride["start_lng"]) for ride in rides]
    assert columns["end_lat"] == [float(ride["end_lat"]) if ride["end_lat"] else None for ride in rides]
    assert columns["end_lat"].count(None) == sum(ride["end_lat"] == "" for ride in rides) > 0

    with context.path(avro["uri"]).open("rb") as stream:
        records = list(fastavro.reader(stream))
    assert records == [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
