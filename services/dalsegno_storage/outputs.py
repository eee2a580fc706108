"""Output documents: stored, read, and pinned for executions that count on them."""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from dalsegno_runtime.errors import InvalidField
from dalsegno_storage.core.documents import paths_of, read_document
from dalsegno_storage.core.judging import defects_of
from dalsegno_storage.core.model import Defect, Health, Pin, PinnedDocument, PinResult, StoredBlob
from dalsegno_storage.examiner import Examiner
from dalsegno_storage.ports import Repository

# An answer must fit into one message of 64 MiB; this leaves room for what stands around the documents.
MAX_ANSWER_BYTES = 60 * 1024 * 1024

FEW_CHARACTERS = 32 * 1024

Result = TypeVar("Result")
Texts = Mapping[str, str]  # digest → document
Paths = Mapping[str, tuple[str, ...]]  # digest of an output → files that it names


class OutputService:
    def __init__(self, repository: Repository, examiner: Examiner) -> None:
        self._repository = repository
        self._examiner = examiner

    async def put(self, documents: Sequence[tuple[str, str]]) -> list[str]:
        """Stores (execution id, text) pairs, all or none; returns their digests.

        Raises:
            InvalidOutput: one of them is not canonical JSON of an object.
        """
        read = await _read_documents("documents", documents)
        if read:
            await self._repository.put_documents(read)
        return [item.document.digest for item in read]

    async def get(self, digests: Sequence[str]) -> Texts:
        """Returns those that are stored. Raises InvalidField when they do not fit into one answer."""
        texts = await self._repository.find_documents(set(digests))
        _check_answer("digests", [digests], texts)
        return texts

    async def pin(
        self, pins: Sequence[Pin], unshipped: Sequence[tuple[str, str]], *, check_only: bool
    ) -> list[PinResult]:
        """Checks outputs and their files, and pins them for each execution that has all of its.

        Raises:
            InvalidOutput: an unshipped document is not canonical JSON of an object; nothing was pinned.
            InvalidField: the documents do not fit into one answer; nothing was pinned.
        """
        sent = await _read_documents("unshipped", unshipped)
        texts, paths = await self._find(pins, sent)
        _check_answer("pins", [pin.digests for pin in pins], texts)
        while True:
            files, health = await self._examine(paths)
            if check_only:
                blobs = {path: stored.blob.digest for path, stored in files.items()}
                defects: Sequence[tuple[Defect, ...]] | None = [
                    defects_of(pin, present=texts.keys(), paths=paths, blobs=blobs, health=health) for pin in pins
                ]
            else:
                defects = await self._repository.pin(pins, sent, paths, health)
            # None: while we looked, a path was written again and names a blob that was not looked at.
            if defects is not None:
                return [
                    _result(pin, texts, found, _size_bytes(pin, texts, paths, files))
                    for pin, found in zip(pins, defects, strict=True)
                ]

    async def _find(self, pins: Sequence[Pin], sent: Sequence[PinnedDocument]) -> tuple[Texts, Paths]:
        """Returns the texts of all documents at hand, and the paths of those that are to be pinned."""
        needed = {digest for pin in pins for digest in pin.digests}
        texts = {item.document.digest: item.document.json for item in sent}
        paths = {item.document.digest: item.document.paths for item in sent if item.document.digest in needed}
        stored = await self._repository.find_documents(needed - texts.keys())
        return {**texts, **stored}, {**paths, **await _aside(stored.values(), _paths_of_all, stored)}

    async def _examine(self, paths: Paths) -> tuple[Mapping[str, StoredBlob], Mapping[str, Health]]:
        """Returns path → blob, and blob digest → what was found."""
        files = await self._repository.find_files({path for named in paths.values() for path in named})
        health = await self._examiner.examine(files.values())
        return files, health


async def _read_documents(field: str, documents: Sequence[tuple[str, str]]) -> list[PinnedDocument]:
    return await _aside([text for _, text in documents], _read_all, field, documents)


async def _aside(texts: Iterable[str], read: Callable[..., Result], *arguments: object) -> Result:
    """Reads JSON, which takes 10 ms a megabyte: a few texts on the spot, many in a thread."""
    if sum(map(len, texts)) <= FEW_CHARACTERS:
        return read(*arguments)
    return await asyncio.to_thread(read, *arguments)


def _read_all(field: str, documents: Sequence[tuple[str, str]]) -> list[PinnedDocument]:
    return [
        PinnedDocument(execution_id=execution_id, document=read_document(f"{field}[{index}].json", text))
        for index, (execution_id, text) in enumerate(documents)
    ]


def _paths_of_all(texts: Texts) -> Paths:
    return {digest: paths_of(text) for digest, text in texts.items()}


def _check_answer(field: str, asked: Sequence[Sequence[str]], texts: Texts) -> None:
    # A character has at most four bytes, so that most answers need not be encoded to be measured.
    if 4 * sum(len(texts.get(digest, "")) for digests in asked for digest in digests) <= MAX_ANSWER_BYTES:
        return
    sizes_bytes = {digest: len(text.encode()) for digest, text in texts.items()}
    total_bytes = sum(sizes_bytes.get(digest, 0) for digests in asked for digest in digests)
    if total_bytes > MAX_ANSWER_BYTES:
        raise InvalidField(
            field,
            f"{field} asks for outputs of {total_bytes} bytes together; one answer holds {MAX_ANSWER_BYTES}. "
            "Ask for fewer at once.",
        )


def _size_bytes(pin: Pin, texts: Texts, paths: Paths, files: Mapping[str, StoredBlob]) -> int:
    """The size of the outputs of a pin and of the files that they name, each counted once."""
    digests = set(pin.digests)
    named = {path for digest in digests for path in paths.get(digest, ())}
    blobs = {files[path].blob.digest: files[path].blob.size_bytes for path in named if path in files}
    return sum(len(texts.get(digest, "").encode()) for digest in digests) + sum(blobs.values())


def _result(pin: Pin, texts: Texts, defects: tuple[Defect, ...], size_bytes: int) -> PinResult:
    gone = {defect.output_digest for defect in defects if not defect.path}
    documents = tuple("" if digest in gone else texts.get(digest, "") for digest in pin.digests)
    return PinResult(documents=documents, defects=defects, size_bytes=size_bytes)
