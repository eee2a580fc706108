"""Bulk replays as messages."""

from collections.abc import Iterable
from typing import Any

from google.protobuf.timestamp_pb2 import Timestamp

from dalsegno.api.executor.v1 import executor_pb2 as pb
from dalsegno_executor.bulk_ports import Selection
from dalsegno_executor.core.bulk import Bulk, BulkOptions, Item, ItemState
from dalsegno_executor.core.plan import Start
from dalsegno_executor.ports import Filter
from dalsegno_executor.wire.messages import LATEST, revision_from, start_from
from dalsegno_executor.wire.requests import state_from
from dalsegno_executor.wire.values import from_timestamp, state_to_proto, timestamp
from dalsegno_runtime.errors import InvalidField

MAX_IDS = 10_000
MAX_ID_CHARACTERS = 64
MAX_RUNNING = 1000
DEFAULT_RUNNING = 50
MAX_CANARY = 100_000
_ITEM_STATE = "BULK_REPLAY_ITEM_STATE_"


def selection_from(request: Any) -> Selection:
    """Reads which executions are asked for. Raises InvalidField."""
    ids = tuple(dict.fromkeys(request.execution_ids))
    if bool(ids) == request.HasField("filter"):
        raise InvalidField("execution_ids", "Say what to replay: give execution_ids or a filter, one of the two.")
    if not ids:
        return _filtered(request.filter)
    if len(request.execution_ids) > MAX_IDS:
        raise InvalidField(
            "execution_ids",
            f"execution_ids has {len(request.execution_ids)} ids; at most {MAX_IDS} fit. Give a filter instead.",
        )
    for one in ids:
        if not (one.isascii() and one.isalnum() and len(one) <= MAX_ID_CHARACTERS):
            raise InvalidField(
                "execution_ids",
                f"execution_ids has {one[:MAX_ID_CHARACTERS]!r}, which is no id: they have 22 letters and digits.",
            )
    return Selection(execution_ids=ids)


def _filtered(wanted: Any) -> Selection:
    if wanted.flow_id and not wanted.namespace:
        raise InvalidField("filter.namespace", "filter.flow_id is given without its namespace; give both.")
    if not wanted.ListFields():
        raise InvalidField("filter", "filter is empty; give a namespace, a flow, states or a time.")
    states = tuple(dict.fromkeys(state_from(number, "filter.states") for number in wanted.states))
    return Selection(
        chosen=Filter(namespace=wanted.namespace, flow_id=wanted.flow_id, states=states),
        from_time=_time(wanted, "from_time"),
        until_time=_time(wanted, "until_time"),
    )


def _time(wanted: Any, field: str) -> Any:
    if not wanted.HasField(field):
        return None
    time: Timestamp = getattr(wanted, field)
    try:
        return from_timestamp(time)
    except (ValueError, OverflowError) as error:
        raise InvalidField(f"filter.{field}", f"filter.{field} is no time between the years 1 and 9999.") from error


def options_from(request: Any) -> BulkOptions:
    """Reads how they are to be replayed. Raises InvalidField."""
    start = start_from(getattr(request, "from"))
    if start.task_run_id:
        raise InvalidField(
            "from.task_run_id", "from.task_run_id is that of one execution; give the task_path of a task, or a rule."
        )
    percent = request.stop_at_percent if request.HasField("stop_at_percent") else None
    _within("max_running", request.max_running, MAX_RUNNING)
    _within("canary_count", request.canary_count, MAX_CANARY)
    _within("stop_at_percent", percent or 0, 100)
    return BulkOptions(
        start=start,
        revision=revision_from(request.revision),
        max_running=request.max_running or DEFAULT_RUNNING,
        canary_count=request.canary_count,
        stop_at_percent=percent,
    )


def _within(field: str, number: int, most: int) -> None:
    if not 0 <= number <= most:
        raise InvalidField(field, f"{field} is {number}; give 0 to {most}.")


def item_states_from(numbers: Iterable[int]) -> list[ItemState]:
    """Raises InvalidField."""
    known = {pb.BulkReplayItemState.Value(f"{_ITEM_STATE}{state}"): state for state in ItemState}
    for number in numbers:
        if number not in known:
            raise InvalidField("states", f"states has {number}, which is no BulkReplayItemState.")
    return [known[number] for number in dict.fromkeys(numbers)]


def bulk_to_proto(bulk: Bulk) -> pb.BulkReplay:
    counts, options = bulk.counts, bulk.options
    message = pb.BulkReplay(
        bulk_replay_id=bulk.bulk_id,
        state=f"BULK_REPLAY_STATE_{bulk.state.value}",
        reason=bulk.reason,
        create_time=timestamp(bulk.create_time),
        end_time=timestamp(bulk.end_time) if bulk.end_time else None,
        revision=_revision(options.revision),
        max_running=options.max_running,
        canary_count=options.canary_count,
        stop_at_percent=options.stop_at_percent,
        item_count=counts.total,
        waiting_count=counts.waiting,
        running_count=counts.active,
        succeeded_count=counts.succeeded,
        failed_count=counts.failed,
        refused_count=counts.refused,
        cancelled_count=counts.cancelled,
    )
    getattr(message, "from").CopyFrom(_start(options.start))
    return message


def _start(start: Start) -> pb.ReplayFrom:
    if start.rule is not None:
        return pb.ReplayFrom(rule=f"REPLAY_RULE_{start.rule.value}")
    first, *others = start.task_paths
    return pb.ReplayFrom(task_path=first, also_task_paths=others)


def _revision(revision: int | None) -> pb.RevisionChoice:
    if revision is None:
        return pb.RevisionChoice(rule=pb.REVISION_RULE_ORIGINAL)
    if revision == LATEST:
        return pb.RevisionChoice(rule=pb.REVISION_RULE_LATEST)
    return pb.RevisionChoice(number=revision)


def item_to_proto(item: Item) -> pb.BulkReplayItem:
    return pb.BulkReplayItem(
        number=item.number,
        execution_id=item.execution_id,
        state=f"{_ITEM_STATE}{item.state.value}",
        replay_execution_id=item.replay_id,
        replay_state=state_to_proto(item.replay_state) if item.replay_state else None,
        reason=item.reason,
        message=item.message,
    )
