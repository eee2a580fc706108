"""SLAs: what an execution is held to, and what follows when it breaks one. Source: Kestra's processViolation."""

from collections.abc import Iterator
from datetime import datetime

from dalsegno_executor.core.events import Event, ExecutionStopped, LabelsSet, SlaViolated
from dalsegno_executor.core.execution import Execution
from dalsegno_executor.core.moments import later
from dalsegno_executor.core.states import State
from dalsegno_executor.core.work import Wait
from dalsegno_flow import Flow
from dalsegno_flow.durations import duration_text
from dalsegno_flow.sla import SlaBehavior, SlaType


def longest_durations(flow: Flow, execution: Execution) -> Iterator[tuple[str, Wait]]:
    """The SLAs that are still to be kept in time, by id, with when they are broken."""
    for sla in flow.sla:
        if sla.type is SlaType.MAX_DURATION and sla.duration is not None and sla.id not in execution.violated:
            reason = f"execution duration of {duration_text(sla.duration)} exceeded"
            yield sla.id, Wait(later(_begin(execution), sla.duration), SlaViolated(sla_id=sla.id, reason=reason))


def consequences(flow: Flow, event: SlaViolated) -> Iterator[Event]:
    """What follows from a violation: labels, and perhaps the end."""
    sla = next(sla for sla in flow.sla if sla.id == event.sla_id)
    if sla.labels:
        yield LabelsSet(labels=sla.labels)
    if sla.behavior is not SlaBehavior.NONE:
        state = State.FAILED if sla.behavior is SlaBehavior.FAIL else State.CANCELLED
        reason = f"SLA '{sla.id}' violated: {event.reason}"
        yield ExecutionStopped(state=state, task_run_state=state, reason=reason)


def _begin(execution: Execution) -> datetime:
    """When the execution was created, or restarted last."""
    restarts = (change.time for change in reversed(execution.history) if change.state is State.RESTARTED)
    return max(execution.create_time, next(restarts, execution.create_time))
