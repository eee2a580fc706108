"""What can be done with the files of namespaces; each operation stands here once, for both clients."""

from pathlib import PurePosixPath

from dalsegno import methods
from dalsegno.api.storage.v1 import storage_pb2 as storage
from dalsegno.drivers import Awaiting, Blocking, Group, operation, stream
from dalsegno.errors import InvalidRequest
from dalsegno.steps import Steps, Stream, every_page, insist, insist_on_sending, work
from dalsegno.uploads import FileSource, UploadRequests


class NamespaceFileOperations(Group):
    @stream
    def list(self, namespace: str, name_prefix: str = "", *, page_size: int = 0) -> Stream[storage.File]:
        """Iterates over the files of a namespace whose names begin with this; pages are read as needed."""
        request = storage.ListFilesRequest(path_prefix=folder_of(namespace) + name_prefix, page_size=page_size)
        yield from every_page(self.patience, methods.LIST_FILES, request, lambda page: page.files)

    @operation
    def put(self, namespace: str, name: str, source: FileSource) -> Steps[storage.Blob]:
        """Keeps a file, given by its path or its content; the one of that name is replaced.

        Raises:
            InvalidRequest: a name that is no relative path.
        """
        requests = UploadRequests(storage.BlobHeader(path=address_of(namespace, name)), source)
        yield from work(requests.check)
        return (yield from insist_on_sending(self.patience, methods.WRITE_BLOB, requests)).blob

    @operation
    def delete(self, namespace: str, name: str) -> Steps[bool]:
        """Removes a file, and tells whether there was one; a repeated call may tell that there was none."""
        request = storage.DeleteFilesRequest(paths=[address_of(namespace, name)])
        response = yield from insist(self.patience, methods.DELETE_FILES, request)
        return bool(response.deleted_paths)


def folder_of(namespace: str) -> str:
    """How the addresses of a namespace's files begin."""
    if not namespace or "/" in namespace:
        raise InvalidRequest(f"{namespace!r} is no namespace; write one such as company.team.")
    return f"dalsegno:///{namespace}/_files/"


def address_of(namespace: str, name: str) -> str:
    """The address of a file, to read it by."""
    parts = PurePosixPath(name).parts
    if not parts or name.startswith("/") or ".." in parts:
        raise InvalidRequest(f"{name!r} cannot name a file of a namespace; give a relative path without '..'.")
    return folder_of(namespace) + "/".join(parts)


class NamespaceFiles(NamespaceFileOperations, Blocking):
    pass


class AsyncNamespaceFiles(NamespaceFileOperations, Awaiting):
    pass
