"""The storage service over gRPC, as far as the executor itself needs it."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from dalsegno.api.storage.v1 import storage_pb2 as pb
from dalsegno.api.storage.v1 import storage_pb2_grpc
from dalsegno_executor.ports import Blob, Defect, OutputDocument, Pinned
from dalsegno_runtime.channels import answer_of
from dalsegno_runtime.coalescing import Coalesced

# A pin may have to read whole files again, when one of them was touched.
DEADLINE_SECONDS = 60.0
LOOKS_AT_ONCE = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pin:
    execution_id: str
    digests: tuple[str, ...]
    unshipped: tuple[OutputDocument, ...]


class GrpcOutputStore:
    """Implements `ports.OutputStore`."""

    def __init__(self, channel: Any) -> None:
        self._stub = storage_pb2_grpc.StorageServiceStub(channel)
        self._pins: Coalesced[_Pin, Pinned] = Coalesced(partial(self._pin_all, check_only=False))
        self._checks: Coalesced[_Pin, Pinned] = Coalesced(partial(self._pin_all, check_only=True))

    async def put(self, documents: Sequence[OutputDocument]) -> None:
        request = pb.PutOutputsRequest(documents=_documents(documents))
        await self._answer(self._stub.PutOutputs(request, timeout=DEADLINE_SECONDS))

    async def get(self, digests: Sequence[str]) -> Mapping[str, str]:
        request = pb.GetOutputsRequest(digests=digests)
        response = await self._answer(self._stub.GetOutputs(request, timeout=DEADLINE_SECONDS))
        return {digest: json for digest, json in zip(digests, response.documents, strict=True) if json}

    async def pin(
        self, execution_id: str, digests: Sequence[str], unshipped: Sequence[OutputDocument], *, check_only: bool
    ) -> Pinned:
        asking = self._checks if check_only else self._pins
        return await asking.ask(_Pin(execution_id=execution_id, digests=tuple(digests), unshipped=tuple(unshipped)))

    async def _pin_all(self, pins: "Sequence[_Pin]", *, check_only: bool) -> Sequence[Pinned]:
        unshipped = {document.digest: document for pin in pins for document in pin.unshipped}
        request = pb.PinOutputsRequest(
            pins=[pb.Pin(execution_id=pin.execution_id, digests=pin.digests) for pin in pins],
            unshipped=_documents(list(unshipped.values())),
            check_only=check_only,
        )
        response = await self._answer(self._stub.PinOutputs(request, timeout=DEADLINE_SECONDS))
        return [_pinned(pin, result) for pin, result in zip(pins, response.results, strict=True)]

    async def release(self, execution_id: str) -> None:
        request = pb.ReleaseExecutionRequest(execution_id=execution_id)
        await self._answer(self._stub.ReleaseExecution(request, timeout=DEADLINE_SECONDS))

    async def find_files(self, paths: Sequence[str]) -> Mapping[str, Blob]:
        free = asyncio.Semaphore(LOOKS_AT_ONCE)

        async def find(path: str) -> Blob | None:
            async with free:
                request = pb.ListFilesRequest(path_prefix=path, page_size=1)
                response = await self._answer(self._stub.ListFiles(request, timeout=DEADLINE_SECONDS))
            # The file itself is the first of those whose address begins so.
            for file in response.files:
                if file.path.partition(":")[2] == path.partition(":")[2]:
                    return Blob(digest=file.blob.digest, size_bytes=file.blob.size_bytes)
            return None

        found = await asyncio.gather(*map(find, paths))
        return {path: blob for path, blob in zip(paths, found, strict=True) if blob is not None}

    async def _answer(self, call: Any) -> Any:
        return await answer_of(call, "storage")


def _pinned(pin: _Pin, result: pb.PinResult) -> Pinned:
    return Pinned(
        documents={digest: json for digest, json in zip(pin.digests, result.documents, strict=False) if json},
        defects=tuple(
            Defect(output_digest=defect.output_digest, file_path=defect.path, message=defect.message)
            for defect in result.defects
        ),
        size_bytes=result.size_bytes,
    )


def _documents(documents: Sequence[OutputDocument]) -> list[pb.OutputDocument]:
    return [pb.OutputDocument(execution_id=document.execution_id, json=document.json) for document in documents]
