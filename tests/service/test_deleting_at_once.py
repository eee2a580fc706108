"""Deleting an execution while others are about to do something with it."""

import asyncio
from functools import partial
from pathlib import Path

import pytest

from dalsegno_executor.core.errors import ExecutionNotFound
from dalsegno_executor.core.plan import Start, Wish
from dalsegno_executor.ports import NOT_ASKED
from dalsegno_executor.wishing import ReplayRequest
from dalsegno_runtime.errors import ServiceError
from support.executor_fakes import NOTHING_ASKED, WORK, Bench, bench, until

FLOW = f"""
id: rides
namespace: company.team
tasks:
  - {{id: a, type: {WORK}, uri: "https://a"}}
  - {{id: b, type: {WORK}, uri: "https://b"}}
"""


@pytest.mark.parametrize("turns", range(0, 12, 2))
async def test_a_replay_that_begins_meanwhile_goes_on_whole_or_is_refused(tmp_path: Path, turns: int) -> None:
    async with bench(tmp_path, FLOW) as made:
        source = await made.run()
        wanted = ReplayRequest(execution_id=source, wish=Wish(start=Start(task_paths=("b",))))
        replaying = asyncio.create_task(made.executor.replay(wanted, NOTHING_ASKED))
        for _ in range(turns):
            await asyncio.sleep(0)
        await made.executor.delete(source, NOTHING_ASKED)
        try:
            replay, _ = await replaying
        except ServiceError as error:
            assert isinstance(error, ExecutionNotFound)  # noqa: PT017  # the other way is as good
        else:
            await made.ended(replay.execution.execution_id)
            assert replay.execution.task_runs["a"].provenance is not None
        with pytest.raises(ExecutionNotFound):
            await made.executor.get(source)
        assert (await made.journal.read(source)).events == []


async def test_whoever_waits_for_it_finds_it_gone(tmp_path: Path) -> None:
    async with bench(tmp_path, FLOW) as made:
        source = await made.run()
        live = await made.engine.open(source)
        async with live.lock:
            label = asyncio.create_task(made.executor.set_labels(source, {"a": "b"}, NOTHING_ASKED))
            restart = asyncio.create_task(made.engine.restart(source, NOT_ASKED))
            await asyncio.sleep(0)
            first = asyncio.create_task(made.executor.delete(source, NOTHING_ASKED))
            second = asyncio.create_task(made.executor.delete(source, NOTHING_ASKED))
            for _ in range(20):
                await asyncio.sleep(0)
            late = asyncio.create_task(made.executor.set_labels(source, {"c": "d"}, NOTHING_ASKED))
            await asyncio.sleep(0)
        results = await asyncio.gather(label, restart, first, second, late, return_exceptions=True)
        assert results[2] is None
        assert [type(result) for result in results[3:]] == [ExecutionNotFound, ExecutionNotFound]
        assert (await made.journal.read(source)).events == []


async def test_outputs_on_their_way_to_storage_do_not_pin_what_was_released(tmp_path: Path) -> None:
    async with bench(tmp_path, FLOW) as made:
        made.store.away = True
        source = await made.run()
        assert made.outbox.unshipped(source)
        await made.executor.delete(source, NOTHING_ASKED)
        made.store.pinned[source] = ["a"]
        made.store.away = False
        await until(partial(_released, made, source))
        assert made.outbox.unshipped(source) == []
        assert made.store.documents == {}


def _released(made: Bench, execution_id: str) -> bool:
    return execution_id not in made.store.pinned
