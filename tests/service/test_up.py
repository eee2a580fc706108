"""`dalsegno up` over small servers that stand in for the real ones: real processes, signals, locks and logs."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

PATIENCE_SECONDS = 30

# Says on what it listens, writes its command line to its log, and ends on SIGTERM; "mute" only dies of SIGKILL.
SERVER = """
import pathlib, signal, sys
name, mode = __package__.removeprefix("dalsegno_"), pathlib.Path(__file__).with_name("mode").read_text()
options = dict(zip(sys.argv[1::2], sys.argv[2::2]))
print(f"{name} has", options, file=sys.stderr, flush=True)
if mode == "broken":
    sys.exit("the database is damaged")
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])
print(f"{name} ready on {options['--listen'].replace(':0', ':' + str(len(name)))}", flush=True)
signal.sigwait([signal.SIGTERM if mode == "well" else signal.SIGUSR1])
print(f"{name} stops", file=sys.stderr)
"""


class Up:
    """A running `dalsegno up`."""

    def __init__(self, directory: Path, stand_ins: Path, *options: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "dalsegno.cli", "up", "--directory", str(directory), *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(stand_ins), os.environ.get("PYTHONPATH", "")])},
        )

    def ready(self) -> dict[str, Any]:
        """What the one line of JSON says."""
        assert self.process.stdout is not None
        announced: dict[str, Any] = json.loads(self.process.stdout.readline())
        return announced

    def end(self, number: signal.Signals | None = None) -> tuple[int, str, str]:
        """Exit code and what it printed, after a signal or by itself."""
        if number is not None:
            self.process.send_signal(number)
        out, err = self.process.communicate(timeout=PATIENCE_SECONDS)
        return self.process.returncode, out, err


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture
def stand_ins(tmp_path: Path) -> Path:
    folder = tmp_path / "stand_ins"
    for name in ("registry", "storage", "executor"):
        package = folder / f"dalsegno_{name}"
        package.mkdir(parents=True)
        (package / "__init__.py").touch()
        (package / "__main__.py").write_text(SERVER)
        (package / "mode").write_text("well")
    return folder


@pytest.fixture
def start(tmp_path: Path, stand_ins: Path) -> Iterator[Callable[..., Up]]:
    started: list[Up] = []

    def start(*options: str) -> Up:
        started.append(Up(tmp_path / "data", stand_ins, *options))
        return started[-1]

    yield start
    for up in started:
        if up.process.poll() is None:
            up.end(signal.SIGTERM)


JSON = ("--output", "json", "--registry", "127.0.0.1:0", "--executor", "127.0.0.1:7", "--storage", "127.0.0.1:0")


def test_all_services_are_announced_with_the_addresses_that_they_took(start: Callable[..., Up]) -> None:
    announced = start(*JSON).ready()
    pids = announced.pop("pids")
    assert announced == {"registry": "127.0.0.1:8", "storage": "127.0.0.1:7", "executor": "127.0.0.1:7"}
    assert {name: alive(pid) for name, pid in pids.items()} == {"registry": True, "storage": True, "executor": True}


def test_the_executor_is_told_where_the_others_are(start: Callable[..., Up], tmp_path: Path) -> None:
    start(*JSON, "--workers", "3").ready()
    log = (tmp_path / "data" / "logs" / "executor.log").read_text()
    for option in ("'--registry': '127.0.0.1:8'", "'--storage': '127.0.0.1:7'", "'--workers': '3'"):
        assert option in log
    assert f"'--database': 'sqlite:///{tmp_path}/data/executor/executor.db'" in log


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_all_services_well(start: Callable[..., Up], tmp_path: Path, number: signal.Signals) -> None:
    up = start(*JSON)
    pids = up.ready()["pids"]
    assert up.end(number)[::2] == (0, "")
    assert [alive(pid) for pid in pids.values()] == [False, False, False]
    logs = {log.stem: log.read_text().splitlines()[-1] for log in (tmp_path / "data" / "logs").iterdir()}
    assert logs == {name: f"{name} stops" for name in ("registry", "storage", "executor")}


def test_a_second_signal_waits_for_nobody(start: Callable[..., Up], stand_ins: Path) -> None:
    (stand_ins / "dalsegno_executor" / "mode").write_text("mute")
    up = start(*JSON)
    pids = up.ready()["pids"]
    up.process.send_signal(signal.SIGTERM)
    with pytest.raises(subprocess.TimeoutExpired):
        up.process.wait(0.5)
    assert up.end(signal.SIGTERM)[0] == 0
    assert [alive(pid) for pid in pids.values()] == [False, False, False]


def test_a_service_that_dies_stops_the_others(start: Callable[..., Up]) -> None:
    up = start(*JSON)
    pids = up.ready()["pids"]
    os.kill(pids["storage"], signal.SIGKILL)
    code, _, err = up.end()
    assert (code, "error: The storage was ended by SIGKILL." in err, "storage has" in err) == (3, True, True)
    assert [alive(pid) for pid in pids.values()] == [False, False, False]


def test_a_service_that_does_not_start_is_shown_with_its_log(start: Callable[..., Up], stand_ins: Path) -> None:
    (stand_ins / "dalsegno_registry" / "mode").write_text("broken")
    code, out, err = start(*JSON).end()
    assert (code, out) == (3, "")
    assert "error: The registry ended with exit code 1." in err
    assert err.splitlines()[-1].strip() == "the database is damaged"


def test_a_directory_has_one_owner_at_a_time(start: Callable[..., Up]) -> None:
    first = start(*JSON)
    pids = first.ready()["pids"]
    code, out, err = start(*JSON).end()
    assert (code, out) == (2, "")
    assert f"up: pid {first.process.pid}, registry: pid {pids['registry']}" in err
    first.end(signal.SIGTERM)
    assert start(*JSON).ready()["registry"] == "127.0.0.1:8"


def test_services_that_were_left_behind_keep_the_directory(start: Callable[..., Up]) -> None:
    first = start(*JSON)
    pids = first.ready()["pids"]
    first.end(signal.SIGKILL)
    try:
        code, _, err = start(*JSON).end()
        assert (code, "or by services that it left" in err) == (2, True)
    finally:
        for pid in pids.values():
            os.kill(pid, signal.SIGTERM)


def test_the_table_says_how_to_reach_services_on_other_ports(start: Callable[..., Up]) -> None:
    up = start("--registry", "127.0.0.1:0", "--executor", "127.0.0.1:0")
    assert up.process.stdout is not None
    lines = []
    while not (lines and lines[-1].startswith("Ctrl-C")):
        lines.append(up.process.stdout.readline())
    assert [line.split()[:2] for line in lines[:4]] == [
        ["service", "address"],
        ["registry", "127.0.0.1:8"],
        ["storage", "127.0.0.1:7403"],
        ["executor", "127.0.0.1:8"],
    ]
    exports = [line.strip() for line in lines if "export" in line]
    assert exports == ["export DALSEGNO_REGISTRY=127.0.0.1:8", "export DALSEGNO_EXECUTOR=127.0.0.1:8"]
