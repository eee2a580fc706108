"""Composes the executor and serves it."""

import asyncio
import sys
from dataclasses import dataclass

from dalsegno.api.executor.v1 import executor_pb2_grpc
from dalsegno_executor.adapters.journal import SqlJournal
from dalsegno_executor.adapters.registry import GrpcFlowRegistry
from dalsegno_executor.adapters.storage import GrpcOutputStore
from dalsegno_executor.adapters.tables import metadata
from dalsegno_executor.adapters.task_cache import SqlTaskCache
from dalsegno_executor.adapters.workers import LocalWorkers
from dalsegno_executor.assertions import Assertions
from dalsegno_executor.attempts import Attempts
from dalsegno_executor.core.context import Surroundings
from dalsegno_executor.engine import Engine
from dalsegno_executor.logs import LogKeeper
from dalsegno_executor.outbox import Outbox
from dalsegno_executor.own_tasks import OwnTasks
from dalsegno_executor.replaying import Replaying
from dalsegno_executor.server import SERVICE_NAME, ExecutorServicer
from dalsegno_executor.service import Executor
from dalsegno_executor.settings import Settings
from dalsegno_executor.task_caching import TaskCaching
from dalsegno_executor.task_runs import TaskRuns
from dalsegno_flow.expressions import Engine as Expressions
from dalsegno_runtime.channels import connect
from dalsegno_runtime.clock import system_clock
from dalsegno_runtime.database import Database
from dalsegno_runtime.ids import new_id
from dalsegno_runtime.jq_process import JqProcess
from dalsegno_runtime.ownership import Ownership
from dalsegno_runtime.serving import CannotStart, Server, serve_until_stopped
from dalsegno_runtime.starting import open_database, run_service
from dalsegno_tasks import Catalog, CatalogError


@dataclass(frozen=True, slots=True, kw_only=True)
class Composition:
    """The parts of a running executor that have a beginning and an end."""

    executor: Executor
    engine: Engine
    workers: LocalWorkers
    outbox: Outbox
    logs: LogKeeper
    jq: JqProcess
    database: Database
    ownership: Ownership

    async def close(self) -> None:
        await self.engine.close()
        await self.outbox.close()
        await self.logs.close()
        await self.workers.close()
        self.jq.close()
        self.database.close()
        self.ownership.close()


def compose(settings: Settings) -> Composition:
    """Puts the parts together; nothing runs yet but the writers."""
    clock = system_clock
    database = open_database(settings.database, metadata)
    ownership = Ownership(settings.database, "executor")
    journal = SqlJournal(database, clock)
    registry = GrpcFlowRegistry(connect(settings.registry))
    store = GrpcOutputStore(connect(settings.storage))
    workers = LocalWorkers(settings.workers, settings.storage)
    outbox = Outbox(store, journal)
    jq = JqProcess()
    logs = LogKeeper(journal, lambda execution_id: engine.woken(execution_id))  # noqa: PLW0108  # made below
    expressions = Expressions(jq=jq)
    own_tasks = OwnTasks()
    attempts = Attempts(
        catalog=_catalog(),
        expressions=expressions,
        workers=workers,
        own_tasks=own_tasks,
        caching=TaskCaching(SqlTaskCache(database, clock), store),
        logs=logs,
        clock=clock,
    )
    task_runs = TaskRuns(attempts, outbox, store, clock)
    engine = Engine(
        journal=journal,
        store=store,
        outbox=outbox,
        task_runs=task_runs,
        assertions=Assertions(expressions, Surroundings()),
        clock=clock,
    )
    replaying = Replaying(
        engine=engine,
        journal=journal,
        registry=registry,
        store=store,
        outbox=outbox,
        clock=clock,
        new_id=new_id,
    )
    executor = Executor(
        engine=engine,
        replaying=replaying,
        journal=journal,
        registry=registry,
        logs=logs,
        clock=clock,
        new_id=new_id,
    )
    return Composition(
        executor=executor,
        engine=engine,
        workers=workers,
        outbox=outbox,
        logs=logs,
        jq=jq,
        database=database,
        ownership=ownership,
    )


def _catalog() -> Catalog:
    try:
        return Catalog.installed()
    except CatalogError as error:
        raise CannotStart(str(error)) from error


async def run(settings: Settings) -> None:
    """Serves until the process is told to stop."""
    parts = compose(settings)
    servicer = ExecutorServicer(parts.executor)
    server = Server(SERVICE_NAME, lambda grpc: executor_pb2_grpc.add_ExecutorServiceServicer_to_server(servicer, grpc))
    # Beside the calls: the first task may come before all workers are there.
    starting = asyncio.create_task(parts.workers.start())
    try:
        await parts.engine.recover()
        await serve_until_stopped(server, settings.listen, "executor")
    finally:
        await asyncio.gather(starting, return_exceptions=True)
        await parts.close()


if __name__ == "__main__":
    sys.exit(run_service("executor", Settings, run))
