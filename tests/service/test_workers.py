"""The pool of worker processes, with real processes and no executor."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from datetime import datetime

import pytest

from dalsegno_executor.adapters.workers import LocalWorkers
from dalsegno_executor.core.states import State
from dalsegno_executor.ports import Assignment, LogLevel, Outcome

RETURN = "io.kestra.plugin.core.debug.Return"
FAIL = "io.kestra.plugin.core.execution.Fail"
DOWNLOAD = "io.kestra.plugin.core.http.Download"
NOBODY = "127.0.0.1:9"


class Silence:
    """A server that accepts and never answers."""

    async def __aenter__(self) -> "Silence":
        self.reached = asyncio.Event()
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}/rides"
        return self

    async def __aexit__(self, *_exception: object) -> None:
        self._server.close()
        await self._server.wait_closed()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reached.set()
        while await reader.read(1024):
            pass
        writer.close()


@pytest.fixture
async def silence() -> AsyncIterator[Silence]:
    async with Silence() as server:
        yield server


@pytest.fixture
async def workers() -> AsyncIterator[LocalWorkers]:
    pool = LocalWorkers(1, NOBODY)
    await pool.start()
    yield pool
    await pool.close()


def assignment(task_type: str, **properties: object) -> Assignment:
    return Assignment(
        task_type=task_type,
        properties=properties,
        namespace="company.team",
        flow_id="rides",
        execution_id="e1",
        task_id="a",
        task_path="a",
        task_run_id="r1",
        attempt_number=1,
    )


class Lines:
    """Collects log lines and tells when the first one came."""

    def __init__(self) -> None:
        self.lines: list[tuple[LogLevel, str]] = []
        self.some = asyncio.Event()

    def __call__(self, level: LogLevel, time: datetime, message: str) -> None:
        assert time.tzinfo is not None
        self.lines.append((level, message))
        self.some.set()


async def hanging(workers: LocalWorkers, silence: Silence) -> "asyncio.Task[Outcome]":
    """A download that has begun and waits."""
    running = asyncio.create_task(workers.run(assignment(DOWNLOAD, uri=silence.url), Lines()))
    async with asyncio.timeout(30):
        await silence.reached.wait()
    return running


async def test_a_worker_runs_a_task_and_gives_its_outputs_in_one_spelling(workers: LocalWorkers) -> None:
    lines = Lines()
    outcome = await workers.run(assignment(RETURN, format="Straße"), lines)

    assert (outcome.state, outcome.outputs_json) == (State.SUCCESS, '{"value":"Straße"}')
    assert outcome.metrics["length"] == 6
    assert (LogLevel.DEBUG, "Straße") in lines.lines


async def test_the_same_worker_runs_one_task_after_another(workers: LocalWorkers) -> None:
    for text in ("one", "two", "three"):
        outcome = await workers.run(assignment(RETURN, format=text), Lines())
        assert outcome.outputs_json == f'{{"value":"{text}"}}'


async def test_a_task_that_fails_says_why(workers: LocalWorkers) -> None:
    outcome = await workers.run(assignment(FAIL, errorMessage="no rides"), Lines())
    assert (outcome.state, outcome.error) == (State.FAILED, "no rides")


async def test_a_property_that_the_type_refuses_fails_the_attempt_and_not_the_worker(workers: LocalWorkers) -> None:
    outcome = await workers.run(assignment(DOWNLOAD), Lines())
    assert outcome.state is State.FAILED
    assert "uri" in outcome.error
    assert (await workers.run(assignment(RETURN, format="x"), Lines())).state is State.SUCCESS


async def test_a_worker_that_is_killed_loses_its_attempt_and_is_replaced(
    workers: LocalWorkers, silence: Silence
) -> None:
    running = await hanging(workers, silence)
    (pid,) = workers.process_ids
    os.kill(pid, signal.SIGKILL)
    outcome = await running
    assert (outcome.state, outcome.error) == (
        State.RESUBMITTED,
        "The process that ran this attempt was lost (signal SIGKILL).",
    )
    assert (await workers.run(assignment(RETURN, format="x"), Lines())).state is State.SUCCESS
    assert workers.process_ids != [pid]


async def test_an_attempt_that_is_called_off_ends_its_process_and_makes_room(
    workers: LocalWorkers, silence: Silence
) -> None:
    running = await hanging(workers, silence)
    (pid,) = workers.process_ids
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    assert (await workers.run(assignment(RETURN, format="x"), Lines())).state is State.SUCCESS


async def test_closing_the_pool_ends_its_processes() -> None:
    pool = LocalWorkers(2, NOBODY)
    await pool.start()
    pids = pool.process_ids
    await pool.close()

    assert len(pids) == 2
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
