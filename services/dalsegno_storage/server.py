"""The gRPC face of storage: each method parses, calls, renders."""

# ruff: noqa: N802, ARG002  # the names and parameters are those of the generated servicer

from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Any

from dalsegno.api.storage.v1 import storage_pb2 as pb
from dalsegno.api.storage.v1 import storage_pb2_grpc
from dalsegno_runtime import paging
from dalsegno_storage import wire
from dalsegno_storage.core.names import check_execution_id, check_path_prefix
from dalsegno_storage.core.values import check_key_prefix, check_namespace
from dalsegno_storage.outputs import OutputService
from dalsegno_storage.service import StorageService
from dalsegno_storage.values import ValueService

SERVICE_NAME = pb.DESCRIPTOR.services_by_name["StorageService"].full_name


class StorageServicer(storage_pb2_grpc.StorageServiceServicer):
    def __init__(self, service: StorageService, outputs: OutputService, values: ValueService) -> None:
        self._service = service
        self._outputs = outputs
        self._values = values

    async def WriteBlob(
        self, request_iterator: AsyncIterator[pb.WriteBlobRequest], context: Any
    ) -> pb.WriteBlobResponse:
        intent = wire.read_header(await anext(aiter(request_iterator), None))
        blob = await self._service.write_blob(intent, wire.read_data(request_iterator))
        return pb.WriteBlobResponse(blob=wire.render_blob(blob))

    async def ReadBlob(self, request: pb.ReadBlobRequest, context: Any) -> AsyncIterator[pb.ReadBlobResponse]:
        digest, path = wire.read_name(request)
        reading = self._service.read_blob(
            digest=digest, path=path, offset=request.offset, limit_bytes=request.limit_bytes
        )
        async with aclosing(reading) as chunks:
            async for chunk in chunks:
                yield pb.ReadBlobResponse(data=chunk)

    async def FindMissingBlobs(self, request: pb.FindMissingBlobsRequest, context: Any) -> pb.FindMissingBlobsResponse:
        missing = await self._service.find_missing_blobs(wire.read_digests("digests", request.digests))
        return pb.FindMissingBlobsResponse(missing_digests=missing)

    async def PutOutputs(self, request: pb.PutOutputsRequest, context: Any) -> pb.PutOutputsResponse:
        digests = await self._outputs.put(wire.read_documents("documents", request.documents))
        return pb.PutOutputsResponse(digests=digests)

    async def GetOutputs(self, request: pb.GetOutputsRequest, context: Any) -> pb.GetOutputsResponse:
        digests = wire.read_digests("digests", request.digests)
        return wire.render_outputs(digests, await self._outputs.get(digests))

    async def PinOutputs(self, request: pb.PinOutputsRequest, context: Any) -> pb.PinOutputsResponse:
        results = await self._outputs.pin(
            wire.read_pins(request.pins),
            wire.read_documents("unshipped", request.unshipped),
            check_only=request.check_only,
        )
        return pb.PinOutputsResponse(results=[wire.render_result(result) for result in results])

    async def ReleaseExecution(self, request: pb.ReleaseExecutionRequest, context: Any) -> pb.ReleaseExecutionResponse:
        removed = await self._service.release_execution(check_execution_id("execution_id", request.execution_id))
        return pb.ReleaseExecutionResponse(
            removed_blob_count=len(removed), removed_bytes=sum(blob.size_bytes for blob in removed)
        )

    async def ListFiles(self, request: pb.ListFilesRequest, context: Any) -> pb.ListFilesResponse:
        size = paging.page_size(request.page_size)
        last = paging.read_token(request.page_token, str)
        prefix = check_path_prefix("path_prefix", request.path_prefix)
        files = await self._service.list_files(prefix, after=str(last[0]) if last else None, limit=size + 1)
        page = files[:size]
        return pb.ListFilesResponse(
            files=[wire.render_file(file) for file in page],
            next_page_token=paging.make_token(page[-1].path) if len(files) > size else "",
        )

    async def DeleteFiles(self, request: pb.DeleteFilesRequest, context: Any) -> pb.DeleteFilesResponse:
        deleted, removed = await self._service.delete_files(wire.read_paths("paths", request.paths))
        return pb.DeleteFilesResponse(deleted_paths=deleted, removed_bytes=sum(blob.size_bytes for blob in removed))

    async def PutValue(self, request: pb.PutValueRequest, context: Any) -> pb.PutValueResponse:
        value = await self._values.put(wire.read_value(request))
        return pb.PutValueResponse(value=wire.render_value(value))

    async def GetValue(self, request: pb.GetValueRequest, context: Any) -> pb.GetValueResponse:
        value = await self._values.get(*wire.read_key(request))
        return pb.GetValueResponse(value=wire.render_value(value, json=True))

    async def DeleteValue(self, request: pb.DeleteValueRequest, context: Any) -> pb.DeleteValueResponse:
        return pb.DeleteValueResponse(deleted=await self._values.delete(*wire.read_key(request)))

    async def ListValues(self, request: pb.ListValuesRequest, context: Any) -> pb.ListValuesResponse:
        size = paging.page_size(request.page_size)
        last = paging.read_token(request.page_token, str)
        values = await self._values.list(
            check_namespace("namespace", request.namespace),
            check_key_prefix("key_prefix", request.key_prefix),
            after=str(last[0]) if last else None,
            limit=size + 1,
        )
        page = values[:size]
        return pb.ListValuesResponse(
            values=[wire.render_value(value) for value in page],
            next_page_token=paging.make_token(page[-1].key) if len(values) > size else "",
        )
