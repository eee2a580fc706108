import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Severity(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SEVERITY_UNSPECIFIED: _ClassVar[Severity]
    SEVERITY_WARNING: _ClassVar[Severity]
    SEVERITY_ERROR: _ClassVar[Severity]
SEVERITY_UNSPECIFIED: Severity
SEVERITY_WARNING: Severity
SEVERITY_ERROR: Severity

class Flow(_message.Message):
    __slots__ = ("namespace", "flow_id", "revision", "source", "source_digest", "description", "disabled", "create_time")
    NAMESPACE_FIELD_NUMBER: _ClassVar[int]
    FLOW_ID_FIELD_NUMBER: _ClassVar[int]
    REVISION_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    SOURCE_DIGEST_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    DISABLED_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    namespace: str
    flow_id: str
    revision: int
    source: str
    source_digest: str
    description: str
    disabled: bool
    create_time: _timestamp_pb2.Timestamp
    def __init__(self, namespace: _Optional[str] = ..., flow_id: _Optional[str] = ..., revision: _Optional[int] = ..., source: _Optional[str] = ..., source_digest: _Optional[str] = ..., description: _Optional[str] = ..., disabled: _Optional[bool] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class Problem(_message.Message):
    __slots__ = ("line", "column", "path", "message", "severity", "instead")
    LINE_FIELD_NUMBER: _ClassVar[int]
    COLUMN_FIELD_NUMBER: _ClassVar[int]
    PATH_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    SEVERITY_FIELD_NUMBER: _ClassVar[int]
    INSTEAD_FIELD_NUMBER: _ClassVar[int]
    line: int
    column: int
    path: str
    message: str
    severity: Severity
    instead: str
    def __init__(self, line: _Optional[int] = ..., column: _Optional[int] = ..., path: _Optional[str] = ..., message: _Optional[str] = ..., severity: _Optional[_Union[Severity, str]] = ..., instead: _Optional[str] = ...) -> None: ...

class ValidateFlowRequest(_message.Message):
    __slots__ = ("source",)
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    source: str
    def __init__(self, source: _Optional[str] = ...) -> None: ...

class ValidateFlowResponse(_message.Message):
    __slots__ = ("problems",)
    PROBLEMS_FIELD_NUMBER: _ClassVar[int]
    problems: _containers.RepeatedCompositeFieldContainer[Problem]
    def __init__(self, problems: _Optional[_Iterable[_Union[Problem, _Mapping]]] = ...) -> None: ...

class PutFlowRequest(_message.Message):
    __slots__ = ("source", "expected_revision", "request_id")
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    EXPECTED_REVISION_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    source: str
    expected_revision: int
    request_id: str
    def __init__(self, source: _Optional[str] = ..., expected_revision: _Optional[int] = ..., request_id: _Optional[str] = ...) -> None: ...

class PutFlowResponse(_message.Message):
    __slots__ = ("flow", "created", "warnings")
    FLOW_FIELD_NUMBER: _ClassVar[int]
    CREATED_FIELD_NUMBER: _ClassVar[int]
    WARNINGS_FIELD_NUMBER: _ClassVar[int]
    flow: Flow
    created: bool
    warnings: _containers.RepeatedCompositeFieldContainer[Problem]
    def __init__(self, flow: _Optional[_Union[Flow, _Mapping]] = ..., created: _Optional[bool] = ..., warnings: _Optional[_Iterable[_Union[Problem, _Mapping]]] = ...) -> None: ...

class PutDraftRequest(_message.Message):
    __slots__ = ("source",)
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    source: str
    def __init__(self, source: _Optional[str] = ...) -> None: ...

class PutDraftResponse(_message.Message):
    __slots__ = ("flow", "warnings")
    FLOW_FIELD_NUMBER: _ClassVar[int]
    WARNINGS_FIELD_NUMBER: _ClassVar[int]
    flow: Flow
    warnings: _containers.RepeatedCompositeFieldContainer[Problem]
    def __init__(self, flow: _Optional[_Union[Flow, _Mapping]] = ..., warnings: _Optional[_Iterable[_Union[Problem, _Mapping]]] = ...) -> None: ...

class PromoteDraftRequest(_message.Message):
    __slots__ = ("namespace", "flow_id", "source_digest", "expected_revision", "request_id")
    NAMESPACE_FIELD_NUMBER: _ClassVar[int]
    FLOW_ID_FIELD_NUMBER: _ClassVar[int]
    SOURCE_DIGEST_FIELD_NUMBER: _ClassVar[int]
    EXPECTED_REVISION_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    namespace: str
    flow_id: str
    source_digest: str
    expected_revision: int
    request_id: str
    def __init__(self, namespace: _Optional[str] = ..., flow_id: _Optional[str] = ..., source_digest: _Optional[str] = ..., expected_revision: _Optional[int] = ..., request_id: _Optional[str] = ...) -> None: ...

class PromoteDraftResponse(_message.Message):
    __slots__ = ("flow", "created", "warnings")
    FLOW_FIELD_NUMBER: _ClassVar[int]
    CREATED_FIELD_NUMBER: _ClassVar[int]
    WARNINGS_FIELD_NUMBER: _ClassVar[int]
    flow: Flow
    created: bool
    warnings: _containers.RepeatedCompositeFieldContainer[Problem]
    def __init__(self, flow: _Optional[_Union[Flow, _Mapping]] = ..., created: _Optional[bool] = ..., warnings: _Optional[_Iterable[_Union[Problem, _Mapping]]] = ...) -> None: ...

class GetFlowRequest(_message.Message):
    __slots__ = ("namespace", "flow_id", "revision", "draft_digest")
    NAMESPACE_FIELD_NUMBER: _ClassVar[int]
    FLOW_ID_FIELD_NUMBER: _ClassVar[int]
    REVISION_FIELD_NUMBER: _ClassVar[int]
    DRAFT_DIGEST_FIELD_NUMBER: _ClassVar[int]
    namespace: str
    flow_id: str
    revision: int
    draft_digest: str
    def __init__(self, namespace: _Optional[str] = ..., flow_id: _Optional[str] = ..., revision: _Optional[int] = ..., draft_digest: _Optional[str] = ...) -> None: ...

class GetFlowResponse(_message.Message):
    __slots__ = ("flow",)
    FLOW_FIELD_NUMBER: _ClassVar[int]
    flow: Flow
    def __init__(self, flow: _Optional[_Union[Flow, _Mapping]] = ...) -> None: ...

class ListFlowsRequest(_message.Message):
    __slots__ = ("namespace", "page_size", "page_token")
    NAMESPACE_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    namespace: str
    page_size: int
    page_token: str
    def __init__(self, namespace: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListFlowsResponse(_message.Message):
    __slots__ = ("flows", "next_page_token")
    FLOWS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    flows: _containers.RepeatedCompositeFieldContainer[Flow]
    next_page_token: str
    def __init__(self, flows: _Optional[_Iterable[_Union[Flow, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class ListRevisionsRequest(_message.Message):
    __slots__ = ("namespace", "flow_id", "page_size", "page_token")
    NAMESPACE_FIELD_NUMBER: _ClassVar[int]
    FLOW_ID_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    namespace: str
    flow_id: str
    page_size: int
    page_token: str
    def __init__(self, namespace: _Optional[str] = ..., flow_id: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListRevisionsResponse(_message.Message):
    __slots__ = ("revisions", "next_page_token")
    REVISIONS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    revisions: _containers.RepeatedCompositeFieldContainer[Flow]
    next_page_token: str
    def __init__(self, revisions: _Optional[_Iterable[_Union[Flow, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class DiffRevisionsRequest(_message.Message):
    __slots__ = ("namespace", "flow_id", "from_revision", "to_revision")
    NAMESPACE_FIELD_NUMBER: _ClassVar[int]
    FLOW_ID_FIELD_NUMBER: _ClassVar[int]
    FROM_REVISION_FIELD_NUMBER: _ClassVar[int]
    TO_REVISION_FIELD_NUMBER: _ClassVar[int]
    namespace: str
    flow_id: str
    from_revision: int
    to_revision: int
    def __init__(self, namespace: _Optional[str] = ..., flow_id: _Optional[str] = ..., from_revision: _Optional[int] = ..., to_revision: _Optional[int] = ...) -> None: ...

class DiffRevisionsResponse(_message.Message):
    __slots__ = ("from_revision", "to_revision", "unified_diff")
    FROM_REVISION_FIELD_NUMBER: _ClassVar[int]
    TO_REVISION_FIELD_NUMBER: _ClassVar[int]
    UNIFIED_DIFF_FIELD_NUMBER: _ClassVar[int]
    from_revision: int
    to_revision: int
    unified_diff: str
    def __init__(self, from_revision: _Optional[int] = ..., to_revision: _Optional[int] = ..., unified_diff: _Optional[str] = ...) -> None: ...

class DeleteFlowRequest(_message.Message):
    __slots__ = ("namespace", "flow_id", "request_id")
    NAMESPACE_FIELD_NUMBER: _ClassVar[int]
    FLOW_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    namespace: str
    flow_id: str
    request_id: str
    def __init__(self, namespace: _Optional[str] = ..., flow_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class DeleteFlowResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class TaskType(_message.Message):
    __slots__ = ("type", "title", "old_names", "plugin", "flowable")
    TYPE_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    OLD_NAMES_FIELD_NUMBER: _ClassVar[int]
    PLUGIN_FIELD_NUMBER: _ClassVar[int]
    FLOWABLE_FIELD_NUMBER: _ClassVar[int]
    type: str
    title: str
    old_names: _containers.RepeatedScalarFieldContainer[str]
    plugin: str
    flowable: bool
    def __init__(self, type: _Optional[str] = ..., title: _Optional[str] = ..., old_names: _Optional[_Iterable[str]] = ..., plugin: _Optional[str] = ..., flowable: _Optional[bool] = ...) -> None: ...

class PluginFault(_message.Message):
    __slots__ = ("plugin", "message")
    PLUGIN_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    plugin: str
    message: str
    def __init__(self, plugin: _Optional[str] = ..., message: _Optional[str] = ...) -> None: ...

class ListTaskTypesRequest(_message.Message):
    __slots__ = ("text", "page_size", "page_token")
    TEXT_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    text: str
    page_size: int
    page_token: str
    def __init__(self, text: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListTaskTypesResponse(_message.Message):
    __slots__ = ("task_types", "next_page_token", "plugin_faults")
    TASK_TYPES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    PLUGIN_FAULTS_FIELD_NUMBER: _ClassVar[int]
    task_types: _containers.RepeatedCompositeFieldContainer[TaskType]
    next_page_token: str
    plugin_faults: _containers.RepeatedCompositeFieldContainer[PluginFault]
    def __init__(self, task_types: _Optional[_Iterable[_Union[TaskType, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., plugin_faults: _Optional[_Iterable[_Union[PluginFault, _Mapping]]] = ...) -> None: ...

class GetTaskSchemaRequest(_message.Message):
    __slots__ = ("type",)
    TYPE_FIELD_NUMBER: _ClassVar[int]
    type: str
    def __init__(self, type: _Optional[str] = ...) -> None: ...

class GetTaskSchemaResponse(_message.Message):
    __slots__ = ("task_type", "description", "properties_schema_json", "outputs_schema_json", "examples")
    TASK_TYPE_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    PROPERTIES_SCHEMA_JSON_FIELD_NUMBER: _ClassVar[int]
    OUTPUTS_SCHEMA_JSON_FIELD_NUMBER: _ClassVar[int]
    EXAMPLES_FIELD_NUMBER: _ClassVar[int]
    task_type: TaskType
    description: str
    properties_schema_json: str
    outputs_schema_json: str
    examples: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, task_type: _Optional[_Union[TaskType, _Mapping]] = ..., description: _Optional[str] = ..., properties_schema_json: _Optional[str] = ..., outputs_schema_json: _Optional[str] = ..., examples: _Optional[_Iterable[str]] = ...) -> None: ...
