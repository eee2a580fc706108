"""Files of a work directory by name: what is put in, what is taken out. Source: Kestra's FilesService."""

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath

from dalsegno_tasks.file_patterns import matching_files
from dalsegno_tasks.interface import TaskContext, TaskFailure

SCHEMES = ("dalsegno:///", "kestra:///")
COPY_BYTES = 1024 * 1024


def put_files(context: TaskContext, files: Mapping[str, str | None]) -> None:
    """Writes files into the work directory: a value is a text or the address of a stored file; None is an empty one.

    Raises:
        TaskFailure: a name leads out of the directory, or a stored file cannot be read.
    """
    for name, value in files.items():
        target = place_of(context.work_directory, name)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            if value is not None and value.startswith(SCHEMES):
                with context.open(value) as source, target.open("wb") as copy:
                    shutil.copyfileobj(source, copy, COPY_BYTES)
            else:
                target.write_bytes((value or "").encode())
        except OSError as error:
            text = f"The file {name!r} cannot be written: {error.strerror}. Give it another name."
            raise TaskFailure(text) from error


def take_files(context: TaskContext, patterns: Sequence[str]) -> dict[str, str]:
    """Stores the files of the work directory that a pattern means; returns their addresses by name.

    Raises:
        TaskFailure: a pattern is no pattern, or a file cannot be stored.
    """
    stored = {}
    for name in matching_files(context.work_directory, patterns):
        with (context.work_directory / name).open("rb") as source, context.create(name) as copy:
            shutil.copyfileobj(source, copy, COPY_BYTES)
        stored[name] = copy.uri
    return stored


def place_of(directory: Path, name: str) -> Path:
    """Where a file of this name is in a directory. Raises TaskFailure when that is outside."""
    parts = PurePosixPath(name).parts
    if not parts or name.startswith("/") or ".." in parts or "\x00" in name:
        raise TaskFailure(f"{name!r} cannot name a file of the directory; give a relative path without '..'.")
    target = directory.joinpath(*parts)
    if not target.resolve().is_relative_to(directory.resolve()):
        raise TaskFailure(f"{name!r} leads out of the directory, through a link; give another name.")
    return target
