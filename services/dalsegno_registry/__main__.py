"""Runs the registry: `python -m dalsegno_registry --listen 127.0.0.1:7401`."""

import logging
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from dalsegno.api.registry.v1 import registry_pb2_grpc
from dalsegno_registry.adapters.sql_repository import SqlFlowRepository
from dalsegno_registry.adapters.tables import METADATA
from dalsegno_registry.adapters.task_types import InstalledTaskTypes
from dalsegno_registry.adapters.templates import engine_check
from dalsegno_registry.server import SERVICE_NAME, FlowRegistryServicer
from dalsegno_registry.service import FlowRegistry
from dalsegno_registry.settings import Settings
from dalsegno_registry.task_types import TaskTypeCatalog
from dalsegno_registry.validation import Validator
from dalsegno_runtime.clock import Clock, system_clock
from dalsegno_runtime.database import Database
from dalsegno_runtime.health import watch_database
from dalsegno_runtime.serving import CannotStart, Server, serve_until_stopped
from dalsegno_runtime.starting import open_database, run_service
from dalsegno_tasks.catalog import Catalog, CatalogError

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """A registry that is put together and not started. Close the database once the server has stopped."""

    server: Server
    database: Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A registry that serves."""

    address: str
    parts: Parts

    async def stop(self) -> None:
        await self.parts.server.stop()
        self.parts.database.close()


def build(settings: Settings, *, catalog: Catalog | None = None, clock: Clock = system_clock) -> Parts:
    """Puts the registry together. Must be called within the event loop that will run it.

    Raises:
        CannotStart: the database cannot be opened, or a built-in type cannot be imported.
    """
    task_types = InstalledTaskTypes(catalog or _installed())
    database = open_database(settings.database, METADATA)
    validator = Validator(task_types=task_types, check_template=engine_check())
    registry = FlowRegistry(SqlFlowRepository(database, clock), validator)

    def add(server: object) -> None:
        servicer = FlowRegistryServicer(registry, TaskTypeCatalog(task_types))
        registry_pb2_grpc.add_FlowRegistryServiceServicer_to_server(servicer, server)

    return Parts(server=Server(SERVICE_NAME, add, partial(watch_database, database)), database=database)


async def start(settings: Settings, *, catalog: Catalog | None = None, clock: Clock = system_clock) -> Running:
    """Builds and starts a registry in this event loop, at `settings.listen`; port 0 takes any."""
    parts = build(settings, catalog=catalog, clock=clock)
    return Running(address=await parts.server.start(settings.listen), parts=parts)


def main(arguments: Sequence[str] | None = None) -> int:
    """Serves until the process is told to stop, and returns its exit code."""
    return run_service("registry", Settings, _serve, arguments)


async def _serve(settings: Settings) -> None:
    parts = build(settings)
    try:
        await serve_until_stopped(parts.server, settings.listen, "registry")
    finally:
        parts.database.close()


def _installed() -> Catalog:
    try:
        catalog = Catalog.installed()
        faults = catalog.faults()  # imports the classes, so that a broken plugin is found now and not by the first flow
    except CatalogError as error:
        raise CannotStart(str(error)) from error
    for fault in faults:
        _log.warning(fault.message)
    return catalog


if __name__ == "__main__":
    sys.exit(main())
