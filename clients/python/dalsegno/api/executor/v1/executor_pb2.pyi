import datetime

from dalsegno.api.common.v1 import state_pb2 as _state_pb2
from google.protobuf import duration_pb2 as _duration_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class LogLevel(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    LOG_LEVEL_UNSPECIFIED: _ClassVar[LogLevel]
    LOG_LEVEL_TRACE: _ClassVar[LogLevel]
    LOG_LEVEL_DEBUG: _ClassVar[LogLevel]
    LOG_LEVEL_INFO: _ClassVar[LogLevel]
    LOG_LEVEL_WARN: _ClassVar[LogLevel]
    LOG_LEVEL_ERROR: _ClassVar[LogLevel]

class ReplayRule(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    REPLAY_RULE_UNSPECIFIED: _ClassVar[ReplayRule]
    REPLAY_RULE_BEGINNING: _ClassVar[ReplayRule]
    REPLAY_RULE_FAILED: _ClassVar[ReplayRule]
    REPLAY_RULE_CHANGED: _ClassVar[ReplayRule]

class OnMissing(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ON_MISSING_UNSPECIFIED: _ClassVar[OnMissing]
    ON_MISSING_REFUSE: _ClassVar[OnMissing]
    ON_MISSING_RERUN: _ClassVar[OnMissing]

class RevisionRule(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    REVISION_RULE_UNSPECIFIED: _ClassVar[RevisionRule]
    REVISION_RULE_ORIGINAL: _ClassVar[RevisionRule]
    REVISION_RULE_LATEST: _ClassVar[RevisionRule]

class ClockRule(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CLOCK_RULE_UNSPECIFIED: _ClassVar[ClockRule]
    CLOCK_RULE_ORIGINAL: _ClassVar[ClockRule]
    CLOCK_RULE_NOW: _ClassVar[ClockRule]

class Effects(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    EFFECTS_UNSPECIFIED: _ClassVar[Effects]
    EFFECTS_PURE: _ClassVar[Effects]
    EFFECTS_IDEMPOTENT: _ClassVar[Effects]
    EFFECTS_EFFECTFUL: _ClassVar[Effects]
    EFFECTS_IRREVERSIBLE: _ClassVar[Effects]

class Verdict(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    VERDICT_UNSPECIFIED: _ClassVar[Verdict]
    VERDICT_REUSED_UPSTREAM: _ClassVar[Verdict]
    VERDICT_RERUN_SELECTED: _ClassVar[Verdict]
    VERDICT_RERUN_DOWNSTREAM: _ClassVar[Verdict]
    VERDICT_NEW_TASK: _ClassVar[Verdict]
    VERDICT_FIRST_RUN: _ClassVar[Verdict]
    VERDICT_DROPPED_TASK: _ClassVar[Verdict]
    VERDICT_REUSED_BESIDE: _ClassVar[Verdict]
    VERDICT_REUSED_SKIPPED: _ClassVar[Verdict]
    VERDICT_KEPT_UNSUCCESSFUL: _ClassVar[Verdict]
    VERDICT_GOES_ON: _ClassVar[Verdict]
    VERDICT_RERUN_INTERRUPTED: _ClassVar[Verdict]
    VERDICT_RERUN_OUTPUT_MISSING: _ClassVar[Verdict]
    VERDICT_RERUN_CHANGED: _ClassVar[Verdict]
    VERDICT_CONDITIONAL: _ClassVar[Verdict]
    VERDICT_NOT_RUN: _ClassVar[Verdict]
    VERDICT_SKIPPED: _ClassVar[Verdict]
    VERDICT_RERUN_IF_CHANGED: _ClassVar[Verdict]
    VERDICT_OVERRIDDEN: _ClassVar[Verdict]

class Trial(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    TRIAL_UNSPECIFIED: _ClassVar[Trial]
    TRIAL_VALIDATED: _ClassVar[Trial]
    TRIAL_RENDERED: _ClassVar[Trial]
    TRIAL_RAN: _ClassVar[Trial]

class BulkReplayState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    BULK_REPLAY_STATE_UNSPECIFIED: _ClassVar[BulkReplayState]
    BULK_REPLAY_STATE_RUNNING: _ClassVar[BulkReplayState]
    BULK_REPLAY_STATE_PAUSED: _ClassVar[BulkReplayState]
    BULK_REPLAY_STATE_CANCELLING: _ClassVar[BulkReplayState]
    BULK_REPLAY_STATE_COMPLETED: _ClassVar[BulkReplayState]
    BULK_REPLAY_STATE_CANCELLED: _ClassVar[BulkReplayState]

class BulkReplayItemState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    BULK_REPLAY_ITEM_STATE_UNSPECIFIED: _ClassVar[BulkReplayItemState]
    BULK_REPLAY_ITEM_STATE_WAITING: _ClassVar[BulkReplayItemState]
    BULK_REPLAY_ITEM_STATE_STARTING: _ClassVar[BulkReplayItemState]
    BULK_REPLAY_ITEM_STATE_RUNNING: _ClassVar[BulkReplayItemState]
    BULK_REPLAY_ITEM_STATE_SUCCEEDED: _ClassVar[BulkReplayItemState]
    BULK_REPLAY_ITEM_STATE_FAILED: _ClassVar[BulkReplayItemState]
    BULK_REPLAY_ITEM_STATE_REFUSED: _ClassVar[BulkReplayItemState]
    BULK_REPLAY_ITEM_STATE_CANCELLED: _ClassVar[BulkReplayItemState]
LOG_LEVEL_UNSPECIFIED: LogLevel
LOG_LEVEL_TRACE: LogLevel
LOG_LEVEL_DEBUG: LogLevel
LOG_LEVEL_INFO: LogLevel
LOG_LEVEL_WARN: LogLevel
LOG_LEVEL_ERROR: LogLevel
REPLAY_RULE_UNSPECIFIED: ReplayRule
REPLAY_RULE_BEGINNING: ReplayRule
REPLAY_RULE_FAILED: ReplayRule
REPLAY_RULE_CHANGED: ReplayRule
ON_MISSING_UNSPECIFIED: OnMissing
ON_MISSING_REFUSE: OnMissing
ON_MISSING_RERUN: OnMissing
REVISION_RULE_UNSPECIFIED: RevisionRule
REVISION_RULE_ORIGINAL: RevisionRule
REVISION_RULE_LATEST: RevisionRule
CLOCK_RULE_UNSPECIFIED: ClockRule
CLOCK_RULE_ORIGINAL: ClockRule
CLOCK_RULE_NOW: ClockRule
EFFECTS_UNSPECIFIED: Effects
EFFECTS_PURE: Effects
EFFECTS_IDEMPOTENT: Effects
EFFECTS_EFFECTFUL: Effects
EFFECTS_IRREVERSIBLE: Effects
VERDICT_UNSPECIFIED: Verdict
VERDICT_REUSED_UPSTREAM: Verdict
VERDICT_RERUN_SELECTED: Verdict
VERDICT_RERUN_DOWNSTREAM: Verdict
VERDICT_NEW_TASK: Verdict
VERDICT_FIRST_RUN: Verdict
VERDICT_DROPPED_TASK: Verdict
VERDICT_REUSED_BESIDE: Verdict
VERDICT_REUSED_SKIPPED: Verdict
VERDICT_KEPT_UNSUCCESSFUL: Verdict
VERDICT_GOES_ON: Verdict
VERDICT_RERUN_INTERRUPTED: Verdict
VERDICT_RERUN_OUTPUT_MISSING: Verdict
VERDICT_RERUN_CHANGED: Verdict
VERDICT_CONDITIONAL: Verdict
VERDICT_NOT_RUN: Verdict
VERDICT_SKIPPED: Verdict
VERDICT_RERUN_IF_CHANGED: Verdict
VERDICT_OVERRIDDEN: Verdict
TRIAL_UNSPECIFIED: Trial
TRIAL_VALIDATED: Trial
TRIAL_RENDERED: Trial
TRIAL_RAN: Trial
BULK_REPLAY_STATE_UNSPECIFIED: BulkReplayState
BULK_REPLAY_STATE_RUNNING: BulkReplayState
BULK_REPLAY_STATE_PAUSED: BulkReplayState
BULK_REPLAY_STATE_CANCELLING: BulkReplayState
BULK_REPLAY_STATE_COMPLETED: BulkReplayState
BULK_REPLAY_STATE_CANCELLED: BulkReplayState
BULK_REPLAY_ITEM_STATE_UNSPECIFIED: BulkReplayItemState
BULK_REPLAY_ITEM_STATE_WAITING: BulkReplayItemState
BULK_REPLAY_ITEM_STATE_STARTING: BulkReplayItemState
BULK_REPLAY_ITEM_STATE_RUNNING: BulkReplayItemState
BULK_REPLAY_ITEM_STATE_SUCCEEDED: BulkReplayItemState
BULK_REPLAY_ITEM_STATE_FAILED: BulkReplayItemState
BULK_REPLAY_ITEM_STATE_REFUSED: BulkReplayItemState
BULK_REPLAY_ITEM_STATE_CANCELLED: BulkReplayItemState

class Execution(_message.Message):
    __slots__ = ("execution_id", "namespace", "flow_id", "flow_revision", "state", "history", "parent_id", "original_id", "attempt_number", "labels", "start_time", "end_time", "task_runs", "position", "create_time", "inputs_json", "outputs_json", "variables_json", "trigger_json", "error", "source_digest")
    class LabelsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    EXECUTION_ID_FIELD_NUMBER: _ClassVar[int]
    NAMESPACE_FIELD_NUMBER: _ClassVar[int]
    FLOW_ID_FIELD_NUMBER: _ClassVar[int]
    FLOW_REVISION_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    HISTORY_FIELD_NUMBER: _ClassVar[int]
    PARENT_ID_FIELD_NUMBER: _ClassVar[int]
    ORIGINAL_ID_FIELD_NUMBER: _ClassVar[int]
    ATTEMPT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    LABELS_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    TASK_RUNS_FIELD_NUMBER: _ClassVar[int]
    POSITION_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    INPUTS_JSON_FIELD_NUMBER: _ClassVar[int]
    OUTPUTS_JSON_FIELD_NUMBER: _ClassVar[int]
    VARIABLES_JSON_FIELD_NUMBER: _ClassVar[int]
    TRIGGER_JSON_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    SOURCE_DIGEST_FIELD_NUMBER: _ClassVar[int]
    execution_id: str
    namespace: str
    flow_id: str
    flow_revision: int
    state: _state_pb2.State
    history: _containers.RepeatedCompositeFieldContainer[_state_pb2.StateChange]
    parent_id: str
    original_id: str
    attempt_number: int
    labels: _containers.ScalarMap[str, str]
    start_time: _timestamp_pb2.Timestamp
    end_time: _timestamp_pb2.Timestamp
    task_runs: _containers.RepeatedCompositeFieldContainer[TaskRun]
    position: int
    create_time: _timestamp_pb2.Timestamp
    inputs_json: str
    outputs_json: str
    variables_json: str
    trigger_json: str
    error: str
    source_digest: str
    def __init__(self, execution_id: _Optional[str] = ..., namespace: _Optional[str] = ..., flow_id: _Optional[str] = ..., flow_revision: _Optional[int] = ..., state: _Optional[_Union[_state_pb2.State, str]] = ..., history: _Optional[_Iterable[_Union[_state_pb2.StateChange, _Mapping]]] = ..., parent_id: _Optional[str] = ..., original_id: _Optional[str] = ..., attempt_number: _Optional[int] = ..., labels: _Optional[_Mapping[str, str]] = ..., start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., task_runs: _Optional[_Iterable[_Union[TaskRun, _Mapping]]] = ..., position: _Optional[int] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., inputs_json: _Optional[str] = ..., outputs_json: _Optional[str] = ..., variables_json: _Optional[str] = ..., trigger_json: _Optional[str] = ..., error: _Optional[str] = ..., source_digest: _Optional[str] = ...) -> None: ...

class TaskRun(_message.Message):
    __slots__ = ("task_run_id", "task_path", "task_id", "task_type", "state", "history", "attempts", "output_digest", "outputs_json", "reused_from", "error", "metrics", "value", "iteration", "parent_path", "synthetic_from_task_path")
    class MetricsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: float
        def __init__(self, key: _Optional[str] = ..., value: _Optional[float] = ...) -> None: ...
    TASK_RUN_ID_FIELD_NUMBER: _ClassVar[int]
    TASK_PATH_FIELD_NUMBER: _ClassVar[int]
    TASK_ID_FIELD_NUMBER: _ClassVar[int]
    TASK_TYPE_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    HISTORY_FIELD_NUMBER: _ClassVar[int]
    ATTEMPTS_FIELD_NUMBER: _ClassVar[int]
    OUTPUT_DIGEST_FIELD_NUMBER: _ClassVar[int]
    OUTPUTS_JSON_FIELD_NUMBER: _ClassVar[int]
    REUSED_FROM_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    METRICS_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    ITERATION_FIELD_NUMBER: _ClassVar[int]
    PARENT_PATH_FIELD_NUMBER: _ClassVar[int]
    SYNTHETIC_FROM_TASK_PATH_FIELD_NUMBER: _ClassVar[int]
    task_run_id: str
    task_path: str
    task_id: str
    task_type: str
    state: _state_pb2.State
    history: _containers.RepeatedCompositeFieldContainer[_state_pb2.StateChange]
    attempts: _containers.RepeatedCompositeFieldContainer[Attempt]
    output_digest: str
    outputs_json: str
    reused_from: Provenance
    error: str
    metrics: _containers.ScalarMap[str, float]
    value: str
    iteration: int
    parent_path: str
    synthetic_from_task_path: str
    def __init__(self, task_run_id: _Optional[str] = ..., task_path: _Optional[str] = ..., task_id: _Optional[str] = ..., task_type: _Optional[str] = ..., state: _Optional[_Union[_state_pb2.State, str]] = ..., history: _Optional[_Iterable[_Union[_state_pb2.StateChange, _Mapping]]] = ..., attempts: _Optional[_Iterable[_Union[Attempt, _Mapping]]] = ..., output_digest: _Optional[str] = ..., outputs_json: _Optional[str] = ..., reused_from: _Optional[_Union[Provenance, _Mapping]] = ..., error: _Optional[str] = ..., metrics: _Optional[_Mapping[str, float]] = ..., value: _Optional[str] = ..., iteration: _Optional[int] = ..., parent_path: _Optional[str] = ..., synthetic_from_task_path: _Optional[str] = ...) -> None: ...

class Attempt(_message.Message):
    __slots__ = ("number", "state", "start_time", "end_time", "error", "execution_id")
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    EXECUTION_ID_FIELD_NUMBER: _ClassVar[int]
    number: int
    state: _state_pb2.State
    start_time: _timestamp_pb2.Timestamp
    end_time: _timestamp_pb2.Timestamp
    error: str
    execution_id: str
    def __init__(self, number: _Optional[int] = ..., state: _Optional[_Union[_state_pb2.State, str]] = ..., start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., error: _Optional[str] = ..., execution_id: _Optional[str] = ...) -> None: ...

class Provenance(_message.Message):
    __slots__ = ("execution_id", "task_run_id", "output_digest", "attempt_number")
    EXECUTION_ID_FIELD_NUMBER: _ClassVar[int]
    TASK_RUN_ID_FIELD_NUMBER: _ClassVar[int]
    OUTPUT_DIGEST_FIELD_NUMBER: _ClassVar[int]
    ATTEMPT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    execution_id: str
    task_run_id: str
    output_digest: str
    attempt_number: int
    def __init__(self, execution_id: _Optional[str] = ..., task_run_id: _Optional[str] = ..., output_digest: _Optional[str] = ..., attempt_number: _Optional[int] = ...) -> None: ...

class Event(_message.Message):
    __slots__ = ("position", "time", "execution_created", "task_runs_carried", "execution_started", "task_run_started", "task_run_finished", "execution_ended", "labels_set", "task_run_opened", "task_run_resumed", "task_run_turned", "execution_queued", "variables_set", "execution_stopped", "sla_violated", "execution_closed", "execution_restarted", "execution_paused", "execution_resumed", "execution_state_set", "task_run_suspended", "task_run_revoked")
    POSITION_FIELD_NUMBER: _ClassVar[int]
    TIME_FIELD_NUMBER: _ClassVar[int]
    EXECUTION_CREATED_FIELD_NUMBER: _ClassVar[int]
    TASK_RUNS_CARRIED_FIELD_NUMBER: _ClassVar[int]
    EXECUTION_STARTED_FIELD_NUMBER: _ClassVar[int]
    TASK_RUN_STARTED_FIELD_NUMBER: _ClassVar[int]
    TASK_RUN_FINISHED_FIELD_NUMBER: _ClassVar[int]
    EXECUTION_ENDED_FIELD_NUMBER: _ClassVar[int]
    LABELS_SET_FIELD_NUMBER: _ClassVar[int]
    TASK_RUN_OPENED_FIELD_NUMBER: _ClassVar[int]
    TASK_RUN_RESUMED_FIELD_NUMBER: _ClassVar[int]
    TASK_RUN_TURNED_FIELD_NUMBER: _ClassVar[int]
    EXECUTION_QUEUED_FIELD_NUMBER: _ClassVar[int]
    VARIABLES_SET_FIELD_NUMBER: _ClassVar[int]
    EXECUTION_STOPPED_FIELD_NUMBER: _ClassVar[int]
    SLA_VIOLATED_FIELD_NUMBER: _ClassVar[int]
    EXECUTION_CLOSED_FIELD_NUMBER: _ClassVar[int]
    EXECUTION_RESTARTED_FIELD_NUMBER: _ClassVar[int]
    EXECUTION_PAUSED_FIELD_NUMBER: _ClassVar[int]
    EXECUTION_RESUMED_FIELD_NUMBER: _ClassVar[int]
    EXECUTION_STATE_SET_FIELD_NUMBER: _ClassVar[int]
    TASK_RUN_SUSPENDED_FIELD_NUMBER: _ClassVar[int]
    TASK_RUN_REVOKED_FIELD_NUMBER: _ClassVar[int]
    position: int
    time: _timestamp_pb2.Timestamp
    execution_created: ExecutionCreated
    task_runs_carried: TaskRunsCarried
    execution_started: ExecutionStarted
    task_run_started: TaskRunStarted
    task_run_finished: TaskRunFinished
    execution_ended: ExecutionEnded
    labels_set: LabelsSet
    task_run_opened: TaskRunOpened
    task_run_resumed: TaskRunResumed
    task_run_turned: TaskRunTurned
    execution_queued: ExecutionQueued
    variables_set: VariablesSet
    execution_stopped: ExecutionStopped
    sla_violated: SlaViolated
    execution_closed: ExecutionClosed
    execution_restarted: ExecutionRestarted
    execution_paused: ExecutionPaused
    execution_resumed: ExecutionResumed
    execution_state_set: ExecutionStateSet
    task_run_suspended: TaskRunSuspended
    task_run_revoked: TaskRunRevoked
    def __init__(self, position: _Optional[int] = ..., time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., execution_created: _Optional[_Union[ExecutionCreated, _Mapping]] = ..., task_runs_carried: _Optional[_Union[TaskRunsCarried, _Mapping]] = ..., execution_started: _Optional[_Union[ExecutionStarted, _Mapping]] = ..., task_run_started: _Optional[_Union[TaskRunStarted, _Mapping]] = ..., task_run_finished: _Optional[_Union[TaskRunFinished, _Mapping]] = ..., execution_ended: _Optional[_Union[ExecutionEnded, _Mapping]] = ..., labels_set: _Optional[_Union[LabelsSet, _Mapping]] = ..., task_run_opened: _Optional[_Union[TaskRunOpened, _Mapping]] = ..., task_run_resumed: _Optional[_Union[TaskRunResumed, _Mapping]] = ..., task_run_turned: _Optional[_Union[TaskRunTurned, _Mapping]] = ..., execution_queued: _Optional[_Union[ExecutionQueued, _Mapping]] = ..., variables_set: _Optional[_Union[VariablesSet, _Mapping]] = ..., execution_stopped: _Optional[_Union[ExecutionStopped, _Mapping]] = ..., sla_violated: _Optional[_Union[SlaViolated, _Mapping]] = ..., execution_closed: _Optional[_Union[ExecutionClosed, _Mapping]] = ..., execution_restarted: _Optional[_Union[ExecutionRestarted, _Mapping]] = ..., execution_paused: _Optional[_Union[ExecutionPaused, _Mapping]] = ..., execution_resumed: _Optional[_Union[ExecutionResumed, _Mapping]] = ..., execution_state_set: _Optional[_Union[ExecutionStateSet, _Mapping]] = ..., task_run_suspended: _Optional[_Union[TaskRunSuspended, _Mapping]] = ..., task_run_revoked: _Optional[_Union[TaskRunRevoked, _Mapping]] = ...) -> None: ...

class ExecutionCreated(_message.Message):
    __slots__ = ("namespace", "flow_id", "flow_revision", "source_digest", "parent_id", "original_id", "attempt_number", "labels", "start_time", "carried_history", "inputs_json", "variables_json", "trigger_json", "schedule_time", "skip_task_paths", "breakpoints", "replay_from", "cut_offs", "synthetic_from_task_paths", "hidden_secrets")
    class LabelsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    class CutOffsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: TaskPaths
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[TaskPaths, _Mapping]] = ...) -> None: ...
    class SyntheticFromTaskPathsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    NAMESPACE_FIELD_NUMBER: _ClassVar[int]
    FLOW_ID_FIELD_NUMBER: _ClassVar[int]
    FLOW_REVISION_FIELD_NUMBER: _ClassVar[int]
    SOURCE_DIGEST_FIELD_NUMBER: _ClassVar[int]
    PARENT_ID_FIELD_NUMBER: _ClassVar[int]
    ORIGINAL_ID_FIELD_NUMBER: _ClassVar[int]
    ATTEMPT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    LABELS_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    CARRIED_HISTORY_FIELD_NUMBER: _ClassVar[int]
    INPUTS_JSON_FIELD_NUMBER: _ClassVar[int]
    VARIABLES_JSON_FIELD_NUMBER: _ClassVar[int]
    TRIGGER_JSON_FIELD_NUMBER: _ClassVar[int]
    SCHEDULE_TIME_FIELD_NUMBER: _ClassVar[int]
    SKIP_TASK_PATHS_FIELD_NUMBER: _ClassVar[int]
    BREAKPOINTS_FIELD_NUMBER: _ClassVar[int]
    REPLAY_FROM_FIELD_NUMBER: _ClassVar[int]
    CUT_OFFS_FIELD_NUMBER: _ClassVar[int]
    SYNTHETIC_FROM_TASK_PATHS_FIELD_NUMBER: _ClassVar[int]
    HIDDEN_SECRETS_FIELD_NUMBER: _ClassVar[int]
    namespace: str
    flow_id: str
    flow_revision: int
    source_digest: str
    parent_id: str
    original_id: str
    attempt_number: int
    labels: _containers.ScalarMap[str, str]
    start_time: _timestamp_pb2.Timestamp
    carried_history: _containers.RepeatedCompositeFieldContainer[_state_pb2.StateChange]
    inputs_json: str
    variables_json: str
    trigger_json: str
    schedule_time: _timestamp_pb2.Timestamp
    skip_task_paths: _containers.RepeatedScalarFieldContainer[str]
    breakpoints: _containers.RepeatedScalarFieldContainer[str]
    replay_from: ReplayFrom
    cut_offs: _containers.MessageMap[str, TaskPaths]
    synthetic_from_task_paths: _containers.ScalarMap[str, str]
    hidden_secrets: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, namespace: _Optional[str] = ..., flow_id: _Optional[str] = ..., flow_revision: _Optional[int] = ..., source_digest: _Optional[str] = ..., parent_id: _Optional[str] = ..., original_id: _Optional[str] = ..., attempt_number: _Optional[int] = ..., labels: _Optional[_Mapping[str, str]] = ..., start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., carried_history: _Optional[_Iterable[_Union[_state_pb2.StateChange, _Mapping]]] = ..., inputs_json: _Optional[str] = ..., variables_json: _Optional[str] = ..., trigger_json: _Optional[str] = ..., schedule_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., skip_task_paths: _Optional[_Iterable[str]] = ..., breakpoints: _Optional[_Iterable[str]] = ..., replay_from: _Optional[_Union[ReplayFrom, _Mapping]] = ..., cut_offs: _Optional[_Mapping[str, TaskPaths]] = ..., synthetic_from_task_paths: _Optional[_Mapping[str, str]] = ..., hidden_secrets: _Optional[_Iterable[str]] = ...) -> None: ...

class TaskPaths(_message.Message):
    __slots__ = ("task_paths",)
    TASK_PATHS_FIELD_NUMBER: _ClassVar[int]
    task_paths: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, task_paths: _Optional[_Iterable[str]] = ...) -> None: ...

class TaskRunsCarried(_message.Message):
    __slots__ = ("source_execution_id", "task_runs")
    SOURCE_EXECUTION_ID_FIELD_NUMBER: _ClassVar[int]
    TASK_RUNS_FIELD_NUMBER: _ClassVar[int]
    source_execution_id: str
    task_runs: _containers.RepeatedCompositeFieldContainer[CarriedTaskRun]
    def __init__(self, source_execution_id: _Optional[str] = ..., task_runs: _Optional[_Iterable[_Union[CarriedTaskRun, _Mapping]]] = ...) -> None: ...

class CarriedTaskRun(_message.Message):
    __slots__ = ("task_path", "state", "history", "attempts", "output_digest", "restarted", "provenance", "metrics", "value", "iteration", "parent_path", "reopened", "opened", "error", "before_digest")
    class MetricsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: float
        def __init__(self, key: _Optional[str] = ..., value: _Optional[float] = ...) -> None: ...
    TASK_PATH_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    HISTORY_FIELD_NUMBER: _ClassVar[int]
    ATTEMPTS_FIELD_NUMBER: _ClassVar[int]
    OUTPUT_DIGEST_FIELD_NUMBER: _ClassVar[int]
    RESTARTED_FIELD_NUMBER: _ClassVar[int]
    PROVENANCE_FIELD_NUMBER: _ClassVar[int]
    METRICS_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    ITERATION_FIELD_NUMBER: _ClassVar[int]
    PARENT_PATH_FIELD_NUMBER: _ClassVar[int]
    REOPENED_FIELD_NUMBER: _ClassVar[int]
    OPENED_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    BEFORE_DIGEST_FIELD_NUMBER: _ClassVar[int]
    task_path: str
    state: _state_pb2.State
    history: _containers.RepeatedCompositeFieldContainer[_state_pb2.StateChange]
    attempts: _containers.RepeatedCompositeFieldContainer[Attempt]
    output_digest: str
    restarted: bool
    provenance: Provenance
    metrics: _containers.ScalarMap[str, float]
    value: str
    iteration: int
    parent_path: str
    reopened: bool
    opened: TaskRunOpened
    error: str
    before_digest: str
    def __init__(self, task_path: _Optional[str] = ..., state: _Optional[_Union[_state_pb2.State, str]] = ..., history: _Optional[_Iterable[_Union[_state_pb2.StateChange, _Mapping]]] = ..., attempts: _Optional[_Iterable[_Union[Attempt, _Mapping]]] = ..., output_digest: _Optional[str] = ..., restarted: _Optional[bool] = ..., provenance: _Optional[_Union[Provenance, _Mapping]] = ..., metrics: _Optional[_Mapping[str, float]] = ..., value: _Optional[str] = ..., iteration: _Optional[int] = ..., parent_path: _Optional[str] = ..., reopened: _Optional[bool] = ..., opened: _Optional[_Union[TaskRunOpened, _Mapping]] = ..., error: _Optional[str] = ..., before_digest: _Optional[str] = ...) -> None: ...

class ExecutionStarted(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class TaskRunStarted(_message.Message):
    __slots__ = ("task_path", "task_run_id", "attempt_number", "value", "iteration", "parent_path")
    TASK_PATH_FIELD_NUMBER: _ClassVar[int]
    TASK_RUN_ID_FIELD_NUMBER: _ClassVar[int]
    ATTEMPT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    ITERATION_FIELD_NUMBER: _ClassVar[int]
    PARENT_PATH_FIELD_NUMBER: _ClassVar[int]
    task_path: str
    task_run_id: str
    attempt_number: int
    value: str
    iteration: int
    parent_path: str
    def __init__(self, task_path: _Optional[str] = ..., task_run_id: _Optional[str] = ..., attempt_number: _Optional[int] = ..., value: _Optional[str] = ..., iteration: _Optional[int] = ..., parent_path: _Optional[str] = ...) -> None: ...

class TaskRunOpened(_message.Message):
    __slots__ = ("task_path", "task_run_id", "branch", "values", "width", "output_digest", "outputs_json", "iteration", "paused", "resume_time", "then")
    TASK_PATH_FIELD_NUMBER: _ClassVar[int]
    TASK_RUN_ID_FIELD_NUMBER: _ClassVar[int]
    BRANCH_FIELD_NUMBER: _ClassVar[int]
    VALUES_FIELD_NUMBER: _ClassVar[int]
    WIDTH_FIELD_NUMBER: _ClassVar[int]
    OUTPUT_DIGEST_FIELD_NUMBER: _ClassVar[int]
    OUTPUTS_JSON_FIELD_NUMBER: _ClassVar[int]
    ITERATION_FIELD_NUMBER: _ClassVar[int]
    PAUSED_FIELD_NUMBER: _ClassVar[int]
    RESUME_TIME_FIELD_NUMBER: _ClassVar[int]
    THEN_FIELD_NUMBER: _ClassVar[int]
    task_path: str
    task_run_id: str
    branch: str
    values: _containers.RepeatedScalarFieldContainer[str]
    width: int
    output_digest: str
    outputs_json: str
    iteration: int
    paused: bool
    resume_time: _timestamp_pb2.Timestamp
    then: str
    def __init__(self, task_path: _Optional[str] = ..., task_run_id: _Optional[str] = ..., branch: _Optional[str] = ..., values: _Optional[_Iterable[str]] = ..., width: _Optional[int] = ..., output_digest: _Optional[str] = ..., outputs_json: _Optional[str] = ..., iteration: _Optional[int] = ..., paused: _Optional[bool] = ..., resume_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., then: _Optional[str] = ...) -> None: ...

class TaskRunResumed(_message.Message):
    __slots__ = ("task_path", "task_run_id", "output_digest", "outputs_json")
    TASK_PATH_FIELD_NUMBER: _ClassVar[int]
    TASK_RUN_ID_FIELD_NUMBER: _ClassVar[int]
    OUTPUT_DIGEST_FIELD_NUMBER: _ClassVar[int]
    OUTPUTS_JSON_FIELD_NUMBER: _ClassVar[int]
    task_path: str
    task_run_id: str
    output_digest: str
    outputs_json: str
    def __init__(self, task_path: _Optional[str] = ..., task_run_id: _Optional[str] = ..., output_digest: _Optional[str] = ..., outputs_json: _Optional[str] = ...) -> None: ...

class TaskRunTurned(_message.Message):
    __slots__ = ("task_path", "task_run_id", "state", "output_digest", "outputs_json", "error")
    TASK_PATH_FIELD_NUMBER: _ClassVar[int]
    TASK_RUN_ID_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    OUTPUT_DIGEST_FIELD_NUMBER: _ClassVar[int]
    OUTPUTS_JSON_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    task_path: str
    task_run_id: str
    state: _state_pb2.State
    output_digest: str
    outputs_json: str
    error: str
    def __init__(self, task_path: _Optional[str] = ..., task_run_id: _Optional[str] = ..., state: _Optional[_Union[_state_pb2.State, str]] = ..., output_digest: _Optional[str] = ..., outputs_json: _Optional[str] = ..., error: _Optional[str] = ...) -> None: ...

class ExecutionQueued(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class VariablesSet(_message.Message):
    __slots__ = ("variables_json", "removed")
    VARIABLES_JSON_FIELD_NUMBER: _ClassVar[int]
    REMOVED_FIELD_NUMBER: _ClassVar[int]
    variables_json: str
    removed: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, variables_json: _Optional[str] = ..., removed: _Optional[_Iterable[str]] = ...) -> None: ...

class ExecutionStopped(_message.Message):
    __slots__ = ("state", "task_run_state", "reason", "retry_time", "through", "subflows")
    STATE_FIELD_NUMBER: _ClassVar[int]
    TASK_RUN_STATE_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    RETRY_TIME_FIELD_NUMBER: _ClassVar[int]
    THROUGH_FIELD_NUMBER: _ClassVar[int]
    SUBFLOWS_FIELD_NUMBER: _ClassVar[int]
    state: _state_pb2.State
    task_run_state: _state_pb2.State
    reason: str
    retry_time: _timestamp_pb2.Timestamp
    through: _state_pb2.State
    subflows: bool
    def __init__(self, state: _Optional[_Union[_state_pb2.State, str]] = ..., task_run_state: _Optional[_Union[_state_pb2.State, str]] = ..., reason: _Optional[str] = ..., retry_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., through: _Optional[_Union[_state_pb2.State, str]] = ..., subflows: _Optional[bool] = ...) -> None: ...

class SlaViolated(_message.Message):
    __slots__ = ("sla_id", "reason")
    SLA_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    sla_id: str
    reason: str
    def __init__(self, sla_id: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class ExecutionClosed(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ExecutionRestarted(_message.Message):
    __slots__ = ("restarted", "reopened", "removed", "changed")
    RESTARTED_FIELD_NUMBER: _ClassVar[int]
    REOPENED_FIELD_NUMBER: _ClassVar[int]
    REMOVED_FIELD_NUMBER: _ClassVar[int]
    CHANGED_FIELD_NUMBER: _ClassVar[int]
    restarted: _containers.RepeatedScalarFieldContainer[str]
    reopened: _containers.RepeatedScalarFieldContainer[str]
    removed: _containers.RepeatedScalarFieldContainer[str]
    changed: _containers.RepeatedCompositeFieldContainer[ChangedTaskRun]
    def __init__(self, restarted: _Optional[_Iterable[str]] = ..., reopened: _Optional[_Iterable[str]] = ..., removed: _Optional[_Iterable[str]] = ..., changed: _Optional[_Iterable[_Union[ChangedTaskRun, _Mapping]]] = ...) -> None: ...

class ChangedTaskRun(_message.Message):
    __slots__ = ("task_path", "state")
    TASK_PATH_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    task_path: str
    state: _state_pb2.State
    def __init__(self, task_path: _Optional[str] = ..., state: _Optional[_Union[_state_pb2.State, str]] = ...) -> None: ...

class ExecutionPaused(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ExecutionResumed(_message.Message):
    __slots__ = ("breakpoints",)
    BREAKPOINTS_FIELD_NUMBER: _ClassVar[int]
    breakpoints: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, breakpoints: _Optional[_Iterable[str]] = ...) -> None: ...

class ExecutionStateSet(_message.Message):
    __slots__ = ("state",)
    STATE_FIELD_NUMBER: _ClassVar[int]
    state: _state_pb2.State
    def __init__(self, state: _Optional[_Union[_state_pb2.State, str]] = ...) -> None: ...

class TaskRunSuspended(_message.Message):
    __slots__ = ("task_path", "task_run_id", "value", "iteration", "parent_path")
    TASK_PATH_FIELD_NUMBER: _ClassVar[int]
    TASK_RUN_ID_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    ITERATION_FIELD_NUMBER: _ClassVar[int]
    PARENT_PATH_FIELD_NUMBER: _ClassVar[int]
    task_path: str
    task_run_id: str
    value: str
    iteration: int
    parent_path: str
    def __init__(self, task_path: _Optional[str] = ..., task_run_id: _Optional[str] = ..., value: _Optional[str] = ..., iteration: _Optional[int] = ..., parent_path: _Optional[str] = ...) -> None: ...

class TaskRunFinished(_message.Message):
    __slots__ = ("task_path", "task_run_id", "attempt_number", "state", "output_digest", "outputs_json", "error", "metrics", "never_ran", "retry_time", "at_once", "attempt_state", "reached", "unchanged")
    class MetricsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: float
        def __init__(self, key: _Optional[str] = ..., value: _Optional[float] = ...) -> None: ...
    TASK_PATH_FIELD_NUMBER: _ClassVar[int]
    TASK_RUN_ID_FIELD_NUMBER: _ClassVar[int]
    ATTEMPT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    OUTPUT_DIGEST_FIELD_NUMBER: _ClassVar[int]
    OUTPUTS_JSON_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    METRICS_FIELD_NUMBER: _ClassVar[int]
    NEVER_RAN_FIELD_NUMBER: _ClassVar[int]
    RETRY_TIME_FIELD_NUMBER: _ClassVar[int]
    AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    ATTEMPT_STATE_FIELD_NUMBER: _ClassVar[int]
    REACHED_FIELD_NUMBER: _ClassVar[int]
    UNCHANGED_FIELD_NUMBER: _ClassVar[int]
    task_path: str
    task_run_id: str
    attempt_number: int
    state: _state_pb2.State
    output_digest: str
    outputs_json: str
    error: str
    metrics: _containers.ScalarMap[str, float]
    never_ran: bool
    retry_time: _timestamp_pb2.Timestamp
    at_once: bool
    attempt_state: _state_pb2.State
    reached: _state_pb2.State
    unchanged: bool
    def __init__(self, task_path: _Optional[str] = ..., task_run_id: _Optional[str] = ..., attempt_number: _Optional[int] = ..., state: _Optional[_Union[_state_pb2.State, str]] = ..., output_digest: _Optional[str] = ..., outputs_json: _Optional[str] = ..., error: _Optional[str] = ..., metrics: _Optional[_Mapping[str, float]] = ..., never_ran: _Optional[bool] = ..., retry_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., at_once: _Optional[bool] = ..., attempt_state: _Optional[_Union[_state_pb2.State, str]] = ..., reached: _Optional[_Union[_state_pb2.State, str]] = ..., unchanged: _Optional[bool] = ...) -> None: ...

class TaskRunRevoked(_message.Message):
    __slots__ = ("task_path", "task_run_id")
    TASK_PATH_FIELD_NUMBER: _ClassVar[int]
    TASK_RUN_ID_FIELD_NUMBER: _ClassVar[int]
    task_path: str
    task_run_id: str
    def __init__(self, task_path: _Optional[str] = ..., task_run_id: _Optional[str] = ...) -> None: ...

class ExecutionEnded(_message.Message):
    __slots__ = ("state", "outputs_json", "error", "reached", "followed", "retry_time")
    STATE_FIELD_NUMBER: _ClassVar[int]
    OUTPUTS_JSON_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    REACHED_FIELD_NUMBER: _ClassVar[int]
    FOLLOWED_FIELD_NUMBER: _ClassVar[int]
    RETRY_TIME_FIELD_NUMBER: _ClassVar[int]
    state: _state_pb2.State
    outputs_json: str
    error: str
    reached: _state_pb2.State
    followed: bool
    retry_time: _timestamp_pb2.Timestamp
    def __init__(self, state: _Optional[_Union[_state_pb2.State, str]] = ..., outputs_json: _Optional[str] = ..., error: _Optional[str] = ..., reached: _Optional[_Union[_state_pb2.State, str]] = ..., followed: _Optional[bool] = ..., retry_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class LabelsSet(_message.Message):
    __slots__ = ("labels", "removed")
    class LabelsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    LABELS_FIELD_NUMBER: _ClassVar[int]
    REMOVED_FIELD_NUMBER: _ClassVar[int]
    labels: _containers.ScalarMap[str, str]
    removed: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, labels: _Optional[_Mapping[str, str]] = ..., removed: _Optional[_Iterable[str]] = ...) -> None: ...

class LogEntry(_message.Message):
    __slots__ = ("position", "execution_id", "task_run_id", "task_path", "attempt_number", "level", "time", "message")
    POSITION_FIELD_NUMBER: _ClassVar[int]
    EXECUTION_ID_FIELD_NUMBER: _ClassVar[int]
    TASK_RUN_ID_FIELD_NUMBER: _ClassVar[int]
    TASK_PATH_FIELD_NUMBER: _ClassVar[int]
    ATTEMPT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    LEVEL_FIELD_NUMBER: _ClassVar[int]
    TIME_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    position: int
    execution_id: str
    task_run_id: str
    task_path: str
    attempt_number: int
    level: LogLevel
    time: _timestamp_pb2.Timestamp
    message: str
    def __init__(self, position: _Optional[int] = ..., execution_id: _Optional[str] = ..., task_run_id: _Optional[str] = ..., task_path: _Optional[str] = ..., attempt_number: _Optional[int] = ..., level: _Optional[_Union[LogLevel, str]] = ..., time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., message: _Optional[str] = ...) -> None: ...

class CreateExecutionRequest(_message.Message):
    __slots__ = ("namespace", "flow_id", "revision", "labels", "request_id", "inputs_json", "breakpoints")
    class LabelsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    NAMESPACE_FIELD_NUMBER: _ClassVar[int]
    FLOW_ID_FIELD_NUMBER: _ClassVar[int]
    REVISION_FIELD_NUMBER: _ClassVar[int]
    LABELS_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    INPUTS_JSON_FIELD_NUMBER: _ClassVar[int]
    BREAKPOINTS_FIELD_NUMBER: _ClassVar[int]
    namespace: str
    flow_id: str
    revision: int
    labels: _containers.ScalarMap[str, str]
    request_id: str
    inputs_json: str
    breakpoints: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, namespace: _Optional[str] = ..., flow_id: _Optional[str] = ..., revision: _Optional[int] = ..., labels: _Optional[_Mapping[str, str]] = ..., request_id: _Optional[str] = ..., inputs_json: _Optional[str] = ..., breakpoints: _Optional[_Iterable[str]] = ...) -> None: ...

class CreateExecutionResponse(_message.Message):
    __slots__ = ("execution",)
    EXECUTION_FIELD_NUMBER: _ClassVar[int]
    execution: Execution
    def __init__(self, execution: _Optional[_Union[Execution, _Mapping]] = ...) -> None: ...

class GetExecutionRequest(_message.Message):
    __slots__ = ("execution_id",)
    EXECUTION_ID_FIELD_NUMBER: _ClassVar[int]
    execution_id: str
    def __init__(self, execution_id: _Optional[str] = ...) -> None: ...

class GetExecutionResponse(_message.Message):
    __slots__ = ("execution",)
    EXECUTION_FIELD_NUMBER: _ClassVar[int]
    execution: Execution
    def __init__(self, execution: _Optional[_Union[Execution, _Mapping]] = ...) -> None: ...

class ListExecutionsRequest(_message.Message):
    __slots__ = ("namespace", "flow_id", "states", "original_id", "page_size", "page_token")
    NAMESPACE_FIELD_NUMBER: _ClassVar[int]
    FLOW_ID_FIELD_NUMBER: _ClassVar[int]
    STATES_FIELD_NUMBER: _ClassVar[int]
    ORIGINAL_ID_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    namespace: str
    flow_id: str
    states: _containers.RepeatedScalarFieldContainer[_state_pb2.State]
    original_id: str
    page_size: int
    page_token: str
    def __init__(self, namespace: _Optional[str] = ..., flow_id: _Optional[str] = ..., states: _Optional[_Iterable[_Union[_state_pb2.State, str]]] = ..., original_id: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListExecutionsResponse(_message.Message):
    __slots__ = ("executions", "next_page_token")
    EXECUTIONS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    executions: _containers.RepeatedCompositeFieldContainer[Execution]
    next_page_token: str
    def __init__(self, executions: _Optional[_Iterable[_Union[Execution, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class WatchExecutionRequest(_message.Message):
    __slots__ = ("execution_id", "after_position")
    EXECUTION_ID_FIELD_NUMBER: _ClassVar[int]
    AFTER_POSITION_FIELD_NUMBER: _ClassVar[int]
    execution_id: str
    after_position: int
    def __init__(self, execution_id: _Optional[str] = ..., after_position: _Optional[int] = ...) -> None: ...

class WatchExecutionResponse(_message.Message):
    __slots__ = ("events",)
    EVENTS_FIELD_NUMBER: _ClassVar[int]
    events: _containers.RepeatedCompositeFieldContainer[Event]
    def __init__(self, events: _Optional[_Iterable[_Union[Event, _Mapping]]] = ...) -> None: ...

class ListLogsRequest(_message.Message):
    __slots__ = ("execution_id", "task_path", "min_level", "page_size", "page_token")
    EXECUTION_ID_FIELD_NUMBER: _ClassVar[int]
    TASK_PATH_FIELD_NUMBER: _ClassVar[int]
    MIN_LEVEL_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    execution_id: str
    task_path: str
    min_level: LogLevel
    page_size: int
    page_token: str
    def __init__(self, execution_id: _Optional[str] = ..., task_path: _Optional[str] = ..., min_level: _Optional[_Union[LogLevel, str]] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListLogsResponse(_message.Message):
    __slots__ = ("entries", "next_page_token")
    ENTRIES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    entries: _containers.RepeatedCompositeFieldContainer[LogEntry]
    next_page_token: str
    def __init__(self, entries: _Optional[_Iterable[_Union[LogEntry, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class WatchLogsRequest(_message.Message):
    __slots__ = ("execution_id", "after_position", "task_path", "min_level")
    EXECUTION_ID_FIELD_NUMBER: _ClassVar[int]
    AFTER_POSITION_FIELD_NUMBER: _ClassVar[int]
    TASK_PATH_FIELD_NUMBER: _ClassVar[int]
    MIN_LEVEL_FIELD_NUMBER: _ClassVar[int]
    execution_id: str
    after_position: int
    task_path: str
    min_level: LogLevel
    def __init__(self, execution_id: _Optional[str] = ..., after_position: _Optional[int] = ..., task_path: _Optional[str] = ..., min_level: _Optional[_Union[LogLevel, str]] = ...) -> None: ...

class WatchLogsResponse(_message.Message):
    __slots__ = ("entries",)
    ENTRIES_FIELD_NUMBER: _ClassVar[int]
    entries: _containers.RepeatedCompositeFieldContainer[LogEntry]
    def __init__(self, entries: _Optional[_Iterable[_Union[LogEntry, _Mapping]]] = ...) -> None: ...

class ResumeExecutionRequest(_message.Message):
    __slots__ = ("execution_id", "task_path", "inputs_json", "request_id", "breakpoints")
    EXECUTION_ID_FIELD_NUMBER: _ClassVar[int]
    TASK_PATH_FIELD_NUMBER: _ClassVar[int]
    INPUTS_JSON_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    BREAKPOINTS_FIELD_NUMBER: _ClassVar[int]
    execution_id: str
    task_path: str
    inputs_json: str
    request_id: str
    breakpoints: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, execution_id: _Optional[str] = ..., task_path: _Optional[str] = ..., inputs_json: _Optional[str] = ..., request_id: _Optional[str] = ..., breakpoints: _Optional[_Iterable[str]] = ...) -> None: ...

class ResumeExecutionResponse(_message.Message):
    __slots__ = ("execution",)
    EXECUTION_FIELD_NUMBER: _ClassVar[int]
    execution: Execution
    def __init__(self, execution: _Optional[_Union[Execution, _Mapping]] = ...) -> None: ...

class RestartExecutionRequest(_message.Message):
    __slots__ = ("execution_id", "request_id", "revision")
    EXECUTION_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    REVISION_FIELD_NUMBER: _ClassVar[int]
    execution_id: str
    request_id: str
    revision: RevisionChoice
    def __init__(self, execution_id: _Optional[str] = ..., request_id: _Optional[str] = ..., revision: _Optional[_Union[RevisionChoice, _Mapping]] = ...) -> None: ...

class RestartExecutionResponse(_message.Message):
    __slots__ = ("execution",)
    EXECUTION_FIELD_NUMBER: _ClassVar[int]
    execution: Execution
    def __init__(self, execution: _Optional[_Union[Execution, _Mapping]] = ...) -> None: ...

class KillExecutionRequest(_message.Message):
    __slots__ = ("execution_id", "keep_subflows", "request_id")
    EXECUTION_ID_FIELD_NUMBER: _ClassVar[int]
    KEEP_SUBFLOWS_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    execution_id: str
    keep_subflows: bool
    request_id: str
    def __init__(self, execution_id: _Optional[str] = ..., keep_subflows: _Optional[bool] = ..., request_id: _Optional[str] = ...) -> None: ...

class KillExecutionResponse(_message.Message):
    __slots__ = ("execution",)
    EXECUTION_FIELD_NUMBER: _ClassVar[int]
    execution: Execution
    def __init__(self, execution: _Optional[_Union[Execution, _Mapping]] = ...) -> None: ...

class PauseExecutionRequest(_message.Message):
    __slots__ = ("execution_id", "request_id")
    EXECUTION_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    execution_id: str
    request_id: str
    def __init__(self, execution_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class PauseExecutionResponse(_message.Message):
    __slots__ = ("execution",)
    EXECUTION_FIELD_NUMBER: _ClassVar[int]
    execution: Execution
    def __init__(self, execution: _Optional[_Union[Execution, _Mapping]] = ...) -> None: ...

class ForceRunExecutionRequest(_message.Message):
    __slots__ = ("execution_id", "request_id")
    EXECUTION_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    execution_id: str
    request_id: str
    def __init__(self, execution_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class ForceRunExecutionResponse(_message.Message):
    __slots__ = ("execution",)
    EXECUTION_FIELD_NUMBER: _ClassVar[int]
    execution: Execution
    def __init__(self, execution: _Optional[_Union[Execution, _Mapping]] = ...) -> None: ...

class SetTaskRunStateRequest(_message.Message):
    __slots__ = ("execution_id", "task_path", "state", "request_id")
    EXECUTION_ID_FIELD_NUMBER: _ClassVar[int]
    TASK_PATH_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    execution_id: str
    task_path: str
    state: _state_pb2.State
    request_id: str
    def __init__(self, execution_id: _Optional[str] = ..., task_path: _Optional[str] = ..., state: _Optional[_Union[_state_pb2.State, str]] = ..., request_id: _Optional[str] = ...) -> None: ...

class SetTaskRunStateResponse(_message.Message):
    __slots__ = ("execution",)
    EXECUTION_FIELD_NUMBER: _ClassVar[int]
    execution: Execution
    def __init__(self, execution: _Optional[_Union[Execution, _Mapping]] = ...) -> None: ...

class SetExecutionStateRequest(_message.Message):
    __slots__ = ("execution_id", "state", "request_id")
    EXECUTION_ID_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    execution_id: str
    state: _state_pb2.State
    request_id: str
    def __init__(self, execution_id: _Optional[str] = ..., state: _Optional[_Union[_state_pb2.State, str]] = ..., request_id: _Optional[str] = ...) -> None: ...

class SetExecutionStateResponse(_message.Message):
    __slots__ = ("execution",)
    EXECUTION_FIELD_NUMBER: _ClassVar[int]
    execution: Execution
    def __init__(self, execution: _Optional[_Union[Execution, _Mapping]] = ...) -> None: ...

class SetLabelsRequest(_message.Message):
    __slots__ = ("execution_id", "labels", "request_id")
    class LabelsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    EXECUTION_ID_FIELD_NUMBER: _ClassVar[int]
    LABELS_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    execution_id: str
    labels: _containers.ScalarMap[str, str]
    request_id: str
    def __init__(self, execution_id: _Optional[str] = ..., labels: _Optional[_Mapping[str, str]] = ..., request_id: _Optional[str] = ...) -> None: ...

class SetLabelsResponse(_message.Message):
    __slots__ = ("execution",)
    EXECUTION_FIELD_NUMBER: _ClassVar[int]
    execution: Execution
    def __init__(self, execution: _Optional[_Union[Execution, _Mapping]] = ...) -> None: ...

class DeleteExecutionRequest(_message.Message):
    __slots__ = ("execution_id", "request_id")
    EXECUTION_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    execution_id: str
    request_id: str
    def __init__(self, execution_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class DeleteExecutionResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class LineageEntry(_message.Message):
    __slots__ = ("execution", "replay_from", "reused_count", "ran_count", "delete_time")
    EXECUTION_FIELD_NUMBER: _ClassVar[int]
    REPLAY_FROM_FIELD_NUMBER: _ClassVar[int]
    REUSED_COUNT_FIELD_NUMBER: _ClassVar[int]
    RAN_COUNT_FIELD_NUMBER: _ClassVar[int]
    DELETE_TIME_FIELD_NUMBER: _ClassVar[int]
    execution: Execution
    replay_from: ReplayFrom
    reused_count: int
    ran_count: int
    delete_time: _timestamp_pb2.Timestamp
    def __init__(self, execution: _Optional[_Union[Execution, _Mapping]] = ..., replay_from: _Optional[_Union[ReplayFrom, _Mapping]] = ..., reused_count: _Optional[int] = ..., ran_count: _Optional[int] = ..., delete_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class GetLineageRequest(_message.Message):
    __slots__ = ("execution_id", "page_size", "page_token")
    EXECUTION_ID_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    execution_id: str
    page_size: int
    page_token: str
    def __init__(self, execution_id: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class GetLineageResponse(_message.Message):
    __slots__ = ("original_id", "entries", "next_page_token")
    ORIGINAL_ID_FIELD_NUMBER: _ClassVar[int]
    ENTRIES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    original_id: str
    entries: _containers.RepeatedCompositeFieldContainer[LineageEntry]
    next_page_token: str
    def __init__(self, original_id: _Optional[str] = ..., entries: _Optional[_Iterable[_Union[LineageEntry, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class GetTaskRunOutputsRequest(_message.Message):
    __slots__ = ("execution_id", "task_path")
    EXECUTION_ID_FIELD_NUMBER: _ClassVar[int]
    TASK_PATH_FIELD_NUMBER: _ClassVar[int]
    execution_id: str
    task_path: str
    def __init__(self, execution_id: _Optional[str] = ..., task_path: _Optional[str] = ...) -> None: ...

class GetTaskRunOutputsResponse(_message.Message):
    __slots__ = ("outputs_json",)
    OUTPUTS_JSON_FIELD_NUMBER: _ClassVar[int]
    outputs_json: str
    def __init__(self, outputs_json: _Optional[str] = ...) -> None: ...

class CompareExecutionsRequest(_message.Message):
    __slots__ = ("execution_ids", "skip_tables")
    EXECUTION_IDS_FIELD_NUMBER: _ClassVar[int]
    SKIP_TABLES_FIELD_NUMBER: _ClassVar[int]
    execution_ids: _containers.RepeatedScalarFieldContainer[str]
    skip_tables: bool
    def __init__(self, execution_ids: _Optional[_Iterable[str]] = ..., skip_tables: _Optional[bool] = ...) -> None: ...

class CompareExecutionsResponse(_message.Message):
    __slots__ = ("executions", "differences", "task_runs", "divergence_task_path", "divergence")
    EXECUTIONS_FIELD_NUMBER: _ClassVar[int]
    DIFFERENCES_FIELD_NUMBER: _ClassVar[int]
    TASK_RUNS_FIELD_NUMBER: _ClassVar[int]
    DIVERGENCE_TASK_PATH_FIELD_NUMBER: _ClassVar[int]
    DIVERGENCE_FIELD_NUMBER: _ClassVar[int]
    executions: _containers.RepeatedCompositeFieldContainer[Execution]
    differences: _containers.RepeatedCompositeFieldContainer[Difference]
    task_runs: _containers.RepeatedCompositeFieldContainer[ComparedTaskRun]
    divergence_task_path: str
    divergence: str
    def __init__(self, executions: _Optional[_Iterable[_Union[Execution, _Mapping]]] = ..., differences: _Optional[_Iterable[_Union[Difference, _Mapping]]] = ..., task_runs: _Optional[_Iterable[_Union[ComparedTaskRun, _Mapping]]] = ..., divergence_task_path: _Optional[str] = ..., divergence: _Optional[str] = ...) -> None: ...

class ComparedTaskRun(_message.Message):
    __slots__ = ("task_path", "runs", "same", "differences", "changed_fields")
    TASK_PATH_FIELD_NUMBER: _ClassVar[int]
    RUNS_FIELD_NUMBER: _ClassVar[int]
    SAME_FIELD_NUMBER: _ClassVar[int]
    DIFFERENCES_FIELD_NUMBER: _ClassVar[int]
    CHANGED_FIELDS_FIELD_NUMBER: _ClassVar[int]
    task_path: str
    runs: _containers.RepeatedCompositeFieldContainer[ComparedState]
    same: bool
    differences: _containers.RepeatedCompositeFieldContainer[Difference]
    changed_fields: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, task_path: _Optional[str] = ..., runs: _Optional[_Iterable[_Union[ComparedState, _Mapping]]] = ..., same: _Optional[bool] = ..., differences: _Optional[_Iterable[_Union[Difference, _Mapping]]] = ..., changed_fields: _Optional[_Iterable[str]] = ...) -> None: ...

class ComparedState(_message.Message):
    __slots__ = ("state", "duration", "attempt_count", "output_digest", "reused_from")
    STATE_FIELD_NUMBER: _ClassVar[int]
    DURATION_FIELD_NUMBER: _ClassVar[int]
    ATTEMPT_COUNT_FIELD_NUMBER: _ClassVar[int]
    OUTPUT_DIGEST_FIELD_NUMBER: _ClassVar[int]
    REUSED_FROM_FIELD_NUMBER: _ClassVar[int]
    state: _state_pb2.State
    duration: _duration_pb2.Duration
    attempt_count: int
    output_digest: str
    reused_from: Provenance
    def __init__(self, state: _Optional[_Union[_state_pb2.State, str]] = ..., duration: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ..., attempt_count: _Optional[int] = ..., output_digest: _Optional[str] = ..., reused_from: _Optional[_Union[Provenance, _Mapping]] = ...) -> None: ...

class Difference(_message.Message):
    __slots__ = ("name", "values_json", "files")
    NAME_FIELD_NUMBER: _ClassVar[int]
    VALUES_JSON_FIELD_NUMBER: _ClassVar[int]
    FILES_FIELD_NUMBER: _ClassVar[int]
    name: str
    values_json: _containers.RepeatedScalarFieldContainer[str]
    files: _containers.RepeatedCompositeFieldContainer[ComparedFile]
    def __init__(self, name: _Optional[str] = ..., values_json: _Optional[_Iterable[str]] = ..., files: _Optional[_Iterable[_Union[ComparedFile, _Mapping]]] = ...) -> None: ...

class ComparedFile(_message.Message):
    __slots__ = ("digest", "size_bytes", "format", "columns", "row_count", "problem")
    DIGEST_FIELD_NUMBER: _ClassVar[int]
    SIZE_BYTES_FIELD_NUMBER: _ClassVar[int]
    FORMAT_FIELD_NUMBER: _ClassVar[int]
    COLUMNS_FIELD_NUMBER: _ClassVar[int]
    ROW_COUNT_FIELD_NUMBER: _ClassVar[int]
    PROBLEM_FIELD_NUMBER: _ClassVar[int]
    digest: str
    size_bytes: int
    format: str
    columns: _containers.RepeatedCompositeFieldContainer[Column]
    row_count: int
    problem: str
    def __init__(self, digest: _Optional[str] = ..., size_bytes: _Optional[int] = ..., format: _Optional[str] = ..., columns: _Optional[_Iterable[_Union[Column, _Mapping]]] = ..., row_count: _Optional[int] = ..., problem: _Optional[str] = ...) -> None: ...

class Column(_message.Message):
    __slots__ = ("name", "type")
    NAME_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    name: str
    type: str
    def __init__(self, name: _Optional[str] = ..., type: _Optional[str] = ...) -> None: ...

class ReplayFrom(_message.Message):
    __slots__ = ("task_run_id", "task_path", "rule", "also_task_paths")
    TASK_RUN_ID_FIELD_NUMBER: _ClassVar[int]
    TASK_PATH_FIELD_NUMBER: _ClassVar[int]
    RULE_FIELD_NUMBER: _ClassVar[int]
    ALSO_TASK_PATHS_FIELD_NUMBER: _ClassVar[int]
    task_run_id: str
    task_path: str
    rule: ReplayRule
    also_task_paths: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, task_run_id: _Optional[str] = ..., task_path: _Optional[str] = ..., rule: _Optional[_Union[ReplayRule, str]] = ..., also_task_paths: _Optional[_Iterable[str]] = ...) -> None: ...

class RevisionChoice(_message.Message):
    __slots__ = ("rule", "number", "draft_source")
    RULE_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    DRAFT_SOURCE_FIELD_NUMBER: _ClassVar[int]
    rule: RevisionRule
    number: int
    draft_source: str
    def __init__(self, rule: _Optional[_Union[RevisionRule, str]] = ..., number: _Optional[int] = ..., draft_source: _Optional[str] = ...) -> None: ...

class ReplayClock(_message.Message):
    __slots__ = ("rule", "time")
    RULE_FIELD_NUMBER: _ClassVar[int]
    TIME_FIELD_NUMBER: _ClassVar[int]
    rule: ClockRule
    time: _timestamp_pb2.Timestamp
    def __init__(self, rule: _Optional[_Union[ClockRule, str]] = ..., time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class PlannedTask(_message.Message):
    __slots__ = ("task_path", "verdict", "reason", "source_task_run_id", "source_state", "output_digest", "source_task_path", "source_duration", "follows_task_path", "changed_fields", "missing", "synthetic_from_task_path", "clock_expressions", "effects")
    TASK_PATH_FIELD_NUMBER: _ClassVar[int]
    VERDICT_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    SOURCE_TASK_RUN_ID_FIELD_NUMBER: _ClassVar[int]
    SOURCE_STATE_FIELD_NUMBER: _ClassVar[int]
    OUTPUT_DIGEST_FIELD_NUMBER: _ClassVar[int]
    SOURCE_TASK_PATH_FIELD_NUMBER: _ClassVar[int]
    SOURCE_DURATION_FIELD_NUMBER: _ClassVar[int]
    FOLLOWS_TASK_PATH_FIELD_NUMBER: _ClassVar[int]
    CHANGED_FIELDS_FIELD_NUMBER: _ClassVar[int]
    MISSING_FIELD_NUMBER: _ClassVar[int]
    SYNTHETIC_FROM_TASK_PATH_FIELD_NUMBER: _ClassVar[int]
    CLOCK_EXPRESSIONS_FIELD_NUMBER: _ClassVar[int]
    EFFECTS_FIELD_NUMBER: _ClassVar[int]
    task_path: str
    verdict: Verdict
    reason: str
    source_task_run_id: str
    source_state: _state_pb2.State
    output_digest: str
    source_task_path: str
    source_duration: _duration_pb2.Duration
    follows_task_path: str
    changed_fields: _containers.RepeatedScalarFieldContainer[str]
    missing: str
    synthetic_from_task_path: str
    clock_expressions: _containers.RepeatedScalarFieldContainer[str]
    effects: Effects
    def __init__(self, task_path: _Optional[str] = ..., verdict: _Optional[_Union[Verdict, str]] = ..., reason: _Optional[str] = ..., source_task_run_id: _Optional[str] = ..., source_state: _Optional[_Union[_state_pb2.State, str]] = ..., output_digest: _Optional[str] = ..., source_task_path: _Optional[str] = ..., source_duration: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ..., follows_task_path: _Optional[str] = ..., changed_fields: _Optional[_Iterable[str]] = ..., missing: _Optional[str] = ..., synthetic_from_task_path: _Optional[str] = ..., clock_expressions: _Optional[_Iterable[str]] = ..., effects: _Optional[_Union[Effects, str]] = ...) -> None: ...

class Obstacle(_message.Message):
    __slots__ = ("task_path", "file_path", "message")
    TASK_PATH_FIELD_NUMBER: _ClassVar[int]
    FILE_PATH_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    task_path: str
    file_path: str
    message: str
    def __init__(self, task_path: _Optional[str] = ..., file_path: _Optional[str] = ..., message: _Optional[str] = ...) -> None: ...

class ReplayPlan(_message.Message):
    __slots__ = ("execution_id", "source_revision", "revision", "tasks", "obstacles", "digest", "reused_count", "reused_bytes", "reused_duration", "run_count")
    EXECUTION_ID_FIELD_NUMBER: _ClassVar[int]
    SOURCE_REVISION_FIELD_NUMBER: _ClassVar[int]
    REVISION_FIELD_NUMBER: _ClassVar[int]
    TASKS_FIELD_NUMBER: _ClassVar[int]
    OBSTACLES_FIELD_NUMBER: _ClassVar[int]
    DIGEST_FIELD_NUMBER: _ClassVar[int]
    REUSED_COUNT_FIELD_NUMBER: _ClassVar[int]
    REUSED_BYTES_FIELD_NUMBER: _ClassVar[int]
    REUSED_DURATION_FIELD_NUMBER: _ClassVar[int]
    RUN_COUNT_FIELD_NUMBER: _ClassVar[int]
    execution_id: str
    source_revision: int
    revision: int
    tasks: _containers.RepeatedCompositeFieldContainer[PlannedTask]
    obstacles: _containers.RepeatedCompositeFieldContainer[Obstacle]
    digest: str
    reused_count: int
    reused_bytes: int
    reused_duration: _duration_pb2.Duration
    run_count: int
    def __init__(self, execution_id: _Optional[str] = ..., source_revision: _Optional[int] = ..., revision: _Optional[int] = ..., tasks: _Optional[_Iterable[_Union[PlannedTask, _Mapping]]] = ..., obstacles: _Optional[_Iterable[_Union[Obstacle, _Mapping]]] = ..., digest: _Optional[str] = ..., reused_count: _Optional[int] = ..., reused_bytes: _Optional[int] = ..., reused_duration: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ..., run_count: _Optional[int] = ...) -> None: ...

class SuggestFixRequest(_message.Message):
    __slots__ = ("execution_id", "source", "skip_model")
    EXECUTION_ID_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    SKIP_MODEL_FIELD_NUMBER: _ClassVar[int]
    execution_id: str
    source: str
    skip_model: bool
    def __init__(self, execution_id: _Optional[str] = ..., source: _Optional[str] = ..., skip_model: _Optional[bool] = ...) -> None: ...

class SuggestFixResponse(_message.Message):
    __slots__ = ("fixes", "base_source", "messages")
    FIXES_FIELD_NUMBER: _ClassVar[int]
    BASE_SOURCE_FIELD_NUMBER: _ClassVar[int]
    MESSAGES_FIELD_NUMBER: _ClassVar[int]
    fixes: _containers.RepeatedCompositeFieldContainer[SuggestedFix]
    base_source: str
    messages: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, fixes: _Optional[_Iterable[_Union[SuggestedFix, _Mapping]]] = ..., base_source: _Optional[str] = ..., messages: _Optional[_Iterable[str]] = ...) -> None: ...

class SuggestedFix(_message.Message):
    __slots__ = ("rules", "message", "confidence", "source", "diff", "task_path", "trial", "tried_lines", "needed_inputs")
    RULES_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    CONFIDENCE_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    DIFF_FIELD_NUMBER: _ClassVar[int]
    TASK_PATH_FIELD_NUMBER: _ClassVar[int]
    TRIAL_FIELD_NUMBER: _ClassVar[int]
    TRIED_LINES_FIELD_NUMBER: _ClassVar[int]
    NEEDED_INPUTS_FIELD_NUMBER: _ClassVar[int]
    rules: _containers.RepeatedScalarFieldContainer[str]
    message: str
    confidence: float
    source: str
    diff: str
    task_path: str
    trial: Trial
    tried_lines: int
    needed_inputs: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, rules: _Optional[_Iterable[str]] = ..., message: _Optional[str] = ..., confidence: _Optional[float] = ..., source: _Optional[str] = ..., diff: _Optional[str] = ..., task_path: _Optional[str] = ..., trial: _Optional[_Union[Trial, str]] = ..., tried_lines: _Optional[int] = ..., needed_inputs: _Optional[_Iterable[str]] = ...) -> None: ...

class PlanReplayRequest(_message.Message):
    __slots__ = ("execution_id", "revision", "skip_task_paths", "on_missing", "task_map", "inputs_json", "variables_json", "set_outputs", "clock", "allow_effects_task_paths")
    class TaskMapEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    class SetOutputsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    EXECUTION_ID_FIELD_NUMBER: _ClassVar[int]
    FROM_FIELD_NUMBER: _ClassVar[int]
    REVISION_FIELD_NUMBER: _ClassVar[int]
    SKIP_TASK_PATHS_FIELD_NUMBER: _ClassVar[int]
    ON_MISSING_FIELD_NUMBER: _ClassVar[int]
    TASK_MAP_FIELD_NUMBER: _ClassVar[int]
    INPUTS_JSON_FIELD_NUMBER: _ClassVar[int]
    VARIABLES_JSON_FIELD_NUMBER: _ClassVar[int]
    SET_OUTPUTS_FIELD_NUMBER: _ClassVar[int]
    CLOCK_FIELD_NUMBER: _ClassVar[int]
    ALLOW_EFFECTS_TASK_PATHS_FIELD_NUMBER: _ClassVar[int]
    execution_id: str
    revision: RevisionChoice
    skip_task_paths: _containers.RepeatedScalarFieldContainer[str]
    on_missing: OnMissing
    task_map: _containers.ScalarMap[str, str]
    inputs_json: str
    variables_json: str
    set_outputs: _containers.ScalarMap[str, str]
    clock: ReplayClock
    allow_effects_task_paths: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, execution_id: _Optional[str] = ..., revision: _Optional[_Union[RevisionChoice, _Mapping]] = ..., skip_task_paths: _Optional[_Iterable[str]] = ..., on_missing: _Optional[_Union[OnMissing, str]] = ..., task_map: _Optional[_Mapping[str, str]] = ..., inputs_json: _Optional[str] = ..., variables_json: _Optional[str] = ..., set_outputs: _Optional[_Mapping[str, str]] = ..., clock: _Optional[_Union[ReplayClock, _Mapping]] = ..., allow_effects_task_paths: _Optional[_Iterable[str]] = ..., **kwargs) -> None: ...

class PlanReplayResponse(_message.Message):
    __slots__ = ("plan",)
    PLAN_FIELD_NUMBER: _ClassVar[int]
    plan: ReplayPlan
    def __init__(self, plan: _Optional[_Union[ReplayPlan, _Mapping]] = ...) -> None: ...

class ReplayRequest(_message.Message):
    __slots__ = ("execution_id", "revision", "plan_digest", "request_id", "skip_task_paths", "on_missing", "task_map", "inputs_json", "breakpoints", "variables_json", "set_outputs", "clock", "allow_effects_task_paths")
    class TaskMapEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    class SetOutputsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    EXECUTION_ID_FIELD_NUMBER: _ClassVar[int]
    FROM_FIELD_NUMBER: _ClassVar[int]
    REVISION_FIELD_NUMBER: _ClassVar[int]
    PLAN_DIGEST_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    SKIP_TASK_PATHS_FIELD_NUMBER: _ClassVar[int]
    ON_MISSING_FIELD_NUMBER: _ClassVar[int]
    TASK_MAP_FIELD_NUMBER: _ClassVar[int]
    INPUTS_JSON_FIELD_NUMBER: _ClassVar[int]
    BREAKPOINTS_FIELD_NUMBER: _ClassVar[int]
    VARIABLES_JSON_FIELD_NUMBER: _ClassVar[int]
    SET_OUTPUTS_FIELD_NUMBER: _ClassVar[int]
    CLOCK_FIELD_NUMBER: _ClassVar[int]
    ALLOW_EFFECTS_TASK_PATHS_FIELD_NUMBER: _ClassVar[int]
    execution_id: str
    revision: RevisionChoice
    plan_digest: str
    request_id: str
    skip_task_paths: _containers.RepeatedScalarFieldContainer[str]
    on_missing: OnMissing
    task_map: _containers.ScalarMap[str, str]
    inputs_json: str
    breakpoints: _containers.RepeatedScalarFieldContainer[str]
    variables_json: str
    set_outputs: _containers.ScalarMap[str, str]
    clock: ReplayClock
    allow_effects_task_paths: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, execution_id: _Optional[str] = ..., revision: _Optional[_Union[RevisionChoice, _Mapping]] = ..., plan_digest: _Optional[str] = ..., request_id: _Optional[str] = ..., skip_task_paths: _Optional[_Iterable[str]] = ..., on_missing: _Optional[_Union[OnMissing, str]] = ..., task_map: _Optional[_Mapping[str, str]] = ..., inputs_json: _Optional[str] = ..., breakpoints: _Optional[_Iterable[str]] = ..., variables_json: _Optional[str] = ..., set_outputs: _Optional[_Mapping[str, str]] = ..., clock: _Optional[_Union[ReplayClock, _Mapping]] = ..., allow_effects_task_paths: _Optional[_Iterable[str]] = ..., **kwargs) -> None: ...

class ReplayResponse(_message.Message):
    __slots__ = ("execution", "plan")
    EXECUTION_FIELD_NUMBER: _ClassVar[int]
    PLAN_FIELD_NUMBER: _ClassVar[int]
    execution: Execution
    plan: ReplayPlan
    def __init__(self, execution: _Optional[_Union[Execution, _Mapping]] = ..., plan: _Optional[_Union[ReplayPlan, _Mapping]] = ...) -> None: ...

class BulkReplayFilter(_message.Message):
    __slots__ = ("namespace", "flow_id", "states", "from_time", "until_time")
    NAMESPACE_FIELD_NUMBER: _ClassVar[int]
    FLOW_ID_FIELD_NUMBER: _ClassVar[int]
    STATES_FIELD_NUMBER: _ClassVar[int]
    FROM_TIME_FIELD_NUMBER: _ClassVar[int]
    UNTIL_TIME_FIELD_NUMBER: _ClassVar[int]
    namespace: str
    flow_id: str
    states: _containers.RepeatedScalarFieldContainer[_state_pb2.State]
    from_time: _timestamp_pb2.Timestamp
    until_time: _timestamp_pb2.Timestamp
    def __init__(self, namespace: _Optional[str] = ..., flow_id: _Optional[str] = ..., states: _Optional[_Iterable[_Union[_state_pb2.State, str]]] = ..., from_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., until_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class BulkReplay(_message.Message):
    __slots__ = ("bulk_replay_id", "state", "reason", "create_time", "end_time", "revision", "max_running", "canary_count", "stop_at_percent", "item_count", "waiting_count", "running_count", "succeeded_count", "failed_count", "refused_count", "cancelled_count")
    BULK_REPLAY_ID_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    FROM_FIELD_NUMBER: _ClassVar[int]
    REVISION_FIELD_NUMBER: _ClassVar[int]
    MAX_RUNNING_FIELD_NUMBER: _ClassVar[int]
    CANARY_COUNT_FIELD_NUMBER: _ClassVar[int]
    STOP_AT_PERCENT_FIELD_NUMBER: _ClassVar[int]
    ITEM_COUNT_FIELD_NUMBER: _ClassVar[int]
    WAITING_COUNT_FIELD_NUMBER: _ClassVar[int]
    RUNNING_COUNT_FIELD_NUMBER: _ClassVar[int]
    SUCCEEDED_COUNT_FIELD_NUMBER: _ClassVar[int]
    FAILED_COUNT_FIELD_NUMBER: _ClassVar[int]
    REFUSED_COUNT_FIELD_NUMBER: _ClassVar[int]
    CANCELLED_COUNT_FIELD_NUMBER: _ClassVar[int]
    bulk_replay_id: str
    state: BulkReplayState
    reason: str
    create_time: _timestamp_pb2.Timestamp
    end_time: _timestamp_pb2.Timestamp
    revision: RevisionChoice
    max_running: int
    canary_count: int
    stop_at_percent: int
    item_count: int
    waiting_count: int
    running_count: int
    succeeded_count: int
    failed_count: int
    refused_count: int
    cancelled_count: int
    def __init__(self, bulk_replay_id: _Optional[str] = ..., state: _Optional[_Union[BulkReplayState, str]] = ..., reason: _Optional[str] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., revision: _Optional[_Union[RevisionChoice, _Mapping]] = ..., max_running: _Optional[int] = ..., canary_count: _Optional[int] = ..., stop_at_percent: _Optional[int] = ..., item_count: _Optional[int] = ..., waiting_count: _Optional[int] = ..., running_count: _Optional[int] = ..., succeeded_count: _Optional[int] = ..., failed_count: _Optional[int] = ..., refused_count: _Optional[int] = ..., cancelled_count: _Optional[int] = ..., **kwargs) -> None: ...

class BulkReplayItem(_message.Message):
    __slots__ = ("number", "execution_id", "state", "replay_execution_id", "replay_state", "reason", "message")
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    EXECUTION_ID_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    REPLAY_EXECUTION_ID_FIELD_NUMBER: _ClassVar[int]
    REPLAY_STATE_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    number: int
    execution_id: str
    state: BulkReplayItemState
    replay_execution_id: str
    replay_state: _state_pb2.State
    reason: str
    message: str
    def __init__(self, number: _Optional[int] = ..., execution_id: _Optional[str] = ..., state: _Optional[_Union[BulkReplayItemState, str]] = ..., replay_execution_id: _Optional[str] = ..., replay_state: _Optional[_Union[_state_pb2.State, str]] = ..., reason: _Optional[str] = ..., message: _Optional[str] = ...) -> None: ...

class CreateBulkReplayRequest(_message.Message):
    __slots__ = ("execution_ids", "filter", "revision", "max_running", "canary_count", "stop_at_percent", "validate_only", "request_id")
    EXECUTION_IDS_FIELD_NUMBER: _ClassVar[int]
    FILTER_FIELD_NUMBER: _ClassVar[int]
    FROM_FIELD_NUMBER: _ClassVar[int]
    REVISION_FIELD_NUMBER: _ClassVar[int]
    MAX_RUNNING_FIELD_NUMBER: _ClassVar[int]
    CANARY_COUNT_FIELD_NUMBER: _ClassVar[int]
    STOP_AT_PERCENT_FIELD_NUMBER: _ClassVar[int]
    VALIDATE_ONLY_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    execution_ids: _containers.RepeatedScalarFieldContainer[str]
    filter: BulkReplayFilter
    revision: RevisionChoice
    max_running: int
    canary_count: int
    stop_at_percent: int
    validate_only: bool
    request_id: str
    def __init__(self, execution_ids: _Optional[_Iterable[str]] = ..., filter: _Optional[_Union[BulkReplayFilter, _Mapping]] = ..., revision: _Optional[_Union[RevisionChoice, _Mapping]] = ..., max_running: _Optional[int] = ..., canary_count: _Optional[int] = ..., stop_at_percent: _Optional[int] = ..., validate_only: _Optional[bool] = ..., request_id: _Optional[str] = ..., **kwargs) -> None: ...

class CreateBulkReplayResponse(_message.Message):
    __slots__ = ("bulk_replay", "selected")
    BULK_REPLAY_FIELD_NUMBER: _ClassVar[int]
    SELECTED_FIELD_NUMBER: _ClassVar[int]
    bulk_replay: BulkReplay
    selected: _containers.RepeatedCompositeFieldContainer[Execution]
    def __init__(self, bulk_replay: _Optional[_Union[BulkReplay, _Mapping]] = ..., selected: _Optional[_Iterable[_Union[Execution, _Mapping]]] = ...) -> None: ...

class GetBulkReplayRequest(_message.Message):
    __slots__ = ("bulk_replay_id",)
    BULK_REPLAY_ID_FIELD_NUMBER: _ClassVar[int]
    bulk_replay_id: str
    def __init__(self, bulk_replay_id: _Optional[str] = ...) -> None: ...

class GetBulkReplayResponse(_message.Message):
    __slots__ = ("bulk_replay",)
    BULK_REPLAY_FIELD_NUMBER: _ClassVar[int]
    bulk_replay: BulkReplay
    def __init__(self, bulk_replay: _Optional[_Union[BulkReplay, _Mapping]] = ...) -> None: ...

class ListBulkReplaysRequest(_message.Message):
    __slots__ = ("page_size", "page_token")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListBulkReplaysResponse(_message.Message):
    __slots__ = ("bulk_replays", "next_page_token")
    BULK_REPLAYS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    bulk_replays: _containers.RepeatedCompositeFieldContainer[BulkReplay]
    next_page_token: str
    def __init__(self, bulk_replays: _Optional[_Iterable[_Union[BulkReplay, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class WatchBulkReplayRequest(_message.Message):
    __slots__ = ("bulk_replay_id",)
    BULK_REPLAY_ID_FIELD_NUMBER: _ClassVar[int]
    bulk_replay_id: str
    def __init__(self, bulk_replay_id: _Optional[str] = ...) -> None: ...

class WatchBulkReplayResponse(_message.Message):
    __slots__ = ("bulk_replay",)
    BULK_REPLAY_FIELD_NUMBER: _ClassVar[int]
    bulk_replay: BulkReplay
    def __init__(self, bulk_replay: _Optional[_Union[BulkReplay, _Mapping]] = ...) -> None: ...

class ListBulkReplayItemsRequest(_message.Message):
    __slots__ = ("bulk_replay_id", "states", "page_size", "page_token")
    BULK_REPLAY_ID_FIELD_NUMBER: _ClassVar[int]
    STATES_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    bulk_replay_id: str
    states: _containers.RepeatedScalarFieldContainer[BulkReplayItemState]
    page_size: int
    page_token: str
    def __init__(self, bulk_replay_id: _Optional[str] = ..., states: _Optional[_Iterable[_Union[BulkReplayItemState, str]]] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListBulkReplayItemsResponse(_message.Message):
    __slots__ = ("items", "next_page_token")
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    items: _containers.RepeatedCompositeFieldContainer[BulkReplayItem]
    next_page_token: str
    def __init__(self, items: _Optional[_Iterable[_Union[BulkReplayItem, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class PauseBulkReplayRequest(_message.Message):
    __slots__ = ("bulk_replay_id",)
    BULK_REPLAY_ID_FIELD_NUMBER: _ClassVar[int]
    bulk_replay_id: str
    def __init__(self, bulk_replay_id: _Optional[str] = ...) -> None: ...

class PauseBulkReplayResponse(_message.Message):
    __slots__ = ("bulk_replay",)
    BULK_REPLAY_FIELD_NUMBER: _ClassVar[int]
    bulk_replay: BulkReplay
    def __init__(self, bulk_replay: _Optional[_Union[BulkReplay, _Mapping]] = ...) -> None: ...

class ResumeBulkReplayRequest(_message.Message):
    __slots__ = ("bulk_replay_id",)
    BULK_REPLAY_ID_FIELD_NUMBER: _ClassVar[int]
    bulk_replay_id: str
    def __init__(self, bulk_replay_id: _Optional[str] = ...) -> None: ...

class ResumeBulkReplayResponse(_message.Message):
    __slots__ = ("bulk_replay",)
    BULK_REPLAY_FIELD_NUMBER: _ClassVar[int]
    bulk_replay: BulkReplay
    def __init__(self, bulk_replay: _Optional[_Union[BulkReplay, _Mapping]] = ...) -> None: ...

class CancelBulkReplayRequest(_message.Message):
    __slots__ = ("bulk_replay_id",)
    BULK_REPLAY_ID_FIELD_NUMBER: _ClassVar[int]
    bulk_replay_id: str
    def __init__(self, bulk_replay_id: _Optional[str] = ...) -> None: ...

class CancelBulkReplayResponse(_message.Message):
    __slots__ = ("bulk_replay",)
    BULK_REPLAY_FIELD_NUMBER: _ClassVar[int]
    bulk_replay: BulkReplay
    def __init__(self, bulk_replay: _Optional[_Union[BulkReplay, _Mapping]] = ...) -> None: ...
