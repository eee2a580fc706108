"""Tables and archives through real workers: each format there and back, and a conversion that is killed."""

import json
from pathlib import Path

from dalsegno import Client
from support.flows import NAMESPACE, flow, new_flow_id, run, state_name, states, task_run

SERDES, COMPRESS = "io.kestra.plugin.serdes", "io.kestra.plugin.compress"
ROWS = [{"id": 1, "name": "Clark & Elm", "price": 1.5}, {"id": 2, "name": 'say "hi"', "price": None}]
HEAD = "variables:\n  rows: '" + json.dumps(ROWS) + "'\n"


def step(task_id: str, task_type: str, source: str, **properties: str) -> str:
    given = "".join(f", {name}: {value}" for name, value in properties.items())
    return f'  - {{id: {task_id}, type: {task_type}, from: "{{{{ outputs.{source} }}}}"{given}}}\n'


def test_a_table_goes_through_every_format_and_comes_back(client: Client) -> None:
    flow_id = new_flow_id("tables")
    tasks = (
        '  - {id: start, type: io.kestra.plugin.core.storage.Write, content: "{{ vars.rows }}", extension: .json}\n'
        + step("ion", f"{SERDES}.json.JsonToIon", "start.uri", newLine="false")
        + step("avro", f"{SERDES}.avro.IonToAvro", "ion.uri")
        + step("from_avro", f"{SERDES}.avro.AvroReader", "avro.uri")
        + step("parquet", f"{SERDES}.parquet.IonToParquet", "from_avro.uri")
        + step("from_parquet", f"{SERDES}.parquet.ParquetReader", "parquet.uri")
        + step("excel", f"{SERDES}.excel.IonToExcel", "from_parquet.uri")
        + step("from_excel", f"{SERDES}.excel.ExcelToIon", "excel.uri")
        + step("json", f"{SERDES}.json.IonToJson", "from_excel.uris.Sheet", newLine="false")
        + step("csv", f"{SERDES}.csv.CsvWriter", "from_excel.uris.Sheet")
    )
    ended = run(client, flow(flow_id, tasks, HEAD), flow_id)
    assert state_name(ended.state) == "SUCCESS", [run.error for run in ended.task_runs if run.error]
    outputs = {name: client.outputs.get(ended.execution_id, name) for name in ("json", "csv", "avro", "excel")}
    assert json.loads(b"".join(client.files.read(outputs["json"]["uri"]))) == ROWS
    assert b"".join(client.files.read(outputs["csv"]["uri"])) == b'id,name,price\n1,Clark & Elm,1.5\n2,"say ""hi""",\n'
    assert (outputs["avro"]["size"], outputs["excel"]["size"]) == (2, 2)
    assert dict(task_run(ended, "csv").metrics) == {"records": 2}


def test_files_are_packed_compressed_and_come_back(client: Client) -> None:
    flow_id = new_flow_id("archives")
    files = '{a/b.txt: "{{ outputs.start.uri }}", c.txt: "{{ outputs.start.uri }}"}'
    tasks = (
        "  - {id: start, type: io.kestra.plugin.core.storage.Write, content: hello, extension: txt}\n"
        f"  - {{id: pack, type: {COMPRESS}.ArchiveCompress, algorithm: TAR, compression: ZSTD, from: {files}}}\n"
        + step("unpack", f"{COMPRESS}.ArchiveDecompress", "pack.uri", algorithm="TAR", compression="ZSTD")
        + step("zip", f"{COMPRESS}.FileCompress", "unpack.files['c.txt']", compression="GZIP")
        + step("unzip", f"{COMPRESS}.FileDecompress", "zip.uri", compression="GZIP")
        + step("wrong", f"{COMPRESS}.FileDecompress", "start.uri", compression="GZIP")
    )
    ended = run(client, flow(flow_id, tasks), flow_id)
    done = dict.fromkeys(("start", "pack", "unpack", "zip", "unzip"), "SUCCESS")
    assert states(ended) == {**done, "wrong": "FAILED"}
    unpacked = client.outputs.get(ended.execution_id, "unpack")["files"]
    assert sorted(unpacked) == ["a/b.txt", "c.txt"]
    uri = client.outputs.get(ended.execution_id, "unzip")["uri"]
    assert (uri.rpartition("/")[2], b"".join(client.files.read(uri))) == ("c.txt", b"hello")
    assert "cannot be decompressed as GZIP" in task_run(ended, "wrong").error


def test_a_flow_whose_archive_is_of_no_known_kind_is_refused(client: Client) -> None:
    tasks = f"  - {{id: a, type: {COMPRESS}.ArchiveDecompress, algorithm: DUMP, from: x}}\n"
    problems = client.flows.validate(flow(new_flow_id("archives"), tasks))
    assert ["Those that are: AR, CPIO, JAR, TAR, ZIP" in problem.message for problem in problems] == [True]


def test_a_long_conversion_that_is_killed_stores_nothing(client: Client, tmp_path: Path) -> None:
    table = tmp_path / "table.ion"
    table.write_text('{"a":1,"b":"x","c":"y"}\n' * 500_000)  # half a minute's work
    flow_id = new_flow_id("long")
    excel = f'  - {{id: excel, type: {SERDES}.excel.IonToExcel, from: "{{{{ inputs.table }}}}"}}\n'
    client.flows.put(flow(flow_id, excel, "inputs:\n  - {id: table, type: FILE}\n"))
    execution_id = client.executions.create(NAMESPACE, flow_id, files={"table": table}).execution_id
    assert any(event.task_run_started.task_path == "excel" for event in client.executions.watch(execution_id))
    client.executions.kill(execution_id)
    ended = client.executions.wait(execution_id)
    assert (state_name(ended.state), states(ended)) == ("KILLED", {"excel": "KILLED"})
    assert list(client.files.list(f"dalsegno:///{NAMESPACE}/{flow_id}/executions/{execution_id}/")) == []
