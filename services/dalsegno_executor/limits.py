"""How many executions of a flow run at once. Source: Kestra's Concurrency and ConcurrencyLimitService."""

from collections import deque
from collections.abc import Iterator, Sequence

from dalsegno_executor.core.events import Event, ExecutionEnded, ExecutionStopped
from dalsegno_executor.core.states import State
from dalsegno_executor.live import Live
from dalsegno_flow.concurrency import ConcurrencyBehavior

Key = tuple[str, str]  # namespace and flow id


class Limits:
    """Counts the executions of flows with a limit, whatever their revisions, and lines up those that wait."""

    def __init__(self) -> None:
        self._running: dict[Key, set[str]] = {}
        self._waiting: dict[Key, deque[Live]] = {}

    def enter(self, live: Live) -> Sequence[Event]:
        """Gives an execution that is to run a place, or lines it up, or returns the event that ends it."""
        limit = live.flow.concurrency
        if limit is None:
            return ()
        running = self._running.setdefault(_key(live), set())
        if len(running) < limit.limit:
            running.add(live.execution.execution_id)
            return ()
        if limit.behavior is ConcurrencyBehavior.QUEUE:
            live.course.queue()
            self._waiting.setdefault(_key(live), deque()).append(live)
            return ()
        state = State.CANCELLED if limit.behavior is ConcurrencyBehavior.CANCEL else State.FAILED
        reason = f"Execution is {state} due to concurrency limit exceeded, {len(running)} running(s)"
        if any(not run.state.is_terminal for run in live.execution.task_runs.values()):
            return (ExecutionStopped(state=state, task_run_state=state, reason=reason),)
        return (ExecutionEnded(state=state, error=reason, followed=bool(live.flow.after_execution)),)

    def force(self, live: Live) -> None:
        """Gives an execution a place, also when there is none, and takes it out of the line."""
        if live.flow.concurrency is None:
            return
        self.leave(live)
        self._running.setdefault(_key(live), set()).add(live.execution.execution_id)

    def running(self, live: Live) -> int:
        """How many executions of this one's flow have a place."""
        return len(self._running.get(_key(live), ()))

    def take_up(self, live: Live) -> None:
        """Remembers an execution that was here before the last process ended."""
        if live.flow.concurrency is None or live.execution.ended:
            return
        if live.execution.state is State.QUEUED:
            self._waiting.setdefault(_key(live), deque()).append(live)
        else:
            self._running.setdefault(_key(live), set()).add(live.execution.execution_id)

    def leave(self, live: Live) -> None:
        """Takes back the place of an execution that has ended, or that never came to be."""
        self._running.get(_key(live), set()).discard(live.execution.execution_id)
        waiting = self._waiting.get(_key(live))
        if waiting is not None and live in waiting:
            waiting.remove(live)

    def let_in(self, live: Live) -> Iterator[Live]:
        """Those that have waited longest for the flow of this execution, as far as there is room for them."""
        key = _key(live)
        waiting, running = self._waiting.get(key, deque()), self._running.setdefault(key, set())
        while waiting:
            limit = waiting[0].flow.concurrency
            if limit is not None and len(running) >= limit.limit:
                return
            running.add(waiting[0].execution.execution_id)
            yield waiting.popleft()


def _key(live: Live) -> Key:
    return live.execution.created.namespace, live.execution.created.flow_id
