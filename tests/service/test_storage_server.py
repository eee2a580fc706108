"""The storage server as a whole: its process, its health, crashes, a full disk, its memory."""

import asyncio
import os
import resource
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc

from dalsegno.api.storage.v1 import storage_pb2 as pb
from dalsegno_runtime import serving
from dalsegno_runtime.channels import connect
from dalsegno_storage.__main__ import start
from support.postgres import drop_database, temporary_database
from support.stack import Service
from support.storage import (
    NOW,
    ROOT,
    Storage,
    digest_of,
    document,
    refusal_of,
    running_storage,
    settings_in,
    storage_at,
    told,
)

MIB = 1024 * 1024
PATH = f"{ROOT}/one/tasks/unzip/run/rides.csv"
SERVICE = "dalsegno.api.storage.v1.StorageService"


class Process(Service):
    """A storage server in a process of its own."""

    def __init__(self, folder: Path) -> None:
        arguments = ["--database", f"sqlite:///{folder}/storage.db", "--blobs", str(folder / "blobs")]
        super().__init__("storage", folder, arguments)

    @property
    def peak_bytes(self) -> int:
        """The most memory that the process has held so far."""
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii")
        line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024


@pytest.fixture
def process(tmp_path: Path) -> Iterator[Process]:
    process = Process(tmp_path)
    process.start()
    yield process
    process.end()


def run(*arguments: str, folder: Path) -> tuple[int, str]:
    """Exit code and standard error of a server that is expected to end by itself."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DALSEGNO_")}
    done = subprocess.run(
        [sys.executable, "-m", "dalsegno_storage", *arguments],
        cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    return done.returncode, done.stderr


async def test_health_and_reflection_name_the_service(tmp_path: Path, process: Process) -> None:
    async with connect(process.address) as channel:
        health = health_pb2_grpc.HealthStub(channel)
        for name in ("", SERVICE):
            answer = await health.Check(health_pb2.HealthCheckRequest(service=name))
            assert answer.status == health_pb2.HealthCheckResponse.SERVING
        reflection = reflection_pb2_grpc.ServerReflectionStub(channel)
        asked = reflection_pb2.ServerReflectionRequest(list_services="")
        answers = [answer async for answer in reflection.ServerReflectionInfo(iter([asked]))]
        assert SERVICE in [service.name for service in answers[0].list_services_response.service]


async def test_a_kill_in_the_middle_of_an_upload_leaves_no_blob_and_no_path(tmp_path: Path, process: Process) -> None:
    async with storage_at(process.address, tmp_path / "blobs") as storage:
        await storage.write(b"before", path=f"{ROOT}/before", execution_id="one")
        call = storage.stub.WriteBlob()
        await call.write(pb.WriteBlobRequest(header=pb.BlobHeader(path=PATH, execution_id="one")))
        async with asyncio.timeout(20):
            while len(storage.files()) == 1:  # until some of it is on disk
                await call.write(pb.WriteBlobRequest(data=b"x" * MIB))
        process.kill()
        with pytest.raises(grpc.aio.AioRpcError):
            await call
        assert len(storage.files()) == 2
    process.start()
    async with storage_at(process.address, tmp_path / "blobs") as storage:
        assert await storage.paths() == [f"{ROOT}/before"]
        assert storage.files() == {digest_of(b"before")}
        assert await storage.read(path=f"{ROOT}/before") == b"before"


async def test_what_was_answered_is_there_after_a_kill(tmp_path: Path, process: Process) -> None:
    async with storage_at(process.address, tmp_path / "blobs") as storage:
        await storage.write(b"hello", path=PATH, execution_id="one")
        [digest] = await storage.put("one", document(uri=PATH))
        await storage.pin("two", [digest])
    process.kill()
    process.start()
    async with storage_at(process.address, tmp_path / "blobs") as storage:
        await storage.release("one")
        assert await storage.get(digest) == [document(uri=PATH)]
        assert await storage.read(path=PATH) == b"hello"


async def test_memory_does_not_grow_with_the_size_of_a_file(tmp_path: Path, process: Process) -> None:
    """300 MiB go in and out; the server may grow by no more than 64."""
    async with storage_at(process.address, tmp_path / "blobs") as storage:
        await storage.write(b"x" * MIB)
        await storage.read(digest=digest_of(b"x" * MIB))
        before_bytes = process.peak_bytes
        blob = await storage.write(*[b"y" * MIB] * 300)
        received_bytes = 0
        async for message in storage.stub.ReadBlob(pb.ReadBlobRequest(digest=blob.digest)):
            received_bytes += len(message.data)
        grown_bytes = process.peak_bytes - before_bytes
    assert received_bytes == 300 * MIB
    assert grown_bytes < 64 * MIB, f"grew by {grown_bytes / MIB:.0f} MiB"


async def test_a_disk_without_room_refuses_a_blob_and_keeps_nothing_of_it(tmp_path: Path, process: Process) -> None:
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (4 * MIB, 4 * MIB))
    async with storage_at(process.address, tmp_path / "blobs") as storage:
        refusal = await refusal_of(storage.write(*[b"x" * MIB] * 6, path=PATH, execution_id="one"))
        assert told(refusal) == ("RESOURCE_EXHAUSTED", "STORAGE_FULL", {})
        assert (await storage.paths(), storage.files()) == ([], set())
        await storage.write(b"x" * MIB, path=PATH, execution_id="one")
        assert await storage.paths() == [PATH]


async def test_a_database_without_room_refuses_a_blob_and_its_bytes_are_removed(tmp_path: Path) -> None:
    running = await start(settings_in(tmp_path))
    async with storage_at(running.address, tmp_path / "blobs") as storage:
        # No page may be added to those that there are; soon one is needed.
        await running.parts.database.write(
            lambda connection: connection.exec_driver_sql("pragma max_page_count=1").all()
        )
        refusal = await refusal_of(write_until_refused(storage))
        assert told(refusal) == ("RESOURCE_EXHAUSTED", "STORAGE_FULL", {})
        assert storage.files() == {file.blob.digest for file in await listed(storage)}
    await running.stop()


async def write_until_refused(storage: Storage) -> None:
    for number in range(500):
        await storage.write(str(number).encode(), path=f"{ROOT}/{'x' * 500}/{number}", execution_id="one")


async def listed(storage: Storage) -> list[pb.File]:
    return list((await storage.stub.ListFiles(pb.ListFilesRequest(page_size=1000))).files)


async def test_bytes_that_a_crash_left_behind_are_removed_at_start_after_an_hour(tmp_path: Path) -> None:
    async with running_storage(tmp_path) as storage:
        kept = await storage.write(b"kept")
    old, young = digest_of(b"old"), digest_of(b"young")
    for digest, age in ((kept.digest, timedelta(days=9)), (old, timedelta(hours=2)), (young, timedelta(minutes=59))):
        file = storage.file_of(digest)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
        os.utime(file, (0, (NOW - age).timestamp()))
    async with running_storage(tmp_path) as storage:
        assert storage.files() == {kept.digest, young}


@pytest.fixture
async def on_postgres(tmp_path: Path) -> AsyncIterator[tuple[str, Path]]:
    with temporary_database() as url:
        yield url, tmp_path


async def test_a_server_on_postgresql_serves_the_same(on_postgres: tuple[str, Path]) -> None:
    url, folder = on_postgres
    async with running_storage(folder, database=url) as storage:
        await storage.write(b"hello", path=PATH, execution_id="one")
        [digest] = await storage.put("one", document(uri=PATH))
        assert list((await storage.pin("two", [digest])).documents) == [document(uri=PATH)]
        assert [await storage.release("one"), await storage.release("two")] == [(0, 0), (1, 5)]


async def test_every_method_says_unavailable_when_the_database_is_gone(on_postgres: tuple[str, Path]) -> None:
    url, folder = on_postgres
    async with running_storage(folder, database=url) as storage:
        drop_database(url)
        digest = digest_of(b"x")
        calls = [
            storage.write(b"x", path=PATH, execution_id="one"),
            storage.read(digest=digest),
            storage.read(path=PATH),
            storage.stub.FindMissingBlobs(pb.FindMissingBlobsRequest(digests=[digest])),
            storage.put("one", "{}"),
            storage.get(digest),
            storage.pin("two", [digest]),
            storage.release("one"),
            storage.paths(),
        ]
        refusals = [await refusal_of(call) for call in calls]
        assert {told(refusal)[:2] for refusal in refusals} == {("UNAVAILABLE", "SERVICE_UNAVAILABLE")}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--bogus", "1"], "unrecognized arguments: --bogus 1"),
        (["--listen", "nowhere"], "--listen: 'nowhere' is no address"),
        (["--log-level", "loud"], "--log-level: 'loud' is no level"),
        (["--database", "nonsense"], "--database: give a URL"),
        (["--database", "sqlite:////proc/none/storage.db"], "Cannot open the database sqlite:////proc/none/storage.db"),
        (["--blobs", "/proc/none"], "Cannot keep blobs in the folder /proc/none"),
    ],
)
def test_a_bad_setting_ends_with_one_line_and_exit_code_2(tmp_path: Path, arguments: list[str], said: str) -> None:
    code, error = run("--listen", "127.0.0.1:0", *arguments, folder=tmp_path)
    assert (code, len(error.splitlines())) == (2, 1)
    assert error.startswith("dalsegno_storage: ")
    assert said in error


def test_an_address_or_a_folder_in_use_ends_with_one_line_and_exit_code_2(tmp_path: Path, process: Process) -> None:
    other = ["--database", "sqlite:///other.db"]
    taken = run("--listen", process.address, "--blobs", "other", *other, folder=tmp_path)
    shared = run("--listen", "127.0.0.1:0", "--blobs", "blobs", *other, folder=tmp_path)
    assert [taken[0], shared[0]] == [2, 2]
    assert taken[1].splitlines() == [
        f"dalsegno_storage: Cannot listen on {process.address}: is another server running there?"
    ]
    assert shared[1].splitlines() == [
        "dalsegno_storage: Another storage server uses the folder blobs; give this one its own."
    ]


async def test_a_server_that_stops_breaks_uploads_off_in_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(serving, "STOP_GRACE_SECONDS", 0.1)
    running = await start(settings_in(tmp_path))
    async with storage_at(running.address, tmp_path / "blobs") as storage:
        call = storage.stub.WriteBlob()
        await call.write(pb.WriteBlobRequest(header=pb.BlobHeader(path=PATH, execution_id="one")))
        async with asyncio.timeout(20):
            while not storage.files():  # until some of it is on disk
                await call.write(pb.WriteBlobRequest(data=b"x" * MIB))
        await running.stop()
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            await call
    assert caught.value.code() is grpc.StatusCode.UNAVAILABLE
    async with asyncio.timeout(20):
        while storage.files():  # noqa: ASYNC110  # a thread takes back what it has written
            await asyncio.sleep(0)
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == []
