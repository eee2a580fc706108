"""A real registry in this process, and what it refuses.

async with running_registry(tmp_path) as registry:
    await registry.PutFlow(pb.PutFlowRequest(source=flow_source()))
"""

from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar

import grpc
import pytest

from dalsegno.api.registry.v1 import registry_pb2_grpc
from dalsegno_registry.__main__ import start
from dalsegno_registry.settings import Settings
from dalsegno_runtime.channels import connect
from dalsegno_runtime.errors import ServiceError
from dalsegno_runtime.statuses import from_rpc_error
from dalsegno_tasks.catalog import Catalog
from dalsegno_tasks.interface import Outputs, Task, TaskContext

NOW = datetime(2024, 6, 11, 17, 20, 6, 289000, tzinfo=UTC)


class Say(Task):
    type_name = "test.Say"
    aliases: ClassVar[tuple[str, ...]] = ("test.old.Tell",)
    message: str
    times: int = 1

    def run(self, context: TaskContext) -> Outputs:
        context.log.info(self.message)
        return {"said": self.message * self.times}


def flow_source(message: str = "hi", *, flow_id: str = "greeting", namespace: str = "company.team") -> str:
    """A flow of one task; another message makes another source."""
    return f"id: {flow_id}\nnamespace: {namespace}\ntasks:\n  - id: say\n    type: test.Say\n    message: {message}\n"


def sqlite_url(folder: Path) -> str:
    return f"sqlite:///{folder}/registry.db"


@asynccontextmanager
async def running_registry(folder: Path, task_types: tuple[type[Task], ...] = (Say,)) -> AsyncIterator[Any]:
    """A stub of a registry with these task types alone, its clock held at NOW."""
    settings = Settings(listen="127.0.0.1:0", database=sqlite_url(folder))
    running = await start(settings, catalog=Catalog(task_types), clock=lambda: NOW)
    try:
        async with connect(running.address) as channel:
            yield registry_pb2_grpc.FlowRegistryServiceStub(channel)
    finally:
        await running.stop()


async def refusal_of(call: Awaitable[Any]) -> ServiceError:
    """What a call is refused with; fails when it is not."""
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await call
    return from_rpc_error(caught.value, "registry")


def told(refusal: ServiceError) -> tuple[str, str, dict[str, str]]:
    return refusal.status_code, refusal.error_reason, refusal.metadata
