"""git.Clone from repositories behind HTTP, with the machine's own git on both sides."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from dalsegno_tasks import TaskFailure, build
from dalsegno_tasks.git.clone import Clone
from support.git_server import PASSWORD, USER, commit, git, missing_parts, repository, serving

pytestmark = pytest.mark.skipif(missing_parts() is not None, reason=missing_parts() or "")
KNOWN = {"username": USER, "password": PASSWORD}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with the repository `rides`: two commits on main, the tag v1 on the first, one more on `north`."""
    folder = repository(tmp_path / "served" / "rides", rides_csv="1\n")
    git(folder, "tag", "v1")
    commit(folder, rides_csv="2\n")
    git(folder, "checkout", "--quiet", "-b", "north")
    commit(folder, north_csv="3\n")
    git(folder, "checkout", "--quiet", "main")
    return tmp_path / "served"


@pytest.fixture
def site(root: Path) -> Iterator[str]:
    with serving(root) as address:
        yield f"{address}/rides/.git"


def clone(context, url: str, **properties) -> Path:
    return Path(build(Clone, {"url": url, **properties}).run(context)["directory"])


def test_the_newest_commit_of_the_main_branch_is_cloned_into_the_work_directory(context, site):
    folder = clone(context, site, **KNOWN)
    assert folder == context.work_directory
    assert (folder / "rides.csv").read_text() == "2\n"
    assert git(folder, "rev-list", "--count", "HEAD") == "1"


def test_a_folder_a_branch_and_a_depth_can_be_given(context, site):
    folder = clone(context, site, directory="code/rides", branch="north", depth=3, **KNOWN)
    assert folder == context.work_directory / "code" / "rides"
    assert (folder / "north.csv").read_text() == "3\n"
    assert git(folder, "rev-list", "--count", "HEAD") == "3"


def test_a_tag_and_a_commit_can_be_given(context, site, root):
    assert (clone(context, site, directory="a", tag="v1", **KNOWN) / "rides.csv").read_text() == "1\n"
    first = git(root / "rides", "rev-parse", "v1")
    assert (clone(context, site, directory="b", commit=first, **KNOWN) / "rides.csv").read_text() == "1\n"


def test_submodules_are_cloned_when_asked_for(context, site, root):
    within = repository(root / "within", names_txt="north\n")
    git(root / "rides", "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(within), "within")
    git(root / "rides", "config", "-f", ".gitmodules", "submodule.within.url", "../../within/.git")
    commit(root / "rides")
    assert not (clone(context, site, directory="a", **KNOWN) / "within" / "names.txt").exists()
    folder = clone(context, site, directory="b", cloneSubmodules=True, **KNOWN)
    assert (folder / "within" / "names.txt").read_text() == "north\n"


def test_a_password_is_nowhere_but_with_git(context, site):
    folder = clone(context, site, **KNOWN)
    assert not [line for _, line in context.log.lines if PASSWORD in line]
    assert PASSWORD not in (folder / ".git" / "config").read_text()


def test_a_password_in_the_address_is_taken_out_of_it(context, site):
    with_password = site.replace("http://", f"http://{USER}:{PASSWORD.replace(' ', '%20')}@")
    folder = clone(context, with_password)
    assert (folder / "rides.csv").read_text() == "2\n"
    assert not [line for _, line in context.log.lines if "battery" in line]
    assert "battery" not in (folder / ".git" / "config").read_text()


@pytest.mark.parametrize("given", [{}, {"username": USER, "password": "wrong"}])
def test_a_repository_that_wants_a_password_says_so(context, site, given):
    with pytest.raises(TaskFailure, match=r"^Cloning http://.* failed: .*Give `username` and `password`"):
        clone(context, site, **given)
    assert not [line for _, line in context.log.lines if "wrong" in line]


def test_a_branch_or_commit_that_is_not_there_says_so(context, site):
    with pytest.raises(TaskFailure, match=r"Remote branch south not found in upstream origin.*Check `branch`"):
        clone(context, site, directory="a", branch="south", **KNOWN)
    with pytest.raises(TaskFailure, match="failed: "):
        clone(context, site, directory="b", commit="0" * 40, **KNOWN)


def test_a_directory_that_has_files_is_not_overwritten(context, site):
    (context.work_directory / "mine").write_text("x")
    with pytest.raises(TaskFailure, match=r"not an empty directory. Clone into a `directory` of its own"):
        clone(context, site, **KNOWN)
    assert (context.work_directory / "mine").read_text() == "x"


@pytest.mark.parametrize("directory", ["../up", "/etc/x"])
def test_a_clone_stays_in_the_work_directory(context, site, directory):
    with pytest.raises(TaskFailure, match="relative path without"):
        clone(context, site, directory=directory, **KNOWN)


@pytest.mark.parametrize("url", ["--upload-pack=touch made", "ext::sh -c 'touch made'", "http://127.0.0.1:1/x.git"])
def test_an_address_that_is_none_runs_nothing(context, url):
    with pytest.raises(TaskFailure, match=r"^Cloning .* failed: "):
        clone(context, url, directory="a")
    assert not (context.work_directory / "made").exists()


def test_settings_of_git_hold_for_the_clone(context, site):
    with pytest.raises(TaskFailure, match="failed: "):
        clone(context, site, gitConfig={"http.proxy": "http://127.0.0.1:1"}, **KNOWN)


def test_no_command_line_has_a_password_or_a_key(context, site, tmp_path, monkeypatch):
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "git").write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/lines\nexec {shutil.which("git")} "$@"\n')
    (folder / "git").chmod(0o700)
    monkeypatch.setenv("PATH", str(folder), prepend=os.pathsep)
    clone(context, site, privateKey="a key that is secret", passphrase="very secret", **KNOWN)
    said = (tmp_path / "lines").read_text()
    assert f"clone --depth=1 -- {site} {context.work_directory}" in said.splitlines()
    assert not [word for word in ("battery", "secret") if word in said]
