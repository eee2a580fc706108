"""A bulk replay after a restart, at each point where the process may have ended."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from dalsegno_executor.bulk_ports import Selection
from dalsegno_executor.core.bulk import BulkOptions, BulkState, Item, ItemState
from dalsegno_executor.core.plan import Rule, Start
from dalsegno_executor.ports import Filter
from dalsegno_executor.replaying import Asked
from dalsegno_executor.resuming import ResumeRequest
from dalsegno_executor.service import CreateRequest
from support.executor_fakes import Bench, bench

SOURCE = """
id: rides
namespace: company.team
tasks:
  - {id: wait, type: io.kestra.plugin.core.flow.Pause}
"""
NOTHING_ASKED = Asked(request_id="", fingerprint="")
OPTIONS = BulkOptions(
    start=Start(rule=Rule.BEGINNING), revision=None, max_running=2, canary_count=0, stop_at_percent=None
)


async def paused_sources(made: Bench, number: int) -> tuple[str, ...]:
    request = CreateRequest(namespace="company.team", flow_id="rides", revision=0, labels={})
    return tuple([(await made.executor.create(request, NOTHING_ASKED)).execution.execution_id for _ in range(number)])


async def under_way(made: Bench, bulk_id: str, *numbers: int) -> list[Item]:
    """These items, once their replays run."""
    async for _ in made.bulks.watch(bulk_id):
        running = await made.bulks.items(bulk_id, [ItemState.RUNNING], 10, 0)
        found = [item for item in running if item.number in numbers]
        if len(found) == len(numbers):
            return found
    raise AssertionError(f"it ended, and items {numbers} never were under way together")


async def release(made: Bench, item: Item) -> None:
    live = await made.executor.open(item.replay_id)
    async for _ in live.watch(0):
        if "wait" in live.execution.task_runs and live.execution.state == "PAUSED":
            break
    await made.executor.resume(ResumeRequest(execution_id=item.replay_id, task_path="", inputs={}), NOTHING_ASKED)


@pytest.mark.parametrize("lost", ["nothing", "that it runs", "that it was begun"])
async def test_items_under_way_are_taken_up_and_none_is_replayed_twice(tmp_path: Path, lost: str) -> None:
    async with bench(tmp_path, SOURCE) as first:
        sources = await paused_sources(first, 3)
        bulk = await first.bulks.create(Selection(execution_ids=sources), OPTIONS, NOTHING_ASKED)
        before = await under_way(first, bulk.bulk_id, 1, 2)
        bulk = await first.bulks.get(bulk.bulk_id)
    async with bench(tmp_path, SOURCE) as between:
        # As if the process had ended before the last of this was durable.
        if lost == "that it runs":
            forgotten = [replace(item, state=ItemState.STARTING, replay_id="") for item in before]
            await between.bulk_store.change(bulk, forgotten, 0)
        await between.bulks.close()
        if lost == "that it was begun":
            await between.bulk_store.change(bulk, [replace(before[0], state=ItemState.STARTING, replay_id="")], 0)

    async with bench(tmp_path, SOURCE) as again:
        after = await under_way(again, bulk.bulk_id, 1, 2)
        assert [item.replay_id for item in after] == [item.replay_id for item in before]
        for item in after:
            await release(again, item)
        (last,) = await under_way(again, bulk.bulk_id, 3)
        await release(again, last)
        *_, done = [seen async for seen in again.bulks.watch(bulk.bulk_id)]
        assert (done.state, done.counts.succeeded) == (BulkState.COMPLETED, 3)
        listed = await again.executor.list_executions(Filter(), 100, None)
        assert sorted(one.parent_id for one in listed if one.parent_id) == sorted(sources)


async def test_one_that_is_begun_by_two_calls_at_once_is_one(tmp_path: Path) -> None:
    async with bench(tmp_path, SOURCE) as made:
        sources = await paused_sources(made, 1)
        asked = Asked(request_id="mine", fingerprint="same")
        calls = [made.bulks.create(Selection(execution_ids=sources), OPTIONS, asked) for _ in range(5)]
        begun = await asyncio.gather(*calls)
        assert len({bulk.bulk_id for bulk in begun}) == 1
        (item,) = await under_way(made, begun[0].bulk_id, 1)
        await release(made, item)
        assert [one.bulk_id for one in await made.bulks.list_bulks(10, None)] == [begun[0].bulk_id]
