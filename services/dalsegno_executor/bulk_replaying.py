"""The use cases of bulk replays: many replays, at most so many at once, each exactly once."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, TypeVar

from dalsegno_executor.bulk_ports import BulkStore, Selection
from dalsegno_executor.core.bulk import (
    Bulk,
    BulkOptions,
    BulkState,
    Counts,
    Item,
    ItemState,
    advanced,
    beginning,
    cancelled,
    counted,
    item_state,
    paused,
    resumed,
)
from dalsegno_executor.core.errors import BulkReplayEnded, BulkReplayNotFound, NothingSelected
from dalsegno_executor.core.plan import Wish
from dalsegno_executor.live import Bell, Live
from dalsegno_executor.patience import until_available
from dalsegno_executor.ports import Answer, ExecutionSummary
from dalsegno_executor.replaying import Asked
from dalsegno_executor.service import Executor
from dalsegno_executor.wishing import ReplayRequest
from dalsegno_runtime.clock import Clock
from dalsegno_runtime.errors import ServiceError
from dalsegno_runtime.ids import NewId

SHOWN = 100  # of the executions that would be replayed
# Between two messages of a watch: hundreds of items may end in a second.
WATCH_SECONDS = 0.1
ASKED = {BulkState.PAUSED: "paused", BulkState.RUNNING: "resumed", BulkState.CANCELLING: "cancelled"}
UNDER_WAY = (ItemState.STARTING, ItemState.RUNNING)

Result = TypeVar("Result")

log = logging.getLogger("dalsegno.bulk_replaying")


@dataclass(slots=True, kw_only=True, eq=False)
class LiveBulk:
    """A bulk replay that has not ended, as far as it is durable, and what its items came to since.

    `lock` is held from deciding to committing.
    """

    bulk: Bulk
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    changes: Bell = field(default_factory=Bell)
    stirred: asyncio.Event = field(default_factory=asyncio.Event)
    _arrived: dict[int, Item] = field(default_factory=dict)

    def arrive(self, item: Item) -> None:
        self._arrived[item.number] = item
        self.stirred.set()

    def arrivals(self) -> list[Item]:
        arrived, self._arrived = list(self._arrived.values()), {}
        return arrived

    def show(self, bulk: Bulk) -> None:
        """Takes in what has become durable."""
        self.bulk = bulk
        self.changes.ring()


class BulkReplaying:
    """All bulk replays; those that have not ended are carried on by this process."""

    def __init__(self, *, executor: Executor, store: BulkStore, clock: Clock, new_id: NewId) -> None:
        self._executor = executor
        self._store = store
        self._clock = clock
        self._new_id = new_id
        self._unfinished: dict[str, LiveBulk] = {}
        self._tasks: set[asyncio.Task[Any]] = set()
        self._creating = asyncio.Lock()

    # -- what can be asked

    async def preview(self, selection: Selection, options: BulkOptions) -> tuple[Bulk, list[ExecutionSummary]]:
        """What `create` would make, and the first executions of it. Raises NothingSelected."""
        number, shown = await self._store.selected(selection, SHOWN)
        if not number:
            raise NothingSelected
        return self._new("", options, number), shown

    async def create(self, selection: Selection, options: BulkOptions, asked: Asked) -> Bulk:
        """Begins a bulk replay, or returns the one that the same request began before.

        Raises:
            NothingSelected, InvalidField, RequestIdConflict: as `BulkStore.create`.
        """
        return await asyncio.shield(self._in_background(self._create(selection, options, asked)))

    async def _create(self, selection: Selection, options: BulkOptions, asked: Asked) -> Bulk:
        bulk_id = self._new_id()
        answer = Answer(request_id=asked.request_id, fingerprint=asked.fingerprint, answer=bulk_id)
        async with self._creating:
            made = await self._store.create(self._new(bulk_id, options, 0), selection, answer)
            bulk = await self.get(made)
            if made == bulk_id:
                self._carry_on(bulk)
        return bulk

    def _new(self, bulk_id: str, options: BulkOptions, waiting: int) -> Bulk:
        return Bulk(bulk_id=bulk_id, options=options, create_time=self._clock(), counts=Counts(waiting=waiting))

    async def get(self, bulk_id: str) -> Bulk:
        """Raises BulkReplayNotFound."""
        live = self._unfinished.get(bulk_id)
        bulk = live.bulk if live else await self._store.get(bulk_id)
        if bulk is None:
            raise BulkReplayNotFound(bulk_id)
        return bulk

    async def list_bulks(self, limit: int, before: str | None) -> list[Bulk]:
        """The newest before one, at most `limit`."""
        return await self._store.list_bulks(limit, before)

    async def items(self, bulk_id: str, states: Sequence[ItemState], limit: int, after: int) -> list[Item]:
        """The items after a number, at most `limit`. Raises BulkReplayNotFound."""
        await self.get(bulk_id)
        return await self._store.items(bulk_id, states, limit, after)

    async def watch(self, bulk_id: str) -> AsyncIterator[Bulk]:
        """Yields how it stands whenever that has changed, until it has ended. Raises BulkReplayNotFound."""
        live = await self._live(bulk_id)
        if live is None:
            yield await self.get(bulk_id)
            return
        while True:
            change = live.changes.next_ring()
            try:
                bulk = live.bulk
                yield bulk
                if bulk.state.is_terminal:
                    return
                await change
            finally:
                change.cancel()
            await asyncio.sleep(WATCH_SECONDS)

    async def pause(self, bulk_id: str) -> Bulk:
        """Lets no further item begin. Raises BulkReplayNotFound, BulkReplayEnded."""
        return await self._asked(bulk_id, BulkState.PAUSED, paused)

    async def resume(self, bulk_id: str) -> Bulk:
        """Lets items begin again. Raises BulkReplayNotFound, BulkReplayEnded."""
        return await self._asked(bulk_id, BulkState.RUNNING, resumed)

    async def cancel(self, bulk_id: str) -> Bulk:
        """Gives up what has not begun. Raises BulkReplayNotFound, BulkReplayEnded."""
        return await self._asked(bulk_id, BulkState.CANCELLING, cancelled)

    async def _asked(self, bulk_id: str, wanted: BulkState, become: Callable[[Bulk], Bulk]) -> Bulk:
        live = await self._live(bulk_id)
        if live is None:
            return _as_it_ended(await self.get(bulk_id), wanted)
        return await asyncio.shield(self._in_background(self._change(live, wanted, become)))

    async def _change(self, live: LiveBulk, wanted: BulkState, become: Callable[[Bulk], Bulk]) -> Bulk:
        async with live.lock:
            bulk = live.bulk
            if bulk.state is wanted:
                return bulk
            if bulk.state not in (BulkState.RUNNING, BulkState.PAUSED):
                return _as_it_ended(bulk, wanted)
            bulk = advanced(become(bulk), self._clock())
            await self._store.change(bulk, [], 0)
            live.show(bulk)
        live.stirred.set()
        return bulk

    async def _live(self, bulk_id: str) -> LiveBulk | None:
        live = self._unfinished.get(bulk_id)
        if live is None:
            async with self._creating:  # It may be durable and not taken in yet.
                live = self._unfinished.get(bulk_id)
        return live

    # -- carrying them on

    async def recover(self) -> None:
        """Goes on with those that had not ended; the executions that they have begun have been taken up before."""
        for bulk_id in await until_available(self._store.unfinished):
            bulk = await until_available(partial(self._store.get, bulk_id))
            if bulk is not None:
                self._carry_on(bulk)

    async def close(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _carry_on(self, bulk: Bulk) -> None:
        live = self._unfinished[bulk.bulk_id] = LiveBulk(bulk=bulk)
        self._in_background(self._drive(live))

    def _in_background(self, work: Coroutine[None, None, Result]) -> asyncio.Task[Result]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _drive(self, live: LiveBulk) -> None:
        bulk = live.bulk
        try:
            most = bulk.options.max_running
            left = await until_available(partial(self._store.items, bulk.bulk_id, UNDER_WAY, most, 0))
            self._begin(live, left)
            while not live.bulk.state.is_terminal:
                live.stirred.clear()
                await self._step(live)
                if not live.bulk.state.is_terminal:
                    await live.stirred.wait()
        except Exception:
            log.exception("bulk replay %s stands still until the executor is restarted", bulk.bulk_id)
            return
        del self._unfinished[bulk.bulk_id]

    async def _step(self, live: LiveBulk) -> None:
        """One commit: what items came to, whether it goes on, and which items begin. Then these are begun."""
        async with live.lock:
            changed = live.arrivals()
            bulk = advanced(replace(live.bulk, counts=counted(live.bulk.counts, changed)), self._clock())
            number = beginning(bulk)
            if not number and not changed and bulk == live.bulk:
                return
            begun = await until_available(partial(self._store.change, bulk, changed, number))
            counts = bulk.counts
            begun_counts = replace(counts, waiting=counts.waiting - len(begun), active=counts.active + len(begun))
            live.show(replace(bulk, counts=begun_counts))
        self._begin(live, begun)

    def _begin(self, live: LiveBulk, items: Sequence[Item]) -> None:
        for item in items:
            self._in_background(self._carry_out(live, item))

    async def _carry_out(self, live: LiveBulk, item: Item) -> None:
        """Sees one item to its end."""
        try:
            if item.state is ItemState.STARTING:
                replay = await until_available(partial(self._replay, live.bulk, item))
                item = replace(item, state=ItemState.RUNNING, replay_id=replay.execution.execution_id)
                live.arrive(item)
            else:
                replay = await until_available(partial(self._executor.open, item.replay_id))
            await replay.until_ended()
            reached = replay.execution.state
            item = replace(item, state=item_state(reached), replay_state=reached)
        except ServiceError as error:
            item = replace(item, state=ItemState.REFUSED, reason=error.error_reason, message=error.message)
        except Exception:
            log.exception("item %s of bulk replay %s was given up", item.number, live.bulk.bulk_id)
            told = f"The executor has a fault; its log tells of item {item.number}. Replay the execution by itself."
            item = replace(item, state=ItemState.REFUSED, reason="INTERNAL", message=told)
        live.arrive(item)

    async def _replay(self, bulk: Bulk, item: Item) -> Live:
        # The id follows from the item, so that asking again after a restart gives the replay that was begun.
        asked = Asked(request_id=f"bulk-replay/{bulk.bulk_id}/{item.number}", fingerprint="bulk-replay")
        wish = Wish(start=bulk.options.start)
        request = ReplayRequest(execution_id=item.execution_id, wish=wish, revision=bulk.options.revision)
        live, _ = await self._executor.replay(request, asked)
        return live


def _as_it_ended(bulk: Bulk, wanted: BulkState) -> Bulk:
    """The bulk replay, when cancelling it again changes nothing. Raises BulkReplayEnded otherwise."""
    if wanted is BulkState.CANCELLING and bulk.state in (BulkState.CANCELLING, BulkState.CANCELLED):
        return bulk
    raise BulkReplayEnded(bulk.bulk_id, bulk.state, ASKED[wanted])
