"""The methods of the ExecutorService for bulk replays: each parses, calls and renders."""

from collections.abc import AsyncIterator
from typing import Any

from dalsegno.api.executor.v1 import executor_pb2 as pb
from dalsegno_executor.bulk_replaying import BulkReplaying
from dalsegno_executor.wire.bulk import bulk_to_proto, item_states_from, item_to_proto, options_from, selection_from
from dalsegno_executor.wire.messages import summary_to_proto
from dalsegno_executor.wire.requests import asked_from, needed
from dalsegno_runtime.paging import make_token, page_size, read_token


class BulkReplayMethods:
    """A part of the servicer. Errors are raised; the interceptor of `dalsegno_runtime` renders them."""

    def __init__(self, bulks: BulkReplaying) -> None:
        self._bulks = bulks

    async def CreateBulkReplay(self, request: Any, _context: Any) -> Any:  # noqa: N802  # the contract's name
        asked, selection, options = asked_from(request), selection_from(request), options_from(request)
        if request.validate_only:
            bulk, shown = await self._bulks.preview(selection, options)
            return pb.CreateBulkReplayResponse(
                bulk_replay=bulk_to_proto(bulk), selected=[summary_to_proto(summary) for summary in shown]
            )
        bulk = await self._bulks.create(selection, options, asked)
        return pb.CreateBulkReplayResponse(bulk_replay=bulk_to_proto(bulk))

    async def GetBulkReplay(self, request: Any, _context: Any) -> Any:  # noqa: N802
        bulk = await self._bulks.get(needed(request, "bulk_replay_id"))
        return pb.GetBulkReplayResponse(bulk_replay=bulk_to_proto(bulk))

    async def ListBulkReplays(self, request: Any, _context: Any) -> Any:  # noqa: N802
        size = page_size(request.page_size)
        before = read_token(request.page_token, str)
        found = await self._bulks.list_bulks(size + 1, str(before[0]) if before else None)
        page = found[:size]
        return pb.ListBulkReplaysResponse(
            bulk_replays=[bulk_to_proto(bulk) for bulk in page],
            next_page_token=make_token(page[-1].bulk_id) if len(found) > size else "",
        )

    async def WatchBulkReplay(self, request: Any, _context: Any) -> AsyncIterator[Any]:  # noqa: N802
        async for bulk in self._bulks.watch(needed(request, "bulk_replay_id")):
            yield pb.WatchBulkReplayResponse(bulk_replay=bulk_to_proto(bulk))

    async def ListBulkReplayItems(self, request: Any, _context: Any) -> Any:  # noqa: N802
        size = page_size(request.page_size)
        after = read_token(request.page_token, int)
        states = item_states_from(request.states)
        bulk_id = needed(request, "bulk_replay_id")
        found = await self._bulks.items(bulk_id, states, size + 1, int(after[0]) if after else 0)
        page = found[:size]
        return pb.ListBulkReplayItemsResponse(
            items=[item_to_proto(item) for item in page],
            next_page_token=make_token(page[-1].number) if len(found) > size else "",
        )

    async def PauseBulkReplay(self, request: Any, _context: Any) -> Any:  # noqa: N802
        bulk = await self._bulks.pause(needed(request, "bulk_replay_id"))
        return pb.PauseBulkReplayResponse(bulk_replay=bulk_to_proto(bulk))

    async def ResumeBulkReplay(self, request: Any, _context: Any) -> Any:  # noqa: N802
        bulk = await self._bulks.resume(needed(request, "bulk_replay_id"))
        return pb.ResumeBulkReplayResponse(bulk_replay=bulk_to_proto(bulk))

    async def CancelBulkReplay(self, request: Any, _context: Any) -> Any:  # noqa: N802
        bulk = await self._bulks.cancel(needed(request, "bulk_replay_id"))
        return pb.CancelBulkReplayResponse(bulk_replay=bulk_to_proto(bulk))
