"""What every service does as a process, whichever it is."""

import subprocess
import sys
from pathlib import Path

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import ProtoReflectionDescriptorDatabase

from support.postgres import temporary_database
from support.stack import Service, Stack

SERVICES = {
    "registry": "dalsegno.api.registry.v1.FlowRegistryService",
    "executor": "dalsegno.api.executor.v1.ExecutorService",
    "storage": "dalsegno.api.storage.v1.StorageService",
}
every_service = pytest.mark.parametrize("name", SERVICES)


def address(stack: Stack, name: str) -> str:
    return str(getattr(stack, name))


def refused(*arguments: str) -> tuple[int, str]:
    """Runs a service that must refuse to start; gives its exit code and what it says."""
    done = subprocess.run([sys.executable, "-m", *arguments], capture_output=True, text=True, timeout=60, check=False)
    return done.returncode, done.stderr.strip()


@every_service
def test_its_health_is_told_for_the_server_and_for_the_service(stack: Stack, name: str) -> None:
    with grpc.insecure_channel(address(stack, name)) as channel:
        stub = health_pb2_grpc.HealthStub(channel)
        for service in ("", SERVICES[name]):
            answer = stub.Check(health_pb2.HealthCheckRequest(service=service))
            assert answer.status == health_pb2.HealthCheckResponse.SERVING


@every_service
def test_its_health_can_be_watched(stack: Stack, name: str) -> None:
    with grpc.insecure_channel(address(stack, name)) as channel:
        watch = health_pb2_grpc.HealthStub(channel).Watch(health_pb2.HealthCheckRequest(service=SERVICES[name]))
        assert next(watch).status == health_pb2.HealthCheckResponse.SERVING
        watch.cancel()


@every_service
def test_it_describes_itself_by_reflection(stack: Stack, name: str) -> None:
    with grpc.insecure_channel(address(stack, name)) as channel:
        described = ProtoReflectionDescriptorDatabase(channel)
        assert SERVICES[name] in described.get_services()
        file = described.FindFileContainingSymbol(SERVICES[name])
        assert file.package == SERVICES[name].rpartition(".")[0]


@every_service
def test_a_port_that_is_taken_is_one_line_and_exit_code_2(stack: Stack, name: str, tmp_path: Path) -> None:
    taken = address(stack, name)
    arguments = ["--listen", taken, "--database", f"sqlite:///{tmp_path / 'x.db'}"]
    if name == "storage":
        arguments += ["--blobs", str(tmp_path / "blobs")]
    expected = f"dalsegno_{name}: Cannot listen on {taken}: is another server running there?"
    assert refused(f"dalsegno_{name}", *arguments) == (2, expected)


@every_service
@pytest.mark.parametrize(
    ("setting", "value", "expected"),
    [
        ("--listen", "nowhere", "--listen: 'nowhere' is no address; write one such as 127.0.0.1:7400"),
        ("--log-level", "loud", "--log-level: 'loud' is no level; write one of debug, info, warning, error"),
        (
            "--database",
            "cloud://x",
            "--database: give a URL such as sqlite:///file.db or postgresql+psycopg://host/name",
        ),
        ("--colour", "red", "error parsing CLI: unrecognized arguments: --colour red"),
    ],
)
def test_a_bad_setting_is_one_line_and_exit_code_2(name: str, setting: str, value: str, expected: str) -> None:
    assert refused(f"dalsegno_{name}", setting, value) == (2, f"dalsegno_{name}: {expected}")


@every_service
def test_it_ends_in_order_when_it_is_told_to(own_stack: Stack, name: str) -> None:
    service = next(service for service in own_stack.services if service.name == name)
    assert service.stop() == 0
    assert "Traceback" not in service.log.read_text()


def test_two_executors_never_share_a_journal_on_sqlite(stack: Stack) -> None:
    database = f"sqlite:///{stack.directory / 'executor.db'}"
    assert refused("dalsegno_executor", "--listen", "127.0.0.1:0", "--database", database) == (
        2,
        f"dalsegno_executor: Another executor uses the database {database}; stop it, or give this one its own.",
    )


def test_two_executors_never_share_a_journal_on_postgresql(tmp_path: Path) -> None:
    with temporary_database() as url:
        first = Service("executor", tmp_path, ["--database", url, "--workers", "1"])
        first.start()
        code, said = refused("dalsegno_executor", "--listen", "127.0.0.1:0", "--database", url)
        assert (code, said.split(" the database ")[0]) == (2, "dalsegno_executor: Another executor uses")
        first.kill()
        first.start()
        assert first.stop() == 0
