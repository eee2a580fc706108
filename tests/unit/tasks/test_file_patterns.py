"""Which files a pattern means."""

from pathlib import Path

import pytest

from dalsegno_tasks import TaskFailure
from dalsegno_tasks.directory_files import place_of
from dalsegno_tasks.file_patterns import matching_files

FILES = ("a.csv", "b.CSV", "c.ion", ".hidden.csv", "sub/d.csv", "sub/deep/e.csv", "x+y.csv")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "link.csv").symlink_to(tmp_path / "a.csv")
    return tmp_path


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("a.csv", ["a.csv"]),
        ("/a.csv", ["a.csv"]),
        ("*.csv", [".hidden.csv", "a.csv", "x+y.csv"]),
        ("**.csv", [".hidden.csv", "a.csv", "sub/d.csv", "sub/deep/e.csv", "x+y.csv"]),
        ("**/*.csv", ["sub/d.csv", "sub/deep/e.csv"]),
        ("sub/*", ["sub/d.csv"]),
        ("sub/**", ["sub/d.csv", "sub/deep/e.csv"]),
        ("sub\\d.csv", ["sub/d.csv"]),
        ("?.{csv,ion}", ["a.csv", "c.ion"]),
        ("[ac].*", ["a.csv", "c.ion"]),
        ("[!a].*", ["b.CSV", "c.ion"]),
        ("[a-b].*", ["a.csv", "b.CSV"]),
        ("x+y.csv", ["x+y.csv"]),
        ("a.csv,c.ion", []),
        ("glob:**/d.csv", ["sub/d.csv"]),
        ("glob:/\\a.csv", ["a.csv"]),
        ("regex:.*\\.(csv|ion)", [".hidden.csv", "a.csv", "c.ion", "sub/d.csv", "sub/deep/e.csv", "x+y.csv"]),
        ("sub", []),
    ],
)
def test_a_pattern_means_files(folder: Path, pattern: str, names: list[str]) -> None:
    assert matching_files(folder, [pattern]) == names


def test_a_file_is_meant_once_whatever_the_number_of_patterns(folder: Path) -> None:
    assert matching_files(folder, ["a.*", "*.ion", "a.csv"]) == ["a.csv", "c.ion"]
    assert matching_files(folder, []) == []


@pytest.mark.parametrize("pattern", ["[a", "{a", "{a,{b}}", "regex:(", "[z-a]"])
def test_what_is_no_pattern_is_said(folder: Path, pattern: str) -> None:
    with pytest.raises(TaskFailure, match="is no pattern for names of files"):
        matching_files(folder, [pattern])


@pytest.mark.parametrize("name", ["", "/etc/passwd", "..", "a/../b", "a/../../b", "a\x00b", "out/x"])
def test_a_name_stays_within_the_directory(folder: Path, name: str) -> None:
    (folder / "out").symlink_to(folder.parent)
    with pytest.raises(TaskFailure):
        place_of(folder, name)


def test_a_name_may_have_folders(folder: Path) -> None:
    assert place_of(folder, "new/x.txt") == folder / "new" / "x.txt"
