"""Replays of many executions: what may begin now, and when to stop for somebody to look."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from dalsegno_executor.core.plan import Start
from dalsegno_executor.core.states import State

# So many items have ended before their errors say something of the others, unless a canary says it sooner.
JUDGED_FROM = 10
_GOOD = frozenset({State.SUCCESS, State.WARNING})
ASKED_TO_PAUSE = "Somebody asked for it."


class BulkState(StrEnum):
    RUNNING = "RUNNING"
    PAUSED = "PAUSED"
    CANCELLING = "CANCELLING"
    COMPLETED = "COMPLETED"
    CANCELLED = "CANCELLED"

    @property
    def is_terminal(self) -> bool:
        return self in {BulkState.COMPLETED, BulkState.CANCELLED}


class ItemState(StrEnum):
    """STARTING is durable before the replay is asked for, so that a restart knows which items are under way."""

    WAITING = "WAITING"
    STARTING = "STARTING"
    RUNNING = "RUNNING"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"
    REFUSED = "REFUSED"
    CANCELLED = "CANCELLED"


_COUNTED = {ItemState.SUCCEEDED: "succeeded", ItemState.FAILED: "failed", ItemState.REFUSED: "refused"}


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkOptions:
    """What was asked. `revision` None is that of each execution, 0 the latest; `stop_at_percent` None is never."""

    start: Start
    revision: int | None
    max_running: int
    canary_count: int
    stop_at_percent: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many items are in each state; those that have begun and not ended are `active`."""

    waiting: int = 0
    active: int = 0
    succeeded: int = 0
    failed: int = 0
    refused: int = 0
    cancelled: int = 0

    @property
    def errors(self) -> int:
        return self.failed + self.refused

    @property
    def ended(self) -> int:
        """Those that were tried and have an end."""
        return self.succeeded + self.errors

    @property
    def total(self) -> int:
        return self.waiting + self.active + self.ended + self.cancelled


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulk:
    """A bulk replay. When it was last resumed, `judged_after` items had ended, `errors_before` of them badly."""

    bulk_id: str
    options: BulkOptions
    create_time: datetime
    counts: Counts
    state: BulkState = BulkState.RUNNING
    reason: str = ""
    end_time: datetime | None = None
    judged_after: int = 0
    errors_before: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One execution of a bulk replay; `reason` and `message` say why it was refused."""

    number: int
    execution_id: str
    state: ItemState
    replay_id: str = ""
    replay_state: State | None = None
    reason: str = ""
    message: str = ""


def counted(counts: Counts, changed: Iterable[Item]) -> Counts:
    """The counts once items that were active have become what they are now."""
    moved = Counter(_COUNTED[item.state] for item in changed if item.state in _COUNTED)
    return Counts(
        waiting=counts.waiting,
        active=counts.active - moved.total(),
        succeeded=counts.succeeded + moved["succeeded"],
        failed=counts.failed + moved["failed"],
        refused=counts.refused + moved["refused"],
        cancelled=counts.cancelled,
    )


def item_state(reached: State) -> ItemState:
    """What an item is once its replay has ended in a state."""
    return ItemState.SUCCEEDED if reached in _GOOD else ItemState.FAILED


def advanced(bulk: Bulk, now: datetime) -> Bulk:
    """The bulk replay after its counts have changed: it may have ended, or too much may have failed."""
    if bulk.state.is_terminal:
        return bulk
    if not bulk.counts.waiting and not bulk.counts.active:
        ended = BulkState.CANCELLED if bulk.state is BulkState.CANCELLING else BulkState.COMPLETED
        return replace(bulk, state=ended, reason="", end_time=now)
    if bulk.state is BulkState.RUNNING and bulk.counts.waiting and (reason := _too_many_errors(bulk)):
        return replace(bulk, state=BulkState.PAUSED, reason=reason)
    return bulk


def beginning(bulk: Bulk) -> int:
    """How many items begin now."""
    counts, options = bulk.counts, bulk.options
    if bulk.state is not BulkState.RUNNING:
        return 0
    room = min(options.max_running - counts.active, counts.waiting)
    begun = counts.active + counts.ended
    if begun < options.canary_count:
        room = min(room, options.canary_count - begun)
    elif begun == options.canary_count and counts.active:
        return 0
    return max(room, 0)


def paused(bulk: Bulk) -> Bulk:
    return replace(bulk, state=BulkState.PAUSED, reason=ASKED_TO_PAUSE)


def resumed(bulk: Bulk) -> Bulk:
    """Goes on, whatever has failed until now."""
    counts = bulk.counts
    return replace(bulk, state=BulkState.RUNNING, reason="", judged_after=counts.ended, errors_before=counts.errors)


def cancelled(bulk: Bulk) -> Bulk:
    """Gives up what waits; what has begun goes on to its end."""
    counts = replace(bulk.counts, waiting=0, cancelled=bulk.counts.cancelled + bulk.counts.waiting)
    return replace(bulk, state=BulkState.CANCELLING, reason="", counts=counts)


def _too_many_errors(bulk: Bulk) -> str:
    """Why it pauses, in one sentence; empty when it goes on."""
    counts, options = bulk.counts, bulk.options
    ended, errors = counts.ended - bulk.judged_after, counts.errors - bulk.errors_before
    limit = options.stop_at_percent
    in_canary = counts.ended + counts.active <= options.canary_count
    if in_canary:
        if counts.active or counts.ended < options.canary_count:
            return ""
        what, limit, judged_from = "items of the canary", limit or 0, 1
    else:
        what, judged_from = "items that have ended", min(JUDGED_FROM, options.canary_count or JUDGED_FROM)
    if limit is None or ended < judged_from or errors * 100 <= limit * ended:
        return ""
    return (
        f"{errors} of {ended} {what} failed or were refused, and {limit}% may. Look at them, then resume or cancel it."
    )
