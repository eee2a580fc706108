#!/usr/bin/env python3
"""Dal Segno beside other durable engines: the same work, on the same machine, in turn, in one run.

    python3 dev.py bench peers [--rounds N]

Each peer is installed into an environment of its own below bench/.peers, DBOS from PyPI, Restate's server from npm and
its SDK from PyPI; a peer that cannot be had is a line that says why. A round is 50 sequential durable steps that do
nothing, a fan-out of 20, and, where the engine can, running the last of the 50 again with what the others gave. All
engines take their round one after the other, so that what else the machine does meets all of them.

What differs: the steps of DBOS and of Restate are Python functions, and DBOS runs within the program that calls it;
a step of Dal Segno is a task of a flow, called over gRPC and followed by a watcher. Every engine commits each step to
disk before it counts; the table says by which settings.
"""

import argparse
import asyncio
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from measures.measure import FLOW, Bench, finished, leaves, put, replayed  # noqa: E402

from dalsegno import AsyncClient, Endpoints  # noqa: E402
from support import postgres  # noqa: E402
from support.stack import Stack  # noqa: E402

CACHE = ROOT / "bench" / ".peers"
PROGRAMS = ROOT / "bench" / "peer_programs"
RESULTS = ROOT / "bench" / "results" / "peers.md"
STEPS, BRANCHES = 50, 20
WARM_UP = 2
INSTALL_SECONDS = 600
WORK = {
    "sequence": f"{STEPS} steps in sequence, a step",
    "fan_out": f"{BRANCHES} steps at once, a step",
    "replay": f"the last of {STEPS} again",
}
OURS = "Dal Segno"

Figures = dict[str, float]


class NotAvailable(Exception):
    """A peer cannot be had here; the text says why."""


@dataclass(kw_only=True)
class Peer:
    """An engine that works, as a child process, and what it took in each round."""

    name: str
    durability: str
    process: subprocess.Popen[str]
    figures: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def round(self) -> Figures:
        assert self.process.stdin is not None  # noqa: S101  # it is a pipe
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return _answer(self.name, self.process)

    def close(self) -> None:
        assert self.process.stdin is not None  # noqa: S101  # it is a pipe
        self.process.stdin.close()
        self.process.wait(30)


def _answer(name: str, process: subprocess.Popen[str]) -> Any:
    assert process.stdout is not None  # noqa: S101  # it is a pipe
    for line in process.stdout:
        if line.startswith("{"):
            return json.loads(line)
    raise NotAvailable(f"{name} ended with {process.wait()} before it answered")


def _started(name: str, command: list[str | Path], log: Path) -> Peer:
    with log.open("w") as errors:
        process = subprocess.Popen(
            [str(word) for word in command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            env=os.environ | {"PYTHONPATH": ""},
        )
    try:
        ready = _answer(name, process)
    except NotAvailable as error:
        last = (log.read_text(errors="replace").strip().splitlines() or ["nothing"])[-1]
        raise NotAvailable(f"{error}; it said: {last}") from error
    return Peer(name=name, durability=ready["ready"], process=process)


# -- installing


def _environment(name: str, *packages: str) -> Path:
    """The Python of a peer's own environment, made when it is not there yet."""
    folder = CACHE / name
    python = folder / "bin" / "python"
    if not (folder / "complete").exists():
        shutil.rmtree(folder, ignore_errors=True)
        _run(sys.executable, "-m", "venv", folder)
        _run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages)
        (folder / "complete").touch()
    return python


def _restate_server() -> Path:
    folder = CACHE / "restate-server"
    if not list(folder.glob("node_modules/@restatedev/*/bin/restate-server")):
        if shutil.which("npm") is None:
            raise NotAvailable("there is no npm, which its server comes from")
        folder.mkdir(parents=True, exist_ok=True)
        options = ("--no-audit", "--no-fund", "--ignore-scripts", "--prefix", folder)
        _run("npm", "install", *options, "@restatedev/restate-server")
    found = list(folder.glob("node_modules/@restatedev/*/bin/restate-server"))
    if not found:
        raise NotAvailable(f"npm has no server for {platform.system()} on {platform.machine()}")
    return found[0]


def _run(*command: str | Path) -> None:
    words = [str(word) for word in command]
    try:
        done = subprocess.run(words, capture_output=True, text=True, timeout=INSTALL_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotAvailable(f"{words[0]} did not do it: {error}") from error
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["nothing"])[-1]
        raise NotAvailable(f"{' '.join(words[:4])} … ended with {done.returncode} and said: {last}")


def _version(python: Path, package: str) -> str:
    code = f"import importlib.metadata as m; print(m.version({package!r}))"
    return subprocess.run([python, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


# -- the peers


@contextmanager
def _dbos_on_sqlite(directory: Path) -> Iterator[Peer]:
    python = _environment("dbos", "dbos")
    database = f"sqlite:///{directory / 'dbos.db'}"
    name = f"DBOS {_version(python, 'dbos')}, SQLite"
    # WAL, which is the faster one; by itself DBOS leaves SQLite at a rollback journal.
    peer = _started(name, [python, PROGRAMS / "dbos_program.py", database, "wal"], directory / "dbos.log")
    with closing(peer):
        yield peer


@contextmanager
def _dbos_on_postgres(directory: Path) -> Iterator[Peer]:
    if reason := postgres.missing_parts():
        raise NotAvailable(reason)
    python = _environment("dbos", "dbos")
    postgres.SETTINGS |= {
        "fsync": "on",
        "full_page_writes": "on",
        "synchronous_commit": "on",
        "shared_buffers": "128MB",
    }
    name = f"DBOS {_version(python, 'dbos')}, PostgreSQL"
    with postgres.temporary_database() as url:
        command = [python, PROGRAMS / "dbos_program.py", url]
        with closing(_started(name, command, directory / "dbos-postgres.log")) as peer:
            yield peer


@contextmanager
def _restate(directory: Path) -> Iterator[Peer]:
    server = _restate_server()
    python = _environment("restate", "restate-sdk", "hypercorn", "httpx")
    said = subprocess.run([server, "--version"], capture_output=True, text=True, check=True).stdout.split()
    folder = directory / "restate"
    folder.mkdir()
    command = [python, PROGRAMS / "restate_program.py", server, folder]
    with closing(_started(f"Restate {said[-1]}", command, directory / "restate.log")) as peer:
        yield peer


PEERS = {"DBOS, SQLite": _dbos_on_sqlite, "DBOS, PostgreSQL": _dbos_on_postgres, "Restate": _restate}


# -- Dal Segno


async def _our_round(bench: Bench) -> Figures:
    sequence = await put(bench, "sequence", leaves(STEPS))
    parallel = f"  - id: p\n    type: {FLOW}Parallel\n    tasks:\n{leaves(BRANCHES, '      ')}"
    milliseconds, source = await finished(bench, sequence)
    at_once, _ = await finished(bench, await put(bench, "fan_out", parallel))
    return {
        "sequence": milliseconds / STEPS,
        "fan_out": at_once / BRANCHES,
        "replay": await replayed(bench, source, f"t{STEPS - 1}"),
    }


async def compare(directory: Path, rounds: int) -> list[str]:
    """Takes all rounds; returns the lines of the page."""
    ours: dict[str, list[float]] = defaultdict(list)
    absent = {}
    with ExitStack() as running:
        peers = []
        for name, peer in PEERS.items():
            print(f"{name} …", file=sys.stderr, flush=True)
            try:
                peers.append(running.enter_context(peer(directory)))
            except NotAvailable as error:
                absent[name] = str(error)
        stack = Stack(directory).start()
        running.callback(stack.end)
        endpoints = Endpoints(registry=stack.registry, executor=stack.executor, storage=stack.storage)
        async with AsyncClient(endpoints) as client:
            bench = Bench(stack=stack, client=client, directory=directory)
            for number in range(-WARM_UP, rounds):
                taken = [(ours, await _our_round(bench)), *((peer.figures, peer.round()) for peer in peers)]
                for figures, one in taken if number >= 0 else ():
                    for work, value in one.items():
                        figures[work].append(value)
    settings = {OURS: "SQLite, journal_mode=wal, synchronous=full", **{peer.name: peer.durability for peer in peers}}
    measured = {OURS: ours, **{peer.name: peer.figures for peer in peers}}
    return [*_table(measured, settings), *(f"| {name} | {reason} | | | |" for name, reason in absent.items())]


def _table(measured: dict[str, dict[str, list[float]]], settings: dict[str, str]) -> Iterator[str]:
    yield f"| engine | durable by | {' | '.join(WORK.values())} |"
    yield f"| --- | --- |{' --- |' * len(WORK)}"
    for name, figures in measured.items():
        cells = [_cell(figures.get(work, []), measured[OURS][work]) for work in WORK]
        yield f"| {name} | {settings[name]} | {' | '.join(cells)} |"


def _cell(figures: list[float], ours: list[float]) -> str:
    if not figures:
        return "—"
    median = statistics.median(figures)
    ratio = f", {median / statistics.median(ours):.1f} ×" if figures is not ours else ""
    return f"{median:.2f} ms ({min(figures):.2f} – {max(figures):.2f}){ratio}"


def main() -> int:
    arguments = argparse.ArgumentParser(prog="dev.py bench peers", description="Compares with other durable engines.")
    arguments.add_argument("--rounds", type=int, default=15, help="how often each engine does the work")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="peers-") as name:
        lines = asyncio.run(compare(Path(name), given.rounds))
    print("\n".join(lines))
    now = datetime.now(UTC).strftime("%Y-%m-%d")
    machine = f"{os.cpu_count()} processors, Python {platform.python_version()}, {now}, {given.rounds} rounds each"
    notes = (__doc__ or "").split("\n\n", 2)[2].replace("bench/.peers", "`bench/.peers`").strip()
    explained = (
        f"{notes}\n\nMedian (least – most), and the ratio to Dal Segno's median. — is what an engine does not do."
    )
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text("\n".join(["# Dal Segno and its peers", "", machine, "", *lines, "", explained, ""]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
