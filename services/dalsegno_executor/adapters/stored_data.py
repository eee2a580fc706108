"""What expressions ask of the storage service, over gRPC, from the thread that renders."""

from collections.abc import Callable
from typing import Any, TypeVar

import grpc

from dalsegno.api.storage.v1 import storage_pb2 as pb
from dalsegno.api.storage.v1 import storage_pb2_grpc
from dalsegno_runtime.channels import OPTIONS
from dalsegno_runtime.errors import ServiceError
from dalsegno_runtime.statuses import from_rpc_error

# A template may take 10 seconds; a storage that is away is asked again by whoever renders.
DEADLINE_SECONDS = 5.0
VALUE_NOT_FOUND = "VALUE_NOT_FOUND"

Answer = TypeVar("Answer")


class GrpcStoredData:
    """Implements `stored_functions.StoredData`. Several threads may ask at once."""

    def __init__(self, address: str) -> None:
        self._channel = grpc.insecure_channel(address, options=OPTIONS)
        self._stub = storage_pb2_grpc.StorageServiceStub(self._channel)

    def value(self, namespace: str, key: str) -> str | None:
        request = pb.GetValueRequest(namespace=namespace, key=key)
        try:
            return str(_answer(lambda: self._stub.GetValue(request, timeout=DEADLINE_SECONDS)).value.json)
        except ServiceError as error:
            if error.error_reason == VALUE_NOT_FOUND:
                return None
            raise

    def size_bytes(self, uri: str) -> int | None:
        # The file itself is the first of those whose address begins so.
        request = pb.ListFilesRequest(path_prefix=uri, page_size=1)
        files = _answer(lambda: self._stub.ListFiles(request, timeout=DEADLINE_SECONDS)).files
        return next((int(file.blob.size_bytes) for file in files if file.path == uri), None)

    def content(self, uri: str, limit_bytes: int) -> bytes:
        request = pb.ReadBlobRequest(path=uri, limit_bytes=limit_bytes)

        def read() -> bytes:
            answers: Any = self._stub.ReadBlob(request, timeout=DEADLINE_SECONDS)
            return b"".join(answer.data for answer in answers)

        return _answer(read)

    def close(self) -> None:
        self._channel.close()


def _answer(call: Callable[[], Answer]) -> Answer:
    try:
        return call()
    except grpc.RpcError as error:
        raise from_rpc_error(error, "storage") from error
