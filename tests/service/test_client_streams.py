"""Watches and downloads go on where they were when the connection breaks."""

import hashlib
from pathlib import Path

import pytest

from dalsegno import AsyncClient, Client, DataLoss, NotFound, Patience, Retry, Unreachable
from dalsegno.api.common.v1 import state_pb2
from dalsegno.api.executor.v1 import executor_pb2 as executor
from dalsegno.api.storage.v1 import storage_pb2 as storage
from support.scripted import AT_ONCE, UNAVAILABLE, Hang, Refusal, Scripted


def events(*positions: int) -> executor.WatchExecutionResponse:
    return executor.WatchExecutionResponse(events=[executor.Event(position=position) for position in positions])


def positions_asked(services: Scripted, method: str = "WatchExecution") -> list[int]:
    return [request.after_position for request in services.requests[method]]


def test_a_watch_goes_on_after_the_last_event(services: Scripted, scripted_client: Client) -> None:
    services.answer("WatchExecution", [events(1, 2), UNAVAILABLE], [events(3), UNAVAILABLE], [events(4)])
    assert [event.position for event in scripted_client.executions.watch("x")] == [1, 2, 3, 4]
    assert positions_asked(services) == [0, 2, 3]


def test_a_watch_survives_a_restart_of_the_service(services: Scripted, scripted_client: Client) -> None:
    services.answer("WatchExecution", [events(1, 2), Hang()], [events(3)])
    watch = scripted_client.executions.watch("x")
    seen = [next(watch).position, next(watch).position]
    services.stop()
    services.start()
    assert [*seen, *(event.position for event in watch)] == [1, 2, 3]
    assert positions_asked(services) == [0, 2]


async def test_an_asynchronous_watch_survives_a_restart_of_the_service(services: Scripted) -> None:
    services.answer("WatchExecution", [events(1, 2), Hang()], [events(3)])
    async with AsyncClient(services.endpoints, patience=AT_ONCE) as client:
        watch = client.executions.watch("x")
        seen = [(await anext(watch)).position, (await anext(watch)).position]
        services.stop()
        services.start()
        assert [*seen, *[event.position async for event in watch]] == [1, 2, 3]
    assert positions_asked(services) == [0, 2]


def test_a_watch_that_never_began_gives_up_soon(services: Scripted, scripted_client: Client) -> None:
    services.answer("WatchExecution", UNAVAILABLE)
    with pytest.raises(Unreachable):
        list(scripted_client.executions.watch("x"))
    assert len(positions_asked(services)) == AT_ONCE.retry.tries


def test_a_watch_that_broke_gives_up_too(services: Scripted) -> None:
    services.answer("WatchExecution", [events(1), UNAVAILABLE], UNAVAILABLE)
    patience = Patience(resume=Retry(tries=5, first_pause_seconds=0))
    with Client(services.endpoints, patience=patience) as client, pytest.raises(Unreachable):
        list(client.executions.watch("x"))
    assert positions_asked(services) == [0, 1, 1, 1, 1]


def test_a_refusal_ends_a_watch_at_once(services: Scripted, scripted_client: Client) -> None:
    services.answer("WatchExecution", Refusal(code="NOT_FOUND", reason="EXECUTION_NOT_FOUND"))
    with pytest.raises(NotFound):
        list(scripted_client.executions.watch("x"))
    assert positions_asked(services) == [0]


def test_a_watch_that_is_left_is_cancelled(services: Scripted, scripted_client: Client) -> None:
    services.answer("WatchExecution", [events(1), Hang()])
    watch = scripted_client.executions.watch("x")
    assert next(watch).position == 1
    watch.close()
    # The hanging call ended: otherwise nine of them would leave the server's eight threads none for a tenth.
    for _ in range(8):
        watch = scripted_client.executions.watch("x")
        assert next(watch).position == 1
        watch.close()
    assert len(positions_asked(services)) == 9


def test_a_watch_of_logs_goes_on_after_the_last_line(services: Scripted, scripted_client: Client) -> None:
    def lines(*positions: int) -> executor.WatchLogsResponse:
        return executor.WatchLogsResponse(entries=[executor.LogEntry(position=position) for position in positions])

    services.answer("WatchLogs", [lines(3, 7), UNAVAILABLE], [lines(9)])
    watch = scripted_client.executions.watch_logs("x", task_path="t", min_level=executor.LOG_LEVEL_WARN)
    assert [entry.position for entry in watch] == [3, 7, 9]
    assert positions_asked(services, "WatchLogs") == [0, 7]
    assert {(r.task_path, r.min_level) for r in services.requests["WatchLogs"]} == {("t", executor.LOG_LEVEL_WARN)}


def test_waiting_ends_with_the_execution(services: Scripted, scripted_client: Client) -> None:
    ended = executor.Execution(execution_id="x", state=state_pb2.STATE_FAILED)
    services.answer("WatchExecution", [events(1), UNAVAILABLE], [events(2)])
    services.answer("GetExecution", executor.GetExecutionResponse(execution=ended))
    assert scripted_client.executions.wait("x") == ended
    assert positions_asked(services) == [0, 1]


def test_waiting_watches_again_when_the_watch_ended_before_the_execution(
    services: Scripted, scripted_client: Client
) -> None:
    def in_state(state: state_pb2.State) -> executor.GetExecutionResponse:
        return executor.GetExecutionResponse(execution=executor.Execution(state=state))

    services.answer("WatchExecution", [events(1)], [events(2)])
    services.answer("GetExecution", in_state(state_pb2.STATE_RUNNING), in_state(state_pb2.STATE_SUCCESS))
    assert scripted_client.executions.wait("x").state == state_pb2.STATE_SUCCESS
    assert positions_asked(services) == [0, 1]


CONTENT = b"id,ride\n1,north\n2,south\n"
DIGEST = hashlib.sha256(CONTENT).hexdigest()
PATH = "dalsegno:///company.team/rides/executions/x/tasks/unzip/r/rides.csv"


def serve_content(services: Scripted, *breaks: int, content: bytes = CONTENT) -> None:
    """Serves the content under PATH; the first reads break off after so many bytes."""
    blob = storage.Blob(digest=DIGEST, size_bytes=len(CONTENT))
    services.answer("ListFiles", storage.ListFilesResponse(files=[storage.File(path=PATH, blob=blob)]))

    def part(request: storage.ReadBlobRequest, count: int | None = None) -> list[object]:
        end = request.offset + (request.limit_bytes or len(content))
        data = content[request.offset : end]
        chunks: list[object] = [storage.ReadBlobResponse(data=data[:count])]
        return chunks if count is None else [*chunks, UNAVAILABLE]

    services.answer("ReadBlob", *(lambda request, n=n: part(request, n) for n in breaks), part)


def test_a_file_is_read_by_its_digest(services: Scripted, scripted_client: Client) -> None:
    serve_content(services)
    assert b"".join(scripted_client.files.read(PATH)) == CONTENT
    assert [request.digest for request in services.requests["ReadBlob"]] == [DIGEST]


def test_a_kestra_uri_names_the_same_file(services: Scripted, scripted_client: Client) -> None:
    serve_content(services)
    assert b"".join(scripted_client.files.read(PATH.replace("dalsegno:", "kestra:"))) == CONTENT
    assert [request.digest for request in services.requests["ReadBlob"]] == [DIGEST]


def test_a_read_goes_on_after_the_last_byte(services: Scripted, scripted_client: Client) -> None:
    serve_content(services, 5, 2)
    assert b"".join(scripted_client.files.read(PATH)) == CONTENT
    assert [request.offset for request in services.requests["ReadBlob"]] == [0, 5, 7]


def test_a_part_that_breaks_off_is_not_read_too_far(services: Scripted, scripted_client: Client) -> None:
    serve_content(services, 5)
    assert b"".join(scripted_client.files.read(PATH, offset=3, limit_bytes=9)) == CONTENT[3:12]
    assert [(r.offset, r.limit_bytes) for r in services.requests["ReadBlob"]] == [(3, 9), (8, 4)]


def test_a_download_is_the_whole_file(services: Scripted, scripted_client: Client, tmp_path: Path) -> None:
    serve_content(services, 4)
    assert scripted_client.files.download(PATH, tmp_path / "rides.csv") == len(CONTENT)
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("rides.csv", CONTENT)]


async def test_an_asynchronous_download_is_the_whole_file(services: Scripted, tmp_path: Path) -> None:
    serve_content(services, 4)
    async with AsyncClient(services.endpoints, patience=AT_ONCE) as client:
        assert await client.files.download(PATH, tmp_path / "rides.csv") == len(CONTENT)
    assert (tmp_path / "rides.csv").read_bytes() == CONTENT


def test_altered_bytes_never_reach_the_destination(services: Scripted, scripted_client: Client, tmp_path: Path) -> None:
    (tmp_path / "rides.csv").write_bytes(b"before")
    serve_content(services, content=b"X" + CONTENT[1:])
    with pytest.raises(DataLoss) as error:
        scripted_client.files.download(PATH, tmp_path / "rides.csv")
    assert (error.value.reason, error.value.metadata) == ("BLOB_CORRUPT", {"digest": DIGEST})
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("rides.csv", b"before")]


def test_a_path_that_names_nothing_gets_the_services_own_error(services: Scripted, scripted_client: Client) -> None:
    services.answer("ListFiles", storage.ListFilesResponse())
    services.answer("ReadBlob", Refusal(code="NOT_FOUND", reason="FILE_NOT_FOUND"))
    with pytest.raises(NotFound) as error:
        list(scripted_client.files.read(PATH))
    assert (error.value.reason, services.requests["ReadBlob"][0].path) == ("FILE_NOT_FOUND", PATH)
