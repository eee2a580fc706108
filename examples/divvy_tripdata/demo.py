"""The main job, as a story: a flow fails, is fixed, and is replayed from the failed task.

Every line after a `$` is a command that really runs; everything below it is what it printed.
"""

import argparse
import json
import os
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from origin import Origin
from rich.console import Console
from rich.rule import Rule
from rich.text import Text

from dalsegno import Client, Endpoints

HERE = Path(__file__).parent
PUBLISHED = "https://divvy-tripdata.s3.amazonaws.com"
FLOW = "company.team.divvy_tripdata"
DALSEGNO = str(Path(sys.executable).parent / "dalsegno")
RIDES = 50_000
DEFAULT_PORTS = {"registry": 7401, "executor": 7402, "storage": 7403}
VARIABLES = {"registry": "DALSEGNO_REGISTRY", "executor": "DALSEGNO_EXECUTOR", "storage": "DALSEGNO_STORAGE"}

console = Console(highlight=False, soft_wrap=True)


class Wrong(Exception):
    """The story did not go as it must."""


def main() -> int:
    arguments = argparse.ArgumentParser(prog="dev.py demo", description=__doc__)
    arguments.add_argument("--keep", action="store_true", help="leave the services running until Ctrl-C")
    keep = arguments.parse_args().keep
    directory = Path(tempfile.mkdtemp(prefix="dalsegno-demo-"))
    try:
        with Origin(RIDES) as origin, services(directory) as addresses:
            Story(directory, origin, addresses, keep=keep).tell()
            if keep:
                console.print("\nEverything stays up until you press Ctrl-C.", style="bold")
                signal.pause()
    except KeyboardInterrupt:
        return 130
    except Wrong as wrong:
        console.print(f"The demo failed: {wrong}", style="bold red")
        return 1
    finally:
        shutil.rmtree(directory, ignore_errors=True)
    return 0


@contextmanager
def services(directory: Path) -> Iterator[dict[str, str]]:
    """Starts the services as `dalsegno up` does, on the usual ports where they are free; gives their addresses."""
    command = [DALSEGNO, "up", "--directory", str(directory / "data"), "--output", "json"]
    for name, port in DEFAULT_PORTS.items():
        command += [f"--{name}", f"127.0.0.1:{port if _is_free(port) else 0}"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None  # noqa: S101  # it is a pipe
        line = process.stdout.readline()
        if not line:
            raise Wrong("the services did not start; the reason stands above.")
        yield _addresses(json.loads(line))
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()


class Story:
    """Tells it, and checks on the way that every claim is true."""

    def __init__(self, directory: Path, origin: Origin, addresses: dict[str, str], *, keep: bool) -> None:
        self._directory = directory
        self._keep = keep
        self._origin = origin
        self._addresses = addresses
        self._environment = {**os.environ, **{VARIABLES[name]: address for name, address in addresses.items()}}
        if console.is_terminal:
            self._environment |= {"FORCE_COLOR": "1", "COLUMNS": str(console.width)}
        self._client = Client(Endpoints(**addresses))

    def tell(self) -> None:
        failed = self._fail()
        self._fix(failed)
        self._plan(failed)
        replayed = self._replay(failed)
        self._look(replayed)

    def _fail(self) -> str:
        self._chapter("1", "A flow runs, and its last task fails")
        self._write("rev1.yaml")
        self._run("flow", "put", "rev1.yaml")
        self._run("execution", "run", FLOW, expect=1)
        return next(iter(self._client.executions.list())).execution_id

    def _fix(self, failed: str) -> None:
        self._chapter("2", "What may mend it? And the flow is fixed")
        self._run("execution", "fix", failed)
        self._write("rev2.yaml")
        self._run("flow", "put", "rev2.yaml")
        self._run("flow", "diff", FLOW)

    def _plan(self, failed: str) -> None:
        self._chapter("3", "What would a replay do?")
        self._run("execution", "replay", failed, "--from", "to_parquet", "--revision", "latest", "--dry-run")

    def _replay(self, failed: str) -> str:
        self._chapter("4", "From the sign: to_parquet runs again, and nothing else")
        before = self._client.executions.get(failed)
        self._run("execution", "replay", failed, "--from", "to_parquet", "--revision", "latest")
        replayed = next(iter(self._client.executions.list(original_id=failed)))
        self._run("execution", "get", replayed.execution_id)
        after = self._client.executions.get(failed)
        self._check(self._origin.downloads == 1, "the origin counted one download, in all")
        self._check(replayed.attempt_number == 2, "the new execution is attempt 2")
        self._check(replayed.flow_revision == 2, "… of revision 2")
        same = before.task_runs == after.task_runs and before.history == after.history
        self._check(same, "the failed execution is as it was")
        return replayed.execution_id

    def _look(self, execution: str) -> None:
        self._chapter("5", "The Parquet file")
        self._run("output", "get", execution, "to_parquet", "uri", "--file", "rides.parquet")
        file = pq.ParquetFile(self._directory / "rides.parquet")
        console.print(
            f"{file.metadata.num_rows:,} rides, {(self._directory / 'rides.parquet').stat().st_size:,} bytes\n"
        )
        for field in file.schema_arrow:
            console.print(f"  {field.name:<20} {field.type}{'' if field.nullable else ', not null'}", markup=False)
        console.print()
        columns = ["ride_id", "started_at", "start_station_name", "end_lat"]
        for row in next(file.iter_batches(3, columns=columns)).to_pylist():
            began = f"{row['started_at']:%Y-%m-%d %H:%M:%S.%f}"[:-3]
            console.print(f"  {row['ride_id']}  {began}  {row['end_lat'] or 'null'!s:<10}  {row['start_station_name']}")
        console.print()
        self._check(file.metadata.num_rows == RIDES, f"all {RIDES:,} rides are there")
        self._invite(execution)

    def _invite(self, execution: str) -> None:
        self._chapter("…", "Look for yourself")
        if not self._keep:
            console.print("The services end here. `python3 dev.py demo --keep` leaves them up, for these commands:\n")
        if any(self._addresses[name] != f"127.0.0.1:{port}" for name, port in DEFAULT_PORTS.items()):
            for name, address in self._addresses.items():
                console.print(f"export {VARIABLES[name]}={address}", style="cyan")
        for command in (
            f"execution get {execution}",
            f"execution logs {execution} --level TRACE",
            f"execution watch {execution}",
            f"output get {execution} convert",
            "execution list",
        ):
            console.print(f"python3 dev.py run dalsegno {command}", style="cyan")
        service = "dalsegno.api.executor.v1.ExecutorService"
        address = self._addresses["executor"]
        console.print()
        console.print(f"grpcurl -plaintext {address} describe {service}", style="cyan")
        body = json.dumps({"execution_id": execution, "from": {"task_path": "convert"}})
        console.print(f"grpcurl -plaintext -d {shlex.quote(body)} {address} {service}/PlanReplay", style="cyan")

    def _write(self, name: str) -> None:
        """Puts a revision beside the story, downloading from the local origin."""
        source = (HERE / name).read_text().replace(PUBLISHED, self._origin.url)
        (self._directory / name).write_text(source)

    def _run(self, *words: str, expect: int = 0) -> None:
        console.print(Text.assemble(("$ ", "bold green"), (shlex.join(["dalsegno", *words]), "bold")))
        sys.stdout.flush()
        code = subprocess.call([DALSEGNO, *words], cwd=self._directory, env=self._environment)
        console.print()
        if code != expect:
            raise Wrong(f"`dalsegno {shlex.join(words)}` ended with {code} instead of {expect}.")

    def _check(self, holds: object, claim: str) -> None:
        if not holds:
            raise Wrong(f"it is not so that {claim}.")
        console.print(Text.assemble(("✓ ", "bold green"), claim))

    def _chapter(self, number: str, title: str) -> None:
        console.print()
        console.print(Rule(f"{number}  {title}", align="left", style="dim"), soft_wrap=False)
        console.print()


def _addresses(ready: dict[str, Any]) -> dict[str, str]:
    return {name: ready[name]["address"] if isinstance(ready[name], dict) else ready[name] for name in DEFAULT_PORTS}


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


if __name__ == "__main__":
    sys.exit(main())
