"""What the executor needs of the world. Adapters are in `adapters/`; tests have their own."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any, Protocol

from dalsegno_executor.core.events import Event, Recorded
from dalsegno_executor.core.execution import Execution
from dalsegno_executor.core.states import State
from dalsegno_runtime.errors import ServiceError


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowRevision:
    """A revision as the registry has it; `source` is YAML."""

    namespace: str
    flow_id: str
    revision: int
    source: str
    source_digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowProblem:
    """An error of a source, as ValidateFlow tells it. `instead` is as in its contract."""

    line: int
    column: int
    path: str
    message: str
    instead: str = ""


class FlowRegistry(Protocol):
    async def get_flow(self, namespace: str, flow_id: str, revision: int) -> FlowRevision:
        """Asks for a revision; 0 is the latest.

        Raises:
            RemoteError: FLOW_NOT_FOUND or REVISION_NOT_FOUND.
            ServiceUnavailable: the registry does not answer.
        """

    async def problems(self, source: str) -> "Sequence[FlowProblem]":
        """What keeps a source from being saved; empty when nothing does. Raises ServiceUnavailable."""

    async def flow_ids(self, namespace: str) -> Sequence[str]:
        """The flows of a namespace, the first thousand. Raises ServiceUnavailable."""

    async def put_draft(self, source: str) -> FlowRevision:
        """Keeps a source that nobody has saved; its revision is 0.

        Raises:
            RemoteError: FLOW_INVALID or INVALID_FIELD.
            ServiceUnavailable: the registry does not answer.
        """


class NoAnswer(Exception):
    """A language model gave no answer that can be used; the text is a sentence about it that says why."""


class LanguageModel(Protocol):
    async def ask(self, instructions: str, question: str) -> str:
        """What a language model answers to a question. Raises NoAnswer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputDocument:
    """The outputs of a task run as canonical JSON; the digest is the SHA-256 of its UTF-8 bytes, in hexadecimal."""

    execution_id: str
    digest: str
    json: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Defect:
    """An output that cannot be reused; `file_path` is empty when the output itself is gone."""

    output_digest: str
    file_path: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pinned:
    """What storage answered to a pin: by digest the documents, or what is wrong with them."""

    documents: Mapping[str, str]
    defects: tuple[Defect, ...]
    size_bytes: int = 0  # of the documents and the files that they name


@dataclass(frozen=True, slots=True, kw_only=True)
class Blob:
    """The bytes that a file names; the digest is their SHA-256 in hexadecimal."""

    digest: str
    size_bytes: int


class OutputStore(Protocol):
    """The storage service, as far as the executor itself uses it. Every method raises ServiceUnavailable."""

    async def put(self, documents: Sequence[OutputDocument]) -> None: ...

    async def get(self, digests: Sequence[str]) -> Mapping[str, str]:
        """The documents that are stored, by digest."""

    async def pin(
        self, execution_id: str, digests: Sequence[str], unshipped: Sequence[OutputDocument], *, check_only: bool
    ) -> Pinned: ...

    async def release(self, execution_id: str) -> None: ...
    async def find_files(self, paths: Sequence[str]) -> Mapping[str, Blob]:
        """What files name, by their addresses; those that are not there are left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CachedOutputs:
    """Outputs of an earlier run; `json` is empty when they are too large for the cache, and then in storage."""

    digest: str
    json: str


class TaskCache(Protocol):
    """The outputs of tasks with a `taskCache`, by a key that says what they ran with."""

    async def find(self, cache_key: str) -> CachedOutputs | None: ...
    async def keep(self, cache_key: str, outputs: CachedOutputs, ttl: timedelta | None) -> None: ...


class LogLevel(IntEnum):
    TRACE = 1
    DEBUG = 2
    INFO = 3
    WARN = 4
    ERROR = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """One line of a task run's log. `position` is 0 until the line is kept."""

    execution_id: str
    task_run_id: str
    task_path: str
    attempt_number: int
    level: LogLevel
    time: datetime
    message: str
    position: int = 0


# Stands in rendered properties for the folder of an attempt that gets one of its own; whoever runs it knows which.
OWN_DIRECTORY = "/dalsegno/folder-of-this-attempt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """A task run's attempt, handed to whoever runs it. `properties` are rendered.

    `directory` is where it works, when it shares that with others; an attempt without gets a folder of its own, for
    which OWN_DIRECTORY stands among the properties.
    """

    task_type: str
    properties: Mapping[str, Any]
    namespace: str
    flow_id: str
    execution_id: str
    task_id: str
    task_path: str
    task_run_id: str
    attempt_number: int
    value: str | None = None  # the loop's, when the task is directly in one
    directory: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How an attempt ended. `outputs_json` is canonical; RESUBMITTED means that its process was lost.

    `never_ran` says that the task was not run after all, because of its `runIf`; `events` are what else happened to
    the execution; `at_once` says that all of it is done in one step. `reached` is how an execution ended that it ran:
    the task run goes through this state, and its attempt ends as the task run does.
    """

    state: State
    outputs_json: str = ""
    error: str = ""
    metrics: Mapping[str, float] = field(default_factory=dict)
    never_ran: bool = False
    events: tuple[Event, ...] = ()
    at_once: bool = False
    reached: State | None = None


WriteLog = Callable[[LogLevel, datetime, str], None]


# Jobs of workers for the executor itself, which no flow can name; each stands where a task type stands.
FILL_DIRECTORY = "dalsegno.FillDirectory"
TAKE_OUT = "dalsegno.TakeOut"
LIST_BATCHES = "dalsegno.ListBatches"
STORE_OUTPUTS = "dalsegno.StoreOutputs"
JOIN_FILE = "dalsegno.JoinFile"
STORE_FILE = "dalsegno.StoreFile"
DESCRIBE_TABLE = "dalsegno.DescribeTable"
SAMPLE_TABLE = "dalsegno.SampleTable"
TRY_TASK = "dalsegno.TryTask"


async def at_once() -> None:
    """There is always room for a line more."""


class TaskRunner(Protocol):
    """Where tasks that wait or compute are run."""

    async def run(
        self, assignment: Assignment, write_log: WriteLog, room: Callable[[], Awaitable[None]] = at_once
    ) -> Outcome:
        """Runs one attempt, as soon as there is room; never raises for what a task does.

        `room` is awaited between its log lines, so that a task that logs faster than lines can be kept waits.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutionSummary:
    """An execution without its task runs: a row of a list."""

    execution_id: str
    namespace: str
    flow_id: str
    flow_revision: int
    state: State
    parent_id: str
    original_id: str
    attempt_number: int
    labels: Mapping[str, str]
    start_time: datetime
    create_time: datetime
    end_time: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which executions a list holds; empty fields do not filter."""

    namespace: str = ""
    flow_id: str = ""
    states: tuple[State, ...] = ()
    original_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountFilter:
    """Which executions are counted: of these flows or in these namespaces; empty fields do not filter.

    `flows` are (namespace, flow id); the times bound the start of an execution, both inclusive.
    """

    flows: tuple[tuple[str, str], ...] = ()
    namespaces: tuple[str, ...] = ()
    states: tuple[State, ...] = ()
    begin_time: datetime | None = None
    end_time: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a request is answered with, kept for when it comes again. An empty `request_id` is not kept."""

    request_id: str
    fingerprint: str
    answer: str


NOT_ASKED = Answer(request_id="", fingerprint="", answer="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Creation:
    """Everything that one commit makes durable when an execution comes into being."""

    execution: Execution
    events: tuple[Recorded, ...]
    source: str
    answer: Answer
    # For a replay: the replayed execution and the events that it gets.
    replayed: Execution | None = None
    replayed_events: tuple[Recorded, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What the journal has of an execution; nothing when it has no such execution.

    `events` are all of them as they are stored, the first at position 1. `recorded` are those after the `snapshot`, or
    all when there is none.
    """

    events: Sequence[bytes]
    snapshot: Execution | None
    recorded: Sequence[Recorded]


class Journal(Protocol):
    """The executor's own database. What a method has written is durable when it returns."""

    async def create(self, creation: Creation) -> tuple[Sequence[bytes], Sequence[bytes]]:
        """Returns the events of the new execution and of the replayed one as they are stored."""

    async def append(
        self, execution: Execution, events: Sequence[Recorded], answer: Answer = NOT_ASKED
    ) -> Sequence[bytes]:
        """Makes events durable, and with them what the request that led to them is answered with.

        Returns:
            The events as they are stored: each an `executor.v1.Event`.
        """

    async def read(self, execution_id: str) -> Stored:
        """Everything that there is of an execution. Raises JournalCorrupt."""

    async def keep_snapshot(self, execution: Execution) -> None:
        """Keeps how a closed execution stands, in place of an earlier snapshot; unless it changes meanwhile."""

    @property
    def write_fault(self) -> ServiceError | None:
        """Why nothing can be made durable now; None when it can, as far as is known."""

    async def definition(self, source_digest: str) -> str: ...
    async def answer(self, request_id: str, fingerprint: str) -> str | None: ...
    async def list_executions(self, chosen: Filter, limit: int, before: str | None) -> list[ExecutionSummary]: ...
    async def count_executions(self, chosen: CountFilter) -> Mapping[tuple[str, str], int]:
        """How many there are of each flow, by namespace and flow id; flows without any are left out."""

    async def started_by(self, execution_id: str) -> list[str]:
        """The executions that tasks of this one have started, oldest first."""

    async def unsettled(self) -> list[str]:
        """Executions that have not ended, or whose outputs may not all have reached storage; oldest first."""

    async def settle(self, execution_ids: Sequence[str]) -> None: ...
    def write_logs(self, lines: Sequence[LogLine]) -> Awaitable[object]:
        """Hands lines over at once: events that are appended later are never durable before them."""

    async def read_logs(
        self, execution_id: str, after_position: int, limit: int, task_path: str, min_level: int
    ) -> list[LogLine]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class DeletedExecution:
    """What is kept of one."""

    execution_id: str
    parent_id: str
    original_id: str
    attempt_number: int
    flow_revision: int
    create_time: datetime
    delete_time: datetime


class Archive(Protocol):
    """What is left of executions that have ended. What a method has written is durable when it returns."""

    async def delete(self, execution: Execution, answer: Answer) -> None:
        """Deletes an execution but for its log, and keeps that it was there."""

    async def not_cleaned(self) -> list[str]:
        """Executions that were deleted, and whose logs and outputs may still be there."""

    async def original_of(self, execution_id: str) -> str | None:
        """The first execution of its chain, also of one that was deleted; None when nothing is known of it."""

    async def chain(self, original_id: str, limit: int, after: str) -> "list[ExecutionSummary | DeletedExecution]":
        """An execution and all replays that come from it, the oldest first: those after an id, at most `limit`."""

    async def clean(self, execution_id: str) -> None:
        """Deletes the log of an execution that was deleted, after storage has released it."""
