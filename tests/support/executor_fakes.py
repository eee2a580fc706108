"""An executor with a real journal and fakes behind its other ports."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from dalsegno_executor import error_logs
from dalsegno_executor.adapters.bulk_store import SqlBulkStore
from dalsegno_executor.adapters.journal import SqlJournal
from dalsegno_executor.adapters.tables import metadata
from dalsegno_executor.assembly import Outside, assemble
from dalsegno_executor.bulk_replaying import BulkReplaying
from dalsegno_executor.core.context import Surroundings
from dalsegno_executor.core.states import State
from dalsegno_executor.engine import Engine
from dalsegno_executor.outbox import Outbox
from dalsegno_executor.ports import (
    Assignment,
    Blob,
    Defect,
    FlowProblem,
    FlowRevision,
    Outcome,
    OutputDocument,
    Pinned,
    TaskRunner,
    WriteLog,
    at_once,
)
from dalsegno_executor.replaying import Asked
from dalsegno_executor.secrets import Secrets
from dalsegno_executor.service import CreateRequest, Executor
from dalsegno_executor.vault import Vault
from dalsegno_flow.expressions import Engine as Expressions
from dalsegno_runtime.clock import Clock, system_clock
from dalsegno_runtime.database import Database
from dalsegno_runtime.errors import ServiceUnavailable
from dalsegno_runtime.ids import new_id
from dalsegno_tasks import Catalog

WORK = "io.kestra.plugin.core.http.Download"  # some task type that runs in a worker
LOST_FILE = "dalsegno:///company.team/rides/lost.txt"
NOTHING_ASKED = Asked(request_id="", fingerprint="")
Answering = Callable[[Assignment], Outcome | Awaitable[Outcome]]


class FakeRegistry:
    """Has one flow."""

    def __init__(self, source: str) -> None:
        self.source = source

    async def get_flow(self, namespace: str, flow_id: str, revision: int) -> FlowRevision:
        return FlowRevision(
            namespace=namespace,
            flow_id=flow_id,
            revision=revision or 1,
            source=self.source,
            source_digest=sha256(self.source.encode()).hexdigest(),
        )

    async def put_draft(self, source: str) -> FlowRevision:
        raise NotImplementedError(source)

    async def flow_ids(self, namespace: str) -> list[str]:
        raise NotImplementedError(namespace)

    async def problems(self, source: str) -> list[FlowProblem]:
        raise NotImplementedError(source)


class FakeStore:
    """Keeps outputs in a dictionary; `away` makes it unreachable, `refusal` makes it refuse."""

    def __init__(self) -> None:
        self.documents: dict[str, str] = {}
        self.pinned: dict[str, list[str]] = {}
        self.files: dict[str, Blob] = {}  # by their addresses
        self.defects: tuple[Defect, ...] = ()  # what is wrong with whatever is to be pinned
        self.lost: set[str] = set()  # digests of outputs of which a file is gone
        self.away = False
        self.refusal: Exception | None = None
        self.asked = 0

    async def put(self, documents: Sequence[OutputDocument]) -> None:
        self._answer()
        self.documents |= {document.digest: document.json for document in documents}

    async def get(self, digests: Sequence[str]) -> Mapping[str, str]:
        self._answer()
        return {digest: self.documents[digest] for digest in digests if digest in self.documents}

    async def pin(
        self, execution_id: str, digests: Sequence[str], unshipped: Sequence[OutputDocument], *, check_only: bool
    ) -> Pinned:
        await self.put(unshipped)
        if not check_only:
            self.pinned[execution_id] = list(digests)
        gone = [
            Defect(output_digest=digest, file_path=LOST_FILE, message=f"{LOST_FILE} is gone.")
            for digest in digests
            if digest in self.lost
        ]
        return Pinned(documents=await self.get(digests), defects=(*self.defects, *gone))

    async def release(self, execution_id: str) -> None:
        self._answer()
        self.pinned.pop(execution_id, None)

    async def find_files(self, paths: Sequence[str]) -> Mapping[str, Blob]:
        self._answer()
        return {path: self.files[path] for path in paths if path in self.files}

    def _answer(self) -> None:
        self.asked += 1
        if self.away:
            raise ServiceUnavailable("storage", "switched off by the test")
        if self.refusal:
            raise self.refusal


class FakeWorkers:
    """Ends each attempt as the test says, and when it says so if its answer has to be awaited."""

    def __init__(self, answer: Answering) -> None:
        self._answer = answer
        self.ran: list[str] = []

    async def run(
        self, assignment: Assignment, _write_log: WriteLog, _room: Callable[[], Awaitable[None]] = at_once
    ) -> Outcome:
        self.ran.append(assignment.task_path)
        answer = self._answer(assignment)
        return answer if isinstance(answer, Outcome) else await answer


def succeed(_assignment: Assignment) -> Outcome:
    return Outcome(state=State.SUCCESS, outputs_json="{}")


async def until(holds: Callable[[], bool]) -> None:
    """Lets everything else run until something holds."""
    async with asyncio.timeout(30):
        while not holds():  # noqa: ASYNC110  # the fakes have nothing to wait on
            await asyncio.sleep(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """The executor under test with everything round it."""

    executor: Executor
    engine: Engine
    journal: SqlJournal
    registry: FakeRegistry
    store: FakeStore
    workers: FakeWorkers
    outbox: Outbox
    bulks: BulkReplaying
    bulk_store: SqlBulkStore

    async def run(self, flow_id: str = "rides") -> str:
        """Starts an execution and waits for its end."""
        request = CreateRequest(namespace="company.team", flow_id=flow_id, revision=0, labels={})
        execution_id = (await self.executor.create(request, NOTHING_ASKED)).execution.execution_id
        await self.ended(execution_id)
        return execution_id

    async def ended(self, execution_id: str) -> None:
        live = await self.executor.open(execution_id)
        async for _ in live.watch(0):
            pass


@asynccontextmanager
async def bench(
    directory: Path,
    source: str,
    answer: Answering = succeed,
    clock: Clock = system_clock,
    store: FakeStore | None = None,
    registry: FakeRegistry | None = None,
    runner: TaskRunner | None = None,
    vault: Vault | None = None,
) -> AsyncIterator[Bench]:
    """A running executor on the journal in a folder; entering it again is a restart. `runner` goes before `answer`."""
    database = Database(f"sqlite:///{directory / 'executor.db'}", metadata)
    journal, store, registry = SqlJournal(database, clock), store or FakeStore(), registry or FakeRegistry(source)
    workers = FakeWorkers(answer)
    secrets = Secrets({"TOKEN": "s3cr3t-t0k3n", "TWO": "first line\nsecond line", "DOORS": '{"front":"open-sesame"}'})
    made = assemble(
        Outside(
            database=database,
            journal=journal,
            registry=registry,
            store=store,
            workers=runner or workers,
            directories=directory / "directories",
            catalog=Catalog.installed(),
            expressions=Expressions({"secret": secrets.function(), "errorLogs": error_logs.function()}),
            secrets=secrets,
            vault=vault or Vault(),
            clock=clock,
            new_id=new_id,
            surroundings=Surroundings(),
        )
    )
    await made.recover()
    try:
        yield Bench(
            executor=made.executor,
            engine=made.engine,
            journal=journal,
            registry=registry,
            store=store,
            workers=workers,
            outbox=made.outbox,
            bulks=made.bulks,
            bulk_store=SqlBulkStore(database, clock),
        )
    finally:
        await made.close()
        database.close()
