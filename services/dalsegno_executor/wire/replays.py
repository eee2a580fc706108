"""What is asked of a replay."""

from datetime import datetime
from typing import Any

from dalsegno.api.executor.v1 import executor_pb2 as pb
from dalsegno_executor.core.places import parse_place
from dalsegno_executor.core.plan import Wish
from dalsegno_executor.input_values import read_given
from dalsegno_executor.wire.messages import revision_from, start_from
from dalsegno_executor.wire.requests import needed
from dalsegno_executor.wire.values import from_timestamp
from dalsegno_executor.wishing import ClockRule, ReplayRequest
from dalsegno_runtime.errors import InvalidField

EFFECTS = "allow_effects_task_paths"


def replay_from_proto(request: Any, plan_digest: str = "") -> ReplayRequest:
    """Reads a PlanReplayRequest or a ReplayRequest. Raises InvalidField."""
    draft = request.revision.draft_source
    return ReplayRequest(
        execution_id=needed(request, "execution_id"),
        breakpoints=tuple(getattr(request, "breakpoints", ())),
        wish=Wish(
            start=start_from(getattr(request, "from")),
            skips=tuple(request.skip_task_paths),
            task_map=dict(request.task_map),
        ),
        revision=None if draft else revision_from(request.revision),
        draft=draft,
        plan_digest=plan_digest,
        reruns_missing=request.on_missing == pb.ON_MISSING_RERUN,
        inputs=read_given(request.inputs_json),
        variables=read_given(request.variables_json, "variables_json"),
        outputs={place: read_given(text, "set_outputs") for place, text in request.set_outputs.items()},
        clock=_clock(request.clock),
        allowed=frozenset(
            parse_place("allow_effects_task_paths", one).text for one in request.allow_effects_task_paths
        ),
    )


def _clock(message: pb.ReplayClock) -> datetime | ClockRule | None:
    field = message.WhichOneof("clock")
    if field == "time":
        try:
            return from_timestamp(message.time)
        except (ValueError, OverflowError) as error:
            raise InvalidField("clock.time", f"clock.time is no time: {error}.") from error
    if message.rule == pb.CLOCK_RULE_UNSPECIFIED:
        return None
    return ClockRule.NOW if message.rule == pb.CLOCK_RULE_NOW else ClockRule.ORIGINAL
