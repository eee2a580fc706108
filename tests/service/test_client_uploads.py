"""How the client sends the files of an execution, against a scripted server."""

import json
from datetime import date
from pathlib import Path

import pytest

from dalsegno import Client, InvalidRequest, Unreachable
from dalsegno.api.executor.v1 import executor_pb2 as executor
from dalsegno.api.storage.v1 import storage_pb2 as storage
from support.scripted import UNAVAILABLE, Refusal, Scripted

REFUSED = Refusal(code="INVALID_ARGUMENT", reason="INPUTS_INVALID")


def script(services: Scripted, *created: object) -> None:
    services.answer("WriteBlob", storage.WriteBlobResponse())
    services.answer("CreateExecution", *(created or [executor.CreateExecutionResponse()]))
    services.answer("ReleaseExecution", storage.ReleaseExecutionResponse())


def calls(services: Scripted) -> dict[str, int]:
    return {method: len(requests) for method, requests in services.requests.items()}


def test_a_file_that_got_no_answer_is_sent_again(services: Scripted, scripted_client: Client) -> None:
    script(services)
    services.answer("WriteBlob", UNAVAILABLE, storage.WriteBlobResponse())
    scripted_client.executions.create("n", "f", files={"a": b"x"})
    assert calls(services) == {"WriteBlob": 2, "CreateExecution": 1, "ReleaseExecution": 1}


def test_the_address_is_given_as_the_input(services: Scripted, scripted_client: Client, tmp_path: Path) -> None:
    script(services)
    (tmp_path / "rides.csv").write_bytes(b"x")
    scripted_client.executions.create("n", "f", inputs={"day": date(2024, 5, 1)}, files={"a": tmp_path / "rides.csv"})
    given = json.loads(services.requests["CreateExecution"][0].inputs_json)
    upload = services.requests["ReleaseExecution"][0].execution_id.removeprefix("upload-")
    assert given == {"day": "2024-05-01", "a": f"dalsegno:///n/f/inputs/{upload}/a/rides.csv"}


def test_a_refused_execution_leaves_no_files(services: Scripted, scripted_client: Client) -> None:
    script(services, REFUSED)
    with pytest.raises(InvalidRequest):
        scripted_client.executions.create("n", "f", files={"a": b"x"})
    assert calls(services)["ReleaseExecution"] == 1


def test_the_files_of_an_execution_that_may_exist_are_left(services: Scripted, scripted_client: Client) -> None:
    script(services, UNAVAILABLE)
    with pytest.raises(Unreachable):
        scripted_client.executions.create("n", "f", files={"a": b"x"})
    assert "ReleaseExecution" not in services.requests


def test_what_came_to_be_is_no_failure_because_of_the_files(services: Scripted, scripted_client: Client) -> None:
    script(services)
    services.answer("ReleaseExecution", UNAVAILABLE)
    assert scripted_client.executions.create("n", "f", files={"a": b"x"}) == executor.Execution()


def test_without_files_storage_is_not_asked(services: Scripted, scripted_client: Client) -> None:
    script(services)
    scripted_client.executions.create("n", "f", inputs={"a": 1})
    assert calls(services) == {"CreateExecution": 1}


def test_a_file_that_cannot_be_read_is_told_before_anything_is_sent(
    services: Scripted, scripted_client: Client, tmp_path: Path
) -> None:
    with pytest.raises(FileNotFoundError):
        scripted_client.executions.create("n", "f", files={"a": tmp_path / "none"})
    assert services.requests == {}
