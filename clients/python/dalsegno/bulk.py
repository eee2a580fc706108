"""What can be done with replays of many executions; each operation stands here once, for both clients."""

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from dalsegno import methods
from dalsegno.api.common.v1 import state_pb2
from dalsegno.api.executor.v1 import executor_pb2 as executor
from dalsegno.choices import replay_from, revision_choice
from dalsegno.drivers import Awaiting, Blocking, Group, operation, stream
from dalsegno.errors import InvalidRequest
from dalsegno.steps import Emit, Steps, Stream, every_page, insist, resuming


class BulkReplayOperations(Group):
    @operation
    def create(
        self,
        start: str | Iterable[str] | executor.ReplayFrom,
        *,
        execution_ids: Iterable[str] = (),
        namespace: str = "",
        flow_id: str = "",
        states: Iterable[state_pb2.State] = (),
        from_time: datetime | None = None,
        until_time: datetime | None = None,
        revision: int | str | executor.RevisionChoice = "original",
        max_running: int = 0,
        canary_count: int = 0,
        stop_at_percent: int | None = None,
        request_id: str = "",
    ) -> Steps[executor.BulkReplay]:
        """Begins to replay many executions and returns at once; `watch` follows it.

        They are those with `execution_ids`, or all that fit what else is given, created from `from_time` on and before
        `until_time`; which ones is decided once. `start` and `revision` are as for `executions.replay`. At most
        `max_running` replays run at once, 50 unless given. The first `canary_count` run before all others; it pauses
        when more than `stop_at_percent` of those that have ended failed or were refused. A `request_id` is made up when
        absent, so that repeating the call after a lost connection begins it once.
        """
        selection = _selection(execution_ids, namespace, flow_id, states, from_time, until_time)
        how = _how(start, revision, max_running, canary_count, stop_at_percent)
        request = executor.CreateBulkReplayRequest(request_id=request_id or secrets.token_hex(16), **selection, **how)
        return (yield from insist(self.patience, methods.CREATE_BULK_REPLAY, request)).bulk_replay

    @operation
    def preview(
        self,
        start: str | Iterable[str] | executor.ReplayFrom,
        *,
        execution_ids: Iterable[str] = (),
        namespace: str = "",
        flow_id: str = "",
        states: Iterable[state_pb2.State] = (),
        from_time: datetime | None = None,
        until_time: datetime | None = None,
        revision: int | str | executor.RevisionChoice = "original",
        max_running: int = 0,
        canary_count: int = 0,
        stop_at_percent: int | None = None,
    ) -> Steps[executor.CreateBulkReplayResponse]:
        """Returns what `create` with the same arguments would begin, with the first executions. Changes nothing."""
        selection = _selection(execution_ids, namespace, flow_id, states, from_time, until_time)
        how = _how(start, revision, max_running, canary_count, stop_at_percent)
        request = executor.CreateBulkReplayRequest(validate_only=True, **selection, **how)
        return (yield from insist(self.patience, methods.CREATE_BULK_REPLAY, request))

    @operation
    def get(self, bulk_replay_id: str) -> Steps[executor.BulkReplay]:
        """Returns a bulk replay with its counts."""
        request = executor.GetBulkReplayRequest(bulk_replay_id=bulk_replay_id)
        return (yield from insist(self.patience, methods.GET_BULK_REPLAY, request)).bulk_replay

    @stream
    def list(self, *, page_size: int = 0) -> Stream[executor.BulkReplay]:
        """Iterates over bulk replays, the newest first; pages are read as needed."""
        request = executor.ListBulkReplaysRequest(page_size=page_size)
        yield from every_page(self.patience, methods.LIST_BULK_REPLAYS, request, lambda page: page.bulk_replays)

    @stream
    def watch(self, bulk_replay_id: str) -> Stream[executor.BulkReplay]:
        """Iterates over how it stands: now, and whenever that has changed, until it has ended.

        Goes on by itself when the connection breaks; gives up after `Patience.resume`.
        """

        def request() -> executor.WatchBulkReplayRequest:
            return executor.WatchBulkReplayRequest(bulk_replay_id=bulk_replay_id)

        def deliver(message: executor.WatchBulkReplayResponse) -> Stream[executor.BulkReplay]:
            yield Emit(message.bulk_replay)

        yield from resuming(self.patience, methods.WATCH_BULK_REPLAY, request, deliver)

    @stream
    def items(
        self, bulk_replay_id: str, *, states: Iterable[executor.BulkReplayItemState] = (), page_size: int = 0
    ) -> Stream[executor.BulkReplayItem]:
        """Iterates over its items in their order; pages are read as needed."""
        request = executor.ListBulkReplayItemsRequest(bulk_replay_id=bulk_replay_id, states=states, page_size=page_size)
        yield from every_page(self.patience, methods.LIST_BULK_REPLAY_ITEMS, request, lambda page: page.items)

    @operation
    def pause(self, bulk_replay_id: str) -> Steps[executor.BulkReplay]:
        """Lets no further item begin; replays that have begun go on."""
        request = executor.PauseBulkReplayRequest(bulk_replay_id=bulk_replay_id)
        return (yield from insist(self.patience, methods.PAUSE_BULK_REPLAY, request)).bulk_replay

    @operation
    def resume(self, bulk_replay_id: str) -> Steps[executor.BulkReplay]:
        """Lets further items begin; errors are counted anew from here on."""
        request = executor.ResumeBulkReplayRequest(bulk_replay_id=bulk_replay_id)
        return (yield from insist(self.patience, methods.RESUME_BULK_REPLAY, request)).bulk_replay

    @operation
    def cancel(self, bulk_replay_id: str) -> Steps[executor.BulkReplay]:
        """Gives up all items that have not begun; replays that have begun go on."""
        request = executor.CancelBulkReplayRequest(bulk_replay_id=bulk_replay_id)
        return (yield from insist(self.patience, methods.CANCEL_BULK_REPLAY, request)).bulk_replay


def _selection(
    execution_ids: Iterable[str],
    namespace: str,
    flow_id: str,
    states: Iterable[state_pb2.State],
    from_time: datetime | None,
    until_time: datetime | None,
) -> dict[str, Any]:
    chosen = executor.BulkReplayFilter(
        namespace=namespace, flow_id=flow_id, states=states, from_time=from_time, until_time=until_time
    )
    ids = [*execution_ids]
    if bool(ids) == bool(chosen.ListFields()):
        raise InvalidRequest("Say what to replay: give ids of executions or something that they fit, one of the two.")
    return {"execution_ids": ids} if ids else {"filter": chosen}


def _how(
    start: str | Iterable[str] | executor.ReplayFrom,
    revision: int | str | executor.RevisionChoice,
    max_running: int,
    canary_count: int,
    stop_at_percent: int | None,
) -> dict[str, Any]:
    return {
        "from": replay_from(start),
        "revision": revision_choice(revision),
        "max_running": max_running,
        "canary_count": canary_count,
        "stop_at_percent": stop_at_percent,
    }


class BulkReplays(BulkReplayOperations, Blocking):
    pass


class AsyncBulkReplays(BulkReplayOperations, Awaiting):
    pass
