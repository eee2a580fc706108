"""What executions that are only stored cost those that run: lists and replays with 1,000 and with 1,000,000 of them."""

import os
import sqlite3
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from measures.measure import Bench, Measure, Run, Setting, finished, leaves, put, replayed

from dalsegno.api.common.v1 import state_pb2
from dalsegno_executor.adapters.tables import execution, journal, metadata
from dalsegno_executor.core.events import (
    Event,
    ExecutionCreated,
    ExecutionEnded,
    ExecutionStarted,
    Recorded,
    TaskRunFinished,
    TaskRunStarted,
)
from dalsegno_executor.core.states import State
from dalsegno_executor.wire.events import event_to_bytes
from dalsegno_runtime.database import Database

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
FAILED_EVERY = 1000
FLOWS, NAMESPACES = 100, 10
PAGE = 20


def _filled(number: int) -> Setting:
    """Ended executions of one task each, older than whatever is run. Their journals are all alike."""

    def prepare(directory: Path) -> None:
        url = f"sqlite:///{directory / 'executor.db'}"
        Database(url, metadata).close()
        connection = sqlite3.connect(directory / "executor.db")
        connection.execute("pragma synchronous=off")
        for table, rows in ((execution, _executions(number)), (journal, _journals(number))):
            marks = ", ".join("?" for _ in table.c)
            connection.executemany(f"insert into {table.name} values ({marks})", rows)  # noqa: S608  # our own names
        connection.commit()
        connection.close()
        # Or the first checkpoint of the measured executor would write all of it.
        with (directory / "executor.db").open("rb") as file:
            os.fsync(file.fileno())

    return Setting(name=f"{number:,} stored", prepare=prepare)


def _id(number: int) -> str:
    return f"{number:022d}"


def _executions(number: int) -> Iterator[tuple[Any, ...]]:
    write_time = (
        sa.DateTime()
        .dialect_impl(sa.create_engine("sqlite://").dialect)
        .bind_processor(sa.create_engine("sqlite://").dialect)
    )
    assert write_time is not None  # noqa: S101  # SQLite has no times of its own
    for each in range(number):
        time_of = write_time(NOON + timedelta(seconds=each))
        values = {
            "execution_id": _id(each),
            "namespace": f"company.team{each % NAMESPACES}",
            "flow_id": f"flow{each % FLOWS}",
            "flow_revision": 1,
            "state": "FAILED" if each % FAILED_EVERY == 0 else "SUCCESS",
            "parent_id": "",
            "original_id": _id(each),
            "attempt_number": 1,
            "started_by": "",
            "labels": "{}",
            "start_time": time_of,
            "create_time": time_of,
            "end_time": time_of,
            "settled": 1,
        }
        yield tuple(values[column.name] for column in execution.c)


def _journals(number: int) -> Iterator[tuple[str, int, bytes]]:
    created = ExecutionCreated(
        namespace="company.team0",
        flow_id="flow0",
        flow_revision=1,
        source_digest="0" * 64,
        original_id=_id(0),
        start_time=NOON,
    )
    happened: list[Event] = [
        created,
        ExecutionStarted(),
        TaskRunStarted(task_path="t0", attempt_number=1),
        TaskRunFinished(task_path="t0", attempt_number=1, state=State.SUCCESS, outputs_json='{"value":"a text"}'),
        ExecutionEnded(state=State.SUCCESS),
    ]
    events = [
        event_to_bytes(_id(0), Recorded(position=position, time=NOON, event=event))
        for position, event in enumerate(happened, 1)
    ]
    for each in range(number):
        for position, event in enumerate(events, 1):
            yield _id(each), position, event


def page(**chosen: Any) -> Run:
    """The milliseconds of the first page of a list, read as the client reads it."""

    async def run(bench: Bench) -> Sequence[float]:
        figures = []
        for _ in range(20):
            began = time.perf_counter()
            listed = bench.client.executions.list(page_size=PAGE, **chosen)
            async for _execution in listed:
                break
            figures.append((time.perf_counter() - began) * 1e3)
        return figures

    return run


async def replay(bench: Bench) -> Sequence[float]:
    flow_id = await put(bench, "sequence_5", leaves(5))
    _, source = await finished(bench, flow_id)
    return [await replayed(bench, source, "t4") for _ in range(20)]


async def started(bench: Bench) -> Sequence[float]:
    """The seconds in which the executor starts again."""
    bench.stack.executor_service.stop()
    began = time.perf_counter()
    bench.stack.executor_service.start()
    return [time.perf_counter() - began]


def _measures(setting: Setting, *, long: bool) -> tuple[Measure, ...]:
    def of(name: str, unit: str, aim: float, run: Run) -> Measure:
        return Measure(name=f"{name}, {setting.name}", unit=unit, aim=aim, run=run, setting=setting, long=long)

    team = "company.team3"
    rare = [state_pb2.STATE_RUNNING, state_pb2.STATE_FAILED]
    return (
        of("ListExecutions, all", "ms", 50, page()),
        of("ListExecutions, a namespace", "ms", 50, page(namespace=team)),
        of("ListExecutions, a flow", "ms", 50, page(namespace=team, flow_id="flow13")),
        of("ListExecutions, rare states", "ms", 50, page(states=rare)),
        of("ListExecutions, rare states of a namespace", "ms", 50, page(namespace=team, states=rare)),
        of("Replay of the last of 5 tasks", "ms", 7, replay),
        of("The executor starts", "s", 2, started),
    )


MEASURES = (*_measures(_filled(1000), long=False), *_measures(_filled(1_000_000), long=True))
