"""Composes the executor and serves it."""

import asyncio
import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from dalsegno.api.executor.v1 import executor_pb2_grpc
from dalsegno_executor import error_logs, http_function, stored_functions, subflow_function
from dalsegno_executor.adapters.journal import SqlJournal
from dalsegno_executor.adapters.registry import GrpcFlowRegistry
from dalsegno_executor.adapters.storage import GrpcOutputStore
from dalsegno_executor.adapters.stored_data import GrpcStoredData
from dalsegno_executor.adapters.tables import metadata
from dalsegno_executor.adapters.workers import LocalWorkers
from dalsegno_executor.assembly import Assembly, Outside, assemble
from dalsegno_executor.ports import LanguageModel
from dalsegno_executor.secrets import Secrets
from dalsegno_executor.server import SERVICE_NAME, ExecutorServicer
from dalsegno_executor.settings import Settings
from dalsegno_executor.wire.masking import Mask, MaskedServicer, MaskOf
from dalsegno_flow.expressions import Engine as Expressions
from dalsegno_runtime.channels import connect
from dalsegno_runtime.clock import system_clock
from dalsegno_runtime.database import Database
from dalsegno_runtime.health import watch_database
from dalsegno_runtime.ids import new_id
from dalsegno_runtime.interceptors import CallLimits
from dalsegno_runtime.jq_process import JqProcess
from dalsegno_runtime.ownership import Ownership
from dalsegno_runtime.serving import Server, serve_until_stopped
from dalsegno_runtime.starting import open_database, run_service
from dalsegno_tasks import Catalog


@dataclass(frozen=True, slots=True, kw_only=True)
class Composition:
    """The parts of a running executor that have a beginning and an end."""

    assembly: Assembly
    workers: LocalWorkers
    mask_of: MaskOf | None
    jq: JqProcess
    stored: GrpcStoredData
    database: Database
    ownership: Ownership

    async def close(self) -> None:
        await self.assembly.close()
        await self.workers.close()
        self.jq.close()
        self.stored.close()
        self.database.close()
        self.ownership.close()


def compose(settings: Settings) -> Composition:
    """Puts the parts together; nothing runs yet but the writers."""
    database = open_database(settings.database, metadata)
    ownership = Ownership(settings.database, "executor")
    workers = LocalWorkers(settings.workers, settings.storage)
    jq, stored = JqProcess(), GrpcStoredData(settings.storage)
    secrets, vault = Secrets.from_environment(os.environ), settings.vault()
    outside = Outside(
        database=database,
        journal=SqlJournal(database, system_clock),
        registry=GrpcFlowRegistry(connect(settings.registry)),
        store=GrpcOutputStore(connect(settings.storage)),
        workers=workers,
        directories=settings.directories_folder(),
        catalog=Catalog.installed(),
        expressions=Expressions(
            {
                "secret": secrets.function(),
                "errorLogs": error_logs.function(),
                "http": http_function.function(),
                "subflow": subflow_function.function(),
                **stored_functions.functions(stored),
            },
            jq=jq,
        ),
        secrets=secrets,
        vault=vault,
        clock=system_clock,
        new_id=new_id,
        surroundings=settings.surroundings(),
        bounds=settings.bounds(),
        model=_model(settings),
    )
    assembly = assemble(outside)

    def mask_of(execution_ids: Iterable[str]) -> Mask:
        return partial(secrets.mask, more=assembly.engine.secrets(execution_ids))

    return Composition(
        assembly=assembly,
        workers=workers,
        mask_of=mask_of if secrets.masks or vault.seals else None,
        jq=jq,
        stored=stored,
        database=database,
        ownership=ownership,
    )


def _model(settings: Settings) -> LanguageModel | None:
    if not settings.model_url:
        return None
    # With httpx in it, which takes a while to import.
    from dalsegno_executor.adapters.language_model import ChatModel

    key = settings.model_key.get_secret_value()
    return ChatModel(settings.model_url, settings.model_name, key, settings.model_seconds)


async def run(settings: Settings) -> None:
    """Serves until the process is told to stop."""
    parts = compose(settings)
    plain = ExecutorServicer(parts.assembly.executor, parts.assembly.bulks)
    servicer = MaskedServicer(plain, parts.mask_of) if parts.mask_of else plain
    server = Server(
        SERVICE_NAME,
        lambda grpc: executor_pb2_grpc.add_ExecutorServiceServicer_to_server(servicer, grpc),
        partial(watch_database, parts.database),
        CallLimits(max_streams=settings.max_streams, max_request_bytes=settings.max_request_bytes),
    )
    # Beside the calls: the first task may come before all workers are there.
    starting = asyncio.create_task(parts.workers.start())
    try:
        await parts.assembly.recover()
        await serve_until_stopped(server, settings.listen, "executor")
    finally:
        await asyncio.gather(starting, return_exceptions=True)
        await parts.close()


if __name__ == "__main__":
    sys.exit(run_service("executor", Settings, run))
