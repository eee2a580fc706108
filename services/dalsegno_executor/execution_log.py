"""What the log of an execution tells of it as a whole. Source: Kestra's checkConcurrencyLimit and processViolation."""

from collections.abc import Iterator, Sequence

from dalsegno_executor.core.events import Event, ExecutionEnded, ExecutionQueued, ExecutionStopped, SlaViolated
from dalsegno_executor.core.states import State
from dalsegno_executor.ports import LogLevel
from dalsegno_flow import Flow
from dalsegno_flow.sla import SlaBehavior

Told = tuple[LogLevel, str]


def told(flow: Flow, events: Sequence[Event], running: int) -> Iterator[Told]:
    """What is told of events; `running` is the number of executions that have a place."""
    for event in events:
        if isinstance(event, ExecutionQueued):
            yield LogLevel.INFO, f"Execution is queued due to concurrency limit exceeded, {running} running(s)"
        elif isinstance(event, SlaViolated) and _fails(flow, event):
            yield LogLevel.ERROR, f"Execution failed due to SLA '{event.sla_id}' violated: {event.reason}"


def told_of_refusal(refused: Sequence[Event]) -> Iterator[Told]:
    """What is told when a limit ends an execution that it does not let in; other ends tell of themselves."""
    for event in refused:
        if isinstance(event, ExecutionEnded | ExecutionStopped):
            text = event.error if isinstance(event, ExecutionEnded) else event.reason
            yield LogLevel.ERROR if event.state is State.FAILED else LogLevel.INFO, text


def _fails(flow: Flow, event: SlaViolated) -> bool:
    return any(sla.id == event.sla_id and sla.behavior is SlaBehavior.FAIL for sla in flow.sla)
