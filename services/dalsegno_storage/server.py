"""The gRPC face of storage: each method parses, calls, renders."""

from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Any

from dalsegno.api.storage.v1 import storage_pb2, storage_pb2_grpc
from dalsegno_runtime import paging
from dalsegno_storage import wire
from dalsegno_storage.core.names import check_execution_id, check_path_prefix
from dalsegno_storage.outputs import OutputService
from dalsegno_storage.service import StorageService

SERVICE_NAME = "dalsegno.api.storage.v1.StorageService"


class StorageServicer(storage_pb2_grpc.StorageServiceServicer):
    def __init__(self, service: StorageService, outputs: OutputService) -> None:
        self._service = service
        self._outputs = outputs

    def add_to(self, server: Any) -> None:
        storage_pb2_grpc.add_StorageServiceServicer_to_server(self, server)

    async def WriteBlob(
        self, request_iterator: AsyncIterator[storage_pb2.WriteBlobRequest], context: Any
    ) -> storage_pb2.WriteBlobResponse:
        intent = wire.read_header(await anext(aiter(request_iterator), None))
        blob = await self._service.write_blob(intent, wire.read_data(request_iterator))
        return storage_pb2.WriteBlobResponse(blob=wire.render_blob(blob))

    async def ReadBlob(
        self, request: storage_pb2.ReadBlobRequest, context: Any
    ) -> AsyncIterator[storage_pb2.ReadBlobResponse]:
        digest, path = wire.read_name(request)
        reading = self._service.read_blob(
            digest=digest, path=path, offset=request.offset, limit_bytes=request.limit_bytes
        )
        async with aclosing(reading) as chunks:
            async for chunk in chunks:
                yield storage_pb2.ReadBlobResponse(data=chunk)

    async def FindMissingBlobs(
        self, request: storage_pb2.FindMissingBlobsRequest, context: Any
    ) -> storage_pb2.FindMissingBlobsResponse:
        missing = await self._service.find_missing_blobs(wire.read_digests("digests", request.digests))
        return storage_pb2.FindMissingBlobsResponse(missing_digests=missing)

    async def PutOutputs(self, request: storage_pb2.PutOutputsRequest, context: Any) -> storage_pb2.PutOutputsResponse:
        digests = await self._outputs.put(wire.read_documents("documents", request.documents))
        return storage_pb2.PutOutputsResponse(digests=digests)

    async def GetOutputs(self, request: storage_pb2.GetOutputsRequest, context: Any) -> storage_pb2.GetOutputsResponse:
        digests = wire.read_digests("digests", request.digests)
        return wire.render_outputs(digests, await self._outputs.get(digests))

    async def PinOutputs(self, request: storage_pb2.PinOutputsRequest, context: Any) -> storage_pb2.PinOutputsResponse:
        results = await self._outputs.pin(
            wire.read_pins(request.pins),
            wire.read_documents("unshipped", request.unshipped),
            check_only=request.check_only,
        )
        return storage_pb2.PinOutputsResponse(results=[wire.render_result(result) for result in results])

    async def ReleaseExecution(
        self, request: storage_pb2.ReleaseExecutionRequest, context: Any
    ) -> storage_pb2.ReleaseExecutionResponse:
        removed = await self._service.release_execution(check_execution_id("execution_id", request.execution_id))
        return storage_pb2.ReleaseExecutionResponse(
            removed_blob_count=len(removed), removed_bytes=sum(blob.size_bytes for blob in removed)
        )

    async def ListFiles(self, request: storage_pb2.ListFilesRequest, context: Any) -> storage_pb2.ListFilesResponse:
        size = paging.page_size(request.page_size)
        last = paging.read_token(request.page_token, str)
        prefix = check_path_prefix("path_prefix", request.path_prefix)
        files = await self._service.list_files(prefix, after=str(last[0]) if last else None, limit=size + 1)
        page = files[:size]
        return storage_pb2.ListFilesResponse(
            files=[wire.render_file(file) for file in page],
            next_page_token=paging.make_token(page[-1].path) if len(files) > size else "",
        )
