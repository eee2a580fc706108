"""What every journal does, whatever its database."""

import copy
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dalsegno_executor.adapters import tables
from dalsegno_executor.adapters.journal import SqlJournal
from dalsegno_executor.adapters.tables import metadata
from dalsegno_executor.core.events import (
    Event,
    ExecutionCreated,
    ExecutionEnded,
    ExecutionRestarted,
    ExecutionStarted,
    LabelsSet,
    Recorded,
)
from dalsegno_executor.core.evolving import evolve, fold
from dalsegno_executor.core.execution import Execution
from dalsegno_executor.core.states import State
from dalsegno_executor.ports import Answer, Creation, Filter, Journal, LogLevel, LogLine, Stored
from dalsegno_runtime.database import Database
from dalsegno_runtime.errors import RequestIdConflict
from support.postgres import temporary_database

NOTHING = Stored(events=[], snapshot=None, recorded=[])
NOON = datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)
SOURCE = "id: rides\n# ö\n"


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    if request.param == "sqlite":
        database = Database(f"sqlite:///{tmp_path}/executor.db", metadata)
        yield database
        database.close()
    else:
        with temporary_database() as url:
            database = Database(url, metadata)
            yield database
            database.close()


@pytest.fixture
def journal(database: Database) -> Journal:
    return SqlJournal(database, lambda: NOON)


def creation(execution_id: str, request_id: str = "", flow_id: str = "rides", original_id: str = "") -> Creation:
    created = ExecutionCreated(
        namespace="company.team",
        flow_id=flow_id,
        flow_revision=1,
        source_digest="digest",
        original_id=original_id or execution_id,
        start_time=NOON,
        labels={"team": "Räder"},
    )
    events = recorded(0, created, ExecutionStarted())
    answer = Answer(request_id=request_id, fingerprint="f", answer=execution_id)
    return Creation(execution=fold(execution_id, events), events=tuple(events), source=SOURCE, answer=answer)


def recorded(after: int, *events: Event) -> list[Recorded]:
    return [
        Recorded(position=number, time=NOON + timedelta(seconds=number), event=event)
        for number, event in enumerate(events, after + 1)
    ]


async def end(journal: Journal, execution: Execution, state: State) -> None:
    events = recorded(execution.position, ExecutionEnded(state=state))
    for event in events:
        evolve(execution, event)
    await journal.append(execution, events)


async def ids(journal: Journal, chosen: Filter, limit: int = 10, before: str | None = None) -> list[str]:
    return [summary.execution_id for summary in await journal.list_executions(chosen, limit, before)]


async def test_events_come_back_as_they_were_written(journal: Journal) -> None:
    made = creation("e1")
    stored, _ = await journal.create(made)
    assert await journal.read("e1") == Stored(events=stored, snapshot=None, recorded=list(made.events))
    assert await journal.read("e2") == NOTHING


async def test_an_execution_is_read_from_its_snapshot_on(journal: Journal) -> None:
    made = creation("e1")
    await journal.create(made)
    await end(journal, made.execution, State.FAILED)
    await journal.keep_snapshot(made.execution)
    as_it_was = copy.deepcopy(made.execution)

    found = await journal.read("e1")
    assert (len(found.events), found.snapshot, found.recorded) == (3, as_it_was, [])

    labels = recorded(3, LabelsSet(labels={"seen": "yes"}))
    evolve(made.execution, labels[0])
    await journal.append(made.execution, labels)
    found = await journal.read("e1")
    assert (len(found.events), found.snapshot, found.recorded) == (4, as_it_was, labels)

    await journal.keep_snapshot(made.execution)
    found = await journal.read("e1")
    assert (len(found.events), found.snapshot, found.recorded) == (4, made.execution, [])


@pytest.mark.parametrize("damage", ["version", "content", "gone", "ahead"])
async def test_a_snapshot_that_is_of_no_use_is_as_good_as_absent(
    journal: Journal, database: Database, damage: str
) -> None:
    made = creation("e1")
    await journal.create(made)
    ended = recorded(2, ExecutionEnded(state=State.SUCCESS))
    evolve(made.execution, ended[0])
    if damage != "ahead":
        await journal.append(made.execution, ended)
    await journal.keep_snapshot(made.execution)
    table = tables.snapshot
    spoil = {
        "version": table.update().values(version=table.c.version + 1),
        "content": table.update().values(content=b"no snapshot"),
        "gone": table.delete(),
    }
    if damage in spoil:
        await database.write(lambda connection: connection.execute(spoil[damage]))

    found = await journal.read("e1")
    assert found.snapshot is None
    assert found.recorded == [*made.events, *(ended if damage != "ahead" else [])]


async def test_no_snapshot_is_kept_of_an_execution_that_goes_on(journal: Journal) -> None:
    made = creation("e1")
    await journal.create(made)
    await journal.keep_snapshot(made.execution)
    assert (await journal.read("e1")).snapshot is None


async def test_a_position_is_written_once(journal: Journal) -> None:
    made = creation("e1")
    await journal.create(made)
    with pytest.raises(Exception, match=r"(?i)unique"):
        await journal.append(made.execution, recorded(1, ExecutionStarted()))
    assert len((await journal.read("e1")).events) == 2


async def test_an_execution_is_listed_with_its_state_labels_and_times(journal: Journal) -> None:
    made = creation("e1")
    await journal.create(made)
    (running,) = await journal.list_executions(Filter(), 10, None)
    assert (running.state, running.end_time) == (State.RUNNING, None)
    assert running.create_time == NOON + timedelta(seconds=1)
    assert running.start_time == NOON

    await end(journal, made.execution, State.FAILED)
    await journal.append(made.execution, recorded(3, LabelsSet(labels={"system.replayed": "true"})))
    (ended,) = await journal.list_executions(Filter(), 10, None)
    assert (ended.state, ended.end_time) == (State.FAILED, NOON + timedelta(seconds=3))
    assert ended.labels == {"team": "Räder", "system.replayed": "true"}


async def test_lists_are_newest_first_filtered_and_paged_in_the_order_of_bytes(journal: Journal) -> None:
    for execution_id in ("Z1", "a1", "B1", "b1"):
        await journal.create(creation(execution_id))
    await journal.create(creation("c1", flow_id="other", original_id="a1"))
    failed = creation("d1")
    await journal.create(failed)
    await end(journal, failed.execution, State.FAILED)

    assert await ids(journal, Filter()) == ["d1", "c1", "b1", "a1", "Z1", "B1"]
    assert await ids(journal, Filter(), limit=2, before="b1") == ["a1", "Z1"]
    assert await ids(journal, Filter(namespace="company.team", flow_id="other")) == ["c1"]
    assert await ids(journal, Filter(namespace="company")) == []
    assert await ids(journal, Filter(original_id="a1")) == ["c1", "a1"]
    assert await ids(journal, Filter(states=(State.FAILED,))) == ["d1"]
    assert await ids(journal, Filter(states=(State.FAILED, State.RUNNING)), limit=1) == ["d1"]


async def test_executions_in_several_states_are_listed_newest_first_over_all_pages(journal: Journal) -> None:
    states = (State.FAILED, State.SUCCESS, State.WARNING, State.FAILED, State.SUCCESS, State.FAILED)
    for number, state in enumerate(states, 1):
        made = creation(f"e{number}", flow_id="other" if number == 4 else "rides")
        await journal.create(made)
        await end(journal, made.execution, state)
    await journal.create(creation("e7"))

    bad = Filter(states=(State.WARNING, State.FAILED, State.WARNING))
    assert await ids(journal, bad) == ["e6", "e4", "e3", "e1"]
    assert await ids(journal, bad, limit=2) == ["e6", "e4"]
    assert await ids(journal, bad, limit=2, before="e4") == ["e3", "e1"]
    assert await ids(journal, replace(bad, namespace="company.team", flow_id="rides")) == ["e6", "e3", "e1"]
    assert await ids(journal, replace(bad, namespace="company")) == []
    assert await ids(journal, Filter(states=(State.RUNNING, State.QUEUED))) == ["e7"]


async def test_a_request_keeps_its_answer_and_refuses_another_request(journal: Journal) -> None:
    await journal.create(creation("e1", request_id="r1"))
    assert await journal.answer("r1", "f") == "e1"
    assert await journal.answer("r2", "f") is None
    assert await journal.answer("", "f") is None
    with pytest.raises(RequestIdConflict):
        await journal.answer("r1", "another")


async def test_a_creation_that_fails_leaves_nothing(journal: Journal) -> None:
    await journal.create(creation("e1", request_id="r1"))
    with pytest.raises(Exception, match=r"(?i)unique"):
        await journal.create(creation("e2", request_id="r1"))
    assert await ids(journal, Filter()) == ["e1"]
    assert await journal.read("e2") == NOTHING


async def test_a_source_is_kept_for_as_long_as_it_is_needed(journal: Journal) -> None:
    await journal.create(creation("e1"))
    await journal.create(creation("e2"))
    assert await journal.definition("digest") == SOURCE


async def test_an_execution_is_unsettled_until_it_is_settled(journal: Journal) -> None:
    for execution_id in ("e2", "e1", "e3"):
        made = creation(execution_id)
        await journal.create(made)
        await end(journal, made.execution, State.SUCCESS)
    assert await journal.unsettled() == ["e1", "e2", "e3"]
    await journal.settle(["e1", "e3"])
    assert await journal.unsettled() == ["e2"]


async def test_an_execution_that_is_restarted_is_unsettled_until_it_has_ended_again(journal: Journal) -> None:
    made = creation("e1")
    await journal.create(made)
    await end(journal, made.execution, State.FAILED)
    await journal.settle(["e1"])
    events = recorded(made.execution.position, ExecutionRestarted(restarted=(), reopened=(), removed=()))
    for event in events:
        evolve(made.execution, event)
    await journal.append(made.execution, events)
    # What was on its way to be settled when it was restarted comes too late.
    await journal.settle(["e1"])
    assert await journal.unsettled() == ["e1"]
    [listed] = await journal.list_executions(Filter(), 10, None)
    assert (listed.state, listed.attempt_number, listed.end_time) == (State.RESTARTED, 2, None)


def line(message: str, task_path: str = "a", level: LogLevel = LogLevel.INFO) -> LogLine:
    return LogLine(
        execution_id="e1",
        task_run_id="r1",
        task_path=task_path,
        attempt_number=1,
        level=level,
        time=NOON,
        message=message,
    )


async def test_log_lines_come_back_in_order_filtered_and_from_any_position(journal: Journal) -> None:
    await journal.write_logs([line("one"), line("two\nlines", "b", LogLevel.ERROR)])
    await journal.write_logs([line("ein Schlüssel")])
    found = await journal.read_logs("e1", 0, 10, "", 0)
    assert [entry.message for entry in found] == ["one", "two\nlines", "ein Schlüssel"]
    assert found[0] == replace(line("one"), position=found[0].position)
    assert [e.message for e in await journal.read_logs("e1", found[0].position, 1, "", 0)] == ["two\nlines"]
    assert [e.message for e in await journal.read_logs("e1", 0, 10, "b", 0)] == ["two\nlines"]
    assert [e.message for e in await journal.read_logs("e1", 0, 10, "", LogLevel.WARN)] == ["two\nlines"]
    assert await journal.read_logs("e2", 0, 10, "", 0) == []
