"""Every task type that runs in a worker, called off while it waits for somebody who never answers."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from typing import Any

import psutil
import pytest

from dalsegno_executor.adapters.workers import LocalWorkers
from dalsegno_executor.ports import Assignment
from dalsegno_flow.flowables import FLOWABLES
from dalsegno_tasks import Catalog
from dalsegno_tasks.catalog import BUILT_IN
from dalsegno_tasks.executor_task import ExecutorTask

CATALOG = Catalog(BUILT_IN)
CORE, SERDES, SCRIPTS = "io.kestra.plugin.core", "io.kestra.plugin.serdes", "io.kestra.plugin.scripts"
FILE = "dalsegno:///company/team/rides.ion"
SCHEMA = '{"type": "record", "name": "R", "fields": [{"name": "a", "type": "string"}]}'
OF_THE_EXECUTOR = {f"{CORE}.flow.Sleep"}  # it runs that one itself, though any worker could
PYTHON = "import socket; socket.create_connection(('127.0.0.1', $PORT)).recv(1)"
NODE = "require('net').connect($PORT, '127.0.0.1')"
CALL = f'python3 -c "{PYTHON}"'

# What each is given, so that it waits: $PORT is where nobody answers, and so does storage.
GIVEN: dict[str, dict[str, Any]] = {
    "io.kestra.core.tasks.scripts.Bash": {"commands": [CALL]},
    "io.kestra.core.tasks.scripts.Node": {"inputFiles": {"main.js": NODE}},
    "io.kestra.core.tasks.scripts.Python": {"inputFiles": {"main.py": PYTHON}},
    "io.kestra.plugin.compress.ArchiveCompress": {"algorithm": "ZIP", "from": {"a": FILE}},
    "io.kestra.plugin.compress.ArchiveDecompress": {"algorithm": "ZIP", "from": FILE},
    "io.kestra.plugin.compress.FileCompress": {"compression": "GZIP", "from": FILE},
    "io.kestra.plugin.compress.FileDecompress": {"compression": "GZIP", "from": FILE},
    f"{CORE}.http.Download": {"uri": "http://127.0.0.1:$PORT/"},
    f"{CORE}.http.Request": {"uri": "http://127.0.0.1:$PORT/"},
    f"{CORE}.kv.Delete": {"key": "a"},
    f"{CORE}.kv.Get": {"key": "a"},
    f"{CORE}.kv.GetKeys": {},
    f"{CORE}.kv.Put": {"key": "a", "value": "b"},
    f"{CORE}.kv.Set": {"key": "a", "value": "b"},
    f"{CORE}.namespace.DeleteFiles": {"namespace": "company.team", "files": ["a"]},
    f"{CORE}.namespace.DownloadFiles": {"namespace": "company.team", "files": ["a"]},
    f"{CORE}.namespace.UploadFiles": {"namespace": "company.team", "filesMap": {"a": FILE}},
    f"{CORE}.state.Delete": {},
    f"{CORE}.state.Get": {},
    f"{CORE}.state.Set": {"data": {"a": 1}},
    f"{CORE}.storage.Concat": {"files": [FILE]},
    f"{CORE}.storage.DeduplicateItems": {"from": FILE, "expr": {"template": "a", "variables": {}}},
    f"{CORE}.storage.Delete": {"uri": FILE},
    f"{CORE}.storage.FilterItems": {"from": FILE, "filterCondition": {"template": "true", "variables": {}}},
    f"{CORE}.storage.LocalFiles": {"inputs": {"a": FILE}},
    f"{CORE}.storage.PurgeCurrentExecutionFiles": {},
    f"{CORE}.storage.Reverse": {"from": FILE},
    f"{CORE}.storage.Size": {"uri": FILE},
    f"{CORE}.storage.Split": {"from": FILE, "rows": 1},
    f"{CORE}.storage.Write": {"content": "a"},
    f"{CORE}.templating.TemplatedTask": {"spec": f"{{type: {CORE}.storage.Size, uri: '{FILE}'}}"},
    "io.kestra.plugin.git.Clone": {"url": "http://127.0.0.1:$PORT/a.git"},
    "io.kestra.plugin.jdbc.duckdb.Queries": {"sql": "SELECT 1", "inputFiles": {"a.csv": FILE}},
    "io.kestra.plugin.jdbc.duckdb.Query": {"sql": "SELECT 1", "inputFiles": {"a.csv": FILE}},
    "io.kestra.plugin.jdbc.postgresql.Queries": {"url": "jdbc:postgresql://127.0.0.1:$PORT/a", "sql": "SELECT 1"},
    "io.kestra.plugin.jdbc.postgresql.Query": {"url": "jdbc:postgresql://127.0.0.1:$PORT/a", "sql": "SELECT 1"},
    f"{SCRIPTS}.node.Commands": {"inputFiles": {"a.js": NODE}, "commands": ["node a.js"]},
    f"{SCRIPTS}.node.Script": {"script": NODE},
    f"{SCRIPTS}.python.Commands": {"inputFiles": {"a.py": PYTHON}, "commands": ["python3 a.py"]},
    f"{SCRIPTS}.python.Script": {"script": PYTHON},
    f"{SCRIPTS}.shell.Commands": {"commands": [f"({CALL}) & wait"]},
    f"{SCRIPTS}.shell.Script": {"script": CALL},
    f"{SERDES}.avro.AvroToIon": {"from": FILE},
    f"{SERDES}.avro.InferAvroSchemaFromIon": {"from": FILE},
    f"{SERDES}.avro.IonToAvro": {"from": FILE, "schema": SCHEMA},
    f"{SERDES}.csv.CsvToIon": {"from": FILE},
    f"{SERDES}.csv.IonToCsv": {"from": FILE},
    f"{SERDES}.excel.ExcelToIon": {"from": FILE},
    f"{SERDES}.excel.IonToExcel": {"from": FILE},
    f"{SERDES}.json.IonToJson": {"from": FILE},
    f"{SERDES}.json.JsonToIon": {"from": FILE},
    f"{SERDES}.parquet.IonToParquet": {"from": FILE, "schema": SCHEMA},
    f"{SERDES}.parquet.ParquetToIon": {"from": FILE},
}
NEEDS = {"node": "node", "Node": "node", "git.Clone": "git"}


class Silence:
    """A server that accepts and never answers, and knows who is still there."""

    async def __aenter__(self) -> "Silence":
        self.changed = asyncio.Condition()
        self.there = 0
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_exception: object) -> None:
        self._server.close()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._count(1)
        try:
            while await reader.read(1024):
                pass
        except ConnectionError:
            pass
        writer.close()
        await self._count(-1)

    async def _count(self, more: int) -> None:
        async with self.changed:
            self.there += more
            self.changed.notify_all()

    async def until(self, *, somebody: bool) -> None:
        async with asyncio.timeout(30), self.changed:
            await self.changed.wait_for(lambda: bool(self.there) == somebody)


@pytest.fixture
async def silence() -> AsyncIterator[Silence]:
    async with Silence() as server:
        yield server


def test_all_types_that_run_in_workers_are_called_off_here() -> None:
    classes = {name: CATALOG.find(name) for name in CATALOG.types() if name not in FLOWABLES}
    in_workers = {name for name, one in classes.items() if not one.light and not issubclass(one, ExecutorTask)}
    assert in_workers - OF_THE_EXECUTOR == set(GIVEN)


@pytest.mark.parametrize("name", GIVEN)
async def test_a_task_that_is_called_off_leaves_nothing_behind(silence: Silence, name: str) -> None:
    """Neither its process, nor those that it has started, nor a connection of theirs."""
    for part, command in NEEDS.items():
        if part in name and shutil.which(command) is None:
            pytest.skip(f"there is no {command} on PATH")
    if ".jdbc." in name:
        pytest.importorskip("duckdb" if "duckdb" in name else "psycopg")
    pool = LocalWorkers(1, f"127.0.0.1:{silence.port}")
    try:
        await pool.start()
        (process,) = (psutil.Process(each) for each in pool.process_ids)
        running = asyncio.create_task(pool.run(_assignment(name, silence.port), lambda *_: None))
        waiting = asyncio.create_task(silence.until(somebody=True))
        await asyncio.wait({running, waiting}, return_when=asyncio.FIRST_COMPLETED)
        assert not running.done(), running.result()
        begun = [process, *process.children(recursive=True)]
        running.cancel()
        await asyncio.wait({running})
        await silence.until(somebody=False)
        assert [each for each in begun if each.is_running() and each.status() != psutil.STATUS_ZOMBIE] == []
    finally:
        await pool.close()


def _assignment(name: str, port: int) -> Assignment:
    return Assignment(
        task_type=name,
        properties=_at(GIVEN[name], str(port)),
        namespace="company.team",
        flow_id="rides",
        execution_id="e1",
        task_id="a",
        task_path="a",
        task_run_id="r1",
        attempt_number=1,
    )


def _at(value: Any, port: str) -> Any:
    if isinstance(value, dict):
        return {key: _at(inner, port) for key, inner in value.items()}
    if isinstance(value, list):
        return [_at(inner, port) for inner in value]
    return value.replace("$PORT", port) if isinstance(value, str) else value
