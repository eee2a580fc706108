"""What is left when the killing is over: executions, journals, what watchers saw, outputs, files, side effects."""

import asyncio
import json
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import grpc

from chaos.workload import Kind, Origin, Request
from dalsegno import AsyncClient
from dalsegno.api.executor.v1 import executor_pb2 as executor
from dalsegno.api.storage.v1 import storage_pb2, storage_pb2_grpc

READ_SECONDS = 2.0  # for a journal that does not end
SHIPPED_SECONDS = 20.0  # for outputs to reach storage once nothing is killed any more


@dataclass(slots=True, kw_only=True)
class Case:
    """Everything known about one execution."""

    kind: Kind
    execution: executor.Execution
    journal: Sequence[executor.Event]
    requests: Sequence[Request] = ()
    seen: Sequence[executor.Event] = ()  # by a watcher that was there from the beginning
    plan: executor.ReplayPlan | None = None  # where it is a replay

    @property
    def name(self) -> str:
        return f"execution {self.execution.execution_id} of {self.kind.flow_id}"

    @property
    def runs(self) -> Mapping[str, executor.TaskRun]:
        return {run.task_path: run for run in self.execution.task_runs}


@dataclass(slots=True, kw_only=True)
class Evidence:
    cases: dict[str, Case] = field(default_factory=dict)
    stored: dict[str, str] = field(default_factory=dict)  # documents in storage, by digest
    files: dict[str, bytes] = field(default_factory=dict)  # contents, by address

    async def gather(self, client: AsyncClient, kinds: Mapping[str, Kind], execution_id: str) -> None:
        journal: list[executor.Event] = []

        async def read() -> None:
            async for event in client.executions.watch(execution_id):
                journal.append(event)  # noqa: PERF401  # what was read is kept when the time is over

        try:
            await asyncio.wait_for(read(), READ_SECONDS)
        except TimeoutError:
            pass  # It has not ended, which a check says.
        execution = await client.executions.get(execution_id)
        self.cases[execution_id] = Case(kind=kinds[execution.flow_id], execution=execution, journal=journal)

    def count(self, origin: Origin) -> None:
        by_execution = defaultdict(list)
        for request in origin.requests:
            by_execution[request.execution_id].append(request)
        for execution_id, case in self.cases.items():
            case.requests = by_execution[execution_id]

    async def gather_outputs(self, client: AsyncClient, storage: str) -> None:
        """Waits a while for what is on its way; what is missing then is missing for good."""
        runs = [run for case in self.cases.values() for run in case.execution.task_runs]
        wanted = sorted({run.output_digest for run in runs if run.output_digest})
        end = time.monotonic() + SHIPPED_SECONDS
        async with grpc.aio.insecure_channel(storage, options=[("grpc.enable_http_proxy", 0)]) as channel:
            stub = storage_pb2_grpc.StorageServiceStub(channel)
            missing = wanted
            while missing and time.monotonic() < end:
                for start in range(0, len(missing), 500):
                    await self._look(stub, missing[start : start + 500])
                missing = [digest for digest in wanted if digest not in self.stored]
                await asyncio.sleep(0.1 if missing else 0)
        for document in self.stored.values():
            address = json.loads(document).get("uri", "")
            if address and address not in self.files:
                self.files[address] = b"".join([chunk async for chunk in client.files.read(address)])

    async def _look(self, stub: Any, digests: Sequence[str]) -> None:
        request = storage_pb2.GetOutputsRequest(digests=digests)
        answer = await stub.GetOutputs(request, wait_for_ready=True)
        missing = set(answer.missing_digests)
        found = [digest for digest in digests if digest not in missing]
        self.stored.update(zip(found, [text for text in answer.documents if text], strict=True))
