"""Runs the registry: `python -m dalsegno_registry --listen 127.0.0.1:7401`."""

import asyncio
import sys
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from pydantic import ValidationError
from pydantic_settings import CliApp, SettingsError

from dalsegno.api.registry.v1 import registry_pb2_grpc
from dalsegno_registry.adapters.sql_repository import SqlFlowRepository
from dalsegno_registry.adapters.tables import METADATA
from dalsegno_registry.adapters.task_types import InstalledTaskTypes
from dalsegno_registry.adapters.templates import engine_check
from dalsegno_registry.server import SERVICE_NAME, FlowRegistryServicer
from dalsegno_registry.service import FlowRegistry
from dalsegno_registry.settings import Settings
from dalsegno_registry.validation import Validator
from dalsegno_runtime.clock import Clock, system_clock
from dalsegno_runtime.database import Database, DatabaseUnavailable
from dalsegno_runtime.serving import AddressInUse, Server, configure_logging, serve_until_stopped
from dalsegno_tasks.catalog import Catalog, CatalogError


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


class UnusableDatabase(Exception):
    """The database cannot be opened."""


def build(settings: Settings, *, catalog: Catalog | None = None, clock: Clock = system_clock) -> Parts:
    """Puts the registry together. Must be called within the event loop that will run it.

    Raises:
        UnusableDatabase: the database cannot be opened.
        CatalogError: an installed plugin is broken.
    """
    task_types = InstalledTaskTypes(catalog or Catalog.installed())
    database = _open(settings.database)
    validator = Validator(task_types=task_types, check_template=engine_check())
    registry = FlowRegistry(SqlFlowRepository(database, clock), validator)

    def add(server: object) -> None:
        servicer = FlowRegistryServicer(registry)
        registry_pb2_grpc.add_FlowRegistryServiceServicer_to_server(servicer, server)

    return Parts(server=Server(SERVICE_NAME, add), database=database)


async def start(settings: Settings, *, catalog: Catalog | None = None, clock: Clock = system_clock) -> Running:
    """Builds and starts a registry in this event loop, at `settings.listen`; port 0 takes any."""
    parts = build(settings, catalog=catalog, clock=clock)
    return Running(address=await parts.server.start(settings.listen), parts=parts)


def main(arguments: Sequence[str] | None = None) -> int:
    """Serves until it is told to stop. Returns the exit code: 2 for what the one who starts it can put right."""
    try:
        settings = CliApp.run(Settings, cli_args=list(sys.argv[1:] if arguments is None else arguments))
        configure_logging(settings.log_level)
        asyncio.run(_serve(settings))
    except ValidationError as error:
        return _refuse("; ".join(_fault(str(fault["loc"][0]), fault["msg"]) for fault in error.errors()))
    except (SettingsError, AddressInUse, UnusableDatabase, CatalogError) as error:
        return _refuse(str(error))
    return 0


async def _serve(settings: Settings) -> None:
    parts = build(settings)
    try:
        await serve_until_stopped(parts.server, settings.listen, "registry")
    finally:
        parts.database.close()


def _open(url: str) -> Database:
    try:
        return Database(url, METADATA)
    except (DatabaseUnavailable, sa.exc.SQLAlchemyError, ImportError, OSError) as error:
        shown = sa.make_url(url).render_as_string(hide_password=True)
        raise UnusableDatabase(f"Cannot open the database {shown}: {_first_line(error)}") from error


def _fault(setting: str, message: str) -> str:
    return f"--{setting.replace('_', '-')}: {message.removeprefix('Value error, ')}"


def _refuse(message: str) -> int:
    sys.stderr.write(f"dalsegno_registry: {_first_line(message)}\n")
    return 2


def _first_line(text: object) -> str:
    return next(iter(str(text).splitlines()), "")


if __name__ == "__main__":
    sys.exit(main())
