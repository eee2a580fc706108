"""What every blob store does. A new store joins by a parameter of `places`."""

import asyncio
import gc
import os
import subprocess
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import aclosing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dalsegno_storage.adapters.local_blobs import FolderInUse, LocalBlobStore
from dalsegno_storage.core.errors import BlobCorrupt, BlobNotFound, StorageFull
from dalsegno_storage.core.model import Blob, Health
from dalsegno_storage.ports import BlobStore, Upload
from support.storage import alter, blob_path, digest_of

MIB = 1024 * 1024
LARGE = bytes(range(256)) * (5 * MIB // 256 // 2)  # two and a half chunks


class LocalPlace:
    """A local store, and what can happen to its folder behind its back."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store: BlobStore = LocalBlobStore(folder)

    def file_of(self, digest: str) -> Path:
        return blob_path(self.folder, digest)

    def files(self) -> set[str]:
        return files_in(self.folder)

    def restart(self) -> None:
        self.store.close()
        self.store = LocalBlobStore(self.folder)


@pytest.fixture(params=[LocalPlace])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[LocalPlace]:
    make: Callable[[Path], LocalPlace] = request.param
    place = make(tmp_path / "blobs")
    yield place
    place.store.close()


def files_in(folder: Path) -> set[str]:
    return {file.name for file in folder.rglob("*") if file.is_file() and file.name != ".lock"}


def open_files() -> set[str]:
    """The names of the files that this process has open."""
    return {entry.readlink().name for entry in Path("/proc/self/fd").iterdir() if entry.is_symlink()}


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "small"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", folder]
    mounted = subprocess.run(command, check=False, capture_output=True, text=True)
    if mounted.returncode:
        pytest.skip(f"a small file system cannot be mounted here: {mounted.stderr.strip()}")
    yield folder
    subprocess.run(["umount", folder], check=True)


async def keep(store: BlobStore, *chunks: bytes) -> tuple[Blob, str]:
    upload = store.upload()
    for chunk in chunks:
        await upload.write(chunk)
    blob = await upload.seal()
    return blob, await upload.keep(blob)


async def read(store: BlobStore, blob: Blob, offset: int = 0, length: int = 10 * MIB) -> list[bytes]:
    return [chunk async for chunk in store.read(blob, offset=offset, length=length)]


@pytest.mark.parametrize("data", [b"", b"hello", LARGE], ids=["nothing", "little", "much"])
async def test_what_is_kept_is_named_by_its_sha256_and_read_back(place: LocalPlace, data: bytes) -> None:
    blob, mark = await keep(place.store, data[:100], data[100:])
    assert blob == Blob(digest=digest_of(data), size_bytes=len(data))
    chunks = await read(place.store, blob)
    assert b"".join(chunks) == data
    assert max(map(len, chunks), default=0) <= MIB
    stamp = (await place.store.look([blob.digest]))[blob.digest]
    assert (stamp.size_bytes, stamp.mark) == (len(data), mark)


async def test_many_small_writes_make_one_blob(place: LocalPlace) -> None:
    blob, _ = await keep(place.store, *(LARGE[start : start + 1000] for start in range(0, len(LARGE), 1000)))
    assert blob == Blob(digest=digest_of(LARGE), size_bytes=len(LARGE))


@pytest.mark.parametrize(
    ("offset", "length", "expected"),
    [(0, 3, b"012"), (3, 4, b"3456"), (8, 100, b"89"), (10, 1, b""), (0, 10, b"0123456789")],
)
async def test_a_part_is_read_by_offset_and_length(
    place: LocalPlace, offset: int, length: int, expected: bytes
) -> None:
    blob, _ = await keep(place.store, b"0123456789")
    assert b"".join(await read(place.store, blob, offset, length)) == expected


async def test_an_upload_that_is_discarded_leaves_nothing(place: LocalPlace) -> None:
    upload = place.store.upload()
    await upload.write(LARGE)
    await upload.discard()
    await upload.discard()
    assert place.files() == set()


async def test_an_upload_that_is_sealed_and_not_kept_is_no_blob(place: LocalPlace) -> None:
    upload = place.store.upload()
    blob = await upload.seal()
    assert await place.store.look([blob.digest]) == {}
    await upload.discard()
    assert place.files() == set()


async def test_what_an_upload_left_when_the_server_was_killed_is_removed_at_start(place: LocalPlace) -> None:
    upload = place.store.upload()
    await upload.write(LARGE)
    await upload.seal()
    assert len(place.files()) == 1
    place.restart()
    assert place.files() == set()


async def test_keeping_the_same_bytes_again_repairs_them(place: LocalPlace) -> None:
    blob, _ = await keep(place.store, b"hello")
    alter(place.file_of(blob.digest), b"jello")
    assert await place.store.verify(blob) is Health.CORRUPT
    _, mark = await keep(place.store, b"hello")
    assert await place.store.verify(blob) is Health.SOUND
    assert (await place.store.look([blob.digest]))[blob.digest].mark == mark


async def test_the_mark_moves_when_the_bytes_are_touched(place: LocalPlace) -> None:
    blob, mark = await keep(place.store, b"hello")
    alter(place.file_of(blob.digest), b"jello")
    assert (await place.store.look([blob.digest]))[blob.digest].mark != mark


async def test_the_mark_moves_even_when_the_time_of_the_last_write_is_set_back(place: LocalPlace) -> None:
    blob, mark = await keep(place.store, b"hello")
    file = place.file_of(blob.digest)
    before = file.stat()
    copy = file.with_name("copy")
    copy.write_bytes(b"jello")
    os.utime(copy, ns=(before.st_atime_ns, before.st_mtime_ns))
    copy.replace(file)
    assert (await place.store.look([blob.digest]))[blob.digest].mark != mark


async def test_altered_bytes_are_found_before_the_last_chunk_is_given_out(place: LocalPlace) -> None:
    blob, _ = await keep(place.store, LARGE)
    alter(place.file_of(blob.digest), b"!" + LARGE[1:])
    chunks = place.store.read(blob, offset=0, length=blob.size_bytes)
    assert [len(await anext(chunks)), len(await anext(chunks))] == [MIB, MIB]
    with pytest.raises(BlobCorrupt) as caught:
        await anext(chunks)
    assert caught.value.metadata == {"digest": blob.digest}


@pytest.mark.parametrize("data", [b"hell", b"hello!", b""], ids=["shorter", "longer", "empty"])
async def test_another_size_is_found_before_anything_is_given_out(place: LocalPlace, data: bytes) -> None:
    blob, _ = await keep(place.store, b"hello")
    alter(place.file_of(blob.digest), data)
    with pytest.raises(BlobCorrupt):
        await read(place.store, blob)
    with pytest.raises(BlobCorrupt):
        await read(place.store, blob, 1, 2)
    assert await place.store.verify(blob) is Health.CORRUPT


async def test_a_blob_that_shrinks_while_it_is_read_is_corrupt(place: LocalPlace) -> None:
    blob, _ = await keep(place.store, LARGE * 2)
    chunks = place.store.read(blob, offset=1, length=blob.size_bytes)
    await anext(chunks)
    os.truncate(place.file_of(blob.digest), MIB)
    with pytest.raises(BlobCorrupt) as caught:
        await drain(chunks)
    assert "ended at byte" in caught.value.message


async def test_a_blob_without_bytes_is_not_found(place: LocalPlace) -> None:
    blob, _ = await keep(place.store, b"hello")
    await place.store.remove(blob.digest)
    await place.store.remove(blob.digest)
    with pytest.raises(BlobNotFound):
        await read(place.store, blob)
    assert await place.store.verify(blob) is Health.MISSING
    assert await place.store.look([blob.digest]) == {}


async def test_a_read_that_is_left_early_closes_its_file(place: LocalPlace) -> None:
    blob, _ = await keep(place.store, LARGE * 4)
    for _ in range(20):
        async with aclosing(place.store.read(blob, offset=0, length=blob.size_bytes)) as chunks:
            assert len(await anext(chunks)) == MIB
    place.store.close()  # waits for the reads ahead
    gc.collect()
    assert blob.digest not in open_files()
    place.store = LocalBlobStore(place.folder)


async def test_writes_and_reads_go_on_side_by_side(place: LocalPlace) -> None:
    texts = [bytes([number]) * MIB for number in range(20)]
    kept = await asyncio.gather(*(keep(place.store, text) for text in texts))
    parts = await asyncio.gather(*(read(place.store, blob) for blob, _ in kept))
    assert [b"".join(part) for part in parts] == texts


async def test_bytes_are_stale_when_they_were_last_written_before_a_time(place: LocalPlace) -> None:
    old, _ = await keep(place.store, b"old")
    new, _ = await keep(place.store, b"new")
    hour_ago = datetime.now(UTC) - timedelta(hours=1)
    os.utime(place.file_of(old.digest), (0, hour_ago.timestamp() - 1))
    stale = [digest async for batch in place.store.stale_digests(hour_ago) for digest in batch]
    assert stale == [old.digest]
    assert new.digest in place.files()


async def test_a_folder_belongs_to_one_server_at_a_time(place: LocalPlace) -> None:
    with pytest.raises(FolderInUse) as caught:
        LocalBlobStore(place.folder)
    assert str(place.folder) in str(caught.value)


async def test_a_full_disk_is_told_and_what_was_written_is_removed(small_disk: Path) -> None:
    store = LocalBlobStore(small_disk)
    upload = store.upload()
    with pytest.raises(StorageFull) as caught:
        await fill(upload)
    await upload.discard()
    left = files_in(small_disk)
    blob, _ = await keep(store, b"y" * MIB)
    assert await store.verify(blob) is Health.SOUND
    assert "No space left on device" in caught.value.message
    assert left == set()
    store.close()


async def drain(chunks: AsyncGenerator[bytes, None]) -> None:
    async for _ in chunks:
        pass


async def fill(upload: Upload) -> None:
    for _ in range(8):
        await upload.write(b"x" * MIB)
    await upload.seal()
