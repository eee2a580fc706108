"""log.Fetch: stores the log of an execution as a file. Source: Kestra's Fetch and LogEntry."""

import json
import tempfile
from collections.abc import Awaitable, Callable
from typing import IO, Any, ClassVar

from dalsegno_executor.core.outputs import canonical
from dalsegno_executor.core.paths import task_id_of
from dalsegno_executor.core.states import State
from dalsegno_executor.live import Live
from dalsegno_executor.logs import LogKeeper
from dalsegno_executor.own_tasks.interface import Call
from dalsegno_executor.own_tasks.jobs import Jobs
from dalsegno_executor.own_tasks.named_execution import named_execution
from dalsegno_executor.ports import STORE_FILE, Journal, LogLevel, LogLine, Outcome
from dalsegno_runtime.errors import ServiceError
from dalsegno_tasks import TaskFailure

PAGE_LINES = 1_000
FILE_NAME = "logs.ion"


class Fetch:
    type_names: ClassVar[tuple[str, ...]] = ("io.kestra.plugin.core.log.Fetch", "io.kestra.core.tasks.log.Fetch")
    goes_on: ClassVar[bool] = True
    fails_at_once: ClassVar[bool] = False

    def __init__(
        self, open_execution: Callable[[str], Awaitable[Live]], journal: Journal, logs: LogKeeper, jobs: Jobs
    ) -> None:
        self._open = open_execution
        self._journal = journal
        self._logs = logs
        self._jobs = jobs

    async def run(self, call: Call) -> Outcome:
        live = await self._asked_for(call)
        await self._logs.flush()
        # By a name, a worker finds it; both share the executor's disk.
        with tempfile.NamedTemporaryFile("w", prefix="dalsegno-logs-", encoding="utf-8") as rows:
            size = await self._write(call, live, rows)
            rows.flush()
            given = {"path": rows.name, "name": FILE_NAME}
            stored = await self._jobs.run(STORE_FILE, call.assignment, given, call.write_log)
        outputs = {"size": size, "uri": stored["uri"]}
        return Outcome(state=State.SUCCESS, outputs_json=canonical(outputs))

    async def _asked_for(self, call: Call) -> Live:
        execution_id, own = named_execution(call), call.live.execution
        if execution_id == own.execution_id:
            return call.live
        try:
            live = await self._open(execution_id)
        except ServiceError as error:
            if error.passes:
                raise
            raise TaskFailure(f"The log of {execution_id} cannot be fetched: {error.message}") from error
        created = live.execution.created
        wanted = (call.model.namespace or own.created.namespace, call.model.flow_id or own.created.flow_id)
        if (created.namespace, created.flow_id) != wanted:
            raise TaskFailure(
                f"The execution {execution_id} is none of the flow {'.'.join(wanted)}. Give `namespace` and `flowId` "
                "of its flow."
            )
        return live

    async def _write(self, call: Call, live: Live, rows: IO[str]) -> int:
        """Writes the lines that are asked for; returns how many."""
        size = position = 0
        level, tasks = LogLevel[call.model.level], call.model.tasks_id
        while True:
            page = await self._journal.read_logs(live.execution.execution_id, position, PAGE_LINES, "", level)
            for line in page:
                if tasks is None or task_id_of(line.task_path) in tasks:
                    rows.write(json.dumps(_row(live, line), ensure_ascii=False) + "\n")
                    size += 1
            if len(page) < PAGE_LINES:
                return size
            position = page[-1].position


def _row(live: Live, line: LogLine) -> dict[str, Any]:
    created = live.execution.created
    row: dict[str, Any] = {
        "namespace": created.namespace,
        "flowId": created.flow_id,
        "executionId": line.execution_id,
        "timestamp": line.time.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "level": line.level.name,
        "message": line.message,
    }
    if line.task_path:
        more = {"taskId": task_id_of(line.task_path), "taskRunId": line.task_run_id}
        row |= {**more, "attemptNumber": line.attempt_number}
    return row
