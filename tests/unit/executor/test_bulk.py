"""How many items of a bulk replay begin, and when it pauses or ends."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

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
from dalsegno_executor.core.plan import Rule, Start
from dalsegno_executor.core.states import State

NOW = datetime(2026, 8, 1, tzinfo=UTC)


def bulk(counts: Counts, *, canary: int = 0, stop_at: int | None = None, max_running: int = 5) -> Bulk:
    options = BulkOptions(
        start=Start(rule=Rule.FAILED),
        revision=None,
        max_running=max_running,
        canary_count=canary,
        stop_at_percent=stop_at,
    )
    return Bulk(bulk_id="b", options=options, create_time=NOW, counts=counts)


@pytest.mark.parametrize(
    ("counts", "canary", "begin"),
    [
        (Counts(waiting=20), 0, 5),
        (Counts(waiting=20, active=3), 0, 2),
        (Counts(waiting=20, active=5), 0, 0),
        (Counts(waiting=1, active=3), 0, 1),
        (Counts(waiting=20), 3, 3),
        (Counts(waiting=20), 8, 5),  # a canary obeys the cap too
        (Counts(waiting=18, active=2), 3, 1),
        (Counts(waiting=17, active=1, succeeded=2), 3, 0),
        (Counts(waiting=17, succeeded=2, refused=1), 3, 5),
    ],
)
def test_items_begin_up_to_the_cap_and_after_the_canary(counts: Counts, canary: int, begin: int) -> None:
    assert beginning(bulk(counts, canary=canary)) == begin


def test_nothing_begins_unless_it_is_running() -> None:
    waits = bulk(Counts(waiting=20))
    assert [beginning(replace(waits, state=state)) for state in BulkState if state is not BulkState.RUNNING] == [0] * 4


@pytest.mark.parametrize(
    ("counts", "canary", "stop_at", "reason"),
    [
        (Counts(waiting=9, failed=9), 0, None, ""),
        (Counts(waiting=9, failed=9), 0, 10, ""),  # too few to judge by
        (Counts(waiting=9, active=1, succeeded=9, failed=1), 0, 10, ""),
        (Counts(waiting=9, active=1, succeeded=8, failed=1, refused=1), 0, 10, "2 of 10 items that have ended"),
        (Counts(waiting=9, succeeded=2, failed=1), 3, 34, ""),
        (Counts(waiting=9, succeeded=2, failed=1), 3, 33, "1 of 3 items of the canary"),
        (Counts(waiting=9, succeeded=2, refused=1), 3, None, "1 of 3 items of the canary"),
        (Counts(waiting=9, active=1, failed=2), 3, 0, ""),  # the canary has not ended
        (Counts(waiting=0, active=1, failed=20), 0, 0, ""),  # nothing is left to be kept from beginning
    ],
)
def test_it_pauses_when_too_much_of_what_has_ended_was_an_error(
    counts: Counts, canary: int, stop_at: int | None, reason: str
) -> None:
    after = advanced(bulk(counts, canary=canary, stop_at=stop_at), NOW)
    assert after.state is (BulkState.PAUSED if reason else BulkState.RUNNING)
    assert after.reason.startswith(reason)
    assert bool(after.reason) == bool(reason)


def test_errors_before_it_was_resumed_count_no_more() -> None:
    stopped = advanced(bulk(Counts(waiting=50, succeeded=5, failed=5), stop_at=20), NOW)
    assert stopped.state is BulkState.PAUSED
    goes_on = resumed(stopped)
    assert advanced(goes_on, NOW).state is BulkState.RUNNING
    later = Counts(waiting=40, succeeded=12, failed=8)
    assert advanced(replace(goes_on, counts=later), NOW).reason.startswith("3 of 10 items that have ended")


def test_a_canary_that_failed_lets_the_others_begin_once_it_is_resumed() -> None:
    stopped = advanced(bulk(Counts(waiting=9, failed=2), canary=2), NOW)
    assert (stopped.state, beginning(stopped)) == (BulkState.PAUSED, 0)
    goes_on = advanced(resumed(stopped), NOW)
    assert (goes_on.state, beginning(goes_on)) == (BulkState.RUNNING, 5)


def test_it_ends_when_nothing_waits_or_is_under_way() -> None:
    done = advanced(bulk(Counts(succeeded=2, failed=1, refused=1)), NOW)
    assert (done.state, done.end_time) == (BulkState.COMPLETED, NOW)
    last = cancelled(paused(bulk(Counts(waiting=7, active=1, succeeded=2))))
    assert (last.state, last.counts) == (BulkState.CANCELLING, Counts(active=1, succeeded=2, cancelled=7))
    assert advanced(last, NOW) == last
    ended = advanced(replace(last, counts=Counts(succeeded=3, cancelled=7)), NOW)
    assert (ended.state, ended.end_time) == (BulkState.CANCELLED, NOW)
    assert advanced(ended, datetime.max.replace(tzinfo=UTC)) == ended


def test_items_move_from_active_to_what_they_came_to() -> None:
    states = (ItemState.RUNNING, ItemState.SUCCEEDED, ItemState.FAILED, ItemState.REFUSED)
    items = [Item(number=number, execution_id="e", state=state) for number, state in enumerate(states, 1)]
    assert counted(Counts(waiting=1, active=5, failed=1), items) == Counts(
        waiting=1, active=2, succeeded=1, failed=2, refused=1
    )


@pytest.mark.parametrize(
    ("reached", "succeeded"), [("SUCCESS", True), ("WARNING", True), ("FAILED", False), ("KILLED", False)]
)
def test_a_replay_succeeds_that_ends_well_or_with_a_warning(reached: str, succeeded: bool) -> None:
    assert (item_state(State(reached)) is ItemState.SUCCEEDED) == succeeded
