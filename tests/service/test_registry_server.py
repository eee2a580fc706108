"""The registry as a server and as a process: health, reflection, settings, start and end."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import grpc
import pytest
from google.protobuf.descriptor_pb2 import FileDescriptorProto
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc

from dalsegno.api.registry.v1 import registry_pb2 as pb
from dalsegno.api.registry.v1 import registry_pb2_grpc
from dalsegno_registry.__main__ import main, start
from dalsegno_registry.server import SERVICE_NAME
from dalsegno_registry.settings import Settings
from dalsegno_runtime.channels import connect
from support.postgres import drop_database, temporary_database
from support.registry import flow_source, refusal_of, sqlite_url, told

SERVING = health_pb2.HealthCheckResponse.SERVING


async def test_health_is_serving_for_the_server_and_for_the_service(tmp_path: Path):
    running = await start(Settings(listen="127.0.0.1:0", database=sqlite_url(tmp_path)))
    async with connect(running.address) as channel:
        health = health_pb2_grpc.HealthStub(channel)
        answers = [await health.Check(health_pb2.HealthCheckRequest(service=name)) for name in ("", SERVICE_NAME)]
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            await health.Check(health_pb2.HealthCheckRequest(service="other"))
    await running.stop()
    assert SERVICE_NAME == "dalsegno.api.registry.v1.FlowRegistryService"
    assert [answer.status for answer in answers] == [SERVING, SERVING]
    assert caught.value.code() is grpc.StatusCode.NOT_FOUND


async def test_reflection_names_the_service_and_describes_it(tmp_path: Path):
    running = await start(Settings(listen="127.0.0.1:0", database=sqlite_url(tmp_path)))
    asked = [
        reflection_pb2.ServerReflectionRequest(list_services=""),
        reflection_pb2.ServerReflectionRequest(file_containing_symbol=SERVICE_NAME),
    ]
    async with connect(running.address) as channel:
        stub = reflection_pb2_grpc.ServerReflectionStub(channel)
        listed, described = [answer async for answer in stub.ServerReflectionInfo(iter(asked))]
    await running.stop()
    names = [service.name for service in listed.list_services_response.service]
    described_files = described.file_descriptor_response.file_descriptor_proto
    assert SERVICE_NAME in names
    assert "dalsegno/api/registry/v1/registry.proto" in [
        FileDescriptorProto.FromString(content).name for content in described_files
    ]


async def test_a_database_that_goes_away_makes_the_service_unavailable():
    with temporary_database() as url:
        running = await start(Settings(listen="127.0.0.1:0", database=url))
        async with connect(running.address) as channel:
            registry = registry_pb2_grpc.FlowRegistryServiceStub(channel)
            await registry.ListFlows(pb.ListFlowsRequest())
            drop_database(url)
            refusals = [
                await refusal_of(registry.ListFlows(pb.ListFlowsRequest())),
                await refusal_of(registry.GetFlow(pb.GetFlowRequest(namespace="a", flow_id="b"))),
                await refusal_of(registry.DeleteFlow(pb.DeleteFlowRequest(namespace="a", flow_id="b"))),
            ]
        await running.stop()
    assert [told(refusal)[:2] for refusal in refusals] == [("UNAVAILABLE", "SERVICE_UNAVAILABLE")] * 3


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DALSEGNO_REGISTRY_LISTEN", "0.0.0.0:1")
    assert (Settings().listen, Settings().database) == ("0.0.0.0:1", "sqlite:///.dalsegno/registry/registry.db")


def test_the_default_address_is_local():
    assert Settings().listen == "127.0.0.1:7401"


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["--listen", "nowhere"], "--listen: 'nowhere' is no address; write one such as 127.0.0.1:7400"),
        (["--listen", "a:70000"], "--listen: 'a:70000' is no address; write one such as 127.0.0.1:7400"),
        (["--log-level", "loud"], "--log-level: 'loud' is no level; write one of debug, info, warning, error"),
        (
            ["--database", "nonsense"],
            "--database: give a URL such as sqlite:///file.db or postgresql+psycopg://host/name",
        ),
        (["--colour", "blue"], "error parsing CLI: unrecognized arguments: --colour blue"),
    ],
)
def test_a_bad_setting_ends_with_one_line_and_code_2(
    capsys: pytest.CaptureFixture[str], arguments: list[str], line: str
):
    assert main(arguments) == 2
    assert capsys.readouterr().err == f"dalsegno_registry: {line}\n"


def test_an_address_in_use_ends_with_one_line_and_code_2(capfd: pytest.CaptureFixture[str], tmp_path: Path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        assert main(["--listen", address, "--database", sqlite_url(tmp_path)]) == 2
    assert capfd.readouterr().err.splitlines()[-1] == (
        f"dalsegno_registry: Cannot listen on {address}: is another server running there?"
    )


def test_a_database_that_cannot_be_opened_ends_with_one_line_and_code_2_and_hides_its_password(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
):
    url = f"postgresql+psycopg://someone:hidden@/registry?host={tmp_path}"
    assert main(["--listen", "127.0.0.1:0", "--database", url]) == 2
    said = capsys.readouterr().err
    assert said.startswith("dalsegno_registry: Cannot open the database postgresql+psycopg://someone:***@/registry?")
    assert ("hidden" in said, said.count("\n")) == (False, 1)


def test_a_folder_in_the_place_of_the_database_ends_with_one_line_and_code_2(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
):
    assert main(["--listen", "127.0.0.1:0", "--database", f"sqlite:///{tmp_path}"]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_the_process_tells_when_it_is_ready_serves_and_ends_when_told(tmp_path: Path):
    command = [sys.executable, "-m", "dalsegno_registry", "--listen", "127.0.0.1:0", "--database", sqlite_url(tmp_path)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as server:
        assert server.stdout is not None
        ready = server.stdout.readline().split()
        with grpc.insecure_channel(ready[-1]) as channel:
            registry = registry_pb2_grpc.FlowRegistryServiceStub(channel)
            refusal = registry.PutFlow.future(pb.PutFlowRequest(source=flow_source())).exception(timeout=20)
        server.send_signal(signal.SIGTERM)
        code = server.wait(timeout=20)
    assert ready[:3] == ["registry", "ready", "on"]
    assert "There is no task type `test.Say`" in refusal.details()
    assert code == 0
