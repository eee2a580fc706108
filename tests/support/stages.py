"""The two stages that every scenario is played on."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

import grpc

from dalsegno.api.executor.v1 import executor_pb2 as pb
from dalsegno.api.executor.v1 import executor_pb2_grpc
from dalsegno.api.registry.v1 import registry_pb2 as registry
from dalsegno.api.registry.v1 import registry_pb2_grpc
from dalsegno.api.storage.v1 import storage_pb2 as storage
from dalsegno.api.storage.v1 import storage_pb2_grpc
from dalsegno_executor.ports import FlowRevision
from dalsegno_executor.server import ExecutorServicer
from dalsegno_flow import InvalidFlow, parse_flow
from dalsegno_runtime.channels import connect
from dalsegno_runtime.errors import RemoteError
from dalsegno_runtime.statuses import from_rpc_error
from support.bench_tasks import InProcess
from support.executor_fakes import Bench, FakeRegistry, FakeStore, bench
from support.flows import new_flow_id
from support.stack import Stack
from support.stage import Stage


class Revisions(FakeRegistry):
    """Has the flows that were put, in all their revisions."""

    def __init__(self) -> None:
        super().__init__("")
        self._flows: dict[tuple[str, str], list[str]] = {}

    def put(self, source: str) -> None:
        flow = parse_flow(source)
        self._flows.setdefault((flow.namespace, flow.id), []).append(source)

    async def get_flow(self, namespace: str, flow_id: str, revision: int) -> FlowRevision:
        found = self._flows.get((namespace, flow_id), [])
        number = revision or len(found)
        if not 0 < number <= len(found):
            name = "REVISION_NOT_FOUND" if found else "FLOW_NOT_FOUND"
            raise RemoteError("NOT_FOUND", name, f"The flow {namespace}.{flow_id} has no revision {revision}.", {})
        return _revision(found[number - 1], number)

    async def put_draft(self, source: str) -> FlowRevision:
        try:
            return _revision(source, 0)
        except InvalidFlow as error:
            raise RemoteError("INVALID_ARGUMENT", "FLOW_INVALID", str(error), {}) from error


def _revision(source: str, number: int) -> FlowRevision:
    flow = parse_flow(source)
    digest = sha256(source.encode()).hexdigest()
    return FlowRevision(namespace=flow.namespace, flow_id=flow.id, revision=number, source=source, source_digest=digest)


class OnBench:
    """Implements `stage.Calls` in this process."""

    def __init__(self, made: Bench, flows: Revisions) -> None:
        self._servicer = ExecutorServicer(made.executor, made.bulks)
        self._flows = flows
        self._store = made.store

    async def call(self, method: str, request: Any) -> Any:
        return await getattr(self._servicer, method)(request, None)

    async def stream(self, method: str, request: Any) -> AsyncIterator[Any]:
        async for message in getattr(self._servicer, method)(request, None):
            yield message

    async def put(self, source: str) -> None:
        self._flows.put(source)

    async def lose(self, execution: pb.Execution, task_path: str) -> None:
        self._store.lost.add(next(run.output_digest for run in execution.task_runs if run.task_path == task_path))


class OnServices:
    """Implements `stage.Calls` with the real services."""

    def __init__(self, flows: Any, executions: Any, files: Any, blobs: Path) -> None:
        self._flows = flows
        self._executions = executions
        self._files = files
        self._blobs = blobs

    async def call(self, method: str, request: Any) -> Any:
        try:
            return await getattr(self._executions, method)(request)
        except grpc.aio.AioRpcError as error:
            raise from_rpc_error(error, "executor") from error

    async def stream(self, method: str, request: Any) -> AsyncIterator[Any]:
        async for message in getattr(self._executions, method)(request):
            yield message

    async def put(self, source: str) -> None:
        await self._flows.PutFlow(registry.PutFlowRequest(source=source))

    async def lose(self, execution: pb.Execution, task_path: str) -> None:
        outputs = json.loads(next(run.outputs_json for run in execution.task_runs if run.task_path == task_path))
        for uri in outputs["outputFiles"].values():
            for file in (await self._files.ListFiles(storage.ListFilesRequest(path_prefix=uri))).files:
                [blob] = self._blobs.rglob(file.blob.digest)
                blob.chmod(0o644)
                blob.unlink()


@asynccontextmanager
async def on_bench(directory: Path) -> AsyncIterator[Stage]:
    flows = Revisions()
    async with bench(directory, "", store=FakeStore(), registry=flows, runner=InProcess()) as made:
        yield Stage(OnBench(made, flows), "rides")


@asynccontextmanager
async def on_services(stack: Stack) -> AsyncIterator[Stage]:
    async with (
        connect(stack.registry) as registry_channel,
        connect(stack.executor) as executor_channel,
        connect(stack.storage) as storage_channel,
    ):
        flows = registry_pb2_grpc.FlowRegistryServiceStub(registry_channel)
        executions = executor_pb2_grpc.ExecutorServiceStub(executor_channel)
        files = storage_pb2_grpc.StorageServiceStub(storage_channel)
        yield Stage(OnServices(flows, executions, files, stack.directory / "blobs"), new_flow_id("scene"))
