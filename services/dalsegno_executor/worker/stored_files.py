"""The files of the storage service, for tasks."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from dalsegno.api.storage.v1 import storage_pb2 as pb
from dalsegno_executor.worker.patience import Patience
from dalsegno_tasks import OutputFile, StoredFile, TaskFailure

SCHEME = "dalsegno:///"
KESTRA_SCHEME = "kestra:///"
PAGE_SIZE = 1000


class StoredFiles:
    """Implements `dalsegno_tasks.Files`; every call is made again while storage is away."""

    def __init__(self, stub: Any, folder: str, upload: Callable[[str, str], OutputFile], patience: Patience) -> None:
        """`folder` begins the addresses of the execution's files; `upload` starts a file for an execution, or none."""
        self._stub = stub
        self._folder = folder
        self._upload = upload
        self._patience = patience

    def find(self, uri: str) -> StoredFile | None:
        own = _own_scheme(uri)
        return next((file for file in self._page(own, 1) if file.uri == own), None)

    def of_execution(self) -> list[StoredFile]:
        return list(self._below(self._folder))

    def of_namespace(self, namespace: str) -> Mapping[str, StoredFile]:
        folder = _folder_of(namespace)
        return {file.uri.removeprefix(folder): file for file in self._below(folder)}

    def put(self, namespace: str, name: str) -> OutputFile:
        parts = PurePosixPath(name).parts
        if not parts or name.startswith("/") or ".." in parts:
            raise TaskFailure(f"{name!r} cannot name a file of a namespace; give a relative path without '..'.")
        return self._upload(_folder_of(namespace) + "/".join(parts), "")

    def delete(self, uris: Sequence[str]) -> list[str]:
        own = [_own_scheme(uri) for uri in uris]
        deleted: list[str] = []
        for start in range(0, len(own), PAGE_SIZE):
            deleted += self._delete(own[start : start + PAGE_SIZE])
        return deleted

    def _delete(self, uris: list[str]) -> list[str]:
        # Looked at before: when the call is made again, only the one that removed a file would say so.
        there = set(uris) if len(uris) == 1 and self.find(uris[0]) else set()
        request = pb.DeleteFilesRequest(paths=uris)
        answer = self._patience.insist(lambda: self._stub.DeleteFiles(request), f"{uris[0]} cannot be deleted")
        return [uri for uri in uris if uri in there or uri in answer.deleted_paths]

    def _below(self, prefix: str) -> Iterator[StoredFile]:
        return self._page(prefix, PAGE_SIZE, further=True)

    def _page(self, prefix: str, size: int, *, further: bool = False) -> Iterator[StoredFile]:
        request = pb.ListFilesRequest(path_prefix=prefix, page_size=size)
        while True:
            page = self._patience.insist(lambda: self._stub.ListFiles(request), f"{prefix}* cannot be listed")
            yield from (StoredFile(uri=file.path, size_bytes=file.blob.size_bytes) for file in page.files)
            if not further or not page.next_page_token:
                return
            request.page_token = page.next_page_token


def _folder_of(namespace: str) -> str:
    if not namespace or "/" in namespace:
        raise TaskFailure(f"{namespace!r} is no namespace; write one such as company.team.")
    return f"{SCHEME}{namespace}/_files/"


def _own_scheme(uri: str) -> str:
    """The address as storage lists it. Raises TaskFailure when it is none."""
    if uri.startswith(KESTRA_SCHEME):
        return SCHEME + uri.removeprefix(KESTRA_SCHEME)
    if not uri.startswith(SCHEME):
        raise TaskFailure(f"{uri!r} is not a stored file; its address begins with {SCHEME}.")
    return uri
