"""Which states follow which, by which event: what `core/execution.py` does, as tables.

docs/states.md is drawn from them; tests hold the fold to them, and them to the fold.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from dalsegno_executor.core.events import (
    Event,
    ExecutionCreated,
    ExecutionEnded,
    ExecutionPaused,
    ExecutionQueued,
    ExecutionRestarted,
    ExecutionResumed,
    ExecutionStarted,
    ExecutionStateSet,
    ExecutionStopped,
    TaskRunFinished,
    TaskRunOpened,
    TaskRunResumed,
    TaskRunRevoked,
    TaskRunsCarried,
    TaskRunStarted,
    TaskRunSuspended,
)
from dalsegno_executor.core.states import State


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """From each of these states to each of those; `before` has None where a history begins.

    `when` completes the sentence that the event's name begins.
    """

    before: tuple[State | None, ...]
    after: tuple[State, ...]
    event: type[Event]
    when: str

    def changes(self) -> Iterator[tuple[State | None, State]]:
        for before in self.before:
            yield from ((before, after) for after in self.after)


_STOPPED = (State.FAILED, State.KILLED, State.CANCELLED)
_ENDED = (State.SUCCESS, State.WARNING, State.FAILED, State.CANCELLED, State.RETRIED)


def _set(before: tuple[State, ...], after: tuple[State, ...], event: type[Event], when: str) -> Iterator[Transition]:
    """From each of these states to every other of those."""
    for state in after:
        others = tuple(one for one in before if one is not state)
        yield Transition(before=others, after=(state,), event=event, when=when)


EXECUTION = (
    Transition(
        before=(None,), after=(State.CREATED,), event=ExecutionCreated, when="somebody or something asked for it"
    ),
    Transition(
        before=(None,),
        after=(State.RESTARTED,),
        event=ExecutionCreated,
        when="it replays another execution from one of its tasks, whose history it carries on",
    ),
    Transition(
        before=(State.CREATED, State.RESTARTED),
        after=(State.QUEUED,),
        event=ExecutionQueued,
        when="as many executions of the flow run as its `concurrency` lets",
    ),
    Transition(
        before=(State.CREATED, State.QUEUED, State.RESTARTED),
        after=(State.RUNNING,),
        event=ExecutionStarted,
        when="there is room, and its time has come",
    ),
    Transition(
        before=(State.RUNNING, State.RETRYING),
        after=(State.PAUSED,),
        event=TaskRunOpened,
        when="a task run is PAUSED",
    ),
    Transition(
        before=(State.PAUSED,),
        after=(State.RESTARTED,),
        event=TaskRunResumed,
        when="none of its task runs is PAUSED any more",
    ),
    Transition(before=(State.RESTARTED,), after=(State.RUNNING,), event=TaskRunResumed, when="at the same time"),
    Transition(
        before=(State.PAUSED,),
        after=(State.RUNNING,),
        event=TaskRunResumed,
        when="the next round of a LoopUntil begins",
    ),
    Transition(
        before=(State.PAUSED,),
        after=(State.RESTARTED,),
        event=TaskRunFinished,
        when="a pause has ended with its task run, and no other is left",
    ),
    Transition(before=(State.RESTARTED,), after=(State.RUNNING,), event=TaskRunFinished, when="at the same time"),
    Transition(
        before=(State.RUNNING,),
        after=(State.FAILED,),
        event=TaskRunFinished,
        when="a task at the top failed and will be tried again; this is not its end",
    ),
    Transition(
        before=(State.RUNNING, State.FAILED),
        after=(State.RETRYING,),
        event=TaskRunFinished,
        when="a task will be tried again",
    ),
    Transition(before=(State.RETRYING,), after=(State.RUNNING,), event=TaskRunStarted, when="it is tried again"),
    Transition(
        before=(State.RUNNING,),
        after=(State.SUCCESS, State.WARNING, State.FAILED),
        event=ExecutionEnded,
        when="all its tasks have ended: KILLED before CANCELLED before FAILED before WARNING before SUCCESS",
    ),
    Transition(
        before=(State.SUCCESS, State.WARNING),
        after=(State.FAILED,),
        event=ExecutionEnded,
        when="its tasks led to this, but its outputs cannot be made",
    ),
    Transition(
        before=(State.CREATED, State.RESTARTED),
        after=(State.FAILED, State.CANCELLED),
        event=ExecutionEnded,
        when="a check does not hold, or there is no room for it",
    ),
    Transition(before=(State.RUNNING,), after=(State.PAUSED,), event=ExecutionPaused, when="somebody pauses it"),
    Transition(
        before=(State.RUNNING, State.RETRYING),
        after=(State.BREAKPOINT,),
        event=TaskRunSuspended,
        when="one of its task runs is at a breakpoint",
    ),
    Transition(
        before=(State.PAUSED, State.BREAKPOINT), after=(State.RUNNING,), event=ExecutionResumed, when="somebody says so"
    ),
    Transition(
        before=(State.BREAKPOINT,),
        after=(State.PAUSED,),
        event=ExecutionResumed,
        when="somebody says so, and a task run is PAUSED",
    ),
    *_set(
        _ENDED,
        (State.SUCCESS, State.WARNING, State.FAILED, State.KILLED, State.CANCELLED),
        ExecutionStateSet,
        "somebody gives it this state",
    ),
    Transition(
        before=(State.RUNNING, State.PAUSED, State.RETRYING, State.BREAKPOINT),
        after=(*_STOPPED, State.SUCCESS, State.WARNING),
        event=ExecutionEnded,
        when="it was stopped by an Exit, an SLA or a Pause",
    ),
    Transition(
        before=(State.CREATED, State.QUEUED, State.RUNNING, State.PAUSED, State.RETRYING, State.BREAKPOINT),
        after=(State.KILLING,),
        event=ExecutionStopped,
        when="it is killed",
    ),
    Transition(before=(State.KILLING,), after=(State.KILLED,), event=ExecutionEnded, when="at the same time"),
    Transition(
        before=(State.RUNNING, State.PAUSED, State.RETRYING),
        after=(State.RETRIED,),
        event=ExecutionEnded,
        when="a new execution tries it again",
    ),
    Transition(
        before=(State.RUNNING, State.PAUSED, State.RETRYING),
        after=(State.FAILED,),
        event=ExecutionEnded,
        when="a task at the top failed, and a new execution tries it again",
    ),
    Transition(before=(State.FAILED,), after=(State.RETRIED,), event=ExecutionEnded, when="at the same time"),
    Transition(
        before=(State.SUCCESS, State.WARNING, State.FAILED, State.CANCELLED, State.RETRIED),
        after=(State.RESTARTED,),
        event=ExecutionRestarted,
        when="what failed in it is run again, in itself",
    ),
)

TASK_RUN = (
    Transition(before=(None,), after=(State.CREATED,), event=TaskRunSuspended, when="it is its turn"),
    Transition(
        before=(State.CREATED, State.RESTARTED),
        after=(State.BREAKPOINT,),
        event=TaskRunSuspended,
        when="at the same time: it is at a breakpoint",
    ),
    Transition(before=(State.BREAKPOINT,), after=(State.CREATED,), event=ExecutionResumed, when="somebody says so"),
    Transition(before=(None,), after=(State.CREATED,), event=TaskRunStarted, when="it is its turn"),
    Transition(
        before=(State.CREATED, State.RESTARTED),
        after=(State.RUNNING,),
        event=TaskRunStarted,
        when="at the same time: an attempt begins",
    ),
    Transition(
        before=(None,),
        after=(State.SUCCESS, State.WARNING, State.SKIPPED, State.FAILED),
        event=TaskRunsCarried,
        when="a replay reuses it, or carries what it was",
    ),
    Transition(
        before=(None,),
        after=(State.RESTARTED, State.RUNNING),
        event=TaskRunsCarried,
        when="a replay runs it again: a task is RESTARTED, a flowable goes on",
    ),
    Transition(
        before=(State.RUNNING,),
        after=(State.SUCCESS, State.WARNING, State.FAILED),
        event=TaskRunFinished,
        when="its last attempt, or everything within it, has ended",
    ),
    Transition(
        before=(State.SUCCESS, State.WARNING, State.SKIPPED),
        after=(State.RESTARTED,),
        event=TaskRunRevoked,
        when="it was reused, and what it depends on has given other outputs",
    ),
    Transition(
        before=(State.RUNNING, State.RESTARTED),
        after=(State.CANCELLED,),
        event=TaskRunFinished,
        when="it was to go on in a replay or a restart, and something before it failed",
    ),
    Transition(
        before=(State.RUNNING,),
        after=(State.RESTARTED,),
        event=TaskRunFinished,
        when="its attempt was lost with its process and is RESUBMITTED",
    ),
    Transition(
        before=(State.CREATED, State.RESTARTED),
        after=(State.SKIPPED, State.FAILED),
        event=TaskRunFinished,
        when="its `runIf` does not hold, or cannot be evaluated: it never ran",
    ),
    Transition(
        before=(State.CREATED, State.RESTARTED),
        after=(State.SUCCESS, State.WARNING, State.FAILED, State.KILLED, State.CANCELLED),
        event=TaskRunFinished,
        when="it was done in the step in which it began",
    ),
    Transition(
        before=(State.FAILED,),
        after=(State.RETRYING,),
        event=TaskRunFinished,
        when="at the same time: it has a `retry`",
    ),
    Transition(
        before=(State.RETRYING,), after=(State.CREATED,), event=TaskRunStarted, when="the time of its retry has come"
    ),
    Transition(
        before=(State.RUNNING,),
        after=(State.PAUSED,),
        event=TaskRunOpened,
        when="it is a Pause, or a LoopUntil between two rounds",
    ),
    Transition(
        before=(State.PAUSED,), after=(State.RUNNING,), event=TaskRunResumed, when="somebody, or its time, says so"
    ),
    Transition(
        before=(State.CREATED,),
        after=(State.RUNNING,),
        event=TaskRunResumed,
        when="a LoopUntil begins another round, and keeps of its history that it was CREATED",
    ),
    Transition(
        before=(State.PAUSED,),
        after=(State.SUCCESS, State.WARNING, State.FAILED),
        event=TaskRunFinished,
        when="its time is up, and its `behavior` says so",
    ),
    Transition(
        before=(State.RUNNING, State.PAUSED, State.RETRYING, State.RESTARTED, State.BREAKPOINT),
        after=(*_STOPPED, State.SUCCESS, State.WARNING),
        event=TaskRunFinished,
        when="its execution was stopped",
    ),
    Transition(
        before=(State.RUNNING, State.PAUSED, State.RETRYING),
        after=(State.RETRIED,),
        event=TaskRunFinished,
        when="another one failed, and a new execution tries all of it again",
    ),
    Transition(
        before=(State.FAILED,),
        after=(State.RETRIED,),
        event=TaskRunFinished,
        when="at the same time: a new execution tries it again",
    ),
    Transition(
        before=(State.RUNNING, State.PAUSED, State.BREAKPOINT),
        after=(State.KILLING,),
        event=ExecutionStopped,
        when="its execution is killed; a flowable alone is seen so",
    ),
    Transition(before=(State.KILLING,), after=(State.KILLED,), event=TaskRunFinished, when="at the same time"),
    Transition(
        before=(State.FAILED,),
        after=(State.RESTARTED,),
        event=ExecutionRestarted,
        when="its execution is restarted, and it had failed",
    ),
    Transition(
        before=(State.SUCCESS, State.WARNING, State.FAILED, State.CANCELLED, State.RETRIED),
        after=(State.RUNNING,),
        event=ExecutionRestarted,
        when="its execution is restarted, and something within it had failed",
    ),
    *_set(
        _ENDED,
        (State.SUCCESS, State.WARNING, State.SKIPPED, State.FAILED, State.CANCELLED),
        ExecutionRestarted,
        "somebody gives it this state",
    ),
)
