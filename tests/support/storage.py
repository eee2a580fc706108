"""A real storage server in this process, and short ways to use it.

async with running_storage(tmp_path) as storage:
    blob = await storage.write(b"hello", path="dalsegno:///n/f/a.txt", execution_id="one")
"""

import hashlib
import json
import os
from collections.abc import AsyncIterator, Awaitable, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import grpc
import pytest

from dalsegno.api.storage.v1 import storage_pb2 as pb
from dalsegno.api.storage.v1 import storage_pb2_grpc
from dalsegno_runtime.channels import connect
from dalsegno_runtime.clock import Clock
from dalsegno_runtime.errors import ServiceError
from dalsegno_runtime.statuses import from_rpc_error
from dalsegno_storage.__main__ import start
from dalsegno_storage.settings import Settings

NOW = datetime(2024, 6, 11, 17, 20, 6, 289000, tzinfo=UTC)
MESSAGE_BYTES = 1024 * 1024
ROOT = "dalsegno:///company.team/rides/executions"


def digest_of(data: bytes | str) -> str:
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()


def document(**outputs: Any) -> str:
    return json.dumps(outputs, separators=(",", ":"), ensure_ascii=False)


def blob_path(folder: Path, digest: str) -> Path:
    """Where a store in `folder` keeps these bytes."""
    return folder / digest[:2] / digest[2:4] / digest


def alter(file: Path, data: bytes) -> None:
    """Writes other bytes into a file, as an editor does: its times move on, however coarse the clock is."""
    before = file.stat()
    file.write_bytes(data)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns + 1_000_000_000))


def settings_in(folder: Path, database: str = "") -> Settings:
    url = database or f"sqlite:///{folder}/storage.db"
    return Settings(listen="127.0.0.1:0", database=url, blobs=folder / "blobs")


@dataclass(frozen=True, slots=True, kw_only=True)
class Storage:
    """A stub, and where the server that it calls keeps its bytes."""

    stub: Any
    blobs: Path

    async def write(
        self,
        *chunks: bytes,
        path: str = "",
        execution_id: str = "",
        expected_digest: str = "",
    ) -> pb.Blob:
        header = pb.BlobHeader(path=path, execution_id=execution_id, expected_digest=expected_digest)
        messages = [
            pb.WriteBlobRequest(header=header),
            *(pb.WriteBlobRequest(data=part) for part in _parts(chunks)),
            pb.WriteBlobRequest(end=pb.BlobEnd(size_bytes=sum(map(len, chunks)))),
        ]
        return (await self.stub.WriteBlob(iter(messages))).blob

    async def read(self, **request: Any) -> bytes:
        return b"".join([message.data async for message in self.stub.ReadBlob(pb.ReadBlobRequest(**request))])

    async def read_until_refused(self, **request: Any) -> tuple[bytes, ServiceError]:
        """What came before the stream broke, and with what it broke."""
        received = b""
        try:
            async for message in self.stub.ReadBlob(pb.ReadBlobRequest(**request)):
                received += message.data
        except grpc.aio.AioRpcError as error:
            return received, from_rpc_error(error, "storage")
        return pytest.fail(f"the stream ended in order, after {len(received)} bytes")

    async def put(self, execution_id: str, *documents: str) -> list[str]:
        sent = [pb.OutputDocument(execution_id=execution_id, json=json) for json in documents]
        return list((await self.stub.PutOutputs(pb.PutOutputsRequest(documents=sent))).digests)

    async def get(self, *digests: str) -> list[str]:
        return list((await self.stub.GetOutputs(pb.GetOutputsRequest(digests=digests))).documents)

    async def pin(self, execution_id: str, digests: Sequence[str], **request: Any) -> pb.PinResult:
        pins = [pb.Pin(execution_id=execution_id, digests=digests)]
        return (await self.stub.PinOutputs(pb.PinOutputsRequest(pins=pins, **request))).results[0]

    async def release(self, execution_id: str) -> tuple[int, int]:
        """Returns how many blobs and bytes went."""
        answer = await self.stub.ReleaseExecution(pb.ReleaseExecutionRequest(execution_id=execution_id))
        return answer.removed_blob_count, answer.removed_bytes

    async def paths(self, prefix: str = "") -> list[str]:
        answer = await self.stub.ListFiles(pb.ListFilesRequest(path_prefix=prefix))
        return [file.path for file in answer.files]

    def file_of(self, digest: str) -> Path:
        return blob_path(self.blobs, digest)

    def files(self) -> set[str]:
        """The names of all files on disk, those of uploads under way among them."""
        return {file.name for file in self.blobs.rglob("*") if file.is_file() and file.name != ".lock"}


def _parts(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Splits what does not fit into one message."""
    for chunk in chunks:
        for offset in range(0, len(chunk), MESSAGE_BYTES):
            yield chunk[offset : offset + MESSAGE_BYTES]


@asynccontextmanager
async def running_storage(folder: Path, *, database: str = "", clock: Clock = lambda: NOW) -> AsyncIterator[Storage]:
    """A storage server of its own, its clock held at NOW."""
    running = await start(settings_in(folder, database), clock=clock)
    try:
        async with storage_at(running.address, folder / "blobs") as storage:
            yield storage
    finally:
        await running.stop()


@asynccontextmanager
async def storage_at(address: str, blobs: Path) -> AsyncIterator[Storage]:
    async with connect(address) as channel:
        yield Storage(stub=storage_pb2_grpc.StorageServiceStub(channel), blobs=blobs)


async def refusal_of(call: Awaitable[Any]) -> ServiceError:
    """What a call is refused with; fails when it is not."""
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await call
    return from_rpc_error(caught.value, "storage")


def told(refusal: ServiceError) -> tuple[str, str, dict[str, str]]:
    return refusal.status_code, refusal.error_reason, refusal.metadata


def kinds_of(defects: Iterable[pb.Defect]) -> list[str]:
    return [pb.DefectKind.Name(defect.kind).removeprefix("DEFECT_KIND_") for defect in defects]
