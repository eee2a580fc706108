import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class State(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    STATE_UNSPECIFIED: _ClassVar[State]
    STATE_CREATED: _ClassVar[State]
    STATE_RUNNING: _ClassVar[State]
    STATE_RESTARTED: _ClassVar[State]
    STATE_SUCCESS: _ClassVar[State]
    STATE_WARNING: _ClassVar[State]
    STATE_FAILED: _ClassVar[State]
    STATE_SKIPPED: _ClassVar[State]
    STATE_RESUBMITTED: _ClassVar[State]
    STATE_QUEUED: _ClassVar[State]
    STATE_PAUSED: _ClassVar[State]
    STATE_RETRYING: _ClassVar[State]
    STATE_RETRIED: _ClassVar[State]
    STATE_KILLED: _ClassVar[State]
    STATE_CANCELLED: _ClassVar[State]
    STATE_KILLING: _ClassVar[State]
    STATE_BREAKPOINT: _ClassVar[State]
STATE_UNSPECIFIED: State
STATE_CREATED: State
STATE_RUNNING: State
STATE_RESTARTED: State
STATE_SUCCESS: State
STATE_WARNING: State
STATE_FAILED: State
STATE_SKIPPED: State
STATE_RESUBMITTED: State
STATE_QUEUED: State
STATE_PAUSED: State
STATE_RETRYING: State
STATE_RETRIED: State
STATE_KILLED: State
STATE_CANCELLED: State
STATE_KILLING: State
STATE_BREAKPOINT: State

class StateChange(_message.Message):
    __slots__ = ("state", "time")
    STATE_FIELD_NUMBER: _ClassVar[int]
    TIME_FIELD_NUMBER: _ClassVar[int]
    state: State
    time: _timestamp_pb2.Timestamp
    def __init__(self, state: _Optional[_Union[State, str]] = ..., time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...
