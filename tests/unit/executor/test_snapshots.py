"""Snapshots: going on from one is the same as folding the journal from its beginning."""

import asyncio
import inspect
import json
import zlib
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalsegno_executor import memory
from dalsegno_executor.adapters import tables
from dalsegno_executor.adapters.journal import SqlJournal
from dalsegno_executor.core.course import Course
from dalsegno_executor.core.errors import JournalUnreadable, NothingToReplay, NotRestartable
from dalsegno_executor.core.events import (
    Attempt,
    ExecutionRestarted,
    LabelsSet,
    Provenance,
    Recorded,
    StateChange,
    VariablesSet,
)
from dalsegno_executor.core.execution import Execution, JournalCorrupt, TaskRun
from dalsegno_executor.core.opened import Opened
from dalsegno_executor.core.reopening import reopen, retrace
from dalsegno_executor.core.restarting import restarted
from dalsegno_executor.core.states import State
from dalsegno_executor.memory import Memory
from dalsegno_executor.ports import NOT_ASKED, Creation
from dalsegno_executor.vault import Vault
from dalsegno_executor.wire.snapshots import SnapshotUnreadable, _task_run, execution_from_snapshot, snapshot_to_bytes
from dalsegno_flow import Flow, parse_flow
from dalsegno_runtime.database import Database
from support.courses import NOON, Run, flow_of, flowable, leaf
from support.properties import examples
from support.random_flows import waiting_flows
from support.random_runs import Driver

SETTINGS = examples(100)


@SETTINGS
@given(flow=waiting_flows(), data=st.data())
def test_going_on_from_any_snapshot_is_the_same_as_the_whole_fold(flow: Flow, data: st.DataObject) -> None:
    journal = Driver(flow, data).go().journal
    for position in closed_positions(flow, journal):
        until = data.draw(st.integers(position, len(journal)), "until")
        snapshot = snapshot_to_bytes(retrace("e", flow, journal[:position]).execution)

        course = reopen(flow, execution_from_snapshot("e", snapshot), journal[position:until])

        whole = retrace("e", flow, journal[:until])
        assert course.execution == whole.execution
        assert outputs_of_opened(course.execution) == outputs_of_opened(whole.execution)
        assert course.follow() == whole.follow()
        assert [(work, course.work.wait_of(work)) for work in course.work] == [
            (work, whole.work.wait_of(work)) for work in whole.work
        ]
        assert types_of(course) == types_of(whole)
        assert restart_of(flow, course) == restart_of(flow, whole)


def test_tasks_that_only_a_flowable_has_are_known_after_a_snapshot() -> None:
    properties = {"items": "uri", "batch": {"rows": 1}, "namespace": "n", "flowId": "g"}
    run = Run(flow_of(flowable("ForEachItem", "f", properties=properties))).go()
    snapshot = execution_from_snapshot("e", snapshot_to_bytes(run.course.execution))

    types = types_of(reopen(run.flow, snapshot, []))

    parts = {"split": "Split", "items": "Executable", "merge": "MergeOutputs"}
    kinds = {"": "", **{f"/f_{part}": f"$ForEachItem{kind}" for part, kind in parts.items()}}
    assert types == {f"f{place}": f"io.kestra.plugin.core.flow.ForEachItem{kind}" for place, kind in kinds.items()}


def closed_positions(flow: Flow, journal: list[Recorded]) -> list[int]:
    courses = (retrace("e", flow, journal[:position]) for position in range(1, len(journal) + 1))
    return [course.execution.position for course in courses if course.execution.closed]


def outputs_of_opened(execution: Execution) -> dict[str, object]:
    """What comparing leaves out."""
    return {path: run.opened.outputs for path, run in execution.task_runs.items() if run.opened is not None}


def types_of(course: Course) -> dict[str, str]:
    return {path: course.task_type(path) for path in course.execution.task_runs}


def restart_of(flow: Flow, course: Course) -> ExecutionRestarted | None:
    try:
        return restarted(course.execution, flow, course)
    except (NotRestartable, NothingToReplay):
        return None


TEXTS = st.text(max_size=5)
TIMES = st.datetimes(timezones=st.just(NOON.tzinfo), min_value=NOON.replace(tzinfo=None))  # type: ignore[arg-type]
STATES = st.sampled_from(State)
JSON = st.dictionaries(TEXTS, st.one_of(st.none(), st.booleans(), st.integers(), TEXTS), max_size=3)
OPENED = st.builds(
    Opened,
    values=st.lists(TEXTS, max_size=3).map(tuple),
    width=st.integers(0, 3),
    iteration=st.one_of(st.none(), st.integers(0, 9)),
    paused=st.booleans(),
    resume_time=st.one_of(st.none(), TIMES),
    outputs=JSON,
)


@SETTINGS
@given(data=st.data())
def test_a_snapshot_has_everything_that_can_be_known(data: st.DataObject) -> None:
    run = Run(flow_of(leaf("a"), leaf("b"))).go()
    execution = run.course.execution
    run.happen(LabelsSet(labels={"of": "ä"}), VariablesSet(variables_json='{"a": [1.5, null]}'))
    execution = run.course.execution
    execution.retry_time = data.draw(st.one_of(st.none(), TIMES))
    execution.violated = data.draw(st.sets(TEXTS, max_size=2))
    execution.restarts = data.draw(st.integers(0, 3))
    for found in execution.task_runs.values():
        found.history = data.draw(st.lists(st.builds(StateChange, STATES, TIMES), min_size=1, max_size=4))
        found.attempts = data.draw(st.lists(attempts(), max_size=2))
        found.metrics = data.draw(st.dictionaries(TEXTS, st.floats(allow_nan=False), max_size=2))
        found.provenance = data.draw(st.one_of(st.none(), st.builds(Provenance, **dict.fromkeys(PROVENANCE, TEXTS))))
        found.opened = data.draw(st.one_of(st.none(), OPENED))
        found.retry_time = data.draw(st.one_of(st.none(), TIMES))
        found.value, found.iteration = data.draw(st.one_of(st.none(), TEXTS)), data.draw(st.integers(0, 3))
        found.error, found.outputs_json, found.output_digest = (data.draw(TEXTS) for _ in range(3))

    again = execution_from_snapshot("e", snapshot_to_bytes(execution))

    assert again == execution
    assert outputs_of_opened(again) == outputs_of_opened(execution)


PROVENANCE = [field.name for field in fields(Provenance)]


def attempts() -> st.SearchStrategy[Attempt]:
    ends = st.one_of(st.none(), TIMES)
    here = st.sampled_from(["e", "elsewhere"])
    return st.builds(
        Attempt, number=st.integers(1, 3), state=STATES, start_time=TIMES, end_time=ends, error=TEXTS, execution_id=here
    )


def test_a_field_that_is_new_is_to_be_kept_too() -> None:
    """With it, `VERSION` is to become another one."""
    begun = {"execution_id", "created", "create_time", "inputs", "trigger", "flow_variables"}  # from the first event
    content = json.loads(zlib.decompress(snapshot_to_bytes(Run(flow_of(leaf("a"))).course.execution)))
    open_only = {"held", "suspended"}  # a snapshot is of one that has closed
    assert {field.name for field in fields(Execution)} - begun - open_only == content.keys() - {"created", "times"}
    row = inspect.signature(_task_run).parameters.keys() - {"execution_id", "times"}
    assert len(row) == len(fields(TaskRun))


@pytest.mark.parametrize("damaged", [b"", b"nothing", snapshot_to_bytes(Run(flow_of(leaf("a"))).course.execution)[:-9]])
def test_a_damaged_snapshot_is_refused(damaged: bytes) -> None:
    with pytest.raises(SnapshotUnreadable, match="The snapshot of execution e is damaged"):
        execution_from_snapshot("e", damaged)


def test_a_snapshot_from_before_the_end_is_refused() -> None:
    run = Run(flow_of(leaf("a"))).settle()
    with pytest.raises(JournalCorrupt, match="was taken before its end"):
        reopen(run.flow, run.course.execution, [])


# -- in memory

SOURCE = """
id: f
namespace: n
tasks:
  - {id: a, type: io.kestra.plugin.core.debug.Return, format: a}
  - {id: b, type: io.kestra.plugin.core.debug.Return, format: b}
"""


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path}/executor.db", tables.metadata)
    yield database
    database.close()


@pytest.fixture
def journal(database: Database) -> SqlJournal:
    return SqlJournal(database, lambda: NOON)


async def stored(journal: SqlJournal) -> Run:
    """An execution that has run to its end, and is in the journal."""
    run = Run(parse_flow(SOURCE)).go()
    events = tuple(run.journal)
    await journal.create(Creation(execution=run.course.execution, events=events, source=SOURCE, answer=NOT_ASKED))
    return run


async def test_a_large_execution_is_opened_from_its_snapshot_the_second_time(
    journal: SqlJournal, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = await stored(journal)
    monkeypatch.setattr(memory, "LARGE", len(run.journal))
    first = Memory(journal, Vault())
    opened = await first.open("e")
    await asyncio.gather(*first._snapshots)

    # Nobody looks at what came before the snapshot.
    table = tables.journal
    spoilt = table.update().where(table.c.position == 2).values(event=(await journal.read("e")).events[2])
    await database.write(lambda connection: connection.execute(spoilt))
    again = await Memory(journal, Vault()).open("e")
    assert opened.execution == again.execution == run.course.execution
    assert len(again.published) == len(run.journal)
    assert again.shown_ended

    await database.write(lambda connection: connection.execute(tables.snapshot.delete()))
    with pytest.raises(JournalUnreadable):
        await Memory(journal, Vault()).open("e")


async def test_a_small_execution_needs_no_snapshot(journal: SqlJournal, monkeypatch: pytest.MonkeyPatch) -> None:
    run = await stored(journal)
    monkeypatch.setattr(memory, "LARGE", len(run.journal) + 1)
    small = Memory(journal, Vault())
    await small.open("e")
    assert small._snapshots == set()
    assert (await journal.read("e")).snapshot is None
