"""Starting all services as `dalsegno up` does, and the memory that they take.

Memory is the proportional set size of the services and their workers: pages that processes share are counted once.
"""

import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc
from measures.measure import NAMESPACE, Bench, Measure, NotMeasured, ended, in_flight, leaves, put

ROUND = 2000
IN_FLIGHT = 16
IDLE_SECONDS = 5
SERVING = health_pb2.HealthCheckResponse.SERVING


def _free_ports(number: int) -> list[str]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(number)]
    addresses = [f"127.0.0.1:{each.getsockname()[1]}" for each in sockets]
    for each in sockets:
        each.close()
    return addresses


@contextmanager
def _up(directory: Path) -> Iterator[subprocess.Popen[str]]:
    """`dalsegno up` in a new folder, as soon as every service says that it serves."""
    addresses = dict(zip(("registry", "executor", "storage"), _free_ports(3), strict=True))
    options = [word for name, address in addresses.items() for word in (f"--{name}", address)]
    folder = directory / f"up-{time.time_ns()}"
    command = [sys.executable, "-m", "dalsegno.cli", "up", "--directory", str(folder), "--output", "json", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None  # noqa: S101  # it is a pipe
            if not (line := process.stdout.readline()):
                raise NotMeasured("`dalsegno up` ended before its services were ready.")
            for name in addresses:
                _check_health(str(json.loads(line)[name]))
            yield process
        finally:
            process.send_signal(signal.SIGTERM)


def _check_health(address: str) -> None:
    with grpc.insecure_channel(address) as channel:
        answer = health_pb2_grpc.HealthStub(channel).Check(health_pb2.HealthCheckRequest(), timeout=10)
    if answer.status != SERVING:
        raise NotMeasured(f"The service at {address} is not healthy.")


def memory_megabytes(*pids: int) -> float:
    """What these processes and all that they have started take."""
    kilobytes = 0
    waiting = list(pids)
    while waiting:
        pid = waiting.pop()
        process = Path("/proc") / str(pid)
        lines = (process / "smaps_rollup").read_text().splitlines()
        kilobytes += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        waiting += _children(pid)
    return kilobytes / 1024


def _children(pid: int) -> list[int]:
    tasks = (Path("/proc") / str(pid) / "task").iterdir()
    return [int(child) for task in tasks for child in (task / "children").read_text().split()]


async def start_up(bench: Bench) -> Sequence[float]:
    """The seconds from the command to the last service's health."""
    began = time.perf_counter()
    with _up(bench.directory):
        return [time.perf_counter() - began]


async def idle(bench: Bench) -> Sequence[float]:
    with _up(bench.directory) as process:
        time.sleep(IDLE_SECONDS)  # noqa: ASYNC251  # nothing else runs, and workers are started meanwhile
        return [memory_megabytes(*_children(process.pid))]


async def growth(bench: Bench) -> Sequence[float]:
    """The megabytes that the services take more after another 2,000 executions."""
    flow_id = await put(bench, "sequence_3", leaves(3))

    async def run_one() -> None:
        await ended(bench, (await bench.client.executions.create(NAMESPACE, flow_id)).execution_id)

    pids = [service.pid for service in bench.stack.services]
    before = memory_megabytes(*pids)
    await in_flight(IN_FLIGHT, (run_one() for _ in range(ROUND)))
    return [memory_megabytes(*pids) - before]


MEASURES: tuple[Measure, ...] = (
    Measure(name="All services start until they are healthy", unit="s", aim=2.0, run=start_up),
    *(
        (
            Measure(name="Memory of all services, idle", unit="MB", aim=300, run=idle, long=True, warm=False),
            Measure(name="Memory, growth with each 2,000 executions", unit="MB", aim=1.0, run=growth, long=True),
        )
        if Path("/proc/self/smaps_rollup").exists()
        else ()
    ),
)
