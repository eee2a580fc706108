"""The storage service over gRPC, as far as the executor itself needs it."""

from collections.abc import Mapping, Sequence
from typing import Any

from dalsegno.api.storage.v1 import storage_pb2 as pb
from dalsegno.api.storage.v1 import storage_pb2_grpc
from dalsegno_executor.ports import Defect, OutputDocument, Pinned
from dalsegno_runtime.channels import answer_of

# A pin may have to read whole files again, when one of them was touched.
DEADLINE_SECONDS = 60.0


class GrpcOutputStore:
    """Implements `ports.OutputStore`."""

    def __init__(self, channel: Any) -> None:
        self._stub = storage_pb2_grpc.StorageServiceStub(channel)

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
        request = pb.PinOutputsRequest(
            pins=[pb.Pin(execution_id=execution_id, digests=digests)],
            unshipped=_documents(unshipped),
            check_only=check_only,
        )
        response = await self._answer(self._stub.PinOutputs(request, timeout=DEADLINE_SECONDS))
        result = response.results[0]
        return Pinned(
            documents={digest: json for digest, json in zip(digests, result.documents, strict=False) if json},
            defects=tuple(
                Defect(output_digest=defect.output_digest, file_path=defect.path, message=defect.message)
                for defect in result.defects
            ),
        )

    async def release(self, execution_id: str) -> None:
        request = pb.ReleaseExecutionRequest(execution_id=execution_id)
        await self._answer(self._stub.ReleaseExecution(request, timeout=DEADLINE_SECONDS))

    async def _answer(self, call: Any) -> Any:
        return await answer_of(call, "storage")


def _documents(documents: Sequence[OutputDocument]) -> list[pb.OutputDocument]:
    return [pb.OutputDocument(execution_id=document.execution_id, json=document.json) for document in documents]
