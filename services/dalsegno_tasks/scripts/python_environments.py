"""Environments with the packages of Python scripts, kept from one run to the next.

One environment for each list of packages, Python and installer, in a folder named by their digest. It is made under a
lock, in its place, because an environment cannot be moved; the file `complete` within it says that nothing is missing.
"""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from dalsegno_tasks.interface import TaskContext, TaskFailure

SHOWN_LINES = 5


def environment_for(
    context: TaskContext, *, dependencies: Sequence[str], version: str | None, manager: str | None, kept: bool
) -> Path:
    """The folder of an environment with these packages; it is made when there is none.

    Args:
        version: of Python, such as 3.12; None for the one on the path.
        manager: UV or PIP; None for uv where it is installed.
        kept: whether later runs use it too; otherwise it is this attempt's own.

    Raises:
        TaskFailure: the installer or that Python is not there, or a package cannot be installed.
    """
    installer = _installer(manager)
    python = version if version is not None and installer == "uv" else interpreter_of(version)
    packages = sorted({line.strip() for line in dependencies if line.strip()})
    if not kept:
        folder = context.work_directory / f".environment-{os.getpid()}"
        _make(context, folder, installer, python, packages)
        return folder
    facts = json.dumps([packages, os.path.realpath(python) if os.sep in python else python, installer])
    root = cache_folder()
    folder = root / hashlib.sha256(facts.encode()).hexdigest()[:32]
    with _locked(root, folder.name):
        if not (folder / "complete").exists():
            shutil.rmtree(folder, ignore_errors=True)
            _make(context, folder, installer, python, packages)
            (folder / "complete").touch()
        else:
            context.log.debug("The packages are those of an earlier run.")
    return folder


def interpreter_of(version: str | None) -> str:
    """The path of a Python of this version, such as 3 or 3.12. Raises TaskFailure when there is none."""
    names = ["python", "python3"] if version is None else [f"python{version}"]
    for name in names:
        if found := shutil.which(name):
            return found
    if version is None or version in {
        str(sys.version_info.major),
        f"{sys.version_info.major}.{sys.version_info.minor}",
    }:
        return sys.executable
    raise TaskFailure(
        f"`pythonVersion` is {version}, and there is no python{version} where the workers run. Install it there, or "
        "leave `pythonVersion` out."
    )


def cache_folder() -> Path:
    """Where environments are kept; removing the folder loses nothing but time."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "dalsegno" / "python"


def _installer(manager: str | None) -> str:
    if manager == "PIP" or (manager is None and shutil.which("uv") is None):
        return "pip"
    if shutil.which("uv") is None:
        raise TaskFailure("`packageManager` is UV, and there is no uv where the workers run. Install it, or write PIP.")
    return "uv"


def _make(context: TaskContext, folder: Path, installer: str, python: str, packages: Sequence[str]) -> None:
    requirements = folder.with_name(folder.name + ".txt")
    requirements.write_text("\n".join(packages) + "\n")
    context.log.info(f"Installing {', '.join(packages)} with {installer}")  # noqa: G004  # no logging.Logger
    own = str(folder / "bin" / "python")
    commands = (
        [["uv", "venv", "--quiet", "--python", python, str(folder)],
         ["uv", "pip", "install", "--python", own, "-r", str(requirements)]]
        if installer == "uv"
        else [[python, "-m", "venv", str(folder)],
              [own, "-m", "pip", "install", "--disable-pip-version-check", "-r", str(requirements)]]
    )  # fmt: skip
    try:
        for command in commands:
            _run(context, command, packages)
    finally:
        requirements.unlink(missing_ok=True)


def _run(context: TaskContext, command: Sequence[str], packages: Sequence[str]) -> None:
    process = subprocess.Popen(  # noqa: S603  # our own words and paths
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    )
    last: deque[str] = deque(maxlen=SHOWN_LINES)
    with process:
        for line in process.stdout or ():
            last.append(line.rstrip())
            context.log.debug(line.rstrip())
        code = process.wait()
    if code != 0:
        raise TaskFailure(
            f"The dependencies {', '.join(packages)} cannot be installed (exit code {code}). The installer said last:\n"
            + "\n".join(last)
        )


@contextmanager
def _locked(root: Path, name: str) -> Iterator[None]:
    """Lets one process at a time make an environment; the lock goes with the process."""
    root.mkdir(parents=True, exist_ok=True)
    with (root / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
