"""Files that are given to an execution: sent to storage first, under addresses that its inputs then hold."""

import hashlib
import io
import json
import os
from collections.abc import Iterator, Mapping
from datetime import date, time
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias

from dalsegno import methods
from dalsegno.api.storage.v1 import storage_pb2 as storage
from dalsegno.errors import DalSegnoError, InvalidRequest
from dalsegno.patience import Patience
from dalsegno.steps import Steps, insist, insist_on_sending, work

# What a file is given as: a path, or its content.
FileSource: TypeAlias = str | os.PathLike[str] | bytes | bytearray | memoryview

_CHUNK_BYTES = 1024 * 1024


class Uploads:
    """The files of one request. The same request id names the same addresses, so a repeated request is the same one.

    Storage keeps a file for somebody: for the upload itself until `release`, and by then for the execution.
    """

    def __init__(self, patience: Patience, namespace: str, flow_id: str, request_id: str) -> None:
        unique = hashlib.sha256(request_id.encode()).hexdigest()[:32]
        self._patience = patience
        self._owner = f"upload-{unique}"
        self._folder = f"dalsegno:///{namespace}/{flow_id}/inputs/{unique}"
        self._sent = False

    def send(self, files: Mapping[str, FileSource]) -> Steps[dict[str, str]]:
        """Sends files by the ids of their inputs; gives their addresses."""
        addresses = {}
        for input_id, source in files.items():
            self._sent = True
            folder = f"{self._folder}/{input_id}"
            addresses[input_id] = yield from send_file(self._patience, self._owner, folder, source, input_id)
        return addresses

    def release(self) -> Steps[None]:
        """Leaves the files to the execution, or to nobody when there is none."""
        if not self._sent:
            return
        request = storage.ReleaseExecutionRequest(execution_id=self._owner)
        try:
            yield from insist(self._patience, methods.RELEASE_EXECUTION, request)
        except DalSegnoError:
            # What the caller wants is done, or has failed for a better reason; the files are only kept longer.
            return


def send_file(patience: Patience, owner: str, folder: str, source: FileSource, name: str = "file") -> Steps[str]:
    """Sends a file that storage keeps as long as the execution `owner`; gives its address.

    A content without a name of its own is called `name`.
    """
    address = f"{folder}/{_name_of(name, source)}"
    requests = UploadRequests(storage.BlobHeader(path=address, execution_id=owner), source)
    yield from work(requests.check)
    yield from insist_on_sending(patience, methods.WRITE_BLOB, requests)
    return address


def inputs_text(inputs: Mapping[str, Any], addresses: Mapping[str, str]) -> str:
    """Inputs as the contract has them; empty for none.

    Raises:
        InvalidRequest: an input is given twice, or is nothing that JSON holds.
    """
    twice = sorted(inputs.keys() & addresses.keys())
    if twice:
        raise InvalidRequest(f"{', '.join(twice)} is given both as a value and as a file; give it once.")
    given = {**inputs, **addresses}
    try:
        return json.dumps(given, ensure_ascii=False, allow_nan=False, default=_json_value) if given else ""
    except (TypeError, ValueError) as error:
        raise InvalidRequest(
            f"The inputs cannot be sent as JSON: {error}. Give texts, numbers, lists or maps."
        ) from error


class UploadRequests:
    """The messages of an upload, from the beginning each time that they are asked for."""

    def __init__(self, header: storage.BlobHeader, source: FileSource) -> None:
        self._header = header
        self._source = source

    def check(self) -> None:
        """Raises OSError when the file cannot be read."""
        self._open().close()

    def __iter__(self) -> Iterator[storage.WriteBlobRequest]:
        yield storage.WriteBlobRequest(header=self._header)
        size_bytes = 0
        with self._open() as opened:
            while chunk := opened.read(_CHUNK_BYTES):
                size_bytes += len(chunk)
                yield storage.WriteBlobRequest(data=chunk)
        yield storage.WriteBlobRequest(end=storage.BlobEnd(size_bytes=size_bytes))

    def _open(self) -> BinaryIO:
        source = self._source
        return Path(source).open("rb") if isinstance(source, str | os.PathLike) else io.BytesIO(source)


def _name_of(input_id: str, source: FileSource) -> str:
    """The file's own name; a content without one is named after its input."""
    return Path(source).name if isinstance(source, str | os.PathLike) else input_id


def _json_value(value: Any) -> str:
    if isinstance(value, date | time):
        return value.isoformat()
    raise TypeError(f"{value!r} is of type {type(value).__name__}")
