"""TAR, CPIO and AR archives, and writing archives of every kind."""

import contextlib
import io
import shutil
import subprocess
import tarfile
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from dalsegno_tasks import TaskFailure, build
from dalsegno_tasks.compress.archive_compress import ArchiveCompress
from dalsegno_tasks.compress.archive_decompress import ArchiveDecompress
from dalsegno_tasks.compress.compressions import EXTENSIONS
from support.properties import examples

same_context = examples(40)
FILES = {
    "a.csv": b"a,b\n1,2\n",
    "2024/rides june.csv": b"odd",
    "empty.txt": b"",
    "a/folder/with/a name of more than one hundred characters " + "x" * 80 + "é.txt": b"12345",
}
STREAMED = ("AR", "CPIO", "TAR")
names = st.lists(
    st.text("abé .-", min_size=1, max_size=20).filter(lambda part: part.strip(" .")), min_size=1, max_size=3
)


def pack(context, files: dict[str, bytes], algorithm: str, **properties) -> bytes:
    uris = {name: context.store(f"file-{number}", data) for number, (name, data) in enumerate(files.items())}
    outputs = build(ArchiveCompress, {"from": uris, "algorithm": algorithm, **properties}).run(context)
    return context.path(outputs["uri"]).read_bytes()


def unpack(context, archive: bytes, algorithm: str, **properties) -> dict[str, bytes]:
    uri = context.store("archive", archive)
    outputs = build(ArchiveDecompress, {"from": uri, "algorithm": algorithm, **properties}).run(context)
    return {name: context.path(uri).read_bytes() for name, uri in outputs["files"].items()}


@pytest.mark.parametrize("algorithm", [*STREAMED, "ZIP", "JAR"])
def test_what_is_packed_is_unpacked(context, algorithm):
    assert unpack(context, pack(context, FILES, algorithm), algorithm) == FILES
    assert unpack(context, pack(context, {}, algorithm), algorithm) == {}
    assert pack(context, FILES, algorithm) == pack(context, FILES, algorithm)


@pytest.mark.parametrize("compression", EXTENSIONS)
@pytest.mark.parametrize("algorithm", ["TAR", "ZIP"])
def test_archives_can_be_compressed_as_a_whole(context, algorithm, compression):
    archive = pack(context, FILES, algorithm, compression=compression)
    assert unpack(context, archive, algorithm, compression=compression) == FILES


@same_context
@given(st.lists(st.tuples(names, st.binary(max_size=50)), max_size=4), st.sampled_from([*STREAMED, "ZIP"]))
def test_any_files_come_back(context, given_files, algorithm):
    files = {
        f"{number} {algorithm}/{'/'.join(parts)}/{number}": data for number, (parts, data) in enumerate(given_files)
    }
    shutil.rmtree(context.files_folder / "out", ignore_errors=True)
    assert unpack(context, pack(context, files, algorithm), algorithm) == files


def test_others_read_what_is_packed(context, tmp_path):
    with zipfile.ZipFile(io.BytesIO(pack(context, FILES, "ZIP"))) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == FILES
        assert archive.testzip() is None
    with tarfile.open(fileobj=io.BytesIO(pack(context, FILES, "TAR"))) as archive:
        assert {member.name: archive.extractfile(member).read() for member in archive} == FILES
    if shutil.which("ar"):
        (tmp_path / "x.a").write_bytes(pack(context, {"a.csv": b"odd", "a long name with blanks.txt": b"1"}, "AR"))
        listed = subprocess.run(["ar", "t", "x.a"], cwd=tmp_path, capture_output=True, text=True, check=True).stdout
        assert listed == "a.csv\na long name with blanks.txt\n"
    if shutil.which("cpio"):
        packed = pack(context, FILES, "CPIO")
        subprocess.run(["cpio", "-id", "--quiet"], cwd=tmp_path, input=packed, check=True)
        assert {name: (tmp_path / name).read_bytes() for name in FILES} == FILES


@pytest.mark.parametrize("form", ["newc", "crc", "odc"])
@pytest.mark.skipif(not shutil.which("cpio"), reason="there is no cpio")
def test_what_cpio_packs_is_unpacked(context, tmp_path, form):
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder/a.txt").write_bytes(b"12345")
    (tmp_path / "link").symlink_to("a.txt")
    listed = b"folder\nfolder/a.txt\nlink\n"
    made = subprocess.run(
        ["cpio", "-o", "--quiet", "-H", form], cwd=tmp_path, input=listed, capture_output=True, check=True
    )
    assert unpack(context, made.stdout, "CPIO") == {"folder/a.txt": b"12345"}


def test_the_portable_formats_of_cpio_are_read_as_cpio_5_has_them(context):
    odc = b"070707" + b"000001000002100644000000000000000001000000" + b"00000000000" + b"000002" + b"00000000003"
    newc = b"070701" + b"".join(f"{n:08x}".encode() for n in (1, 0o100644, 0, 0, 1, 0, 3, 0, 0, 0, 0, 2, 0))
    ends = {
        odc: b"070707" + b"0" * 53 + b"000013" + b"0" * 11 + b"TRAILER!!!\0",
        newc: b"070701" + b"0" * 88 + b"0000000B" + b"0" * 8 + b"TRAILER!!!\0",
    }
    assert unpack(context, odc + b"a\0" + b"abc" + ends[odc], "CPIO") == {"a": b"abc"}
    assert unpack(context, newc + b"a\0" + b"abc\0" + ends[newc], "CPIO") == {"a": b"abc"}


@pytest.mark.skipif(not shutil.which("ar"), reason="there is no ar")
def test_what_ar_packs_is_unpacked(context, tmp_path):
    given = {"short": b"1", "a name of more than sixteen characters.txt": b"12"}
    for name, data in given.items():
        (tmp_path / name).write_bytes(data)
    subprocess.run(["ar", "qcS", "x.a", *given], cwd=tmp_path, check=True)
    assert unpack(context, (tmp_path / "x.a").read_bytes(), "AR") == given


def tar(*members: tuple[tarfile.TarInfo, bytes]) -> bytes:
    with io.BytesIO() as stream:
        with tarfile.open(fileobj=stream, mode="w") as archive:
            for member, data in members:
                member.size = len(data)
                archive.addfile(member, io.BytesIO(data))
        return stream.getvalue()


def special(name: str, kind: bytes, link: str = "") -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.type, member.linkname = kind, link
    return member


def test_only_files_are_unpacked(context):
    archive = tar(
        (special("folder", tarfile.DIRTYPE), b""),
        (special("link", tarfile.SYMTYPE, "/etc/passwd"), b""),
        (special("hard", tarfile.LNKTYPE, "/etc/passwd"), b""),
        (special("device", tarfile.CHRTYPE), b""),
        (tarfile.TarInfo("./a"), b"1"),
    )
    assert unpack(context, archive, "TAR") == {"./a": b"1"}
    assert context.stored() == ["a"]


@pytest.mark.parametrize("name", ["../evil", "/etc/passwd", "a/../../b", "a\\b", "C:x", "."])
@pytest.mark.parametrize("algorithm", STREAMED)
def test_names_that_lead_out_are_refused(context, algorithm, name):
    archive = (
        pack(context, {"N" * len(name): b"1"}, algorithm) if algorithm != "TAR" else tar((tarfile.TarInfo(name), b"1"))
    )
    with pytest.raises(TaskFailure, match="Path traversal attempt detected in archive entry"):
        unpack(context, archive.replace(b"N" * len(name), name.encode()), algorithm)


def test_names_are_checked_when_packing_too(context):
    with pytest.raises(TaskFailure, match=r"Path traversal attempt detected in archive entry: \.\./x"):
        pack(context, {"../x": b"1"}, "ZIP")
    with pytest.raises(TaskFailure, match="No file dalsegno:///test/none is stored, which is to be 'x' in the archive"):
        build(ArchiveCompress, {"from": {"x": "dalsegno:///test/none"}, "algorithm": "ZIP"}).run(context)


def test_two_files_of_one_name_are_refused(context):
    archive = tar((tarfile.TarInfo("a b"), b"1"), (tarfile.TarInfo("./a_b"), b"2"))
    with pytest.raises(TaskFailure, match=r"The archive's entries 'a b' and './a_b' would be stored under one name"):
        unpack(context, archive, "TAR")


@pytest.mark.parametrize("algorithm", STREAMED)
def test_what_is_cut_off_or_none_is_told(context, algorithm):
    whole = pack(context, {"a": b"x" * 3000, "b": b"y" * 3000}, algorithm)
    for data in (b"", b"rubbish" * 200, whole[:2000], whole[: whole.index(b"y")], whole[:3100]):
        with pytest.raises(TaskFailure, match=f"The file is no complete {algorithm} archive: "):
            unpack(context, data, algorithm)


@same_context
@given(st.binary(min_size=1, max_size=30), st.integers(0, 900), st.sampled_from([*STREAMED, "ZIP"]))
def test_rubbish_within_an_archive_never_breaks_the_task(context, rubbish, place, algorithm):
    whole = pack(context, {"a": b"x" * 300, "b/c.txt": b"y" * 301}, algorithm)
    shutil.rmtree(context.files_folder / "out", ignore_errors=True)
    with contextlib.suppress(TaskFailure):
        unpack(context, whole[:place] + rubbish + whole[place + len(rubbish) :], algorithm)


def test_limits_hold_for_streams_too(context, monkeypatch):
    archive = pack(context, {"a": b"123", "b": b"456"}, "TAR", compression="GZIP")
    monkeypatch.setenv("DALSEGNO_UNZIP_MAX_ENTRIES", "1")
    with pytest.raises(TaskFailure, match="The archive has 2 entries, more than the 1 that are unpacked"):
        unpack(context, archive, "TAR", compression="GZIP")
    monkeypatch.setenv("DALSEGNO_UNZIP_MAX_BYTES", "5000")
    with pytest.raises(TaskFailure, match="inflates to more than 5000 bytes"):
        unpack(context, archive, "TAR", compression="GZIP")


def test_kinds_that_are_not_there_are_told_with_those_that_are():
    for task in (ArchiveCompress, ArchiveDecompress):
        with pytest.raises(
            ValidationError, match=r"it is neither read nor written here. Those that are: AR, CPIO, JAR, TAR"
        ):
            task.model_validate({"from": {} if task is ArchiveCompress else "x", "algorithm": "ARJ"})
