"""What can happen to an execution. Everything known about one is the fold of these (`core/execution.py`)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from dalsegno_executor.core.opened import Opened
from dalsegno_executor.core.plan import Start
from dalsegno_executor.core.states import State


@dataclass(frozen=True, slots=True)
class StateChange:
    state: State
    time: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One try at a task run; `execution_id` tells which execution made it."""

    number: int
    state: State
    start_time: datetime
    end_time: datetime | None = None
    error: str = ""
    execution_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where reused outputs come from: the task run that really ran, and its attempt; a flowable has 0."""

    execution_id: str
    task_run_id: str
    output_digest: str
    attempt_number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutionCreated:
    namespace: str
    flow_id: str
    flow_revision: int
    source_digest: str
    original_id: str
    start_time: datetime
    parent_id: str = ""
    attempt_number: int = 1
    labels: Mapping[str, str] = field(default_factory=dict)
    carried_history: tuple[StateChange, ...] = ()
    inputs_json: str = ""
    variables_json: str = ""  # empty: those of the revision
    trigger_json: str = ""
    schedule_time: datetime | None = None  # when it begins to run; at once without
    skips: tuple[str, ...] = ()  # places that do not run
    breakpoints: tuple[str, ...] = ()  # task ids, or task ids and values, such as "load" and "load.b"
    start: Start | None = None  # where a replay began, by places or a rule
    cut_offs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # as in `changes.Changes`
    synthetic: Mapping[str, str] = field(default_factory=dict)  # tasks that stand on replaced outputs, and whose
    hidden: tuple[str, ...] = ()  # encrypted: secrets of where it comes from, which may show in it


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedTaskRun:
    """A task run of the replayed execution as it was there.

    `restarted` ones run again, and so do flowables, which are `reopened`; the others are reused. `opened` is how a
    flowable began, unless it is to begin anew.
    """

    task_path: str
    state: State
    history: tuple[StateChange, ...]
    attempts: tuple[Attempt, ...]
    output_digest: str = ""
    restarted: bool = False
    reopened: bool = False
    provenance: Provenance | None = None
    metrics: Mapping[str, float] = field(default_factory=dict)
    parent_path: str = ""
    value: str | None = None
    iteration: int | None = None
    opened: Opened | None = None
    error: str = ""
    before_digest: str | None = (
        None  # of its outputs in the source, when it runs again and others look whether they differ
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRunsCarried:
    source_execution_id: str
    task_runs: tuple[CarriedTaskRun, ...]


@dataclass(frozen=True, slots=True)
class ExecutionStarted:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRunStarted:
    """`task_path` is the run's place. Flowables have no attempts: their `attempt_number` is 0."""

    task_path: str
    attempt_number: int
    parent_path: str = ""
    value: str | None = None
    iteration: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRunOpened:
    """A flowable has decided how to begin; `outputs_json` and its digest are its outputs, empty when it has none."""

    task_path: str
    opened: Opened
    output_digest: str = ""
    outputs_json: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRunResumed:
    """A flowable that was paused goes on; its outputs are what it was resumed with."""

    task_path: str
    output_digest: str = ""
    outputs_json: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRunTurned:
    """The tasks of a flowable that may run them again have run for the last time. `state` is SUCCESS or FAILED."""

    task_path: str
    state: State
    output_digest: str = ""
    outputs_json: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRunFinished:
    """`outputs_json` is empty when the outputs are too large for the journal; they are then in storage.

    `never_ran` says that what was started turned out not to be run: its `runIf` was false, or could not be evaluated.
    `at_once` says that it ended in the step in which it began, and was never RUNNING. A failure with a `retry_time` is
    followed by another attempt then. `reached` is the state that it went through just before, where there is one.
    `unchanged` says that its outputs are those that it had in the execution that is replayed.
    """

    task_path: str
    attempt_number: int
    state: State
    output_digest: str = ""
    outputs_json: str = ""
    error: str = ""
    metrics: Mapping[str, float] = field(default_factory=dict)
    never_ran: bool = False
    at_once: bool = False
    retry_time: datetime | None = None
    attempt_state: State | None = None  # where the task makes another state of it
    reached: State | None = None
    unchanged: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRunRevoked:
    """A run that was reused runs again after all, with everything in it: what it depends on has other outputs."""

    task_path: str


@dataclass(frozen=True, slots=True)
class ExecutionQueued:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutionStopped:
    """Nothing starts any more, and what is running ends as `task_run_state`; with a `retry_time`, to be tried again.

    `through` is a state in between; `subflows` says that the executions that it has started are stopped too.
    """

    state: State
    task_run_state: State
    reason: str = ""
    retry_time: datetime | None = None
    through: State | None = None
    subflows: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutionEnded:
    """`reached` is what the task runs led to, when something else made the state another one.

    `followed` says that something is still to be done: the tasks of `afterExecution`, or, at `retry_time`, an
    execution that tries again. ExecutionClosed tells when it is done.
    """

    state: State
    outputs_json: str = ""
    error: str = ""
    reached: State | None = None
    followed: bool = False
    retry_time: datetime | None = None


@dataclass(frozen=True, slots=True)
class ExecutionClosed:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutionRestarted:
    """An execution that had ended goes on: `restarted` runs begin again, `reopened` ones go on with what is left.

    `changed` are runs that were given another state, by their places.
    """

    restarted: tuple[str, ...]
    reopened: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[tuple[str, State], ...] = ()


@dataclass(frozen=True, slots=True)
class ExecutionPaused:
    """Somebody has paused it: what runs goes on to its end, and nothing starts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutionResumed:
    """It goes on after somebody has paused it, or after a breakpoint; from here it has these breakpoints."""

    breakpoints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutionStateSet:
    """Somebody gave an execution that has ended another final state."""

    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRunSuspended:
    """A task run was to begin, and has come to a breakpoint."""

    task_path: str
    parent_path: str = ""
    value: str | None = None
    iteration: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VariablesSet:
    """`variables_json` holds those that were added or changed; `removed` are the names of those taken away."""

    variables_json: str = "{}"
    removed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SlaViolated:
    sla_id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelsSet:
    """`labels` are those that were added or changed; `removed` are the keys of those taken away."""

    labels: Mapping[str, str]
    removed: tuple[str, ...] = ()


Event = (
    ExecutionCreated
    | TaskRunsCarried
    | ExecutionStarted
    | TaskRunStarted
    | TaskRunOpened
    | TaskRunResumed
    | TaskRunTurned
    | TaskRunFinished
    | TaskRunRevoked
    | ExecutionQueued
    | ExecutionStopped
    | ExecutionEnded
    | ExecutionClosed
    | ExecutionRestarted
    | ExecutionPaused
    | ExecutionResumed
    | ExecutionStateSet
    | TaskRunSuspended
    | LabelsSet
    | VariablesSet
    | SlaViolated
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """An event in its place in the journal; positions count from 1 without gaps."""

    position: int
    time: datetime
    event: Event
