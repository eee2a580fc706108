"""`dalsegno up`: all services on this machine, each its own process."""

import json
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dalsegno.cli.terminal import Format, Output, console, new_table, print_table
from dalsegno.endpoints import VARIABLES, Endpoints
from dalsegno.errors import Refused

if TYPE_CHECKING:
    from dalsegno.cli.processes import Service, Started

_DEFAULTS = Endpoints()
_LISTEN = "host:port to listen on; port 0 takes any."


def up(
    *,
    directory: Annotated[
        Path, typer.Option("--directory", "-d", file_okay=False, help="Where databases, files and logs are kept.")
    ] = Path(".dalsegno"),
    workers: Annotated[
        int | None, typer.Option("--workers", "-w", min=1, help="Processes that run tasks; one a core unless given.")
    ] = None,
    registry: Annotated[str, typer.Option(envvar=VARIABLES["registry"], help=_LISTEN)] = _DEFAULTS.registry,
    executor: Annotated[str, typer.Option(envvar=VARIABLES["executor"], help=_LISTEN)] = _DEFAULTS.executor,
    storage: Annotated[str, typer.Option(envvar=VARIABLES["storage"], help=_LISTEN)] = _DEFAULTS.storage,
    log_level: Annotated[str, typer.Option(help="debug, info, warning or error.")] = "info",
    output: Output = Format.TABLE,
) -> None:
    """Start the registry, the storage and the executor, and stop them on Ctrl-C.

    Ends with 3 when one of them ends by itself.
    """
    listen = Endpoints(registry=registry, executor=executor, storage=storage)
    lock = _locked(directory.resolve())
    import asyncio

    try:
        services = planned(directory.resolve(), listen, workers or os.cpu_count() or 1, log_level)
        raise typer.Exit(asyncio.run(_run(services, lock, output)))
    finally:
        os.ftruncate(lock, 0)
        os.close(lock)


def planned(directory: Path, listen: Endpoints, workers: int, log_level: str) -> "list[Service]":
    """The services in the order in which they are started, with all data below `directory`."""
    from dalsegno.cli.processes import Service

    def command(name: str, *more: str) -> list[str]:
        (directory / name).mkdir(parents=True, exist_ok=True)
        database = f"sqlite:///{directory / name / name}.db"
        address = {"registry": listen.registry, "storage": listen.storage, "executor": listen.executor}[name]
        module = ("-m", f"dalsegno_{name}")
        return [sys.executable, *module, "--listen", address, "--database", database, "--log-level", log_level, *more]

    def executor(addresses: Mapping[str, str]) -> Sequence[str]:
        known = {"registry": listen.registry, "storage": listen.storage, **addresses}
        options = ("--registry", known["registry"], "--storage", known["storage"], "--workers", str(workers))
        return command("executor", *options)

    blobs = str(directory / "storage" / "blobs")
    logs = directory / "logs"
    # The executor starts beside the others unless their ports are only known once they serve.
    unknown = tuple(name for name in ("registry", "storage") if getattr(listen, name).endswith(":0"))
    return [
        Service(name="registry", command=lambda _: command("registry"), log=logs / "registry.log"),
        Service(name="storage", command=lambda _: command("storage", "--blobs", blobs), log=logs / "storage.log"),
        Service(name="executor", command=executor, log=logs / "executor.log", needs=unknown),
    ]


async def _run(services: "Sequence[Service]", lock: int, output: Format) -> int:
    import asyncio

    from dalsegno.cli.processes import ServiceEnded, Supervisor

    supervisor = Supervisor(kept_open=(lock,))
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, supervisor.stop)

    def announce(started: "list[Started]") -> None:
        _note_owner(lock, started)
        if output is Format.JSON:
            shown = {one.name: one.address for one in started} | {"pids": {one.name: one.pid for one in started}}
            typer.echo(json.dumps(shown))
            sys.stdout.flush()
        else:
            _print_started(started)

    try:
        await supervisor.run(services, announce)
    except ServiceEnded as error:
        from dalsegno.cli.failures import BROKEN, complain

        complain(str(error), *error.lines)
        return BROKEN
    if output is Format.TABLE:
        console(error=True).print("\nstopped", style="dim")
    return 0


def _locked(directory: Path) -> int:
    """Takes the directory for this process and the services that it starts; gives the descriptor of the lock.

    Raises:
        Refused: others have it.
    """
    import fcntl

    directory.mkdir(parents=True, exist_ok=True)
    path = directory / "up.lock"
    lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        owner = os.read(lock, 4096).decode(errors="replace").strip()
        os.close(lock)
        raise Refused(
            f"{directory} is in use by another `dalsegno up`, or by services that it left"
            f"{f' ({owner})' if owner else ''}. Stop them, or give this one another --directory."
        ) from None
    os.ftruncate(lock, 0)
    os.pwrite(lock, f"up: pid {os.getpid()}".encode(), 0)
    return lock


def _note_owner(lock: int, started: "list[Started]") -> None:
    """Writes into the lock file who holds it, for the one who finds it locked."""
    pids = ", ".join(f"{one.name}: pid {one.pid}" for one in started)
    os.pwrite(lock, f"up: pid {os.getpid()}, {pids}".encode(), 0)


def _print_started(started: "list[Started]") -> None:
    table = new_table("service", "address", "pid", "log")
    for one in started:
        table.add_row(one.name, one.address, str(one.pid), str(one.log))
    target = console()
    print_table(target, table)
    elsewhere = [one for one in started if one.address != getattr(_DEFAULTS, one.name)]
    if elsewhere:
        target.print("\nFor the commands in another terminal:")
        for one in elsewhere:
            target.print(f"  export {VARIABLES[one.name]}={one.address}", soft_wrap=True)  # type: ignore[index]  # ours
    target.print("\nCtrl-C stops them.", style="dim")
    target.file.flush()
