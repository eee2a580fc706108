"""Values of the storage service, for tasks."""

import json
from typing import Any, NoReturn, cast

import grpc

from dalsegno.api.storage.v1 import storage_pb2 as pb
from dalsegno_tasks import TaskFailure


class StoredValues:
    """Implements `dalsegno_tasks.KeyValues`."""

    def __init__(self, stub: Any, namespace: str) -> None:
        self._stub = stub
        self._namespace = namespace

    def get(self, key: str, default: Any = None) -> Any:
        request = pb.GetValueRequest(namespace=self._namespace, key=key)
        try:
            stored = self._stub.GetValue(request, wait_for_ready=True).value
        except grpc.RpcError as error:
            if cast("grpc.Call", error).code() is grpc.StatusCode.NOT_FOUND:
                return default
            self._fail("read", key, error)
        return json.loads(stored.json)

    def put(self, key: str, value: Any) -> int:
        try:
            text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
            request = pb.PutValueRequest(namespace=self._namespace, key=key, json=text, overwrite=True)
        except (TypeError, ValueError) as error:
            raise TaskFailure(f"The value for {key} cannot be written as JSON: {error}.") from error
        try:
            return int(self._stub.PutValue(request, wait_for_ready=True).value.version)
        except grpc.RpcError as error:
            self._fail("written", key, error)

    def delete(self, key: str) -> bool:
        request = pb.DeleteValueRequest(namespace=self._namespace, key=key)
        try:
            return bool(self._stub.DeleteValue(request, wait_for_ready=True).deleted)
        except grpc.RpcError as error:
            self._fail("deleted", key, error)

    def _fail(self, done: str, key: str, error: grpc.RpcError) -> NoReturn:
        details = cast("grpc.Call", error).details()
        raise TaskFailure(f"The value {key} of {self._namespace} cannot be {done}: {details}") from error
