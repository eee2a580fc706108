"""Protobuf ↔ core: reads requests, with their checks, and renders answers."""

from collections.abc import AsyncIterable, AsyncIterator, Iterable, Mapping, Sequence

from dalsegno.api.storage.v1 import storage_pb2
from dalsegno_runtime.errors import InvalidField
from dalsegno_storage.core.model import Blob, Defect, DefectKind, File, Pin, PinResult, WriteIntent
from dalsegno_storage.core.names import check_digest, check_execution_id, check_path, is_of_namespace
from dalsegno_storage.core.values import (
    Value,
    ValueIntent,
    check_description,
    check_json,
    check_key,
    check_namespace,
    check_time_to_live,
)

MAX_DATA_BYTES = 2 * 1024 * 1024
MAX_DIGESTS = 10_000
MAX_PATHS = 1000

KINDS = {
    DefectKind.OUTPUT_MISSING: storage_pb2.DEFECT_KIND_OUTPUT_MISSING,
    DefectKind.FILE_MISSING: storage_pb2.DEFECT_KIND_FILE_MISSING,
    DefectKind.FILE_CORRUPT: storage_pb2.DEFECT_KIND_FILE_CORRUPT,
}


def read_header(message: storage_pb2.WriteBlobRequest | None) -> WriteIntent:
    """Reads what a stream begins with; None stands for a stream without a message."""
    if message is None or message.WhichOneof("part") != "header":
        found = "nothing" if message is None else message.WhichOneof("part") or "an empty message"
        raise InvalidField("header", f"The stream begins with {found}; its first message must be the header.")
    header = message.header
    path = check_path("header.path", header.path) if header.path else None
    execution_id = header.execution_id
    if path is not None and is_of_namespace(path):
        if execution_id:
            raise InvalidField(
                "header.execution_id", f"{path} is a file of a namespace, and of no execution; leave the field empty."
            )
    elif path is not None and not execution_id:
        raise InvalidField("header.execution_id", f"{path} is written for no execution; say which one needs it.")
    expected = header.expected_digest
    return WriteIntent(
        path=path,
        execution_id=check_execution_id("header.execution_id", execution_id) if execution_id else None,
        expected_digest=check_digest("header.expected_digest", expected) if expected else None,
    )


async def read_data(messages: AsyncIterable[storage_pb2.WriteBlobRequest]) -> AsyncIterator[bytes]:
    """Yields the bytes of the messages between the header and the end.

    A stream that its client broke off ends like any other: only its end says that it is whole.

    Raises:
        InvalidField: there is no end, it counts other bytes, or something comes that is neither data nor the end.
    """
    size_bytes = 0
    ended = False
    async for message in messages:
        part = message.WhichOneof("part")
        if ended or part not in {"data", "end"}:
            place = "after the end" if ended else "after the first one"
            raise InvalidField(
                "data", f"A message {place} has {part or 'nothing'}; the header, data, the end: so it goes."
            )
        if part == "end":
            ended = True
            if message.end.size_bytes != size_bytes:
                raise InvalidField("end", f"The end counts {message.end.size_bytes} bytes, and {size_bytes} came.")
            continue
        if len(message.data) > MAX_DATA_BYTES:
            raise InvalidField(
                "data", f"A message has {len(message.data)} bytes of data; split it into {MAX_DATA_BYTES} at most."
            )
        size_bytes += len(message.data)
        yield message.data
    if not ended:
        raise InvalidField("end", f"The stream broke off after {size_bytes} bytes; its last message must be the end.")


def read_name(request: storage_pb2.ReadBlobRequest) -> tuple[str | None, str | None]:
    """Returns digest and path, one of which is None."""
    name = request.WhichOneof("name")
    if name is None:
        raise InvalidField("name", "The request has neither a digest nor a path; give one of them.")
    for field in ("offset", "limit_bytes"):
        if getattr(request, field) < 0:
            raise InvalidField(field, f"{field} is {getattr(request, field)}; give 0 or more.")
    if name == "digest":
        return check_digest("digest", request.digest), None
    return None, check_path("path", request.path)


def read_digests(field: str, digests: Sequence[str]) -> list[str]:
    if len(digests) > MAX_DIGESTS:
        raise InvalidField(field, f"{field} has {len(digests)} entries; ask for at most {MAX_DIGESTS} at once.")
    return [check_digest(f"{field}[{index}]", digest) for index, digest in enumerate(digests)]


def read_paths(field: str, paths: Sequence[str]) -> list[str]:
    if len(paths) > MAX_PATHS:
        raise InvalidField(field, f"{field} has {len(paths)} entries; name at most {MAX_PATHS} at once.")
    return [check_path(f"{field}[{index}]", path) for index, path in enumerate(paths)]


def read_documents(field: str, documents: Iterable[storage_pb2.OutputDocument]) -> list[tuple[str, str]]:
    """Returns (execution id, text) pairs; the texts are not looked at."""
    return [
        (check_execution_id(f"{field}[{index}].execution_id", document.execution_id), document.json)
        for index, document in enumerate(documents)
    ]


def read_pins(pins: Iterable[storage_pb2.Pin]) -> list[Pin]:
    return [
        Pin(
            execution_id=check_execution_id(f"pins[{index}].execution_id", pin.execution_id),
            digests=tuple(check_digest(f"pins[{index}].digests", digest) for digest in pin.digests),
        )
        for index, pin in enumerate(pins)
    ]


def read_value(request: storage_pb2.PutValueRequest) -> ValueIntent:
    lifetime = request.time_to_live
    return ValueIntent(
        namespace=check_namespace("namespace", request.namespace),
        key=check_key("key", request.key),
        json=check_json("json", request.json),
        time_to_live=check_time_to_live("time_to_live", lifetime.seconds, lifetime.nanos)
        if request.HasField("time_to_live")
        else None,
        overwrite=request.overwrite,
        description=check_description("description", request.description),
    )


def read_key(request: storage_pb2.GetValueRequest | storage_pb2.DeleteValueRequest) -> tuple[str, str]:
    """Returns namespace and key."""
    return check_namespace("namespace", request.namespace), check_key("key", request.key)


def render_value(value: Value, *, json: bool = False) -> storage_pb2.Value:
    rendered = storage_pb2.Value(
        namespace=value.namespace,
        key=value.key,
        json=value.json if json else "",
        size_bytes=value.size_bytes,
        version=value.version,
        description=value.description,
    )
    rendered.create_time.FromDatetime(value.create_time)
    rendered.update_time.FromDatetime(value.update_time)
    if value.expire_time is not None:
        rendered.expire_time.FromDatetime(value.expire_time)
    return rendered


def render_blob(blob: Blob) -> storage_pb2.Blob:
    return storage_pb2.Blob(digest=blob.digest, size_bytes=blob.size_bytes)


def render_file(file: File) -> storage_pb2.File:
    rendered = storage_pb2.File(path=file.path, blob=render_blob(file.blob))
    rendered.create_time.FromDatetime(file.create_time)
    return rendered


def render_outputs(digests: Sequence[str], texts: Mapping[str, str]) -> storage_pb2.GetOutputsResponse:
    return storage_pb2.GetOutputsResponse(
        documents=[texts.get(digest, "") for digest in digests],
        missing_digests=[digest for digest in dict.fromkeys(digests) if digest not in texts],
    )


def render_result(result: PinResult) -> storage_pb2.PinResult:
    return storage_pb2.PinResult(
        documents=result.documents,
        defects=[_render_defect(defect) for defect in result.defects],
        size_bytes=result.size_bytes,
    )


def _render_defect(defect: Defect) -> storage_pb2.Defect:
    return storage_pb2.Defect(
        kind=KINDS[defect.kind], output_digest=defect.output_digest, path=defect.path, message=defect.message
    )
