"""What every store of bulk replays does, whatever its database."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dalsegno_executor.adapters.bulk_store import SqlBulkStore
from dalsegno_executor.adapters.journal import SqlJournal
from dalsegno_executor.adapters.tables import metadata
from dalsegno_executor.bulk_ports import BulkStore, Selection
from dalsegno_executor.core.bulk import Bulk, BulkOptions, BulkState, Counts, ItemState, cancelled, counted
from dalsegno_executor.core.errors import NothingSelected
from dalsegno_executor.core.events import ExecutionCreated, ExecutionEnded, ExecutionStarted, Recorded
from dalsegno_executor.core.evolving import fold
from dalsegno_executor.core.plan import Rule, Start
from dalsegno_executor.core.states import State
from dalsegno_executor.ports import NOT_ASKED, Answer, Creation, Filter
from dalsegno_runtime.database import Database
from dalsegno_runtime.errors import RequestIdConflict
from support.postgres import temporary_database

NOON = datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)
OPTIONS = BulkOptions(
    start=Start(task_paths=("each[value=b]/load", "last")),
    revision=0,
    max_running=7,
    canary_count=2,
    stop_at_percent=10,
)
ALL = Selection(chosen=Filter(namespace="company.team"))


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
def store(database: Database) -> BulkStore:
    return SqlBulkStore(database, lambda: NOON)


def bulk(bulk_id: str = "b1", options: BulkOptions = OPTIONS) -> Bulk:
    return Bulk(bulk_id=bulk_id, options=options, create_time=NOON, counts=Counts())


async def have(database: Database, execution_id: str, hours: int, state: State, flow_id: str = "rides") -> None:
    """An execution that was created so many hours after noon and has ended."""
    created = ExecutionCreated(
        namespace="company.team",
        flow_id=flow_id,
        flow_revision=1,
        source_digest="digest",
        original_id=execution_id,
        start_time=NOON,
        labels={},
    )
    happened = (created, ExecutionStarted(), ExecutionEnded(state=state))
    time = NOON + timedelta(hours=hours)
    events = [Recorded(position=number, time=time, event=event) for number, event in enumerate(happened, 1)]
    execution = fold(execution_id, events)
    await SqlJournal(database, lambda: NOON).create(
        Creation(execution=execution, events=tuple(events), source="id: rides", answer=NOT_ASKED)
    )


@pytest.fixture
async def executions(database: Database) -> None:
    for execution_id, hours, state, flow_id in (
        ("e3", 2, State.FAILED, "rides"),
        ("e1", 0, State.FAILED, "rides"),
        ("e2", 1, State.SUCCESS, "rides"),
        ("e4", 3, State.FAILED, "trips"),
    ):
        await have(database, execution_id, hours, state, flow_id)


async def ids(store: BulkStore, bulk_id: str = "b1") -> list[str]:
    return [item.execution_id for item in await store.items(bulk_id, [], 100, 0)]


@pytest.mark.usefixtures("executions")
@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (ALL, ["e1", "e2", "e3", "e4"]),
        (Selection(chosen=Filter(namespace="company.team", flow_id="rides", states=(State.FAILED,))), ["e1", "e3"]),
        (Selection(chosen=Filter(states=(State.FAILED, State.SUCCESS))), ["e1", "e2", "e3", "e4"]),
        (Selection(from_time=NOON + timedelta(hours=1), until_time=NOON + timedelta(hours=3)), ["e2", "e3"]),
        (Selection(execution_ids=("e3", "nowhere", "e1")), ["e3", "nowhere", "e1"]),
    ],
)
async def test_items_are_what_was_selected_numbered_from_1(
    store: BulkStore, selection: Selection, expected: list[str]
) -> None:
    number, shown = await store.selected(selection, 3)
    assert number == len(expected)
    assert {one.execution_id for one in shown} == {one for one in expected[:3] if one != "nowhere"}
    assert await store.create(bulk(), selection, NOT_ASKED) == "b1"
    found = await store.items("b1", [], 100, 0)
    assert [(item.number, item.execution_id) for item in found] == list(enumerate(expected, 1))
    assert {item.state for item in found} == {ItemState.WAITING}
    assert await store.get("b1") == replace(bulk(), counts=Counts(waiting=len(expected)))


@pytest.mark.usefixtures("executions")
async def test_what_is_selected_does_not_change_afterwards(store: BulkStore, database: Database) -> None:
    await store.create(bulk(), ALL, NOT_ASKED)
    await have(database, "e5", 4, State.FAILED)
    assert await ids(store) == ["e1", "e2", "e3", "e4"]


async def test_nothing_is_made_when_nothing_fits(store: BulkStore) -> None:
    with pytest.raises(NothingSelected):
        await store.create(bulk(), ALL, NOT_ASKED)
    assert await store.get("b1") is None


@pytest.mark.usefixtures("executions")
async def test_the_same_request_makes_one_and_another_with_its_id_is_refused(store: BulkStore) -> None:
    first = Answer(request_id="r", fingerprint="f", answer="b1")
    assert await store.create(bulk("b1"), ALL, first) == "b1"
    assert await store.create(bulk("b2"), ALL, replace(first, answer="b2")) == "b1"
    with pytest.raises(RequestIdConflict):
        await store.create(bulk("b3"), ALL, replace(first, fingerprint="g", answer="b3"))
    assert [one.bulk_id for one in await store.list_bulks(10, None)] == ["b1"]


@pytest.mark.usefixtures("executions")
async def test_a_change_keeps_items_and_begins_the_next_ones_in_one_step(store: BulkStore) -> None:
    await store.create(bulk(), ALL, NOT_ASKED)
    begun = await store.change(bulk(), [], 2)
    assert [(item.number, item.state) for item in begun] == [(1, ItemState.STARTING), (2, ItemState.STARTING)]
    ended = replace(begun[0], state=ItemState.SUCCEEDED, replay_id="x1", replay_state=State.WARNING)
    refused = replace(begun[1], state=ItemState.REFUSED, reason="TASK_NOT_FOUND", message="Räder")
    paused = replace(bulk(), state=BulkState.PAUSED, reason="why", judged_after=2, errors_before=1)
    (third,) = await store.change(paused, [ended, refused], 1)
    assert await store.items("b1", [], 10, 0) == [ended, refused, third, (await store.items("b1", [], 10, 3))[0]]
    assert await store.items("b1", [ItemState.REFUSED, ItemState.WAITING], 1, 0) == [refused]
    counts = Counts(waiting=1, active=1, succeeded=1, refused=1)
    assert await store.get("b1") == replace(paused, counts=counts)
    assert counted(Counts(waiting=1, active=3), [ended, refused]) == counts


@pytest.mark.usefixtures("executions")
async def test_cancelling_gives_up_what_waits_and_an_end_is_not_looked_for_again(store: BulkStore) -> None:
    for bulk_id in ("b1", "b2"):
        await store.create(bulk(bulk_id, replace(OPTIONS, start=Start(rule=Rule.FAILED))), ALL, NOT_ASKED)
    await store.change(bulk(), [], 1)
    stopped = cancelled(replace(bulk(), counts=Counts(waiting=3, active=1)))
    assert await store.change(stopped, [], 0) == []
    found = await store.get("b1")
    assert found is not None
    assert (found.state, found.counts) == (BulkState.CANCELLING, Counts(active=1, cancelled=3))
    assert await store.unfinished() == ["b1", "b2"]
    await store.change(replace(stopped, state=BulkState.CANCELLED, end_time=NOON), [], 0)
    assert await store.unfinished() == ["b2"]
    assert [one.end_time for one in await store.list_bulks(10, None)] == [None, NOON]
    assert [one.bulk_id for one in await store.list_bulks(10, "b2")] == ["b1"]
    assert (await store.items("b2", [], 10, 0))[0].state is ItemState.WAITING
