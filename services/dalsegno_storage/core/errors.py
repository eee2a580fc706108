"""What the storage service refuses, beside the errors that every service has.

ServiceError
├── BlobNotFound      NOT_FOUND             BLOB_NOT_FOUND
├── FileNotFound      NOT_FOUND             FILE_NOT_FOUND
├── BlobCorrupt       DATA_LOSS             BLOB_CORRUPT
├── DigestMismatch    INVALID_ARGUMENT      DIGEST_MISMATCH
├── InvalidOutput     INVALID_ARGUMENT      INVALID_OUTPUT
├── StorageFull       RESOURCE_EXHAUSTED    STORAGE_FULL
├── ValueNotFound     NOT_FOUND             VALUE_NOT_FOUND
└── ValueExists       ALREADY_EXISTS        VALUE_EXISTS
"""

from dalsegno_runtime.errors import ServiceError


class BlobNotFound(ServiceError):
    code = "NOT_FOUND"
    reason = "BLOB_NOT_FOUND"

    def __init__(self, digest: str, *, path: str = "") -> None:
        asked = f"{path} names blob {digest}, but no such blob is stored" if path else f"No blob {digest} is stored"
        super().__init__(f"{asked}. It was released, or its file was removed; write it again.", digest=digest)


class FileNotFound(ServiceError):
    code = "NOT_FOUND"
    reason = "FILE_NOT_FOUND"

    def __init__(self, path: str) -> None:
        super().__init__(
            f"No file {path} is stored. It was never written, or every execution that needed it was released; "
            "ListFiles shows what is there.",
            path=path,
        )


class BlobCorrupt(ServiceError):
    code = "DATA_LOSS"
    reason = "BLOB_CORRUPT"

    def __init__(self, digest: str, found: str) -> None:
        super().__init__(
            f"Blob {digest} was altered on disk: {found}. Throw away what was received, and write the blob again or "
            "replay from the task that makes it.",
            digest=digest,
        )


class DigestMismatch(ServiceError):
    code = "INVALID_ARGUMENT"
    reason = "DIGEST_MISMATCH"

    def __init__(self, expected_digest: str, actual_digest: str, size_bytes: int) -> None:
        super().__init__(
            f"The blob was announced as {expected_digest}, but the {size_bytes} bytes received are {actual_digest}. "
            "Nothing was stored; send it again.",
            expected_digest=expected_digest,
            actual_digest=actual_digest,
        )


class InvalidOutput(ServiceError):
    code = "INVALID_ARGUMENT"
    reason = "INVALID_OUTPUT"


class StorageFull(ServiceError):
    code = "RESOURCE_EXHAUSTED"
    reason = "STORAGE_FULL"

    def __init__(self, found: str) -> None:
        super().__init__(
            f"There is no room to store this ({found}). Nothing of it was kept; release executions or enlarge the "
            "disk, then send it again."
        )


class ValueNotFound(ServiceError):
    code = "NOT_FOUND"
    reason = "VALUE_NOT_FOUND"

    def __init__(self, namespace: str, key: str) -> None:
        super().__init__(
            f"Namespace {namespace} has no value for the key {key}. It was never put, was deleted, or its time is "
            "over; ListValues shows what is there.",
            namespace=namespace,
            key=key,
        )


class ValueExists(ServiceError):
    code = "ALREADY_EXISTS"
    reason = "VALUE_EXISTS"

    def __init__(self, namespace: str, key: str, version: int) -> None:
        super().__init__(
            f"Namespace {namespace} has a value for the key {key} already, version {version}. Put it with `overwrite` "
            "to replace it, or take another key.",
            namespace=namespace,
            key=key,
            version=version,
        )
