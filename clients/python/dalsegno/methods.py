"""The RPCs that the client calls: who serves each, with what it takes and gives."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from google.protobuf.message import Message

from dalsegno.api.executor.v1 import executor_pb2 as executor
from dalsegno.api.registry.v1 import registry_pb2 as registry
from dalsegno.api.storage.v1 import storage_pb2 as storage
from dalsegno.endpoints import ServiceName

Request = TypeVar("Request", bound=Message)
Response = TypeVar("Response", bound=Message)

_PREFIXES = {
    "registry": "/dalsegno.api.registry.v1.FlowRegistryService/",
    "executor": "/dalsegno.api.executor.v1.ExecutorService/",
    "storage": "/dalsegno.api.storage.v1.StorageService/",
}


@dataclass(frozen=True, slots=True)
class Method(Generic[Request, Response]):
    service: ServiceName
    name: str
    request: type[Request]
    response: type[Response]

    @property
    def path(self) -> str:
        return _PREFIXES[self.service] + self.name


VALIDATE_FLOW = Method("registry", "ValidateFlow", registry.ValidateFlowRequest, registry.ValidateFlowResponse)
PUT_FLOW = Method("registry", "PutFlow", registry.PutFlowRequest, registry.PutFlowResponse)
GET_FLOW = Method("registry", "GetFlow", registry.GetFlowRequest, registry.GetFlowResponse)
LIST_FLOWS = Method("registry", "ListFlows", registry.ListFlowsRequest, registry.ListFlowsResponse)
LIST_REVISIONS = Method("registry", "ListRevisions", registry.ListRevisionsRequest, registry.ListRevisionsResponse)
DIFF_REVISIONS = Method("registry", "DiffRevisions", registry.DiffRevisionsRequest, registry.DiffRevisionsResponse)
PUT_DRAFT = Method("registry", "PutDraft", registry.PutDraftRequest, registry.PutDraftResponse)
PROMOTE_DRAFT = Method("registry", "PromoteDraft", registry.PromoteDraftRequest, registry.PromoteDraftResponse)
DELETE_FLOW = Method("registry", "DeleteFlow", registry.DeleteFlowRequest, registry.DeleteFlowResponse)
LIST_TASK_TYPES = Method("registry", "ListTaskTypes", registry.ListTaskTypesRequest, registry.ListTaskTypesResponse)
GET_TASK_SCHEMA = Method("registry", "GetTaskSchema", registry.GetTaskSchemaRequest, registry.GetTaskSchemaResponse)

CREATE_EXECUTION = Method(
    "executor", "CreateExecution", executor.CreateExecutionRequest, executor.CreateExecutionResponse
)
GET_EXECUTION = Method("executor", "GetExecution", executor.GetExecutionRequest, executor.GetExecutionResponse)
LIST_EXECUTIONS = Method("executor", "ListExecutions", executor.ListExecutionsRequest, executor.ListExecutionsResponse)
WATCH_EXECUTION = Method("executor", "WatchExecution", executor.WatchExecutionRequest, executor.WatchExecutionResponse)
LIST_LOGS = Method("executor", "ListLogs", executor.ListLogsRequest, executor.ListLogsResponse)
WATCH_LOGS = Method("executor", "WatchLogs", executor.WatchLogsRequest, executor.WatchLogsResponse)
RESUME_EXECUTION = Method(
    "executor", "ResumeExecution", executor.ResumeExecutionRequest, executor.ResumeExecutionResponse
)
RESTART_EXECUTION = Method(
    "executor", "RestartExecution", executor.RestartExecutionRequest, executor.RestartExecutionResponse
)
KILL_EXECUTION = Method("executor", "KillExecution", executor.KillExecutionRequest, executor.KillExecutionResponse)
PAUSE_EXECUTION = Method("executor", "PauseExecution", executor.PauseExecutionRequest, executor.PauseExecutionResponse)
FORCE_RUN_EXECUTION = Method(
    "executor", "ForceRunExecution", executor.ForceRunExecutionRequest, executor.ForceRunExecutionResponse
)
SET_TASK_RUN_STATE = Method(
    "executor", "SetTaskRunState", executor.SetTaskRunStateRequest, executor.SetTaskRunStateResponse
)
SET_EXECUTION_STATE = Method(
    "executor", "SetExecutionState", executor.SetExecutionStateRequest, executor.SetExecutionStateResponse
)
SET_LABELS = Method("executor", "SetLabels", executor.SetLabelsRequest, executor.SetLabelsResponse)
DELETE_EXECUTION = Method(
    "executor", "DeleteExecution", executor.DeleteExecutionRequest, executor.DeleteExecutionResponse
)
GET_TASK_RUN_OUTPUTS = Method(
    "executor", "GetTaskRunOutputs", executor.GetTaskRunOutputsRequest, executor.GetTaskRunOutputsResponse
)
GET_LINEAGE = Method("executor", "GetLineage", executor.GetLineageRequest, executor.GetLineageResponse)
COMPARE_EXECUTIONS = Method(
    "executor", "CompareExecutions", executor.CompareExecutionsRequest, executor.CompareExecutionsResponse
)
SUGGEST_FIX = Method("executor", "SuggestFix", executor.SuggestFixRequest, executor.SuggestFixResponse)
PLAN_REPLAY = Method("executor", "PlanReplay", executor.PlanReplayRequest, executor.PlanReplayResponse)
REPLAY = Method("executor", "Replay", executor.ReplayRequest, executor.ReplayResponse)
CREATE_BULK_REPLAY = Method(
    "executor", "CreateBulkReplay", executor.CreateBulkReplayRequest, executor.CreateBulkReplayResponse
)
GET_BULK_REPLAY = Method("executor", "GetBulkReplay", executor.GetBulkReplayRequest, executor.GetBulkReplayResponse)
LIST_BULK_REPLAYS = Method(
    "executor", "ListBulkReplays", executor.ListBulkReplaysRequest, executor.ListBulkReplaysResponse
)
WATCH_BULK_REPLAY = Method(
    "executor", "WatchBulkReplay", executor.WatchBulkReplayRequest, executor.WatchBulkReplayResponse
)
LIST_BULK_REPLAY_ITEMS = Method(
    "executor", "ListBulkReplayItems", executor.ListBulkReplayItemsRequest, executor.ListBulkReplayItemsResponse
)
PAUSE_BULK_REPLAY = Method(
    "executor", "PauseBulkReplay", executor.PauseBulkReplayRequest, executor.PauseBulkReplayResponse
)
RESUME_BULK_REPLAY = Method(
    "executor", "ResumeBulkReplay", executor.ResumeBulkReplayRequest, executor.ResumeBulkReplayResponse
)
CANCEL_BULK_REPLAY = Method(
    "executor", "CancelBulkReplay", executor.CancelBulkReplayRequest, executor.CancelBulkReplayResponse
)

WRITE_BLOB = Method("storage", "WriteBlob", storage.WriteBlobRequest, storage.WriteBlobResponse)
READ_BLOB = Method("storage", "ReadBlob", storage.ReadBlobRequest, storage.ReadBlobResponse)
GET_OUTPUTS = Method("storage", "GetOutputs", storage.GetOutputsRequest, storage.GetOutputsResponse)
LIST_FILES = Method("storage", "ListFiles", storage.ListFilesRequest, storage.ListFilesResponse)
DELETE_FILES = Method("storage", "DeleteFiles", storage.DeleteFilesRequest, storage.DeleteFilesResponse)
RELEASE_EXECUTION = Method(
    "storage", "ReleaseExecution", storage.ReleaseExecutionRequest, storage.ReleaseExecutionResponse
)
PUT_VALUE = Method("storage", "PutValue", storage.PutValueRequest, storage.PutValueResponse)
GET_VALUE = Method("storage", "GetValue", storage.GetValueRequest, storage.GetValueResponse)
DELETE_VALUE = Method("storage", "DeleteValue", storage.DeleteValueRequest, storage.DeleteValueResponse)
LIST_VALUES = Method("storage", "ListValues", storage.ListValuesRequest, storage.ListValuesResponse)
