"""What is stored, and what is said about it."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum


@dataclass(frozen=True, slots=True, kw_only=True)
class Blob:
    digest: str
    size_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredBlob:
    """A blob as the database knows it. `mark` is what the blob store said of the bytes when they were last right."""

    blob: Blob
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What a blob store can tell of stored bytes without reading them. A mark that stays the same means that nothing
    touched them.
    """

    size_bytes: int
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    path: str
    blob: Blob
    create_time: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The outputs of one task run. `paths` are the files that it names, normalised, each once."""

    digest: str
    json: str
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PinnedDocument:
    """A document, and the execution that needs it."""

    execution_id: str
    document: Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """What one execution needs."""

    execution_id: str
    digests: tuple[str, ...]


class Health(Enum):
    """What became of a blob's bytes."""

    SOUND = "sound"
    MISSING = "missing"
    CORRUPT = "corrupt"


class DefectKind(Enum):
    OUTPUT_MISSING = "output missing"
    FILE_MISSING = "file missing"
    FILE_CORRUPT = "file corrupt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Defect:
    kind: DefectKind
    output_digest: str
    path: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PinResult:
    """`documents` has one text for each digest asked, "" where it is missing. Nothing is pinned when there are
    defects.
    """

    documents: tuple[str, ...]
    defects: tuple[Defect, ...]
    size_bytes: int = 0  # of the documents and the files that they name, each counted once


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteIntent:
    """What a blob is written for; None where it is not said."""

    path: str | None
    execution_id: str | None
    expected_digest: str | None
